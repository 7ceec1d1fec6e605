"""The manifest: what a build left in its output folder, and until when that holds. Pure; `write.py` puts it there.

It is JSON with a line for each file, in the order of these lines, so that a build of which little has changed looks up
a few of them and leaves the others unread: at ten thousand articles they are 26,000.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

Moment = Annotated[datetime, Meta(tz=True)]


class Head(Struct, frozen=True):
    """What the manifest says of the output as a whole.

    The output is what a build would leave at any moment from `clock` until `next_change`.
    """

    clock: Moment
    """The moment of the build that last changed anything."""
    next_change: Moment | None
    base_url: str
    preview: bool
    sealed: bool | None = None
    """Whether what is for members is in it, sealed; false where there was no key, and None where there is no such."""


class File(Struct, frozen=True):
    """One output as it stands on disk."""

    path: str
    sha256: str
    size: int
    language: str
    """Of the text; empty where it is in none, as a picture is."""


class Manifest(Head, frozen=True, kw_only=True):
    files: tuple[File, ...]


class Seal(Struct, frozen=True, gc=False, array_like=True):
    """What tells the bytes of an output from any others."""

    sha256: bytes
    size: int


_OURS = re.compile(rb'\s*\{\s*"clock"')
_BETWEEN = b",\n"
_BEGIN, _END = b',"files":[\n', b"\n]}\n"
_encoded = msgspec.json.Encoder().encode


# --------------------------------------------------------------------------------------
# Read
# --------------------------------------------------------------------------------------


def decoded(content: bytes) -> Manifest:
    """Raises msgspec.DecodeError for what is no manifest."""
    return msgspec.json.decode(content, type=Manifest)


def is_ours(content: bytes) -> bool:
    """Whether this was a manifest, before anyone edited it."""
    return _OURS.match(content) is not None


def lines_of(content: bytes) -> list[bytes]:
    """The lines of a manifest that is as it was made."""
    files = content.partition(_BEGIN)[2].removesuffix(_END)
    return files.split(_BETWEEN) if files else []


def _head_of(content: bytes) -> Head | None:
    try:
        return msgspec.json.decode(content.partition(_BEGIN)[0] + b"}", type=Head)
    except msgspec.DecodeError:
        return None


# --------------------------------------------------------------------------------------
# Made
# --------------------------------------------------------------------------------------


def seal(content: bytes) -> Seal:
    return Seal(sha256(content).digest(), len(content))


def line(path: str, seal: Seal, language: str) -> bytes:
    return _encoded(File(path, seal.sha256.hex(), seal.size, language))


def renewed(lines: list[bytes], gone: Iterable[str], made: Mapping[str, bytes]) -> list[bytes]:
    """The lines of a manifest without some paths, and with other lines of others."""
    lines = lines.copy()
    for path in gone:
        at, is_there = _found(lines, path)
        if is_there:
            del lines[at]
    for path, line in made.items():
        at, is_there = _found(lines, path)
        lines[at : at + is_there] = [line]
    return lines


def _found(lines: list[bytes], path: str) -> tuple[int, bool]:
    """Where the line of a path stands, or would."""
    beginning = b'{"path":' + _encoded(path)
    at = bisect_left(lines, beginning)
    return at, at < len(lines) and lines[at].startswith(beginning)


def encoded(head: Head, lines: Collection[bytes], before: bytes = b"") -> bytes:
    """The manifest; the one of before, where that says the same but for the clock."""
    files = _BEGIN + _BETWEEN.join(lines) + _END
    left = _head_of(before)
    if left is not None and left == replace(head, clock=left.clock) and before.endswith(files):
        return before
    return _encoded(head)[:-1] + files
