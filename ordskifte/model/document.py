"""What one source says: a Face for others to see, a Body, and Places for diagnostics."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from ordskifte.model.config import Untranslated
from ordskifte.model.diagnostics import Diagnostics, Places
from ordskifte.model.payments import Purpose
from ordskifte.model.text import Texts


class Kind(StrEnum):
    ARTICLE = "article"
    AUTHOR = "author"
    PAGE = "page"


# --------------------------------------------------------------------------------------
# Front matter
# --------------------------------------------------------------------------------------


Count = Annotated[int, Meta(ge=1)]
Share = Annotated[float, Meta(ge=0, le=1)]


OWED = "?"
"""What is written as the alternative text of a picture that nobody has described yet. Readers get none."""


class Image(Struct, frozen=True):
    """A picture beside the article; `file` is its path from the root of the tree.

    A translation's words may stand without a file, which is the original's.
    """

    file: str = ""
    alt: Texts | None = None
    caption: Texts | None = None
    credit: Texts | None = None
    focus: tuple[Share, Share] | None = None
    """The point to keep when cropping: fractions of the width and of the height."""


class WebLink(Struct, frozen=True):
    name: Texts
    url: str


class CorrectionKind(StrEnum):
    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    UPDATE = "update"


class Correction(Struct, frozen=True):
    date: datetime.date
    kind: CorrectionKind
    text: Texts


class ScheduledAccess(Struct, frozen=True):
    """From `after` on, counted from the original's date, `access` holds."""

    after: str
    """A number and a unit: `24h`, `7d`, `2w`, `3m`, `2y`."""
    access: str


class Preview(Struct, frozen=True):
    paragraphs: Count


class TranslationStatus(StrEnum):
    DRAFT = "draft"
    MACHINE = "machine"
    REVIEWED = "reviewed"


class Translation(Struct, frozen=True):
    of: str
    source: str = ""
    status: TranslationStatus = TranslationStatus.REVIEWED
    translator: str = ""
    updated: datetime.date | None = None


class OriginallyPublished(Struct, frozen=True):
    name: str
    url: str = ""
    date: datetime.date | None = None
    language: str = ""


class SeriesPart(Struct, frozen=True):
    id: str
    part: Count


class Withdrawn(Struct, frozen=True):
    date: datetime.date
    reason: Texts


class ArticleFront(Struct, frozen=True, tag=True):
    """An article's front matter; what a translation leaves out is None and comes from the original."""

    title: Texts
    key: str = ""
    slug: str = ""
    language: str = ""
    standfirst: Texts | None = None
    date: datetime.datetime | None = None
    """Aware, in UTC; a date without a time is midnight in the site's zone."""
    updated: datetime.datetime | None = None
    authors: tuple[str, ...] | None = None
    contributors: Mapping[str, tuple[str, ...]] | None = None
    """Author ids by what they did: `translator`, `photographer`, …"""
    section: str | None = None
    tags: tuple[str, ...] | None = None
    image: Image | None = None
    access: str | None = None
    access_schedule: tuple[ScheduledAccess, ...] | None = None
    preview: Preview | None = None
    draft: bool | None = None
    unlisted: bool | None = None
    untranslated: Untranslated | None = None
    editions: tuple[str, ...] | None = None
    translation: Translation | None = None
    originally_published: OriginallyPublished | None = None
    corrections: tuple[Correction, ...] | None = None
    withdrawn: Withdrawn | None = None
    related: tuple[str, ...] | None = None
    series: SeriesPart | None = None
    campaigns: bool | None = None
    sensitive: bool | None = None
    redirect_from: tuple[str, ...] = ()
    extra: Mapping[str, object] | None = None


class AuthorFront(Struct, frozen=True, tag=True):
    name: str
    key: str = ""
    slug: str = ""
    sort_as: str = ""
    role: Texts | None = None
    photo: Image | None = None
    links: tuple[WebLink, ...] = ()
    redirect_from: tuple[str, ...] = ()
    extra: Mapping[str, object] | None = None


