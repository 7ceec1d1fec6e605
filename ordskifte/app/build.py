"""`build`: the site made and written, and an exit code: 0 built, 1 the author's errors, 2 usage."""

import gc
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import urlsplit

import click
from msgspec.structs import replace

from ordskifte.app import console
from ordskifte.load import CONFIG, load
from ordskifte.model.clock import parsed_moment
from ordskifte.pipeline.recipe import recipe
from ordskifte.pipeline.results import Built, MomentRefused, Options, WorkFailed
from ordskifte.pipeline.store import SpoiltStore, drop, open_store
from ordskifte.pipeline.unchanged import unchanged
from ordskifte.write import OUTPUT, PREVIEW, OutputBusy, OutputRefused, WriteFailed, open_output

# The host, perhaps with a port, and a path of plain names.
_ADDRESS = re.compile(
    r"https?://([\w.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)*/?", re.IGNORECASE
)

OF_NOBODY = ("example.com", "example.net", "example.org")
"""Hosts for examples. https://www.rfc-editor.org/rfc/rfc2606#section-3"""


def read_source(_: click.Context, __: click.Parameter, source: Path) -> Path:
    return site_folder(source)


def site_folder(source: Path) -> Path:
    """The folder of a site, known by its site.toml. Stops where there is none."""
    if not os.path.lexists(source / CONFIG):
        there = f"There is no {CONFIG} in {source.absolute()}." if source.exists() else f"There is no folder {source}."
        raise click.UsageError(
            f"{there} Stand in the folder of a site, name one with --source, or begin one with init."
        )
    return source


