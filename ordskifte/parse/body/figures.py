"""A picture alone in its paragraph is a figure, with the caption and the credit that are written behind it."""

from markdown_it.common.utils import unescapeAll
from markdown_it.rules_core import StateCore
from markdown_it.token import Token


def figures(state: StateCore) -> None:
    """Core rule after `inline`."""
    if "![" in state.src:
        state.tokens = figures_in(state, state.tokens)


def figures_in(state: StateCore, blocks: list[Token]) -> list[Token]:
    """The blocks, with figures in place of the paragraphs that hold a picture and nothing else."""
    found = [n for n, block in enumerate(blocks) if _is_picture(block) and _is_paragraph(blocks[n - 1])]
    for n in reversed(found):
        blocks[n - 1 : n + 2] = _figure(state, *blocks[n - 1 : n + 1])
    return blocks


def _is_paragraph(block: Token) -> bool:
    return block.type == "paragraph_open" and not block.hidden


def _is_picture(block: Token) -> bool:
    children = block.children or ()
    return block.content.startswith("![") and len(children) == 1 and children[0].type == "image"


def _figure(state: StateCore, paragraph: Token, picture: Token) -> list[Token]:
    image = (picture.children or [])[0]
    caption, credit = str(image.attrs.pop("title", "")), unescapeAll(str(image.attrs.pop("credit", "")))
    attributes = {name: image.attrs.pop(name) for name in ("id", "lang") if name in image.attrs}
    opening = Token("figure_open", "figure", 1, paragraph.attrs | attributes, paragraph.map, block=True)
    opening.meta = paragraph.meta | image.meta
    words: list[Token] = []
    if caption:
        words.append(_inline(state, caption, picture))
    if caption and credit:
        words.append(_inline(state, " ", picture))
    if credit:
        words.append(Token("credit_open", "span", 1, {"class": "credit"}))
        words.append(_inline(state, credit, picture))
        words.append(Token("credit_close", "span", -1))
    if words:
        words = [Token("figcaption_open", "figcaption", 1), *words, Token("figcaption_close", "figcaption", -1)]
    return [opening, picture, *words, Token("figure_close", "figure", -1, block=True)]


def _inline(state: StateCore, text: str, beside: Token) -> Token:
    """The words of a caption as Markdown; their place in the file is found beside the picture."""
    return Token(
        "inline", "", 0, map=beside.map, content=text, children=state.md.inline.parse(text, state.md, state.env, [])
    )
