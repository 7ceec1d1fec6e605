"""The walk through the HTML of a body: words become paragraphs, and elements are shown to those who know them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ordskifte.model.locales import normalised
from ordskifte.tools.wordpress.characters import fit
from ordskifte.tools.wordpress.content import LINE
from ordskifte.tools.wordpress.elements import anchor, brief
from ordskifte.tools.wordpress.handmade import notes
from ordskifte.tools.wordpress.prose import (
    Block,
    Blocks,
    Break,
    Figure,
    Footnote,
    Heading,
    Mark,
    Marks,
    NoteMark,
    Paragraph,
    Picture,
    Run,
    Runs,
    Words,
)
from ordskifte.tools.wordpress.runs import has_words, lifted, trimmed, with_mark
from ordskifte.tools.wordpress.values import Note, Place

DEEPEST = 5
"""Levels of lists and quotes in each other; what is deeper stands beside them. The parser takes twenty of its own."""
DEEPEST_TAG = 150
_OWED = "?"
"""The words of a footnote that has none."""
BRIEF = 200
"""Characters of what is told of a thing."""

_INLINE: Mapping[str, str] = {
    "b": "strong",
    "strong": "strong",
    "em": "em",
    "i": "em",
    "cite": "em",
    "dfn": "em",
    "var": "em",
    "del": "del",
    "s": "del",
    "strike": "del",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
_TRANSPARENT = frozenset(
    (
        *("abbr", "acronym", "basefont", "bdi", "bdo", "bgsound", "big", "blink", "data", "font", "ins", "label"),
        *("mark", "meter", "nobr", "output", "progress", "rb", "rbc", "rp", "rt", "rtc", "ruby", "small", "span"),
        *("time", "u", "wbr", "x-layout"),
    )
)
"""Inline elements that say nothing that the house says."""
_DROPPED: Mapping[str, str] = {
    "script": "script",
    "object": "html",
    "embed": "html",
    "applet": "html",
    "svg": "html",
    "math": "html",
    "canvas": "html",
    "map": "html",
    "dialog": "html",
    "input": "form",
    "select": "form",
    "textarea": "form",
    "datalist": "form",
    "style": "",
    "template": "",
    "noscript": "",
    "head": "",
    "link": "",
    "meta": "",
    "title": "",
    "frameset": "",
}
"""What is left out, and as what it is told of."""
_DOUBLE = re.compile("[ \u00a0]*(?: \u00a0|\u00a0 |\u00a0\u00a0)[ \u00a0]*")
_AMONG_WORDS = frozenset((*_INLINE, *_TRANSPARENT, "a", "br", "img", "q", "sub", "sup", "x-code", "x-strange"))
"""The elements that may stand within a paragraph."""


class Linked(Struct, frozen=True):
    """Where a link leads; without an address, only its words are kept."""

    address: str
    kind: str = ""
    """As what it is to be told of."""


class Pictured(Struct, frozen=True):
    """What is known of a picture; without a file, it cannot be shown here."""

    file: str
    alt: str = ""
    caption: str = ""
    """HTML."""
    credit: str = ""
    kind: str = ""


class World(Protocol):
    """What a text has to ask about the site that it stands in."""

    def link(self, address: str) -> Linked: ...

    def picture(self, source: str, id: int) -> Pictured: ...

    def gallery(self, said: Mapping[str, str]) -> Sequence[int]: ...

    def media(self, source: str, id: int) -> Linked: ...


class Flow:
    """Blocks as they come, and the words of the paragraph that is open."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.id = ""


Taker = Callable[["Walk", LexborNode, Flow, Marks, int], None]
"""Takes an element that is more than a place for words, with the marks that its words have, and its depth."""


