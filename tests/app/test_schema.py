"""`schema`, as someone who sets up an editor meets it on the command line."""

import json
from pathlib import Path

from jsonschema import Draft7Validator

from ordskifte.tools.keys import SUBJECTS
from ordskifte.tools.reference import reference
from ordskifte.tools.schemas import schema
from tests.program import ordskifte
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, story

KARI = """
-- content/authors/kari.nb.md --
---
name: Kari
---
-- content/articles/is.nb.md --
---
title: Is
date: 2026-05-01
section: none
authors: [kari]
---
Is.
"""


def test_a_schema_is_shown_wherever_one_stands(tmp_path: Path) -> None:
    for subject in SUBJECTS:
        shown = ordskifte(tmp_path, "schema", subject)
        assert shown.returncode == 0, shown.stderr
        assert json.loads(shown.stdout) == schema(subject)
        Draft7Validator.check_schema(json.loads(shown.stdout))


def test_it_can_be_written_into_a_file(tmp_path: Path) -> None:
    written = ordskifte(tmp_path, "schema", "page", "--output", "schemas/page.json")
    assert (written.returncode, written.stdout) == (0, "page.json: written\n")
    assert json.loads((tmp_path / "schemas/page.json").read_text(encoding="utf-8")) == schema("page")


def test_all_keys_are_shown_as_a_page(tmp_path: Path) -> None:
    assert ordskifte(tmp_path, "schema", "--markdown").stdout == reference()


def test_those_of_a_site_know_its_names_and_mistakes_in_its_texts_do_not_matter(tmp_path: Path) -> None:
    site = story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, KARI)
    written = ordskifte(site.root, "schema", "--write")
    assert written.returncode == 0, written.stdout
    for subject in SUBJECTS:
        assert f".vscode/schemas/{subject}.json: written\n" in written.stdout
    made = json.loads((site.root / ".vscode/schemas/article.json").read_text(encoding="utf-8"))
    assert made["properties"]["authors"]["items"]["examples"] == ["kari"]
    assert made["properties"]["section"]["examples"] == ["debate", "members"]
    assert made["properties"]["access"]["examples"] == ["free", "members", "member"]
    assert made["properties"]["editions"]["items"]["examples"] == ["nb", "en"]
    assert "written" not in ordskifte(site.root, "schema", "--write").stdout


def test_what_someone_has_set_for_their_editor_stays(tmp_path: Path) -> None:
    site = story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES)
    own = {".vscode/settings.json": "{}\n", ".vscode/schemas/page.json": "{}\n"}
    for path, text in own.items():
        (site.root / path).parent.mkdir(parents=True, exist_ok=True)
        (site.root / path).write_text(text, encoding="utf-8")
    assert ".vscode/settings.json: left as it is\n" in ordskifte(site.root, "schema", "--write").stdout
    assert (site.root / ".vscode/settings.json").read_text(encoding="utf-8") == "{}\n"
    assert (site.root / ".vscode/schemas/page.json").read_text(encoding="utf-8") != "{}\n"
    assert (site.root / ".vscode/extensions.json").exists()


def test_there_is_nothing_to_know_where_there_is_no_site(tmp_path: Path) -> None:
    refused = ordskifte(tmp_path, "schema", "--write")
    assert refused.returncode == 1
    assert "There is no site.toml here. [config-missing]" in refused.stdout


def test_one_thing_is_asked_for_at_a_time(tmp_path: Path) -> None:
    for arguments in ((), ("page", "--markdown"), ("page", "--write"), ("poem",), ("--write", "--output", "a")):
        refused = ordskifte(tmp_path, "schema", *arguments)
        assert refused.returncode == 2, arguments
        assert "article" in refused.stderr or "--write" in refused.stderr
