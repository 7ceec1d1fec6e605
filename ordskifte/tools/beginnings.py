"""The files that editors begin with: an article, an author, a page, and tables of sections and series in `site.toml`.

Text in, text out. The notes in a new file say what else it can say, for people who have never seen one.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ordskifte.model.document import SeriesPart
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


def article_text(
    title: str, date: str, authors: Sequence[str], section: str, slug: str = "", part: SeriesPart | None = None
) -> str:
    """A new article; `slug` only where its address is not made of its key, `part` if it is one of a series."""
    return f"""\
---
title: {typed(title)}
# One or two sentences that stand under the title, in lists, and where someone shares the link.
# standfirst: What it is about.
date: {date}
{_slug(slug)}authors: [{", ".join(authors)}]
section: {section}
{_part(part)}# More that an article can say; take away the # to use it.
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


def introduction_text() -> str:
    """What stands above the parts of a new series."""
    return f"""\
---
# Take away the # to keep these words off the site until they are ready.
# draft: true
---

{PLACE_OF_TEXT}"""


def _part(part: SeriesPart | None) -> str:
    return f"series: {{id: {part.id}, part: {part.part}}}\n" if part else ""


def _slug(slug: str) -> str:
    return f"# The last part of its address.\nslug: {slug}\n" if slug else ""


# --------------------------------------------------------------------------------------
# Sections and series
# --------------------------------------------------------------------------------------


_BEHIND: Mapping[str, Sequence[str]] = {"sections": ("sections",), "series": ("series", "tags", "sections")}
"""What a new table is put behind, if it is there: its own kind first."""


def with_term(site: str, kind: str, id: str, names: Mapping[str, str]) -> str:
    """The text of `site.toml` with another of its `sections` or `series` behind the others; all else in it stays as it
    was typed.

    Raises Unfitting, or Malformed where the text is no TOML.
    """
    lines = _LINE.findall(site)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    table = [f"[{kind}.{id}]", f"name = {by_locale(names)}"]
    before = tomllib.loads("".join(lines).removeprefix("\ufeff"))
    wanted = {**before, kind: {**before.get(kind, {}), id: {"name": dict(names)}}}
    for place in _places(lines, _BEHIND[kind]):
        new = "".join((*lines[:place], *_apart(lines[:place], lines[place:], table, end)))
        if _is(new, wanted, kind):
            return new
    told = "".join(f"\n    {line}" for line in table)
    raise Unfitting(f"The {kind} of site.toml are written in a way that only you can add to. Add this to them:{told}")


def _places(lines: Sequence[str], behind: Iterable[str]) -> Iterator[int]:
    """The numbers of the lines that a table could stand before, those first that are nearer to the last of a kind."""
    places = parse_toml("", "".join(f"{line.rstrip(chr(13) + chr(10))}\n" for line in lines)).places
    for kind in behind:
        terms = [place.line for name, place in places.items() if re.fullmatch(rf"{kind}\.[^.]+", name)]
        if terms:
            yield from (_above(lines, number) for number in range(max(terms), len(lines)) if _is_header(lines[number]))
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


def _is(text: str, wanted: Mapping[str, Any], kind: str) -> bool:
    """Whether a text says this, what it has of a kind in this order."""
    try:
        said = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return False
    return said == wanted and [*said[kind]] == [*wanted[kind]]
