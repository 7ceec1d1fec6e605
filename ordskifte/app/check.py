"""`check`: the sources, the translations and the built site looked over, for people and for CI. Builds nothing."""

import gc
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from msgspec.structs import replace

from ordskifte.app import console
from ordskifte.app.build import (
    CACHE,
    asked,
    at_option,
    base_url_option,
    drafts_option,
    failures_told,
    jobs_option,
    key_file_option,
    output_of,
    preview_option,
    source_option,
    with_key,
)
from ordskifte.app.sarif import as_sarif
from ordskifte.check.findings import VERSION, Baseline, Findings, Known, against, baseline, folded, parse_baseline
from ordskifte.load import load
from ordskifte.model.codes import stops_build
from ordskifte.model.diagnostics import Diagnostics
from ordskifte.pipeline.checked import Checked, checked, output_lines
from ordskifte.pipeline.recipe import recipe
from ordskifte.pipeline.results import Made, Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import SpoiltStore, drop, open_store
from ordskifte.pipeline.workers import workers
from ordskifte.write import WriteFailed, write_source

GRAVE = ("error", "warning")


def checked_site(source: Path, output: Path, cache: Path | None, options: Options, seams: Seams, jobs: int) -> Checked:
    """What is wrong with a site and with what was built of it. The work is shared on this machine only.

    Raises MomentRefused, WorkFailed or OSError.
    """
    try:
        with TemporaryDirectory(prefix="ordskifte-") as scratch, open_store(cache, recipe()) as store:
            files = load(source, exclude=[output])
            crew = workers(jobs, None, Path(scratch))
            root = os.fsencode(output.resolve())
            return checked(files, root, _name(output, source), store, options, seams, crew, console.Progress())
    except SpoiltStore:
        if cache is None:
            raise
        drop(cache)
        return checked_site(source, output, None, options, seams, jobs)


def _name(output: Path, source: Path) -> str:
    """How problems name the output: from the source where it lies in it, so that all who check call it the same.

    A link, as `current` of a deploy, is called by its own name.
    """
    place, root = output.parent.resolve() / output.name, source.resolve()
    name = place.relative_to(root) if place.is_relative_to(root) else place
    return f"{name.as_posix()}/"


@click.command(epilog="Exit code: 0 nothing that fails, 1 there is, 2 the command itself cannot be understood.")
@click.argument("output", required=False, type=click.Path(path_type=Path))
@source_option
@base_url_option
@at_option
@drafts_option
@preview_option
@click.option(
    "--format",
    "shape",
    type=click.Choice([*console.FORMATS, "sarif"]),
    default="text",
    help="How problems are told: to people, to programs, beside the lines of a pull request on GitHub, or as SARIF.",
)
@click.option(
    "--fail-on",
    type=click.Choice(GRAVE),
    default="error",
    show_default=True,
    help="How grave a problem must be for the exit code to be 1.",
)
@click.option(
    "--baseline",
    "known",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A file of problems that are known: they are counted, and not told.",
)
@click.option("--write-baseline", is_flag=True, help="Write all problems that there are now into that file.")
@click.option("--no-cache", is_flag=True, help="Read everything anew, whatever builds have read.")
@jobs_option
@key_file_option
@click.pass_context
def command(
    ctx: click.Context,
    output: Path | None,
    source: Path,
    base_url: str,
    at: str,
    drafts: bool,
    preview: bool,
    shape: str,
    fail_on: str,
    known: Path | None,
    write_baseline: bool,
    no_cache: bool,
    jobs: int | None,
    key_file: Path | None,
) -> None:
    """Look over the sources and the built site in OUTPUT (if it is not named, output/ in the source, or preview/ for a
    preview).

    Tells what a build would tell, which translations are behind, and what is wrong with the files of the output as they
    are: languages, links, headings, pictures without words, canonical addresses and their like. Give it the options
    that the site was built with.
    """
    output = output or output_of(source, preview=preview)
    if not output.is_dir():
        raise click.UsageError(f"There is no built site at {output}. Build it first, or name where it is.")
    before = _baseline_before(known, write_baseline)
    options = with_key(asked(at, base_url, drafts=drafts, preview=preview), source, key_file)
    given: Mapping[str, Any] = ctx.obj or {}
    seams = Seams(given.get("renderers", ()), given.get("queries", {}))
    cache = None if no_cache else source / CACHE
    gc.disable()  # As for a build.
    with failures_told():
        done = checked_site(source, output, cache, options, seams, jobs or 0)
    if known and write_baseline:
        stopping = tuple(filter(stops_build, done.made.diagnostics))
        if stopping:
            console.tell(_worded(shape, replace(done.made, diagnostics=stopping), source, output))
            count = console.counted(len(stopping), "error")
            raise click.ClickException(f"{known} is not written: {count} would stop a build, and cannot be known.")
        _write_baseline(known, done.made.diagnostics)
        return
    found = against(done.made.diagnostics, before)
    told = replace(done.made, diagnostics=found.diagnostics)
    console.tell(_worded(shape, told, source, output))
    if shape == "text":
        console.tell(console.reading(told.diagnostics, console.invoked(ctx)))
    console.tell(_summary(done, told, found, known), to_errors=shape != "text")
    if any(problem.is_error or fail_on == "warning" for problem in found.diagnostics):
        raise SystemExit(1)


