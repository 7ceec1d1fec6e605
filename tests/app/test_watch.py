from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event
from time import sleep

import pytest

from ordskifte.app.watch import QUIET, Watch

LONG = 10.0
"""Seconds within which a change is told on the slowest machine."""
SILENCE = QUIET * 8
"""Seconds after which nothing more is told."""


class Calls:
    """How often the watch has called."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[None] = SimpleQueue()

    def __call__(self) -> None:
        self._calls.put(None)

    def all(self, first: float = SILENCE) -> int:
        """The calls so far, once there has been silence; `first` is how long the first one is waited for."""
        count, wait = 0, first
        try:
            while True:
                self._calls.get(timeout=wait)
                count, wait = count + 1, SILENCE
        except Empty:
            return count


@pytest.fixture
def calls(tmp_path: Path) -> Iterator[Calls]:
    for folder in ("content", "output", ".git"):
        (tmp_path / folder).mkdir()
    (tmp_path / "content/a.md").write_text("one")
    calls = Calls()
    watch = Watch(tmp_path, calls)
    watch.start()
    yield calls
    watch.stop()


def test_a_saved_file_is_told(tmp_path: Path, calls: Calls) -> None:
    (tmp_path / "content/a.md").write_text("two")
    assert calls.all(LONG) >= 1


def test_each_of_two_savings_is_told(tmp_path: Path, calls: Calls) -> None:
    for text in ("two", "three"):
        (tmp_path / "content/a.md").write_text(text)
        assert calls.all(LONG) >= 1


def test_a_file_that_is_saved_by_renaming_is_told(tmp_path: Path, calls: Calls) -> None:
    (tmp_path / ".git/a.md.new").write_text("two")
    assert calls.all() == 0
    (tmp_path / ".git/a.md.new").rename(tmp_path / "content/a.md")
    assert calls.all(LONG) >= 1


def test_a_removed_file_is_told(tmp_path: Path, calls: Calls) -> None:
    (tmp_path / "content/a.md").unlink()
    assert calls.all(LONG) >= 1


def test_a_folder_that_comes_and_what_is_saved_in_it_later_are_told(tmp_path: Path, calls: Calls) -> None:
    (tmp_path / "static").mkdir()
    assert calls.all(LONG) >= 1
    (tmp_path / "static/robots.txt").write_text("one")
    assert calls.all(LONG) >= 1


def test_a_storm_is_told_once_it_is_over(tmp_path: Path, calls: Calls) -> None:
    for number in range(2_000):
        (tmp_path / f"content/{number}.md").write_text("text")
    assert 1 <= calls.all(LONG) < 20


def test_reading_is_not_told(tmp_path: Path, calls: Calls) -> None:
    for _ in range(10):
        (tmp_path / "content/a.md").read_text()
        list((tmp_path / "content").iterdir())
    assert calls.all() == 0


@pytest.mark.parametrize("path", ["output/index.html", ".git/index"])
def test_what_a_build_or_git_writes_is_not_told(tmp_path: Path, calls: Calls, path: str) -> None:
    (tmp_path / path).write_text("bytes")
    assert calls.all() == 0


def test_what_is_saved_while_the_last_change_is_looked_at_is_told_afterwards(tmp_path: Path) -> None:
    is_looking, is_done, calls = Event(), Event(), Calls()

    def look() -> None:
        calls()
        is_looking.set()
        is_done.wait(LONG)

    watch = Watch(tmp_path, look)
    watch.start()
    (tmp_path / "a").write_text("one")
    assert is_looking.wait(LONG)
    (tmp_path / "a").write_text("two")
    sleep(SILENCE)
    assert calls.all() == 1
    is_done.set()
    assert calls.all(LONG) == 1
    watch.stop()
