"""All documents as one site: each page in its place, and the lists it stands in. No bodies, no catalogs."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from ordskifte.model.config import Campaign, Config
from ordskifte.model.diagnostics import At, Diagnostic
from ordskifte.model.document import CorrectionKind, Kind, OriginallyPublished, SeriesPart
from ordskifte.model.locales import truncations
from ordskifte.model.text import Text
from ordskifte.model.translations import State
from ordskifte.model.urls import Published


class Person(Struct, frozen=True, array_like=True):
    """An author as a byline shows them. A name is in no language."""

    id: str
    name: str
    url: str


class Illustration(Struct, frozen=True, array_like=True):
    """A picture with its words, in the language of the text it belongs to where it has them."""

    file: str
    alt: Text | None = None
    caption: Text | None = None
    credit: Text | None = None
    focus: tuple[float, float] | None = None


class Entry(Struct, frozen=True, array_like=True):
    """A page as other pages show it."""

    kind: Kind
    key: str
    locale: str
    """The language of the interface around the text."""
    language: str
    """The language of the text."""
    url: str
    title: Text
    standfirst: Text | None = None
    date: datetime | None = None
    updated: datetime | None = None
    authors: tuple[Person, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    access: str = "free"
    minutes: int = 0
    """Reading time by the language of the text."""
    image: Illustration | None = None
    series: SeriesPart | None = None
    """The series that it is a part of, and which."""

    @property
    def is_foreign(self) -> bool:
        """Whether the text is in another language than the interface around it; British English is English."""
        return self.locale not in truncations(self.language)


class Switch(Struct, frozen=True, array_like=True):
    """One choice of the language switcher, and the language of the text it leads to."""

    locale: str
    name: str
    url: str
    language: str
    is_current: bool = False

    @property
    def is_foreign(self) -> bool:
        """Whether that text is in another language than its edition."""
        return self.locale not in truncations(self.language)


class Alternate(Struct, frozen=True, array_like=True):
    """Another page of the same work, as `hreflang` names it; `x-default` is the one for all other languages."""

    hreflang: str
    url: str


class Notice(StrEnum):
    """What a page says to readers about its text as a whole."""

    NONE = ""
    SHELL = "shell"
    """The text is in another language than the interface, and at home on another page."""
    TRANSLATED = "translated"
    STALE = "stale"
    """The original has changed since it was translated."""
    MACHINE = "machine"
    WITHDRAWN = "withdrawn"


class Withdrawal(Struct, frozen=True, array_like=True):
    """That a text has been withdrawn, when, and why, in the words that this page shows."""

    date: date
    reason: Text


class DatedNote(Struct, frozen=True, array_like=True):
    """A correction, clarification or update, in the words that this page shows."""

    date: date
    kind: CorrectionKind
    text: Text


class Contribution(Struct, frozen=True, array_like=True):
    role: str
    """`translator`, `photographer`, …"""
    people: tuple[Person, ...]


class Quiet(StrEnum):
    """Why no campaign stands on a page."""

    NO = ""
    UNWANTED = "unwanted"
    """Its front matter says so."""
    SENSITIVE = "sensitive"
    """What it is about forbids it."""
    WITHDRAWN = "withdrawn"
    DESTINATION = "destination"
    """It is where campaigns lead."""


class Page(Struct, frozen=True, array_like=True):
    """A work in an edition."""

    entry: Entry
    source: str
    """The file whose body it shows."""
    original: str
    """The language of the original."""
    home: str
    """The address that is canonical for this text; its own, unless it is a shell."""
    switches: tuple[Switch, ...]
    original_url: str = ""
    """Of a translation: where its original is at home, if that has a page."""
    alternates: tuple[Alternate, ...] = ()
    """All real versions of the work, where there are several, this one too."""
    robots: str = ""
    """What search engines are told; nothing where they are welcome."""
    is_indexed: bool = False
    """Whether it stands in the sitemap and in the feeds of its edition."""
    state: State = State.ORIGINAL
    notice: Notice = Notice.NONE
    withdrawal: Withdrawal | None = None
    contributions: tuple[Contribution, ...] = ()
    notes: tuple[DatedNote, ...] = ()
    related: tuple[str, ...] = ()
    """Keys of articles that the author named."""
    originally_published: OriginallyPublished | None = None
    translated: date | None = None
    """When the translation was last brought up to date."""
    template: str = ""
    is_sealed: bool = False
    is_unlisted: bool = False
    quiet: Quiet = Quiet.NO
    campaigns: Mapping[str, tuple[str, ...]] = {}
    """The ids of the campaigns that may stand in each slot, the best first."""
    extra: Mapping[str, object] = {}

    @property
    def locale(self) -> str:
        return self.entry.locale

    @property
    def language(self) -> str:
        return self.entry.language

    @property
    def url(self) -> str:
        return self.entry.url

    @property
    def is_shell(self) -> bool:
        return self.notice is Notice.SHELL

    def in_slot(self, slot: str) -> tuple[str, ...]:
        """The ids of the campaigns that may stand in this slot, the best first."""
        return self.campaigns.get(slot, ())

    @property
    def is_translation(self) -> bool:
        return self.entry.language != self.original


class ListingKind(StrEnum):
    FRONT = "front"
    SECTION = "section"
    TAG = "tag"
    SERIES = "series"
    AUTHOR = "author"
    AUTHORS = "authors"
    ARCHIVE = "archive"
    YEAR = "year"
    CORRECTIONS = "corrections"
    NOT_FOUND = "not-found"
    SEARCH = "search"


UNINDEXED = (ListingKind.NOT_FOUND, ListingKind.SEARCH)
"""Those that list nothing by themselves, so that no search engine shows them."""


class Listing(Struct, frozen=True, array_like=True):
    """A page that lists works: one of a front page, a term's pages, an author's pages, the archive."""

    kind: ListingKind
    id: str
    """Of the section, tag or author; the year; empty where there is only one."""
    locale: str
    url: str
    entries: tuple[Entry, ...]
    switches: tuple[Switch, ...]
    number: int = 1
    count: int = 1
    """How many pages the list has."""
    newer: str = ""
    """The address of the page before this one."""
    older: str = ""
    total: int = 0
    """How many works the whole list has."""
    alternates: tuple[Alternate, ...] = ()
    """The same list in every edition that has it, this one too; none but on its first page."""
    robots: str = ""
    campaigns: Mapping[str, tuple[str, ...]] = {}

    def in_slot(self, slot: str) -> tuple[str, ...]:
        """The ids of the campaigns that may stand in this slot, the best first."""
        return self.campaigns.get(slot, ())


class Profile(Struct, frozen=True, array_like=True):
    """An author in an edition."""

    id: str
    name: str
    sort_as: str
    url: str
    source: str
    """The file whose body is the blurb."""
    language: str
    """The language of the blurb, the role and the photo's words."""
    role: Text | None = None
    photo: Illustration | None = None
    links: tuple[tuple[Text, str], ...] = ()


