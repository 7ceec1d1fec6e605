"""`due`: what it tells people and programs, and what its exit code tells a job that runs every hour."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from tests.program import ordskifte, python, tree
from tests.resolve.texts import SPRING
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

ARTICLE = "-- content/articles/{0}.nb.md --\n---\ntitle: {0}\ndate: {1}\nsection: debate\n{2}---\nJa.\n"
DUE, NOTHING, UNKNOWN = 0, 1, 2


@pytest.fixture
def site(tmp_path: Path) -> Story:
    """An article that is out, one that comes, and one that is for members from its second day on."""
    return story(
        tmp_path,
        TWO_EDITIONS + SPRING,
        PLAIN_TEMPLATES,
        ARTICLE.format("is", "2026-01-02", ""),
        ARTICLE.format("fisk", "2026-07-01T08:00", ""),
        ARTICLE.format("hav", "2026-06-01", "access_schedule: [{after: 24h, access: members}]\n"),
    )


def due(site: Story, *arguments: str) -> Result:
    return CliRunner().invoke(program, ["due", "--source", str(site.root), *arguments])


def build(site: Story, at: str, *arguments: str) -> None:
    assert CliRunner().invoke(program, ["build", "--source", str(site.root), "--at", at, *arguments]).exit_code == 0


TOLD = """\
Since 2026-06-01 12:00 (Europe/Oslo):
  2026-06-02 00:00  content/articles/hav.nb.md becomes members
  2026-07-01 08:00  the campaign spring opens
  2026-07-01 08:00  content/articles/fisk.nb.md is published
Next:
  2026-07-15 08:00  the campaign spring ends
"""
NOTHING_TOLD = """\
Nothing fell due since 2026-08-01 00:00 (Europe/Oslo).
Next:
  2027-01-01 00:00  the year 2027 begins
