"""Elements that hold blocks, or are some: headings, quotes, lists, terms, code."""

import re

from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from ordskifte.tools.wordpress.elements import class_of, code_text, first_number, is_own
from ordskifte.tools.wordpress.prose import (
    Blocks,
    Code,
    Definitions,
    Figure,
    Heading,
    Listing,
    Mark,
    Marks,
    Paragraph,
    Quote,
    Rule,
    Runs,
)
from ordskifte.tools.wordpress.runs import has_words, lifted, unmarked, with_mark, without_kind
from ordskifte.tools.wordpress.walk import DEEPEST, Flow, Walk

_LANGUAGE = re.compile(r"\b(?:language|lang|brush:?\s?)-?\s?([A-Za-z0-9+#-]{1,20})\b")


def take_hr(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    walk.close(flow)
    walk.place(flow, Rule())


def take_heading(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    walk.close(flow)
    runs, others = walk.in_one_line(node, flow, without_kind(marks, "strong"), depth)
    bare = tuple(unmarked(run, "strong") for run in runs)
    if any(map(has_words, bare)):
        lang, words = lifted(bare)
        id, flow.id = flow.id, ""
        walk.place(flow, Heading(int((node.tag or "h2")[1]), tuple(words), id, lang))
    for other in others:
        walk.place(flow, other)


def take_pre(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    classes = f"{node.attributes.get('class') or ''} {class_of(node.css_first('code'))}"
    walk.close(flow)
    if re.search(r"\bwp-block-(verse|preformatted)\b", classes):
        # Lines of a poem: words with their markup, each on a line of its own.
        before, walk.is_classic = walk.is_classic, True
        walk.take_children(node, flow, marks, depth)
        walk.is_classic = before
        walk.close(flow)
        return
    for image in node.css("img"):
        walk.take(image, flow, marks, depth + 1)
    walk.close(flow)
    language = _LANGUAGE.search(classes)
    text = code_text(node)
    if text.strip():
        walk.place(flow, Code(text, language[1].lower() if language else ""))


def take_blockquote(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    is_pulled = re.search(r"\bpull-?quote\b", node.attributes.get("class") or "") is not None
    take_quote(walk, node, flow, marks, depth, "pullquote" if is_pulled else "quote")


def take_aside(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    take_quote(walk, node, flow, marks, depth, "note")


def take_quote(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int, kind: str) -> None:
    walk.close(flow)
    id, flow.id = flow.id, ""
    if walk.depth >= DEEPEST:
        walk.take_children(node, flow, marks, depth)
        walk.close(flow)
        return
    walk.depth += 1
    inside = Flow()
    inside.id = id
    walk.take_children(node, inside, marks, depth)
    walk.close(inside)
    walk.depth -= 1
    blocks = tuple(inside.blocks)
    if len(blocks) == 1 and isinstance(only := blocks[0], Quote):
        # A figure around a quote, or a quote in a quote with nothing else in it, is one quote.
        walk.unplaced += only.notes
        blocks = only.blocks
    if not blocks:
        return
    if walk.depth:
        # What has a name of its own stands at the top only: a list in a list in it would end it.
        walk.place(flow, Quote(blocks))
        return
    langs = {block.lang if isinstance(block, Paragraph) else "" for block in blocks}
    lang = langs.pop() if len(langs) == 1 else ""
    bare = tuple(replace(block, lang="") if isinstance(block, Paragraph) and lang else block for block in blocks)
    walk.place(flow, Quote(bare, kind, lang))


def take_list(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    walk.close(flow)
    if walk.depth >= DEEPEST:
        walk.take_children(node, flow, marks, depth)
        walk.close(flow)
        return
    walk.depth += 1
    entries: list[Blocks] = []
    for child in node.iter(include_text=True):
        inside = Flow()
        inside.id, flow.id = flow.id, ""
        if child.tag == "li":
            walk.take_ids(child.attributes, inside)
            lang = walk.lang_of(child.attributes)
            inner = with_mark(marks, Mark("lang", lang)) if lang else marks
            walk.take_children(child, inside, inner, depth + 1)
        else:
            walk.take(child, inside, marks, depth + 1)
        walk.close(inside)
        if inside.blocks and child.tag != "li" and entries:
            entries[-1] = (*entries[-1], *inside.blocks)
        elif inside.blocks:
            entries.append(tuple(inside.blocks))
    walk.depth -= 1
    if entries:
        walk.place(flow, Listing(tuple(entries), first_number(node, len(entries))))


def take_dl(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    walk.close(flow)
    entries: list[tuple[Runs, list[Blocks]]] = []
    rows = [child for child in node.css("dt,dd") if is_own(child, node)]
    if not rows or rows[0].tag != "dt" or walk.depth >= DEEPEST:
        walk.take_children(node, flow, marks, depth)
        walk.close(flow)
        return
    walk.depth += 1
    for row in rows:
        if row.tag == "dt":
            runs, others = walk.in_one_line(row, flow, marks, depth)
            entries.append((runs, [others] if others else []))
        elif inside := walk.inside(row, marks, depth):
            entries[-1][1].append(inside)
    walk.depth -= 1
    for runs, meanings in entries:
        if not any(map(has_words, runs)):
            for meaning in meanings:
                flow.blocks += meaning
            continue
        if meanings and not any(isinstance(block, Figure) for meaning in meanings for block in meaning):
            walk.place(flow, Definitions(((runs, tuple(meanings)),)))
            continue
        # A picture is a figure, with its caption, only where nothing else surrounds it.
        walk.place(flow, Paragraph(runs))
        for meaning in meanings:
            flow.blocks += meaning
