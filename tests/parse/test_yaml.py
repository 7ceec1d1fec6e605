"""YAML as a Table: scalars as written, and where they stand. What is told of mistakes is in `front_matter.md`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.diagnostics import Diagnostics, Span
from ordskifte.parse.tables import Scalar, Table
from ordskifte.parse.yaml import parse_yaml


def parsed(text: str, first_line: int = 1) -> tuple[Table, Diagnostics]:
    return parse_yaml("a.md", text, first_line)


def values(text: str) -> dict[str, object]:
    table, problems = parsed(text)
    assert problems == ()
    return table.values


def plain(text: str) -> Scalar:
    return Scalar(text, is_plain=True)


def test_a_scalar_is_kept_as_it_is_written() -> None:
    assert values("a: no\nb: 1.10\nc: 'no'\nd: \"1\"\ne: |\n  x\nf: y z # not this\n") == {
        "a": plain("no"),
        "b": plain("1.10"),
        "c": Scalar("no", is_plain=False),
        "d": Scalar("1", is_plain=False),
        "e": Scalar("x\n", is_plain=False),
        "f": plain("y z"),
    }


def test_lists_and_tables_may_be_written_in_either_way() -> None:
    assert values("a: [x, {b: y}]") == values("a:\n- x\n- b: y\n") == {"a": [plain("x"), {"b": plain("y")}]}


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet", "~", "null"])
def test_nothing_is_an_empty_table(text: str) -> None:
    assert values(text) == {}


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_only_a_plain_null_is_none(word: str) -> None:
    assert plain(word).is_null
    assert not Scalar(word, is_plain=False).is_null


def test_places_count_letters_from_the_line_that_the_text_begins_on() -> None:
    table, _ = parsed("blå: {😀: x,\n  ñ: [å, y]}\n", first_line=5)
    assert table.keys == {"blå": Span("a.md", 5, 1), "blå.😀": Span("a.md", 5, 7), "blå.ñ": Span("a.md", 6, 3)}
    assert table.places == {
        "": Span("a.md", 5, 1),
        "blå": Span("a.md", 5, 6),
        "blå.😀": Span("a.md", 5, 10),
        "blå.ñ": Span("a.md", 6, 6),
        "blå.ñ.0": Span("a.md", 6, 7),
        "blå.ñ.1": Span("a.md", 6, 10),
    }


def test_of_a_key_that_is_given_twice_the_last_value_stands() -> None:
    table, (problem,) = parsed("a: x\nb: y\na: z\n")
    assert table.values == {"a": plain("z"), "b": plain("y")}
    assert (problem.code, problem.span) == ("key-duplicate", Span("a.md", 3, 1))


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_an_invisible_line_break_breaks_no_line(separator: str) -> None:
    table, (problem,) = parsed(f"a: x{separator}y\nb: z\n")
    assert table.values == {"a": plain("x y"), "b": plain("z")}
    assert table.keys["b"] == Span("a.md", 2, 1)
    assert (problem.code, problem.span) == ("control-character", Span("a.md", 1, 5))
    assert problem.message == f"There is an invisible line break here, U+{ord(separator):04X}."


WORDS = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufeff"), min_size=1)
NESTED = st.recursive(
    WORDS, lambda part: st.lists(part, max_size=3) | st.dictionaries(WORDS, part, max_size=3), max_leaves=9
)


def quoted(word: str) -> str:
    return f"'{word.replace(chr(39), chr(39) * 2)}'"


def written(value: object) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{quoted(key)}: {written(part)}' for key, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return quoted(str(value))


def scalars(value: object) -> object:
    if isinstance(value, dict):
        return {key: scalars(part) for key, part in value.items()}
    return [scalars(part) for part in value] if isinstance(value, list) else Scalar(str(value), is_plain=False)


@given(st.dictionaries(WORDS, NESTED))
def test_what_is_written_is_read(table: dict[str, object]) -> None:
    text = "".join(f"{quoted(key)}: {written(value)}\n" for key, value in table.items())
    assert values(text) == scalars(table)
