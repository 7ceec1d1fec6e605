"""What readers may see at the moment of a build, and when time alone will change it."""

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, UTC, datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.config import Campaign, Config
from ordskifte.model.diagnostics import At, Diagnostic, error, warning
from ordskifte.model.document import ArticleFront
from ordskifte.model.site import Clock
from ordskifte.resolve import access
from ordskifte.resolve.translations import Version, Work, is_draft


def published(work: Work, clock: Clock) -> Work | None:
    """The work with the versions that readers may see now: never a translation without its original."""
    ready = {locale for locale, version in work.versions.items() if _is_ready(version, clock)}
    seen = {locale: version for locale, version in work.versions.items() if {locale, version.original} <= ready}
    original = next((of for of in (work.original, *seen) if of in seen and seen[of].is_original), None)
    return replace(work, original=original, versions=seen) if original else None


def _is_ready(version: Version, clock: Clock) -> bool:
    if is_draft(version) and not clock.shows_drafts:
        return False
    date = _date(version)
    return date is None or date <= clock.now or clock.shows_future


def _date(version: Version) -> datetime | None:
    return version.front.date if isinstance(version.front, ArticleFront) else None


def early(work: Work) -> Iterator[Diagnostic]:
    """An error for each translation that is dated before its original: it would have to wait for it."""
    for version in work.versions.values():
        date, before = _date(version), _date(work.versions[version.original])
        if date and before and date < before:
            message = f"The {version.locale} translation has an earlier date than the {version.original} original."
            hint = (
                "Leave `date` out here: it comes with its original, and says in `translation.updated` when it was made."
            )
            yield error("translation-early", message, At(version.face.source, "date"), hint)


def foretold(work: Work, config: Config, clock: Clock) -> Iterator[Diagnostic]:
    """A warning for each note of the editors, and each withdrawal, that says a day that has not come."""
    today = clock.now.astimezone(config.zone).date()
    for version in work.versions.values():
        front = version.face.front
        if isinstance(front, ArticleFront):
            days = {f"corrections.{number}.date": note.date for number, note in enumerate(front.corrections or ())}
            days |= {"withdrawn.date": front.withdrawn.date} if front.withdrawn else {}
            for name, day in days.items():
                if day > today:
                    message = f"{day} has not come yet, and readers are told of it already."
                    yield warning("date-future", message, At(version.face.source, name), "Is the year right?")


# --------------------------------------------------------------------------------------
# What time alone changes
# --------------------------------------------------------------------------------------


class Event(StrEnum):
    """What can happen to a site that nobody touches."""

    PUBLISHED = "published"
    ACCESS = "access"
    OPENED = "opened"
    ENDED = "ended"
    YEAR = "year"


class Change(Struct, frozen=True, order=True):
    """What time alone changes at a moment."""

    moment: datetime
    event: Event
    subject: str
    """The source, the campaign's id, or the year that begins."""
    access: str = ""
    """Who may read it from then on."""


class Timetable(Struct, frozen=True):
    """What time alone has changed between two moments, and what it changes next."""

    due: tuple[Change, ...]
    next: tuple[Change, ...]
    """At one moment."""


def timetable(works: Iterable[Work], config: Config, since: datetime, now: datetime) -> Timetable:
    """What has changed for readers after one moment, until and with the other; and what changes next after that."""
    found = sorted(_changes(works, config, Clock(min(since, now)), now))
    coming = [change for change in found if change.moment > now]
    return Timetable(
        tuple(change for change in found if since < change.moment <= now),
        tuple(change for change in coming if change.moment == coming[0].moment),
    )


def next_change(works: Iterable[Work], config: Config, clock: Clock) -> datetime | None:
    """The first moment after the clock's at which time alone changes what the site says."""
    return min((change.moment for change in _changes(works, config, clock, clock.now)), default=None)


def _changes(works: Iterable[Work], config: Config, clock: Clock, until: datetime) -> Iterator[Change]:
    """All that changes after the clock's moment; of the years, those that begin until another one and the next."""
    for change in _timed(works, config, clock):
        if change.moment > clock.now:
            yield change
    yield from _new_years(config, clock.now, until)


def _timed(works: Iterable[Work], config: Config, clock: Clock) -> Iterator[Change]:
    for campaign in config.campaigns:
        yield from _window(campaign)
    awaiting = replace(clock, shows_future=True)
    for work in works:
        awaited = published(work, awaiting)
        if awaited:
            yield from _of_work(awaited, config)


def _window(campaign: Campaign) -> Iterator[Change]:
    if campaign.start:
        yield Change(campaign.start, Event.OPENED, campaign.id)
    if campaign.end:
        yield Change(campaign.end, Event.ENDED, campaign.id)


def _of_work(work: Work, config: Config) -> Iterator[Change]:
    """When each version is published, and when its access changes."""
    for version in work.versions.values():
        if isinstance(version.front, ArticleFront) and version.front.date:
            yield Change(version.front.date, Event.PUBLISHED, version.face.source)
            for moment, level in access.changes(version.front, config):
                yield Change(moment, Event.ACCESS, version.face.source, level)


def _new_years(config: Config, start: datetime, until: datetime) -> Iterator[Change]:
    """The year stands under every page."""
    first, last = (moment.astimezone(config.zone).year + 1 for moment in (start, until))
    for year in range(first, min(last, MAXYEAR) + 1):
        yield Change(datetime(year, 1, 1, tzinfo=config.zone).astimezone(UTC), Event.YEAR, str(year))
