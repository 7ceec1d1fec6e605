"""A site that is begun is whole: it builds, is checked and is in step, in whatever languages."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from tests.program import REPOSITORY, ordskifte, python

AT = "2026-11-23T10:00"
GREEN = "0 errors, 0 warnings."


def init(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(program, ["init", str(folder), "--at", AT, *words])


def run(site: Path, *words: str) -> Result:
    return CliRunner().invoke(program, [*words, "--source", str(site)], env={"SOURCE_DATE_EPOCH": "1795428000"})


def text(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is begun, and has not been touched."""
    folder = tmp_path_factory.mktemp("begun") / "nordlys"
    assert init(folder, "--name", 'Nord "Lys" æøå').exit_code == 0
    return folder


def test_it_builds_and_checks_and_its_words_are_in_step_with_no_edit(site: Path) -> None:
    built = run(site, "build")
    assert GREEN in built.output, built.output
    assert GREEN in run(site, "check").output
    assert run(site, "messages", "update", "--check").exit_code == 0
    assert GREEN in run(site, "messages", "check").output
    assert "7 originals. Translations: 1 current. 0 words" in run(site, "translate", "status").output


def test_the_article_stands_in_both_editions_in_their_languages(site: Path) -> None:
    run(site, "build")
    norwegian, english = (
        text(site, f"output/{path}/index.html")
        for path in ("artikler/det-forste-nummeret", "en/articles/the-first-issue")
    )
    assert '<html lang="nb"' in norwegian
    assert "«Rette anførselstegn»" in norwegian
    assert '<html lang="en"' in english
    assert "“Straight quotation marks”" in english
    assert "<title>The First Issue" in english


def test_its_article_is_of_today(site: Path) -> None:
    assert "\ndate: 2026-11-23\n" in text(site, "content/articles/the-first-issue.nb.md")


def test_nothing_of_the_sample_s_own_is_in_it(site: Path) -> None:
    run(site, "build")
    words = "".join(path.read_text(encoding="utf-8") for path in (site / "output").rglob("*.html"))
    assert not re.search("Nordre Rand|Solheim|Code of Ethics|Vær Varsom", words)
    assert "#~" not in text(site, "locales/nb/LC_MESSAGES/messages.po")


def test_three_lines_say_what_to_type_next(tmp_path: Path) -> None:
    folder = tmp_path / "my magazine"
    done = init(folder)
    _, *lines = done.stdout.partition("Next:\n")[2].splitlines()
    assert f"  cd '{folder}'" in done.stdout
    assert lines == ["  program serve --open", '  program new article "Your title" --lang nb']


def test_it_is_called_as_its_folder_if_nobody_says_otherwise(tmp_path: Path) -> None:
    init(tmp_path / "the-northern_light")
    assert tomllib.loads(text(tmp_path / "the-northern_light", "site.toml"))["site"]["title"]["nb"] == (
        "The northern light"
    )


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ('Nord "Lys" æøå', 'Nord "Lys" æøå'),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("back\\slash {braces} # no note", "back\\slash {braces} # no note"),
        ("'", "'"),
        ("[x] = 1\x00\x7f\udcff", "[x] = 1"),
    ],
)
def test_any_name_is_kept_as_it_is_typed_in_one_line(tmp_path: Path, typed: str, name: str) -> None:
    assert init(tmp_path / "x", "--name", typed).exit_code == 0
    assert tomllib.loads(text(tmp_path / "x", "site.toml"))["site"]["title"] == {"nb": name, "en": name}
    assert text(tmp_path / "x", "README.md").splitlines()[0] == f"# {name}"


@pytest.mark.parametrize(
    ("locales", "has_cards"), [("nb,en", True), ("se,el,ru", True), ("ja", False), ("en,ar", False)]
)
def test_a_site_begins_with_cards_if_their_font_has_its_letters(tmp_path: Path, locales: str, has_cards: bool) -> None:
    assert init(tmp_path / "x", "--locales", locales).exit_code == 0
    assert ("cards" in tomllib.loads(text(tmp_path / "x", "site.toml"))) == has_cards
    assert "card-letters" not in run(tmp_path / "x", "build").output


@pytest.mark.parametrize("locales", ["nn,nb,en", "ar", "en-GB,en-US"])
def test_any_languages_make_a_site_without_errors(tmp_path: Path, locales: str) -> None:
    assert init(tmp_path / "x", "--locales", locales).exit_code == 0
    checked = run(tmp_path / "x", "build").output + run(tmp_path / "x", "check").output
    assert checked.count("0 errors") == 2, checked
    assert {*re.findall(r"\[([a-z-]+)\]$", checked, re.MULTILINE)} <= {"campaign-untranslated", "messages-missing"}
    assert run(tmp_path / "x", "messages", "update", "--check").exit_code == 0


