"""The Nu Html Checker on every page and picture: no errors, and no warnings, of which language detection makes some."""

import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.gates import tools

pytestmark = pytest.mark.gate

ARTICLE = "artikler/sikkerhet-i-arktis/index.html"
FAULTS = {
    "a list in a paragraph": ("<h1", "<p><ul></ul></p><h1"),
    "an id that is there twice": ("</main>", '<p id="main">Words</p></main>'),
    "a language that is not the one it is written in": ('<html lang="nb"', '<html lang="en"'),
    "a language that is not said": ('<html lang="nb"', "<html"),
    "an attribute that there is not": ("<h1", "<p colour=red></p><h1"),
    "a heading that skips levels": ("</main>", "<h6>Deep down</h6></main>"),
}


@pytest.fixture(scope="module")
def told(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """What the checker says of each file, in one run: of the sample's own, and of those with a planted fault."""
    java, checker = (
        tools.program("java", environment=os.environ),
        tools.module("vnu-jar/build/dist/vnu.jar", os.environ),
    )
    planted = tmp_path_factory.mktemp("planted")
    article = (sample / ARTICLE).read_text(encoding="utf-8")
    for name, (before, after) in FAULTS.items():
        assert before in article
        (planted / f"{name}.html").write_text(article.replace(before, after, 1), encoding="utf-8")
    files = [str(file) for folder in (sample, planted) for file in sorted(folder.rglob("*.html"))]
    pictures = [str(file) for file in sorted(sample.rglob("*.svg"))]
    done = subprocess.run(
        [java, "-Xss4m", "-jar", checker, "--format", "json", "--also-check-svg", *files, *pictures],
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, list[str]] = defaultdict(list)
    for message in json.loads(done.stderr)["messages"]:
        kind = message.get("subType", message["type"])
        found[message["url"]].append(f"{message.get('lastLine')}: {kind}: {message['message']}")
    return found


def test_the_checker_has_nothing_to_say_of_any_page_or_picture(told: Mapping[str, list[str]]) -> None:
    assert {url: messages for url, messages in told.items() if "planted" not in url} == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_told(told: Mapping[str, list[str]], name: str) -> None:
    assert [url for url in told if url.endswith(f"/{name.replace(' ', '%20')}.html")]
