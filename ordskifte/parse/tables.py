"""Tables of keys and values, in YAML or TOML, become a noun; each value's place is kept.

YAML is read as events from libyaml, and its scalars stay text until a field says what they are, so that `lang: no` is a
language and `1.10` a version. Anchors, aliases and tags are refused: nothing here needs them, and bombs need them.
"""

import difflib
import tomllib
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from enum import EnumType, StrEnum
from functools import cache
from itertools import groupby
from typing import Any

import msgspec
import tree_sitter
import tree_sitter_toml
import yaml
from msgspec import Struct

from ordskifte.model.clock import parsed_moment
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, error
from ordskifte.model.locales import normalised
from ordskifte.model.text import Texts

MAX_DEPTH = 12
FEW = 20
"""How many names a hint may list."""

YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser, or its slower twin where PyYAML was built without it."""


class Scalar(Struct, frozen=True):
    """A YAML scalar as it was written; a plain one has no quotes."""

    text: str
    is_plain: bool

    @property
    def is_null(self) -> bool:
        return self.is_plain and self.text in ("", "~", "null", "Null", "NULL")


class Table(Struct, frozen=True):
    """The values of one table, and by dotted name where each value and each key of it stands."""

    source: str
    values: dict[str, object]
    places: dict[str, Span]
    keys: dict[str, Span]


class Malformed(Exception):
    """The text is no table at all; `diagnostic` says why and where."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def joined(name: str, key: object) -> str:
    return f"{name}.{key}" if name else str(key)


# --------------------------------------------------------------------------------------
# YAML
# --------------------------------------------------------------------------------------


def parse_yaml(source: str, text: str, first_line: int) -> tuple[Table, Diagnostics]:
    """The mapping that this YAML holds, and its duplicate keys.

    Raises Malformed where the text is not YAML, is no mapping, or uses what is refused.
    """
    reading = _YamlReading(source, first_line)
    try:
        values = reading.document(yaml.parse(text, Loader=YamlLoader))
    except yaml.YAMLError as problem:
        raise Malformed(_yaml_problem(problem, text, reading)) from None
    return Table(source, values, reading.places, reading.keys), tuple(reading.diagnostics)


class _YamlReading:
    def __init__(self, source: str, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.places: dict[str, Span] = {}
        self.keys: dict[str, Span] = {}
        self.diagnostics: list[Diagnostic] = []

    def span(self, mark: Any) -> Span:
        return Span(self.source, self.first_line + mark.line, mark.column + 1)

    def document(self, events: Iterator[Any]) -> dict[str, object]:
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                value = self.node(event, events, "", 0)
                if isinstance(value, dict):
                    return value
                if not isinstance(value, Scalar) or not value.is_null:
                    hint = "Write one `key: value` on each line."
                    raise Malformed(
                        error("front-matter-shape", "This is not a list of keys.", self.span(event.start_mark), hint)
                    )
        return {}

    def node(self, event: Any, events: Iterator[Any], name: str, depth: int) -> object:
        self.places[name] = self.span(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise Malformed(
                error(
                    "yaml-alias",
                    "Anchors (`&`) and aliases (`*`) are not used here.",
                    self.span(event.start_mark),
                    "Write the value out, or put it in quotes if it begins with & or *.",
                )
            )
        if event.tag:
            hint = "Put the value in quotes if it begins with an exclamation mark."
            raise Malformed(
                error("yaml-tag", f"The tag `{event.tag}` is not used here.", self.span(event.start_mark), hint)
            )
        if depth > MAX_DEPTH:
            raise Malformed(error("yaml-depth", "This is nested too deeply.", self.span(event.start_mark)))
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, is_plain=not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, name, depth)
        return self.mapping(events, name, depth)

    def sequence(self, events: Iterator[Any], name: str, depth: int) -> list[object]:
        values: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self.node(event, events, joined(name, len(values)), depth + 1))
        return values

    def mapping(self, events: Iterator[Any], name: str, depth: int) -> dict[str, object]:
        values: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise Malformed(error("front-matter-shape", "A key must be a plain word.", self.span(event.start_mark)))
            key, span = event.value, self.span(event.start_mark)
            path = joined(name, key)
            if key in values:
                first = self.keys[path]
                self.diagnostics.append(
                    error(
                        "key-duplicate",
                        f"`{key}` is given twice; first on line {first.line}.",
                        span,
                        "Keep one of them.",
                    )
                )
            self.keys[path] = span
            values[key] = self.node(next(events), events, path, depth + 1)
        return values


