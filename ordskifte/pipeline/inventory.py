"""The manifest kept up beside an output folder: what of it still holds, and what has become of the rest."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from ordskifte.model.diagnostics import Diagnostics, Span, warning
from ordskifte.model.site import Target
from ordskifte.pipeline.manifest import Head, Seal, encoded, is_ours, line, lines_of, renewed, seal
from ordskifte.pipeline.recorded import Record
from ordskifte.write import Output, WriteFailed


class Known(Struct, frozen=True):
    """The manifest as it was found."""

    content: bytes
    is_foreign: bool
    """Whether something lies in its place that no build has left."""
    holds: bool
    """Whether it says how the last build left the output; not after one that did not end, or if someone edited it."""


def known(folder: Output, before: Record) -> Known:
    """What lies beside the output, before a build changes it."""
    left, content = folder.manifest_left(), folder.manifest_content()
    is_foreign = content is None or (content != b"" and not is_ours(content))
    return Known(content or b"", is_foreign, left is not None and left == before.manifest)


def keep_up(
    folder: Output,
    before: Record,
    known: Known,
    head: Head,
    targets: Mapping[str, Target],
    seals: Mapping[str, Seal],
    removed: Iterable[str],
) -> Diagnostics:
    """Let the manifest say what now stands; a warning where that cannot be. `seals` are those of what was made."""
    name = folder.manifest.name
    if known.is_foreign:
        message = f"Beside the output lies a {name} that no build has left, so there is no manifest."
        return (warning("manifest-foreign", message, Span(name), "Rename it, or name another output folder."),)
    made = {path: line(path, seal, targets[path].language) for path, seal in seals.items()}
    if known.holds:
        gone = (path for path in removed if path in before.left)  # Of the others, which are not ours, it says nothing.
        lines = renewed(lines_of(known.content), gone, made)
    else:
        lines = sorted((*made.values(), *_read(folder, targets, seals)))
    content = encoded(head, lines, known.content)
    try:
        if content != known.content:
            folder.put_manifest(content)
    except WriteFailed as failed:
        hint = "The site is written all the same."
        return (warning("manifest-unwritten", f"There is no manifest: {failed.reason}.", Span(name), hint),)
    left = folder.manifest_left()
    if left is not None:
        before.put_manifest(left)
    return ()


def _read(folder: Output, targets: Mapping[str, Target], seals: Mapping[str, Seal]) -> Iterator[bytes]:
    """The lines of the outputs that were kept as they stand."""
    for path, target in targets.items():
        if path not in seals:
            yield line(path, seal(folder.content(path)), target.language)
