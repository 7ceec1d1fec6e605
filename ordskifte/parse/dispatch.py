"""Which rules markdown-it asks: only those that can begin as a block or a piece of words does.

It would ask up to fifteen rules about each block and fourteen about each character that may mean something, though
nearly all of them look at one character. What is asked here in their place gives the same tokens, which the tests
hold it to. A rule that is not known here, a site's own, is asked wherever markdown-it would ask it.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]
_Rule = TypeVar("_Rule", BlockRule, InlineRule)

# The characters that a block begins with.
_BLOCKS: Mapping[str, str] = {
    "container": ":",
    "attr": "{",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}

# The rules that may begin with any character.
_WORDS = ("table", "code", "lheading", "deflist", "paragraph")

# The characters that a piece of words begins with that is no bare text.
_INLINES: Mapping[str, str] = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "span": "[",
    "image": "!",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "attr": "{",
}


def _by_character(rules: list[tuple[str, _Rule]], firsts: Mapping[str, str]) -> dict[str, list[_Rule]]:
    """The rules to ask, by the character that is there; one that is not in `firsts` may begin with any."""
    return {
        character: [rule for name, rule in rules if character in firsts.get(name, character)]
        for character in "".join(firsts.values())
    }


# --------------------------------------------------------------------------------------
# Blocks
# --------------------------------------------------------------------------------------


class BlockRuler(Ruler[BlockRule]):
    """The rules of another ruler, in its order, but a block is shown only to those that can begin as it does."""

    def __init__(self, ruler: Ruler[BlockRule]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__

    def __compile__(self) -> None:
        super().__compile__()
        enabled = [rule for rule in self.__rules__ if rule.enabled]
        chains = {
            chain: _block_rule([(rule.name, rule.fn) for rule in enabled if not chain or chain in rule.alt])
            for chain in self.__cache__ or ()
        }
        if all(rule.name in _BLOCKS or rule.name in _WORDS for rule in enabled):
            chains[""] = _with_short_paragraphs(chains[""], chains["paragraph"])
        self.__cache__ = {chain: [rule] for chain, rule in chains.items()}


def _block_rule(named: list[tuple[str, BlockRule]]) -> BlockRule:
    others = [rule for name, rule in named if name not in _BLOCKS]
    rules_of = _by_character(named, _BLOCKS)

    def chosen(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        for rule in rules_of.get(_first(state, start), others):  # noqa: SIM110 (a generator costs more than most rules)
            if rule(state, start, end, silent):
                return True
        return False

    return chosen


def _with_short_paragraphs(rule: BlockRule, ends: BlockRule) -> BlockRule:
    """The rule, but a line of words by itself, as half of all blocks are, is made a paragraph at once."""
    marks = frozenset("".join(_BLOCKS.values()))

    def chosen(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if _first(state, start) in marks or not _is_alone(state, start, end, ends):
            return rule(state, start, end, silent)
        _push_paragraph(state, start)
        return True

    return chosen


def _is_alone(state: StateBlock, line: int, end: int, ends: BlockRule) -> bool:
    """Whether a line that begins as words do is a paragraph; no, where that takes more than a look to say."""
    if state.sCount[line] - state.blkIndent > 3:
        return False
    below = line + 1
    if below >= state.lineMax or state.isEmpty(below):
        # The line may be a term, with its definition below the empty one.
        return below + 1 >= end or _first(state, below + 1) not in (":", "~")
    if end == state.lineMax and 0 <= state.sCount[below] < state.blkIndent:
        # As at the end of an entry of a list.
        state.parentType = "paragraph"
        return ends(state, below, end, True)
    return False


def _first(state: StateBlock, line: int) -> str:
    """The first character of a line; nothing where the text ends."""
    at = state.bMarks[line] + state.tShift[line]
    return state.src[at : at + 1]


def _push_paragraph(state: StateBlock, line: int) -> None:
    state.parentType = "paragraph"
    state.line = line + 1
    state.push("paragraph_open", "p", 1).map = [line, line + 1]
    words = state.push("inline", "", 0)
    words.content = mdTrim(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])
    words.map = [line, line + 1]
    words.children = []
    state.push("paragraph_close", "p", -1)


# --------------------------------------------------------------------------------------
# Words
# --------------------------------------------------------------------------------------


# The characters that something begins with, and the one that ends the words of a link.
_MARKS = re.escape("".join(dict.fromkeys("".join(_INLINES.values()) + "]")))
_MARK = re.compile(f"[{_MARKS}]")

# Emphasis between spaces that holds nothing but words: the marks before it can only open, those behind it only close
# (CommonMark §6.2).
_EMPHASIS = re.compile(rf"([*_])(?<![^ ].)(\1?)([^\W_](?:[^{_MARKS}]*[^\W_])?)\1\2(?![^ .,;:?)])")


class InlineRuler(Ruler[InlineRule]):
    """The rules of another ruler, in its order, but a character is shown only to those that can begin with it."""

    def __init__(self, ruler: Ruler[InlineRule]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__
        self._is_known = False

    def __compile__(self) -> None:
        super().__compile__()
        text, *others = [(rule.name, rule.fn) for rule in self.__rules__ if rule.enabled]
        self._is_known = text[0] == "text" and all(name in _INLINES for name, _ in others)
        if self._is_known:
            self.__cache__ = {"": [_inline_rule(others)]}

    @property
    def is_known(self) -> bool:
        """Whether it is known of each rule what it begins with."""
        return bool(self.getRules("")) and self._is_known


def _inline_rule(named: list[tuple[str, InlineRule]]) -> InlineRule:
    rules_of = _by_character(named, _INLINES)
    bare: list[InlineRule] = [_bare]

    def chosen(state: StateInline, silent: bool) -> bool:
        for rule in rules_of.get(state.src[state.pos], bare):  # noqa: SIM110 (a generator costs more than most rules)
            if rule(state, silent):
                return True
        return False

    return chosen


def _bare(state: StateInline, silent: bool) -> bool:
    """Inline rule: text up to the next character that may be none."""
    mark = _MARK.search(state.src, state.pos, state.posMax)
    end = mark.start() if mark else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


class InlineParser(ParserInline):
    """The rules of another parser; words that hold nothing else, or plain emphasis, are read without them."""

    ruler: InlineRuler

    def __init__(self, parser: ParserInline) -> None:
        super().__init__()
        self.__dict__ |= parser.__dict__
        self.ruler = InlineRuler(parser.ruler)

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        plain = _plain(src) if self.ruler.is_known else None
        if plain is None:
            return super().parse(src, md, env, tokens)
        tokens += plain
        return tokens


def _plain(src: str) -> list[Token] | None:
    """The tokens of words with no marks but those of emphasis, where it is plain what it spans; None for others."""
    first = _MARK.search(src)
    if first is None:
        return [_text(src)] if src else []
    if first[0] not in "*_":
        return None
    before, *rest = _EMPHASIS.split(src)
    if any(map(_MARK.search, (before, *rest[3::4]))):
        return None
    tokens = [_text(before)] if before else []
    for mark, second, words, behind in zip(rest[::4], rest[1::4], rest[2::4], rest[3::4], strict=True):
        name, markup = "strong" if second else "em", mark + second
        if second and not tokens:
            # markdown-it leaves the first of two marks as a text without words, and the last.
            tokens.append(_text(""))
        tokens.append(Token(f"{name}_open", name, 1, markup=markup))
        tokens.append(_text(words, level=1))
        tokens.append(Token(f"{name}_close", name, -1, markup=markup))
        if behind or second:
            tokens.append(_text(behind))
    return tokens


def _text(words: str, level: int = 0) -> Token:
    return Token("text", "", 0, content=words, level=level)
