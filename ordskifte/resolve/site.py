"""The walk through resolve: faces are gathered, filtered by the clock, put in their places, listed and checked."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from msgspec.structs import replace

from ordskifte.model.config import Config, Edition
from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, error
from ordskifte.model.document import ArticleFront, AuthorFront, Face, Image, Kind, PageFront
from ordskifte.model.locales import reading_minutes
from ordskifte.model.references import parse_reference
from ordskifte.model.site import (
    Clock,
    Contribution,
    DatedNote,
    Entry,
    Illustration,
    ListingId,
    ListingKind,
    Page,
    PageId,
    Person,
    Profile,
    Site,
    Switch,
)
from ordskifte.resolve import access, campaigns
from ordskifte.resolve.addresses import collisions, listing_url, work_url
from ordskifte.resolve.references import check_front_matter, check_links, targets, work_of
from ordskifte.resolve.translations import Version, Work, WorkId, gather, is_draft

ProfileId = tuple[str, str]
Lists = dict[ListingId, tuple[str, ...]]


def resolve(config: Config, faces: Iterable[Face], clock: Clock) -> tuple[Site, Diagnostics]:
    """The site at the clock's moment, and what is wrong between its sources."""
    works, problems = gather(faces, tuple(config.editions))
    published = {id: work for id, work in ((id, _published(work, clock)) for id, work in works.items()) if work}
    files = targets(works)
    profiles = {
        (locale, work.key): _profile(work, edition, config)
        for work in published.values()
        if work.kind is Kind.AUTHOR
        for locale, edition in config.editions.items()
    }
    pages: dict[PageId, Page] = {
        (locale, work.kind, work.key): page
        for work in published.values()
        if work.kind is not Kind.AUTHOR
        for locale, page in _pages(work, config, clock, profiles)
    }
    lists = _lists(config, pages)
    profiles = {
        (locale, id): replace(profile, works=lists.get((locale, ListingKind.AUTHOR, id), ()))
        for (locale, id), profile in profiles.items()
    }
    site = Site(
        config=config,
        now=clock.now,
        pages=pages,
        profiles=profiles,
        lists=lists,
        urls=_urls(config, lists, profiles),
        campaigns={campaign.id: campaign for campaign in config.campaigns},
        listing_campaigns={
            (locale, kind.value): campaigns.chosen(config.campaigns, campaigns.Carrier(locale, kind.value), clock.now)
            for locale in config.editions
            for kind in ListingKind
        },
        files=files,
        pictures=tuple(sorted(_pictures(published))),
        next_change=_next_change(works, config, clock),
    )
    found = [
        *problems,
        *(problem for work in works.values() for problem in access.check(work, config)),
        *check_front_matter(works, config),
        *check_links(works, published, files, config),
        *_check_config(works, config),
        *collisions(_claims(site)),
    ]
    return site, tuple(found)


# --------------------------------------------------------------------------------------
# What is published
# --------------------------------------------------------------------------------------


def _published(work: Work, clock: Clock) -> Work | None:
    """The work with the versions that readers may see now; None while its original is not to be seen."""
    seen = {locale: version for locale, version in work.versions.items() if _is_published(version, clock)}
    return replace(work, versions=seen) if work.original in seen else None


def _is_published(version: Version, clock: Clock) -> bool:
    if is_draft(version) and not clock.shows_drafts:
        return False
    date = _date(version)
    return date is None or date <= clock.now or clock.shows_future


def _date(version: Version) -> datetime | None:
    return version.front.date if isinstance(version.front, ArticleFront) else None


def _next_change(works: Mapping[WorkId, Work], config: Config, clock: Clock) -> datetime | None:
    """The first moment after the clock's at which time alone changes what the site says."""
    year = clock.now.astimezone(config.zone).year
    moments = [datetime(year + 1, 1, 1, tzinfo=config.zone).astimezone(UTC), *campaigns.changes(config.campaigns)]
    for work in works.values():
        for version in work.versions.values():
            if isinstance(version.front, ArticleFront):
                moments += [version.front.date] if version.front.date else []
                moments += access.effective(version.front, config, clock.now)[1]
    return min((moment for moment in moments if moment > clock.now), default=None)


# --------------------------------------------------------------------------------------
# Works become pages
# --------------------------------------------------------------------------------------


def _shown(work: Work, edition: Edition) -> Version:
    """The version that an edition shows: its own language, else one it falls back to, else the original."""
    for locale in edition.chain:
        if locale in work.versions:
            return work.versions[locale]
    return work.first


