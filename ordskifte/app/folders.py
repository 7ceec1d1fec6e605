"""Folders for what is made of a site and is no part of it."""

from pathlib import Path

import click

from ordskifte.write import MARKER, OUTPUT, PREVIEW, misplaced


def unpublished(output: Path, source: Path, what: str) -> Path:
    """The real folder. Raises UsageError where `what` must not be: among the sources, and where a site is published."""
    try:
        folder, root = output.resolve(), source.resolve()
    except (OSError, RuntimeError):
        raise click.UsageError(f"{output} cannot hold {what}: its links lead nowhere.") from None
    reason = misplaced(folder, root) or _publication(folder, root)
    if reason:
        raise click.UsageError(f"{output} cannot hold {what}: {reason}")
    return folder


def _publication(folder: Path, root: Path) -> str:
    """That a folder is or lies in the output of a site; empty if it does not."""
    outputs = (root / OUTPUT, root / PREVIEW)
    for place in (folder, *folder.parents):
        if place in outputs or (place / MARKER).exists():
            return "it is or lies in the output of a site, which is there to be published."
    return ""
