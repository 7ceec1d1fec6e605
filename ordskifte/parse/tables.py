"""Tables of keys and values, as `yaml` and `toml` read them, become nouns: each value as the type of its field.

Strict: a key that no field has, and a value that does not fit its field, are told of in their places.
"""

import difflib
import math
import re
import types
import typing
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from enum import EnumType, StrEnum
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from ordskifte.model.clock import parsed_moment
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, error
from ordskifte.model.text import Texts
from ordskifte.parse.languages import language

MAX_DEPTH = 12
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""A day as it is written, as a pattern of `re`."""
FEW = 20
"""How many names a hint may list."""

ELSEWHERE: Mapping[str, str] = {
    "alttext": "alt",
    "category": "section",
    "categories": "section",
    "deck": "standfirst",
    "description": "standfirst",
    "excerpt": "standfirst",
    "featured_image": "image",
    "file": "image",
    "headline": "title",
    "ingress": "standfirst",
    "keywords": "tags",
    "lang": "language",
    "lastmod": "updated",
    "layout": "template",
    "lead": "standfirst",
    "modified": "updated",
    "permalink": "slug",
    "picture": "image",
    "published": "date",
    "publishdate": "date",
    "src": "file",
    "subtitle": "standfirst",
    "summary": "standfirst",
}
"""What other programs call a key, and what it is called here."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SIMPLE = re.compile(r"[\w -]+(?:,[\w -]+)*")
"""Words that are the same inside a list, with commas between them."""
_OTHER_DATE = re.compile(r"(?P<day>[0-9]{1,2})([./-]) ?(?P<month>[0-9]{1,2})\2 ?(?P<year>[0-9]{4})")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:]+([+-][0-9:]+|Z)?)?")
_DAY = re.compile(DAY)
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
# YAML 1.2 §10.3.2, without infinities.
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


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
    sign: str
    """What is written between a key and its value."""


class Malformed(Exception):
    """The text is no table at all; `diagnostic` says why and where."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def joined(name: str, key: object) -> str:
    return f"{name}.{key}" if name else str(key)


Noun = typing.TypeVar("Noun", bound=Struct)


def noun(kind: type[Noun], table: Table, locale: str, zone: str) -> tuple[Noun, Diagnostics]:
    """The table as a value of this type, and every key and value that does not fit.

    A field that does not fit keeps its default; one without a default gets an empty value of its type, so that what
    reads the noun may go on and find more problems. Bare words are in `locale`; times without a zone are in `zone`.
    """
    reading = _Reading(table, locale, zone)
    reading.refuse_control_characters(table.values, "")
    value = _reader(kind)(reading, table.values, "")
    assert isinstance(value, kind)
    return value, tuple(reading.diagnostics)


class _Unfit(Exception):
    """A value is not of the type its field wants; the message says what would be, and `hint` how to write it."""

    def __init__(self, wanted: str, hint: str = "") -> None:
        super().__init__(wanted)
        self.hint = hint


_UNREAD = object()
"""Stands for a value that did not fit, and has been told of."""
_Read = Callable[["_Reading", object, str], object]


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

    def key(self, name: str) -> Span:
        """Where the key stands, else the table that lacks it."""
        return self.table.keys.get(name) or self.place(name.rpartition(".")[0])

    def sample(self, keys: list[str]) -> str:
        """How a table with these keys is written."""
        return f"{{{', '.join(f'{key}{self.table.sign}…' for key in keys)}}}"

    def read(self, read: _Read, value: object, name: str) -> object:
        """The value as its type, or _UNREAD."""
        try:
            return read(self, value, name)
        except _Unfit as wanted:
            self.refuse("value-wrong", f"`{name}` should be {wanted}.", self.place(name), wanted.hint)
            return _UNREAD

    def refuse_control_characters(self, value: object, name: str) -> None:
        """Those that an escape put there, as `"\\0"`; bare ones are found when a file is decoded."""
        if isinstance(value, dict):
            for key, part in value.items():
                self.refuse_control_characters(part, joined(name, key))
        elif isinstance(value, list):
            for number, part in enumerate(value):
                self.refuse_control_characters(part, joined(name, number))
        elif found := _CONTROL.search(f"{name} {_text(value) or ''}"):
            message = f"There is a control character here, U+{ord(found[0]):04X}."
            self.refuse("control-character", message, self.place(name), "Leave it out.")


# --------------------------------------------------------------------------------------
# Readers, by type
# --------------------------------------------------------------------------------------


@cache
def _reader(annotation: Any) -> _Read:
    """The function that reads a value of this type."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return _union_reader(tuple(kind for kind in typing.get_args(annotation) if kind is not types.NoneType))
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        kind, mark = arguments
        return _bounded_reader(kind, mark) if isinstance(mark, msgspec.Meta) else _reader(kind)
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
    return typing.get_origin(kind) is Mapping or _is_struct(kind)


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _least(kind: type[Struct]) -> list[str]:
    """The keys of the smallest table of this type that says something."""
    return _required(kind) or list(kind.__struct_fields__[:1])


