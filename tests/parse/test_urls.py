"""The URL ledger: what its lines say, in any order and as git leaves them, and what is wrong with others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.diagnostics import Span
from ordskifte.model.urls import Mark, Published, Urls, united
from ordskifte.parse.urls import parse_urls, places
from ordskifte.tools.urls import formatted

ICE = Published("article", "is", "nb", "/artikler/is/")
MOVED = Published("article", "is", "nb", "/artikler/is/", Mark.MOVED)


def urls(text: str) -> Urls:
    found, problems = parse_urls(text)
    assert problems == ()
    return found


def told(text: str) -> list[str]:
    spans = [(problem.span, problem) for problem in parse_urls(text)[1]]
    return [
        f"{span.line}:{span.column} {problem.code}: {problem.message}"
        for span, problem in spans
        if isinstance(span, Span)
    ]


# ---- What it says ---------------------------------------------------------------------


def test_a_line_has_kind_key_edition_and_address_and_perhaps_a_mark() -> None:
    assert urls("# a note\narticle is nb /artikler/is/\n\npage about en /en/about/ gone\n") == (
        ICE,
        Published("page", "about", "en", "/en/about/", Mark.GONE),
    )


def test_nothing_says_nothing() -> None:
    assert urls("") == ()


def test_spaces_and_tabs_do_not_count() -> None:
    assert urls("  article\tis   nb /artikler/is/ \n   \n") == (ICE,)


@pytest.mark.parametrize(
    "line",
    [
        "article is de-CH /de/",
        "page front nb /",
        "article is x-pirat /artikler/is/",
        "article is nb /2019/is.html moved",
        "article is nb /artikler/åpning/ untranslated",
        "author kari-2 nb /.well-known/kari/",
    ],
)
def test_any_address_language_and_kind_can_stand_there(line: str) -> None:
    assert [str(published) for published in urls(line)] == [line]


# ---- As git leaves it -----------------------------------------------------------------


def test_a_line_that_both_branches_have_counts_once() -> None:
    assert urls("article is nb /artikler/is/\narticle is nb /artikler/is/\n") == (ICE,)


@pytest.mark.parametrize("marks", [("", "moved"), ("untranslated", "moved"), ("gone", "moved"), ("moved", "moved")])
def test_where_one_branch_has_accepted_a_move_it_is_accepted(marks: tuple[str, str]) -> None:
    for one, other in (marks, marks[::-1]):
        assert urls(f"article is nb /artikler/is/ {one}\narticle is nb /artikler/is/ {other}\n") == (MOVED,)


def test_where_one_branch_has_a_translation_the_address_is_no_longer_that_of_a_shell() -> None:
    assert urls("article is nb /artikler/is/ untranslated\narticle is nb /artikler/is/\n") == (ICE,)


PUBLISHED = st.builds(
    Published,
    st.sampled_from(["article", "author", "page"]),
    st.sampled_from(["is", "hav"]),
    st.sampled_from(["nb", "en"]),
    st.sampled_from(["/", "/is/", "/en/is.html"]),
    st.sampled_from(list(Mark)),
)


@given(st.lists(PUBLISHED), st.lists(PUBLISHED))
def test_the_union_of_two_ledgers_says_the_same_in_any_order(one: list[Published], other: list[Published]) -> None:
    merged = formatted(united(one)) + formatted(united(other))
    turned = formatted(united(other)) + formatted(united(one))
    assert set(urls(merged)) == set(urls(turned)) == set(united((*one, *other)))
    assert set(urls(formatted(urls(merged)))) == set(urls(merged))


# ---- Where it stands, and what is wrong ------------------------------------------------


def test_each_address_has_the_place_of_its_first_line() -> None:
    text = "# a note\narticle  is nb /artikler/is/ moved\n<<<<<<< HEAD\narticle is nb /artikler/is/ moved\n"
    assert places(text) == {str(MOVED): Span("urls.lock", 2, 1)}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "articles is nb /is/",
            "1:1 urls-syntax: `articles` is no kind of work; write one of article, author, page, series.",
        ),
        ("article Is nb /is/", "1:9 urls-syntax: `Is` is no key, which is made of a–z, 0–9 and single hyphens."),
        ("article is NB! /is/", "1:12 urls-syntax: `NB!` is no language tag."),
        ("article is nb is/", "1:15 urls-syntax: `is/` is no address from the root of the site."),
        ("article is nb //example.org/", "1:15 urls-syntax: `//example.org/` is no address from the root of the site."),
        ("article is nb /../is/", "1:15 urls-syntax: `/../is/` is no address from the root of the site."),
        ("article is nb /.git/x", "1:15 urls-syntax: `/.git/x` is no address from the root of the site."),
        ("article is nb /..", "1:15 urls-syntax: `/..` is no address from the root of the site."),
        ("article is nb /is/?a", "1:15 urls-syntax: `/is/?a` is no address from the root of the site."),
        (
            "article is nb /is/ lost",
            "1:20 urls-syntax: `lost` is no mark; write one of untranslated, moved, gone, or nothing.",
        ),
        (" article is nb", "1:2 urls-syntax: This line has 3 words; one has four, or five with a mark."),
        (
            "article is nb /is/ moved there",
            "1:1 urls-syntax: This line has 6 words; one has four, or five with a mark.",
        ),
    ],
)
def test_a_line_that_says_something_else_is_told_of_at_the_word(line: str, problem: str) -> None:
    assert told(line) == [problem]
    assert parse_urls(line)[0] == ()


def test_marks_of_a_conflict_are_told_of_and_both_sides_are_read() -> None:
    text = "<<<<<<< HEAD\narticle is nb /a/\n||||||| base\n=======\narticle is nb /b/\n>>>>>>> other\n"
    assert told(text) == [
        f"{line} urls-conflict: This mark is left from a merge that git could not finish."
        for line in ("1:1", "3:1", "4:1", "6:1")
    ]
    assert [published.url for published in parse_urls(text)[0]] == ["/a/", "/b/"]


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], include_characters="\t\n")))
def test_any_text_is_read_and_every_line_that_is_not_is_told_of(text: str) -> None:
    found, problems = parse_urls(text)
    lines = [line for line in text.split("\n") if line.split() and not line.startswith("#")]
    assert len(found) <= len(lines)
    assert len(problems) == len([line for line in lines if parse_urls(line)[1]])
