"""The questions that may be put to the site. Each is a pure, total function of the ground and some plain arguments.

An answer holds values only, so its fingerprint says everything that a template could have seen through it. A `locale`
is that of an edition; any other name may be unknown, and is answered by None or by nothing in a tuple, never by an
exception.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from heapq import nsmallest
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.answers import (
    Ask,
    Choice,
    Destination,
    Findable,
    Formats,
    Funds,
    Group,
    MenuEntry,
    Neighbours,
    Payment,
    PaymentKind,
    PublishedPicture,
    SealedPart,
    SeriesPlace,
    Symbol,
    Term,
    Year,
)
from ordskifte.model.cards import Card
from ordskifte.model.catalog import Catalog, Phrase
from ordskifte.model.collation import collation_key, initial
from ordskifte.model.config import Campaign, Config, Edition, Goal, Section, Series, Tag
from ordskifte.model.diagnostics import At, Diagnostic, warning
from ordskifte.model.document import Body, Kind, Reference
from ordskifte.model.payments import (
    WaysToPay,
    account_groups,
    host,
    iban_groups,
    link_url,
    payment_url,
    reference,
    vipps_url,
    way,
)
from ordskifte.model.pictures import Variant
from ordskifte.model.references import parse_reference
from ordskifte.model.site import (
    UNINDEXED,
    Alternate,
    Entry,
    Introduction,
    Listing,
    ListingKind,
    Page,
    Profile,
    Redirect,
    Site,
    Switch,
)
from ordskifte.model.text import Message, Text, Wording
from ordskifte.render import formats
from ordskifte.render.messages import linked, lookup, worded
from ordskifte.render.typesetting import Typeface
from ordskifte.resolve import addresses
from ordskifte.resolve.addresses import FEEDS, from_base, numbered
from ordskifte.resolve.campaigns import listed_as
from ordskifte.resolve.editions import HIDDEN, NOINDEX, of_list
from ordskifte.resolve.lists import is_listed, order, page_count

CANDIDATES = 40
"""How many of the newest articles of each tag and section are considered as related."""


def _unmade(_: Variant) -> bytes:
    raise TypeError("a picture is made where its file can be read")


def _undrawn(_: str, __: Card) -> bytes:
    raise TypeError("a card is drawn where its fonts are")


class Ground(Struct, frozen=True):
    """All that answers are made from."""

    site: Site
    catalogs: Mapping[str, Catalog]
    bodies: Mapping[str, Body]
    """The text of each source that is published, as far as it may be read now."""
    anchors: Mapping[str, tuple[str, ...]]
    """What in each of them a link may end in."""
    pictures: Mapping[str, PublishedPicture]
    assets: Mapping[str, str]
    """The address of each file under templates/assets/."""
    icons: Mapping[str, str]
    """The SVG of each icon."""
    copies: Mapping[str, str]
    """The source of each output that is published as it is."""
    content: Callable[[str], bytes | Diagnostic]
    """The bytes of a source, or why they cannot be read."""
    templates: Mapping[str, bytes]
    """The digest of each template with all that it can reach."""
    sealed: Mapping[tuple[str, str], SealedPart]
    """By edition and key of the article: what is for members, where there is a key to seal it by."""
    vault: Callable[[tuple[str, str]], bytes]
    """The sealed file of each of them."""
    grants: Mapping[str, str]
    """The members' grants by the names of their files."""
    scripts: Mapping[str, bytes]
    """The scripts that come with the program, by the paths that they are published at."""
    figures: Mapping[str, int] = {}
    """What each file says that has been raised."""
    images: Mapping[str, Variant] = {}
    """The forms that pictures are published in, by their paths."""
    making: Callable[[Variant], bytes | Diagnostic] = _unmade
    """The bytes of a form, or why they cannot be made."""
    findable: tuple[Findable, ...] = ()
    """All texts that the search finds, the oldest first."""
    words: Mapping[int, bytes] = {}
    """The files of their words."""
    typefaces: tuple[Typeface, ...] = ()
    """What cards are set in, in the order in which they are asked for letters."""
    drawing: Callable[[str, Card], bytes] = _undrawn
    """The bytes of a card that is published at a path."""


# --------------------------------------------------------------------------------------
# Words
# --------------------------------------------------------------------------------------


def message(ground: Ground, locale: str, msgid: str, context: str = "", plural: str = "") -> Phrase:
    """The words for a message in a locale, or in the next language of its chain."""
    return lookup(ground.catalogs, ground.site.config.editions[locale].chain, Message(msgid, context), plural)


