"""Our catalogs in the hands of gettext, polib and the Translate Toolkit: read without complaint, and kept whole."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from ordskifte.model.text import Message
from ordskifte.parse.po import PoEntry, Previous, header_fields, read
from ordskifte.tools.po import po_text
from tests.gates import tools
from tests.program import REPOSITORY, ordskifte
from tests.stories import looking

pytestmark = pytest.mark.gate

POT = REPOSITORY / "locales/messages.pot"
NB = "locales/nb/LC_MESSAGES/messages.po"
CATALOGS = sorted(REPOSITORY.glob("locales/*/LC_MESSAGES/messages.po"))
HEADER = """\
Project-Id-Version: Prøven
PO-Revision-Date: 2026-11-21 17:40+0100
Last-Translator: Ingrid Solheim <ingrid@example.org>
Language-Team: Bokmål
Language: nb
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
"""
LONG = (
    "Nordre Rand lever bare av leserne sine – og av Oslo-kontoret i Oslo gate 99/101, det vi kaller kjelleren – "
    "<subscribe>bli abonnent</subscribe> eller <donate>gi en gave</donate>!\nTakk\u00a0– alle sammen."
)
EVERYTHING = (
    PoEntry(Message(""), forms=(HEADER,), notes=(" Bokmål for Prøven.", "")),
    PoEntry(Message("Latest", "front"), forms=("Siste nytt",), references=("site.toml", "templates/front.html")),
    PoEntry(
        Message("%(n)s article"),
        "%(n)s articles",
        ("Én artikkel", "%(n)s artikler"),
        flags=("python-format",),
        comments=("In a list, behind the name of a subject.", "max-length: 20"),
        references=tuple(f"templates/{name}{number}.html" for name in ("archive", "tag") for number in range(6)),
    ),
    PoEntry(
        Message("%(n)s reader", "list"),
        "%(n)s readers",
        ("%(n)s leser", "%(n)s lesere"),
        flags=("fuzzy", "python-format"),
        notes=(" Eller abonnent?", " ignore: message-term"),
        previous=Previous(Message("%(n)s subscriber", "list"), "%(n)s subscribers"),
    ),
    PoEntry(Message("About"), notes=(" Om oss?",)),
    PoEntry(Message("%(n)s day"), "%(n)s days", ("", ""), flags=("python-format",)),
    PoEntry(Message(LONG.replace("Takk", "Tack")), forms=(LONG,)),
    PoEntry(Message('A "quoted" \\ and\ttabbed line\n'), forms=('En "sitert" \\ og\tinnrykket linje\n',)),
    PoEntry(Message("Gone", "front"), forms=("Borte",), notes=(" Brukes kanskje igjen.",), is_obsolete=True),
    PoEntry(Message("One went"), "%(n)s went", ("Én gikk", "%(n)s gikk"), is_obsolete=True),
)
SENTENCES = (
    "Hva sier de ? De sier : « Isen går » ; men går den ? Nei ! Den ligger (og blir liggende) til mai [eller juni] .",
    "Skriv til redaksjonen@nordrerand.example kl. 12.30–14.00 – eller les https://nordrerand.example/om-oss/kontakt.",
    "Folk og/eller velgere i Oslo/Bergen-området—alle 5 000 – betalte 12,5\u00a0% mer i 2020–2024, f.eks. for mat.",
    "L’été dernier, aujourd’hui : qu’en dit-on ? « Rien », répond M. Dupont; c’est tout… et c’est bien.",
    "Thanks to %(name)s, %(n)s readers (1/2 of them “members”) have read <work>%(title)s</work>, we\u00a0hope.",
)


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """A catalog with all that we write."""
    return written(tmp_path / "everything.po", po_text(EVERYTHING))


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def entries(path: Path) -> tuple[PoEntry, ...]:
    """What our own reader finds in a file."""
    return entries_in(path.read_text(encoding="utf-8"))


def entries_in(text: str) -> tuple[PoEntry, ...]:
    po = read("messages.po", text)
    assert po.diagnostics == ()
    return tuple(replace(entry, places={}) for entry in po.entries)


def gettext(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run(tools.program(program, environment=os.environ), *arguments)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)


# ---- GNU gettext ---------------------------------------------------------------------


def complaints(path: Path, *checks: str) -> str:
    done = gettext("msgfmt", *checks, "--output-file=/dev/null", path)
    return done.stderr + (f"exit status {done.returncode}" if done.returncode else "")


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)
def test_gettext_has_nothing_to_say_of_a_catalog(path: Path) -> None:
    assert complaints(path, "--check") == ""


def test_gettext_has_nothing_to_say_of_all_that_we_write(everything: Path) -> None:
    assert complaints(everything, "--check") == ""
    assert complaints(everything, "--check", "--use-fuzzy") == ""


def test_gettext_has_nothing_to_say_of_the_template() -> None:
    """But that it is in no language yet."""
    assert complaints(POT, "--check-format", "--check-domain") == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('msgstr[1] "%(n)s artikler"', 'msgstr[1] "%(antall)s artikler"'),
        ('msgstr[1] "%(n)s artikler"', 'msgstr[1] "%(n)s artikler"\nmsgstr[2] "mange"'),
        ('"Plural-Forms: nplurals=2;', '"Plural-Forms: nplurals=3;'),
        ('"Last-Translator: Ingrid Solheim <ingrid@example.org>\\n"\n', ""),
        ('msgid "About"', 'msgctxt "front"\nmsgid "Latest"'),
        ('"Siste nytt"', '"Siste nytt'),
        ('innrykket linje\\n"', 'innrykket linje"'),
    ],
)
def test_gettext_finds_a_planted_fault(everything: Path, before: str, after: str) -> None:
    assert complaints(planted(everything, before, after), "--check") != ""


def planted(path: Path, before: str, after: str) -> Path:
    """The file with a fault in it."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    return written(path, text.replace(before, after))


