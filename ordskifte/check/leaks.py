"""Whether text for members stands in an output, in whatever way it is written there.

A text is known by its runs of six words, each a number that nobody without the key can make of words or words of. So
runs can be kept where the text must not be. Words are compared as they sound in a slug, without accents and capitals:
a text that has lost them has leaked all the same.

A text of fewer than six words is not known again.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from itertools import chain, compress, islice
from typing import TypeVar
from unicodedata import combining, normalize

from ordskifte.check.views import heard, views
from ordskifte.model.diagnostics import Diagnostic, Span, error
from ordskifte.model.secrets import Secret
from ordskifte.model.slugs import LETTERS

LENGTH = 6
"""Words of a run."""
PIECE, OVERLAP = 1 << 20, 2000
"""Letters that are searched at a time, and how many of them the next piece begins with, so that no run is cut."""
_MEMORY = 200_000
"""Words whose numbers are remembered."""


# --------------------------------------------------------------------------------------
# Words and runs
# --------------------------------------------------------------------------------------

_FOREIGN_SIGNS = re.compile(
    "[\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u3004\ufffd]"
)
_SIGNS_TO_SPACES = bytes(code if chr(code).isalnum() or code > 127 else 32 for code in range(256))
_SPELLINGS = str.maketrans(dict(LETTERS))
Word = TypeVar("Word")


def _words(text: str) -> list[bytes]:
    """Its letters and digits, in UTF-8: bytes are parted in a fifth of the time of a pattern."""
    known = text if text.isascii() else _FOREIGN_SIGNS.sub(" ", text)
    return known.encode(errors="replace").translate(_SIGNS_TO_SPACES).split()


class Runs:
    """Makes numbers of words, by a key."""

    def __init__(self, key: Secret) -> None:
        self._numbers = _Numbers(key)

    def of(self, html: str) -> frozenset[int]:
        """The runs of a text: of what is read or heard, not of its tags, which are like those of any other text.

        Without those that are numbers mostly, such as a row of years.
        """
        words = _words(heard(html))
        are_words = (sum(not word.isdigit() for word in run) >= LENGTH // 2 for run in _in_runs(words))
        return frozenset(compress(self._among(words), are_words))

    def among(self, plain: str) -> Iterator[int]:
        """The run that begins at each word."""
        return chain.from_iterable(self._among(_words(piece)) for piece in _pieces(plain))

    def _among(self, words: list[bytes]) -> Iterator[int]:
        # Python's hash of numbers is the same in each process, unlike that of text. All of it happens in C, which takes
        # a fifth of the time of a keyed hash for each run.
        return map(hash, _in_runs([*map(self._numbers.__getitem__, words)]))


def _in_runs(words: list[Word]) -> Iterator[tuple[Word, ...]]:
    """The words from each on that has enough behind it."""
    return zip(*(islice(words, place, None) for place in range(LENGTH)), strict=False)


def _pieces(text: str) -> Iterator[str]:
    """A text a piece at a time: the words of a large file would take ten times its memory."""
    yield text[:PIECE]
    for start in range(PIECE - OVERLAP, len(text) - OVERLAP, PIECE - OVERLAP):
        yield text[start : start + PIECE]


class _Numbers(dict[bytes, int]):
    """A number for each word as it is written."""

    def __init__(self, key: Secret) -> None:
        super().__init__()
        self._key = key

    def __missing__(self, word: bytes) -> int:
        if len(self) == _MEMORY:
            self.clear()
        digest = blake2b(_folded(word.decode()).encode(), digest_size=8, key=self._key.bare).digest()
        # Of sixty bits, with which Python is quicker than with sixty-four.
        number = self[word] = int.from_bytes(digest, "big") >> 4
        return number


def _folded(word: str) -> str:
    letters = normalize("NFKD", normalize("NFKC", word).casefold().translate(_SPELLINGS))
    return "".join(letter for letter in letters if not combining(letter))


class Search:
    """Finds the texts for members in outputs."""

    def __init__(
        self, runs: Runs, sealed: Mapping[str, Collection[int]], public: Iterable[Collection[int]] = ()
    ) -> None:
        """`sealed` are the runs of each text, by its source; what is public too is nobody's secret."""
        self._runs = runs
        self._sealed = sealed
        self._wanted = set[int]().union(*sealed.values())
        self._wanted.difference_update(*public)

    def sources(self, content: bytes, path: str = "") -> frozenset[str]:
        """Those whose text for members stands in these bytes, or in the name of their file."""
        told = chain(views(content), (path,))
        leaks = (plain for plain in told if not self._wanted.isdisjoint(self._runs.among(plain)))
        found = {run for plain in leaks for run in self._wanted.intersection(self._runs.among(plain))}
        if not found:
            return frozenset()
        return frozenset(source for source, runs in self._sets.items() if not runs.isdisjoint(found))

    @cached_property
    def _sets(self) -> Mapping[str, frozenset[int]]:
        """Of each text, only once something was found: they take as much memory again."""
        return {source: frozenset(runs) for source, runs in self._sealed.items()}


def leaked(path: str, sources: Iterable[str]) -> Iterator[Diagnostic]:
    """What is told of an output in which text for members was found."""
    for source in sorted(sources):
        message = f"Text for members of {source} stands in {path}."
        hint = (
            "Nothing is published; the words are not shown here. Take them out of there or, if all may read them, let "
            "them stand in a public text, or as a message in a template."
        )
        yield error("text-leaked", message, Span(source), hint)
