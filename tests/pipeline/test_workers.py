"""Whoever does the work, the site is the same; whatever becomes of the workers is told, and the old site stands."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import active_children
from pathlib import Path

import pytest

from ordskifte.app.build import built_site
from ordskifte.load import load
from ordskifte.model.site import Target
from ordskifte.pipeline.recipe import recipe
from ordskifte.pipeline.results import Built, Made, Options, WorkFailed
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import open_store
from ordskifte.pipeline.walk import build, walk
from ordskifte.pipeline.workers import HERE, Workers, processes
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View
from ordskifte.write import WriteFailed, open_output
from tests.pipeline.test_law import TEMPLATES, published, written
from tests.program import environment, python
from tests.stories import MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

OPTIONS = Options(at="2026-06-01", master=MASTER)
ARTICLE = "-- content/articles/a{0}.nb.md --\n---\ntitle: A{0}\ndate: 2026-01-02\nsection: debate\n{1}---\nTekst.\n"


def site(root: Path, articles: int = 12) -> Story:
    texts = [ARTICLE.format(number, "access: members\n" if number % 5 == 0 else "") for number in range(articles)]
    return story(root, TWO_EDITIONS, PLAIN_TEMPLATES, TEMPLATES, *texts)


def clean(root: Path, seams: Seams | None = None) -> Made:
    return walk(load(root, exclude=[]), OPTIONS, seams or Seams())


def test_parts_that_have_much_in_common_are_one_share_for_each_worker(tmp_path: Path) -> None:
    assert processes(2, tmp_path, least=1).portions(range(9), 2) == [range(5), range(5, 9)]
    assert HERE.portions(range(3), 100) == [range(1), range(1, 2), range(2, 3)]


Crew = Callable[[Path], Workers]


def built_by(crew: Crew, folder: Path, seams: Seams | None = None) -> Built:
    """The site in a folder, built by workers that get a scratch folder."""
    files = load(folder / "site", exclude=[])
    with (
        open_output(folder / "output", folder / "site", False, 1) as output,
        open_store(folder / "cache.sqlite", recipe()) as store,
    ):
        return build(files, output, store, OPTIONS, seams or Seams(), crew(output.scratch), lambda _, __: None)


def here(_: Path) -> Workers:
    return HERE


def forked(scratch: Path) -> Workers:
    return processes(2, scratch, least=1, method="fork")


def spawned(scratch: Path) -> Workers:
    return processes(2, scratch, least=1, method="spawn")


def threads(scratch: Path) -> Workers:
    return Workers(lambda: ThreadPoolExecutor(2), 2, scratch, least=1)


CREWS: Mapping[str, Crew] = {"here": here, "forked": forked, "spawned": spawned, "threads": threads}


def _titles(target: Target, view: View, _: Templates) -> bytes:
    return f"{view.ask('count', target.locale)} {view.latest(1)[0].title.value}".encode()


def _count(ground: Ground, locale: str) -> int:
    return sum(of == locale for of, _, _ in ground.site.pages)


def _dying(_: Target, __: View, ___: Templates) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def _mistaken(_: Target, __: View, ___: Templates) -> bytes:
    return b"%d" % (1 // 0)


def _only(path: str, _: Ground) -> list[Target]:
    return [Target(path, "added", "nb", ())]


def adding(path: str, render: Callable[[Target, View, Templates], bytes]) -> Seams:
    """A site that adds one output, and a question."""
    return Seams((Renderer("added", partial(_only, path), render),), {"count": _count})


ADDED, FATAL, BROKEN = adding("titles.txt", _titles), adding("fatal.txt", _dying), adding("broken.txt", _mistaken)


# --------------------------------------------------------------------------------------
# The same site
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CREWS)
def test_whoever_does_the_work_the_site_is_the_same(tmp_path: Path, name: str) -> None:
    """The first time, after an edit, and with what a site adds itself."""
    made = site(tmp_path / "site")
    for edit in ("", ARTICLE.format(3, "").replace("Tekst", "Annen tekst"), ARTICLE.format(99, "")):
        made.told(edit)
        built_by(CREWS[name], tmp_path, ADDED)
        assert written(tmp_path / "output") == published(clean(tmp_path / "site", ADDED))


@pytest.mark.parametrize("name", CREWS)
def test_whoever_does_the_work_only_what_must_be_made_is_made(tmp_path: Path, name: str) -> None:
    made = site(tmp_path / "site")
    built_by(CREWS[name], tmp_path)
    made.told(ARTICLE.format(3, "").replace("Tekst", "Annen tekst"))
    built = built_by(CREWS[name], tmp_path)
    feeds = ("feed.json", "feed.xml", "section/debatt/feed.json", "section/debatt/feed.xml")
    assert built.written == ("artikler/a3/index.html", "en/articles/a3/index.html", *feeds)


@pytest.mark.parametrize("name", CREWS)
def test_whoever_does_the_work_the_problems_are_the_same_in_the_same_order(tmp_path: Path, name: str) -> None:
    made = site(tmp_path / "site")
    built_by(CREWS[name], tmp_path)
    before = written(tmp_path / "output")
    made.told("-- templates/page.html --\n{{ nothing }}\n")
    for number in (2, 5, 8):
        made.told(ARTICLE.format(number, "tags: [see]\n").replace("Tekst", "# Is"))
    made.told("-- content/pages/om.nb.md --\n---\ntitle: Om\n---\n")
    built = built_by(CREWS[name], tmp_path)
    assert len(built.made.diagnostics) == 8
    assert built.made.diagnostics == clean(tmp_path / "site").diagnostics
    assert written(tmp_path / "output") == before


# --------------------------------------------------------------------------------------
# What goes wrong
# --------------------------------------------------------------------------------------


def test_a_worker_that_is_killed_is_told_with_the_page_that_it_was_at(tmp_path: Path) -> None:
    site(tmp_path / "site")
    built_by(forked, tmp_path)
    before = written(tmp_path / "output")
    with pytest.raises(WorkFailed, match="A worker was killed") as failed:
        built_by(forked, tmp_path, FATAL)
    assert "fatal.txt" in failed.value.at.split(", ")
    assert written(tmp_path / "output") == before


@pytest.mark.parametrize("name", ["forked", "spawned"])
def test_what_a_worker_cannot_write_is_told_with_its_path(tmp_path: Path, name: str) -> None:
    site(tmp_path / "site")
    built_by(CREWS[name], tmp_path)
    before = written(tmp_path / "output")
    with pytest.raises(WriteFailed, match=r"^x{300} cannot be written: a name in it is longer than 255 bytes$"):
        built_by(CREWS[name], tmp_path, adding("x" * 300, _titles))
    assert active_children() == []  # None that would still write where another build may now begin.
    assert written(tmp_path / "output") == before


@pytest.mark.parametrize("name", ["spawned", "threads"])
def test_what_cannot_be_sent_to_workers_is_told(tmp_path: Path, name: str) -> None:
    site(tmp_path / "site")
    with pytest.raises(WorkFailed, match="A renderer or query of this site cannot be sent to the workers"):
        built_by(CREWS[name], tmp_path, adding("titles.txt", lambda _, __, ___: b""))


@pytest.mark.parametrize("name", CREWS)
def test_a_mistake_of_the_program_is_told_with_the_page_and_the_trace(tmp_path: Path, name: str) -> None:
    site(tmp_path / "site")
    built_by(CREWS[name], tmp_path)
    before = written(tmp_path / "output")
    with pytest.raises(WorkFailed) as failed:
        built_by(CREWS[name], tmp_path, BROKEN)
    assert failed.value.at == "broken.txt"
    assert "in _mistaken" in failed.value.trace
    assert failed.value.trace.endswith("ZeroDivisionError: integer division or modulo by zero\n")
    assert written(tmp_path / "output") == before


# --------------------------------------------------------------------------------------
# The command
# --------------------------------------------------------------------------------------

BUILD = """
import os, signal
from ordskifte.app.cli import main
from ordskifte.model.site import Target
from ordskifte.render.renderers import Renderer

