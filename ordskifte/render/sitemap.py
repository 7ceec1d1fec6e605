"""What search engines are given: every address that they are welcome to (sitemaps.org), and robots.txt (RFC 9309).

The addresses are the lists' first pages and the pages that are indexed, in the order of the site. What there is in more
than one language says so, as its page does. More addresses than one file may hold stand in several, under an index.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice

from markupsafe import escape

from ordskifte.model.answers import Location
from ordskifte.model.site import UNINDEXED, Alternate, ListingId, PageId, Site, Target
from ordskifte.render.queries import Ground, last_change, list_alternates
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View
from ordskifte.render.xml import DECLARATION, child, element, timestamp, written
from ordskifte.resolve.addresses import permalink

FILE, ROBOTS_FILE = "sitemap.xml", "robots.txt"
MOST, LARGEST = 50_000, 50_000_000
"""Addresses and bytes of one file (sitemaps.org)."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = f'{DECLARATION}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
_FRAME, _TAGS, _LINK = 300, 100, 80
"""Bytes at most around the addresses of a file, around one of them with its date, and around one of its alternates."""


# --------------------------------------------------------------------------------------
# What stands in it
# --------------------------------------------------------------------------------------


def _candidates(site: Site) -> Iterator[ListingId | PageId]:
    """The names of all lists and pages; no list is called as a page is."""
    return chain(site.urls, site.pages)


def sitemap(ground: Ground, first: int, last: int) -> tuple[Location, ...]:
    """What a sitemap says of the lists and pages from the n-th to the one before another."""
    ids = islice(_candidates(ground.site), max(first, 0), max(last, 0))
    return tuple(location for location in (_location(ground.site, id) for id in ids) if location)


def _location(site: Site, id: ListingId | PageId) -> Location | None:
    url, alternates = _addresses(site, id)
    if not url:
        return None
    page = site.pages.get(id)
    return Location(
        permalink(site.config, url),
        last_change(site.config, page.entry) if page else None,
        tuple(Alternate(other.hreflang, permalink(site.config, other.url)) for other in alternates),
    )


def _addresses(site: Site, id: ListingId | PageId) -> tuple[str, tuple[Alternate, ...]]:
    """The address of a list or a page and those of its versions; none where search engines are to stay away."""
    page = site.pages.get(id)
    if page:
        return (page.url, page.alternates) if page.is_indexed else ("", ())
    _, kind, name = id
    return (site.urls[id], tuple(list_alternates(site, kind, name))) if kind not in UNINDEXED else ("", ())


QUERIES: Mapping[str, Callable[..., object]] = {"sitemap": sitemap}


# --------------------------------------------------------------------------------------
# Sitemaps as outputs
# --------------------------------------------------------------------------------------


def sitemaps(most: int = MOST, largest: int = LARGEST) -> Renderer:
    """Files of so many addresses and bytes at most, with an index where there are several.

    There are none of a preview, and none where the site has written its own.
    """

    def targets(ground: Ground) -> Iterable[Target]:
        if ground.site.is_preview or FILE in ground.copies:
            return
        locale = ground.site.config.default_locale
        files = tuple(_divided(ground.site, most, largest))
        if len(files) == 1:
            yield Target(FILE, "sitemaps", locale, files[0])
            return
        yield Target(FILE, "sitemaps", locale, (len(files),))
        for number, file in enumerate(files, 1):
            yield Target(_numbered(number), "sitemaps", locale, file)

    return Renderer("sitemaps", targets, _render)


def _numbered(number: int) -> str:
    return f"sitemap-{number}.xml"


def _divided(site: Site, most: int, largest: int) -> Iterator[tuple[int, int]]:
    """The first of the candidates of each file, and the first that is not in it any more."""
    first = count = 0
    size = _FRAME
    for number, id in enumerate(_candidates(site)):
        weight = _weight(site, id)
        if weight and count and (count == most or size + weight > largest):
            yield first, number
            first, count, size = number, 0, _FRAME
        count, size = count + bool(weight), size + weight
    yield first, len(site.urls) + len(site.pages)


def _weight(site: Site, id: ListingId | PageId) -> int:
    """The bytes that an address takes at most; none, where it does not stand in a sitemap."""
    url, alternates = _addresses(site, id)
    host = len(site.config.url)
    links = sum(_LINK + len(other.hreflang) + host + len(other.url) for other in alternates)
    return _TAGS + host + len(url) + links if url else 0


def _render(target: Target, view: View, _: Templates) -> bytes:
    if len(target.subject) == 1:
        return _index(int(target.subject[0]), view)
    locations: tuple[Location, ...] = view.ask("sitemap", *target.subject)
    return "".join((_HEAD, *map(_line, locations), "</urlset>\n")).encode()


def _line(location: Location) -> str:
    """An address with what is said of it.

    The standard library takes more than twice as long: at 10,000 articles, a tenth of a build that changes a title.
    """
    changed = f"<lastmod>{timestamp(location.changed)}</lastmod>" if location.changed else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(other.hreflang)}" href="{escape(other.url)}"/>'
        for other in location.alternates
    )
    return f"<url><loc>{escape(location.url)}</loc>{changed}{links}</url>\n"


def _index(files: int, view: View) -> bytes:
    root = element("sitemapindex", {"xmlns": _NAMESPACE})
    for number in range(1, files + 1):
        child(child(root, "sitemap"), "loc", _from_root(view, _numbered(number)))
    return f"{DECLARATION}{written(root)}\n".encode()


def _from_root(view: View, file: str) -> str:
    """The absolute address of a file at the root of the site."""
    return view.permalink(view.ask("link", view.locale, "site", f"/{file}").url)


SITEMAPS = sitemaps()


# --------------------------------------------------------------------------------------
# robots.txt
# --------------------------------------------------------------------------------------


def _robots_targets(ground: Ground) -> Iterable[Target]:
    """One, unless the site has written its own; it names the sitemap if there is one.

    Of a preview too, all may be read: who is kept away does not see that it is not to be indexed.
    """
    if ROBOTS_FILE not in ground.copies:
        named = () if ground.site.is_preview else (FILE,)
        yield Target(ROBOTS_FILE, "robots", ground.site.config.default_locale, named)


def _render_robots(target: Target, view: View, _: Templates) -> bytes:
    named = "".join(f"\nSitemap: {_from_root(view, str(file))}\n" for file in target.subject)
    return f"User-agent: *\nAllow: /\n{named}".encode()


ROBOTS = Renderer("robots", _robots_targets, _render_robots)
