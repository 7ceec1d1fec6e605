"""Sealed files: text for members with its pictures, one file for each, as JWE for the plans that may read it.

Knows what stands in such a file; not where it lies, and not how its text came to be.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from msgspec import Struct

from ordskifte.model.secrets import Secret
from ordskifte.render import jose
from ordskifte.render.jose import ENCRYPTION, Refused
from ordskifte.render.keys import content_key, period_keys, revision

STEP = 4096
"""Bytes. A file tells how long its text is in such steps only."""


class SealedType(StrEnum):
    """What is sealed."""

    ARTICLE = "ordskifte-article"


class Subject(Struct, frozen=True):
    """Where a sealed text belongs."""

    site: str
    """Its address."""
    work: str
    """Its key."""
    locale: str


class _Header(Struct, frozen=True):
    typ: SealedType
    enc: str
    site: str
    work: str
    locale: str
    rev: str


class SealedFile(Struct, frozen=True):
    protected: str
    """Its header, as the page that belongs to it has it: a file that has another one does not belong there."""
    content: bytes


def padded(plaintext: Secret) -> Secret:
    """Filled up to a whole number of steps with spaces, which mean nothing at the end of HTML."""
    return Secret(plaintext.bare + b" " * (-len(plaintext.bare) % STEP))


def sealed(plaintext: Secret, of: SealedType, subject: Subject, kids: Collection[str], master: Secret) -> SealedFile:
    """The file that the keys with these names open; the same for the same text in the same place."""
    assert kids, "a text that no one may read"
    filled = padded(plaintext)
    place = (subject.site, subject.work, subject.locale)
    rev = revision(master, of.value, *place, plaintext=filled)
    protected = jose.header_text(_Header(of, ENCRYPTION, *place, rev))
    by = content_key(master, protected, filled)
    return SealedFile(protected, jose.general(filled, by, protected, period_keys(master, kids)))


def opened(file: SealedFile, keys: Mapping[str, Secret]) -> Secret:
    """The text with what fills it up. Raises Refused for a file of another place, another state, or other keys."""
    protected, plaintext = jose.opened_general(file.content, keys)
    if protected != file.protected:
        raise Refused("it belongs elsewhere")
    return plaintext
