"""Who may read a work, and from when: the declared access, the schedule, and the moment of the build."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ordskifte.model.clock import localised
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import At, Diagnostic, error
from ordskifte.model.document import ArticleFront, Kind, Source
from ordskifte.resolve.translations import Work

FREE = "free"
METERED = "metered"
_AFTER = re.compile(r"([1-9]\d{0,3})([hdwmy])")


def may_seal(sources: Iterable[Source], config: Config) -> dict[str, int | None]:
    """The keys of the articles that are not always free, and how many paragraphs their previews show."""
    sealing: set[str] = set()
    previews: dict[str, int] = {}
    for source in sources:
        front = source.front
        if not isinstance(front, ArticleFront):
            continue
        if front.preview:
            previews[source.key] = front.preview.paragraphs
        levels = {_declared(front, config), *(step.access for step in front.access_schedule or ())}
        is_silent = front.translation and not front.access and not front.section
        if source.is_broken or (levels != {FREE} and not is_silent):
            sealing.add(source.key)
    return {key: previews.get(key) for key in sealing}


def effective(front: ArticleFront, config: Config, now: datetime) -> tuple[str, tuple[datetime, ...]]:
    """The access that holds now, and the later moments at which it changes."""
    level = _declared(front, config)
    changes: list[datetime] = []
    for step in front.access_schedule or ():
        moment = after(front.date, step.after, config.zone) if front.date else None
        if moment and moment <= now:
            level = step.access
        elif moment:
            changes.append(moment)
    return level, tuple(changes)


def after(start: datetime, duration: str, zone: ZoneInfo) -> datetime | None:
    """The moment so long after the start, in UTC; days and longer are counted on the calendar of the zone.

    None where the duration is none. The last day of a month stands for a day that the month lacks.
    """
    match = _AFTER.fullmatch(duration)
    if not match:
        return None
    count, unit = int(match[1]), match[2]
    if unit == "h":
        return start + timedelta(hours=count)
    local = start.astimezone(zone).replace(tzinfo=None)
    if unit in "dw":
        local += timedelta(days=count * (7 if unit == "w" else 1))
    else:
        months = local.year * 12 + local.month - 1 + count * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        local = local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))
    try:
        return localised(local, zone.key).astimezone(UTC)
    except ValueError:
        return localised(local + timedelta(hours=1), zone.key).astimezone(UTC)


def check(work: Work, config: Config) -> list[Diagnostic]:
    """What is wrong with a work's access: unknown levels, bad durations, versions that differ."""
    if work.kind is not Kind.ARTICLE:
        return []
    problems: list[Diagnostic] = []
    for version in work.versions.values():
        declared, source = version.face.front, version.face.source
        assert isinstance(declared, ArticleFront)
        original = work.first.front
        assert isinstance(original, ArticleFront)
        problems += _unknown(declared, source, config)
        if version.locale != work.original and declared.access and declared.access != _declared(original, config):
            message = f"The {version.locale} version has other access than its original."
            hint = "Leave `access` out here; a free translation would give the original away."
            problems.append(error("access-differs", message, At(source, "access"), hint))
    return problems


def _declared(front: ArticleFront, config: Config) -> str:
    section = config.sections.get(front.section or "")
    return front.access or (section.access if section else "") or config.default_access


def _unknown(front: ArticleFront, source: str, config: Config) -> list[Diagnostic]:
    problems: list[Diagnostic] = []
    levels = [("access", front.access)] if front.access else []
    for number, step in enumerate(front.access_schedule or ()):
        levels.append((f"access_schedule.{number}.access", step.access))
        if not _AFTER.fullmatch(step.after):
            hint = "Write a number and h, d, w, m or y, such as 24h or 2y."
            at = At(source, f"access_schedule.{number}.after")
            problems.append(error("access-after", f"`{step.after}` is not a length of time.", at, hint))
    known: Mapping[str, object] = {FREE: None, "members": None, **config.plans}
    for name, level in levels:
        if level == METERED:
            hint = "Write free, members or the name of a plan."
            problems.append(error("access-metered", "Metered access is not available yet.", At(source, name), hint))
        elif level not in known:
            hint = f"Known: {', '.join(known)}."
            problems.append(error("access-unknown", f"There is no access `{level}`.", At(source, name), hint))
    return problems
