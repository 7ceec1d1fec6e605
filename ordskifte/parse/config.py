"""`site.toml` becomes the Config: defaults filled in, English words made messages, its inner references checked."""

import difflib
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated

from msgspec import Meta, Struct, field
from msgspec.structs import asdict

from ordskifte.model.codes import CODES, OF_BUILD
from ordskifte.model.colours import COLOUR, LEGIBLE, contrast
from ordskifte.model.config import (
    Action,
    Campaign,
    Cards,
    CitationFormat,
    Compression,
    Config,
    Edition,
    FedList,
    FeedContent,
    Feeds,
    Goal,
    Grade,
    Images,
    Menu,
    MenuLink,
    Plan,
    Section,
    Series,
    Tag,
    Untranslated,
)
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places, Severity, Span, error
from ordskifte.model.document import Kind
from ordskifte.model.forms import (
    ActionId,
    Address,
    EditionTag,
    Form,
    Language,
    Level,
    SectionId,
    Slug,
    TagId,
    one_of,
)
from ordskifte.model.payments import (
    ALIAS,
    MOST_IN_REFERENCE,
    VIPPS,
    PaymentLink,
    Purpose,
    WaysToPay,
    compact,
    reference,
)
from ordskifte.model.slugs import is_slug
from ordskifte.model.text import Message, Texts, Wording
from ordskifte.parse.languages import language
from ordskifte.parse.tables import Malformed, Table, noun
from ordskifte.parse.toml import parse_toml

SOURCE = "site.toml"
MESSAGE_LOCALE = ""
"""What a bare string of `site.toml` is read as: English for the catalogs. No one can write it as a locale."""


class Addressed(StrEnum):
    """What has an address of its own, or gives others a part of theirs."""

    ARTICLE = "article"
    """An article."""
    AUTHOR = "author"
    """An author."""
    AUTHORS = "authors"
    """The author index."""
    PAGE = "page"
    """A page."""
    SECTION = "section"
    """A section."""
    TAG = "tag"
    """A tag."""
    SERIES = "series"
    """A series."""
    ARCHIVE = "archive"
    """The archive."""
    YEAR = "year"
    """A year of it."""
    CORRECTIONS = "corrections"
    """The page of corrections, in editions that have any."""
    SEARCH = "search"
    """The page to search from, in sites that have [one](configuration.md#build)."""
    LISTING = "listing"
    """What is put behind a list's address for its second page and those after."""
    FEED = "feed"
    """What is put behind a list's address for its feed in Atom."""
    JSON_FEED = "json_feed"
    """The same for JSON Feed."""


PATTERNS: Mapping[str, str] = {
    Addressed.ARTICLE: "articles/{slug}/",
    Addressed.AUTHOR: "authors/{slug}/",
    Addressed.AUTHORS: "authors/",
    Addressed.PAGE: "{slug}/",
    Addressed.SECTION: "section/{slug}/",
    Addressed.TAG: "topic/{slug}/",
    Addressed.SERIES: "series/{slug}/",
    Addressed.ARCHIVE: "archive/",
    Addressed.YEAR: "archive/{year}/",
    Addressed.CORRECTIONS: "corrections/",
    Addressed.SEARCH: "search/",
    Addressed.LISTING: "page-{number}/",
    Addressed.FEED: "feed.xml",
    Addressed.JSON_FEED: "feed.json",
}
FIELDS = {
    "authors": (),
    "archive": (),
    "corrections": (),
    "search": (),
    "year": ("year",),
    "listing": ("number",),
    "feed": (),
    "json_feed": (),
}
"""What each pattern must hold; all others hold a slug."""
FILES = ("feed", "json_feed")
"""The patterns that name files; all others name folders."""
_TABLES = {"action": "actions", "section": "sections", "tag": "tags"}
"""The tables of the file, by what contexts of messages call them."""
SLOTS = ("article-end", "article-inline", "top", "sticky", "paywall", "front")
LEVELS = ("free", "members")
METERED = "metered"

_ORIGIN = re.compile(r"https?://([\w.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?/?", re.IGNORECASE)
_FIELD = re.compile(r"{(\w+)}")
_STEP = re.compile(r"(?!\.\.?$)[A-Za-z0-9._~-]+")
"""One step of a path, that leads neither nowhere nor up."""
HOST = r"[a-z0-9-]+(\.[a-z0-9-]+)+"
_FIGURES = re.compile(r"data/(?!\.)[\w.-]+")
_FORM_FIELD = re.compile(r"[A-Za-z][\w.:-]*(\[[\w.:-]*\])*")
"""What services for letters call a field: `email`, `EMAIL`, `member[email]`."""
_AUTHORITY = re.compile(
    r"([a-z0-9._-]+@)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*,[0-9]{4}(-[0-9]{2}){0,2}",
    re.IGNORECASE,
)
"""RFC 4151 §2.1: a host or an address of e-mail, and a day on which it belonged to the publication."""
_SCHEME_OF_IDS = "2026"
"""The date in the ids of sites that give none: when these ids were thought out. It tells owners of a host apart, and
has to stay what it is."""


# --------------------------------------------------------------------------------------
# The file as it is written
# --------------------------------------------------------------------------------------

