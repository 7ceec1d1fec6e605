"""Whether a translation has characters that nobody sees, and that its script does not need."""

from collections import Counter
from collections.abc import Iterator

from ordskifte.check.renditions import Remark, Rendition
from ordskifte.model.invisibles import INVISIBLE, code_points
from ordskifte.model.locales import primary

_MARKS = frozenset("\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}")
"""They stand by themselves, and change the direction of nothing but the signs beside them."""
_ISOLATES = frozenset("\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}")
_CLOSING = "\N{POP DIRECTIONAL ISOLATE}"
_BREAK = "\N{ZERO WIDTH SPACE}"
_WITHOUT_SPACES = frozenset(("bo", "km", "lo", "my", "th"))
"""Languages that have no spaces between words, and may say so where a line can be broken."""


def remarks(rendition: Rendition) -> Iterator[Remark]:
    """What is to be said of characters that the English does not have as often."""
    extra = Counter(_needless(rendition.words, rendition.locale)) - Counter(_needless(rendition.english, "en"))
    if extra:
        message = f"The translation holds invisible characters: {code_points(extra)}."
        yield Remark("message-invisible", message, "Type the words again.")


def _needless(words: str, locale: str) -> Iterator[str]:
    """Each invisible character but marks and pairs of isolates, which words of two directions need."""
    opened: list[str] = []
    for sign in INVISIBLE.findall(words):
        if sign in _ISOLATES:
            opened.append(sign)
        elif sign == _CLOSING and opened:
            opened.pop()
        elif sign not in _MARKS and not (sign == _BREAK and primary(locale) in _WITHOUT_SPACES):
            yield sign
    yield from opened
