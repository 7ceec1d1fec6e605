"""The only printer: diagnostics and summaries for people, for programs and for the annotations of a code host."""

import json
import os
import shlex
import sys
import unicodedata
from collections.abc import Callable, Mapping
from itertools import accumulate
from time import monotonic

import click

from ordskifte.model.codes import CODES
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Severity, Span
from ordskifte.pipeline.results import Built, Made

WIDTH = 40
"""Cells of the progress bar."""
SHOWN = 110
"""Cells of a terminal that a line of a source may fill."""
FEW = 3
"""Codes that are named to be read about."""
LONG = 10
"""Seconds of a build after which people may want to know what took so long."""
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def as_text(diagnostics: Diagnostics, lines: Mapping[Span, str]) -> str:
    """Each diagnostic with its place, the line it is on, a caret and the hint."""
    return "".join(f"{_paragraph(diagnostic, lines)}\n" for diagnostic in diagnostics)


def _paragraph(diagnostic: Diagnostic, lines: Mapping[Span, str]) -> str:
    severity = click.style(diagnostic.severity.value, fg=COLOURS[diagnostic.severity], bold=True)
    words = f"{severity}: {visible(diagnostic.message)} [{diagnostic.code}]"
    parts = [f"{click.style(visible(place(diagnostic)), bold=True)}: {words}"]
    span = diagnostic.span
    if isinstance(span, Span) and span in lines:
        margin = f"{span.line:>5} | "
        before, after = _window(lines[span], span.column)
        parts.append(click.style(margin, dim=True) + before + after)
        if span.column:
            parts.append(
                " " * len(margin) + _blank(before) + click.style("^", fg=COLOURS[diagnostic.severity], bold=True)
            )
    if diagnostic.hint:
        parts.append(f"        {visible(diagnostic.hint)}")
    return "\n".join(parts) + "\n"


