"""The reference: a page with every key of front matter, `site.toml`, glossaries and `members.toml`.

Made of the types that these are read into, as `schemas` are.
"""

import json
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import EnumType
from typing import Any

import msgspec
from msgspec import Struct

from ordskifte.model.forms import Form
from ordskifte.model.text import Texts
from ordskifte.parse.site_toml import PATTERNS
from ordskifte.tools.keys import SUBJECTS, Key, Notation, example_value, keys, told_choices

FEW = 12
"""How many choices a cell can list."""
_ABOUT = """# All keys

All that front matter, `site.toml`, glossaries and `members.toml` can say, and nothing else.
A key that is not here is an error, and so is a value of another kind.
[VS Code](editors.md#vs-code) knows these keys, too.

This page is written by `ordskifte schema --markdown`, from the types that your files are read into.

- **Words** and **addresses**, and what a table by edition is, are explained under [configuration](configuration.md);
  how front matter is written, [for editors](editors.md#front-matter).
- Keys marked *later* are read and checked now; what they bring comes with a later version.
"""
_HEADINGS = {
    "article": "Front matter of an article",
    "author": "Front matter of an author",
    "page": "Front matter of a page",
    "series": "Front matter of a series",
    "glossary": "Glossaries",
    "members": "Members",
}
_PLACEHOLDERS = {"locales": "tag", "kinds": "kind"}
"""What stands for a name of one's own in the heading of a table; elsewhere it is an id."""
_SCALARS: Mapping[Any, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "`true` or `false`",
    date: "a day",
    datetime: "a day or a time",
    Texts: "words",
}
_EXAMPLES: Mapping[Any, Sequence[str]] = {date: ("2026-03-01",), datetime: ("2026-03-01", "2026-03-01T08:00")}


def reference() -> str:
    """The whole page, as Markdown."""
    fronts = [
        f"## {_HEADINGS[name]}\n\n{_table(SUBJECTS[name].kind, Notation.YAML)}"
        for name in ("article", "author", "page", "series")
    ]
    others = [f"## {_HEADINGS[name]}\n\n{_of_list(SUBJECTS[name].kind)}" for name in ("glossary", "members")]
    return "\n".join([_ABOUT, *fronts, "## site.toml\n", *_of_site(), *others])


# --------------------------------------------------------------------------------------
# Tables of keys
# --------------------------------------------------------------------------------------


def _of_site() -> Iterator[str]:
    for key in keys(SUBJECTS["site"].kind):
        yield from _parts(key.name, key)


def _parts(name: str, key: Key) -> Iterator[str]:
    """The table of `site.toml` that stands under a key, and those that stand in it by names of someone's own."""
    origin, arguments = typing.get_origin(key.annotation), typing.get_args(key.annotation)
    if origin is Mapping and not _is_table(arguments[1]):
        yield _part(f"[{name}]", key.words, _choices_table(arguments[0], arguments[1]))
        return
    heading, kind = f"[{name}]", key.annotation
    if origin is Mapping:
        name, kind = f"{name}.<{_PLACEHOLDERS.get(name, 'id')}>", arguments[1]
        heading = f"[{name}]"
    elif origin is tuple:
        heading, kind = f"[[{name}]]", arguments[0]
    elif origin is types.UnionType:
        kind = arguments[0]
    yield _part(heading, key.words, _table(kind, Notation.TOML))
    for inner in keys(kind):
        if typing.get_origin(inner.annotation) is Mapping and _is_table(typing.get_args(inner.annotation)[1]):
            yield from _parts(f"{name}.{inner.name}", inner)


def _part(heading: str, words: str, table: str) -> str:
    return f"### `{heading}`\n\n{words}\n\n{table}"


def _of_list(kind: type[Struct]) -> str:
    """Of a file that is one list of tables."""
    [key] = keys(kind)
    return f"`[[{key.name}]]`: {key.words}\n\n{_table(typing.get_args(key.annotation)[0], Notation.TOML)}"


def _choices_table(choice: Any, part: Any) -> str:
    """A table that has only keys that are known, each with the same kind of value."""
    form: Form = typing.get_args(choice)[1]
    told = told_choices(form.kind) if form.kind else {}
    value = _said(part)
    return _rows([(f"`{name}`", value, f"`{PATTERNS[name]}`", told[name]) for name in form.choices])


def _table(kind: type[Struct], notation: Notation) -> str:
    return _rows(_cells(kind, notation, ""))


def _rows(rows: Iterable[tuple[str, str, str, str]]) -> str:
    head = ["| key | what stands there | without it | what it does |", "|---|---|---|---|"]
    return "\n".join([*head, *(f"| {' | '.join(row)} |" for row in rows), ""])


