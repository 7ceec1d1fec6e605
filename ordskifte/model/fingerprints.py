"""Digests of values of one type: different values have different digests, the same value always the same."""

from hashlib import blake2b

import msgspec

_ENCODER = msgspec.msgpack.Encoder()


def fingerprint(value: object) -> bytes:
    """Sixteen bytes for a value of structs, tuples, scalars, and mappings by text, whose order counts.

    What else msgpack takes (sets, for one) has no order of its own and must not be in a value.
    """
    return digest(_ENCODER.encode(value))


def digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
