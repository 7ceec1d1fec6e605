"""Editors complete and check front matter and `site.toml`: our extension of VS Code, and language servers of others."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.parse.names import FOLDERS
from ordskifte.tools.editor_settings import SCHEMAS, editor_settings
from ordskifte.tools.keys import SUBJECTS
from ordskifte.tools.schemas import Schema, schema
from tests.gates import tools
from tests.gates.language_server import LanguageServer, language_server
from tests.program import REPOSITORY
from tests.tools.test_schemas import heads, tables, told, yaml

pytestmark = pytest.mark.gate

EXTENSION = REPOSITORY / "ordskifte/tools/vscode"
KNOWN = {
    "author": ["karl-aaro", "kari"],
    "section": ["society", "high-north"],
    "edition": ["nb", "en"],
    "tag": ["sea", "ice: and snow"],
}
ARTICLE = schema("article", KNOWN)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a site has for editors."""
    folder = tmp_path_factory.mktemp("site")
    for path, text in editor_settings(KNOWN).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


# --------------------------------------------------------------------------------------
# Front matter, by the extension of a site's own
# --------------------------------------------------------------------------------------


def answers(*tasks: tuple[object, ...]) -> list[Any]:
    """What the extension answers to each of these."""
    node = tools.program("node", "nodejs", environment=os.environ)
    done = subprocess.run(
        [node, REPOSITORY / "tests/gates/editors.cjs", EXTENSION / "front_matter.js"],
        input=msgspec.json.encode(tasks),
        capture_output=True,
        timeout=60,
        check=True,
    )
    found: list[Any] = msgspec.json.decode(done.stdout)
    return found


def at(text: str, made: Schema = ARTICLE) -> tuple[object, ...]:
    """What can be typed where `^` stands."""
    before, _, after = text.partition("^")
    return "completions", before + after, before.count("\n"), len(before) - before.rfind("\n") - 1, made


PROPOSALS = [
    ("---\n^\n---\n", "title: $0"),
    ("---\ntitle: A\nse^\n---\n", "key: $0"),
    ("---\nsection: ^\n---\n", "society high-north"),
    ("---\nsection: so^\n---\n", "society high-north"),
    ("---\nauthors: [^]\n---\n", "karl-aaro kari"),
    ("---\nauthors: [kari, ^]\n---\n", "karl-aaro kari"),
    ("---\nauthors:\n  - ^\n---\n", "karl-aaro kari"),
    ("---\nauthors:\n- ^\n---\n", "karl-aaro kari"),
    ("---\ntags: [^]\n---\n", 'sea "ice: and snow"'),
    ("---\ndraft: ^\n---\n", "true false"),
    ("---\nuntranslated: ^", "shell link omit"),
    ("---\ntranslation: {^}\n---\n", "of: $0 source: $0 status: $0 translator: $0 updated: $0"),
    ("---\ntranslation: {of: nb, st^}\n---\n", "source: $0 status: $0 translator: $0 updated: $0"),
    ("---\ntranslation: {of: nb, status: ^}\n---\n", "draft machine reviewed"),
    ("---\ntranslation:\n  of: nb\n  ^\n---\n", "source: $0 status: $0 translator: $0 updated: $0"),
    ("---\ncorrections:\n  - date: 2026-03-01\n    ^\n---\n", "kind: $0 text: $0"),
    ("---\ncorrections:\n  - date: 2026-03-01\n  - ^\n---\n", "date: $0 kind: $0 text: $0"),
    ("---\ntitle: A\n---\nse^", ""),
    ("---\ntitle: so^\n---\n", ""),
    ("---\nstandfirst: >\n  se^\n---\n", ""),
    ("se^", ""),
    ("---^\n---\n", ""),
]


def test_what_is_proposed_at_a_place() -> None:
    found = answers(*(at(text) for text, _ in PROPOSALS))
    for (text, expected), proposals in zip(PROPOSALS, found, strict=True):
        shown = " ".join(proposal["insert"] for proposal in proposals)
        assert shown.startswith(expected) if "title: $0" in expected or "key: $0" in expected else shown == expected, (
            text
        )


def test_a_list_and_a_table_have_room_for_what_comes_next() -> None:
    [found] = answers(at("---\n^\n---\n"))
    inserted = {proposal["label"]: proposal["insert"] for proposal in found}
    assert inserted["authors"] == "authors: [$0]"
    assert inserted["corrections"] == "corrections:\n  - $0"
    assert inserted["image"] == "image:\n  $0"
    assert [proposal["words"] for proposal in found if proposal["label"] == "section"] == [
        "One of the sections of site.toml. Required in an original."
    ]


def test_what_a_key_does_is_told_at_the_key() -> None:
    text = "---\ntitle: A\ndraft: true\n---\n"
    assert answers(("hover", text, 2, 3, ARTICLE), ("hover", text, 2, 9, ARTICLE), ("hover", text, 0, 1, ARTICLE)) == [
        "Whether it is kept off the site; see drafts.",
        "",
        "",
    ]


WRONG = """---
slug: Den siste
sektion: society
date: 13.1.2026
tags: sea
draft: ja
untranslated: shel
standfirst: >
  note: of no interest
image:
  fil: lead.svg
corrections:
  - dat: 2026-03-01
    kind: wrong
    text: A
key: 1984
---
text: nothing of this is front matter
"""