ByLocale = str | Mapping[EditionTag, str]
SlugByLocale = Slug | Mapping[EditionTag, Slug]
AddressByLocale = Address | Mapping[EditionTag, Address]
Colour = Annotated[str, Form("a colour as `#rrggbb`", COLOUR, examples=("#9c2316",))]
PayPage = Annotated[str, Form("an address that begins with https://", examples=("https://pay.example/nordre-rand",))]
PayPageByLocale = PayPage | Mapping[EditionTag, PayPage]
# What stands under a key is for editors too: it is told by their schemas and in the reference.


class SiteTable(Struct):
    title: Texts
    """The name of the publication."""
    url: Annotated[str, Form("scheme and host, without a path", examples=("https://example.org",))]
    """Where the site is published."""
    tagline: Texts | None = None
    """What it is, in a line."""
    base_path: Annotated[str, Form("a path", examples=("/magazine/",))] = "/"
    """The path that the site lies under."""
    time_zone: Annotated[str, Form("the IANA name of a time zone", examples=("Europe/Oslo",))] = "UTC"
    """The zone of dates and times without one."""
    default_locale: EditionTag = ""
    """The edition that is the home of texts in languages without an edition, and whose blurbs stand in for missing
    ones. Without it, the first edition."""
    page_size: Annotated[int, Meta(ge=1)] = 12
    """How many works stand on one page of a list."""


class LocaleTable(Struct):
    name: str
    """The language's name in itself, for the switcher. Example: `Norsk`"""
    path: Annotated[str, Form("a path, or nothing", examples=("en",))] | None = None
    """The first part of its addresses; no two editions may have the same. Without it the tag, and nothing for
    `default_locale`."""
    fallback: tuple[Language, ...] = ()
    """The languages that its readers know as well, the best first: what the edition lacks is taken from there. Words of
    the interface come in English after that, texts in the language that they were written in."""
    formats: Annotated[str, Form("a locale", examples=("nb_NO", "en_GB"))] = ""
    """The locale whose dates and numbers it uses. Without it that of the tag; `en_GB` for `en`."""
    og: Annotated[str, Form("a locale", examples=("nb_NO", "en_GB"))] = ""
    """What `og:locale` says; without it, as `formats`."""


class SectionTable(Struct):
    name: Texts
    """What it is called."""
    slug: SlugByLocale = ""
    """Its part of the address; without it, the id."""
    description: Texts | None = None
    """What it is about."""
    access: Level = ""
    """The access of its articles, where they do not say; without it, the site's."""
    untranslated: Untranslated | None = None
    """What an edition does with an article of this section that it has no translation of; without it, what
    `[kinds.article]` says."""
    news: bool = False
    """Whether its articles report news: machines are then told of a `NewsArticle`, otherwise of an `Article`."""


class TermTable(Struct):
    name: Texts
    """What it is called."""
    slug: SlugByLocale = ""
    """Its part of the address; without it, the id."""
    description: Texts | None = None
    """What it is about."""


class MenuLinkTable(Struct):
    to: Address
    """Where it leads."""
    name: Texts | None = None
    """What it says; without it, the target's title."""


class MenuTable(Struct):
    name: str
    """What the templates call it. Example: `footer`"""
    links: tuple[Address | MenuLinkTable, ...] = ()
    """Addresses, or tables with words of their own: `{ to = "page:about", name = "About us" }`. A link to what is not
    published in an edition is left out there."""


class KindTable(Struct):
    untranslated: Untranslated = Untranslated.SHELL
    """What an edition does with a work that it has no translation of."""


class PlanTable(Struct):
    name: Texts
    """What it is called."""


class AccessTable(Struct):
    default: Level = "free"
    """The access of articles, where neither they nor their section say."""
    key: str = ""
    """Refused: the [master key](access.md#the-key) is no secret here."""
    plans: Mapping[Slug, PlanTable] = {}
    """What members can hold. `members` is open to every plan, a plan's id to that plan alone. Without any there is one,
    `member`."""


class ActionTable(Struct):
    name: Texts
    """On the button."""
    url: AddressByLocale
    """Where it leads; or a way to pay, `payment:donate.vipps` or `payment:donate.card`, where `card` is the id of a
    link."""
    field: Annotated[str, Form("the name of a form's field", examples=("email",))] = ""
    """Makes the action a form that asks for an address of e-mail, and is sent to `url`: what the service that sends the
    letters calls that field."""


class GoalTable(Struct):
    amount: Annotated[int, Meta(ge=1)]
    """What is needed."""
    raised_file: Annotated[str, Form("the path of a file in `data/`", examples=("data/raised.json",))]
    """A file that says what has been raised, with `{"raised": 187500}` in it."""


