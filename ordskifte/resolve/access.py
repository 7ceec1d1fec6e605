"""Who may read a work, and from when: the declared access, the schedule, and the moment of the build."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from ordskifte.model.clock import localised
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import At, Diagnostic, error
from ordskifte.model.document import ArticleFront, Source
from ordskifte.resolve.references import suggestion
from ordskifte.resolve.translations import Version, Work

FREE = "free"
METERED = "metered"
_MEMBERS = "members"
_WORDS = {
    FREE: ("gratis", "open", "public", "åpen", "åpent", "fri"),
    _MEMBERS: ("medlem", "medlemmer", "medlemmar", "abonnent", "abonnenter", "subscriber", "subscribers", "paid"),
}
"""What people write who have not looked up what it is called here."""
_AFTER = re.compile(r"([1-9]\d{0,3})([hdwmy])")
_ALWAYS = datetime.min.replace(tzinfo=UTC)


# --------------------------------------------------------------------------------------
# Before anything is parsed
# --------------------------------------------------------------------------------------


def may_seal(sources: Iterable[Source], config: Config) -> dict[str, int | None]:
    """The paths of the articles that are not always free in all their versions, and how many paragraphs their previews
    show: what the version says, else what its original does.
    """
    articles = [(source, source.front) for source in sources if isinstance(source.front, ArticleFront)]
    known = {(source.key, source.locale) for source, _ in articles}
    sealing: set[str] = set()
    previews: dict[str, int] = {}
    for source, front in articles:
        is_translation = front.translation is not None and (source.key, front.translation.of) in known
        if front.preview and not is_translation:
            previews.setdefault(source.key, front.preview.paragraphs)
        levels = {_declared(front, config), *(step.access for step in front.access_schedule or ())}
        is_silent = is_translation and not (front.access or front.section or front.access_schedule)
        if source.is_broken or (levels != {FREE} and not is_silent):
            sealing.add(source.key)
    return {
        source.path: front.preview.paragraphs if front.preview else previews.get(source.key)
        for source, front in articles
        if source.key in sealing
    }


# --------------------------------------------------------------------------------------
# At a moment
# --------------------------------------------------------------------------------------


def effective(front: ArticleFront, config: Config, now: datetime) -> str:
    """The access that holds now."""
    return [level for moment, level in _steps(front, config) if moment <= now][-1]


def is_free_in_the_end(front: ArticleFront, config: Config) -> bool:
    """Whether all may read it from some moment on, which may have passed."""
    return _steps(front, config)[-1][1] == FREE


def changes(front: ArticleFront, config: Config) -> list[tuple[datetime, str]]:
    """The moments at which the access changes, in order, and what holds from then on."""
    return [step for before, step in pairwise(_steps(front, config)) if step[1] != before[1]]


def _steps(front: ArticleFront, config: Config) -> list[tuple[datetime, str]]:
    """Each access with the moment that it holds from; the first has always held."""
    steps = front.access_schedule or () if front.date else ()
    moments = ((after(front.date or _ALWAYS, step.after, config.zone), step.access) for step in steps)
    timed = [(moment, level) for moment, level in moments if moment]
    return [(_ALWAYS, _declared(front, config)), *sorted(timed, key=lambda step: step[0])]


def _declared(front: ArticleFront, config: Config) -> str:
    section = config.sections.get(front.section or "")
    return front.access or (section.access if section else "") or config.default_access


def after(start: datetime, duration: str, zone: ZoneInfo) -> datetime | None:
    """The moment so long after the start, in UTC; days and longer are counted on the calendar of the zone.

    None where the duration is none, or leads out of the years that are reckoned with. The last day of a month stands
    for a day that the month lacks, and the hour after for a time that the clocks skip.
    """
    match = _AFTER.fullmatch(duration)
    if not match:
        return None
    count, unit = int(match[1]), match[2]
    try:
        if unit == "h":
            return start + timedelta(hours=count)
        local = start.astimezone(zone).replace(tzinfo=None)
        if unit in "dw":
            return _moment(local + timedelta(days=count * (7 if unit == "w" else 1)), zone)
        return _moment(_months_later(local, count * (12 if unit == "y" else 1)), zone)
    except (ValueError, OverflowError):
        return None


def _months_later(local: datetime, count: int) -> datetime:
    year, month = divmod(local.year * 12 + local.month - 1 + count, 12)
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))


def _moment(local: datetime, zone: ZoneInfo) -> datetime:
    try:
        return localised(local, zone.key).astimezone(UTC)
    except ValueError:
        return localised(local + timedelta(hours=1), zone.key).astimezone(UTC)


# --------------------------------------------------------------------------------------
# What is wrong
# --------------------------------------------------------------------------------------


def check(work: Work, config: Config) -> Iterator[Diagnostic]:
    """What is wrong with a work's access: unknown levels, bad durations, versions that differ."""
    for version in work.versions.values():
        declared = version.face.front
        if isinstance(declared, ArticleFront):
            yield from _unknown(declared, version.face.source, config)
            yield from _differing(version, declared, work.first, config)


def _differing(version: Version, declared: ArticleFront, first: Version, config: Config) -> Iterator[Diagnostic]:
    if version is first:
        return
    front, other = version.front, first.front
    assert isinstance(front, ArticleFront)
    assert isinstance(other, ArticleFront)
    is_known = not (version.face.is_broken or first.face.is_broken)
    if is_known and _steps(front, config) != _steps(other, config):
        name = next((name for name in ("access", "access_schedule", "section", "date") if getattr(declared, name)), "")
        message = f"The {version.locale} version has other access than the {first.locale} version."
        remedy = f"Leave `{name}` out here" if name and declared.translation else "Give them the same"
        hint = f"{remedy}; a version that is free would give the others away."
        yield error("access-differs", message, At(version.face.source, name), hint)


def _meant(level: str) -> str:
    """The hint that names what every site has, if that is meant."""
    found = next((known for known, words in _WORDS.items() if level.casefold() in words), "")
    return f"Did you mean `{found}`?" if found else suggestion(level, (FREE, _MEMBERS))


def _unknown(front: ArticleFront, source: str, config: Config) -> Iterator[Diagnostic]:
    levels = [("access", front.access)] if front.access else []
    for number, step in enumerate(front.access_schedule or ()):
        levels.append((f"access_schedule.{number}.access", step.access))
        if not _AFTER.fullmatch(step.after):
            hint = "Write a number and h, d, w, m or y, such as 24h or 2y."
            at = At(source, f"access_schedule.{number}.after")
            yield error("access-after", f"`{step.after}` is not a length of time.", at, hint)
    known = dict.fromkeys((FREE, _MEMBERS, *config.plans))  # A plan may be called much like all of them.
    for name, level in levels:
        if level == METERED:
            hint = "Write free, members or the name of a plan."
            yield error("access-metered", "Metered access is not available yet.", At(source, name), hint)
        elif level not in known:
            hint = _meant(level) or suggestion(level, known) or f"Known: {', '.join(known)}."
            yield error("access-unknown", f"There is no access `{level}`.", At(source, name), hint)