def _window(line: str, column: int) -> tuple[str, str]:
    """What of a line is shown before the column, and what from there on; a long one loses its ends."""
    at = max(column - 1, 0)
    # A line may be a megabyte; more than this of it is never shown.
    before, after = visible(line[max(at - 4 * SHOWN, 0) : at]), visible(line[at : at + 4 * SHOWN])
    before = _beginning(before[::-1], max(SHOWN // 2, SHOWN - _cells(after)))[::-1]
    return before, _beginning(after, SHOWN - _cells(before))


def _beginning(text: str, cells: int) -> str:
    """As much of a text as stands in so many cells of a terminal, with a mark where it goes on."""
    if _cells(text) <= cells:
        return text
    taken = accumulate(text, lambda used, character: used + _cells(character), initial=0)
    return text[: sum(used < cells for used in taken) - 1] + "…"


def _cells(text: str) -> int:
    """How many cells of a terminal a text fills; a tab is counted as one. Unicode Standard Annex #11."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.category(character) in ("Mn", "Me") for character in text)


def _blank(text: str) -> str:
    """Nothing, as wide as the text; a tab is as wide as another where it begins in the same cell."""
    return "".join("\t" if character == "\t" else " " * _cells(character) for character in text)


def visible(text: str) -> str:
    """The text without what a terminal would obey or hide: controls, directional marks, zero-width characters."""
    return "".join(
        "\ufffd" if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") and character != "\t" else character
        for character in text
    )


def place(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    if not isinstance(span, Span) or not span.line:
        return span.source
    return f"{span.source}:{span.line}:{span.column}" if span.column else f"{span.source}:{span.line}"


def as_json(diagnostics: Diagnostics) -> str:
    """One JSON array; lines and columns count from 1, and 0 stands for a whole file.

    What stands in a template and shows in outputs has these as `outputs`.
    """
    return json.dumps([_record(diagnostic) for diagnostic in diagnostics], indent=2) + "\n"


def _record(diagnostic: Diagnostic) -> Mapping[str, object]:
    span = diagnostic.span
    line, column = (span.line, span.column) if isinstance(span, Span) else (0, 0)
    record = {
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "file": span.source,
        "line": line,
        "column": column,
        "hint": diagnostic.hint,
    }
    return {**record, "outputs": diagnostic.outputs} if diagnostic.outputs else record


def as_github(diagnostics: Diagnostics) -> str:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    return "".join(f"{_annotation(_record(diagnostic))}\n" for diagnostic in diagnostics)


def _annotation(record: Mapping[str, object]) -> str:
    place = f"file={_escaped(str(record['file']), ',:')}"
    if record["line"]:
        place += f",line={record['line']}" + (f",col={record['column']}" if record["column"] else "")
    words = f"{record['message']} {record['hint']}".strip()
    return f"::{record['severity']} {place},title={_escaped(str(record['code']), ',:')}::{_escaped(words)}"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(character):02X}" if character in f"%\r\n{more}" else character for character in text)


def noted(made: Made) -> str:
    """How many problems there are: "1 error, 2 warnings."."""
    errors = sum(diagnostic.is_error for diagnostic in made.diagnostics)
    warnings = len(made.diagnostics) - errors
    return f"{counted(errors, 'error')}, {counted(warnings, 'warning')}."


def summary(built: Built, *, is_verbose: bool = False) -> str:
    """What a build did, in a line or two; how long its stages took if that is wanted, or if it was long."""
    made = built.made
    if made.has_errors:
        return f"Not built: {noted(made)} The site that was there stays as it was."
    changes = f"{len(built.written)} written, {len(built.unchanged)} unchanged, {len(built.removed)} removed"
    pages = f"{counted(made.pages, 'page')} in {counted(len(made.editions), 'edition')} ({', '.join(made.editions)})"
    words = [f"Built {pages}: {changes}. {noted(made)}"]
    if not built.seconds:
        words.append("Nothing has changed.")
    elif is_verbose or sum(built.seconds.values()) > LONG:
        words.append(", ".join(f"{stage} {took:.2f} s" for stage, took in built.seconds.items()))
    return "\n".join(words)


def counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def reading(diagnostics: Diagnostics, program: str) -> str:
    """How to read more about these problems, for someone at a terminal; `program` is what runs this one."""
    codes = [code for code in dict.fromkeys(problem.code for problem in diagnostics) if code in CODES]
    if not codes or not sys.stdout.isatty():
        return ""
    return click.style(f"Read more:  {program} explain {' '.join(codes[:FEW])}", dim=True) + "\n"


def tell(text: str, *, to_errors: bool = False) -> None:
    """Print; what the reader's encoding lacks is shown escaped. One who has gone away is no error, and is told no more.

    Raises ClickException where there is no room for the words.
    """
    encoding = getattr(sys.stderr if to_errors else sys.stdout, "encoding", None) or "utf-8"
    try:
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding), err=to_errors, nl=False)
    except BrokenPipeError:
        # What waits in the stream's buffer would be tried again when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if to_errors else sys.stdout).fileno())
    except OSError as problem:
        raise click.ClickException(f"Nothing more can be printed: {problem.strerror}.") from None


def invoked(ctx: click.Context) -> str:
    """What people type to run this program: `ordskifte`, `python -m ordskifte` or `python build.py`."""
    name = ctx.find_root().info_name or "ordskifte"
    return f"python {name}" if name.endswith(".py") else name


class Whole(click.IntRange):
    """A number that is typed, told as people call it where it is none."""

    name = "whole number"


def typed(word: str) -> str:
    """A word as the shell of this system wants it typed."""
    return f'"{word}"' if os.name == "nt" and " " in word else word if os.name == "nt" else shlex.quote(word)


class Progress:
    """A bar on a terminal's standard error, once something has taken more than a second; nothing elsewhere."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._is_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._shown = 0

    def __call__(self, done: int, of: int) -> None:
        share = done * WIDTH // max(of, 1)
        if self._is_terminal and share != self._shown and monotonic() - self._began > 1:
            self._shown = share
            end = "\r\033[K" if done == of else ""
            click.echo(f"\r[{'#' * share:<{WIDTH}}] {done} of {of}{end}", err=True, nl=False)


FORMATS: Mapping[str, Callable[[Made], str]] = {
    "text": lambda made: as_text(made.diagnostics, made.lines),
    "json": lambda made: as_json(made.diagnostics),
    "github": lambda made: as_github(made.diagnostics),
}
