"""The files that editors begin with: an article, an author, a page, and the table of a section in `site.toml`.

Text in, text out. The notes in a new file say what else it can say, for people who have never seen one.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ordskifte.parse.toml import parse_toml
from ordskifte.tools.toml import by_locale
from ordskifte.tools.translate import PLACE_OF_TEXT, typed

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Unfitting(Exception):
    """`site.toml` is written in a way that only a person can add to; the message is what to add."""


def one_line(text: str) -> str:
    """A name or a title in one line, without what no one can see or type."""
    visible = (" " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character for character in text)
    return " ".join("".join(visible).split())


def article_text(title: str, date: str, authors: Sequence[str], section: str, slug: str = "") -> str:
    """A new article; `slug` only where its address is not made of its key."""
    return f"""\
---
title: {typed(title)}
# One or two sentences that stand under the title, in lists, and where someone shares the link.
# standfirst: What it is about.
date: {date}
{_slug(slug)}authors: [{", ".join(authors)}]
section: {section}
# More that an article can say; take away the # to use it.
# tags: [sea, islands]
# image: {{file: lead.jpg, alt: "What someone who cannot see the picture should know"}}
# access: members
# draft: true
---

{PLACE_OF_TEXT}"""


def author_text(name: str) -> str:
    """A new author."""
    return f"""\
---
name: {typed(name)}
# What the author is, in a few words of the language that this file's name gives.
# role: Journalist
# photo: {{file: portrait.jpg, alt: "What someone who cannot see the picture should know"}}
# links: [{{name: Website, url: "https://example.org"}}]
---

<!-- Two or three sentences about the author, in place of this line. -->
"""


def page_text(title: str, slug: str = "") -> str:
    """A new page; `slug` only where its address is not made of its key."""
    return f"""\
---
title: {typed(title)}
{_slug(slug)}# A sentence or two that stand under the title, and where someone shares the link.
# standfirst: What it is about.
# draft: true
---

{PLACE_OF_TEXT}"""


def _slug(slug: str) -> str:
    return f"# The last part of its address.\nslug: {slug}\n" if slug else ""


# --------------------------------------------------------------------------------------
# Sections
# --------------------------------------------------------------------------------------


def with_section(site: str, id: str, names: Mapping[str, str]) -> str:
    """The text of `site.toml` with another section behind the others; all else in it stays as it was typed.

    Raises Unfitting, or Malformed where the text is no TOML.
    """
    lines = _LINE.findall(site)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    table = [f"[sections.{id}]", f"name = {by_locale(names)}"]
    before = tomllib.loads("".join(lines).removeprefix("\ufeff"))
    wanted = {**before, "sections": {**before.get("sections", {}), id: {"name": dict(names)}}}
    for place in _places(lines):
        new = "".join((*lines[:place], *_apart(lines[:place], lines[place:], table, end)))
        if _is(new, wanted):
            return new
    told = "".join(f"\n    {line}" for line in table)
    raise Unfitting(f"The sections of site.toml are written in a way that only you can add to. Add this to them:{told}")


def _places(lines: Sequence[str]) -> Iterator[int]:
    """The numbers of the lines that a table could stand before, those first that are nearer to the last section."""
    places = parse_toml("", "".join(f"{line.rstrip(chr(13) + chr(10))}\n" for line in lines)).places
    sections = [place.line for name, place in places.items() if re.fullmatch(r"sections\.[^.]+", name)]
    if sections:
        yield from (_above(lines, number) for number in range(max(sections), len(lines)) if _is_header(lines[number]))
    yield len(lines)


def _is_header(line: str) -> bool:
    return line.lstrip().startswith("[")


def _above(lines: Sequence[str], number: int) -> int:
    """Where the empty lines and notes above a header begin, which belong to it."""
    while number and (not lines[number - 1].strip() or lines[number - 1].lstrip().startswith("#")):
        number -= 1
    return number


def _apart(above: Sequence[str], below: Sequence[str], table: Iterable[str], end: str) -> Iterator[str]:
    """The table with an empty line on either side, and what stands below it."""
    if above and not above[-1].endswith(("\n", "\r")):
        yield end
    if above and above[-1].strip():
        yield end
    yield from (f"{line}{end}" for line in table)
    if below and below[0].strip():
        yield end
    yield from below


def _is(text: str, wanted: Mapping[str, Any]) -> bool:
    """Whether a text says this, its sections in this order."""
    try:
        said = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return False
    return said == wanted and [*said["sections"]] == [*wanted["sections"]]