def _words(ground: Ground, locale: str, wording: Wording) -> Text:
    if isinstance(wording, Message):
        phrase = message(ground, locale, wording.msgid, wording.context)
        return Text(phrase.forms[0].replace("%%", "%"), phrase.locale, phrase.is_fallback)
    return wording.pick(ground.site.config.editions[locale].chain)


def title(ground: Ground, locale: str) -> Text:
    """The name of the publication."""
    return _words(ground, locale, ground.site.config.title)


def tagline(ground: Ground, locale: str) -> Text | None:
    tagline = ground.site.config.tagline
    return _words(ground, locale, tagline) if tagline else None


def language_name(ground: Ground, locale: str, language: str) -> Text:
    """The name of a language in the interface's words: "engelsk"."""
    editions = ground.site.config.editions
    name = formats.language_name(language, editions[locale].formats, tells_bokmal="nn" in editions)
    return Text(name, locale)


def edition(ground: Ground, locale: str) -> Edition | None:
    return ground.site.config.editions.get(locale)


def formats_of(ground: Ground, locale: str) -> Formats:
    """How dates and numbers are written in an edition."""
    config = ground.site.config
    return Formats(locale, config.editions[locale].formats, config.time_zone)


def year(ground: Ground) -> int:
    """The year of the build's moment in the site's zone."""
    return ground.site.now.astimezone(ground.site.config.zone).year


# --------------------------------------------------------------------------------------
# Works
# --------------------------------------------------------------------------------------


def page(ground: Ground, locale: str, kind: str, key: str) -> Page | None:
    return ground.site.pages.get((locale, kind, key))


def entry(ground: Ground, locale: str, kind: str, key: str) -> Entry | None:
    """A work as an edition's lists show it."""
    return ground.site.entry(locale, kind, key)


def body(ground: Ground, source: str) -> Body | None:
    """The text of a source that is published, with its holes, as far as it may be read now."""
    return ground.bodies.get(source)


def profile(ground: Ground, locale: str, id: str) -> Profile | None:
    return ground.site.profiles.get((locale, id))


def profiles(ground: Ground, locale: str) -> tuple[Group, ...]:
    """All authors in the alphabet of the interface, grouped by first letter."""
    known = [profile for (of, _), profile in ground.site.profiles.items() if of == locale]
    known.sort(key=lambda profile: (collation_key(profile.sort_as, locale), profile.id))
    groups = groupby(known, key=lambda profile: initial(profile.sort_as, locale))
    return tuple(Group(letter, tuple(profiles)) for letter, profiles in groups)


def link(ground: Ground, locale: str, scheme: str, target: str, fragment: str = "") -> Destination | None:
    """Where a reference leads: to this edition's page, else to one of an edition that shows the work; None where
    nothing is published. The heading that it leads to there is left out where that version lacks it.
    """
    site = ground.site
    if scheme == "site":
        return Destination(from_base(site.config, target), "")
    kind, key = site.files.get(target, ("", "")) if scheme == "path" else (scheme, target)
    if kind in (ListingKind.SECTION, ListingKind.TAG, ListingKind.SERIES):
        url, words = site.urls.get((locale, kind, key)), site.introductions.get((locale, key))
        ending = _ending(ground, words.source, fragment) if words and kind == ListingKind.SERIES else ""
        return Destination(url + ending, locale) if url else None
    if kind == Kind.AUTHOR:
        author = site.profiles.get((locale, key))
        return Destination(author.url + _ending(ground, author.source, fragment), locale) if author else None
    page = _nearest(site, locale, kind, key)
    return Destination(page.url + _ending(ground, page.source, fragment), page.language) if page else None


def _ending(ground: Ground, source: str, fragment: str) -> str:
    return f"#{fragment}" if fragment in ground.anchors.get(source, ()) else ""


def _nearest(site: Site, locale: str, kind: str, key: str) -> Page | None:
    """A work's page in an edition, else its first that is no shell: in those that this one falls back on, or any."""
    editions = (*site.config.editions[locale].chain, *site.config.editions)
    pages = [site.pages[edition, kind, key] for edition in editions if (edition, kind, key) in site.pages]
    return next((page for page in pages if page.locale == locale or not page.is_shell), None)


