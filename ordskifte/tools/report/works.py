"""The works of a site as the report has them: each in every language, with what has changed and what is to be done."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from ordskifte.model.catalog import SOURCE_LOCALE
from ordskifte.model.config import Config
from ordskifte.model.document import ArticleFront, AuthorFront, Kind, SeriesFront
from ordskifte.model.site import ListingKind, Site
from ordskifte.model.text import Message, Text, Wording
from ordskifte.model.translations import Segments, State, text_fingerprint
from ordskifte.resolve.addresses import permalink
from ordskifte.resolve.changes import untranslated
from ordskifte.resolve.translations import Work as SourceWork
from ordskifte.resolve.translations import WorkId
from ordskifte.tools.differences import Difference, differences
from ordskifte.tools.report.values import Change, Section, Step, Unwritten, Version, Work
from ordskifte.tools.statuses import Status, Texts
from ordskifte.tools.translate import begun_path

KINDS = (Kind.ARTICLE, Kind.PAGE, Kind.SERIES, Kind.AUTHOR)
"""In the order of the report."""


class Desk(Struct, frozen=True):
    """What the works of a report are made from."""

    works: Mapping[WorkId, SourceWork]
    texts: Texts
    site: Site
    program: str
    """What is typed before the name of a command: `python build.py`."""


def works(statuses: Iterable[Status], desk: Desk) -> tuple[Work, ...]:
    """Every work, by section, the newest first; then pages, series and authors."""
    groups = groupby(statuses, key=lambda status: (Kind(status.kind), status.key))
    found = [_work(desk.works[id], tuple(group), desk) for id, group in groups]
    known = [*desk.site.config.sections]

    def place(work: Work) -> tuple[int, int, float, str]:
        section = known.index(work.section) if work.section in known else len(known)
        return KINDS.index(work.kind), section, -(work.date.timestamp() if work.date else 0), work.key

    return tuple(sorted(found, key=place))


def sections(config: Config) -> tuple[Section, ...]:
    """The sections in the site's order, by their English names where they have some."""
    names = {id: in_english(section.name, config) for id, section in config.sections.items()}
    return tuple(Section(id, name.value, name.locale) for id, name in names.items())


def in_english(wording: Wording, config: Config) -> Text:
    """Words of `site.toml` in English, where it has them, else in the language of the default edition."""
    if isinstance(wording, Message):
        return Text(wording.msgid.replace("%%", "%"), SOURCE_LOCALE)
    return wording.pick((SOURCE_LOCALE, config.default_locale))


def _work(work: SourceWork, statuses: tuple[Status, ...], desk: Desk) -> Work:
    front = work.first.front
    article = front if isinstance(front, ArticleFront) else None
    name = _name(work, desk.site.config)
    return Work(
        kind=work.kind,
        key=work.key,
        title=name.value,
        language=name.locale,
        section=(article and article.section) or "",
        date=article.date if article else None,
        versions=tuple(_version(work, status, desk) for status in statuses),
    )


def _name(work: SourceWork, config: Config) -> Text:
    front = work.first.front
    if isinstance(front, AuthorFront):
        return Text(front.name, "")
    if isinstance(front, SeriesFront):
        series = config.series.get(work.key)
        return in_english(series.name, config) if series else Text(work.key, "")
    return front.title.pick((work.original,))


# --------------------------------------------------------------------------------------
# One version
# --------------------------------------------------------------------------------------


def _version(work: SourceWork, status: Status, desk: Desk) -> Version:
    version = work.versions.get(status.locale)
    front = version.front if version else work.first.front
    translation = front.translation if isinstance(front, ArticleFront) else None
    changes: tuple[Change, ...] | None = ()
    unwritten: tuple[Unwritten, ...] = ()
    if version and translation and status.state not in (State.CURRENT, State.ORPHAN):
        own = desk.texts.segments(status.path)
        now = desk.texts.segments(work.versions[translation.of].face.source)
        then = desk.texts.ledger(work.key).get(translation.source)
        changes = _changes(translation.source, then, now, own)
        if status.state is State.DRAFT:
            unwritten = tuple(Unwritten(left.line, left.words) for left in untranslated(own, (*now, *(then or ()))))
    return Version(
        locale=status.locale,
        state=status.state,
        of=status.of,
        path=status.path,
        words=status.words,
        url=_url(work, status, desk.site),
        is_withdrawn=isinstance(front, ArticleFront) and front.withdrawn is not None,
        steps=tuple(_steps(work, status, desk.program)),
        changes=changes,
        unwritten=unwritten,
    )


def _changes(source: str, then: Segments | None, now: Segments, own: Segments) -> tuple[Change, ...] | None:
    """What has changed since the version with this fingerprint; None where that is not known."""
    if source == text_fingerprint(now):
        return ()
    return tuple(map(_change, differences(then, now, own))) if then is not None else None


def _change(difference: Difference) -> Change:
    segment = difference.now or difference.then
    assert segment is not None
    old, new = difference.runs
    translation = difference.translation
    return Change(
        part=segment.part,
        old=old,
        new=new,
        translation=translation.words if translation else "",
        line=difference.now.line if difference.now else 0,
        translation_line=translation.line if translation else 0,
    )


def _url(work: SourceWork, status: Status, site: Site) -> str:
    """The page of a version, in the edition of its language if that shows it; of a missing one, what that shows."""
    editions = dict.fromkeys((status.locale, *site.config.editions))
    if work.kind is Kind.AUTHOR:
        profiles = (site.profiles.get((locale, work.key)) for locale in editions)
        found = [(profile.source, profile.url) for profile in profiles if profile]
    elif work.kind is Kind.SERIES:
        words = ((locale, site.introductions.get((locale, work.key))) for locale in editions)
        found = [(said.source, site.urls[locale, ListingKind.SERIES, work.key]) for locale, said in words if said]
    else:
        pages = (site.pages.get((locale, work.kind, work.key)) for locale in editions)
        found = [(page.source, page.url) for page in pages if page]
    shown = (url for source, url in found if source == status.path or not status.path)
    return next((permalink(site.config, url) for url in shown), "")


def _steps(work: SourceWork, status: Status, program: str) -> Iterator[Step]:
    """What is to be done to a version."""
    path, to = status.path, f"{work.key} --to {status.locale}"
    accept = f"{program} translate accept {to}"
    match status.state:
        case State.MISSING if work.kind is Kind.ARTICLE:
            yield Step("Write the file that is to be translated:", f"{program} translate start {to}")
        case State.MISSING:
            original = work.first.face.source
            yield Step(f"Copy {original} as {begun_path(original, status.locale)}, and translate it there.")
        case State.DRAFT:
            yield Step(f"Finish {path}. When it is right, say so:", accept)
        case State.STALE | State.AGED:
            yield Step(f"Bring {path} up to date. When it is right again, say so:", accept)
            yield Step("Or, if what has changed does not concern the translation:", f"{accept} --trivial")
        case State.MACHINE:
            yield Step(f"Read {path} beside the original, and mend it. When it is right, say so:", accept)
        case State.UNTRACKED:
            yield Step(f"Compare {path} with the original. If it is right, say so:", accept)
        case State.ORPHAN:
            words = f"Bring back the version in {status.of}, or take `translation` out of {path}."
            yield Step(f"{words} It then is an original itself.")
