"""What a template is told: values made for one edition, complete in themselves."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from ordskifte.model.locales import quotes
from ordskifte.model.pictures import SVG
from ordskifte.model.site import Alternate, Entry, Person, Profile
from ordskifte.model.text import Html, Text


class Query(Struct, frozen=True, cache_hash=True, array_like=True):
    """A question a template put to the site: a name and plain arguments."""

    name: str
    arguments: tuple[str | int, ...]


class Term(Struct, frozen=True, array_like=True):
    """A section, a tag or a series."""

    id: str
    name: Text
    description: Text | None
    url: str
    """Empty where the edition lists nothing under it."""
    count: int
    is_news: bool = False


class MenuEntry(Struct, frozen=True, array_like=True):
    name: Text
    url: str


class Neighbours(Struct, frozen=True, array_like=True):
    """The articles before and after one in its section."""

    older: Entry | None = None
    newer: Entry | None = None


class SeriesPlace(Struct, frozen=True, array_like=True):
    """Where an article stands in its series, for the readers of an edition."""

    series: Term
    part: int
    parts: int
    """The number of the last part that is published, in whatever edition."""
    previous: Entry | None = None
    next: Entry | None = None


class Year(Struct, frozen=True, array_like=True):
    year: int
    url: str
    count: int


class Group(Struct, frozen=True, array_like=True):
    """The authors whose names begin with one letter of the interface's alphabet."""

    initial: str
    profiles: tuple[Profile, ...]


class Feed(Struct, frozen=True, array_like=True):
    """What a feed says of itself; every address is absolute."""

    id: str
    """The same whatever becomes of addresses and names."""
    locale: str
    title: Text
    subtitle: Text | None
    page: str
    """The list that it follows."""
    urls: Mapping[str, str]
    """Where it stands, by format."""
    alternates: tuple[Alternate, ...]
    """The feeds, in Atom, of the same list in other editions."""
    updated: datetime
    """When the last of its entries last changed."""
    publisher: Person
    keys: tuple[str, ...]
    """Its articles, newest first."""


class Category(Struct, frozen=True, array_like=True):
    """A section or a tag that a work stands under."""

    id: str
    name: Text


class FeedEntry(Struct, frozen=True, array_like=True):
    """What a feed says of a work beside its text; every address is absolute."""

    id: str
    """The same whatever becomes of addresses and names."""
    url: str
    title: Text
    summary: Text | None
    language: str
    """The language of the text."""
    source: str
    """The file whose text it has; empty where it has none."""
    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    contributors: tuple[Person, ...]
    categories: tuple[Category, ...]
    image: str
    image_type: str


class Name(Struct, frozen=True, array_like=True):
    """A person's name as bibliographies sort it; one that cannot be parted is all in `family`."""

    family: str
    given: str = ""

    @property
    def inverted(self) -> str:
        """ "Aarø, Karl"."""
        return f"{self.family}, {self.given}" if self.given else self.family


class CitationFile(Struct, frozen=True, array_like=True):
    """A citation as a program reads it."""

    name: str
    """What people call its format: "BibTeX"."""
    url: str
    type: str
    """Its media type."""

    @property
    def suffix(self) -> str:
        """ ".bib"."""
        return self.url[self.url.rindex(".") :]


class Citation(Struct, frozen=True, array_like=True):
    """What is said of a text where it is cited; all of it is in one line each."""

    id: str
    """Of the text among all texts: the work's key and the language."""
    title: Text
    authors: tuple[Name, ...]
    translators: tuple[Name, ...]
    publication: Text
    published: date
    """When the work was, by the site's clocks."""
    url: str
    """The absolute address of the text's home."""
    original: Text | None = None
    """Of a translation: the title of its original, if that has a page."""
    corrected: date | None = None
    """When the text was last corrected."""
    withdrawn: date | None = None
    is_by_machine: bool = False
    """Whether a machine translated it, and nobody has read it."""
    notes: tuple[Text, ...] = ()
    """The same in words, with days as 2026-03-04."""
    files: tuple[CitationFile, ...] = ()

    @property
    def language(self) -> str:
        return self.title.locale

    @property
    def quoted(self) -> Text:
        """The title as it stands between quotation marks: its own are the inner ones of its language."""
        return inner(self.title)

    @property
    def original_quoted(self) -> Text | None:
        return inner(self.original) if self.original else None


