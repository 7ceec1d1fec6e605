"""Whether a translation has the words that the glossary of its language wants, and none that it does not want."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ordskifte.check.renditions import Remark, Rendition
from ordskifte.model.glossary import Glossary, Term

_ONE_AFTER_THE_OTHER = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""A letter of a script that has no spaces between words."""


PATTERNS = 1 << 14
"""Of how many words the patterns are kept: each is looked for in every entry, and `re` itself keeps some hundreds."""


def remarks(rendition: Rendition, glossary: Glossary) -> Iterator[Remark]:
    """What is to be said of words that the glossary wants otherwise; “member state” is not about “member”."""
    english = rendition.english
    for term in _longest_first(glossary):
        concerned = 1
        if term.source:
            english, concerned = _in_english(term.source).subn(" ", english)
        if concerned:
            yield from _term_remarks(rendition.words, term)


def untranslatable(english: str, glossary: Glossary) -> str:
    """The English without the words that stay as they are, by the glossary."""
    for term in glossary.terms:
        if term.source and term.source in term.preferred:
            english = _in_english(term.source).sub(" ", english)
    return english


@lru_cache(maxsize=8)
def _longest_first(glossary: Glossary) -> tuple[Term, ...]:
    return tuple(sorted(glossary.terms, key=lambda term: -len(term.source)))


def _term_remarks(words: str, term: Term) -> Iterator[Remark]:
    others = words
    for word in term.preferred:  # Which may begin as a forbidden one does.
        others = _anywhere(word).sub(" ", others)
    unwanted = next((word for word in term.forbidden if _at_a_beginning(word).search(others)), None)
    if unwanted:
        yield Remark("message-term", f"The glossary does not want “{unwanted}” here.", _hint(term))
    elif term.preferred and others == words:
        yield Remark("message-term", f"“{term.source}” is not translated as the glossary says.", _hint(term))


def _hint(term: Term) -> str:
    preferred = " or ".join(f"“{word}”" for word in term.preferred)
    return " ".join(filter(None, (f"Write {preferred}." if preferred else "", term.note)))


@lru_cache(PATTERNS)
def _in_english(source: str) -> re.Pattern[str]:
    """The word by itself, or in the plural."""
    words = _spaced(source)
    plural = f"{words[:-1]}(?:y|ies)" if words.endswith("y") else f"{words}(?:e?s)?"
    return re.compile(rf"(?<!\w){plural}(?!\w)", re.IGNORECASE)


@lru_cache(PATTERNS)
def _anywhere(word: str) -> re.Pattern[str]:
    return re.compile(_spaced(word), re.IGNORECASE)


@lru_cache(PATTERNS)
def _at_a_beginning(word: str) -> re.Pattern[str]:
    boundary = "" if _ONE_AFTER_THE_OTHER.match(word) else r"(?<!\w)"
    return re.compile(boundary + _spaced(word), re.IGNORECASE)


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))