def _struct_reader(kind: type[Struct]) -> _Read:
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {field.name: _reader(hints[field.name]) for field in msgspec.structs.fields(kind)}
    required = _required(kind)

    def read(reading: _Reading, value: object, name: str) -> object:
        if not isinstance(value, dict):
            raise _Unfit(f"a table of keys and values such as {reading.sample(_least(kind))}")
        values: dict[str, object] = {}
        for key, part in value.items():
            path = joined(name, key)
            if key not in fields:
                message = f"`{path}` is not a key that is known here."
                reading.refuse("key-unknown", message, reading.key(path), _near(key, fields))
            elif not _is_null(part):
                values[key] = reading.read(fields[key], part, path)
        for key in required:
            path = joined(name, key)
            if key not in values:
                hint = f"Add `{path}`." if name else f"Add a line `{path}{reading.table.sign}…`."
                reading.refuse("key-missing", f"`{path}` is missing.", reading.key(path), hint)
            elif _is_blank(values[key]):
                hint = f"Write something behind `{key}{reading.table.sign.rstrip()}`."
                reading.refuse("value-empty", f"`{path}` is empty.", reading.place(path), hint)
        fitting = {key: part for key, part in values.items() if part is not _UNREAD}
        lacking = {key: _empty(hints[key], reading.locale) for key in required if key not in fitting}
        return kind(**fitting, **lacking)

    return read


