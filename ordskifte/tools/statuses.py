"""What there is to do for translators: every work in every language, its state, and how many words are left."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from ordskifte.model.config import Config
from ordskifte.model.document import ArticleFront
from ordskifte.model.translations import Ledger, Segments, State
from ordskifte.resolve.changes import changed_words, word_count
from ordskifte.resolve.pages import lacking
from ordskifte.resolve.translations import Version, Work, is_draft

DONE = frozenset({State.ORIGINAL, State.CURRENT})
"""Nothing is left to do."""
NONE = frozenset({State.MISSING, State.DRAFT})
"""Readers have no translation."""


class Status(Struct, frozen=True):
    """A work in one language."""

    kind: str
    key: str
    locale: str
    state: State
    of: str = ""
    """The language that it is, or is to be, translated from."""
    path: str = ""
    """Its file; none for one that is missing."""
    words: int | None = 0
    """How many are to be translated or looked at; None where that is not known."""


class Texts(Struct, frozen=True):
    """The words of a site, read when they are asked for."""

    segments: Callable[[str], Segments]
    """By the path of a source."""
    ledger: Callable[[str], Ledger]
    """By the key of a work."""


def statuses(works: Iterable[Work], config: Config, texts: Texts) -> Iterator[Status]:
    """The status of each work in each language that it has and in each that an edition lacks, in the order of the
    works.
    """
    for work in works:
        for locale, version in work.versions.items():
            yield _status(work, locale, version, texts)
        for locale in lacking(work, config) if _is_open(work) else ():
            words = word_count(texts.segments(work.first.face.source))
            yield Status(work.kind, work.key, locale, State.MISSING, work.original, words=words)


def _is_open(work: Work) -> bool:
    """Whether a work could be translated: not while its original is a draft, nor when it is withdrawn."""
    return not is_draft(work.first) and getattr(work.first.front, "withdrawn", None) is None


def _status(work: Work, locale: str, version: Version, texts: Texts) -> Status:
    front, path = version.front, version.face.source
    translation = front.translation if isinstance(front, ArticleFront) else None
    if translation is None or version.state in (State.ORIGINAL, State.CURRENT, State.ORPHAN):
        return Status(work.kind, work.key, locale, version.state, translation.of if translation else "", path)
    own, now = texts.segments(path), texts.segments(work.versions[translation.of].face.source)
    then = texts.ledger(work.key).get(translation.source)
    since = changed_words(then, now) if then is not None else None
    words = {
        State.DRAFT: _unwritten(own, then if then is not None else now) + (since or 0),
        State.MACHINE: word_count(own),
        State.UNTRACKED: None,
    }
    return Status(work.kind, work.key, locale, version.state, translation.of, path, words.get(version.state, since))


def _unwritten(translation: Segments, original: Segments) -> int:
    """How many words of a translation are still those of the original."""
    said = {(segment.part, segment.words) for segment in original}
    return word_count(segment for segment in translation if (segment.part, segment.words) in said)