@pytest.mark.parametrize("path", [POT, *CATALOGS], ids=lambda path: path.parent.parent.name)
def test_gettext_would_write_a_catalog_as_it_stands(path: Path) -> None:
    assert gettext("msgcat", path).stdout == path.read_text(encoding="utf-8")


def test_gettext_would_write_all_that_we_write_as_it_stands(everything: Path) -> None:
    assert gettext("msgcat", everything).stdout == everything.read_text(encoding="utf-8")


def test_gettext_would_break_lines_where_we_do(tmp_path: Path) -> None:
    words = [f"{'å' * length} {sentence}" for length in range(40) for sentence in SENTENCES]
    broken = [PoEntry(Message(f"{number}"), forms=(form,)) for number, form in enumerate(words)]
    text = po_text((EVERYTHING[0], *broken))
    assert gettext("msgcat", written(tmp_path / "long.po", text)).stdout == text


def test_gettext_would_not_write_just_any_catalog_so(everything: Path) -> None:
    assert gettext("msgcat", planted(everything, '"Siste nytt"', '""\n"Siste "\n"nytt"')).stdout == po_text(EVERYTHING)


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)
def test_gettext_finds_a_catalog_in_step_with_the_template(path: Path) -> None:
    merged = gettext("msgmerge", "--quiet", "--no-fuzzy-matching", path, POT)
    assert merged.stderr == ""
    assert by_message(entries_in(merged.stdout)) == by_message(entries(path))


def test_gettext_brings_a_catalog_that_is_not_in_step_there(tmp_path: Path) -> None:
    lacking = po_text(entry for entry in entries(CATALOGS[0]) if entry.message != Message("Latest"))
    merged = gettext("msgmerge", "--quiet", "--no-fuzzy-matching", written(tmp_path / "lacking.po", lacking), POT)
    assert by_message(entries_in(merged.stdout)).keys() - by_message(entries_in(lacking)).keys() == {Message("Latest")}


def by_message(found: Iterable[PoEntry]) -> dict[Message, PoEntry]:
    """The entries but the header, in which gettext keeps the day of the template."""
    return {entry.message: entry for entry in found if not entry.is_header}


# ---- polib ---------------------------------------------------------------------------


