"""`site.toml` becomes the Config: defaults filled in, English words made messages, its inner references checked."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from msgspec import Struct, field

from ordskifte.model.config import (
    Action,
    Campaign,
    Config,
    Edition,
    Goal,
    Menu,
    MenuLink,
    Plan,
    Section,
    Series,
    Tag,
    Untranslated,
)
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places, Span, error
from ordskifte.model.document import Kind
from ordskifte.model.locales import normalised
from ordskifte.model.slugs import is_slug
from ordskifte.model.text import Message, Texts, Wording
from ordskifte.parse.tables import Malformed, Table, noun, parse_toml

SOURCE = "site.toml"
MESSAGE_LOCALE = "und"
"""What a bare string of `site.toml` is read as: English for the catalogs, which no one may write as a locale."""

PATTERNS: Mapping[str, str] = {
    "article": "articles/{slug}/",
    "author": "authors/{slug}/",
    "authors": "authors/",
    "page": "{slug}/",
    "section": "section/{slug}/",
    "tag": "topic/{slug}/",
    "series": "series/{slug}/",
    "archive": "archive/",
    "year": "archive/{year}/",
    "listing": "page-{number}/",
}
FIELDS = {"authors": (), "archive": (), "year": ("year",), "listing": ("number",)}
"""What each pattern must hold; all others hold a slug."""
SLOTS = ("article-end", "article-inline", "top", "sticky", "paywall", "front")
LEVELS = ("free", "members")


# --------------------------------------------------------------------------------------
# The file as it is written
# --------------------------------------------------------------------------------------

ByLocale = str | Mapping[str, str]


class SiteTable(Struct):
    title: Texts
    url: str
    tagline: Texts | None = None
    base_path: str = "/"
    time_zone: str = "UTC"
    default_locale: str = ""
    page_size: int = 12


class LocaleTable(Struct):
    name: str
    path: str | None = None
    fallback: tuple[str, ...] = ()
    formats: str = ""
    og: str = ""


class SectionTable(Struct):
    name: Texts
    slug: ByLocale = ""
    description: Texts | None = None
    access: str = ""
    untranslated: Untranslated | None = None


class TermTable(Struct):
    name: Texts
    slug: ByLocale = ""
    description: Texts | None = None


class MenuLinkTable(Struct):
    to: str
    name: Texts | None = None


class MenuTable(Struct):
    name: str
    links: tuple[str | MenuLinkTable, ...] = ()


class KindTable(Struct):
    untranslated: Untranslated = Untranslated.SHELL


class PlanTable(Struct):
    name: Texts


class AccessTable(Struct):
    default: str = "free"
    plans: Mapping[str, PlanTable] = {}


class ActionTable(Struct):
    name: Texts
    url: ByLocale


class GoalTable(Struct):
    amount: int
    raised_file: str


class CampaignTable(Struct):
    id: str
    slot: str
    title: Texts
    body: Texts
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
    goal: GoalTable | None = None
    dismiss_days: int = 0


class EmbedsTable(Struct):
    hosts: tuple[str, ...] = ()


class SiteToml(Struct):
    site: SiteTable
    locales: Mapping[str, LocaleTable]
    urls: Mapping[str, ByLocale] = {}
    sections: Mapping[str, SectionTable] = {}
    tags: Mapping[str, TermTable] = {}
    series: Mapping[str, TermTable] = {}
    menu: tuple[MenuTable, ...] = ()
    kinds: Mapping[str, KindTable] = {}
    access: AccessTable = field(default_factory=AccessTable)
    actions: Mapping[str, ActionTable] = {}
    campaign: tuple[CampaignTable, ...] = ()
    embeds: EmbedsTable = field(default_factory=EmbedsTable)


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
    reading = _Reading(table, [*zone_problems, *problems])
    config = reading.config(written, zone) if written.locales else None
    return config, table.places, tuple(reading.diagnostics)


def _zone(table: Table) -> tuple[str, Diagnostics]:
    """The site's time zone, which is needed before times can be read."""
    site = table.values.get("site")
    name = site.get("time_zone", "UTC") if isinstance(site, dict) else "UTC"
    if not isinstance(name, str) or name in available_timezones() or _is_zone(name):
        return name if isinstance(name, str) else "UTC", ()
    near = difflib.get_close_matches(name, available_timezones(), 1)
    hint = f"Did you mean `{near[0]}`?" if near else "Write a name such as Europe/Oslo."
    return "UTC", (error("time-zone-unknown", f"`{name}` is not a time zone.", table.places["site.time_zone"], hint),)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


