"""Which rules markdown-it asks: only those that can begin as a block or a piece of words does.

It would ask up to sixteen rules about each block and fourteen about each character that may mean something, though
nearly all of them look at one character. What is asked here in their place gives the same tokens, which the tests
hold it to. A rule that is not known here, a site's own, is asked wherever markdown-it would ask it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
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


def _by_character(rules: Iterable[tuple[str, _Rule]], firsts: Mapping[str, str]) -> dict[str, list[_Rule]]:
    """The rules to ask, by the character that is there; a rule that is not in `firsts` may begin with any."""
    named = list(rules)
    characters = "".join(firsts[name] for name, _ in named if name in firsts)
    return {
        character: [rule for name, rule in named if character in firsts.get(name, character)] for character in characters
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
        chains = self.__cache__ or {}
        for chain in chains:
            rules = [(rule.name, rule.fn) for rule in self.__rules__ if rule.enabled and (not chain or chain in rule.alt)]
            chains[chain] = [_block_rule(rules)]
        chains[""] = [_with_short_paragraphs(self.get_active_rules(), chains)]


def _block_rule(named: list[tuple[str, BlockRule]]) -> BlockRule:
    others = [rule for name, rule in named if name not in _BLOCKS]
    rules_of = _by_character(named, _BLOCKS)

    def chosen(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        for rule in rules_of.get(state.src[at : at + 1], others):  # noqa: SIM110 (a generator costs more than most rules)
            if rule(state, start, end, silent):
                return True
        return False

    return chosen


def _with_short_paragraphs(names: Collection[str], chains: Mapping[str, list[BlockRule]]) -> BlockRule:
    """The rule for all blocks; a line of words by itself, which most blocks are, is made a paragraph at once."""
    [rule] = chains[""]
    if any(name not in _BLOCKS and name not in _WORDS for name in names):
        return rule
    [ends] = chains["paragraph"]
    marks = frozenset("".join(_BLOCKS.values()))

    def chosen(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.src[state.bMarks[start] + state.tShift[start]] in marks or not _is_alone(state, start, end, ends):
            return rule(state, start, end, silent)
        _push_paragraph(state, start)
        return True

    return chosen


def _is_alone(state: StateBlock, line: int, end: int, ends: BlockRule) -> bool:
    """Whether a line that begins as words do is a paragraph; where that takes more than a look, it is said not to be."""
    if state.sCount[line] - state.blkIndent > 3:
        return False
    below = line + 1
    if below >= state.lineMax or state.isEmpty(below):
        # The line may be a term, with its definition below the empty one.
        return below + 1 >= end or state.src[state.bMarks[below + 1] + state.tShift[below + 1] :][:1] not in (":", "~")
    if end == state.lineMax and 0 <= state.sCount[below] < state.blkIndent:
        state.parentType = "paragraph"
        return ends(state, below, end, True)
    return False


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
        first, *others = [(rule.name, rule.fn) for rule in self.__rules__ if rule.enabled]
        self._is_known = first[0] == "text" and all(name in _INLINES for name, _ in others)
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
    """markdown-it's, but words that are only words are read without any rule."""

    ruler: InlineRuler

    def __init__(self, parser: ParserInline) -> None:
        super().__init__()
        self.__dict__ |= parser.__dict__
        self.ruler = InlineRuler(parser.ruler)

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        short = self.ruler.is_known and _short(src)
        if short:
            tokens += short
            return tokens
        return super().parse(src, md, env, tokens)


def _short(src: str) -> list[Token] | None:
    """The tokens of words that hold no marks but those of emphasis, where it is plain what it spans."""
    if not src or _MARK.search(src) is None:
        return [Token("text", "", 0, content=src)] if src else None
    texts = _EMPHASIS.split(src)
    if len(texts) == 1 or any(map(_MARK.search, texts[::4])):
        return None
    tokens = [Token("text", "", 0, content=texts[0])] if texts[0] or texts[2] else []
    for mark, second, words, behind in zip(texts[1::4], texts[2::4], texts[3::4], texts[4::4], strict=True):
        name, tag = ("strong", "strong") if second else ("em", "em")
        tokens.append(Token(f"{name}_open", tag, 1, markup=mark + second))
        tokens.append(Token("text", "", 0, content=words, level=1))
        tokens.append(Token(f"{name}_close", tag, -1, markup=mark + second))
        if behind or second:
            tokens.append(Token("text", "", 0, content=behind))
    return tokens
