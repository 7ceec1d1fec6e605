"""The documentation as a site, built by the program that it describes."""

import shutil
from pathlib import Path

import pytest

from tests.program import REPOSITORY, python


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the documentation, with its site built."""
    copy = tmp_path_factory.mktemp("docs")
    passed_over = shutil.ignore_patterns("content", "output", ".cache", "manifest.json")
    shutil.copytree(REPOSITORY / "docs", copy / "docs", ignore=passed_over)
    for page in REPOSITORY.glob("*.md"):
        shutil.copy(page, copy)
    return copy


def make(folder: Path, *arguments: str) -> str:
    done = python(folder, "docs/site/make.py", *arguments, "--source", "docs/site")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_built_without_a_problem_and_has_a_page_for_each_file(folder: Path) -> None:
    told = make(folder, "build")
    assert "0 errors, 0 warnings." in told
    output = folder / "docs/site/output"
    files = [path for path in folder.rglob("*.md") if "site" not in path.parts and path.name != "README.md"]
    assert len(files) > 40
    english = [path for path in files if not path.name.endswith(".nb.md")]
    assert len([path for path in output.glob("*/index.html") if path.parent.name != "nb"]) == len(english) + 1
    assert (output / "decisions/index.html").exists()


def test_links_between_files_are_links_between_pages(folder: Path) -> None:
    make(folder, "build")
    page = (folder / "docs/site/output/architecture/index.html").read_text(encoding="utf-8")
    assert '<a href="/glossary/">the glossary</a>' in page
    norwegian = (folder / "docs/site/output/nb/translators/index.html").read_text(encoding="utf-8")
    assert '<html lang="nb">' in norwegian
    assert 'hreflang="en"' in norwegian


def test_it_stands_up_to_a_look_at_every_page_and_word(folder: Path) -> None:
    make(folder, "build")
    assert "0 errors, 0 warnings." in make(folder, "check")
    assert "0 errors, 0 warnings." in make(folder, "messages", "check")
    make(folder, "messages", "update", "--check")