class CampaignTable(Struct):
    id: Slug
    """What it is known by, in payment references too."""
    slot: Annotated[str, one_of(SLOTS)]
    """Where it stands; [what these are](editors.md#campaigns)."""
    title: Texts
    """Its heading."""
    body: Texts
    """What it says; `%(site)s` is the publication's name, and `<donate>…</donate>` a link to the action of that id."""
    actions: tuple[ActionId, ...] = ()
    """Each is a button, too."""
    icon: Annotated[str, Form("the name of an icon in `templates/assets/icons/`", names="icon")] = ""
    """Stands beside the title."""
    priority: int = 0
    """Of several for one slot the highest is shown, then the first in the file."""
    access: tuple[Level, ...] = ()
    """For articles of this access; without it, of any."""
    kinds: tuple[Annotated[str, one_of(Kind)], ...] = ()
    """For these; without it, for all."""
    sections: tuple[SectionId, ...] = ()
    """For articles of these sections, and for the sections' own lists; without it, of all."""
    tags: tuple[TagId, ...] = ()
    """For articles with one of these tags, and for the tags' own lists; with `sections`, one of either is enough."""
    exclude_tags: tuple[TagId, ...] = ()
    """Not for articles with one of these tags, nor for the tags' own lists."""
    locales: tuple[EditionTag, ...] = ()
    """In these editions; without it, in all."""
    start: datetime | None = None
    """From this moment, in the site's zone; without it, always."""
    end: datetime | None = None
    """Until this moment; without it, for ever."""
    goal: GoalTable | None = None
    """How far it has come."""
    dismiss_days: Annotated[int, Meta(ge=0, le=30)] = 0
    """For how many days it stays away when a reader has put it away; 1 to 30 for `sticky`, and 0 for all others."""


class PaymentLinkTable(Struct):
    name: Texts
    """On the link."""
    url: PayPageByLocale
    """Where people pay."""
    reference: Annotated[str, Form("a name in an address", examples=("client_reference_id",))] = ""
    """What the service calls the [reference of a payment](access.md#what-a-payment-says) in its addresses. To Stripe it
    is `client_reference_id`."""


class PaymentsTable(Struct):
    payee: str = ""
    """Whose account it is."""
    vipps: Annotated[str, Form("one to six digits, in quotation marks", ALIAS, examples=("000000",))] = ""
    """The number of a donation link of Vipps; zeros in front count."""
    account: Annotated[str, Form("eleven digits", examples=("1234 56 78903",))] = ""
    """A Norwegian account number."""
    kid: Annotated[str, Form("two to 25 digits", examples=("2026003",))] = ""
    """The KID that payments to the account carry."""
    iban: Annotated[str, Form("an IBAN", examples=("NO71 1234 5678 903",))] = ""
    """The account for payers abroad; a Norwegian one is that of `account`."""
    bic: Annotated[str, Form("a BIC", examples=("DNBANOKK",))] = ""
    """The bank of the IBAN."""
    links: Mapping[Slug, PaymentLinkTable] = {}
    """Pages of others where people pay, by ids of your own."""


class EmbedsTable(Struct):
    hosts: tuple[Annotated[str, Form("the name of a host", HOST, examples=("www.youtube-nocookie.com",))], ...] = ()
    """Hosts whose pages may stand in a text, by [`::: embed`](editors.md#what-others-host)."""


class CheckTable(Struct):
    severity: Mapping[Annotated[str, one_of(CODES, "a code")], Grade] = {}
    """How grave each problem is, by its code. What stops a build stays an error, and no
    [baseline](editors.md#looking-over-the-site) knows it. Without it, as [documented](diagnostics.md)."""


class FeedsTable(Struct):
    lists: tuple[FedList, ...] = tuple(FedList)
    """Which lists have feeds; none with `[]`."""
    size: Annotated[int, Meta(ge=1)] = 20
    """How many works the feeds of editions and sections have; those of tags and authors have half as many."""
    content: FeedContent = FeedContent.FULL
    """What feeds have of each work."""
    authority: Annotated[str, Form("a host or an address of e-mail, and a date", examples=("example.org,2026",))] = ""
    """What the ids in feeds begin with: a host or an address of e-mail, and a day, month or year in which it was yours.
    Without it, the host of `url`, and `2026`."""


class CitationsTable(Struct):
    formats: tuple[CitationFormat, ...] = tuple(CitationFormat)
    """The [files](editors.md#citing-and-keeping) by which programs for references cite an article; none with `[]`."""


class ImagesTable(Struct):
    widths: tuple[Annotated[int, Meta(ge=1, le=10_000)], ...] = Images().widths
    """How wide pictures are made, in pixels. None is made wider than it is. With `[]` they are published as they are,
    with all that the camera wrote into them, such as the place."""
    quality: Annotated[int, Meta(ge=1, le=100)] = Images().quality
    """How exact they are, from 1 to 100; what is more exact is larger."""
    sizes: Annotated[str, Form("a value of HTML's `sizes`", examples=("(min-width: 58rem) 52rem, 92vw",))] = (
        Images().sizes
    )
    """How wide the look shows a picture in a text, so that browsers can choose."""


class CardsTable(Struct):
    paper: Colour = Cards().paper
    """Behind the words."""
    ink: Colour = Cards().ink
    """Of the words."""
    accent: Colour = Cards().accent
    """Of the section's name."""


class BuildTable(Struct):
    precompress: tuple[Compression, ...] = ()
    """Forms in which every text lies ready beside itself, for
    [servers that know them](deploying.md#compressed-files)."""
    search: bool = False
    """Whether each edition has a page to [search](editors.md#search) from."""


