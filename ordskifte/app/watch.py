"""The tree watched: events are hints that something may have changed, told once it has been quiet for a moment.

Events can be missed: a network's file system has none, and a queue can overflow. So now and then someone is to look
without a hint, and where the system has no room for the watches, often.
"""

import unicodedata
import warnings
from collections.abc import Callable, Collection
from errno import EMFILE, ENOSPC
from os import fsdecode
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from ordskifte.load import CONFIG, FOLDERS
from ordskifte.model.urls import LEDGER

QUIET = 0.02
"""Seconds without an event before a storm of them is over."""
SELDOM, OFTEN = 5.0, 0.5
"""Seconds between two looks without a hint: while there are events, and where there are none."""
SHARE = 20
"""A look without a hint takes no more than a twentieth of the time, however large the site is."""
MANY = 500
"""Events in one storm that may have lost others, and are no longer taken for the whole of what happened."""
# Without those of reading: the program's own would fill the queue.
TOLD: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]

LIMITS = {ENOSPC: "fs.inotify.max_user_watches", EMFILE: "fs.inotify.max_user_instances"}
"""What Linux lets people raise, by what it says when there is no more room: inotify(7)."""

# Where folders come faster than they can be watched, watchdog sees some twice, and says so on standard error.
warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning, "watchdog")

Look = Callable[[Collection[str] | None], bool]
"""Looks at or below these paths from the root, or everywhere; True if something had changed."""
Rest = Callable[[Callable[[], bool]], None]
"""Does what can wait, until it is done or there is something else to look at."""


class Watch(FileSystemEventHandler):
    """Has someone look, in a thread of its own, after each storm of changes to a site's files."""

    def __init__(self, root: Path, look: Look, rest: Rest, tell: Callable[[str], None]) -> None:
        self._root = root.resolve()
        self._look = look
        self._rest = rest
        self._tell = tell
        self._stirred = Event()
        self._ended = False
        self._lock = Lock()
        self._hints: set[str] | None = set()
        self._events = 0
        self._has_grown = False
        self._gone: set[str] = set()
        self._observer: BaseObserver | None = None
        self._watched: dict[str, tuple[tuple[int, int], ObservedWatch]] = {}
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        try:
            self._observer = Observer()
            self._observer.start()
            self._observer.schedule(self, str(self._root), event_filter=TOLD)
            self._attend(gone=())
            self._make_sure()
        except Exception as problem:  # noqa: BLE001 - whatever it is, the files can be looked at
            self._do_without(problem)
        self._thread.start()

    def stir(self) -> None:
        """Have someone look everywhere, soon."""
        with self._lock:
            self._hints = None
        self._stirred.set()

    def stop(self) -> None:
        self._ended = True
        self._stirred.set()
        self._thread.join()
        self._unobserve()

    # ---- events -----------------------------------------------------------------------

    def on_any_event(self, event: FileSystemEvent) -> None:
        # Where an editor saves by renaming, the file's own name is the one that is moved to.
        hints = {hint for path in (event.src_path, event.dest_path) if (hint := self._hint(path))}
        if not hints:
            return
        with self._lock:
            self._events += 1
            self._has_grown |= isinstance(event, DirCreatedEvent | DirMovedEvent)
            if isinstance(event, DirDeletedEvent):
                self._gone |= hints
            self._hints = None if self._hints is None or self._events > MANY else self._hints | hints
        self._stirred.set()

    def _hint(self, path: str | bytes) -> str:
        """The path from the root, if a site could be made from what lies there: nothing hidden, nothing built."""
        place = Path(fsdecode(path))
        if not path or not place.is_relative_to(self._root):
            return ""
        parts = place.relative_to(self._root).parts
        is_hidden = any(part.startswith(".") and part != ".well-known" for part in parts)
        if is_hidden or not parts or parts[0] not in (CONFIG, LEDGER, *FOLDERS):
            return ""
        return unicodedata.normalize("NFC", "/".join(parts))

    # ---- looking ----------------------------------------------------------------------

    def _run(self) -> None:
        took = 0.0  # The last look that found nothing.
        while not self._ended:
            self._stirred.wait(max(SELDOM if self._observer else OFTEN, took * SHARE))
            while self._stirred.is_set() and not self._ended:
                self._stirred.clear()
                self._stirred.wait(QUIET)
            if self._ended:
                return
            hints = self._taken()
            began = monotonic()
            if not self._look(hints):
                took = monotonic() - began
            self._rest(self._stirred.is_set)

    def _taken(self) -> Collection[str] | None:
        """The hints since the last look; None where there may be more to see than they say."""
        with self._lock:
            hints, self._hints, self._events = self._hints, set(), 0
            has_grown, self._has_grown = self._has_grown, False
            gone, self._gone = self._gone, set()
        is_partial = self._attended(has_grown, gone)
        return hints if hints and not is_partial else None

    def _attended(self, has_grown: bool, gone: Collection[str]) -> bool:
        """Whether something can have happened in a folder before it was watched."""
        if self._observer is None:
            return True
        try:
            has_come = self._attend(gone)
            if has_come or has_grown:
                self._make_sure()
        except Exception as problem:  # noqa: BLE001 - whatever it is, the files can be looked at
            self._do_without(problem)
            return True
        return has_come

    # ---- the watches ------------------------------------------------------------------

    def _attend(self, gone: Collection[str]) -> bool:
        """Watch the site's folders that are there now; True if one has come. Raises OSError where there is no room.

        Those that are told to have gone may be back, and even have the identity of their predecessors.
        Not the whole root: the folders of git, of an environment and of npm are thousands.
        """
        assert self._observer
        is_new = False
        for name in FOLDERS:
            folder = self._root / name
            identity = _identity(folder)
            known, watch = self._watched.get(name, (None, None))
            if identity == known and name not in gone:
                continue
            if watch is not None:
                self._observer.unschedule(watch)
                del self._watched[name]
            if identity is not None and (watch := self._watching(folder)) is not None:
                self._watched[name] = (identity, watch)
                is_new = True
        return is_new

    def _watching(self, folder: Path) -> ObservedWatch | None:
        """A watch on a folder and all below it; None if it has just gone, of which the root will tell."""
        assert self._observer
        try:
            return self._observer.schedule(self, str(folder), recursive=True, event_filter=TOLD)
        except FileNotFoundError:
            return None

    def _make_sure(self) -> None:
        """Raise OSError if there is no room for another watch: then watchdog has left out folders, and said nothing."""
        assert self._observer
        another = self._observer.schedule(FileSystemEventHandler(), self._root.anchor)
        self._observer.unschedule(another)

    def _do_without(self, problem: Exception) -> None:
        self._unobserve()
        reason = getattr(problem, "strerror", None) or problem
        limit = LIMITS.get(getattr(problem, "errno", 0))
        advice = f" On Linux, a larger {limit} mends this." if limit else ""
        self._tell(
            f"The system does not tell of changes ({reason}), so the files themselves are looked at all the "
            f"time: a save takes a little longer to be seen.{advice}"
        )

    def _unobserve(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder this is, whatever its name; None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino)
