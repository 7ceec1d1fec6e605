"""The door out: files are staged beside the site that stands, then put in its place, each of them whole.

Knows the output folder and the disk; nothing of what it writes.

In the output lies `.ordskifte/`, which says that the folder is ours and holds the lock and what is staged. A staged
file has one name for one path and is renamed within one file system, so whoever reads the site, and whatever kills the
build, sees old files and new ones and no pieces. Nothing is flushed to the platter: a power cut costs a build.

Paths are handled as bytes in UTF-8, so that the system's locale decides nothing. Links are never followed: inside the
output folder they are not ours, and go.
"""

import contextlib
import errno
import os
import re
import stat
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Self

from msgspec import Struct

from ordskifte.load import FOLDERS
from ordskifte.model.files import Stamp, stamp
from ordskifte.tree import Folders, Tree, tree

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

MARKER = ".ordskifte"
SPARED = (MARKER, ".git")
"""Names in the output folder that are never written, looked into or removed: many a site is published from a branch."""

OUTPUT = "output"
"""What the output folder of a site is called, where nobody names another."""
PREVIEW = "preview"
"""What that of its preview is called, so that drafts never take the place of the site."""
MANIFEST = "manifest.json"

TWOFOLD = "it would be a file and a folder"

_FILE_MODE = 0o644
_FOLDER_MODE = 0o755
_LONGEST_NAME = 255  # Bytes, on all common file systems.
_LOCK_POLL = 0.05  # Seconds.
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\]|^[a-zA-Z]:")
_CREATE = os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_OPEN_LOCK = os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class OutputRefused(Exception):
    """The folder is no place for a site; the message is a sentence for whoever named it."""


class OutputBusy(Exception):
    """Another build holds the output folder."""


class WriteFailed(Exception):
    """A path in the output, and why it could not be written, in a few words."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path} cannot be written: {self.reason}"


def manifest_of(output: Path) -> Path:
    """Where the manifest of an output folder lies: beside it, under a name that no other folder's there has."""
    return output.with_name(MANIFEST if output.name == OUTPUT else f"{output.name}.{MANIFEST}")


