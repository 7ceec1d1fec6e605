"""`redirects`: what becomes of addresses that have been published."""

from collections.abc import Collection
from pathlib import Path

import click

from ordskifte.app import console
from ordskifte.app.build import at_option, source_option
from ordskifte.app.urls import read, save
from ordskifte.model.site import Fate, Stray
from ordskifte.resolve.redirects import STRAY_CODES
from ordskifte.tools.urls import accepted


@click.group()
def command() -> None:
    """Say what becomes of addresses that have been published.

    A build refuses to let one vanish or move until that is said.
    """


@command.command("accept", short_help="Record where addresses that vanished or moved lead from now on.")
@source_option
@at_option
@click.argument("names", nargs=-1, metavar="[KEY|ADDRESS]...")
def accept(source: Path, at: str, names: tuple[str, ...]) -> None:
    """Record in urls.lock where addresses that have moved lead from now on, and which are gone for good.

    Name a work by its key, or an address from the root of the site, such as /articles/the-bench/. Without a name, all
    that has moved or vanished is meant. An address whose work stands elsewhere leads there, wherever it moves later;
    one whose work is no longer published is gone.
    """
    known = read(source, at, lambda problem: problem.code in STRAY_CODES)
    strays = known.strays
    unknown = [name for name in names if not _named(strays, (name,))]
    if unknown:
        message = f"Nothing that has moved or vanished is called {unknown[0]!r}."
        others = sorted({stray.published.url for stray in strays})
        raise click.BadParameter(f"{message} There is: {', '.join(others)}." if others else message)
    chosen = _named(strays, names) if names else strays
    if not chosen:
        console.tell("Nothing has moved or vanished.\n")
        return
    for stray in chosen:
        console.tell(f"{_sentence(stray)}\n")
    save(source, accepted(known.urls, chosen))


def _named(strays: Collection[Stray], names: Collection[str]) -> tuple[Stray, ...]:
    return tuple(stray for stray in strays if stray.published.key in names or stray.published.url in names)


def _sentence(stray: Stray) -> str:
    line = stray.published
    match stray.fate:
        case Fate.MOVED:
            return f"{line.url} leads to {stray.to} from now on."
        case Fate.TAKEN:
            return f"{line.url} is no longer the address of the {line.kind} `{line.key}`."
        case Fate.VANISHED:
            return f"{line.url} is gone."
