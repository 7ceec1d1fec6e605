"""What has become of each translation that says what it was made from, found between parsing and resolving.

Of the words themselves nothing is kept, for some of them may be for members only: the store gets the states, and the
numbers of lines that are not translated.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Raw, Struct

from ordskifte.load import Files
from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, Span, error, warning
from ordskifte.model.document import ArticleFront, Face, Kind, Source, TranslationStatus
from ordskifte.model.fingerprints import digest, fingerprint
from ordskifte.model.translations import LEDGERS, Ledger, Segments, State, is_text_fingerprint, ledger_path
from ordskifte.parse.ledger import parse_ledger
from ordskifte.parse.segments import segments
from ordskifte.pipeline.memo import Kept, Made, Memo, made
from ordskifte.pipeline.parsing import with_body
from ordskifte.pipeline.sources import SHARE, Parsed
from ordskifte.pipeline.workers import Workers, at
from ordskifte.resolve.changes import state, untranslated


class Tracked(Struct, frozen=True, array_like=True):
    """A translation that says what it was made from."""

    path: str
    language: str
    """That of the version that it was made from."""
    of: str
    """The file of that version; none where it is not there."""
    ledger: str
    """That of the work, whether or not there is one."""
    source: str
    """The fingerprint of that version."""


class Standing(Struct, frozen=True, array_like=True):
    """What there is to say of a translation."""

    state: State
    is_recorded: bool
    """Whether the words that it was made from are in the ledger."""
    untranslated: tuple[int, ...]
    """The lines of its file on which begins what stands there in the original's words."""
    diagnostics: Diagnostics
    """What is wrong with the ledger."""


class Translations(Struct, frozen=True, array_like=True):
    states: Mapping[str, State]
    """Of each tracked translation, by its path."""
    diagnostics: Diagnostics


def translations(files: Files, parsed: Parsed, memo: Memo, workers: Workers) -> Translations:
    """Whether the originals of translations have changed since, and what is wrong with that. Raises WorkFailed."""
    tracked = _tracked(parsed, memo)
    standings = _standings([one for one in tracked.values() if one.of], files, parsed, memo, workers)
    unused = set(files.under(LEDGERS)) - {of.ledger for of in tracked.values()}
    return Translations(
        {path: standing.state for path, standing in standings.items()},
        (
            *(problem for path, found in standings.items() for problem in _problems(tracked[path], found, parsed)),
            *(_unused(path) for path in sorted(unused)),
        ),
    )


# --------------------------------------------------------------------------------------
# Which there are
# --------------------------------------------------------------------------------------


class _Head(Struct, frozen=True, array_like=True):
    """As much of a Source as tells which version it is of which work: its first fields, in the order of those."""

    path: str
    kind: Kind
    key: str
    locale: str
    front: Raw


def _tracked(parsed: Parsed, memo: Memo) -> dict[str, Tracked]:
    key = parsed.sources.digest
    known: dict[str, Tracked] | None = memo.remembered("tracked", key)
    if known is not None:
        return known
    noted = memo.noted("tracked", key)
    if noted is not None:
        return memo.remember("tracked", key, msgspec.msgpack.decode(noted, type=dict[str, Tracked]))
    heads = Kept[_Head](memo.store, "source", _Head, parsed.sources.digests).all().values()
    found = {tracked.path: tracked for tracked in _tracked_among(heads)}
    memo.note("tracked", key, msgspec.msgpack.encode(found))
    return memo.remember("tracked", key, found)


def _tracked_among(heads: Iterable[_Head]) -> Iterator[Tracked]:
    articles = [head for head in heads if head.kind is Kind.ARTICLE]
    # Of two files of one version the first counts, as in resolve.
    paths = {(head.key, head.locale): head.path for head in reversed(articles)}
    for head in articles:
        if b"v1:" not in bytes(head.front):  # Most say nothing of the kind, and need not be decoded.
            continue
        translation = msgspec.msgpack.decode(head.front, type=ArticleFront).translation
        if translation is not None and is_text_fingerprint(translation.source):
            of = paths.get((head.key, translation.of), "") if translation.of != head.locale else ""
            yield Tracked(head.path, translation.of, of, ledger_path(head.key), translation.source)


# --------------------------------------------------------------------------------------
# What has become of them
# --------------------------------------------------------------------------------------


class _Task(Struct, frozen=True, array_like=True):
    """Some translations, with the encoded sources of each and of its original."""

    files: Files
    tracked: tuple[Tracked, ...]
    sources: tuple[tuple[bytes, bytes], ...]


class _Found(Struct, frozen=True, array_like=True):
    """What was found out of a translation: `contents` are the digests of the files that it was found in."""

    path: str
    contents: tuple[tuple[str, bytes], ...]
    standing: Made | None
    """None where one of the files can no longer be read."""


