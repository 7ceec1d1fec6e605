"""The walk through resolve: faces are gathered, filtered by the clock, put in their places, listed and checked."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace

from ordskifte.model.config import Config
from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics
from ordskifte.model.document import ArticleFront, Face, Kind
from ordskifte.model.site import Clock, Doubt, ListingKind, Page, PageId, Profile, Site
from ordskifte.model.translations import State
from ordskifte.model.urls import Urls
from ordskifte.resolve import access, campaigns
from ordskifte.resolve.addresses import collisions, numbered
from ordskifte.resolve.editions import HIDDEN
from ordskifte.resolve.lists import corrected, listed, listing_urls, page_count
from ordskifte.resolve.pages import pages_of, profile_of, unshown
from ordskifte.resolve.publication import early, foretold, next_change, published
from ordskifte.resolve.redirects import with_redirects
from ordskifte.resolve.references import CONFIG, Known, check_front_matter, check_links, files_of
from ordskifte.resolve.series import check_series, in_series, introductions
from ordskifte.resolve.translations import Work, WorkId, gather


def resolve(
    config: Config, faces: Iterable[Face], clock: Clock, states: Mapping[str, State], urls: Urls = ()
) -> tuple[Site, Diagnostics]:
    """The site at the clock's moment, and what is wrong between its sources.

    `states` tell, by source, of the translations that say what they were made from, whether that has changed since.
    `urls` are the addresses that have been published.
    """
    works, problems = gather(faces, tuple(config.editions), states)
    seen = [work for work in (published(work, clock) for work in works.values()) if work]
    profiles = {
        (locale, work.key): profile_of(work, edition, config)
        for work in seen
        if work.kind is Kind.AUTHOR
        for locale, edition in config.editions.items()
    }
    articles = {work.key for work in seen if work.kind is Kind.ARTICLE}
    shown = [
        (_discreet(page, articles, clock), has_page)
        for work in seen
        for page, has_page in pages_of(work, config, clock.now, profiles)
    ]
    pages: dict[PageId, Page] = {_id(page): page for page, has_page in shown if has_page}
    files = files_of(works)
    lists = {
        **listed(config, (page for page, _ in shown), profiles),
        **in_series((page for page, _ in shown), config),
        **corrected(pages.values()),
    }
    list_urls = listing_urls(config, lists, profiles)
    site = Site(
        config=config,
        now=clock.now,
        pages=pages,
        linked={_id(page): page.entry for page, has_page in shown if not has_page},
        profiles=profiles,
        introductions={
            (locale, id): words
            for (locale, id), words in introductions(seen, config).items()
            if (locale, ListingKind.SERIES, id) in list_urls
        },
        lists=lists,
        urls=list_urls,
        campaigns={campaign.id: campaign for campaign in config.campaigns},
        listing_campaigns={
            id: campaigns.chosen(config.campaigns, campaigns.of_list(*id), clock.now)
            for id in dict.fromkeys(campaigns.listed_as(*id) for id in list_urls)
        },
        files=files,
        pictures=tuple(sorted(_pictures(works, (page for page, _ in shown), profiles.values()))),
        next_change=next_change(works.values(), config, clock),
        is_preview=clock.is_preview,
        opened=tuple(_opened(works.values(), config)),
    )
    claims = tuple(_claims(site))
    site, misled = with_redirects(site, works, urls, clock, claims)
    known = {id: [version.face for version in work.versions.values()] for id, work in works.items()}
    links = tuple(check_links(Known(config, known, files, set(published_names(site)))))
    site = replace(site, doubts=tuple(doubt for doubt in links if isinstance(doubt, Doubt)))
    found = (
        *problems,
        *(problem for work in works.values() for problem in access.check(work, config)),
        *(problem for work in works.values() for problem in early(work)),
        *(problem for work in seen for problem in foretold(work, config, clock)),
        *(problem for work in seen for problem in unshown(work, config)),
        *check_front_matter(works, config),
        *check_series(works, config),
        *(problem for problem in links if isinstance(problem, Diagnostic)),
        *collisions(claims),
        *misled,
    )
    return site, found


def _discreet(page: Page, articles: Collection[str], clock: Clock) -> Page:
    """The page without the names of articles that are not published; that of a preview is for no search engine."""
    related = tuple(key for key in page.related if key in articles)
    robots = HIDDEN if clock.is_preview else page.robots
    is_so = (related, robots) == (page.related, page.robots)
    return page if is_so else replace(page, related=related, robots=robots)


def _opened(works: Iterable[Work], config: Config) -> Iterator[str]:
    """The sources whose sealed text is free in the end."""
    for work in works:
        for version in work.versions.values():
            face, front = version.face, version.front
            if face.is_sealed and isinstance(front, ArticleFront) and access.is_free_in_the_end(front, config):
                yield face.source


def _id(page: Page) -> PageId:
    return page.locale, page.entry.kind.value, page.entry.key


def _pictures(works: Mapping[WorkId, Work], pages: Iterable[Page], profiles: Iterable[Profile]) -> set[str]:
    """Every picture that something published shows."""
    in_body = {
        version.face.source: version.face.images for work in works.values() for version in work.versions.values()
    }
    shown = [(page.source, page.entry.image) for page in pages if not page.withdrawal]
    shown += [(profile.source, profile.photo) for profile in profiles]
    return {file for source, image in shown for file in (*in_body[source], *([image.file] if image else ()))}


def published_names(site: Site) -> Iterator[tuple[str, str]]:
    """Kind and name of each work and each term that has a page."""
    yield from ((kind, key) for _, kind, key in site.pages)
    yield from ((kind, id) for _, kind, id in site.urls)


def _claims(site: Site) -> Iterator[tuple[str, str, At]]:
    """Each address of the site, what claims it, and the place that decides it."""
    for page in site.pages.values():
        yield page.url, f"{page.source} ({page.locale})", At(page.source, "slug")
    for (locale, kind, id), first in site.urls.items():
        if kind == ListingKind.AUTHOR:
            source = site.profiles[locale, id].source
            who, at = f"{source} ({locale})", At(source, "slug")
        else:
            who, at = f"the {kind} {id}".rstrip() + f" ({locale})", At(CONFIG, _place(locale, kind, id))
        for number in range(1, page_count(site.config, kind, len(site.lists.get((locale, kind, id), ()))) + 1):
            yield numbered(site.config, locale, first, number), who, at


def _place(locale: str, kind: str, id: str) -> str:
    """The key of site.toml that decides a list's address."""
    if kind in (ListingKind.SECTION, ListingKind.TAG):
        return f"{kind}s.{id}.slug.{locale}"
    if kind == ListingKind.SERIES:
        return f"series.{id}.slug.{locale}"
    return f"locales.{locale}.path" if kind in (ListingKind.FRONT, ListingKind.NOT_FOUND) else f"urls.{kind}.{locale}"
