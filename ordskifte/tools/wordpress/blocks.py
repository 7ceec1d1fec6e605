"""HTML becomes blocks and runs of words; what the house cannot say is left out or written plainly, and told of.

Read as browsers read it, with Lexbor. Where links lead and which pictures there are is asked of a `World`.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ordskifte.model.locales import normalised
from ordskifte.model.slugs import slug
from ordskifte.tools.wordpress.characters import fit
from ordskifte.tools.wordpress.content import LINE, NOTE_CODES, Content
from ordskifte.tools.wordpress.prose import (
    Block,
    Blocks,
    Break,
    Code,
    Definitions,
    Figure,
    Footnote,
    Heading,
    Listing,
    Mark,
    Marks,
    NoteMark,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
    Text,
    Words,
)
from ordskifte.tools.wordpress.values import Note, Place

DEEPEST = 5
"""Levels of lists and quotes in each other; what is deeper stands beside them. The parser takes twenty of its own."""
DEEPEST_TAG = 150
WIDEST = 30
"""Columns of a table."""

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
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_DOUBLE = re.compile("[ \u00a0]*(?: \u00a0|\u00a0 |\u00a0\u00a0)[ \u00a0]*")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ATTACHMENT = re.compile(r"\b(?:wp-image|attachment)[-_](\d{1,18})\b")
_EMOJI = re.compile(r"\b(emoji|wp-smiley)\b")
_LANGUAGE = re.compile(r"\b(?:language|lang|brush:?\s?)-?\s?([A-Za-z0-9+#-]{1,20})\b")
_LISTS = frozenset(("ul", "ol", "menu", "dir"))


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


class Converted(Struct, frozen=True):
    text: Text
    notes: tuple[Note, ...]
    """Each is named by its number in the blocks that it is about."""
    ids: frozenset[str]
    """What links can end in."""
    teaser: str
    """The words before the sign for "more", where they are one plain paragraph."""


def converted(
    content: Content,
    place: Place,
    world: World,
    *,
    locale: str,
    wanted: frozenset[str] = frozenset(),
    footnotes: Mapping[str, str] | None = None,
) -> Converted:
    """The blocks of a body, and what is to be told of them.

    `wanted` are the ids that links end in; `footnotes` are those that the block editor keeps beside the text, by id.
    """
    reading = _Reading(place, world, locale, wanted, footnotes or {}, is_classic=content.is_classic)
    flow = _Flow()
    reading.walk_all(content.html, flow)
    blocks = tuple(_with_levels(reading.closed(flow)))
    return Converted(
        Text(blocks, tuple(sorted(reading.footnotes, key=lambda note: int(note.label)))),
        tuple(reading.notes),
        frozenset(reading.ids),
        reading.teaser,
    )


class _Flow:
    """Blocks as they come, and the words of the paragraph that is open."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.id = ""


