"""Letters of the sample in a real browser, and before the Nu Html Checker."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.gates import tools
from tests.gates.hosting import hosted
from tests.gates.visits import DESKTOP, PHONE, Device, Visit, visits
from tests.program import REPOSITORY, ordskifte

pytestmark = pytest.mark.gate

LETTERS = (
    ("nb", "2025-10-01", "2026-11-18"),
    ("nb", "2026-05-15", "2026-11-19"),
    ("en", "2025-10-01", "2026-11-18"),
    ("en", "2026-07-10", "2026-11-19"),
)
"""Edition, since when, and the day of the letter. Together they have news of every kind."""
HEADINGS = (
    *("Nye artikler", "Nye og oppdaterte oversettelser", "Rettelser og oppdateringer"),
    *("Artikler vi har trukket tilbake", "New articles", "New and updated translations"),
    *("Corrections and updates", "Withdrawn articles"),
)
ALONE = "default-src 'none'; style-src 'unsafe-inline'"
"""A letter may have its own style, and may ask for nothing."""
FAULTS = {
    "a picture from elsewhere": ("</h1>", '</h1><img src="https://example.org/seen.gif" alt="">'),
    "words that can hardly be seen": ("color: #48515a", "color: #c0c0c0"),
}


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    for locale, since, day in LETTERS:
        words = ("newsletter", "--locale", locale, "--since", since, "--at", f"{day}T12:00", "--output", str(folder))
        done = ordskifte(REPOSITORY, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def address(letters: Path) -> Iterator[str]:
    letter = next(letters.glob("*.nb.html")).read_text(encoding="utf-8")
    (letters / "planted").mkdir()
    for name, (before, after) in FAULTS.items():
        assert before in letter
        (letters / f"planted/{name.replace(' ', '-')}.html").write_text(letter.replace(before, after), encoding="utf-8")
    with hosted(letters, ALONE) as origin:
        yield origin


def test_the_letters_have_all_that_a_letter_can(letters: Path) -> None:
    words = "".join(file.read_text(encoding="utf-8") for file in letters.glob("*.html"))
    assert [heading for heading in HEADINGS if f"<h2>{heading}</h2>" not in words] == []
    for mark in ("på engelsk", "in Norwegian", "For medlemmer", "For members", "oversatt av en maskin"):
        assert mark in words


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_letter_has_a_barrier_or_asks_for_anything(
    browser: Browser, axe: str, address: str, letters: Path, device: Device
) -> None:
    seen = visits(browser, device, address, [f"/{file.name}" for file in sorted(letters.glob("*.html"))], axe)
    assert len(seen) == len(LETTERS)
    assert {path: visit for path, visit in seen.items() if visit != Visit()} == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_seen(browser: Browser, axe: str, address: str, name: str) -> None:
    path = f"/planted/{name.replace(' ', '-')}.html"
    assert visits(browser, DESKTOP, address, [path], axe)[path] != Visit()


def test_the_checker_has_nothing_to_say_of_a_letter(letters: Path) -> None:
    java = tools.program("java", environment=os.environ)
    checker = tools.module("vnu-jar/build/dist/vnu.jar", os.environ)
    files = [str(file) for file in sorted(letters.glob("*.html"))]
    done = subprocess.run(
        [java, "-Xss4m", "-jar", checker, "--format", "json", *files], capture_output=True, text=True, check=False
    )
    messages = json.loads(done.stderr)["messages"]
    assert [(message["url"], message.get("lastLine"), message["message"]) for message in messages] == []
