"""JOSE by the examples of its RFCs, and what is refused of it."""

from collections.abc import Callable, Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from ordskifte.model.secrets import Secret
from ordskifte.render import jose
from ordskifte.render.jose import ContentKey, Refused

KEYS = {name: Secret(name.encode() * 4) for name in ("member.1", "patron.1")}
BY = ContentKey(Secret(bytes(range(32))), bytes(range(12)))
TEXT = Secret("Isen går i mai.".encode())


class Header(Struct):
    enc: str = "A256GCM"
    site: str = "https://example.org/"


class Unsealed(Struct):
    protected: str
    recipients: list[dict[str, object]]
    iv: str
    ciphertext: str
    tag: str


PROTECTED = jose.header_text(Header())
GENERAL = jose.general(TEXT, BY, PROTECTED, KEYS)


def changed(change: Callable[[Unsealed], object]) -> bytes:
    """The JWE after somebody has changed something in it."""
    jwe = msgspec.json.decode(GENERAL, type=Unsealed)
    change(jwe)
    return msgspec.json.encode(jwe)


# ---- The examples of the RFCs ---------------------------------------------------------


def test_keys_are_wrapped_as_in_rfc_3394_section_4_6() -> None:
    by = Secret(bytes(range(32)))
    key = Secret(bytes.fromhex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F"))
    wrapped = "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21"
    assert jose.wrapped(key, by).hex().upper() == wrapped
    assert jose.unwrapped(bytes.fromhex(wrapped), by) == key


def test_keys_are_derived_as_in_rfc_5869_appendix_a_3() -> None:
    found = jose.derived(Secret(b"\x0b" * 22), b"", 42).bare.hex()
    assert found == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"


def test_text_is_encrypted_as_in_rfc_7516_appendix_a_1() -> None:
    key = "b1a1f480548fe1733fb403ff6b9ad4f68a076e5b702e22692f82cb2e7aea40fc"
    by = ContentKey(Secret(bytes.fromhex(key)), bytes.fromhex("e3c575fc02dbe944b4e14ddb"))
    header = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ"
    words = Secret(b"The true sign of intelligence is not knowledge but imagination.")
    jwe = jose.compact(words, by, header, b"")
    assert str(jwe).split(".")[2:] == [
        "48V1_ALb6US04U3b",
        "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A",
        "XFBoMYUZodetZdvTiFvSkQ",
    ]
    assert jwe.opened(by.key) == words


def test_a_password_becomes_a_key_as_in_rfc_7520_section_5_3() -> None:
    password = Secret("entrap_o\u2013peter_long\u2013credit_tun".encode())
    by = jose.password_key(password, jose.unbase64url("8Q1SzinasR3xchYz6ZZcHA"), 8192)
    wrapped = jose.unbase64url("d3qNhUWfqheyPp4H8sjOWsDYajoej4c5Je6rlUtFPWdgtURtmeDV1g")
    key = jose.unbase64url("uwsjJXaBK407Qaf0_zpcpmr1Cs0CC50hIUEyGNEt3m0")
    assert jose.unwrapped(wrapped, by).bare == key


@pytest.mark.parametrize(
    ("content", "text"), [(b"", ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (b"\xff\xef", "_-8")]
)
def test_base64url_has_no_padding(content: bytes, text: str) -> None:
    assert jose.base64url(content) == text
    assert jose.unbase64url(text) == content


# ---- General JSON ---------------------------------------------------------------------


@given(st.binary(max_size=500), st.binary(min_size=32, max_size=32), st.binary(min_size=12, max_size=12))
def test_what_is_sealed_is_opened_by_each_key(content: bytes, key: bytes, iv: bytes) -> None:
    sealed = jose.general(Secret(content), ContentKey(Secret(key), iv), PROTECTED, KEYS)
    for name in KEYS:
        assert jose.opened_general(sealed, {name: KEYS[name]}) == (PROTECTED, Secret(content))


def test_the_same_seals_to_the_same_bytes() -> None:
    assert jose.general(TEXT, BY, PROTECTED, dict(reversed(KEYS.items()))) == GENERAL


def test_it_stands_as_rfc_7516_wants_it() -> None:
    jwe = msgspec.json.decode(GENERAL)
    assert [*jwe] == ["protected", "recipients", "iv", "ciphertext", "tag"]
    assert [recipient["header"] for recipient in jwe["recipients"]] == [
        {"alg": "A256KW", "kid": "member.1"},
        {"alg": "A256KW", "kid": "patron.1"},
    ]


def test_other_keys_do_not_open_it() -> None:
    with pytest.raises(Refused, match="none of its keys is there"):
        jose.opened_general(GENERAL, {"member.2": KEYS["member.1"]})
    with pytest.raises(Refused, match="was wrapped by another one"):
        jose.opened_general(GENERAL, {"member.1": KEYS["patron.1"]})


def _swap_names(jwe: Unsealed) -> None:
    headers = [recipient["header"] for recipient in jwe.recipients]
    for recipient, header in zip(jwe.recipients, reversed(headers), strict=True):
        recipient["header"] = header


CHANGES: Mapping[str, Callable[[Unsealed], object]] = {
    "the keys change names": _swap_names,
    "no recipient": lambda jwe: jwe.recipients.clear(),
    "another algorithm": lambda jwe: jwe.recipients[0].update(header={"alg": "dir", "kid": "member.1"}),
    "no algorithm": lambda jwe: jwe.recipients[0].update(header={"kid": "member.1"}),
    "a header too much": lambda jwe: jwe.recipients[0].update(header={"alg": "A256KW", "kid": "member.1", "a": 1}),
    "an empty key": lambda jwe: jwe.recipients[0].update(encrypted_key=""),
    "a key of another's": lambda jwe: jwe.recipients[0].update(encrypted_key=jwe.recipients[1]["encrypted_key"]),
    "a short IV": lambda jwe: setattr(jwe, "iv", jwe.iv[:-4]),
    "no IV": lambda jwe: setattr(jwe, "iv", ""),
    "a short tag": lambda jwe: setattr(jwe, "tag", jwe.tag[:-6]),
    "no text": lambda jwe: setattr(jwe, "ciphertext", ""),
    "padding": lambda jwe: setattr(jwe, "iv", jwe.iv + "="),
    "another site": lambda jwe: setattr(jwe, "protected", jose.header_text(Header(site="https://example.com/"))),
    "another encryption": lambda jwe: setattr(jwe, "protected", jose.header_text(Header(enc="A128GCM"))),
    "no header": lambda jwe: setattr(jwe, "protected", ""),
    "a header that is no table": lambda jwe: setattr(jwe, "protected", jose.base64url(b"[]")),
    "a header without an end": lambda jwe: setattr(jwe, "protected", jose.base64url(b'{"enc":' + b"[" * 100_000)),
    "a header that is no text": lambda jwe: setattr(jwe, "protected", jose.base64url(b'"\xff"')),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_is_refused(change: Callable[[Unsealed], object]) -> None:
    with pytest.raises(Refused):
        jose.opened_general(changed(change), {"member.1": KEYS["member.1"]})


@pytest.mark.parametrize("name", ["zip", "crit", "alg", "kid"])
def test_a_header_that_asks_for_more_is_refused_however_well_it_is_sealed(name: str) -> None:
    header = jose.base64url(msgspec.json.encode({"enc": "A256GCM", name: "DEF"}))
    with pytest.raises(Refused, match="not done here"):
        jose.opened_general(jose.general(TEXT, BY, header, KEYS), KEYS)


@pytest.mark.parametrize("content", [b"", b"{}", b"null", b"\xff", b'{"protected":"\xff"}', GENERAL[:-1], b"\n" * 9])
def test_what_is_no_jwe_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        jose.opened_general(content, KEYS)


@given(st.integers(0, len(GENERAL) - 1), st.integers(1, 255))
def test_a_changed_byte_never_gives_another_text(at: int, by: int) -> None:
    content = bytes(byte ^ by if number == at else byte for number, byte in enumerate(GENERAL))
    for name, key in KEYS.items():
        try:
            assert jose.opened_general(content, {name: key}) == (PROTECTED, TEXT)
        except Refused:
            continue


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([*msgspec.json.decode(GENERAL)]), _JSON)
def test_whatever_stands_in_its_place_is_refused(name: str, value: object) -> None:
    with pytest.raises(Refused):
        jose.opened_general(msgspec.json.encode({**msgspec.json.decode(GENERAL), name: value}), KEYS)


@given(st.sampled_from(["header", "encrypted_key", "alg", "kid"]), _JSON)
def test_whatever_stands_in_the_place_of_a_recipient_s_is_refused(name: str, value: object) -> None:
    jwe = msgspec.json.decode(GENERAL)
    [*others, recipient] = jwe["recipients"]
    (recipient if name in recipient else recipient["header"])[name] = value
    with pytest.raises(Refused):
        jose.opened_general(msgspec.json.encode({**jwe, "recipients": [recipient]}), KEYS)
    assert others


@given(st.text("AQgw_-01=+/ å", max_size=9))
def test_base64url_has_one_spelling(text: str) -> None:
    try:
        assert jose.base64url(jose.unbase64url(text)) == text
    except Refused:
        return


# ---- Compact --------------------------------------------------------------------------


@given(st.binary(max_size=200))
def test_a_compact_jwe_is_read_as_it_is_written(content: bytes) -> None:
    jwe = jose.compact(Secret(content), BY, PROTECTED, jose.wrapped(BY.key, KEYS["member.1"]))
    assert jose.parsed_compact(str(jwe)) == jwe
    assert jwe.opened(BY.key) == Secret(content)


@pytest.mark.parametrize("text", ["", "a.b.c.d", "e30.e30.e30.e30.e30", "e30.e30.e30.e30.e30.e30", "e30.å.a.a.a"])
def test_what_is_no_compact_jwe_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        jose.parsed_compact(text)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(Refused, match="too short"):
        jose.unwrapped(jose.wrapped(Secret(bytes(16)), BY.key), BY.key)
