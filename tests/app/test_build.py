import json
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from tests.program import environment, ordskifte, tree
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, story

ARTICLE = """
-- content/articles/fog.en.md --
---
title: Fog
date: 2026-05-01
section: debate
---
Fog.
-- content/authors/kari-holm.en.md --
---
name: Kari Holm
---
Writes.
"""
ERRORS = """
-- content/articles/one.en.md --
---
title: One
date: 2026-05-01
section: debat
---
One.
-- content/articles/two.en.md --
---
title: Two
date: 2026-05-01
section: debate
---
See [this](article:nowhere).
-- content/articles/three.en.md --
---
title: Three
date: 2026-05-01
section: debate
colour: red
---
Three.
"""
SLOW = """
from time import sleep

from ordskifte.app.cli import main
from ordskifte.model.site import Target
from ordskifte.render.renderers import Renderer

def targets(ground):
    return [Target(f"{number}.txt", "slow", "nb", ()) for number in range(4)]

def render(target, view, templates):
    sleep(0.4)
    return b""

main(renderers=(Renderer("slow", targets, render),))
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, ARTICLE).root


def build(site: Path, *arguments: str, **variables: str | None) -> Result:
    """What `build` did, standing elsewhere."""
    given = {"SOURCE_DATE_EPOCH": None, **variables}
    return CliRunner().invoke(program, ["build", "--source", str(site), *arguments], env=given)


# --------------------------------------------------------------------------------------
# What is told
# --------------------------------------------------------------------------------------


def test_a_build_sums_up_what_it_did(site: Path) -> None:
    done = build(site, "--verbose")
    assert done.exit_code == 0
    first, second = done.stdout.splitlines()
    assert build(site, "--no-cache").stdout.count("\n") == 1
    assert re.fullmatch(
        r"Built \d+ pages in 2 editions \(nb, en\): (\d+) written, 0 unchanged, 0 removed\. 0 errors, 0 warnings\.",
        first,
    )
    assert re.fullmatch(r"(parse|resolve|compare|render|write) \d+\.\d\d s(, \w+ \d+\.\d\d s){4}", second)


def test_the_second_build_says_that_nothing_is_new(site: Path) -> None:
    build(site)
    assert re.search(r": 0 written, \d+ unchanged, 0 removed\.", build(site).stdout)


def test_a_build_in_which_nothing_can_have_changed_looks_no_further(site: Path) -> None:
    old = time.time() - 60
    for file in site.rglob("*"):
        os.utime(file, (old, old))
    time.sleep(2.1)  # Until the files' inodes are old enough for their stamps to be trusted.
    build(site)
    told = build(site).stdout.splitlines()
    assert told[-1] == "Nothing has changed."
    (site / "site.toml").touch()
    assert build(site).stdout.splitlines()[-1] != "Nothing has changed."


def test_what_is_no_longer_part_of_the_site_is_removed(site: Path) -> None:
    build(site)
    (site / "content/articles/fog.en.md").unlink()
    assert re.search(r" [1-9]\d* removed\.", build(site).stdout)
    assert not (site / "output/en/articles/fog").exists()


def test_all_errors_are_told_at_once_with_their_lines_and_a_caret(site: Path) -> None:
    story(site, ERRORS)
    done = build(site)
    assert done.exit_code == 1
    assert "content/articles/one.en.md:4:10: error: " in done.stdout
    assert "    4 | section: debat\n                 ^\n" in done.stdout
    assert "content/articles/three.en.md:5:1: error: " in done.stdout
    assert "content/articles/two.en.md:6:5: error: " in done.stdout
    assert done.stdout.endswith("Not built: 3 errors, 0 warnings. The site that was there stays as it was.\n")


def test_a_program_gets_problems_as_json_and_nothing_else(site: Path) -> None:
    story(site, ERRORS)
    done = build(site, "--format", "json")
    assert done.exit_code == 1
    records = json.loads(done.stdout)
    assert [(record["file"], record["line"], record["column"]) for record in records] == [
        ("content/articles/one.en.md", 4, 10),
        ("content/articles/three.en.md", 5, 1),
        ("content/articles/two.en.md", 6, 5),
    ]
    assert set(records[0]) == {"severity", "code", "message", "file", "line", "column", "hint"}
    assert done.stderr.startswith("Not built: 3 errors")


def test_json_of_a_build_without_problems_is_an_empty_list(site: Path) -> None:
    done = build(site, "--format", "json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])
    assert done.stderr.startswith("Built ")


def test_github_gets_an_annotation_for_each_problem(site: Path) -> None:
    story(site, ERRORS)
    done = build(site, "--format", "github")
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert all(
        re.fullmatch(r"::error file=content/articles/(one|two|three)\.en\.md,line=\d+,col=\d+,title=[a-z-]+::.+", line)
        for line in lines
    )


# --------------------------------------------------------------------------------------
# A terminal, and none
# --------------------------------------------------------------------------------------


def slow_build(site: Path, stderr: int) -> subprocess.CompletedProcess[bytes]:
    """A build of more than a second."""
    (site / "build.py").write_text(SLOW, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "build.py"], cwd=site, env=environment(), stdout=subprocess.PIPE, stderr=stderr, check=True
    )


def test_a_terminal_sees_a_bar_once_a_second_has_passed_and_then_it_is_gone(site: Path) -> None:
    ours, theirs = pty.openpty()
    slow_build(site, theirs)
    os.close(theirs)
    shown = os.read(ours, 10_000)
    os.close(ours)
    assert re.search(rb"\r\[#+ +\] \d+ of \d+", shown)
    assert shown.endswith(b"\r\x1b[K")


def test_without_a_terminal_there_is_no_bar_and_no_colour(site: Path) -> None:
    done = slow_build(site, subprocess.PIPE)
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout


# --------------------------------------------------------------------------------------
# With errors the site stays
# --------------------------------------------------------------------------------------


def test_with_errors_the_site_that_was_there_stays_to_the_byte(site: Path) -> None:
    build(site)
    before = tree(site / "output")
    story(
        site,
        ERRORS,
        "-- content/articles/fog.en.md --\n---\ntitle: Other fog\ndate: 2026-05-01\nsection: debate\n---\n",
    )
    assert build(site).exit_code == 1
    assert tree(site / "output") == before


def test_the_first_build_with_errors_writes_no_site(site: Path) -> None:
    story(site, ERRORS)
    build(site)
    assert tree(site / "output") == {}


def test_an_output_folder_that_holds_other_things_is_refused(site: Path, tmp_path: Path) -> None:
    thesis = tmp_path / "elsewhere/thesis.txt"
    thesis.parent.mkdir()
    thesis.write_text("Years of work.")
    done = build(site, "--output", str(thesis.parent))
    assert done.exit_code == 2
    assert "--force" in done.stderr
    assert list(thesis.parent.iterdir()) == [thesis]


def test_force_takes_over_an_output_folder_that_holds_other_things(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere/old.html"
    other.parent.mkdir()
    other.write_text("Old site.")
    assert build(site, "--output", str(other.parent), "--force").exit_code == 0
    assert not other.exists()
    assert (other.parent / "index.html").is_file()


@pytest.mark.parametrize("output", [".", "content", "content/out", ".."])
def test_the_sources_are_never_an_output_folder_not_even_by_force(site: Path, output: str) -> None:
    before = tree(site)
    done = build(site, "--output", str(site / output), "--force")
    assert done.exit_code == 2
    assert "cannot be the output folder" in done.stderr
    assert tree(site) == before


def test_an_output_folder_that_cannot_be_written_is_an_error(site: Path) -> None:
    (site / "file").write_text("")
    done = build(site, "--output", str(site / "file/output"))
    assert done.exit_code == 1
    assert re.fullmatch(r"Error: .*file.* cannot be written: .+\n", done.stderr)


# --------------------------------------------------------------------------------------
# The folder
# --------------------------------------------------------------------------------------


def test_a_folder_that_is_no_site_is_left_as_it_is(tmp_path: Path) -> None:
    done = ordskifte(tmp_path)
    assert done.returncode == 2
    assert f"There is no site.toml in {tmp_path}. Stand in the folder of a site" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    done = build(tmp_path / "nowhere")
    assert done.exit_code == 2
    assert f"There is no folder {tmp_path / 'nowhere'}." in done.stderr


# --------------------------------------------------------------------------------------
# The moment
# --------------------------------------------------------------------------------------


def is_published(site: Path, *arguments: str, **variables: str) -> bool:
    """Whether the article of 1 May 2026 is part of the site that was built."""
    assert build(site, *arguments, **variables).exit_code == 0
    return (site / "output/en/articles/fog/index.html").exists()


def test_a_build_is_made_for_the_moment_of_at(site: Path) -> None:
    assert not is_published(site, "--at", "2026-04-30T23:59")
    assert is_published(site, "--at", "2026-05-01")


def test_a_moment_without_a_zone_is_in_the_site_s(site: Path) -> None:
    # Midnight in Oslo is 22:00 in UTC.
    assert not is_published(site, "--at", "2026-04-30T22:00")
    assert is_published(site, "--at", "2026-04-30T22:00Z")


def test_source_date_epoch_is_the_moment_where_nothing_else_is_said(site: Path) -> None:
    assert not is_published(site, SOURCE_DATE_EPOCH="1777586399")
    assert is_published(site, SOURCE_DATE_EPOCH="1777586400")
    assert not is_published(site, "--at", "2026-04-01", SOURCE_DATE_EPOCH="1777586400")


def test_an_empty_source_date_epoch_is_none(site: Path) -> None:
    assert is_published(site, SOURCE_DATE_EPOCH="")


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "99999999999999999999"])
def test_a_source_date_epoch_that_is_no_number_of_seconds_is_a_usage_error(site: Path, epoch: str) -> None:
    done = build(site, SOURCE_DATE_EPOCH=epoch)
    assert done.exit_code == 2
    assert f"SOURCE_DATE_EPOCH is '{epoch}'" in done.stderr


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("tomorrow", "'tomorrow' is not a date; write 2026-01-13"),
        ("2026-02-30", "there is no such day as 2026-02-30."),
        ("2026-03-29T02:30", "the clocks of Europe/Oslo skip 02:30 on 2026-03-29"),
        ("0001-01-01", "0001-01-01 lies outside the years"),
    ],
)
def test_a_moment_that_there_is_not_is_a_usage_error(site: Path, at: str, told: str) -> None:
    done = build(site, "--at", at)
    assert done.exit_code == 2
    assert told in done.stderr
    assert tree(site / "output") == {}


# --------------------------------------------------------------------------------------
# The address
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "front"),
    [
        ("https://name.github.io/magazine/", "/magazine/en/"),
        ("https://name.github.io/magazine", "/magazine/en/"),
        ("http://localhost:8000", "/en/"),
        ("http://[::1]:8000/", "/en/"),
        ("HTTPS://blåbær.example/a/b", "/a/b/en/"),
    ],
)
def test_a_site_is_built_for_another_address(site: Path, address: str, front: str) -> None:
    home = story(site, '-- templates/not-found.html --\n{{ site.list_url("front") }}')
    assert build(site, "--base-url", address).exit_code == 0
    assert (home.root / "output/en/404.html").read_text() == front


@pytest.mark.parametrize(
    "address",
    [
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "https://",
        "https://exa mple.org/",
        "https://[::1",
        "https://example.org:port/",
        "https://example.org/?a=b",
        "https://example.org/#a",
        'https://example.org/"><script>/',
        "https://example.org/../",
        "https://example.org/a/./b/",
        "https://me:secret@example.org/",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address_is_a_usage_error(site: Path, address: str) -> None:
    done = build(site, "--base-url", address)
    assert done.exit_code == 2
    assert "is not an address such as https://example.org/magazine/." in done.stderr


def test_drafts_are_shown_when_they_are_asked_for(site: Path) -> None:
    story(
        site,
        "-- content/articles/mist.en.md --\n---\ntitle: Mist\ndate: 2026-05-01\nsection: debate\ndraft: true\n---\n",
    )
    build(site)
    assert not (site / "output/en/articles/mist").exists()
    build(site, "--drafts")
    assert (site / "output/en/articles/mist/index.html").exists()


def test_a_deploy_without_a_key_is_refused(tmp_path: Path) -> None:
    article = ARTICLE.replace("section: debate\n", "section: debate\naccess: members\npreview: {paragraphs: 1}\n", 1)
    article = article.replace("Fog.\n", "Fog.\n\nAnd more of it, which is for members.\n", 1)
    site = story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, article).root

    def build(*options: str) -> Result:
        return CliRunner().invoke(
            program, ["build", "--source", str(site), "--at", "2026-06-01", *options], env={"ORDSKIFTE_ACCESS_KEY": ""}
        )

    refused = build("--require-key")
    assert refused.exit_code == 1
    assert "[access-no-key]" in refused.output
    assert not list((site / "output").rglob("*.html"))
    previews = build()
    assert previews.exit_code == 0, previews.output
    assert "[access-no-key]" in previews.output
