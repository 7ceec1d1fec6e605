"""`site.toml` as it is written: the tables and the keys that it may have, and what may stand under each."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from ordskifte.model.codes import CODES
from ordskifte.model.colours import COLOUR
from ordskifte.model.config import (
    Cards,
    CitationFormat,
    Compression,
    FedList,
    FeedContent,
    Grade,
    Images,
    Untranslated,
)
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
    Purpose,
)
from ordskifte.model.text import Texts


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
HOST = r"[a-z0-9-]+(\.[a-z0-9-]+)+"
SLOTS = ("article-end", "article-inline", "top", "sticky", "paywall", "front")
LEVELS = ("free", "members")

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
