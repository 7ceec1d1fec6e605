"""JSON Schemas of what people write, for their editors: front matter, `site.toml`, glossaries and members.

Made of the types that `parse/tables` reads into, by the same walk, so that they accept what it accepts, and refuse what
it refuses for its shape. Which authors or tags there are is known to a site; a schema can be told, to propose them.

In draft 7, which is what the language servers for YAML and TOML know.
"""

import json
import re
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import EnumType, StrEnum
from pathlib import PurePosixPath as Path
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.clock import MOMENT
from ordskifte.model.config import Config
from ordskifte.model.document import Face, Kind
from ordskifte.model.forms import Form
from ordskifte.model.text import Texts
from ordskifte.parse.site_toml import LEVELS
from ordskifte.parse.tables import DAY
from ordskifte.tools.keys import SUBJECTS, Key, Notation, example_value, keys, told_choices

DIALECT = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]
Names = Mapping[str, Sequence[str]]
"""The names that a site has, by what they name: `author`, `section`, `tag`, `edition`, …"""
NO_NAMES: Names = MappingProxyType({})

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SOMETHING = Form("something", r"\s*\S[\s\S]*")
_DAY = Form("a day such as 2026-03-01", DAY, examples=("2026-03-01",))
_MOMENT = Form("2026-03-01, or 2026-03-01T08:00", MOMENT, examples=("2026-03-01", "2026-03-01T08:00"))


_TOML_DATES = ("date-time", "date-time-local", "date")


class _Place(StrEnum):
    """Where a value stands, which decides whether it may be empty."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    INSIDE = "inside"
    """In a list or in a table of names of someone's own."""


def schema(subject: str, known: Names = NO_NAMES) -> Schema:
    """The JSON Schema of one of SUBJECTS. Names that are known are proposed; others may be new, and are not refused."""
    told = SUBJECTS[subject]
    return {"$schema": DIALECT, "title": told.title, **_Making(told.notation, known).table(told.kind)}


def schema_text(subject: str, known: Names = NO_NAMES) -> str:
    """The same as the text of a file."""
    return json.dumps(schema(subject, known), ensure_ascii=False, indent=2) + "\n"


def names(config: Config, faces: Iterable[Face], paths: Iterable[str]) -> Names:
    """What a site knows by name, its texts and files among it."""
    works = list(faces)
    files = [Path(path) for path in paths]
    plans = list(config.plans)
    return {
        "edition": list(config.editions),
        "section": list(config.sections),
        "tag": list(config.tags),
        "series": list(config.series),
        "action": list(config.actions),
        "plan": plans,
        "access": [*LEVELS, *plans],
        "author": sorted({face.key for face in works if face.kind == Kind.AUTHOR}),
        "article": sorted({face.key for face in works if face.kind == Kind.ARTICLE}),
        "template": sorted(file.stem for file in files if file.parent == Path("templates") and file.suffix == ".html"),
        "icon": sorted(file.stem for file in files if file.parent == Path("templates/assets/icons")),
    }


def plain_words(words: str) -> str:
    """Without the signs of Markdown, and without links, whose targets are pages of `docs/`."""
    return re.sub(r"[`*]", "", _LINK.sub(r"\1", words))