class SiteToml(Struct):
    site: SiteTable
    """The publication."""
    locales: Mapping[Language, LocaleTable]
    """Each table is an edition. At least one is required."""
    urls: Mapping[Annotated[str, one_of(Addressed)], ByLocale] = {}
    """Patterns of addresses."""
    sections: Mapping[Slug, SectionTable] = {}
    """The sections, in the order in which they are shown."""
    tags: Mapping[Slug, TermTable] = {}
    """What articles can be tagged with."""
    series: Mapping[Slug, TermTable] = {}
    """What articles can be [parts](editors.md#series) of, in the order in which they are shown."""
    menu: tuple[MenuTable, ...] = ()
    """Lists of links that templates ask for by name."""
    kinds: Mapping[Annotated[str, one_of((Kind.ARTICLE, Kind.PAGE))], KindTable] = {}
    """What holds for all articles or for all pages; authors have a page in every edition."""
    access: AccessTable = field(default_factory=AccessTable)
    """Who may read what."""
    actions: Mapping[str, ActionTable] = {}
    """What campaigns ask for."""
    campaign: tuple[CampaignTable, ...] = ()
    """What readers are asked, where and when."""
    payments: Mapping[Annotated[str, one_of(Purpose)], PaymentsTable] = {}
    """How readers pay: `subscribe` has the ways to pay for a membership, `donate` those to give."""
    embeds: EmbedsTable = field(default_factory=EmbedsTable)
    """What others host."""
    check: CheckTable = field(default_factory=CheckTable)
    """What `check` tells of."""
    feeds: FeedsTable = field(default_factory=FeedsTable)
    """What feed readers are given."""
    citations: CitationsTable = field(default_factory=CitationsTable)
    """How articles are cited."""
    images: ImagesTable = field(default_factory=ImagesTable)
    """In which forms pictures are published."""
    cards: CardsTable | None = None
    """The colours of [social cards](editors.md#social-cards), which are made where this table is, be it empty."""
    build: BuildTable = field(default_factory=BuildTable)
    """What a build leaves beside the pages."""


# --------------------------------------------------------------------------------------
# From the file to the noun
# --------------------------------------------------------------------------------------


def parse_config(text: str) -> tuple[Config | None, Places, Diagnostics]:
    """The configuration, its places and its problems; no Config where the file is no TOML at all or names no locale."""
    try:
        table = parse_toml(SOURCE, text)
    except Malformed as problem:
        return None, {}, (problem.diagnostic,)
    zone, zone_problems = _zone(table)
    written, problems = noun(SiteToml, table, MESSAGE_LOCALE, zone)
    reading = _Reading(table, written, [*zone_problems, *problems])
    config = reading.config(zone) if reading.editions else None
    return config, table.places, tuple(reading.diagnostics)


def _zone(table: Table) -> tuple[str, Diagnostics]:
    """The site's time zone, which is needed before times can be read."""
    site = table.values.get("site")
    name = site.get("time_zone", "UTC") if isinstance(site, dict) else "UTC"
    zones = _zones()
    if not isinstance(name, str):
        return "UTC", ()
    if name in zones:
        return name, ()
    near = [zone for zone in zones if zone.endswith(f"/{name}")] or difflib.get_close_matches(name, zones, 1)
    hint = f"Did you mean `{near[0]}`?" if near else "Write a name such as Europe/Oslo."
    span = table.places["site.time_zone"]
    return "UTC", (error("time-zone-unknown", f"`{name}` is not a time zone.", span, hint),)


