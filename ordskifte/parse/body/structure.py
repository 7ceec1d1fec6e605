"""What stands where it cannot: containers that nobody knows, raw HTML, blocks too deep to be read."""

import difflib
from collections.abc import Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ordskifte.model.document import Kind
from ordskifte.model.payments import Purpose
from ordskifte.parse.body.draft import Draft
from ordskifte.parse.body.html import CONTAINERS
from ordskifte.parse.body.seal import is_divider, tell_of_misplaced
from ordskifte.parse.markdown import MAX_NESTING

_CAMPAIGN = "campaign"
_PAYMENTS = tuple(purpose.value for purpose in Purpose)
_EMPTY = (_CAMPAIGN, *_PAYMENTS)
"""What has its words from elsewhere."""
_NAMES = (*CONTAINERS, *_EMPTY)


def structure(state: StateCore) -> None:
    """Core rule after `notes`. A campaign becomes its slot, and ways to pay their hole."""
    draft = Draft.of(state.env)
    for n, block in enumerate(state.tokens):
        if block.type == "inline":
            if "<" in block.content:
                _tell_of_raw_inlines(draft, block)
        elif block.type == "th_open":
            _make_cell(state.tokens[n : n + 3])
        elif block.type == "container_open":
            _tell_of_container(draft, block)
            if block.info in _EMPTY:
                _make_hole(draft, state.tokens, n)
        elif block.type == "container_stray":
            draft.error("markdown-container", "This `:::` closes nothing.", draft.place(block), "Delete it.")
        elif block.type == "raw_block":
            _tell_of_raw_block(draft, block)
        _tell_of_depth(draft, block)
    if ":::" in state.src:
        state.tokens = [block for block in state.tokens if not _is_gone(block)]


def _is_gone(block: Token) -> bool:
    return block.type == "container_stray" or (block.type == "container_close" and block.info in _EMPTY)


def _tell_of_depth(draft: Draft, block: Token) -> None:
    if block.level >= MAX_NESTING - 1 and block.nesting > 0:
        draft.error("markdown-depth", "Blocks are nested too deeply here.", draft.place(block), "Make it flatter.")


def _make_cell(heading: Sequence[Token]) -> None:
    """A table's heading without words is a cell like others, such as the corner: it would be read out as a heading."""
    opened, words, closed = heading
    if not words.content:
        opened.tag = closed.tag = "td"


def _tell_of_container(draft: Draft, block: Token) -> None:
    name = block.info if block.info in _NAMES else draft.told(block.info)
    if block.info not in _NAMES:
        near = difflib.get_close_matches(block.info.partition(" ")[0], _NAMES, 1)
        hint = f"Did you mean `::: {near[0]}`?" if near else f"Known: {', '.join(_NAMES)}."
        draft.error("markdown-container", f"There is no block `::: {name}`.", draft.place(block), hint)
    if not block.meta["is_closed"]:
        message, hint = f"`::: {name}` is never closed.", "Write `:::` on a line of its own behind it."
        draft.error("markdown-container", message, draft.place(block), hint)


def _make_hole(draft: Draft, tokens: list[Token], n: int) -> None:
    block = tokens[n]
    if tokens[n + 1].type != "container_close":
        message = f"`::: {block.info}` has its words from `site.toml`, not from the text."
        draft.error("markdown-container", message, draft.place(block), "Write `:::` on the next line.")
    if block.info == _CAMPAIGN:
        if draft.has_slot or (draft.before and draft.before.has_slot):
            message, hint = "There is room for a campaign already, further up.", "Keep one of the two."
            draft.error("markdown-container", message, draft.place(block), hint)
        draft.has_slot = True
        block.type, block.nesting, block.info = "slot", 0, "article-inline"
    else:
        _make_payments(draft, block)


def _make_payments(draft: Draft, block: Token) -> None:
    """Only on pages: what asks in articles is a campaign, and articles stand in feeds."""
    place = draft.place(block)
    if draft.source.kind is not Kind.PAGE:
        hint = "Link to the page that has it; room for a campaign is made with `::: campaign`."
        draft.error("markdown-container", f"`::: {block.info}` can stand on pages only.", place, hint)
    draft.mention("payments", draft.payments, Purpose(block.info), place)
    block.type, block.nesting = "payments", 0


def _tell_of_raw_block(draft: Draft, block: Token) -> None:
    if block.content.startswith("<!--") and "-->" not in block.content:
        draft.error("markdown-comment", "This comment is never closed.", draft.place(block), "Write `-->` behind it.")
    else:
        _tell_of_raw(draft, block, 0)


def _tell_of_raw_inlines(draft: Draft, block: Token) -> None:
    for child in block.children or ():
        if child.type == "raw_inline" and draft.may_seal and is_divider(child.content):
            tell_of_misplaced(draft, draft.place(block, child.meta["at"]))
        elif child.type == "raw_inline" and not child.content.startswith("</"):
            _tell_of_raw(draft, block, child.meta["at"])


def _tell_of_raw(draft: Draft, block: Token, at: int) -> None:
    hint = "Write it in Markdown; if it is meant to be seen, between backticks."
    draft.warn("markdown-raw-html", "HTML is shown as text here.", draft.place(block, at), hint)