def test_what_is_wrong_is_told_where_it_is() -> None:
    [found] = answers(("problems", WRONG, ARTICLE))
    lines = WRONG.splitlines()
    assert [(lines[each["line"]][each["start"] : each["end"]], each["message"]) for each in found] == [
        ("---", "`title` is missing."),
        ("Den siste", "`slug`: Write a–z, 0–9 and single hyphens."),
        ("sektion", "`sektion` is not a key that is known here. Did you mean `section`?"),
        ("13.1.2026", "`date`: Write 2026-03-01, or 2026-03-01T08:00."),
        ("sea", "`tags`: should be a list, such as [one, two]."),
        ("ja", "`draft`: should be true or false."),
        ("shel", "`untranslated`: should be one of shell, link, omit."),
        ("fil", "`fil` is not a key that is known here. Did you mean `file`?"),
        ("dat", "`dat` is not a key that is known here. Did you mean `date`?"),
        ("wrong", "`kind`: should be one of correction, clarification, update."),
    ]


def generated() -> Iterator[tuple[str, str]]:
    """Front matter that someone could write, as blocks and in brackets."""
    found: list[tuple[str, str]] = []

    @settings(max_examples=100, database=None)
    @given(
        st.sampled_from(["article", "author", "page"]).flatmap(
            lambda name: st.tuples(st.just(name), tables(SUBJECTS[name].kind))
        )
    )
    def gather(made: tuple[str, dict[str, Any]]) -> None:
        subject, table = made
        found.append((subject, "---\n" + "".join(f"{key}: {yaml(value)}\n" for key, value in table.items()) + "---\n"))

    gather()
    yield from found


def sample() -> Iterator[tuple[str, str]]:
    for path in sorted((REPOSITORY / "content").rglob("*.md")):
        subject = FOLDERS[path.relative_to(REPOSITORY / "content").parts[0]].value
        yield subject, path.read_text(encoding="utf-8")


def test_what_the_extension_calls_wrong_stops_a_build_too() -> None:
    texts = [*heads(), *generated(), *sample()]
    found = answers(*(("problems", text, schema(subject)) for subject, text in texts))
    assert sum(map(bool, found)) > 50
    for (subject, text), problems in zip(texts, found, strict=True):
        is_refused = any(problem.is_error for problem in told(subject, text))
        assert is_refused or not problems, (text, problems)


# --------------------------------------------------------------------------------------
# Front matter, where an editor hands it to the language server for YAML
# --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_yaml(site: Path) -> Iterator[LanguageServer]:
    node = tools.program("node", "nodejs", environment=os.environ)
    server = tools.module("yaml-language-server/bin/yaml-language-server", os.environ)
    schemas = {(site / SCHEMAS / "article.json").as_uri(): ["content/articles/*"]}
    wanted = {"yaml": {"schemas": schemas, "validate": True, "completion": True, "schemaStore": {"enable": False}}}
    with language_server([node, server, "--stdio"], site, wanted) as running:
        yield running


def test_the_language_server_for_yaml_completes_front_matter(of_yaml: LanguageServer) -> None:
    path = "content/articles/a.md"
    assert of_yaml.opened(path, "yaml", "---\ntitle: 1984\nsection: \nuntranslated: \nauthors: []\n\n") == []
    assert of_yaml.proposed(path, 2, 9)[:2] == ["society", "high-north"]
    assert of_yaml.proposed(path, 3, 14)[:3] == ["shell", "link", "omit"]
    assert of_yaml.proposed(path, 4, 10)[:2] == ["karl-aaro", "kari"]
    assert {"slug", "date", "translation"} <= {*of_yaml.proposed(path, 5, 0)}


def test_the_language_server_for_yaml_checks_front_matter(of_yaml: LanguageServer) -> None:
    front, _, _ = WRONG.removeprefix("---\n").partition("---\n")
    found = of_yaml.opened("content/articles/b.md", "yaml", front)
    shown = {(each["range"]["start"]["line"], each["message"]) for each in found}
    assert {
        (0, 'Missing property "title".'),
        (0, "Write a–z, 0–9 and single hyphens."),
        (1, "Property sektion is not allowed."),
        (3, "Incorrect type. Expected one of array, null."),
        (4, "Incorrect type. Expected one of boolean, null."),
        (9, "Property fil is not allowed."),
    } <= shown


# --------------------------------------------------------------------------------------
# site.toml, in Tombi
# --------------------------------------------------------------------------------------


def tombi(*arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    tools.package("tombi", os.environ)
    program = tools.program("tombi", environment={**os.environ, "PATH": str(Path(sys.executable).parent)})
    return subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_tombi_accepts_the_sample(site: Path) -> None:
    for path in ("site.toml", "locales/glossary.nb.toml"):
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_text((REPOSITORY / path).read_text(encoding="utf-8"), encoding="utf-8")
    found = tombi("lint", "--offline", "--no-cache", "site.toml", "locales/glossary.nb.toml", folder=site)
    assert found.returncode == 0, found.stdout + found.stderr


def test_tombi_finds_what_is_wrong_with_site_toml(site: Path) -> None:
    text = (REPOSITORY / "site.toml").read_text(encoding="utf-8")
    wrong = text.replace("tagline =", "taglin =").replace("size = 20", 'size = "20"').replace('"article-end"', '"end"')
    (site / "site.toml").write_text(wrong, encoding="utf-8")
    found = tombi("lint", "--offline", "--no-cache", "site.toml", folder=site)
    assert found.returncode == 1
    for message in ('"taglin" is not allowed', "expected a value of type Integer, but found String", 'but found "end"'):
        assert message in found.stdout + found.stderr