def latest(ground: Ground, locale: str, count: int) -> tuple[Entry, ...]:
    """The newest articles, newest first."""
    return _entries(ground.site, locale, ground.site.lists[locale, ListingKind.FRONT, ""][:count])


def _is_listed(site: Site, locale: str, key: str) -> bool:
    """Whether an edition's lists have the article: not one that is unlisted or withdrawn."""
    page = site.pages.get((locale, Kind.ARTICLE, key))
    return is_listed(page) if page else (locale, Kind.ARTICLE, key) in site.linked


def last_change(config: Config, entry: Entry) -> datetime | None:
    """When a work was published, or has last been changed since, by the site's clocks."""
    moment = max((moment for moment in (entry.date, entry.updated) if moment), default=None)
    return moment.astimezone(config.zone) if moment else None


def _entries(site: Site, locale: str, keys: Iterable[str]) -> tuple[Entry, ...]:
    found = (site.entry(locale, Kind.ARTICLE, key) for key in keys)
    return tuple(entry for entry in found if entry)


def works_by(ground: Ground, locale: str, author: str, count: int) -> tuple[Entry, ...]:
    """An author's newest articles, newest first."""
    return _entries(ground.site, locale, ground.site.lists.get((locale, ListingKind.AUTHOR, author), ())[:count])


def related(ground: Ground, locale: str, key: str, count: int) -> tuple[Entry, ...]:
    """Articles to read next: those that the author named, then by shared tags and section, then by recency."""
    page = ground.site.pages.get((locale, Kind.ARTICLE, key))
    if page is None:
        return ()
    named = _entries(ground.site, locale, (other for other in page.related if _is_listed(ground.site, locale, other)))
    most = count + len(named) + 1  # Some of them may be named already, and one is the page itself.
    entries = (*named, *_entries(ground.site, locale, _akin(ground.site, page, most)))
    unique = {entry.key: entry for entry in entries if entry.key != key}
    return tuple(unique.values())[:count]


def neighbours(ground: Ground, locale: str, key: str) -> Neighbours:
    """The articles that stand before and after one in the list of its section."""
    page = ground.site.pages.get((locale, Kind.ARTICLE, key))
    keys = ground.site.lists.get((locale, ListingKind.SECTION, page.entry.section), ()) if page else ()
    place = _place(ground.site, keys, page.entry) if page else len(keys)
    if place == len(keys) or keys[place] != key:
        return Neighbours()
    older, newer = (_entries(ground.site, locale, near) for near in (keys[place + 1 :][:1], keys[:place][-1:]))
    return Neighbours(next(iter(older), None), next(iter(newer), None))


def _place(site: Site, keys: tuple[str, ...], entry: Entry) -> int:
    """Where in a list, newest first, an article stands or would stand; the list is not walked through for it."""

    def is_reached(number: int) -> bool:
        other = site.entry(entry.locale, Kind.ARTICLE, keys[number])
        return other is not None and order(other) <= order(entry)

    return bisect_left(range(len(keys)), True, key=is_reached)


def _akin(site: Site, page: Page, count: int) -> list[str]:
    """The keys of so many articles that have most in common with a page, each once: of those that have as much, first
    those in its language or in one that readers of the edition know, then the newest.
    """
    known = (page.language, *site.config.editions[page.locale].chain)
    memberships = [(ListingKind.TAG, tag, 2) for tag in page.entry.tags]
    memberships += [(ListingKind.SECTION, page.entry.section, 1), (ListingKind.FRONT, "", 0)]
    shared: dict[str, int] = {}
    for kind, id, weight in memberships:
        for key in site.lists.get((page.locale, kind, id), ())[:CANDIDATES]:
            shared[key] = shared.get(key, 0) + weight

    # Of a hundred and more only the few that may be chosen are ranked by date.
    least = min(sorted(shared.values(), reverse=True)[:count], default=0)

    def rank(key: str) -> tuple[int, bool, float, str]:
        entry = site.entry(page.locale, Kind.ARTICLE, key)
        is_foreign = entry is not None and entry.language not in known
        return -shared[key], is_foreign, -(entry.date.timestamp() if entry and entry.date else 0), key

    return nsmallest(count, (key for key in shared if shared[key] >= least), key=rank)


# --------------------------------------------------------------------------------------
# Lists
# --------------------------------------------------------------------------------------


