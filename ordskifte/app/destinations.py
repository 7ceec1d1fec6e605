"""Where a site is deployed to, and what is done there: a folder of this machine, or one that ssh and rsync reach.

What lies there is told in `ordskifte/tools/releases.py`. A release is made under another name, and has its own when it
is whole; readers are led to it by a link that takes the place of another in one step. So whoever reads, and whatever
kills a deploy, there is one release or another, and no half of one.
"""

import os
import secrets
import shlex
import shutil
import subprocess
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import file_digest, sha256
from itertools import takewhile
from pathlib import Path
from typing import Protocol

from ordskifte.pipeline.manifest import File
from ordskifte.tools.releases import CURRENT, MARK, NEW, OLD, PREVIOUS, RELEASES, Remote, Shelf, shelf, stamp
from ordskifte.write import MARKER, held, misplaced, unfitness

CHUNK = 1 << 20
FUNCTIONS = Path(__file__).with_name("remote.sh").read_text(encoding="utf-8")


class DeployFailed(Exception):
    """Why nothing was done; a sentence for whoever deploys."""


class DestinationRefused(Exception):
    """Why a folder is no place for releases; a sentence."""


class Destination(Protocol):
    """A place of releases. All methods raise DeployFailed or OSError."""

    def shelf(self) -> Shelf:
        """What lies there now."""

    def put(self, release: str, output: Path, files: Collection[File], like: str) -> int:
        """Make a release of the files of an output, and say how many of them were copied.

        Those that are in another one, `like`, with the same bytes are shared with it, and keep their times.
        """

    def show(self, release: str, replaced: str) -> None:
        """Let readers see a release, in the place of another."""

    def remove(self, releases: Collection[str]) -> None:
        """Remove releases that readers do not see."""


# --------------------------------------------------------------------------------------
# This machine
# --------------------------------------------------------------------------------------


