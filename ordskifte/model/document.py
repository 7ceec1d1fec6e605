"""What one source says: a Face for others to see, a Body, and Places for diagnostics."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from ordskifte.model.config import Untranslated
from ordskifte.model.diagnostics import Diagnostics, Places
from ordskifte.model.forms import (
    ArticleKey,
    AuthorKey,
    EditionTag,
    Form,
    Language,
    Level,
    OldAddress,
    SectionId,
    SeriesId,
    Slug,
    TagId,
    WebAddress,
)
from ordskifte.model.payments import Purpose
from ordskifte.model.text import Texts
from ordskifte.model.translations import FINGERPRINT


class Kind(StrEnum):
    ARTICLE = "article"
    AUTHOR = "author"
    PAGE = "page"
    SERIES = "series"
    """Its introduction."""


# --------------------------------------------------------------------------------------
# Front matter
# --------------------------------------------------------------------------------------


Count = Annotated[int, Meta(ge=1)]
Share = Annotated[float, Meta(ge=0, le=1)]
# What stands under a key is for editors too: it is told by their schemas and in the reference.


OWED = "?"
"""What is written as the alternative text of a picture that nobody has described yet. Readers get none."""


class Image(Struct, frozen=True, array_like=True):
    """A picture beside the article; `file` is its path from the root of the tree.

    A translation's words may stand without a file, which is the original's.
    """

    file: Annotated[str, Form("the path of a picture")] = ""
    """Its file, from where the text lies. Example: `lead.svg`"""
    alt: Texts | None = None
    """What someone who cannot see it should know; required of a picture. Example: `A car ferry at a quay`"""
    caption: Texts | None = None
    """Under the picture. The sample's templates show none of a photo. Example: `The crossing took 22 minutes.`"""
    credit: Texts | None = None
    """Who made it. The sample's templates show none of a photo. Example: `{nb: "Foto: NTB", en: "Photo: NTB"}`"""
    focus: tuple[Share, Share] | None = None
    """The point to keep where it is cropped, as in lists: fractions of its width from the left and of its height from
    the top. Without it, the middle. Example: `[0.5, 0.3]`"""


class WebLink(Struct, frozen=True, array_like=True):
    name: Texts
    """What the link says. Example: `Website`"""
    url: WebAddress
    """Where it leads."""


class CorrectionKind(StrEnum):
    CORRECTION = "correction"
    """Something was wrong; it stands above the text."""
    CLARIFICATION = "clarification"
    """Something could be misunderstood; it stands above the text."""
    UPDATE = "update"
    """Something has happened since; it stands below the text."""


class Correction(Struct, frozen=True, array_like=True):
    date: datetime.date
    """The day of the note."""
    kind: CorrectionKind
    """What the note is about."""
    text: Texts
    """What it says. A translation shows that in its language, else in that of the original; an original that in the
    language of the interface, else in its own. Example: `{nb: Ferja kom i 1964., en: The ferry arrived in 1964.}`"""


class ScheduledAccess(Struct, frozen=True, array_like=True):
    """From `after` on, counted from the original's date, `access` holds."""

    after: Annotated[str, Form("a number and h, d, w, m or y", examples=("24h", "7d", "2w", "3m", "2y"))]
    """How long after the date: hours, days, weeks, months or years."""
    access: Level
    """What then holds."""


class Preview(Struct, frozen=True, array_like=True):
    paragraphs: Count
    """So many paragraphs; pictures are not counted. Example: `3`"""


class TranslationStatus(StrEnum):
    DRAFT = "draft"
    """It is not on the site."""
    MACHINE = "machine"
    """A machine made it and nobody has read it: readers are told, and search engines do not list it."""
    REVIEWED = "reviewed"
    """It is finished."""


class Translation(Struct, frozen=True, array_like=True):
    of: Language
    """The language of the original."""
    source: Annotated[str, Form("a fingerprint", FINGERPRINT)] = ""
    """The fingerprint of the words that it was made from; [the commands of translators](translators.md) write it."""
    status: TranslationStatus = TranslationStatus.REVIEWED
    """How far it has come."""
    translator: AuthorKey = ""
    """Who made it; shown in the byline. Example: `ingrid-solheim`"""
    updated: datetime.date | None = None
    """When it was last brought up to date; shown in the byline, and `translate accept` notes it."""


class OriginallyPublished(Struct, frozen=True, array_like=True):
    name: str
    """Where that was. Example: `Dagsavisen`"""
    url: WebAddress = ""
    """The text there."""
    date: datetime.date | None = None
    """When that was."""
    language: Language = ""
    """In which language."""


class SeriesPart(Struct, frozen=True, array_like=True):
    id: SeriesId
    """The series. Example: `coast`"""
    part: Count
    """Which of its parts. Example: `2`"""


class Withdrawn(Struct, frozen=True, array_like=True):
    date: datetime.date
    """Since when."""
    reason: Texts
    """Why; shown to readers. Example: `The interview was invented.`"""


