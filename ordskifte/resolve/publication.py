"""What readers may see at the moment of a build, and when time alone will change it."""

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, UTC, datetime

from msgspec.structs import replace

from ordskifte.model.config import Config
from ordskifte.model.diagnostics import At, Diagnostic, error
from ordskifte.model.document import ArticleFront
from ordskifte.model.site import Clock
from ordskifte.resolve import access, campaigns
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


def next_change(works: Iterable[Work], config: Config, clock: Clock) -> datetime | None:
    """The first moment after the clock's at which time alone changes what the site says."""
    moments = [
        *_new_years(config, clock),
        *campaigns.changes(config.campaigns),
        *(moment for work in works for moment in _changes(work, config, clock)),
    ]
    return min((moment for moment in moments if moment > clock.now), default=None)


def _new_years(config: Config, clock: Clock) -> Iterator[datetime]:
    """The year stands under every page."""
    year = clock.now.astimezone(config.zone).year
    if year < MAXYEAR:
        yield datetime(year + 1, 1, 1, tzinfo=config.zone).astimezone(UTC)


def _changes(work: Work, config: Config, clock: Clock) -> Iterator[datetime]:
    """When each version is published, if nothing but time stands in its way, and when its access changes."""
    awaited = published(work, replace(clock, shows_future=True))
    for version in awaited.versions.values() if awaited else ():
        if isinstance(version.front, ArticleFront):
            yield from [version.front.date] if version.front.date else []
            yield from access.changes(version.front, config)
