import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from ordskifte import __version__
from ordskifte.app.cli import COMMANDS, program
from ordskifte.render.renderers import Renderer
from tests.program import environment, ordskifte
from tests.stories import ONE_EDITION, PLAIN_TEMPLATES, story

BROKEN = '-- content/articles/tåke.nb.md --\n---\ntitle: Tåke\ndate: 2026-05-01\nsection: "vær"\n---\nTåke.\n'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return story(tmp_path, ONE_EDITION, PLAIN_TEMPLATES).root


def commands(group: click.Command, name: str) -> list[tuple[str, click.Command]]:
    """A command with all that lie below it, by what is typed."""
    if not isinstance(group, click.Group):
        return [(name, group)]
    below = [
        (each, group.get_command(click.Context(group), each)) for each in group.list_commands(click.Context(group))
    ]
    return [
        (name, group),
        *(found for each, command in below if command for found in commands(command, f"{name} {each}")),
    ]


def process(site: Path, *arguments: str, stdout: int) -> subprocess.CompletedProcess[str]:
    """What the program did with this as its standard output."""
    return subprocess.run(
        [sys.executable, "-m", "ordskifte", *arguments],
        cwd=site,
        env=environment(),
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_command_the_site_is_built(site: Path) -> None:
    done = ordskifte(site)
    assert done.returncode == 0
    assert (site / "output/index.html").is_file()
    assert done.stdout.startswith("Built ")


def test_options_without_a_command_are_those_of_build(site: Path) -> None:
    done = ordskifte(site, "--output", "elsewhere", "--drafts")
    assert done.returncode == 0
    assert (site / "elsewhere/index.html").is_file()


def test_a_site_s_own_build_py_is_the_same_program(site: Path) -> None:
    (site / "build.py").write_text("from ordskifte.app.cli import main\nmain()\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "build.py", "--version"],
        cwd=site,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ordskifte(site, "--version").stdout == f"ordskifte, version {__version__}\n"


def test_help_shows_every_command_with_its_purpose() -> None:
    shown = CliRunner().invoke(program, ["--help"]).output
    for name, (_, purpose) in COMMANDS.items():
        assert f"  {name} " in shown
        assert purpose in shown


def test_help_imports_none_of_the_commands() -> None:
    code = "import sys; from ordskifte.app.cli import main; sys.argv = ['x', '-h']; sys.addaudithook(print); main()"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "jinja2" not in done.stdout


@pytest.mark.parametrize(("typed", "command"), commands(program, "ordskifte"))
def test_every_command_and_every_option_says_what_it_is_for(typed: str, command: click.Command) -> None:
    assert command.help or typed == "ordskifte"
    told = [parameter.help for parameter in command.params if isinstance(parameter, click.Option)]
    assert all(told), f"{typed} has an option without help"


@pytest.mark.parametrize(("typed", "command"), commands(program, "ordskifte"))
def test_help_fits_a_narrow_terminal_and_cuts_no_sentence(typed: str, command: click.Command) -> None:
    shown = CliRunner().invoke(command, ["--help"], terminal_width=80, obj=None).output
    assert "..." not in re.sub(r"[A-Z](\.xml)?\]?\.\.\.", "", shown)
    assert max(map(len, shown.splitlines())) <= 80


def test_a_command_that_there_is_not_is_a_usage_error_with_the_nearest_one() -> None:
    done = CliRunner().invoke(program, ["biuld"])
    assert done.exit_code == 2
    assert "No such command 'biuld'" in done.output
    assert "build" in done.output.partition("biuld")[2]


@pytest.mark.parametrize("word", ["help", "version"])
def test_what_is_a_command_in_other_programs_is_told_as_the_option_that_it_is_here(word: str) -> None:
    done = CliRunner().invoke(program, [word], prog_name="ordskifte")
    assert done.exit_code == 2
    assert f"No such command '{word}'. Type `ordskifte --{word}`.\n" in done.output


def test_an_option_that_there_is_not_is_a_usage_error_with_the_nearest_one() -> None:
    done = CliRunner().invoke(program, ["--sorce", "x"])
    assert done.exit_code == 2
    assert "--source" in done.output


def test_a_build_stopped_from_the_keyboard_exits_with_130(site: Path) -> None:
    def targets(_: object) -> list[None]:
        raise KeyboardInterrupt

    own = {"renderers": (Renderer("own", targets, lambda *_: b""),), "queries": {}}  # type: ignore[arg-type]  # It never comes to a target.
    done = CliRunner().invoke(program, ["build", "--source", str(site)], obj=own)
    assert done.exit_code == 130
    assert "Traceback" not in done.output
    assert not (site / "output/index.html").exists()


def test_a_terminal_without_the_letters_gets_them_escaped(site: Path) -> None:
    story(site, "-- content/articles/a.nb.md --\n---\ntitle: A\ndate: 2026-05-01\nsection: ł–\n---\n")
    done = ordskifte(site, PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (1, "")
    assert "    4 | section: \\u0142\\u2013\n" in done.stdout


def test_a_plain_locale_is_no_obstacle_to_letters(site: Path) -> None:
    story(site, BROKEN)
    assert "content/articles/tåke.nb.md: error" in ordskifte(site, LC_ALL="C").stdout


def test_a_reader_who_has_gone_away_is_no_error(site: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = process(site, stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
    assert (site / "output/index.html").is_file()


def test_the_exit_code_is_the_build_s_though_the_reader_has_gone_away(site: Path) -> None:
    story(site, BROKEN)
    read, write = os.pipe()
    os.close(read)
    done = process(site, stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_standard_output_is_no_error(site: Path, closed: str) -> None:
    line = f'exec "{sys.executable}" -m ordskifte {closed}'
    done = subprocess.run(["sh", "-c", line], cwd=site, env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (site / "output/index.html").is_file()


def test_a_full_disk_under_standard_output_is_an_error_without_a_traceback(site: Path) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    done = process(site, stdout=full)
    os.close(full)
    assert done.returncode == 1
    assert done.stderr == "Error: Nothing more can be printed: No space left on device.\n"