"""


def test_what_fell_due_since_the_last_build_is_told_with_what_comes_next(site: Story) -> None:
    build(site, "2026-06-01T12:00")
    done = due(site, "--at", "2026-07-02")
    assert (done.exit_code, done.output) == (DUE, TOLD)


def test_once_it_has_been_built_nothing_is_due(site: Story) -> None:
    build(site, "2026-06-01T12:00")
    assert due(site, "--at", "2026-07-01T08:00").exit_code == DUE
    build(site, "2026-07-01T08:00")
    assert due(site, "--at", "2026-07-01T08:01").exit_code == NOTHING
    assert due(site, "--at", "2026-06-01").exit_code == NOTHING


def test_a_build_that_changed_nothing_leaves_nothing_that_was_due_behind(site: Story) -> None:
    """Its manifest still has the moment of the one before: what is due since then has not been built by either."""
    build(site, "2026-06-01T12:00")
    build(site, "2026-06-01T18:00")
    assert due(site, "--at", "2026-06-01T23:59").exit_code == NOTHING
    assert due(site, "--at", "2026-06-02").exit_code == DUE


def test_nothing_is_an_exit_code_too(site: Story) -> None:
    done = due(site, "--since", "2026-08-01", "--at", "2026-09-01")
    assert (done.exit_code, done.output) == (NOTHING, NOTHING_TOLD)


def test_the_last_year_ends_without_a_next(site: Story) -> None:
    done = due(site, "--since", "9998-12-31T23:30Z", "--at", "9998-12-31T23:30Z")
    assert done.output.endswith("\nTime alone changes nothing from here on.\n")


def test_programs_are_told_the_same(site: Story) -> None:
    said = json.loads(due(site, "--since", "2026-06-01T12:00", "--at", "2026-07-02", "--json").output)
    assert (said["since"], said["at"]) == ("2026-06-01T12:00:00+02:00", "2026-07-02T00:00:00+02:00")
    assert said["due"][0] == {
        "moment": "2026-06-02T00:00:00+02:00",
        "event": "access",
        "subject": "content/articles/hav.nb.md",
        "access": "members",
    }
    assert [change["event"] for change in said["due"]] == ["access", "opened", "published"]
    assert said["next_change"] == "2026-07-15T08:00:00+02:00"
    assert [change["event"] for change in said["next"]] == ["ended"]


def test_since_may_be_the_manifest_of_any_output(site: Story, tmp_path: Path) -> None:
    build(site, "2026-07-02", "--output", str(site.root / "other"))
    shutil.copy(site.root / "other.manifest.json", tmp_path / "copy.json")
    assert due(site, "--since", str(tmp_path / "copy.json"), "--at", "2026-07-03").exit_code == NOTHING


def test_a_moment_without_a_zone_is_the_site_s(site: Story) -> None:
    for at, code in (("2026-07-01T07:59", NOTHING), ("2026-07-01T08:00", DUE), ("2026-07-01T06:00Z", DUE)):
        assert due(site, "--since", "2026-06-03", "--at", at).exit_code == code


def test_now_is_what_the_environment_says(site: Story) -> None:
    done = ordskifte(site.root, "due", "--since", "2026-06-03", SOURCE_DATE_EPOCH="1782885600")
    assert (done.returncode, done.stderr) == (DUE, "")
    assert ordskifte(site.root, "due", "--since", "2026-06-03", SOURCE_DATE_EPOCH="1782885599").returncode == NOTHING


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ((), "There is no "),
        (("--since", "2026-02-30"), "there is no such day as 2026-02-30"),
        (("--since", "yesterday"), "'yesterday' is not a date"),
        (("--since", "missing.json"), "'missing.json' is not a date"),
        (("--since", "2026-03-29T02:30"), "skip 02:30"),
    ],
)
def test_without_a_moment_to_compare_with_it_is_wrong_usage(site: Story, since: tuple[str, ...], words: str) -> None:
    done = due(site, *since)
    assert done.exit_code == UNKNOWN
    assert words in " ".join(done.output.split())


def test_what_is_no_manifest_is_wrong_usage(site: Story) -> None:
    for content in ("", "{}", '{"clock": "2026-06-01T00:00:00"}', '{"name": "App"}'):
        (site.root / "manifest.json").write_text(content)
        done = due(site)
        assert done.exit_code == UNKNOWN
        assert "is not the manifest of a build." in done.output


def test_of_a_site_toml_that_cannot_be_read_nothing_can_be_told(site: Story) -> None:
    (site.root / "site.toml").write_text("[site\n")
    done = ordskifte(site.root, "due", "--since", "2026-06-03")
    assert (done.returncode, done.stdout) == (UNKNOWN, "")
    assert "site.toml:" in done.stderr


def test_what_is_wrong_with_a_text_is_for_the_build_to_tell(site: Story) -> None:
    site.told(ARTICLE.format("feil", "2026-07-01", "nothing: such\n"))
    done = due(site, "--since", "2026-06-03", "--at", "2026-07-02")
    assert done.exit_code == DUE
    assert "key-unknown" not in done.output


def test_it_changes_nothing(site: Story) -> None:
    build(site, "2026-06-01T12:00")
    before = tree(site.root)
    due(site, "--at", "2026-07-02")
    assert tree(site.root) == before


def test_what_builds_of_another_program_have_kept_stays(site: Story) -> None:
    """A site has a build.py, and whoever asks may have called the program by its own name."""
    (site.root / "build.py").write_text("from ordskifte.app.cli import main\nmain()\n")
    python(site.root, "build.py", "--at", "2026-06-01T12:00")
    before = (site.root / ".cache/ordskifte.sqlite").read_bytes()
    assert ordskifte(site.root, "due", "--at", "2026-07-02").stdout == TOLD
    assert (site.root / ".cache/ordskifte.sqlite").read_bytes() == before


def test_a_spoilt_cache_is_no_obstacle(site: Story) -> None:
    build(site, "2026-06-01T12:00")
    store = site.root / ".cache/ordskifte.sqlite"
    spoilt = bytearray(store.read_bytes())
    spoilt[4096:] = bytes(len(spoilt) - 4096)
    store.write_bytes(spoilt)
    assert due(site, "--at", "2026-07-02").output == TOLD
