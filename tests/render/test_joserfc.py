"""Members' text goes to and fro between us and `joserfc`, which others wrote after the same RFCs."""

import random
from collections.abc import Mapping
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import KeySet, OctKey

from ordskifte.model.secrets import Secret
from ordskifte.render import grants, jose
from ordskifte.render.jose import base64url
from ordskifte.render.keys import period_keys
from ordskifte.render.sealed import SealedFile, SealedType, Subject, opened, padded, sealed

SITE = "https://example.org/"
MASTER = Secret(random.Random(1).randbytes(32))
KIDS = ("member.2026-11", "patron.2026-11")
KEYS = period_keys(MASTER, KIDS)
WORKS = st.text("abc019-", max_size=9)
"""In ASCII, as keys of works are: joserfc authenticates a header as it would write it, and it would escape the rest."""
CODE = grants.new_code(random.Random(2).randbytes)
# It would refuse header parameters that are in no RFC, and wants the keys of all recipients until it is told otherwise.
LENIENT = JWERegistry(
    algorithms=["A256KW", "PBES2-HS512+A256KW", "A256GCM"], strict_check_header=False, verify_all_recipients=False
)


def key(kid: str) -> OctKey:
    return OctKey.import_key({"kty": "oct", "kid": kid, "k": base64url(KEYS[kid].bare)})


def theirs(file: bytes, kid: str) -> jwe.GeneralJSONEncryption:
    """What joserfc makes of a file by one key."""
    found = jwe.decrypt_json(msgspec.json.decode(file), key(kid), registry=LENIENT)
    assert isinstance(found, jwe.GeneralJSONEncryption)
    return found


def header(**fields: str) -> dict[str, Any]:
    subject = {"typ": "ordskifte-article", "site": SITE, "work": "ice", "locale": "nb", "rev": "a"}
    return {"enc": "A256GCM", **subject, **fields}


@given(st.binary(max_size=500), WORKS)
def test_it_opens_our_articles_by_the_key_of_each_plan(text: bytes, work: str) -> None:
    file = sealed(Secret(text), SealedType.ARTICLE, Subject(SITE, work, "nb"), KIDS, MASTER)
    for kid in KIDS:
        found = theirs(file.content, kid)
        assert found.plaintext == padded(Secret(text)).bare
        assert found.protected == jose.said(file.protected)


@given(st.binary(max_size=500), WORKS)
def test_we_open_its_articles_by_the_key_of_each_plan(text: bytes, work: str) -> None:
    written = jwe.GeneralJSONEncryption(header(work=work), text)
    for kid in KIDS:
        written.add_recipient({"alg": "A256KW", "kid": kid}, key(kid))
    content = msgspec.json.encode(jwe.encrypt_json(written, None, registry=LENIENT))
    protected = msgspec.json.decode(content, type=dict[str, Any])["protected"]
    for kid in KIDS:
        assert opened(SealedFile(protected, content), {kid: KEYS[kid]}) == Secret(text)


def test_it_opens_our_grants() -> None:
    grant = grants.granted(CODE, "0117", SITE, KEYS, MASTER, random.Random(3).randbytes)
    found = jwe.decrypt_compact(grant, OctKey.import_key(CODE.bare), registry=LENIENT)
    assert found.plaintext is not None
    keys = KeySet.import_key_set(cast("Any", msgspec.json.decode(found.plaintext)))
    assert {key.kid: key.raw_value for key in keys.keys} == {kid: KEYS[kid].bare for kid in KIDS}


def test_we_open_its_grants() -> None:
    fields: Mapping[str, Any] = {"alg": "PBES2-HS512+A256KW", "typ": "ordskifte-grant", "cty": "jwk-set+json"}
    payload = msgspec.json.encode(KeySet([key(kid) for kid in KIDS]).as_dict(private=True))
    protected = {**fields, "enc": "A256GCM", "site": SITE, "p2c": grants.ROUNDS}
    grant = jwe.encrypt_compact(protected, payload, OctKey.import_key(CODE.bare), registry=LENIENT)
    assert grants.opened(grant, CODE, SITE) == KEYS


@pytest.mark.parametrize("kid", KIDS)
def test_it_refuses_what_we_refuse(kid: str) -> None:
    file = sealed(Secret(b"<p>"), SealedType.ARTICLE, Subject(SITE, "ice", "nb"), [kid], MASTER)
    moved = file.content.replace(file.protected.encode(), base64url(msgspec.json.encode(header())).encode())
    with pytest.raises(JoseError):
        theirs(moved, kid)
