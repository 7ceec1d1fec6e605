"""Moments: what a written date or time stands for, in the site's zone.

Knows no clock of its own and no way of showing a moment, which is `render/formats`.
"""

import re
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

_MOMENT = re.compile(
    r"""
    (?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})
    (?:
        [T\x20](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?
        (?P<offset>Z|(?P<sign>[+-])(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2}))?
    )?
    """,
    re.VERBOSE,
)

MOMENT = re.sub(r"\s|\?P<\w+>", "", _MOMENT.pattern)
"""The form of a moment, as a pattern that others than Python know, too."""
ACCEPTED = "write 2026-01-13, 2026-01-13T08:00 or 2026-01-13T08:00:00, with Z or an offset such as +01:00 if need be"
"""The forms of a moment, for a person who wrote another."""


def parsed_moment(text: str, zone: str) -> datetime:
    """The moment in UTC that a text names: the beginning of a day, or a time of one, in the zone unless it has its own.

    Raises ValueError, with a sentence for the person who wrote it, for another form, a day or time that does not exist,
    and a local time that the clocks skip.
    """
    written = _MOMENT.fullmatch(text)
    if written is None:
        raise ValueError(f"{text!r} is not a date; {ACCEPTED}")
    try:
        day = date(int(written["year"]), int(written["month"]), int(written["day"]))
    except ValueError:
        raise ValueError(f"there is no such day as {text[:10]}") from None
    if day.year in (MINYEAR, MAXYEAR):  # Another zone's clocks would leave the calendar.
        raise ValueError(f"{text} lies outside the years that are reckoned with")
    if written["hour"] is None:
        return beginning(day, zone)
    naive = datetime.combine(day, _time(written))
    if written["offset"] is None:
        return localised(naive, zone).astimezone(UTC)
    return naive.replace(tzinfo=_offset(written)).astimezone(UTC)


def localised(naive: datetime, zone: str) -> datetime:
    """The moment when the clocks of the zone show this; the first one when they show it twice.

    Raises ValueError for a time that they skip, as when summer time begins.
    """
    moment = naive.replace(tzinfo=ZoneInfo(zone), fold=0)
    # PEP 495: a skipped time comes back from UTC as another one.
    if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != naive:
        raise ValueError(f"the clocks of {zone} skip {naive:%H:%M} on {naive.date()}; write a time before or after")
    return moment


def beginning(day: date, zone: str) -> datetime:
    """The first moment of a day. Where the clocks skip midnight, PEP 495 makes it the moment of the skip."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def _time(written: re.Match[str]) -> time:
    try:
        return time(int(written["hour"]), int(written["minute"]), int(written["second"] or 0))
    except ValueError:
        raise ValueError(f"there is no such time as {written[0][11:]}") from None


def _offset(written: re.Match[str]) -> timezone:
    if written["offset"] == "Z":
        return UTC
    hours, minutes = int(written["hours"]), int(written["minutes"])
    # ISO 8601-1 §4.3.13 has minutes to 59; no zone has ever been a day from UTC.
    if hours > 23 or minutes > 59:
        raise ValueError(f"there is no such offset as {written['offset']}")
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if written["sign"] == "-" else distance)