def listing(ground: Ground, locale: str, kind: str, id: str, number: int) -> Listing | None:
    """One page of a list. The front page has one page only, and the archive's articles stand under their years."""
    site, id_of_list = ground.site, (locale, kind, id)
    if id_of_list not in site.urls:
        return None
    keys, first = site.lists.get(id_of_list, ()), site.urls[id_of_list]
    size, count = site.config.page_size, page_count(site.config, kind, len(keys))
    if not 1 <= number <= count:
        return None
    shown = keys[(number - 1) * size : number * size]
    return Listing(
        kind=ListingKind(kind),
        id=id,
        locale=locale,
        url=numbered(site.config, locale, first, number),
        entries=_entries(site, locale, shown),
        switches=tuple(_switches(site, locale, kind, id)),
        number=number,
        count=count,
        newer=numbered(site.config, locale, first, number - 1) if number > 1 else "",
        older=numbered(site.config, locale, first, number + 1) if number < count else "",
        total=len(keys),
        alternates=tuple(list_alternates(site, kind, id)) if number == 1 else (),
        robots=HIDDEN if site.is_preview else NOINDEX if kind in UNINDEXED else "",
        campaigns=site.listing_campaigns.get(listed_as(locale, kind, id), {}),
    )


def _switches(site: Site, locale: str, kind: str, id: str) -> Iterator[Switch]:
    """The same list in each edition, else that edition's front page."""
    for other, edition in site.config.editions.items():
        url = site.urls.get((other, kind, id)) or site.urls[other, ListingKind.FRONT, ""]
        yield Switch(other, edition.name, url, other, is_current=other == locale)


def list_alternates(site: Site, kind: str, id: str) -> Iterator[Alternate]:
    """The same list in each edition that has it."""
    urls = {locale: site.urls[locale, kind, id] for locale in site.config.editions if (locale, kind, id) in site.urls}
    if kind not in UNINDEXED:
        for hreflang, locale in of_list(urls, site.config.default_locale):
            yield Alternate(hreflang, urls[locale])


def list_url(ground: Ground, locale: str, kind: str, id: str = "") -> str:
    """The address of a list's first page; empty where the edition has none."""
    return ground.site.urls.get((locale, kind, id), "")


def feed_url(ground: Ground, locale: str, kind: str, id: str = "", format: str = "atom") -> str:
    """The address of the feed of a list, in Atom or as JSON Feed (`json`); empty where the edition has none.

    Nobody is to follow a preview.
    """
    site, first = ground.site, ground.site.urls.get((locale, kind, id), "")
    is_fed = first and kind in site.config.feeds.lists and format in FEEDS and not site.is_preview
    return addresses.feed_url(site.config, locale, first, format) if is_fed else ""


def years(ground: Ground, locale: str) -> tuple[Year, ...]:
    """The years that have articles, newest first."""
    found = [
        Year(int(id), ground.site.urls[of, kind, id], len(keys))
        for (of, kind, id), keys in ground.site.lists.items()
        if of == locale and kind == ListingKind.YEAR
    ]
    return tuple(sorted(found, key=lambda year: -year.year))


def sections(ground: Ground, locale: str) -> tuple[Term, ...]:
    """The sections that have works in an edition, in the order of the configuration."""
    terms = (_term(ground, locale, ListingKind.SECTION, section) for section in ground.site.config.sections.values())
    return tuple(term for term in terms if term.url)


def section(ground: Ground, locale: str, id: str) -> Term | None:
    found = ground.site.config.sections.get(id)
    return _term(ground, locale, ListingKind.SECTION, found) if found else None


def tag(ground: Ground, locale: str, id: str) -> Term | None:
    found = ground.site.config.tags.get(id)
    return _term(ground, locale, ListingKind.TAG, found) if found else None


def series(ground: Ground, locale: str, id: str) -> Term | None:
    found = ground.site.config.series.get(id)
    return _term(ground, locale, ListingKind.SERIES, found) if found else None


def introduction(ground: Ground, locale: str, id: str) -> Introduction | None:
    """The words that stand above the parts of a series."""
    return ground.site.introductions.get((locale, id))


def series_place(ground: Ground, locale: str, key: str) -> SeriesPlace | None:
    """Where an article stands in its series; None where it is no part of one, or stands in no list.

    What comes before and after it are the parts that the edition lists, each as its readers get it.
    """
    site, page = ground.site, ground.site.pages.get((locale, Kind.ARTICLE, key))
    part = page.entry.series if page else None
    term = series(ground, locale, part.id) if part else None
    keys = site.lists.get((locale, ListingKind.SERIES, part.id), ()) if part else ()
    if part is None or term is None or key not in keys:
        return None
    place = keys.index(key)
    previous, following = (_entries(site, locale, near) for near in (keys[:place][-1:], keys[place + 1 :][:1]))
    return SeriesPlace(
        term, part.part, _last_part(site, part.id), next(iter(previous), None), next(iter(following), None)
    )


