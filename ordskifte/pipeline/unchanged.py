"""Whether anything has changed at all since the last build into a folder: asked before anything else is imported."""

from datetime import datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import Files
from ordskifte.model.clock import parsed_moment
from ordskifte.model.diagnostics import Diagnostics, Span
from ordskifte.model.files import Stamp
from ordskifte.pipeline.recorded import Record
from ordskifte.pipeline.results import Built, Made, Options
from ordskifte.pipeline.store import Store
from ordskifte.write import Output


class Moments(Struct, frozen=True):
    """The moment of a build, and the next at which time alone would change the site."""

    now: datetime
    next_change: datetime | None
    zone: str

    def hold(self, at: str) -> bool:
        """Whether nothing changes between then and another moment, which no site need have."""
        try:
            now = parsed_moment(at, self.zone)
        except ValueError:
            return False
        return self.now <= now and (self.next_change is None or now < self.next_change)


class Finished(Struct, frozen=True):
    """How a build ended, and the stamps of all that it read."""

    inputs: dict[str, Stamp]
    problems: Diagnostics
    """With the tree itself."""
    options: Options
    """But for the moment and the key."""
    key: bytes
    """A mark of that, if there was one."""
    moments: Moments
    made: Made
    lines: tuple[tuple[Span, str], ...]


def finished(files: Files, options: Options, made: Made, moments: Moments) -> bytes:
    """What `unchanged` is to know of this build."""
    lines = tuple(made.lines.items())
    ended = Finished(
        dict(files.stamps),
        files.diagnostics,
        _but_moment_and_key(options),
        _mark(options),
        moments,
        replace(made, lines={}),
        lines,
    )
    return msgspec.msgpack.encode(ended)


def _but_moment_and_key(options: Options) -> Options:
    return replace(options, at="", master=None)


def _mark(options: Options) -> bytes:
    return options.master.mark(b"key") if options.master else b""


def unchanged(files: Files, folder: Output, store: Store, options: Options) -> Built | None:
    """The last build's result, if a build now would end in the same; None if that takes a closer look."""
    record = Record(store, folder.name)
    folder.look(record.left, record.folders)
    if record.end is None or not folder.is_as_left(record.stamps) or folder.manifest_left() != record.manifest:
        return None
    ended = msgspec.msgpack.decode(record.end, type=Finished)
    is_same = (ended.inputs, ended.problems, ended.options, ended.key) == (
        files.stamps,
        files.diagnostics,
        _but_moment_and_key(options),
        _mark(options),
    )
    if not is_same or not ended.moments.hold(options.at):
        return None
    record.put_folders(folder.folders_as_found())
    store.commit()
    return Built(replace(ended.made, lines=dict(ended.lines), seconds={}), unchanged=tuple(record.stamps))
