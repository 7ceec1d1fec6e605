"""Words set in type: which fonts have their letters, how they are broken into lines, and how wide they are.

Knows nothing of what the words say, and not where the fonts' files lie.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise
from struct import unpack_from
from typing import NamedTuple

from msgspec import Struct
from PIL import ImageFont, features

from ordskifte.model.locales import direction
from ordskifte.model.text import Text

SHAPER = "raqm"
"""What joins letters, kerns them, puts marks in their places and turns what is written from right to left. Pillow has
it, but where the system lacks FriBiDi it is of no use."""
_BREAK = re.compile(r"[ \t\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]+|(?<=[^\W\d_][-‐–—/])(?=[^\W_])")
"""Where a line may end: at a space that joins nothing, and behind a hyphen, dash or stroke in a word."""
_UNSEEN = re.compile(r"[\u00ad\ufeff]+")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_JOINING_SPACES = "\u00a0\u202f\u2007"
"""Some narrow, some as wide as a digit; not every font has those."""
_CONTROLS = frozenset(map(ord, "\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069"))
"""What a shaper reads, and draws nothing of."""
_TOO_WIDE = frozenset({0xFDFD})
"""A whole sentence as one letter, which FreeType cannot draw."""
_ELLIPSIS = "…"


class Font(Struct, frozen=True):
    """A file, and where on the axes of its variations the font stands: none, if it has none."""

    file: str
    axes: tuple[int, ...] = ()


class Typeface(Struct, frozen=True):
    """Fonts that go together, and the letters that all of them have."""

    display: Font
    """For titles."""
    strong: Font
    plain: Font
    letters: frozenset[int]

    def sets(self, words: str) -> bool:
        """Whether it has a letter for each of the words'."""
        return self.letters.issuperset(map(ord, words))


def is_shaped() -> bool:
    return features.check(SHAPER) is True


def characters(font: bytes) -> frozenset[int]:
    """The code points below 0x10000 that a font has a glyph for (OpenType, `cmap`, format 4, which all fonts have)."""
    tables = (unpack_from(">4sIII", font, 12 + 16 * number) for number in range(unpack_from(">H", font, 4)[0]))
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    maps = (start + unpack_from(">I", font, start + 8 + 8 * number)[0] for number in range(font[start + 3]))
    place = next(place for place in maps if unpack_from(">H", font, place)[0] == 4)
    count = unpack_from(">H", font, place + 6)[0] // 2
    rows = (place + 14, *(place + 16 + 2 * count * row for row in (1, 2, 3)))
    last, first, delta, offset = (unpack_from(f">{count}H", font, row) for row in rows)
    offsets = rows[-1]

    def glyph(segment: int, code: int) -> int:
        if not offset[segment]:
            return int(code + delta[segment]) & 0xFFFF
        return int(unpack_from(">H", font, offsets + 2 * segment + offset[segment] + 2 * (code - first[segment]))[0])

    segments = ((segment, code) for segment in range(count) for code in range(first[segment], last[segment] + 1))
    return frozenset(code for segment, code in segments if code != 0xFFFF and glyph(segment, code))


def settable(codes: frozenset[int]) -> frozenset[int]:
    """What can be set of these: without a shaper nothing that needs one."""
    codes -= _TOO_WIDE
    if is_shaped():
        return codes | _CONTROLS
    return frozenset(code for code in codes if _stands_alone(chr(code)))


def _stands_alone(letter: str) -> bool:
    return not unicodedata.combining(letter) and unicodedata.bidirectional(letter) not in ("R", "AL", "AN")


def plain(words: str) -> str:
    """Words as they are set: letters whole, spaces that part words single, and nothing that is not seen."""
    whole = unicodedata.normalize("NFC", _UNSEEN.sub("", words))
    return _SPACES.sub(lambda found: "\u00a0" if found[0] in _JOINING_SPACES else " ", whole).strip()


# --------------------------------------------------------------------------------------
# Lines
# --------------------------------------------------------------------------------------

Measure = Callable[[str], float]
"""How wide words are."""


class Block(NamedTuple):
    """Words in lines of one size."""

    size: int
    lines: tuple[str, ...]


