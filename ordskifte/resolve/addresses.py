"""Where everything stands: urls from patterns, slugs and the base path, and the file that each url is served from."""

from collections.abc import Iterable
from urllib.parse import quote

from ordskifte.model.config import Config, Edition
from ordskifte.model.diagnostics import At, Diagnostic, error
from ordskifte.model.site import ListingKind


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
        case ListingKind.AUTHOR:
            return url(config, edition, config.patterns["author"][locale], slug=slug)
        case ListingKind.YEAR:
            return url(config, edition, config.patterns["year"][locale], year=id)
        case ListingKind.AUTHORS | ListingKind.ARCHIVE:
            return url(config, edition, config.patterns[kind.value][locale])
        case ListingKind.NOT_FOUND:
            return url(config, edition, "404.html")


def numbered(config: Config, locale: str, first: str, number: int) -> str:
    """The address of the n-th page of a list."""
    return first if number == 1 else first + config.patterns["listing"][locale].format(number=number)


def output_path(config: Config, url: str) -> str:
    """The file under the output folder that is served at this address."""
    path = url.removeprefix(config.base_path)
    return path if path and not path.endswith("/") else f"{path}index.html"


def permalink(config: Config, url: str) -> str:
    """The absolute address; RFC 3986 percent-encoding where a base path needs it."""
    return config.url + quote(url, safe="/:#?&=%~@!$'()*+,;-._")


def collisions(claims: Iterable[tuple[str, str]]) -> list[Diagnostic]:
    """An error for each address that more than one source claims; all of them are named."""
    claimants: dict[str, list[str]] = {}
    for address, source in claims:
        claimants.setdefault(address, []).append(source)
    return [
        error(
            "url-twice",
            f"The address {address} is claimed by {len(sources)}: {', '.join(sources)}.",
            At(sources[0], "slug"),
            "Give one of them another `slug`.",
        )
        for address, sources in claimants.items()
        if len(sources) > 1
    ]
