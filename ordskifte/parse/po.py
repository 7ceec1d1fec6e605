"""The PO format, read strictly: entries and the places of their parts, or diagnostics.

It knows how a PO file is written down (GNU gettext manual, "The Format of PO Files"); not which language it is in, nor
what a good translation is.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places, Span, error, warning
from ordskifte.model.text import Message

_HEADER = Message("")


class Previous(Struct, frozen=True):
    """The English that a fuzzy translation was made from."""

    message: Message
    plural: str = ""


class PoEntry(Struct, frozen=True):
    """One message as a PO file holds it, with all that is remarked on it."""

    message: Message
    plural: str = ""
    forms: tuple[str, ...] = ("",)
    """`msgstr`, or `msgstr[0]`, `msgstr[1]`, …; empty strings where it is not translated."""
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Lines by translators: what follows the `#`, from the space on that belongs between them."""
    comments: tuple[str, ...] = ()
    """Lines for translators (`#.`)."""
    references: tuple[str, ...] = ()
    previous: Previous | None = None
    is_obsolete: bool = False
    places: Places = {}
    """By keyword (`msgid`, `msgstr[1]`); in a header also by field (`Language`)."""

    @property
    def is_header(self) -> bool:
        return self.message == _HEADER and not self.is_obsolete

    @property
    def is_fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def is_translated(self) -> bool:
        return all(self.forms)


class Po(Struct, frozen=True):
    """What one PO file says. What its diagnostics speak of is missing here."""

    entries: tuple[PoEntry, ...]
    diagnostics: Diagnostics = ()


def read(path: str, text: str) -> Po:
    """The entries of a PO file in its order, obsolete ones last, and all that is wrong with its syntax.

    A line that cannot be read is an error: what it was meant to say, and where its entry ends, is anyone's guess. Where
    all lines can be read, but do not make a message, or make one that is there already, that entry alone is left out.
    Notes behind the last message speak of the file: they are read as its header's.
    """
    entries: dict[Message, PoEntry] = {}
    obsolete: list[PoEntry] = []
    diagnostics: list[Diagnostic] = []
    closing: Block = []
    for block in _blocks(_lines(path, text)):
        if all(line.is_comment for line in block):
            closing = block
            continue
        faults = [line.fault for line in block if line.fault]
        found = faults or _entry(block)
        if not isinstance(found, PoEntry):
            diagnostics += found
        elif found.is_obsolete:
            obsolete.append(found)
        elif found.message in entries:
            diagnostics.append(_duplicate(found, entries[found.message]))
        else:
            entries[found.message] = found
    if notes := _notes(closing):
        header = entries.pop(_HEADER, PoEntry(_HEADER, places={"msgid": closing[0].span}))
        entries = {_HEADER: replace(header, notes=header.notes + notes), **entries}
    return Po((*entries.values(), *obsolete), tuple(diagnostics))


def header_fields(header: PoEntry) -> dict[str, str]:
    """The fields of a header entry by name."""
    named = (line.partition(":") for line in header.forms[0].split("\n"))
    return {name.strip(): value.strip() for name, colon, value in named if colon}


def _duplicate(second: PoEntry, first: PoEntry) -> Diagnostic:
    what = "The header" if second.is_header else "This message"
    hint = f"Delete this one or the one on line {first.places['msgid'].line}, which is used until then."
    return warning("catalog-duplicate", f"{what} stands twice.", second.places["msgid"], hint)


# --------------------------------------------------------------------------------------
# Lines
# --------------------------------------------------------------------------------------

_BLANK_LINE = re.compile(r"\s*(?:#~|#\|)?\s*")
_COMMENT_LINE = re.compile(r"\s*(?:#~\s*)?(?P<kind>#[.:,=]|#(?![~|]))(?P<words>.*)", re.DOTALL)
_DOMAIN_LINE = re.compile(r'\s*(?:#~\s*)?domain\s+".*', re.DOTALL)
_STRING_LINE = re.compile(
    r"""\s*(?P<mark>\#~\s*\|?|\#\|)?\s*
    (?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]+\])?)?\s*(?=")""",
    re.VERBOSE,
)
_PIECE = re.compile(r'(?P<plain>[^"\\]+)|(?P<escape>\\.?)|(?P<end>")', re.DOTALL)
_ESCAPES = {r"\n": "\n", r"\t": "\t", r"\r": "\r", r"\"": '"', r"\\": "\\"}
_CONTINUATION = "continuation"