def through_polib(path: Path) -> str:
    return str(tools.package("polib", os.environ).pofile(str(path), wrapwidth=78))


def told(found: Iterable[PoEntry]) -> list[PoEntry]:
    """The entries as it tells them: fields of a header have its order, and long comments are broken as it does."""
    return [
        replace(
            entry,
            forms=fields(entry) if entry.is_header else entry.forms,
            notes=tuple(" ".join(entry.notes).split()),
            comments=tuple(" ".join(entry.comments).split()),
        )
        for entry in found
    ]


def fields(header: PoEntry) -> tuple[str, ...]:
    return tuple(sorted(f"{name}: {value}" for name, value in header_fields(header).items()))


@pytest.mark.parametrize("path", [POT, *CATALOGS], ids=lambda path: path.parent.parent.name)
def test_polib_loses_nothing_of_a_catalog(path: Path) -> None:
    assert told(entries_in(through_polib(path))) == told(entries(path))


def test_polib_loses_nothing_of_all_that_we_write(everything: Path) -> None:
    assert told(entries_in(through_polib(everything))) == told(EVERYTHING)


def test_what_polib_loses_is_found(everything: Path) -> None:
    """It passes over the English that an obsolete translation was made from, which gettext writes too."""
    path = planted(everything, '#~ msgctxt "front"\n', '#~| msgid "Went"\n#~ msgctxt "front"\n')
    assert told(entries_in(through_polib(path))) != told(entries(path))


def test_what_polib_cannot_read_is_found(everything: Path) -> None:
    with pytest.raises(OSError, match="Syntax error"):
        through_polib(planted(everything, "# Eller abonnent?\n", "#Eller abonnent?\n"))


# ---- In step, whoever has written it -------------------------------------------------

