"""A drawing without what acts: of an SVG only what draws is published.

Shown as a picture an SVG can do nothing, but whoever opens its address by itself would run its scripts on the site.
"""

import re
from collections.abc import Iterator
from html import escape
from xml.parsers import expat

from msgspec import Struct

_DRAWING = re.compile(
    r"""
      a | circle | clippath | defs | desc | ellipse | feblend | fecolormatrix | fecomponenttransfer
    | fecomposite | feconvolvematrix | fediffuselighting | fedisplacementmap | fedistantlight | fedropshadow
    | feflood | fefunca | fefuncb | fefuncg | fefuncr | fegaussianblur | feimage | femerge | femergenode
    | femorphology | feoffset | fepointlight | fespecularlighting | fespotlight | fetile | feturbulence | filter
    | g | image | line | lineargradient | marker | mask | path | pattern | polygon | polyline | radialgradient
    | rect | stop | style | svg | switch | symbol | text | textpath | title | tspan | use | view
    """,
    re.VERBOSE,
)
"""The elements that draw, and those that they need."""
_SILENT = frozenset({"metadata", "namedview"})
"""What drawing programs leave for themselves: nobody misses it."""
_INSIDE = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp|avif);base64,)", re.IGNORECASE)
"""Where a link of a drawing may lead: to its own parts, and to pixels that it holds itself."""
_OUTSIDE = re.compile(r"""url\((?!\s*["']?\s*#)|@import|\\|javascript:""", re.IGNORECASE)
"""In a style: what is fetched from elsewhere, or hidden from this pattern."""


class Cleaned(Struct, frozen=True):
    content: bytes
    """As it was, where nothing had to be left out."""
    removed: tuple[str, ...]
    """The names of what was left out, without what drawing programs leave."""


def cleaned(content: bytes) -> Cleaned | None:
    """The drawing without scripts and links to elsewhere; None of what is no XML, which no browser would show."""
    reading = _Reading()
    try:
        reading.parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):
        return None
    if reading.is_clean:
        return Cleaned(content, ())
    return Cleaned("".join((*reading.parts, "\n")).encode(), tuple(dict.fromkeys(reading.removed)))


class _Reading:
    """A drawing that is written down again while it is read. Comments, instructions and document types are not."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.removed: list[str] = []
        self.is_clean = True
        self._outside = 0
        """How many elements are open that are left out."""
        self._style: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self.parser.ProcessingInstructionHandler = self._unwanted

    def _unwanted(self, *_: object) -> None:
        self.is_clean = False

    def _remove(self, name: str, *, is_told: bool = True) -> None:
        self.is_clean = False
        if is_told:
            self.removed.append(name)

    def _start(self, name: str, attributes: list[str]) -> None:
        local = _local(name)
        if self._outside or not _DRAWING.fullmatch(local):
            if not self._outside:
                self._remove(name, is_told=local not in _SILENT and ":" not in name)
            self._outside += 1
            return
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        self.parts.append(f"<{name}{''.join(self._attributes(pairs))}>")
        self._style = [] if local == "style" else None

    def _attributes(self, pairs: Iterator[tuple[str, str]]) -> Iterator[str]:
        for name, value in pairs:
            local = _local(name)
            if local.startswith("on") or (not name.startswith("xmlns") and _leads_out(local, value)):
                self._remove(name)
            else:
                yield f' {name}="{_in_quotes(value)}"'

    def _end(self, name: str) -> None:
        if self._outside:
            self._outside -= 1
            return
        if self._style is not None:
            rules = "".join(self._style)
            if _OUTSIDE.search(rules):
                self._remove(name)
            else:
                self.parts.append(escape(rules, quote=False))
            self._style = None
        self.parts.append(f"</{name}>")

    def _characters(self, words: str) -> None:
        if self._outside:
            return
        if self._style is not None:
            self._style.append(words)
        else:
            self.parts.append(escape(words, quote=False))


def _leads_out(local: str, value: str) -> bool:
    return not _INSIDE.match(value) if local == "href" else bool(_OUTSIDE.search(value))


def _in_quotes(value: str) -> str:
    """The value of an attribute, as it is written; a parser would make spaces of line breaks and tabs (XML 1.0 §3.3.3).

    The module of Python for this imports what asks the web.
    """
    return escape(value).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
