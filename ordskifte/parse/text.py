"""Bytes become text: UTF-8 without a byte order mark, lines ended by LF, and no characters that no one can see or type.

Knows encodings; knows nothing of what the text says. What cannot be kept is told and stands as U+FFFD, so that the
stages after this one find the other mistakes in the same run, each in its place.
"""

import codecs
import re

from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, error

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_UNFIT_BYTES = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
# The longer marks first: UTF-32's begins with UTF-16's.
_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
)
_HINT = "Save the file as UTF-8."


def decoded(path: str, content: bytes) -> tuple[str, Diagnostics]:
    """The text of a file; never without an error when some of it was lost or guessed."""
    for mark, name, codec in _OTHER_ENCODINGS:
        if content.startswith(mark):
            problem = error("encoding", f"The file is in {name}, not in UTF-8.", Span(path, 1, 1), _HINT)
            return _cleaned(path, content.decode(codec, errors="replace"), (problem,))
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode()
    except UnicodeDecodeError as wrong:
        problem = _undecodable(path, content, wrong.start)
        return _cleaned(path, content.decode(errors="replace"), (problem,))
    return _cleaned(path, text, ()) if _may_be_unfit(content) else (_with_line_feeds(text), ())


def _cleaned(path: str, text: str, before: Diagnostics) -> tuple[str, Diagnostics]:
    """The text without unfit characters, and the first place of each of them."""
    text = _with_line_feeds(text)
    first: dict[str, int] = {}
    for match in _UNFIT.finditer(text):
        first.setdefault(match[0], match.start())
    told = tuple(_unfit(_span(path, text, start), character) for character, start in first.items())
    return _UNFIT.sub("\ufffd", text), (*before, *told)


def _may_be_unfit(content: bytes) -> bool:
    """Whether a closer look is needed. Many times faster than that look, for a text that is looked at on every build.

    U+0080–9F begin with C2, U+FFFE and U+FFFF with EF.
    """
    return len(content.translate(None, _UNFIT_BYTES)) < len(content) or b"\xc2" in content or b"\xef" in content


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _span(path: str, text: str, offset: int) -> Span:
    return Span(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _unfit(span: Span, character: str) -> Diagnostic:
    what = "null character" if character == "\0" else f"control character U+{ord(character):04X}"
    return error("control-character", f"There is a {what} here.", span, "Delete it; most editors can show it.")


def _undecodable(path: str, content: bytes, start: int) -> Diagnostic:
    before = _with_line_feeds(content[:start].decode())
    meant = content[start : start + 1].decode("cp1252", errors="ignore")
    hint = f"{_HINT} This was probably “{meant}” in Windows-1252." if meant.isprintable() and meant else _HINT
    span = _span(path, before, len(before))
    return error("encoding", f"What stands here is not UTF-8: the byte 0x{content[start]:02X}.", span, hint)