def inner(title: Text) -> Text:
    """Words that stand between quotation marks, with the inner ones of their language for the outer."""
    opening, closing, inner_opening, inner_closing = quotes(title.locale)
    marks = {opening: inner_opening, closing: inner_closing}
    words = re.sub("|".join(map(re.escape, marks)), lambda mark: marks[mark[0]], title.value)
    return Text(words, title.locale, title.is_fallback)


class Location(Struct, frozen=True, array_like=True):
    """What a sitemap says of an address; every address is absolute."""

    url: str
    changed: datetime | None
    alternates: tuple[Alternate, ...]


class Choice(Struct, frozen=True, array_like=True):
    """Something that a campaign asks for: a link, or a form that is sent there."""

    id: str
    name: Text
    url: str
    field: str = ""
    """What the form calls the address of e-mail that it asks for; empty where it is a link."""


class Funds(Struct, frozen=True, array_like=True):
    """How far a campaign has come."""

    amount: int
    raised: int


class Ask(Struct, frozen=True, array_like=True):
    """A campaign in the words of one edition, its links in place."""

    id: str
    slot: str
    icon: str
    title: Text
    body: Html
    actions: tuple[Choice, ...]
    start: datetime | None = None
    end: datetime | None = None
    goal: Funds | None = None
    dismiss_days: int = 0
    """For how many days it stays away when a reader has put it away; 0 where that cannot be done."""

    @property
    def closes(self) -> bool:
        return self.end is not None


class PaymentKind(StrEnum):
    VIPPS = "vipps"
    LINK = "link"
    """A page of someone else's where people pay."""
    ACCOUNT = "account"
    """A Norwegian bank account."""
    ABROAD = "abroad"
    """The same for payments from other countries."""


class Payment(Struct, frozen=True, array_like=True):
    """A way to pay in one edition. What it does not have is empty."""

    kind: PaymentKind
    name: Text | None = None
    """What a link is called."""
    url: str = ""
    """Where a click pays, with the reference that it carries."""
    host: str = ""
    """Who is paid there, as addresses call them."""
    number: str = ""
    """The number that is paid to, as people write it, its groups joined by no-break spaces."""
    payee: str = ""
    kid: str = ""
    bic: str = ""


class Symbol(Struct, frozen=True, array_like=True):
    """A QR code as squares of one unit."""

    size: int
    """How many units it is wide and high, with the quiet zone around it."""
    path: str
    """Its dark squares as the `d` of an SVG path."""


class SealedPart(Struct, frozen=True, array_like=True):
    """Where the part of an article for members lies, and what a browser must know to open it."""

    url: str
    header: str
    """Of the sealed file; one that has another does not belong to the page."""
    grants: str
    """The folder of the members' grants."""
    site: str
    kids: tuple[str, ...]
    """The names of the keys that open it."""


class Destination(Struct, frozen=True, array_like=True):
    """Where a link leads in one edition, and the language of what stands there, if that is known."""

    url: str
    language: str


class PictureSource(Struct, frozen=True, array_like=True):
    """A picture in one type and several widths, as a `<source>` has it."""

    type: str
    srcset: str


class PublishedPicture(Struct, frozen=True, array_like=True):
    """A picture's address, its size in CSS pixels and its media type: what every browser can show."""

    url: str
    width: int
    height: int
    type: str
    sources: tuple[PictureSource, ...] = ()
    """The same in smaller types, the best first; none of what is published as it is."""
    sizes: str = ""
    """How wide it is shown in a text, for browsers to choose by; only where there are sources."""
    colour: str = ""
    """What fills its place until it is there, as three hexadecimal digits; none where something is seen through it."""


class Preview(Struct, frozen=True, array_like=True):
    """The picture that stands where someone shows a link to a page."""

    url: str
    width: int
    height: int
    type: str
    alt: Text | None = None
    is_of_work: bool = True
    """Whether it shows this work, and not its publication."""

    @property
    def is_large(self) -> bool:
        """Whether it can stand above the words, as wide as they are."""
        return self.width >= LARGE and self.type != SVG


LARGE = 600
"""Pixels in width from which on networks show a picture large."""


class Formats(Struct, frozen=True, array_like=True):
    """How an edition writes dates and numbers."""

    locale: str
    formats: str
    zone: str


class Findable(Struct, frozen=True, gc=False, array_like=True):
    """A text as the search knows it, but for its body."""

    kind: str
    key: str
    language: str
    source: str
    shown: tuple[str, ...]
    """The editions that show it, or lead to it."""
    title: str
    names: str
    """Its standfirst, and what it stands under."""

    @property
    def name(self) -> tuple[str, str, str]:
        """What is the same in each edition that shows it."""
        return self.kind, self.key, self.language