def targets(ground):
    return [Target("added.txt", "added", "nb", ())]

def render(target, view, templates):
    return DEED

if __name__ == "__main__":
    main(renderers=(Renderer("added", targets, render),))
"""


def test_an_editor_hears_that_a_worker_was_killed(tmp_path: Path) -> None:
    root = site(tmp_path / "site").root
    (root / "build.py").write_text(BUILD.replace("DEED", "os.kill(os.getpid(), signal.SIGKILL)"))
    done = python(root, "build.py", "--at", OPTIONS.at, "--jobs", "2")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"Error: A worker was killed, perhaps for want of memory, while this was made: .*added\.txt.*\.\n"
        "The site that was there stays as it was\\.\n",
        done.stderr,
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_editor_hears_what_was_made_when_the_program_failed(tmp_path: Path, jobs: str) -> None:
    root = site(tmp_path / "site").root
    (root / "build.py").write_text(BUILD.replace("DEED", "1 // 0"))
    done = python(root, "build.py", "--at", OPTIONS.at, "--jobs", jobs)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith(
        "ZeroDivisionError: integer division or modulo by zero\n"
        "Error: Ordskifte itself failed, while this was made: added.txt.\n"
        "Please report it with the lines above. "
        "The site that was there stays as it was.\n"
    )


@contextmanager
def at_work(root: Path, phase: str) -> Iterator[subprocess.Popen[str]]:
    """A build by two workers, in a session of its own, that are parsing or rendering."""
    command = [sys.executable, "-m", "ordskifte", "build", "--at", OPTIONS.at, "--jobs", "2"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=root, env=environment(), stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            while not any(phase in note for note in notes(root)):
                assert process.poll() is None
                time.sleep(0.001)
            yield process
        finally:
            if is_alive(process.pid):
                os.killpg(process.pid, signal.SIGKILL)


def notes(root: Path) -> list[str]:
    """What workers are at."""
    found = []
    for file in (root / "output/.ordskifte/staged").glob("at-*"):
        with suppress(FileNotFoundError):
            found.append(file.read_text())
    return found


def is_alive(session: int) -> bool:
    """Whether any process of a session is left that runs."""
    states = subprocess.run(["ps", "-o", "stat=", "-s", str(session)], capture_output=True, text=True, check=False)
    return any(not state.startswith("Z") for state in states.stdout.split())


PHASES = {"parsing": "content/", "rendering": "index.html"}


@pytest.mark.parametrize("phase", PHASES)
def test_an_interrupt_ends_all_workers_and_leaves_the_old_site(tmp_path: Path, phase: str) -> None:
    """As from the keyboard, which sends it to every process of the terminal."""
    made = site(tmp_path, 150)
    built_site(tmp_path, tmp_path / "output", None, OPTIONS, {}, force=False)
    before = written(tmp_path / "output")
    made.told(TEMPLATES.replace("Read more", "Next"))
    with at_work(tmp_path, PHASES[phase]) as process:
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=20)
        assert (process.returncode, "".join(said)) == (130, "")
        assert not is_alive(process.pid)
    assert written(tmp_path / "output") == before
    built_site(tmp_path, tmp_path / "output", tmp_path / ".cache/ordskifte.sqlite", OPTIONS, {}, force=False, jobs=2)
    assert written(tmp_path / "output") == published(clean(tmp_path))


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_a_build_that_is_killed(tmp_path: Path, phase: str, end: signal.Signals) -> None:
    site(tmp_path, 150)
    with at_work(tmp_path, PHASES[phase]) as process:
        process.send_signal(end)
        assert process.wait(5) == -end
        until = time.monotonic() + 5
        while is_alive(process.pid):
            assert time.monotonic() < until
            time.sleep(0.01)
    built_site(tmp_path, tmp_path / "output", tmp_path / ".cache/ordskifte.sqlite", OPTIONS, {}, force=False)
    assert written(tmp_path / "output") == published(clean(tmp_path))