class Folder:
    """A destination on this machine, to be changed only while it is held."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._releases = root / RELEASES

    def shelf(self) -> Shelf:
        names = [entry.name for entry in self._releases.iterdir()] if self._releases.exists() else []
        return shelf(names, _target(self._root / CURRENT), _target(self._root / PREVIOUS))

    def sweep(self) -> None:
        """Remove what deploys have left that did not end."""
        for name in (NEW, OLD):
            _remove(self._releases / name)

    def put(self, release: str, output: Path, files: Collection[File], like: str) -> int:
        new = self._releases / NEW
        try:
            copied = self._fill(new, stamp(release), output, files, self._releases / like if like else None)
            new.replace(self._releases / release)
        except BaseException:
            with suppress(OSError):  # The next deploy sweeps again.
                _remove(new)
            raise
        _flush(self._releases)
        return copied

    def _fill(self, new: Path, moment: datetime, output: Path, files: Collection[File], like: Path | None) -> int:
        """Make all files of a release, and say how many of them no other one has."""
        copied = 0
        folders = sorted({new, *(folder for file in files for folder in _folders(new, file))})
        for folder in folders:
            _make(folder)
        for file in files:
            if like and _is(_place(like, file), file):
                check(output, file)
                _share(like, new, file)
            else:
                _copy(output, new, file, moment.timestamp())
                copied += 1
        for folder in folders:
            _flush(folder)
        return copied

    def show(self, release: str, replaced: str) -> None:
        for link, name in ((PREVIOUS, replaced), (CURRENT, release)):
            if name:
                new = self._root / ".link"
                new.unlink(missing_ok=True)
                new.symlink_to(f"{RELEASES}/{name}", target_is_directory=True)
                new.replace(self._root / link)
        _flush(self._root)

    def remove(self, releases: Collection[str]) -> None:
        for release in releases:
            (self._releases / release).replace(self._releases / OLD)
            _remove(self._releases / OLD)


@contextmanager
def folder(named: Path, source: Path, output: Path, *, changes: bool) -> Iterator[Folder]:
    """A destination on this machine, held and made if need be where it is to be changed.

    Raises DestinationRefused, OutputBusy, WriteFailed or OSError.
    """
    try:
        root = named.resolve()
    except (OSError, RuntimeError):
        raise DestinationRefused(f"{named}: its links lead nowhere.") from None
    if reason := _refusal(root, source.resolve(), output.resolve(), changes=changes):
        raise DestinationRefused(f"{named} cannot hold releases: {reason}")
    if not changes:
        yield Folder(root)
        return
    root.parent.mkdir(parents=True, exist_ok=True)
    _make(root)
    lock = held(root / MARK, 0, "deploy", root)
    try:
        _make(root / RELEASES)
        found = Folder(root)
        found.sweep()
        yield found
    finally:
        os.close(lock)


def _refusal(root: Path, source: Path, output: Path, *, changes: bool) -> str:
    """Why releases cannot lie here; empty if they can."""
    if root == output or output in root.parents or any((place / MARKER).exists() for place in (root, *root.parents)):
        return "it is or lies in the output of a site, where builds remove what is not theirs."
    if (root / MARK).is_file():
        return ""
    if reason := misplaced(root, source):
        return reason
    if not changes:
        return "there are none in it."
    if root.exists() and any(root.iterdir()):
        return "it is not empty, and no deploy has made what is in it. Name another folder."
    return ""


def _target(link: Path) -> str:
    try:
        return link.readlink().as_posix()
    except OSError:
        return ""


def _make(folder: Path) -> None:
    with suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(0o755)  # Whatever the umask: a server is another user.


def _remove(folder: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


def _flush(folder: Path) -> None:
    """Let the names in a folder be on the disk itself."""
    if os.name == "nt":  # Which does it by itself.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# ---- files ------------------------------------------------------------------------------


def check(output: Path, file: File) -> None:
    """Raises DeployFailed for a file of the output that is not as the build left it."""
    if not _is(_place(output, file), file):
        raise _altered(file)


def _altered(file: File) -> DeployFailed:
    return DeployFailed(f"{file.path} is not what the last build left in the output. Build again, then deploy.")


def _place(root: Path, file: File) -> Path:
    """Where a file lies below a root. Raises DeployFailed where that would be elsewhere."""
    if reason := unfitness(file.path):
        raise DeployFailed(f"{file.path} cannot be deployed: {reason}.")
    return root / os.fsdecode(file.path.encode())


def _folders(root: Path, file: File) -> Iterator[Path]:
    """The folders of a file, below the root."""
    return takewhile(lambda folder: folder != root, _place(root, file).parents)


def _is(place: Path, file: File) -> bool:
    """Whether a place has the bytes of a file."""
    try:
        if place.stat().st_size != file.size:
            return False
        with place.open("rb") as opened:
            return file_digest(opened, sha256).hexdigest() == file.sha256
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _copy(old: Path, new: Path, file: File, time: float) -> None:
    """Copy a file to another root, with this time. Raises DeployFailed where it is not as the build left it."""
    found, place = sha256(), _place(new, file)
    try:
        opened = _place(old, file).open("rb", buffering=0)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise _altered(file) from None
    with opened, place.open("xb", buffering=0) as copy:
        while chunk := opened.read(CHUNK):
            found.update(chunk)
            rest = memoryview(chunk)
            while rest:
                rest = rest[copy.write(rest) :]
        place.chmod(0o644)
        os.utime(place, (time, time))
        os.fsync(copy.fileno())
    if found.hexdigest() != file.sha256:
        raise _altered(file)


def _share(old: Path, new: Path, file: File) -> None:
    """One file under two names, as nobody writes into a release; where the disk has no such thing a copy of it."""
    try:
        _place(new, file).hardlink_to(_place(old, file))
    except OSError:
        _copy(old, new, file, _place(old, file).stat().st_mtime)


# --------------------------------------------------------------------------------------
# Another machine
# --------------------------------------------------------------------------------------


class Elsewhere:
    """A destination on another machine, through one shell there that holds its lock while it lives."""

    def __init__(self, remote: Remote, shell: "_Shell") -> None:
        self._remote = remote
        self._shell = shell

    def shelf(self) -> Shelf:
        current, previous, *names = self._shell.ask("look")
        return shelf(names, current, previous)

    def put(self, release: str, output: Path, files: Collection[File], like: str) -> int:
        for file in files:
            check(output, file)
        command = [
            "rsync",
            f"--rsh={shlex.join(SSH)}",
            "--protect-args",  # Names go there as they are, and no shell reads them.
            *("--dirs", "--relative", "--from0", "--files-from=-"),
            *("--perms", "--chmod=D755,F644"),
            "--checksum",  # Of times nothing is said: a file that is as before keeps its own.
            *([f"--link-dest=../{like}"] if like else []),
            "--",
            f"{output.resolve()}/",
            f"{self._remote.host}:{self._remote.path}/{RELEASES}/{NEW}/",
        ]
        names = b"".join(file.path.encode() + b"\0" for file in files)
        quiet = subprocess.DEVNULL
        done = subprocess.run(command, input=names, stdout=quiet, check=False)  # noqa: S603 - the names are no options
        if done.returncode:
            raise DeployFailed(f"rsync to {self._remote.host} ended with code {done.returncode}; above it says why.")
        [copied] = self._shell.ask("finish", release, f"{stamp(release):%Y%m%d%H%M.%S}")
        return int(copied)

    def show(self, release: str, replaced: str) -> None:
        self._shell.ask("show", release, replaced)

    def remove(self, releases: Collection[str]) -> None:
        self._shell.ask("remove", *releases)


SSH = ("ssh", "-o", "ServerAliveInterval=30")


class _Shell:
    """A shell on another machine that is told one command after the other."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._end = secrets.token_hex(8)
        self._process = subprocess.Popen(  # noqa: S603 - the host cannot be an option
            [*SSH, host, "sh", "-s"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._say(FUNCTIONS)

    def ask(self, *words: str) -> Sequence[str]:
        """The lines that a function of remote.sh answers with."""
        self._say(f"{shlex.join(words)} </dev/null; echo {self._end} $?\n")
        assert self._process.stdout is not None
        lines: list[str] = []
        for line in self._process.stdout:
            said = line.decode(errors="replace").rstrip("\n")
            if said.startswith(f"{self._end} "):
                if said != f"{self._end} 0":
                    raise DeployFailed(f"{self._host} refused; above it says why.")
                return lines
            lines.append(said)
        raise self._failed()

    def close(self) -> None:
        """Let the shell there end, and with it the lock."""
        with suppress(OSError):
            self._process.communicate()

    def _say(self, text: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(os.fsencode(text))
            self._process.stdin.flush()
        except OSError:
            raise self._failed() from None

    def _failed(self) -> DeployFailed:
        self.close()
        return DeployFailed(f"ssh to {self._host} ended with code {self._process.returncode}; above it says why.")


@contextmanager
def elsewhere(remote: Remote, *, changes: bool) -> Iterator[Elsewhere]:
    """A destination on another machine, held and made if need be where it is to be changed. Raises DeployFailed."""
    for program in ("ssh", "rsync") if changes else ("ssh",):
        if shutil.which(program) is None:
            raise DeployFailed(f"There is no {program} on this machine, by which another one is reached. Install it.")
    shell = _Shell(remote.host)
    try:
        shell.ask("enter", remote.path, "yes" if changes else "no")
        if changes:
            shell.ask("lock")
        yield Elsewhere(remote, shell)
    finally:
        shell.close()
