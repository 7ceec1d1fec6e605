"""Works become pages, one for each edition that shows them, and authors become profiles."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from ordskifte.model.clock import beginning
from ordskifte.model.config import Config, Edition, Untranslated
from ordskifte.model.diagnostics import At, Diagnostic, warning
from ordskifte.model.document import ArticleFront, AuthorFront, Image, Kind, PageFront
from ordskifte.model.references import parse_reference
from ordskifte.model.site import (
    Alternate,
    Contribution,
    DatedNote,
    Entry,
    Illustration,
    ListingKind,
    Notice,
    Page,
    Person,
    Profile,
    Quiet,
    Switch,
    Withdrawal,
)
from ordskifte.model.translations import State
from ordskifte.resolve import access, campaigns
from ordskifte.resolve.addresses import from_base, listing_url, work_url
from ordskifte.resolve.editions import Place, Versions, places
from ordskifte.resolve.translations import Version, Work

Profiles = Mapping[tuple[str, str], Profile]
"""By locale and author id."""


class Showing(Struct, frozen=True):
    """One version of a work in its place in one edition."""

    work: Work
    version: Version
    place: Place
    url: str
    """Of its page; where the edition has none, of its home page."""
    home: str
    """The address that is canonical for the text."""
    switches: tuple[Switch, ...]
    alternates: tuple[Alternate, ...]
    original_url: str
    """Where the original of a translation is at home; empty where it has no page, or none that is shown around."""

    @property
    def locale(self) -> str:
        return self.place.locale

    @property
    def language(self) -> str:
        return self.version.locale


def pages_of(work: Work, config: Config, now: datetime, profiles: Profiles) -> Iterator[tuple[Page, bool]]:
    """The page of an article or a page in each edition that shows it; False with those that lists alone show."""
    if work.kind not in (Kind.ARTICLE, Kind.PAGE):
        return
    for showing in _showings(work, config):
        front = showing.version.front
        if isinstance(front, ArticleFront):
            front = _bare(front) if front.withdrawn else front
            page = _article(showing, front, config, now, profiles)
        else:
            assert isinstance(front, PageFront)
            page = _page(showing, front, config)
        yield campaigns.carrying(page, config.campaigns, now), showing.place.has_page


def unshown(work: Work, config: Config) -> Iterator[Diagnostic]:
    """A warning where no edition shows an article's original: each has a translation of it."""
    shown = {place.language for place in _places(work, config).values()}
    if work.kind is Kind.ARTICLE and shown and work.original not in shown:
        message = f"The original has no page: every edition shows a translation of the {work.original} text."
        hint = f"It gets one with an edition in {work.original}, or without one of the translations."
        yield warning("original-unshown", message, At(work.first.face.source, "title"), hint)


def lacking(work: Work, config: Config) -> tuple[str, ...]:
    """The editions that show a work in another language than their own, or link to it, for want of a translation.

    Not the one where a text without an edition is at home, and none that leaves the work out.
    """
    return tuple(locale for locale, place in _places(work, config).items() if place.notice is Notice.SHELL)


# --------------------------------------------------------------------------------------
# Which version stands where
# --------------------------------------------------------------------------------------


def _showings(work: Work, config: Config) -> Iterator[Showing]:
    found = _places(work, config)
    urls = {
        locale: work_url(config, locale, work.kind.value, work.versions[place.language].front.slug or work.key)
        for locale, place in found.items()
        if place.has_page
    }
    for locale, place in found.items():
        switches = tuple(
            Switch(
                other,
                edition.name,
                urls.get(other) or listing_url(config, other, ListingKind.FRONT, ""),
                found[other].language if other in urls else other,
                is_current=other == locale,
            )
            for other, edition in config.editions.items()
        )
        alternates = tuple(Alternate(hreflang, urls[edition]) for hreflang, edition in place.alternates)
        version, home = work.versions[place.language], urls[place.home]
        original = "" if version.is_original else _url_of(version.original, work, found, urls)
        yield Showing(work, version, place, urls.get(locale, home), home, switches, alternates, original)


def _url_of(language: str, work: Work, found: Mapping[str, Place], urls: Mapping[str, str]) -> str:
    """The home page of a version; nothing where no edition shows it, or where it is not shown around."""
    homes = (urls[place.home] for place in found.values() if place.language == language)
    return "" if _is_unlisted(work.versions[language]) else next(homes, "")


