"""The translators' report in a real browser, and its pages before the Nu Html Checker."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.gates import tools
from tests.gates.hosting import hosted
from tests.gates.page_types import AT
from tests.gates.pages import html, representatives
from tests.gates.visits import DESKTOP, PHONE, Device, Visit, visits
from tests.program import REPOSITORY, ordskifte

pytestmark = pytest.mark.gate


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a sample in which something is to be done."""
    site = tmp_path_factory.mktemp("reported")
    for name in ("content", "data", "locales", "templates"):
        shutil.copytree(REPOSITORY / name, site / name)
    shutil.copy(REPOSITORY / "site.toml", site)
    for original in sorted((site / "content").rglob("*.md")):
        text = original.read_text(encoding="utf-8")
        if "translation:" not in text:
            original.write_text(f"{text}\nOne sentence more, in 2026.\n", encoding="utf-8")
    catalog = site / "locales/nb/LC_MESSAGES/messages.po"
    words = catalog.read_text(encoding="utf-8").split("\n\n")
    fuzzy = [
        f"#, fuzzy\n{entry}" if "#, " not in entry and number % 9 == 8 else entry for number, entry in enumerate(words)
    ]
    catalog.write_text("\n\n".join(fuzzy), encoding="utf-8")
    started = ordskifte(site, "translate", "start", "a-letter-from-vardo", "--to", "nb")
    assert started.returncode == 0, started.stderr
    made = ordskifte(site, "report", "--output", "report", "--at", AT)
    assert made.returncode == 0, made.stdout + made.stderr
    return site / "report"


@pytest.fixture(scope="module")
def paths(report: Path) -> tuple[str, ...]:
    """Pages of every kind, which show all there is."""
    return tuple(f"/{path}" for path in representatives(html(report)))


@pytest.fixture(scope="module")
def address(report: Path) -> Iterator[str]:
    with hosted(report) as origin:
        yield origin


def test_the_report_of_the_sample_shows_all_that_a_report_can(report: Path) -> None:
    pages = {file.name: file.read_text(encoding="utf-8") for file in report.rglob("*.html")}
    for sign in ("stale", "draft", "missing"):
        assert f"state-{sign}" in pages["works.html"]
    assert "state-fuzzy" in pages["nb-messages.html"]
    assert any("<ins>" in page for page in pages.values())
    assert any('class="unwritten"' in page for page in pages.values())


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_of_the_report_has_a_barrier_or_asks_for_more_than_its_own_files(
    browser: Browser, axe: str, address: str, paths: tuple[str, ...], device: Device
) -> None:
    seen = visits(browser, device, address, paths, axe)
    assert len(seen) > 9
    assert {path: visit for path, visit in seen.items() if visit != Visit()} == {}


def test_the_checker_has_nothing_to_say_of_the_report(report: Path) -> None:
    java = tools.program("java", environment=os.environ)
    checker = tools.module("vnu-jar/build/dist/vnu.jar", os.environ)
    files = [str(file) for file in sorted(report.rglob("*.html"))]
    done = subprocess.run(
        [java, "-Xss4m", "-jar", checker, "--format", "json", *files], capture_output=True, text=True, check=False
    )
    messages = json.loads(done.stderr)["messages"]
    assert [(message["url"], message.get("lastLine"), message["message"]) for message in messages] == []
