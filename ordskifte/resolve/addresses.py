"""Where everything stands: urls from patterns, slugs and the base path, and the file that each url is served from."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote

from ordskifte.model.config import Config, Edition
from ordskifte.model.diagnostics import At, Diagnostic, error
from ordskifte.model.site import ListingKind

FEEDS: Mapping[str, str] = {"atom": "feed", "json": "json_feed"}
"""The formats of feeds, and what the pattern of each is called."""


def url(config: Config, edition: Edition, pattern: str, **fields: str | int) -> str:
    """The address, from the base path, of what this pattern names in an edition."""
    path = pattern.format(**fields)
    return config.base_path + (f"{edition.path}/" if edition.path else "") + path


def work_url(config: Config, locale: str, kind: str, slug: str) -> str:
    return url(config, config.editions[locale], config.patterns[kind][locale], slug=slug)


def listing_url(config: Config, locale: str, kind: ListingKind, id: str, slug: str = "") -> str:
    """The address of a list's first page; `slug` is an author's, whose slugs are not in the configuration."""
    edition = config.editions[locale]
    match kind:
        case ListingKind.FRONT:
            return url(config, edition, "")
        case ListingKind.SECTION:
            return url(config, edition, config.patterns["section"][locale], slug=config.sections[id].slugs[locale])
        case ListingKind.TAG:
            return url(config, edition, config.patterns["tag"][locale], slug=config.tags[id].slugs[locale])
        case ListingKind.SERIES:
            return url(config, edition, config.patterns["series"][locale], slug=config.series[id].slugs[locale])
        case ListingKind.AUTHOR:
            return url(config, edition, config.patterns["author"][locale], slug=slug)
        case ListingKind.YEAR:
            return url(config, edition, config.patterns["year"][locale], year=id)
        case ListingKind.AUTHORS | ListingKind.ARCHIVE | ListingKind.CORRECTIONS | ListingKind.SEARCH:
            return url(config, edition, config.patterns[kind.value][locale])
        case ListingKind.NOT_FOUND:
            return url(config, edition, "404.html")


def numbered(config: Config, locale: str, first: str, number: int) -> str:
    """The address of the n-th page of a list."""
    return first if number == 1 else first + config.patterns["listing"][locale].format(number=number)


def feed_url(config: Config, locale: str, first: str, format: str) -> str:
    """The address of the feed, in one of FEEDS, of the list whose first page stands at `first`."""
    return first + config.patterns[FEEDS[format]][locale]


def tag_uri(config: Config, *names: str) -> str:
    """An id (RFC 4151) of what has these names: the same wherever it stands and whatever it is called."""
    return f"tag:{config.feeds.authority}:" + "/".join(quote(name, safe="") for name in names if name)


def from_base(config: Config, address: str) -> str:
    """An address that was written from the root of the site (`/about/`), from the base path; others as they are."""
    is_ours = address.startswith("/") and not address.startswith("//")
    return config.base_path + address[1:] if is_ours else address


def output_path(config: Config, url: str) -> str:
    """The file under the output folder that is served at this address."""
    path = url.removeprefix(config.base_path)
    return path if path and not path.endswith("/") else f"{path}index.html"


def permalink(config: Config, url: str) -> str:
    """The absolute address."""
    return absolute(config.url, url)


@lru_cache(1 << 12)
def absolute(origin: str, url: str) -> str:
    """An address behind a scheme and host; RFC 3986 percent-encoding where a base path needs it."""
    return origin + quote(url, safe="/:#?&=%~@!$'()*+,;-._")


def collisions(claims: Iterable[tuple[str, str, At]]) -> list[Diagnostic]:
    """An error for each address with more than one claim, at the first one's place; all of them are named.

    A claim is an address, who makes it, and its place. Disks that do not tell `A` from `a` count too.
    """
    claimants: dict[str, list[tuple[str, str, At]]] = {}
    for claim in claims:
        claimants.setdefault(claim[0].lower(), []).append(claim)
    return [
        error(
            "url-twice",
            f"The address {each[0][0]} is claimed by {len(each)}: {', '.join(who for _, who, _ in each)}.",
            each[0][2],
            "Give one of them another `slug`.",
        )
        for each in claimants.values()
        if len(each) > 1
    ]
