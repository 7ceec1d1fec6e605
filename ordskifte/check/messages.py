"""What can be wrong with the words of a catalog although they may be shown: one locale's entries, one by one.

Each check knows one law of translating, and no check the rest of the site. What keeps an entry from readers at all
is found when it is read, in `parse/catalogs`.
"""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from ordskifte.check import invisible, numbers, punctuation, quotations, terms
from ordskifte.check.renditions import BARE_URL, MARKDOWN_TARGET, SLOT, Remark, Rendition, rendition, shortened
from ordskifte.model.catalog import PSEUDO_LOCALE, SOURCE_LOCALE
from ordskifte.model.codes import CODES, OF_CHECK
from ordskifte.model.diagnostics import Diagnostic
from ordskifte.model.glossary import Glossary
from ordskifte.model.locales import primary
from ordskifte.parse.catalogs import COUNTED, Parsed
from ordskifte.parse.po import PoEntry
from ordskifte.render.formats import plural_form

IGNORABLE = tuple(
    code
    for code in OF_CHECK
    if code.startswith("message-") and code not in ("message-ignore", "message-unnamed", "message-variable")
)
"""What a comment on an entry may say is meant."""

_IGNORE = re.compile(r"\s*ignore:(?P<codes>.*)", re.IGNORECASE)
_REASON = re.compile(r"\(.*\)")
_MAX_LENGTH = re.compile(r"\s*max-length:\s*(\d{1,6})\s*", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
_UNIT = re.compile(rf"(?<=[\d{SLOT}])\s*[^\W\d_]{{1,3}}(?!\w)")
"""`km`, `min`: behind a number, and the same in many languages."""
_WORD = re.compile(r"[^\W\d_]+")
_UNSEEN = frozenset(("Mn", "Mc", "Me", "Cf"))
"""Categories of what stands on or between letters, and is none itself."""


def findings(catalog: Parsed, glossary: Glossary, formats: str) -> Iterator[Diagnostic]:
    """What is to be remarked on the entries that readers are shown, in the order of the file.

    `formats` is the locale whose numbers the site uses in this language.
    """
    locale = catalog.catalog.locale
    if locale == PSEUDO_LOCALE:
        return
    for entry in catalog.entries:
        if not entry.is_obsolete and entry.message in catalog.catalog.messages:
            yield from _entry_findings(entry, locale, glossary, formats)


def _entry_findings(entry: PoEntry, locale: str, glossary: Glossary, formats: str) -> Iterator[Diagnostic]:
    ignored = _ignored(entry)
    for remark in _ignore_remarks(ignored):
        yield _diagnostic(remark, entry, "msgid")
    for number, form in enumerate(entry.forms):
        only = _only_numbers(locale).get(number) if entry.plural else None
        english = entry.plural if entry.plural and only != 1 else entry.message.msgid
        for remark in _remarks(rendition(english, form, locale, formats, only), glossary, _max_length(entry)):
            if remark.code not in ignored:
                yield _diagnostic(remark, entry, f"msgstr[{number}]" if entry.plural else "msgstr")


def _diagnostic(remark: Remark, entry: PoEntry, keyword: str) -> Diagnostic:
    severity, place = CODES[remark.code], entry.places[keyword]
    return Diagnostic(severity, remark.code, remark.message, place, remark.hint, remark.known_as)


@cache
def _only_numbers(locale: str) -> Mapping[int, int]:
    """By plural form the number that alone takes it, if there is one: "én artikkel"."""
    forms = [plural_form(number, locale) for number in COUNTED]
    return {form: forms.index(form) for form, count in Counter(forms).items() if count == 1}


def _remarks(rendition: Rendition, glossary: Glossary, max_length: int | None) -> Iterator[Remark]:
    yield from invisible.remarks(rendition)
    if same := list(_same_remarks(rendition, glossary)):
        yield from same
        return  # English is not judged by the laws of another language.
    yield from _link_remarks(rendition)
    yield from _space_remarks(rendition)
    yield from punctuation.remarks(rendition)
    yield from numbers.number_remarks(rendition)
    yield from quotations.remarks(rendition)
    yield from numbers.percent_remarks(rendition)
    yield from numbers.thousands_remarks(rendition)
    yield from _length_remarks(rendition, max_length)
    yield from terms.remarks(rendition, glossary)


# --------------------------------------------------------------------------------------
# What is meant
# --------------------------------------------------------------------------------------


def _ignored(entry: PoEntry) -> tuple[str, ...]:
    """What the comments `ignore: message-same, message-quotes (a name)` name; "" where one names nothing."""
    lines = filter(None, map(_IGNORE.fullmatch, (*entry.notes, *entry.comments)))
    names = (name.split() for line in lines for name in _REASON.sub("", line["codes"]).split(","))
    return tuple(words[0] if words else "" for words in names)


def _ignore_remarks(names: tuple[str, ...]) -> Iterator[Remark]:
    for name in names:
        if name in CODES and name not in IGNORABLE:
            yield Remark("message-ignore", f"`{name}` cannot be ignored.", "Mend what it tells of.")
        elif name not in IGNORABLE:
            near = difflib.get_close_matches(name, IGNORABLE, 1, 0.6)
            hint = f"Did you mean `{near[0]}`?" if near else "Name a finding by its code, as in `ignore: message-same`."
            what = f"There is no check `{name}` to ignore." if name else "This `ignore:` names no check."
            yield Remark("message-ignore", what, hint)


# --------------------------------------------------------------------------------------
# Words
# --------------------------------------------------------------------------------------


def _same_remarks(rendition: Rendition, glossary: Glossary) -> Iterator[Remark]:
    """A translation in the words of the English; abbreviations, units and what the glossary keeps may be the same."""
    words = _WORD.findall(rendition.english)
    if primary(rendition.locale) == SOURCE_LOCALE or words != _WORD.findall(rendition.words):
        return
    translatable = _UNIT.sub("", terms.untranslatable(rendition.english, glossary))
    if any(word.upper() != word for word in _WORD.findall(translatable)):
        hint = "Translate it. If it is to stay so, write the comment `ignore: message-same`."
        yield Remark("message-same", f"“{shortened(rendition.written)}” has the words of the English.", hint)


def _length_remarks(rendition: Rendition, max_length: int | None) -> Iterator[Remark]:
    length = sum(unicodedata.category(sign) not in _UNSEEN for sign in rendition.words.replace(SLOT, ""))
    if max_length is not None and length > max_length:
        phrase = shortened(rendition.written)
        message = f"“{phrase}” has {length} characters; there is room for {max_length}."
        known_as = f"“{phrase}” is too long."
        yield Remark("message-length", message, "Say it in fewer, or with an abbreviation that readers know.", known_as)


def _max_length(entry: PoEntry) -> int | None:
    """The least room that a comment `max-length: 20` tells of."""
    found = filter(None, map(_MAX_LENGTH.fullmatch, entry.comments))
    return min((int(line[1]) for line in found), default=None)


# --------------------------------------------------------------------------------------
# White space and links
# --------------------------------------------------------------------------------------


def _space_remarks(rendition: Rendition) -> Iterator[Remark]:
    """White space at an end that is not there in the English, or another; all kinds of spaces are one."""
    for does, english, words in (
        ("begins with", _edge(rendition.written_english), _edge(rendition.written)),
        ("ends in", _edge(rendition.written_english[::-1]), _edge(rendition.written[::-1])),
    ):
        if english and words and english != words:
            yield Remark("message-space", f"The translation {does} {words}, the English {does} {english}.")
        elif words and not english:
            yield Remark("message-space", f"The translation {does} {words}, the English does not.", "Delete it.")
        elif english and not words:
            yield Remark("message-space", f"The English {does} {english}, the translation does not.", "Add it.")


def _edge(words: str) -> str:
    """What white space these words begin with, by its name."""
    space = words[: len(words) - len(words.lstrip())]
    if "\n" in space:
        return "a line break"
    return "a space" if space else ""


def _link_remarks(rendition: Rendition) -> Iterator[Remark]:
    english, words = _targets(rendition.written_english), _targets(rendition.written)
    missing, extra = sorted((english - words).elements()), sorted((words - english).elements())
    if missing and extra:
        message = f"The translation leads to `{extra[0]}`, the English to `{missing[0]}`."
        yield Remark("message-link", message, f"Write `{missing[0]}`." if len(missing) == len(extra) == 1 else "")
    elif missing:
        yield Remark("message-link", f"The English leads to `{missing[0]}`, the translation does not.")
    elif extra:
        yield Remark("message-link", f"The translation leads to `{extra[0]}`, the English does not.")


def _targets(words: str) -> Counter[str]:
    """Where the links of a message lead: in Markdown, in HTML, and by themselves."""
    markdown = [found["target"] for found in MARKDOWN_TARGET.finditer(words)]
    html = [found["double"] or found["single"] or "" for found in _HREF.finditer(words)]
    bare = BARE_URL.findall(_HREF.sub(" ", MARKDOWN_TARGET.sub(" ", words)))
    return Counter([*markdown, *html, *bare])
