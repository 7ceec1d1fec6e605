"""The door in: the tree under a root becomes `Files`, and their bytes are read here and nowhere else.

Knows the disk: links, odd names, what is no file. Knows nothing of what the bytes mean.

Names on disk are handled as bytes and read as UTF-8, so that the system's locale decides nothing. A path is identified
by its composed form (NFC), whatever form the disk keeps it in.
"""

import errno
import os
import re
import stat
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path

from msgspec import Struct

from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, error, in_order, warning
from ordskifte.model.files import PICTURES_TO_FETCH, Stamp, stamp
from ordskifte.model.members import MEMBERS
from ordskifte.model.urls import LEDGER

CONFIG = "site.toml"
FOLDERS = ("content", "data", "locales", "static", "templates")

LARGEST_MARKDOWN = 5_000_000
"""Bytes. A long book is one or two million; more is a mistake, and would take minutes to parse."""

_MARKDOWN = (".md", ".markdown")
_DROPPINGS = re.compile(r"\..*|.*~|#.*#|.*\.swp|Thumbs\.db", re.DOTALL)
# RFC 8615: the one hidden folder that a site publishes.
_PUBLISHED_THOUGH_HIDDEN = "static/.well-known"
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(
    r"""
      (con|prn|aux|nul|(com|lpt)[0-9¹²³]) [ ]* (\..*)?      # devices, whatever the extension
    | .* [<>:"|?*\\\x00-\x1f\x7f] .*                        # characters
    | .* [. ]                                               # endings
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

_PLAIN = re.compile(r"(?!(con|prn|aux|nul|com[0-9]|lpt[0-9])\.)[a-z0-9][a-z0-9-]*(\.[a-z-]+)?\.md")
"""Names of texts that none of the rules above is about: nearly all, where there are ten thousand."""
_first = itemgetter(0)


class Files(Struct, frozen=True):
    """The sources of a site as they were found, by their paths from the root, with `/` between parts, in order."""

    root: bytes
    stamps: dict[str, Stamp]
    names: dict[str, bytes]
    """The path on disk, where it is not the path itself: macOS decomposes letters."""
    diagnostics: Diagnostics

    def under(self, folder: str) -> tuple[str, ...]:
        """The paths in a folder or below: `content/`."""
        paths = list(self.stamps)
        after = folder.removesuffix("/") + chr(ord("/") + 1)
        return tuple(paths[bisect_left(paths, folder) : bisect_left(paths, after)])

    def among(self, paths: Iterable[str]) -> "Files":
        """Some of these files, to be read elsewhere."""
        stamps = {path: self.stamps[path] for path in paths}
        return Files(self.root, stamps, {path: self.names[path] for path in stamps.keys() & self.names.keys()}, ())

    def read(self, path: str) -> bytes | Diagnostic:
        """The bytes of a file that was found, or what came between. Raises KeyError for a path that was not found."""
        if path not in self.stamps:
            raise KeyError(path)
        name = self.names.get(path) or path.encode()
        try:
            with open(os.path.join(self.root, name), "rb", buffering=0) as file:
                return file.readall()
        except FileNotFoundError:
            return error("file-vanished", "The file was removed during the build.", Span(path), "Build again.")
        except OSError as problem:
            return _unreadable(path, problem)


def load(root: Path, exclude: Collection[Path]) -> Files:
    """What lies in the folders of a site, with the few files beside them, but for hidden files and editors' leavings.

    Nothing is read but folders. What lies in `exclude` (the output, the cache) is not seen. A link is followed while
    it stays under the root; a file that cannot be used is left out and told of.
    """
    walk = _Walk(_real(root), frozenset(map(_real, exclude)))
    walk.run([_Folder("", b"", walk.root)])
    stamps = dict(sorted(walk.stamps.items()))
    return Files(walk.root, stamps, walk.names, in_order(tuple(walk.diagnostics)))


def script(name: str) -> bytes:
    """A script that comes with the program for readers' browsers."""
    return Path(__file__).with_name("render").joinpath(name).read_bytes()


def font(package: str, name: str) -> Path | None:
    """Where a font lies that a package brings along; None where that is not installed."""
    found = find_spec(package)
    return Path(found.origin).with_name("files") / name if found and found.origin else None


def reloaded(files: Files, hints: Collection[str], exclude: Collection[Path]) -> Files:
    """The tree as it is now, if nothing has changed but at or below these paths; only folders around them are read."""
    places = {_surrounding(files.root, hint) for hint in hints}
    if "" in places:
        return load(Path(os.fsdecode(files.root)), exclude)
    outermost = {place for place in places if not any(place != other and place.startswith(other) for other in places)}
    walk = _Walk(files.root, frozenset(map(_real, exclude)))
    walk.run(
        _Folder(place, place.encode(), os.path.join(files.root, place.rstrip("/").encode())) for place in outermost
    )

    def is_apart(path: str) -> bool:
        return not path.startswith(tuple(outermost))

    stamps = files.stamps | walk.stamps
    if len(stamps) > len(files.stamps):
        stamps = dict(sorted(stamps.items()))
    for path in (path for place in outermost for path in files.under(place) if path not in walk.stamps):
        del stamps[path]
    names = {path: name for path, name in files.names.items() if is_apart(path)} | walk.names
    told = [problem for problem in files.diagnostics if is_apart(problem.span.source)]
    return Files(files.root, stamps, names, in_order((*told, *walk.diagnostics)))


def _surrounding(root: bytes, hint: str) -> str:
    """The folder that a path lies in, with a slash at its end; nothing if it is the root, or cannot be looked at alone.

    That is so where a link leads there, and where the disk may spell its name in another way.
    """
    place = hint.rpartition("/")[0]
    folder = os.path.join(root, place.encode())
    return (
        f"{place}/"
        if place and place.isascii() and os.path.realpath(folder) == folder and os.path.isdir(folder)
        else ""
    )


class _Folder(Struct, frozen=True):
    path: str
    """Ends with a slash; empty for the root."""
    name: bytes
    """The path on disk, from the root; it ends likewise."""
    real: bytes
    """Where it truly lies."""
    via: tuple[bytes, ...] = ()
    """The folders whose links led here."""


class _Walk:
    """One walk through the tree, and what it has found so far."""

    def __init__(self, root: bytes, excluded: frozenset[bytes]) -> None:
        self.root = root
        self.excluded = excluded
        self.stamps: dict[str, Stamp] = {}
        self.names: dict[str, bytes] = {}
        self.diagnostics: list[Diagnostic] = []

    def run(self, beginning: Iterable[_Folder]) -> None:
        folders = list(beginning)
        while folders:
            folder = folders.pop()
            for path, entry in self.entries(folder):
                try:
                    below = self.taken(folder, path, entry)
                except FileNotFoundError:  # Removed since the folder was listed: as if we had come later.
                    continue
                except OSError as problem:
                    self.diagnostics.append(_unreadable(path, problem))
                    continue
                if below is not None:
                    folders.append(below)

    def entries(self, folder: _Folder) -> Iterator[tuple[str, os.DirEntry[bytes]]]:
        """What lies in a folder and has a usable name, with its path, in an order that is the same on every disk."""
        first: dict[str, str] = {}
        for name, entry in sorted(self.listed(folder), key=_first):
            if folder.path and name not in first and _PLAIN.fullmatch(name):
                first[name] = name
                yield folder.path + name, entry
                continue
            composed = unicodedata.normalize("NFC", name)
            path = folder.path + composed
            if not _is_ours(folder, path, name):
                continue
            twin = first.setdefault(composed.lower(), name)
            if twin is not name:
                self.diagnostics.append(_collision(path, name, twin))
            elif _RESERVED.fullmatch(name):
                self.diagnostics.append(_reserved(path))
            else:
                yield path, entry

    def listed(self, folder: _Folder) -> Iterator[tuple[str, os.DirEntry[bytes]]]:
        """Everything in a folder that has a name in UTF-8."""
        try:
            with os.scandir(folder.real) as scan:
                found = list(scan)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as problem:
            self.diagnostics.append(_unreadable(folder.path, problem))
            return
        for entry in found:
            try:
                yield entry.name.decode(), entry
            except UnicodeDecodeError:
                if folder.path:
                    shown = folder.path + entry.name.decode(errors="backslashreplace")
                    hint = "Rename it with letters in UTF-8."
                    self.diagnostics.append(error("name-undecodable", "The name is not in UTF-8.", Span(shown), hint))

    def taken(self, folder: _Folder, path: str, entry: os.DirEntry[bytes]) -> _Folder | None:
        """The folder that is to be walked through next, if the entry is one; a file is put with the others."""
        name = folder.name + entry.name
        if entry.is_symlink():
            return self.followed(folder, path, name)
        if entry.path in self.excluded:
            return None
        if entry.is_dir(follow_symlinks=False):
            return _Folder(f"{path}/", name + b"/", entry.path, folder.via)
        self.add(path, name, entry.stat(follow_symlinks=False))
        return None

    def followed(self, folder: _Folder, path: str, name: bytes) -> _Folder | None:
        """The folder that a link leads to, if it does; a file is put with the others."""
        link = os.path.join(self.root, name)
        via = (*folder.via, folder.real)
        try:
            real = os.path.realpath(link, strict=True)
        except OSError as problem:
            if problem.errno not in (errno.ENOENT, errno.ELOOP):
                raise
            is_loop = problem.errno == errno.ELOOP
            self.diagnostics.append(_loop(path) if is_loop else _broken(path, os.readlink(link)))
            return None
        if any(_is_within(real, place) for place in self.excluded):
            return None
        if not _is_within(real, self.root):
            self.diagnostics.append(_outside(path, os.readlink(link)))
            return None
        status = os.stat(real)
        if not stat.S_ISDIR(status.st_mode):
            self.add(path, name, status)
            return None
        if any(_is_within(place, real) for place in via):
            self.diagnostics.append(_loop(path))
            return None
        return _Folder(f"{path}/", name + b"/", real, via)

    def add(self, path: str, name: bytes, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            self.diagnostics.append(warning("not-a-file", f"This is {_sort(status)}; it is passed over.", Span(path)))
        elif status.st_size > LARGEST_MARKDOWN and path.lower().endswith(_MARKDOWN):
            message = f"The file is larger than {LARGEST_MARKDOWN // 1_000_000} MB."
            hint = "Split the text, or publish it as a file under static/."
            self.diagnostics.append(error("file-too-large", message, Span(path), hint))
        else:
            self.stamps[path] = stamp(status)
            if name != path.encode():
                self.names[path] = name


def _real(path: Path) -> bytes:
    return os.fsencode(os.path.realpath(path))


def _is_within(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(os.path.join(folder, b""))


def _is_ours(folder: _Folder, path: str, name: str) -> bool:
    """Whether the site is meant to see the entry."""
    if not folder.path:
        return name in (CONFIG, LEDGER, MEMBERS, PICTURES_TO_FETCH) or name in FOLDERS
    return path == _PUBLISHED_THOUGH_HIDDEN or _DROPPINGS.fullmatch(name) is None


# --------------------------------------------------------------------------------------
# What is told
# --------------------------------------------------------------------------------------


def _unreadable(path: str, problem: OSError) -> Diagnostic:
    return error("file-unreadable", f"This cannot be read: {problem.strerror}.", Span(path.rstrip("/")))


def _collision(path: str, name: str, twin: str) -> Diagnostic:
    is_case_only = unicodedata.normalize("NFC", name) != unicodedata.normalize("NFC", twin)
    # Names that differ only in how a letter is composed look the same.
    shown, other = (name, twin) if is_case_only else (ascii(name)[1:-1], ascii(twin)[1:-1])
    code = "case-collision" if is_case_only else "name-collision"
    message = f"`{shown}` and `{other}` are one and the same name on many systems."
    return error(code, message, Span(path), "Rename one of them.")


def _reserved(path: str) -> Diagnostic:
    shown = path.encode("unicode_escape").decode() if not path.isprintable() else path
    return error("name-reserved", "A file of this name cannot exist on Windows.", Span(shown), "Rename it.")


def _loop(path: str) -> Diagnostic:
    return error("symlink-loop", "The link leads back to where it stands.", Span(path), "Remove it.")


def _broken(path: str, target: bytes) -> Diagnostic:
    return error("symlink-broken", f"The link leads to `{_shown(target)}`, which is not there.", Span(path))


def _outside(path: str, target: bytes) -> Diagnostic:
    hint = "Put a copy in its place."
    return error("symlink-outside", f"The link leads out of the site, to `{_shown(target)}`.", Span(path), hint)


def _shown(name: bytes) -> str:
    return name.decode(errors="backslashreplace")


def _sort(status: os.stat_result) -> str:
    if stat.S_ISFIFO(status.st_mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(status.st_mode) else "a device"
