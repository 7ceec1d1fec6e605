"""What stands at old addresses: a page that leads on by itself, on any host, and a file of rules, `_redirects`.

The rules also say which edition's page is for addresses at which nothing stands.
Netlify reads that file, and so do Cloudflare, GitLab and others: https://docs.netlify.com/routing/redirects/.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from markupsafe import escape

from ordskifte.model.diagnostics import Diagnostic, warning
from ordskifte.model.document import MOVED
from ordskifte.model.site import Redirect, Target
from ordskifte.render.assets import STATIC
from ordskifte.render.language import marked, marks
from ordskifte.render.queries import Ground, not_found_pages
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View
from ordskifte.resolve.addresses import output_path

RULES_FILE = "_redirects"
"""A site that publishes such a file of its own keeps it."""


# --------------------------------------------------------------------------------------
# Pages
# --------------------------------------------------------------------------------------


def _page_targets(ground: Ground) -> Iterable[Target]:
    return (target for target in _targets(ground) if _is_page(target))


def pageless(ground: Ground) -> Iterable[Target]:
    """The redirects that are rules only, such as from `/old.php`: what hosts make of such a file is not a page.

    Nothing else may stand there either.
    """
    return (target for target in _targets(ground) if not _is_page(target))


def _targets(ground: Ground) -> Iterable[Target]:
    for url, redirect in ground.site.redirects.items():
        path = output_path(ground.site.config, url)
        yield Target(path, "redirects", redirect.locale, (url,), redirect.title.locale)


def _is_page(target: Target) -> bool:
    return target.path.endswith((".html", ".htm"))


def _render_page(target: Target, view: View, _: Templates) -> bytes:
    redirect = view.ask("redirect", str(target.subject[0]))
    assert isinstance(redirect, Redirect)
    to, title, language = escape(redirect.to), escape(redirect.title.value), redirect.title.locale
    of_title = marks(language, view.locale)
    html = f"""<!doctype html>
<html{marks(view.locale, "und")}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title{of_title}>{title}</title>
<link rel="canonical" href="{escape(view.permalink(redirect.home))}">
<meta http-equiv="refresh" content="0; url={to}">
</head>
<body>
<h1>{marked(view.said(MOVED), view.locale).value}</h1>
<p><a href="{to}"{of_title}{f' hreflang="{escape(language)}"' if of_title else ""}>{title}</a></p>
</body>
</html>
"""
    return html.encode()


# --------------------------------------------------------------------------------------
# Rules
# --------------------------------------------------------------------------------------


def _rules_targets(ground: Ground) -> Iterable[Target]:
    """None where there is nothing to say, and where the site has its own."""
    site = ground.site
    if (site.redirects or site.gone or not_found_pages(ground)) and RULES_FILE not in ground.copies:
        yield Target(RULES_FILE, "redirect rules", ground.site.config.default_locale, ())


def unwritten(ground: Ground) -> Iterator[Diagnostic]:
    """A warning for each old address that gets neither a page nor a rule."""
    for target in pageless(ground):
        url = str(target.subject[0])
        redirect = ground.site.redirects[url]
        if RULES_FILE in ground.copies:
            reason = f"the site has a {STATIC}{RULES_FILE} of its own"
            hint = "Write a rule for it into that file, and delete it here."
        elif redirect.is_unlisted:
            reason = "no rule gives an unlisted page away"
            hint = "Delete it, or list the page."
        else:
            continue
        yield warning("redirect-unwritten", f"The old address {url} leads nowhere: {reason}.", redirect.at, hint)


def _render_rules(_: Target, view: View, __: Templates) -> bytes:
    rules: tuple[tuple[str, str, int], ...] = view.ask("redirect_rules")
    # `*` and `:` would stand for other things: https://docs.netlify.com/routing/redirects/redirect-options/
    lines = (f"{quote(url)} {quote(to)} {status}\n" for url, to, status in rules)
    # Of several that fit the first holds, and none does where something stands:
    # https://docs.netlify.com/routing/redirects/redirect-options/#custom-404-page-handling
    pages: tuple[tuple[str, str], ...] = view.ask("not_found_pages")
    otherwise = (f"{quote(folder)}* {quote(page)} 404\n" for folder, page in pages)
    return "".join((*lines, *otherwise)).encode()


REDIRECTS = Renderer("redirects", _page_targets, _render_page)
RULES = Renderer("redirect rules", _rules_targets, _render_rules)
