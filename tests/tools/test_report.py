"""The report as values: what comes next, and what stands on pages that no story site would have."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ordskifte.model.document import Kind
from ordskifte.model.translations import State
from ordskifte.tools.differences import Run
from ordskifte.tools.report import pages
from ordskifte.tools.report.order import GRADES, tasks
from ordskifte.tools.report.pages import files
from ordskifte.tools.report.values import (
    FORMAT,
    Change,
    Grade,
    Language,
    Report,
    Section,
    Version,
    Work,
)
from ordskifte.tools.statuses import DONE

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SECTIONS = ("news", "culture")


def version(locale: str, state: State, **fields: Any) -> Version:
    return Version(locale, state, "nb", "", 3, "", **fields)


def work(key: str, state: State = State.MISSING, days: int | None = 0, section: str = "news", **fields: Any) -> Work:
    """An article in Norwegian, so many days old, and its state in English."""
    known: dict[str, Any] = {"kind": Kind.ARTICLE, "title": f"Om {key}", "language": "nb"}
    date = None if days is None else NOW - timedelta(days=days)
    versions = (version("nb", State.ORIGINAL), version("en", state))
    return Work(**{**known, "key": key, "section": section, "date": date, "versions": versions, **fields})


def order(*works: Work) -> list[str]:
    return [task.key for task in tasks(works, "en", SECTIONS, NOW)]


def report(*works: Work) -> Report:
    following = tasks(works, "en", SECTIONS, NOW)
    return Report(
        format=FORMAT,
        title="Prøven",
        title_language="nb",
        url="https://example.org/",
        at=NOW,
        time_zone="Europe/Oslo",
        languages=(
            Language("nb", "Norwegian", "Norsk", {State.ORIGINAL: len(works)}, 0, {}, 0, ()),
            Language("en", "English", "English", {State.MISSING: len(works)}, 3 * len(works), {}, 0, following),
        ),
        sections=(Section("news", "News", "en"), Section("culture", "Kultur", "nb")),
        works=works,
        messages=(),
        findings=(),
    )


def html(made: Report, path: str) -> LexborHTMLParser:
    return LexborHTMLParser(files(made)[path].decode())


def first(made: Report, path: str, selector: str) -> LexborNode:
    found = html(made, path).css_first(selector)
    assert found is not None
    return found


# --------------------------------------------------------------------------------------
# What comes next
# --------------------------------------------------------------------------------------


def test_what_misleads_comes_first_then_what_is_begun_then_what_is_missing_then_what_can_wait() -> None:
    states = (State.AGED, State.MISSING, State.DRAFT, State.MACHINE)
    assert order(*(work(state, state, days=0) for state in states), work("old", State.STALE, days=4000)) == [
        "machine",
        "old",
        "draft",
        "missing",
        "aged",
    ]


def test_the_new_comes_before_the_old_and_within_an_age_the_section_decides() -> None:
    assert order(
        work("last-year", days=300, section="news"),
        work("culture-today", days=0, section="culture"),
        work("news-last-week", days=7, section="news"),
        work("news-yesterday", days=1, section="news"),
        work("ancient", days=3000, section="news"),
        work("to-come", days=-9, section="culture"),
        work("far-off", days=-2000, section="news"),
    ) == ["news-yesterday", "news-last-week", "culture-today", "to-come", "last-year", "far-off", "ancient"]


def test_the_order_is_the_same_all_day() -> None:
    works = work("back", days=2), work("ahead", days=-3), work("last-month", days=30)
    of_hours = {
        tuple(task.key for task in tasks(works, "en", SECTIONS, NOW + timedelta(hours=hour))) for hour in range(24)
    }
    assert of_hours == {("back", "ahead", "last-month")}


def test_pages_come_before_articles_and_authors_after_them() -> None:
    page = work("about", days=None, section="", kind=Kind.PAGE)
    author = work("kari", days=None, section="", kind=Kind.AUTHOR)
    assert order(author, work("ferry"), page) == ["about", "ferry", "kari"]


def test_what_is_withdrawn_is_left_in_peace() -> None:
    assert order(work("gone", versions=(version("en", State.STALE, is_withdrawn=True),))) == []


def test_every_state_has_its_grade_or_asks_for_nothing() -> None:
    assert {*GRADES, *DONE} == {*State}
    assert {*GRADES.values()} == {*Grade}


# --------------------------------------------------------------------------------------
# Pages
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "called"), [(Kind.PAGE, "Page"), (Kind.SERIES, "Series"), (Kind.AUTHOR, "Author")])
def test_what_is_no_article_says_what_it_is(kind: Kind, called: str) -> None:
    made = report(work("sea", days=None, section="", kind=kind))
    assert first(made, "en.html", ".tasks th .aside").text() == called
    assert first(made, f"works/{kind}-sea.html", ".kicker").text() == called


def test_titles_and_sections_say_which_language_they_are_in() -> None:
    made = report(work("ferry", section="culture"))
    assert [node.attributes for node in html(made, "works/article-ferry.html").css("main [lang]")] == [
        {"lang": "nb"}
    ] * 2
    assert first(made, "works.html", "h2").attributes["lang"] == "nb"


def test_a_language_of_another_direction_is_set_that_way() -> None:
    changed = (Run("שלום"),)
    hebrew = Version(
        "he", State.STALE, "nb", "a.md", 3, "", changes=(Change("paragraph", changed, changed, "שלום", 1, 1),)
    )
    made = report(replace(work("ferry"), versions=(version("nb", State.ORIGINAL), hebrew)))
    names = (*made.languages, Language("he", "Hebrew", "", {}, 0, {}, 0, ()))
    (words,) = html(replace(made, languages=names), "works/article-ferry.html").css("[dir=rtl]")
    assert words.attributes["lang"] == "he"


def test_markup_in_the_words_of_a_text_is_shown_and_does_nothing() -> None:
    made = report(work("ferry", title="<script>alert(1)</script>"))
    for path, content in files(made).items():
        assert path.endswith(".json") or b"<script" not in content
    assert first(made, "works/article-ferry.html", "h1").text() == "<script>alert(1)</script>"


def test_a_space_behind_a_changed_word_is_not_marked() -> None:
    change = Change("paragraph", (Run("Ei "), Run("ferje ", is_changed=True), Run("går.")), (), "", 0, 0)
    behind = version("en", State.STALE, changes=(change,))
    made = report(replace(work("ferry"), versions=(behind,)))
    assert first(made, "works/article-ferry.html", "td p[lang=nb]").html == '<p lang="nb">Ei <del>ferje</del> går.</p>'


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages with little room."""
    monkeypatch.setattr(pages, "SHEET", 2)
    monkeypatch.setattr(pages, "MOST", 3)


@pytest.mark.usefixtures("narrow")
def test_many_works_stand_on_several_pages_and_what_is_left_out_is_counted() -> None:
    made = report(*(work(f"n{number}") for number in range(3)), work("c", section="culture"), work("x", section="none"))
    sheets = [path for path in files(made) if path.startswith("works") and "/" not in path]
    assert sheets == ["works.html", "works-2.html", "works-3.html"]
    assert [node.text() for node in html(made, "works-2.html").css("h2")] == ["News", "Kultur"]
    assert [node.attributes["href"] for node in html(made, "works-3.html").css(".sheets a")] == [
        "works.html#section-news",
        "works-2.html#section-news",
        "works-2.html#section-culture",
        "works-3.html#article",
    ]
    assert "And 2 more" in first(made, "en.html", "#begin ~ .aside").text()


def test_only_works_with_something_to_do_have_a_page() -> None:
    made = files(report(work("ferry"), work("done", State.CURRENT), work("gone", versions=())))
    assert [path for path in made if path.startswith("works/")] == ["works/article-ferry.html"]
