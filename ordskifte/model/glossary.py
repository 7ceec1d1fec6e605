"""What words of the interface a site wants translated in one way only."""

import re

from msgspec import Struct

_PATH = re.compile(r"locales/glossary\.([^/]+)\.toml")


class Term(Struct, frozen=True):
    """One word, or a few, and how they are to be translated."""

    source: str = ""
    """The English word, in the singular; its plural is meant too. Of “member state” and “member” the longer is looked
    for first. Without it, the term is about every message. Example: `member`"""
    preferred: tuple[str, ...] = ()
    """One of these must be in the translation, as a word or as a part of one: `medlem` is in “medlemmer” and in
    “støttemedlem”. Example: `[medlem]`"""
    forbidden: tuple[str, ...] = ()
    """No word of the translation may begin with one of these. Example: `[abonnent]`"""
    note: str = ""
    """Is told with the finding."""


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
