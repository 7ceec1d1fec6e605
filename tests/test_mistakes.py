"""The commonest mistakes of someone who writes for a site for the first time, and all that the terminal then shows."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ordskifte.app.cli import program
from tests.examples import SITE
from tests.stories import AT, SOUND_TEMPLATES, story

FILE = re.compile(r"^-- (.+?)(?: \((\S+)\))? --\n", re.MULTILINE)
"""A file, perhaps with the encoding that it is saved in."""


def cases() -> list[tuple[str, str, str]]:
    """Title, files and what the terminal shows."""
    text = (Path(__file__).parent / "mistakes.txt").read_text(encoding="utf-8")
    return [tuple(case.split("\n.\n")) for case in text.removesuffix("\n.\n").split("\n.\n\n")]  # type: ignore[misc]


def built(root: Path, files: str) -> str:
    """What a build of a small site with these files shows, but for what differs from run to run."""
    story(root, SITE, SOUND_TEMPLATES)
    with (root / "site.toml").open("a", encoding="utf-8") as config:
        config.write("[citations]\nformats = []\n")  # Their words would have to be translated.
    _, *parts = FILE.split(files)
    for path, encoding, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        ends = "\r\n" if encoding else "\n"
        file.write_bytes(f"{text.rstrip()}\n".replace("\n", ends).encode(encoding or "utf-8"))
    shown = CliRunner().invoke(program, ["build", "--source", str(root), "--at", AT, "--no-cache"]).stdout
    return re.sub(r": \d+ written.*removed|\n.* \d\.\d\d s$", "", shown.rstrip())


@pytest.mark.parametrize(("files", "shown"), [pytest.param(*case[1:], id=case[0]) for case in cases()])
def test_what_is_shown_of_a_mistake(tmp_path: Path, files: str, shown: str) -> None:
    assert built(tmp_path, files) == shown
