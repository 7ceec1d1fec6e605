"""The Nu Html Checker on every page, picture and style sheet: no errors, and no warnings.

Some of its warnings are of words in another language than their page says; the planted faults see to it that it looks.
"""

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
FAULTY_FILES = {
    "planted.svg": '<svg xmlns="http://www.w3.org/2000/svg"><rect breadth="9"/></svg>',
    "planted.css": "p { colour: red }",
    "value.css": "p { color: 12px }",
}
CHECKED = (".html", ".svg", ".css")
NEWER = ("“container-type”: Property “container-type” doesn't exist.", "Unrecognized at-rule “@container”")
"""What the checker does not know of CSS yet: https://www.w3.org/TR/css-conditional-5/#container-queries"""


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
    for name, text in FAULTY_FILES.items():
        (planted / name).write_text(text, encoding="utf-8")
    files = [
        str(file)
        for folder in (sample, planted)
        for file in sorted(folder.rglob("*"))
        if file.suffix in CHECKED and file.is_file()
    ]
    done = subprocess.run(
        [java, "-Xss4m", "-jar", checker, "--format", "json", "--also-check-svg", "--also-check-css", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, list[str]] = defaultdict(list)
    for message in json.loads(done.stderr)["messages"]:
        kind = message.get("subType", message["type"])
        if message["message"].removeprefix("CSS: ") in NEWER:
            continue
        found[message["url"]].append(f"{message.get('lastLine')}: {kind}: {message['message']}")
    return found


def test_the_checker_has_nothing_to_say_of_any_page_picture_or_style_sheet(told: Mapping[str, list[str]]) -> None:
    assert {url: messages for url, messages in told.items() if "planted" not in url} == {}


@pytest.mark.parametrize("name", [*(f"{name}.html" for name in FAULTS), *FAULTY_FILES])
def test_a_planted_fault_is_told(told: Mapping[str, list[str]], name: str) -> None:
    assert [url for url in told if url.endswith(f"/{name.replace(' ', '%20')}")]