def _baseline_before(file: Path | None, is_written: bool) -> Baseline:
    """What is known already. Raises UsageError, also where a file that is no baseline would be written over."""
    if file is None and is_written:
        raise click.UsageError("--write-baseline needs --baseline FILE, to say where.")
    if file is None:
        return Baseline(VERSION, ())
    try:
        return parse_baseline(file.read_bytes())
    except FileNotFoundError:
        if is_written:
            return Baseline(VERSION, ())
        raise click.UsageError(f"There is no {file}. Write it with --write-baseline.") from None
    except (ValueError, OSError) as problem:
        outcome = "is not written over" if is_written else "cannot be read"
        raise click.UsageError(f"{file} {outcome}: {problem}.") from None


def _worded(shape: str, told: Made, source: Path, output: Path) -> str:
    """The problems in a format: programs are told each, people those of many outputs once."""
    if shape == "sarif":
        return as_sarif(told.diagnostics)
    if shape == "json":
        return console.as_json(told.diagnostics)
    name, root = _name(output, source), os.fsencode(output.resolve())
    shown = folded(told.diagnostics, name)
    lines = {**told.lines, **output_lines(root, name, shown)}
    return console.FORMATS[shape](replace(told, diagnostics=shown, lines=lines))


def _write_baseline(file: Path, diagnostics: Diagnostics) -> None:
    try:
        write_source(file.parent, file.name, baseline(diagnostics))
    except WriteFailed as problem:
        raise click.ClickException(str(problem)) from None
    console.tell(f"{file}: {console.counted(len(diagnostics), 'problem')} known from now on.\n")


def _summary(done: Checked, told: Made, found: Findings, known: Path | None) -> str:
    """What was looked at and what came of it, in a line or a few."""
    if not done.made.editions:
        return f"Not checked: {console.noted(told)}\n"
    pages = f"{console.counted(told.pages, 'page')} in {console.counted(len(told.editions), 'edition')}"
    words = [
        f"Checked {console.counted(done.files, 'file')}, {pages} ({', '.join(told.editions)}): {console.noted(told)}"
    ]
    foreign = ", ".join(f"{count} in {locale}" for locale, count in done.foreign.items() if count)
    if foreign and len(told.editions) > 1:
        words.append(f"Pages with a text in another language than their edition's: {foreign}.")
    if found.known:
        words.append(f"{console.counted(found.known, 'problem')} more, known to {known}.")
    words += [f"Known to {known}, and there no more: {gone}" for gone in _gone(found.gone)]
    if found.gone:
        words.append("Write the file again with --write-baseline, so that they cannot come back unseen.")
    return "\n".join(words) + "\n"


def _gone(known: Iterable[Known]) -> Iterator[str]:
    """What is there no more, once for all files that had it."""
    alike: dict[tuple[str, str], list[str]] = {}
    for gone in known:
        alike.setdefault((gone.message, gone.code), []).append(gone.file)
    for (message, code), files in alike.items():
        others = f" and {len(files) - 1} more" if len(files) > 1 else ""
        yield f"{files[0]}{others}: {message} [{code}]"
