"""What is printed: problems for people, for programs and for a code host; and what a build did."""

import json
import os
import subprocess
import sys
import unicodedata

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.app.console import FORMATS, SHOWN, as_github, as_json, as_text, counted, noted, place, summary
from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, Span, error, warning
from ordskifte.pipeline.results import Built, Made
from tests.program import environment

MARGIN = len("    1 | ")


def told(line: str, column: int, message: str = "M.", hint: str = "", number: int = 1) -> list[str]:
    """The lines that are shown of one error, without colours."""
    span = Span("a.md", number, column)
    return click.unstyle(as_text((error("code", message, span, hint),), {span: line})).removesuffix("\n\n").split("\n")


def pointed_at(line: str, column: int) -> str:
    """The character that the caret is under."""
    _, shown, caret = told(line, column)
    cells = [
        character for character in shown for _ in range(2 if unicodedata.east_asian_width(character) in "WF" else 1)
    ]
    cells = [character for character in cells if unicodedata.category(character) != "Mn"]
    return cells[len(caret) - 1]


# --------------------------------------------------------------------------------------
# For people
# --------------------------------------------------------------------------------------


def test_a_problem_is_a_place_a_sentence_the_line_a_caret_and_a_hint() -> None:
    found = (
        error("key-unknown", "`tag` is not a key.", Span("a.md", 3, 1), "Did you mean `tags`?"),
        warning("link-unpublished", "`x` is not published yet.", Span("b.md", 12, 5)),
        error("file-vanished", "The file was removed.", Span("c.md"), "Build again."),
    )
    lines = {Span("a.md", 3, 1): "tag: sea", Span("b.md", 12, 5): "See [x](article:x)."}
    assert click.unstyle(as_text(found, lines)) == (
        "a.md:3:1: error: `tag` is not a key. [key-unknown]\n"
        "    3 | tag: sea\n"
        "        ^\n"
        "        Did you mean `tags`?\n"
        "\n"
        "b.md:12:5: warning: `x` is not published yet. [link-unpublished]\n"
        "   12 | See [x](article:x).\n"
        "            ^\n"
        "\n"
        "c.md: error: The file was removed. [file-vanished]\n"
        "        Build again.\n"
        "\n"
    )


def test_nothing_is_told_of_nothing() -> None:
    assert as_text((), {}) == ""
    assert as_github(()) == ""
    assert json.loads(as_json(())) == []


def test_errors_are_red_and_warnings_are_yellow() -> None:
    assert click.style("error", fg="red", bold=True) in as_text((error("a", "A.", Span("a")),), {})
    assert click.style("warning", fg="yellow", bold=True) in as_text((warning("a", "A.", Span("a")),), {})


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (Span("a.md"), "a.md"),
        (Span("a.md", 3), "a.md:3"),
        (Span("a.md", 3, 7), "a.md:3:7"),
        (At("a.md", "title"), "a.md"),
    ],
)
def test_a_place_is_as_near_as_it_is_known(span: Span | At, shown: str) -> None:
    assert place(error("a", "A.", span)) == shown


def test_a_line_without_a_column_has_no_caret() -> None:
    assert told("{{ x }}", 0) == ["a.md:1: error: M. [code]", "    1 | {{ x }}"]


def test_the_margin_holds_large_numbers() -> None:
    assert told("x", 1, number=123456)[1:] == ["123456 | x", "         ^"]


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("abc", 1, "^"),
        ("abc", 3, "  ^"),
        ("abc", 4, "   ^"),
        ("abc", 9, "   ^"),
        ("", 1, "^"),
        ("\tabc", 2, "\t^"),
        ("a\tb\tc", 5, " \t \t^"),
        ("æøå x", 5, "    ^"),
        ("漢字 x", 4, "     ^"),
        ("ｆｕｌｌ", 3, "    ^"),
        ("😀 x", 3, "   ^"),
        ("e\u0301 x", 4, "  ^"),
        ("\u200bx", 2, " ^"),
    ],
)
def test_the_caret_is_under_its_character(line: str, column: int, shown: str) -> None:
    assert told(line, column)[2] == " " * MARGIN + shown