class _Making:
    """Schemas in one notation. A keyword of one JSON type says nothing of values of another, so that a value of several
    types has one schema with the keywords of all.
    """

    def __init__(self, notation: Notation, known: Names) -> None:
        self.is_yaml = notation is Notation.YAML
        self.names = known

    # ---- tables -----------------------------------------------------------------------

    def table(self, kind: type[Struct]) -> Schema:
        made: Schema = {
            "type": "object",
            "properties": {key.name: {"title": key.name, **self.key(key)} for key in keys(kind)},
            "additionalProperties": False,
        }
        required = [key.name for key in keys(kind) if key.is_required]
        return {**made, "required": required} if required else made

    def key(self, key: Key) -> Schema:
        made = self.value(key.annotation, _Place.REQUIRED if key.is_required else _Place.OPTIONAL)
        if self.is_yaml and not key.is_required:
            made = _or_null(made)
        if key.words:
            made["description"] = plain_words(key.words)
        if key.default is not None and not self.is_yaml:  # There, an editor would type it behind the key.
            made["default"] = key.default
        if key.example and not self.names:  # Those are better ones.
            made["examples"] = [example_value(key.example)]
        return made

    def names_of_ones_own(self, key: Any, part: Any) -> Schema:
        """A table whose keys someone thought of, or of which there are only so many."""
        form, inside = _form(key), self.value(part, _Place.INSIDE)
        if form.choices:
            told = told_choices(form.kind) if form.kind else {}
            each = {name: {**inside, "description": plain_words(told.get(name, ""))} for name in form.choices}
            return {"type": "object", "properties": each, "additionalProperties": False}
        made: Schema = {"type": "object", "additionalProperties": inside}
        if found := self.names.get(form.names):
            made["properties"] = dict.fromkeys(found, inside)
        return {**made, "propertyNames": _written(form)} if form.pattern else made

    # ---- values -----------------------------------------------------------------------

    def value(self, annotation: Any, place: _Place) -> Schema:
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin in (types.UnionType, typing.Union):
            return _merged([self.value(kind, place) for kind in arguments if kind is not types.NoneType])
        if origin is typing.Annotated:
            kind, mark = arguments
            return self.text(mark, place) if isinstance(mark, Form) else _bounded(self.value(kind, place), mark)
        if origin is tuple:
            return self.list(arguments)
        if origin is Mapping:
            key, part = arguments
            return {"type": "object"} if part is object else self.names_of_ones_own(key, part)
        if isinstance(annotation, EnumType):
            return _choice(annotation)
        if annotation is Texts:
            return self.words(place)
        if isinstance(annotation, type) and issubclass(annotation, Struct):
            return self.table(annotation)
        return self.scalar(annotation, place)

    def scalar(self, kind: type, place: _Place) -> Schema:
        if kind is str:
            return self.text(Form(""), place)
        if kind in (date, datetime):
            made: Schema = {"type": "string", **_written(_DAY if kind is date else _MOMENT)}
            # TOML has dates of its own. To Tombi they are strings of these formats, and others are none.
            return made if self.is_yaml else {"anyOf": [made, *({**made, "format": name} for name in _TOML_DATES)]}
        return {"type": {int: "integer", float: "number", bool: "boolean"}[kind]}

    def text(self, form: Form, place: _Place) -> Schema:
        if form.choices:
            return {"type": "string", "enum": list(form.choices)}
        if form.names in self.names:
            form = replace(form, examples=tuple(self.names[form.names]))
        # A scalar of YAML is what its field wants, whatever it looks like: `title: 1984`.
        made: Schema = {"type": ["string", "number", "boolean"] if self.is_yaml else "string"}
        if place is _Place.REQUIRED and not form.pattern:
            return {**_written(form), **made, **_written(_SOMETHING)}
        return {**made, **_written(form, may_be_empty=place is _Place.OPTIONAL)}

    def words(self, place: _Place) -> Schema:
        """Words, or a table of them by language."""
        each = self.text(Form(""), _Place.REQUIRED if place is _Place.REQUIRED else _Place.INSIDE)
        table: Schema = {"type": "object", "minProperties": 1, "additionalProperties": each}
        if editions := self.names.get("edition"):
            table["properties"] = dict.fromkeys(editions, each)
        return _merged([each, table])

    def list(self, parts: tuple[Any, ...]) -> Schema:
        if parts[-1] is Ellipsis:
            return {"type": "array", "items": self.value(parts[0], _Place.INSIDE)}
        made = [self.value(part, _Place.INSIDE) for part in parts]
        return {"type": "array", "items": made, "minItems": len(made), "maxItems": len(made)}


def _written(form: Form, *, may_be_empty: bool = False) -> Schema:
    """What strings of this form look like. `patternErrorMessage` is known to editors alone."""
    made: Schema = {}
    if form.pattern:
        made["pattern"] = f"^(?:{form.pattern}){'?' if may_be_empty else ''}$"
        made["patternErrorMessage"] = f"Write {plain_words(form.words)}."
    return {**made, "examples": list(form.examples)} if form.examples else made


def _form(annotation: Any) -> Form:
    """What a text may look like, where its type says so."""
    marks = [mark for mark in typing.get_args(annotation)[1:] if isinstance(mark, Form)]
    return marks[0] if marks else Form("")


def _choice(kind: EnumType) -> Schema:
    choices = [str(member.value) for member in typing.cast("type[StrEnum]", kind)]
    made: Schema = {"type": "string", "enum": choices}
    told = told_choices(kind)
    return {**made, "enumDescriptions": [plain_words(told[choice]) for choice in choices]} if told else made


def _bounded(made: Schema, bounds: msgspec.Meta) -> Schema:
    limits = {"minimum": bounds.ge, "maximum": bounds.le}
    return {**made, **{name: limit for name, limit in limits.items() if limit is not None}}


def _types(made: Schema) -> list[str]:
    return [made["type"]] if isinstance(made["type"], str) else list(made["type"])


def _merged(parts: Sequence[Schema]) -> Schema:
    """One schema for values of several types."""
    if len(parts) == 1:
        return parts[0]
    merged = {name: keyword for part in parts for name, keyword in part.items()}
    kinds = [kind for part in parts for kind in _types(part)]
    return {**merged, "type": kinds}


def _or_null(made: Schema) -> Schema:
    """The schema of a value that may be left out behind its key."""
    choices = {"enum": [*made["enum"], None]} if "enum" in made else {}
    return {**made, "type": [*_types(made), "null"], **choices}
