"""`site.toml` becomes the Config: defaults filled in, English words made messages, its inner references checked."""

import difflib
import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

from msgspec.structs import asdict

from ordskifte.model.codes import CODES, OF_BUILD
from ordskifte.model.colours import COLOUR, LEGIBLE, contrast
from ordskifte.model.config import (
    Action,
    Campaign,
    Cards,
    Config,
    Edition,
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
)
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places, Severity, Span, error
from ordskifte.model.document import Kind
from ordskifte.model.payments import (
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
from ordskifte.parse.site_toml import (
    HOST,
    LEVELS,
    PATTERNS,
    SLOTS,
    ActionTable,
    ByLocale,
    CampaignTable,
    MenuLinkTable,
    PaymentLinkTable,
    PaymentsTable,
    PlanTable,
    SectionTable,
    SiteToml,
    TermTable,
)
from ordskifte.parse.tables import Malformed, Table, noun
from ordskifte.parse.toml import parse_toml

SOURCE = "site.toml"
MESSAGE_LOCALE = ""
"""What a bare string of `site.toml` is read as: English for the catalogs. No one can write it as a locale."""


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
METERED = "metered"

_ORIGIN = re.compile(r"https?://([\w.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?/?", re.IGNORECASE)
_FIELD = re.compile(r"{(\w+)}")
_STEP = re.compile(r"(?!\.\.?$)[A-Za-z0-9._~-]+")
"""One step of a path, that leads neither nowhere nor up."""
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
