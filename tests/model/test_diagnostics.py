"""Problems as values: their places and their order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.diagnostics import (
    At,
    Diagnostic,
    Diagnostics,
    Severity,
    Span,
    error,
    in_order,
    placed,
    warning,
)

PLACES = {
    "a.md": {
        "": Span("a.md", 2, 1),
        "title": Span("a.md", 2, 8),
        "tags": Span("a.md", 3, 7),
        "tags.0": Span("a.md", 3, 8),
    },
    "b.md": {"title": Span("b.md", 2, 8)},
}


def test_an_error_is_an_error_and_a_warning_is_none() -> None:
    assert error("a", "A.", Span("a.md")) == Diagnostic(Severity.ERROR, "a", "A.", Span("a.md"), "")
    assert error("a", "A.", Span("a.md")).is_error
    assert warning("a", "A.", Span("a.md"), "B.") == Diagnostic(Severity.WARNING, "a", "A.", Span("a.md"), "B.")
    assert not warning("a", "A.", Span("a.md")).is_error


@pytest.mark.parametrize(
    ("at", "span"),
    [
        (At("a.md", "title"), Span("a.md", 2, 8)),
        (At("a.md", "tags.0"), Span("a.md", 3, 8)),
        (At("a.md", "tags.3"), Span("a.md", 3, 7)),
        (At("a.md", "title.nb.x"), Span("a.md", 2, 8)),
        (At("a.md", "section"), Span("a.md", 2, 1)),
        (At("a.md", ""), Span("a.md", 2, 1)),
        (At("b.md", "tags.0"), Span("b.md")),
        (At("c.md", "title"), Span("c.md")),
        (Span("a.md", 9, 9), Span("a.md", 9, 9)),
    ],
)
def test_a_named_place_is_the_nearest_that_is_known(at: At | Span, span: Span) -> None:
    problem = placed(error("a", "A.", at, "B."), PLACES)
    assert problem == error("a", "A.", span, "B.")


def test_problems_are_told_by_file_line_and_column_and_each_once() -> None:
    ordered = (
        error("z", "Z.", Span("a.md")),
        error("a", "A.", Span("a.md", 2, 1)),
        error("b", "A.", Span("a.md", 2, 1)),
        error("b", "B.", Span("a.md", 2, 1)),
        warning("a", "A.", Span("a.md", 2, 10)),
        error("a", "A.", Span("a.md", 10, 1)),
        error("a", "A.", Span("b.md", 1, 1)),
    )
    mixed = [*ordered, *ordered]
    random.Random(1).shuffle(mixed)
    assert in_order(tuple(mixed)) == ordered


def test_what_others_follow_from_is_told_before_them() -> None:
    effect = error("output-outdated", "These sources make another file than this one.", Span("output/a.html"))
    cause = warning("access-no-key", "There is no key.", Span("site.toml"))
    assert in_order((effect, cause)) == (cause, effect)


def test_a_problem_without_a_place_of_its_own_is_told_with_its_file() -> None:
    unplaced = error("a", "A.", At("a.md", "title"))
    later = error("a", "A.", Span("a.md", 1, 1))
    assert in_order((later, unplaced)) == (unplaced, later)


SPANS = st.builds(Span, st.sampled_from(["a", "b"]), st.integers(0, 3), st.integers(0, 3))
PROBLEMS = st.lists(
    st.builds(
        error, st.sampled_from("ab"), st.sampled_from("AB"), SPANS | st.builds(At, st.just("a"), st.sampled_from("xy"))
    )
)


@given(PROBLEMS, st.randoms(use_true_random=False))
def test_the_order_is_that_of_the_places_whatever_was_found_first(
    problems: list[Diagnostic], chance: random.Random
) -> None:
    told: Diagnostics = in_order(tuple(problems))
    assert set(told) == set(problems)
    assert len(set(told)) == len(told)
    spans = [problem.span for problem in told if isinstance(problem.span, Span)]
    assert spans == sorted(spans)
    chance.shuffle(problems)
    assert [(one.span.source, one.code, one.message) for one in in_order(tuple(problems))] == [
        (one.span.source, one.code, one.message) for one in told
    ]
