"""Digests of values: equal exactly when the values are."""

from hashlib import blake2b

import msgspec

_ENCODER = msgspec.msgpack.Encoder()


def fingerprint(value: object) -> bytes:
    """Sixteen bytes for a value of structs, tuples, mappings by text and scalars.

    Raises TypeError for any other type, whose encoding might not say all of it.
    """
    return digest(_ENCODER.encode(value))


def digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
