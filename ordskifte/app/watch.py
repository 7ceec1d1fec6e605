"""The tree watched: events are hints that something may have changed, told once it has been quiet for a moment."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

QUIET = 0.05
"""Seconds without an event before a storm of them is over."""
READING = frozenset(("opened", "closed_no_write"))


class Watch(FileSystemEventHandler):
    """Calls back, in a thread of its own, after each storm of changes below a folder."""

    def __init__(self, root: Path, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._stirred = Event()
        self._ended = False
        self._observer = Observer()
        self._observer.schedule(self, str(root), recursive=True)
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
        if event.event_type not in READING:
            self._stirred.set()

    def _run(self) -> None:
        while self._stirred.wait() and not self._ended:
            while self._stirred.is_set():
                self._stirred.clear()
                self._stirred.wait(QUIET)
            self._changed()