class Introduction(Struct, frozen=True, array_like=True):
    """The words that stand above the parts of a series in an edition."""

    source: str
    """The file whose body they are."""
    language: str


class Redirect(Struct, frozen=True, array_like=True):
    """An address at which nothing stands any more, and the page of the work that it leads to."""

    url: str
    kind: str
    key: str
    locale: str
    """The edition that it leads to."""
    to: str
    home: str
    """The address that is canonical for the text there."""
    title: Text
    at: At
    """Where it is said that it leads there."""
    is_unlisted: bool = False


class Fate(StrEnum):
    MOVED = "moved"
    """The work stands elsewhere."""
    VANISHED = "vanished"
    """The work has no page any more."""
    TAKEN = "taken"
    """The work stands elsewhere, and something else at its address."""


class Stray(Struct, frozen=True, array_like=True):
    """An address that has been published and leads nowhere now, or to something else, and nobody has said why."""

    published: Published
    fate: Fate
    to: str = ""
    """Where the work stands now."""


class Doubt(Struct, frozen=True, array_like=True):
    """A link to a heading that is nowhere in what all may read. What is wrong, only the text for members tells."""

    missing: Diagnostic
    """If there is no such heading in that either."""
    sealed: Diagnostic
    """If there is."""
    anchor: str
    sources: tuple[str, ...]
    """Those in whose text for members it may be."""


PageId = tuple[str, str, str]
"""Interface locale, kind of work, key."""
ListingId = tuple[str, str, str]
"""Interface locale, kind of list, id."""


class Clock(Struct, frozen=True, array_like=True):
    """The moment a build is made for, and whether it shows what readers do not see yet."""

    now: datetime
    shows_drafts: bool = False
    shows_future: bool = False
    is_preview: bool = False
    """Whether search engines are to leave all of it alone."""


class Site(Struct, frozen=True, array_like=True):
    """Every page and every list of every edition, at one moment."""

    config: Config
    now: datetime
    pages: Mapping[PageId, Page]
    linked: Mapping[PageId, Entry]
    """Works that an edition lists and has no page of: they lead to the page of another edition."""
    profiles: Mapping[tuple[str, str], Profile]
    """By locale and author id."""
    introductions: Mapping[tuple[str, str], Introduction]
    """By locale and series."""
    lists: Mapping[ListingId, tuple[str, ...]]
    """The articles' keys of each list that has a page, newest first; of a series, in the order of its parts."""
    urls: Mapping[ListingId, str]
    """The address of the first page of each list that has one."""
    campaigns: Mapping[str, Campaign]
    listing_campaigns: Mapping[ListingId, Mapping[str, tuple[str, ...]]]
    """The campaigns of each section's and each tag's list, and of those of every other kind."""
    files: Mapping[str, tuple[str, str]]
    """Kind and key of the work that each source belongs to."""
    pictures: tuple[str, ...]
    """Every picture that something published shows."""
    next_change: datetime | None = None
    """When time alone will next change an answer."""
    is_preview: bool = False
    """Whether search engines are to leave all of it alone."""
    redirects: Mapping[str, Redirect] = {}
    """By the address that they lead from."""
    gone: Mapping[str, str] = {}
    """Addresses of what was removed on purpose, each with the edition that says so."""
    strays: tuple[Stray, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    opened: tuple[str, ...] = ()
    """The sources with text for members that all may read in the end; their headings are there for all."""

    def entry(self, locale: str, kind: str, key: str) -> Entry | None:
        """A work as an edition's lists show it."""
        page = self.pages.get((locale, kind, key))
        return page.entry if page else self.linked.get((locale, kind, key))


class Target(Struct, frozen=True, array_like=True):
    """One output that is to be made: where it goes, who makes it, and of what."""

    path: str
    renderer: str
    locale: str
    """The interface it is made for; the default one where it has none."""
    subject: tuple[str | int, ...]
    language: str = ""
    """Of its text; empty where it is in none, as a picture is."""


class Output(Struct, frozen=True, array_like=True):
    path: str
    content: bytes
