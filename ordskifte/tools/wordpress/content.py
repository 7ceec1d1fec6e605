"""The body of an entry as one piece of HTML: what WordPress does to it before a browser sees it, and where it stood.

Comments of the block editor, shortcodes and lines that are nothing but an address become elements of our own, `x-…`.
Each tag is given the line that it stood on, `data-at`. What the words mean is not known here.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import urlsplit

from msgspec import Struct

LINE = "data-at"
BRIEF = 60

NOTE_CODES = frozenset(("efn_note", "fn", "footnote", "mfn", "modern_footnote", "note", "ref"))
"""Shortcodes of the plugins for footnotes: the words of the note stand in them."""
PAIRED = frozenset(("audio", "caption", "embed", "pullquote", "video", "wp_caption", *NOTE_CODES))
ALONE = frozenset(("audio", "gallery", "playlist", "video"))
_WRAPPERS = re.compile(
    r"(vc_(row|column|section)(_inner)?|vc_column_text|et_pb_(section|row|column|text)(_inner)?"
    r"|fusion_(builder_\w+|text)|av_(section|textblock|one_\w+|two_\w+|three_\w+))"
)
"""Shortcodes of page builders that only say where their words stand."""
PROVIDERS = re.compile(
    r"(^|\.)(youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitter\.com|x\.com|instagram\.com|facebook\.com|tiktok\.com"
    r"|soundcloud\.com|spotify\.com|mixcloud\.com|flickr\.com|reddit\.com|scribd\.com|slideshare\.net|speakerdeck\.com"
    r"|ted\.com|kickstarter\.com|bsky\.app|imgur\.com|issuu\.com|tumblr\.com|wordpress\.tv|pinterest\.com)$"
)
"""Whose addresses WordPress shows as players and cards when they stand alone on a line."""

_TAG = r"""</?[a-zA-Z](?:[^<>"']|"[^"<]*"|'[^'<]*')*>"""
_TOKEN = re.compile(rf"<!--(?P<comment>.*?)-->|(?P<tag>{_TAG})", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)")
_BLOCK = re.compile(
    r"\s*(?P<end>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)(?:\s+(?P<said>\{.*\}))?\s*(?P<alone>/)?",
    re.DOTALL,
)
_CODE = re.compile(r"\[(?P<open>\[?)(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<said>(?:\s[^\[\]]*?)?)/?\](?P<close>\]?)")
_SAID = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_ADDRESS_ALONE = re.compile(r"^[ \t]*(https?://[^\s<>\[\]\"]+)[ \t]*$", re.MULTILINE)
_NOTE = re.compile(r"^(?:<sup[^<>]*>)?<a\b[^<>]*\bhref=[\"']#[^<>]*>", re.MULTILINE)
_LITERAL = frozenset(("pre", "code", "script", "style", "textarea"))


class Content(Struct, frozen=True):
    html: str
    is_classic: bool
    """Whether it was written in the classic editor, where an empty line ends a paragraph."""


def content(body: str, first_line: int) -> Content:
    """The body of an entry, which begins on this line of its file."""
    is_classic = "<!-- wp:" not in body
    whole = _with_notes_apart(body) if is_classic and _NOTE.search(body) else body
    return Content("".join(_Making(whole, first_line).parts()), is_classic)


def _with_notes_apart(body: str) -> str:
    """A body whose lines that begin with a link to a mark, as footnotes made by hand do, are paragraphs by name."""
    lines = body.split("\n")
    is_open = False
    for n, line in enumerate(lines):
        begins = _NOTE.match(line) is not None
        if is_open and (begins or not line.strip()):
            lines[n - 1] += "</p>"
            is_open = False
        if begins:
            lines[n] = f"<p>{line}"
            is_open = True
    if is_open:
        lines[-1] += "</p>"
    return "\n".join(lines)


class _Making:
    def __init__(self, body: str, first_line: int) -> None:
        self.body = body
        self._line = first_line
        self._at = 0
        self._literal = ""
        self._depth = 0
        self._is_blocks = "<!-- wp:" in body
        self._is_classic_part = False
        self._closing = {found["name"] for found in _CODE.finditer(body) if found["end"]}

    def line(self, at: int) -> int:
        """The line that an offset stands on; offsets are asked in their order."""
        self._line += self.body.count("\n", self._at, at)
        self._at = max(at, self._at)
        return self._line

    def parts(self) -> Iterator[str]:
        end = 0
        for token in _TOKEN.finditer(self.body):
            yield from self.words(end, token.start())
            end = token.end()
            if token["tag"]:
                yield from self.tag(token)
            elif not self._literal:
                yield from self.comment(token["comment"], token.start())
        yield from self.words(end, len(self.body))
        yield from self._end_of_part()

    # ---- what stands outside of blocks ------------------------------------------------

    def _beginning_of_part(self) -> Iterator[str]:
        if self._is_blocks and not self._depth and not self._is_classic_part:
            self._is_classic_part = True
            yield "<x-classic>"

    def _end_of_part(self) -> Iterator[str]:
        if self._is_classic_part:
            self._is_classic_part = False
            yield "</x-classic>"

    # ---- tags and comments ------------------------------------------------------------

    def tag(self, token: re.Match[str]) -> Iterator[str]:
        tag = token["tag"]
        named = _NAME.match(tag)
        assert named is not None
        name = named[1].lower()
        yield from self._beginning_of_part()
        if self._literal:
            if tag.startswith("</") and name == self._literal:
                self._literal = ""
        elif name in _LITERAL and not tag.startswith("</") and not tag.endswith("/>"):
            self._literal = name
        if tag.startswith("</"):
            yield tag
        else:
            yield f'{named[0]} {LINE}="{self.line(token.start())}"{tag[named.end() :]}'

    def comment(self, words: str, at: int) -> Iterator[str]:
        block = _BLOCK.fullmatch(words)
        if block:
            yield from self._block(block, at)
        elif re.fullmatch(r"more\b.*", words.strip(), re.DOTALL):
            yield "<x-more></x-more>"
        elif words.strip() == "nextpage":
            yield f'<x-page {LINE}="{self.line(at)}"></x-page>'

    def _block(self, block: re.Match[str], at: int) -> Iterator[str]:
        if not self._depth:
            yield from self._end_of_part()
        if block["alone"]:
            said = escape(block["said"] or "", quote=True)
            yield f'<x-block {LINE}="{self.line(at)}" name="{block["name"]}" said="{said}"></x-block>'
        elif block["name"] not in ("freeform", "core/freeform"):
            self._depth = max(0, self._depth - 1) if block["end"] else self._depth + 1

    # ---- words ------------------------------------------------------------------------

    def words(self, start: int, end: int) -> Iterator[str]:
        if start == end:
            return
        text = self.body[start:end]
        if text.strip():
            yield from self._beginning_of_part()
        if self._literal:
            yield text
            return
        done = 0
        for found in sorted((*_CODE.finditer(text), *self._addresses(start, text)), key=lambda found: found.start()):
            if found.start() >= done:
                made = self._made(found, start)
                if made is not None:
                    yield text[done : found.start()]
                    yield made
                    done = found.end()
        yield text[done:]

    def _addresses(self, start: int, text: str) -> Iterator[re.Match[str]]:
        if self._is_blocks and not self._is_classic_part:
            return
        for found in _ADDRESS_ALONE.finditer(text):
            first, last = start + found.start(), start + found.end()
            before, behind = self.body[max(0, first - 1) : first], self.body[last : last + 1]
            if before in ("", "\n", ">") and behind in ("", "\n", "<") and is_embeddable(found[1]):
                is_linked = before == ">" and not self.body.endswith("<p>", 0, first)
                if not is_linked:
                    yield found

    def _made(self, found: re.Match[str], start: int) -> str | None:
        """The element for a shortcode or a lonely address; None where it is just words."""
        at = self.line(start + found.start())
        if found.re is _ADDRESS_ALONE:
            return f'<x-embed {LINE}="{at}" url="{escape(unescape(found[1]))}"></x-embed>'
        name = found["name"]
        if found["open"] and found["close"]:
            return found[0][1:-1]
        if name.lower() in PAIRED and name in self._closing:
            return "</x-code>" if found["end"] else _element(name.lower(), found["said"], at) + found["close"]
        if name.lower() in ALONE and not found["end"]:
            return f"{_element(name.lower(), found['said'], at)}</x-code>"
        if _WRAPPERS.fullmatch(name):
            return f'<x-layout {LINE}="{at}" name="{name}"></x-layout>'
        if not found["end"] and (name in self._closing or "_" in name or _SAID.search(found["said"])):
            return f'<x-strange {LINE}="{at}" words="{escape(unescape(found[0][:BRIEF]))}"></x-strange>{found[0]}'
        return None


def is_embeddable(address: str) -> bool:
    try:
        return PROVIDERS.search(urlsplit(address).hostname or "") is not None
    except ValueError:
        return False


def _element(name: str, said: str, at: int) -> str:
    values = {key.lower(): unescape(a or b or c) for key, a, b, c in _SAID.findall(said)}
    first = re.match(r"\s*(https?://[^\s\"'=]+)\s*$", said)
    if first:
        values.setdefault("src", first[1])
    fields = "".join(f' {key}="{escape(value)}"' for key, value in values.items() if key not in ("name", LINE))
    return f'<x-code {LINE}="{at}" name="{name}"{fields}>'
