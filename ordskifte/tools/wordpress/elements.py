"""Elements of HTML: what their attributes say, and what stands around them."""

import json
import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from ordskifte.model.slugs import slug
from ordskifte.parse.site_toml import HOST
from ordskifte.tools.wordpress.characters import fit
from ordskifte.tools.wordpress.content import LINE
from ordskifte.tools.wordpress.prose import Blocks, Paragraph

WIDEST = 30
"""Columns of a table."""
_FRAMED = re.compile(rf"https://({HOST})(?:[/?][^\s<>{{}}\\`\"]*)?")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def anchor(id: str) -> str:
    """The id as it can stand in braces; empty where nothing of it can."""
    return id if _ID.fullmatch(id) else slug(id)


def brief(node: LexborNode) -> str:
    """The tag of an element, for a person to find it by."""
    said = {key: value for key, value in node.attributes.items() if key != LINE and value}
    return f"<{node.tag}{''.join(f' {key}={value!r}' for key, value in list(said.items())[:3])}>"[:120]


def words_of(value: str | None) -> str:
    """The words of an attribute, in one line."""
    return " ".join(fit(value or "").split())


def source_of(said: Mapping[str, str | None]) -> str:
    """Where a picture is: scripts that load pictures late keep its address elsewhere."""
    names = ("data-src", "data-lazy-src", "data-orig-file", "src")
    return next((words_of(value) for name in names if (value := said.get(name)) and not value.startswith("data:")), "")


def watched(source: str) -> str:
    """The page of a film, where a frame shows its player."""
    if found := re.match(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)", source):
        return f"https://www.youtube.com/watch?v={found[1]}"
    if found := re.match(r"https?://player\.vimeo\.com/video/(\d+)", source):
        return f"https://vimeo.com/{found[1]}"
    return source


def player(address: str) -> str:
    """The player of a film, where the page around it may stand in no frame; empty where none is known."""
    film = r"[\w-]+"
    if found := re.match(
        rf"https?://(?:(?:www|m)\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|shorts/|live/)|youtu\.be/)({film})", address
    ):
        return f"https://www.youtube-nocookie.com/embed/{found[1]}"
    if found := re.match(r"https?://(?:www\.)?vimeo\.com/(\d+)", address):
        return f"https://player.vimeo.com/video/{found[1]}"
    return ""


def framed_host(address: str) -> str:
    """The host of an address that `::: embed` can name; empty where it can name none."""
    found = _FRAMED.fullmatch(address)
    return found[1] if found else ""


def class_of(node: LexborNode | None) -> str:
    return (node.attributes.get("class") or "") if node is not None else ""


def code_text(node: LexborNode) -> str:
    parts: list[str] = []
    for child in node.traverse(include_text=True):
        if child.is_text_node and (child.parent is None or child.parent.tag not in ("script", "style", "template")):
            parts.append(child.text_content or "")
        elif child.tag == "br":
            parts.append("\n")
    return fit("".join(parts))


def first_number(node: LexborNode, count: int) -> int | None:
    if node.tag != "ol":
        return None
    start = node.attributes.get("start") or ""
    return int(start) if re.fullmatch(r"[0-9]{1,8}", start) else 1


def is_own(node: LexborNode, ancestor: LexborNode) -> bool:
    """Whether an element belongs to this table or list, and not to one inside it."""
    parent = node.parent
    while parent is not None and parent.tag != ancestor.tag:
        parent = parent.parent
    return parent is not None and parent.mem_id == ancestor.mem_id


def span(cell: LexborNode) -> int:
    span = cell.attributes.get("colspan") or "1"
    return min(max(int(span), 1), WIDEST) if re.fullmatch(r"[0-9]{1,4}", span) else 1


def has_heads(row: list[LexborNode], table: LexborNode) -> bool:
    first = row[0].parent
    return all(cell.tag == "th" for cell in row) or (
        first is not None and first.parent is not None and first.parent.tag == "thead"
    )


def is_rich(inside: Blocks) -> bool:
    return any(not isinstance(block, Paragraph) for block in inside) or len(inside) > 1


def alignment(cell: LexborNode) -> str:
    said = f"{cell.attributes.get('align') or ''} {cell.attributes.get('style') or ''} {class_of(cell)}"
    found = re.search(r"(?:^|text-align:\s*|has-text-align-)(left|right|center)\b", said.strip())
    return found[1] if found else ""


def json_of(text: str) -> Mapping[str, object]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
