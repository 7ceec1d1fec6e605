"""Schemas for editors: what the strict reader accepts they accept, and what it refuses for its shape they refuse."""

import json
import re
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import EnumType
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from msgspec import Struct

from ordskifte.model.diagnostics import Diagnostic, Diagnostics
from ordskifte.model.document import Kind
from ordskifte.model.forms import Form
from ordskifte.model.text import Texts
from ordskifte.parse.config import MESSAGE_LOCALE, parse_config
from ordskifte.parse.document import parse_source
from ordskifte.parse.front_matter import split
from ordskifte.parse.glossary import parse_glossary
from ordskifte.parse.members import parse_members
from ordskifte.parse.names import FOLDERS, Name
from ordskifte.parse.tables import Malformed, Scalar, Table, noun
from ordskifte.parse.toml import parse_toml
from ordskifte.parse.yaml import parse_yaml
from ordskifte.tools.keys import SUBJECTS, Key, Notation, described, keys
from ordskifte.tools.schemas import Schema, schema
from tests.parse.bodies import cases
from tests.parse.test_config import whole
from tests.program import REPOSITORY

FRONTS = ("article", "author", "page")
NAMED = ("title", "name", "title")
ZONE = "Europe/Oslo"

# --------------------------------------------------------------------------------------
# A text before both
# --------------------------------------------------------------------------------------


def table(subject: str, text: str) -> Table:
    """What a text says. Raises Malformed where it is no table at all."""
    if SUBJECTS[subject].notation is Notation.TOML:
        return parse_toml("a.toml", text)
    return parse_yaml("a.md", split("a.md", text)[0], 2)[0]


def told(subject: str, text: str) -> Diagnostics:
    """All that the program's own reading of such a file tells."""
    if subject == "site":
        return parse_config(text)[2]
    if subject == "glossary":
        return parse_glossary("locales/glossary.nb.toml", text)[1]
    if subject == "members":
        return parse_members("members.toml", text, ("member",))[1]
    return parse_source("content/a.nb.md", Name(Kind(subject), "a", "nb"), text, ZONE).diagnostics


NO_SUCH_DAY = re.compile(r"should be a date: .*(there is no such|the clocks of|lies outside)")


def is_shape(problem: Diagnostic) -> bool:
    """Whether a problem that `noun` tells is one that can be seen without a calendar and without other languages."""
    is_of_words = problem.code in ("control-character", "language-unknown", "language-alias", "language-duplicate")
    return not is_of_words and not NO_SUCH_DAY.search(problem.message)


def shape(subject: str, written: Table) -> list[str]:
    """What is wrong with the keys, and with the types of their values."""
    _, problems = noun(SUBJECTS[subject].kind, written, MESSAGE_LOCALE, ZONE)
    return [f"{problem.code}: {problem.message}" for problem in problems if is_shape(problem)]


@cache
def validator(subject: str) -> Draft7Validator:
    Draft7Validator.check_schema(schema(subject))
    return Draft7Validator(schema(subject))


def misfits(subject: str, written: Table) -> list[str]:
    return [error.message for error in validator(subject).iter_errors(plain(written.values))]