REWRITTEN: dict[str, Callable[[Path], str]] = {
    "narrow": lambda path: gettext("msgcat", "--width=40", path).stdout,
    "not wrapped": lambda path: gettext("msgcat", "--no-wrap", path).stdout,
    "sorted": lambda path: gettext("msgcat", "--sort-output", path).stdout,
    "without references": lambda path: gettext("msgcat", "--no-location", path).stdout,
    "by polib": through_polib,
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The sample's words, without its articles."""
    root = looking(tmp_path / "site").root
    shutil.copy(REPOSITORY / "site.toml", root)
    return root


def in_step(site: Path) -> subprocess.CompletedProcess[str]:
    return ordskifte(site, "messages", "update", "--check")


@pytest.mark.parametrize("way", REWRITTEN)
def test_a_catalog_that_a_tool_has_rewritten_is_in_step(site: Path, way: str) -> None:
    path = site / NB
    before = path.read_text(encoding="utf-8")
    text = REWRITTEN[way](path)
    assert text != before
    written(path, text)
    assert in_step(site).returncode == 0
    assert path.read_text(encoding="utf-8") == text


def test_a_catalog_that_lost_a_message_is_not_in_step(site: Path) -> None:
    text = gettext("msgattrib", "--translated", "--no-obsolete", planted(site / NB, '"Siste nytt"', '""')).stdout
    written(site / NB, text)
    done = in_step(site)
    assert done.returncode == 1
    assert "“Latest”" in done.stdout


@pytest.mark.parametrize("locale", ["nn", "se", "fr", "pt-BR", "pl", "ar", "kw"])
def test_a_new_catalog_is_one_to_gettext(site: Path, locale: str) -> None:
    path = site / f"locales/{locale.replace('-', '_')}/LC_MESSAGES/messages.po"
    assert ordskifte(site, "messages", "new", locale).returncode == 0
    assert complaints(path, "--check") == ""
    assert gettext("msgcat", path).stdout == path.read_text(encoding="utf-8")


def test_a_pseudo_catalog_is_one_to_gettext(site: Path) -> None:
    assert ordskifte(site, "messages", "pseudo").returncode == 0
    assert complaints(site / "locales/en_XA/LC_MESSAGES/messages.po", "--check") == ""


# ---- The Translate Toolkit -----------------------------------------------------------


class Counts(NamedTuple):
    translated: int
    fuzzy: int
    untranslated: int


def toolkit(module: str, *arguments: str | Path) -> str:
    tools.package(module, os.environ)
    done = run(sys.executable, "-W", "ignore", "-m", module, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("path", [POT, *CATALOGS], ids=lambda path: path.parent.parent.name)
def test_the_toolkit_writes_a_catalog_as_it_stands(path: Path) -> None:
    """As Weblate does, which is built upon it."""
    assert through_toolkit(path) == path.read_text(encoding="utf-8")


def test_the_toolkit_writes_all_that_we_write_as_it_stands(everything: Path) -> None:
    assert through_toolkit(everything) == po_text(EVERYTHING)


def test_the_toolkit_would_not_write_just_any_catalog_so(everything: Path) -> None:
    path = planted(everything, '#~ msgctxt "front"\n', '#~| msgid "Went"\n#~ msgctxt "front"\n#. Comment\n')
    assert through_toolkit(path) != path.read_text(encoding="utf-8")


def through_toolkit(path: Path) -> str:
    storage = tools.package("translate.storage.pypo", os.environ)
    return bytes(storage.pofile.parsestring(path.read_bytes())).decode()


def counted(path: Path) -> Counts:
    [row] = csv.DictReader(toolkit("translate.tools.pocount", "--csv", path).splitlines())
    return Counts(*(int(row[f"{state} Messages"]) for state in ("Translated", "Fuzzy", "Untranslated")))


def counts(found: Iterable[PoEntry]) -> Counts:
    """The same by our reader."""
    live = [entry for entry in found if not entry.is_header and not entry.is_obsolete]
    fuzzy = sum(entry.is_fuzzy for entry in live)
    untranslated = sum(not entry.is_translated for entry in live)
    return Counts(len(live) - fuzzy - untranslated, fuzzy, untranslated)


@pytest.mark.parametrize("path", [POT, *CATALOGS], ids=lambda path: path.parent.parent.name)
def test_the_toolkit_counts_a_catalog_as_we_do(path: Path) -> None:
    assert counted(path) == counts(entries(path))


def test_the_toolkit_counts_all_that_we_write_as_we_do(everything: Path) -> None:
    assert counted(everything) == counts(EVERYTHING) == Counts(4, 1, 2)
    assert counted(planted(everything, '"Siste nytt"', '""')) == Counts(3, 1, 3)


def remarks(path: Path, folder: Path) -> dict[str, set[str]]:
    """What the toolkit's checks have to say, by the English of each message."""
    toolkit("translate.filters.pofilter", "--progress=none", "--language=nb", "-i", path, "-o", folder / "remarks.po")
    if not (folder / "remarks.po").exists():
        return {}
    found = by_message(entries(folder / "remarks.po")).values()
    return {entry.message.msgid: set(re.findall(r"\(pofilter\) (\w+):", " ".join(entry.notes))) for entry in found}


def test_the_toolkit_has_nothing_to_say_that_is_not_so(tmp_path: Path) -> None:
    assert remarks(REPOSITORY / NB, tmp_path) == {
        "NATO": {"acronyms", "simplecaps", "unchanged"},  # Norwegian newspapers write Nato.
        "Sápmi": {"unchanged"},
        # A title stands between the quotation marks of the edition: « » in Norwegian.
        "%(names)s, “%(title)s”, %(publication)s, %(date)s, %(address)s": {"doublequoting"},
        "“%(title)s”, %(publication)s, %(date)s, %(address)s": {"doublequoting", "startpunc"},
        "Original title: “%(title)s”": {"doublequoting"},
        # Norwegian has a comma before "eller", where English has none.
        "Nordre Rand has no owner but its readers. <subscribe>Become a member</subscribe> or "
        "<donate>give what you like</donate>.": {"puncspacing"},
    }


def test_the_toolkit_finds_a_planted_fault(everything: Path, tmp_path: Path) -> None:
    path = planted(everything, '"Siste nytt"', '"Siste nytt "')
    assert "endwhitespace" in remarks(path, tmp_path)["Latest"]
