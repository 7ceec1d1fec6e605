"""Which ask a page carries: page, slot, locale, kind, access, terms, window, priority, order in the file."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ordskifte.model.config import Campaign
from ordskifte.model.site import Quiet
from ordskifte.resolve.campaigns import Carrier, Refusal, chosen, refusal
from tests.resolve.texts import AT, article, clock, config, page, texts

NOW = clock("2026-06-01T12:00").now
ARTICLE = Carrier("nb", "article", "free", "debate", ("sea", "ice"))


def campaigns(text: str) -> tuple[Campaign, ...]:
    """Campaigns from lines such as `one article-end priority=1 access=["free"]`."""
    return config("".join(_table(line) for line in text.strip().splitlines())).campaigns


def _table(line: str) -> str:
    id, slot, *more = line.split()
    table = f'[[campaign]]\nid = "{id}"\nslot = "{slot}"\ntitle = "T"\nbody = "B"\n'
    table += "dismiss_days = 7\n" if slot == "sticky" else ""
    return table + "".join(f"{part.replace('=', ' = ', 1)}\n" for part in more)


def is_fitting(line: str, carrier: Carrier = ARTICLE) -> bool:
    return bool(chosen(campaigns(f"one article-end {line}"), carrier, NOW))


# ---- For which pages -----------------------------------------------------------------


def test_a_campaign_that_names_nothing_is_for_every_page_that_has_its_slot() -> None:
    assert is_fitting("")
    assert is_fitting("", Carrier("en", "page"))


def test_a_page_that_wants_no_campaign_has_none_whatever_it_is() -> None:
    for quiet in set(Quiet) - {Quiet.NO}:
        assert not is_fitting("priority=100", replace(ARTICLE, quiet=quiet))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('locales=["nb"]', True),
        ('locales=["en"]', False),
        ('locales=["en","nb"]', True),
        ('kinds=["article"]', True),
        ('kinds=["page"]', False),
        ('access=["free"]', True),
        ('access=["members"]', False),
        ('sections=["debate"]', True),
        ('sections=["members"]', False),
        ('tags=["ice"]', True),
        ('exclude_tags=["ice"]', False),
        # Of sections and tags one is enough; an excluded tag is always too many.
        ('sections=["members"] tags=["sea"]', True),
        ('sections=["debate"] exclude_tags=["sea"]', False),
        # Everything else has to fit.
        ('locales=["nb"] access=["members"]', False),
        ('sections=["debate"] locales=["en"]', False),
    ],
)
def test_what_a_campaign_names_the_page_must_have(line: str, expected: bool) -> None:
    assert is_fitting(line) is expected


def test_a_campaign_for_members_articles_is_for_those_of_every_plan() -> None:
    patron = replace(ARTICLE, access="member")
    assert is_fitting('access=["members"]', patron)
    assert is_fitting('access=["member"]', patron)
    assert not is_fitting('access=["free"]', patron)
    assert not is_fitting('access=["member"]', replace(ARTICLE, access="members"))


def test_the_slot_of_the_front_page_is_there_and_nowhere_else() -> None:
    both = campaigns("one front\ntwo article-end")
    assert chosen(both, Carrier("nb", "front"), NOW) == {"front": ("one",)}
    assert chosen(both, ARTICLE, NOW) == {"article-end": ("two",)}


def test_only_what_has_a_text_has_slots_in_it_and_below_it() -> None:
    both = campaigns("one article-end\ntwo article-inline\nthree top\nfour sticky")
    assert chosen(both, Carrier("nb", "archive"), NOW).keys() == {"top", "sticky"}
    for kind in ("article", "page"):
        assert chosen(both, Carrier("nb", kind), NOW).keys() == {"article-end", "article-inline", "top", "sticky"}


def test_nothing_sticks_to_a_page_that_asks_for_membership_already() -> None:
    three = campaigns("one sticky\ntwo article-end\nthree paywall")
    assert chosen(three, ARTICLE, NOW) == {"sticky": ("one",), "article-end": ("two",)}
    walled = replace(ARTICLE, has_paywall=True)
    assert chosen(three, walled, NOW) == {"article-end": ("two",), "paywall": ("three",)}


# ---- Why not -------------------------------------------------------------------------

FAULTS: tuple[tuple[Refusal, dict[str, Quiet], str], ...] = (
    (Refusal.QUIET, {"quiet": Quiet.SENSITIVE}, ""),
    (Refusal.LOCALE, {}, 'locales=["en"]'),
    (Refusal.KIND, {}, 'kinds=["page"]'),
    (Refusal.ACCESS, {}, 'access=["members"]'),
    (Refusal.TERMS, {}, 'sections=["members"]'),
    (Refusal.EXCLUDED, {}, 'exclude_tags=["ice"]'),
    (Refusal.OVER, {}, "end=2026-01-01"),
)
"""Reasons in the order in which they are asked, each with what of the page or of the campaign brings it about."""


@pytest.mark.parametrize("first", range(len(FAULTS)))
def test_the_first_reason_is_told_whatever_else_there_is(first: int) -> None:
    reason = FAULTS[first][0]
    carrier, line = ARTICLE, ""
    for _, facts, term in reversed(FAULTS[first:]):
        carrier, line = replace(carrier, **facts), f"{line} {term}"
        [campaign] = campaigns(f"one article-end {line}")
    assert refusal(campaign, carrier, NOW) is reason


def test_one_that_is_for_the_page_has_no_reason() -> None:
    [one] = campaigns('one article-end tags=["sea"] end=2027-01-01')
    assert refusal(one, ARTICLE, NOW) is None


def test_one_that_opens_later_is_early_and_one_for_another_slot_has_none() -> None:
    early, elsewhere = campaigns("one article-end start=2026-07-01\ntwo front start=2026-07-01")
    assert refusal(early, ARTICLE, NOW) is Refusal.EARLY
    assert refusal(elsewhere, ARTICLE, NOW) is Refusal.SLOT


# ---- When, and which of several ------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("start=2026-06-01T12:00:00", True),
        ("start=2026-06-01T12:00:01", False),
        ("end=2026-06-01T12:00:00", False),
        ("end=2026-06-01T12:00:01", True),
        ("start=2026-05-01T00:00:00 end=2026-07-01T00:00:00", True),
        # In the site's zone, two hours before UTC in summer, unless it is said.
        ("start=2026-06-01T10:00:00Z", True),
        ("start=2026-06-01T10:00:01Z", False),
    ],
)
def test_a_window_is_open_from_its_first_moment_and_shut_at_its_last(window: str, expected: bool) -> None:
    assert is_fitting(window) is expected


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)],
)
def test_a_window_of_a_day_is_as_long_as_the_day_is_by_the_clocks_of_oslo(day: str, hours: int) -> None:
    begin = datetime.fromisoformat(day)
    [one] = campaigns(f"one top start={day} end={begin + timedelta(days=1):%Y-%m-%d}")
    assert one.start
    assert one.end
    assert one.end - one.start == timedelta(hours=hours)
    for moment, expected in (
        (one.start - timedelta(seconds=1), Refusal.EARLY),
        (one.start, None),
        (one.end - timedelta(seconds=1), None),
        (one.end, Refusal.OVER),
    ):
        assert refusal(one, ARTICLE, moment) is expected


@pytest.mark.parametrize(
    ("window", "moment", "expected"),
    [
        # Between 02:00 and 03:00 there is nothing on 29 March, and on 25 October everything twice.
        ("end=2026-03-29T03:00:00", "2026-03-29T00:59:59Z", None),
        ("end=2026-03-29T03:00:00", "2026-03-29T01:00:00Z", Refusal.OVER),
        ("start=2026-10-25T02:30:00", "2026-10-25T00:29:59Z", Refusal.EARLY),
        ("start=2026-10-25T02:30:00", "2026-10-25T00:30:00Z", None),
        ("end=2026-10-25T02:30:00+01:00", "2026-10-25T00:30:00Z", None),
        ("end=2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00Z", Refusal.OVER),
    ],
)
def test_a_window_has_its_edge_in_the_hour_that_the_clocks_skip_or_repeat(
    window: str, moment: str, expected: Refusal | None
) -> None:
    [one] = campaigns(f"one article-end {window}")
    assert refusal(one, ARTICLE, clock(moment).now) is expected


def test_the_highest_priority_comes_first_and_then_the_first_in_the_file() -> None:
    text = "one article-end\ntwo article-end priority=2\nthree article-end priority=2\nfour article-end priority=-1"
    assert chosen(campaigns(text), ARTICLE, NOW) == {"article-end": ("two", "three", "one", "four")}


def test_a_high_priority_does_not_help_one_that_is_not_for_the_page_or_not_open() -> None:
    text = 'one article-end priority=9 locales=["en"]\ntwo article-end priority=8 end=2026-01-01\nthree article-end'
    assert chosen(campaigns(text), ARTICLE, NOW) == {"article-end": ("three",)}


def test_each_slot_has_its_own() -> None:
    assert chosen(campaigns("one article-end\ntwo top\nthree article-inline\nfour top"), ARTICLE, NOW) == {
        "article-end": ("one",),
        "top": ("two", "four"),
        "article-inline": ("three",),
    }


LINES = st.lists(
    st.tuples(
        st.sampled_from(("article-end", "top", "sticky", "front")),
        st.integers(-2, 2),
        st.sampled_from(("", 'locales=["nb"]', 'locales=["en"]', 'tags=["sea"]', 'exclude_tags=["ice"]')),
        st.sampled_from(("", "start=2026-05-01", "start=2026-07-01", "end=2026-05-01")),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(LINES, st.sampled_from((ARTICLE, Carrier("en", "front"), Carrier("nb", "page"))))
def test_who_is_chosen_would_be_chosen_alone_and_no_one_stands_above(
    lines: list[tuple[str, int, str, str]], carrier: Carrier
) -> None:
    text = "\n".join(
        f"c{n} {slot} priority={priority} {terms} {window}" for n, (slot, priority, terms, window) in enumerate(lines)
    )
    found = campaigns(text)
    by_slot = chosen(found, carrier, NOW)
    able = [campaign for campaign in found if chosen([campaign], carrier, NOW)]
    assert set(by_slot) == {campaign.slot for campaign in able}
    for slot, ids in by_slot.items():
        rivals = [campaign for campaign in able if campaign.slot == slot]
        assert ids[0] == max(rivals, key=lambda campaign: campaign.priority).id
        assert sorted(ids) == sorted(campaign.id for campaign in rivals)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(-2, 2), st.sampled_from(("", *(f"end=2026-06-0{day}" for day in range(2, 7)))))),
    st.integers(0, 6),
)
def test_as_long_as_none_opens_the_first_that_is_still_open_is_what_a_new_build_would_choose(
    lines: list[tuple[int, str]], days: int
) -> None:
    found = campaigns("one top\n" + "\n".join(f"c{n} top priority={p} {end}" for n, (p, end) in enumerate(lines)))
    later = NOW + timedelta(days=days)
    still = [id for id in chosen(found, ARTICLE, NOW)["top"] if _is_open(found, id, later)]
    assert tuple(still) == chosen(found, ARTICLE, later)["top"]


def _is_open(campaigns: tuple[Campaign, ...], id: str, moment: datetime) -> bool:
    [end] = [campaign.end for campaign in campaigns if campaign.id == id]
    return end is None or moment < end


# ---- On the pages of a site ----------------------------------------------------------

ASKS = _table('free article-end access=["free"]') + _table('plain article-end access=["members"] priority=1')
ACTIONS = '[actions.subscribe]\nname = "Subscribe"\nurl = "page:stott"\n'


def slots(text: str, key: str, kind: str = "article", more: str = ASKS, at: str = "2026-06-01") -> dict[str, str]:
    return {slot: first for slot, [first, *_] in texts(text, more).page("nb", key, at, kind).campaigns.items()}


def test_an_article_carries_the_ask_for_its_access() -> None:
    assert slots(article("x.nb"), "x") == {"article-end": "free"}
    assert slots(article("x.nb", front="access: members\n"), "x") == {"article-end": "plain"}


def test_the_ask_changes_with_the_access() -> None:
    text = article("x.nb", front="access: members\naccess_schedule: [{after: 24h, access: free}]\n")
    assert slots(text, "x", at="2026-01-13T23:59") == {"article-end": "plain"}
    assert slots(text, "x", at="2026-01-14") == {"article-end": "free"}


@pytest.mark.parametrize("front", ["campaigns: false\n", "sensitive: true\n"])
def test_an_article_can_do_without(front: str) -> None:
    assert slots(article("x.nb", front=front), "x") == {}
    assert texts(article("x.nb", front=front)).page("nb", "x", AT).quiet is not Quiet.NO
    assert slots(article("x.nb", front="campaigns: true\nsensitive: false\n"), "x") == {"article-end": "free"}


def test_the_pages_that_an_ask_leads_to_carry_none() -> None:
    text = page("stott.nb") + page("om.nb") + page("personvern.nb", front="campaigns: false\n")
    for more in (ASKS + ACTIONS, ASKS + ACTIONS.replace("page:stott", "page:stott#gi")):
        assert slots(text, "stott", "page", more) == {}
        assert slots(text, "om", "page", more) == {"article-end": "free"}
    assert slots(text, "personvern", "page") == {}


def test_such_a_page_is_known_by_its_address_too() -> None:
    by_address = ACTIONS.replace('"page:stott"', '{nb = "/stott/#gi", en = "https://pay.example/"}')
    assert slots(page("stott.nb"), "stott", "page", ASKS + by_address) == {}
    assert slots(page("om.nb"), "om", "page", ASKS + by_address) == {"article-end": "free"}


def test_a_list_carries_the_asks_of_its_kind() -> None:
    site = texts(article("x.nb"), _table('home front locales=["nb"]')).site()
    assert site.listing_campaigns["nb", "front", ""] == {"front": ("home",)}
    assert site.listing_campaigns["en", "front", ""] == {}
    assert site.listing_campaigns["nb", "archive", ""] == {}


@pytest.mark.parametrize(
    ("line", "lists"),
    [
        ('top sections=["debate"]', {("section", "debate")}),
        ('top tags=["sea"]', {("tag", "sea")}),
        ('top sections=["debate"] tags=["ice"]', {("section", "debate"), ("tag", "ice")}),
        ('sticky exclude_tags=["sea"] sections=["debate"]', {("section", "debate")}),
        ('top exclude_tags=["sea"] tags=["sea","ice"]', {("tag", "ice")}),
        ('top sections=["debate"] kinds=["article"]', set()),
    ],
)
def test_the_list_of_a_section_or_a_tag_carries_the_asks_for_it(line: str, lists: set[tuple[str, str]]) -> None:
    site = texts(article("x.nb", front="tags: [sea, ice]\n"), _table(f"one {line}")).site()
    assert {
        (kind, id) for (locale, kind, id), slots in site.listing_campaigns.items() if slots and locale == "nb"
    } == lists
