"""Footnotes, numbered in the order in which the text refers to them, and gathered behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ordskifte.parse.body.draft import Draft
from ordskifte.parse.body.figures import figures_in


@dataclass
class _Note:
    number: int
    opening: Token
    blocks: list[Token]
    marks: list[Token] = field(default_factory=list)
    """Each `[^label]` in the text that is this note's."""

    @property
    def id(self) -> str:
        return f"fn-{self.number}"


def notes(state: StateCore) -> None:
    """Core rule after `figures`: parses the notes that the public text refers to, itself or in such a note."""
    draft = Draft.of(state.env)
    cited: dict[str, _Note] = {}
    unread = [state.tokens]
    for blocks in unread:
        for mark in _marks(draft, blocks):
            label = mark.meta["label"]
            if label not in cited:
                opening, *inside = draft.definitions[label][0]
                cited[label] = _Note(draft.notes_before + len(cited) + 1, opening, _parsed(state, inside))
                unread.append(cited[label].blocks)
            _join(mark, cited[label])
    draft.cited = tuple(cited)
    if cited:
        state.tokens += _gathered(cited.values())
        draft.ids |= {draft.notes_id, *(note.id for note in cited.values())}
        draft.ids |= {mark.meta["id"] for note in cited.values() for mark in note.marks}
    _tell_of_others(draft, cited)


def _marks(draft: Draft, blocks: list[Token]) -> Iterator[Token]:
    """The marks of the notes that there are. Others become text, and are told of."""
    for block in blocks:
        for mark in (block.children or ()) if "[^" in block.content else ():
            if mark.type == "note_mark" and mark.meta["label"] in draft.definitions:
                yield mark
            elif mark.type == "note_mark":
                mark.type = "text"
                shown = f"[^{draft.told(mark.meta['label'])}]"
                message = f"There is no footnote `{shown}`."
                hint = f"Add a line `{shown}: …`. If this is no footnote, write `\\{shown}`."
                # What members alone may read is proposed to no one.
                near = () if draft.may_seal else get_close_matches(mark.meta["label"], draft.definitions, 1)
                hint = f"Did you mean `[^{near[0]}]`?" if near else hint
                draft.error("footnote-undefined", message, draft.place(block, mark.meta["at"]), hint)


def _parsed(state: StateCore, note: list[Token]) -> list[Token]:
    blocks = [block for block in note if block.type != "comment"]
    for block in blocks:
        if block.type == "inline":
            block.children = state.md.inline.parse(block.content, state.md, state.env, [])
    return figures_in(state, blocks)


def _join(mark: Token, note: _Note) -> None:
    note.marks.append(mark)
    mark.meta["note"] = note.id
    mark.meta["number"] = len(note.marks)
    mark.meta["id"] = f"fnref-{note.number}" + (f"-{len(note.marks)}" if len(note.marks) > 1 else "")
    mark.content = str(note.number)


def _gathered(cited: Iterable[_Note]) -> Iterator[Token]:
    yield Token("notes_open", "section", 1, block=True)
    for note in cited:
        yield Token("note_open", "li", 1, note.opening.attrs, note.opening.map, content=note.id, meta=note.opening.meta)
        yield from _with_backlinks(note)
        yield Token("note_close", "li", -1, block=True)
    yield Token("notes_close", "section", -1, block=True)


def _with_backlinks(note: _Note) -> list[Token]:
    """The blocks of a note, with the ways back to the text at the end of its last paragraph."""
    backlinks = [Token("note_backlink", "a", 0, meta=mark.meta) for mark in note.marks]
    if note.blocks and note.blocks[-1].type == "paragraph_close":
        return [*note.blocks[:-1], *backlinks, note.blocks[-1]]
    return [*note.blocks, Token("paragraph_open", "p", 1), *backlinks, Token("paragraph_close", "p", -1, block=True)]


def _tell_of_others(draft: Draft, cited: Iterable[str]) -> None:
    """Of a label that is there twice, and of one that nothing refers to, which only the last part of a text knows."""
    is_whole, public = not draft.may_seal or draft.before is not None, draft.before.cited if draft.before else ()
    for label, definitions in draft.definitions.items():
        shown = f"[^{draft.told(label)}]"
        if label in cited:
            for second in definitions[1:]:
                message = f"There is a second footnote `{shown}`."
                hint = "The first one is used; rename or delete this."
                draft.error("footnote-duplicate", message, draft.place(second[0]), hint)
        elif is_whole and label not in public:
            for unused in definitions:
                message = f"Nothing refers to the footnote `{shown}`."
                hint = f"Write `{shown}` in the text, or delete it."
                draft.warn("footnote-unused", message, draft.place(unused[0]), hint)
