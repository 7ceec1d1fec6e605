"""Pictures, and what other sites show: figures with their captions, galleries, players."""

import re
from collections.abc import Mapping

from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from ordskifte.tools.wordpress.content import LINE
from ordskifte.tools.wordpress.elements import brief, class_of, framed_host, player, source_of, watched, words_of
from ordskifte.tools.wordpress.prose import Embed, Figure, Mark, Marks, Paragraph, Picture, Runs, Words
from ordskifte.tools.wordpress.runs import has_words, with_mark
from ordskifte.tools.wordpress.structures import take_quote
from ordskifte.tools.wordpress.walk import Flow, Linked, Walk

_ATTACHMENT = re.compile(r"\b(?:wp-image|attachment)[-_](\d{1,18})\b")
_EMOJI = re.compile(r"\b(emoji|wp-smiley)\b")


def take_img(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    found = picture(walk, node)
    if found:
        flow.runs.append(found)
        return
    alt, source = words_of(node.attributes.get("alt")), source_of(node.attributes)
    linked = walk.world.link(source) if source and not _EMOJI.search(class_of(node)) else Linked("")
    if alt or linked.address:
        inside = with_mark(marks, Mark("link", linked.address)) if linked.address else marks
        flow.runs.append(Words(alt or source, inside))


def picture(walk: Walk, node: LexborNode) -> Picture | None:
    said = node.attributes
    classes, source = said.get("class") or "", source_of(said)
    if _EMOJI.search(classes):
        return None
    id = _ATTACHMENT.search(classes)
    known = walk.world.picture(source, int(id[1]) if id else 0)
    if known.kind:
        walk.note(known.kind, source or brief(node))
    if not known.file:
        return None
    alt = words_of(said.get("alt")) or known.alt
    walk.credits[known.file] = known.credit
    if alt:
        return Picture(known.file, alt)
    walk.note("alt", source)
    return Picture(known.file, "", notes=(walk.unplaced.pop(),))


def take_figure(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    """A picture with its caption; a figure around other things is those things, and its caption behind them."""
    caption = next((child for child in node.iter() if child.tag == "figcaption"), None)
    images = node.css("img")
    classes = node.attributes.get("class") or ""
    if len(images) == 1 and not re.search(r"\bwp-block-(embed|gallery|table|pullquote)\b", classes):
        take_pictured(walk, node, caption, flow, marks, depth)
        return
    if re.search(r"\bwp-block-embed\b", classes):
        take_embed_block(walk, node, caption, flow, marks, depth)
        return
    walk.close(flow)
    kind = "pullquote" if re.search(r"\bwp-block-pullquote\b", classes) else ""
    if kind:
        take_quote(walk, node, flow, marks, depth, kind)
        return
    for child in node.iter(include_text=True):
        if child.tag != "figcaption":
            walk.take(child, flow, marks, depth + 1)
    walk.close(flow)
    if caption is not None:
        walk.take_children(caption, flow, marks, depth + 1)
        walk.close(flow)


def take_pictured(
    walk: Walk, node: LexborNode, caption: LexborNode | None, flow: Flow, marks: Marks, depth: int
) -> None:
    walk.close(flow)
    before = len(flow.blocks)
    for child in node.iter(include_text=True):
        if child.tag != "figcaption":
            walk.take(child, flow, marks, depth + 1)
    walk.close(flow)
    runs, others = walk.in_one_line(caption, flow, marks, depth) if caption is not None else ((), ())
    put_caption(walk, flow, before, runs)
    for other in others:
        walk.place(flow, other)


def put_caption(walk: Walk, flow: Flow, before: int, caption: Runs) -> None:
    """Puts a caption on the first picture or player since then; a paragraph of its own without one."""
    for n in range(before, len(flow.blocks)):
        block = flow.blocks[n]
        if isinstance(block, Figure | Embed) and not block.caption:
            flow.blocks[n] = replace(block, caption=caption)
            return
    if any(map(has_words, caption)):
        walk.place(flow, Paragraph(caption))


def take_embed_block(
    walk: Walk, node: LexborNode, caption: LexborNode | None, flow: Flow, marks: Marks, depth: int
) -> None:
    """A caption of nothing but words is the title of the link."""
    walk.close(flow)
    before, title, is_titled = len(flow.blocks), plain_words(caption), False
    for child in node.iter(include_text=True):
        if child.tag == "figcaption":
            continue
        words = child.text().strip() if child.is_element_node else ""
        if re.fullmatch(r"https?://\S+", words):
            is_titled = embed(walk, words, flow, title) and title != ""
        else:
            walk.take(child, flow, marks, depth + 1)
    walk.close(flow)
    if caption is not None and not is_titled:
        runs, others = walk.in_one_line(caption, flow, marks, depth)
        put_caption(walk, flow, before, runs)
        for other in others:
            walk.place(flow, other)


def plain_words(node: LexborNode | None) -> str:
    """The words of an element that holds nothing but words, and is in the language around it."""
    if node is None or any(child.is_element_node for child in node.iter(include_text=True)):
        return ""
    return "" if node.attributes.get("lang") else words_of(node.text())


def embed(walk: Walk, address: str, flow: Flow, title: str = "") -> bool:
    """Whether it is something that can be shown here; else it has become a link."""
    address = words_of(address)
    walk.close(flow)
    if framed(walk, player(address), title, address, flow):
        return True
    walk.note("embed", address)
    linked = walk.world.link(address)
    marks = (Mark("link", linked.address),) if linked.address else ()
    flow.runs.append(Words(address, marks))
    walk.close(flow)
    return False


def framed(walk: Walk, address: str, title: str, page: str, flow: Flow) -> bool:
    """Puts what stands in a frame there, if it can be; without a title, the address of its page is one."""
    host = framed_host(address)
    if not host or walk.depth or walk.world.link(address) != Linked(address):
        return False
    walk.note("embed-shown" if title else "embed-title", address)
    walk.place(flow, Embed(address, title or page, host))
    return True


def take_x_embed(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    embed(walk, node.attributes.get("url") or "", flow)


def take_iframe(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    source = (node.attributes.get("src") or node.attributes.get("data-src") or "").strip()
    address = words_of(f"https:{source}" if source.startswith("//") else source)
    source = watched(address)
    title = words_of(node.attributes.get("title"))
    walk.close(flow)
    is_foreign = any(mark.kind == "lang" for mark in marks)
    if not is_foreign and framed(walk, player(source) or address, title, source, flow):
        return
    walk.note("embed", source or brief(node))
    linked = walk.world.link(source) if source else Linked("")
    if linked.address:
        flow.runs.append(Words(title or source, (Mark("link", linked.address),)))
    elif title:
        flow.runs.append(Words(title, marks))
    walk.close(flow)


def take_audio(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    sources = [node, *node.css("source")]
    source = next((value for one in sources if (value := one.attributes.get("src") or "")), "")
    media(walk, source, 0, flow)


def media(walk: Walk, source: str, id: int, flow: Flow) -> None:
    walk.close(flow)
    linked = walk.world.media(source, id)
    walk.note("media", source or f"attachment {id}")
    if linked.address:
        name = linked.address.rpartition("/")[2] or linked.address
        flow.runs.append(Words(name, (Mark("link", linked.address),)))
        walk.close(flow)


def take_caption(walk: Walk, node: LexborNode, said: Mapping[str, str], flow: Flow, marks: Marks, depth: int) -> None:
    """`[caption]`: what stands behind the picture is its caption, unless an attribute says it."""
    inside = Flow()
    walk.take_children(node, inside, marks, depth)
    blocks = walk.inside_of(inside)
    figures = [block for block in blocks if isinstance(block, Figure)]
    runs, others = walk.joined(tuple(block for block in blocks if not isinstance(block, Figure)))
    if said.get("caption"):
        runs = (Words(words_of(said["caption"])), *runs)
    walk.close(flow)
    before = len(flow.blocks)
    for figure in figures:
        flow.blocks.append(figure)
    put_caption(walk, flow, before, runs)
    flow.blocks += others


def take_gallery(walk: Walk, said: Mapping[str, str], flow: Flow) -> None:
    walk.close(flow)
    ids = walk.world.gallery(said)
    if not ids:
        walk.note("gallery", " ".join(f'{key}="{value}"' for key, value in said.items() if key != LINE))
    for id in ids:
        if said.get("name") == "playlist":
            media(walk, "", id, flow)
            continue
        known = walk.world.picture("", id)
        if known.kind:
            walk.note(known.kind, f"attachment {id}")
        if known.file:
            if not known.alt:
                walk.note("alt", f"attachment {id}")
            caption = Flow()
            walk.take_html(known.caption, caption)
            runs = walk.joined(walk.inside_of(caption))[0]
            walk.place(flow, Figure(Picture(known.file, known.alt), runs, known.credit))