def plain(value: object) -> object:
    """As a language server has it: scalars by the core schema of YAML 1.2 (§10.3.2), the dates of TOML as text."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, Scalar):
        return core(value)
    return value.isoformat() if isinstance(value, date | time) else value


def core(scalar: Scalar) -> object:
    if scalar.is_null or not scalar.is_plain:
        return None if scalar.is_null else scalar.text
    if scalar.text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return scalar.text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", scalar.text):
        return int(scalar.text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", scalar.text):
        return float(scalar.text)
    return scalar.text


def assert_law(subject: str, text: str) -> None:
    written = table(subject, text)
    found, wrong = misfits(subject, written), shape(subject, written)
    if not any(problem.is_error for problem in told(subject, text)):
        assert found == [], text
    if wrong:
        assert found != [], (text, wrong)


# --------------------------------------------------------------------------------------
# Over what there is
# --------------------------------------------------------------------------------------


def heads() -> Iterator[tuple[str, str]]:
    """The subject and the text of each case of front matter that can be read at all."""
    for _, text, _ in cases("front_matter.md"):
        first = re.match(r"-- content/(\w+)/\S+ --\n", text)
        yield (FOLDERS[first[1]].value, text[first.end() :]) if first else ("article", text)


def sites() -> Iterator[tuple[str, str]]:
    for _, text, _ in cases("config.md"):
        yield "site", whole(f"{text}\n")


@pytest.mark.parametrize(("subject", "text"), [*heads(), *sites()])
def test_the_fixtures_of_the_reader_keep_the_law(subject: str, text: str) -> None:
    try:
        table(subject, f"{text}\n")
    except Malformed:
        return
    assert_law(subject, f"{text}\n")


def samples() -> Iterator[tuple[str, str]]:
    for path in sorted((REPOSITORY / "content").rglob("*.md")):
        yield FOLDERS[path.relative_to(REPOSITORY / "content").parts[0]].value, str(path.relative_to(REPOSITORY))
    yield "site", "site.toml"
    yield "glossary", "locales/glossary.nb.toml"


@pytest.mark.parametrize(("subject", "path"), [*samples()])
def test_the_sample_fits_its_schemas(subject: str, path: str) -> None:
    assert misfits(subject, table(subject, (REPOSITORY / path).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("subject", FRONTS)
@pytest.mark.parametrize("nothing", ["", " ~", " null"])
def test_there_may_be_nothing_behind_a_key_that_is_optional(subject: str, nothing: str) -> None:
    required, *optional = keys(SUBJECTS[subject].kind)
    lines = [f"{required.name}: A", *(f"{key.name}:{nothing}" for key in optional)]
    text = "\n".join(["---", *lines, "---", ""])
    assert told(subject, text) == ()
    assert_law(subject, text)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        *((subject, f"---\n{name}: A\nkey: ''\nslug: ''\n---\n") for subject, name in zip(FRONTS, NAMED, strict=True)),
        ("site", whole('[sections.a]\nname = "A"\nslug = ""\naccess = ""\n[payments.donate]\nvipps = ""\n')),
        ("site", whole('[site]\ntitle = "A"\nurl = "https://a.example"\ndefault_locale = ""\nbase_path = ""\n')),
    ],
)
def test_empty_quotation_marks_say_nothing(subject: str, text: str) -> None:
    assert told(subject, text) == ()
    assert_law(subject, text)


# --------------------------------------------------------------------------------------
# Over what there could be
# --------------------------------------------------------------------------------------


class Bare(str):
    """A scalar of YAML without quotation marks."""

    __slots__ = ()


ODD = ("", " ", "a", "a-b", "A b", "1984", "true", "nb", "https://a.example/", "/a/", "2026-03-01", "2026-02-30", "7d")
BARE = ("a", "1984", "0.5", "true", "False", "null", "~", "no", "2026-03-01", "2026-03-01T08:00", "-3", "shell", "1e2")
JUNK = st.sampled_from([*ODD, *map(Bare, BARE), 0, 1, 31, -1, 0.5, True, False, [], {}, ["a"], {"nb": "a"}, [["a"]]])


def mostly(good: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Now and then something else."""
    return st.integers(0, 11).flatmap(lambda number: JUNK if number == 0 else good)