@pytest.mark.parametrize("column", [1, 50, 100, 150, 200, 201])
def test_a_long_line_is_cut_around_the_caret(column: int) -> None:
    line = "".join(chr(0x4E00 + number) for number in range(200))
    _, shown, caret = told(line, column)
    assert len(caret) <= MARGIN + SHOWN
    assert sum(2 if character in line else 1 for character in shown) <= MARGIN + SHOWN
    assert shown[MARGIN] == ("…" if column > SHOWN // 4 else line[0])
    if column <= len(line):
        assert pointed_at(line, column) == line[column - 1]


def test_a_line_that_fits_is_not_cut() -> None:
    line = "a" * SHOWN
    assert told(line, 1)[1][MARGIN:] == line
    assert told(line, SHOWN)[1][MARGIN:] == line
    assert told(f"{line}a", 1)[1][MARGIN:] == f"{'a' * (SHOWN - 1)}…"
    assert told(f"{line}a", SHOWN + 1)[1][MARGIN:] == f"…{'a' * (SHOWN - 1)}"


def test_a_line_of_many_megabytes_takes_no_time() -> None:
    found: Diagnostics = tuple(error("a", "A.", Span("a", 1, column)) for column in range(1, 5_000_000, 10_000))
    line = "漢" * 5_000_000
    assert len(as_text(found, {span: line for problem in found if isinstance(span := problem.span, Span)})) < 200_000


LINES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp", "Mn", "Me")), min_size=1, max_size=300)


@given(LINES, st.data())
def test_the_caret_points_at_the_column(line: str, chance: st.DataObject) -> None:
    column = chance.draw(st.integers(1, len(line)))
    assert pointed_at(line, column) == line[column - 1]


@pytest.mark.parametrize("hidden", ["\x1b[31m", "\0", "\r", "\x9b", "\u202e", "\u200b", "\u2066", "\ufeff", "\u2028"])
def test_what_a_terminal_would_obey_or_hide_is_shown_as_a_mark(hidden: str) -> None:
    shown = "\n".join(told(f"a{hidden}b", 1, f"M {hidden}.", f"H {hidden}."))
    assert hidden[0] not in shown
    assert shown.count("\ufffd") == 3


def test_a_message_stays_on_one_line() -> None:
    assert told("x", 1, "There is no tag `a\nb`.", "Write\nit.") == [
        "a.md:1:1: error: There is no tag `a\ufffdb`. [code]",
        "    1 | x",
        "        ^",
        "        Write\ufffdit.",
    ]


# --------------------------------------------------------------------------------------
# For programs
# --------------------------------------------------------------------------------------


def test_json_is_one_array_of_flat_records() -> None:
    found = (
        error("key-unknown", "`ø` is “not”\na key.", Span("content/ø.md", 3, 1), "Did you mean `o`?"),
        warning("not-a-file", "This is a pipe.", Span("static/pipe")),
    )
    assert json.loads(as_json(found)) == [
        {
            "severity": "error",
            "code": "key-unknown",
            "message": "`ø` is “not”\na key.",
            "file": "content/ø.md",
            "line": 3,
            "column": 1,
            "hint": "Did you mean `o`?",
        },
        {
            "severity": "warning",
            "code": "not-a-file",
            "message": "This is a pipe.",
            "file": "static/pipe",
            "line": 0,
            "column": 0,
            "hint": "",
        },
    ]
    assert as_json(found).isascii()
    assert as_json(found).endswith("]\n")


def test_github_shows_annotations_beside_the_lines() -> None:
    found = (
        error("key-unknown", "`tag` is not a key.", Span("a.md", 3, 1), "Did you mean `tags`?"),
        warning("template-error", "x: 100 %, not\r\nmore", Span("a,b:c%.md", 12)),
        error("file-vanished", "Gone.", Span("c.md")),
    )
    assert as_github(found) == (
        "::error file=a.md,line=3,col=1,title=key-unknown::`tag` is not a key. Did you mean `tags`?\n"
        "::warning file=a%2Cb%3Ac%25.md,line=12,title=template-error::x: 100 %25, not%0D%0Amore\n"
        "::error file=c.md,title=file-vanished::Gone.\n"
    )


ANY = st.text(max_size=20)
PROBLEMS = st.lists(
    st.builds(error, ANY, ANY, st.builds(Span, ANY, st.integers(0, 9), st.integers(0, 9)), ANY), max_size=4
)


@given(PROBLEMS)
def test_whatever_is_told_is_one_record_and_one_annotation_each(problems: list[Diagnostic]) -> None:
    records = json.loads(as_json(tuple(problems)))
    assert [(record["code"], record["message"]) for record in records] == [(one.code, one.message) for one in problems]
    lines = as_github(tuple(problems)).split("\n")
    assert len(lines) == len(problems) + 1
    assert all(line.startswith("::error file=") and line.count("::") >= 2 for line in lines[:-1])


def test_every_format_tells_the_same_problems() -> None:
    made = Made((), (error("a-b", "Ønsk.", Span("a.md", 1, 1)),), {Span("a.md", 1, 1): "x"})
    for tell in FORMATS.values():
        assert "a-b" in tell(made)
        assert "a.md" in tell(made)


# --------------------------------------------------------------------------------------
# What a build did
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("errors", "warnings", "expected"),
    [(0, 0, "0 errors, 0 warnings."), (1, 1, "1 error, 1 warning."), (2, 3, "2 errors, 3 warnings.")],
)
def test_problems_are_counted(errors: int, warnings: int, expected: str) -> None:
    found = (*[error("a", "A.", Span("a"))] * errors, *[warning("a", "A.", Span("a"))] * warnings)
    assert noted(Made((), found)) == expected