class ArticleFront(Struct, frozen=True, tag=True, array_like=True):
    """An article's front matter; what a translation leaves out is None and comes from the original."""

    title: Texts
    """The headline. Example: `The Last Ferry`"""
    key: Slug = ""
    """The work's key, where the file's name shall not give it. Example: `the-last-ferry`"""
    slug: Slug = ""
    """The last part of its address; without it, the key. Example: `den-siste-ferja`"""
    language: Language = ""
    """Must agree with the file's name; never needed."""
    standfirst: Texts | None = None
    """The sentences under the title, also the page's description. Example: `The islanders had asked for a bridge.`"""
    date: datetime.datetime | None = None  # Aware, in UTC.
    """When it is published; before that moment it is not on the site. A day without a time is its beginning, by the
    site's clocks. Required in an original."""
    updated: datetime.datetime | None = None
    """Shown in the byline; without it, or if a correction is later, the day of the newest correction."""
    authors: tuple[AuthorKey, ...] | None = None
    """The keys of files in `content/authors/`, in the order of the byline. Example: `[karl-aaro]`"""
    contributors: Mapping[str, tuple[AuthorKey, ...]] | None = None
    """Who did what else: keys of authors by what they did. The sample's templates show translators.
    Example: `{translator: [ingrid-solheim], photographer: [marit-eira]}`"""
    section: SectionId | None = None
    """One of the sections of `site.toml`. Required in an original. Example: `society`"""
    tags: tuple[TagId, ...] | None = None
    """Tags of `site.toml`. Example: `[islands, sea]`"""
    image: Image | None = None
    """The lead picture. Example: `{file: lead.svg, alt: A ferry}`"""
    access: Level | None = None
    """Who may read all of it; without it, what the section or the site says."""
    access_schedule: tuple[ScheduledAccess, ...] | None = None
    """Other access from some time after the date. Example: `[{after: 24h, access: members}]`"""
    preview: Preview | None = None
    """How much of a members' article everyone may read, where there is no divider. Example: `{paragraphs: 3}`"""
    draft: bool | None = None
    """Whether it is kept off the site; see [drafts](editors.md#drafts-and-dates)."""
    unlisted: bool | None = None
    """Whether it has a page, but stands in no list."""
    untranslated: Untranslated | None = None
    """What an edition without a translation does. What is not said here is what its section says in `site.toml`, else
    `[kinds.article]`."""
    editions: tuple[EditionTag, ...] | None = None
    """The editions that show it; without it, all. Example: `[nb]`"""
    translation: Translation | None = None
    """This is a translation; see [translations](editors.md#translations). Example: `{of: en}`"""
    originally_published: OriginallyPublished | None = None
    """Where it stood first; shown above the text. Example: `{name: Dagsavisen}`"""
    corrections: tuple[Correction, ...] | None = None
    """Dated notes by the editors, shown on every version; see
    [corrections](editors.md#corrections-and-withdrawals)."""
    withdrawn: Withdrawn | None = None
    """The text is taken away and a notice stands in its place; see
    [withdrawals](editors.md#corrections-and-withdrawals)."""
    related: tuple[ArticleKey, ...] | None = None
    """Articles that stand first under "Read more". Example: `[hva-er-en-oy]`"""
    series: SeriesPart | None = None
    """Its part of a series of `site.toml`; see [series](editors.md#series). Example: `{id: coast, part: 2}`"""
    campaigns: bool | None = None
    """`false`: no campaign on this page."""
    sensitive: bool | None = None
    """`true`: no campaign on this page, because of what it is about."""
    redirect_from: tuple[OldAddress, ...] = ()
    """Old addresses that lead here; see [moving and removing](editors.md#moving-and-removing).
    Example: `[/2019/the-ferry/]`"""
    extra: Mapping[str, object] | None = None
    """Free data for the site's own templates. Example: `{colour: red}`"""


class AuthorFront(Struct, frozen=True, tag=True, array_like=True):
    """An author's front matter."""

    name: str
    """The name. Example: `Karl Aarø`"""
    key: Slug = ""
    """The key, where the file's name shall not give it. Example: `karl-aaro`"""
    slug: Slug = ""
    """The last part of the address; without it, the key. Example: `karl-aaro`"""
    sort_as: str = ""
    """What the author index sorts by; without it, the last word of the name, then the rest. Example: `Aarø, Karl`"""
    role: Texts | None = None
    """What the author is. Example: `Fisheries journalist`"""
    photo: Image | None = None
    """A picture. Example: `{file: karl-aaro.svg, alt: Portrait of Karl Aarø}`"""
    links: tuple[WebLink, ...] = ()
    """Links under the blurb. Example: `[{name: Website, url: "https://example.org"}]`"""
    redirect_from: tuple[OldAddress, ...] = ()
    """Old addresses that lead here. Example: `[/kari/]`"""
    extra: Mapping[str, object] | None = None
    """*Later*: free data."""


