"""What words of the interface a site wants translated in one way only."""

import re

from msgspec import Struct

_PATH = re.compile(r"locales/glossary\.([^/]+)\.toml")


class Term(Struct, frozen=True):
    """One word, or a few, and how they are to be translated."""

    source: str = ""
    """In English; empty for a rule that holds whatever the English says."""
    preferred: tuple[str, ...] = ()
    """One of these is in the translation, as a word or a part of one, since words are inflected and joined."""
    forbidden: tuple[str, ...] = ()
    """No word of the translation begins with one of these."""
    note: str = ""
    """For the translator."""


class Glossary(Struct, frozen=True, cache_hash=True):
    """The terms of one locale."""

    terms: tuple[Term, ...] = ()


def glossary_path(locale: str) -> str:
    """Where the glossary of a locale lies."""
    return f"locales/glossary.{locale}.toml"


def glossary_tag(path: str) -> str | None:
    """The language tag in the path of a glossary, as it is written there; None for any other file."""
    found = _PATH.fullmatch(path)
    return found[1] if found else None
