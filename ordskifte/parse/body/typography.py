"""Dashes, ellipses, apostrophes and quotation marks. Code, addresses and raw HTML stay as they are written.

Which straight quote can open and which can close is told as CommonMark tells it of emphasis (§6.2, flanking); which
marks they become, by the language of the block.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ordskifte.model.locales import Quotes, quotes

# A dash stands between spaces, or between two words; `--option` keeps its hyphens.
_EN_DASH = re.compile(r"(?<!\S)--(?!\S)|(?<=[^\s-])--(?=[^\s-])")
_EM_DASH = re.compile(r"(?<!-)---(?!-)")
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_STRAIGHT = re.compile(r"['\"]")
_APOSTROPHE = "’"


def typography(state: StateCore) -> None:
    """Core rule after `attributes`, which tells each block's language, and before `text_join`, which ends escapes."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            if "--" in block.content or "..." in block.content:
                _set_dashes(block.children)
            if '"' in block.content or "'" in block.content:
                _set_quotes(block.children, quotes(block.meta["locale"]))


def typeset(words: str, locale: str) -> str:
    """Plain words in one line with the signs of their language."""
    line = _with_dashes(words)
    straight = ((quote.start(), 0) for quote in _STRAIGHT.finditer(line))
    return "".join(_curled(line, straight, quotes(locale)))


def _with_dashes(words: str) -> str:
    return _ELLIPSIS.sub("…", _EM_DASH.sub("—", _EN_DASH.sub("–", words)))


def _set_dashes(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "text":
            token.content = _with_dashes(token.content)
        elif token.children:
            _set_dashes(token.children)


def _set_quotes(tokens: list[Token], marks: Quotes) -> None:
    line = "".join(map(_seen, tokens))
    curled = _curled(line, _straight_quotes(line, tokens), marks)
    end = 0
    for token in tokens:
        start, end = end, end + len(_seen(token))
        if token.type == "text":
            token.content = "".join(curled[start:end])
        elif token.children:
            _set_quotes(token.children, marks)


def _seen(token: Token) -> str:
    """What of a token its neighbours see: a quote before the mark of a footnote still ends the sentence."""
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return "" if token.type == "note_mark" else token.content


def _straight_quotes(line: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Where each quote stands, and the number of the emphasis, link or span that it stands in."""
    elements, inside, end = 0, [0], 0
    for token in tokens:
        start, end = end, end + len(_seen(token))
        if token.nesting > 0:
            elements += 1
            inside.append(elements)
        elif token.nesting < 0:
            inside.pop()
        elif token.type == "text":
            yield from ((quote.start(), inside[-1]) for quote in _STRAIGHT.finditer(line, start, end))


def _curled(line: str, straight: Iterator[tuple[int, int]], marks: Quotes) -> list[str]:
    """The characters of the line: quotes in pairs as marks, other single ones as apostrophes."""
    curled = list(line)
    opened: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at, element in straight:
        kind, other, pair = ('"', "'", marks[:2]) if line[at] == '"' else ("'", '"', marks[2:])
        opens, closes = _sides(line, at)
        if closes and opened[element, kind]:
            first = opened[element, kind].pop()
            curled[first], curled[at] = pair
            while opened[element, other] and opened[element, other][-1] > first:
                opened[element, other].pop()
            continue
        if kind == "'":
            curled[at] = _APOSTROPHE
        if opens:
            opened[element, kind].append(at)
    return curled


def _sides(line: str, at: int) -> tuple[bool, bool]:
    """Whether the quote can open, and whether it can close. Inside a word it does neither."""
    before, after = line[at - 1 : at] or " ", line[at + 1 : at + 2] or " "
    is_left = not after.isspace() and (not _is_punctuation(after) or before.isspace() or _is_punctuation(before))
    is_right = not before.isspace() and (not _is_punctuation(before) or after.isspace() or _is_punctuation(after))
    if is_left and is_right:
        return _is_punctuation(before), _is_punctuation(after)
    return is_left, is_right


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
