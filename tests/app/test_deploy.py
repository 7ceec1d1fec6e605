"""`deploy` to a folder: release by release, back again, and whatever goes wrong on the way."""

import os
import re
import shutil
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from ordskifte.write import held
from tests.pipeline.kills import killed
from tests.stories import ONE_EDITION, PLAIN_TEMPLATES, Story, story
from tests.test_write import small_disk

ARTICLE = "-- content/articles/is.nb.md --\n---\ntitle: Is\ndate: 2026-01-02\nsection: debatt\n---\n{}\n"
FILES = "-- static/kart.txt --\nKart\n-- static/.well-known/security.txt --\nContact: mailto:a@example.org\n"
PAGE = "current/articles/is/index.html"
AT = "2026-06-01T12:00"
NOON = "1780315200"
"""The same moment, as SOURCE_DATE_EPOCH has it."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that has been built."""
    made = story(tmp_path_factory.mktemp("first"), ONE_EDITION, PLAIN_TEMPLATES, ARTICLE.format("En."), FILES)
    build(made)
    return made.root


@pytest.fixture
def site(tmp_path: Path, first: Path) -> Story:
    return Story(Path(shutil.copytree(first, tmp_path / "site")))


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "srv/site"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, [str(argument) for argument in arguments])


def build(site: Story, *arguments: str) -> None:
    done = run("build", "--source", site.root, "--at", AT, *arguments)
    assert done.exit_code == 0, done.output


def deploy(site: Story, there: Path | str, *arguments: str) -> Result:
    return run("deploy", "--source", site.root, there, *arguments)


def write_and_deploy(site: Story, there: Path, words: str, *arguments: str) -> str:
    """What it says when an article has got other words."""
    build(site.told(ARTICLE.format(words)))
    done = deploy(site, there, *arguments)
    assert done.exit_code == 0, done.output
    return done.output


def files(folder: Path) -> dict[str, bytes]:
    folder = folder.resolve()
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".ordskifte" not in path.parts
    }


def names(there: Path) -> list[str]:
    return sorted(path.name for path in (there / "releases").iterdir())


# --------------------------------------------------------------------------------------
# There and back
# --------------------------------------------------------------------------------------


def test_the_site_is_there_as_it_was_built_and_nothing_else(site: Story, there: Path) -> None:
    (site.root / "output/notes.txt").write_text("Not of the site.")
    done = deploy(site, there)
    assert done.exit_code == 0, done.output
    [release] = names(there)
    assert re.fullmatch(r"20260601T120000Z-[0-9a-f]{12}", release)
    of = len(files(there / "current"))
    assert done.stdout == f"Readers see {release}: {of} files, {of} new, 0 as they were.\n"
    (site.root / "output/notes.txt").unlink()
    assert files(there / "current") == files(site.root / "output")
    assert (there / "current/.well-known/security.txt").exists()
    assert not (there / "current/.ordskifte").exists()
    assert (there / "current").readlink() == Path(f"releases/{release}")


def test_an_address_that_nobody_has_is_told(site: Story, there: Path) -> None:
    said = "The pages say that they stand at https://example.org/: write the address of yours into site.toml, as `url`."
    assert said in deploy(site, there).stderr
    config = site.root / "site.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("example.org", "fjord.example"), encoding="utf-8")
    build(site)
    assert deploy(site, there).stderr == ""


def test_nothing_is_done_where_nothing_has_changed(site: Story, there: Path) -> None:
    deploy(site, there)
    done = deploy(site, there)
    said = f"Readers see this build already: {names(there)[0]}. What was written since is not in it.\n"
    assert (done.exit_code, done.stdout) == (0, said)


def test_what_has_not_changed_is_shared_and_keeps_its_time(site: Story, there: Path) -> None:
    deploy(site, there)
    said = write_and_deploy(site, there, "To.")
    first, second = (there / "releases" / name for name in names(there))
    same = (first / "kart.txt").stat(), (second / "kart.txt").stat()
    assert same[0].st_ino == same[1].st_ino
    assert same[0].st_mtime == int(NOON)
    changed = [path for path in files(first) if (first / path).stat().st_ino != (second / path).stat().st_ino]
    assert all((second / path).stat().st_mtime == int(NOON) + 1 for path in changed)
    assert f" {len(changed)} new, {len(files(second)) - len(changed)} as they were." in said
    assert b"En." in (first / "articles/is/index.html").read_bytes()
    assert b"To." in (second / "articles/is/index.html").read_bytes()


