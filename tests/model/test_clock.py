"""What written dates and times stand for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ordskifte.model.clock import localised, parsed_moment

OSLO = "Europe/Oslo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-13", "2026-01-12T23:00:00+00:00"),
        ("2026-07-13", "2026-07-12T22:00:00+00:00"),
        ("2026-01-13T08:00", "2026-01-13T07:00:00+00:00"),
        ("2026-01-13 08:00", "2026-01-13T07:00:00+00:00"),
        ("2026-07-13T08:00:59", "2026-07-13T06:00:59+00:00"),
        ("2026-01-13T08:00Z", "2026-01-13T08:00:00+00:00"),
        ("2026-01-13T08:00:30Z", "2026-01-13T08:00:30+00:00"),
        ("2026-01-13 08:00+05:30", "2026-01-13T02:30:00+00:00"),
        ("2026-01-13T08:00-03:30", "2026-01-13T11:30:00+00:00"),
        ("2024-02-29", "2024-02-28T23:00:00+00:00"),
        ("2026-03-29T02:30Z", "2026-03-29T02:30:00+00:00"),
    ],
)
def test_these_are_moments(text: str, expected: str) -> None:
    moment = parsed_moment(text, OSLO)
    assert moment.isoformat() == expected
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "13.01.2026",
        "13/01/2026",
        "2026-1-5",
        "20260113",
        "2026-01",
        "2026-01-13T8:00",
        "2026-01-13T08",
        "2026-01-13T08:00:00.5",
        "2026-01-13T08:00+0100",
        "2026-01-13T08:00 +01:00",
        "2026-01-13Z",
        "2026-01-13\n",
        " 2026-01-13",
        "٢٠٢٦-٠١-١٣",
        "soon",
        "",
    ],
)
def test_another_form_is_refused_with_the_accepted_ones(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date; write 2026-01-13, 2026-01-13T08:00 or"):
        parsed_moment(text, OSLO)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-02-30", "there is no such day as 2026-02-30"),
        ("2025-02-29T08:00", "there is no such day as 2025-02-29"),
        ("2026-13-01", "there is no such day as 2026-13-01"),
        ("0000-01-01", "there is no such day as 0000-01-01"),
        ("2026-01-13T24:00", "there is no such time as 24:00"),
        ("2026-01-13 08:60Z", "there is no such time as 08:60Z"),
        ("2026-01-13T08:00:60", "there is no such time as 08:00:60"),
        ("2026-01-13T08:00+24:00", "there is no such offset as +24:00"),
        ("2026-01-13T08:00-01:60", "there is no such offset as -01:60"),
        ("0001-01-01", "0001-01-01 lies outside the years that are reckoned with"),
        ("9999-12-31T23:00-05:00", "9999-12-31T23:00-05:00 lies outside the years that are reckoned with"),
        (
            "2027-03-28T02:30",
            "the clocks of Europe/Oslo skip 02:30 on 2027-03-28; write a time before or after",
        ),
        (
            "2026-03-29 02:00",
            "the clocks of Europe/Oslo skip 02:00 on 2026-03-29; write a time before or after",
        ),
    ],
)
def test_what_does_not_exist_is_said_to(text: str, message: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parsed_moment(text, OSLO)
    assert str(refusal.value) == message


def test_a_day_begins_where_the_clocks_skip_midnight() -> None:
    assert parsed_moment("2025-04-25", "Africa/Cairo") == datetime(2025, 4, 24, 22, tzinfo=UTC)
    with pytest.raises(ValueError, match="skip 00:00"):
        parsed_moment("2025-04-25T00:00", "Africa/Cairo")


def test_the_last_and_first_minutes_around_a_skip_exist() -> None:
    assert localised(datetime.fromisoformat("2026-03-29T01:59"), OSLO).utcoffset() == timedelta(hours=1)
    assert localised(datetime.fromisoformat("2026-03-29T03:00"), OSLO).utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_comes_twice_is_the_first(fold: int) -> None:
    shown = datetime.fromisoformat("2026-10-25T02:30").replace(fold=fold)
    assert localised(shown, OSLO).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from([OSLO, "America/St_Johns", "Asia/Kathmandu", "UTC"]))
def test_a_moment_written_with_its_offset_is_read_back(moment: datetime, zone: str) -> None:
    whole = moment.replace(microsecond=0)
    assume(1990 < whole.year < 9999)
    written = whole.astimezone(ZoneInfo(zone)).isoformat()
    assert parsed_moment(written, "America/New_York") == whole
