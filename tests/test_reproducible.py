"""The same sources give the same bytes, whoever builds them, where and when; and a second build writes nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ordskifte.render.search import FOLDER, shard, words
from tests.program import REPOSITORY, environment, tree

AT = "2026-11-20T12:00"
SOURCES = ("site.toml", "build.py", "content", "data", "locales", "static", "templates")


def files(root: Path) -> Iterator[Path]:
    """The sample publication's sources."""
    for name in SOURCES:
        place = root / name
        yield from ([place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file()))


def copied(folder: Path, *, backwards: bool) -> Path:
    """The sample in another folder, its files made in one order or the other, so that the disk lists them otherwise."""
    for file in sorted(files(REPOSITORY), reverse=backwards):
        copy = folder / file.relative_to(REPOSITORY)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return folder


def built(root: Path, umask: int, **variables: str) -> str:
    """What a build of the folder said."""
    done = subprocess.run(
        [sys.executable, "build.py", "--at", AT],
        cwd=root,
        env=environment(**variables),
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def site(root: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and the mode of each file of the site that was built."""
    output = root / "output"
    return {path: (content, (output / path).stat().st_mode) for path, (content, _) in tree(output).items()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("first"), backwards=False)
    built(root, 0o022, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="0")
    return root


@pytest.mark.parametrize(
    ("umask", "variables"),
    [
        (0o077, {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"}),
        (0o000, {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4294967295"}),
        (0o027, {"LANG": "nb_NO.ISO-8859-1", "LANGUAGE": "nb", "PYTHONHASHSEED": "random", "PYTHONUTF8": "0"}),
    ],
)
def test_the_same_sources_give_the_same_bytes(
    first: Path, tmp_path: Path, umask: int, variables: dict[str, str]
) -> None:
    other = copied(tmp_path / "en mappe med å og mellomrom", backwards=True)
    built(other, umask, **variables)
    assert site(other) == site(first)


def test_no_page_names_the_folder_that_it_was_built_in(first: Path) -> None:
    place = os.fsencode(first.parent)
    assert [path for path, (content, _) in tree(first / "output").items() if place in content] == []


def test_a_second_build_writes_nothing(first: Path) -> None:
    before = tree(first / "output")
    assert ": 0 written, " in built(first, 0o022)
    assert tree(first / "output") == before


def test_a_change_writes_what_it_changes_and_nothing_else(first: Path, tmp_path: Path) -> None:
    root = copied(tmp_path, backwards=False)
    built(root, 0o022)
    before = tree(root / "output")
    about = root / "content/pages/about.en.md"
    about.write_text(about.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    built(root, 0o022)
    after = tree(root / "output")
    count = len([*(root / "output" / FOLDER).glob("*.json")])
    indexed = {f"{FOLDER}/{shard(word, count)}.json" for word in words("One more line.")}
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed - indexed == {"en/about/index.html"}
    about.write_bytes((first / "content/pages/about.en.md").read_bytes())
    built(root, 0o022)
    assert site(root) == site(first)
