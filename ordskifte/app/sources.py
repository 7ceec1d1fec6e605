"""The sources of a site, for the commands that build nothing; and how these commands stop."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from ordskifte.app import console
from ordskifte.app.build import CACHE
from ordskifte.load import Files, load
from ordskifte.model.clock import parsed_moment
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import Diagnostics
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.recipe import recipe
from ordskifte.pipeline.sources import quoted
from ordskifte.pipeline.store import SpoiltStore, store_in_memory
from ordskifte.write import OUTPUT

Answer = TypeVar("Answer")

CONTENT = "content"
"""The folder of all articles, authors and pages."""


def source_files(source: Path) -> Files:
    """The files of a site; what was built of it is none of them."""
    return load(source, exclude=[source / OUTPUT])


def interface_files(source: Path) -> Files:
    """The files of a site but its articles, of which there may be ten thousand."""
    return load(source, exclude=[source / OUTPUT, source / CONTENT])


def answered(source: Path, answer: Callable[[Files, Memo], Answer]) -> Answer:
    """What is made of the files of a site, with the help of the builds' store, which stays as they left it."""
    files = source_files(source)
    try:
        with store_in_memory(source / CACHE, recipe()) as store:
            return answer(files, Memo(files, store))
    except SpoiltStore:
        with store_in_memory() as store:
            return answer(files, Memo(files, store))


def named_moment(text: str, config: Config, option: str) -> datetime:
    """The moment that an option names, in the site's zone. Stops where its clocks skip it."""
    try:
        return parsed_moment(text, config.time_zone)
    except ValueError as problem:
        raise click.BadParameter(f"{problem}.", param_hint=option) from None


def stop(files: Files, problems: Diagnostics) -> NoReturn:
    """Tell of what is wrong with the files, and end."""
    console.tell(console.as_text(problems, quoted(files, problems)))
    raise SystemExit(1)