def _pages(
    work: Work, config: Config, clock: Clock, profiles: Mapping[ProfileId, Profile]
) -> Iterator[tuple[str, Page]]:
    """The work's page in each edition that shows it."""
    front = work.first.front
    wanted = front.editions if isinstance(front, ArticleFront) and front.editions else tuple(config.editions)
    shown = {locale: _shown(work, edition) for locale, edition in config.editions.items() if locale in wanted}
    urls = {
        locale: work_url(config, locale, work.kind.value, version.front.slug or work.key)
        for locale, version in shown.items()
    }
    for locale, version in shown.items():
        home = _home(version.locale, shown, config.default_locale)
        switches = tuple(
            Switch(
                other,
                edition.name,
                urls.get(other) or listing_url(config, other, ListingKind.FRONT, ""),
                shown[other].locale if other in shown else other,
                is_current=other == locale,
            )
            for other, edition in config.editions.items()
        )
        yield locale, _page(work, version, locale, urls[locale], urls[home], switches, config, clock, profiles)


def _home(language: str, shown: Mapping[str, Version], default: str) -> str:
    """The edition whose page is canonical for the text: its own language's, else the default one, else the first."""
    showing = [locale for locale, version in shown.items() if version.locale == language]
    return next((locale for locale in (language, default) if locale in showing), showing[0])


def _page(
    work: Work,
    version: Version,
    locale: str,
    url: str,
    home: str,
    switches: tuple[Switch, ...],
    config: Config,
    clock: Clock,
    profiles: Mapping[ProfileId, Profile],
) -> Page:
    front, language = version.front, version.locale
    assert not isinstance(front, AuthorFront)
    entry = Entry(
        kind=work.kind,
        key=work.key,
        locale=locale,
        language=language,
        url=url,
        title=front.title.pick((language,)),
        standfirst=front.standfirst.pick((language,)) if front.standfirst else None,
    )
    page = Page(
        entry=entry,
        source=version.face.source,
        original=work.original,
        home=home,
        switches=switches,
        is_sealed=version.face.is_sealed,
        extra=front.extra or {},
    )
    if isinstance(front, PageFront):
        carrier = campaigns.Carrier(
            locale, Kind.PAGE, is_suppressed=not front.campaigns or work.key in _asking_pages(config)
        )
        return replace(
            page,
            template=front.template,
            is_unlisted=front.unlisted,
            campaigns=campaigns.chosen(config.campaigns, carrier, clock.now),
        )
    return _article(page, version, front, config, clock, profiles)


def _article(
    page: Page,
    version: Version,
    front: ArticleFront,
    config: Config,
    clock: Clock,
    profiles: Mapping[ProfileId, Profile],
) -> Page:
    locale, language = page.locale, page.language
    level, _ = access.effective(front, config, clock.now)

    def people(ids: Iterable[str]) -> tuple[Person, ...]:
        known = (profiles.get((locale, id)) for id in ids)
        return tuple(Person(profile.id, profile.name, profile.url) for profile in known if profile)

    roles = dict(front.contributors or {})
    if front.translation and front.translation.translator:
        roles["translator"] = (front.translation.translator, *roles.get("translator", ()))
    carrier = campaigns.Carrier(
        locale,
        Kind.ARTICLE,
        level,
        front.section or "",
        front.tags or (),
        is_suppressed=front.campaigns is False or bool(front.sensitive),
    )
    return replace(
        page,
        entry=replace(
            page.entry,
            date=front.date,
            updated=front.updated,
            authors=people(front.authors or ()),
            section=front.section or "",
            tags=front.tags or (),
            access=level,
            minutes=reading_minutes(version.face.words, language),
            image=_illustration(front.image, language),
        ),
        contributions=tuple(Contribution(role, people(dict.fromkeys(ids))) for role, ids in roles.items()),
        notes=tuple(
            DatedNote(note.date, note.kind, note.text.pick((language, page.original)))
            for note in sorted(front.corrections or (), key=lambda note: note.date)
        ),
        related=front.related or (),
        originally_published=front.originally_published,
        series=front.series,
        is_unlisted=bool(front.unlisted),
        campaigns=campaigns.chosen(config.campaigns, carrier, clock.now),
    )


def _asking_pages(config: Config) -> set[str]:
    """The keys of the pages that campaigns lead to, where no campaign stands."""
    references = (parse_reference(url) for action in config.actions.values() for url in action.urls.values())
    return {reference.target for reference in references if reference and reference.scheme == Kind.PAGE}


def _illustration(image: Image | None, language: str) -> Illustration | None:
    if image is None or not image.file:
        return None

    words = (image.alt, image.caption, image.credit)
    alt, caption, credit = (texts.pick((language,)) if texts else None for texts in words)
    return Illustration(image.file, alt, caption, credit, image.focus)


