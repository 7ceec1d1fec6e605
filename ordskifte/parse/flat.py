"""YAML that is one `key: value` a line, which front matter mostly is, becomes a Table without libyaml's events.

Knows only what cannot be misread: bare words, words in double quotes without a backslash, and lists and tables of such
in brackets. For anything else, and so for every mistake, it has no answer, and `yaml` reads the text. What it reads, it
reads in a third of the time.
"""

import re
from collections.abc import Iterator

from ordskifte.model.diagnostics import Span
from ordskifte.parse.tables import Scalar, Table, joined

# What libyaml takes for printable, but for ASCII and the characters that end a line to it (YAML 1.2 §5.1).
_BEYOND = r"\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_KEY = r"(?P<key>[A-Za-z_][A-Za-z0-9_-]{0,60}): +"
# All of ASCII that is printable, but `"` and the backslash.
_QUOTED = rf'"(?P<quoted>[\x20\x21\x23-\x5b\x5d-\x7e{_BEYOND}]*)" *'
# Words without quotes (YAML 1.2 §7.3.3): a number sign might begin a comment, and a colon end a key.
_BARE = rf"(?P<bare>[A-Za-z0-9{_BEYOND}](?:[\x20-\x22\x24-\x39\x3b-\x7e{_BEYOND}]++|:(?! |$))*+)"
_BARE_IN_BRACKETS = r"(?P<bare>[A-Za-z0-9][A-Za-z0-9 ._/-]*)"

_LINE = re.compile(rf"{_KEY}(?:{_BARE}|{_QUOTED}|\[(?P<list>.+)\] *|\{{(?P<table>.+)\}} *)$")
_ELEMENT = re.compile(rf" *(?:{_BARE_IN_BRACKETS}|{_QUOTED})(?:,|$)")
_ENTRY = re.compile(rf" *{_KEY}(?:{_BARE_IN_BRACKETS}|{_QUOTED})(?:,|$)")


class _Intricate(Exception):
    """There is more to the text than is known here."""


def flat_table(source: str, text: str, first_line: int) -> Table | None:
    """The mapping that this YAML holds, with its places; None where it takes more than a look to say."""
    table = Table(source, {}, {"": Span(source, first_line, 1)}, {}, sign=": ")
    try:
        for number, line in enumerate(text.removesuffix("\n").split("\n"), first_line):
            _add(table, table.values, "", _match(_LINE, line, 0, len(line)), number)
    except _Intricate:
        return None
    return table


def _add(table: Table, values: dict[str, object], name: str, entry: re.Match[str], line: int) -> None:
    """Puts the key and the value of an entry into `values`, which are those of the table or of one in it."""
    key = entry["key"]
    if key in values:
        raise _Intricate
    path = joined(name, key)
    table.keys[path] = Span(table.source, line, entry.start("key") + 1)
    values[key] = _value(table, path, entry, line)


def _value(table: Table, name: str, found: re.Match[str], line: int) -> object:
    kind = str(found.lastgroup)
    # The bracket or the quotation mark stands before what it holds.
    table.places[name] = Span(table.source, line, found.start(kind) + (kind == "bare"))
    if kind == "bare":
        return Scalar(found["bare"].rstrip(" "), is_plain=True)
    if kind == "quoted":
        return Scalar(found["quoted"], is_plain=False)
    if kind == "list":
        parts = _parts(_ELEMENT, found, kind)
        return [_value(table, joined(name, number), part, line) for number, part in enumerate(parts)]
    values: dict[str, object] = {}
    for entry in _parts(_ENTRY, found, kind):
        _add(table, values, name, entry, line)
    return values


def _parts(pattern: re.Pattern[str], found: re.Match[str], kind: str) -> Iterator[re.Match[str]]:
    """What stands between the brackets."""
    at, end = found.span(kind)
    while at < end:
        part = _match(pattern, found.string, at, end)
        at = part.end()
        yield part


def _match(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str]:
    match = pattern.match(text, start, end)
    if match is None:
        raise _Intricate
    return match
