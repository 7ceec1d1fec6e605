"""`build`: the site made and written, and an exit code: 0 built, 1 the author's errors, 2 usage."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from ordskifte.app import console
from ordskifte.model.clock import parsed_moment
from ordskifte.pipeline.walk import Options, Seams, build
from ordskifte.write import OutputBusy, OutputRefused, WriteFailed

Folder = click.Path(file_okay=False, path_type=Path)


def read_moment(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """The build's clock: what `--at` says, else SOURCE_DATE_EPOCH, else now."""
    if value:
        try:
            parsed_moment(value, "UTC")
        except ValueError as problem:
            raise click.BadParameter(str(problem)) from None
        return value
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).isoformat()
        except (ValueError, OverflowError, OSError):
            raise click.UsageError("SOURCE_DATE_EPOCH is not a number of seconds.") from None
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_url(_: click.Context, __: click.Parameter, value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        raise click.BadParameter(f"{value!r} is not an address such as https://example.org/magazine/.")
    return value


def seams(obj: Mapping[str, Any] | None) -> Seams:
    """What `build.py` added."""
    return Seams(tuple(obj["renderers"]), dict(obj["queries"])) if obj else Seams()


@click.command()
@click.option("--source", type=Folder, default=Path(), help="The folder of the site.  [default: this one]")
@click.option("--output", type=Folder, help="Where to write it.  [default: output/ in the source]")
@click.option("--base-url", callback=read_url, default="", help="Another address than site.toml's, with its path.")
@click.option("--at", callback=read_moment, metavar="TIME", help="Build as at this moment, such as 2026-05-01T08:00.")
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--force", is_flag=True, help="Replace an output folder that something else has made.")
@click.option(
    "--format", "shape", type=click.Choice(list(console.FORMATS)), default="text", help="How to tell problems."
)
@click.pass_obj
def command(
    obj: Mapping[str, Any] | None,
    source: Path,
    output: Path | None,
    base_url: str,
    at: str,
    drafts: bool,
    force: bool,
    shape: str,
) -> None:
    """Build the site into its output folder.

    With errors nothing is written: the site that was there stays as it was.
    """
    if not source.is_dir():
        raise click.UsageError(f"There is no folder {source}.")
    options = Options(at=at, base_url=base_url, shows_drafts=drafts)
    try:
        built = build(source, output or source / "output", options, seams(obj), console.Progress(), force)
    except OutputRefused as problem:
        raise click.UsageError(str(problem)) from None
    except (OutputBusy, WriteFailed) as problem:
        raise click.ClickException(str(problem)) from None
    console.tell(console.FORMATS[shape](built.made))
    console.tell(f"{console.summary(built)}\n", to_errors=shape != "text")
    if built.made.has_errors:
        raise SystemExit(1)