def test_files_that_windows_has_ended_the_lines_of_say_the_same(tmp_path: Path) -> None:
    site = tmp_path / "x"
    init(site)
    for path in (path for path in site.rglob("*") if path.is_file()):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert GREEN in run(site, "build").output
    assert GREEN in run(site, "check").output
    assert "7 originals. Translations: 1 current." in run(site, "translate", "status").output
    assert run(site, "messages", "update", "--check").exit_code == 0


def test_an_interface_without_words_yet_is_in_a_language_that_its_readers_understand(tmp_path: Path) -> None:
    told = init(tmp_path / "x", "--locales", "se,nn,nb").output
    assert "the interface of nn is in Norwegian Bokmål.\n" in told
    assert "the interface of se is in Norwegian Bokmål.\n" in told
    run(tmp_path / "x", "build")
    assert '<span lang="nb">' in text(tmp_path / "x", "output/nn/index.html")


def test_an_interface_without_words_yet_is_in_english_and_marked_so(tmp_path: Path) -> None:
    done = init(tmp_path / "x", "--locales", "de")
    told = "locales/de/LC_MESSAGES/messages.po is empty: until it is filled in, the interface of de is in English.\n"
    assert told in done.output
    run(tmp_path / "x", "build")
    front = text(tmp_path / "x", "output/index.html")
    assert '<html lang="de"' in front
    assert re.search(r'<a lang="en"[^>]*>|<span lang="en">', front)


@pytest.mark.parametrize(
    ("tag", "near"),
    [("english", "en (English)"), ("norsk", "nb (Norwegian)"), ("deutsh", "de (German)")],
)
def test_a_language_that_there_is_not_is_refused_with_the_nearest_one(tmp_path: Path, tag: str, near: str) -> None:
    done = init(tmp_path / "x", "--locales", f"nb,{tag}")
    assert done.exit_code == 2
    assert f"{tag!r} is no language that is known here. Did you mean {near}?" in done.output
    assert not (tmp_path / "x").exists()


def test_a_language_that_is_called_in_an_older_way_is_meant(tmp_path: Path) -> None:
    init(tmp_path / "x", "--locales", "no,en_gb,nb")
    assert [*tomllib.loads(text(tmp_path / "x", "site.toml"))["locales"]] == ["nb", "en-GB"]


def test_a_folder_that_holds_anything_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    done = init(tmp_path)
    assert done.exit_code == 1
    assert "is not empty: there is notes.txt." in done.output
    assert files(tmp_path) == {"notes.txt"}


def test_an_environment_and_a_repository_without_commits_are_no_one_s_work(tmp_path: Path) -> None:
    for name in (".git", ".venv"):
        (tmp_path / name).mkdir()
    (tmp_path / "LICENSE").write_text("mine", encoding="utf-8")
    assert init(tmp_path).exit_code == 0
    assert text(tmp_path, "LICENSE") == "mine"


def test_the_sample_comes_whole(tmp_path: Path) -> None:
    assert init(tmp_path / "x", "--sample").exit_code == 0
    ours = {path for path in files(REPOSITORY) if path.split("/")[0] in ("content", "data", "locales", "templates")}
    assert ours <= files(tmp_path / "x")
    assert text(tmp_path / "x", "site.toml") == text(REPOSITORY, "site.toml")


def test_the_sample_keeps_its_name(tmp_path: Path) -> None:
    done = init(tmp_path / "x", "--sample", "--name", "Mine")
    assert done.exit_code == 2
    assert "leave out --name" in done.output


def test_the_commands_of_the_documentation_work_in_it(site: Path) -> None:
    done = python(site, "build.py", "check", "--at", AT)
    assert done.returncode == 0, done.stdout
    assert ordskifte(site, "messages", "status").returncode == 0


def test_its_workflow_is_ours_and_names_nothing_that_it_lacks(site: Path) -> None:
    path = ".github/workflows/site.yml"
    ours, theirs = (yaml.safe_load(text(folder, path)) for folder in (REPOSITORY, site))
    assert ours == theirs
    assert "docs/" not in text(site, path)
    assert {"requirements.txt", "build.py"} <= files(site)


def test_git_keeps_what_people_write_and_not_what_is_made(site: Path) -> None:
    assert "urls.lock merge=union" in text(site, ".gitattributes")
    ignored = text(site, ".gitignore").split()
    assert {"/output/", "/.cache/", "/manifest.json", ".venv/"} <= {*ignored}
    assert "urls.lock" not in ignored
