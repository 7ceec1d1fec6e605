"""Whether text for members stands in an output, in whatever way it is written there.

A text is known by its runs of six words, each a number that nobody without the key can make of words or words of. So
runs can be kept where the text must not be. Words are compared as they sound in a slug, without accents and capitals:
a text that has lost them has leaked all the same.

A text of fewer than six words is not known again.
"""

import quopri
import re
import zlib
from binascii import a2b_base64
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from html import unescape
from itertools import compress, islice
from typing import TypeVar
from unicodedata import combining, normalize
from urllib.parse import unquote

from ordskifte.model.diagnostics import Diagnostic, Span, error
from ordskifte.model.secrets import Secret
from ordskifte.model.slugs import LETTERS

LENGTH = 6
"""Words of a run."""
DEPTH = 8
"""How many encodings one in another are taken off: bytes that are text count as one."""
UNPACKED = 1 << 22
"""Bytes that are unpacked of what is compressed."""
_MEMORY = 200_000
"""Words whose numbers are remembered."""


# --------------------------------------------------------------------------------------
# Words and runs
# --------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+")
_SPELLINGS = str.maketrans(dict(LETTERS))
Word = TypeVar("Word")


class Runs:
    """Makes numbers of words, by a key."""

    def __init__(self, key: Secret) -> None:
        self._numbers = _Numbers(key)

    def of(self, html: str) -> frozenset[int]:
        """The runs of a text: of what is read or heard, not of its tags, which are like those of any other text.

        Without those that are numbers mostly, such as a row of years.
        """
        spoken = (one or other for one, other in _SPOKEN.findall(html))
        words = _WORD.findall(_cleaned(" ".join((_untagged(html), *spoken))))
        are_words = (sum(not word.isdigit() for word in run) >= LENGTH // 2 for run in _in_runs(words))
        return frozenset(compress(self._among(words), are_words))

    def among(self, plain: str) -> Iterator[int]:
        """The run that begins at each word."""
        return self._among(_WORD.findall(plain))

    def _among(self, words: list[str]) -> Iterator[int]:
        # Python's hash of numbers is the same in each process, unlike that of text. All of it happens in C, which takes
        # a fifth of the time of a keyed hash for each run.
        return map(hash, _in_runs([*map(self._numbers.__getitem__, words)]))


def _in_runs(words: list[Word]) -> Iterator[tuple[Word, ...]]:
    """The words from each on that has enough behind it."""
    return zip(*(islice(words, place, None) for place in range(LENGTH)), strict=False)


class _Numbers(dict[str, int]):
    """A number for each word as it is written."""

    def __init__(self, key: Secret) -> None:
        super().__init__()
        self._key = key

    def __missing__(self, word: str) -> int:
        if len(self) == _MEMORY:
            self.clear()
        digest = blake2b(_folded(word).encode(), digest_size=8, key=self._key.bare).digest()
        # Of sixty bits, with which Python is quicker than with sixty-four.
        number = self[word] = int.from_bytes(digest, "big") >> 4
        return number


def _folded(word: str) -> str:
    letters = normalize("NFKD", normalize("NFKC", word).casefold().translate(_SPELLINGS))
    return "".join(letter for letter in letters if not combining(letter))


class Search:
    """Finds the texts for members in outputs."""

    def __init__(
        self, runs: Runs, sealed: Mapping[str, Collection[int]], public: Iterable[Collection[int]] = ()
    ) -> None:
        """`sealed` are the runs of each text, by its source; what is public too is nobody's secret."""
        self._runs = runs
        self._sealed = sealed
        self._wanted = set[int]().union(*sealed.values())
        self._wanted.difference_update(*public)

    def sources(self, content: bytes) -> frozenset[str]:
        """Those whose text for members stands in these bytes."""
        leaks = (plain for plain in views(content) if not self._wanted.isdisjoint(self._runs.among(plain)))
        found = {run for plain in leaks for run in self._wanted.intersection(self._runs.among(plain))}
        if not found:
            return frozenset()
        return frozenset(source for source, runs in self._sealed.items() if any(run in runs for run in found))


def leaked(path: str, sources: Iterable[str]) -> Iterator[Diagnostic]:
    """What is told of an output in which text for members was found."""
    for source in sorted(sources):
        message = f"Text for members of {source} stands in {path}."
        hint = "Nothing is published. Find out which template or text gives it away; the words are not shown here."
        yield error("text-leaked", message, Span(source), hint)


# --------------------------------------------------------------------------------------
# Views: all the ways in which bytes can be read
# --------------------------------------------------------------------------------------

# Elements inside a word or a sentence.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|dfn|em|i|ins|mark|q|s|small|span|strong|su[bp]|u|wbr)(?:\s[^<>]*)?>"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# A tag in which there is room for six words, be it in an address, or with entities between them.
_LONG_TAG = re.compile(r"<[A-Za-z](?:[^<>\s_+;-]*[\s_+;-]+){5}[^<>]*")
# Attributes that are read to people.
_SPOKEN = re.compile(r"""\s(?:alt|title|aria-label|aria-description)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_MARKED = re.compile(r"<[A-Za-z/]|&(?:#|\w+;)")
# Soft hyphens, marks on letters, and what has no width: https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
_INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u0591-\u05c7\u061c\u064b-\u065f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)


def views(content: bytes) -> Iterator[str]:
    """Everything that these bytes can be read as, without tags, entities and what is invisible."""
    waiting: list[tuple[bytes | str, int]] = [(content, 0)]
    # Two encodings come off in either order.
    seen: set[bytes | str] = set()
    while waiting:
        layer, depth = waiting.pop()
        if layer in seen:
            continue
        seen.add(layer)
        if isinstance(layer, bytes):
            inner = _read(layer)
        else:
            plain = _plain(layer)
            inner = _decoded(layer)
            # Words between tags that were escaped are searched when those have been taken off.
            if "&" in layer and _MARKED.search(plain) and depth < DEPTH:
                waiting.append((plain, depth + 1))
            else:
                yield plain
        if depth < DEPTH:
            waiting += [(each, depth + 1) for each in inner]


def _plain(text: str) -> str:
    """What is read of a text, and behind it the tags in which words could hide."""
    return _cleaned(" ".join((_untagged(text), *_LONG_TAG.findall(text))) if "<" in text else text)


def _untagged(text: str) -> str:
    return _TAG.sub(" ", _INLINE.sub("", text))


def _cleaned(text: str) -> str:
    """Without entities and what is invisible."""
    if "&" in text:
        text = unescape(text)
    return text if text.isascii() else _INVISIBLE.sub("", text)


# ---- Bytes ----------------------------------------------------------------------------

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
"""How gzip (RFC 1952) and zlib (RFC 1950) begin."""
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WORDS_IN_BYTES = re.compile(rb"(?:[\x21-\x7e\x80-\xff]{1,40}[\t\n\r ]+){5,}[\x21-\x7e\x80-\xff]{1,40}")


def _read(content: bytes) -> Iterator[bytes | str]:
    """The texts that bytes are or have in them, and what is packed in them."""
    if b"\0" not in content and (text := _strict(content)) is not None:
        yield text
        return
    for mark, codec in _MARKS:
        if content.startswith(mark):
            yield content.removeprefix(mark).decode(codec, errors="replace")
            break
    for packed in _PACKED.finditer(content):
        if unpacked := _unpacked(memoryview(content)[packed.start() :]):
            yield unpacked
    # UTF-16 and UTF-32 without their zeros are Latin-1, but for signs that part words anyway.
    bare = content.replace(b"\0", b"")
    for words in _WORDS_IN_BYTES.findall(bare) if _CONTROL.search(bare) else (bare,):
        yield words.decode(errors="replace")
        yield words.decode("cp1252", errors="replace")


def _strict(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def _unpacked(content: memoryview) -> bytes:
    """As much as there is; nothing where it only looked packed."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(content, UNPACKED)
    except zlib.error:
        return b""


# ---- Texts ----------------------------------------------------------------------------

_ESCAPE = re.compile(
    r"""\\(?: u \{ ([0-9A-Fa-f]{1,6}) \} | u ([0-9A-Fa-f]{4}) | x ([0-9A-Fa-f]{2})
        | ([0-9A-Fa-f]{2,6}) [ ]? | ([bfnrtv]) | (["'/\\]) )""",
    re.VERBOSE,
)
"""Of JSON (RFC 8259 §7), JavaScript and CSS."""
_QUOTED = re.compile(r"=(?:[0-9A-F]{2}|\r?\n)")
"""Quoted-printable. RFC 2045 §6.7."""
_CODED = re.compile(r"[A-Za-z0-9+/_-]{24,}(?:\r?\n[A-Za-z0-9+/_-]+)*")
"""What could be base64, perhaps in lines, or hexadecimal."""
_STANDARD = str.maketrans("-_", "+/")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")


def _decoded(text: str) -> Iterator[bytes | str]:
    """What can be taken for an encoding in a text, decoded."""
    if "\\" in text or "%" in text:
        lines = "\n".join(line for line in text.splitlines() if "\\" in line or "%" in line)
        yield unquote(_ESCAPE.sub(_unescaped, lines))
    if _QUOTED.search(text):
        yield quopri.decodestring(text.encode(errors="replace"))
    for run in _CODED.findall(text):
        letters = "".join(run.split())
        if _HEX.fullmatch(letters):
            yield bytes.fromhex(letters)
        # Slugs and words joined by hyphens have no capitals; words in base64 do.
        if letters != letters.lower():
            yield from _from_base64(letters)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3] or found[4]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return " " if found[5] else found[6]


def _from_base64(letters: str) -> Iterator[bytes]:
    """The bytes that base64 stands for, wherever in a run of letters it begins."""
    standard = letters.translate(_STANDARD)
    for start in range(4):
        whole = standard[start : len(standard) - (len(standard) - start) % 4]
        rest = standard[start + len(whole) :]
        yield a2b_base64(whole + (f"{rest:=<4}" if len(rest) > 1 else ""))
