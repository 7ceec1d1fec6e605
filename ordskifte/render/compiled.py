"""One template by itself, compiled: a value that can be kept, and from which no text has to be compiled again.

Knows what a template names and which messages it asks for; not the other templates, nor how one is rendered.
"""

import marshal
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from jinja2 import TemplateSyntaxError, meta, nodes
from msgspec import Struct

from ordskifte.model.catalog import Extracted, unnamed
from ordskifte.model.codes import CODES
from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, Span, error
from ordskifte.model.fingerprints import digest
from ordskifte.model.text import Message
from ordskifte.render.dialect import Dialect, SiteView, is_out_of_reach, refusal
from ordskifte.render.language import Languages

FOLDER = "templates/"
_SHAPES: Mapping[str, tuple[str, ...]] = {
    "_": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
}
"""What the first arguments of each message function are."""
_TOO_MUCH = (RecursionError, SyntaxError, ValueError)
"""What Jinja and Python raise for hundreds of levels and thousands of digits."""
_NOTE = re.compile(r"\s*NOTE:\s+(?P<words>.*\S)\s*", re.DOTALL)


class Compiled(Struct, frozen=True):
    """A template as far as its own text tells it."""

    digest: bytes
    """Of the text."""
    references: tuple[str, ...] = ()
    """The templates that it names."""
    is_open: bool = False
    """Whether it names one by an expression, which may be any."""
    is_macros: bool = False
    """Whether it is nothing but macros and imports."""
    code: bytes = b""
    """Python's code, marshalled: for the Python and the Jinja that made it only. None where there is a problem."""
    problem: Diagnostic | None = None
    messages: tuple[Extracted, ...] = ()
    """Those that it asks for, with the notes to translators (`{# NOTE: … #}`) just above them."""
    remarks: Diagnostics = ()
    """What no build tells: the words that no translator is shown, or cannot be given values by name."""


def compiled(name: str, source: str) -> Compiled:
    """The template of this name under `templates/`; with a problem where it cannot be used at all."""
    known = digest(source.encode())
    messages: tuple[Extracted, ...] = ()
    remarks: Diagnostics = ()
    try:
        tree = _dialect().parse(source, name, FOLDER + name)
        calls = tuple(_calls(source, tree))
        messages, remarks = tuple(_extracted(name, source, calls)), tuple(_remarks(name, calls))
        code = marshal.dumps(_dialect().compile(tree, name, FOLDER + name))
    except TemplateSyntaxError as problem:
        return Compiled(known, problem=_syntax(name, problem), messages=messages, remarks=remarks)
    except _TOO_MUCH:
        message, hint = "This cannot be compiled: it is nested too deeply.", "Divide it into several templates."
        too_much = error("template-syntax", message, Span(FOLDER + name), hint)
        return Compiled(known, problem=too_much, messages=messages, remarks=remarks)
    refused = next(_refused(name, tree), None)
    if refused:
        return Compiled(known, problem=refused, messages=messages, remarks=remarks)
    named = set(meta.find_referenced_templates(tree))
    return Compiled(
        digest=known,
        references=tuple(sorted(other for other in named if other)),
        is_open=None in named,
        is_macros=all(map(_says_nothing, tree.body)),
        code=code,
        messages=messages,
        remarks=remarks,
    )


def sentence(words: str) -> str:
    """What an exception says, as a sentence without its full stop."""
    return words[:1].upper() + words[1:].rstrip(".")


@cache
def _dialect() -> Dialect:
    """One in which nothing is ever rendered."""
    return Dialect(SiteView(), Languages())


def _says_nothing(node: nodes.Node) -> bool:
    """Whether a part of a template that is imported has no words of its own."""
    if isinstance(node, nodes.Output):
        return all(isinstance(part, nodes.TemplateData) for part in node.nodes)
    return isinstance(node, nodes.Macro | nodes.Import | nodes.FromImport)


