"""Diagnostics as a terminal shows them."""

import click

from ordskifte.app.console import as_text
from ordskifte.model.diagnostics import Diagnostics, Places, Span, in_order, placed


def shown(diagnostics: Diagnostics, path: str, text: str, places: Places) -> str:
    """What is told of one file, without colours."""
    found = in_order(tuple(placed(diagnostic, {path: places}) for diagnostic in diagnostics))
    lines = text.split("\n")
    spans = (diagnostic.span for diagnostic in found)
    quoted = {span: lines[span.line - 1] for span in spans if isinstance(span, Span) and span.line}
    return click.unstyle(as_text(found, quoted)).rstrip("\n")
