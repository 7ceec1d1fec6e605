"""The pseudo locale: every message in letters that nobody takes for English, longer by a third, between brackets.

Whatever words of a page are not so were never given to translators; where a page breaks, a longer language breaks it
too. The same messages give the same bytes.
"""

import re
from collections.abc import Iterable
from itertools import count

from msgspec.structs import replace

from ordskifte.model.catalog import PSEUDO_LOCALE, Extracted
from ordskifte.tools.messages import Entries, completed, header, untranslated

STRETCH = 3
"""One letter in so many is doubled."""

# Each letter with a mark that leaves it readable; all are in fonts that have European languages.
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARKED = "áƀçðéƒĝĥíĵķļɱñöþǫŕšţüṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _MARKED)
_LETTER = re.compile(r"[^\W\d_]")
_INNER = re.compile(r"\S(?:.*\S)?", re.DOTALL)
# Placeholders, tags, character references, the targets of links, addresses: what a translator leaves as it is.
_KEPT = re.compile(r"(%\(\w+\)s|%%|</?[A-Za-z][^<>]*>|&#?\w+;|\]\([^()]*\)|https?://[^\s<>]+|[\w.+-]+@[\w.-]+\w)")


def pseudo(messages: Iterable[Extracted], plural_forms: str) -> Entries:
    """The entries of the pseudo locale's catalog; `plural_forms` is its header."""
    first = completed(header(PSEUDO_LOCALE), PSEUDO_LOCALE, plural_forms)
    return (
        first,
        *(
            replace(entry, forms=tuple(map(pseudo_words, filter(None, (entry.message.msgid, entry.plural)))))
            for entry in untranslated(messages)
        ),
    )


def pseudo_words(english: str) -> str:
    """The words as the pseudo locale has them; white space around them stays outside the brackets."""
    numbers = count(1)

    def marked(letter: re.Match[str]) -> str:
        return letter[0].translate(_LETTERS) * (2 if next(numbers) % STRETCH == 0 else 1)

    def bracketed(words: re.Match[str]) -> str:
        parts = _KEPT.split(words[0])
        parts[::2] = [_LETTER.sub(marked, part) for part in parts[::2]]  # What is kept lies between.
        return f"⟦{''.join(parts)}⟧"

    return _INNER.sub(bracketed, english, count=1)