def _places(work: Work, config: Config) -> Mapping[str, Place]:
    front = work.first.front
    article = front if isinstance(front, ArticleFront) else None
    return _placed(
        work.original,
        tuple((locale, version.state) for locale, version in work.versions.items()),
        (article.editions if article else None) or (),
        _untranslated(work.kind, article, config),
        frozenset(locale for locale, version in work.versions.items() if _is_unlisted(version)),
        frozenset(locale for locale, version in work.versions.items() if _is_withdrawn(version)),
        tuple((locale, edition.chain) for locale, edition in config.editions.items()),
        config.default_locale,
    )


@lru_cache(1 << 10)
def _placed(
    original: str,
    states: tuple[tuple[str, State], ...],
    wanted: tuple[str, ...],
    untranslated: Untranslated,
    unlisted: frozenset[str],
    withdrawn: frozenset[str],
    chains: tuple[tuple[str, tuple[str, ...]], ...],
    default: str,
) -> Mapping[str, Place]:
    """What the table has for such a work. Most works of a site are alike in this."""
    versions = Versions(original, dict(states), wanted, untranslated, unlisted, withdrawn)
    return places(versions, dict(chains), default)


def _is_unlisted(version: Version) -> bool:
    return bool(getattr(version.front, "unlisted", False))


def _is_withdrawn(version: Version) -> bool:
    return isinstance(version.front, ArticleFront) and version.front.withdrawn is not None


def _untranslated(kind: Kind, article: ArticleFront | None, config: Config) -> Untranslated:
    """What the article says, else its section, else what holds for its kind."""
    section = config.sections.get((article and article.section) or "")
    said = (
        (article and article.untranslated) or (section and section.untranslated) or config.untranslated.get(kind.value)
    )
    return said or Untranslated.SHELL


# --------------------------------------------------------------------------------------
# What stands on a page
# --------------------------------------------------------------------------------------


def _page(showing: Showing, front: PageFront, config: Config) -> Page:
    return Page(
        entry=Entry(
            kind=Kind.PAGE,
            key=showing.work.key,
            locale=showing.locale,
            language=showing.language,
            url=showing.url,
            title=front.title.pick((showing.language,)),
            standfirst=front.standfirst.pick((showing.language,)) if front.standfirst else None,
        ),
        source=showing.version.face.source,
        original=showing.version.original,
        home=showing.home,
        switches=showing.switches,
        alternates=showing.alternates,
        robots=showing.place.robots,
        is_indexed=showing.place.is_indexed,
        state=showing.version.state,
        notice=showing.place.notice,
        template=front.template,
        is_unlisted=front.unlisted,
        quiet=_quiet_of_page(showing, front, config),
        extra=front.extra or {},
    )


def _quiet_of_page(showing: Showing, front: PageFront, config: Config) -> Quiet:
    if _is_asked_for(showing, config):
        return Quiet.DESTINATION
    return Quiet.NO if front.campaigns else Quiet.UNWANTED


def _quiet_of_article(front: ArticleFront) -> Quiet:
    if front.withdrawn:
        return Quiet.WITHDRAWN
    if front.sensitive:
        return Quiet.SENSITIVE
    return Quiet.UNWANTED if front.campaigns is False else Quiet.NO


def _is_asked_for(showing: Showing, config: Config) -> bool:
    """Whether campaigns lead to this page, where none stands."""
    for url in (url for action in config.actions.values() for url in action.urls.values()):
        reference = parse_reference(url)
        if reference and (reference.scheme, reference.target) == (Kind.PAGE, showing.work.key):
            return True
        if from_base(config, url).partition("#")[0] == showing.url:
            return True
    return False


