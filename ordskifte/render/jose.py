"""JOSE, as far as it is used here: JWE (RFC 7516) by AES-256-GCM, under keys that wrap its key or under a password.

Knows formats and algorithms, not what is sealed and for whom. It reads what it would write: of what the RFCs let one
spell in several ways, one is read. The one door to `cryptography`.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import pbkdf2_hmac
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec import Struct

from ordskifte.model.secrets import Secret

ENCRYPTION: Literal["A256GCM"] = "A256GCM"
"""RFC 7518 §5.3."""
BY_KEY: Literal["A256KW"] = "A256KW"
"""RFC 7518 §4.4."""
BY_PASSWORD: Literal["PBES2-HS512+A256KW"] = "PBES2-HS512+A256KW"  # noqa: S105 - the name of an algorithm
"""RFC 7518 §4.8."""
KEY_SIZE = 32
"""Bytes of every key."""
IV_SIZE = 12
"""Bytes. RFC 7518 §5.3."""
TAG_SIZE = 16
"""Bytes. RFC 7518 §5.3."""

_FOREIGN = frozenset({"alg", "crit", "kid", "zip"})
"""What says in a protected header that another one than ours wrote it for several recipients."""


class Refused(Exception):
    """What is to be opened does not open; the message is why, and has no secret in it."""


class ContentKey(Struct, frozen=True):
    """What one text is encrypted by."""

    key: Secret
    iv: bytes


# --------------------------------------------------------------------------------------
# Base64url
# --------------------------------------------------------------------------------------


def base64url(content: bytes) -> str:
    """RFC 7515 §2: without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def unbase64url(text: str) -> bytes:
    """The bytes that are spelled so; raises Refused for what no bytes are spelled as, be it in unused bits."""
    try:
        content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise Refused("a part of it is no base64url") from None
    if base64url(content) != text:
        raise Refused("a part of it is no base64url")
    return content


# --------------------------------------------------------------------------------------
# Keys
# --------------------------------------------------------------------------------------


def derived(secret: Secret, info: bytes, size: int = KEY_SIZE) -> Secret:
    """RFC 5869 with SHA-256 and no salt, which a secret of 32 random bytes does without (§3.1)."""
    return Secret(HKDF(SHA256(), size, salt=None, info=info).derive(secret.bare))


def password_key(password: Secret, salt: bytes, rounds: int) -> Secret:
    """The key that a password stands for. RFC 7518 §4.8.1.1."""
    return Secret(pbkdf2_hmac("sha512", password.bare, BY_PASSWORD.encode() + b"\0" + salt, rounds, KEY_SIZE))


def wrapped(key: Secret, by: Secret) -> bytes:
    """RFC 3394."""
    return aes_key_wrap(by.bare, key.bare)


def unwrapped(content: bytes, by: Secret) -> Secret:
    """The key that was wrapped; raises Refused if not by this one."""
    try:
        key = Secret(aes_key_unwrap(by.bare, content))
    except InvalidUnwrap:
        raise Refused("its key was wrapped by another one") from None
    if len(key.bare) != KEY_SIZE:
        raise Refused("its key is too short")
    return key


# --------------------------------------------------------------------------------------
# Encryption
# --------------------------------------------------------------------------------------


def header_text(header: Struct) -> str:
    """A header as it is authenticated: the same bytes for the same header."""
    return base64url(msgspec.json.encode(header))


