"""What a translator wants to see of an original that has changed: its old words, its new ones, and the translation's.

Which paragraph of the translation belongs to which of the original is nowhere written. It is found by their order, by
what they are, by their lengths, and by numbers and links, which are the same in both languages (Gale and Church 1993).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import accumulate, groupby
from math import log

from msgspec import Struct

from ordskifte.model.translations import Segment, Segments
from ordskifte.resolve.changes import changes

_WORD = re.compile(r"\w+")
# A word, or another sign, with the spaces behind it.
_TOKEN = re.compile(r"(?:[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]|_)\s*|\s+")
# What is the same in two languages: numbers, and where links lead.
_SIGN = re.compile(r"\d+|\]\([^)]*\)")

UNLIKE = 0.7
"""The share of other words from which on a segment is no longer the one that stood there, changed."""
ALONE = 1.2
"""What it costs to take a segment for one without counterpart: the less, the sooner it is."""


class Run(Struct, frozen=True):
    """Some words of a text, and whether they are other words than there were, or are."""

    words: str
    is_changed: bool = False


class Difference(Struct, frozen=True):
    """A segment of the original that was changed, added or removed."""

    then: Segment | None
    now: Segment | None
    translation: Segment | None
    """What the translation has for it; for one that was added, what it has for the one before."""

    @property
    def runs(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """The words that were, and those that are; all of one that was added or removed are changed."""
        return _runs(self.then.words if self.then else "", self.now.words if self.now else "")


def differences(then: Segments, now: Segments, translation: Segments) -> tuple[Difference, ...]:
    """What has changed in an original since a translation was made from it, in the order of the text."""
    counterparts = _counterparts(then, translation)
    return tuple(
        Difference(
            then[old] if old is not None else None,
            now[new] if new is not None else None,
            translation[counterparts[at]] if at in counterparts else None,
        )
        for old, new, at in _places(then, now)
    )


def _places(then: Segments, now: Segments) -> Iterator[tuple[int | None, int | None, int]]:
    """The numbers of segments that were changed, and of the old one that each is at or comes behind."""
    for before, after in changes(then, now):
        last = before.start - 1
        for old, new in _pairs(then[before], now[after], _unlikeness, UNLIKE / 2):
            last = last if old is None else before.start + old
            yield (None if old is None else last), (None if new is None else after.start + new), last


def _unlikeness(then: Segment, now: Segment) -> float:
    """From 0 for the same words to 1 for quite other ones."""
    old, new = Counter(_WORD.findall(then.words)), Counter(_WORD.findall(now.words))
    return 1 - 2 * (old & new).total() / max(old.total() + new.total(), 1)


def _counterparts(original: Segments, translation: Segments) -> dict[int, int]:
    """By number, the segment of the translation that belongs to each of the original."""
    pairs = _pairs(original, translation, _foreignness, ALONE)
    return {one: other for one, other in pairs if one is not None and other is not None}


def _foreignness(original: Segment, translation: Segment) -> float:
    """How little speaks for it that one is the translation of the other."""
    one, other = Counter(_SIGN.findall(original.words)), Counter(_SIGN.findall(translation.words))
    signs = (one - other).total() + (other - one).total()
    length = abs(log((len(original.words) + 10) / (len(translation.words) + 10)))
    return length + signs / max(one.total() + other.total(), 1) + (original.part != translation.part)


def _pairs(
    ones: Segments, others: Segments, cost: Callable[[Segment, Segment], float], alone: float
) -> list[tuple[int | None, int | None]]:
    """The cheapest way to put two lists beside each other in their order, where each segment may stay alone."""
    # Added up, not multiplied: the way back compares the very sums that the way here has made.
    rows = [list(accumulate(others, lambda total, _: total + alone, initial=0.0))]
    for one in ones:
        row = [rows[-1][0] + alone]
        for j, other in enumerate(others, 1):
            row.append(min(rows[-1][j - 1] + cost(one, other), rows[-1][j] + alone, row[-1] + alone))
        rows.append(row)
    pairs: list[tuple[int | None, int | None]] = []
    i, j = len(ones), len(others)
    while i or j:
        if j and rows[i][j] == rows[i][j - 1] + alone:
            j -= 1
            pairs.append((None, j))
        elif i and rows[i][j] == rows[i - 1][j] + alone:
            i -= 1
            pairs.append((i, None))
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


# --------------------------------------------------------------------------------------
# Words
# --------------------------------------------------------------------------------------


def _runs(then: str, now: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    old, new = _TOKEN.findall(then), _TOKEN.findall(now)
    matcher = SequenceMatcher(None, [*map(str.strip, old)], [*map(str.strip, new)], autojunk=False)
    stays, stands = set[int](), set[int]()
    for i, j, size in matcher.get_matching_blocks():
        stays.update(range(i, i + size))
        stands.update(range(j, j + size))
    return tuple(_joined(old, stays)), tuple(_joined(new, stands))


def _joined(tokens: list[str], kept: set[int]) -> Iterator[Run]:
    """The tokens in runs of those that were kept, and of those that were not."""
    is_changed = (number not in kept for number in range(len(tokens)))
    for kind, run in groupby(zip(is_changed, tokens, strict=True), key=lambda pair: pair[0]):
        yield Run("".join(token for _, token in run), kind)
