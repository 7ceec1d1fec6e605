"""A PO file becomes one locale's Catalog.

It knows what makes an entry usable: filled in, not fuzzy, its placeholders and tags those of the English. What does not
is left out and told, so that one entry never takes a page down. It does not know who asks for a message.
"""

import re
from collections import Counter
from collections.abc import Iterator
from gettext import c2py

from msgspec import Struct

from ordskifte.model.catalog import DIRECTIVE, LINK_NAME, Catalog, Translated, place, placeholders
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places, Span, error, warning
from ordskifte.model.locales import normalised
from ordskifte.model.text import Message
from ordskifte.parse import po
from ordskifte.parse.po import PoEntry

COUNTED = range(1001)
"""The numbers over which plural rules are compared."""

_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>|<[A-Za-z/!?][\w:-]*")
_LINK = re.compile(f"<({LINK_NAME})>.*?</\\1>", re.DOTALL)
_PLURAL_RULE = re.compile(r"nplurals\s*=\s*([0-9]{1,2})\s*;\s*plural\s*=([^;]+);?")


class Plurals(Struct, frozen=True):
    """How a locale counts: how many forms it has, and the one that each number of COUNTED takes."""

    count: int
    forms: tuple[int, ...]

    def is_for_one_number(self, form: int) -> bool:
        """Whether a single number takes this form, which may then have it in words: "én artikkel"."""
        return self.forms.count(form) == 1


class Parsed(Struct, frozen=True):
    """A PO file's usable messages, all its entries for the tools, the place of each message, and what is wrong."""

    catalog: Catalog
    entries: tuple[PoEntry, ...]
    places: Places
    diagnostics: Diagnostics = ()


def parse_catalog(path: str, text: str, locale: str, plurals: Plurals) -> Parsed:
    """The catalog that the PO file of this locale holds; an empty file holds an empty one."""
    read = po.read(path, text)
    live = tuple(entry for entry in read.entries if not entry.is_obsolete and not entry.is_header)
    diagnostics = [*read.diagnostics, *_header_faults(path, read.entries, locale, plurals)]
    messages: dict[Message, Translated] = {}
    for entry in live:
        faults = tuple(_entry_faults(entry, locale, plurals))
        if not faults and entry.is_translated and not entry.is_fuzzy:
            messages[entry.message] = Translated(entry.forms, entry.plural)
        diagnostics += faults
    places = {place(entry.message): entry.places["msgid"] for entry in live}
    return Parsed(Catalog(locale, messages), read.entries, places, tuple(diagnostics))


# --------------------------------------------------------------------------------------
# The header
# --------------------------------------------------------------------------------------


def _header_faults(path: str, entries: tuple[PoEntry, ...], locale: str, plurals: Plurals) -> Iterator[Diagnostic]:
    header = next((entry for entry in entries if entry.is_header), None)
    if header is None:
        if entries:
            hint = 'It begins with `msgid ""` and a `msgstr` with the fields `Language` and `Plural-Forms`.'
            yield warning("catalog-header", "The catalog has no header.", Span(path), hint)
        return
    if header.is_fuzzy:
        hint = "Delete the line `#, fuzzy` above it."
        yield warning("catalog-header", "The header is marked fuzzy.", header.places["msgid"], hint)
    fields = po.header_fields(header)
    if problem := _language_problem(fields.get("Language", ""), locale):
        yield error("catalog-language", problem, _field_place(header, "Language"), f"Write `Language: {locale}`.")
    if problem := _plural_problem(fields.get("Plural-Forms", ""), locale, plurals):
        yield error("catalog-plural", problem, _field_place(header, "Plural-Forms"))


def _field_place(header: PoEntry, name: str) -> Span:
    return header.places.get(name) or header.places["msgid"]


def _language_problem(tag: str, locale: str) -> str:
    """What is wrong with a header's `Language`, where it says one; `nb_NO` is `nb`, and `en_GB` will do for `en`."""
    if not tag:
        return ""
    try:
        found = normalised(tag.partition("@")[0])
    except ValueError as problem:
        return f"{problem}."
    if f"{found}-".startswith(f"{locale}-") or f"{locale}-".startswith(f"{found}-"):
        return ""
    return f"The catalog says that it is in `{tag}`, but lies in the folder of `{locale}`."


