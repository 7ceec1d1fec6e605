"""One template by itself, compiled: a value that can be kept, and from which no text has to be compiled again.

Knows what a template names and which messages it asks for; not the other templates, nor how one is rendered.
"""

import marshal
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.ext import babel_extract
from msgspec import Struct

from ordskifte.model.catalog import Extracted
from ordskifte.model.diagnostics import Diagnostic, Span, error
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
_EXTRACTION = {"extensions": "ordskifte.render.language.LangTag", "trim_blocks": "true", "lstrip_blocks": "true"}


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


def compiled(name: str, source: str) -> Compiled:
    """The template of this name under `templates/`; with a problem where it cannot be used at all."""
    known, messages = digest(source.encode()), _extracted(name, source)
    try:
        tree = _dialect().parse(source, name, FOLDER + name)
        code = marshal.dumps(_dialect().compile(tree, name, FOLDER + name))
    except TemplateSyntaxError as problem:
        return Compiled(known, problem=_syntax(name, problem), messages=messages)
    except _TOO_MUCH:
        message, hint = "This cannot be compiled: it is nested too deeply.", "Divide it into several templates."
        return Compiled(known, problem=error("template-syntax", message, Span(FOLDER + name), hint), messages=messages)
    refused = next(_refused(name, tree), None)
    if refused:
        return Compiled(known, problem=refused, messages=messages)
    named = set(meta.find_referenced_templates(tree))
    return Compiled(
        digest=known,
        references=tuple(sorted(other for other in named if other)),
        is_open=None in named,
        is_macros=all(map(_says_nothing, tree.body)),
        code=code,
        messages=messages,
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


def _extracted(name: str, source: str) -> tuple[Extracted, ...]:
    """A template that cannot be parsed asks for nothing."""
    try:
        found = list(babel_extract(BytesIO(source.encode()), list(_SHAPES), ["NOTE:"], _EXTRACTION))
    except (TemplateSyntaxError, *_TOO_MUCH):
        return ()
    messages: list[Extracted] = []
    for _, function, words, comments in found:
        literal = (words,) if isinstance(words, str) else words or ()
        parts = {name: part for name, part in zip(_SHAPES.get(function, ()), literal, strict=False) if part is not None}
        if "msgid" in parts:
            message = Message(parts["msgid"], parts.get("context", ""))
            notes = " ".join(comment.removeprefix("NOTE:").strip() for comment in comments)
            messages.append(Extracted(message, parts.get("plural", ""), notes, FOLDER + name))
    return tuple(messages)


def _syntax(name: str, problem: TemplateSyntaxError) -> Diagnostic:
    words = sentence(problem.message or type(problem).__name__)
    return error("template-syntax", f"{words}.", Span(FOLDER + name, problem.lineno, 1))
