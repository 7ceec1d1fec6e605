"""Slugs: the part of an address that stands for a name, in plain ASCII.

Knows how words become one and what a hand-written one may be; not where it stands in an address or whether it is taken.
"""

import re
import unicodedata
from collections.abc import Mapping

from anyascii import anyascii

LONGEST = 200
"""Characters of a slug: one file name on any disk, with room for what is put behind it."""

# What readers of these languages expect, whatever the transliteration library thinks in its next version.
LETTERS: Mapping[str, str] = {
    "æ": "ae",
    "ø": "o",
    "å": "a",
    "ä": "a",
    "ö": "o",
    "ü": "u",
    "ß": "ss",
    "þ": "th",
    "ð": "d",
    "đ": "d",
    "ŧ": "t",
    "ŋ": "n",
}
"""What a small letter becomes before the rest is transliterated."""

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
"""A slug as a pattern of `re`, whatever its length."""

_SLUG = re.compile(SLUG)
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ](?=\w)")
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)


def slug(text: str, letters: Mapping[str, str] = LETTERS) -> str:
    """The words of a text in a-z, 0-9 and single hyphens; empty when nothing of it can be written so.

    Small letters in `letters` become what it says, the others their nearest ASCII. A slug is its own slug.
    """
    lower = unicodedata.normalize("NFC", text).lower()
    spelled = _APOSTROPHES.sub("", lower)
    if not spelled.isascii():
        spelled = spelled.translate({ord(letter): spelling for letter, spelling in letters.items()})
        spelled = anyascii(spelled).lower()
    words = _shortened(_BETWEEN_WORDS.sub("-", spelled).strip("-"))
    return f"{words}-x" if words in _WINDOWS_DEVICES else words


def is_slug(text: str) -> bool:
    """Whether a hand-written slug can stand in an address and in a file name on any system."""
    return len(text) <= LONGEST and _SLUG.fullmatch(text) is not None and text not in _WINDOWS_DEVICES


def _shortened(words: str) -> str:
    """As many whole words as the longest slug holds; a single endless word is cut."""
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
