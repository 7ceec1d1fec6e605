"""What stands in an output folder: looked at whole, or only where it is not known to be as it was.

Whatever comes into a folder, leaves it or changes its name changes the folder's stamp. Of one that has an old stamp
still, the names are known, and the files need only be asked for theirs: a third of the time.
"""

import os
import stat
import time
from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct

from ordskifte.model.files import Stamp, is_settled, stamp

Folders = Mapping[str, Stamp | None]
"""The folders of a site by path, the outermost by the empty one, each with its stamp if that tells any later change."""


class Tree(Struct, frozen=True):
    """By paths from the root."""

    files: dict[str, Stamp]
    folders: dict[str, Stamp | None]
    """With the stamps that they had before anyone looked inside, where those can be trusted."""
    strays: set[str]
    """Links, pipes and the like."""


def tree(root: bytes, spared: Collection[str], stamps: Mapping[str, Stamp], folders: Folders) -> Tree:
    """What stands below a root, without some names in it. `stamps` and `folders` are those of an earlier look, if any.

    Raises OSError.
    """
    found = Tree({}, {}, set())
    pending = _changed(root, stamps, folders, found) if folders else [""]
    known = set(pending) | found.folders.keys()
    now = time.time_ns()
    while pending:
        folder = pending.pop()
        place = _place(root, folder)
        try:
            status = os.lstat(place)
            entries = os.scandir(place) if stat.S_ISDIR(status.st_mode) else None
        except FileNotFoundError:
            continue
        if entries is None:  # What was a folder at the earlier look.
            continue
        seen = stamp(status)
        found.folders[folder] = seen if is_settled(seen, now) else None
        inside = f"{folder}/" if folder else ""
        with entries:
            for entry in entries:
                path = inside + entry.name.decode("utf-8", "surrogateescape")
                if path in spared:
                    continue
                if entry.is_file(follow_symlinks=False):
                    found.files[path] = stamp(entry.stat(follow_symlinks=False))
                elif not entry.is_dir(follow_symlinks=False):
                    found.strays.add(path)
                elif path not in known:
                    pending.append(path)
    return found


def content(root: bytes, path: str) -> bytes | None:
    """The bytes of a file below a root; None where it is not there. Raises OSError."""
    try:
        return Path(os.fsdecode(_place(root, path))).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _changed(root: bytes, stamps: Mapping[str, Stamp], folders: Folders, found: Tree) -> list[str]:
    """The folders that must be looked into; what is in the others is put with what has been found."""
    changed: list[str] = []
    start, inside, files = root + b"/", found.folders, found.files
    for folder, left in folders.items():
        if left is not None:
            try:
                seen = os.lstat(start + folder.encode("utf-8", "surrogateescape"))
            except OSError:  # It is gone, or cannot be reached: so has its name from the one around it.
                continue
            if _is_as(seen, left):
                inside[folder] = left
                continue
        changed.append(folder)
    for path, left in stamps.items():
        if path.rpartition("/")[0] in inside:
            try:
                seen = os.lstat(start + path.encode("utf-8", "surrogateescape"))
            except FileNotFoundError:  # Removed since the folder was looked at: as if we had come later.
                continue
            files[path] = left if _is_as(seen, left) else stamp(seen)
    return changed


def _is_as(seen: os.stat_result, left: Stamp) -> bool:
    return (
        seen.st_mtime_ns == left.mtime_ns
        and seen.st_ctime_ns == left.ctime_ns
        and seen.st_size == left.size
        and seen.st_ino == left.inode
    )


def _place(root: bytes, path: str) -> bytes:
    return b"%b/%b" % (root, path.encode("utf-8", "surrogateescape"))
