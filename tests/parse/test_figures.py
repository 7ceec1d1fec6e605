"""What a file of figures says that has been raised."""

import pytest

from ordskifte.model.diagnostics import Span
from ordskifte.parse.figures import LARGEST, parse_figures


def figures(text: str) -> tuple[int | None, list[str]]:
    raised, problems = parse_figures("data/raised.json", text.encode())
    return raised, [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("text", "raised"),
    [('{"raised": 1200}', 1200), ('{"raised":0}', 0), (f'\ufeff\n{{\n"raised": {LARGEST}\n}}\n', LARGEST)],
)
def test_it_says_an_amount(text: str, raised: int) -> None:
    assert figures(text) == (raised, [])


@pytest.mark.parametrize(
    "text",
    [
        *("1200", "[1200]", "{}", "null", '"1200"'),
        *('{"raised": "1200"}', '{"raised": -1}', '{"raised": 12.5}', '{"raised": true}', '{"raised": null}'),
        *('{"raised": 1, "goal": 2}', '{"Raised": 1}', f'{{"raised": {LARGEST + 1}}}', '{"raised": NaN}'),
    ],
)
def test_what_says_none_is_told_of(text: str) -> None:
    raised, problems = figures(text)
    assert raised is None
    assert problems == ["This does not say what has been raised, in whole numbers."]


@pytest.mark.parametrize(
    ("text", "line", "column"), [("", 1, 1), ('{"raised": 1 200}', 1, 14), ('{\n"raised": 1.200,\n}', 3, 1)]
)
def test_what_is_no_json_is_told_where_it_goes_wrong(text: str, line: int, column: int) -> None:
    raised, [problem] = parse_figures("data/raised.json", text.encode())
    assert raised is None
    assert (problem.code, problem.span) == ("figures-wrong", Span("data/raised.json", line, column))


@pytest.mark.parametrize("text", ["[" * 100_000, f'{{"raised": {"9" * 5000}}}'])
def test_what_is_beyond_reason_is_a_mistake_too(text: str) -> None:
    raised, problems = parse_figures("data/raised.json", text.encode())
    assert raised is None
    assert [problem.code for problem in problems] == ["figures-wrong"]


def test_what_is_no_text_is_told_of() -> None:
    raised, problems = parse_figures("data/raised.json", b'{"raised": \xff}')
    assert raised is None
    assert [problem.code for problem in problems] == ["encoding", "figures-wrong"]
