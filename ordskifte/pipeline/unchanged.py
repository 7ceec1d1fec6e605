"""Whether anything has changed at all since the last build into a folder: asked before anything else is imported."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import Files
from ordskifte.model.clock import parsed_moment
from ordskifte.model.diagnostics import Span
from ordskifte.model.files import Stamp
from ordskifte.model.fingerprints import fingerprint
from ordskifte.pipeline.recorded import ended
from ordskifte.pipeline.results import Built, Made, Options
from ordskifte.pipeline.store import Store
from ordskifte.write import Output


class Moments(Struct, frozen=True):
    """The moment of a build, and the next at which time alone would change the site."""

    now: datetime
    next_change: datetime | None
    zone: str


class Finished(Struct, frozen=True):
    """How a build ended, and the digest of the stamps of all that it read and of all that it left."""

    inputs: bytes
    outputs: bytes
    moments: Moments
    made: Made


_STORED = tuple[Finished, tuple[tuple[Span, str], ...]]


def finished(files: Files, outputs: Mapping[str, Stamp], options: Options, made: Made, moments: Moments) -> bytes:
    """What `unchanged` is to know of this build."""
    value = Finished(_inputs(files, options), _outputs(outputs), moments, replace(made, lines={}))
    return msgspec.msgpack.encode((value, tuple(made.lines.items())))


def unchanged(files: Files, folder: Output, store: Store, options: Options) -> Built | None:
    """The last build's result, if a build now would end in the same; None if that takes a closer look."""
    value = ended(store, folder.name)
    if value is None:
        return None
    last, lines = msgspec.msgpack.decode(value, type=_STORED)
    standing = folder.tree()
    if last.inputs != _inputs(files, options) or last.outputs != _outputs(standing):
        return None
    try:
        now = parsed_moment(options.at, last.moments.zone)
    except ValueError:
        return None
    if now < last.moments.now or (last.moments.next_change and now >= last.moments.next_change):
        return None
    return Built(replace(last.made, lines=dict(lines), seconds={}), unchanged=tuple(standing))


def _outputs(stamps: Mapping[str, Stamp]) -> bytes:
    # As bytes, because a file that someone put there may have any name.
    return fingerprint(sorted((path.encode(errors="surrogateescape"), stamp) for path, stamp in stamps.items()))


def _inputs(files: Files, options: Options) -> bytes:
    return fingerprint((sorted(files.stamps.items()), files.diagnostics, replace(options, at="")))
