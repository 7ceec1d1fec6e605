"""All the ways in which bytes can be read: what stands in them in tags, escapes, other encodings, and what is packed.

Knows nothing of what is looked for. What is packed is unpacked up to a limit, so that no file is too much for it.
"""

import quopri
import re
import zlib
from binascii import a2b_base64
from collections.abc import Iterator
from html import unescape
from struct import Struct
from urllib.parse import unquote

DEPTH = 8
"""How many encodings one in another are taken off: bytes that are text count as one."""
LEAST = 11
"""Letters of a text that is worth reading: six words of one letter."""
NEAR = 600
"""Letters, and those of tags, among which six words stand."""
UNPACKED = 1 << 22
"""Bytes that are unpacked of one stream."""
UNPACKED_OF_ALL = 1 << 24
"""Bytes that are unpacked of one file."""


def views(content: bytes) -> Iterator[str]:
    """Everything that these bytes can be read as, without tags, entities and what is invisible."""
    packed = _Packed()
    layers: list[Iterator[bytes | str]] = [iter((content,))]  # Those inside the last are made when they are asked for.
    # Two encodings come off in either order.
    seen: set[tuple[type, int]] = set()
    while layers:
        layer = next(layers[-1], None)
        if layer is None:
            layers.pop()
            continue
        known = type(layer), hash(layer)
        if known in seen:
            continue
        seen.add(known)
        is_last = len(layers) > DEPTH
        if isinstance(layer, bytes):
            inside = _read(layer, packed)
        else:
            plain = _readings(layer)
            # Words between tags that were escaped are searched when those have been taken off.
            escaped = [each for each in plain if "&" in layer and not is_last and _MARKED.search(each)]
            yield from (each for each in plain if len(each) >= LEAST and each not in escaped)
            inside = _decoded(layer, escaped)
        if not is_last:
            layers.append(inside)


# --------------------------------------------------------------------------------------
# Tags
# --------------------------------------------------------------------------------------

