"""What comes between a build and its disk, for real: what an editor hears of it, and that the old site stands.

What a single write meets is in `test_write`, what becomes of workers in `pipeline/test_workers`.
"""

import resource
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ordskifte.app.build import built_site
from ordskifte.load import Files, load
from ordskifte.pipeline.recipe import recipe
from ordskifte.pipeline.results import Built, Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import open_store
from ordskifte.pipeline.walk import build, walk
from ordskifte.pipeline.workers import workers
from ordskifte.write import open_output
from tests.pipeline.test_law import published, written
from tests.program import ordskifte, python
from tests.stories import MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story
from tests.test_write import small_disk

AT = "2026-06-01"
ARTICLE = "-- content/articles/a{0}.nb.md --\n---\ntitle: A{0}\ndate: 2026-01-02\nsection: debate\n---\n{1}\n"
JOBS = pytest.mark.parametrize("jobs", ["1", "2"])


@pytest.fixture
def site(tmp_path: Path) -> Story:
    """A site that has been built."""
    articles = (ARTICLE.format(number, "Tekst.") for number in range(12))
    made = story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, *articles)
    built_site(made.root, made.root / "output", cache(made), Options(at=AT, master=MASTER), {}, force=False)
    return made


def cache(site: Story) -> Path:
    return site.root / ".cache/ordskifte.sqlite"


def clean(site: Story) -> dict[str, bytes]:
    return published(walk(load(site.root, exclude=[site.root / "output"]), Options(at=AT, master=MASTER), Seams()))


def rebuilt(site: Story, *arguments: str, output: str = "output") -> subprocess.CompletedProcess[str]:
    return ordskifte(site.root, "build", "--at", AT, "--output", output, *arguments)


def assert_that_the_next_build_is_right(site: Story) -> None:
    assert rebuilt(site).returncode == 0
    assert written(site.root / "output") == clean(site)


# --------------------------------------------------------------------------------------
# The disk
# --------------------------------------------------------------------------------------


@JOBS
@pytest.mark.gate
def test_a_full_disk_is_told_and_the_old_site_stands(site: Story, tmp_path: Path, jobs: str) -> None:
    with small_disk(tmp_path / "disk") as disk:
        output = str(disk / "output")
        assert rebuilt(site, output=output).returncode == 0
        before = written(disk / "output")
        for number in range(40):
            site.told(ARTICLE.format(number, "Mange ord. " * 2500))
        done = rebuilt(site, "--jobs", jobs, output=output)
        assert done.returncode == 1
        assert done.stderr.endswith("/index.html cannot be written: No space left on device\n")
        assert "Traceback" not in done.stderr
        assert written(disk / "output") == before