def _cells(kind: type[Struct], notation: Notation, prefix: str) -> Iterator[tuple[str, str, str, str]]:
    for key in keys(kind):
        name = f"{prefix}{key.name}"
        yield f"`{name}`", _value(key, notation), _without(key, notation), _what(key)
        for inner in _tables_in(key.annotation):
            yield from _cells(inner, notation, f"{name}.")


def _value(key: Key, notation: Notation) -> str:
    said = _said(key.annotation)
    if not key.example:
        return said + _such_as([found for found in _examples(key.annotation) if f"`{found}`" not in said], notation)
    if notation is Notation.YAML:
        return f"{said}, such as `{key.example}`"
    return said + _such_as([example_value(key.example)], notation)


def _such_as(examples: Sequence[object], notation: Notation) -> str:
    shown = [f"`{_written(example, notation)}`" for example in examples]
    return f", such as {_either(shown)}" if shown else ""


def _written(value: object, notation: Notation) -> str:
    """A value as it is written; those with spaces and signs are told in words."""
    if isinstance(value, str) and notation is Notation.YAML:
        return value
    return json.dumps(value, ensure_ascii=False)


def _without(key: Key, notation: Notation) -> str:
    if key.is_required:
        return "required"
    return f"`{_written(key.default, notation)}`" if key.default is not None else ""


def _what(key: Key) -> str:
    told = [
        f"`{name}`: {words[0].lower()}{words[1:]}" for kind in _kinds(key.annotation) for name, words in kind.items()
    ]
    return " ".join([key.words, *told])


def _kinds(annotation: Any) -> Iterator[Mapping[str, str]]:
    """What is told of the choices in a type."""
    if isinstance(annotation, EnumType):
        yield told_choices(annotation)
    for part in typing.get_args(annotation):
        yield from _kinds(part)


# --------------------------------------------------------------------------------------
# Types in words
# --------------------------------------------------------------------------------------


def _is_table(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Struct) and annotation is not Texts


def _tables_in(annotation: Any) -> Iterator[type[Struct]]:
    """The tables that stand under a key, but for those under names of someone's own."""
    if _is_table(annotation):
        yield annotation
    elif typing.get_origin(annotation) is not Mapping:
        for part in typing.get_args(annotation):
            yield from _tables_in(part)


def _said(annotation: Any) -> str:
    """What a value of this type is."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (types.UnionType, typing.Union):
        kinds = [kind for kind in arguments if kind is not types.NoneType]
        return _either([_alternative(kind) for kind in kinds]) if len(kinds) > 1 else _said(kinds[0])
    if origin is typing.Annotated:
        kind, mark = arguments
        return _form(mark) if isinstance(mark, Form) else f"{_said(kind)}{_bounds(mark)}"
    if origin is tuple:
        return _list(arguments)
    if origin is Mapping:
        return "a table of anything" if arguments[1] is object else _mapping(*arguments)
    if isinstance(annotation, EnumType):
        return _either([f"`{member.value}`" for member in typing.cast("Any", annotation)])
    return "a table" if _is_table(annotation) else _SCALARS[annotation]


def _alternative(annotation: Any) -> str:
    """One of several types; a table of values by edition is told of beside the value."""
    return "a table by edition" if typing.get_origin(annotation) is Mapping else _said(annotation)


def _form(form: Form) -> str:
    if form.choices and len(form.choices) <= FEW:
        return _either([f"`{choice}`" for choice in form.choices])
    return form.words or "text"


def _bounds(bounds: msgspec.Meta) -> str:
    return f", at least {bounds.ge}" if bounds.le is None else f" from {bounds.ge} to {bounds.le}"


def _mapping(key: Any, part: Any) -> str:
    names = [mark.words for mark in typing.get_args(key)[1:] if mark.choices and mark.words]
    return f"a table; under {names[0] if names else 'each name'} {_said(part)}"


def _list(parts: tuple[Any, ...]) -> str:
    if parts[-1] is not Ellipsis:
        return f"a list of {len(parts)}: {_said(parts[0])}"
    if _is_table(parts[0]):
        return "a list of tables"
    return f"a list; each is {_said(parts[0])}"


def _examples(annotation: Any) -> Sequence[str]:
    if annotation in _EXAMPLES:
        return _EXAMPLES[annotation]
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return arguments[1].examples if isinstance(arguments[1], Form) else ()
    if origin in (types.UnionType, typing.Union):
        return next((found for kind in arguments if (found := _examples(kind))), ())
    return ()


def _either(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