def test_things_are_counted() -> None:
    assert [counted(number, "page") for number in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]


WRITTEN = "Built 96 pages in 2 editions (nb, en): 2 written, 1 unchanged, 0 removed. 0 errors, 0 warnings."


def built(**seconds: float) -> Built:
    return Built(Made((), (), pages=96, editions=("nb", "en")), ("a", "b"), ("c",), (), seconds)


def test_the_summary_of_a_build_says_what_was_written() -> None:
    assert summary(built(load=0.014, parse=1.5)) == WRITTEN


def test_the_summary_says_how_long_each_stage_took_if_that_is_wanted_or_was_long() -> None:
    assert summary(built(load=0.014, parse=1.5), is_verbose=True) == f"{WRITTEN}\nload 0.01 s, parse 1.50 s"
    assert summary(built(load=0.014, render=10)) == f"{WRITTEN}\nload 0.01 s, render 10.00 s"


def test_the_summary_of_a_build_that_looked_no_further_says_so() -> None:
    assert summary(built()) == f"{WRITTEN}\nNothing has changed."


def test_the_summary_of_a_build_with_errors_says_that_nothing_was_written() -> None:
    assert (
        summary(Built(Made((), (error("a", "A.", Span("a")),))))
        == "Not built: 1 error, 0 warnings. The site that was there stays as it was."
    )


BAR = """
from time import sleep
from ordskifte.app.console import Progress
progress = Progress()
progress(1, 4)
sleep(1.05)
progress(2, 4)
progress(2, 4)
progress(4, 4)
Progress()(0, 0)
"""


def test_a_bar_is_shown_on_a_terminal_after_a_second_and_wiped_at_the_end() -> None:
    terminal, writing = os.openpty()
    subprocess.run([sys.executable, "-c", BAR], env=environment(), stderr=writing, check=True)
    os.close(writing)
    shown = os.read(terminal, 1000).decode()
    os.close(terminal)
    half, whole = "#" * 20 + " " * 20, "#" * 40
    assert shown == f"\r[{half}] 2 of 4\r[{whole}] 4 of 4\r\033[K"


def test_no_bar_is_shown_elsewhere() -> None:
    done = subprocess.run([sys.executable, "-c", BAR], env=environment(), capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


# --------------------------------------------------------------------------------------
# Where it is printed
# --------------------------------------------------------------------------------------

TELL = "from ordskifte.app.console import tell; tell('ø ł ' + '…' * {})"


@pytest.mark.parametrize(
    ("encoding", "printed"),
    [("utf-8", "ø ł …".encode()), ("latin-1", b"\xf8 \\u0142 \\u2026"), ("ascii", b"\\xf8 \\u0142 \\u2026")],
)
def test_what_an_encoding_lacks_is_escaped(encoding: str, printed: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TELL.format(1)],
        env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        check=True,
    )
    assert done.stdout == printed


def test_a_reader_who_has_gone_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", TELL.format(1_000_000)],
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
