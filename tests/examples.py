"""The examples of docs/diagnostics, each tried in a small site: what is wrong, what the program says, what is right.

A page says in words what is done with a block of it:

    Wrong, in `PATH`:           the block is that file; so for `and in `PATH`:`
    The program says:           the block is all that is told with the code of the page
    Right:                      the block stands in the place of the line that is told of
    Right, in `PATH`:           the block is that file instead
    Right: the same text in `PATH`.     the file that is told of is called so instead
    Right: without that line.           and without that file.

Of `site.toml` a block has only the lines that matter, which are put into the site's own; of a catalog, the entries.
What lies in `output/` is put there once the site is built.
"""

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.app.console import as_text
from ordskifte.check.findings import folded
from ordskifte.load import load
from ordskifte.model.codes import OF_CHECK
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span
from ordskifte.pipeline.checked import checked, output_lines
from ordskifte.pipeline.results import Made, Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import Store, store_in_memory
from ordskifte.pipeline.workers import HERE
from tests.program import REPOSITORY
from tests.stories import AT, MASTER, SOUND_TEMPLATES, Story, story

PAGES = REPOSITORY / "docs/diagnostics"
NONE = "There is no example:"
"""How a page says that there can be none."""

SITE = """
-- site.toml --
[site]
title = {nb = "Randen", en = "The Rim"}
url = "https://randen.example"
time_zone = "Europe/Oslo"
default_locale = "nb"

[locales.nb]
name = "Norsk"
path = ""

[locales.en]
name = "English"
path = "en"

[sections.society]
name = {nb = "Samfunn", en = "Society"}

[sections.members]
name = {nb = "Medlem", en = "Members"}
access = "members"

[tags.sea]
name = {nb = "Havet", en = "The sea"}

[series.coast]
name = {nb = "Kysten", en = "The coast"}
-- content/authors/karl-aaro.en.md --
---
name: Karl Aarø
---
Writes about fish.
-- content/articles/the-last-ferry.en.md --
---
title: The Last Ferry
date: 2026-02-01
section: society
authors: [karl-aaro]
tags: [sea]
---
## The last night

The islanders had asked for a bridge.
-- content/articles/bench.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>
-- content/pages/bench.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>
-- content/pages/support.en.md --
---
title: Support us
---
Every fish helps.
-- templates/fragments/payments.html --
{% for payment in site.payments("donate") %}{{ payment.name }}{% endfor %}
"""
CATALOG = re.compile(r"locales/(\w+)/LC_MESSAGES/messages\.po")
HEADER = """\
msgid ""
msgstr ""
"Language: {0}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

_FILE = re.compile(r"^(Wrong|and|Right),? in `([^`]+)`:\n\n^```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_SAYS = re.compile(r"^The program says:\n\n^```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^Right:\n\n^```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_DEED = re.compile(r"^Right: (?:the same text in `([^`]+)`|without that (line|file))\.$", re.MULTILINE)


class Example(Struct, frozen=True):
    """What a page shows."""

    wrong: Mapping[str, str]
    says: str
    right: Mapping[str, str]
    """Files that stand in the place of the wrong ones, or beside them."""
    line: str | None
    """What stands in the place of the line that is told of; empty if nothing does."""
    name: str
    """What the file that is told of is called instead."""
    is_deleted: bool


def example(page: str) -> Example | None:
    """The example of a page, if there can be one."""
    if f"\n{NONE}" in page:
        return None
    before, says, after = _SAYS.split(page)
    line, deed = _LINE.search(after), _DEED.search(after)
    what = deed[2] if deed else None
    return Example(
        wrong={path: text for _, path, text in _FILE.findall(before)},
        says=says,
        right={path: text for _, path, text in _FILE.findall(after)},
        line=line[1] if line else "" if what == "line" else None,
        name=(deed[1] or "") if deed else "",
        is_deleted=what == "file",
    )


def told(code: str, files: Mapping[str, str]) -> tuple[str, Diagnostics]:
    """What a small site with these files is told with a code, and all that it is told."""
    with TemporaryDirectory(prefix="ordskifte-") as folder:
        made = _made(code, story(Path(folder), SITE, SOUND_TEMPLATES), files)
    found = tuple(problem for problem in made.diagnostics if problem.code == code)
    return click.unstyle(as_text(found, made.lines)).rstrip("\n") + "\n", made.diagnostics


def mended(shown: Example, problem: Diagnostic) -> dict[str, str]:
    """The files of an example with its mistake put right."""
    files = {**shown.wrong, **shown.right}
    span = problem.span
    assert isinstance(span, Span)
    if shown.line is not None:
        lines = whole(span.source, files[span.source]).splitlines(keepends=True)
        lines[span.line - 1 : span.line] = [shown.line]
        files[span.source] = "".join(lines)
    if shown.is_deleted or shown.name:
        text = files.pop(span.source)
        files |= {shown.name: text} if shown.name else {}
    return files


def whole(path: str, text: str) -> str:
    """The file that a block stands for."""
    if path == "site.toml" and "[locales." not in text:
        return merged(SITE.partition("-- site.toml --\n")[2].partition("-- ")[0], text)
    catalog = CATALOG.fullmatch(path)
    if catalog and 'msgid ""\nmsgstr ""' not in text:
        return HEADER.format(catalog[1]) + text
    return text


def merged(config: str, lines: str) -> str:
    """A configuration with some lines more, those of a table that is there in it, in the place of its own."""
    tables = dict(_tables(config))
    for header, added in _tables(lines):
        keys = {line.partition("=")[0] for line in added}
        kept = [line for line in tables.get(header, ()) if line.partition("=")[0] not in keys and line.strip()]
        tables[header] = [*kept, *added] if header in tables else added
    blocks = ("\n".join([header, *lines]).rstrip("\n") for header, lines in tables.items())
    return "\n\n".join(blocks) + "\n"


def _tables(text: str) -> list[tuple[str, list[str]]]:
    parts = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    return [(part.splitlines()[0], part.splitlines()[1:]) for part in parts if part.strip()]


def _made(code: str, site: Story, files: Mapping[str, str]) -> Made:
    """What a build says; of codes that `check` alone tells of, what it says of what was built."""
    sources = {path: text for path, text in files.items() if not path.startswith("output/")}
    for path, text in sources.items():
        _write(site.root / path, whole(path, text).encode())
    made, output = site.made(), site.root / "output"
    if code not in OF_CHECK:
        return made
    for each in made.outputs:
        _write(output / each.path, each.content)
    for path in files.keys() - sources.keys():
        _write(site.root / path, files[path].encode())
    root, options = os.fsencode(output.resolve()), Options(at=AT, master=MASTER)
    loaded = load(site.root, exclude=[output])
    found = checked(loaded, root, "output/", _store(), options, Seams(), HERE, lambda _, __: None).made
    shown = folded(found.diagnostics, "output/")
    return replace(found, diagnostics=shown, lines={**found.lines, **output_lines(root, "output/", shown)})


@cache
def _store() -> Store:
    """One for all examples: most of their files are the same."""
    return store_in_memory()


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
