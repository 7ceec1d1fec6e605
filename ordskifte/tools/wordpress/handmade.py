"""Footnotes that were made of links by hand, or by a word processor: a mark that leads to a note, which leads back."""

import re

from selectolax.lexbor import LexborNode

_LABEL = re.compile(r"\s*[\[(]?\s*(\d{1,3}|[ivxlc]{1,6}|\*{1,3}|[†‡§])\s*[\])]?\s*")
_BLOCKS = frozenset(("p", "li", "div", "dd", "td"))
MOST = 500
"""Notes that are looked for in a text."""


def notes(body: LexborNode) -> dict[str, str]:
    """The HTML of each such note by the id that its marks lead to; the notes are taken out of the body."""
    links = [node for node in body.css("a") if (node.attributes.get("href") or "").startswith("#")][: 2 * MOST]
    named = {id: node for node in body.css("[id],[name]") for id in _ids(node)}
    found: dict[str, str] = {}
    for mark in links:
        id = (mark.attributes.get("href") or "")[1:]
        target = named.get(id)
        if id in found or target is None or not _LABEL.fullmatch(mark.text()):
            continue
        block = _block(target)
        back = [link for link in links if _leads_to(link, mark) and _is_inside(link, block)] if block else []
        if block is not None and back and not _is_inside(mark, block):
            for link in back:
                link.decompose()
            found[id] = block.inner_html or ""
            block.decompose()
            links = [link for link in links if link.parent is not None]
    return found


def _ids(node: LexborNode) -> list[str]:
    return [id for name in ("id", "name") if (id := node.attributes.get(name))]


def _leads_to(link: LexborNode, mark: LexborNode) -> bool:
    """Whether a link leads to the mark, or to what stands closely around it."""
    id = (link.attributes.get("href") or "")[1:]
    return any(id in _ids(node) for node in (mark, mark.parent) if node is not None)


def _block(node: LexborNode) -> LexborNode | None:
    """The paragraph or entry that a note is."""
    while node.tag not in _BLOCKS:
        if node.parent is None or node.tag == "body":
            return None
        node = node.parent
    return node


def _is_inside(node: LexborNode, block: LexborNode | None) -> bool:
    parent = node.parent
    while parent is not None:
        if block is not None and parent.mem_id == block.mem_id:
            return True
        parent = parent.parent
    return False
