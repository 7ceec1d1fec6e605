"""How a version of a work stands to its original, and the words that this is told from."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from hashlib import sha256

from msgspec import Struct


class State(StrEnum):
    """What has become of a translation, or that there is nothing to translate."""

    ORIGINAL = "original"
    CURRENT = "current"
    """Made from the original as it is now."""
    AGED = "aged"
    """The original has changed since, in little things only."""
    STALE = "stale"
    """The original has changed since."""
    UNTRACKED = "untracked"
    """It does not say which words of the original it was made from."""
    MACHINE = "machine"
    """Made by a machine, and read by nobody."""
    DRAFT = "draft"
    ORPHAN = "orphan"
    """The version that it is a translation of is not there; it is published as an original."""
    MISSING = "missing"


REAL = frozenset({State.ORIGINAL, State.CURRENT, State.AGED, State.STALE, State.UNTRACKED, State.ORPHAN})
"""Versions that readers and search engines are sent to as the work in that language."""


# --------------------------------------------------------------------------------------
# What there is to translate
# --------------------------------------------------------------------------------------


class Part(StrEnum):
    """What a segment of a text is."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    ALT = "alt"
    CAPTION = "caption"
    CREDIT = "credit"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    HEADING_4 = "heading 4"
    HEADING_5 = "heading 5"
    HEADING_6 = "heading 6"
    PARAGRAPH = "paragraph"
    ENTRY = "entry"
    """Of a list."""
    CELL = "cell"
    QUOTE = "quote"
    """In the body, words of someone else, or marked as being in another language."""
    NOTE = "note"
    """Of a footnote, or the address that a link refers to."""
    CODE = "code"


class Segment(Struct, frozen=True):
    """A part of a text that is translated by itself, such as a paragraph, as it is typed but in one line."""

    part: Part
    words: str
    line: int = 0
    """The line of its file that it begins on; 0 where there is no file."""

    def __str__(self) -> str:
        """As it stands in a ledger."""
        return f"{self.part}: {self.words}"


Segments = tuple[Segment, ...]

Ledger = Mapping[str, Segments]
"""By fingerprint: the versions of one work that its translations were made from."""

FINGERPRINT = r"v1:[0-9a-f]{16}"
"""Of the words of a text, as a pattern of `re`."""

LEDGERS = "locales/ledger/"
"""Where the ledgers lie, each under the key of its work."""

# An underscore that can begin or end emphasis: inside a word it cannot (CommonMark 0.31 §6.2).
_UNDERSCORES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def essence(words: str) -> str:
    """The words, the same whichever of Markdown's signs were chosen to say it: `_so_` or `*so*`, `\\-` or `-`."""
    if "_" in words:
        words = _UNDERSCORES.sub(lambda found: "*" * len(found[0]), words)
    return _ESCAPE.sub(r"\1", words) if "\\" in words else words


def text_fingerprint(segments: Iterable[Segment]) -> str:
    """The same for the same words in the same order, however they are typed: `v1:` and 16 hexadecimal digits.

    Translations hold it for years: whatever changes it for words that have not changed is another version, `v2:`.
    """
    lines = "".join(f"{segment.part}: {essence(segment.words)}\n" for segment in segments)
    return f"v1:{sha256(lines.encode()).hexdigest()[:16]}"


def is_text_fingerprint(text: str) -> bool:
    return re.fullmatch(FINGERPRINT, text) is not None


def ledger_path(key: str) -> str:
    return f"{LEDGERS}{key}.json"
