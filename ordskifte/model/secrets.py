"""Bytes that no one may see: keys, access codes, text for members."""

from hmac import compare_digest, digest
from typing import NoReturn


class Secret:
    """Bytes that show themselves to nobody who does not ask for them.

    No struct, since msgspec would write a struct down. This cannot be encoded, pickled or hashed, so that it comes into
    no cache, no job of a worker and no digest; and it is not shown, be it by a traceback with the values of variables.
    """

    __slots__ = ("_bare",)

    def __init__(self, bare: bytes) -> None:
        self._bare = bare

    @property
    def bare(self) -> bytes:
        """The bytes; not to be kept in a variable."""
        return self._bare

    def mark(self, *words: bytes) -> bytes:
        """What nobody without this secret can make of the words, nor they of it: to be kept where words must not be."""
        joined = "\0".join(("ordskifte mark", *(word.hex() for word in words)))
        return digest(self._bare, joined.encode(), "sha256")[:16]

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and compare_digest(self._bare, other._bare)

    __hash__ = None  # type: ignore[assignment] # a hash of a secret tells who has guessed it

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written down")
