"""Inline tokens as plain words."""

from collections.abc import Iterable

from markdown_it.token import Token

_SHOWN = frozenset(("text", "address", "code_inline", "raw_inline"))


def plain(tokens: Iterable[Token] | None) -> str:
    """What a reader sees of inline tokens, without any markup: of a picture its alt text, of a footnote nothing."""
    return "".join(map(_plain, tokens or ()))


def _plain(token: Token) -> str:
    if token.type in _SHOWN:
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return plain(token.children)
