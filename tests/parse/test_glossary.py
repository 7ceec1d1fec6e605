"""Glossaries: the terms that they hold, and each mistake at its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.diagnostics import Span
from ordskifte.model.glossary import Glossary, Term, glossary_path, glossary_tag
from ordskifte.parse.glossary import parse_glossary

PATH = glossary_path("nb")


def problems(text: str) -> list[str]:
    told = parse_glossary(PATH, text)[1]
    spans = [problem.span for problem in told if isinstance(problem.span, Span) and problem.is_error]
    return [
        f"{span.line}:{span.column} {problem.code}: {problem.message}"
        for problem, span in zip(told, spans, strict=True)
    ]


def test_a_glossary_has_its_terms_in_order() -> None:
    text = """
[[term]]
source = " member  state "
preferred = ["medlemsstat", "medlemsland"]
note = "Of the EU."

[[term]]
forbidden = ["kunde"]
"""
    terms = (Term("member state", ("medlemsstat", "medlemsland"), (), "Of the EU."), Term("", (), ("kunde",)))
    assert parse_glossary(PATH, text) == (Glossary(terms), ())


def test_an_empty_glossary_says_nothing() -> None:
    assert parse_glossary(PATH, "") == (Glossary(), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("term = [", ["1:9 toml-syntax: This is not TOML: invalid value."]),
        ("[term]\nsource = 'a'\n", ["1:2 value-wrong: `term` should be a list, such as [{source = …}, …]."]),
        ("[[terms]]\n", ["1:3 key-unknown: `terms` is not a key that is known here."]),
        (
            "[[term]]\nforbiden = ['a']\nforbidden = ['a']",
            ["2:1 key-unknown: `term.0.forbiden` is not a key that is known here."],
        ),
        ("[[term]]\nforbidden = 'a'", ["2:13 value-wrong: `term.0.forbidden` should be a list, such as [one, two]."]),
        ("[[term]]\nsource = 'a'", ["1:3 key-missing: `term.0` wants no words."]),
        ("[[term]]\npreferred = ['a']", ["1:3 key-missing: `term.0` does not say which English word it is about."]),
        ("[[term]]\nforbidden = ['a', ' ']", ["2:19 value-empty: `term.0.forbidden` has an empty word."]),
        (
            "[[term]]\nsource = 'a'\npreferred = ['b']\nforbidden = ['c', 'b']",
            ["4:19 value-wrong: “b” is preferred and forbidden."],
        ),
        (
            "[[term]]\nsource = 'a b'\npreferred = ['b']\n[[term]]\nsource = 'A  B'\npreferred = ['c']",
            ["5:10 key-duplicate: “A  B” is there twice."],
        ),
    ],
)
def test_a_mistake_has_its_place(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


def test_a_term_that_wants_nothing_is_left_out() -> None:
    glossary, _ = parse_glossary(PATH, "[[term]]\nsource = 'a'\n[[term]]\nforbidden = ['b', '']")
    assert glossary == Glossary((Term("", (), ("b",)),))


LINES = ("[[term]]", "[term]", "term = []", "source = ''", "source = 1", "preferred = ['a', '']", "preferred = 'a'")


@given(
    st.lists(
        st.sampled_from((*LINES, "forbidden = ['a']", "note = 'b'", "term = [{source = 'a'}, 1]", "[[", "a.b = 1"))
    )
)
def test_whatever_a_glossary_says_it_is_read(lines: list[str]) -> None:
    glossary, told = parse_glossary(PATH, "\n".join(lines))
    assert all(isinstance(problem.span, Span) and problem.span.line for problem in told)
    assert all("" not in (*term.preferred, *term.forbidden) for term in glossary.terms)


def test_only_glossaries_are_taken_for_glossaries() -> None:
    assert glossary_tag(PATH) == "nb"
    assert glossary_tag("locales/glossary.nb_NO.toml") == "nb_NO"
    assert glossary_tag("locales/nb/glossary.nb.toml") is None
    assert glossary_tag("locales/glossary.toml") is None
