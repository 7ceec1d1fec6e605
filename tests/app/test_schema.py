"""`schema`, as someone who sets up an editor meets it on the command line."""

import json
from pathlib import Path

from click.testing import CliRunner, Result
from jsonschema import Draft7Validator

from ordskifte.app.cli import program
from ordskifte.tools.keys import SUBJECTS
from ordskifte.tools.reference import reference
from ordskifte.tools.schemas import schema
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


def called(*command: str) -> Result:
    return CliRunner().invoke(program, list(command))


def test_a_schema_is_shown() -> None:
    for subject in SUBJECTS:
        shown = called("schema", subject)
        assert shown.exit_code == 0, shown.output
        assert json.loads(shown.stdout) == schema(subject)
        Draft7Validator.check_schema(json.loads(shown.stdout))


def test_it_can_be_written_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "schemas/page.json"
    written = called("schema", "page", "--output", str(file))
    assert (written.exit_code, written.stdout) == (0, "page.json: written\n")
    assert json.loads(file.read_text(encoding="utf-8")) == schema("page")


def test_all_keys_are_shown_as_a_page() -> None:
    assert called("schema", "--markdown").stdout == reference()


def test_those_of_a_site_know_its_names_and_mistakes_in_its_texts_do_not_matter(tmp_path: Path) -> None:
    site = story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, KARI)
    written = called("schema", "--write", "--source", str(site.root))
    assert written.exit_code == 0, written.output
    for subject in SUBJECTS:
        assert f".vscode/schemas/{subject}.json: written\n" in written.stdout
    made = json.loads((site.root / ".vscode/schemas/article.json").read_text(encoding="utf-8"))
    assert made["properties"]["authors"]["items"]["examples"] == ["kari"]
    assert made["properties"]["section"]["examples"] == ["debate", "members"]
    assert made["properties"]["access"]["examples"] == ["free", "members", "member"]
    assert made["properties"]["editions"]["items"]["examples"] == ["nb", "en"]
    assert "written" not in called("schema", "--write", "--source", str(site.root)).stdout


def test_what_someone_has_set_for_their_editor_stays(tmp_path: Path) -> None:
    site = story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES)
    own = {".vscode/settings.json": "{}\n", ".vscode/schemas/page.json": "{}\n"}
    for path, text in own.items():
        (site.root / path).parent.mkdir(parents=True, exist_ok=True)
        (site.root / path).write_text(text, encoding="utf-8")
    told = called("schema", "--write", "--source", str(site.root)).stdout
    assert ".vscode/settings.json: left as it is\n" in told
    assert (site.root / ".vscode/settings.json").read_text(encoding="utf-8") == "{}\n"
    assert (site.root / ".vscode/schemas/page.json").read_text(encoding="utf-8") != "{}\n"
    assert (site.root / ".vscode/extensions.json").exists()


def known_authors(site: Path) -> list[str]:
    made = json.loads((site / ".vscode/schemas/article.json").read_text(encoding="utf-8"))
    found: list[str] = made["properties"]["authors"]["items"]["examples"]
    return found


def test_the_schemas_of_a_site_that_is_begun_know_its_authors_and_those_that_come_later(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert called("init", str(site)).exit_code == 0
    assert known_authors(site) == ["editors"]
    begun = called("new", "author", "Kari Nordmann", "--lang", "nb", "--source", str(site))
    assert begun.exit_code == 0, begun.output
    assert known_authors(site) == ["editors", "kari-nordmann"]


def test_there_is_nothing_to_know_where_there_is_no_site(tmp_path: Path) -> None:
    refused = called("schema", "--write", "--source", str(tmp_path))
    assert refused.exit_code == 1
    assert "There is no site.toml here. [config-missing]" in refused.stdout


def test_one_thing_is_asked_for_at_a_time() -> None:
    for arguments in ((), ("page", "--markdown"), ("page", "--write"), ("poem",), ("--write", "--output", "a")):
        refused = called("schema", *arguments)
        assert refused.exit_code == 2, arguments
        assert "article" in refused.stderr or "--write" in refused.stderr
