"""A PO file becomes one locale's Catalog.

It knows what makes an entry usable: filled in, not fuzzy, its placeholders and tags those of the English. Any other is
left out and told of, so that no entry ever takes a page down. It does not know who asks for a message.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from gettext import c2py
from html import unescape

from msgspec import Struct

from ordskifte.model.catalog import DIRECTIVE, LINK_NAME, Catalog, Translated, place, placeholders
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places, Span, warning
from ordskifte.model.locales import normalised
from ordskifte.model.text import Message
from ordskifte.parse import po
from ordskifte.parse.po import PoEntry

COUNTED = range(1001)
"""The numbers over which plural rules are compared."""

_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>|<[A-Za-z/!?][\w:-]*")
_LINK = re.compile(f"<({LINK_NAME})>.*?</\\1>", re.DOTALL)
_PLURAL_RULE = re.compile(r"nplurals\s*=\s*([0-9]{1,2})\s*;\s*plural\s*=([^;]+);?")
_CHARSET = re.compile(r"charset\s*=\s*([^\s;]+)", re.IGNORECASE)
_UTF_8 = frozenset(("utf-8", "utf8"))

# What can run a program. Browsers take a tag for one though it is never closed, and join an address over white space.
_OPENED = re.compile(r"<[A-Za-z/][^<>]*")
_ELEMENT = re.compile(r"</?(script|style|iframe|object|embed)(?![\w-])", re.IGNORECASE)
_EVENT = re.compile(r"[\s\"'/](on[a-z]+)\s*=", re.IGNORECASE)
_VALUE = re.compile(r"(?:=|^<)\s*+[\"']?+([^\"'=]*+)")
_TARGET = re.compile(r"\]\(\s*+<?+([^<>()]*+)")
_SCHEME = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)


class Plurals(Struct, frozen=True):
    """How a locale counts: how many forms it has, and the one that each number of COUNTED takes."""

    count: int
    forms: tuple[int, ...]
    header: str
    """The same as a formula: the value of `Plural-Forms`, to be told to those who have to write one."""

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
    header_faults = tuple(_header_faults(path, read.entries, locale, plurals))
    doubts = frozenset(fault.code for fault in header_faults)
    diagnostics = [*read.diagnostics, *header_faults]
    messages: dict[Message, Translated] = {}
    for entry in live:
        faults = tuple(_entry_faults(entry, locale, plurals))
        if not faults and entry.is_translated and not entry.is_fuzzy and not _is_doubtful(entry, doubts):
            messages[entry.message] = Translated(entry.forms, entry.plural)
        diagnostics += faults
    places = {place(entry.message): entry.places["msgid"] for entry in live}
    return Parsed(Catalog(locale, messages), read.entries, places, tuple(diagnostics))


def _is_doubtful(entry: PoEntry, doubts: Container[str]) -> bool:
    """Whether the header makes it uncertain which language an entry is in, or which numbers its forms are for."""
    return "catalog-language" in doubts or (entry.plural != "" and "catalog-plural" in doubts)


# --------------------------------------------------------------------------------------
# The header
# --------------------------------------------------------------------------------------


def _header_faults(path: str, entries: tuple[PoEntry, ...], locale: str, plurals: Plurals) -> Iterator[Diagnostic]:
    """What is wrong with the header, and what of the catalog is left out because of it."""
    header = next((entry for entry in entries if entry.is_header), None)
    if header is None:
        if entries:
            yield warning("catalog-header", "The catalog has no header.", Span(path), "`messages update` writes one.")
        return
    if header.is_fuzzy:
        hint = "Delete the line `#, fuzzy` above it; `messages update` does so, too."
        yield warning("catalog-header", "The header is marked fuzzy.", header.places["msgid"], hint)
    fields = po.header_fields(header)
    language, charset, rule = (fields.get(name, "") for name in ("Language", "Content-Type", "Plural-Forms"))
    if problem := _language_problem(language, locale):
        line = _line("Language", locale.replace("-", "_"))
        hint = f"Write {line} instead. Until then the whole catalog is left out: its words may be of another language."
        yield warning("catalog-language", problem, _field_place(header, "Language"), hint)
    if problem := _charset_problem(charset):
        line = _line("Content-Type", "text/plain; charset=UTF-8")
        hint = f"Write {line} instead; `messages update` does so, too."
        yield warning("catalog-header", problem, _field_place(header, "Content-Type"), hint)
    if not rule and plurals.count > 1:
        hint = f"Write {_line('Plural-Forms', plurals.header)} below it; `messages update` does so, too."
        yield warning("catalog-header", "The header has no `Plural-Forms`.", header.places["msgid"], hint)
    if rule and (problem := _plural_problem(rule, locale, plurals)):
        line = _line("Plural-Forms", plurals.header)
        hint = f"Write {line} instead. Until then messages with plural forms are shown in the next language."
        yield warning("catalog-plural", problem, _field_place(header, "Plural-Forms"), hint)


def _line(name: str, value: str) -> str:
    """A field as it stands in the file."""
    return f'`"{name}: {value}\\n"`'


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


def _charset_problem(content_type: str) -> str:
    """What is wrong with the encoding that a header names, if it does. The file is read as UTF-8 all the same."""
    charset = _CHARSET.search(content_type)
    if charset is None or charset[1].lower() in _UTF_8:
        return ""
    return f"The header says that the file is in `{charset[1]}`; catalogs are in UTF-8."


def _plural_problem(header: str, locale: str, plurals: Plurals) -> str:
    """Where the header's rule picks another form than the locale's own does, if anywhere."""
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
    """What keeps a translation from its readers. One that is fuzzy, or that no one has begun, is not looked into."""
    if entry.is_fuzzy or not any(entry.forms):
        return
    if entry.plural and len(entry.forms) != plurals.count:
        problem = f"`{locale}` has {plurals.count} plural forms, this message {len(entry.forms)}."
        yield _dropped("catalog-forms", problem, entry.places["msgstr[0]"])
    elif not entry.is_translated:
        empty = f"msgstr[{entry.forms.index('')}]"
        yield _dropped("catalog-forms", f"The plural form `{empty}` is empty.", entry.places[empty])
    else:
        for number in range(len(entry.forms)):
            yield from _form_faults(entry, number, plurals)


def _form_faults(entry: PoEntry, number: int, plurals: Plurals) -> Iterator[Diagnostic]:
    form, span = entry.forms[number], entry.places[f"msgstr[{number}]" if entry.plural else "msgstr"]
    may_drop_number = bool(entry.plural) and plurals.is_for_one_number(number)
    if problem := _placeholder_problem(entry, form, may_drop_number=may_drop_number):
        yield _dropped("message-placeholder", problem, span)
    if problem := _unsafe_problem(entry, form):
        yield _dropped("message-unsafe", problem, span)
    elif problem := _markup_problem(entry, form):
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


def _sources(entry: PoEntry) -> tuple[str, ...]:
    """The English, and its plural."""
    return (entry.message.msgid, entry.plural) if entry.plural else (entry.message.msgid,)


def _unsafe_problem(entry: PoEntry, form: str) -> str:
    known = {part for source in _sources(entry) for part in _programs(source)}
    unsafe = next((part for part in _programs(form) if part not in known), "")
    return f"`{unsafe}` can run a program in a reader's browser, and is not in the English text." if unsafe else ""


def _programs(words: str) -> Iterator[str]:
    """Each part of a text that could make a browser run something: elements, attributes, addresses."""
    for tag in _OPENED.findall(words):
        yield from (f"<{name.lower()}>" for name in _ELEMENT.findall(tag))
        yield from (f"{name.lower()}=" for name in _EVENT.findall(tag))
        yield from _schemes(_VALUE.findall(tag))
    yield from _schemes(_TARGET.findall(words))


def _schemes(addresses: Iterable[str]) -> Iterator[str]:
    for address in addresses:
        if scheme := _SCHEME.match("".join(unescape(address).split())):
            yield scheme[0].lower()


def _markup_problem(entry: PoEntry, form: str) -> str:
    """What is wrong with the tags of a form, which are those of the English or of its plural, no more and no less."""
    sources = _sources(entry)
    found = _tags(form)
    alike = [source for source in sources if _tags(source) == found]
    if not alike:
        return _difference(_tags(sources[-1]), found)
    # Pairs are looked for only where there are no more tags than in the English: many open ones would take long.
    pairs = _pairs(form)
    return "" if any(_pairs(source) == pairs for source in alike) else _difference(_pairs(alike[-1]), pairs)


def _difference(expected: Counter[str], found: Counter[str]) -> str:
    if foreign := sorted(found.keys() - expected.keys()):
        return f"`{foreign[0]}` is not in the English text."
    if missing := sorted(expected - found):
        return f"`{missing[0]}` is missing."
    return f"`{min(found - expected)}` stands too often."


def _tags(words: str) -> Counter[str]:
    return Counter(_TAG.findall(words))


def _pairs(words: str) -> Counter[str]:
    """How often each pair of tags encloses words."""
    return Counter(f"<{name}>…</{name}>" for name in _LINK.findall(words))
