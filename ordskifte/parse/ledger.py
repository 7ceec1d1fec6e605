"""The ledger of one work: the words of each version that a translation was made from.

    {"v1:b78f815433ca7e5f": ["title: The last ferry", "paragraph: It leaves at six."]}

What is read is what stands there and still has its fingerprint; anything else is told, and is as if it were not there.
No problem has words of a ledger in it, which may be for members only: problems are shown, and kept.
"""

import re
from collections.abc import Mapping

import msgspec

from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, warning
from ordskifte.model.translations import Ledger, Part, Segment, text_fingerprint
from ordskifte.parse.text import decoded

_DECODER = msgspec.json.Decoder(dict[str, tuple[str, ...]])
_BYTE = re.compile(r" *\(byte ([0-9]+)\)")
_PARTS: Mapping[str, Part] = {part.value: part for part in Part}
_HINT = "Take it from an older copy; or delete the file, and run `translate accept` once the translation is right."


class _Unfit(Exception):
    """A line, which it holds, is not that of a segment."""


def parse_ledger(path: str, content: bytes) -> tuple[Ledger, Diagnostics]:
    """The versions that a ledger holds, and what is wrong with it."""
    text, problems = decoded(path, content)
    try:
        said = _DECODER.decode(text)
        ledger = {name: tuple(map(_segment, lines)) for name, lines in said.items()}
    except msgspec.DecodeError as problem:
        return {}, (*problems, _malformed(path, text, str(problem)))
    except _Unfit as problem:
        return {}, (*problems, _unfit(path, text, str(problem)))
    altered = {name for name, version in ledger.items() if text_fingerprint(version) != name}
    told = tuple(_altered(path, text, name) for name in ledger if name in altered)
    return {name: version for name, version in ledger.items() if name not in altered}, (*problems, *told)


def _segment(line: str) -> Segment:
    part, _, words = line.partition(": ")
    if part not in _PARTS:
        raise _Unfit(line)
    return Segment(_PARTS[part], words)


def _malformed(path: str, text: str, problem: str) -> Diagnostic:
    found = _BYTE.search(problem)
    line = text.encode().count(b"\n", 0, int(found[1])) + 1 if found else 0
    return _unread(path, line, _BYTE.sub("", problem))


def _unfit(path: str, text: str, words: str) -> Diagnostic:
    return _unread(
        path, _line(text, msgspec.json.encode(words).decode()), "a line does not begin with a part of a text"
    )


def _unread(path: str, line: int, problem: str) -> Diagnostic:
    return warning("ledger-syntax", f"The ledger cannot be read: {problem}.", Span(path, line), _HINT)


def _altered(path: str, text: str, name: str) -> Diagnostic:
    message = "The words of this version are not those that its fingerprint was made from."
    return warning("ledger-altered", message, Span(path, _line(text, f'"{name}"')), _HINT)


def _line(text: str, words: str) -> int:
    """The line that words stand on; 0 where they are typed otherwise."""
    at = text.find(words)
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


def ledger_text(ledger: Ledger) -> str:
    """The file that says so: a line for each segment, and the same bytes for the same words."""
    said = {name: list(map(str, ledger[name])) for name in sorted(ledger)}
    return msgspec.json.format(msgspec.json.encode(said), indent=2).decode() + "\n"