def _article(showing: Showing, front: ArticleFront, config: Config, now: datetime, profiles: Profiles) -> Page:
    """An article's page. A missing date and names that do not exist are errors told elsewhere; something stands in for
    them, so that no template stumbles over what it may rely on.
    """
    section = front.section if front.section in config.sections else next(iter(config.sections), "")
    locale, language, face = showing.locale, showing.language, showing.version.face
    # What editors say of an original they say in the language of the interface, of a translation in its own; else in
    # one that the edition's readers know.
    chain = config.editions[locale].chain
    of_editors = (*chain, language) if showing.version.is_original else (language, *chain, showing.version.original)
    level = access.effective(front, config, now)
    return Page(
        entry=Entry(
            kind=Kind.ARTICLE,
            key=showing.work.key,
            locale=locale,
            language=language,
            url=showing.url,
            title=front.title.pick((language,)),
            standfirst=front.standfirst.pick((language,)) if front.standfirst else None,
            date=front.date or now,
            updated=_updated(front, config),
            authors=_people(front.authors or (), locale, profiles),
            section=section or "",
            tags=tuple(tag for tag in dict.fromkeys(front.tags or ()) if tag in config.tags),
            access=level,
            minutes=0 if front.withdrawn else face.minutes,
            image=_illustration(front.image, language),
            series=front.series,
        ),
        source=face.source,
        original=showing.version.original,
        original_url=showing.original_url,
        home=showing.home,
        switches=showing.switches,
        alternates=showing.alternates,
        robots=showing.place.robots,
        is_indexed=showing.place.is_indexed,
        state=showing.version.state,
        notice=showing.place.notice,
        contributions=tuple(Contribution(role, _people(ids, locale, profiles)) for role, ids in _roles(front).items()),
        withdrawal=_withdrawal(front, of_editors),
        notes=tuple(
            DatedNote(note.date, note.kind, note.text.pick(of_editors))
            for note in sorted(front.corrections or (), key=lambda note: note.date)
        ),
        related=front.related or (),
        originally_published=front.originally_published,
        translated=front.translation.updated if front.translation else None,
        is_sealed=face.is_sealed and level != access.FREE,
        is_unlisted=bool(front.unlisted),
        quiet=_quiet_of_article(front),
        extra=front.extra or {},
    )


def _bare(front: ArticleFront) -> ArticleFront:
    """What is left of an article that is withdrawn: that it was there, and who had written it."""
    return ArticleFront(
        title=front.title,
        date=front.date,
        authors=front.authors,
        section=front.section,
        access=access.FREE,
        unlisted=front.unlisted,
        withdrawn=front.withdrawn,
    )


def _withdrawal(front: ArticleFront, languages: tuple[str, ...]) -> Withdrawal | None:
    return Withdrawal(front.withdrawn.date, front.withdrawn.reason.pick(languages)) if front.withdrawn else None


def _updated(front: ArticleFront, config: Config) -> datetime | None:
    """The latest of what the author says and of the dated notes."""
    noted = (beginning(note.date, config.time_zone) for note in front.corrections or ())
    return max((moment for moment in (front.updated, *noted) if moment), default=None)


def _family_name_first(name: str) -> str:
    """The name as an index has it, where the family name is the last word; for other names there is `sort_as`."""
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}" if given else name


def _people(ids: Iterable[str], locale: str, profiles: Profiles) -> tuple[Person, ...]:
    """The authors of these ids that there are, each once."""
    known = (profiles.get((locale, id)) for id in dict.fromkeys(ids))
    return tuple(Person(profile.id, profile.name, profile.url) for profile in known if profile)


def _roles(front: ArticleFront) -> dict[str, tuple[str, ...]]:
    """Who did what, with the translator that the translation itself names."""
    roles = dict(front.contributors or {})
    if front.translation and front.translation.translator:
        roles["translator"] = (front.translation.translator, *roles.get("translator", ()))
    return roles


def _illustration(image: Image | None, language: str) -> Illustration | None:
    if image is None or not image.file:
        return None
    words = (image.alt, image.caption, image.credit)
    alt, caption, credit = (texts.pick((language,)) if texts else None for texts in words)
    return Illustration(image.file, alt, caption, credit, image.focus)


# --------------------------------------------------------------------------------------
# Authors
# --------------------------------------------------------------------------------------


def best(work: Work, chain: Iterable[str]) -> Version:
    """The version in the first of these languages that has one, else the first."""
    return next((work.versions[locale] for locale in chain if locale in work.versions), work.first)


def profile_of(work: Work, edition: Edition, config: Config) -> Profile:
    """An author in an edition: with the blurb of its language, else of the default edition's."""
    version = best(work, (*edition.chain, config.default_locale))
    front, language = version.front, version.locale
    assert isinstance(front, AuthorFront)
    return Profile(
        id=work.key,
        name=front.name,
        sort_as=front.sort_as or _family_name_first(front.name),
        url=listing_url(config, edition.locale, ListingKind.AUTHOR, work.key, front.slug or work.key),
        source=version.face.source,
        language=language,
        role=front.role.pick((language,)) if front.role else None,
        photo=_illustration(front.photo, language),
        links=tuple((link.name.pick((language,)), link.url) for link in front.links),
    )
