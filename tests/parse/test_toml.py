"""TOML as a Table: its values, and where they stand. What is told of mistakes is in `config.md`."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.model.diagnostics import Span
from ordskifte.parse.tables import Malformed
from ordskifte.parse.toml import parse_toml


def places(text: str) -> dict[str, str]:
    """`line:column` of every value by its name, and of its key where that stands elsewhere."""
    table = parse_toml("a.toml", text)
    return {
        name: " ".join(dict.fromkeys(f"{span.line}:{span.column}" for span in (table.keys[name], place)))
        for name, place in table.places.items()
        if name in table.keys
    } | {name: f"{place.line}:{place.column}" for name, place in table.places.items() if name not in table.keys}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("a = 1\n", {"a": "1:1 1:5"}),
        ("# æ\n  a = 1 # æ\n", {"a": "2:3 2:7"}),
        ("a.b = 1\n", {"a": "1:1", "a.b": "1:3 1:7"}),
        ("[a]\nb = 1\n", {"a": "1:2", "a.b": "2:1 2:5"}),
        ("[ a . b ]\nc = 1\n", {"a": "1:3", "a.b": "1:7 1:3", "a.b.c": "2:1 2:5"}),
        (
            "[[a]]\nb = 1\n[[a]]\nb = 2\n",
            {"a": "1:3", "a.0": "1:3", "a.0.b": "2:1 2:5", "a.1": "3:3", "a.1.b": "4:1 4:5"},
        ),
        (
            "[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2\n",
            {
                "a": "1:3",
                "a.0": "1:3",
                "a.0.b": "2:4 2:2",
                "a.0.b.c": "3:1 3:5",
                "a.1": "4:3",
                "a.1.b": "5:4 5:2",
                "a.1.b.c": "6:1 6:5",
            },
        ),
        (
            "[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n",
            {"a": "1:3", "a.0": "1:3", "a.0.b": "2:5", "a.0.b.0": "2:3", "a.0.b.1": "3:3", "a.0.b.1.c": "4:1 4:5"},
        ),
        (
            "a = {b = [1, {c = 2}]}\n",
            {"a": "1:1 1:5", "a.b": "1:6 1:10", "a.b.0": "1:11", "a.b.1": "1:14", "a.b.1.c": "1:15 1:19"},
        ),
        ("a = [ # x\n  1, # y\n  2,\n]\n", {"a": "1:1 1:5", "a.0": "2:3", "a.1": "3:3"}),
        ("\"æ ø\".'b' = 1\n", {"æ ø": "1:1", "æ ø.b": "1:7 1:13"}),
        (
            '"\\u00e5" = "😀"\na = {b = "😀", c = 1}\n',
            {"å": "1:1 1:12", "a": "2:1 2:5", "a.b": "2:6 2:10", "a.c": "2:15 2:19"},
        ),
        ('a = """\nx\n"""\nb = 1\n', {"a": "1:1 1:5", "b": "4:1 4:5"}),
    ],
)
def test_every_value_has_its_place(text: str, expected: dict[str, str]) -> None:
    assert places(text) == expected


def test_values_are_those_of_toml() -> None:
    text = 'a = 1\nb = 1.5\nc = true\nd = 2026-01-13\ne = 08:00:00\nf = "x"\ng = [1, [2]]\n[h]\ni = {j = 1}\n'
    assert parse_toml("a.toml", text).values == tomllib.loads(text)


KEYS = st.sampled_from(["a", "b", "1", '"a"', "'b'", '"c d"', '"\\u00e5"', "å", "a.b", 'b . "a"'])
VALUES = st.recursive(
    st.sampled_from(
        ["1", "0x1f", "1e3", "nan", "true", '"x"', "'y'", '"""z\n"""', "2026-01-13", "08:00:00", "no", '"']
    ),
    lambda part: st.one_of(
        st.lists(part, max_size=3).map(", # x\n".join).map("[{}]".format),
        st.lists(st.tuples(KEYS, part).map(" = ".join), max_size=3).map(", ".join).map("{{{}}}".format),
    ),
    max_leaves=6,
)
LINES = st.one_of(
    st.tuples(KEYS, VALUES).map(" = ".join),
    KEYS.map("[{}]".format),
    KEYS.map("[[{}]]".format),
    st.sampled_from(["", "# x", "[", "]]", "a", "= 1", "a = ", "\t", "å"]),
)
TEXTS = st.lists(LINES, max_size=8).map("\n".join)


def names(value: object, name: str = "") -> list[str]:
    """The names of everything in a value."""
    parts: list[tuple[object, object]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    return [name, *(below for key, part in parts for below in names(part, f"{name}.{key}" if name else str(key)))]


@settings(max_examples=500)
@given(TEXTS)
def test_any_text_is_a_table_with_all_its_places_or_malformed_in_its_place(text: str) -> None:
    try:
        table = parse_toml("a.toml", text)
    except Malformed as malformed:
        spans = [malformed.diagnostic.span]
    else:
        spans = [table.places[name] for name in names(table.values)[1:]]
    for span in spans:
        assert isinstance(span, Span)
        assert 1 <= span.line <= text.count("\n") + 1
        assert span.column >= 1


@given(st.text() | st.text("[]{}=.\"'#ab1,\n", max_size=60))
def test_what_is_no_toml_is_malformed(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(Malformed):
            parse_toml("a.toml", text)
    else:
        assert parse_toml("a.toml", text).source == "a.toml"
