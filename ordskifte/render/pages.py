"""The HTML pages: a work in an edition, and one page of a list."""

from collections.abc import Iterable
from difflib import get_close_matches

from ordskifte.model.diagnostics import At, error
from ordskifte.model.document import Kind
from ordskifte.model.site import Listing, Page, Target
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import RenderFailed, Templates
from ordskifte.render.view import View
from ordskifte.resolve.addresses import numbered, output_path
from ordskifte.resolve.lists import page_count


def _page_targets(ground: Ground) -> Iterable[Target]:
    site = ground.site
    for (locale, kind, key), page in site.pages.items():
        yield Target(output_path(site.config, page.url), "pages", locale, (kind, key), page.language)


def _render_page(target: Target, view: View, templates: Templates) -> bytes:
    kind, key = (str(part) for part in target.subject)
    page = view.page(kind, key)
    assert isinstance(page, Page)
    template = f"{page.template or Kind(kind).value}.html"
    if template not in templates:
        near = get_close_matches(template, templates.names, 1, 0.75)
        meant = f"Did you mean `{near[0].removesuffix('.html')}`? Else write" if near else "Write"
        hint = f"{meant} templates/{template}, or leave `template` out."
        raise RenderFailed(
            error("template-missing", f"There is no template `{template}`.", At(page.source, "template"), hint)
        )
    return templates.render(template, view, page=page).encode()


def _listing_targets(ground: Ground) -> Iterable[Target]:
    site = ground.site
    for (locale, kind, id), first in site.urls.items():
        for number in range(1, page_count(site.config, kind, len(site.lists.get((locale, kind, id), ()))) + 1):
            path = output_path(site.config, numbered(site.config, locale, first, number))
            yield Target(path, "listings", locale, (kind, id, number), locale)


def _render_listing(target: Target, view: View, templates: Templates) -> bytes:
    listing = view.ask("listing", target.locale, *target.subject)
    assert isinstance(listing, Listing)
    return templates.render(f"{listing.kind}.html", view, page=listing).encode()


PAGES = Renderer("pages", _page_targets, _render_page)
LISTINGS = Renderer("listings", _listing_targets, _render_listing)
