"""The messages of the interface as the report has them: in each language its words, where they show, what is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from ordskifte.model.catalog import SOURCE_LOCALE, Catalog, Extracted
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span
from ordskifte.model.locales import primary
from ordskifte.model.text import Message as Asked
from ordskifte.model.translations import Part, Segment
from ordskifte.parse.catalogs import Parsed
from ordskifte.parse.po import PoEntry
from ordskifte.render.messages import lookup
from ordskifte.tools.differences import Difference, Run
from ordskifte.tools.report.values import Finding, Message, MessageState, Worded

Place = tuple[str, int]
"""A file and a line of it."""


class Shelf(Struct, frozen=True):
    """What the messages of a report are made from."""

    config: Config
    catalogs: Mapping[str, Catalog]
    readings: Mapping[str, Parsed]
    """By locale, all entries of its catalog."""
    paths: Mapping[str, str]
    """Where each of them lies."""
    examples: Mapping[tuple[str, Asked], str]
    """By edition and message, the address of a page that asks for it."""
    diagnostics: Diagnostics
    """What is wrong with catalogs and what surrounds them, each at its line."""


def messages(uses: Iterable[Extracted], locales: Sequence[str], shelf: Shelf) -> tuple[Message, ...]:
    """Every message of these uses in these languages, by the first file that uses it."""
    gathered: defaultdict[Asked, list[Extracted]] = defaultdict(list)
    for use in uses:
        if use.message.msgid:  # An empty one is the name of a catalog's header.
            gathered[use.message].append(use)
    entries = {locale: _entries(reading) for locale, reading in shelf.readings.items()}
    found = _by_place(shelf.diagnostics)
    made = [_message(asked, each, locales, entries, found, shelf) for asked, each in gathered.items()]
    return tuple(sorted(made, key=lambda message: (message.files[:1], message.context, message.msgid)))


def other_findings(found: Iterable[Message], shelf: Shelf) -> tuple[Finding, ...]:
    """What is wrong and stands with none of the messages."""
    told = {finding for message in found for worded in message.wordings for finding in worded.findings}
    return tuple(finding for finding in map(_finding, shelf.diagnostics) if finding not in told)


def _message(
    asked: Asked,
    uses: Iterable[Extracted],
    locales: Sequence[str],
    entries: Mapping[str, Mapping[Asked, PoEntry]],
    found: Mapping[Place, list[Finding]],
    shelf: Shelf,
) -> Message:
    in_order = sorted(uses, key=lambda use: (use.reference, use.plural, use.comment))
    plural = next((use.plural for use in in_order if use.plural), "")
    return Message(
        msgid=asked.msgid,
        plural=plural,
        context=asked.context,
        comments=tuple(dict.fromkeys(line.strip() for use in in_order for line in use.comment.splitlines())),
        files=tuple(dict.fromkeys(use.reference for use in in_order)),
        wordings=tuple(
            _worded(asked, plural, locale, entries.get(locale, {}).get(asked), found, shelf) for locale in locales
        ),
    )


def _entries(reading: Parsed) -> Mapping[Asked, PoEntry]:
    return {entry.message: entry for entry in reading.entries if not entry.is_obsolete and not entry.is_header}


def _worded(
    asked: Asked,
    plural: str,
    locale: str,
    entry: PoEntry | None,
    found: Mapping[Place, list[Finding]],
    shelf: Shelf,
) -> Worded:
    edition = shelf.config.editions.get(locale)
    old, new = _reworded(entry, plural) if entry else ((), ())
    places = sorted({(span.source, span.line) for span in entry.places.values()}) if entry else []
    where, line = places[0] if places else (shelf.paths.get(locale, ""), 0)
    return Worded(
        locale=locale,
        state=_state(asked, locale, entry, shelf.readings.get(locale)),
        forms=entry.forms if entry else (),
        shown=lookup(shelf.catalogs, edition.chain if edition else (locale,), asked, plural).locale,
        old=old,
        new=new,
        notes=tuple(note.strip() for note in entry.notes if note.strip()) if entry else (),
        file=where,
        line=line,
        example=_example(asked, locale, shelf),
        findings=tuple(finding for place in places for finding in found.get(place, ())),
    )


def _example(asked: Asked, locale: str, shelf: Shelf) -> str:
    """A page of the language's own edition, else of the first one that shows the message; empty where none does."""
    editions = dict.fromkeys((locale, *shelf.config.editions))
    return next((found for edition in editions if (found := shelf.examples.get((edition, asked)))), "")


def _state(asked: Asked, locale: str, entry: PoEntry | None, reading: Parsed | None) -> MessageState:
    if entry is None or not entry.is_translated:
        is_source = primary(locale) == SOURCE_LOCALE and not (entry and any(entry.forms))
        return MessageState.SOURCE if is_source else MessageState.EMPTY
    if entry.is_fuzzy:
        return MessageState.FUZZY
    is_usable = reading is not None and asked in reading.catalog.messages
    return MessageState.TRANSLATED if is_usable else MessageState.WRONG


def _reworded(entry: PoEntry, plural: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The English that a fuzzy translation was made from, and the English now."""
    if not entry.is_fuzzy or entry.previous is None:
        return (), ()
    is_of_plural = entry.previous.message == entry.message
    then = entry.previous.plural if is_of_plural else entry.previous.message.msgid
    now = plural if is_of_plural else entry.message.msgid
    return Difference(Segment(Part.PARAGRAPH, then), Segment(Part.PARAGRAPH, now), None).runs


# --------------------------------------------------------------------------------------
# What is wrong
# --------------------------------------------------------------------------------------


def _by_place(diagnostics: Diagnostics) -> Mapping[Place, list[Finding]]:
    found: defaultdict[Place, list[Finding]] = defaultdict(list)
    for finding in map(_finding, diagnostics):
        found[finding.file, finding.line].append(finding)
    return found


def _finding(problem: Diagnostic) -> Finding:
    line = problem.span.line if isinstance(problem.span, Span) else 0
    return Finding(problem.severity, problem.code, problem.message, problem.hint, problem.span.source, line)
