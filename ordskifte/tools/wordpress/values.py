"""What an export says, before anything is made of it; and what is to be told of what was made."""

from collections.abc import Mapping

from msgspec import Struct


class Place(Struct, frozen=True, order=True):
    """A line of a file of the export; 0 stands for the whole file."""

    file: str
    line: int = 0


class Note(Struct, frozen=True):
    """Something that a person should know or do."""

    kind: str
    """Which of the kinds of `kinds.py`."""
    words: str
    """What it is about, as it stood in the export."""
    place: Place
    path: str = ""
    """The file that was made."""
    line: int = 0
    """The line of that file."""


class Writer(Struct, frozen=True):
    """An account of the old site that has written something."""

    login: str
    name: str
    first_name: str = ""
    last_name: str = ""
    blurb: str = ""
    website: str = ""
    photo: int = 0
    """The id of an attachment."""


class Term(Struct, frozen=True):
    """A category, a tag, or what plugins keep as such."""

    taxonomy: str
    id: int
    slug: str
    name: str
    description: str = ""
    parent: str = ""
    """The slug of the term above it."""
    meta: tuple[tuple[str, str], ...] = ()


class Label(Struct, frozen=True):
    """That an entry has a term."""

    taxonomy: str
    slug: str
    name: str


class Entry(Struct, frozen=True):
    """A post, a page, an attachment or something else of the export."""

    place: Place
    kind: str
    """Its `post_type`."""
    id: int
    title: str = ""
    link: str = ""
    slug: str = ""
    status: str = ""
    date: str = ""
    """By the clocks of the old site."""
    date_gmt: str = ""
    modified: str = ""
    modified_gmt: str = ""
    creator: str = ""
    parent: int = 0
    order: int = 0
    has_password: bool = False
    is_sticky: bool = False
    url: str = ""
    """Of an attachment: where its file is."""
    labels: tuple[Label, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    comments: int = 0
    excerpt: str = ""
    body: str = ""
    body_line: int = 0

    def said(self, key: str) -> str:
        """The last value of a field of its own; empty without one."""
        return next((value for name, value in reversed(self.meta) if name == key), "")

    def labelled(self, taxonomy: str) -> tuple[Label, ...]:
        return tuple(label for label in self.labels if label.taxonomy == taxonomy)


class Channel(Struct, frozen=True):
    """What the export says of the whole site."""

    title: str = ""
    tagline: str = ""
    language: str = ""
    version: str = ""
    addresses: tuple[str, ...] = ()
    """Where the old site stood, by its own account."""
    writers: Mapping[str, Writer] = {}
    """By login."""
    terms: tuple[Term, ...] = ()
