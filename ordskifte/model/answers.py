"""What a template is told: values made for one edition, complete in themselves."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from ordskifte.model.site import Alternate, Entry, Person, Profile
from ordskifte.model.text import Html, Text


class Query(Struct, frozen=True, cache_hash=True):
    """A question a template put to the site: a name and plain arguments."""

    name: str
    arguments: tuple[str | int, ...]


class Term(Struct, frozen=True):
    """A section or a tag."""

    id: str
    name: Text
    description: Text | None
    url: str
    """Empty where the edition lists nothing under it."""
    count: int
    is_news: bool = False


class MenuEntry(Struct, frozen=True):
    name: Text
    url: str


class Neighbours(Struct, frozen=True):
    """The articles before and after one in its section."""

    older: Entry | None = None
    newer: Entry | None = None


class Year(Struct, frozen=True):
    year: int
    url: str
    count: int


class Group(Struct, frozen=True):
    """The authors whose names begin with one letter of the interface's alphabet."""

    initial: str
    profiles: tuple[Profile, ...]


class Feed(Struct, frozen=True):
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


class Category(Struct, frozen=True):
    """A section or a tag that a work stands under."""

    id: str
    name: Text


class FeedEntry(Struct, frozen=True):
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


class Location(Struct, frozen=True):
    """What a sitemap says of an address; every address is absolute."""

    url: str
    changed: datetime | None
    alternates: tuple[Alternate, ...]


class Ask(Struct, frozen=True):
    """A campaign in the words of one edition, its links in place."""

    id: str
    icon: str
    title: Text
    body: Html
    actions: tuple[MenuEntry, ...]


class SealedPart(Struct, frozen=True):
    """Where the part of an article for members lies, and what a browser must know to open it."""

    url: str
    header: str
    """Of the sealed file; one that has another does not belong to the page."""
    grants: str
    """The folder of the members' grants."""
    site: str
    kids: tuple[str, ...]
    """The names of the keys that open it."""


class Destination(Struct, frozen=True):
    """Where a link leads in one edition, and the language of what stands there, if that is known."""

    url: str
    language: str


class PublishedPicture(Struct, frozen=True):
    """A picture's address, its size in CSS pixels and its media type."""

    url: str
    width: int
    height: int
    type: str


class Formats(Struct, frozen=True):
    """How an edition writes dates and numbers."""

    locale: str
    formats: str
    zone: str
