"""Campaigns as they stand on the pages of the sample's templates, and what they are made from."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ordskifte.app.cli import program
from tests.stories import Story, looking

SITE = """
-- site.toml --
[site]
title = {nb = "Prøven", en = "The Trial"}
url = "https://example.org"
time_zone = "Europe/Oslo"
default_locale = "nb"
[locales.nb]
name = "Norsk"
path = ""
[locales.en]
name = "English"
[sections.debate]
name = {nb = "Debatt", en = "Debate"}
[sections.members]
name = {nb = "Medlem", en = "Members"}
access = "members"
[actions.give]
name = {nb = "Gi", en = "Give"}
url = "https://pay.example/"
[actions.letter]
name = {nb = "Få brevet", en = "Get the letter"}
url = "https://letters.example/"
field = "EMAIL"
"""
ARTICLES = """
-- content/articles/fog.en.md --
---
title: Fog
date: 2026-05-01
section: debate
---
Fog.

::: campaign
:::

More fog.
-- content/articles/ice.nb.md --
---
title: Is
date: 2026-05-01
section: members
---
Åpent.

<!-- paywall -->

Lukket.
"""
OPEN, OVER = "2026-06-01T12:00", "2026-07-01"
FOG, ICE = "en/articles/fog/index.html", "articles/ice/index.html"


def campaign(id: str, slot: str, *more: str) -> str:
    words = f'{{nb = "{id} på norsk", en = "{id} in English"}}'
    lines = [f'id = "{id}"', f'slot = "{slot}"', f"title = {words}", f"body = {words}", *more]
    return "[[campaign]]\n" + "".join(f"{line}\n" for line in lines)


LASTING = campaign("always", "article-end")
CLOSING = campaign("spring", "article-end", "priority = 1", "start = 2026-05-01T08:00:00", "end = 2026-07-01")
GOAL = campaign("goal", "article-end", 'goal = {amount = 250000, raised_file = "data/raised.json"}')


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "site"


def made(root: Path, *campaigns: str) -> Story:
    return looking(root, SITE + "".join(campaigns), ARTICLES)


def page(site: Story, path: str = FOG, at: str = OPEN) -> LexborHTMLParser:
    return LexborHTMLParser(site.outputs(at)[path])


def asks(page: LexborHTMLParser) -> list[tuple[str, bool]]:
    """The campaigns on a page, and whether readers without scripts see them."""
    return [(named(ask), not is_hidden(ask)) for ask in page.css("aside")]


def named(ask: LexborNode) -> str:
    return (ask.attributes["aria-labelledby"] or "").removeprefix("ask-")


def is_hidden(node: LexborNode) -> bool:
    at: LexborNode | None = node
    while at is not None:
        if "hidden" in at.attributes:
            return True
        at = at.parent
    return False


# ---- Where they stand ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "path", "before", "after"),
    [
        ("top", FOG, ".masthead", "main"),
        ("top", "index.html", ".masthead", "main"),
        ("article-inline", FOG, ".prose > p:first-child", ".prose > p:last-child"),
        ("article-end", FOG, "article", ".latest"),
        ("paywall", ICE, ".paywall", ".latest"),
        ("front", "en/index.html", "main h1", ".colophon"),
        ("sticky", FOG, ".colophon", ""),
    ],
)
def test_a_slot_has_its_place_on_the_page(root: Path, slot: str, path: str, before: str, after: str) -> None:
    more = ("dismiss_days = 7",) if slot == "sticky" else ()
    found = page(made(root, campaign("one", slot, *more)), path)
    order = [node.mem_id for node in found.css("*")]
    places = [
        order.index(node.mem_id)
        for selector in (before, "aside", after)
        if selector
        for node in found.css(selector)[:1]
    ]
    assert len(places) == 3 - (not after)
    assert places == sorted(places)
    assert len(found.css("aside")) == 1


def test_an_ask_says_what_it_is_and_in_which_language_inside_a_text_of_another(root: Path) -> None:
    [ask] = page(made(root, campaign("one", "article-inline")), "articles/fog/index.html").css(".prose aside")
    assert ask.attributes["lang"] == "nb"
    [words] = ask.css("div[data-nosnippet]")  # search engines heed it on a div, a span or a section
    assert "one på norsk" in words.text()
    [title] = ask.css(f"#{ask.attributes['aria-labelledby']}")
    assert title.text() == "one på norsk"


def test_a_page_without_campaigns_has_nothing_of_them(root: Path) -> None:
    found = page(made(root))
    assert found.css("aside, .sticky, script[src*=window], script[src*=dismiss]") == []


def test_feeds_have_none(root: Path) -> None:
    outputs = made(root, campaign("one", "article-inline")).outputs(OPEN)
    feeds = [content for path, content in outputs.items() if path.endswith((".xml", ".json"))]
    assert feeds
    assert [content for content in feeds if "one in English" in content] == []


# ---- What closes ---------------------------------------------------------------------


def test_what_never_closes_needs_no_script(root: Path) -> None:
    found = page(made(root, LASTING))
    assert asks(found) == [("always", True)]
    assert found.css("aside + script, aside ~ script") == []


def test_what_closes_is_hidden_with_its_window_and_the_lasting_one_stands_behind_it(root: Path) -> None:
    found = page(made(root, LASTING, CLOSING))
    assert asks(found) == [("spring", False), ("always", True)]
    [spring] = found.css("[data-end]")
    assert spring.attributes["data-start"] == "2026-05-01T08:00:00+02:00"
    assert spring.attributes["data-end"] == "2026-07-01T00:00:00+02:00"
    assert len(found.css("aside ~ script")) == 1


def test_what_is_over_or_yet_to_come_is_not_in_the_page(root: Path) -> None:
    site = made(root, LASTING, CLOSING, campaign("autumn", "article-end", "priority = 2", "start = 2026-09-01"))
    assert asks(page(site, at=OVER)) == [("always", True)]
    assert "spring in English" not in "".join(site.outputs(OVER).values())
    assert "autumn in English" not in "".join(site.outputs(OVER).values())
    assert asks(page(site, at="2026-09-01")) == [("autumn", True)]


def test_what_sticks_waits_for_the_script_that_can_put_it_away_and_has_its_button_last(root: Path) -> None:
    found = page(made(root, campaign("edge", "sticky", "dismiss_days = 9", 'actions = ["give"]')))
    assert asks(found) == [("edge", False)]
    [button] = found.css("aside button")
    assert button.attributes["data-days"] == "9"
    assert found.css("aside :is(a, button, input)")[-1].mem_id == button.mem_id


# ---- A goal, and a form --------------------------------------------------------------


def raised(amount: str) -> str:
    return f"-- data/raised.json --\n{amount}\n"


def test_a_goal_is_a_bar_with_its_figures_in_words(root: Path) -> None:
    site = made(root, GOAL).told(raised('{"raised": 187500}'))
    [bar] = page(site).css("label > progress")
    assert (bar.attributes["max"], bar.attributes["value"]) == ("250000", "187500")
    assert [" ".join(label.text().split()) for label in page(site).css(".ask-goal label")] == [
        "187,500 of 250,000 kroner"
    ]
    norwegian = page(site, "articles/fog/index.html")
    assert [re.sub(r"\s", " ", label.text()).strip() for label in norwegian.css(".ask-goal label")] == [
        "187 500 av 250 000 kroner"
    ]


def test_more_than_the_goal_is_a_full_bar_and_said(root: Path) -> None:
    found = page(made(root, GOAL).told(raised('{"raised": 300000}')))
    [bar] = found.css("progress")
    assert bar.attributes["value"] == "250000"
    assert "300,000 of 250,000 kroner" in (bar.parent.text() if bar.parent else "")


def test_a_file_that_does_not_say_it_is_an_error_where_it_is(root: Path) -> None:
    site = made(root, GOAL)
    [problem] = site.problems()
    assert re.fullmatch(r"site\.toml:\d+:\d+: figures-missing: There is no file data/raised\.json\.", problem)
    site.told(raised("plenty"))
    assert site.problems() == ["data/raised.json:1:1: figures-wrong: This is not JSON: Expecting value."]
    site.told(raised('{"raised": 1}'))
    assert site.problems() == []


def test_a_new_sum_makes_the_pages_that_show_it_and_no_others(root: Path) -> None:
    site = made(root, GOAL).told(raised('{"raised": 1}'))

    def built() -> set[str]:
        """The outputs that a build has changed."""
        before = {path: path.read_bytes() for path in (root / "output").rglob("*") if path.is_file()}
        done = CliRunner().invoke(program, ["build", "--source", str(root), "--at", OPEN])
        assert done.exit_code == 0, done.output
        after = {path: path.read_bytes() for path in (root / "output").rglob("*") if path.is_file()}
        return {path.relative_to(root / "output").as_posix() for path in after if after[path] != before.get(path)}

    built()
    assert built() == set()
    site.told(raised('{"raised": 2}'))
    articles = {path for path, content in site.outputs(OPEN).items() if "<progress" in content}
    assert {path for path in built() if path.endswith(".html")} == articles != set()


def test_a_newsletter_is_a_plain_form_with_a_label(root: Path) -> None:
    found = page(made(root, campaign("post", "article-inline", 'actions = ["letter"]')))
    [form] = found.css("aside form")
    assert (form.attributes["action"], form.attributes["method"]) == ("https://letters.example/", "post")
    [field] = form.css("input")
    assert (field.attributes["type"], field.attributes["name"]) == ("email", "EMAIL")
    [label] = form.css("label")
    assert label.attributes["for"] == field.attributes["id"]
    assert label.text() == "Your e-mail address"
    assert [button.text() for button in form.css("button[type=submit]")] == ["Get the letter"]
    assert found.css("aside script") == []
