"""What was no HTML in WordPress: shortcodes, blocks that it fills in, marks of pages."""

from selectolax.lexbor import LexborNode

from ordskifte.tools.wordpress.content import NOTE_CODES
from ordskifte.tools.wordpress.elements import json_of
from ordskifte.tools.wordpress.pictures import embed, media, take_caption, take_gallery
from ordskifte.tools.wordpress.prose import Marks, Paragraph, Words
from ordskifte.tools.wordpress.structures import take_quote
from ordskifte.tools.wordpress.walk import Flow, Walk


def take_x_classic(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    walk.close(flow)
    before, walk.is_classic = walk.is_classic, True
    walk.take_children(node, flow, marks, depth)
    walk.close(flow)
    walk.is_classic = before


def take_x_more(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    walk.close(flow)
    if len(flow.blocks) == 1 and not walk.depth and isinstance(first := flow.blocks[0], Paragraph):
        runs = first.runs
        if all(isinstance(run, Words) and not run.marks for run in runs) and not first.notes:
            walk.teaser = " ".join("".join(run.text for run in runs if isinstance(run, Words)).split())


def take_x_page(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    walk.close(flow)
    walk.note("pages", "<!--nextpage-->")


def take_x_strange(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    walk.note("shortcode", node.attributes.get("words") or "")


def take_x_block(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    """A block that WordPress fills in when it shows the page."""
    name = node.attributes.get("name") or ""
    said = json_of(node.attributes.get("said") or "")
    walk.close(flow)
    if name in ("footnotes", "core/footnotes", "spacer", "more", "nextpage"):
        return
    if name in ("embed", "core-embed/youtube") and isinstance(url := said.get("url"), str):
        embed(walk, url, flow)
    else:
        walk.note("block", f"wp:{name}")


def take_x_code(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    said = {key: value or "" for key, value in node.attributes.items()}
    match said.get("name", ""):
        case "caption" | "wp_caption":
            take_caption(walk, node, said, flow, marks, depth)
        case "embed":
            embed(walk, said.get("src") or node.text().strip(), flow)
        case "gallery" | "playlist":
            take_gallery(walk, said, flow)
        case "audio" | "video":
            keys = ("src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv")
            media(walk, next((said[key] for key in keys if said.get(key)), node.text().strip()), 0, flow)
        case "pullquote":
            take_quote(walk, node, flow, marks, depth, "pullquote")
        case name if name in NOTE_CODES:
            flow.runs.append(walk.note_mark(f"code {len(walk.labels)}", node.inner_html or ""))
        case _:
            walk.take_children(node, flow, marks, depth)