@cache
def _zones() -> tuple[str, ...]:
    """The names of the time zone database; what else this machine calls a zone is not asked."""
    return tuple(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


class _Reading:
    """One `site.toml` on its way to a Config."""

    def __init__(self, table: Table, written: SiteToml, diagnostics: list[Diagnostic]) -> None:
        self.table = table
        self.written = written
        self.diagnostics = diagnostics
        self.default = self.locale(written.site.default_locale, "site.default_locale")
        self.editions = self.read_editions()
        self.plans = self.read_plans()
        self.levels = (*LEVELS, *self.plans)

    def span(self, name: str) -> Span:
        while name and name not in self.table.places:
            name = name.rpartition(".")[0]
        return self.table.places.get(name, Span(SOURCE, 1, 1))

    def refuse(self, code: str, message: str, name: str, hint: str = "") -> None:
        self.diagnostics.append(error(code, message, self.span(name), hint))

    def require(self, value: str, known: Collection[str], what: str, name: str) -> None:
        """Refuse a value that is not among the known ones."""
        if value not in known:
            near = difflib.get_close_matches(value, known, 1, 0.6)
            hint = f"Did you mean `{near[0]}`?" if near else f"Known: {', '.join(known) or 'none'}."
            self.refuse(f"{what}-unknown", f"There is no {what} `{value}`.", name, hint)

    def require_level(self, access: str, name: str) -> None:
        if access == METERED:
            hint = "Write free, members or the name of a plan."
            self.refuse("access-metered", "Metered access is not available yet.", name, hint)
        else:
            self.require(access, self.levels, "access", name)

    def locale(self, tag: str, name: str) -> str:
        """The locale that a tag stands for; empty where it stands for none."""
        if not tag:
            return ""
        locale, problems = language(tag, self.span(name))
        self.diagnostics += problems
        return locale

    def edition(self, tag: str, name: str) -> str:
        """The locale of an edition that the site must have."""
        locale = self.locale(tag, name)
        if locale:
            self.require(locale, self.editions, "locale", name)
        return locale

    # ---- the whole --------------------------------------------------------------------

    def config(self, zone: str) -> Config:
        written = self.written
        default = self.default or next(iter(self.editions))
        self.require(default, self.editions, "locale", "site.default_locale")
        self.require_level(written.access.default, "access.default")
        for kind in written.kinds:
            self.require(kind, [Kind.ARTICLE.value, Kind.PAGE.value], "kind", f"kinds.{kind}")
        for kind in written.urls:
            self.require(kind, PATTERNS, "pattern", f"urls.{kind}")
        return Config(
            title=worded(written.site.title, "site.title"),
            tagline=worded(written.site.tagline, "site.tagline") if written.site.tagline else None,
            url=self.origin(written.site.url),
            base_path=self.base_path(written.site.base_path),
            time_zone=zone,
            default_locale=default if default in self.editions else next(iter(self.editions)),
            editions=self.editions,
            patterns={kind: self.patterns(kind) for kind in PATTERNS},
            sections={id: self.section(id, section) for id, section in written.sections.items()},
            tags={id: Tag(id, *self.term(id, term, "tag", f"tags.{id}")) for id, term in written.tags.items()},
            series={
                id: Series(id, *self.term(id, term, "series", f"series.{id}")) for id, term in written.series.items()
            },
            menus=self.menus(),
            untranslated={kind: table.untranslated for kind, table in written.kinds.items()},
            default_access=written.access.default,
            plans=self.plans,
            actions={id: self.action(id, action) for id, action in written.actions.items()},
            campaigns=tuple(self.campaign(number, campaign) for number, campaign in enumerate(written.campaign)),
            payments=self.payments(),
            embed_hosts=self.hosts(),
            page_size=written.site.page_size,
            severities=self.severities(),
            precompress=written.build.precompress,
            citations=tuple(dict.fromkeys(written.citations.formats)),
            images=Images(tuple(sorted(set(written.images.widths))), written.images.quality, written.images.sizes),
            cards=self.cards(),
            has_search=written.build.search,
            feeds=Feeds(written.feeds.lists, written.feeds.size, written.feeds.content, self.authority()),
        )

    # ---- [site] -----------------------------------------------------------------------

    def origin(self, url: str) -> str:
        if url and not _ORIGIN.fullmatch(url):
            hint = "Write scheme and host; a path goes into `base_path`."
            self.refuse("url-wrong", f"`{url}` is not an address such as https://example.org.", "site.url", hint)
        return url.rstrip("/")

    def base_path(self, path: str) -> str:
        inner = path.strip("/")
        if inner and not all(_STEP.fullmatch(step) for step in inner.split("/")):
            self.refuse("url-wrong", f"`{path}` is not a path such as /magazine/.", "site.base_path")
            return "/"
        return f"/{inner}/" if inner else "/"

    # ---- [locales] --------------------------------------------------------------------

    def read_editions(self) -> dict[str, Edition]:
        editions: dict[str, Edition] = {}
        if self.table.values.get("locales") == {}:
            self.refuse("key-missing", "The site has no edition.", "locales", "Add a table such as [locales.nb].")
        for tag, table in self.written.locales.items():
            name = f"locales.{tag}"
            locale = self.locale(tag, name)
            if not locale:
                continue
            if locale in editions:
                self.refuse("language-duplicate", f"`{tag}` is the edition `{locale}` again.", name)
                continue
            path = (table.path if table.path is not None else "" if locale == self.default else locale).strip("/")
            self.check_edition_path(path, locale, editions, f"{name}.path")
            usual = "en_GB" if locale == "en" else locale.replace("-", "_")
            formats = self.format_locale(table.formats, f"{name}.formats", usual)
            og = self.format_locale(table.og, f"{name}.og", formats)
            fallback = [self.locale(tag, f"{name}.fallback.{number}") for number, tag in enumerate(table.fallback)]
            editions[locale] = Edition(locale, table.name, path, tuple(filter(None, fallback)), formats, og)
        return editions

    def format_locale(self, tag: str, name: str, usual: str) -> str:
        """A locale with the underscore that Babel and Open Graph want: `en_GB`."""
        _, problems = language(tag or usual, self.span(name))
        mistakes = [problem for problem in problems if problem.is_error]
        self.diagnostics += mistakes
        return usual if mistakes or not tag else tag

    def check_edition_path(self, path: str, locale: str, editions: Mapping[str, Edition], name: str) -> None:
        if path and not all(is_slug(step.lower()) for step in path.split("/")):
            self.refuse("url-pattern", f"`{path}` cannot stand in an address.", name)
        twin = next((known for known in editions.values() if known.path == path), None)
        if twin:
            message = f"The editions {twin.locale} and {locale} have the same path `{path}`."
            self.refuse("url-twice", message, name, "Give all but one of them a path of its own.")

    # ---- [urls], and what has an address ----------------------------------------------

    def patterns(self, kind: str) -> dict[str, str]:
        given = self.given(self.written.urls.get(kind, PATTERNS[kind]), f"urls.{kind}")
        # One for all editions is looked at once.
        first = {pattern: locale for locale, pattern in tuple(given.items())[::-1]}
        usable = {pattern: self.pattern(kind, locale, pattern) for pattern, locale in first.items()}
        return self.spread({locale: usable[pattern] for locale, pattern in given.items()}, PATTERNS[kind])

    def pattern(self, kind: str, locale: str, pattern: str) -> str:
        """The pattern if it can be used, else the default one."""
        wanted = FIELDS.get(kind, ("slug",))
        fixed = _FIELD.sub("x", pattern).removesuffix("/")
        is_whole = pattern.endswith("/") != (kind in FILES)
        is_path = is_whole and all(_STEP.fullmatch(step) for step in fixed.split("/"))
        if is_path and tuple(_FIELD.findall(pattern)) == wanted:
            return pattern
        message = f"The address pattern `{pattern}` ({locale}) cannot be used."
        holds = f"hold {{{wanted[0]}}} once and " if wanted else ""
        ends = "end with a slash" if kind not in FILES else "be the name of a file"
        does = "is" if kind in FILES else "does"
        hint = f"It must {holds}{ends}, as `{PATTERNS[kind]}` {does}."
        self.refuse("url-pattern", message, f"urls.{kind}.{locale}", hint)
        return PATTERNS[kind]

    def given(self, value: ByLocale, name: str) -> dict[str, str]:
        """What is written for each edition; one string is for all of them."""
        if isinstance(value, str):
            return dict.fromkeys(self.editions, value)
        named = {self.edition(tag, f"{name}.{tag}"): part for tag, part in value.items()}
        return {locale: part for locale, part in named.items() if locale in self.editions}

    def spread(self, given: Mapping[str, str], default: str = "") -> dict[str, str]:
        """One value for each edition: its own, else that of the first that it falls back on, else the default."""
        return {
            locale: next((given[of] for of in edition.chain if of in given), default)
            for locale, edition in self.editions.items()
        }

    def slugs(self, id: str, slug: ByLocale, name: str) -> dict[str, str]:
        if not is_slug(id):
            self.refuse("slug-wrong", f"`{id}` cannot stand in an address.", name, "Use a–z, 0–9 and hyphens.")
        given = self.given(slug or id, f"{name}.slug")
        for text, locale in {text: locale for locale, text in tuple(given.items())[::-1]}.items():
            if text != id and not is_slug(text):
                message = f"The slug `{text}` ({locale}) cannot stand in an address."
                self.refuse("slug-wrong", message, f"{name}.slug.{locale}", "Use a–z, 0–9 and hyphens.")
        return self.spread(given, id)

    def term(
        self, id: str, term: TermTable | SectionTable, context: str, name: str
    ) -> tuple[Wording, dict[str, str], Wording | None]:
        description = worded(term.description, f"{context}.{id}.description") if term.description else None
        return worded(term.name, f"{context}.{id}.name"), self.slugs(id, term.slug, name), description

    def section(self, id: str, section: SectionTable) -> Section:
        name = f"sections.{id}"
        if section.access:
            self.require_level(section.access, f"{name}.access")
        named = self.term(id, section, "section", name)
        return Section(id, *named, section.access, section.untranslated, section.news)

    def menus(self) -> dict[str, Menu]:
        menus: dict[str, Menu] = {}
        for number, table in enumerate(self.written.menu):
            if table.name and table.name in menus:
                self.refuse("key-duplicate", f"The menu `{table.name}` is there twice.", f"menu.{number}.name")
            links = (MenuLinkTable(link) if isinstance(link, str) else link for link in table.links)
            menus[table.name] = Menu(
                table.name,
                tuple(
                    MenuLink(link.to, worded(link.name, f"menu.{table.name}.{link.to}") if link.name else None)
                    for link in links
                ),
            )
        return menus

    # ---- access and campaigns ---------------------------------------------------------

    def read_plans(self) -> dict[str, Plan]:
        for id in self.written.access.plans:
            if not is_slug(id) or id in (*LEVELS, METERED):
                hint = "Use a–z, 0–9 and hyphens, and none of free, metered and members."
                self.refuse("plan-wrong", f"`{id}` cannot be the name of a plan.", f"access.plans.{id}", hint)
        if self.written.access.key:
            hint = "Take it out, and make a new one with `access key`: whoever has seen this file has this one."
            where = Span(SOURCE)  # Without its line, which would be shown.
            message = "A key stands in site.toml, where it is no secret."
            self.diagnostics.append(error("access-key-literal", message, where, hint))
        declared = self.written.access.plans or {"member": PlanTable(Texts(((MESSAGE_LOCALE, "Member"),)))}
        return {id: Plan(id, worded(plan.name, f"access.plans.{id}.name")) for id, plan in declared.items()}

    def action(self, id: str, action: ActionTable) -> Action:
        name = f"actions.{id}"
        urls = self.spread(self.given(action.url, f"{name}.url"))
        if action.field and not _FORM_FIELD.fullmatch(action.field):
            hint = "Write what the service that sends the letters calls it, such as email."
            self.refuse("field-wrong", f"`{action.field}` cannot be the name of a form's field.", f"{name}.field", hint)
        for locale, url in urls.items() if action.field else ():
            if url and not url.startswith(("https://", "/")):
                at = f"{name}.url.{locale}"
                hint = "Write the address that the service that sends the letters gives, with https://."
                self.refuse("url-wrong", f"A form cannot be sent to `{url}`.", at, hint)
        return Action(id, worded(action.name, f"action.{id}.name"), urls, action.field)

    def campaign(self, number: int, campaign: CampaignTable) -> Campaign:
        written, name = self.written, f"campaign.{number}"
        self.check_campaign(campaign, name)
        if any(other.id == campaign.id for other in written.campaign[:number]):
            self.refuse("key-duplicate", f"The campaign `{campaign.id}` is there twice.", f"{name}.id")
        for key, values, known, what in (
            ("actions", campaign.actions, written.actions, "action"),
            ("kinds", campaign.kinds, [kind.value for kind in Kind], "kind"),
            ("sections", campaign.sections, written.sections, "section"),
            ("tags", campaign.tags, written.tags, "tag"),
            ("exclude_tags", campaign.exclude_tags, written.tags, "tag"),
        ):
            for position, value in enumerate(values):
                self.require(value, known, what, f"{name}.{key}.{position}")
        for position, level in enumerate(campaign.access):
            self.require_level(level, f"{name}.access.{position}")
        locales = [self.edition(tag, f"{name}.locales.{position}") for position, tag in enumerate(campaign.locales)]
        made = {
            "title": worded(campaign.title, f"campaign.{campaign.id}.title"),
            "body": worded(campaign.body, f"campaign.{campaign.id}.body"),
            "locales": tuple(locales),
            "goal": Goal(**asdict(campaign.goal)) if campaign.goal else None,
        }
        return Campaign(**asdict(campaign) | made)

    def check_campaign(self, campaign: CampaignTable, name: str) -> None:
        """What one campaign says that cannot be, whatever else the file says."""
        if campaign.id and not is_slug(campaign.id):
            hint = "Use a–z, 0–9 and hyphens: it becomes a part of payment references."
            self.refuse("slug-wrong", f"`{campaign.id}` cannot be the id of a campaign.", f"{name}.id", hint)
        if campaign.slot:
            self.require(campaign.slot, SLOTS, "slot", f"{name}.slot")
        if campaign.slot == "sticky" and not campaign.dismiss_days:
            hint = "Write `dismiss_days`, from 1 to 30."
            self.refuse("campaign-dismissal", "What sticks can be put away for some days.", f"{name}.slot", hint)
        if campaign.slot != "sticky" and campaign.dismiss_days:
            message = "Only what sticks can be put away, so that nothing is kept in the browser for the others."
            self.refuse("campaign-dismissal", message, f"{name}.dismiss_days", "Leave it out.")
        if campaign.start and campaign.end and campaign.end <= campaign.start:
            self.refuse("campaign-window", f"The campaign `{campaign.id}` ends before it begins.", f"{name}.end")
        if campaign.goal and campaign.goal.raised_file and not _FIGURES.fullmatch(campaign.goal.raised_file):
            message = f"`{campaign.goal.raised_file}` is no file in data/."
            self.refuse("path-outside", message, f"{name}.goal.raised_file", "Write a name such as data/raised.json.")

    def authority(self) -> str:
        given = self.written.feeds.authority
        if given and not _AUTHORITY.fullmatch(given):
            hint = "Write a host that was yours on that day: randen.example,2026 or randen.example,2026-11-22."
            self.refuse("feeds-authority", f"`{given}` is no host and date.", "feeds.authority", hint)
        return given or f"{_ascii_host(self.written.site.url)},{_SCHEME_OF_IDS}"

    def hosts(self) -> tuple[str, ...]:
        for number, host in enumerate(self.written.embeds.hosts):
            if not re.fullmatch(HOST, host):
                hint = "Write a name such as www.youtube-nocookie.com, without https:// and path."
                self.refuse("host-wrong", f"`{host}` is not the name of a host.", f"embeds.hosts.{number}", hint)
        return self.written.embeds.hosts

    # ---- [cards] ----------------------------------------------------------------------

    def cards(self) -> Cards | None:
        """The colours of cards, if there are to be any, all of them to be read on the paper."""
        table = self.written.cards
        if table is None:
            return None
        cards = Cards(table.paper, table.ink, table.accent)
        written = {"paper": cards.paper, "ink": cards.ink, "accent": cards.accent}
        wrong = [name for name, colour in written.items() if not re.fullmatch(COLOUR, colour)]
        for name in wrong:
            hint = "Write a colour as #9c2316: red, green and blue, two hexadecimal digits each."
            self.refuse("card-colour", f"`{written[name]}` is not a colour.", f"cards.{name}", hint)
        for name in () if wrong else ("ink", "accent"):
            ratio = contrast(cards.paper, written[name])
            if ratio < LEGIBLE:
                message = f"On `{cards.paper}` nobody reads `{written[name]}`: the contrast is {ratio:.1f}."
                hint = f"Make one darker, or the other lighter, until it is {LEGIBLE}."
                self.refuse("card-colour", message, f"cards.{name}", hint)
        return None if wrong else cards

    # ---- [payments] -------------------------------------------------------------------

    def payments(self) -> dict[str, WaysToPay]:
        """The ways to pay, by purpose. Only a site that has some waits for the library that knows their numbers."""
        payments = {purpose: self.ways(purpose, table) for purpose, table in self.written.payments.items()}
        if payments:
            from ordskifte.parse.payments import mistakes

            for purpose, ways in payments.items():
                for mistake in mistakes(ways):
                    self.refuse("payment-wrong", mistake.message, f"payments.{purpose}.{mistake.key}", mistake.hint)
            self.check_references()
        return payments

    def ways(self, purpose: str, table: PaymentsTable) -> WaysToPay:
        name = f"payments.{purpose}"
        self.require(purpose, tuple(Purpose), "payment", name)
        for key, value, wanted, other in (
            ("kid", table.kid, "account", table.account),
            ("bic", table.bic, "iban", table.iban),
            ("payee", table.payee, "account` or an `iban", table.account or table.iban),
        ):
            if value and not other:
                message = f"`{name}.{key}` stands there without an `{wanted}`."
                self.refuse("key-missing", message, f"{name}.{key}", "Add it, or leave this out.")
        return WaysToPay(
            payee=table.payee,
            vipps=table.vipps,
            account=compact(table.account),
            kid=table.kid.replace(" ", ""),
            iban=compact(table.iban),
            bic=compact(table.bic),
            links=tuple(self.payment_link(purpose, id, link) for id, link in table.links.items()),
        )

    def payment_link(self, purpose: str, id: str, link: PaymentLinkTable) -> PaymentLink:
        name = f"payments.{purpose}.links.{id}"
        if not is_slug(id) or id == VIPPS:
            hint = f"Use a–z, 0–9 and hyphens, and not `{VIPPS}`."
            self.refuse("slug-wrong", f"`{id}` cannot be the id of a link.", name, hint)
        words = worded(link.name, f"payment.{purpose}.{id}.name")
        return PaymentLink(id, words, self.spread(self.given(link.url, f"{name}.url")), link.reference)

    def check_references(self) -> None:
        """Payments tell campaigns apart by their ids, so each must fit, and be no one else's."""
        for number, campaign in enumerate(self.written.campaign):
            longest = max((reference(campaign.id, locale) for locale in self.editions), key=len)
            if len(longest) > MOST_IN_REFERENCE:
                message = f"`{longest}` is too long for the reference of a payment."
                hint = f"It may have {MOST_IN_REFERENCE} characters: shorten the id of the campaign."
                self.refuse("payment-reference", message, f"campaign.{number}.id", hint)
            elif campaign.id in tuple(Purpose):
                message = f"By `{longest}` nobody could tell this campaign from the block `::: {campaign.id}`."
                self.refuse("payment-reference", message, f"campaign.{number}.id", "Give the campaign another id.")

    # ---- [check] ----------------------------------------------------------------------

    def severities(self) -> Mapping[str, Grade]:
        for code, grade in self.written.check.severity.items():
            name = f"check.severity.{code}"
            if code not in CODES:
                near = difflib.get_close_matches(code, CODES, 1, 0.6)
                hint = f"Did you mean `{near[0]}`?" if near else "`ordskifte explain` lists them."
                self.refuse("code-unknown", f"There is no problem with the code `{code}`.", name, hint)
            elif grade is not Grade.ERROR and OF_BUILD.get(code) is Severity.ERROR:
                message = f"`{code}` stops a build, so it is an error to `check` too."
                self.refuse("severity-wrong", message, name, "Leave it out.")
        return self.written.check.severity


def _ascii_host(url: str) -> str:
    """The host of an address, as the DNS knows it (RFC 3492); nothing where it is no address."""
    origin = _ORIGIN.fullmatch(url)
    labels = origin[1].lower().split(".") if origin else []
    return ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels)


def worded(texts: Texts, context: str) -> Wording:
    """A bare string as a message for the catalogs; a table by locale as it is."""
    [locale, value], *_ = texts.values
    return Message(value, context) if locale == MESSAGE_LOCALE else texts


def message_place(context: str, config: Config) -> str:
    """The name among the file's places of the words that became a message of this context, which `worded` gave it."""
    table, _, rest = context.partition(".")
    if table == "campaign":
        names = {
            f"{campaign.id}.{key}": f"{number}.{key}"
            for number, campaign in enumerate(config.campaigns)
            for key in ("title", "body")
        }
    elif table == "payment":
        table = "payments"
        names = {
            f"{purpose}.{link.id}.name": f"{purpose}.links.{link.id}.name"
            for purpose, ways in config.payments.items()
            for link in ways.links
        }
    elif table == "menu":
        names = {
            f"{menu.name}.{link.to}": f"{number}.links.{position}.name"
            for number, menu in enumerate(config.menus.values())
            for position, link in enumerate(menu.links)
        }
    else:
        names, table = {}, _TABLES.get(table, table)
    return f"{table}.{names.get(rest, rest)}"