def _profile(work: Work, edition: Edition, config: Config) -> Profile:
    chain = (*edition.chain, config.default_locale)
    version = next((work.versions[locale] for locale in chain if locale in work.versions), work.first)
    front, language = version.front, version.locale
    assert isinstance(front, AuthorFront)
    return Profile(
        id=work.key,
        name=front.name,
        sort_as=front.sort_as or front.name,
        url=listing_url(config, edition.locale, ListingKind.AUTHOR, work.key, front.slug or work.key),
        source=version.face.source,
        language=language,
        role=front.role.pick((language,)) if front.role else None,
        photo=_illustration(front.photo, language),
        links=tuple((link.name.pick((language,)), link.url) for link in front.links),
    )


def _pictures(works: Mapping[WorkId, Work]) -> set[str]:
    """Every picture that a published version shows."""
    pictures: set[str] = set()
    for work in works.values():
        for version in work.versions.values():
            pictures.update(version.face.images)
            front = version.front
            image = front.image if isinstance(front, ArticleFront) else getattr(front, "photo", None)
            if image and image.file:
                pictures.add(image.file)
    return pictures


# --------------------------------------------------------------------------------------
# Lists
# --------------------------------------------------------------------------------------


def _lists(config: Config, pages: Mapping[PageId, Page]) -> Lists:
    """The articles of every list that has any, newest first; the front page and the archive are always there."""
    lists: dict[ListingId, list[str]] = {}
    for locale in config.editions:
        for kind in (ListingKind.FRONT, ListingKind.ARCHIVE, ListingKind.AUTHORS, ListingKind.NOT_FOUND):
            lists[locale, kind, ""] = []
    entries = [page.entry for page in pages.values() if page.entry.kind is Kind.ARTICLE and not page.is_unlisted]
    for entry in sorted(
        entries, key=lambda entry: (entry.date or datetime.min.replace(tzinfo=UTC), entry.key), reverse=True
    ):
        for kind, id in _memberships(entry, config):
            lists.setdefault((entry.locale, kind, id), []).append(entry.key)
    return {id: tuple(keys) for id, keys in lists.items()}


def _memberships(entry: Entry, config: Config) -> Iterator[tuple[ListingKind, str]]:
    """The lists that an article stands in, each once."""
    yield ListingKind.FRONT, ""
    yield ListingKind.ARCHIVE, ""
    if entry.date:
        yield ListingKind.YEAR, str(entry.date.astimezone(config.zone).year)
    if entry.section in config.sections:
        yield ListingKind.SECTION, entry.section
    for tag in dict.fromkeys(entry.tags):
        if tag in config.tags:
            yield ListingKind.TAG, tag
    for author in dict.fromkeys(person.id for person in entry.authors):
        yield ListingKind.AUTHOR, author


def _urls(config: Config, lists: Lists, profiles: Mapping[ProfileId, Profile]) -> dict[ListingId, str]:
    urls = {
        (locale, kind, id): listing_url(config, locale, kind, id)
        for locale, kind, id in lists
        if kind is not ListingKind.AUTHOR
    }
    return urls | {(locale, ListingKind.AUTHOR, id): profile.url for (locale, id), profile in profiles.items()}


# --------------------------------------------------------------------------------------
# What only the whole can tell
# --------------------------------------------------------------------------------------


def _claims(site: Site) -> Iterator[tuple[str, str]]:
    """Each address of the site with what claims it."""
    for page in site.pages.values():
        yield page.url, page.source
    for (locale, kind, id), url in site.urls.items():
        author = site.profiles[locale, id].source if kind is ListingKind.AUTHOR else ""
        yield url, author or f"the {locale} {kind} list {id}".rstrip()


def _check_config(works: Mapping[WorkId, Work], config: Config) -> Iterator[Diagnostic]:
    """Menus and actions of `site.toml` that point to nothing."""
    links = [
        (f"menu.{number}.links.{position}", link.to)
        for number, menu in enumerate(config.menus.values())
        for position, link in enumerate(menu.links)
    ]
    links += [
        (f"actions.{action.id}.url", url)
        for action in config.actions.values()
        for url in dict.fromkeys(action.urls.values())
    ]
    for name, url in links:
        reference = parse_reference(url)
        if reference is None:
            if not url.startswith(("https://", "/")) or url.startswith("//"):
                hint = "Write https://…, an address on this site such as /about/, or a reference such as page:about."
                yield error("link-scheme", f"`{url}` is not an address.", At("site.toml", name), hint)
            continue
        id = work_of(reference, {})
        known = id in works if id else reference.target in {**config.sections, **config.tags}
        if not known:
            yield error(
                f"{reference.scheme}-unknown",
                f"There is no {reference.scheme} `{reference.target}`.",
                At("site.toml", name),
            )
