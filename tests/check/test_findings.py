"""Severities of a site's own, and what it knows already."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.check.findings import against, baseline, fingerprints, folded, graded, parse_baseline
from ordskifte.model.codes import stops_build
from ordskifte.model.config import Grade
from ordskifte.model.diagnostics import Diagnostic, Span, error, warning

LINK = error("output-link", "`/a/` leads to nothing.", Span("output/index.html", 4, 2))
STOP = error("article-unknown", "There is no article `b`.", Span("content/articles/a.en.md", 9, 1))
STALE = warning("translation-stale", "The original has changed.", Span("content/articles/a.en.md", 3, 1))
PROBLEMS = (LINK, STALE)


def moved(problem: Diagnostic) -> Diagnostic:
    return msgspec.structs.replace(problem, span=Span(problem.span.source, 40, 7))


def test_a_site_says_how_grave_a_problem_is() -> None:
    [first, second] = graded(PROBLEMS, {"output-link": Grade.WARNING, "translation-stale": Grade.ERROR})
    assert (first.severity.value, second.severity.value) == ("warning", "error")


def test_a_problem_can_be_turned_off() -> None:
    assert graded(PROBLEMS, {"output-link": Grade.OFF}) == (STALE,)


def test_what_is_known_is_not_told_wherever_it_has_moved() -> None:
    known = parse_baseline(baseline([LINK]))
    found = against((moved(LINK), STALE), known)
    assert (found.diagnostics, found.known, found.gone) == ((STALE,), 1, ())


def on(page: str) -> Diagnostic:
    return msgspec.structs.replace(LINK, span=Span(f"output/{page}.html", 4, 2))


def test_what_is_known_of_one_page_is_told_of_another() -> None:
    known = parse_baseline(baseline([on("m")]))
    assert against((on("a"), on("m"), on("z")), known).diagnostics == (on("a"), on("z"))
    assert against((on("a"), on("m"), on("z")), known).gone == ()


def test_what_is_known_stays_so_when_its_counts_are_others() -> None:
    few = warning("messages-missing", "58 of 58 messages have no words.", Span("messages.po"))
    few = msgspec.structs.replace(few, known_as="Some messages have no words.")
    more = msgspec.structs.replace(few, message="59 of 59 messages have no words.")
    found = against((more,), parse_baseline(baseline([few])))
    assert (found.diagnostics, found.known, found.gone) == ((), 1, ())
    assert fingerprints((few,)) == fingerprints((more,))


def test_what_stops_a_build_is_told_though_it_is_known() -> None:
    found = against((LINK, STOP), parse_baseline(baseline([LINK, STOP])))
    assert (found.diagnostics, found.known, found.gone) == ((STOP,), 1, ())


@pytest.mark.parametrize(
    ("problem", "stops"),
    [
        (STOP, True),
        (error("of-a-renderer", "No.", Span("x")), True),
        (LINK, False),
        (STALE, False),
        (error("markdown-raw-html", "An error to this site only.", Span("x")), False),
    ],
)
def test_an_error_of_a_build_stops_one(problem: Diagnostic, stops: bool) -> None:
    assert stops_build(problem) is stops


def test_people_are_told_of_what_many_outputs_have_once() -> None:
    first = msgspec.structs.replace(on("a"), hint="Mend it.")
    second = msgspec.structs.replace(first, span=Span("output/a.html", 7, 1))
    told = folded((first, second, on("b"), on("c"), STALE, STOP), "output/")
    assert [problem.hint for problem in told] == ["Mend it. On this page and 2 more.", "Mend it.", "", ""]
    assert told[1:] == (second, STALE, STOP)


def test_people_are_told_of_each_text_that_has_a_problem() -> None:
    other = msgspec.structs.replace(STALE, span=Span("content/articles/b.en.md", 3, 1))
    assert folded((STALE, other), "output/") == (STALE, other)


def test_one_more_of_what_is_known_is_told() -> None:
    known = parse_baseline(baseline([LINK, LINK]))
    assert against((LINK, LINK), known).diagnostics == ()
    assert against((LINK, LINK, moved(LINK)), known).diagnostics == (moved(LINK),)


def test_what_is_known_and_there_no_more_is_told_as_gone() -> None:
    [gone] = against((STALE,), parse_baseline(baseline([LINK, LINK, STALE]))).gone
    assert (gone.file, gone.code, gone.count) == ("output/index.html", "output-link", 2)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"version": 2, "findings": []}', b"\xff", b'{"version": 1}'])
def test_what_is_no_baseline_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^it is "):
        parse_baseline(content)


def test_a_fingerprint_outlives_the_lines_around_it() -> None:
    assert fingerprints(PROBLEMS) == fingerprints(tuple(map(moved, PROBLEMS)))
    assert len(set(fingerprints((LINK, LINK, STALE)))) == 3


problems = st.lists(
    st.builds(
        warning,
        st.sampled_from(["html-id", "html-heading"]),
        st.sampled_from(["a", "b"]),
        st.builds(Span, st.sampled_from(["x", "y"]), st.integers(1, 3)),
    )
)


@given(problems)
def test_a_baseline_knows_all_that_it_was_written_of(found: list[Diagnostic]) -> None:
    known = parse_baseline(baseline(found))
    assert baseline(found) == baseline(found[::-1])
    assert against(tuple(found), known).diagnostics == ()
    assert against(tuple(found), known).gone == ()
