"""`import wordpress`, as a person runs it: into a new folder, into a site, twice, and with what is no export."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from ordskifte.app.cli import program
from ordskifte.load import load
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk
from tests.stories import ONE_EDITION, story

EXPORTS = Path(__file__).parent.parent / "tools" / "wordpress" / "exports"
CLASSIC = EXPORTS / "classic.xml"
NAMES = ("classic.xml", "blocks.xml", "polylang.xml", "wpml.xml")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, ["import", "wordpress", *map(str, arguments)], obj={})


def uploads(folder: Path) -> Path:
    """A copy of the old site's files."""
    for name in ("2019/05/Ferje-på-vei.jpg", "2019/05/kart.png", "2024/01/bench-scaled.jpg", "2022/03/omslag.png"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (4, 3), "navy").save(file)
    (folder / "2019/05/rapport.pdf").write_bytes(b"%PDF-1.4")
    return folder


def problems(site: Path) -> tuple[set[str], set[str]]:
    """The codes of the errors and of the warnings of a build."""
    made = walk(load(site, exclude=[]), Options(at="2026-06-01T12:00"), Seams())
    errors = {problem.code for problem in made.diagnostics if problem.is_error}
    return errors, {problem.code for problem in made.diagnostics} - errors


def tree(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_a_new_folder_becomes_a_site_that_is_built_without_errors(name: str, tmp_path: Path) -> None:
    result = run(EXPORTS / name, "--into", tmp_path / "site", "--media", uploads(tmp_path / "uploads"))
    assert result.exit_code == 0, result.output
    assert (tmp_path / "site/requirements.txt").read_text(encoding="utf-8")
    errors, warnings = problems(tmp_path / "site")
    assert errors == set()
    assert warnings <= {"image-alt-owed", "messages-missing", "original-unshown", "link-unpublished"}


def test_it_tells_what_came_and_where_to_read_on(tmp_path: Path) -> None:
    site = tmp_path / "site"
    output = run(CLASSIC, "--into", site, "--media", uploads(tmp_path / "uploads")).output
    assert output.splitlines()[0] == (
        f"{site}: 5 articles, 2 pages, 2 authors, 3 sections, 3 tags, 3 pictures and other files, "
        "9 old addresses that lead on."
    )
    assert "     1  Pictures without a description\n" in output
    assert output.endswith(f"What to do about each stands in {site / 'import-report.md'}.\n")


def test_the_report_names_each_place(tmp_path: Path) -> None:
    run(CLASSIC, "--into", tmp_path / "site")
    report = (tmp_path / "site/import-report.md").read_text(encoding="utf-8")
    text = (tmp_path / "site/content/articles/ferja-som-ble-borte/index.nb.md").read_text(encoding="utf-8").split("\n")
    at = text.index("![?](kart.png)") + 1
    line = CLASSIC.read_text(encoding="utf-8")[: CLASSIC.read_text(encoding="utf-8").index("kart.png")].count("\n") + 1
    assert (
        f"- `content/articles/ferja-som-ble-borte/index.nb.md:{at}`: "
        f"`https://fjordposten.example/wp-content/uploads/2019/05/kart.png` (in the export: `classic.xml:{line}`)\n"
    ) in report


def test_what_is_to_be_fetched_is_written_for_curl(tmp_path: Path) -> None:
    run(CLASSIC, "--into", tmp_path / "site")
    lines = (tmp_path / "site/import-pictures.txt").read_text(encoding="utf-8").split("\n")
    assert lines[:2] == [
        'url = "https://fjordposten.example/wp-content/uploads/2019/05/Ferje-p%C3%A5-vei-scaled.jpg"',
        'output = "content/articles/ferja-som-ble-borte/ferje-pa-vei.jpg"',
    ]
    assert problems(tmp_path / "site")[0] == {"image-missing"}


def test_a_second_time_brings_what_is_missing_and_leaves_what_is_there(tmp_path: Path) -> None:
    site = tmp_path / "site"
    run(CLASSIC, "--into", site)
    article = site / "content/articles/broa.nb.md"
    article.write_text("Mine", encoding="utf-8")
    before = tree(site)
    result = run(CLASSIC, "--into", site, "--media", uploads(tmp_path / "uploads"))
    after = tree(site)
    assert before.items() <= after.items()
    assert sorted(after.keys() - before.keys()) == [
        "content/articles/ferja-som-ble-borte/ferje-pa-vei.jpg",
        "content/articles/ferja-som-ble-borte/kart.png",
        "import-report-2.md",
        "static/wp-content/uploads/2019/05/rapport.pdf",
    ]
    assert "9 files were there already, and have been left.\n" in result.output


def test_a_second_time_with_nothing_new_says_so_and_writes_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    run(CLASSIC, "--into", site)
    before = tree(site)
    output = run(CLASSIC, "--into", site).output
    assert tree(site) == before
    assert output.startswith(f"{site}: nothing is new. 9 files were there already, and have been left:\n  content/")
    assert output.endswith(f"\n  and 1 more\nWhat there was to do about them stands in {site / 'import-report.md'}.\n")
    (site / "import-report.md").unlink()
    run(CLASSIC, "--into", site)
    assert "import-report-2.md" in tree(site)


def test_the_same_import_leaves_the_same_bytes(tmp_path: Path) -> None:
    run(CLASSIC, "--into", tmp_path / "a")
    run(CLASSIC, "--into", tmp_path / "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_a_site_that_is_there_gets_the_sections_that_it_lacks(tmp_path: Path) -> None:
    made = story(tmp_path / "site", ONE_EDITION)
    before = (tmp_path / "site/site.toml").read_text(encoding="utf-8")
    result = run(CLASSIC, "--into", made.root)
    assert result.exit_code == 0, result.output
    after = (tmp_path / "site/site.toml").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert "[sections.kystliv]\n" in after
    assert not (tmp_path / "site/templates").exists()
    assert run(CLASSIC, "--into", made.root).exit_code == 0
    assert (tmp_path / "site/site.toml").read_text(encoding="utf-8") == after


def test_what_may_be_shown_of_other_sites_is_told_in_the_configuration(tmp_path: Path) -> None:
    site = tmp_path / "site"
    run(CLASSIC, "--into", site)
    assert 'hosts = [\n  "www.youtube-nocookie.com",\n]' in (site / "site.toml").read_text(encoding="utf-8")
    assert "embed-host" not in problems(site)[0]
    before = (site / "site.toml").read_bytes()
    again = run(EXPORTS / "blocks.xml", "--into", site)
    assert again.exit_code == 0
    assert '"maps.example"' not in (site / "site.toml").read_text(encoding="utf-8")  # There is a table already.
    assert (site / "site.toml").read_bytes().startswith(before.rstrip())
    assert '"maps.example",' in (site / "import-report-2.md").read_text(encoding="utf-8")


def test_a_configuration_that_only_a_person_can_add_to_is_left(tmp_path: Path) -> None:
    text = ONE_EDITION.replace('[sections.debatt]\nname = {nb = "Debatt"}', "").replace(
        "[site]", 'sections = {debatt = {name = {nb = "Debatt"}}}\n[site]'
    )
    made = story(tmp_path / "site", text)
    before = (tmp_path / "site/site.toml").read_text(encoding="utf-8")
    assert run(CLASSIC, "--into", made.root).exit_code == 0
    after = (tmp_path / "site/site.toml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip())
    assert "kystliv" not in after
    assert "[sections.kystliv]" in (tmp_path / "site/import-report.md").read_text(encoding="utf-8")


def test_an_export_that_was_cut_off_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "old.xml").write_bytes(CLASSIC.read_bytes()[:9000])
    result = run(tmp_path / "old.xml", "--into", tmp_path / "site")
    assert result.exit_code == 1
    assert result.output.startswith("old.xml:")
    assert "[import-truncated]" in result.output
    assert not (tmp_path / "site").exists()


def test_a_folder_that_is_no_site_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")
    result = run(CLASSIC, "--into", tmp_path)
    assert result.exit_code == 1
    assert "holds no site.toml, and is not empty: there is letter.txt." in result.output


def test_links_in_the_copy_lead_nowhere_else(tmp_path: Path) -> None:
    media = uploads(tmp_path / "uploads")
    secret = tmp_path / "secret.png"
    (media / "2019/05/kart.png").rename(secret)
    (media / "2019/05/kart.png").symlink_to(secret)
    run(CLASSIC, "--into", tmp_path / "site", "--media", media)
    assert not (tmp_path / "site/content/articles/ferja-som-ble-borte/kart.png").exists()


def test_a_wrong_use_is_told_as_such(tmp_path: Path) -> None:
    assert run().exit_code == 2
    assert run(tmp_path / "none.xml").exit_code == 2
    assert run(CLASSIC, "--media", tmp_path / "none").exit_code == 2