class Walk:
    """One body on its way to blocks."""

    def __init__(
        self,
        place: Place,
        world: World,
        locale: str,
        wanted: frozenset[str],
        kept_notes: Mapping[str, str],
        takers: Mapping[str, Taker],
        absent: frozenset[str],
        *,
        is_classic: bool,
    ) -> None:
        self.notes: list[Note] = []
        self.footnotes: list[Footnote] = []
        self.ids: set[str] = set()
        """What links can end in."""
        self.fragments: set[str] = set()
        """What links of this text end in."""
        self.absent = absent
        self.teaser = ""
        self.place_of_entry = place
        self.world = world
        self.locale = locale
        self.wanted = wanted
        self.kept_notes = kept_notes
        self.labels: dict[str, str] = {}
        self.credits: dict[str, str] = {}
        self.handmade: Mapping[str, str] = {}
        """The footnotes that were made of links, by the ids that their marks lead to."""
        self.is_classic = is_classic
        self.line = place.line
        self.unplaced: list[int] = []
        self.depth = 0
        """Of lists and quotes."""
        self._takers = takers

    def note(self, kind: str, words: str) -> None:
        told = " ".join(words.split())
        self.unplaced.append(len(self.notes))
        self.notes.append(Note(kind, told[:BRIEF], Place(self.place_of_entry.file, self.line)))

    def place(self, flow: Flow, block: Block) -> None:
        if self.unplaced:
            block = replace(block, notes=(*block.notes, *self.unplaced))
            self.unplaced = []
        flow.blocks.append(block)

    def all(self, html: str) -> Blocks:
        """The blocks of a whole body."""
        flow = Flow()
        body = _body(html)
        if body is not None:
            self.handmade = notes(body)
            self.take_children(body, flow, (), 0)
        return self.closed(flow)

    def take_html(self, html: str, flow: Flow) -> None:
        """Takes a piece of HTML that stands elsewhere."""
        body = _body(html)
        if body is not None:
            self.take_children(body, flow, (), 0)

    def take_children(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        for child in node.iter(include_text=True):
            self.take(child, flow, marks, depth + 1)

    def take(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        if node.is_text_node:
            self.take_words(node.text_content or "", flow, marks)
        elif depth > DEEPEST_TAG:
            self.take_words(node.text(), flow, marks)
        elif node.is_element_node:
            self.take_element(node, flow, marks, depth)

    def take_element(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
        tag, attributes = node.tag or "", node.attributes
        at = attributes.get(LINE) or ""
        if at.isdigit() and len(at) < 10:
            self.line = int(at)
        if tag in _DROPPED:
            if _DROPPED[tag]:
                self.note(_DROPPED[tag], brief(node))
            return
        if tag not in _AMONG_WORDS:
            self.close(flow)
        self.take_ids(attributes, flow)
        if lang := self.lang_of(attributes):
            marks = with_mark(marks, Mark("lang", lang))
        if tag in self._takers:
            self._takers[tag](self, node, flow, marks, depth)
        elif tag in _INLINE:
            self.take_children(node, flow, with_mark(marks, Mark(_INLINE[tag])), depth)
        elif tag in _TRANSPARENT:
            self.take_children(node, flow, marks, depth)
        else:
            self.take_children(node, flow, marks, depth)
            self.close(flow)

    def lang_of(self, attributes: Mapping[str, str | None]) -> str:
        tag = (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
        if not tag:
            return ""
        try:
            lang = normalised(tag)
        except ValueError:
            self.note("language", f'lang="{tag}"')
            return ""
        return "" if lang == self.locale else lang

    def take_ids(self, attributes: Mapping[str, str | None], flow: Flow) -> None:
        for field in ("id", "name"):
            id = attributes.get(field) or ""
            if id in self.wanted and anchor(id) not in self.ids and not flow.id:
                flow.id = anchor(id)
                self.ids.add(flow.id)

    def take_words(self, text: str, flow: Flow, marks: Marks) -> None:
        text = _DOUBLE.sub(" ", fit(text))
        if not self.is_classic:
            flow.runs.append(Words(text, marks))
            return
        for number, paragraph in enumerate(re.split(r"\n[ \t\u00a0]*\n\s*", text)):
            if number:
                self.close(flow)
            for row, line in enumerate(paragraph.split("\n")):
                if row:
                    flow.runs.append(Break())
                if line:
                    flow.runs.append(Words(line, marks))

    def close(self, flow: Flow) -> None:
        """Makes a paragraph, and figures, of the words that are open."""
        runs, flow.runs = trimmed(flow.runs), []
        pictures = [run for run in runs if isinstance(run, Picture)]
        words = [run for run in runs if not isinstance(run, Picture)]
        is_full = any(has_words(run) for run in words)
        first = next((n for n, run in enumerate(runs) if has_words(run)), len(runs))
        behind = [run for n, run in enumerate(runs) if isinstance(run, Picture) and n > first]
        for picture in pictures:
            if picture not in behind:
                self.place(flow, self.figure(picture))
        if is_full:
            lang, bare = lifted(words)
            id, flow.id = flow.id, ""
            self.place(flow, Paragraph(tuple(bare), id, lang))
        for picture in behind:
            self.place(flow, self.figure(picture))

    def figure(self, picture: Picture) -> Figure:
        return Figure(picture, credit=self.credits.get(picture.file, ""), notes=picture.notes)

    def closed(self, flow: Flow) -> Blocks:
        """All blocks of a flow."""
        self.close(flow)
        if self.unplaced and flow.blocks:
            flow.blocks[-1] = replace(flow.blocks[-1], notes=(*flow.blocks[-1].notes, *self.unplaced))
            self.unplaced = []
        return tuple(flow.blocks)

    def inside(self, node: LexborNode, marks: Marks, depth: int) -> Blocks:
        """What stands in an element."""
        flow = Flow()
        self.take_children(node, flow, marks, depth)
        self.close(flow)
        return tuple(flow.blocks)

    def inside_of(self, flow: Flow) -> Blocks:
        self.close(flow)
        return tuple(flow.blocks)

    def in_one_line(self, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> tuple[Runs, Blocks]:
        """The words of an element in one line, and what in it cannot stand there. An id in it becomes the flow's."""
        inside = Flow()
        inside.id, flow.id = flow.id, ""
        self.take_children(node, inside, marks, depth)
        self.close(inside)
        ids = (block.id for block in inside.blocks if isinstance(block, Paragraph | Heading))
        flow.id = inside.id or next(filter(None, ids), "")
        return self.joined(tuple(inside.blocks))

    def joined(self, blocks: Blocks) -> tuple[Runs, Blocks]:
        """The words of blocks in one line, and those blocks that are no paragraphs of words."""
        runs: list[Run] = []
        others: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph | Heading):
                if runs:
                    runs.append(Words(" "))
                mark = (Mark("lang", block.lang),) if block.lang else ()
                runs += [
                    replace(run, marks=(*mark, *run.marks)) if isinstance(run, Words) else run for run in block.runs
                ]
                self.unplaced += block.notes
            else:
                others.append(block)
        return tuple(runs), tuple(others)

    def note_mark(self, id: str, html: str) -> NoteMark:
        """The mark of a note that is kept elsewhere, or written where its mark stands."""
        if id not in self.labels:
            label = self.labels[id] = str(len(self.labels) + 1)
            inside = Flow()
            depth, self.depth = self.depth, DEEPEST - 2
            self.take_html(html, inside)
            self.close(inside)
            self.depth = depth
            self.footnotes.append(Footnote(label, tuple(inside.blocks) or (Paragraph((Words(_OWED),)),)))
        return NoteMark(self.labels[id])


def _body(html: str) -> LexborNode | None:
    return LexborHTMLParser(f"<!DOCTYPE html><body><div>{html}").body
