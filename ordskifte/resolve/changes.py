"""What has changed between two versions of a text, and what a translation therefore is: current, aged or stale."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from ordskifte.model.translations import Part, Segment, Segments, State, essence, text_fingerprint

LEAST = 10
"""A change of more than one word in so many is not small."""
SHORT = 5
"""What has fewer words of its own than this may well be the same in two languages."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"\d+")
# Where a link leads or a picture lies, with its title: in brackets, by a name, or written out.
_TARGET = re.compile(r"\]\((?:[^()]|\([^()]*\))*\)|\]\[[^\]]*\]|https?://[^\s<>)\]]+|<[^\s<>]+>|^\[[^\]]+\]:.*")
# Code, titles in italics, what stands in quotation marks, and phrases marked as being in a language.
_OF_OTHERS = re.compile(r"`[^`]*`|\*+[^*]+\*+|“[^”]*”|«[^»]*»|\"[^\"]*\"|\[[^\[\]]*\]\{[^{}]*\blang=[^{}]*\}")
_CODE = re.compile(r"`[^`]*`")
_LABEL = re.compile(r"^\[\^[^\]]+\]:")
"""What a footnote begins with; an address that a link refers to has no `^`."""
_HEADINGS = {Part.TITLE, *(part for part in Part if part.startswith("heading "))}
_OF_SENTENCES = {Part.STANDFIRST, Part.ALT, Part.CAPTION, Part.PARAGRAPH, Part.ENTRY, *_HEADINGS} - {Part.TITLE}


def state(source: str, then: Segments | None, now: Segments) -> State:
    """Of a translation made from the version with this fingerprint; `then` are the words of that, if they are known."""
    if text_fingerprint(now) == source:
        return State.CURRENT
    return State.AGED if then is not None and is_small(then, now) else State.STALE


def is_small(then: Segments, now: Segments) -> bool:
    """Whether no number, link, heading or title is another one, and no more than one word in ten."""
    if any(list(_found(then)) != list(_found(now)) for _found in (_headings, _numbers, _targets)):
        return False
    most = word_count(then) / LEAST
    before, after = Counter(_words(then)), Counter(_words(now))
    if max((before - after).total(), (after - before).total()) > most:
        return False  # Soon told, which counts where the two texts have little in common.
    return changed_words(then, now) <= most


def _headings(segments: Segments) -> Iterator[tuple[str, str]]:
    return ((segment.part, essence(segment.words)) for segment in segments if segment.part in _HEADINGS)


def _numbers(segments: Segments) -> Iterator[str]:
    return (number for segment in segments for number in _NUMBER.findall(segment.words))


def _targets(segments: Segments) -> Iterator[str]:
    return (target for segment in segments for target in _TARGET.findall(segment.words))


def changed_words(then: Segments, now: Segments) -> int:
    """How many words are others: those that are gone, or those that have come, whichever are more."""
    gone = come = 0
    for before, after in changes(then, now):
        old, new = list(_words(then[before])), list(_words(now[after]))
        same = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
        gone, come = gone + len(old) - same, come + len(new) - same
    return max(gone, come)


def changes(then: Segments, now: Segments) -> Iterator[tuple[slice, slice]]:
    """The stretches of segments that are not the same, in order; one of the two may be empty."""
    matcher = SequenceMatcher(None, [*map(_same, then)], [*map(_same, now)], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            yield slice(i1, i2), slice(j1, j2)


def _same(segment: Segment) -> tuple[str, str]:
    """Equal for segments that say the same."""
    return segment.part, essence(segment.words)


def word_count(segments: Iterable[Segment]) -> int:
    return sum(1 for _ in _words(segments))


def _words(segments: Iterable[Segment]) -> Iterator[str]:
    return (word for segment in segments for word in _WORD.findall(segment.words))


# --------------------------------------------------------------------------------------
# What has not been translated
# --------------------------------------------------------------------------------------


def untranslated(translation: Segments, original: Segments) -> tuple[Segment, ...]:
    """The paragraphs, and what else is whole sentences, that a translation has in the original's words.

    Names, numbers, quotes, code and what is short may well be the same in two languages, and so may what notes cite.
    """
    said = {essence(segment.words) for segment in original}
    return tuple(segment for segment in translation if essence(segment.words) in said and _is_of_its_language(segment))


def alike(translation: Segments, original: Segments) -> tuple[Segment, ...]:
    """All that a translation has in the original's words and in the same part, which may well be meant: titles, quotes.

    Code and credits are left out, and what is no words.
    """
    said = {_same(segment) for segment in original}
    return tuple(segment for segment in translation if _same(segment) in said and _has_words(segment))


def _has_words(segment: Segment) -> bool:
    if segment.part in (Part.CODE, Part.CREDIT):
        return False
    own = _TARGET.sub("]", _CODE.sub("", _LABEL.sub("", segment.words)))
    return any(character.isalpha() for character in own)


def _is_of_its_language(segment: Segment) -> bool:
    if segment.part not in _OF_SENTENCES:
        return False
    own = _TARGET.sub("]", _OF_OTHERS.sub("", essence(segment.words)))
    words: list[str] = _WORD.findall(own)
    return sum(word[0].islower() for word in words) >= SHORT
