"""Problems as values: what an author got wrong, and where, told to a person who can mend it."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Span(Struct, frozen=True, order=True, tag=True, array_like=True):
    """A place in a source file; lines and columns count from 1, and line 0 stands for the whole file."""

    source: str
    line: int = 0
    column: int = 0


class At(Struct, frozen=True, tag=True, array_like=True):
    """A place by name (`authors.0`, `link.3`), used by rooms that do not know lines."""

    source: str
    name: str


Places = Mapping[str, Span]
"""Where in its source each named thing of a document stands."""


class Diagnostic(Struct, frozen=True, array_like=True):
    """One problem: a stable code, a sentence, the place, and what to do about it."""

    severity: Severity
    code: str
    message: str
    span: Span | At
    hint: str = ""
    known_as: str = ""
    """What it is known by from one run to the next, where the sentence has a count or a position in it."""
    outputs: tuple[str, ...] = ()
    """The files of the output that show it, where its place is another."""

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


Diagnostics = tuple[Diagnostic, ...]


def error(code: str, message: str, span: Span | At, hint: str = "") -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, message, span, hint)


def warning(code: str, message: str, span: Span | At, hint: str = "") -> Diagnostic:
    return Diagnostic(Severity.WARNING, code, message, span, hint)


def placed(diagnostic: Diagnostic, places: Mapping[str, Places]) -> Diagnostic:
    """The diagnostic with the line and column of its named place.

    A name that has no place of its own stands at the nearest one that holds it (`tags.3` at `tags`), else at the file.
    """
    if isinstance(diagnostic.span, Span):
        return diagnostic
    source, name = diagnostic.span.source, diagnostic.span.name
    known = places.get(source, {})
    while name and name not in known:
        name = name.rpartition(".")[0]
    return replace(diagnostic, span=known.get(name) or Span(source))


CAUSES = frozenset({"access-no-key"})
"""The codes of what others follow from, wherever these stand."""


def in_order(diagnostics: Diagnostics) -> Diagnostics:
    """The diagnostics sorted by place, each told once; those that others follow from come first."""

    def place(diagnostic: Diagnostic) -> tuple[bool, str, int, int, str, str, str]:
        span = diagnostic.span
        line, column = (span.line, span.column) if isinstance(span, Span) else (0, 0)
        is_effect = diagnostic.code not in CAUSES
        return is_effect, span.source, line, column, diagnostic.code, diagnostic.message, diagnostic.hint

    return tuple(sorted(dict.fromkeys(diagnostics), key=place))