class _Reading:
    """One `site.toml` on its way to a Config."""

    def __init__(self, table: Table, diagnostics: list[Diagnostic]) -> None:
        self.table = table
        self.diagnostics = diagnostics

    def span(self, name: str) -> Span:
        while name and name not in self.table.places:
            name = name.rpartition(".")[0]
        return self.table.places.get(name, Span(SOURCE, 1, 1))

    def refuse(self, code: str, message: str, name: str, hint: str = "") -> None:
        self.diagnostics.append(error(code, message, self.span(name), hint))

    def require(self, value: str, known: Collection[str], what: str, name: str) -> None:
        """Refuse a value that is not among the known ones."""
        if value and value not in known:
            near = difflib.get_close_matches(value, known, 1, 0.6)
            hint = f"Did you mean `{near[0]}`?" if near else f"Known: {', '.join(known) or 'none'}."
            self.refuse(f"{what}-unknown", f"There is no {what} `{value}`.", name, hint)

    # ---- parts ----------------------------------------------------------------------

    def config(self, written: SiteToml, zone: str) -> Config:
        editions = self.editions(written)
        default = written.site.default_locale or next(iter(editions))
        self.require(default, editions, "locale", "site.default_locale")
        plans = {
            id: Plan(id, worded(plan.name, f"access.plans.{id}.name")) for id, plan in written.access.plans.items()
        }
        plans = plans or {"member": Plan("member", Message("Member", "access.plans.member.name"))}
        levels = (*LEVELS, *plans)
        self.require(written.access.default, levels, "access", "access.default")
        for id, section in written.sections.items():
            if section.access:
                self.require(section.access, levels, "access", f"sections.{id}.access")
        for kind in written.kinds:
            self.require(kind, [kind.value for kind in Kind], "kind", f"kinds.{kind}")
        return Config(
            title=worded(written.site.title, "site.title"),
            tagline=worded(written.site.tagline, "site.tagline") if written.site.tagline else None,
            url=self.origin(written.site.url),
            base_path=self.base_path(written.site.base_path),
            time_zone=zone,
            default_locale=default if default in editions else next(iter(editions)),
            editions=editions,
            patterns={kind: self.patterns(kind, written, editions) for kind in self.pattern_kinds(written)},
            sections={
                id: Section(
                    id,
                    worded(section.name, f"section.{id}.name"),
                    self.slugs(id, section.slug, editions, f"sections.{id}"),
                    worded(section.description, f"section.{id}.description") if section.description else None,
                    section.access,
                    section.untranslated,
                )
                for id, section in written.sections.items()
            },
            tags={
                id: Tag(id, *self.term(id, term, editions, "tag", f"tags.{id}")) for id, term in written.tags.items()
            },
            series={
                id: Series(id, *self.term(id, term, editions, "series", f"series.{id}"))
                for id, term in written.series.items()
            },
            menus=self.menus(written.menu),
            untranslated={kind: table.untranslated for kind, table in written.kinds.items()},
            default_access=written.access.default,
            plans=plans,
            actions={
                id: Action(
                    id,
                    worded(action.name, f"action.{id}.name"),
                    self.by_locale(action.url, editions, f"actions.{id}.url"),
                )
                for id, action in written.actions.items()
            },
            campaigns=tuple(
                self.campaign(number, campaign, written, editions, levels)
                for number, campaign in enumerate(written.campaign)
            ),
            embed_hosts=written.embeds.hosts,
            page_size=self.page_size(written.site.page_size),
        )

    def editions(self, written: SiteToml) -> dict[str, Edition]:
        editions: dict[str, Edition] = {}
        default = written.site.default_locale
        for tag, table in written.locales.items():
            try:
                locale = normalised(tag)
            except ValueError as problem:
                self.refuse("language-unknown", str(problem), f"locales.{tag}")
                continue
            if locale in editions:
                self.refuse("language-duplicate", f"`{tag}` is the edition `{locale}` again.", f"locales.{tag}")
            path = table.path if table.path is not None else ("" if tag == default else locale)
            for part in path.strip("/").split("/") if path.strip("/") else ():
                if not is_slug(part.lower()):
                    self.refuse("url-pattern", f"`{path}` cannot stand in an address.", f"locales.{tag}.path")
            twin = next((known for known in editions.values() if known.path == path.strip("/")), None)
            if twin:
                self.refuse(
                    "url-twice",
                    f"The editions {twin.locale} and {locale} have the same path `{path}`.",
                    f"locales.{tag}.path",
                    "Give all but one of them a path of its own.",
                )
            for number, fallback in enumerate(table.fallback):
                self.require(fallback, [*written.locales, "en"], "locale", f"locales.{tag}.fallback.{number}")
            formats = table.formats or ("en_GB" if locale == "en" else locale.replace("-", "_"))
            editions[locale] = Edition(
                locale, table.name, path.strip("/"), table.fallback, formats, table.og or formats
            )
        return editions or {"en": Edition("en", "English", "", (), "en_GB", "en_GB")}

    def origin(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
            hint = "Write scheme and host; a path goes into `base_path`."
            self.refuse("url-wrong", f"`{url}` is not an address such as https://example.org.", "site.url", hint)
        return url.rstrip("/")

    def base_path(self, path: str) -> str:
        if not re.fullmatch(r"/?([A-Za-z0-9._~-]+/)*[A-Za-z0-9._~-]*", path) or ".." in path.split("/"):
            self.refuse("url-wrong", f"`{path}` is not a path such as /magazine/.", "site.base_path")
            return "/"
        return f"/{path.strip('/')}/" if path.strip("/") else "/"

    def page_size(self, size: int) -> int:
        if size < 1:
            self.refuse("value-wrong", "`site.page_size` should be at least 1.", "site.page_size")
        return max(size, 1)

    def pattern_kinds(self, written: SiteToml) -> Iterator[str]:
        for kind in written.urls:
            self.require(kind, list(PATTERNS), "url pattern", f"urls.{kind}")
        yield from PATTERNS

    def patterns(self, kind: str, written: SiteToml, editions: Mapping[str, Edition]) -> dict[str, str]:
        given = self.by_locale(written.urls.get(kind, PATTERNS[kind]), editions, f"urls.{kind}", PATTERNS[kind])
        for locale, pattern in given.items():
            wanted = FIELDS.get(kind, ("slug",))
            found = tuple(re.findall(r"{(\w*)}", pattern))
            if found != wanted or not re.fullmatch(r"([A-Za-z0-9._~{}-]+/)+", pattern) or ".." in pattern.split("/"):
                holds = f"hold {{{wanted[0]}}} once and " if wanted else ""
                self.refuse(
                    "url-pattern",
                    f"The address pattern `{pattern}` ({locale}) cannot be used.",
                    f"urls.{kind}",
                    f"It must {holds}end with a slash, as `{PATTERNS[kind]}` does.",
                )
                given[locale] = PATTERNS[kind]
        return given

    def by_locale(
        self, value: ByLocale, editions: Mapping[str, Edition], name: str, default: str = ""
    ) -> dict[str, str]:
        """One value for each edition."""
        if isinstance(value, str):
            return dict.fromkeys(editions, value)
        for tag in value:
            self.require(tag, editions, "locale", f"{name}.{tag}")
        return {locale: value.get(locale, default) for locale in editions}

    def slugs(self, id: str, slug: ByLocale, editions: Mapping[str, Edition], name: str) -> dict[str, str]:
        if not is_slug(id):
            self.refuse("slug-wrong", f"`{id}` cannot stand in an address.", name, "Use a–z, 0–9 and hyphens.")
        slugs = self.by_locale(slug or id, editions, f"{name}.slug", id)
        for locale, text in slugs.items():
            if not is_slug(text):
                self.refuse(
                    "slug-wrong", f"The slug `{text}` ({locale}) cannot stand in an address.", f"{name}.slug.{locale}"
                )
        return slugs

    def term(
        self, id: str, term: TermTable, editions: Mapping[str, Edition], context: str, name: str
    ) -> tuple[Wording, dict[str, str], Wording | None]:
        description = worded(term.description, f"{context}.{id}.description") if term.description else None
        return worded(term.name, f"{context}.{id}.name"), self.slugs(id, term.slug, editions, name), description

    def menus(self, tables: tuple[MenuTable, ...]) -> dict[str, Menu]:
        menus: dict[str, Menu] = {}
        for number, table in enumerate(tables):
            if table.name in menus:
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

    def campaign(
        self,
        number: int,
        campaign: CampaignTable,
        written: SiteToml,
        editions: Mapping[str, Edition],
        levels: Collection[str],
    ) -> Campaign:
        name = f"campaign.{number}"
        if any(other.id == campaign.id for other in written.campaign[:number]):
            self.refuse("key-duplicate", f"The campaign `{campaign.id}` is there twice.", f"{name}.id")
        self.require(campaign.slot, SLOTS, "slot", f"{name}.slot")
        for key, values, known, what in (
            ("actions", campaign.actions, written.actions, "action"),
            ("access", campaign.access, levels, "access"),
            ("kinds", campaign.kinds, [kind.value for kind in Kind], "kind"),
            ("sections", campaign.sections, written.sections, "section"),
            ("tags", campaign.tags, written.tags, "tag"),
            ("exclude_tags", campaign.exclude_tags, written.tags, "tag"),
            ("locales", campaign.locales, editions, "locale"),
        ):
            for position, value in enumerate(values):
                self.require(value, known, what, f"{name}.{key}.{position}")
        if campaign.start and campaign.end and campaign.end <= campaign.start:
            self.refuse("campaign-window", f"The campaign `{campaign.id}` ends before it begins.", f"{name}.end")
        if not 0 <= campaign.dismiss_days <= 30:
            self.refuse("value-wrong", "`dismiss_days` should be 0 to 30.", f"{name}.dismiss_days")
        return Campaign(
            id=campaign.id,
            slot=campaign.slot,
            title=worded(campaign.title, f"campaign.{campaign.id}.title"),
            body=worded(campaign.body, f"campaign.{campaign.id}.body"),
            actions=campaign.actions,
            icon=campaign.icon,
            priority=campaign.priority,
            access=campaign.access,
            kinds=campaign.kinds,
            sections=campaign.sections,
            tags=campaign.tags,
            exclude_tags=campaign.exclude_tags,
            locales=campaign.locales,
            start=campaign.start,
            end=campaign.end,
            goal=Goal(campaign.goal.amount, campaign.goal.raised_file) if campaign.goal else None,
            dismiss_days=campaign.dismiss_days,
        )


def worded(texts: Texts, context: str) -> Wording:
    """A bare string as a message for the catalogs; a table by locale as it is."""
    [locale, value], *others = texts.values
    return Message(value, context) if locale == MESSAGE_LOCALE and not others else texts
