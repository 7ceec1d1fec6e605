"""The template of the catalogs (POT), and the upkeep of each catalog as the English changes.

Knows which translations outlive a change; not how messages are found in templates and `site.toml`, nor where files lie.
Its texts hold no dates and no line numbers: the same messages give the same bytes.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce

from msgspec.structs import replace

from ordskifte.model.catalog import DIRECTIVE, Extracted
from ordskifte.model.text import Message
from ordskifte.parse.po import PoEntry, Previous, header_fields, read
from ordskifte.tools.matching import reworded
from ordskifte.tools.po import po_text, quoted

Entries = tuple[PoEntry, ...]

_PYTHON_FORMAT = "python-format"
_CHARSET = re.compile(r"(charset\s*=\s*)(?!utf-?8\b)[^\s;]+", re.IGNORECASE)
_ENCODING = {"Content-Type": "text/plain; charset=UTF-8"}
_FORM_NOTE = re.compile(r' msgstr\[(?P<number>[1-9])\]: (?P<words>".*")')
"""`# msgstr[1]: "%(n)s artikler"`: a form that a message has no room for as long as it has no plural."""
_REVISION = {"PO-Revision-Date": "1970-01-01 00:00+0000"}


def extract(messages: Iterable[Extracted]) -> str:
    """The POT that offers these messages for translation."""
    return po_text(template(messages))


def update(
    entries: Iterable[PoEntry],
    messages: Iterable[Extracted],
    locale: str,
    plural_forms: str,
    trivial: Collection[str] = (),
) -> str:
    """The PO file of a locale, brought into step with these messages."""
    return po_text(upkept(entries, messages, locale, plural_forms, trivial))


def template(messages: Iterable[Extracted]) -> Entries:
    """The entries of the POT that offers these messages for translation."""
    return (header(""), *untranslated(messages))


def upkept(
    entries: Iterable[PoEntry],
    messages: Iterable[Extracted],
    locale: str,
    plural_forms: str,
    trivial: Collection[str] = (),
) -> Entries:
    """The entries of a locale's catalog brought into step with these messages, every translation kept.

    They are those of a file that `parse/catalogs` can read, none for a new one; `plural_forms` is the locale's header,
    `nplurals=2; plural=(n != 1);`. A message whose English has changed under the same context is fuzzy, with the
    English that it was translated from, unless its `name` is among the trivial ones; one that is no longer used is
    obsolete.
    """
    known = tuple(entries)
    first = next((entry for entry in known if entry.is_header), header(locale))
    return (
        completed(first, locale, plural_forms),
        *_merged(known, untranslated(messages), _count(plural_forms), trivial),
    )


def name(message: Message) -> str:
    """What people call a message by: its context, or its English where it has none."""
    return message.context or message.msgid


def untranslated(messages: Iterable[Extracted]) -> Entries:
    """An empty entry for each message, with all its uses, in the order of the first file that uses it."""
    uses: defaultdict[Message, list[Extracted]] = defaultdict(list)
    for use in messages:
        # An empty msgid is the name of a catalog's header.
        if use.message.msgid:
            uses[use.message].append(use)
    return tuple(sorted((_gathered(message, each) for message, each in uses.items()), key=_order))


def _gathered(message: Message, uses: Iterable[Extracted]) -> PoEntry:
    in_order = sorted(uses, key=lambda use: (use.reference, use.plural, use.comment))
    plural = next((use.plural for use in in_order if use.plural), "")
    return PoEntry(
        message,
        plural,
        forms=("", "") if plural else ("",),
        flags=(_PYTHON_FORMAT,) if DIRECTIVE.search(message.msgid + plural) else (),
        comments=tuple(dict.fromkeys(line.strip() for use in in_order for line in use.comment.splitlines())),
        references=tuple(dict.fromkeys(use.reference for use in in_order)),
    )


def _order(entry: PoEntry) -> tuple[tuple[str, ...], str, str]:
    return entry.references[:1], entry.message.context, entry.message.msgid


# --------------------------------------------------------------------------------------
# The header
# --------------------------------------------------------------------------------------


def header(locale: str) -> PoEntry:
    """The fields that gettext's tools want to see, empty where they would name a person, and a day that never changes.

    msgfmt misses a header without `PO-Revision-Date`, and Babel cannot read an empty one.
    """
    fields = {
        "Project-Id-Version": "",
        **_REVISION,
        "Last-Translator": "",
        "Language-Team": "",
        "Language": _gettext_name(locale),
        "MIME-Version": "1.0",
        **_ENCODING,
        "Content-Transfer-Encoding": "8bit",
    }
    return PoEntry(Message(""), forms=(_header_text(fields.items()),))


def completed(first: PoEntry, locale: str, plural_forms: str) -> PoEntry:
    """The header as the translators' editors left it, with what it lacks; not fuzzy, and in UTF-8 as the file is."""
    known = header_fields(first)
    wanted = {**_REVISION, "Language": _gettext_name(locale), **_ENCODING, "Plural-Forms": plural_forms}
    lacking = {field: value for field, value in wanted.items() if not known.get(field)}
    lines = [line for line in first.forms[0].split("\n") if line and line.partition(":")[0].strip() not in lacking]
    kept = _CHARSET.sub(r"\1UTF-8", "".join(f"{line}\n" for line in lines))
    return replace(
        first,
        forms=(kept + _header_text(lacking.items()),),
        flags=tuple(flag for flag in first.flags if flag != "fuzzy"),
    )


