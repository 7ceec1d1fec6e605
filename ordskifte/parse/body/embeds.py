"""What others host: `::: embed https://…` is a link to it, with a picture to click where there is one.

The first paragraph is the title, which the link has for its words. A picture alone in a paragraph is the poster, and
all else stands below as a caption. A page fetches nothing of it from there: a script of the templates shows what the
link leads to when a reader asks for it. Whether the host may be shown is asked where hosts are known.
"""

from urllib.parse import urlsplit

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ordskifte.parse.body.draft import Draft

NAME = "embed"
_HINT = "Write `::: embed https://host/path`, a title in the paragraph below, and `:::`."


def embeds(state: StateCore) -> None:
    """Core rule after `notes`."""
    if f"::: {NAME}" not in state.src:
        return
    blocks = state.tokens
    found = [n for n, block in enumerate(blocks) if block.type == "container_open" and _is_embed(block)]
    for n in reversed(found):
        end = next(m for m in range(n, len(blocks)) if _closes(blocks[m], blocks[n]))
        blocks[n : end + 1] = _embed(Draft.of(state.env), blocks[n : end + 1])


def _is_embed(block: Token) -> bool:
    return block.info.split(" ")[0] == NAME


def _closes(block: Token, opening: Token) -> bool:
    return block.type == "container_close" and block.level == opening.level


def _embed(draft: Draft, blocks: list[Token]) -> list[Token]:
    """The figure that a container with all that it holds becomes; what cannot be one stays a container."""
    opening, *inner, closing = blocks
    address = opening.info.removeprefix(NAME).strip()
    host = _host(address)
    title = inner[1] if inner and inner[0].type == "paragraph_open" else None
    wrong = ""
    if not host:
        wrong = f"`{draft.told(address)}` is not the address of a page, with https://." if address else "It names none."
    elif title is None or not title.content.strip():
        wrong = "It has no title, which is what the link to it says."
    elif any(child.type == "link_open" for child in title.children or ()):
        wrong = "Its title is a link itself, and can hold no other."
    opening.info = closing.info = NAME
    if wrong or title is None:
        draft.error("embed-wrong", f"`::: {NAME}` cannot show what it names. {wrong}", draft.place(opening), _HINT)
        return blocks
    draft.mention(NAME, draft.embeds, host, draft.place(opening))
    poster, caption = _posted(inner[3:])
    link, end = Token("embed_link_open", "a", 1), Token("embed_link_close", "a", -1)
    link.info, end.info = address, host
    if caption:
        caption = [Token("figcaption_open", "figcaption", 1), *caption, Token("figcaption_close", "figcaption", -1)]
    words_open = Token("embed_title_open", "span", 1, {"class": "embed-title"})
    words_close = Token("embed_title_close", "span", -1)
    return [opening, link, *poster, words_open, title, words_close, end, *caption, closing]


def _host(address: str) -> str:
    """Of a page on the web; nothing where that is none, or has more to it than a host and what is there."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_page = parts.scheme == "https" and " " not in address and parts.netloc == parts.hostname
    return parts.netloc if is_page else ""


def _posted(blocks: list[Token]) -> tuple[list[Token], list[Token]]:
    """The picture of the first figure, and the other blocks, among them the words below that picture."""
    start = next((n for n, block in enumerate(blocks) if block.type == "figure_open"), None)
    if start is None:
        return [], blocks
    end = next(n for n in range(start, len(blocks)) if blocks[n].type == "figure_close")
    picture, below = blocks[start + 1], blocks[start + 3 : end - 1]
    if below:
        below = [Token("paragraph_open", "p", 1), *below, Token("paragraph_close", "p", -1)]
    return [picture], [*blocks[:start], *below, *blocks[end + 1 :]]
