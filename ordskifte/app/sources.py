"""The sources of a site, for the commands that build nothing; and how these commands stop."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from ordskifte.app import console
from ordskifte.app.build import CACHE
from ordskifte.load import Files, load
from ordskifte.model.clock import parsed_moment
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import Diagnostic, Diagnostics
from ordskifte.model.document import Source
from ordskifte.model.translations import Ledger, Segments, State, ledger_path
from ordskifte.parse.ledger import parse_ledger
from ordskifte.parse.segments import segments
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.parsing import with_body
from ordskifte.pipeline.recipe import recipe
from ordskifte.pipeline.sources import Parsed, quoted
from ordskifte.pipeline.store import SpoiltStore, store_in_memory
from ordskifte.resolve.translations import gather
from ordskifte.tools.statuses import Texts
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


class Sources:
    """The sources of a site, what they are versions of, and their words."""

    def __init__(self, files: Files, texts: Parsed, states: Mapping[str, State]) -> None:
        self.config = texts.config
        self._files = files
        self._sources = texts.sources.all()
        self.works, _ = gather(texts.faces.all().values(), tuple(self.config.editions), states)

    @property
    def texts(self) -> Texts:
        return Texts(self.segments_at, self.ledger)

    def source_at(self, path: str) -> Source:
        return with_body(self._sources[path], self._content(path))

    def segments_at(self, path: str) -> Segments:
        return segments(self.source_at(path))

    def ledger(self, key: str) -> Ledger:
        return self._ledger(key)[0]

    def _ledger(self, key: str) -> tuple[Ledger, Diagnostics]:
        path = ledger_path(key)
        return parse_ledger(path, self._content(path)) if path in self._files.stamps else ({}, ())

    def _content(self, path: str) -> bytes:
        content = self._files.read(path)
        if isinstance(content, Diagnostic):
            stop(self._files, (content,))
        return content
