"""Every command that the documentation has readers type is run, or is one that another test runs.

Those of a page are run in its order, in one copy of the sample publication.
"""

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from ordskifte.app import build
from ordskifte.app.cli import program
from tests.program import REPOSITORY
from tests.sample import copied
from tests.stories import KEY

DOCS = REPOSITORY / "docs"
ELSEWHERE = {
    "getting-started.md": "tests/test_docs.py walks through it",
    "translators.md": "tests/test_docs.py walks through it, in both languages",
    "translators.nb.md": "as above",
    "editors.nb.md": "its commands are those of editors.md, tests/test_docs.py says",
    "importing.md": "below, in an empty folder",
    "benchmarks.md": "they take an hour",
}
STAYING = ("serve",)
"""What does not end by itself; tests/app/test_serve.py has it."""
REMOTE = "deploy@example.org:"
"""Another machine; tests/gates/test_deploy_elsewhere.py has one."""
SHELVES = "/srv/nordre-rand"
MOMENT = "1796112000"
"""2026-12-01T08:00Z, as a hosted job sets it."""
NOTHING_DUE = 1
BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINE = re.compile(r"^(?:\$ )?(?:python build\.py|python -m ordskifte|ordskifte)\b(.*)$", re.MULTILINE)
NAMED = re.compile(r"`(?:python build\.py|python -m ordskifte|ordskifte) ([^`\n]+)`")
PAGES = sorted((*DOCS.glob("*.md"), *DOCS.glob("diagnostics/*.md"), *REPOSITORY.glob("*.md")))


def commands(words: str) -> Iterator[list[str]]:
    """The commands in the blocks of a text."""
    for block in BLOCK.findall(words):
        for line in LINE.findall(block):
            yield shlex.split(line, comments=True)


def run(folder: Path, words: list[str]) -> tuple[int, str]:
    known = {"SOURCE_DATE_EPOCH": MOMENT, "ORDSKIFTE_ACCESS_KEY": KEY}
    with chdir(folder):
        done = CliRunner().invoke(program, words, env=known, prog_name="ordskifte")
    return done.exit_code, done.output


def expected(words: list[str]) -> set[int]:
    """How a command may end; whether something is due is told by its exit code."""
    return {0, NOTHING_DUE} if words[:1] == ["due"] else {0}


TYPED = [
    page for page in sorted(DOCS.glob("*.md")) if page.name not in ELSEWHERE and [*commands(page.read_text("utf-8"))]
]


@pytest.mark.parametrize("page", TYPED, ids=lambda page: page.name)
def test_the_commands_of_a_page_can_be_typed_one_after_the_other(tmp_path: Path, page: Path) -> None:
    typed = [
        [word.replace(SHELVES, str(tmp_path / "shelves")) for word in words]
        for words in commands(page.read_text(encoding="utf-8"))
        if not {*words} & {*STAYING} and not any(REMOTE in word for word in words)
    ]
    folder = copied(tmp_path / "site").root
    for words in typed:
        if words[-1:] == ["--rollback"]:  # One goes back where something else was published before.
            (folder / "content/pages/about.en.md").write_text("---\ntitle: About\n---\nNew.\n", encoding="utf-8")
            assert [run(folder, ["build"])[0], run(folder, words[:-1])[0]] == [0, 0]
        code, said = run(folder, words)
        assert code in expected(words), f"{shlex.join(words)}\n{said}"


def test_who_comes_from_wordpress_as_the_page_says_has_a_site(tmp_path: Path) -> None:
    shutil.copy(REPOSITORY / "tests/tools/wordpress/exports/polylang.xml", tmp_path / "magazine.xml")
    (tmp_path / "uploads").mkdir()
    [bring] = [words for words in commands((DOCS / "importing.md").read_text(encoding="utf-8")) if words[0] == "import"]
    code, said = run(tmp_path, bring)
    assert code == 0, said
    assert (tmp_path / "magazine/site.toml").exists()


def parts(words: list[str]) -> Iterator[tuple[click.Command, list[str]]]:
    """The commands that words call, the outer one first, each with the words behind its name."""
    command: click.Command = program
    while True:
        yield command, words
        if not isinstance(command, click.Group) or not words or words[0].startswith("-"):
            return
        found = command.get_command(click.Context(command), words[0])
        assert found, f"There is no command {words[0]}"
        command, words = found, words[1:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = [shlex.split(words.replace("…", "")) for words in NAMED.findall(text) if "'" not in words]
    for words in (*named, *commands(text)):
        *_, (command, behind) = parts(words)
        with click.Context(command) as context:
            known = {name for parameter in command.get_params(context) for name in parameter.opts}
        if command is program:  # Without a command, the site is built.
            known |= {name for parameter in build.command.params for name in parameter.opts}
        options = {word.partition("=")[0] for word in behind if word.startswith("--")}
        assert options <= known, shlex.join(words)
