"""The ledger of published addresses, as an editor and a deploy meet it on the command line."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from tests.program import REPOSITORY, environment, ordskifte, tree
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

AT = "2026-06-01"
FOG = """
-- content/articles/fog.en.md --
---
title: Fog
date: 2026-05-01
section: debate
{front}---
Fog.
"""
ICE = """
-- content/articles/is.nb.md --
---
title: Is
date: 2026-05-01
section: debate
---
Is.
"""
LATER = FOG.replace("fog", "later").format(front="slug: later\n").replace("2026-05-01", "2031-01-01")
HEADER = "# The addresses that have been published here. `urls record` writes this file; keep it in git.\n"


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, FOG.format(front=""), ICE, LATER)


@pytest.fixture
def published(site: Story) -> Story:
    """The site with its addresses recorded."""
    assert called(site, "urls", "record").exit_code == 0
    return site


def called(site: Story, *command: str, at: str = AT) -> Result:
    return CliRunner().invoke(program, [*command, "--source", str(site.root), "--at", at])


def ledger(site: Story) -> list[str]:
    return (site.root / "urls.lock").read_text(encoding="utf-8").removeprefix(HEADER).splitlines()


def codes(site: Story) -> list[str]:
    return [problem.code for problem in site.made(AT).diagnostics if problem.is_error]


# ---- urls record ----------------------------------------------------------------------


def test_the_first_record_writes_the_ledger_and_says_how_git_merges_it(site: Story) -> None:
    done = called(site, "urls", "record")
    assert done.exit_code == 0
    assert done.stdout == (
        "urls.lock: written\n"
        "Put the line `urls.lock merge=union` into .gitattributes: git then brings branches together.\n"
    )
    (site.root / "urls.lock").unlink()
    (site.root / ".gitattributes").write_text("* text=auto\nurls.lock merge=union\n")
    assert called(site, "urls", "record").stdout == "urls.lock: written\n"
    assert ledger(site) == [
        "article fog en /en/articles/fog/",
        "article fog nb /artikler/fog/ untranslated",
        "article is en /en/articles/is/ untranslated",
        "article is nb /artikler/is/",
    ]


def test_a_later_one_says_what_it_adds(published: Story) -> None:
    done = called(published, "urls", "record", at="2031-01-01")
    assert done.stdout == (
        "+ article later en /en/articles/later/\n+ article later nb /artikler/later/ untranslated\nurls.lock: written\n"
    )


def test_it_is_written_where_one_stands(site: Story) -> None:
    done = ordskifte(site.root, "urls", "record", "--at", AT)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(ledger(site)) == 4


def test_where_all_is_recorded_nothing_is_written(published: Story) -> None:
    before = tree(published.root)
    assert called(published, "urls", "record").stdout == "urls.lock: unchanged\n"
    assert tree(published.root) == before


def test_of_a_site_with_errors_nothing_is_recorded(published: Story) -> None:
    published.told(FOG.format(front="slug: mist\ntags: [nowhere]\n"))
    before = tree(published.root)
    done = called(published, "urls", "record")
    assert done.exit_code == 1
    assert "content/articles/fog.en.md:6:8: error: There is no tag `nowhere`. [tag-unknown]" in done.stdout
    assert "url-moved" in done.stdout
    assert tree(published.root) == before


def test_a_site_without_a_usable_configuration_is_told_of(site: Story) -> None:
    site.told("-- site.toml --\n[site\n")
    done = called(site, "urls", "record")
    assert (done.exit_code, "toml-syntax" in done.stdout) == (1, True)


def test_a_ledger_that_cannot_be_written_is_an_error(site: Story) -> None:
    (site.root / "urls.lock").mkdir()
    done = called(site, "urls", "record")
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: urls.lock cannot be written: ")


def test_a_moment_that_the_clocks_skip_is_a_usage_error(site: Story) -> None:
    assert called(site, "urls", "record", at="2026-03-29T02:30").exit_code == 2


def test_a_commit_of_the_ledger_changes_no_output(published: Story) -> None:
    with_ledger = published.outputs(AT)
    (published.root / "urls.lock").unlink()
    assert published.outputs(AT) == with_ledger


# ---- redirects accept -----------------------------------------------------------------


def test_a_slug_changes(published: Story) -> None:
    published.told(FOG.format(front="slug: mist\n"))
    assert codes(published) == ["url-moved"]
    done = called(published, "redirects", "accept")
    assert (done.exit_code, done.stdout) == (
        0,
        "/en/articles/fog/ leads to /en/articles/mist/ from now on.\nurls.lock: written\n",
    )
    assert codes(published) == []
    outputs = published.outputs(AT)
    assert 'content="0; url=/en/articles/mist/"' in outputs["en/articles/fog/index.html"]
    assert 'content="0; url=/artikler/mist/"' in outputs["artikler/fog/index.html"]
    assert called(published, "urls", "record").exit_code == 0
    assert ledger(published)[:4] == [
        "article fog en /en/articles/fog/ moved",
        "article fog en /en/articles/mist/",
        "article fog nb /artikler/fog/ untranslated",
        "article fog nb /artikler/mist/ untranslated",
    ]


def test_and_changes_again_and_back(published: Story) -> None:
    for slug in ("mist", "haze", "fog"):
        published.told(FOG.format(front=f"slug: {slug}\n"))
        called(published, "redirects", "accept")
        assert called(published, "urls", "record").exit_code == 0
    moved = {path: html for path, html in published.outputs(AT).items() if 'http-equiv="refresh"' in html}
    assert sorted(moved) == [
        f"{folder}/{slug}/index.html" for folder in ("artikler", "en/articles") for slug in ("haze", "mist")
    ]
    assert all("/fog/" in html for html in moved.values())


def test_a_work_is_removed(published: Story) -> None:
    (published.root / "content/articles/fog.en.md").unlink()
    assert codes(published) == ["url-vanished", "url-vanished"]
    done = called(published, "redirects", "accept", "fog")
    assert done.stdout == "/en/articles/fog/ is gone.\n/artikler/fog/ is gone.\nurls.lock: written\n"
    assert codes(published) == []
    assert published.outputs(AT)["_redirects"] == (
        "/artikler/fog/ /404.html 410\n/en/articles/fog/ /en/404.html 410\n/en/* /en/404.html 404\n"
    )


def test_a_work_turns_back_to_draft(published: Story) -> None:
    published.told(FOG.format(front="draft: true\n"))
    assert codes(published) == ["url-vanished", "url-vanished"]
    called(published, "redirects", "accept")
    published.told(FOG.format(front=""))
    assert codes(published) == []
    called(published, "urls", "record")
    assert "article fog en /en/articles/fog/" in ledger(published)


def test_a_translation_arrives(published: Story) -> None:
    published.told(
        "-- content/articles/fog.nb.md --\n---\ntitle: Tåke\nslug: take\ntranslation: {of: en}\n---\nTåke.\n"
    )
    assert codes(published) == []
    assert 'content="0; url=/artikler/take/"' in published.outputs(AT)["artikler/fog/index.html"]
    called(published, "urls", "record")
    assert "article fog nb /artikler/take/" in ledger(published)


def test_an_address_gets_a_new_work(published: Story) -> None:
    published.told(FOG.format(front="slug: mist\n"))
    published.told(ICE.replace("---\nIs.", "slug: fog\n---\nIs."))
    assert sorted(codes(published)) == ["url-moved", "url-taken", "url-taken"]
    done = called(published, "redirects", "accept", "fog")
    assert done.stdout == (
        "/en/articles/fog/ is no longer the address of the article `fog`.\n"
        "/artikler/fog/ is no longer the address of the article `fog`.\n"
        "urls.lock: written\n"
    )
    assert codes(published) == ["url-moved"]


def test_one_of_several_can_be_accepted_by_its_address(published: Story) -> None:
    for file in ("fog.en", "is.nb"):
        (published.root / f"content/articles/{file}.md").unlink()
    done = called(published, "redirects", "accept", "/artikler/is/")
    assert done.stdout == "/artikler/is/ is gone.\nurls.lock: written\n"
    assert codes(published) == ["url-vanished"] * 3


def test_what_has_not_moved_cannot_be_accepted(published: Story) -> None:
    (published.root / "content/articles/fog.en.md").unlink()
    done = called(published, "redirects", "accept", "is")
    assert done.exit_code == 2
    assert "Nothing that has moved or vanished is called 'is'. There is: /artikler/fog/, /en/articles/fog/." in (
        " ".join(done.stderr.split())
    )


def test_where_nothing_has_moved_nothing_is_written(site: Story) -> None:
    assert called(site, "redirects", "accept").stdout == "Nothing has moved or vanished.\n"
    assert not (site.root / "urls.lock").exists()


def test_a_line_that_cannot_be_read_is_not_lost(published: Story) -> None:
    (published.root / "content/articles/fog.en.md").unlink()
    with (published.root / "urls.lock").open("a") as file:
        file.write("article is nb\n")
    before = tree(published.root)
    done = called(published, "redirects", "accept")
    assert (done.exit_code, "urls.lock:6:1: error: This line has 3 words" in done.stdout) == (1, True)
    assert tree(published.root) == before


def test_what_editors_are_told_is_what_the_guide_for_editors_shows(site: Story) -> None:
    guide = (REPOSITORY / "docs/editors.md").read_text(encoding="utf-8").partition("## Moving and removing")[2]
    shown = re.findall(r"^```text\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)[0]
    bench = FOG.replace("fog", "the-bench").format(front="slug: the-harbour-bench\n")
    site.told(f"{bench}-- urls.lock --\n{'#' * 22}article the-bench en /en/articles/the-bench/\n".replace("#", "#\n"))
    built = ordskifte(site.root, "build", "--at", AT)
    assert shown in built.stdout


# ---- Branches -------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=K", "-c", "user.email=k@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        env=environment(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null"),
        check=True,
        capture_output=True,
    )


def test_git_brings_the_ledgers_of_two_branches_together(published: Story) -> None:
    root = published.root
    (root / ".gitattributes").write_text("urls.lock merge=union\n")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "begun")
    git(root, "checkout", "-qb", "other")
    published.told(FOG.format(front="slug: mist\n"))
    called(published, "redirects", "accept")
    called(published, "urls", "record")
    git(root, "commit", "-qam", "moved")
    git(root, "checkout", "-q", "main")
    published.told("-- content/articles/fog.nb.md --\n---\ntitle: Tåke\ntranslation: {of: en}\n---\nTåke.\n")
    called(published, "urls", "record")
    git(root, "add", ".")
    git(root, "commit", "-qm", "translated")
    git(root, "merge", "-q", "-m", "both", "other")
    lines = ledger(published)
    assert "article fog en /en/articles/fog/ moved" in lines
    assert "article fog nb /artikler/fog/" in lines
    assert codes(published) == []
    assert 'content="0; url=/en/articles/mist/"' in published.outputs(AT)["en/articles/fog/index.html"]
    called(published, "urls", "record")
    assert ledger(published) == sorted(set(ledger(published)))