@cache
def values(annotation: Any) -> st.SearchStrategy[Any]:
    """What someone could write for a type, and now and then what does not fit."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*(values(kind) for kind in arguments if kind is not types.NoneType))
    if origin is typing.Annotated:
        kind, mark = arguments
        texts = [*mark.choices, *mark.examples, *ODD] if isinstance(mark, Form) else []
        return mostly(st.sampled_from(texts) if texts else values(kind))
    if origin is tuple:
        parts = [part for part in arguments if part is not Ellipsis]
        return mostly(st.lists(values(parts[0]), max_size=3))
    if origin is Mapping:
        key, part = arguments
        names = st.sampled_from([*(typing.get_args(key)[1].choices if typing.get_args(key) else ()), "a", "nb", "A"])
        return mostly(st.dictionaries(names, JUNK if part is object else values(part), max_size=3))
    if isinstance(annotation, EnumType):
        return mostly(st.sampled_from([str(member.value) for member in typing.cast("Any", annotation)]))
    if isinstance(annotation, type) and issubclass(annotation, Struct) and annotation is not Texts:
        return mostly(tables(annotation))
    return mostly(SCALARS[annotation])


SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.sampled_from(["a", "b c", Bare("1984"), Bare("true")]),
    int: st.sampled_from([0, 1, 12, 30, 31, Bare("7")]),
    float: st.sampled_from([0, 0.5, 1, 1.5, Bare("0.25")]),
    bool: st.sampled_from([True, False, Bare("True")]),
    datetime: st.sampled_from(["2026-03-01", "2026-03-01T08:00", "2026-03-01 08:00:00Z", "1.3.2026"]),
    date: st.sampled_from(["2026-03-01", "2026-02-29", "2026-3-1"]),
    Texts: st.sampled_from(["a", " ", Bare("1984"), {"nb": "a", "en": "b"}, {"nb": " "}, {}]),
}


def tables(kind: type[Struct]) -> st.SearchStrategy[dict[str, Any]]:
    """Nearly always with what is required, and now and then with a key that no one knows."""
    required = st.fixed_dictionaries({key.name: values(key.annotation) for key in keys(kind) if key.is_required})
    chosen = st.lists(st.sampled_from(keys(kind)), max_size=3, unique_by=lambda key: key.name)
    few = chosen.flatmap(lambda found: st.fixed_dictionaries({key.name: values(key.annotation) for key in found}))
    return st.builds(_slipped, required, few, st.integers(0, 24))


def _slipped(required: dict[str, Any], more: dict[str, Any], slip: int) -> dict[str, Any]:
    if slip == 0:
        return {**more, **required, "unknown": "a"}
    return more if slip == 1 else {**more, **required}


def yaml(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {yaml(part)}' for key, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(yaml, value))}]"
    return str(value) if isinstance(value, Bare) else json.dumps(value, ensure_ascii=False)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(key)} = {toml(part)}' for key, part in value.items())}}}"
    return f"[{', '.join(map(toml, value))}]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False)


LEAST_SITE = {"site": {"title": "Randen", "url": "https://randen.example"}, "locales": {"nb": {"name": "Norsk"}}}


@pytest.mark.parametrize("subject", [*FRONTS, "series"])
@settings(max_examples=60)
@given(data=st.data())
def test_any_front_matter_keeps_the_law(subject: str, data: st.DataObject) -> None:
    made = data.draw(tables(SUBJECTS[subject].kind))
    assert_law(subject, "---\n" + "".join(f"{key}: {yaml(value)}\n" for key, value in made.items()) + "---\n")


@pytest.mark.parametrize("subject", ["site", "glossary", "members"])
@settings(max_examples=60)
@given(data=st.data())
def test_any_file_of_toml_keeps_the_law(subject: str, data: st.DataObject) -> None:
    made = data.draw(tables(SUBJECTS[subject].kind))
    if subject == "site" and data.draw(st.booleans()):
        made = {**made, **LEAST_SITE}
    assert_law(subject, "".join(f"{key} = {toml(value)}\n" for key, value in made.items()))


# --------------------------------------------------------------------------------------
# What they tell
# --------------------------------------------------------------------------------------


def all_keys(kind: type[Struct]) -> Iterator[tuple[type[Struct], Key]]:
    """Every key of a type and of what it holds."""
    for key in keys(kind):
        yield kind, key
        for inner in structs(key.annotation):
            yield from all_keys(inner)


def structs(annotation: Any) -> Iterator[type[Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, Struct) and annotation is not Texts:
        yield annotation
    for part in typing.get_args(annotation):
        yield from structs(part)


def choices(annotation: Any) -> Iterator[EnumType]:
    if isinstance(annotation, EnumType):
        yield annotation
    for part in typing.get_args(annotation):
        yield from choices(part)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_key_says_what_it_does(subject: str) -> None:
    silent = [f"{kind.__name__}.{key.name}" for kind, key in all_keys(SUBJECTS[subject].kind) if not key.words]
    assert silent == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_choices_are_told_all_or_none(subject: str) -> None:
    for _, key in all_keys(SUBJECTS[subject].kind):
        for choice in choices(key.annotation):
            members = {member.name for member in typing.cast("Any", choice)}
            assert set(described(choice)) in (set(), members), choice


def parts(made: Schema) -> Iterator[Schema]:
    yield made
    for part in [*made.get("properties", {}).values(), made.get("additionalProperties"), made.get("items")]:
        for inner in part if isinstance(part, list) else [part]:
            if isinstance(inner, dict):
                yield from parts(inner)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_examples_and_defaults_fit(subject: str) -> None:
    for part in parts(schema(subject)):
        for value in [*part.get("examples", []), *([part["default"]] if "default" in part else [])]:
            assert [*Draft7Validator(part).iter_errors(value)] == [], (part.get("title"), value)


def test_descriptions_are_plain_words() -> None:
    told = json.dumps([schema(subject) for subject in SUBJECTS], ensure_ascii=False)
    assert re.findall(r"\]\([^)]*\)|`", re.sub(r'"pattern": "(\\.|[^"\\])*"', "", told)) == []


def test_a_schema_proposes_the_names_of_a_site_and_refuses_no_others() -> None:
    known = {"author": ["karl-aaro"], "section": ["society"], "edition": ["nb", "en"]}
    made = schema("article", known)["properties"]
    assert made["authors"]["items"]["examples"] == ["karl-aaro"]
    assert made["section"]["examples"] == ["society"]
    assert list(made["title"]["properties"]) == ["nb", "en"]
    new = {"title": {"se": "A"}, "authors": ["kari"], "section": "sport"}
    assert Draft7Validator(schema("article", known)).is_valid(new)
