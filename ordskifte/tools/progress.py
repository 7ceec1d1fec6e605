"""How far the translators of the interface are: what each language has words for, and how many words are left."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from enum import Enum, auto

from msgspec import Struct

from ordskifte.model.catalog import DIRECTIVE, LINK_NAME, SOURCE_LOCALE
from ordskifte.model.locales import primary
from ordskifte.model.text import Message
from ordskifte.parse.po import PoEntry

MOST_ALIKE = 5
"""Where more than one translation in so many is the English itself, none of these is counted as one."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MARKUP = re.compile(rf"{DIRECTIVE.pattern}|</?{LINK_NAME}[^<>]*>")


class Progress(Struct, frozen=True):
    """A language of the interface. Its messages are translated, fuzzy, empty or wrong, or the English itself."""

    locale: str
    path: str
    """Of its catalog; empty where there is none."""
    is_edition: bool
    messages: int
    translated: int
    fuzzy: int
    empty: int
    """Without words, or with words for some numbers only."""
    wrong: int
    """With words that readers are not shown: other placeholders or tags than the English, or other plural forms."""
    same: int
    """With the English as words; where they are too many they are not among the translated ones."""
    words: int
    """Of the English, of all that is not translated."""

    @property
    def is_copied(self) -> bool:
        """Whether so many of the translations are the English itself that it looks as if someone had copied it."""
        return _is_copied(self.same, self.messages)

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return 100 * self.translated // self.messages if self.messages else 100


def progress(
    locale: str,
    path: str,
    entries: Iterable[PoEntry],
    usable: Container[Message],
    same: Container[Message],
    *,
    is_edition: bool,
) -> Progress:
    """How far a language is. The entries are those of its catalog in step with the English; readers are shown those
    that are usable, of which some are the same as the English. What an English edition lacks is English already.
    """
    found: defaultdict[_State, list[PoEntry]] = defaultdict(list)
    for entry in entries:
        if not entry.is_obsolete and not entry.is_header:
            found[_state(entry, usable, same)].append(entry)
    if primary(locale) == SOURCE_LOCALE:
        found[_State.TRANSLATED] += found.pop(_State.EMPTY, [])
    messages = sum(map(len, found.values()))
    is_copied = _is_copied(len(found[_State.SAME]), messages)
    done = {_State.TRANSLATED} if is_copied else {_State.TRANSLATED, _State.SAME}
    return Progress(
        locale,
        path,
        is_edition,
        messages,
        translated=sum(len(found[state]) for state in done),
        fuzzy=len(found[_State.FUZZY]),
        empty=len(found[_State.EMPTY]),
        wrong=len(found[_State.WRONG]),
        same=len(found[_State.SAME]),
        words=sum(word_count(entry) for state in _State if state not in done for entry in found[state]),
    )


def _is_copied(same: int, messages: int) -> bool:
    return same * MOST_ALIKE > messages


class _State(Enum):
    TRANSLATED = auto()
    FUZZY = auto()
    EMPTY = auto()
    WRONG = auto()
    SAME = auto()


def _state(entry: PoEntry, usable: Container[Message], same: Container[Message]) -> _State:
    if entry.is_fuzzy:
        return _State.FUZZY
    if entry.message in usable:
        return _State.SAME if entry.message in same else _State.TRANSLATED
    return _State.WRONG if entry.is_translated else _State.EMPTY


def word_count(entry: PoEntry) -> int:
    """How many words of English there are to translate; placeholders and tags are none."""
    return sum(len(_WORD.findall(_MARKUP.sub(" ", english))) for english in (entry.message.msgid, entry.plural))
