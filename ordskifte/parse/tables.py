"""Tables of keys and values, as `yaml` and `toml` read them, become nouns: each value as the type of its field.

Strict: a key that no field has, and a value that does not fit its field, are told of in their places.
"""

import difflib
import math
import re
import types
import typing
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
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
FEW = 20
"""How many names a hint may list."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
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
    """A value is not of the type its field wants; the message says what would be."""


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

    def read(self, read: _Read, value: object, name: str) -> object:
        """The value as its type, or _UNREAD."""
        try:
            return read(self, value, name)
        except _Unfit as wanted:
            self.refuse("value-wrong", f"`{name}` should be {wanted}.", self.place(name))
            return _UNREAD

    def refuse_control_characters(self, value: object, name: str) -> None:
        """Those that an escape put there, as `"\\0"`; bare ones are found when a file is decoded."""
        if isinstance(value, dict):
            for key, part in value.items():
                self.refuse_control_characters(part, joined(name, key))
        elif isinstance(value, list):
            for number, part in enumerate(value):
                self.refuse_control_characters(part, joined(name, number))
        else:
            for character in f"{name}{_text(value) or ''}":
                if unicodedata.category(character) == "Cc" and character not in "\t\n":
                    message = f"There is a control character U+{ord(character):04X} in this value."
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
    required = [field.encode_name for field, _ in fields.values() if field.required]
    wanted = ", ".join(f"{name}: …" for name in required or list(fields)[:1])

    def read(reading: _Reading, value: object, name: str) -> object:
        if not isinstance(value, dict):
            raise _Unfit(f"a table of keys and values such as {{{wanted}}}")
        known: dict[str, object] = {}
        for key, part in value.items():
            path = joined(name, key)
            if key not in fields:
                reading.refuse("key-unknown", f"`{path}` is not a key that is known here.", reading.key(path), _near(key, fields))
            elif not _is_null(part):
                field, read_part = fields[key]
                known[field.name] = reading.read(read_part, part, path)
        for key in required:
            path, field = joined(name, key), fields[key][0]
            if field.name not in known:
                reading.refuse("key-missing", f"`{path}` is missing.", reading.key(path), f"Add `{path}`.")
            elif _is_blank(known[field.name]):
                reading.refuse("value-empty", f"`{path}` is empty.", reading.place(path))
        read_values = {field: part for field, part in known.items() if part is not _UNREAD}
        return _filled(kind, read_values)

    return read
