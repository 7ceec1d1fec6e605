import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event
from time import sleep

import pytest

from ordskifte.app.watch import OFTEN, QUIET, Watch
from tests.program import python

LONG = 10.0
"""Seconds within which a change is told on the slowest machine."""
SILENCE = QUIET * 15
"""Seconds after which nothing more is told."""

Hints = Collection[str] | None


class Looks:
    """What the watch has asked to be looked at; looks without a hint, which come by themselves, are kept apart."""

    def __init__(self) -> None:
        self._hints: SimpleQueue[Collection[str]] = SimpleQueue()
        self.everywhere = Event()
        self.notices: list[str] = []

    def look(self, hints: Hints) -> bool:
        if hints is None:
            self.everywhere.set()
        else:
            self._hints.put(hints)
        return False

    def rest(self, is_disturbed: Callable[[], bool]) -> None:
        """Nothing is left to be done."""

    def watch(self, root: Path) -> Watch:
        return Watch(root, self.look, self.rest, self.notices.append)

    def has_told(self, path: str) -> bool:
        """Whether a look is asked for at this path, now or soon."""
        with suppress(Empty):
            while path not in self._hints.get(timeout=LONG):
                pass
            return True
        return False

    def hinted(self, first: float = LONG) -> list[set[str]]:
        """The hints so far, once there has been silence; `first` is how long the first ones are waited for."""
        hints, wait = [], first
        try:
            while True:
                hints.append({*self._hints.get(timeout=wait)})
                wait = SILENCE
        except Empty:
            return hints


@pytest.fixture
def looks(tmp_path: Path) -> Iterator[Looks]:
    for folder in ("content/articles", "output", ".git", ".cache"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "content/a.md").write_text("one")
    looks = Looks()
    watch = looks.watch(tmp_path)
    watch.start()
    yield looks
    watch.stop()
    assert looks.notices == []


def test_a_saved_file_is_told_by_its_path(tmp_path: Path, looks: Looks) -> None:
    for text in ("two", "three"):
        (tmp_path / "content/a.md").write_text(text)
        assert set().union(*looks.hinted()) == {"content/a.md"}


@pytest.mark.parametrize("name", ["site.toml", "urls.lock"])
def test_what_lies_beside_the_folders_is_told(tmp_path: Path, looks: Looks, name: str) -> None:
    (tmp_path / name).write_text("one")
    assert set().union(*looks.hinted()) == {name}


def test_a_file_that_is_saved_by_renaming_is_told(tmp_path: Path, looks: Looks) -> None:
    (tmp_path / "content/.a.md.new").write_text("two")
    assert looks.hinted(SILENCE) == []
    (tmp_path / "content/.a.md.new").rename(tmp_path / "content/a.md")
    assert set().union(*looks.hinted()) == {"content/a.md"}


def test_a_file_that_is_removed_and_written_anew_is_told(tmp_path: Path, looks: Looks) -> None:
    (tmp_path / "content/a.md").unlink()
    (tmp_path / "content/a.md").write_text("two")
    assert set().union(*looks.hinted()) == {"content/a.md"}


def test_a_removed_file_is_told(tmp_path: Path, looks: Looks) -> None:
    (tmp_path / "content/a.md").unlink()
    assert set().union(*looks.hinted()) == {"content/a.md"}


def test_a_renamed_folder_is_told_by_both_its_names_and_what_is_saved_in_it_then(tmp_path: Path, looks: Looks) -> None:
    (tmp_path / "content/articles").rename(tmp_path / "content/essays")
    assert set().union(*looks.hinted()) >= {"content/articles", "content/essays"}
    (tmp_path / "content/essays/b.md").write_text("one")
    assert looks.has_told("content/essays/b.md")


@pytest.mark.parametrize("folder", ["static", "content/pages/deep"])
def test_a_folder_that_comes_and_what_is_saved_in_it_later_are_told(tmp_path: Path, looks: Looks, folder: str) -> None:
    looks.everywhere.clear()
    (tmp_path / folder).mkdir(parents=True)
    assert looks.everywhere.wait(LONG) if folder == "static" else looks.hinted()
    (tmp_path / folder / "robots.txt").write_text("one")
    assert looks.has_told(f"{folder}/robots.txt")


def test_a_folder_of_the_site_that_goes_and_comes_back_is_watched_again(tmp_path: Path, looks: Looks) -> None:
    shutil.move(tmp_path / "content", tmp_path / "elsewhere")
    looks.hinted()
    looks.everywhere.clear()
    shutil.move(tmp_path / "elsewhere", tmp_path / "content")
    assert looks.everywhere.wait(LONG)
    (tmp_path / "content/articles/b.md").write_text("one")
    assert looks.has_told("content/articles/b.md")