def _last_part(site: Site, id: str) -> int:
    """The number of the last part that some edition lists: one that leaves a part out calls the others the same."""
    last = ((locale, site.lists.get((locale, ListingKind.SERIES, id), ())[-1:]) for locale in site.config.editions)
    entries = (entry for locale, keys in last for entry in _entries(site, locale, keys))
    return max(entry.series.part for entry in entries if entry.series)


def _term(ground: Ground, locale: str, kind: ListingKind, term: Section | Tag | Series) -> Term:
    return Term(
        term.id,
        _words(ground, locale, term.name),
        _words(ground, locale, term.description) if term.description else None,
        ground.site.urls.get((locale, kind, term.id), ""),
        len(ground.site.lists.get((locale, kind, term.id), ())),
        isinstance(term, Section) and term.is_news,
    )


_TERMS: Mapping[str, Callable[[Ground, str, str], Term | None]] = {"section": section, "tag": tag, "series": series}


# --------------------------------------------------------------------------------------
# What surrounds the works
# --------------------------------------------------------------------------------------


def menu(ground: Ground, locale: str, name: str) -> tuple[MenuEntry, ...]:
    """The links of a menu that lead somewhere, with the titles of what they lead to where they have no words."""
    found = ground.site.config.menus.get(name)
    entries = (_menu_entry(ground, locale, link.to, link.name) for link in (found.links if found else ()))
    return tuple(entry for entry in entries if entry)


def _menu_entry(ground: Ground, locale: str, to: str, name: Wording | None) -> MenuEntry | None:
    reference, words = parse_reference(to), _words(ground, locale, name) if name else None
    if reference is None:
        return MenuEntry(words or Text(to, locale), from_base(ground.site.config, to))
    scheme, key = reference.scheme, reference.target
    if scheme in (Kind.ARTICLE, Kind.PAGE) and ground.site.entry(locale, scheme, key) is None:
        return None  # The edition leaves it out.
    url = _reference_url(ground, locale, reference)
    words = words or _reference_title(ground, locale, reference)
    return MenuEntry(words, url) if url and words else None


def _reference_url(ground: Ground, locale: str, reference: Reference) -> str:
    destination = link(ground, locale, reference.scheme, reference.target, reference.fragment)
    return destination.url if destination else ""


def _reference_title(ground: Ground, locale: str, reference: Reference) -> Text | None:
    site, key = ground.site, reference.target
    if reference.scheme in _TERMS:
        term = _TERMS[reference.scheme](ground, locale, key)
        return term.name if term else None
    if reference.scheme == Kind.AUTHOR:
        found = site.profiles.get((locale, key))
        return Text(found.name, locale) if found else None
    page = _nearest(site, locale, reference.scheme, key)
    return page.entry.title if page else None


def campaigns(ground: Ground, locale: str, *ids: str) -> tuple[Ask, ...]:
    """The campaigns of these ids in the words of an edition, down to the first that never closes: the first that is
    open stands. One whose words have not been translated, not even into a language that the edition says its readers
    know, is passed over.
    """
    known = (ground.site.campaigns.get(id) for id in ids)
    said = [campaign for campaign in known if campaign and not missing_words(ground, locale, campaign)]
    lasting = next((number for number, campaign in enumerate(said) if campaign.end is None), len(said))
    return tuple(_ask(ground, locale, campaign) for campaign in said[: lasting + 1])


def _ask(ground: Ground, locale: str, campaign: Campaign) -> Ask:
    """A campaign in the words of an edition, with the actions that lead somewhere there."""
    config = ground.site.config
    actions = [config.actions[id] for id in campaign.actions if id in config.actions]
    choices = (
        Choice(action.id, _words(ground, locale, action.name), url, action.field)
        for action in actions
        if (url := _address(ground, locale, action.urls[locale], campaign.id))
    )
    by_id = {choice.id: choice for choice in choices}
    urls = {id: choice.url for id, choice in by_id.items() if not choice.field}
    values = {"site": _words(ground, locale, config.title)}
    words = worded(_phrase(ground, locale, campaign.body), None, values, formats.plural_form)
    return Ask(
        campaign.id,
        campaign.slot,
        campaign.icon,
        _words(ground, locale, campaign.title),
        linked(words, urls),
        tuple(by_id.values()),
        campaign.start,
        campaign.end,
        _funds(ground, campaign.goal),
        campaign.dismiss_days,
    )


