"""XML by the standard library, of the characters that XML has.

Addresses and words are escaped where they are written down; what XML 1.0 has no room for is replaced before.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from xml.etree.ElementTree import Element, SubElement, tostring

_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0 §2.2."""
_NOTHING: Mapping[str, str] = {}
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def element(name: str, attributes: Mapping[str, str] = _NOTHING) -> Element:
    return Element(name, _possible(attributes))


def child(parent: Element, name: str, words: str = "", attributes: Mapping[str, str] = _NOTHING) -> Element:
    """A new last child, with these words in it."""
    made = SubElement(parent, name, _possible(attributes))
    made.text = _IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", words)
    return made


def _possible(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: _IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", value) for name, value in attributes.items()}


def written(root: Element) -> str:
    return tostring(root, encoding="unicode")


def timestamp(moment: datetime) -> str:
    """A moment as RFC 3339 has it, to the second; the offset to the minute, which before the railways it was not."""
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    return moment.astimezone(timezone(timedelta(minutes=minutes))).isoformat(timespec="seconds")
