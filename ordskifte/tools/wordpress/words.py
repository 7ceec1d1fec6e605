"""Elements among words: links, quotation marks, raised signs, new lines."""

from selectolax.lexbor import LexborNode

from ordskifte.tools.wordpress.elements import words_of
from ordskifte.tools.wordpress.prose import Break, Mark, Marks, Words
from ordskifte.tools.wordpress.runs import is_blank, with_mark
from ordskifte.tools.wordpress.walk import Flow, Walk

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def take_br(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    last = next((run for run in reversed(flow.runs) if not is_blank(run)), None)
    if isinstance(last, Break):
        walk.close(flow)
    else:
        flow.runs.append(Break())


def take_a(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    address = words_of(node.attributes.get("href"))
    if address[:1] == "#" and address[1:] in walk.handmade:
        flow.runs.append(walk.note_mark(f"hand {address[1:]}", walk.handmade[address[1:]]))
        return
    inside = marks
    if address and not any(mark.kind == "link" for mark in marks):
        linked = walk.world.link(address)
        is_absent = linked.address.startswith("#") and linked.address[1:] in walk.absent
        if linked.kind or is_absent:
            walk.note(linked.kind or "link-fragment", address)
        if linked.address and not is_absent:
            inside = with_mark(marks, Mark("link", linked.address))
            walk.fragments |= {linked.address[1:]} if linked.address.startswith("#") else set()
    walk.take_children(node, flow, inside, depth)


def take_q(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    flow.runs.append(Words('"', marks))
    walk.take_children(node, flow, marks, depth)
    flow.runs.append(Words('"', marks))


def take_sup(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    id = node.attributes.get("data-fn") or ""
    if id in walk.kept_notes:
        flow.runs.append(walk.note_mark(f"fn {id}", walk.kept_notes[id]))
    else:
        take_shifted(walk, node, flow, marks, depth, _RAISED)


def take_sub(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    take_shifted(walk, node, flow, marks, depth, _LOWERED)


def take_shifted(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int, signs: dict[int, int]) -> None:
    words = node.text().strip()
    if words and all(ord(character) in signs for character in words) and node.css_first("a,img,br") is None:
        flow.runs.append(Words(words.translate(signs), marks))
        return
    if words and node.css_first("a") is None:
        walk.note("raised", words)
    walk.take_children(node, flow, marks, depth)


def take_cite(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    """Who is quoted stands in a paragraph of its own behind the quote; elsewhere it is the name of a work."""
    parent = node.parent
    if parent is None or parent.tag not in ("blockquote", "figure"):
        walk.take_children(node, flow, with_mark(marks, Mark("em")), depth)
        return
    walk.close(flow)
    flow.runs.append(Words("— "))
    walk.take_children(node, flow, marks, depth)
    walk.close(flow)
