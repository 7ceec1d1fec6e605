"""What time alone changes between two moments, and next."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.model.clock import parsed_moment
from ordskifte.model.site import Clock
from ordskifte.resolve.publication import Change, Timetable, timetable
from ordskifte.resolve.site import resolve
from ordskifte.resolve.translations import gather
from tests.resolve.texts import SPRING, article, page, texts, translation


def moment(text: str) -> datetime:
    return parsed_moment(text, "Europe/Oslo")


def between(since: str, now: str, text: str, more: str = "") -> Timetable:
    found = texts(text, more)
    works, _ = gather(found.faces, tuple(found.config.editions), {})
    return timetable(works.values(), found.config, moment(since), moment(now))


def told(changes: tuple[Change, ...]) -> list[str]:
    return [
        f"{change.moment.isoformat()} {change.event} {change.subject} {change.access}".rstrip() for change in changes
    ]


def due(since: str, now: str, text: str, more: str = "") -> list[str]:
    return told(between(since, now, text, more).due)


@pytest.mark.parametrize(
    ("window", "moments"),
    [
        (("2026-03-29T00:00:00", "2026-03-29T03:00:00"), ["2026-03-28T23:00:00+00:00", "2026-03-29T01:00:00+00:00"]),
        (("2026-10-25T02:30:00", "2026-10-25T03:00:00"), ["2026-10-25T00:30:00+00:00", "2026-10-25T02:00:00+00:00"]),
    ],
)
def test_a_window_has_its_edges_by_the_clocks_of_the_site(window: tuple[str, str], moments: list[str]) -> None:
    more = SPRING.replace("2026-07-01T08:00:00", window[0]).replace("2026-07-15T08:00:00", window[1])
    opened, ended = moments
    assert due("2026-01-01", "2026-12-01", "", more) == [f"{opened} opened spring", f"{ended} ended spring"]
    assert told(between("2026-01-01", "2026-01-01", "", more).next) == [f"{opened} opened spring"]
    assert told(between(opened, opened, "", more).next) == [f"{ended} ended spring"]


JULY = article("x.nb", date="2026-07-01T08:00")


@pytest.mark.parametrize(
    ("since", "now", "is_due"),
    [
        ("2026-06-01", "2026-07-01T07:59", False),
        ("2026-06-01", "2026-07-01T08:00", True),
        ("2026-07-01T07:59", "2026-08-01", True),
        ("2026-07-01T08:00", "2026-08-01", False),
        ("2026-08-01", "2026-06-01", False),
    ],
)
def test_an_article_falls_due_once_at_its_very_moment(since: str, now: str, is_due: bool) -> None:
    expected = ["2026-07-01T06:00:00+00:00 published content/articles/x.nb.md"] if is_due else []
    assert due(since, now, JULY) == expected


def test_a_draft_never_falls_due_nor_does_its_translation() -> None:
    draft = article("x.nb", date="2026-07-01", front="draft: true\n") + translation("x.en", "nb")
    assert due("2026-06-01", "2026-08-01", draft) == []
    assert due("2026-06-01", "2026-08-01", page("om.nb")) == []


def test_a_translation_falls_due_with_its_original_or_at_its_own_later_date() -> None:
    late = JULY + translation("x.en", "nb", front="date: 2026-07-15\n")
    assert due("2026-06-01", "2026-08-01", JULY + translation("x.en", "nb")) == [
        "2026-07-01T06:00:00+00:00 published content/articles/x.en.md",
        "2026-07-01T06:00:00+00:00 published content/articles/x.nb.md",
    ]
    assert due("2026-06-01", "2026-08-01", late) == [
        "2026-07-01T06:00:00+00:00 published content/articles/x.nb.md",
        "2026-07-14T22:00:00+00:00 published content/articles/x.en.md",
    ]


def test_what_an_article_becomes_falls_due_when_it_does() -> None:
    text = article("x.nb", front="access_schedule: [{after: 24h, access: members}, {after: 7d, access: free}]\n")
    assert due("2026-01-13", "2026-02-01", text) == [
        "2026-01-13T23:00:00+00:00 access content/articles/x.nb.md members",
        "2026-01-19T23:00:00+00:00 access content/articles/x.nb.md free",
    ]


def test_a_campaign_falls_due_when_it_opens_and_when_it_ends() -> None:
    assert due("2026-06-01", "2026-07-15T08:00", "", SPRING) == [
        "2026-07-01T06:00:00+00:00 opened spring",
        "2026-07-15T06:00:00+00:00 ended spring",
    ]


def test_every_new_year_falls_due() -> None:
    assert due("2024-06-01", "2026-06-01", "") == [
        "2024-12-31T23:00:00+00:00 year 2025",
        "2025-12-31T23:00:00+00:00 year 2026",
    ]


def test_an_article_that_is_to_come_is_not_even_named_by_those_that_name_it() -> None:
    found = texts(JULY + article("y.nb", front="related: [x, z]\n") + article("z.nb"))
    assert found.page("nb", "y").related == ("z",)
    assert found.page("nb", "y", "2026-07-01T08:00").related == ("x", "z")


def test_what_comes_next_is_all_that_happens_at_that_moment() -> None:
    text = JULY + article("y.nb", date="2026-07-01T08:00") + article("z.nb", date="2026-07-02")
    assert told(between("2026-06-01", "2026-06-02", text, SPRING).next) == [
        "2026-07-01T06:00:00+00:00 opened spring",
        "2026-07-01T06:00:00+00:00 published content/articles/x.nb.md",
        "2026-07-01T06:00:00+00:00 published content/articles/y.nb.md",
    ]
    assert told(between("2026-06-01", "2026-08-01", "").next) == ["2026-12-31T23:00:00+00:00 year 2027"]


def test_at_the_end_of_the_calendar_nothing_comes_next() -> None:
    assert between("9998-12-31T23:30Z", "9998-12-31T23:30Z", "") == Timetable((), ())


# ---- The law -------------------------------------------------------------------------

DAYS = st.dates(datetime(2026, 1, 1).date(), datetime(2026, 12, 28).date())  # noqa: DTZ001 - only its day is used
STEPS = st.sampled_from(["", "access_schedule: [{after: 3d, access: members}]\n"])


@st.composite
def articles(draw: st.DrawFn) -> str:
    text = ""
    for key in draw(st.sets(st.sampled_from("abc"))):
        first, second = sorted((draw(DAYS), draw(DAYS)))
        text += article(f"{key}.nb", date=str(first), front=draw(STEPS))
        text += draw(st.sampled_from(["", translation(f"{key}.en", "nb", front=f"date: {second}\n")]))
    return text


@settings(max_examples=150, deadline=None)
@given(articles(), DAYS, DAYS)
def test_something_fell_due_exactly_where_the_site_is_another_than_it_was(
    text: str, one: object, other: object
) -> None:
    """In one year, where no access goes back to what it was: what falls due is seen, and nothing else is."""
    found = texts(text)
    since, now = sorted(moment(str(day)) for day in (one, other))
    works, _ = gather(found.faces, tuple(found.config.editions), {})
    plan = timetable(works.values(), found.config, since, now)
    before, after = (resolve(found.config, found.faces, Clock(at), {})[0] for at in (since, now))
    assert (before.pages != after.pages) == bool(plan.due)
    assert after.next_change == plan.next[0].moment
    if before.next_change is not None:
        assert (before.next_change <= now) == bool(plan.due)
    if plan.due:
        just_before, _ = resolve(found.config, found.faces, Clock(plan.due[0].moment - timedelta(microseconds=1)), {})
        assert just_before.pages == before.pages
