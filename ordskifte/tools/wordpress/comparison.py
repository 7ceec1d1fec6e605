"""Whether a text that has been written reads back as the words that it was made of."""

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from ordskifte.model.document import OWED
from ordskifte.model.document import Picture as Hole
from ordskifte.parse.body import ParsedBody
from ordskifte.tools.wordpress.prose import (
    Block,
    Code,
    Definitions,
    Embed,
    Figure,
    Heading,
    Listing,
    NoteMark,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
    Text,
    Words,
)

_MARK = "\ufdd0"
_NUMBER = re.compile(r"<sup>.*?</sup>")
"""The number of a footnote, which the text did not have."""


def letters(text: Text) -> str:
    """All letters and digits of a text in the order of a page, where notes stand in that of their marks."""
    notes = {note.label: note.blocks for note in text.footnotes}
    parts = [list(_words(text.blocks))]
    cited: list[str] = []
    for part in parts:
        for words in part:
            if words.startswith(_MARK) and words not in cited:
                cited.append(words)
                parts.append(list(_words(notes[words.removeprefix(_MARK)])))
    return _letters("".join(words for part in parts for words in part if not words.startswith(_MARK)))


def read_letters(body: ParsedBody) -> str:
    """Those that readers find in a body, with the words that stand for pictures."""
    html = "".join(
        _NUMBER.sub("", part)
        if isinstance(part, str)
        else f"<i>{_escaped(part.alt)}</i>"
        if isinstance(part, Hole)
        else ""
        for part in body.body.parts
    )
    tree = LexborHTMLParser(f"<!DOCTYPE html><body><div>{html}")
    return _letters(tree.body.text()) if tree.body is not None else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _words(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(runs) | Heading(_, runs):
                yield from map(_run, runs)
            case Figure(picture, caption, credit):
                yield from (*map(_run, (picture, *caption)), credit)
            case Embed(_, title, host, caption):
                yield from (title, host, *map(_run, caption))
            case Code(text):
                yield text
            case Table(rows):
                yield from (_run(run) for row in rows for cell in row for run in cell)
            case Rule():
                pass
            case _:
                yield from _words_inside(block)


def _words_inside(block: Listing | Definitions | Quote) -> Iterator[str]:
    match block:
        case Listing(entries):
            yield from (words for entry in entries for words in _words(entry))
        case Quote(inside):
            yield from _words(inside)
        case Definitions(entries):
            for term, meanings in entries:
                yield from map(_run, term)
                yield from (words for meaning in meanings for words in _words(meaning))


def _run(run: Run) -> str:
    match run:
        case Words(text):
            return text
        case Picture(_, alt):
            return alt if alt != OWED else ""
        case NoteMark(label):
            return f"{_MARK}{label}"
        case _:
            return ""
