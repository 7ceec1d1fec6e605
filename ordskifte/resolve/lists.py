"""Which articles stand in which lists, and where the lists stand."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from ordskifte.model.config import Config
from ordskifte.model.document import Kind
from ordskifte.model.site import Entry, ListingId, ListingKind, Page, Profile
from ordskifte.resolve.addresses import listing_url

_ALWAYS_THERE = (ListingKind.FRONT, ListingKind.NOT_FOUND)
_WITH_SEARCH = (*_ALWAYS_THERE, ListingKind.SEARCH)
_PAGED = (ListingKind.SECTION, ListingKind.TAG, ListingKind.AUTHOR, ListingKind.YEAR, ListingKind.CORRECTIONS)
LONG_AGO = datetime.min.replace(tzinfo=UTC)

Lists = Mapping[ListingId, tuple[str, ...]]


def listed(config: Config, pages: Iterable[Page], profiles: Iterable[tuple[str, str]]) -> Lists:
    """The keys of the articles in each list, newest first; but for front pages, what lists nothing is not there.

    `pages` are those of the editions, and those that an edition lists without having them; `profiles` the locales and
    ids of authors.
    """
    always = _WITH_SEARCH if config.has_search else _ALWAYS_THERE
    found: dict[ListingId, list[str]] = {(locale, kind, ""): [] for locale in config.editions for kind in always}
    found |= {(locale, ListingKind.AUTHORS, ""): [] for locale, _ in profiles}
    entries = [page.entry for page in pages if is_listed(page)]
    for entry in sorted(entries, key=order, reverse=True):
        for kind, id in _memberships(entry, config):
            found.setdefault((entry.locale, kind, id), []).append(entry.key)
    return {id: tuple(keys) for id, keys in found.items()}


def order(entry: Entry) -> tuple[datetime, str]:
    """By what articles stand in lists, the last first."""
    return entry.date or LONG_AGO, entry.key


def corrected(pages: Iterable[Page]) -> Lists:
    """The keys of the articles that have dated notes, those with the newest first; no list where there are none.

    What an edition only links to is noted where it stands.
    """
    found: dict[ListingId, list[str]] = {}
    noted = [page for page in pages if page.notes and is_listed(page)]
    for page in sorted(noted, key=lambda page: (page.notes[-1].date, page.entry.key), reverse=True):
        found.setdefault((page.locale, ListingKind.CORRECTIONS, ""), []).append(page.entry.key)
    return {id: tuple(keys) for id, keys in found.items()}


def is_listed(page: Page) -> bool:
    """Whether a page is an article that stands in lists."""
    return page.entry.kind is Kind.ARTICLE and not page.is_unlisted and not page.withdrawal


def _memberships(entry: Entry, config: Config) -> Iterator[tuple[ListingKind, str]]:
    """The lists that an article stands in, each once."""
    yield ListingKind.FRONT, ""
    yield ListingKind.ARCHIVE, ""
    if entry.date:
        yield ListingKind.YEAR, str(entry.date.astimezone(config.zone).year)
    if entry.section in config.sections:
        yield ListingKind.SECTION, entry.section
    for tag in dict.fromkeys(entry.tags):
        if tag in config.tags:
            yield ListingKind.TAG, tag
    for author in dict.fromkeys(person.id for person in entry.authors):
        yield ListingKind.AUTHOR, author


def listing_urls(config: Config, lists: Lists, profiles: Mapping[tuple[str, str], Profile]) -> dict[ListingId, str]:
    """The address of the first page of each list; an author has one without any articles."""
    found = {
        (locale, kind, id): listing_url(config, locale, ListingKind(kind), id)
        for locale, kind, id in lists
        if kind != ListingKind.AUTHOR
    }
    return found | {(locale, ListingKind.AUTHOR.value, id): profile.url for (locale, id), profile in profiles.items()}


def page_count(config: Config, kind: str, works: int) -> int:
    """How many pages a list of so many works has, at least one."""
    return max(1, -(-works // config.page_size)) if kind in _PAGED else 1
