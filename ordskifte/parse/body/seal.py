"""What everyone may read of a body, decided on its blocks, before any of their words are read.

The words of the sealed part are never parsed, so that nothing of them can be in what is made of the body. A footnote
goes with the text that refers to it.
"""

import re
from collections.abc import Iterator
from itertools import islice

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ordskifte.model.diagnostics import At, Span
from ordskifte.parse.body.draft import Draft

_DIVIDER = re.compile(r"<!--\s*(?:paywall|members-only)\s*-->", re.IGNORECASE)
_PICTURE = re.compile(r"!\[.*[)}\]]", re.DOTALL)
_ALONE = "Put `<!-- paywall -->` on a line of its own, outside lists, quotes, footnotes and other blocks."


def above_divider(text: str) -> str:
    """What stands above the first divider of a whole file; nothing where it has none."""
    divider = _DIVIDER.search(text)
    return text[: divider.start()] if divider else ""


def seal(state: StateCore) -> None:
    """Core rule before `inline`: leaves the public blocks, and puts the footnotes aside.

    A comment that is a block is a note among editors, and goes too.
    """
    draft = Draft.of(state.env)
    draft.words = len(" ".join([block.content for block in state.tokens if block.type == "inline"]).split())
    blocks = _without_notes(state.tokens, draft)
    end = len(blocks)
    if draft.may_seal:
        end = _end_of_public(blocks, draft)
        draft.is_sealed = _has_text(blocks[end:])
    else:
        _tell_of_needless(blocks, draft)
    shown = blocks[end:] if draft.before else blocks[:end]
    state.tokens = [block for block in shown if block.type != "comment"]


def is_divider(text: str) -> bool:
    return _DIVIDER.search(text) is not None


def tell_of_misplaced(draft: Draft, span: Span) -> None:
    draft.error(
        "paywall-nested", "The members' divider stands inside a paragraph, a list or another block.", span, _ALONE
    )


def _without_notes(blocks: list[Token], draft: Draft) -> list[Token]:
    body: list[Token] = []
    stack = [body]
    for block in blocks:
        if block.type == "footnote_reference_open":
            stack.append([block])
            draft.definitions.setdefault(block.meta["label"], []).append(stack[-1])
        elif block.type == "footnote_reference_close":
            stack.pop()
        else:
            stack[-1].append(block)
    return body


def _end_of_public(blocks: list[Token], draft: Draft) -> int:
    """The index of the first block that is not for everyone: none is, where a divider is not where it can divide."""
    dividers = [n for n, block in enumerate(blocks) if _divides(block)]
    misplaced = [*_misplaced(blocks, draft), *(span for note in _notes(draft) for span in _misplaced(note, draft))]
    for span in misplaced:
        tell_of_misplaced(draft, span)
    for second in dividers[1:]:
        message, hint = "There is a second members' divider.", "The first one divides; delete the others."
        draft.error("paywall-second", message, draft.place(blocks[second]), hint)
    if misplaced:
        return 0
    if not dividers:
        return _end_of_preview(blocks, draft)
    if not _has_text(blocks[dividers[0] :]):
        message, hint = "There is nothing for members behind the divider.", "Move the divider up, or delete it."
        draft.error("paywall-empty", message, draft.place(blocks[dividers[0]]), hint)
    return dividers[0]


def _end_of_preview(blocks: list[Token], draft: Draft) -> int:
    if draft.preview_paragraphs == 0 or not _has_text(blocks):
        return 0
    ends = (n + 1 for n, block in enumerate(blocks) if _ends_paragraph(block, blocks[n - 1]))
    end = next(islice(ends, draft.preview_paragraphs - 1, None), len(blocks))
    if not _has_text(blocks[end:]):
        shown = f"A preview of {draft.preview_paragraphs} paragraphs"
        message = f"{shown} is the whole text, so nothing is left for members."
        hint = "Show fewer paragraphs, or write a divider."
        draft.error("paywall-empty", message, At(draft.source.path, "preview"), hint)
        return 0
    return end


def _has_text(blocks: list[Token]) -> bool:
    return any(block.type != "comment" for block in blocks)


def _ends_paragraph(block: Token, before: Token) -> bool:
    """Whether a paragraph of words ends here, at the top level; one that is a picture is not counted."""
    return block.type == "paragraph_close" and block.level == 0 and _PICTURE.fullmatch(before.content) is None


def _tell_of_needless(blocks: list[Token], draft: Draft) -> None:
    for block in blocks:
        if block.type == "comment" and is_divider(block.content):
            message, hint = "A members' divider in a text that is free.", "Delete it, or set `access`."
            draft.warn("paywall-free", message, draft.place(block), hint)


def _notes(draft: Draft) -> Iterator[list[Token]]:
    return (note for notes in draft.definitions.values() for note in notes)


def _divides(block: Token) -> bool:
    return block.type == "comment" and block.level == 0 and _DIVIDER.fullmatch(block.content.strip()) is not None


def _misplaced(blocks: list[Token], draft: Draft) -> Iterator[Span]:
    for block in blocks:
        if block.type in ("comment", "raw_block") and not _divides(block):
            for match in _DIVIDER.finditer(block.content):
                yield draft.place(block, match.start())
