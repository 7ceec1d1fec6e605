"""Whether a translation ends in the sign in which the English ends, as its language writes that sign."""

import re
from collections.abc import Iterator, Mapping
from unicodedata import category, normalize

from ordskifte.check.renditions import SLOT, Remark, Rendition, ending
from ordskifte.model.locales import primary, truncations

Signs = tuple[str, ...]

_NAMES = ("a full stop", "an ellipsis", "a colon", "an exclamation mark", "a question mark", "a comma", "a semicolon")
_STOP, _ELLIPSIS, _COLON, _EXCLAMATION, _QUESTION, _COMMA, _SEMICOLON = _NAMES
_NONE = "no sign"

_ENGLISH: Signs = (".", "…", ":", "!", "?", ",", ";")
_ARABIC: Signs = (".", "…", ":", "!", "؟", "،", "؛")
_INDIC: Signs = ("।", "…", ":", "!", "?", ",", ";")
_SIGNS: Mapping[str, Signs] = {
    "am": ("።", "…", "፦", "!", "?", "፣", "፤"),
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "sd", "ug"), _ARABIC),
    **dict.fromkeys(("as", "bn", "hi", "ne", "or", "pa"), _INDIC),
    "el": (".", "…", ":", "!", ";", ",", "·"),
    "fr": (".", "…", "\u00a0:", "\u202f!", "\u202f?", ",", "\u202f;"),
    "fr-CA": (".", "…", "\u00a0:", "!", "?", ",", ";"),
    "hy": ("։", "…", ":", "!", "?", ",", ";"),
    "ja": ("。", "…", "：", "！", "？", "、", "；"),
    "km": ("។", "…", ":", "!", "?", ",", ";"),
    "my": ("။", "…", ":", "!", "?", "၊", ";"),
    "ti": ("።", "…", "፦", "!", "?", "፣", "፤"),
    "ur": ("۔", "…", ":", "!", "؟", "،", "؛"),
    "zh": ("。", "…", "：", "！", "？", "，", "；"),
}
"""The signs of _NAMES in languages that have others than English, with what stands before them."""
_ANYWHERE = {
    sign.strip(): name
    for signs in (*_SIGNS.values(), _ENGLISH)  # What is ambiguous means what it means in English.
    for sign, name in zip(signs, _NAMES, strict=True)
}
_INSIDE = {"՞": _QUESTION, "՜": _EXCLAMATION}
"""Armenian signs of sentences that stand above a vowel."""
_SPARING = frozenset(("lo", "th"))
"""Languages whose sentences end in a space."""
_ASKING_BY_A_WORD = frozenset(("ja", "my"))
"""Languages whose questions often end in a full stop, behind a word that asks."""
_CLOSING = frozenset(("Pe", "Pf", "Pi", "Cf"))
"""Brackets, quotation marks (which open in one language and close in another), and marks of direction."""
_ABBREVIATED = re.compile(
    rf"""(?: [\d{SLOT}]\s*\w{{1,4}}                                   # 5 min.
    | \b\w\.\s?\w{{1,4}}                                              # m.m., т. д.
    | \b(?:approx|ed|etc|incl|inc|jr|ltd|max|min|no|nr|osv|sr|usw|vol)
    ) \.$""",
    re.VERBOSE | re.IGNORECASE,
)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b")


def remarks(rendition: Rendition) -> Iterator[Remark]:
    """What is to be said of a translation's end; the last quotation marks, brackets and tags are looked through."""
    wanted, found = _ends(rendition.english, "en"), _ends(rendition.words, rendition.locale)
    if wanted & found or _is_usual(wanted, found, rendition):
        return
    has, should = _end(_uncovered(rendition.words), rendition.locale), _end(_uncovered(rendition.english), "en")
    message = f"“{ending(rendition.written)}” ends in {has}, the English in {should}."
    yield Remark("message-punctuation", message, _hint(rendition, should))


def _is_usual(wanted: frozenset[str], found: frozenset[str], rendition: Rendition) -> bool:
    """Whether the language often ends so what in English ends otherwise."""
    language = primary(rendition.locale)
    if _NONE in found and language in _SPARING:
        return True
    if _STOP in found and language in _ASKING_BY_A_WORD and _QUESTION in wanted:
        return True
    # "the 2nd" is "2." to many.
    is_ordinal = rendition.words.endswith(".") and rendition.words[-2:-1].isdigit()
    return is_ordinal and _NONE in wanted and _ORDINAL.search(rendition.english) is not None


def _ends(words: str, locale: str) -> frozenset[str]:
    """What the words may be said to end in: a placeholder may be a word, or hold none."""
    kept = _uncovered(words)
    found = {_end(kept, locale), *(name for sign, name in _INSIDE.items() if sign in kept)}
    if kept.endswith(SLOT):
        found.add(_end(_uncovered(kept.rstrip(SLOT)), locale))
    if _ABBREVIATED.search(kept):
        found.add(_NONE)
    return frozenset(found)


def _uncovered(words: str) -> str:
    """The words up to the last that closes nothing; "…" is "..." from here on, and wide signs are narrow."""
    kept = normalize("NFKC", words)
    end = len(kept)
    while end and (kept[end - 1].isspace() or kept[end - 1] in "\"'*_" or category(kept[end - 1]) in _CLOSING):
        end -= 1
    return kept[:end]


def _end(kept: str, locale: str) -> str:
    """The name of the sign in which uncovered words end; of several, the one that says most."""
    signs = kept[len(kept.rstrip("".join(_ANYWHERE))) :]
    own = dict(zip((sign.strip() for sign in _own(locale)), _NAMES, strict=True))
    names = [own.get(sign) or _ANYWHERE[sign] for sign in signs]
    if not names:
        return _NONE
    said = next((name for name in (_QUESTION, _EXCLAMATION) if name in names), "")
    return said or (_ELLIPSIS if names[-2:] == [_STOP, _STOP] else names[-1])


def _own(locale: str) -> Signs:
    return next((_SIGNS[tag] for tag in truncations(locale) if tag in _SIGNS), _ENGLISH)


def _hint(rendition: Rendition, name: str) -> str:
    """The end as it should be, where nothing stands behind the sign."""
    words = rendition.written.rstrip()
    bare = words.rstrip("".join(_ANYWHERE)).rstrip()
    if not bare or category(words[-1]) in _CLOSING or words[-1] in "\"'>":
        return ""
    sign = "" if name == _NONE else _own(rendition.locale)[_NAMES.index(name)]
    return f"Write “{ending(bare + sign)}”."