def _plural_problem(header: str, locale: str, plurals: Plurals) -> str:
    """Where the header's rule picks another form than the locale's own does, if anywhere."""
    if not header:
        return (
            f"`{locale}` has {plurals.count} plural forms, but `Plural-Forms` is missing." if plurals.count > 1 else ""
        )
    rule = _PLURAL_RULE.fullmatch(header)
    if rule is None:
        return "`Plural-Forms` does not read like `nplurals=2; plural=(n != 1);`."
    if int(rule[1]) != plurals.count:
        return f"`{locale}` has {plurals.count} plural forms, `nplurals` is {rule[1]}."
    try:
        form = c2py(rule[2].strip())
        differing = next((n for n in COUNTED if form(n) != plurals.forms[n]), None)
    except (ValueError, SyntaxError, ArithmeticError, RecursionError, MemoryError):
        return "The rule of `Plural-Forms` is not a formula in `n`."
    if differing is None:
        return ""
    picked, expected = form(differing), plurals.forms[differing]
    return f"`Plural-Forms` picks form {picked} for the number {differing}; in `{locale}` it is form {expected}."


# --------------------------------------------------------------------------------------
# One entry
# --------------------------------------------------------------------------------------


def _entry_faults(entry: PoEntry, locale: str, plurals: Plurals) -> Iterator[Diagnostic]:
    if entry.plural and len(entry.forms) != plurals.count:
        problem = f"`{locale}` has {plurals.count} plural forms, this message {len(entry.forms)}."
        yield warning("catalog-forms", problem, entry.places["msgstr[0]"])
    elif entry.is_translated and not entry.is_fuzzy:
        for number, form in enumerate(entry.forms):
            span = entry.places[f"msgstr[{number}]" if entry.plural else "msgstr"]
            may_drop_number = bool(entry.plural) and plurals.is_for_one_number(number)
            if problem := _placeholder_problem(entry, form, may_drop_number=may_drop_number):
                yield _dropped("message-placeholder", problem, span)
            if problem := _markup_problem(entry, form):
                yield _dropped("message-markup", problem, span)


def _dropped(code: str, problem: str, span: Span) -> Diagnostic:
    return warning(code, problem, span, "Until it is mended, the words of the next language are shown.")


def _placeholder_problem(entry: PoEntry, form: str, *, may_drop_number: bool) -> str:
    single, several = placeholders(entry.message.msgid), placeholders(entry.plural or entry.message.msgid)
    unknown = sorted(placeholders(form) - single - several)
    if unknown:
        return f"`%({unknown[0]})s` is not a placeholder of the English text."
    missing = sorted(several - placeholders(form))
    numbers = (several - single) or several
    is_number_in_words = may_drop_number and len(missing) == 1 and missing[0] in numbers
    if missing and not is_number_in_words:
        return f"The placeholder `%({missing[0]})s` is missing."
    if _has_directives(entry) and _has_stray(form) and not _has_stray(entry.message.msgid + entry.plural):
        return "A per cent sign in this message is written `%%`, a placeholder `%(name)s`."
    return ""


def _has_directives(entry: PoEntry) -> bool:
    return "python-format" in entry.flags or DIRECTIVE.search(entry.message.msgid + entry.plural) is not None


def _has_stray(words: str) -> bool:
    return "%" in DIRECTIVE.sub("", words)


def _markup_problem(entry: PoEntry, form: str) -> str:
    """What is wrong with the tags of a form, which are those of the English or of its plural, no more and no less."""
    sources = [entry.message.msgid, entry.plural] if entry.plural else [entry.message.msgid]
    found = _tags(form)
    if any(_tags(source) == found for source in sources):
        return ""
    expected = _tags(sources[-1])
    if foreign := sorted(found.keys() - expected.keys()):
        return f"`{foreign[0]}` is not in the English text."
    if missing := sorted(expected - found):
        return f"`{missing[0]}` is missing."
    return f"`{min(found - expected)}` stands too often."


def _tags(words: str) -> Counter[str]:
    """How often each tag stands in a text, and each pair that encloses words."""
    return Counter([*_TAG.findall(words), *(f"<{name}>…</{name}>" for name in _LINK.findall(words))])
