"""Entries become a PO file: the same bytes from the same entries, wrapped as GNU gettext wraps them.

So an editor such as Poedit, which writes a file anew, changes what the translator changed. Reading is `parse/po`.
"""

import re
from collections.abc import Iterable, Iterator

from ordskifte.parse.po import PoEntry, Previous

WIDTH = 79
"""Columns of a line, as in gettext; only a word that is longer goes beyond."""

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"})
_LINE_START = re.compile(r"(?<=\n)(?=.)", re.DOTALL)
_BREAK = re.compile(r"(?<= )(?<![(\[{] )(?=[^ !?,.:;/)\]}])|(?<=[-/.,:;])(?=[^\W\d])|(?<=[–—])(?=\w)|(?<=[^ ])(?=—)")
"""Where a line may break: after spaces, but not before a sign that ends something, and inside words after hyphens,
slashes, dashes and full stops (UAX #14 as gettext has it, as far as these languages need it).
"""


def po_text(entries: Iterable[PoEntry]) -> str:
    """The PO file that holds these entries in this order."""
    return "\n".join("".join(f"{line}\n" for line in _entry_lines(entry)) for entry in entries)


def _entry_lines(entry: PoEntry) -> Iterator[str]:
    mark = "#~ " if entry.is_obsolete else ""
    yield from (f"#{note}" for note in entry.notes)
    yield from (f"#. {comment}".rstrip() for comment in entry.comments)
    yield from _filled("#:", (f" {reference}" for reference in entry.references))
    if entry.flags:
        yield f"#, {', '.join(entry.flags)}"
    if entry.previous:
        yield from _previous_lines(entry.previous, "#~| " if entry.is_obsolete else "#| ")
    if entry.message.context:
        yield from _string_lines(mark, "msgctxt", entry.message.context)
    yield from _string_lines(mark, "msgid", entry.message.msgid)
    if entry.plural:
        yield from _string_lines(mark, "msgid_plural", entry.plural)
    for number, form in enumerate(entry.forms):
        yield from _string_lines(mark, f"msgstr[{number}]" if entry.plural else "msgstr", form)


def quoted(words: str) -> str:
    """The words as a string of a PO file, in one line."""
    return f'"{words.translate(_ESCAPES)}"'


def _previous_lines(previous: Previous, mark: str) -> Iterator[str]:
    if previous.message.context:
        yield from _string_lines(mark, "msgctxt", previous.message.context)
    yield from _string_lines(mark, "msgid", previous.message.msgid)
    if previous.plural:
        yield from _string_lines(mark, "msgid_plural", previous.plural)


def _string_lines(mark: str, keyword: str, words: str) -> Iterator[str]:
    whole = f"{mark}{keyword} {quoted(words)}"
    if len(whole) <= WIDTH and "\n" not in words[:-1]:
        yield whole
        return
    yield f'{mark}{keyword} ""'
    for line in _LINE_START.split(words):
        pieces = _BREAK.split(line.translate(_ESCAPES))
        for filled in _filled("", pieces, WIDTH - len(f'{mark}""')):
            yield f'{mark}"{filled}"'


def _filled(start: str, pieces: Iterable[str], width: int = WIDTH) -> Iterator[str]:
    """The pieces in lines of this width, each of which begins with `start`."""
    line = start
    for piece in pieces:
        if line != start and len(line) + len(piece) > width:
            yield line
            line = start
        line += piece
    if line != start:
        yield line