def _refused(name: str, tree: nodes.Template) -> Iterator[Diagnostic]:
    """What a template uses and may not."""
    for node in tree.find_all(nodes.Getattr):
        if is_out_of_reach(node.attr):
            hint = f'`site.year` is the year of the build; a key of that name in `extra` is `extra["{node.attr}"]`.'
            yield error("template-error", f"{refusal(node.attr)}.", Span(FOLDER + name, node.lineno), hint)


def _syntax(name: str, problem: TemplateSyntaxError) -> Diagnostic:
    words = sentence(problem.message or type(problem).__name__)
    return error("template-syntax", f"{words}.", Span(FOLDER + name, problem.lineno, 1))


# --------------------------------------------------------------------------------------
# Messages
# --------------------------------------------------------------------------------------


class _Call(Struct, frozen=True):
    """A call of a message function."""

    function: str
    line: int
    column: int
    """0 where it cannot be told."""
    words: Mapping[str, str]
    """Those of its words that are literal, by what they are."""
    is_literal: bool


def _calls(source: str, tree: nodes.Template) -> Iterator[_Call]:
    """The calls of message functions, in the order of their lines."""
    lines = source.split("\n")
    seen: Counter[tuple[int, str]] = Counter()
    named = ((call, call.node.name) for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name))
    asking = ((call, function) for call, function in named if function in _SHAPES)
    for call, function in sorted(asking, key=lambda each: each[0].lineno):
        given = dict(zip(_SHAPES[function], call.args, strict=False))
        words = {
            part: node.value
            for part, node in given.items()
            if isinstance(node, nodes.Const) and isinstance(node.value, str)
        }
        column = _column(lines[call.lineno - 1], function, seen[call.lineno, function])
        seen[call.lineno, function] += 1
        yield _Call(function, call.lineno, column, words, len(words) == len(given) and call.dyn_args is None)


def _column(line: str, function: str, number: int) -> int:
    """Where the call of a function stands that is not the first of this line, if `number` is not 0."""
    found = [call.start() + 1 for call in re.finditer(rf"(?<![\w.]){function}\s*\(", line)]
    return found[number] if number < len(found) else 0


def _extracted(name: str, source: str, calls: tuple[_Call, ...]) -> Iterator[Extracted]:
    notes = _notes(source)
    for call in calls:
        above = [line for line in notes if line <= call.line]
        if "msgid" in call.words:
            message = Message(call.words["msgid"], call.words.get("context", ""))
            comment = notes[above[-1]] if above else ""
            yield Extracted(message, call.words.get("plural", ""), comment, FOLDER + name)
        for line in above:
            del notes[line]


def _notes(source: str) -> dict[int, str]:
    """The notes to translators by the line that each begins on; those with nothing between them are one."""
    notes: dict[int, str] = {}
    last = 0
    for line, kind, words in _dialect().lex(source):
        note = _NOTE.fullmatch(words) if kind == "comment" else None
        if note and last:
            notes[last] += f"\n{note['words']}"
        elif note:
            last = line
            notes[line] = note["words"]
        elif kind not in ("comment", "comment_begin", "comment_end") and words.strip():
            last = 0
    return notes


def _remarks(name: str, calls: tuple[_Call, ...]) -> Iterator[Diagnostic]:
    for call in calls:
        span = Span(FOLDER + name, call.line, call.column)
        if not call.is_literal:
            message = f"No translator is ever shown what `{call.function}()` is given here: it is no string."
            hint = (
                'Write the words themselves, as in `_("Read more")`; choose between two calls, not between two strings.'
            )
            yield _remark("message-variable", message, span, hint)
        for words in call.words.values():
            if stray := unnamed(words):
                yield unnamed_remark(stray, span)


def unnamed_remark(stray: str, span: Span | At) -> Diagnostic:
    """That this stands in a message, and will be printed as it is."""
    message = f"`{stray}` is no placeholder, and would be printed as it stands."
    return _remark("message-unnamed", message, span, "Write `%(name)s`, by a name that tells translators what it is.")


def _remark(code: str, message: str, span: Span | At, hint: str) -> Diagnostic:
    return Diagnostic(CODES[code], code, message, span, hint)
