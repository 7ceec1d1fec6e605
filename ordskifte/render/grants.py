"""Grants: what a member holds. A JWE under an access code, with the keys of a plan for some months as a JWK Set.

Knows codes and what they open; not who has them.
"""

import re
from base64 import b32encode
from collections.abc import Mapping
from hashlib import pbkdf2_hmac
from typing import Literal

import msgspec
from msgspec import Struct

from ordskifte.model.secrets import Secret
from ordskifte.render import jose
from ordskifte.render.jose import BY_PASSWORD, ENCRYPTION, KEY_SIZE, Compact, Refused, base64url, unbase64url
from ordskifte.render.keys import Draw, grant_key
from ordskifte.render.sealed import padded

ROUNDS = 210_000
"""Of PBKDF2 with HMAC-SHA512, at least. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html"""
MOST_ROUNDS = 10 * ROUNDS
"""A grant that asks for more would keep a reader's device busy for nothing."""

_SALT_SIZE = 16
_NAME_SIZE = 16
_RANDOM = 10
"""Random bytes of a code: sixteen letters of five bits."""
_RFC_4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""https://www.crockford.com/base32.html"""
_TYPOS = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\u00ad\u2010-\u2015\u2212.-]+")
_CODE = re.compile(f"[{_CROCKFORD}]{{16}}")


# --------------------------------------------------------------------------------------
# Codes
# --------------------------------------------------------------------------------------


def new_code(draw: Draw) -> Secret:
    return Secret(b32encode(draw(_RANDOM)).translate(bytes.maketrans(_RFC_4648.encode(), _CROCKFORD.encode())))


def code_text(code: Secret) -> str:
    """As a member gets it: `7KQ2-M9XA-4TBR-E0ZN`."""
    letters = code.bare.decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def typed_code(typed: Secret) -> Secret | None:
    """The code that a member means; None where it cannot be one."""
    letters = Secret(_BETWEEN.sub("", typed.bare.decode(errors="replace")).upper().translate(_TYPOS).encode())
    return letters if _CODE.fullmatch(letters.bare.decode()) else None


def file_name(code: Secret, site: str) -> str:
    """What the grant that a code opens is called, made as slowly as its key: else names would be the way to guess."""
    return pbkdf2_hmac("sha512", code.bare, f"ordskifte\0{site}".encode(), ROUNDS, _NAME_SIZE).hex()


# --------------------------------------------------------------------------------------
# Grants
# --------------------------------------------------------------------------------------


class _Header(Struct, frozen=True, forbid_unknown_fields=True):
    alg: Literal["PBES2-HS512+A256KW"]
    enc: Literal["A256GCM"]
    typ: Literal["ordskifte-grant"]
    cty: Literal["jwk-set+json"]
    site: str
    p2s: str
    p2c: int


class _Key(Struct, frozen=True):
    """RFC 7518 §6.4."""

    kty: Literal["oct"]
    kid: str
    k: str


class _KeySet(Struct, frozen=True):
    """RFC 7517 §5."""

    keys: tuple[_Key, ...]


_HEADER = msgspec.json.Decoder(_Header)
_KEY_SET = msgspec.json.Decoder(_KeySet)


def granted(code: Secret, label: str, site: str, keys: Mapping[str, Secret], master: Secret, draw: Draw) -> str:
    """A new grant, which the code opens."""
    salt = draw(_SALT_SIZE)
    header = _Header(BY_PASSWORD, ENCRYPTION, "ordskifte-grant", "jwk-set+json", site, base64url(salt), ROUNDS)
    protected, payload = jose.header_text(header), _payload(keys)
    by = grant_key(master, label, protected, payload)
    wrapped_key = jose.wrapped(by.key, jose.password_key(code, salt, ROUNDS))
    return str(jose.compact(payload, by, protected, wrapped_key))


def regranted(grant: str, label: str, keys: Mapping[str, Secret], master: Secret) -> str:
    """The grant with other keys, which the same code opens. Raises Refused if it is not one of label and key."""
    if not is_of(grant, label, master):
        raise Refused("its code would no longer open it")
    former, payload = jose.parsed_compact(grant), _payload(keys)
    by = grant_key(master, label, former.protected, payload)
    return str(jose.compact(payload, by, former.protected, former.wrapped_key))


def is_of(grant: str, label: str, master: Secret) -> bool:
    """Whether a grant was made for this label, by this master key."""
    try:
        kids_of(grant, label, master)
    except Refused:
        return False
    return True


def kids_of(grant: str, label: str, master: Secret) -> frozenset[str]:
    """The names of the keys of a grant. Raises Refused if it was not made for this label, by this master key."""
    jwe = jose.parsed_compact(grant)
    return frozenset(key.kid for key in _key_set(jwe.opened(grant_key(master, label, jwe.protected, Secret(b"")).key)))


def opened(grant: str, code: Secret, site: str) -> Mapping[str, Secret]:
    """The keys of a grant by their names. Raises Refused."""
    jwe = jose.parsed_compact(grant)
    header = _header(jwe)
    if header.site != site:
        raise Refused("it is of another site")
    by = jose.password_key(code, unbase64url(header.p2s), header.p2c)
    return _keys(jwe.opened(jose.unwrapped(jwe.wrapped_key, by)))


def site_of(grant: str) -> str:
    """The address of the site that a grant was issued for; empty where it is none."""
    try:
        return _header(jose.parsed_compact(grant)).site
    except Refused:
        return ""


def is_grant(text: str) -> bool:
    """Whether a text has the form of a grant, and is as hard to guess as it should be."""
    try:
        _header(jose.parsed_compact(text))
    except Refused:
        return False
    return True


def _header(jwe: Compact) -> _Header:
    try:
        header = _HEADER.decode(unbase64url(jwe.protected))
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused("its header is not that of a grant") from None
    if not ROUNDS <= header.p2c <= MOST_ROUNDS:
        raise Refused("its code could be guessed too fast, or its key found too slowly")
    return header


def _payload(keys: Mapping[str, Secret]) -> Secret:
    key_set = _KeySet(tuple(_Key("oct", kid, base64url(keys[kid].bare)) for kid in sorted(keys)))
    return padded(Secret(msgspec.json.encode(key_set)))


def _keys(payload: Secret) -> Mapping[str, Secret]:
    keys = {key.kid: Secret(unbase64url(key.k)) for key in _key_set(payload)}
    if any(len(key.bare) != KEY_SIZE for key in keys.values()):
        raise Refused("it holds no keys")
    return keys


def _key_set(payload: Secret) -> tuple[_Key, ...]:
    try:
        return _KEY_SET.decode(payload.bare).keys
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused("it holds no keys") from None
