"""`explain`, as people ask it."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from ordskifte.model.codes import CODES
from tests.program import environment
from tests.stories import ONE_EDITION, PLAIN_TEMPLATES, story


def explain(*codes: str) -> Result:
    return CliRunner().invoke(program, ["explain", *codes])


def test_a_code_may_be_typed_in_capitals() -> None:
    assert explain("[KEY-DUPLICATE]").stdout == explain("key-duplicate").stdout


def test_a_page_is_laid_out_for_a_terminal() -> None:
    assert explain("key-duplicate").stdout == (
        """\
key-duplicate

Error. A key is given twice, or a menu or a campaign is there twice.

Of two values for one key only one can be meant, and the program does not guess
which. In `site.toml`, two menus of one name or two campaigns of one id are the
same mistake.

To put it right. Keep the right one, and delete the other.

Wrong, in `content/articles/the-bench.en.md`:

    ---
    title: The Bench
    title: The Old Bench
    date: 2026-03-01
    section: society
    ---
    It stands where the road ends.

The program says:

    content/articles/the-bench.en.md:3:1: error: `title` is given twice; first on line 2. [key-duplicate]
        3 | title: The Old Bench
            ^
            Keep one of them.

Right: without that line.
"""
    )


def test_a_link_is_shown_with_the_file_that_it_leads_to() -> None:
    assert "moving and removing (docs/editors.md#moving-and-removing)" in " ".join(explain("url-moved").stdout.split())


def test_a_code_may_be_copied_with_its_brackets_and_several_may_be_asked_for() -> None:
    told = explain("[image-alt]", "link-empty", "image-alt").stdout
    assert told.startswith("image-alt\n\n")
    assert told.count("\n\n\nlink-empty\n\n") == 1
    assert told.count("\nThe program says:\n") == 2


def test_without_a_code_all_are_listed_with_what_they_mean() -> None:
    told = explain().stdout
    assert [line.split()[0] for line in told.splitlines() if not line.startswith(" ")] == sorted(CODES)
    assert "\nlink-empty " in told
    assert " A link leads nowhere.\n" in told


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("autor-unknown", "Did you mean `author-unknown`?"),
        ("paywall", "There are paywall-empty, paywall-free, paywall-nested, paywall-second."),
        ("xyz", "Without a code, `explain` lists them all."),
    ],
)
def test_a_code_that_there_is_not_is_told_with_the_nearest(code: str, hint: str) -> None:
    done = explain(code)
    assert done.exit_code == 2
    assert f"There is no code `{code}`. {hint}" in " ".join(done.stderr.split())


def test_a_terminal_is_told_once_how_to_read_more_and_a_pipe_is_not(tmp_path: Path) -> None:
    site = story(tmp_path, ONE_EDITION, PLAIN_TEMPLATES, "-- content/pages/om.nb.md --\n---\ntittel: Om\n---\n")
    command = [sys.executable, "-m", "ordskifte", "build", "--source", str(site.root)]
    ours, theirs = pty.openpty()
    subprocess.run(command, stdout=theirs, env=environment(), timeout=60, check=False)
    os.close(theirs)
    shown = click.unstyle(os.read(ours, 1 << 16).decode())
    os.close(ours)
    assert shown.count("Read more:  python -m ordskifte explain key-missing key-unknown") == 1
    piped = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=60, check=False).stdout
    assert "[key-unknown]" in piped
    assert "Read more" not in piped