class _Reading:
    def __init__(
        self,
        place: Place,
        world: World,
        locale: str,
        wanted: frozenset[str],
        kept_notes: Mapping[str, str],
        *,
        is_classic: bool,
    ) -> None:
        self.notes: list[Note] = []
        self.footnotes: list[Footnote] = []
        self.ids: set[str] = set()
        self.teaser = ""
        self._place = place
        self._world = world
        self._locale = locale
        self._wanted = wanted
        self._kept_notes = kept_notes
        self._labels: dict[str, str] = {}
        self._credits: dict[str, str] = {}
        self._is_classic = is_classic
        self._line = place.line
        self._unplaced: list[int] = []
        self._depth = 0

    # ---- notes ------------------------------------------------------------------------

    def note(self, kind: str, words: str) -> None:
        brief = " ".join(words.split())
        self._unplaced.append(len(self.notes))
        self.notes.append(Note(kind, brief[:200], Place(self._place.file, self._line)))

    def _placed(self, flow: _Flow, block: Block) -> None:
        if self._unplaced:
            block = replace(block, notes=(*block.notes, *self._unplaced))
            self._unplaced = []
        flow.blocks.append(block)

    # ---- the walk ---------------------------------------------------------------------

    def walk_all(self, html: str, flow: _Flow, marks: Marks = ()) -> None:
        body = LexborHTMLParser(f"<!DOCTYPE html><body><div>{html}").body
        if body is not None:
            self.walk_children(body, flow, marks, 0)

    def walk_children(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        for child in node.iter(include_text=True):
            self.walk(child, flow, marks, depth + 1)

    def walk(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        if node.is_text_node:
            self._take_words(node.text_content or "", flow, marks)
        elif depth > DEEPEST_TAG:
            self._take_words(node.text(), flow, marks)
        elif node.is_element_node:
            self._take_element(node, flow, marks, depth)

    def _take_element(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        tag, attributes = node.tag or "", node.attributes
        at = attributes.get(LINE) or ""
        if at.isdigit() and len(at) < 10:
            self._line = int(at)
        if tag in _DROPPED:
            if _DROPPED[tag]:
                self.note(_DROPPED[tag], _brief(node))
            return
        if tag not in _AMONG_WORDS:
            self._close(flow)
        self._take_ids(attributes, flow)
        if lang := self._lang(attributes):
            marks = _with(marks, Mark("lang", lang))
        if tag in _OWN:
            _OWN[tag](self, node, flow, marks, depth)
        elif tag in _INLINE:
            self.walk_children(node, flow, _with(marks, Mark(_INLINE[tag])), depth)
        elif tag in _TRANSPARENT:
            self.walk_children(node, flow, marks, depth)
        else:
            self.walk_children(node, flow, marks, depth)
            self._close(flow)

    def _lang(self, attributes: Mapping[str, str | None]) -> str:
        tag = (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
        if not tag:
            return ""
        try:
            lang = normalised(tag)
        except ValueError:
            self.note("language", f'lang="{tag}"')
            return ""
        return "" if lang == self._locale else lang

    def _take_ids(self, attributes: Mapping[str, str | None], flow: _Flow) -> None:
        for field in ("id", "name"):
            id = attributes.get(field) or ""
            if id in self._wanted and anchor(id) not in self.ids and not flow.id:
                flow.id = anchor(id)
                self.ids.add(flow.id)

    def _take_words(self, text: str, flow: _Flow, marks: Marks) -> None:
        text = _DOUBLE.sub(" ", fit(text))
        if not self._is_classic:
            flow.runs.append(Words(text, marks))
            return
        for number, paragraph in enumerate(re.split(r"\n[ \t\u00a0]*\n\s*", text)):
            if number:
                self._close(flow)
            for row, line in enumerate(paragraph.split("\n")):
                if row:
                    flow.runs.append(Break())
                if line:
                    flow.runs.append(Words(line, marks))

    # ---- paragraphs -------------------------------------------------------------------

    def _close(self, flow: _Flow) -> None:
        """Makes a paragraph, and figures, of the words that are open."""
        runs, flow.runs = _trimmed(flow.runs), []
        pictures = [run for run in runs if isinstance(run, Picture)]
        words = [run for run in runs if not isinstance(run, Picture)]
        has_words = any(_has_words(run) for run in words)
        first = next((n for n, run in enumerate(runs) if _has_words(run)), len(runs))
        behind = [run for n, run in enumerate(runs) if isinstance(run, Picture) and n > first]
        for picture in pictures:
            if picture not in behind:
                self._placed(flow, self._figure(picture))
        if has_words:
            lang, bare = _lifted(words)
            id, flow.id = flow.id, ""
            self._placed(flow, Paragraph(tuple(bare), id, lang))
        for picture in behind:
            self._placed(flow, self._figure(picture))

    def _figure(self, picture: Picture) -> Figure:
        return Figure(picture, credit=self._credits.get(picture.file, ""), notes=picture.notes)

    def closed(self, flow: _Flow) -> Blocks:
        """All blocks of a flow."""
        self._close(flow)
        if self._unplaced and flow.blocks:
            flow.blocks[-1] = replace(flow.blocks[-1], notes=(*flow.blocks[-1].notes, *self._unplaced))
            self._unplaced = []
        return tuple(flow.blocks)

    def _inside(self, node: LexborNode, marks: Marks, depth: int) -> Blocks:
        """What stands in an element."""
        flow = _Flow()
        self.walk_children(node, flow, marks, depth)
        self._close(flow)
        return tuple(flow.blocks)

    def _in_one_line(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> tuple[Runs, Blocks]:
        """The words of an element in one line, and what in it cannot stand there. An id in it becomes the flow's."""
        inside = _Flow()
        inside.id, flow.id = flow.id, ""
        self.walk_children(node, inside, marks, depth)
        self._close(inside)
        ids = (block.id for block in inside.blocks if isinstance(block, Paragraph | Heading))
        flow.id = inside.id or next(filter(None, ids), "")
        return self._joined(tuple(inside.blocks))

    def _joined(self, blocks: Blocks) -> tuple[Runs, Blocks]:
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
                self._unplaced += block.notes
            else:
                others.append(block)
        return tuple(runs), tuple(others)

    # ---- elements ---------------------------------------------------------------------

    def _take_br(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        last = next((run for run in reversed(flow.runs) if not _is_blank(run)), None)
        if isinstance(last, Break):
            self._close(flow)
        else:
            flow.runs.append(Break())

    def _take_hr(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._close(flow)
        self._placed(flow, Rule())

    def _take_a(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        address = _words_of(node.attributes.get("href"))
        inside = marks
        if address and not any(mark.kind == "link" for mark in marks):
            linked = self._world.link(address)
            if linked.kind:
                self.note(linked.kind, address)
            if linked.address:
                inside = _with(marks, Mark("link", linked.address))
        self.walk_children(node, flow, inside, depth)

    def _take_q(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        flow.runs.append(Words('"', marks))
        self.walk_children(node, flow, marks, depth)
        flow.runs.append(Words('"', marks))

    def _take_sup(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        id = node.attributes.get("data-fn") or ""
        if id in self._kept_notes:
            flow.runs.append(self._note_mark(f"fn {id}", self._kept_notes[id]))
        else:
            self._take_shifted(node, flow, marks, depth, _RAISED)

    def _take_sub(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._take_shifted(node, flow, marks, depth, _LOWERED)

    def _take_shifted(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int, signs: dict[int, int]) -> None:
        words = node.text().strip()
        if words and all(ord(character) in signs for character in words) and node.css_first("a,img,br") is None:
            flow.runs.append(Words(words.translate(signs), marks))
            return
        if words and node.css_first("a") is None:
            self.note("raised", words)
        self.walk_children(node, flow, marks, depth)

    def _take_img(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        picture = self._picture(node)
        if picture:
            flow.runs.append(picture)
            return
        alt, source = _words_of(node.attributes.get("alt")), _source(node.attributes)
        linked = self._world.link(source) if source and not _EMOJI.search(_class_of(node)) else Linked("")
        if alt or linked.address:
            inside = _with(marks, Mark("link", linked.address)) if linked.address else marks
            flow.runs.append(Words(alt or source, inside))

    def _picture(self, node: LexborNode) -> Picture | None:
        said = node.attributes
        classes, source = said.get("class") or "", _source(said)
        if _EMOJI.search(classes):
            return None
        id = _ATTACHMENT.search(classes)
        known = self._world.picture(source, int(id[1]) if id else 0)
        if known.kind:
            self.note(known.kind, source or _brief(node))
        if not known.file:
            return None
        alt = _words_of(said.get("alt")) or known.alt
        self._credits[known.file] = known.credit
        if alt:
            return Picture(known.file, alt)
        self.note("alt", source)
        return Picture(known.file, "", notes=(self._unplaced.pop(),))

    def _take_figure(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        """A picture with its caption; a figure around other things is those things, and its caption behind them."""
        caption = next((child for child in node.iter() if child.tag == "figcaption"), None)
        images = node.css("img")
        classes = node.attributes.get("class") or ""
        if len(images) == 1 and not re.search(r"\bwp-block-(embed|gallery|table|pullquote)\b", classes):
            self._take_pictured(node, caption, flow, marks, depth)
            return
        if re.search(r"\bwp-block-embed\b", classes):
            self._take_embed_block(node, caption, flow, marks, depth)
            return
        self._close(flow)
        kind = "pullquote" if re.search(r"\bwp-block-pullquote\b", classes) else ""
        if kind:
            self._take_quote(node, flow, marks, depth, kind)
            return
        for child in node.iter(include_text=True):
            if child.tag != "figcaption":
                self.walk(child, flow, marks, depth + 1)
        self._close(flow)
        if caption is not None:
            self.walk_children(caption, flow, marks, depth + 1)
            self._close(flow)

    def _take_pictured(
        self, node: LexborNode, caption: LexborNode | None, flow: _Flow, marks: Marks, depth: int
    ) -> None:
        self._close(flow)
        before = len(flow.blocks)
        for child in node.iter(include_text=True):
            if child.tag != "figcaption":
                self.walk(child, flow, marks, depth + 1)
        self._close(flow)
        runs, others = self._in_one_line(caption, flow, marks, depth) if caption is not None else ((), ())
        self._caption(flow, before, runs)
        for other in others:
            self._placed(flow, other)

    def _caption(self, flow: _Flow, before: int, caption: Runs) -> None:
        """Puts a caption on the first picture since then; a paragraph of its own without one."""
        for n in range(before, len(flow.blocks)):
            block = flow.blocks[n]
            if isinstance(block, Figure) and not block.caption:
                flow.blocks[n] = replace(block, caption=caption)
                return
        if any(map(_has_words, caption)):
            self._placed(flow, Paragraph(caption))

    def _take_embed_block(
        self, node: LexborNode, caption: LexborNode | None, flow: _Flow, marks: Marks, depth: int
    ) -> None:
        self._close(flow)
        for child in node.iter(include_text=True):
            if child.tag == "figcaption":
                continue
            words = child.text().strip() if child.is_element_node else ""
            if re.fullmatch(r"https?://\S+", words):
                self._embed(words, flow)
            else:
                self.walk(child, flow, marks, depth + 1)
        self._close(flow)
        if caption is not None:
            self.walk_children(caption, flow, marks, depth + 1)
            self._close(flow)

    def _embed(self, address: str, flow: _Flow) -> None:
        address = _words_of(address)
        self._close(flow)
        self.note("embed", address)
        linked = self._world.link(address)
        marks = (Mark("link", linked.address),) if linked.address else ()
        flow.runs.append(Words(address, marks))
        self._close(flow)

    def _take_x_embed(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._embed(node.attributes.get("url") or "", flow)

    def _take_iframe(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        source = (node.attributes.get("src") or node.attributes.get("data-src") or "").strip()
        source = _watched(f"https:{source}" if source.startswith("//") else source)
        title = _words_of(node.attributes.get("title"))
        self._close(flow)
        self.note("embed", source or _brief(node))
        linked = self._world.link(source) if source else Linked("")
        if linked.address:
            flow.runs.append(Words(title or source, (Mark("link", linked.address),)))
        elif title:
            flow.runs.append(Words(title, marks))
        self._close(flow)

    def _take_audio(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        sources = [node, *node.css("source")]
        source = next((value for one in sources if (value := one.attributes.get("src") or "")), "")
        self._media(source, 0, flow)

    def _media(self, source: str, id: int, flow: _Flow) -> None:
        self._close(flow)
        linked = self._world.media(source, id)
        self.note("media", source or f"attachment {id}")
        if linked.address:
            name = linked.address.rpartition("/")[2] or linked.address
            flow.runs.append(Words(name, (Mark("link", linked.address),)))
            self._close(flow)

    def _take_heading(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._close(flow)
        runs, others = self._in_one_line(node, flow, _without(marks, "strong"), depth)
        bare = tuple(_unmarked(run, "strong") for run in runs)
        if any(map(_has_words, bare)):
            lang, words = _lifted(bare)
            id, flow.id = flow.id, ""
            self._placed(flow, Heading(int((node.tag or "h2")[1]), tuple(words), id, lang))
        for other in others:
            self._placed(flow, other)

    def _take_pre(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        classes = f"{node.attributes.get('class') or ''} {_class_of(node.css_first('code'))}"
        self._close(flow)
        if re.search(r"\bwp-block-(verse|preformatted)\b", classes):
            # Lines of a poem: words with their markup, each on a line of its own.
            before, self._is_classic = self._is_classic, True
            self.walk_children(node, flow, marks, depth)
            self._is_classic = before
            self._close(flow)
            return
        for image in node.css("img"):
            self._take_img(image, flow, marks, depth)
        self._close(flow)
        language = _LANGUAGE.search(classes)
        text = _code_text(node)
        if text.strip():
            self._placed(flow, Code(text, language[1].lower() if language else ""))

    def _take_blockquote(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        is_pulled = re.search(r"\bpull-?quote\b", node.attributes.get("class") or "") is not None
        self._take_quote(node, flow, marks, depth, "pullquote" if is_pulled else "quote")

    def _take_aside(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._take_quote(node, flow, marks, depth, "note")

    def _take_quote(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int, kind: str) -> None:
        self._close(flow)
        id, flow.id = flow.id, ""
        if self._depth >= DEEPEST:
            self.walk_children(node, flow, marks, depth)
            self._close(flow)
            return
        self._depth += 1
        inside = _Flow()
        inside.id = id
        self.walk_children(node, inside, marks, depth)
        self._close(inside)
        self._depth -= 1
        blocks = tuple(inside.blocks)
        if len(blocks) == 1 and isinstance(blocks[0], Quote):
            # A figure around a quote, or a quote in a quote with nothing else in it, is one quote.
            blocks = (replace(blocks[0], kind=kind if kind != "quote" else blocks[0].kind),)
            flow.blocks += blocks
        elif blocks:
            langs = {block.lang for block in blocks if isinstance(block, Paragraph)}
            is_alike = len(langs) == 1 and all(isinstance(block, Paragraph) for block in blocks)
            lang = langs.pop() if is_alike else ""
            bare = tuple(
                replace(block, lang="") if isinstance(block, Paragraph) and lang else block for block in blocks
            )
            self._placed(flow, Quote(bare, kind, lang))

    def _take_cite(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        """Who is quoted stands in a paragraph of its own behind the quote; elsewhere it is the name of a work."""
        parent = node.parent
        if parent is None or parent.tag not in ("blockquote", "figure"):
            self.walk_children(node, flow, _with(marks, Mark("em")), depth)
            return
        self._close(flow)
        flow.runs.append(Words("— "))
        self.walk_children(node, flow, marks, depth)
        self._close(flow)

    # ---- lists ------------------------------------------------------------------------

    def _take_list(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._close(flow)
        if self._depth >= DEEPEST:
            self.walk_children(node, flow, marks, depth)
            self._close(flow)
            return
        self._depth += 1
        entries: list[Blocks] = []
        for child in node.iter(include_text=True):
            inside = _Flow()
            inside.id, flow.id = flow.id, ""
            if child.tag == "li":
                self._take_ids(child.attributes, inside)
                lang = self._lang(child.attributes)
                inner = _with(marks, Mark("lang", lang)) if lang else marks
                self.walk_children(child, inside, inner, depth + 1)
            else:
                self.walk(child, inside, marks, depth + 1)
            self._close(inside)
            if inside.blocks and child.tag != "li" and entries:
                entries[-1] = (*entries[-1], *inside.blocks)
            elif inside.blocks:
                entries.append(tuple(inside.blocks))
        self._depth -= 1
        if entries:
            self._placed(flow, Listing(tuple(entries), _start(node, len(entries))))

    def _take_dl(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._close(flow)
        entries: list[tuple[Runs, list[Blocks]]] = []
        rows = [child for child in node.css("dt,dd") if _is_own(child, node)]
        if not rows or rows[0].tag != "dt" or self._depth >= DEEPEST:
            self.walk_children(node, flow, marks, depth)
            self._close(flow)
            return
        self._depth += 1
        for row in rows:
            if row.tag == "dt":
                runs, others = self._in_one_line(row, flow, marks, depth)
                entries.append((runs, [others] if others else []))
            elif inside := self._inside(row, marks, depth):
                entries[-1][1].append(inside)
        self._depth -= 1
        for runs, meanings in entries:
            if not any(map(_has_words, runs)):
                for meaning in meanings:
                    flow.blocks += meaning
            elif meanings:
                self._placed(flow, Definitions(((runs, tuple(meanings)),)))
            else:
                self._placed(flow, Paragraph(runs))

    # ---- tables -----------------------------------------------------------------------

    def _take_table(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._close(flow)
        rows = [row for row in node.css("tr") if _is_own(row, node)]
        cells = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in rows]
        filled = [(row, [self._inside(cell, marks, depth) for cell in row]) for row in cells if row]
        captions = [child for child in node.iter() if child.tag == "caption"]
        for caption in captions:
            self.walk_children(caption, flow, marks, depth)
            self._close(flow)
        if not filled:
            return
        width = max(sum(_span(cell) for cell in row) for row, _ in filled)
        if width > WIDEST or width == 1 or any(_is_rich(inside) for _, row in filled for inside in row):
            # Tables that only place things, and cells with lists or pictures: their parts, one below the other.
            self.note("table", "laid out as text")
            for _, row in filled:
                for inside in row:
                    for block in inside:
                        self._placed(flow, block)
            return
        self._placed_table(filled, width, flow, has_heads=_has_heads(filled[0][0], node))

    def _placed_table(
        self, filled: list[tuple[list[LexborNode], list[Blocks]]], width: int, flow: _Flow, *, has_heads: bool
    ) -> None:
        if not has_heads:
            self.note("table", "the first row is taken for the heads of the columns")
        if any(_span(cell) > 1 or (cell.attributes.get("rowspan") or "1") != "1" for row, _ in filled for cell in row):
            self.note("table", "cells that span others stand in the first of them")
        rows: list[tuple[Runs, ...]] = []
        for cells, insides in filled:
            row: list[Runs] = []
            for cell, inside in zip(cells, insides, strict=True):
                row += [self._joined(inside)[0], *[()] * (_span(cell) - 1)]
            rows.append((*row, *[()] * (width - len(row))))
        alignments = [_alignment(cell) for cell in filled[-1][0] for _ in range(_span(cell))]
        self._placed(flow, Table(tuple(rows), (*alignments, *[""] * width)[:width]))

    # ---- footnotes --------------------------------------------------------------------

    def _note_mark(self, id: str, html: str) -> NoteMark:
        """The mark of a note that is kept elsewhere, or written where its mark stands."""
        if id not in self._labels:
            label = self._labels[id] = str(len(self._labels) + 1)
            inside = _Flow()
            depth, self._depth = self._depth, DEEPEST - 2
            self.walk_all(html, inside)
            self._close(inside)
            self._depth = depth
            self.footnotes.append(Footnote(label, tuple(inside.blocks) or (Paragraph((Words(OWED_WORDS),)),)))
        return NoteMark(self._labels[id])

    # ---- what was no HTML in WordPress ------------------------------------------------

    def _take_x_classic(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._close(flow)
        before, self._is_classic = self._is_classic, True
        self.walk_children(node, flow, marks, depth)
        self._close(flow)
        self._is_classic = before

    def _take_x_more(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._close(flow)
        if len(flow.blocks) == 1 and not self._depth and isinstance(first := flow.blocks[0], Paragraph):
            runs = first.runs
            if all(isinstance(run, Words) and not run.marks for run in runs) and not first.notes:
                self.teaser = " ".join("".join(run.text for run in runs if isinstance(run, Words)).split())

    def _take_x_page(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self._close(flow)
        self.note("pages", "<!--nextpage-->")

    def _take_x_strange(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        self.note("shortcode", node.attributes.get("words") or "")

    def _take_x_block(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        """A block that WordPress fills in when it shows the page."""
        name = node.attributes.get("name") or ""
        said = _json(node.attributes.get("said") or "")
        self._close(flow)
        if name in ("footnotes", "core/footnotes", "spacer", "more", "nextpage"):
            return
        if name in ("embed", "core-embed/youtube") and isinstance(url := said.get("url"), str):
            self._embed(url, flow)
        else:
            self.note("block", f"wp:{name}")

    def _take_x_code(self, node: LexborNode, flow: _Flow, marks: Marks, depth: int) -> None:
        said = {key: value or "" for key, value in node.attributes.items()}
        match said.get("name", ""):
            case "caption" | "wp_caption":
                self._take_caption(node, said, flow, marks, depth)
            case "embed":
                self._embed(said.get("src") or node.text().strip(), flow)
            case "gallery" | "playlist":
                self._take_gallery(said, flow)
            case "audio" | "video":
                keys = ("src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv")
                self._media(next((said[key] for key in keys if said.get(key)), node.text().strip()), 0, flow)
            case "pullquote":
                self._take_quote(node, flow, marks, depth, "pullquote")
            case name if name in NOTE_CODES:
                flow.runs.append(self._note_mark(f"code {len(self._labels)}", node.inner_html or ""))
            case _:
                self.walk_children(node, flow, marks, depth)

    def _take_caption(self, node: LexborNode, said: Mapping[str, str], flow: _Flow, marks: Marks, depth: int) -> None:
        """`[caption]`: what stands behind the picture is its caption, unless an attribute says it."""
        inside = _Flow()
        self.walk_children(node, inside, marks, depth)
        blocks = self._inside_of(inside)
        figures = [block for block in blocks if isinstance(block, Figure)]
        runs, others = self._joined(tuple(block for block in blocks if not isinstance(block, Figure)))
        if said.get("caption"):
            runs = (Words(_words_of(said["caption"])), *runs)
        self._close(flow)
        before = len(flow.blocks)
        for figure in figures:
            flow.blocks.append(figure)
        self._caption(flow, before, runs)
        flow.blocks += others

    def _inside_of(self, flow: _Flow) -> Blocks:
        self._close(flow)
        return tuple(flow.blocks)

    def _take_gallery(self, said: Mapping[str, str], flow: _Flow) -> None:
        self._close(flow)
        ids = self._world.gallery(said)
        if not ids:
            self.note("gallery", " ".join(f'{key}="{value}"' for key, value in said.items() if key != LINE))
        for id in ids:
            if said.get("name") == "playlist":
                self._media("", id, flow)
                continue
            known = self._world.picture("", id)
            if known.kind:
                self.note(known.kind, f"attachment {id}")
            if known.file:
                if not known.alt:
                    self.note("alt", f"attachment {id}")
                caption = _Flow()
                self.walk_all(known.caption, caption)
                runs = self._joined(self._inside_of(caption))[0]
                self._placed(flow, Figure(Picture(known.file, known.alt), runs, known.credit))


OWED_WORDS = "?"
"""The words of a footnote that has none."""
_OWN: Mapping[str, Callable[[_Reading, LexborNode, _Flow, Marks, int], None]] = {
    "a": _Reading._take_a,
    "aside": _Reading._take_aside,
    "audio": _Reading._take_audio,
    "blockquote": _Reading._take_blockquote,
    "br": _Reading._take_br,
    "cite": _Reading._take_cite,
    "dir": _Reading._take_list,
    "dl": _Reading._take_dl,
    "figure": _Reading._take_figure,
    **{f"h{level}": _Reading._take_heading for level in range(1, 7)},
    "hr": _Reading._take_hr,
    "iframe": _Reading._take_iframe,
    "img": _Reading._take_img,
    "listing": _Reading._take_pre,
    "menu": _Reading._take_list,
    "ol": _Reading._take_list,
    "pre": _Reading._take_pre,
    "q": _Reading._take_q,
    "sub": _Reading._take_sub,
    "sup": _Reading._take_sup,
    "table": _Reading._take_table,
    "ul": _Reading._take_list,
    "video": _Reading._take_audio,
    "x-block": _Reading._take_x_block,
    "x-classic": _Reading._take_x_classic,
    "x-code": _Reading._take_x_code,
    "x-embed": _Reading._take_x_embed,
    "x-more": _Reading._take_x_more,
    "x-page": _Reading._take_x_page,
    "x-strange": _Reading._take_x_strange,
    "xmp": _Reading._take_pre,
}
"""The elements that are more than a place for words."""
_AMONG_WORDS = frozenset((*_INLINE, *_TRANSPARENT, "a", "br", "img", "q", "sub", "sup", "x-code", "x-strange"))
"""The elements that may stand within a paragraph."""


# --------------------------------------------------------------------------------------
# Runs
# --------------------------------------------------------------------------------------


def _with(marks: Marks, mark: Mark) -> Marks:
    """The marks with one more; words are marked as something once, and the innermost language is theirs."""
    if mark.kind == "lang":
        return (mark, *_without(marks, "lang"))
    if any(other.kind == mark.kind or other.kind == "code" for other in marks):
        return marks
    return (*marks, mark)


def _without(marks: Marks, kind: str) -> Marks:
    return tuple(mark for mark in marks if mark.kind != kind)


def _unmarked(run: Run, kind: str) -> Run:
    return replace(run, marks=_without(run.marks, kind)) if isinstance(run, Words) else run


def _has_words(run: Run) -> bool:
    return isinstance(run, NoteMark) or (isinstance(run, Words) and bool(run.text.strip()))


def _is_blank(run: Run) -> bool:
    return isinstance(run, Words) and not run.text.strip()


def _trimmed(runs: list[Run]) -> list[Run]:
    """The runs of a paragraph without white space and ends of lines around them."""
    full = [n for n, run in enumerate(runs) if not isinstance(run, Break) and not _is_blank(run)]
    return runs[full[0] : full[-1] + 1] if full else []


def _lifted(runs: Iterable[Run]) -> tuple[str, list[Run]]:
    """The language that all of these words are in, if it is one, and the words without it."""
    kept = list(runs)
    langs = {
        next((mark.value for mark in run.marks if mark.kind == "lang"), "")
        for run in kept
        if isinstance(run, Words) and run.text.strip()
    }
    if len(langs) == 1 and "" not in langs:
        return langs.pop(), [_unmarked(run, "lang") for run in kept]
    return "", kept


# --------------------------------------------------------------------------------------
# Elements
# --------------------------------------------------------------------------------------


def anchor(id: str) -> str:
    """The id as it can stand in braces; empty where nothing of it can."""
    return id if _ID.fullmatch(id) else slug(id)


def _brief(node: LexborNode) -> str:
    """The tag of an element, for a person to find it by."""
    said = {key: value for key, value in node.attributes.items() if key != LINE and value}
    return f"<{node.tag}{''.join(f' {key}={value!r}' for key, value in list(said.items())[:3])}>"[:120]


def _words_of(value: str | None) -> str:
    """The words of an attribute, in one line."""
    return " ".join(fit(value or "").split())


def _source(said: Mapping[str, str | None]) -> str:
    """Where a picture is: scripts that load pictures late keep its address elsewhere."""
    names = ("data-src", "data-lazy-src", "data-orig-file", "src")
    return next((_words_of(value) for name in names if (value := said.get(name)) and not value.startswith("data:")), "")


def _watched(source: str) -> str:
    """The page of a film, where a frame shows its player."""
    if found := re.match(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)", source):
        return f"https://www.youtube.com/watch?v={found[1]}"
    if found := re.match(r"https?://player\.vimeo\.com/video/(\d+)", source):
        return f"https://vimeo.com/{found[1]}"
    return source


def _class_of(node: LexborNode | None) -> str:
    return (node.attributes.get("class") or "") if node is not None else ""


def _code_text(node: LexborNode) -> str:
    parts: list[str] = []
    for child in node.traverse(include_text=True):
        if child.is_text_node and (child.parent is None or child.parent.tag not in ("script", "style", "template")):
            parts.append(child.text_content or "")
        elif child.tag == "br":
            parts.append("\n")
    return fit("".join(parts))


def _start(node: LexborNode, count: int) -> int | None:
    if node.tag != "ol":
        return None
    start = node.attributes.get("start") or ""
    return int(start) if re.fullmatch(r"[0-9]{1,8}", start) else 1


def _is_own(node: LexborNode, ancestor: LexborNode) -> bool:
    """Whether an element belongs to this table or list, and not to one inside it."""
    parent = node.parent
    while parent is not None and parent.tag != ancestor.tag:
        parent = parent.parent
    return parent is not None and parent.mem_id == ancestor.mem_id


def _span(cell: LexborNode) -> int:
    span = cell.attributes.get("colspan") or "1"
    return min(max(int(span), 1), WIDEST) if re.fullmatch(r"[0-9]{1,4}", span) else 1


def _has_heads(row: list[LexborNode], table: LexborNode) -> bool:
    first = row[0].parent
    return all(cell.tag == "th" for cell in row) or (
        first is not None and first.parent is not None and first.parent.tag == "thead"
    )


def _is_rich(inside: Blocks) -> bool:
    return any(not isinstance(block, Paragraph) for block in inside) or len(inside) > 1


def _alignment(cell: LexborNode) -> str:
    said = f"{cell.attributes.get('align') or ''} {cell.attributes.get('style') or ''} {_class_of(cell)}"
    found = re.search(r"(?:^|text-align:\s*|has-text-align-)(left|right|center)\b", said.strip())
    return found[1] if found else ""


def _json(text: str) -> Mapping[str, object]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


# --------------------------------------------------------------------------------------
# Headings
# --------------------------------------------------------------------------------------


def _with_levels(blocks: Blocks) -> Iterable[Block]:
    """The blocks, with headings from the second level on, and none a level too deep for where it stands."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    shift = 2 - min(levels, default=2)
    before = 1
    for block in blocks:
        if isinstance(block, Heading):
            before = min(block.level + shift, before + 1, 6)
            yield replace(block, level=before)
        elif isinstance(block, Quote):
            yield replace(block, blocks=tuple(_with_levels_inside(block.blocks)))
        elif isinstance(block, Listing):
            yield replace(block, entries=tuple(tuple(_with_levels_inside(entry)) for entry in block.entries))
        else:
            yield block


def _with_levels_inside(blocks: Blocks) -> Iterable[Block]:
    """In quotes and lists a heading is a strong line: it heads nothing of the text around."""
    for block in blocks:
        if isinstance(block, Heading):
            strong = Mark("strong")
            runs = tuple(
                replace(run, marks=_with(run.marks, strong)) if isinstance(run, Words) else run for run in block.runs
            )
            yield Paragraph(runs, block.id, block.lang, block.notes)
        elif isinstance(block, Quote):
            yield replace(block, blocks=tuple(_with_levels_inside(block.blocks)))
        elif isinstance(block, Listing):
            yield replace(block, entries=tuple(tuple(_with_levels_inside(entry)) for entry in block.entries))
        else:
            yield block
