"""What the pages of the sample say of themselves in their heads, word for word: an English essay in the Norwegian
edition and in its own, a translation, and what is withdrawn.

`python -m tests.test_metadata` writes the fixture anew, for its difference to be read.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from ordskifte.load import load
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk
from tests.stories import MASTER

ROOT = Path(__file__).parent.parent
HEADS = Path(__file__).parent / "heads.txt"
PAGES = (
    "artikler/the-quiet-alliance/index.html",
    "en/articles/the-quiet-alliance/index.html",
    "artikler/kabler-under-havet/index.html",
    "en/articles/cables-under-the-sea/index.html",
    "artikler/tidevannsmaleren/index.html",
    "artikler/kolappen/index.html",
    "en/articles/night-train-north/index.html",
    "en/authors/karl-aaro/index.html",
    "seksjon/samfunn/index.html",
    "en/index.html",
)


def shown(html: str) -> str:
    """A head line by line, what it says to machines spread out, and no digests of files."""
    head = html.partition("<head>")[2].partition("</head>")[0]
    head = re.sub(r'(<script type="application/ld\+json">)(.*?)(</script>)', _spread, head)
    head = re.sub(r"(?<=/media/)([\w-]+)\.\w{10}\.", r"\1.", head)
    lines = [line for line in head.splitlines() if line and "/assets/" not in line]
    return "\n".join(lines)


def _spread(found: re.Match[str]) -> str:
    return f"{found[1]}\n{json.dumps(json.loads(found[2]), ensure_ascii=False, indent=1)}\n{found[3]}"


def heads() -> dict[str, str]:
    made = walk(load(ROOT, exclude=[ROOT / "output"]), Options(at="2026-11-22", master=MASTER), Seams())
    return {output.path: shown(output.content.decode()) for output in made.outputs if output.path in PAGES}


def told(found: Mapping[str, str]) -> str:
    return "".join(f"-- {path} --\n{found[path]}\n\n" for path in PAGES)


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    return heads()


@pytest.mark.parametrize("path", PAGES)
def test_the_head_of_a_page_is_known_word_for_word(found: dict[str, str], path: str) -> None:
    known = HEADS.read_text(encoding="utf-8").partition(f"-- {path} --\n")[2].partition("\n\n")[0]
    assert found[path] == known


if __name__ == "__main__":
    HEADS.write_text(told(heads()), encoding="utf-8")