def _yaml_problem(problem: yaml.YAMLError, text: str, reading: _YamlReading) -> Diagnostic:
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    line = text.split("\n")[mark.line] if mark and mark.line < text.count("\n") + 1 else ""
    span = reading.span(mark) if mark else Span(reading.source, reading.first_line)
    said = getattr(problem, "problem", None) or getattr(problem, "reason", None) or str(problem)
    hint = ""
    if "mapping values" in said:
        hint = f"Put the value in quotes, for it holds a colon: {_quoted(line)}"
    elif "\t" in line:
        hint = "Indent with spaces, not with a tab."
    elif "quoted scalar" in said or "quoted scalar" in str(getattr(problem, "context", "")):
        hint = "A quotation mark that was opened is not closed."
    return error("yaml-syntax", f"The front matter cannot be read: {said}.", span, hint)


def _quoted(line: str) -> str:
    key, _, value = line.partition(":")
    escaped = value.strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'{key.strip()}: "{escaped}"'


# --------------------------------------------------------------------------------------
# TOML
# --------------------------------------------------------------------------------------

_TOML = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))


def parse_toml(source: str, text: str) -> Table:
    """The values of this TOML and their places; raises Malformed with the place of a syntax error."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise Malformed(_toml_problem(source, text, problem)) from None
    places = _TomlPlaces(source, text.encode())
    return Table(source, values, places.places, places.keys)


def _toml_problem(source: str, text: str, problem: Exception) -> Diagnostic:
    said, _, place = str(problem).rpartition(" (at ")
    if place.startswith("line"):
        line, column = (int(word) for word in place.rstrip(")").replace("line ", "").split(", column "))
        return error("toml-syntax", f"This is not TOML: {said}.", Span(source, line, column))
    last = text.count("\n") + 1
    return error("toml-syntax", f"This is not TOML: {said or problem}.", Span(source, last, 1))


class _TomlPlaces:
    """Names and spans of all keys and values, from the syntax tree of a text that is known to be valid."""

    def __init__(self, source: str, content: bytes) -> None:
        self.source = source
        self.lines = content.split(b"\n")
        self.places: dict[str, Span] = {}
        self.keys: dict[str, Span] = {}
        counts: dict[str, int] = {}
        for node in _TOML.parse(content).root_node.named_children:
            if node.type == "pair":
                self.pair(node, "")
            elif node.type in ("table", "table_array_element"):
                header, *pairs = node.named_children
                name = self.named(header, "")
                if node.type == "table_array_element":
                    counts[name] = counts.get(name, -1) + 1
                    name = joined(name, counts[name])
                self.places[name] = self.span(header)
                for pair in pairs:
                    if pair.type == "pair":
                        self.pair(pair, name)

    def span(self, node: tree_sitter.Node) -> Span:
        row, column = node.start_point
        return Span(self.source, row + 1, len(self.lines[row][:column].decode(errors="replace")) + 1)

    def named(self, key: tree_sitter.Node, name: str) -> str:
        for part in self.parts(key):
            name = joined(name, (part.text or b"").decode().strip("\"'"))
            self.keys.setdefault(name, self.span(part))
            self.places.setdefault(name, self.span(part))
        return name

    def parts(self, key: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
        if key.type != "dotted_key":
            yield key
        for child in key.named_children:
            yield from self.parts(child)

    def pair(self, node: tree_sitter.Node, name: str) -> None:
        key, value = node.named_children[:2]
        self.value(value, self.named(key, name))

    def value(self, node: tree_sitter.Node, name: str) -> None:
        self.places[name] = self.span(node)
        if node.type == "inline_table":
            for pair in node.named_children:
                self.pair(pair, name)
        elif node.type == "array":
            for number, child in enumerate(child for child in node.named_children if child.type != "comment"):
                self.value(child, joined(name, number))


# --------------------------------------------------------------------------------------
# A table becomes a noun
# --------------------------------------------------------------------------------------

Noun = typing.TypeVar("Noun", bound=Struct)


def noun(kind: type[Noun], table: Table, locale: str, zone: str) -> tuple[Noun, Diagnostics]:
    """The table as a value of this type, and every key and value that does not fit.

    A field that does not fit keeps its default; one without a default gets an empty value of its type, so that what
    reads the noun may go on and find more problems. Bare words are in `locale`; times without a zone are in `zone`.
    """
    reading = _Reading(table, locale, zone)
    value = _reader(kind)(reading, table.values, "")
    assert isinstance(value, kind)
    return value, tuple(reading.diagnostics)


class _Reading:
    """One table on its way to a noun."""

    def __init__(self, table: Table, locale: str, zone: str) -> None:
        self.table = table
        self.locale = locale
        self.zone = zone
        self.diagnostics: list[Diagnostic] = []

    def refuse(self, code: str, message: str, span: Span, hint: str = "") -> None:
        self.diagnostics.append(error(code, message, span, hint))

    def place(self, name: str) -> Span:
        return self.table.places.get(name, Span(self.table.source, 1, 1))


class _Unfit(Exception):
    """A value is not of the type its field wants; the message says what would be."""


_Read = Callable[[_Reading, object, str], object]


@cache
def _reader(annotation: Any) -> _Read:
    """The function that reads a value of this type."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return _union_reader(tuple(kind for kind in typing.get_args(annotation) if kind is not types.NoneType))
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is tuple:
        return _fixed_reader(arguments) if arguments[-1] is not Ellipsis else _list_reader(arguments[0])
    if origin is Mapping:
        return _free if arguments[1] is object else _mapping_reader(arguments[1])
    if isinstance(annotation, EnumType):
        return _choice_reader(annotation)
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    return _struct_reader(annotation)


