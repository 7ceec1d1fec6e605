"""`urls.lock` becomes the URL ledger: a published address on each line, in any order.

    article arctic-security nb /artikler/arktisk-sikkerhet/
    article the-bench en /en/articles/the-old-bench/ moved

Git brings two versions of it together by keeping the lines of both, so that a line may be there twice.
"""

import re
from collections.abc import Iterator

from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places, Span, error
from ordskifte.model.document import Kind
from ordskifte.model.urls import ADDRESS, LEDGER, Mark, Published, Urls, united

_MARKS = {mark.value or None: mark for mark in Mark}
_NAMES = [name for name in _MARKS if name]
_WORDS = (
    ("|".join(Kind), f"is no kind of work; write one of {', '.join(Kind)}"),
    ("[a-z0-9]+(?:-[a-z0-9]+)*", "is no key, which is made of a–z, 0–9 and single hyphens"),
    ("[a-z]{1,3}(?:-[A-Za-z0-9]+)*", "is no language tag"),
    (ADDRESS, "is no address from the root of the site"),
    ("|".join(_NAMES), f"is no mark; write one of {', '.join(_NAMES)}, or nothing"),
)
"""What each word of a line must be, and what one that is not must be told."""
_LINE = re.compile("({}) ({}) ({}) ({})(?: ({}))?".format(*(pattern for pattern, _ in _WORDS)))
_CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})( .*)?")
_FORM = "A line is `kind key language /address/`, as in `article the-bench en /en/articles/the-bench/`."


def parse_urls(text: str) -> tuple[Urls, Diagnostics]:
    """The addresses of the ledger, each once, and what is wrong with its lines."""
    urls: list[Published] = []
    problems: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), 1):
        read = _read(line)
        if read:
            kind, key, locale, url, mark = read.groups()
            urls.append(Published(kind, key, locale, url, _MARKS[mark]))
        elif line and not line.startswith("#"):
            problems += _faults(line, number)
    return united(urls), tuple(problems)


def places(text: str) -> Places:
    """Where each address stands in the ledger, by the words of its line."""
    found: dict[str, Span] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if _read(line):
            found.setdefault(" ".join(line.split()), Span(LEDGER, number, 1))
    return found


def _read(line: str) -> re.Match[str] | None:
    return _LINE.fullmatch(line) or (_LINE.fullmatch(" ".join(line.split())) if line[:1] != "#" else None)


def _faults(line: str, number: int) -> Iterator[Diagnostic]:
    """What is wrong with a line that cannot be read; one of spaces only says nothing."""
    if _CONFLICT.fullmatch(line):
        message = "This mark is left from a merge that git could not finish."
        hint = "Delete it, and keep the lines on both sides of it: all these addresses have been published."
        yield error("urls-conflict", message, Span(LEDGER, number, 1), hint)
        return
    words = [(word[0], word.start() + 1) for word in re.finditer(r"\S+", line)]
    for (word, column), (pattern, wrong) in zip(words, _WORDS, strict=False):
        if not re.fullmatch(pattern, word):
            yield error("urls-syntax", f"`{word}` {wrong}.", Span(LEDGER, number, column), _FORM)
            return
    if words:
        message = f"This line has {len(words)} words; one has four, or five with a mark."
        yield error("urls-syntax", message, Span(LEDGER, number, words[0][1]), _FORM)
