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
_LENGTH = len("2026-01-13T08:00:00+01:00")
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
    """An aware moment as RFC 3339 has it, to the second.

    An offset has no seconds there; those of the days before railways had.
    """
    text = moment.isoformat(timespec="seconds")
    if len(text) == _LENGTH:
        return text
    offset = moment.utcoffset() or timedelta()
    minutes = timezone(timedelta(minutes=offset // timedelta(minutes=1)))
    return moment.astimezone(minutes).isoformat(timespec="seconds")
