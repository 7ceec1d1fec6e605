"""Who may read what, from when on; and what may be sealed before anything is parsed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.model.document import ArticleFront, Face
from ordskifte.resolve.access import after, changes, effective, may_seal
from tests.resolve.texts import article, clock, config, page, texts, translation

OSLO = ZoneInfo("Europe/Oslo")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def front(face: Face) -> ArticleFront:
    assert isinstance(face.front, ArticleFront)
    return face.front


def level(text: str, at: str = "2026-06-01", more: str = "") -> str:
    """The access of a text's one article at a moment."""
    found = texts(text, more)
    return effective(front(found.faces[0]), found.config, clock(at).now)


# ---- How long ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-01-13 08:00", "24h", "2026-01-14 08:00"),
        ("2026-01-13 08:00", "7d", "2026-01-20 08:00"),
        ("2026-01-13 08:00", "2w", "2026-01-27 08:00"),
        ("2026-01-13 08:00", "3m", "2026-04-13 08:00"),
        ("2026-01-13 08:00", "2y", "2028-01-13 08:00"),
        ("2026-11-13 08:00", "14m", "2028-01-13 08:00"),
        # A month without that day ends on its last.
        ("2026-01-31 08:00", "1m", "2026-02-28 08:00"),
        ("2028-01-31 08:00", "1m", "2028-02-29 08:00"),
        ("2028-02-29 08:00", "1y", "2029-02-28 08:00"),
        ("2026-10-31 08:00", "1m", "2026-11-30 08:00"),
        ("2026-12-31 00:00", "2m", "2027-02-28 00:00"),
    ],
)
def test_days_and_longer_are_counted_on_the_calendar(start: str, duration: str, end: str) -> None:
    assert after(local(start).astimezone(UTC), duration, OSLO) == local(end)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        # The night of 29 March 2026 has 23 hours, that of 25 October has 25.
        ("2026-03-28 12:00", "24h", "2026-03-29 13:00"),
        ("2026-03-28 12:00", "1d", "2026-03-29 12:00"),
        ("2026-10-24 12:00", "24h", "2026-10-25 11:00"),
        ("2026-10-24 12:00", "1d", "2026-10-25 12:00"),
        # 02:30 is skipped in March: the clocks then show 03:30. In October it comes twice, and the first one counts.
        ("2026-03-28 02:30", "1d", "2026-03-29 03:30"),
        ("2026-02-28 02:30", "29d", "2026-03-29 03:30"),
        ("2026-01-29 02:30", "2m", "2026-03-29 03:30"),
    ],
)
def test_summer_time_moves_hours_and_not_days(start: str, duration: str, end: str) -> None:
    assert after(local(start).astimezone(UTC), duration, OSLO) == local(end)


def test_of_an_hour_that_comes_twice_the_first_one_counts() -> None:
    assert after(local("2026-10-24 02:30"), "1d", OSLO) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("duration", ["", "24", "h", "0d", "-1d", "1.5d", "2 y", "1D", "1s", "99999h", "१d"])
def test_what_is_no_length_of_time_leads_nowhere(duration: str) -> None:
    assert after(local("2026-01-13"), duration, OSLO) is None


def test_a_time_past_the_last_year_never_comes() -> None:
    assert after(local("2026-01-13"), "9999y", OSLO) is None
    assert after(local("9999-12-31"), "9999h", OSLO) is None
    assert after(local("9999-12-31"), "1d", OSLO) is None


@settings(deadline=None)
@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - a time of Oslo's clocks
    st.integers(1, 999),
    st.sampled_from("hdwmy"),
)
def test_the_moment_after_is_later_and_a_day_later_is_a_day_later(start: datetime, count: int, unit: str) -> None:
    moment = start.replace(tzinfo=OSLO).astimezone(UTC)
    end = after(moment, f"{count}{unit}", OSLO)
    longer = after(moment, f"{count + 1}{unit}", OSLO)
    assert end is not None
    assert longer is not None
    assert moment < end < longer
    if unit == "d":
        assert abs(end - moment - timedelta(days=count)) <= timedelta(hours=1)


# ---- Which access holds --------------------------------------------------------------


def test_an_article_is_free_unless_something_says_otherwise() -> None:
    assert level(article("x.nb")) == "free"


