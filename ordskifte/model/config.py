"""What `site.toml` says, once it has been read and checked."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

from ordskifte.model.payments import WaysToPay
from ordskifte.model.text import Wording


class Untranslated(StrEnum):
    """What an edition does with a work that it has no translation of."""

    SHELL = "shell"
    """Shows it in a page of its own, in its language."""
    LINK = "link"
    """Lists it, and leads to the edition where it is at home."""
    OMIT = "omit"
    """Leaves it out."""


class Grade(StrEnum):
    """How grave a problem is to `check`, where the site says so itself."""

    OFF = "off"
    """It is not told."""
    WARNING = "warning"
    """It is told."""
    ERROR = "error"
    """It is told, and the exit code is 1."""


class Compression(StrEnum):
    """A form in which outputs lie ready beside themselves."""

    GZIP = "gzip"


class Edition(Struct, frozen=True):
    """One locale's version of the site: its interface."""

    locale: str
    name: str
    """The language's name in itself: "Norsk"."""
    path: str
    """The first part of its addresses; empty for the edition at the root."""
    fallback: tuple[str, ...]
    """Where messages are looked for when its own catalog lacks them."""
    formats: str
    """The locale whose dates and numbers it uses: "en_GB"."""
    og: str

    @property
    def chain(self) -> tuple[str, ...]:
        return (self.locale, *self.fallback)


class Section(Struct, frozen=True):
    id: str
    name: Wording
    slugs: Mapping[str, str]
    description: Wording | None = None
    access: str = ""
    untranslated: Untranslated | None = None
    is_news: bool = False
    """Whether its articles report news; machines are told so."""


class Tag(Struct, frozen=True):
    id: str
    name: Wording
    slugs: Mapping[str, str]
    description: Wording | None = None


class Series(Struct, frozen=True):
    id: str
    name: Wording
    slugs: Mapping[str, str]
    description: Wording | None = None


class MenuLink(Struct, frozen=True):
    """A reference (`page:about`) or an address, with words of its own where the target's title will not do."""

    to: str
    name: Wording | None = None


class Menu(Struct, frozen=True):
    name: str
    links: tuple[MenuLink, ...]


class Plan(Struct, frozen=True):
    id: str
    name: Wording


class Action(Struct, frozen=True):
    """Something that a campaign asks for; the address may differ by locale."""

    id: str
    name: Wording
    urls: Mapping[str, str]
    field: str = ""
    """What the form that stands for it calls the reader's address of e-mail; empty where it is a link."""


class Goal(Struct, frozen=True):
    amount: int
    raised_file: str


class Campaign(Struct, frozen=True):
    """An ask: where it stands, on which pages, when, and in which words."""

    id: str
    slot: str
    title: Wording
    body: Wording
    actions: tuple[str, ...] = ()
    icon: str = ""
    priority: int = 0
    access: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    exclude_tags: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    goal: Goal | None = None
    dismiss_days: int = 0


class FeedContent(StrEnum):
    """What feeds have of each work."""

    FULL = "full"
    """All that everyone may read of it."""
    SUMMARY = "summary"
    """Its standfirst."""


class CitationFormat(StrEnum):
    """Forms in which programs for references read a citation."""

    BIBTEX = "bibtex"
    """BibTeX and BibLaTeX, for LaTeX."""
    RIS = "ris"
    """RIS, for EndNote, Zotero and most others."""
    CSL = "csl"
    """CSL-JSON, for Zotero, Pandoc and all that use the Citation Style Language."""


class FedList(StrEnum):
    """Lists that may have feeds."""

    FRONT = "front"
    SECTION = "section"
    TAG = "tag"
    AUTHOR = "author"


class Feeds(Struct, frozen=True):
    lists: tuple[FedList, ...]
    """Which lists have one."""
    size: int
    """How many works a feed has."""
    content: FeedContent
    authority: str
    """What the ids of feeds and their entries begin with (RFC 4151's tagging entity): `randen.example,2026`."""


class Images(Struct, frozen=True):
    """In which forms pictures are published."""

    widths: tuple[int, ...] = (400, 800, 1200, 1600)
    """In pixels, each once, the smallest first; with none, pictures are published as they are."""
    quality: int = 75
    sizes: str = "(min-width: 73rem) 52rem, (min-width: 60rem) calc(92vw - 16rem), 92vw"
    """How wide a picture in a text is shown."""


class Cards(Struct, frozen=True):
    """The colours of social cards, as `#rrggbb`."""

    paper: str = "#fcfcfb"
    ink: str = "#14191e"
    accent: str = "#9c2316"


class Config(Struct, frozen=True):
    """The whole of `site.toml`. Mappings keep the order of the file."""

    title: Wording
    tagline: Wording | None
    url: str
    """Scheme and host, without the base path and without a slash at the end."""
    base_path: str
    """Begins and ends with a slash."""
    time_zone: str
    default_locale: str
    editions: Mapping[str, Edition]
    patterns: Mapping[str, Mapping[str, str]]
    """By kind of page, then by locale: `{"article": {"nb": "artikler/{slug}/"}}`."""
    sections: Mapping[str, Section]
    tags: Mapping[str, Tag]
    series: Mapping[str, Series]
    menus: Mapping[str, Menu]
    untranslated: Mapping[str, Untranslated]
    """By kind of work."""
    default_access: str
    plans: Mapping[str, Plan]
    actions: Mapping[str, Action]
    campaigns: tuple[Campaign, ...]
    embed_hosts: tuple[str, ...]
    page_size: int
    feeds: Feeds
    severities: Mapping[str, Grade] = {}
    """By the codes of problems."""
    payments: Mapping[str, WaysToPay] = {}
    """By purpose."""
    precompress: tuple[Compression, ...] = ()
    citations: tuple[CitationFormat, ...] = tuple(CitationFormat)
    """The forms in which a citation of each article lies beside it."""
    images: Images = Images()
    cards: Cards | None = None
    """Without it there are none."""
    has_search: bool = False
    """Whether each edition has a page to search from."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
