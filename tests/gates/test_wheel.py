"""The program as it is installed: a wheel in an environment with nothing else, from an empty folder to a site.

Takes the build backend and the libraries from the package index.
"""

import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from ordskifte.model.files import SETTLED
from tests.program import REPOSITORY, environment, ordskifte, tree

pytestmark = pytest.mark.gate

AT = "2026-11-23T12:00"
GREEN = "0 errors, 0 warnings."
MINUTES = 10

THREADED = """\
import threading

from ordskifte.app.cli import main

if __name__ == "__main__":
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    main()
"""
"""A process with a thread is not forked: its workers are begun as on macOS and Windows."""


def run(*words: str | Path, folder: Path) -> str:
    """What a command said, which is to succeed; of this repository it knows nothing."""
    known = {name: value for name, value in environment().items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=known,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=MINUTES * 60,
        check=False,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as `pip` builds it for whoever installs the program."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, REPOSITORY, folder=folder)
    [built] = folder.glob("*.whl")
    return built


class Installed:
    """An environment in which the wheel is all that has been installed."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        run(sys.executable, "-m", "venv", folder, folder=folder.parent)
        self.programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
        run(self.programs / "python", "-m", "pip", "install", "--quiet", wheel, folder=folder.parent)

    def ordskifte(self, folder: Path, *words: str) -> str:
        return run(self.programs / "ordskifte", *words, folder=folder)

    def python(self, folder: Path, *words: str) -> str:
        return run(self.programs / "python", *words, folder=folder)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed") / "venv", wheel)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, installed: Installed) -> Path:
    """A site that was begun by the installed program."""
    folder = tmp_path_factory.mktemp("sites")
    installed.ordskifte(folder, "init", "nordlys", "--at", AT)
    return folder / "nordlys"


def test_every_file_of_the_program_is_in_the_wheel(wheel: Path) -> None:
    known = subprocess.run(
        ["git", "ls-files", "ordskifte"], cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=True
    ).stdout.splitlines()
    packed = ZipFile(wheel).namelist()
    assert "ordskifte/py.typed" in packed
    assert [name for name in known if name not in packed] == []
    assert not any("__pycache__" in name or name.startswith("tests") for name in packed)


def test_a_site_is_begun_written_in_built_and_checked(installed: Installed, site: Path) -> None:
    assert GREEN in installed.ordskifte(site, "build", "--at", AT)
    assert GREEN in installed.ordskifte(site, "check", "--at", AT)

    installed.ordskifte(site, "new", "section", "Kultur", "--lang", "nb")
    installed.ordskifte(site, "new", "author", "Mina Bjørn", "--lang", "nb")
    words = ("--lang", "en", "--section", "kultur", "--author", "mina-bjorn", "--at", AT)
    installed.ordskifte(site, "new", "article", "The Bench by the Harbour", *words)
    article = site / "content/articles/the-bench-by-the-harbour.en.md"
    article.write_text(f"{article.read_text(encoding='utf-8')}\nIt stands where the road ends.\n", encoding="utf-8")

    assert GREEN in installed.ordskifte(site, "build", "--at", AT)
    assert GREEN in installed.ordskifte(site, "check", "--at", AT)
    page = (site / "output/en/articles/the-bench-by-the-harbour/index.html").read_text(encoding="utf-8")
    assert "It stands where the road ends." in page
    assert "Mina Bjørn" in page


def test_what_was_published_can_be_published_anew_and_taken_back(
    installed: Installed, site: Path, tmp_path: Path
) -> None:
    about, published = site / "content/pages/about.nb.md", tmp_path / "srv"
    page = published / "current/om-oss/index.html"
    installed.ordskifte(site, "build", "--at", AT)
    installed.ordskifte(site, "deploy", str(published))
    before = page.read_text(encoding="utf-8")

    about.write_text(f"{about.read_text(encoding='utf-8')}\nNå med en adresse.\n", encoding="utf-8")
    installed.ordskifte(site, "build", "--at", AT)
    installed.ordskifte(site, "deploy", str(published))
    assert "Nå med en adresse." in page.read_text(encoding="utf-8")

    installed.ordskifte(site, "deploy", str(published), "--rollback")
    assert page.read_text(encoding="utf-8") == before


def test_what_the_wheel_carries_beside_the_sample_is_found(installed: Installed, site: Path) -> None:
    assert "author-unknown" in installed.ordskifte(site, "explain", "author-unknown")
    installed.ordskifte(site, "schema", "--write")
    assert (site / ".vscode/schemas").is_dir()


def test_all_ways_to_run_the_program_are_one(installed: Installed, site: Path) -> None:
    time.sleep(SETTLED / 1e9 + 0.1)  # What was written a moment ago is looked into once more.
    installed.ordskifte(site, "build", "--at", AT)
    assert "Nothing has changed." in installed.ordskifte(site, "build", "--at", AT)
    assert "Nothing has changed." in installed.python(site, "-m", "ordskifte", "build", "--at", AT)
    before = tree(site / "output")
    assert " 0 written," in installed.python(site, "build.py", "build", "--at", AT)
    assert tree(site / "output") == before


def test_a_site_says_where_its_program_comes_from_so_that_it_can_be_had_again(
    installed: Installed, site: Path, wheel: Path
) -> None:
    assert f"\n./program/{wheel.name}\n" in (site / "requirements.txt").read_text(encoding="utf-8")
    assert (site / "program" / wheel.name).read_bytes() == wheel.read_bytes()
    installed.python(site, "-m", "pip", "install", "--quiet", "--dry-run", "-r", "requirements.txt")


def test_workers_are_begun_as_on_macos_and_windows(installed: Installed, site: Path) -> None:
    installed.ordskifte(site, "build", "--at", AT)
    before = contents(site / "output")
    (site / "build.py").write_text(THREADED, encoding="utf-8")
    said = installed.python(site, "build.py", "build", "--at", AT, "--no-cache", "--jobs", "2")
    assert GREEN in said
    assert contents(site / "output") == before


@pytest.mark.parametrize("words", [("--sample",), ("--name", "A", "--locales", "nn,nb,en")])
def test_what_is_begun_is_the_same_from_a_wheel_and_from_a_checkout(
    installed: Installed, tmp_path: Path, words: tuple[str, ...]
) -> None:
    installed.ordskifte(tmp_path, "init", "wheel", *words, "--at", AT)
    assert ordskifte(tmp_path, "init", "checkout", *words, "--at", AT).returncode == 0
    assert contents(tmp_path / "wheel") == contents(tmp_path / "checkout")


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a site but what says where its program came from."""
    files = {path: content for path, (content, _) in tree(folder).items()}
    return {path: content for path, content in files.items() if not path.startswith(("program/", "requirements.txt"))}