_NAMES = "a|abbr|b|bdi|bdo|cite|code|dfn|em|font|i|ins|mark|q|s|small|span|strong|su[bp]|tspan|u|wbr"
_INLINE = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?>")
"""Elements inside a word or a sentence."""
_JOINING = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?>(?:</?(?:{_NAMES})(?:\s[^<>]*)?>)*(?=[^\W_])")
"""Such elements before a word. Patterns begin with what is rare, which makes them three times as fast."""
_APART = frozenset(" \t\n\r>")
"""What stands before an element that joins nothing."""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# A tag in which there is room for six words, be it in an address, or with entities between them.
_LONG_TAG = re.compile(r"<([A-Za-z](?:[^<>\s_+;-]*[\s_+;-]+){5}[^<>]*)")
# Attributes that are read to people.
_SPOKEN = re.compile(r"""\s(?:alt|title|aria-label|aria-description)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_MARKED = re.compile(r"<[A-Za-z/]|&(?:#|\w+;)")
# Soft hyphens, marks on letters, and what has no width: https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
_INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u0591-\u05c7\u061c\u064b-\u065f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)


def heard(html: str) -> str:
    """What people read of HTML, or hear."""
    spoken = (one or other for one, other in _SPOKEN.findall(html))
    return _cleaned(" ".join((_TAG.sub(" ", _INLINE.sub("", html)), *spoken)))


def _readings(text: str) -> list[str]:
    """What can be read of a text: between its tags, and in those in which words could hide."""
    if "<" not in text:
        return [_cleaned(text)]
    # Where `<i>` stands in a word, it is to be read as one; where `<span>` stands between two, as two.
    joined = "\n".join(text[start:end] for start, end in _around_joints(text))
    bare = text, _INLINE.sub("", joined)
    return [_cleaned(each) for each in (*(_TAG.sub(" ", each) for each in bare), "\n".join(_LONG_TAG.findall(text)))]


def _around_joints(text: str) -> list[tuple[int, int]]:
    """The places where words are perhaps joined, with enough on both sides of them."""
    places: list[tuple[int, int]] = []
    for joint in _JOINING.finditer(text):
        if text[joint.start() - 1] in _APART:
            continue
        start, end = max(0, joint.start() - NEAR), joint.end() + NEAR
        if places and start <= places[-1][1]:
            start = places.pop()[0]
        places.append((start, end))
    return places


def _cleaned(text: str) -> str:
    """Without entities and what is invisible."""
    if "&" in text:
        text = unescape(text)
    return text if text.isascii() else _INVISIBLE.sub("", text)


# --------------------------------------------------------------------------------------
# Bytes
# --------------------------------------------------------------------------------------

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_RUNS = re.compile(rb"[\t\n\r\x20-\xff]{%d,}" % LEAST)
"""What stands between signs that are in no text, where it is long enough."""
_BETWEEN_WORDS = b"\t\n\r _-"
_LEGIBLE = re.compile(rb"[\x20-\x7e]{24}")
"""As much of ASCII as does not come about by chance: words can be encoded in it."""
_WIDE = (
    (re.compile(rb"(?:[^\0][\0-\x05\x1e\x20]){11,}"), "utf-16-le"),
    (re.compile(rb"(?:[\0-\x05\x1e\x20][^\0]){11,}"), "utf-16-be"),
)
"""Texts in European letters without a mark before them."""
_CHUNKS = re.compile(rb"(\0.{3})(?:tEXt|iTXt)", re.DOTALL)
"""The length of a text in a PNG, behind which a sum begins that may look like letters of its last word.
https://www.w3.org/TR/png-3/, 11.3.3."""
_WIDENED = re.compile(rb"\0[^\0]\0[^\0]\0[^\0]\0")


def _read(content: bytes, packed: "_Packed") -> Iterator[bytes | str]:
    """The texts that bytes are or have in them, and what is packed in them."""
    has_zeros = b"\0" in content
    if not has_zeros and (text := _strict(content)) is not None:
        yield text
        return
    for mark, codec in _MARKS:
        if content.startswith(mark):
            yield content.removeprefix(mark).decode(codec, errors="replace")
            break
    yield from packed.of(content)
    yield from (content[found.end() :][: int.from_bytes(found[1])] for found in _CHUNKS.finditer(content))
    yield from _among_bytes(content)
    if has_zeros and _WIDENED.search(content):
        for wide, codec in _WIDE:
            yield from (found.decode(codec, errors="replace") for found in wide.findall(content))
        # What else has a zero for each letter is Latin-1 without them, but for signs that part words anyway.
        yield from _among_bytes(content.replace(b"\0", b""))


def _among_bytes(content: bytes) -> Iterator[str]:
    """What can be read between other bytes."""
    for words in filter(_may_have_words, _RUNS.findall(content)):
        text = _strict(words)
        if text is None:
            yield from (words.decode(errors="replace"), words.decode("cp1252", errors="replace"))
        else:
            yield text


def _may_have_words(run: bytes) -> bool:
    """Whether there are six words in it, or enough to encode them."""
    if len(run) - len(run.translate(None, _BETWEEN_WORDS)) >= 5:
        return True
    return _LEGIBLE.search(run) is not None


def _strict(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


# ---- What is packed -------------------------------------------------------------------

_ZLIB = b"|".join(
    re.escape(bytes((first,)))
    + b"["
    + b"".join(re.escape(bytes((flags,))) for flags in range(256) if not flags & 32 and (first * 256 + flags) % 31 == 0)
    + b"]"
    for first in range(0x08, 0x80, 0x10)
)
_HEADS = re.compile(rb"PK\x03\x04|\x1f\x8b\x08|" + _ZLIB)
"""How a file in a ZIP archive, gzip (RFC 1952) and zlib (RFC 1950) begin."""
_LOCAL = Struct("<4x2xHH8xI4xHH")
"""Of a file in an archive: flags, how it is packed, its size there, the lengths of its name and of more about it.
https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7."""
_STORED, _DEFLATED = 0, 8
_TAKEN = 1 << 16
"""Bytes that are unpacked at a time."""


class _Packed:
    """Unpacks what is packed in one file, and in that, until it has become too much."""

    def __init__(self) -> None:
        self._left = UNPACKED_OF_ALL

    def of(self, content: bytes) -> Iterator[bytes]:
        """What is packed in these bytes, as far as it can be unpacked."""
        place = 0
        while self._left > 0 and (found := _HEADS.search(content, place)):
            place, unpacked = self._unpacked(content, found.start())
            if unpacked:
                yield unpacked

    def _unpacked(self, content: bytes, start: int) -> tuple[int, bytes]:
        """Where what begins here has its end, and what is in it; nothing where it only looked packed."""
        if content.startswith(b"PK", start):
            if start + _LOCAL.size > len(content):
                return len(content), b""
            _, method, size, name, more = _LOCAL.unpack_from(content, start)
            start += _LOCAL.size + name + more
            if method == _STORED:
                kept = content[start : start + min(size, UNPACKED, self._left)]
                self._left -= len(kept)
                return start + len(kept), kept
            return self._inflated(content, start, -zlib.MAX_WBITS) if method == _DEFLATED else (start, b"")
        return self._inflated(content, start, zlib.MAX_WBITS | 32)

    def _inflated(self, content: bytes, start: int, bits: int) -> tuple[int, bytes]:
        """As much as there is, before what is damaged too."""
        unpacker, parts, most = zlib.decompressobj(bits), list[bytes](), min(UNPACKED, self._left)
        place = start
        try:
            while most > 0 and not unpacker.eof and place < len(content):
                taken = content[place : place + _TAKEN]
                parts.append(unpacker.decompress(taken, most))
                place += len(taken) - len(unpacker.unused_data)
                most -= len(parts[-1])
        except zlib.error:
            place = start + 1
        unpacked = b"".join(parts)
        self._left -= len(unpacked)
        return max(place, start + 1), unpacked


# --------------------------------------------------------------------------------------
# Texts
# --------------------------------------------------------------------------------------

_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}|\\[^\s]")
_ESCAPE = re.compile(
    r"""\\(?: u \{ ([0-9A-Fa-f]{1,6}) \} | u ([0-9A-Fa-f]{4}) | x ([0-9A-Fa-f]{2})
        | ([0-9A-Fa-f]{2,6}) [ ]? | ([bfnrtv]) | (["'/\\]) )""",
    re.VERBOSE,
)
"""Of JSON (RFC 8259 §7), JavaScript and CSS."""
_QUOTED = re.compile(r"=(?:[0-9A-F]{2}|\r?\n)")
"""Quoted-printable. RFC 2045 §6.7."""
_CODED = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}(?:\r?\n[A-Za-z0-9+/_-]+)*")
"""What could be base64, perhaps in lines, or hexadecimal."""
_TO_SPACES = bytes(code if (chr(code).isalnum() and code < 128) or chr(code) in "+/_-" else 32 for code in range(256))
_STANDARD = str.maketrans("-_", "+/")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){11,}")
_MISREAD = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]+")
"""Letters of UTF-8 that were read as Windows-1252, where the letters of European languages begin with one sign."""