def _union_reader(kinds: tuple[Any, ...]) -> _Read:
    """A value of the first kind whose shape fits: tables are told from lists and from scalars."""
    tables = [kind for kind in kinds if _is_table(kind)]
    others = [kind for kind in kinds if not _is_table(kind)]

    def read(reading: _Reading, value: object, name: str) -> object:
        fitting = tables if isinstance(value, dict) and tables else others or tables
        return _reader(fitting[0])(reading, value, name)

    return read


def _is_table(kind: Any) -> bool:
    return typing.get_origin(kind) is Mapping or (isinstance(kind, type) and issubclass(kind, Struct))


def _struct_reader(kind: type[Struct]) -> _Read:
    hints = typing.get_type_hints(kind)
    fields = {field.encode_name: (field, _reader(hints[field.name])) for field in msgspec.structs.fields(kind)}

    def read(reading: _Reading, value: object, name: str) -> object:
        if not isinstance(value, dict):
            raise _Unfit("a table of keys and values")
        known: dict[str, object] = {}
        for key, part in value.items():
            path = joined(name, key)
            if key not in fields:
                hint = _near(key, fields)
                span = reading.table.keys.get(path, reading.place(path))
                reading.refuse("key-unknown", f"`{path}` is not a key that is known here.", span, hint)
            elif part is not None and not (isinstance(part, Scalar) and part.is_null):
                field, read_part = fields[key]
                try:
                    known[field.name] = read_part(reading, part, path)
                except _Unfit as wanted:
                    reading.refuse("value-wrong", f"`{path}` should be {wanted}.", reading.place(path))
                    known.setdefault(field.name, _stand_in(hints[field.name]) if field.required else field.default)
        for field, _ in fields.values():
            if field.required and field.name not in known:
                path = joined(name, field.encode_name)
                reading.refuse("key-missing", f"`{path}` is missing.", reading.place(name), f"Add `{path}`.")
                known[field.name] = _stand_in(hints[field.name])
        return kind(**known)

    return read


