"""What words of the interface a site wants translated in one way only."""

from msgspec import Struct


class Term(Struct, frozen=True):
    """One word, or a few, and how they are to be translated."""

    source: str = ""
    """In English; empty for a rule that holds whatever the English says."""
    preferred: tuple[str, ...] = ()
    """One of these is in the translation; the beginning of a word is enough, since words are inflected."""
    forbidden: tuple[str, ...] = ()
    note: str = ""
    """For the translator."""


class Glossary(Struct, frozen=True):
    """The terms of one locale."""

    terms: tuple[Term, ...] = ()


def glossary_path(locale: str) -> str:
    """Where the glossary of a locale lies."""
    return f"locales/glossary.{locale}.toml"
