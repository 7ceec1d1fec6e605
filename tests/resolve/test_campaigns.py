"""Which ask a page carries: page, locale, access, terms, window, priority, order in the file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ordskifte.model.config import Campaign
from ordskifte.resolve.campaigns import Carrier, chosen
from tests.resolve.texts import article, clock, config, page, texts

NOW = clock("2026-06-01T12:00").now
ARTICLE = Carrier("nb", "article", "free", "debate", ("sea", "ice"))


def campaigns(text: str) -> tuple[Campaign, ...]:
    """Campaigns from lines such as `one article-end priority=1 access=["free"]`."""
    return config("".join(_table(line) for line in text.strip().splitlines())).campaigns


def _table(line: str) -> str:
    id, slot, *more = line.split()
    table = f'[[campaign]]\nid = "{id}"\nslot = "{slot}"\ntitle = "T"\nbody = "B"\n'
    return table + "".join(f"{part.replace('=', ' = ', 1)}\n" for part in more)


def is_fitting(line: str, carrier: Carrier = ARTICLE) -> bool:
    return bool(chosen(campaigns(f"one article-end {line}"), carrier, NOW))


# ---- For which pages -----------------------------------------------------------------


def test_a_campaign_that_names_nothing_is_for_every_page_that_has_its_slot() -> None:
    assert is_fitting("")
    assert is_fitting("", Carrier("en", "page"))


def test_a_page_that_wants_no_campaign_has_none_whatever_it_is() -> None:
    assert not is_fitting("priority=100", replace(ARTICLE, is_suppressed=True))


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
    assert chosen(both, Carrier("nb", "front"), NOW) == {"front": "one"}
    assert chosen(both, ARTICLE, NOW) == {"article-end": "two"}
    assert chosen(both, Carrier("nb", "archive"), NOW) == {"article-end": "two"}


def test_nothing_sticks_to_a_page_that_asks_for_membership_already() -> None:
    both = campaigns("one sticky\ntwo article-end")
    assert chosen(both, ARTICLE, NOW) == {"sticky": "one", "article-end": "two"}
    assert chosen(both, replace(ARTICLE, has_paywall=True), NOW) == {"article-end": "two"}


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


def test_the_highest_priority_wins_and_then_the_first_in_the_file() -> None:
    text = "one article-end\ntwo article-end priority=2\nthree article-end priority=2\nfour article-end priority=-1"
    assert chosen(campaigns(text), ARTICLE, NOW) == {"article-end": "two"}
    assert chosen(campaigns(text.partition("\n")[0] + "\nfive article-end"), ARTICLE, NOW) == {"article-end": "one"}


def test_a_high_priority_does_not_help_one_that_is_not_for_the_page_or_not_open() -> None:
    text = 'one article-end priority=9 locales=["en"]\ntwo article-end priority=8 end=2026-01-01\nthree article-end'
    assert chosen(campaigns(text), ARTICLE, NOW) == {"article-end": "three"}


def test_there_is_one_for_each_slot() -> None:
    assert chosen(campaigns("one article-end\ntwo top\nthree paywall\nfour top"), ARTICLE, NOW) == {
        "article-end": "one",
        "top": "two",
        "paywall": "three",
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
    for slot, id in by_slot.items():
        rivals = [campaign for campaign in able if campaign.slot == slot]
        assert id == max(rivals, key=lambda campaign: campaign.priority).id


# ---- On the pages of a site ----------------------------------------------------------

ASKS = _table('free article-end access=["free"]') + _table('plain article-end access=["members"] priority=1')
ACTIONS = '[actions.subscribe]\nname = "Subscribe"\nurl = "page:stott"\n'


def slots(text: str, key: str, kind: str = "article", more: str = ASKS, at: str = "2026-06-01") -> dict[str, str]:
    return dict(texts(text, more).page("nb", key, at, kind).campaigns)


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
    assert site.listing_campaigns["nb", "front"] == {"front": "home"}
    assert site.listing_campaigns["en", "front"] == {}
    assert site.listing_campaigns["nb", "archive"] == {}
