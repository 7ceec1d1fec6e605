"""What pages say of themselves in JSON-LD, against schema.org: its types, their properties, and what those may be.

The vocabulary is that of schema-dts, which is made of schema.org's own file, and TypeScript compares.
"""

import json
import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.gates import tools
from tests.gates.pages import html

pytestmark = pytest.mark.gate

ARTICLE = "artikler/sikkerhet-i-arktis/index.html"
SPOKEN = re.compile(r'<script type="application/ld\+json">(.*?)</script>')
NOTED = re.compile(r"said\.ts\((\d+),\d+\): error (.*)")
SETTINGS = {
    "compilerOptions": {
        "strict": True,
        "noEmit": True,
        "skipLibCheck": True,
        "target": "es2022",
        "module": "nodenext",
        "types": [],
    },
    "files": ["said.ts"],
}
FAULTS = {
    "a property that there is not": ('"headline":', '"headLine":'),
    "a type that there is not": ('"@type":"Article"', '"@type":"Essay"'),
    "a property that is one of other types": ('"@type":"Person",', '"@type":"Person","headline":"Words",'),
    "a value of a type that the property does not have": ('"@type":"Organization"', '"@type":"WebPage"'),
    "a number where a length is to be": ('"width":"1600 px"', '"width":1600'),
    "a number where words are to be": ('"inLanguage":"nb"', '"inLanguage":47'),
}


@pytest.fixture(scope="module")
def said(sample: Path) -> dict[str, str]:
    """What each page says."""
    pages = html(sample).items()
    return {path: found[1] for path, page in pages if (found := SPOKEN.search(page))}


@pytest.fixture(scope="module")
def told(said: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """What is wrong with it, in one run: with the sample's own, and with those that have a planted fault."""
    for before, _ in FAULTS.values():
        assert before in said[ARTICLE]
    planted = {name: said[ARTICLE].replace(*fault, 1) for name, fault in FAULTS.items()}
    node, compiler = tools.program("node", environment=os.environ), tools.module("typescript/bin/tsc", os.environ)
    vocabulary = tools.module("schema-dts/dist/schema.d.ts", os.environ)
    of = [*said, *planted]
    folder = tmp_path_factory.mktemp("said")
    lines = [
        f"export const of{number}: Graph = {words};" for number, words in enumerate((*said.values(), *planted.values()))
    ]
    text = "\n".join(('import type { Graph } from "schema-dts";', *lines))
    (folder / "said.ts").write_text(text, encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (folder / "tsconfig.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    (folder / "node_modules").symlink_to(vocabulary.parents[2])
    done = subprocess.run(
        [node, compiler, "--pretty", "false"], cwd=folder, capture_output=True, text=True, check=False
    )
    found: dict[str, list[str]] = defaultdict(list)
    for line in done.stdout.splitlines():
        noted = NOTED.match(line)
        assert noted or line.startswith(" "), line
        if noted:
            found[of[int(noted[1]) - 2]].append(noted[2])
    return found


def test_almost_every_page_says_what_it_is(sample: Path, said: Mapping[str, str]) -> None:
    silent = {path for path, page in html(sample).items() if path not in said and 'content="noindex' not in page}
    assert silent == set()


def test_every_word_is_one_of_schema_org(said: Mapping[str, str], told: Mapping[str, list[str]]) -> None:
    assert {path: told[path] for path in said if path in told} == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_told(told: Mapping[str, list[str]], name: str) -> None:
    assert told.get(name)