def test_the_article_says_it_before_its_section_and_the_section_before_the_site() -> None:
    more = '[access]\ndefault = "member"\n'
    in_section = article("x.nb").replace("section: debate", "section: members")
    assert level(article("x.nb"), more=more) == "member"
    assert level(in_section, more=more) == "members"
    assert level(in_section.replace("date:", "access: free\ndate:"), more=more) == "free"


SCHEDULED = article(
    "x.nb",
    front="access: members\naccess_schedule: [{after: 24h, access: free}, {after: 2y, access: members}]\n",
    date="2026-01-13T08:00",
)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-01-13T08:00", "members"),
        ("2026-01-14T07:59:59", "members"),
        ("2026-01-14T08:00", "free"),
        ("2028-01-13T07:59:59", "free"),
        ("2028-01-13T08:00", "members"),
        ("2040-01-01", "members"),
    ],
)
def test_a_schedule_changes_it_at_the_very_moment(at: str, expected: str) -> None:
    assert level(SCHEDULED, at) == expected


def test_the_order_in_which_a_schedule_is_written_does_not_matter() -> None:
    turned = SCHEDULED.replace(
        "{after: 24h, access: free}, {after: 2y, access: members}",
        "{after: 2y, access: members}, {after: 24h, access: free}",
    )
    assert turned != SCHEDULED
    for at in ("2026-01-13T08:00", "2026-01-14T08:00", "2028-01-13T08:00"):
        assert level(turned, at) == level(SCHEDULED, at)


def test_the_moments_of_change_are_told_in_order_with_what_holds_from_then_on() -> None:
    found = texts(SCHEDULED)
    assert changes(front(found.faces[0]), found.config) == [
        (local("2026-01-14 08:00"), "free"),
        (local("2028-01-13 08:00"), "members"),
    ]


def test_a_step_to_what_holds_already_is_no_change() -> None:
    found = texts(article("x.nb", front="access_schedule: [{after: 24h, access: free}, {after: 2y, access: free}]\n"))
    assert changes(front(found.faces[0]), found.config) == []


# ---- What may be sealed --------------------------------------------------------------


def sealing(text: str, more: str = "") -> dict[str, int | None]:
    return {
        path.removeprefix("content/articles/"): preview
        for path, preview in may_seal(texts(text).sources, config(more)).items()
    }


def test_a_site_of_free_articles_seals_nothing() -> None:
    assert sealing(article("x.nb") + article("y.en") + page("om.nb")) == {}


def test_a_members_article_is_sealed_in_all_its_versions() -> None:
    text = article("x.nb", front="access: members\n") + translation("x.en", "nb") + article("y.nb")
    assert sealing(text) == {"x.nb.md": None, "x.en.md": None}


def test_one_that_was_or_will_be_for_members_may_be_sealed_too() -> None:
    assert sealing(SCHEDULED) == {"x.nb.md": None}
    later = "access_schedule: [{after: 2y, access: members}]\n"
    assert sealing(article("x.nb", front=later)) == {"x.nb.md": None}
    assert "x.nb.md" in sealing(article("x.nb") + translation("x.en", "nb", front=later))


def test_a_section_and_the_site_seal_too() -> None:
    assert sealing(article("x.nb").replace("section: debate", "section: members")) == {"x.nb.md": None}
    assert sealing(article("x.nb"), '[access]\ndefault = "members"\n') == {"x.nb.md": None}


def test_a_silent_translation_of_a_free_article_is_not_sealed_by_the_sites_default() -> None:
    text = article("x.nb", front="access: free\n") + translation("x.en", "nb")
    assert sealing(text, '[access]\ndefault = "members"\n') == {}


def test_but_one_whose_original_is_missing_is() -> None:
    assert sealing(translation("x.en", "nb"), '[access]\ndefault = "members"\n') == {"x.en.md": None}


def test_a_version_that_cannot_be_read_may_be_one_for_members() -> None:
    text = article("x.nb", front="acess: members\n") + translation("x.en", "nb")
    assert set(sealing(text)) == {"x.nb.md", "x.en.md"}


def test_a_translation_shows_as_much_as_its_original_unless_it_says_how_much() -> None:
    members = article("x.nb", front="access: members\npreview: {paragraphs: 3}\n")
    assert sealing(members + translation("x.en", "nb")) == {"x.nb.md": 3, "x.en.md": 3}
    own = translation("x.en", "nb", front="preview: {paragraphs: 2}\n")
    assert sealing(members + own) == {"x.nb.md": 3, "x.en.md": 2}


