"""The keys of what people write, as the types of `parse/tables` know them: name, type, default, and what each does.

What a key does stands under its field in the source, and is read from there: `Example: …` at its end is one, in YAML.
Knows neither schemas nor pages.
"""

import ast
import inspect
import re
import textwrap
import typing
from collections.abc import Iterator, Mapping
from enum import EnumType, StrEnum
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct

from ordskifte.model.document import ArticleFront, AuthorFront, PageFront, SeriesFront
from ordskifte.parse.glossary import GlossaryToml
from ordskifte.parse.members import MembersToml
from ordskifte.parse.site_toml import SiteToml
from ordskifte.parse.tables import untyped
from ordskifte.parse.yaml import parse_yaml

_EXAMPLE = re.compile(r"\s*Example: `(.*)`$")


class Notation(StrEnum):
    YAML = "YAML"
    TOML = "TOML"


class Subject(Struct, frozen=True):
    """Something that people write, and the type that it is read into."""

    title: str
    kind: type[Struct]
    notation: Notation


SUBJECTS: Mapping[str, Subject] = {
    "article": Subject("The front matter of an article", ArticleFront, Notation.YAML),
    "author": Subject("The front matter of an author", AuthorFront, Notation.YAML),
    "page": Subject("The front matter of a page", PageFront, Notation.YAML),
    "series": Subject("The front matter of a series", SeriesFront, Notation.YAML),
    "site": Subject("site.toml", SiteToml, Notation.TOML),
    "glossary": Subject("A glossary", GlossaryToml, Notation.TOML),
    "members": Subject("members.toml", MembersToml, Notation.TOML),
}
"""By what the command `schema` calls them."""


class Key(Struct, frozen=True):
    name: str
    annotation: Any
    is_required: bool
    default: object
    """None where there is none to speak of."""
    words: str
    """What it does, in Markdown whose links are those of a page in `docs/`."""
    example: str
    """As it is written in YAML; empty where there is none."""


@cache
def keys(kind: type[Struct]) -> tuple[Key, ...]:
    """The keys of a table, in the order of the source."""
    hints = typing.get_type_hints(kind, include_extras=True)
    told = described(kind)
    return tuple(_key(field, hints[field.name], told.get(field.name, "")) for field in msgspec.structs.fields(kind))


def _key(field: msgspec.structs.FieldInfo, annotation: Any, told: str) -> Key:
    example = _EXAMPLE.search(told)
    words = told[: example.start()] if example else told
    default = None if field.default is NODEFAULT else _json(field.default)
    spoken = None if default in ("", [], {}) else default
    return Key(field.name, annotation, field.required, spoken, words, example[1] if example else "")


def _json(value: object) -> object:
    """The value as JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(value))


@cache
def described(kind: type[Struct] | EnumType) -> Mapping[str, str]:
    """What stands under the fields of a class in its source, or under its members, by their names."""
    [definition] = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(definition, ast.ClassDef)
    return dict(_described(definition))


def told_choices(kind: EnumType) -> Mapping[str, str]:
    """What each member is, by its value; nothing where that does not stand there."""
    told = described(kind)
    return {str(member.value): told[member.name] for member in typing.cast("type[StrEnum]", kind) if told}


def _described(definition: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for named, told in pairwise(definition.body):
        if isinstance(named, ast.AnnAssign | ast.Assign) and isinstance(told, ast.Expr):
            target = named.target if isinstance(named, ast.AnnAssign) else named.targets[0]
            yield ast.unparse(target), " ".join(ast.literal_eval(told.value).split())


def example_value(example: str) -> object:
    """What an example stands for, as JSON has it."""
    table, _ = parse_yaml("", f"example: {example}", 1)
    return _json(untyped(table.values["example"]))