class Published(Struct, frozen=True):
    """What became of each path, in order."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


class Staging(Struct, frozen=True):
    """Where files wait beside the site that stands; any process may stage one, if no other stages the same."""

    root: bytes
    """The output folder."""
    strays: frozenset[str] = frozenset()
    """Links and the like in it, which will go; nothing beyond one stands here."""
    is_bare: bool = False
    """Whether nothing stands in it at all; what is staged then lies in folders as it is to stand."""

    @property
    def folder(self) -> bytes:
        return b"%b/%b/staged" % (self.root, MARKER.encode())

    def stage(self, path: str, content: bytes) -> bool:
        """Whether the content is other than what stands at this path, and therefore waits to be put in its place.

        Raises WriteFailed when it cannot be written, or for a path that leaves the output folder.
        """
        if reason := unfitness(path):
            raise WriteFailed(path, reason)
        if self._stands(path, content):
            return False
        file = self.file(path)
        with _failing_at(path):
            try:
                if self.is_bare:
                    _make_folders(os.path.dirname(file))
                _write(file, content)
            except (IsADirectoryError, NotADirectoryError) as problem:
                raise WriteFailed(path, TWOFOLD) from problem
        return True

    def file(self, path: str) -> bytes:
        """Where what is to stand at this path is staged."""
        if self.is_bare:
            return b"%b/%b" % (self.site, _disk_name(path))
        return b"%b/%b" % (self.folder, blake2b(_disk_name(path), digest_size=16).hexdigest().encode())

    @property
    def site(self) -> bytes:
        """The folder that all that is staged lies in, where nothing stands yet."""
        return b"%b/site" % self.folder

    def _stands(self, path: str, content: bytes) -> bool:
        """Whether these bytes stand at this path; a file of another size is not read."""
        if self.is_bare or (self.strays and not self.strays.isdisjoint(_folders_above(path))):
            return False
        file = b"%b/%b" % (self.root, _disk_name(path))
        try:
            status = os.lstat(file)
            return stat.S_ISREG(status.st_mode) and status.st_size == len(content) and _read(file) == content
        except OSError:  # What cannot be read is written anew.
            return False


class Output:
    """An output folder, held by this process from `open_output` until `abandon` or the end of the `with` block."""

    def __init__(self, root: bytes, lock: int, manifest: Path) -> None:
        self.name = root.decode(errors="backslashreplace")
        self._root = root
        self.manifest = manifest
        """Where it lies; it need not be there."""
        self._lock: int | None = lock
        self._staged: set[str] = set()
        self._kept: set[str] = set()
        with _failing_at(MARKER):
            _emptied(Staging(root).folder)
        self._left: tuple[Mapping[str, Stamp], Folders] = {}, {}

    def look(self, stamps: Mapping[str, Stamp], folders: Folders) -> None:
        """Let it be known how files and folders were left, before anyone asks how they are; it saves time."""
        self._left = stamps, folders

    @cached_property
    def staging(self) -> Staging:
        """Where any process may stage a file of the site; `take` tells of it."""
        is_bare = not (self._tree.files or self._tree.strays or self._tree.folders.keys() - {""})
        return Staging(self._root, frozenset(self._tree.strays), is_bare)

    @cached_property
    def _tree(self) -> Tree:
        with _failing_at(MARKER):
            return tree(self._root, SPARED, *self._left)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abandon()

    @property
    def scratch(self) -> Path:
        """A folder for what is wanted while the site is built, and that nobody looks for afterwards."""
        return Path(os.fsdecode(Staging(self._root).folder))

    def stage(self, path: str, content: bytes) -> bool:
        """Whether the content is other than what stands at this path, and therefore waits for `publish`.

        Raises WriteFailed when it cannot be written, or for a path that leaves the output folder or is used already.
        """
        self._expect(path)
        is_new = self.staging.stage(path, content)
        (self._staged if is_new else self._kept).add(path)
        return is_new

    def take(self, path: str, is_new: bool) -> None:
        """Let a file be part of the site that was staged by someone else, or found to stand already.

        Raises WriteFailed for a path that is used already.
        """
        self._expect(path)
        (self._staged if is_new else self._kept).add(path)

    def keep(self, paths: Set[str]) -> None:
        """Let files that stand be part of the site as they are."""
        self._kept |= paths

    def untouched(self, stamps: Mapping[str, Stamp]) -> list[str]:
        """The files that stand as they were left, with these stamps."""
        files = self._tree.files
        return list(files) if files == stamps else [path for path, left in stamps.items() if files.get(path) == left]

    def is_as_left(self, stamps: Mapping[str, Stamp]) -> bool:
        """Whether there stood all of these files when the folder was opened, as they were left, and nothing else."""
        return not self._tree.strays and self._tree.files == stamps

    def folders_as_found(self) -> dict[str, Stamp | None]:
        """The folders as they were before anything was published, with the stamps that tell any later change."""
        return self._tree.folders

    def changing(self) -> set[str]:
        """The paths that `publish` is about to write or remove."""
        return self._staged | (self._tree.files.keys() - self._kept)

    def publish(self) -> Published:
        """What was changed: staged files have taken their places, and whatever was neither staged nor kept is gone.

        Raises WriteFailed; then some of the files are the new ones, and the next build finishes the work.
        """
        site = self._staged | self._kept
        if site == self._tree.files.keys() and self._tree.folders.keys() == self._left[1].keys():
            self._remove(self._tree.strays)
            self._rename()  # As nearly always: no path comes or goes.
            return Published(tuple(sorted(self._staged)), tuple(sorted(self._kept)), tuple(sorted(self._tree.strays)))
        folders = _folders_of(site)
        if both := sorted(site & folders):
            raise WriteFailed(both[0], TWOFOLD)
        if self.staging.is_bare:
            self._move_in()
            return Published(tuple(sorted(self._staged)), (), ())
        obsolete = self._tree.files.keys() - site
        unused = self._tree.folders.keys() - folders - {""}
        in_the_way = _in_the_way(obsolete, site, folders)
        folders_in_the_way = _in_the_way(unused, site, set())

        self._remove(self._tree.strays | in_the_way)
        self._remove_empty(folders_in_the_way)
        self._make(folders - self._tree.folders.keys())
        self._rename()
        self._remove(obsolete - in_the_way)
        self._remove_empty(unused - folders_in_the_way)
        removed = obsolete | (self._tree.strays - site)
        return Published(tuple(sorted(self._staged)), tuple(sorted(self._kept)), tuple(sorted(removed)))

    def stamps(self) -> dict[str, Stamp]:
        """How each file of the site was left by `publish`. Raises WriteFailed where one is gone already."""
        stamps = {path: self._tree.files[path] for path in self._kept}
        for path in self._staged:
            with _failing_at(path):
                stamps[path] = stamp(os.lstat(self._file(path)))
        return stamps

    def folders(self) -> dict[str, Stamp | None]:
        """The folders of the site after `publish`, with the stamps of those that it left alone, if they tell enough."""
        before, site = self._tree.folders, self._staged | self._kept
        now = before.keys() if site == self._tree.files.keys() else _folders_of(site) | {""}
        altered = self._staged | (self._tree.files.keys() ^ site) | self._tree.strays | (before.keys() ^ now)
        touched = {path.rpartition("/")[0] for path in altered}
        return {folder: before.get(folder) if folder not in touched else None for folder in now}

    def content(self, path: str) -> bytes:
        """The bytes of a file of the site. Raises WriteFailed where it cannot be read."""
        with _failing_at(path):
            return _read(self._file(path))

    def coming(self, path: str) -> bytes:
        """The bytes that a file of the site will have when it is published. Raises WriteFailed."""
        if path not in self._staged:
            return self.content(path)
        with _failing_at(path):
            return _read(self.staging.file(path))

    def manifest_left(self) -> tuple[str, Stamp] | None:
        """Where the manifest lies, and its stamp; None if it does not."""
        try:
            return str(self.manifest), stamp(os.lstat(self.manifest))
        except OSError:
            return None

    def manifest_content(self) -> bytes | None:
        """The bytes of the manifest, empty if there is none; None where what has its name is no file to be read."""
        file = os.fsencode(self.manifest)
        try:
            return _read(file) if stat.S_ISREG(os.lstat(file).st_mode) else None
        except OSError:
            return None if os.path.lexists(file) else b""

    def put_manifest(self, content: bytes) -> None:
        """Let the manifest have these bytes. Raises WriteFailed."""
        with _failing_at(self.manifest.name):
            _replace(os.fsencode(self.manifest), content)

    def abandon(self) -> None:
        """Drop what is staged and let go of the folder. What is published stays; a second call does nothing."""
        if self._lock is None:
            return
        with contextlib.suppress(OSError):  # The next build sweeps again, and says what is wrong.
            _emptied(Staging(self._root).folder)
        os.close(self._lock)
        self._lock = None

    def _expect(self, path: str) -> None:
        if path in self._staged or path in self._kept:
            raise WriteFailed(path, "two outputs have this path")

    def _remove(self, paths: Iterable[str]) -> None:
        for path in sorted(paths):
            with _failing_at(path), contextlib.suppress(FileNotFoundError):
                os.unlink(self._file(path))

    def _remove_empty(self, folders: Iterable[str]) -> None:
        for folder in sorted(folders, reverse=True):
            with _failing_at(folder):
                _remove_if_empty(self._file(folder))

    def _make(self, folders: Iterable[str]) -> None:
        for folder in sorted(folders):
            with _failing_at(folder):
                _make_folder(self._file(folder))

    def _move_in(self) -> None:
        """Put all that is staged in its place by whole folders, where nothing stands: one step for each at the top."""
        with _failing_at(MARKER), contextlib.suppress(FileNotFoundError):
            for name in sorted(os.listdir(self.staging.site)):
                os.rename(b"%b/%b" % (self.staging.site, name), b"%b/%b" % (self._root, name))

    def _rename(self) -> None:
        for path in sorted(self._staged):
            with _failing_at(path):
                os.replace(self.staging.file(path), self._file(path))

    def _file(self, path: str) -> bytes:
        return b"%b/%b" % (self._root, _disk_name(path))


def open_output(root: Path, source: Path, force: bool, wait: float) -> Output:
    """The output folder of a site, made if need be, and held so that no other build writes to it.

    A link at `root` is followed. `force` takes over a folder that holds other things, which publishing will remove;
    `wait` is how many seconds another build is given to end. Raises OutputRefused, OutputBusy or WriteFailed.
    """
    named = Path(os.path.abspath(root))
    try:
        root, source = root.resolve(), source.resolve()
    except (OSError, RuntimeError) as problem:
        raise OutputRefused(f"{root} cannot be the output folder: its links lead nowhere.") from problem
    with _failing_at(str(root)):
        if reason := _refusal(root, source, force):
            raise OutputRefused(f"{root} cannot be the output folder: {reason}")
        for folder in reversed((root / MARKER, root, *root.parents)):
            if not folder.is_dir():
                _make_folder(os.fsencode(folder))
    lock = held_output(root, wait)
    try:
        return Output(os.fsencode(root), lock, manifest_of(named))
    except BaseException:
        os.close(lock)
        raise


def held_output(root: Path, wait: float) -> int:
    """The lock of an output folder: while its descriptor is open no build writes there. Raises as `held` does."""
    return held(root / MARKER / "lock", wait, "build", root)


def write_source(root: Path, path: str, content: bytes) -> bool:
    """Whether a source that we keep for its owners, such as a catalog, had other bytes than these, which it has now.

    Raises WriteFailed.
    """
    file = os.fsencode(root / path)
    with _failing_at(path):
        with contextlib.suppress(FileNotFoundError):
            if _read(file) == content:
                return False
        os.makedirs(os.path.dirname(file) or b".", exist_ok=True)
        _replace(file, content)
    return True


def write_folder(root: Path, files: Mapping[str, bytes], old: Iterable[str]) -> Published:
    """Write files into a folder, each of them whole, and remove the old ones that are none of them; others stay.

    Folders below it that are links are not followed. Raises WriteFailed.
    """
    gone = sorted(path for path in {*old} - files.keys() if not unfitness(path))
    for folder in sorted(_folders_of((*files, *gone))):
        if (root / folder).is_symlink():
            raise WriteFailed(folder, "it is a link, and leads elsewhere")
    removed = [path for path in gone if os.path.lexists(root / path)]
    for path in removed:
        with _failing_at(path):
            os.unlink(root / path)
    for folder in sorted(_folders_of(removed) - _folders_of(files), reverse=True):
        with _failing_at(folder):
            _remove_if_empty(os.fsencode(root / folder))
    written = [path for path, content in files.items() if write_source(root, path, content)]
    return Published(tuple(sorted(written)), tuple(sorted(files.keys() - {*written})), tuple(removed))


# --------------------------------------------------------------------------------------
# Folders that are refused
# --------------------------------------------------------------------------------------


def misplaced(root: Path, source: Path) -> str:
    """Why nothing that the program makes of a site may be written here; empty if it may. Both are real paths."""
    if root.parent == root:
        return "it is the whole disk."
    if _holds(root, source):
        return "it is or holds the source of the site."
    if _holds(root, Path(os.path.expanduser("~"))):
        return "it is or holds your home folder."
    if sources := [name for name in FOLDERS if _holds(source / name, root)]:
        return f"it lies among the sources, in `{sources[0]}`."
    if root.exists() and not root.is_dir():
        return "it is a file."
    return ""


def _refusal(root: Path, source: Path, force: bool) -> str:
    """Why a site cannot be written here; empty if it can."""
    if reason := misplaced(root, source):
        return reason
    if os.path.lexists(root / MARKER):
        return "" if _is_real_folder(root / MARKER) else f"`{MARKER}` in it is not a folder."
    if root.exists() and not force and any(name not in SPARED for name in os.listdir(root)):
        return (
            "it is not empty, and Ordskifte did not make what is in it. Name another, or use --force to replace it all."
        )
    return ""


def _holds(folder: Path, place: Path) -> bool:
    """Whether a place is this folder or lies in it, under whatever spelling."""
    return any(_is_same(folder, above) for above in (place, *place.parents))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return one == other


def _is_real_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


# --------------------------------------------------------------------------------------
# Paths
# --------------------------------------------------------------------------------------


def unfitness(path: str) -> str:
    """Why a path cannot be written; empty if it can."""
    parts = path.split("/")
    if _UNFIT.search(path) or any(part in ("", ".", "..") for part in parts):
        return "it is not a plain path inside the output folder"
    if parts[0].lower() in SPARED:
        return f"`{parts[0]}` in the output folder is not the site's"
    try:
        if any(len(part.encode()) > _LONGEST_NAME for part in parts):
            return f"a name in it is longer than {_LONGEST_NAME} bytes"
    except UnicodeEncodeError:
        return "it cannot be written in UTF-8"
    return ""


def _folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that these paths lie in."""
    folders: set[str] = set()
    for path in paths:
        for folder in _folders_above(path):
            if folder in folders:
                break
            folders.add(folder)
    return folders


