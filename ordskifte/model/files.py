"""Files as values: what the disk says of one without reading it."""

import os

from msgspec import Struct

SETTLED = 2_000_000_000
"""Nanoseconds after which a stamp tells any change; FAT's clock ticks every other second."""

PICTURES_TO_FETCH = "import-pictures.txt"
"""Lies in the root of a site where an import has left pictures to be fetched."""


class Stamp(Struct, frozen=True, gc=False, array_like=True):
    """What a file system keeps beside a file's bytes. Equal stamps may save a read; they prove nothing."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


def stamp(status: os.stat_result) -> Stamp:
    """The stamp in an answer of `stat`."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def is_settled(stamp: Stamp, now: int) -> bool:
    """Whether nothing can change at or after a moment, in nanoseconds, and leave the same stamp."""
    return now - max(stamp.mtime_ns, stamp.ctime_ns) > SETTLED