def read_moment(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """The build's clock: what `--at` says, else SOURCE_DATE_EPOCH, else now."""
    if value:
        try:
            parsed_moment(value, "UTC")
        except ValueError as problem:
            raise click.BadParameter(f"{problem}.") from None
        return value
    return present()


def present() -> str:
    """What SOURCE_DATE_EPOCH says, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).isoformat()
        except (ValueError, OverflowError, OSError):
            raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, which is no number of seconds.") from None
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_url(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not _ADDRESS.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not an address such as https://example.org/magazine/.")
    return value


def is_of_nobody(url: str) -> bool:
    """Whether a site still has the address that it has until someone writes its own."""
    return urlsplit(url).hostname in OF_NOBODY


source_option = click.option(
    "--source",
    type=click.Path(file_okay=False, path_type=Path),
    callback=read_source,
    default=Path(),
    help="The folder that holds site.toml.  [default: the one you are in]",
)
base_url_option = click.option(
    "--base-url",
    callback=read_url,
    default="",
    metavar="URL",
    help="Another address than site.toml's, with its path, such as https://name.github.io/magazine/.",
)
at_option = click.option(
    "--at",
    callback=read_moment,
    metavar="TIME",
    help="The moment it is made for, such as 2026-05-01 or 2026-05-01T08:00.  [default: SOURCE_DATE_EPOCH, else now]",
)
drafts_option = click.option("--drafts", is_flag=True, help="With articles that are marked as drafts.")
preview_option = click.option(
    "--preview",
    is_flag=True,
    help="With drafts and articles whose date is still to come, and hidden from search engines.",
)


def output_of(source: Path, *, preview: bool) -> Path:
    """Where a site is written to or checked if nobody names a place; a preview lies beside the site."""
    return source / (PREVIEW if preview else OUTPUT)


def asked(at: str, base_url: str, *, drafts: bool, preview: bool) -> Options:
    """What a build is asked for: a preview has drafts and what is still to come."""
    return Options(at, base_url, shows_drafts=drafts or preview, shows_future=preview, is_preview=preview)


jobs_option = click.option(
    "--jobs",
    type=console.Whole(1),
    metavar="NUMBER",
    help="How many processes share the work.  [default: one for each core, where there is enough to do]",
)


key_file_option = click.option(
    "--key-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file with the key for members' text, outside the source.  [default: $ORDSKIFTE_ACCESS_KEY]",
)


def with_key(options: Options, source: Path, file: Path | None) -> Options:
    """The options with the key of the site, if one is given."""
    if file is None and not os.environ.get("ORDSKIFTE_ACCESS_KEY"):
        return options  # And no cipher need be imported.
    return replace(options, master=import_module("ordskifte.app.key").given_key(source, file))


CACHE = Path(".cache", "ordskifte.sqlite")
"""Where, from the source, it is kept what earlier builds have made."""
LATER = ("ordskifte.pipeline.walk", "ordskifte.pipeline.seams", "ordskifte.pipeline.workers")
"""Imported once something has changed: it takes longer than a build that changes nothing."""
Seams = Mapping[str, Any]
"""What `build.py` added: `renderers`, `queries` and `executor`."""


def built_site(
    source: Path,
    output: Path,
    cache: Path | None,
    options: Options,
    seams: Seams,
    force: bool,
    jobs: int = 1,
) -> Built:
    """The site made and written, or left as it is where nothing has changed.

    `jobs` is how many processes share the work; 0 for as many as there are cores, where the work is worth it.
    Raises MomentRefused, OutputRefused, OutputBusy, WorkFailed or WriteFailed.
    """
    try:
        with open_output(output, source, force, wait=10) as folder, open_store(cache, recipe()) as store:
            files = load(source, exclude=[output])
            built = unchanged(files, folder, store, options)
            if built is None:
                walk, added, crew = map(import_module, LATER)
                site_seams = added.Seams(seams.get("renderers", ()), seams.get("queries", {}))
                workers = crew.workers(jobs, seams.get("executor"), folder.scratch)
                built = walk.build(files, folder, store, options, site_seams, workers, console.Progress())
            return built
    except SpoiltStore:
        if cache is None:
            raise
        drop(cache)
        return built_site(source, output, None, options, seams, force, jobs)


@contextmanager
def failures_told(outcome: str = "") -> Iterator[None]:
    """What keeps the work from being done ends the command in words; `outcome` is what it means for the site."""
    try:
        yield
    except MomentRefused as problem:
        raise click.BadParameter(f"{problem}.", param_hint="--at") from None
    except OutputRefused as problem:
        raise click.UsageError(str(problem)) from None
    except (OutputBusy, WriteFailed) as problem:
        raise click.ClickException(str(problem)) from None
    except WorkFailed as problem:
        console.tell(problem.trace, to_errors=True)
        report = "Please report it with the lines above. " if problem.trace else ""
        raise click.ClickException(f"{problem}.\n{report}{outcome}".rstrip()) from None
    except SpoiltStore as problem:
        place = f"The folder for temporary files, {gettempdir()}, takes no more"
        raise click.ClickException(f"{place} ({problem.__cause__}).\n{outcome}".rstrip()) from None
    except OSError as problem:  # Of the system, such as too many open files; what concerns a file is told above.
        raise click.ClickException(f"{problem}.\n{outcome}".rstrip()) from None


@click.command(epilog="Exit code: 0 built, 1 there are errors to mend, 2 the command itself cannot be understood.")
@source_option
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the site is written to.  [default: output/ in the source, preview/ for a preview]",
)
@base_url_option
@at_option
@drafts_option
@preview_option
@click.option("--force", is_flag=True, help="Take over an output folder that holds other things, which are removed.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(list(console.FORMATS)),
    default="text",
    help="How problems are told: to people, to programs, or beside the lines of a pull request on GitHub.",
)
@click.option("--no-cache", is_flag=True, help="Make everything anew, whatever earlier builds have made.")
@jobs_option
@key_file_option
@click.option("--verbose", is_flag=True, help="Tell how long each stage took.  [default: after a long build]")
@click.option("--require-key", is_flag=True, help="Let a key that is missing be an error; for deploys.")
@click.pass_context
def command(
    ctx: click.Context,
    source: Path,
    output: Path | None,
    base_url: str,
    at: str,
    drafts: bool,
    preview: bool,
    force: bool,
    no_cache: bool,
    shape: str,
    jobs: int | None,
    key_file: Path | None,
    verbose: bool,
    require_key: bool,
) -> None:
    """Build the site into its output folder.

    All problems are told at once, each with its file, line and column. Where there are errors nothing is written: the
    site that was there stays as it was. Files that have not changed are left alone, and those that are no longer part
    of the site are removed.
    """
    options = with_key(asked(at, base_url, drafts=drafts, preview=preview), source, key_file)
    options = replace(options, requires_key=require_key)
    folder = output or output_of(source, preview=preview)
    cache = None if no_cache else source / CACHE
    gc.disable()  # What is made is wanted until the end: to look for what is not takes a fifth of the time.
    with failures_told("The site that was there stays as it was."):
        built = built_site(source, folder, cache, options, ctx.obj or {}, force, jobs or 0)
    console.tell(console.FORMATS[shape](built.made))
    if shape == "text":
        console.tell(console.reading(built.made.diagnostics, console.invoked(ctx)))
    console.tell(f"{console.summary(built, is_verbose=verbose)}\n", to_errors=shape != "text")
    if built.made.has_errors:
        raise SystemExit(1)