def test_a_file_that_someone_has_changed_in_a_release_is_not_shared(site: Story, there: Path) -> None:
    deploy(site, there)
    (there / "current/kart.txt").write_text("Kapt\n")
    write_and_deploy(site, there, "To.")
    assert (there / "current/kart.txt").read_text() == "Kart\n"


def test_readers_on_an_open_page_find_what_it_was_made_with(site: Story, there: Path) -> None:
    deploy(site, there)
    write_and_deploy(site, there, "To.")
    assert b"En." in (there / "previous/articles/is/index.html").read_bytes()


def test_one_goes_back_and_again_and_then_no_further(site: Story, there: Path) -> None:
    deploy(site, there)
    write_and_deploy(site, there, "To.")
    write_and_deploy(site, there, "Tre.")
    for words in (b"To.", b"En."):
        done = deploy(site, there, "--rollback")
        assert done.exit_code == 0, done.output
        assert words in (there / PAGE).read_bytes()
    done = deploy(site, there, "--rollback")
    assert (done.exit_code, done.output) == (1, "Error: There is no release before the one that readers see.\n")
    assert b"En." in (there / PAGE).read_bytes()


def test_one_can_go_back_where_there_is_no_site(
    site: Story, there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(site, there)
    write_and_deploy(site, there, "To.")
    monkeypatch.chdir(there)
    done = run("deploy", ".", "--rollback")
    assert done.exit_code == 0, done.output
    old, new = names(there)
    assert done.output == (
        f"Readers see {old} again, and {new} no more.\n"
        "The next deploy leads them forward: build what they are to see, and deploy it.\n"
    )
    assert b"En." in (there / PAGE).read_bytes()
    expect_refused(run("deploy", tmp_path / "x"), 2, "There is no site.toml in")


def test_after_going_back_the_next_deploy_is_the_newest(site: Story, there: Path) -> None:
    deploy(site, there)
    write_and_deploy(site, there, "To.")
    deploy(site, there, "--rollback")
    assert deploy(site, there).exit_code == 0
    assert b"To." in (there / PAGE).read_bytes()
    assert len(names(there)) == 3
    assert deploy(site, there, "--rollback").exit_code == 0
    assert b"En." in (there / PAGE).read_bytes()


def test_a_release_that_someone_has_removed_is_made_again(site: Story, there: Path) -> None:
    deploy(site, there)
    shutil.rmtree((there / "current").resolve())
    assert deploy(site, there).exit_code == 0
    assert files(there / "current") == files(site.root / "output")


def test_where_no_file_has_two_names_it_is_copied_with_its_time(
    site: Story, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(site, there)
    monkeypatch.setattr(Path, "hardlink_to", lambda *_: os.link(there / "nowhere", there))
    write_and_deploy(site, there, "To.")
    first, second = (there / "releases" / name / "kart.txt" for name in names(there))
    assert not first.samefile(second)
    assert (second.read_bytes(), second.stat().st_mtime) == (first.read_bytes(), first.stat().st_mtime)


def test_the_releases_are_listed(site: Story, there: Path) -> None:
    deploy(site, there)
    write_and_deploy(site, there, "To.")
    deploy(site, there, "--rollback")
    old, new = names(there)
    assert deploy(site, there, "--list").output == (
        f"{new}  2026-06-01 12:00:01 UTC  rolled back\n{old}  2026-06-01 12:00:00 UTC  current\n"
    )
    write_and_deploy(site, there, "Tre.")
    assert "rolled back" not in deploy(site, there, "--list").output


def test_old_releases_go_but_not_what_readers_see_or_saw(site: Story, there: Path) -> None:
    for words in ("En.", "To.", "Tre."):
        write_and_deploy(site, there, words)
    said = write_and_deploy(site, there, "Fire.", "--keep", "2")
    assert said.endswith("\n2 old releases removed.\n")
    assert len(names(there)) == 2
    write_and_deploy(site, there, "Fem.", "--keep", "1")
    assert len(names(there)) == 2
    assert b"Fire." in (there / "previous/articles/is/index.html").read_bytes()


# --------------------------------------------------------------------------------------
# What is refused
# --------------------------------------------------------------------------------------


def expect_refused(done: Result, code: int, words: str) -> None:
    assert done.exit_code == code
    assert words in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("how", ["changed", "changed in size", "removed", "a folder"])
@pytest.mark.parametrize("is_known", [False, True])
def test_what_the_build_did_not_leave_is_not_deployed(site: Story, there: Path, how: str, is_known: bool) -> None:
    if is_known:
        deploy(site, there)
        build(site.told(ARTICLE.format("To.")))
    before = names(there) if is_known else []
    file = site.root / "output/kart.txt"
    match how:
        case "changed":
            file.write_text("Kapt\n")
        case "changed in size":
            file.write_text("Kartet\n")
        case _:
            file.unlink()
    if how == "a folder":
        file.mkdir()
    expect_refused(deploy(site, there), 1, "kart.txt is not what the last build left in the output. Build again")
    assert names(there) == before


@pytest.mark.parametrize("path", ["../../x", "/etc/passwd", ".ordskifte/lock", "a//b"])
def test_a_path_that_leads_elsewhere_is_not_followed(site: Story, there: Path, path: str) -> None:
    manifest = site.root / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"path":"kart.txt"', f'"path":"{path}"'))
    expect_refused(deploy(site, there), 1, "cannot be deployed")
    assert names(there) == []


def test_without_a_build_there_is_nothing_to_deploy(site: Story, there: Path) -> None:
    (site.root / "manifest.json").unlink()
    expect_refused(deploy(site, there), 2, "manifest.json, which a build leaves. Build first.")
    (site.root / "manifest.json").write_text("{}")
    expect_refused(deploy(site, there), 2, "manifest.json is not the manifest of a build. Build again.")


@pytest.mark.parametrize("place", ["output", "output/x", "content", "static/x", "templates", ".", ".."])
def test_a_folder_of_the_site_holds_no_releases(site: Story, place: str) -> None:
    before = files(site.root)
    expect_refused(deploy(site, site.root / place), 2, "cannot hold releases: it ")
    assert files(site.root) == before


def test_a_folder_with_other_things_is_left_alone(site: Story, there: Path) -> None:
    there.mkdir(parents=True)
    (there / "index.html").write_text("Another site")
    expect_refused(deploy(site, there), 2, "it is not empty, and no deploy has made what is in it")
    expect_refused(deploy(site, there, "--list"), 2, "there are none in it")
    assert [path.name for path in there.iterdir()] == ["index.html"]


def test_a_file_is_no_destination(site: Story, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    expect_refused(deploy(site, tmp_path / "file"), 2, "it is a file.")
    expect_refused(deploy(site, tmp_path / "file/x"), 1, "file: File exists.")


def test_a_build_does_not_write_where_releases_are(site: Story, there: Path) -> None:
    deploy(site, there)
    expect_refused(run("build", "--source", site.root, "--output", there), 2, "it is not empty")


def test_a_preview_is_only_deployed_if_that_is_said(site: Story, there: Path, tmp_path: Path) -> None:
    build(site, "--preview")
    expect_refused(deploy(site, there, "--output", str(site.root / "preview")), 2, "This is a preview, with drafts.")
    assert deploy(site, tmp_path / "preview", "--preview").exit_code == 0
    assert files(tmp_path / "preview/current") == files(site.root / "preview")


def test_a_site_with_members_is_not_deployed_without_its_sealed_texts(
    site: Story, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = ARTICLE.format("Ja.\n\n<!-- paywall -->\n\nHemmelig.").replace("section:", "access: members\nsection:")
    site.told(sealed)
    build(site)
    assert deploy(site, there).exit_code == 0
    key = os.environ["ORDSKIFTE_ACCESS_KEY"]
    monkeypatch.delenv("ORDSKIFTE_ACCESS_KEY")
    build(site)
    assert deploy(site, there).exit_code == 0  # Nobody has a code yet.
    (site.root / "members.toml").write_text("# All codes have been revoked.\n")
    build(site)
    expect_refused(deploy(site, there), 1, "they would be locked out. Build with --require-key.")
    monkeypatch.setenv("ORDSKIFTE_ACCESS_KEY", key)
    build(site)
    assert deploy(site, there).exit_code == 0


def test_what_time_has_overtaken_is_told_and_deployed(
    site: Story, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON) + 300 * 24 * 3600))
    done = deploy(site, there)
    assert done.exit_code == 0
    assert "This was built before 2026-12-31 23:00 UTC, when something fell due: build again.\n" in done.output


def test_a_destination_that_is_no_host_and_no_folder_is_told(site: Story) -> None:
    expect_refused(run("deploy", "--source", site.root, "--", "-oProxyCommand=x:/srv"), 2, "is no host such as")
    expect_refused(deploy(site, "server:~/site"), 2, "is no folder such as")


def test_without_ssh_another_machine_is_out_of_reach_and_that_is_told(
    site: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    expect_refused(deploy(site, "server:/srv"), 1, "There is no ssh on this machine")


# --------------------------------------------------------------------------------------
# Bad days
# --------------------------------------------------------------------------------------


def test_two_deploys_at_once_do_not_mix(site: Story, there: Path) -> None:
    deploy(site, there)
    build(site.told(ARTICLE.format("To.")))
    lock = held(there / ".ordskifte-releases", 0, "deploy", there)
    expect_refused(deploy(site, there), 1, f"Another deploy (process {os.getpid()}) is writing to {there}.")
    assert deploy(site, there, "--list").exit_code == 0
    os.close(lock)
    assert deploy(site, there).exit_code == 0


def test_a_deploy_waits_for_a_build(site: Story, there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ordskifte.app.deploy.PATIENCE", 0)
    lock = held(site.root / "output/.ordskifte/lock", 0, "build", site.root / "output")
    expect_refused(deploy(site, there), 1, "Another build")
    os.close(lock)


def test_an_output_that_was_brought_here_is_deployed_too(site: Story, there: Path, tmp_path: Path) -> None:
    shutil.copytree(site.root / "output", tmp_path / "output", ignore=shutil.ignore_patterns(".ordskifte"))
    shutil.copy(site.root / "manifest.json", tmp_path)
    assert deploy(site, there, "--output", str(tmp_path / "output")).exit_code == 0
    assert files(there / "current") == files(site.root / "output")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_deploy_may_be_killed_at_any_step(site: Story, there: Path) -> None:
    """Readers then see one site or the other, whole, and the next deploy leaves nothing of the one that died."""
    write_and_deploy(site, there, "En.")
    write_and_deploy(site, there, "To.")
    known = [files(there / "previous"), files(there / "current")]
    for step in count(1, 3):
        build(site.told(ARTICLE.format(f"Steg {step}.")))
        known.append(files(site.root / "output"))
        was_killed = killed(step, lambda: deploy(site, there, "--keep", "2"))
        assert files(there / "current") in known[-2:]
        assert all(files(there / "releases" / name) in known for name in names(there) if not name.startswith("."))
        assert deploy(site, there, "--keep", "2").exit_code == 0
        assert files(there / "current") == known[-1]
        assert not any(name.startswith(".") for name in names(there))
        if not was_killed:
            break
    assert step > 10


@pytest.mark.gate
def test_a_full_disk_is_told_and_readers_see_what_they_saw(site: Story, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        there = disk / "site"
        write_and_deploy(site, there, "En.")
        site.told(f"-- static/stor.txt --\n{'Mange ord. ' * 900_000}\n")
        build(site)
        expect_refused(deploy(site, there), 1, "No space left on device")
        assert len(names(there)) == 1
        assert b"En." in (there / PAGE).read_bytes()
        (site.root / "static/stor.txt").unlink()
        write_and_deploy(site, there, "To.")


def test_what_may_not_be_written_is_told(site: Story, there: Path) -> None:
    deploy(site, there)
    (there / "releases/.new").write_text("")
    done = deploy(site, there)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    with suppress(FileNotFoundError):
        (there / "releases/.new").unlink()
