"""What there is to translate in one text: its segments, in order.

The body is parsed as bare CommonMark with tables, and of that only the blocks: what else the site's Markdown knows is
told from the beginnings of lines, here and nowhere else, so that no upgrade makes words look like others.
"""

import re
import unicodedata
from collections.abc import Iterator

from markdown_it import MarkdownIt

from ordskifte.model.document import AuthorFront, Image, Source
from ordskifte.model.text import Texts
from ordskifte.model.translations import Part, Segment, Segments
from ordskifte.parse.dispatch import BlockRuler

# Without references: `[^1]: Words.` would be taken for an address, and vanish.
_MARKDOWN = MarkdownIt("commonmark").enable("table").disable("reference")
_MARKDOWN.core.ruler.enableOnly(["normalize", "block"])
_MARKDOWN.block.ruler = BlockRuler(_MARKDOWN.block.ruler)  # The same tokens in two thirds of the time.

_PARTS = {f"h{level}": Part(f"heading {level}") for level in range(1, 7)}
_PARTS |= {"th": Part.CELL, "td": Part.CELL, "blockquote": Part.QUOTE}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HARD_BREAK = re.compile(r"\\$", re.MULTILINE)
# Before each line that says how the lines below it are meant, and before each note.
_MARKED = re.compile(r"^(?=[ \t]*(?::::|\{[^{}]*\}[ \t]*$|\[[^\]]+\]:))", re.MULTILINE)
_FENCE = re.compile(r":::+\s*(?P<name>[^\s{]*)(?P<attributes>.*)")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}")
_NOTE = re.compile(r"\[[^\]]+\]:")
_LANGUAGE = re.compile(r"\blang=")


def segments(source: Source) -> Segments:
    """The segments of a source, front matter first, with the lines of its file; comments are none."""
    return (*_of_front_matter(source), *_Body(source.body_line).segments(source.body))


def words(text: str) -> str:
    """The text composed (NFC), with one space wherever there is white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _of_front_matter(source: Source) -> Iterator[Segment]:
    """What is said in the file's own language; a translation in a table of texts is no part of this version."""
    front = source.front
    image: Image | None = front.photo if isinstance(front, AuthorFront) else getattr(front, "image", None)
    texts: dict[str, tuple[Part, Texts | None]] = {
        "title": (Part.TITLE, getattr(front, "title", None)),
        "standfirst": (Part.STANDFIRST, getattr(front, "standfirst", None)),
        "image.alt": (Part.ALT, image.alt if image else None),
        "image.caption": (Part.CAPTION, image.caption if image else None),
        "image.credit": (Part.CREDIT, image.credit if image else None),
    }
    for name, (part, text) in texts.items():
        said = words(dict(text.values).get(source.locale, "")) if text else ""
        if said:
            place = source.places.get(name)
            yield Segment(part, said, place.line if place else 0)


class _Body:
    """One body on its way to segments."""

    def __init__(self, first_line: int) -> None:
        self._first_line = first_line
        self._blocks = [Part.PARAGRAPH]
        """What words are in each of the blocks that are open."""
        self._containers: list[bool] = []
        """Those that are open (`:::`), and whether each is a quote."""

    def segments(self, body: str) -> Iterator[Segment]:
        for token in _MARKDOWN.parse(body):
            line = self._first_line + (token.map[0] if token.map else 0)
            if token.nesting > 0:
                self._blocks.append(_part_in(token.tag, self._blocks[-1]))
            elif token.nesting < 0:
                self._blocks.pop()
            elif token.type == "inline":
                yield from self._passages(_without_comments(token.content), line)
            elif token.type == "html_block":
                yield from _segment(Part.PARAGRAPH, _without_comments(token.content), line)
            elif token.content:
                yield from _segment(Part.CODE, token.content, line)

    def _passages(self, content: str, line: int) -> Iterator[Segment]:
        """What stands between the fences of containers and before each note. Fences and attributes are no words."""
        for passage in _MARKED.split(content):
            first, _, rest = (text.strip() for text in passage.partition("\n"))
            if fence := _FENCE.fullmatch(first):
                self._pass(fence)
                yield from _segment(self._part(), rest, line + 1)
            elif _ATTRIBUTES.fullmatch(first):
                yield from _segment(Part.QUOTE if _LANGUAGE.search(first) else self._part(), rest, line + 1)
            elif self._part() is Part.PARAGRAPH and _NOTE.match(first):
                yield from _segment(Part.NOTE, passage, line)
            else:
                yield from _segment(self._part(), passage, line)
            line += passage.count("\n")

    def _pass(self, fence: re.Match[str]) -> None:
        """Open a container, or close one."""
        if fence["name"] or fence["attributes"]:
            self._containers.append(fence["name"] == "quote" or _LANGUAGE.search(fence["attributes"]) is not None)
        elif self._containers:
            self._containers.pop()

    def _part(self) -> Part:
        """What words are that stand here."""
        part = self._blocks[-1]
        return Part.QUOTE if True in self._containers and part in (Part.PARAGRAPH, Part.ENTRY) else part


def _part_in(tag: str, around: Part) -> Part:
    """What words are in a block with this tag that stands in another one."""
    if tag == "li":
        return Part.QUOTE if around is Part.QUOTE else Part.ENTRY
    return _PARTS.get(tag, around)


def _segment(part: Part, typed: str, line: int) -> Iterator[Segment]:
    """The segment, if there are words."""
    said = words(_HARD_BREAK.sub("", typed) if "\\" in typed else typed)
    if said:
        yield Segment(part, said, line + _blank_lines(typed))


def _blank_lines(typed: str) -> int:
    """How many lines stand before the first words."""
    return typed[: len(typed) - len(typed.lstrip())].count("\n")


def _without_comments(content: str) -> str:
    """The content; what is left of comments are the ends of their lines, so that those below keep their numbers."""
    if "<!--" not in content:
        return content
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), content)