def block(words: str, sizes: Sequence[int], rows: Callable[[int], int], width: int, measure: "Sized") -> Block:
    """The words in the first of these sizes in which they fit, in lines of nearly one length.

    `rows` are the lines that there is room for at a size. At the last size a word may be cut, and what has no room ends
    in an ellipsis.
    """
    for size in sizes:
        lines = tuple(_filled(words, width, partial(measure, size)))
        if len(lines) <= rows(size) and all(measure(size, line) <= width for line in lines):
            return Block(size, _balanced(words, lines, width, partial(measure, size)))
    size = sizes[-1]
    lines = tuple(_filled(words, width, partial(measure, size), cuts=True))
    if len(lines) > rows(size):
        last = rows(size) - 1
        lines = (*lines[:last], _shortened(lines[last], width, partial(measure, size)))
    return Block(size, lines)


Sized = Callable[[int, str], float]
"""How wide words are at a size."""


def _balanced(words: str, lines: tuple[str, ...], width: int, measure: Measure) -> tuple[str, ...]:
    """The words in as many lines as these, and those as narrow as may be."""
    if len(lines) == 1:
        return lines
    least, most = width // len(lines), width
    while least < most:
        middle = (least + most) // 2
        narrower = tuple(_filled(words, middle, measure))
        if len(narrower) <= len(lines) and all(measure(line) <= middle for line in narrower):
            lines, most = narrower, middle
        else:
            least = middle + 1
    return lines


def _filled(words: str, width: int, measure: Measure, *, cuts: bool = False) -> Iterator[str]:
    """Lines, each with as many words as there is room for."""
    line = ""
    for space, word in _parts(words):
        if not line or measure(line + space + word) <= width:
            line += space + word
        else:
            yield line
            line = word
        while cuts and measure(line) > width:
            head = _shortened(line, width, measure, "")
            yield head
            line = line[len(head) :]
    yield line


def _parts(words: str) -> Iterator[tuple[str, str]]:
    """What no line parts, each with the space in front of it."""
    breaks = [(0, 0), *(found.span() for found in _BREAK.finditer(words)), (len(words), len(words))]
    for (first, after), (end, _) in pairwise(breaks):
        yield words[first:after], words[after:end]


def _shortened(line: str, width: int, measure: Measure, ending: str = _ELLIPSIS) -> str:
    """The beginning of a line with an ending, as long as there is room for; at least one letter."""
    least, most = 1, len(line)
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if measure(line[:middle] + ending) <= width else (least, middle - 1)
    while least < len(line) and unicodedata.combining(line[least]):
        least += 1  # A mark stays with its letter.
    return line[:least].rstrip() + ending if ending else line[:least]


# --------------------------------------------------------------------------------------
# Type
# --------------------------------------------------------------------------------------


class Type(NamedTuple):
    """How words are set: in which font, and by the rules of which language."""

    font: Font
    language: str

    @property
    def direction(self) -> str | None:
        """Which way the words run; unknown to Pillow without a shaper."""
        return direction(self.language) if is_shaped() else None

    @property
    def rules(self) -> str | None:
        """The language by whose rules letters are chosen."""
        return self.language if is_shaped() else None

    def measure(self, size: int, words: str) -> float:
        """How many pixels wide the words are."""
        return _measured(self, size, words)

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        return _loaded(self.font, size)


@lru_cache(1 << 12)
def _measured(type: Type, size: int, words: str) -> float:
    return type.at(size).getlength(words, direction=type.direction, language=type.rules)


@cache
def _loaded(font: Font, size: int) -> ImageFont.FreeTypeFont:
    loaded = ImageFont.truetype(font.file, size)
    if font.axes:
        loaded.set_variation_by_axes(list(font.axes))
    return loaded


def chosen(text: Text, typefaces: Sequence[Typeface]) -> Typeface | None:
    """The first typeface that has all letters of a text."""
    words = plain(text.value)
    return next((typeface for typeface in typefaces if typeface.sets(words)), None)


def lacking(text: Text, typefaces: Sequence[Typeface]) -> str:
    """The first letter of a text for which it cannot be set: that which the typeface with most of them lacks."""
    words = plain(text.value)
    missing = ([letter for letter in words if ord(letter) not in typeface.letters] for typeface in typefaces)
    return min(missing, key=len, default=[*words])[0]
