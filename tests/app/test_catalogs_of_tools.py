"""Catalogs that translators' editors and pybabel have had their hands on, brought into step by `messages`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from ordskifte.model.text import Message
from ordskifte.parse.po import PoEntry, read
from tests.program import REPOSITORY
from tests.stories import PLAIN_TEMPLATES, story

FIXTURES = REPOSITORY / "tests/parse/fixtures"
POT = "locales/messages.pot"
NB = "locales/nb/LC_MESSAGES/messages.po"

SITE = """
-- site.toml --
[site]
title = {nb = "Nordre Rand"}
tagline = "A magazine of foreign policy and society from the northern edge"
url = "https://example.org"
default_locale = "nb"
[locales.nb]
name = "Norsk"
path = ""
[sections.society]
name = "Society"
-- templates/not-found.html --
{{ _("Latest")|marked }} {{ ngettext("%(n)s article", "%(n)s articles", 2, n=2)|marked }}
{# NOTE: Before the authors' names. #}
{{ pgettext("byline", "By")|marked }}
{# NOTE: Beside the name of an article, or of an edition, whose text is in another language: "in English". #}
{{ _("in %(language)s", language="x")|marked }}
{{ _("Members pay for the writing, and for those who cannot pay. Become one, and read on.")|marked }}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = story(tmp_path / "site", PLAIN_TEMPLATES, SITE).root
    assert messages(root, "update").exit_code == 0
    return root


def messages(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(program, ["messages", *arguments, "--source", str(site)])


def entries(site: Path, path: str = NB) -> dict[Message, PoEntry]:
    po = read(path, (site / path).read_text(encoding="utf-8"))
    assert po.diagnostics == ()
    return {entry.message: entry for entry in po.entries}


@pytest.mark.parametrize("name", ["left-by-poedit.po", "left-by-weblate.po"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_catalog_that_an_editor_has_left_is_in_step(site: Path, name: str, mark: bytes, line_end: bytes) -> None:
    left = mark + (FIXTURES / name).read_bytes().replace(b"\n", line_end)
    (site / NB).write_bytes(left)
    checked = messages(site, "update", "--check")
    assert (checked.exit_code, checked.stdout) == (0, f"{POT}: in step\n{NB}: in step\n")
    assert (site / NB).read_bytes() == left


@pytest.mark.parametrize("name", ["left-by-poedit.po", "left-by-weblate.po"])
def test_what_an_editor_has_left_is_kept_when_it_is_brought_into_step(site: Path, name: str) -> None:
    (site / NB).write_bytes((FIXTURES / name).read_bytes())
    before = entries(site)
    assert messages(site, "update").exit_code == 0
    after = entries(site)
    assert {message: entry.forms for message, entry in after.items()} == {
        message: entry.forms for message, entry in before.items()
    }
    assert after[Message("")] == before[Message("")]


def test_an_editor_that_has_lost_a_message_is_found_out(site: Path) -> None:
    left = (FIXTURES / "left-by-poedit.po").read_text(encoding="utf-8")
    (site / NB).write_text(left.replace('msgid "Notes"', 'msgid "Footnotes"'), encoding="utf-8")
    checked = messages(site, "update", "--check")
    assert checked.exit_code == 1
    assert "Notes" in checked.stdout


def pybabel(folder: Path, *arguments: str) -> None:
    """What the command did in a folder where a clock is another."""
    done = subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", *arguments],
        cwd=folder,
        env={**os.environ, "TZ": "Asia/Tokyo"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


MAPPING = "[jinja2: **.html]\nextensions = jinja2.ext.i18n\ntrimmed = true\nnewstyle_gettext = true\n"


def test_a_catalog_by_pybabel_is_read_and_brought_into_step(site: Path) -> None:
    templates, catalog = site / "templates", site / NB
    (site / "babel.cfg").write_text(MAPPING, encoding="utf-8")
    catalog.unlink()
    pybabel(templates, "extract", "--mapping-file", "../babel.cfg", "--output-file", "../by-babel.pot", ".")
    pybabel(site, "init", "--input-file", "by-babel.pot", "--output-file", NB, "--locale", "nb_NO")
    translated = catalog.read_text(encoding="utf-8").replace(
        'msgid "Latest"\nmsgstr ""', 'msgid "Latest"\nmsgstr "Nytt"'
    )
    catalog.write_text(translated, encoding="utf-8")
    pybabel(site, "update", "--input-file", "by-babel.pot", "--output-file", NB, "--locale", "nb_NO", "--previous")
    assert entries(site)[Message("Latest")].forms == ("Nytt",)
    assert messages(site, "update").exit_code == 0
    assert messages(site, "update", "--check").exit_code == 0
    assert entries(site)[Message("Latest")].forms == ("Nytt",)


def test_a_template_of_ours_is_one_of_pybabels(site: Path) -> None:
    ours = entries(site, POT)
    (site / NB).unlink()
    pybabel(site, "init", "--input-file", POT, "--output-file", NB, "--locale", "nb")
    theirs = entries(site)
    assert theirs.keys() == ours.keys()
    for message, entry in theirs.items():
        if not entry.is_header:
            assert (entry.plural, entry.forms, entry.flags) == (
                ours[message].plural,
                ours[message].forms,
                ours[message].flags,
            )
            # It breaks the lines of long comments.
            assert " ".join(entry.comments) == " ".join(ours[message].comments)
    assert messages(site, "update", "--check").exit_code == 0