def said(protected: str) -> Mapping[str, object]:
    """What a protected header says; raises Refused where it says nothing."""
    try:
        return msgspec.json.decode(unbase64url(protected), type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused("its header cannot be read") from None


def _encrypted(plaintext: Secret, by: ContentKey, protected: str) -> bytes:
    """With the tag at its end. RFC 7516 §5.1, steps 14 and 15."""
    return AESGCM(by.key.bare).encrypt(by.iv, plaintext.bare, protected.encode())


def _decrypted(ciphertext: bytes, by: ContentKey, protected: str) -> Secret:
    if len(by.iv) != IV_SIZE or len(ciphertext) < TAG_SIZE:
        raise Refused("a part of it is too short")
    try:
        return Secret(AESGCM(by.key.bare).decrypt(by.iv, ciphertext, protected.encode()))
    except InvalidTag:
        raise Refused("it was changed, or belongs elsewhere") from None


def hidden(plaintext: Secret, by: Secret) -> bytes:
    """A text for the same program to read again: in no format of others. The same bytes for the same text and key."""
    iv = by.mark(plaintext.bare)[:IV_SIZE]
    return iv + _encrypted(plaintext, ContentKey(by, iv), "")


def revealed(content: bytes, by: Secret) -> Secret:
    """The text that was hidden by a key; raises Refused if not by this one."""
    return _decrypted(content[IV_SIZE:], ContentKey(by, content[:IV_SIZE]), "")


# --------------------------------------------------------------------------------------
# For several keys: General JSON Serialization. RFC 7516 §7.2.1
# --------------------------------------------------------------------------------------


class _KeyHeader(Struct, frozen=True, forbid_unknown_fields=True):
    alg: Literal["A256KW"]
    kid: str


class _Recipient(Struct, frozen=True, forbid_unknown_fields=True):
    header: _KeyHeader
    encrypted_key: str


class _General(Struct, frozen=True, forbid_unknown_fields=True):
    protected: str
    recipients: tuple[_Recipient, ...]
    iv: str
    ciphertext: str
    tag: str


_GENERAL = msgspec.json.Decoder(_General)


def general(plaintext: Secret, by: ContentKey, protected: str, keys: Mapping[str, Secret]) -> bytes:
    """A JWE that each of these keys opens, in the order of their names."""
    sealed = _encrypted(plaintext, by, protected)
    recipients = tuple(
        _Recipient(_KeyHeader(BY_KEY, kid), base64url(wrapped(by.key, keys[kid]))) for kid in sorted(keys)
    )
    ciphertext, tag = base64url(sealed[:-TAG_SIZE]), base64url(sealed[-TAG_SIZE:])
    return msgspec.json.encode(_General(protected, recipients, base64url(by.iv), ciphertext, tag))


def opened_general(content: bytes, keys: Mapping[str, Secret]) -> tuple[str, Secret]:
    """The protected header and the text of a JWE, by the first of its keys that is among these. Raises Refused."""
    try:
        jwe = _GENERAL.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused("it is no JWE as this program writes them") from None
    header = said(jwe.protected)
    if header.get("enc") != ENCRYPTION or not _FOREIGN.isdisjoint(header):
        raise Refused("its header asks for what is not done here")
    for recipient in jwe.recipients:
        if recipient.header.kid in keys:
            key = unwrapped(unbase64url(recipient.encrypted_key), keys[recipient.header.kid])
            by = ContentKey(key, unbase64url(jwe.iv))
            return jwe.protected, _decrypted(unbase64url(jwe.ciphertext) + unbase64url(jwe.tag), by, jwe.protected)
    raise Refused("none of its keys is there")


# --------------------------------------------------------------------------------------
# For one password: Compact Serialization. RFC 7516 §7.1
# --------------------------------------------------------------------------------------


class Compact(Struct, frozen=True):
    """The parts of a JWE for one recipient."""

    protected: str
    wrapped_key: bytes
    iv: bytes
    ciphertext: bytes
    """With the tag at its end."""

    def __str__(self) -> str:
        content, tag = self.ciphertext[:-TAG_SIZE], self.ciphertext[-TAG_SIZE:]
        return ".".join((self.protected, *map(base64url, (self.wrapped_key, self.iv, content, tag))))

    def opened(self, key: Secret) -> Secret:
        """The text, by the key that was wrapped. Raises Refused."""
        return _decrypted(self.ciphertext, ContentKey(key, self.iv), self.protected)


def compact(plaintext: Secret, by: ContentKey, protected: str, wrapped_key: bytes) -> Compact:
    return Compact(protected, wrapped_key, by.iv, _encrypted(plaintext, by, protected))


def parsed_compact(text: str) -> Compact:
    """The parts of a JWE; raises Refused where it has others."""
    parts = text.split(".")
    if len(parts) != 5:
        raise Refused("it does not have the five parts of a JWE")
    wrapped_key, iv, content, tag = map(unbase64url, parts[1:])
    if len(tag) != TAG_SIZE:
        raise Refused("a part of it is too short")
    return Compact(parts[0], wrapped_key, iv, content + tag)