def _funds(ground: Ground, goal: Goal | None) -> Funds | None:
    raised = ground.figures.get(goal.raised_file) if goal else None
    return Funds(goal.amount, raised) if goal and raised is not None else None


def missing_words(ground: Ground, locale: str, campaign: Campaign) -> str:
    """Which words of a campaign an edition and those that it falls back on lack, if any: its `title` or its `body`."""
    chain = ground.site.config.editions[locale].chain
    wordings = {"title": campaign.title, "body": campaign.body}
    return next((name for name, wording in wordings.items() if _words(ground, locale, wording).locale not in chain), "")


def silent_campaigns(ground: Ground) -> Iterator[Diagnostic]:
    """A warning for each campaign that an edition hides, because it has no words for it."""
    for number, campaign in enumerate(ground.site.config.campaigns):
        is_over = campaign.end is not None and campaign.end <= ground.site.now
        for locale in () if is_over else campaign.locales or ground.site.config.editions:
            missing = locale in ground.site.config.editions and missing_words(ground, locale, campaign)
            if missing:
                language = formats.language_name(locale, "en", tells_bokmal="nn" in ground.site.config.editions)
                message = f"The campaign `{campaign.id}` has no {language} {missing}, so that edition does not show it."
                at = At("site.toml", f"campaign.{number}.{missing}")
                hint = "Translate it in the catalog, or name in `locales` the editions that it is for."
                yield warning("campaign-untranslated", message, at, hint)


def payments(ground: Ground, locale: str, purpose: str, origin: str = "") -> tuple[Payment, ...]:
    """The ways to pay for something: those of a click before those of numbers.

    Payments say that they come from `origin`, the id of a campaign; without one, from the block of this purpose.
    """
    ways = ground.site.config.payments.get(purpose)
    return tuple(_payments(ground, locale, ways, reference(origin or purpose, locale))) if ways else ()


def _payments(ground: Ground, locale: str, ways: WaysToPay, said: str) -> Iterator[Payment]:
    if ways.vipps:
        yield Payment(PaymentKind.VIPPS, url=vipps_url(ways.vipps, said), number=ways.vipps)
    for link in ways.links:
        url = link_url(link, locale, said)
        if url:
            yield Payment(PaymentKind.LINK, _words(ground, locale, link.name), url, host(url))
    if ways.account:
        number = formats.joined(account_groups(ways.account))
        yield Payment(PaymentKind.ACCOUNT, number=number, payee=ways.payee, kid=ways.kid)
    if ways.iban:
        number = formats.joined(iban_groups(ways.iban))
        yield Payment(PaymentKind.ABROAD, number=number, payee=ways.payee, bic=ways.bic)


def symbol(ground: Ground, text: str) -> Symbol:
    """The QR code of an address."""
    # Here and not above: the library takes 70 ms to load, and few sites have a code.
    from ordskifte.render.qr import qr

    return qr(text)


def _phrase(ground: Ground, locale: str, wording: Wording) -> Phrase:
    if isinstance(wording, Message):
        return message(ground, locale, wording.msgid, wording.context)
    text = _words(ground, locale, wording)
    return Phrase((text.value,), text.locale, text.is_fallback)


def _address(ground: Ground, locale: str, url: str, campaign: str) -> str:
    """Where an action of a campaign leads in an edition; nothing where it leads nowhere yet."""
    if way(url):
        return payment_url(ground.site.config.payments, url, campaign, locale)
    reference = parse_reference(url)
    return _reference_url(ground, locale, reference) if reference else from_base(ground.site.config, url)


def asset(ground: Ground, name: str) -> str | None:
    """The address of a file of the look, with a hash of its content in its name."""
    return ground.assets.get(name)


def icon(ground: Ground, name: str) -> str | None:
    """The SVG of an icon."""
    return ground.icons.get(name)


def picture(ground: Ground, file: str) -> PublishedPicture | None:
    return ground.pictures.get(file)


def origin(ground: Ground) -> str:
    """The scheme and host of the publication."""
    return ground.site.config.url


