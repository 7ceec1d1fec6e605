"""`urls`: the ledger of the addresses that have been published, `urls.lock`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from msgspec import Struct

from ordskifte.app import console
from ordskifte.app.build import at_option, source_option
from ordskifte.app.sources import answered, named_moment, stop
from ordskifte.load import Files
from ordskifte.model.diagnostics import Diagnostic, in_order, placed
from ordskifte.model.site import Clock, Stray
from ordskifte.model.urls import LEDGER, Urls
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.resolved import resolved
from ordskifte.pipeline.sources import parsed, url_ledger
from ordskifte.pipeline.translations import translations
from ordskifte.pipeline.workers import HERE
from ordskifte.tools.urls import formatted, live, recorded
from ordskifte.write import WriteFailed, write_source

ATTRIBUTES, MERGED = ".gitattributes", f"{LEDGER} merge=union"


class Known(Struct, frozen=True):
    """A site and its ledger at one moment."""

    urls: Urls
    live: Urls
    """The addresses at which something stands now."""
    strays: tuple[Stray, ...]
    has_ledger: bool


@click.group()
def command() -> None:
    """Keep the ledger of the addresses that have been published, urls.lock.

    A build refuses to let one of them vanish or move unless `redirects accept` has recorded what becomes of it.
    """


@command.command("record", short_help="Add the addresses that the site has now to urls.lock.")
@source_option
@at_option
def record(source: Path, at: str) -> None:
    """Add the addresses of all works, authors and pages that are on the site now to urls.lock.

    Drafts and what comes later are never in it. Call it when the site has been published, and commit the file.
    """
    known = read(source, at, lambda _: False)
    urls = recorded(known.urls, known.live)
    before, after = set(known.urls), set(urls)
    if known.has_ledger:
        for sign, lines in (("-", before - after), ("+", after - before)):
            console.tell("".join(f"{sign} {line}\n" for line in sorted(map(str, lines))))
    save(source, urls)
    if not known.has_ledger and not _is_merged(source):
        console.tell(f"Put the line `{MERGED}` into {ATTRIBUTES}: git then brings branches together.\n")


def _is_merged(source: Path) -> bool:
    """Whether git has been told already how it brings branches together."""
    try:
        return MERGED in (source / ATTRIBUTES).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False


def read(source: Path, at: str, is_expected: Callable[[Diagnostic], bool]) -> Known:
    """The site as its readers see it, and what has been published of it.

    Stops where something is wrong that was not expected: of a site with errors it is not known what stands where.
    """
    return answered(source, partial(_known, at, is_expected))


def _known(at: str, is_expected: Callable[[Diagnostic], bool], files: Files, memo: Memo) -> Known:
    texts = parsed(files, memo, "", HERE)
    if isinstance(texts, tuple):
        stop(files, in_order(texts))
    urls, _ = url_ledger(files, memo)
    clock = Clock(named_moment(at, texts.config, "--at"))
    states = translations(files, texts, memo, HERE).states
    found = resolved(texts, states, files, memo, clock)
    errors = [problem for problem in (*texts.diagnostics, *found.diagnostics) if problem.is_error]
    unexpected = [problem for problem in errors if not is_expected(problem)]
    if unexpected:
        places = {problem.span.source: texts.places(problem.span.source) for problem in unexpected}
        stop(files, in_order(tuple(placed(problem, places) for problem in unexpected)))
    return Known(urls, live(found.site), found.site.strays, LEDGER in files.stamps)


def save(source: Path, urls: Urls) -> None:
    """Write the ledger, if it says anything else than it did."""
    try:
        changed = write_source(source, LEDGER, formatted(urls).encode())
    except WriteFailed as problem:
        raise click.ClickException(str(problem)) from None
    console.tell(f"{LEDGER}: {'written' if changed else 'unchanged'}\n")