def _near(key: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(key, known, 1, 0.7)
    if near:
        return f"Did you mean `{near[0]}`?"
    return f"Known keys: {', '.join(sorted(known))}." if len(known) <= FEW else "Free data goes under `extra`."


def _stand_in(annotation: Any) -> object:
    """An empty value of this type."""
    for kind in (annotation, *typing.get_args(annotation)):
        if kind is Texts:
            return Texts((("und", ""),))
        if isinstance(kind, EnumType):
            return next(iter(kind))
        if kind in (str, int):
            return kind()
        if kind is date:
            return date.min
    return {} if typing.get_origin(annotation) is Mapping else ()


def _list_reader(part: Any) -> _Read:
    read_part = _reader(part)

    def read(reading: _Reading, value: object, name: str) -> object:
        if not isinstance(value, list):
            raise _Unfit("a list, such as [one, two]")
        values: list[object] = []
        for number, element in enumerate(value):
            path = joined(name, number)
            try:
                values.append(read_part(reading, element, path))
            except _Unfit as wanted:
                reading.refuse("value-wrong", f"`{path}` should be {wanted}.", reading.place(path))
        return tuple(values)

    return read


def _fixed_reader(parts: tuple[Any, ...]) -> _Read:
    def read(reading: _Reading, value: object, name: str) -> object:
        if not isinstance(value, list) or len(value) != len(parts):
            raise _Unfit(f"a list of {len(parts)} values")
        return tuple(
            _reader(part)(reading, element, joined(name, number))
            for number, (part, element) in enumerate(zip(parts, value, strict=True))
        )

    return read


def _mapping_reader(part: Any) -> _Read:
    read_part = _reader(part)

    def read(reading: _Reading, value: object, name: str) -> object:
        if not isinstance(value, dict):
            raise _Unfit("a table of keys and values")
        values: dict[str, object] = {}
        for key, element in value.items():
            path = joined(name, key)
            try:
                values[key] = read_part(reading, element, path)
            except _Unfit as wanted:
                reading.refuse("value-wrong", f"`{path}` should be {wanted}.", reading.place(path))
        return values

    return read


def _choice_reader(kind: EnumType) -> _Read:
    choices = [str(member.value) for member in typing.cast("type[StrEnum]", kind)]

    def read(reading: _Reading, value: object, name: str) -> object:
        text = _text(value)
        if text not in choices:
            near = difflib.get_close_matches(text or "", choices, 1, 0.6)
            meant = f" (did you mean `{near[0]}`?)" if near else ""
            raise _Unfit(f"one of {', '.join(choices)}{meant}")
        return kind(text)

    return read


def _text(value: object) -> str | None:
    if isinstance(value, Scalar):
        return value.text
    return value if isinstance(value, str) else None


def _string(reading: _Reading, value: object, name: str) -> str:
    text = _text(value)
    if text is None:
        raise _Unfit("text")
    return text


def _integer(reading: _Reading, value: object, name: str) -> int:
    if isinstance(value, Scalar) and value.is_plain:
        digits = value.text.removeprefix("-").removeprefix("+")
        if digits.isascii() and digits.isdigit() and len(digits) < 16:
            return int(value.text)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _Unfit("a whole number")


def _fraction(reading: _Reading, value: object, name: str) -> float:
    if isinstance(value, Scalar) and value.is_plain:
        try:
            value = float(value.text)
        except ValueError:
            raise _Unfit("a number") from None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise _Unfit("a number")


def _truth(reading: _Reading, value: object, name: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Scalar) and value.is_plain and value.text.lower() in ("true", "false"):
        return value.text.lower() == "true"
    raise _Unfit("true or false")


def _moment(reading: _Reading, value: object, name: str) -> datetime:
    text = value.isoformat() if isinstance(value, date) else _text(value)
    if text is None:
        raise _Unfit("a date such as 2025-08-02")
    try:
        return parsed_moment(text, reading.zone)
    except ValueError as problem:
        raise _Unfit(f"a date: {problem}") from None


def _day(reading: _Reading, value: object, name: str) -> date:
    text = value.isoformat() if isinstance(value, date) else _text(value)
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise _Unfit("a date such as 2025-08-02") from None


def _words(reading: _Reading, value: object, name: str) -> Texts:
    """Words in the file's language, or a table of them by locale."""
    text = _text(value)
    if text is not None:
        return Texts(((reading.locale, text),))
    if not isinstance(value, dict) or not value:
        raise _Unfit("text, or a table of texts by language such as {nb: …, en: …}")
    texts: list[tuple[str, str]] = []
    for tag, element in value.items():
        words = _text(element)
        if words is None:
            raise _Unfit("a table of texts by language such as {nb: …, en: …}")
        try:
            texts.append((normalised(tag), words))
        except ValueError as problem:
            reading.refuse("language-unknown", str(problem), reading.place(joined(name, tag)))
    for locale, same in groupby(sorted(locale for locale, _ in texts)):
        if len(tuple(same)) > 1:
            reading.refuse("language-duplicate", f"`{name}` has {locale} twice.", reading.place(name))
    return Texts(tuple(texts)) if texts else Texts(((reading.locale, ""),))


def _free(reading: _Reading, value: object, name: str) -> object:
    if not isinstance(value, dict):
        raise _Unfit("a table of keys and values")
    return _freed(value)


def _freed(value: object) -> object:
    """Free data by the YAML 1.2 core schema, where a number that would be written otherwise stays text."""
    if isinstance(value, dict):
        return {key: _freed(part) for key, part in value.items()}
    if isinstance(value, list):
        return tuple(_freed(part) for part in value)
    if not isinstance(value, Scalar) or not value.is_plain:
        return value.text if isinstance(value, Scalar) else value
    if value.is_null:
        return None
    if value.text.lower() in ("true", "false"):
        return value.text.lower() == "true"
    for kind in (int, float):
        try:
            if str(kind(value.text)) == value.text:
                return kind(value.text)
        except ValueError:
            continue
    return value.text


_SCALARS: Mapping[Any, _Read] = {
    str: _string,
    int: _integer,
    float: _fraction,
    bool: _truth,
    datetime: _moment,
    date: _day,
    Texts: _words,
}
