"""The upkeep of translations: files are begun, front matter is brought up to date, ledgers. Text in, text out.

What an editor has typed stays as it was typed: of a file that is there, only the fields of `translation` change.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from ordskifte.model.document import ArticleFront, Image, Source
from ordskifte.model.text import Texts
from ordskifte.model.translations import Ledger, Segments, text_fingerprint
from ordskifte.parse.front_matter import FENCE, split
from ordskifte.parse.names import named
from ordskifte.parse.tables import Malformed, Scalar, Table
from ordskifte.parse.yaml import parse_yaml

Fields = Mapping[str, str]
"""Those of `translation`, as they are typed."""
ORDER = ("of", "source", "status", "translator", "updated")
"""The order that they are written in."""

# A scalar in one line, as it is typed.
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'|[^\s,}\]#"\']+')
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


PLACE_OF_TEXT = "<!-- The text begins here, in place of this line. Leave an empty line between paragraphs. -->\n"
"""Stands in a new file until someone writes in it; an original may have kept it, and a translation is not to."""

_SLUG_NOTE = "# The last part of its address in this language; once published it stays."


class Uneditable(Exception):
    """The front matter is written in a way that only a person can change; the message is what it should say."""


# --------------------------------------------------------------------------------------
# A translation is begun
# --------------------------------------------------------------------------------------


def begun_path(original: str, locale: str) -> str:
    """Where a translation of this file lies: beside it, with its own language in the name."""
    stem, _, _ = original.removesuffix(".md").rpartition(".")
    return f"{stem}.{locale}.md"


def begun(original: Source, path: str, locale: str, fields: Fields) -> str:
    """A translation that is to be written: what it will say otherwise than its original, still in the original's words.

    What can be left out comes from the original, and so it does where that has words in this language already.
    """
    front = original.front
    assert isinstance(front, ArticleFront)

    def words(texts: Texts | None) -> str:
        known = dict(texts.values) if texts else {}
        return "" if locale in known else known.get(original.locale, "")

    name, _ = named(path, ())
    image = front.image or Image()
    said = {
        "key": "" if name and name.key == original.key else original.key,
        "title": front.title.pick((locale, original.locale)).value,
        "standfirst": words(front.standfirst),
    }
    tables = {
        "image": {field: words(getattr(image, field)) for field in ("alt", "caption", "credit")},
        "translation": fields,
    }
    lines = (FENCE, *_yaml(said), _SLUG_NOTE, f"# slug: {original.key}", *_yaml(tables), FENCE)
    return "".join(f"{line}\n" for line in lines) + original.body.replace(PLACE_OF_TEXT, "")


def _yaml(table: Mapping[str, str | Mapping[str, str]], indent: str = "") -> Iterator[str]:
    """The lines of a table, without what is empty."""
    for name, value in table.items():
        if isinstance(value, str):
            if value:
                yield f"{indent}{name}: {typed(value)}"
        elif any(value.values()):
            yield f"{indent}{name}:"
            yield from _yaml(value, f"{indent}  ")


def typed(text: str) -> str:
    """The text as a YAML scalar, in quotation marks where it would be read as something else without."""
    try:
        table, _ = parse_yaml("", f"text: {text}\n", 1)
    except Malformed:
        return json.dumps(text, ensure_ascii=False)
    read = table.values.get("text")
    is_plain = read == Scalar(text, is_plain=True) and not read.is_null
    return text if is_plain else json.dumps(text, ensure_ascii=False)


# --------------------------------------------------------------------------------------
# Front matter is brought up to date
# --------------------------------------------------------------------------------------


def edited(path: str, text: str, fields: Fields) -> str:
    """The text of a file with these fields of `translation`; all else in it stays as it was typed.

    Raises Uneditable, or Malformed where the front matter cannot be read.
    """
    before = _head(path, text).values
    table = before.get("translation", {})
    new = text
    try:
        for name in ORDER:
            if name in fields:
                new = _with_field(path, new, name, fields[name])
        after = _head(path, new).values
    except Malformed:
        after = {}
    wanted = {**before, "translation": {**_said(table), **fields}}
    if not isinstance(table, dict) or {**after, "translation": _said(after.get("translation"))} != wanted:
        lines = "\n".join(_yaml({"translation": fields}, "    "))
        raise Uneditable(f"{path}: `translation` is typed in a way that only you can change. It should say:\n{lines}")
    return new


def _said(table: object) -> dict[str, str]:
    """A table of scalars, as they read."""
    return {name: value.text for name, value in table.items()} if isinstance(table, dict) else {}


def _head(path: str, text: str) -> Table:
    """Raises Malformed."""
    head, _, _ = split(path, _with_line_feeds(text))
    return parse_yaml(path, head, first_line=2)[0]


def _with_line_feeds(text: str) -> str:
    """The lines as they are counted; a byte order mark is no part of the first."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _with_field(path: str, text: str, name: str, value: str) -> str:
    """The text with a field, in its place if it is there already, else behind the one that it comes after."""
    table, lines = _head(path, text), _LINE.findall(text)
    line_end = lines[0][len(lines[0].rstrip("\r\n")) :]
    known = [field for field in ORDER if f"translation.{field}" in table.keys]
    if name in known:
        number, start, end = _typed_at(table, lines, name)
        space = "" if start < end else " "
        lines[number] = f"{lines[number][:start]}{space}{value}{lines[number][end:]}"
    elif not known:
        _, _, body_line = split(path, _with_line_feeds(text))
        lines.insert(body_line - 2, f"translation:{line_end}  {name}: {value}{line_end}")
    else:
        before = next((field for field in reversed(known) if ORDER.index(field) < ORDER.index(name)), known[-1])
        number, _, end = _typed_at(table, lines, before)
        if _is_in_braces(table, lines):
            lines[number] = f"{lines[number][:end]}, {name}: {value}{lines[number][end:]}"
        else:
            margin = " " * (table.keys[f"translation.{before}"].column - 1)
            lines.insert(number + 1, f"{margin}{name}: {value}{line_end}")
    return "".join(lines)


def _typed_at(table: Table, lines: list[str], name: str) -> tuple[int, int, int]:
    """The number of the line that the value of a field stands in, from 0, and where it begins and ends there."""
    place = table.places[f"translation.{name}"]
    start = place.column - 1
    found = _SCALAR.match(lines[place.line - 1], start)
    return place.line - 1, start, found.end() if found else start


def _is_in_braces(table: Table, lines: list[str]) -> bool:
    place = table.places["translation"]
    return lines[place.line - 1][place.column - 1 :].startswith("{")


# --------------------------------------------------------------------------------------
# Ledgers
# --------------------------------------------------------------------------------------


def recorded(ledger: Ledger, originals: Iterable[Segments], wanted: Iterable[str]) -> Ledger:
    """The ledger with these versions too, and without those that no translation was made from: `wanted` are theirs."""
    known = {**{text_fingerprint(segments): segments for segments in originals}, **ledger}
    return {fingerprint: known[fingerprint] for fingerprint in sorted(set(wanted)) if fingerprint in known}
