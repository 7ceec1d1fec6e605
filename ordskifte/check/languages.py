"""Truth mode: whether the language that a page says of its words is the one that they are in.

Reads a page as `render/truth.py` prints it, where all words say which language they are in: a text in its locale,
strings without one as names. What says nothing was written in the template itself.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ordskifte.check.faults import Fault
from ordskifte.render import truth

_SILENT = ("script", "style", "code", "kbd", "samp")
"""Elements whose letters are no words."""
_SPOKEN = (
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
)
"""Attributes that are read to people. https://www.w3.org/TR/wai-aria-1.2/#translatable-attributes"""
_SPOKEN_META = ("description", "og:description", "og:site_name", "og:title", "twitter:description", "twitter:title")
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\d+")
_LONGEST = 60


class _Place:
    """What an element says of the words in it."""

    __slots__ = ("is_translatable", "language")

    def __init__(self, language: str, is_translatable: bool) -> None:
        self.language = language
        self.is_translatable = is_translatable


_NOWHERE = _Place("", True)


def faults(path: str, html: str, finds_literals: bool) -> Iterator[Fault]:
    """What is wrong with the languages of a page, printed in truth mode."""
    reading = _Reading(path, finds_literals)
    root = LexborHTMLParser(truth.mended(html)).root
    for node in root.traverse(include_text=True, skip_empty=True) if root is not None else ():
        tag = node.tag
        if tag == "-text":
            yield from reading.text(node)
        elif tag == "-comment":
            yield from reading.comment(node)
        else:
            yield from reading.element(node, tag or "")


class _Reading:
    """One page, read from its beginning to its end."""

    def __init__(self, path: str, finds_literals: bool) -> None:
        self._path = path
        self._finds_literals = finds_literals
        self._places: dict[int, _Place] = {}
        self._frames: list[str] = []

    def element(self, node: LexborNode, tag: str) -> Iterator[Fault]:
        attributes = node.attributes
        place = self._around(node)
        if "lang" in attributes or attributes.get("translate"):
            said = truth.without_marks(attributes["lang"] or "") if "lang" in attributes else place.language
            does = attributes.get("translate") or ("yes" if place.is_translatable else "no")
            place = _Place(said, does.lower() != "no")
        if tag in _SILENT:
            place = _Place(place.language, is_translatable=False)
        self._places[node.mem_id] = place
        for name, value in attributes.items():
            if not value or name == "lang":
                continue
            is_spoken = name in _SPOKEN or (name == "content" and _is_spoken(attributes))
            if is_spoken or truth.END in value:
                yield from self._words(value, place, is_spoken, name)

    def text(self, node: LexborNode) -> Iterator[Fault]:
        words = node.text_content or ""
        if truth.END in words or not self._is_html:
            yield from self._words(words, self._around(node), is_spoken=True)

    def comment(self, node: LexborNode) -> Iterator[Fault]:
        says = truth.frame(node.comment_content or "")
        if says == truth.OUT:
            del self._frames[-1:]
        elif says:
            self._frames.append(says)
            language = self._around(node).language
            if says.startswith(truth.HTML) and says[1:] != language:
                message = f"A text in {says[1:]} stands where the page says {language or 'no language'}."
                yield Fault("language-untrue", message, self._path)

    def _around(self, node: LexborNode) -> _Place:
        parent = node.parent
        return self._places.get(parent.mem_id, _NOWHERE) if parent is not None else _NOWHERE

    def _words(self, words: str, place: _Place, is_spoken: bool, attribute: str = "") -> Iterator[Fault]:
        """What is wrong with the words of a text or of an attribute."""
        finds_literals = is_spoken and self._finds_literals and place.is_translatable and not self._is_html
        for fault in _faults(words, place.language, attribute, finds_literals):
            yield replace(fault, path=self._path)

    @property
    def _is_html(self) -> bool:
        """Whether what stands here marks its own languages."""
        return bool(self._frames) and self._frames[-1].startswith(truth.HTML)


@lru_cache(1 << 14)
def _faults(words: str, language: str, attribute: str, finds_literals: bool) -> tuple[Fault, ...]:
    """What is wrong with words that stand where the page says this language; most stand on many pages."""
    words = truth.without_html(words)
    literal, at, opened, found = list[str](), 0, list[tuple[str, str, int]](), list[Fault]()
    for mark in truth.MARK.finditer(words):
        if not opened:
            literal.append(words[at : mark.start()])
        at = mark.end()
        if mark[1]:
            opened.append((mark[1], mark[2], at))
        elif opened:
            kind, coded, begin = opened.pop()
            is_forgiven = kind == truth.NAME or (kind == truth.FALLBACK and attribute)
            if not is_forgiven and truth.decoded(coded) != language:
                found += _untrue(words[begin : mark.start()], truth.decoded(coded), language, attribute)
    literal.append(words[at:])
    return (*found, *(_hard_coded(part.strip()) for part in literal if finds_literals and _LETTER.search(part)))


def _untrue(marked: str, locale: str, said: str, attribute: str) -> Iterator[Fault]:
    words = truth.without_marks(marked)
    if _LETTER.search(words):
        where = f" (in `{attribute}`)" if attribute else ""
        rest = f"{where} is in {locale}, and the page says {said or 'no language'}."
        hint = "An element around it says so: print the attributes that {% lang %} gives, or mend its `lang`."
        known_as = f"“{_short(_NUMBER.sub('0', words))}”{rest}"
        yield Fault("language-untrue", f"“{_short(words)}”{rest}", "", words, hint, known_as=known_as)


def _hard_coded(words: str) -> Fault:
    message = f"“{_short(words)}” is written in the template, the same in all editions."
    hint = 'Write {{ _("…") }}; what is a name in all languages goes into an element with translate="no".'
    return Fault("text-hardcoded", message, "", words, hint, is_literal=True)


def _is_spoken(attributes: Mapping[str, str | None]) -> bool:
    return (attributes.get("name") or attributes.get("property") or "").lower() in _SPOKEN_META


def _short(words: str) -> str:
    folded = " ".join(words.split())
    return folded if len(folded) <= _LONGEST else f"{folded[: _LONGEST - 1]}…"
