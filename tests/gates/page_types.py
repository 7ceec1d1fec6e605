"""The types of pages that there are, and the page of each edition of the sample that stands for its type.

A page may be of several types: a translated article can be corrected. What a page is, the resolved site says, so that
a kind of list, a notice or a renderer that nobody has told here makes a type without a page, and a test fails.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from ordskifte.load import load
from ordskifte.model.document import Embed, Kind
from ordskifte.model.site import Page, Quiet, Target
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared, prepared
from ordskifte.pipeline.results import Options, Seconds
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import store_in_memory
from ordskifte.pipeline.workers import HERE
from ordskifte.render.queries import Ground
from tests.gates.pages import address
from tests.program import REPOSITORY
from tests.stories import MASTER

AT = "2026-11-20T12:00"
"""The moment that the gates build the sample for."""

REPRESENTATIVES: Mapping[str, Mapping[str, str]] = {
    "front": {"nb": "/", "en": "/en/"},
    "section": {"nb": "/seksjon/utenriks/", "en": "/en/section/foreign-policy/"},
    "tag": {"nb": "/emne/kunstig-intelligens/", "en": "/en/topic/artificial-intelligence/"},
    "series": {"nb": "/serie/havkanten/", "en": "/en/series/edge-of-the-sea/"},
    "author": {"nb": "/forfattere/eleanor-whitcombe/", "en": "/en/authors/eleanor-whitcombe/"},
    "authors": {"nb": "/forfattere/", "en": "/en/authors/"},
    "archive": {"nb": "/arkiv/", "en": "/en/archive/"},
    "year": {"nb": "/arkiv/2026/", "en": "/en/archive/2026/"},
    "later page of a list": {"nb": "/arkiv/2026/side-2/", "en": "/en/archive/2026/page-2/"},
    "corrections": {"nb": "/rettelser/", "en": "/en/corrections/"},
    "search": {"nb": "/sok/", "en": "/en/search/"},
    "not-found": {"nb": "/404.html", "en": "/en/404.html"},
    "page": {"nb": "/om-oss/", "en": "/en/about/"},
    "page that campaigns lead to": {"nb": "/stott-oss/", "en": "/en/support/"},
    "article": {"nb": "/artikler/hva-er-en-oy/", "en": "/en/articles/a-letter-from-vardo/"},
    "article: translated": {"nb": "/artikler/sikkerhet-i-arktis/", "en": "/en/articles/the-limits-of-welfare/"},
    "article: shell": {"nb": "/artikler/a-letter-from-vardo/", "en": "/en/articles/hva-er-en-oy/"},
    "article: stale": {"nb": "/artikler/kabler-under-havet/"},
    "article: machine": {"nb": "/artikler/tidevannsmaleren/"},
    "article: withdrawn": {"nb": "/artikler/night-train-north/", "en": "/en/articles/night-train-north/"},
    "article in a language without an edition": {"nb": "/artikler/kolappen/", "en": "/en/articles/kolappen/"},
    "article for members": {"nb": "/artikler/what-small-states-know/", "en": "/en/articles/what-small-states-know/"},
    "article with corrections": {"nb": "/artikler/the-last-ferry/", "en": "/en/articles/arctic-security/"},
    "article in a series": {"nb": "/artikler/kabler-under-havet/", "en": "/en/articles/cables-under-the-sea/"},
    "article with an embed": {"nb": "/artikler/the-last-ferry/", "en": "/en/articles/the-last-ferry/"},
    "article with a campaign along the edge": {
        "nb": "/artikler/machines-that-translate/",
        "en": "/en/articles/machines-that-translate/",
    },
    "redirects": {"nb": "/redaksjonen/", "en": "/2026/the-last-ferry/"},
}
"""Addresses in the sample, by the name of their type and by edition."""


def addresses(*without: str) -> tuple[str, ...]:
    """The pages that stand for all types but these, each once."""
    types = (by_edition for name, by_edition in REPRESENTATIVES.items() if name not in without)
    return tuple(dict.fromkeys(path for by_edition in types for path in by_edition.values()))


@cache
def types() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The addresses of all pages of the sample, by the name of their type and by edition."""
    files, seams = load(REPOSITORY, exclude=[]), Seams()
    with store_in_memory() as store:
        site = prepared(files, Memo(files, store), Options(at=AT, master=MASTER), seams, HERE, Seconds())
        assert isinstance(site, Prepared)
        ground = site.rendering.plan.ground
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for target in site.targets.by_path.values():
            for name in _names(target, ground) if target.path.endswith(".html") else ():
                of_type = found.setdefault(name, {})
                of_type[target.locale] = (*of_type.get(target.locale, ()), address(target.path))
        return found


def _names(target: Target, ground: Ground) -> Iterator[str]:
    match target.renderer, target.subject:
        case "listings", (str(kind), _, int(number)):
            yield kind
            if number > 1:
                yield "later page of a list"
        case "pages", (str(kind), str(key)):
            page = ground.site.pages[target.locale, kind, key]
            yield from _of_article(page, ground) if kind == Kind.ARTICLE else _of_page(page)
        case renderer, _:
            yield renderer


def _of_page(page: Page) -> Iterator[str]:
    yield "page that campaigns lead to" if page.quiet is Quiet.DESTINATION else "page"


def _of_article(page: Page, ground: Ground) -> Iterator[str]:
    yield f"article: {page.notice}" if page.notice else "article"
    if page.language not in ground.site.config.editions:
        yield "article in a language without an edition"
    if page.is_sealed:
        yield "article for members"
    if page.notes:
        yield "article with corrections"
    if page.entry.series:
        yield "article in a series"
    if page.in_slot("sticky"):
        yield "article with a campaign along the edge"
    body = ground.bodies.get(page.source)
    if body and any(isinstance(part, Embed) for part in body.parts):
        yield "article with an embed"
