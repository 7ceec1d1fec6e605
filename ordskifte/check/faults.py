"""Faults of outputs, and how they become problems: once at the template or the text that they come from, else each at
its output.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.codes import CODES
from ordskifte.model.diagnostics import Diagnostic, Span


class Fault(Struct, frozen=True):
    """One thing that is wrong with one output."""

    code: str
    message: str
    path: str
    """From the output folder."""
    sign: str = ""
    """What stands there in the file, such as `href="/gone/"`; empty if it is the file as a whole."""
    hint: str = ""
    is_literal: bool = False
    """Whether a template in which the sign stands too must be where it comes from."""
    known_as: str = ""
    """As of a `Diagnostic`."""
    spellings: tuple[str, ...] = ()
    """How a text may write the address that is wrong."""
    page: str = ""
    """The output whose text has it too, as that of a feed's entry."""


_JINJA = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)

Read = Callable[[str], str]
"""The text of a file by its path, or nothing."""


def told(
    faults: Iterable[Fault],
    folder: str,
    written: Read,
    templates: Mapping[str, str],
    sources: Mapping[str, str],
    read: Read,
) -> Iterator[Diagnostic]:
    """The faults as problems: at each template in which their sign stands, or wherever a text has their address, else
    one by one at the outputs.

    `folder` is what outputs are called by, with a slash at its end, and `written` gives their text. `templates` are
    the texts of the templates by path, `sources` the files whose text an output shows, and `read` gives what is in
    these.
    """
    literal = {path: _JINJA.sub(_blank, text) for path, text in templates.items()}

    @cache
    def origins(sign: str) -> tuple[Span, ...]:
        return tuple(span for path, text in literal.items() if (span := _place(path, text, sign)))

    @cache
    def mentions(source: str, spellings: tuple[str, ...]) -> tuple[Span, ...]:
        return tuple(_mentions(source, read(source), spellings)) if source and spellings else ()

    shared: dict[Fault, list[str]] = {}
    of_texts: dict[tuple[str, tuple[Span, ...]], list[Fault]] = {}
    for path, found in groupby(sorted(dict.fromkeys(faults), key=_path), key=_path):
        own = []
        for fault in found:
            if fault.is_literal and origins(fault.sign):
                shared.setdefault(replace(fault, path=""), []).append(path)
            elif spans := mentions(sources.get(fault.page or path, ""), fault.spellings):
                of_texts.setdefault((fault.code, spans), []).append(fault)
            else:
                own.append(fault)
        text = written(path) if any(fault.sign for fault in own) else ""
        shows = f"It shows {sources[path]}." if path in sources else ""
        for fault in own:
            yield _problem(fault, _place(folder + path, text, fault.sign) or Span(folder + path), shows)
    for fault, paths in shared.items():
        yield from _shared(fault, origins(fault.sign), paths, folder)
    for (_, spans), alike in of_texts.items():
        alike.sort(key=_is_elsewhere)
        yield from _shared(alike[0], spans, list(dict.fromkeys(map(_path, alike))), folder)


def _path(fault: Fault) -> str:
    return fault.path


def _is_elsewhere(fault: Fault) -> bool:
    return bool(fault.page)


def _shared(fault: Fault, spans: Iterable[Span], paths: Sequence[str], folder: str) -> Iterator[Diagnostic]:
    """What several outputs have, told wherever it comes from."""
    others = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    outputs = tuple(folder + path for path in paths)
    for span in spans:
        yield _problem(fault, span, f"On {paths[0]}{others}.", outputs)


def _problem(fault: Fault, span: Span, whereabouts: str, outputs: tuple[str, ...] = ()) -> Diagnostic:
    hint = " ".join(filter(None, (fault.hint, whereabouts)))
    return Diagnostic(CODES[fault.code], fault.code, fault.message, span, hint, fault.known_as, outputs)


def told_at(fault: Fault, span: Span) -> Diagnostic:
    """A fault of what stands in no output, as a problem of its source."""
    return _problem(fault, span, "")


def _blank(found: re.Match[str]) -> str:
    """As many lines and columns without words."""
    return re.sub(r"[^\n]", " ", found[0])


def _mentions(path: str, text: str, spellings: Iterable[str]) -> Iterator[Span]:
    """Wherever an address stands in a text, and not a longer one that holds it."""
    pattern = "|".join(map(re.escape, spellings))
    found = re.finditer(rf"(?<![\w./-])(?:{pattern})(?![\w/%-])", text)
    return (_span(path, text, each) for each in found)


def _place(path: str, text: str, sign: str) -> Span | None:
    """Where a sign stands in a text, whatever its white space."""
    words = sign.split()
    # To search for a look behind is slow: with this 26,000 faults take half a second, and without it nine.
    begin = text.find(words[0]) if words else -1
    if begin < 0:
        return None
    pattern = r"\s+".join(map(re.escape, words))
    found = re.compile(rf"(?<!\w){pattern}(?!\w)" if words[0][0].isalnum() else pattern).search(text, begin)
    return _span(path, text, found) if found else None


def _span(path: str, text: str, found: re.Match[str]) -> Span:
    before = text[: found.start()]
    return Span(path, before.count("\n") + 1, found.start() - before.rfind("\n"))
