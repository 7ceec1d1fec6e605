"""Files as values: what the disk says of one without reading it."""

import os

from msgspec import Struct


class Stamp(Struct, frozen=True, gc=False):
    """What a file system keeps beside a file's bytes. Equal stamps may save a read; they prove nothing."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


def stamp(status: os.stat_result) -> Stamp:
    """The stamp in an answer of `stat`."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