def _decoded(text: str, more: list[str]) -> Iterator[bytes | str]:
    """What can be taken for an encoding in a text, decoded; before it what is known to be one."""
    yield from more
    if ("%" in text or "\\" in text) and _ESCAPED.search(text):
        lines = "\n".join(line for line in text.splitlines() if "\\" in line or "%" in line)
        unescaped = _ESCAPE.sub(_unescaped, lines)
        yield (decoded := unquote(unescaped))
        if "\ufffd" in decoded:
            yield unquote(unescaped, encoding="cp1252")
    if _QUOTED.search(text):
        yield quopri.decodestring(text.encode(errors="replace"))
    if "\u00c3" in text:
        yield _MISREAD.sub(_reread, text)
    for run in _CODED.findall(text) if _may_be_coded(text) else ():
        letters = "".join(run.split())
        for found in _HEX.findall(letters):
            yield bytes.fromhex(found)
        # Slugs and words joined by hyphens have no capitals; words in base64 do.
        if letters != letters.lower():
            yield from _from_base64(letters)
    if "Tj" in text or "TJ" in text:
        yield _shown(text)


def _may_be_coded(text: str) -> bool:
    """Whether there is base64 or hexadecimal in it: parted at all other signs, that is known in a third of the time."""
    long = [run for run in text.encode(errors="replace").translate(_TO_SPACES).split() if len(run) >= 24]
    return any(run != run.lower() or _HEX.search(run.decode()) for run in long)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3] or found[4]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return " " if found[5] else found[6]


def _reread(found: re.Match[str]) -> str:
    try:
        return found[0].encode("cp1252").decode()
    except UnicodeError:
        return found[0]


def _from_base64(letters: str) -> Iterator[bytes]:
    """The bytes that base64 stands for, wherever in a run of letters it begins."""
    standard = letters.translate(_STANDARD)
    for start in range(4):
        whole = standard[start : len(standard) - (len(standard) - start) % 4]
        rest = standard[start + len(whole) :]
        yield a2b_base64(whole + (f"{rest:=<4}" if len(rest) > 1 else ""))


# ---- PDF ------------------------------------------------------------------------------

_SHOWING = re.compile(r"\[([^\]]{0,4000})\]\s*TJ\b|(\((?:[^()\\]|\\.){0,4000}\))\s*Tj\b", re.DOTALL)
"""What a page shows, by ISO 32000-1, 9.4.3: a string, or several with the room between them."""
_STRING = re.compile(r"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>|(-?[\d.]+)", re.DOTALL)
_OCTAL = re.compile(r"\\([0-7]{3})")
_SPACE = -180
"""In thousandths of the size of letters: what moves the next string further away than that is a space."""


def _shown(text: str) -> str:
    """The words on a page of a PDF file, where its font has the letters in their usual places."""
    lines = ("".join(map(_string, _STRING.finditer(found[1] or found[2] or ""))) for found in _SHOWING.finditer(text))
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), " ".join(lines))


def _string(found: re.Match[str]) -> str:
    if found[3]:
        return " " if found[3].count(".") < 2 and float(found[3].strip(".") or 0) < _SPACE else ""
    letters = "".join((found[2] or "").split())
    return found[1] or bytes.fromhex(letters + "0" * (len(letters) % 2)).decode("cp1252", errors="replace")