def test_a_folder_of_the_site_that_is_removed_and_made_anew_at_once_is_watched(tmp_path: Path, looks: Looks) -> None:
    """Many disks give the new one the number of the old."""
    for number in range(3):
        looks.everywhere.clear()
        shutil.rmtree(tmp_path / "content")
        (tmp_path / "content").mkdir()
        assert looks.everywhere.wait(LONG)
        looks.hinted(SILENCE)
        (tmp_path / f"content/{number}.md").write_text("one")
        assert looks.has_told(f"content/{number}.md")


def test_a_folder_that_goes_when_it_is_about_to_be_watched_is_no_reason_to_give_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = Looks()
    watch = looks.watch(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("ordskifte.app.watch._identity", lambda folder: (0, 0))  # All were there a moment ago.
        watch.start()
    (tmp_path / "content").mkdir()
    assert looks.everywhere.wait(LONG)
    (tmp_path / "content/a.md").write_text("one")
    assert looks.has_told("content/a.md")
    watch.stop()
    assert looks.notices == []


FOLDERS_AT_ONCE = """
from pathlib import Path
from queue import SimpleQueue

from ordskifte.app.watch import Watch

told = SimpleQueue()

def look(hints):
    if hints:
        told.put(hints)
    return False

def wait_for(path):
    while str(path) not in told.get(timeout=10):
        pass

Path("content").mkdir()
watch = Watch(Path.cwd(), look, lambda is_disturbed: None, print)
watch.start()
for number in range(50):
    folder = Path(f"content/{number}/a/b/c/d/e")
    folder.mkdir(parents=True)
    wait_for(folder)
    (folder / "f.md").write_text("one")
    wait_for(folder / "f.md")
watch.stop()
"""


def test_folders_that_come_one_in_the_other_are_all_watched_and_nobody_is_bothered_with_it(tmp_path: Path) -> None:
    """As of `mkdir -p`: they are found by walking and told of by the system, in whichever order."""
    done = python(tmp_path, "-W", "error", "-c", FOLDERS_AT_ONCE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_storm_is_told_once_it_is_over(tmp_path: Path, looks: Looks) -> None:
    looks.everywhere.clear()
    for number in range(2_000):
        (tmp_path / f"content/{number}.md").write_text("text")
    assert looks.everywhere.wait(LONG)  # So many events may have lost others.
    assert len(looks.hinted(SILENCE)) < 20


def test_reading_is_not_told(tmp_path: Path, looks: Looks) -> None:
    for _ in range(10):
        (tmp_path / "content/a.md").read_text()
        list((tmp_path / "content").iterdir())
    assert looks.hinted(SILENCE) == []


@pytest.mark.parametrize(
    "path", ["output/index.html", ".git/index", ".cache/store", "notes.txt", "content/.a.md.swp", "content/.trash/a.md"]
)
def test_what_is_no_source_is_not_told(tmp_path: Path, looks: Looks, path: str) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("bytes")
    assert looks.hinted(SILENCE) == []


def test_what_is_saved_while_the_last_change_is_looked_at_is_told_afterwards(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    is_looking, is_done, looks = Event(), Event(), Looks()

    def look(hints: Hints) -> bool:
        looks.look(hints)
        is_looking.set()
        return is_done.wait(LONG)

    watch = Watch(tmp_path, look, looks.rest, looks.notices.append)
    watch.start()
    (tmp_path / "content/a").write_text("one")
    assert is_looking.wait(LONG)
    assert looks.hinted() == [{"content/a"}]
    (tmp_path / "content/b").write_text("two")
    sleep(SILENCE)
    assert looks.hinted(SILENCE) == []
    is_done.set()
    assert looks.hinted() == [{"content/b"}]
    watch.stop()


def test_what_can_wait_is_disturbed_by_the_next_change(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    is_resting, was_disturbed, looks = Event(), Event(), Looks()

    def rest(is_disturbed: Callable[[], bool]) -> None:
        is_resting.set()
        while not is_disturbed():
            sleep(0.01)
        was_disturbed.set()

    watch = Watch(tmp_path, looks.look, rest, looks.notices.append)
    watch.start()
    watch.stir()
    assert looks.everywhere.wait(LONG)
    assert is_resting.wait(LONG)
    (tmp_path / "content/a").write_text("one")
    assert was_disturbed.wait(LONG)
    watch.stop()


# --------------------------------------------------------------------------------------
# Without events
# --------------------------------------------------------------------------------------


def test_without_room_for_watches_the_files_are_looked_at_all_the_time_and_that_is_told(tmp_path: Path) -> None:
    looks = Looks()
    watch = looks.watch(tmp_path / "nowhere")  # Nothing can be watched there.
    watch.start()
    for _ in range(3):
        looks.everywhere.clear()
        assert looks.everywhere.wait(LONG)
    watch.stop()
    (notice,) = looks.notices
    assert notice.startswith("The system does not tell of changes (No such file or directory), so the files themselves")
    assert "fs.inotify" not in notice
    assert OFTEN < 1