def _header_text(fields: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{field}: {value}\n" for field, value in fields)


def _gettext_name(locale: str) -> str:
    """A locale as gettext's tools write it: `pt_BR`."""
    return locale.replace("-", "_")


def _count(plural_forms: str) -> int:
    return int(plural_forms.partition("nplurals=")[2].partition(";")[0])


# --------------------------------------------------------------------------------------
# Old translations for new messages
# --------------------------------------------------------------------------------------


def _merged(known: Entries, new: Entries, count: int, trivial: Collection[str]) -> Iterator[PoEntry]:
    """The new entries with the translations known, then obsolete ones."""
    own = tuple(entry for entry in known if not entry.is_header)
    sources = _sources(own, new)
    wordless: defaultdict[Message, list[PoEntry]] = defaultdict(list)
    for entry in own:
        if not any(entry.forms):
            wordless[entry.message].append(entry)
    used: set[int] = set()
    for entry in new:
        source = sources.get(entry.message, entry)
        carried = _carried(entry, source, count, is_trivial=name(entry.message) in trivial)
        others = [other for other in wordless[entry.message] if other is not source]
        yield reduce(_with_remarks, others, carried)
        used |= {id(source), *map(id, others)}
    yield from _left(entry for entry in own if id(entry) not in used)


def _sources(known: Entries, new: Entries) -> dict[Message, PoEntry]:
    """The entry that each message has its words from: its own, an obsolete one, or that of a message that went."""
    live = {entry.message: entry for entry in known if not entry.is_obsolete}
    # Where two obsolete entries are of one message, the first comes back.
    gone = {entry.message: entry for entry in reversed(known) if entry.is_obsolete}
    silent, said = _by_words(gone)
    empty, filled = _by_words(live)
    came = (entry for entry in new if entry.message not in said)
    return silent | empty | reworded(live.values(), came) | said | filled


def _by_words(entries: Mapping[Message, PoEntry]) -> tuple[dict[Message, PoEntry], dict[Message, PoEntry]]:
    """The entries without words, and those with words."""
    filled = {message: entry for message, entry in entries.items() if any(entry.forms)}
    return {message: entry for message, entry in entries.items() if message not in filled}, filled


def _with_remarks(entry: PoEntry, wordless: PoEntry) -> PoEntry:
    """The entry with the notes and marks of another of its message, which has nothing else to keep."""
    notes = () if set(wordless.notes) <= set(entry.notes) else wordless.notes
    flags = (flag for flag in wordless.flags if flag not in ("fuzzy", _PYTHON_FORMAT, *entry.flags))
    return replace(entry, notes=entry.notes + notes, flags=(*entry.flags, *flags))


def _left(entries: Iterable[PoEntry]) -> Entries:
    """Those that hold a translator's work, as obsolete ones, each once."""
    kept = {
        (entry.message, entry.plural, entry.forms, entry.notes): _obsolete(entry)
        for entry in entries
        if any(entry.forms) or entry.notes
    }
    return tuple(sorted(kept.values(), key=_order))


def _carried(new: PoEntry, old: PoEntry, count: int, *, is_trivial: bool) -> PoEntry:
    """The new entry with the old one's translation and remarks; fuzzy where the English is no longer the same."""
    forms, notes = _forms_and_notes(old, is_plural=bool(new.plural))
    fitted = _fitted(new, forms, count)
    known = old.previous if old.is_fuzzy else None
    then, now = Previous(old.message, old.plural), Previous(new.message, new.plural)
    made_from = known or (None if then == now else then)
    is_doubted = old.is_fuzzy and known is None  # By a translator, or by a tool.
    # A trivial change takes nothing back of one before it, unless the two are the same one, there and back.
    is_settled = is_trivial and (then == now or known in (None, now))
    is_fuzzy = any(fitted.forms) and (is_doubted or (made_from is not None and not is_settled))
    return replace(
        fitted,
        flags=(*_fuzzy(is_fuzzy), *new.flags, *(flag for flag in old.flags if flag not in ("fuzzy", _PYTHON_FORMAT))),
        notes=notes,
        # Words for English that has come back may have been changed in between: they stay in doubt, behind nothing.
        previous=made_from if is_fuzzy and not is_settled and made_from != now else None,
    )


def _forms_and_notes(old: PoEntry, *, is_plural: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The forms and notes of an entry whose message is now a plural or a plain one.

    Forms that a plain message has no room for wait in notes until the plural comes back. They cannot wait in an
    obsolete entry: gettext refuses a file that has a `msgid` twice.
    """
    if is_plural:
        return (old.forms, old.notes) if old.plural else _brought_back(old)
    (_, first), *others = [(number, form) for number, form in enumerate(old.forms) if form] or [(0, "")]
    return (first,), (*old.notes, *(f" msgstr[{number}]: {quoted(form)}" for number, form in others))


def _brought_back(plain: PoEntry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The form of a plain message with those that wait in its notes, and the other notes."""
    waiting: dict[int, str] = {}
    notes: list[str] = []
    for note in plain.notes:
        number, form = _noted_form(note)
        if form and number not in waiting:
            waiting[number] = form
        else:
            notes.append(note)
    others = (waiting.get(number, "") for number in range(1, max(waiting, default=0) + 1))
    return (*plain.forms, *others), tuple(notes)


def _noted_form(note: str) -> tuple[int, str]:
    """The number and the words of the form that a note holds; no words where it holds none."""
    found = _FORM_NOTE.fullmatch(note)
    entries = read("", f'msgid "-"\nmsgstr {found["words"]}').entries if found else ()
    return (int(found["number"]), entries[0].forms[0]) if found and entries else (0, "")


def _fitted(new: PoEntry, forms: tuple[str, ...], count: int) -> PoEntry:
    """The new entry with these forms and empty ones to fill in. None that is filled is cut off."""
    if not new.plural:
        return replace(new, forms=forms)
    filled = max((number for number, form in enumerate(forms, 1) if form), default=0)
    return replace(new, forms=(*forms, *("",) * count)[: max(filled, count)])


def _obsolete(entry: PoEntry) -> PoEntry:
    return PoEntry(
        entry.message,
        entry.plural,
        entry.forms,
        flags=_fuzzy(entry.is_fuzzy),
        notes=entry.notes,
        previous=entry.previous if entry.is_fuzzy else None,
        is_obsolete=True,
    )


def _fuzzy(is_fuzzy: bool) -> tuple[str, ...]:
    return ("fuzzy",) if is_fuzzy else ()
