"""Characters that no text of ours holds: what no one can see or type, and what XML has no place for."""

import re

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0\ufdd1\ufffe\uffff]")
"""XML 1.0 §2.2; C1 controls and invisible line breaks; and two that are never characters, and stand for places here."""
_SPACES = "\x0b\x0c\x85\u2028\u2029"


def fit(text: str) -> str:
    """The text with what a browser would show in the place of these characters."""
    return UNFIT.sub(_replacement, text) if UNFIT.search(text) else text


def _replacement(found: re.Match[str]) -> str:
    """Windows-1252 in the place of C1, a space where a line was broken, else nothing."""
    character = found[0]
    if character in _SPACES:
        return " "
    if "\x80" <= character <= "\x9f":
        return character.encode("latin-1").decode("cp1252", errors="ignore")
    return ""