class PageFront(Struct, frozen=True, tag=True):
    title: Texts
    key: str = ""
    slug: str = ""
    standfirst: Texts | None = None
    menu: str = ""
    template: str = ""
    campaigns: bool = True
    unlisted: bool = False
    draft: bool = False
    redirect_from: tuple[str, ...] = ()
    extra: Mapping[str, object] | None = None


Front = ArticleFront | AuthorFront | PageFront


class Source(Struct, frozen=True):
    """What the front matter and the name of one file say, before its body is read."""

    path: str
    kind: Kind
    key: str
    locale: str
    front: Front
    body: str
    """The Markdown below the front matter, lines ended by LF."""
    body_line: int
    """The line of the file that the body begins on."""
    places: Places
    diagnostics: Diagnostics = ()
    is_broken: bool = False
    """Whether its front matter could not be read as meant; what then seems to be missing is not missed again."""


# --------------------------------------------------------------------------------------
# Body
# --------------------------------------------------------------------------------------


class Reference(Struct, frozen=True):
    """What an internal link points to: `article:arctic-security#ice`, or a path to a source."""

    scheme: str
    """`article`, `author`, `page`, `section`, `tag`, `path`; `site`, for an address from the root of the site; or
    `here`, for a heading that is not in what all may read of the text itself."""
    target: str
    fragment: str = ""


class Link(Struct, frozen=True, tag=True):
    """A hole for the attributes of an internal link: ` href="…" hreflang="…"`, known when addresses are."""

    reference: Reference
    locale: str
    """The language of the words around the link."""


class Picture(Struct, frozen=True, tag=True):
    """A hole for an `<img>`."""

    file: str
    alt: str
    title: str = ""


class Label(Struct, frozen=True, tag=True):
    """A hole for words of the interface, escaped: the label of a footnote's way back."""

    msgid: str


MOVED = "This page has moved"
LABELS: Mapping[str, str] = {
    "Notes": "The heading of an article's footnotes.",
    "Back to text": "The link from a footnote to the place that it belongs to; read aloud, not shown.",
    MOVED: "The heading of the page at an old address, over a link to the new one.",
}
"""Every label that a body or the page of a redirect may hold, with a note to the translators."""


class Slot(Struct, frozen=True, tag=True):
    """A hole for a campaign inside the article."""

    name: str


class Payments(Struct, frozen=True, tag=True):
    """A hole for the ways to pay for something."""

    purpose: Purpose


Hole = Link | Picture | Label | Slot | Payments


class Body(Struct, frozen=True):
    """HTML with holes, made once whatever the number of editions."""

    locale: str
    parts: tuple[str | Link | Picture | Label | Slot | Payments, ...] = ()


class Sealed(Struct, frozen=True):
    """That there is text for members only, not the text: a digest of the body and the source to read it from again."""

    digest: str
    source: str


class Heading(Struct, frozen=True):
    level: int
    id: str
    text: str


class Face(Struct, frozen=True):
    """All of a document that other rooms may see."""

    source: str
    kind: Kind
    key: str
    locale: str
    front: Front
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id in the body that a link may end in."""
    links: tuple[Reference, ...] = ()
    """In the order of the body; the place of the n-th is `link.n`."""
    images: tuple[str, ...] = ()
    """Paths from the root of the tree; the place of the n-th is `image.n`."""
    payments: tuple[Purpose, ...] = ()
    """What readers are asked to pay for; the place of the n-th is `payments.n`."""
    labels: tuple[str, ...] = ()
    """The words of the interface that its body holds, each once."""
    minutes: int = 0
    """Reading time by the language of the text. Not the words themselves: nearly every edit changes their number."""
    is_sealed: bool = False
    is_broken: bool = False


class Document(Struct, frozen=True):
    face: Face
    body: Body
    places: Places
    sealed: Sealed | None = None
    diagnostics: Diagnostics = ()
