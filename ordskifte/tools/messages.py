"""The template of the catalogs (POT), and the upkeep of each catalog as the English changes.

Knows which translations outlive a change; not how messages are found in templates and `site.toml`, nor where files lie.
Its texts hold no dates and no line numbers: the same messages give the same bytes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from ordskifte.model.catalog import DIRECTIVE, Extracted
from ordskifte.model.text import Message
from ordskifte.parse.po import PoEntry, Previous, header_fields
from ordskifte.tools.po import po_text

_PYTHON_FORMAT = "python-format"


def extract(messages: Iterable[Extracted]) -> str:
    """The POT that offers these messages for translation."""
    return po_text((_header(""), *_untranslated(messages)))


def update(entries: Iterable[PoEntry], messages: Iterable[Extracted], locale: str, plural_forms: str) -> str:
    """The PO file of a locale brought into step with these messages, every translation kept.

    The entries are those of a file that `parse/catalogs` finds no errors in, none for a new one; `plural_forms` is the
    locale's header, `nplurals=2; plural=(n != 1);`. A message whose English changed under the same context is fuzzy,
    with the English it was translated from; one that is no longer used is obsolete.
    """
    known = tuple(entries)
    header = next((entry for entry in known if entry.is_header), None) or _header(locale)
    return po_text((_completed(header, locale, plural_forms), *_merged(known, messages, _count(plural_forms))))


def _untranslated(messages: Iterable[Extracted]) -> tuple[PoEntry, ...]:
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


def _header(locale: str) -> PoEntry:
    """The fields that gettext's tools want to see, empty where they would name a person, and a day that never changes.

    msgfmt misses a header without `PO-Revision-Date`, and Babel cannot read an empty one.
    """
    fields = (
        "Project-Id-Version: ",
        "PO-Revision-Date: 1970-01-01 00:00+0000",
        "Last-Translator: ",
        "Language-Team: ",
        f"Language: {locale}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    )
    return PoEntry(Message(""), forms=("".join(f"{field}\n" for field in fields),))


def _completed(header: PoEntry, locale: str, plural_forms: str) -> PoEntry:
    """The header as the translators' editors left it, with the language and plural rule that it lacks."""
    known = header_fields(header)
    lacking = {
        name: value for name, value in (("Language", locale), ("Plural-Forms", plural_forms)) if not known.get(name)
    }
    lines = [line for line in header.forms[0].split("\n") if line and line.partition(":")[0].strip() not in lacking]
    lines += (f"{name}: {value}" for name, value in lacking.items())
    return replace(header, forms=("".join(f"{line}\n" for line in lines),))


def _count(plural_forms: str) -> int:
    return int(plural_forms.partition("nplurals=")[2].partition(";")[0])


# --------------------------------------------------------------------------------------
# Old translations for new messages
# --------------------------------------------------------------------------------------


def _merged(known: Iterable[PoEntry], messages: Iterable[Extracted], count: int) -> tuple[PoEntry, ...]:
    """The entries of these messages with the translations known, then obsolete ones."""
    # A live entry stands before an obsolete one of the same message.
    old = {
        entry.message: entry for entry in sorted(known, key=lambda entry: not entry.is_obsolete) if not entry.is_header
    }
    new = _untranslated(messages)
    reworded = _reworded(old, new)
    live = tuple(_carried(entry, old.get(entry.message) or reworded.get(entry.message), count) for entry in new)
    used = {entry.message for entry in (*new, *reworded.values())}
    gone = (_obsolete(entry) for entry in old.values() if entry.message not in used and any(entry.forms))
    return (*live, *sorted(gone, key=_order))


def _reworded(old: Mapping[Message, PoEntry], new: Iterable[PoEntry]) -> dict[Message, PoEntry]:
    """For each message that is another's English reworded, the entry of that other.

    They share a context, and no third message of the context came or went: there is nothing to guess.
    """
    came: defaultdict[str, list[Message]] = defaultdict(list)
    went: defaultdict[str, list[PoEntry]] = defaultdict(list)
    wanted = {entry.message for entry in new}
    for message in wanted - old.keys():
        came[message.context].append(message)
    for entry in old.values():
        if entry.message not in wanted and not entry.is_obsolete:
            went[entry.message.context].append(entry)
    return {
        came[context][0]: went[context][0]
        for context in came.keys() & went.keys()
        if context and len(came[context]) == len(went[context]) == 1
    }


def _carried(new: PoEntry, old: PoEntry | None, count: int) -> PoEntry:
    """The new entry with the old one's translation and remarks; fuzzy where the English is no longer the same."""
    forms = _fitted(old.forms if old else (), count if new.plural else 1)
    if old is None:
        return replace(new, forms=forms)
    is_same = (old.message, old.plural) == (new.message, new.plural)
    is_fuzzy = any(forms) and (old.is_fuzzy or not is_same)
    made_from = (old.previous if old.is_fuzzy else None) or (None if is_same else Previous(old.message, old.plural))
    return replace(
        new,
        forms=forms,
        flags=(*_fuzzy(is_fuzzy), *new.flags, *(flag for flag in old.flags if flag not in ("fuzzy", _PYTHON_FORMAT))),
        notes=old.notes,
        previous=made_from if is_fuzzy else None,
    )


def _fitted(forms: tuple[str, ...], size: int) -> tuple[str, ...]:
    """The forms with empty ones to fill in, or the first filled one where there is room for one only."""
    if size == 1:
        return (next(filter(None, forms), ""),)
    return (*forms, *("",) * (size - len(forms)))


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