def og_locale(ground: Ground, language: str) -> str:
    """A language as Open Graph writes it, by the country of its edition where that names one: "en_GB"."""
    edition = ground.site.config.editions.get(language)
    return formats.with_territory(edition.og.replace("_", "-") if edition else language)


def redirect(ground: Ground, url: str) -> Redirect | None:
    """Where an old address leads."""
    found = ground.site.redirects.get(url)
    term = series(ground, found.locale, found.key) if found and found.kind == Kind.SERIES else None
    return replace(found, title=term.name) if found and term else found


def redirect_rules(ground: Ground) -> tuple[tuple[str, str, int], ...]:
    """Old addresses, where they lead, and what a host is to answer: that they have moved, or are gone.

    None that leads to an unlisted page: there are hosts that show the file of rules to whoever asks for it.
    """
    site = ground.site
    listed = (redirect for redirect in site.redirects.values() if not redirect.is_unlisted)
    moved = [(redirect.url, redirect.to, 301) for redirect in listed]
    gone = [(url, site.urls[locale, ListingKind.NOT_FOUND.value, ""], 410) for url, locale in site.gone.items()]
    return (*sorted(moved), *sorted(gone))


def not_found_pages(ground: Ground) -> tuple[tuple[str, str], ...]:
    """The folders under which a host has to be told what to show where nothing stands, the innermost first, and what.

    At the root all hosts look by themselves.
    """
    site, root = ground.site, ground.site.config.base_path
    pages = {
        site.urls[locale, ListingKind.FRONT, ""]: site.urls[locale, ListingKind.NOT_FOUND, ""]
        for locale in site.config.editions
    }
    pages.setdefault(root, site.urls[site.config.default_locale, ListingKind.NOT_FOUND, ""])
    folders = sorted(pages, key=lambda folder: (-folder.count("/"), folder))
    return tuple((folder, pages[folder]) for folder in folders if pages[folder] != f"{root}404.html")


def content(ground: Ground, path: str) -> bytes | Diagnostic | None:
    """The bytes of an output that is published as it is, or why they cannot be read."""
    source = ground.copies.get(path)
    return ground.content(source) if source else None


def image(ground: Ground, path: str) -> bytes | Diagnostic | None:
    """The bytes of a form of a picture, or why they cannot be made."""
    form = ground.images.get(path)
    return ground.making(form) if form else None


def sealed(ground: Ground, locale: str, key: str) -> SealedPart | None:
    """What a page needs to know of the part of an article that is sealed; None where nothing is."""
    return ground.sealed.get((locale, key))


def sealed_file(ground: Ground, locale: str, key: str) -> bytes | None:
    """The sealed part of an article, which its key alone makes readable."""
    return ground.vault((locale, key)) if (locale, key) in ground.sealed else None


def grant(ground: Ground, file: str) -> str | None:
    return ground.grants.get(file)


def script(ground: Ground, path: str) -> bytes | None:
    return ground.scripts.get(path)


def template(ground: Ground, name: str) -> bytes | None:
    """The digest of a template and of all that it can reach."""
    return ground.templates.get(name)


QUERIES: Mapping[str, Callable[..., object]] = {
    function.__name__: function
    for function in (
        asset,
        body,
        campaigns,
        content,
        edition,
        entry,
        feed_url,
        formats_of,
        grant,
        icon,
        introduction,
        image,
        language_name,
        latest,
        link,
        list_url,
        listing,
        menu,
        message,
        neighbours,
        not_found_pages,
        og_locale,
        origin,
        page,
        payments,
        picture,
        profile,
        profiles,
        redirect,
        redirect_rules,
        related,
        script,
        sealed,
        sealed_file,
        section,
        sections,
        series,
        series_place,
        symbol,
        tag,
        tagline,
        template,
        title,
        works_by,
        year,
        years,
    )
}
PARTS_OF_LARGE: Mapping[str, Callable[[str], frozenset[str]]] = {
    "body": lambda source: frozenset({f"bodies {source}"}),
    "content": lambda _: frozenset({"copies", "content"}),
    "card_image": lambda _: frozenset({"catalogs", "pictures", "site", "typefaces"}),
    "image": lambda _: frozenset({"images"}),
    "sealed_file": lambda _: frozenset({"sealed"}),
    "search_words": lambda number: frozenset({f"words {number}"}),
}
"""The parts of the Ground that a large answer is made from. Each body is a part: one of ten thousand is corrected, and
the others need not be asked for."""
