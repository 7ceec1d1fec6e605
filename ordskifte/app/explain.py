"""`explain`: what a code means, why it matters and what to do, from the pages in docs/diagnostics."""

import difflib
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

import click

from ordskifte.app import console
from ordskifte.model.codes import CODES
from ordskifte.tools.carried import carried

FOLDER = "docs/diagnostics"
WIDEST = 88
"""Cells of a line of words, however wide the terminal: longer ones are hard to read."""

_BLOCK = re.compile(r"^```\w*\n(?P<shown>.*?)^```$|^(?P<words>\S[^\n]*(?:\n\S[^\n]*)*)", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


def _completed(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [code for code in sorted(CODES) if code.startswith(incomplete)]


@click.command(epilog="Exit code: 0 told, 2 there is no such code.")
@click.argument("codes", nargs=-1, metavar="[CODE]...", shell_complete=_completed)
def command(codes: tuple[str, ...]) -> None:
    """Tell what the CODE behind a message means, why it matters, and how to put it right, with an example.

    The code is what stands in square brackets at the end of a message. Without one, all codes are listed.
    """
    asked = list(dict.fromkeys(code.strip("[]").lower() for code in codes))
    for code in asked:
        if code not in CODES:
            raise click.UsageError(f"There is no code `{code}`. {_nearest(code)}")
    width = min(shutil.get_terminal_size().columns, WIDEST)
    told = "\n\n".join(laid_out(page(code), width) for code in asked) if asked else listed(width)
    console.tell(told)


def explanation(code: str) -> str:
    """The page of a code as plain text, without colours."""
    return click.unstyle(laid_out(page(code), WIDEST))


def page(code: str) -> str:
    """The page of a code, in Markdown."""
    return carried(f"{FOLDER}/{code}.md").read_text(encoding="utf-8")


def meaning(page: str) -> str:
    """What a code means: the first paragraph of its page, which begins with how grave it is."""
    return page.split("\n\n")[1].partition("** ")[2]


def listed(width: int) -> str:
    """Every code with what it means."""
    known = sorted(CODES)
    column = max(map(len, known)) + 2
    return "".join(f"{line}\n" for code in known for line in _row(code, plain(meaning(page(code))), column, width))


def _row(code: str, words: str, column: int, width: int) -> list[str]:
    lines = _wrapped(words, max(width - column, width // 2))
    return [
        f"{click.style(code, bold=True)}{' ' * (column - len(code))}{lines[0]}",
        *(" " * column + line for line in lines[1:]),
    ]


def _nearest(code: str) -> str:
    alike = [known for known in sorted(CODES) if code in known.split("-")]
    if alike:
        return f"There are {', '.join(alike)}."
    near = difflib.get_close_matches(code, CODES, 1, 0.6)
    return f"Did you mean `{near[0]}`?" if near else "Without a code, `explain` lists them all."


# --------------------------------------------------------------------------------------
# A page on a terminal
# --------------------------------------------------------------------------------------


def laid_out(page: str, width: int) -> str:
    """A page as text of so many columns; what is shown as it stands is indented, and never wrapped."""
    return "\n".join(f"{line}\n" for line in ("\n".join(lines) for lines in _blocks(page, width)))


def _blocks(page: str, width: int) -> Iterator[Sequence[str]]:
    for block in _BLOCK.finditer(page):
        if block["shown"] is not None:
            yield [f"    {line}".rstrip() for line in block["shown"].splitlines()]
        elif block["words"].startswith("# "):
            yield [click.style(block["words"][2:], bold=True)]
        else:
            yield list(_paragraph(block["words"], width))


def _paragraph(words: str, width: int) -> Iterable[str]:
    """The lines of a paragraph; one that begins with bold words has them bold."""
    strong = _STRONG.match(words)
    lines = _wrapped(plain(words), width)
    if strong:
        lines[0] = click.style(strong[1], bold=True) + lines[0][len(strong[1]) :]
    return lines


def plain(words: str) -> str:
    """Words without marks, a link with the file that it leads to, where this machine has that."""
    return _STRONG.sub(r"\1", LINK.sub(_linked, words))


def _linked(link: re.Match[str]) -> str:
    path = link[2].replace("../", "docs/")
    return f"{link[1]} ({path})" if carried(path.partition("#")[0]).exists() else link[1]


def _wrapped(words: str, width: int) -> list[str]:
    return wrap(words, width, break_long_words=False, break_on_hyphens=False)
