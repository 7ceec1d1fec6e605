"""The tree watched: events are hints that something may have changed, told once it has been quiet for a moment."""

from collections.abc import Callable
from os import fsdecode
from pathlib import Path
from threading import Event, Thread

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

QUIET = 0.05
"""Seconds without an event before a storm of them is over."""
READING = frozenset(("opened", "closed_no_write"))
OUTPUT = "output"


class Watch(FileSystemEventHandler):
    """Calls back, in a thread of its own, after each storm of changes below a folder."""

    def __init__(self, root: Path, changed: Callable[[], None]) -> None:
        self._root = root.resolve()
        self._changed = changed
        self._stirred = Event()
        self._ended = False
        self._observer = Observer()
        self._observer.schedule(self, str(self._root), recursive=True)
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._observer.start()
        self._thread.start()

    def stop(self) -> None:
        self._ended = True
        self._stirred.set()
        self._observer.stop()
        self._observer.join()
        self._thread.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        # Where an editor saves by renaming, the file's own name is the one that is moved to.
        if event.event_type not in READING and any(map(self._may_be_source, (event.src_path, event.dest_path))):
            self._stirred.set()

    def _may_be_source(self, path: str | bytes) -> bool:
        """Whether a site could be made from what lies here: not what a build writes, nor what git and tools keep."""
        place = Path(fsdecode(path))
        if not place.is_relative_to(self._root):
            return False
        first = place.relative_to(self._root).parts[:1]
        return first != (OUTPUT,) and not "".join(first).startswith(".")

    def _run(self) -> None:
        while self._stirred.wait() and not self._ended:
            while self._stirred.is_set():
                self._stirred.clear()
                self._stirred.wait(QUIET)
            self._changed()