class PageFront(Struct, frozen=True, tag=True, array_like=True):
    """A page's front matter."""

    title: Texts
    """The heading. Example: `About`"""
    key: Slug = ""
    """The key, where the file's name shall not give it. Example: `about`"""
    slug: Slug = ""
    """The last part of the address; without it, the key. Example: `om-oss`"""
    standfirst: Texts | None = None
    """The sentences under the title. Example: `A magazine that does not exist.`"""
    menu: str = ""
    """*Later*; menus are written in `site.toml` now. Example: `footer`"""
    template: Annotated[str, Form("the name of a template", names="template")] = ""
    """`wide` takes the template `wide.html` instead of `page.html`. Example: `wide`"""
    campaigns: bool = True
    """`false`: no campaign on this page."""
    unlisted: bool = False
    """Whether it has its address and nothing else: no search engine is to know it."""
    draft: bool = False
    """Whether it is kept off the site."""
    redirect_from: tuple[OldAddress, ...] = ()
    """Old addresses that lead here. Example: `[/about-us/]`"""
    extra: Mapping[str, object] | None = None
    """Free data for the site's own templates. Example: `{colour: red}`"""


class SeriesFront(Struct, frozen=True, tag=True, array_like=True):
    """The front matter of a series' introduction. What the series is called stands in `site.toml`."""

    key: SeriesId = ""
    """The series, where the file's name shall not give it. Example: `coast`"""
    draft: bool = False
    """Whether it is kept off the site; the page of the series is then without it."""
    redirect_from: tuple[OldAddress, ...] = ()
    """Old addresses that lead to the series. Example: `[/coast/]`"""

    @property
    def slug(self) -> str:
        """None of its own: that of the series stands in `site.toml`."""
        return ""


Front = ArticleFront | AuthorFront | PageFront | SeriesFront


class Source(Struct, frozen=True, array_like=True):
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


class Reference(Struct, frozen=True, array_like=True):
    """What an internal link points to: `article:arctic-security#ice`, or a path to a source."""

    scheme: str
    """`article`, `author`, `page`, `section`, `series`, `tag`, `path`; `site`, for an address from the root of the
    site; or `here`, for a heading that is not in what all may read of the text itself."""
    target: str
    fragment: str = ""


class Link(Struct, frozen=True, tag=True, array_like=True):
    """A hole for the attributes of an internal link: ` href="…" hreflang="…"`, known when addresses are."""

    reference: Reference
    locale: str
    """The language of the words around the link."""


class Picture(Struct, frozen=True, tag=True, array_like=True):
    """A hole for an `<img>`."""

    file: str
    alt: str
    title: str = ""


class Label(Struct, frozen=True, tag=True, array_like=True):
    """A hole for words of the interface, escaped: the label of a footnote's way back."""

    msgid: str
    number: int = 0
    """What the words have for `%(number)s`; 0 where they have none."""


BACK = "Back to text"
BACK_AGAIN = "Back to text (%(number)s)"
MOVED = "This page has moved"
MACHINE_MADE = "Translated by a machine"
CORRECTED = "Corrected on %(date)s"
WITHDRAWN = "Withdrawn on %(date)s"
LABELS: Mapping[str, str] = {
    "Notes": "The heading of an article's footnotes.",
    BACK: "The link from a footnote to the place that it belongs to; read aloud, not shown.",
    BACK_AGAIN: "The same where a footnote belongs to several places, from the second on: “Back to text (2)”.",
    MOVED: "The heading of the page at an old address, over a link to the new one.",
    MACHINE_MADE: "Behind an article's citation, of a translation that nobody has read through.",
    CORRECTED: "Behind an article's citation. The date is “4 March 2026” on the page, and 2026-03-04 in files.",
    WITHDRAWN: "Behind an article's citation, with such a date.",
}
"""Every label that a body, the page of a redirect or a citation may hold, with a note to the translators."""


class Slot(Struct, frozen=True, tag=True, array_like=True):
    """A hole for a campaign inside the article."""

    name: str


class Payments(Struct, frozen=True, tag=True, array_like=True):
    """A hole for the ways to pay for something."""

    purpose: Purpose


class Embed(Struct, frozen=True, tag=True, array_like=True):
    """A hole for the attributes of a link to a page of someone else's that can be shown in its place."""

    url: str


Hole = Link | Picture | Label | Slot | Payments | Embed


class Body(Struct, frozen=True, array_like=True):
    """HTML with holes, made once whatever the number of editions."""

    locale: str
    parts: tuple[str | Link | Picture | Label | Slot | Payments | Embed, ...] = ()


class Sealed(Struct, frozen=True, array_like=True):
    """That there is text for members only, not the text: a digest of the body and the source to read it from again."""

    digest: str
    source: str


class Heading(Struct, frozen=True, array_like=True):
    level: int
    id: str
    text: str


class Face(Struct, frozen=True, array_like=True):
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
    embeds: tuple[str, ...] = ()
    """The hosts of what can be shown in it; the place of the n-th is `embed.n`."""
    labels: tuple[str, ...] = ()
    """The words of the interface that its body holds, each once."""
    minutes: int = 0
    """Reading time by the language of the text. Not the words themselves: nearly every edit changes their number."""
    is_sealed: bool = False
    is_broken: bool = False


class Document(Struct, frozen=True, array_like=True):
    face: Face
    body: Body
    places: Places
    sealed: Sealed | None = None
    diagnostics: Diagnostics = ()