def _standings(
    tracked: Sequence[Tracked], files: Files, parsed: Parsed, memo: Memo, workers: Workers
) -> Mapping[str, Standing]:
    keys = {one.path: _key(one, files, memo) for one in tracked}
    about = fingerprint(keys)
    known: Mapping[str, Standing] | None = memo.remembered("standings", about)
    if known is not None:
        return known
    stale = [one for one in tracked if memo.found("translations", one.path, keys[one.path]) is None]
    tasks = [
        _Task(
            files.among({path for one in share for path in _read(one, files)}),
            tuple(share),
            tuple((parsed.sources.encoded(one.path), parsed.sources.encoded(one.of)) for one in share),
        )
        for share in workers.shares(stale, SHARE)
    ]
    for done in workers.map(_found, tasks, len(stale)):
        for found in done:
            _take(found, memo)
        memo.flush()
    made = memo.made("translations")
    # In the order of the paths, whichever was looked at last: what is made of the states is kept by their digest.
    digests = {path: made[path].digests[0] for path in keys if path in made}
    standings = Kept[Standing](memo.store, "standing", Standing, digests).all()
    return memo.remember("standings", about, standings)


def _take(found: _Found, memo: Memo) -> None:
    for path, content in found.contents:
        memo.tell(path, content)
    if found.standing is not None:
        memo.keep("translations", found.path, b"".join(content for _, content in found.contents), found.standing)


def _read(tracked: Tracked, files: Files) -> tuple[str, ...]:
    """The files that tell what has become of a translation."""
    paths = (tracked.path, tracked.of, tracked.ledger)
    return tuple(path for path in paths if path in files.stamps)


def _key(tracked: Tracked, files: Files, memo: Memo) -> bytes:
    """What its standing is kept by; what cannot be read is told when it is tried."""
    contents = (memo.digest(path) for path in _read(tracked, files))
    return b"".join(content for content in contents if isinstance(content, bytes))


def _found(task: _Task) -> tuple[_Found, ...]:
    decoder = msgspec.msgpack.Decoder(Source)
    jobs = zip(task.tracked, task.sources, strict=True)
    return tuple(_found_of(task.files, one, *map(decoder.decode, sources)) for one, sources in jobs)


def _found_of(files: Files, tracked: Tracked, translation: Source, original: Source) -> _Found:
    at(tracked.path)
    contents = {path: files.read(path) for path in _read(tracked, files)}
    read = {path: content for path, content in contents.items() if isinstance(content, bytes)}
    digests = tuple((path, digest(content)) for path, content in read.items())
    if tracked.path not in read or tracked.of not in read:
        return _Found(tracked.path, digests, None)
    ledger, problems = _ledger(tracked.ledger, contents.get(tracked.ledger))
    now = segments(with_body(original, read[tracked.of]))
    then = ledger.get(tracked.source)
    found = state(tracked.source, then, now)
    originals = now if found is State.CURRENT or then is None else (*now, *then)
    left = _untranslated(with_body(translation, read[tracked.path]), originals)
    standing = Standing(found, then is not None, left, problems)
    return _Found(tracked.path, digests, made(standing))


def _ledger(path: str, content: bytes | Diagnostic | None) -> tuple[Ledger, Diagnostics]:
    if content is None:
        return {}, ()
    return parse_ledger(path, content) if isinstance(content, bytes) else ({}, (content,))


def _untranslated(translation: Source, original: Segments) -> tuple[int, ...]:
    """The lines of what is not translated, once a translation is said to be right."""
    front = translation.front
    status = front.translation.status if isinstance(front, ArticleFront) and front.translation else None
    if status is not TranslationStatus.REVIEWED:
        return ()
    return tuple(segment.line for segment in untranslated(segments(translation), original))


# --------------------------------------------------------------------------------------
# What is wrong with that
# --------------------------------------------------------------------------------------


def _problems(tracked: Tracked, standing: Standing, parsed: Parsed) -> Iterator[Diagnostic]:
    yield from standing.diagnostics
    if not standing.is_recorded and not standing.diagnostics:
        message = f"{tracked.ledger} does not have the words that this was made from."
        at = At(tracked.path, "translation.source")
        yield warning("ledger-missing", message, at, "`translate accept` writes them, once the translation is right.")
    for line in standing.untranslated:
        yield unwritten(parsed.faces[tracked.path], parsed.sources[tracked.path].body_line, line, tracked.language)


def unwritten(translation: Face, body_line: int, line: int, language: str) -> Diagnostic:
    """That what begins on a line of a translation is in the words of its original, whose language is given."""
    hint = "Translate it, or let the status be `draft`."
    if line >= body_line:
        mark = f"`{{lang={language}}}` on the line above"
        hint = f"{hint} A paragraph that is to stay has its language marked, with {mark}."
    span: Span | At = Span(translation.source, line)
    if translation.is_sealed:  # That line would be shown, and kept.
        span, hint = At(translation.source, "translation.status"), f"It begins on line {line}. {hint}"
    # No line in the message: it is what a baseline knows a problem by.
    return error("translation-untranslated", "A part of this text is in the words of the original.", span, hint)


def _unused(path: str) -> Diagnostic:
    message = "No translation was made from what stands in this ledger."
    return warning("ledger-unused", message, Span(path), "Delete it, or rename it if its work has a new key.")
