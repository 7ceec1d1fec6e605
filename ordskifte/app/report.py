"""`report`: what is translated, what is left and what comes next, as pages for translators and as JSON for programs."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec
from msgspec import Struct

from ordskifte.app import console
from ordskifte.app.build import asked, at_option, base_url_option, failures_told, source_option
from ordskifte.app.folders import unpublished
from ordskifte.app.sources import Sources, answered, stop
from ordskifte.check.findings import graded
from ordskifte.load import Files
from ordskifte.model.catalog import PSEUDO_LOCALE
from ordskifte.model.diagnostics import Diagnostics, in_order
from ordskifte.pipeline.catalogs import catalog_findings
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared, prepared
from ordskifte.pipeline.results import Options, Seconds
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.sources import Parsed
from ordskifte.pipeline.workers import HERE
from ordskifte.render import wording
from ordskifte.render.queries import title
from ordskifte.tools.report.assembled import report
from ordskifte.tools.report.examples import examples
from ordskifte.tools.report.messages import Shelf
from ordskifte.tools.report.pages import INDEX, JSON, files
from ordskifte.tools.report.values import FORMAT, Report
from ordskifte.tools.report.works import Desk
from ordskifte.tools.statuses import statuses
from ordskifte.write import write_folder

BUILDER = "build.py"
"""The file by which a site that has one is built; the commands to paste then begin with it."""


@click.command(epilog="Exit code: 0 written, 1 not written, 2 the command itself cannot be understood.")
@source_option
@click.option(
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The folder that the report is written to; never one that is published.",
)
@base_url_option
@at_option
@click.pass_obj
def command(obj: Mapping[str, Any] | None, source: Path, output: Path, base_url: str, at: str) -> None:
    """Write a report for translators, to be opened in a browser: index.html in FOLDER.

    It has the state of every work in every language, how many words are left, what to translate next, what has changed
    in each original beside its translation with the commands to paste, and the messages of the interface with the pages
    that show them. The same stands in report.json, for programs.

    It shows the words of all texts, also those for members only: do not publish it.
    """
    folder = unpublished(output, source, "the report")
    old = _files_before(folder)
    options = asked(at, base_url, drafts=False, preview=False)
    given = obj or {}
    seams = Seams(given.get("renderers", ()), given.get("queries", {}))
    with failures_told():
        found, errors = answered(source, partial(_found, source, options, seams))
        done = write_folder(folder, files(found), old)
    if errors:
        console.tell(
            f"The sources have {console.counted(errors, 'error')}, which `build` tells; what they are about may be"
            " missing in the report.\n",
            to_errors=True,
        )
    console.tell(
        f"{output}: {len(done.written)} written, {len(done.unchanged)} unchanged, {len(done.removed)} removed.\n"
        f"Open {output / INDEX} in a browser. Do not publish it: it shows the words of all texts.\n"
    )


# --------------------------------------------------------------------------------------
# What it is made of
# --------------------------------------------------------------------------------------


def _found(source: Path, options: Options, seams: Seams, tree: Files, memo: Memo) -> tuple[Report, int]:
    """The report, and how many errors there are in what it is made of."""
    ready = prepared(tree, memo, options, seams, HERE, Seconds())
    if not isinstance(ready, Prepared):
        stop(tree, in_order(ready))
    texts, ground = ready.texts, ready.rendering.plan.ground
    sources = Sources(tree, texts, ready.states)
    config, site = texts.config, ground.site
    uses = wording.asked(config, texts.templates.values())
    # A message that is used with a number here and without there is one with a plural.
    wanted = {use.message: use.plural for use in sorted(uses, key=lambda use: use.plural)}
    shelf = Shelf(
        config=config,
        catalogs=texts.catalogs,
        readings=texts.readings,
        paths=texts.catalog_paths,
        examples=examples(ready.rendering.plan, ready.targets.by_path.values(), wanted),
        diagnostics=graded(_of_catalogs(tree, texts, memo), config.severities),
    )
    desk = Desk(sources.works, sources.texts, site, _program(source))
    found = statuses(sources.works.values(), config, sources.texts)
    made = report(desk, shelf, found, uses, title(ground, config.default_locale), site.now.astimezone(config.zone))
    return made, sum(problem.is_error for problem in ready.diagnostics)


def _of_catalogs(tree: Files, texts: Parsed, memo: Memo) -> Diagnostics:
    """What is wrong with the words of the interface, in order: what a build tells of catalogs, and what it does not.

    Nobody mends the catalog that a machine has made.
    """
    paths = {*texts.catalog_paths.values()}
    of_build = (problem for problem in texts.diagnostics if problem.span.source in paths)
    by_machine = texts.catalog_paths.get(PSEUDO_LOCALE)
    found = (*of_build, *catalog_findings(tree, texts, memo))
    return in_order(tuple(problem for problem in found if problem.span.source != by_machine))


def _program(source: Path) -> str:
    return f"python {BUILDER}" if (source / BUILDER).is_file() else "ordskifte"


# --------------------------------------------------------------------------------------
# Where it is written
# --------------------------------------------------------------------------------------


class _Before(Struct, frozen=True):
    """What is to be known of a report that is written over."""

    format: str
    files: tuple[str, ...]


def _files_before(folder: Path) -> tuple[str, ...]:
    """The files of the report that the folder holds. Raises UsageError where it holds other things only."""
    if not folder.exists() or not any(folder.iterdir()):
        return ()
    try:
        before = msgspec.json.decode((folder / JSON).read_bytes(), type=_Before)
    except (OSError, msgspec.DecodeError):
        before = _Before("", ())
    if before.format.rpartition("-")[0] != FORMAT.rpartition("-")[0]:
        raise click.UsageError(f"{folder} is not empty, and holds no report. Name another folder.")
    return before.files