def _folders_above(path: str) -> Iterator[str]:
    """The folders a path lies in, the nearest first."""
    while path := path.rpartition("/")[0]:
        yield path


def _in_the_way(old: Set[str], files: Set[str], folders: Set[str]) -> set[str]:
    """Those of the old paths that must go before these files and folders can come.

    A file may stand where a folder must, or the reverse. And where the disk does not tell `About` from `about`, to
    remove the old one after writing the new would be to remove the new one.
    """
    if not old:
        return set()
    new_files = {_folded(file) for file in files}
    new_folders = {_folded(folder) for folder in folders}

    def is_in_the_way(path: str) -> bool:
        return path in new_folders or path in new_files or any(above in new_files for above in _folders_above(path))

    return {path for path in old if is_in_the_way(_folded(path))}


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).lower()


def _disk_name(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


# --------------------------------------------------------------------------------------
# The disk
# --------------------------------------------------------------------------------------


class _failing_at:  # noqa: N801 - read as a function; as a generator it would take longer than what it guards
    """What fails inside is told with this path."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: type[BaseException] | None, problem: BaseException | None, __: object) -> None:
        if isinstance(problem, OSError):
            raise WriteFailed(self._path, problem.strerror or str(problem)) from problem


def _write(file: bytes, content: bytes) -> None:
    """Make a file with all of the content; what a worker that was killed has left of it goes."""
    descriptor = os.open(file, _CREATE, _FILE_MODE)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)
    os.chmod(file, _FILE_MODE)  # Whatever the umask.


def _replace(file: bytes, content: bytes) -> None:
    """Put a whole file in the place of another."""
    new = file + b".new"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(new)
    try:
        _write(new, content)
        os.replace(new, file)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(new)
        raise


def _read(file: bytes) -> bytes:
    with open(os.open(file, _READ), "rb", buffering=0) as opened:
        return opened.readall()


def _make_folder(folder: bytes) -> None:
    with contextlib.suppress(FileExistsError):
        os.mkdir(folder)
        os.chmod(folder, _FOLDER_MODE)  # Whatever the umask.


def _make_folders(folder: bytes) -> None:
    """Make a folder, and those that it lies in."""
    try:
        _make_folder(folder)
    except FileNotFoundError:
        _make_folders(os.path.dirname(folder))
        _make_folder(folder)


def _remove_if_empty(folder: bytes) -> None:
    try:
        os.rmdir(folder)
    except OSError as problem:
        if problem.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST):
            raise


def _emptied(folder: bytes) -> None:
    """Leave this folder there and empty."""
    _make_folder(folder)
    if not stat.S_ISDIR(os.lstat(folder).st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                rmtree(entry.path)
            else:
                os.unlink(entry)


# --------------------------------------------------------------------------------------
# The lock
# --------------------------------------------------------------------------------------


def held(file: Path, wait: float, work: str, folder: Path) -> int:
    """An open descriptor with the only lock on the file. The system lets go of it when the process ends, however.

    `work` is what others do in the folder while they have it. Raises OutputBusy or WriteFailed.
    """
    with _failing_at(f"{file.parent.name}/{file.name}"):
        lock = os.open(file, _OPEN_LOCK, _FILE_MODE)
        try:
            _wait_for(lock, wait, work, folder)
            os.ftruncate(lock, 0)
            os.write(lock, str(os.getpid()).encode())
        except BaseException:
            os.close(lock)
            raise
    return lock


def _wait_for(lock: int, wait: float, work: str, folder: Path) -> None:
    until = time.monotonic() + wait
    while not _is_locked(lock):
        if time.monotonic() >= until:
            raise OutputBusy(f"Another {work} ({_holder(lock)}) is writing to {folder}.")
        time.sleep(_LOCK_POLL)


def _holder(lock: int) -> str:
    os.lseek(lock, 0, os.SEEK_SET)
    number = os.read(lock, 20).decode(errors="replace")
    return f"process {number}" if number else "which has just begun"


if sys.platform == "win32":

    def _is_locked(lock: int) -> bool:
        """Whether the lock is now ours. It lies on a byte beyond the text, which others must be able to read."""
        os.lseek(lock, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(lock, 0, os.SEEK_SET)
        return True

else:

    def _is_locked(lock: int) -> bool:
        """Whether the lock is now ours."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
