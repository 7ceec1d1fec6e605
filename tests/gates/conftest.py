"""The sample publication, built once, a host for it, and the tools of the gates."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.gates import tools
from tests.gates.hosting import hosted
from tests.gates.page_types import AT
from tests.gates.visits import browsing
from tests.program import REPOSITORY, ordskifte
from tests.sample import copied

REPORTED = pytest.StashKey[list[str]]()
"""What was measured and is no matter of right and wrong: lines to be told when all tests are through."""

Plant = Callable[[str, str], str]
"""Puts a text into a file beside the sample's own, and says at which path it stands."""


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built sample."""
    output = tmp_path_factory.mktemp("sample") / "site"
    done = ordskifte(REPOSITORY, "--output", str(output), "--at", AT)
    assert done.returncode == 0, done.stdout
    shutil.rmtree(output / ".ordskifte")
    return output


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The sample, built when a member had a code, with a film and a picture for members; and that code."""
    site = copied(tmp_path_factory.mktemp("members") / "site")
    folder = site.root / "content/articles/what-small-states-know"
    Image.radial_gradient("L").resize((1200, 600)).convert("RGB").save(folder / "moon.jpg")
    with (folder / "index.en.md").open("a", encoding="utf-8") as text:
        text.write("\n::: embed https://film.example/1\nA film for members\n:::\n\n![The moon over ice](moon.jpg)\n")
    told = ordskifte(site.root, "access", "issue", "kari", "--until", "2027-01", "--at", AT)
    assert told.returncode == 0, told.stderr
    done = ordskifte(site.root, "build", "--at", AT, "--require-key")
    assert done.returncode == 0, done.stdout + done.stderr
    return site.root / "output", told.stdout.split()[1]


@pytest.fixture(scope="session")
def published(issued: tuple[Path, str]) -> Iterator[str]:
    """Where that stands, under the policy that it was published with."""
    headers = (issued[0] / "_headers").read_text(encoding="utf-8")
    [policy] = [line.partition(": ")[2] for line in headers.splitlines() if "Content-Security-Policy" in line]
    with hosted(issued[0], policy) as address:
        yield address


@pytest.fixture(scope="session")
def host(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample, for faults to be planted in."""
    return Path(shutil.copytree(sample, tmp_path_factory.mktemp("host") / "site"))


@pytest.fixture(scope="session")
def plant(host: Path) -> Plant:
    (host / "planted").mkdir()

    def planted(name: str, text: str) -> str:
        (host / "planted" / name).write_text(text, encoding="utf-8")
        return f"/planted/{name}"

    return planted


@pytest.fixture(scope="session")
def origin(host: Path) -> Iterator[str]:
    with hosted(host) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = tools.program("chromium", "chromium-browser", "google-chrome", environment=os.environ)
    with browsing(chromium) as started:
        yield started


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of the accessibility checker."""
    return tools.module("axe-core/axe.min.js", os.environ).read_text(encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[REPORTED] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[REPORTED]:
        terminalreporter.section("Lighthouse, performance of 100 (told, not asked for)")
        terminalreporter.write("".join(f"{line}\n" for line in config.stash[REPORTED]))