# ---- What is wrong -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        (
            "access: memebrs\n",
            "5:9: error: access-unknown: There is no access `memebrs`. Did you mean `members`?",
        ),
        (
            "access: everyone\n",
            "5:9: error: access-unknown: There is no access `everyone`. Known: free, members, member.",
        ),
        (
            "access: metered\n",
            (
                "5:9: error: access-metered: Metered access is not available yet. "
                "Write free, members or the name of a plan."
            ),
        ),
        (
            "access_schedule: [{after: two years, access: free}]\n",
            (
                "5:27: error: access-after: `two years` is not a length of time. "
                "Write a number and h, d, w, m or y, such as 24h or 2y."
            ),
        ),
        (
            "access_schedule: [{after: 2y, access: gratis}]\n",
            "5:39: error: access-unknown: There is no access `gratis`. Did you mean `free`?",
        ),
        (
            "access: Medlemmer\n",
            "5:9: error: access-unknown: There is no access `Medlemmer`. Did you mean `members`?",
        ),
        (
            "access: membr\n",
            "5:9: error: access-unknown: There is no access `membr`. Did you mean `members`?",
        ),
    ],
)
def test_an_access_that_is_none_is_told_at_its_place(front: str, problem: str) -> None:
    assert texts(article("x.nb", front=front)).problems() == [f"content/articles/x.nb.md:{problem}"]


def test_a_plan_is_an_access() -> None:
    plan = '[access.plans.patron]\nname = "Patron"\n'
    assert texts(article("x.nb", front="access: patron\n"), plan).problems() == []


DIFFERS = "error: access-differs: The en version has other access than the nb version."
AWAY = "a version that is free would give the others away."


@pytest.mark.parametrize(
    ("of_original", "of_translation", "place", "key"),
    [
        ("access: members\n", "access: free\n", "4:9", "access"),
        ("", "access: members\n", "4:9", "access"),
        ("access: members\n", "access_schedule: [{after: 24h, access: free}]\n", "4:18", "access_schedule"),
        ("", "section: members\n", "4:10", "section"),
        (
            "access_schedule: [{after: 24h, access: members}]\n",
            "date: 2026-01-20\n",
            "4:7",
            "date",
        ),
    ],
)
def test_a_translation_with_other_access_at_any_time_is_an_error(
    of_original: str, of_translation: str, place: str, key: str
) -> None:
    found = texts(article("x.nb", front=of_original) + translation("x.en", "nb", front=of_translation))
    hint = f"Leave `{key}` out here; {AWAY}"
    assert found.problems() == [f"content/articles/x.en.md:{place}: {DIFFERS} {hint}"]


def test_two_originals_with_other_access_are_an_error() -> None:
    found = texts(article("x.nb", front="access: members\n") + article("x.en"))
    assert found.problems()[1] == f"content/articles/x.en.md:4:10: {DIFFERS} Give them the same; {AWAY}"


@pytest.mark.parametrize("front", ["access: members\n", "section: debate\n", "date: 2026-01-20\n", ""])
def test_what_changes_nothing_may_be_said_again(front: str) -> None:
    found = texts(article("x.nb", front="access: members\n") + translation("x.en", "nb", front=front))
    assert found.problems() == []


LEVELS = st.sampled_from(("", "access: free\n", "access: members\n", "access: member\n"))
SECTIONS = st.sampled_from(("", "section: debate\n", "section: members\n"))
SCHEDULES = st.sampled_from(
    ("", "access_schedule: [{after: 1d, access: free}]\n", "access_schedule: [{after: 2y, access: members}]\n")
)
MOMENTS = ("2026-01-13", "2026-01-14", "2026-06-01", "2028-01-13", "2030-01-01")


@settings(deadline=None)
@given(LEVELS, SCHEDULES, LEVELS, SECTIONS, SCHEDULES, st.sampled_from(MOMENTS))
def test_without_an_error_all_versions_have_the_same_access_at_every_moment(
    level: str, schedule: str, own_level: str, own_section: str, own_schedule: str, at: str
) -> None:
    text = article("x.nb", front=level + schedule)
    text += translation("x.en", "nb", front=own_level + own_section + own_schedule)
    found = texts(text)
    site, problems = found.resolved(at)
    levels = {page.entry.access for page in site.pages.values()}
    assert len(levels) == 1 or any(problem.code == "access-differs" for problem in problems)
    if levels != {"free"}:
        assert len(may_seal(found.sources, found.config)) == 2
