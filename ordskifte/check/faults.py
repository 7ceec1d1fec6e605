"""Faults of outputs, and how they become problems: told once for all pages that have one, at its cause if known."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.codes import CODES
from ordskifte.model.diagnostics import Diagnostic, Span


class Fault(Struct, frozen=True):
    """One thing that is wrong with one output."""

    code: str
    message: str
    path: str
    """From the output folder."""
    sign: str = ""
    """What stands there in the file, such as `href="/gone/"`; empty if it is the file as a whole."""
    hint: str = ""
    is_literal: bool = False
    """Whether a template in which the sign stands too must be where it comes from."""


_JINJA = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)

Read = Callable[[str], str]
"""The text of a file by its path, or nothing."""


def told(
    faults: Iterable[Fault], folder: str, written: Read, templates: Mapping[str, str], sources: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """The faults as problems, those that many pages have in common once.

    `folder` is what outputs are called by, with a slash at its end, and `written` gives their text. `templates` are
    the texts of the templates by path: where the sign of a fault stands in one, that is its place. `sources` are the
    files whose text an output shows.
    """
    shared: dict[Fault, list[str]] = {}
    for fault in faults:
        shared.setdefault(replace(fault, path=""), []).append(fault.path)

    literal = {path: _JINJA.sub(_blank, text) for path, text in templates.items()}

    @cache
    def template(sign: str) -> Span | None:
        return next((span for path, text in literal.items() if (span := _place(path, text, sign))), None)

    for fault, found in shared.items():
        paths = sorted(set(found))
        span = template(fault.sign) if fault.is_literal else None
        span = span or _place(folder + paths[0], written(paths[0]) if fault.sign else "", fault.sign)
        hint = " ".join(filter(None, (fault.hint, _whereabouts(paths, sources, span, folder))))
        yield Diagnostic(CODES[fault.code], fault.code, fault.message, span or Span(folder + paths[0]), hint)


def _blank(found: re.Match[str]) -> str:
    """As many lines and columns without words."""
    return re.sub(r"[^\n]", " ", found[0])


def _place(path: str, text: str, sign: str) -> Span | None:
    """Where a sign stands in a text, whatever its white space."""
    words = r"\s+".join(re.escape(word) for word in sign.split())
    found = re.search(rf"(?<!\w){words}(?!\w)" if words[0].isalnum() else words, text) if words else None
    if found is None:
        return None
    before = text[: found.start()]
    return Span(path, before.count("\n") + 1, found.start() - before.rfind("\n"))


def _whereabouts(paths: list[str], sources: Mapping[str, str], span: Span | None, folder: str) -> str:
    """Which pages have the fault, as far as its place does not say."""
    first, others = paths[0], len(paths) - 1
    if span and not span.source.startswith(folder):
        on = first
    elif others:
        on = "this page"
    else:
        return f"It shows {sources[first]}." if first in sources else ""
    return f"On {on} and {others} more." if others else f"On {on}."
