"""Tables become nouns: each type in its right form and in wrong ones, and what is left when something does not fit."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, TypeVar

import pytest
from msgspec import Meta, Struct

from ordskifte.model.diagnostics import Diagnostics
from ordskifte.model.text import Texts
from ordskifte.parse.tables import noun
from ordskifte.parse.toml import parse_toml
from ordskifte.parse.yaml import parse_yaml

Noun = TypeVar("Noun", bound=Struct)


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


class Inner(Struct):
    word: str
    count: int = 7


class Required(Struct):
    word: str
    number: int
    share: float
    switch: bool
    words: Texts
    size: Size
    day: date
    either: str | Inner
    least: Annotated[int, Meta(ge=3)]
    inner: Inner
    list: tuple[str, ...]
    table: Mapping[str, int]


class Optional(Struct):
    word: str = "default"
    number: int = 1
    share: float = 0.5
    switch: bool = True
    words: Texts | None = None
    size: Size = Size.LARGE
    day: date | None = None
    moment: datetime | None = None
    either: str | Inner = "either"
    both: Mapping[str, str] | str = "both"
    least: Annotated[int, Meta(ge=3, le=5)] = 4
    inner: Inner | None = None
    list: tuple[str, ...] = ("a",)
    inners: tuple[Inner, ...] = ()
    mixed: tuple[str | Inner, ...] = ()
    pair: tuple[float, float] | None = None
    table: Mapping[str, int] = {}
    lists: Mapping[str, tuple[str, ...]] = {}
    free: Mapping[str, object] = {}


def from_yaml(kind: type[Noun], text: str) -> tuple[Noun, Diagnostics]:
    table, problems = parse_yaml("a.md", text, 1)
    assert problems == ()
    return noun(kind, table, "nb", "Europe/Oslo")


def from_toml(kind: type[Noun], text: str) -> tuple[Noun, Diagnostics]:
    return noun(kind, parse_toml("a.toml", text), "nb", "Europe/Oslo")


def told(problems: Diagnostics) -> list[str]:
    return [f"{problem.code}: {problem.message}" for problem in problems]


WORDS = Texts((("nb", "ord"), ("en", "word")))
MOMENT = datetime(2026, 7, 13, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("yaml", "toml", "expected"),
    [
        ("word: ord", 'word = "ord"', Optional(word="ord")),
        ("number: -3", "number = -3", Optional(number=-3)),
        ("share: 1", "share = 1", Optional(share=1.0)),
        ("share: -.5e1", "share = -5.0", Optional(share=-5.0)),
        ("switch: false", "switch = false", Optional(switch=False)),
        ("words: ord", 'words = "ord"', Optional(words=Texts((("nb", "ord"),)))),
        ("words: {nb: ord, en: word}", 'words = {nb = "ord", en = "word"}', Optional(words=WORDS)),
        ("size: small", 'size = "small"', Optional(size=Size.SMALL)),
        ("day: 2026-07-13", "day = 2026-07-13", Optional(day=date(2026, 7, 13))),
        ("moment: 2026-07-13T08:00", "moment = 2026-07-13T08:00:00", Optional(moment=MOMENT)),
        ("moment: 2026-07-13T08:00+02:00", 'moment = "2026-07-13T06:00Z"', Optional(moment=MOMENT)),
        ("either: ord", 'either = "ord"', Optional(either="ord")),
        ("either: {word: ord}", 'either = {word = "ord"}', Optional(either=Inner("ord"))),
        ("both: {a: b}", 'both = {a = "b"}', Optional(both={"a": "b"})),
        ("both: a", 'both = "a"', Optional(both="a")),
        ("least: 3", "least = 3", Optional(least=3)),
        ("inner: {word: ord, count: 2}", '[inner]\nword = "ord"\ncount = 2', Optional(inner=Inner("ord", 2))),
        ("list: []", "list = []", Optional(list=())),
        (
            "inners: [{word: a}, {word: b}]",
            '[[inners]]\nword = "a"\n[[inners]]\nword = "b"',
            Optional(inners=(Inner("a"), Inner("b"))),
        ),
        ("mixed: [a, {word: b}]", 'mixed = ["a", {word = "b"}]', Optional(mixed=("a", Inner("b")))),
        ("pair: [0, 0.25]", "pair = [0, 0.25]", Optional(pair=(0.0, 0.25))),
        ("table: {a: 1, b: 2}", "table = {a = 1, b = 2}", Optional(table={"a": 1, "b": 2})),
        ("lists: {a: [b]}", 'lists = {a = ["b"]}', Optional(lists={"a": ("b",)})),
        ("free: {a: [1, {b: true}]}", "free = {a = [1, {b = true}]}", Optional(free={"a": (1, {"b": True})})),
    ],
)
def test_yaml_and_toml_say_the_same(yaml: str, toml: str, expected: Optional) -> None:
    assert from_yaml(Optional, yaml) == (expected, ())
    assert from_toml(Optional, toml) == (expected, ())


@pytest.mark.parametrize(
    ("yaml", "toml", "message"),
    [
        ("word: [a]", "word = 1", "`word` should be text."),
        ("number: '1'", 'number = "1"', "`number` should be a whole number."),
        ("number: 1.0", "number = 1.0", "`number` should be a whole number."),
        ("number: yes", "number = true", "`number` should be a whole number."),
        ("number: 1234567890123456", 'number = ""', "`number` should be a whole number."),
        ("share: half", 'share = "half"', "`share` should be a number."),
        ("share: .inf", "share = inf", "`share` should be a number."),
        ("share: nan", "share = nan", "`share` should be a number."),
        ("share: 1_0", "share = true", "`share` should be a number."),
        ("switch: 1", "switch = 1", "`switch` should be true or false."),
        ("switch: 'true'", 'switch = "true"', "`switch` should be true or false."),
        ("size: smal", 'size = "smal"', "`size` should be one of small, large."),
        ("size: 1", "size = 1", "`size` should be one of small, large."),
        ("day: 2026-1-3", "day = 2026-01-03T08:00:00", "`day` should be a date such as 2025-08-02."),
        ("day: 20260103", "day = 08:00:00", "`day` should be a date such as 2025-08-02."),
        ("day: 2026-02-30", 'day = "2026-02-30"', "`day` should be a date: there is no such day as 2026-02-30."),
        ("moment: [x]", "moment = 08:00:00", "`moment` should be a date such as 2025-08-02."),
        ("either: [a]", "either = 1", "`either` should be text."),
        ("both: [a]", "both = 1", "`both` should be text."),
        ("least: 2", "least = 2", "`least` should be a whole number from 3 to 5."),
        ("least: 6", "least = 6", "`least` should be a whole number from 3 to 5."),
        ("list: a", 'list = "a"', "`list` should be a list, such as [one, two]."),
        ("list: {a: b}", 'list = {a = "b"}', "`list` should be a list, such as [one, two]."),
        ("pair: [1]", "pair = [1]", "`pair` should be a list of 2 values."),
        ("pair: 1", "pair = 1", "`pair` should be a list of 2 values."),
        ("table: [1]", "table = [1]", "`table` should be a table of keys and values."),
        ("free: [1]", "free = [1]", "`free` should be a table of keys and values."),
    ],
)
def test_what_does_not_fit_is_told_and_keeps_its_default(yaml: str, toml: str, message: str) -> None:
    for found, problems in (from_yaml(Optional, yaml), from_toml(Optional, toml)):
        assert found == Optional()
        assert told(problems) == [f"value-wrong: {message}"]


def test_a_sample_is_written_as_its_file_is() -> None:
    _, problems = from_yaml(Optional, "inner: a\ninners: a\nwords: [a]")
    assert told(problems) == [
        "value-wrong: `inner` should be a table of keys and values such as {word: …}.",
        "value-wrong: `inners` should be a list, such as [{word: …}, …].",
        "value-wrong: `words` should be text, or a table of texts by language such as {nb: …, en: …}.",
    ]
    _, problems = from_toml(Optional, "inner = 1\ninners = 1\nwords = 1")
    assert told(problems) == [
        "value-wrong: `inner` should be a table of keys and values such as {word = …}.",
        "value-wrong: `inners` should be a list, such as [{word = …}, …].",
        "value-wrong: `words` should be text, or a table of texts by language such as {nb = …, en = …}.",
    ]


def test_a_list_with_a_value_that_does_not_fit_is_left_out_so_that_the_places_of_the_others_stay_true() -> None:
    found, problems = from_yaml(
        Optional, "list: [[a], b]\npair: [x, y]\nlists: {a: [[b]], c: [d]}\ntable: {a: x, b: 1}"
    )
    assert found == Optional(lists={"c": ("d",)}, table={"b": 1})
    assert told(problems) == [
        "value-wrong: `list.0` should be text.",
        "value-wrong: `pair.0` should be a number.",
        "value-wrong: `pair.1` should be a number.",
        "value-wrong: `lists.a.0` should be text.",
        "value-wrong: `table.a` should be a whole number.",
    ]


EMPTY = Required("", 0, 0.0, False, Texts((("nb", ""),)), Size.SMALL, date.min, "", 0, Inner(""), (), {})


@pytest.mark.parametrize("text", ["", "word: ~\nnumber:\nshare: null"])
def test_what_is_missing_is_told_and_is_empty(text: str) -> None:
    found, problems = from_yaml(Required, text)
    assert found == EMPTY
    assert told(problems) == [f"key-missing: `{name}` is missing." for name in Required.__struct_fields__]


def test_what_is_required_and_does_not_fit_is_told_once_and_is_empty() -> None:
    found, problems = from_yaml(Required, "\n".join(f"{name}: [[x]]" for name in Required.__struct_fields__))
    assert found == EMPTY
    assert [problem.code for problem in problems] == ["value-wrong"] * len(Required.__struct_fields__)


@pytest.mark.parametrize("words", ["''", '" "', "{nb: a, en: ''}"])
def test_words_that_are_required_are_not_empty(words: str) -> None:
    _, problems = from_yaml(Required, f"words: {words}\nword: ''")
    assert [line for line in told(problems) if "missing" not in line] == [
        "value-empty: `word` is empty.",
        "value-empty: `words` is empty.",
    ]


def test_words_that_are_not_required_may_be_empty() -> None:
    assert from_yaml(Optional, "words: ''\nword: ''") == (Optional(words=Texts((("nb", ""),)), word=""), ())


def test_the_hint_of_an_unknown_key_has_the_nearest_one_or_all() -> None:
    _, problems = from_yaml(Inner, "word: a\nwrd: b\nx: c")
    assert [problem.hint for problem in problems] == ["Did you mean `word`?", "Known keys: count, word."]


def test_control_characters_behind_escapes_are_refused_wherever_they_are() -> None:
    for text in (
        'word: "\\0"',
        'free: {a: [{b: "\\e"}]}',
        'table: {"\\b": 1}',
        'list: ["\\r"]',
        'words: {nb: "\\x9f"}',
    ):
        _, problems = from_yaml(Optional, text)
        assert [problem.code for problem in problems] == ["control-character"]
    assert from_yaml(Optional, 'word: "a\\tb\\nc\\u00ad"') == (Optional(word="a\tb\nc\u00ad"), ())
    assert [problem.code for problem in from_toml(Optional, 'word = "\\u0000"')[1]] == ["control-character"]


def test_problems_stand_at_the_value_the_key_or_the_table_that_lacks_it() -> None:
    _, problems = from_toml(Optional, 'switch = "x"\n[inner]\ncount = 1\nx = 2\n[[inners]]\n[[inners]]\nword = ""\n')
    assert [(problem.code, str(problem.span)) for problem in problems] == [
        ("value-wrong", "Span(source='a.toml', line=1, column=10)"),
        ("key-unknown", "Span(source='a.toml', line=4, column=1)"),
        ("key-missing", "Span(source='a.toml', line=2, column=2)"),
        ("key-missing", "Span(source='a.toml', line=5, column=3)"),
        ("value-empty", "Span(source='a.toml', line=7, column=8)"),
    ]