def _near(key: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(key, known, 1, 0.7) or [ELSEWHERE.get(key.lower(), "")]
    if near[0] in known:
        return f"Did you mean `{near[0]}`?"
    return f"Known keys: {', '.join(sorted(known))}." if len(known) <= FEW else "Free data goes under `extra`."


def _is_null(value: object) -> bool:
    return isinstance(value, Scalar) and value.is_null


def _is_blank(value: object) -> bool:
    """Whether words are wanted and there are none."""
    texts = [text for _, text in value.values] if isinstance(value, Texts) else [value]
    return any(isinstance(text, str) and not isinstance(text, StrEnum) and not text.strip() for text in texts)


def _empty(annotation: Any, locale: str) -> object:
    """An empty value of this type; of several types, the first."""
    origin = typing.get_origin(annotation)
    if origin in (types.UnionType, typing.Union, typing.Annotated):
        return _empty(typing.get_args(annotation)[0], locale)
    if annotation is Texts:
        return Texts(((locale, ""),))
    if annotation is date:
        return date.min
    if isinstance(annotation, EnumType):
        return next(iter(annotation))
    if _is_struct(annotation):
        hints = typing.get_type_hints(annotation, include_extras=True)
        return annotation(**{name: _empty(hints[name], locale) for name in _required(annotation)})
    return {} if origin is Mapping else (origin or annotation)()


def _required(kind: type[Struct]) -> list[str]:
    return [field.name for field in msgspec.structs.fields(kind) if field.required]


def _list_reader(part: Any) -> _Read:
    read_part = _reader(part)
    is_of_words = read_part is _string

    def read(reading: _Reading, value: object, name: str) -> object:
        if not isinstance(value, list):
            sample = f"{reading.sample(_least(part))}, …" if _is_struct(part) else "one, two"
            raise _Unfit(f"a list, such as [{sample}]", _listed(reading, value, name) if is_of_words else "")
        values = [reading.read(read_part, element, joined(name, number)) for number, element in enumerate(value)]
        return _UNREAD if _UNREAD in values else tuple(values)

    return read


def _listed(reading: _Reading, value: object, name: str) -> str:
    """The hint that shows a value as the list that was meant."""
    text = _text(value)
    if not text or not _SIMPLE.fullmatch(text):
        return ""
    quote = "" if isinstance(value, Scalar) else '"'
    parts = ", ".join(f"{quote}{part.strip()}{quote}" for part in text.split(","))
    return f"Write `{name.rpartition('.')[2]}{reading.table.sign}[{parts}]`."


def _fixed_reader(parts: tuple[Any, ...]) -> _Read:
    readers = [_reader(part) for part in parts]

    def read(reading: _Reading, value: object, name: str) -> object:
        if not isinstance(value, list) or len(value) != len(readers):
            raise _Unfit(f"a list of {len(readers)} values")
        values = [
            reading.read(read_part, element, joined(name, number))
            for number, (read_part, element) in enumerate(zip(readers, value, strict=True))
        ]
        return _UNREAD if _UNREAD in values else tuple(values)

    return read


def _bounded_reader(kind: Any, bounds: msgspec.Meta) -> _Read:
    read_number = _reader(kind)
    number = "a whole number" if kind is int else "a number"
    wanted = f"{number}, at least {bounds.ge}" if bounds.le is None else f"{number} from {bounds.ge} to {bounds.le}"

    def read(reading: _Reading, value: object, name: str) -> object:
        found = read_number(reading, value, name)
        assert isinstance(found, int | float)
        if (bounds.ge is not None and found < bounds.ge) or (bounds.le is not None and found > bounds.le):
            raise _Unfit(wanted)
        return found

    return read


def _mapping_reader(part: Any) -> _Read:
    read_part = _reader(part)

    def read(reading: _Reading, value: object, name: str) -> object:
        if not isinstance(value, dict):
            raise _Unfit("a table of keys and values")
        values = {key: reading.read(read_part, element, joined(name, key)) for key, element in value.items()}
        return {key: element for key, element in values.items() if element is not _UNREAD}

    return read


def _choice_reader(kind: EnumType) -> _Read:
    choices = [str(member.value) for member in typing.cast("type[StrEnum]", kind)]

    def read(reading: _Reading, value: object, name: str) -> object:
        text = _text(value)
        if text not in choices:
            near = difflib.get_close_matches(text or "", choices, 1, 0.6)
            raise _Unfit(f"one of {', '.join(choices)}", f"Did you mean `{near[0]}`?" if near else "")
        return kind(text)

    return read


# --------------------------------------------------------------------------------------
# Readers of single values
# --------------------------------------------------------------------------------------


def _text(value: object) -> str | None:
    if isinstance(value, Scalar):
        return None if value.is_null else value.text
    return value if isinstance(value, str) else None


def _plain(value: object) -> str:
    """A YAML scalar without quotes; empty for anything else."""
    return value.text if isinstance(value, Scalar) and value.is_plain else ""


def _string(reading: _Reading, value: object, name: str) -> str:
    text = _text(value)
    if text is None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        raise _Unfit("text", "Write it between quotation marks." if is_number else "")
    return text


def _integer(reading: _Reading, value: object, name: str) -> int:
    if _INTEGER.fullmatch(_plain(value)):
        return int(_plain(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _Unfit("a whole number")


def _fraction(reading: _Reading, value: object, name: str) -> float:
    number = float(_plain(value)) if _NUMBER.fullmatch(_plain(value)) else value
    if isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(number):
        return float(number)
    raise _Unfit("a number")


def _truth(reading: _Reading, value: object, name: str) -> bool:
    if isinstance(value, bool):
        return value
    if _plain(value).lower() in ("true", "false"):
        return _plain(value).lower() == "true"
    raise _Unfit("true or false")


def _moment(reading: _Reading, value: object, name: str) -> datetime:
    text = _written_date(value)
    try:
        return parsed_moment(text, reading.zone)
    except ValueError as problem:
        raise _no_date(text, str(problem)) from None


def _day(reading: _Reading, value: object, name: str) -> date:
    text = _written_date(value)
    if _DAY.match(text) and not _DAY.fullmatch(text):
        raise _Unfit("a date such as 2025-08-02", f"Leave the time out: {text[:10]}.")
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise _no_date(text, f"there is no such day as {text}") from None


def _no_date(text: str, problem: str) -> _Unfit:
    """Why a text is no date; one in the order of another land is shown as it should be written."""
    if _MOMENT.fullmatch(text):
        return _Unfit(f"a date: {problem}")
    other = _OTHER_DATE.fullmatch(text.strip("“”„«»\"'"))
    if other and int(other["month"]) <= 12 and int(other["day"]) <= 31:
        meant = f"{other['year']}-{int(other['month']):02}-{int(other['day']):02}"
        return _Unfit("a date such as 2025-08-02", f"Write year, month and day, in this order: {meant}.")
    time = "; with a time, 2025-08-02T08:00" if ":" in text else ""
    return _Unfit("a date such as 2025-08-02", f"Write year, month and day, as 2025-08-02{time}.")


def _written_date(value: object) -> str:
    """As it stands in YAML; TOML's own dates as they would be written."""
    return value.isoformat() if isinstance(value, date) else _text(value) or ""


def _words(reading: _Reading, value: object, name: str) -> object:
    """Words in the file's language, or a table of them by locale."""
    text = _text(value)
    if text is not None:
        return Texts(((reading.locale, text),))
    if not isinstance(value, dict) or not value:
        raise _Unfit(f"text, or a table of texts by language such as {reading.sample(['nb', 'en'])}")
    texts: dict[str, str] = {}
    for tag, element in value.items():
        path = joined(name, tag)
        words = reading.read(_string, element, path)
        locale, problems = language(tag, reading.key(path))
        reading.diagnostics += problems
        if locale in texts:
            reading.refuse("language-duplicate", f"`{name}` has {locale} twice.", reading.key(path))
        if locale and isinstance(words, str):
            texts[locale] = words
    return Texts(tuple(texts.items())) if texts else _UNREAD


def _free(reading: _Reading, value: object, name: str) -> object:
    if not isinstance(value, dict):
        raise _Unfit("a table of keys and values")
    return untyped(value)


def untyped(value: object) -> object:
    """A value without a field, by the YAML 1.2 core schema; a number that would be written otherwise stays text."""
    if isinstance(value, dict):
        return {key: untyped(part) for key, part in value.items()}
    if isinstance(value, list):
        return tuple(untyped(part) for part in value)
    if not isinstance(value, Scalar):
        return value
    if value.is_null:
        return None
    text = _plain(value)
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text) and str(int(text)) == text:
        return int(text)
    if _NUMBER.fullmatch(text) and str(float(text)) == text:
        return float(text)
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
