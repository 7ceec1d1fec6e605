"""A translation beside the English that it stands for, as readers will see both, and what is to be remarked on it.

It knows what in a message is not words: placeholders, tags, addresses. It does not know what a good translation is.
"""

import re

from msgspec import Struct

from ordskifte.model.catalog import DIRECTIVE

SLOT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in plain words for what is put in or no one reads as words: a placeholder's value, an address."""

BARE_URL = re.compile(r"(?:https?://|mailto:|www\.)[^\s<>\"'«»“”„‘’()\[\]]*[^\s<>\"'«»“”„‘’()\[\].,:;!?…。，、؟،]")
MARKDOWN_TARGET = re.compile(r"\]\(\s*+(?P<target>[^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+)[^()]*+\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_QUOTED_LENGTH = 40


class Rendition(Struct, frozen=True):
    """One form of a translation, and the English for which it stands: as they are written, and as plain words."""

    written_english: str
    written: str
    english: str
    words: str
    locale: str
    formats: str
    """The locale whose numbers the site uses there."""
    only: int | None = None
    """The number that alone takes this form."""


class Remark(Struct, frozen=True):
    """What is to be said of one rendition, to whoever wrote it."""

    code: str
    message: str
    hint: str = ""
    known_as: str = ""
    """As of a `Diagnostic`."""


def rendition(english: str, words: str, locale: str, formats: str, only: int | None = None) -> Rendition:
    return Rendition(english, words, plain(english), plain(words), locale, formats, only)


def plain(words: str) -> str:
    """The words without tags, `%%` as a per cent sign, and a SLOT in the place of each placeholder and address."""
    linked = _TAG.sub("", MARKDOWN_TARGET.sub("]", words))
    return DIRECTIVE.sub(lambda found: SLOT if found[1] else "%", BARE_URL.sub(SLOT, linked))


def shortened(words: str) -> str:
    """These words, or the first few and the last few of many, to be quoted."""
    line = " ".join(words.split())
    if len(line) <= _QUOTED_LENGTH:
        return line
    first, last = line[: _QUOTED_LENGTH // 2], line[-_QUOTED_LENGTH // 2 :]
    return f"{first.rpartition(' ')[0] or first} … {last.partition(' ')[2] or last}"


def ending(words: str) -> str:
    """The last few of these words, to be quoted."""
    line = " ".join(words.split())
    if len(line) <= _QUOTED_LENGTH:
        return line
    last = line[-_QUOTED_LENGTH:]
    return f"…{last.partition(' ')[2] or last}"