class Line(Struct, frozen=True):
    """One line of the file: a comment, a keyword with a string, or a string that goes on."""

    kind: str
    """`#`, `#.`, `#:`, `#,`, `#=`, or a keyword."""
    words: str
    span: Span
    is_previous: bool = False
    is_obsolete: bool = False
    fault: Diagnostic | None = None

    @property
    def is_comment(self) -> bool:
        return self.kind.startswith("#")


def _lines(path: str, text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if not _BLANK_LINE.fullmatch(line):
            yield _line(line, Span(path, number, len(line) - len(line.lstrip()) + 1))


def _line(line: str, span: Span) -> Line:
    if comment := _COMMENT_LINE.fullmatch(line):
        return Line(comment["kind"], comment["words"].rstrip(), span)
    if string := _STRING_LINE.match(line):
        words = _unquoted(line, string.end(), span)
        mark, kind = string["mark"] or "", string["keyword"] or _CONTINUATION
        is_previous, is_obsolete = mark.endswith("|"), mark.startswith("#~")
        if isinstance(words, Diagnostic):
            return Line(kind, "", span, is_previous, is_obsolete, words)
        return Line(kind, words, span, is_previous, is_obsolete)
    if _DOMAIN_LINE.fullmatch(line):
        hint = "Delete this line, and all that belongs to another domain."
        return Line("", "", span, fault=error("catalog-syntax", "A catalog here has no domains.", span, hint))
    hint = 'A line begins with `#`, `msgctxt`, `msgid`, `msgid_plural`, `msgstr` or `"`.'
    return Line("", "", span, fault=error("catalog-syntax", "This line is not PO.", span, hint))


def _unquoted(line: str, start: int, place: Span) -> str | Diagnostic:
    """The string whose opening quotation mark stands at `start`, or what is wrong with it."""
    words: list[str] = []
    for piece in _PIECE.finditer(line, start + 1):
        span = Span(place.source, place.line, piece.start() + 1)
        match piece.lastgroup:
            case "plain":
                words.append(piece[0])
            case "escape" if piece[0] in _ESCAPES:
                words.append(_ESCAPES[piece[0]])
            case "escape":
                hint = r"Known: `\n`, `\t`, `\r`, `\"` and `\\`, a backslash."
                return error("catalog-escape", f"There is no escape `{piece[0]}`.", span, hint)
            case _ if line[piece.end() :].strip():
                hint = r"Write `\"` for a quotation mark inside the text."
                return error("catalog-syntax", "Something follows the closing quotation mark.", span, hint)
            case _:
                return "".join(words)
    span = Span(place.source, place.line, start + 1)
    return error("catalog-string", "This string is not closed.", span, 'Put `"` at the end of it.')


# --------------------------------------------------------------------------------------
# Entries
# --------------------------------------------------------------------------------------

_SHAPE = re.compile(r"(msgctxt )?msgid (msgstr|msgid_plural( msgstr\[\d+\])+)")
_PREVIOUS_SHAPE = re.compile(r"(msgctxt )?msgid( msgid_plural)?")
# GNU gettext 0.25 and later take flags from both kinds of lines ("PO File Format Evolution").
_FLAGS = ("#,", "#=")
_FLAG = re.compile(r"[^\s,]+")
_SPACED = re.compile(r"\A(?=\S)")
Block = list[Line]
Field = list[Line]


def _blocks(lines: Iterable[Line]) -> Iterator[Block]:
    block: Block = []
    seen: set[str] = set()
    for line in lines:
        if _begins(line, seen):
            yield block
            block, seen = [], set()
        block.append(line)
        if not line.is_comment and not line.is_previous:
            seen.add(line.kind.partition("[")[0])
    yield block


def _begins(line: Line, seen: set[str]) -> bool:
    """Whether the line is the first of a new entry, after one in which these keywords were seen."""
    if line.kind == _CONTINUATION:
        return False
    # A second `msgstr` lacks a `msgid` of its own; the message above has nothing to do with it.
    if line.is_comment or line.is_previous or line.kind == "msgstr":
        return "msgstr" in seen
    return line.kind in ("msgctxt", "msgid") and not seen.isdisjoint((line.kind, "msgid", "msgid_plural", "msgstr"))


def _entry(block: Block) -> PoEntry | Diagnostics:
    """The entry that a block of sound lines is, or what is wrong with it."""
    strings = [line for line in block if not line.is_comment]
    fields = _fields(line for line in strings if not line.is_previous)
    previous = _fields(line for line in strings if line.is_previous)
    if problem := _problem(fields, previous):
        return (warning("catalog-entry", problem, strings[0].span, "Until it is mended, this entry is left out."),)
    words = {field[0].kind: "".join(line.words for line in field) for field in fields}
    return PoEntry(
        message=Message(words["msgid"], words.get("msgctxt", "")),
        plural=words.get("msgid_plural", ""),
        forms=tuple(form for keyword, form in words.items() if keyword.startswith("msgstr")),
        flags=tuple(dict.fromkeys(flag for line in _comments(block, *_FLAGS) for flag in _FLAG.findall(line))),
        notes=_notes(block),
        comments=tuple(line.strip() for line in _comments(block, "#.")),
        references=tuple(name for line in _comments(block, "#:") for name in line.split()),
        previous=_previous(previous),
        is_obsolete=fields[0][0].is_obsolete,
        places=_places(fields, is_header=not words["msgid"]),
    )


def _fields(lines: Iterable[Line]) -> list[Field]:
    """The lines by field: each with a keyword begins one."""
    fields: list[Field] = []
    for line in lines:
        if line.kind == _CONTINUATION and fields:
            fields[-1].append(line)
        else:
            fields.append([line])
    return fields


def _problem(fields: list[Field], previous: list[Field]) -> str:
    keywords = [field[0].kind for field in fields]
    numbered = [keyword for keyword in keywords if "[" in keyword]
    if "msgid" not in keywords:
        return "A `msgid` is missing here."
    if not any(keyword.startswith("msgstr") for keyword in keywords):
        return "This message has no `msgstr`."
    if not _SHAPE.fullmatch(" ".join(keywords)) or numbered != [f"msgstr[{n}]" for n in range(len(numbered))]:
        return "A message is `msgid`, `msgstr` or `msgid`, `msgid_plural`, `msgstr[0]`, `msgstr[1]`, … in this order."
    if any(field[0].kind == "msgid_plural" and not any(line.words for line in field) for field in fields):
        return "This `msgid_plural` is empty."
    if previous and not _PREVIOUS_SHAPE.fullmatch(" ".join(field[0].kind for field in previous)):
        return "The previous English is `#| msgctxt`, `#| msgid`, `#| msgid_plural`, in this order."
    if len({line.is_obsolete for field in fields for line in field}) > 1:
        return "One part of this message is obsolete (`#~`), another is not."
    return ""


def _previous(fields: list[Field]) -> Previous | None:
    words = {field[0].kind: "".join(line.words for line in field) for field in fields}
    if not words:
        return None
    return Previous(Message(words["msgid"], words.get("msgctxt", "")), words.get("msgid_plural", ""))


def _notes(block: Block) -> tuple[str, ...]:
    return tuple(_SPACED.sub(" ", line) for line in _comments(block, "#"))


def _comments(block: Block, *kinds: str) -> tuple[str, ...]:
    return tuple(line.words for line in block if line.kind in kinds)


def _places(fields: list[Field], *, is_header: bool) -> dict[str, Span]:
    keywords = {field[0].kind: field[0].span for field in fields}
    if not is_header:
        return keywords
    lines = ((words, line.span) for field in fields for line in field for words in line.words.split("\n"))
    named = ((words.partition(":"), span) for words, span in lines)
    return {name.strip(): span for (name, colon, _), span in named if colon} | keywords