@JOBS
@pytest.mark.gate
def test_a_disk_that_has_become_read_only_is_told_and_the_old_site_stands(
    site: Story, tmp_path: Path, jobs: str
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        output = str(disk / "output")
        assert rebuilt(site, output=output).returncode == 0
        before = written(disk / "output")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        site.told(ARTICLE.format(0, "Ny tekst."))
        done = rebuilt(site, "--jobs", jobs, output=output)
        assert (done.returncode, done.stderr) == (
            1,
            "Error: .ordskifte/lock cannot be written: Read-only file system\n",
        )
        assert written(disk / "output") == before


@JOBS
@pytest.mark.gate
def test_a_cache_on_a_full_disk_costs_time_and_nothing_else(site: Story, jobs: str) -> None:
    for file in cache(site).parent.iterdir():
        file.unlink()
    cache(site).parent.rmdir()
    with small_disk(cache(site).parent) as disk:
        (disk / "others").write_bytes(bytes((1 << 20) - 8192))
        site.told(ARTICLE.format(0, "Ny tekst."))
        done = rebuilt(site, "--jobs", jobs)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert written(site.root / "output") == clean(site)


@JOBS
@pytest.mark.gate
def test_a_cache_on_a_disk_that_is_read_only_costs_time_and_nothing_else(site: Story, jobs: str) -> None:
    for file in cache(site).parent.iterdir():
        file.unlink()
    cache(site).parent.rmdir()
    with small_disk(cache(site).parent) as disk:
        assert rebuilt(site).returncode == 0
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        site.told(ARTICLE.format(0, "Ny tekst."))
        done = rebuilt(site, "--jobs", jobs)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert written(site.root / "output") == clean(site)


# --------------------------------------------------------------------------------------
# The limits of a process
# --------------------------------------------------------------------------------------

LIMITED = """
import resource, runpy, sys
resource.setrlimit({}, ({}, {}))
runpy.run_module("ordskifte", run_name="__main__", alter_sys=True)
"""


def limited(site: Story, limit: int, value: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A build by a process that may have only so much."""
    return python(site.root, "-c", LIMITED.format(limit, value, value), "build", "--at", AT, *arguments)


@JOBS
def test_a_file_that_may_not_be_so_large_is_told_and_the_old_site_stands(site: Story, jobs: str) -> None:
    before = written(site.root / "output")
    site.told(ARTICLE.format(0, "Ny tekst."))
    (site.root / "static").mkdir()
    (site.root / "static/large.bin").write_bytes(bytes(2_000_000))
    done = limited(site, resource.RLIMIT_FSIZE, 1_000_000, "--jobs", jobs)
    assert (done.returncode, done.stderr) == (1, "Error: large.bin cannot be written: File too large\n")
    assert written(site.root / "output") == before
    assert_that_the_next_build_is_right(site)


@JOBS
@pytest.mark.parametrize("cached", ["", "--no-cache"])
@pytest.mark.parametrize("size", [0, 100_000])
def test_where_nothing_can_be_kept_for_the_build_itself_that_is_told(
    site: Story, jobs: str, cached: str, size: int
) -> None:
    """Neither in the cache nor in the folder for temporary files, from the first on or later."""
    before = written(site.root / "output")
    for number in range(100):
        site.told(ARTICLE.format(number, f"Mange ord om {number}. " * 200))
    done = limited(site, resource.RLIMIT_FSIZE, size, "--jobs", jobs, *cached.split())
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: ")
    assert written(site.root / "output") == before
    assert_that_the_next_build_is_right(site)


@pytest.mark.parametrize(("jobs", "files"), [("1", 5), ("2", 5), ("2", 12), ("2", 16)])
def test_too_few_files_that_may_be_open_are_told_and_the_old_site_stands(site: Story, jobs: str, files: int) -> None:
    before = written(site.root / "output")
    site.told(ARTICLE.format(0, "Ny tekst."))
    done = limited(site, resource.RLIMIT_NOFILE, files, "--jobs", jobs, "--no-cache")
    assert done.returncode == 1
    assert "Too many open files" in done.stderr
    assert "Traceback" not in done.stderr
    assert written(site.root / "output") == before
    assert_that_the_next_build_is_right(site)


# --------------------------------------------------------------------------------------
# Two builds at once
# --------------------------------------------------------------------------------------


def test_of_two_builds_into_one_folder_the_second_waits(site: Story) -> None:
    for number in range(3):
        site.told(ARTICLE.format(number, "Ny tekst."))
        with ThreadPoolExecutor(2) as shells:
            both = list(shells.map(lambda jobs: rebuilt(site, "--jobs", jobs), ("1", "2")))
        assert [(done.returncode, done.stderr) for done in both] == [(0, ""), (0, "")]
        assert written(site.root / "output") == clean(site)


def test_two_builds_with_one_cache_and_two_folders_are_both_right(site: Story) -> None:
    for number in range(4):
        site.told(ARTICLE.format(number, "Ny tekst."))
        with ThreadPoolExecutor(2) as shells:
            both = list(shells.map(lambda output: rebuilt(site, output=output), ("output", "../other")))
        assert [(done.returncode, done.stderr) for done in both] == [(0, ""), (0, "")]
        for output in ("output", "../other"):
            assert written(site.root / output) == clean(site)


# --------------------------------------------------------------------------------------
# What changes while a site is built
# --------------------------------------------------------------------------------------


def built_from(files: Files, site: Story, jobs: int) -> Built:
    """A build that found these files when it began."""
    with (
        open_output(site.root / "output", site.root, False, 1) as output,
        open_store(cache(site), recipe()) as store,
    ):
        crew = workers(jobs, None, output.scratch)
        return build(files, output, store, Options(at=AT, master=MASTER), Seams(), crew, lambda _, __: None)


@pytest.mark.parametrize("path", ["content/articles/a3.nb.md", "static/a.txt", "templates/assets/a.css", "site.toml"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_source_that_is_removed_during_the_build_is_told_and_the_old_site_stands(
    site: Story, path: str, jobs: int
) -> None:
    before = written(site.root / "output")
    file = site.root / path
    content = file.read_bytes() if file.exists() else b""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content + b"\n")
    files = load(site.root, exclude=[site.root / "output"])
    file.unlink()
    built = built_from(files, site, jobs)
    vanished = [problem for problem in built.made.diagnostics if problem.code == "file-vanished"]
    assert {problem.span.source for problem in vanished} == {path}
    assert vanished[0].message == "The file was removed during the build."
    assert written(site.root / "output") == before
    if path != "site.toml":
        assert_that_the_next_build_is_right(site)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_source_that_is_changed_during_the_build_is_right_in_the_next(site: Story, jobs: int) -> None:
    site.told(ARTICLE.format(3, "Ny tekst."))
    files = load(site.root, exclude=[site.root / "output"])
    site.told(ARTICLE.format(3, "Nyere tekst.") + ARTICLE.format(4, "Ny tekst."))
    built_from(files, site, jobs)
    assert_that_the_next_build_is_right(site)


REMOVING = """
import shutil
from ordskifte.app.cli import main
from ordskifte.model.site import Target
from ordskifte.render.renderers import Renderer

def targets(ground):
    return [Target(f"{number}.txt", "added", "nb", ()) for number in range(9)]

def render(target, view, templates):
    shutil.rmtree("output", ignore_errors=True)
    return b"1"

if __name__ == "__main__":
    main(renderers=(Renderer("added", targets, render),))
"""


@JOBS
def test_an_output_folder_that_is_removed_during_the_build_is_told(site: Story, jobs: str) -> None:
    (site.root / "build.py").write_text(REMOVING)
    done = python(site.root, "build.py", "--at", AT, "--jobs", jobs)
    assert done.returncode == 1
    assert done.stderr.endswith(" cannot be written: No such file or directory\n")
    assert "Traceback" not in done.stderr
    assert_that_the_next_build_is_right(site)
