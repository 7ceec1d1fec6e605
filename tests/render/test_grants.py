"""Codes and grants: what a member types, what it opens, and what is refused."""

import random
from collections.abc import Callable, Mapping
from hashlib import sha256
from traceback import TracebackException

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.secrets import Secret
from ordskifte.render import grants, jose, keys
from ordskifte.render.jose import ContentKey, Refused

SITE = "https://example.org/"
MASTER = Secret(random.Random(4).randbytes(32))
OTHER = Secret(random.Random(5).randbytes(32))
CODE = grants.new_code(random.Random(6).randbytes)
AUTUMN = keys.period_keys(MASTER, ["member.2026-10", "member.2026-11"])
WINTER = keys.period_keys(MASTER, ["member.2026-10", "member.2026-11", "member.2026-12"])
GRANT = grants.granted(CODE, "0117", SITE, AUTUMN, MASTER, random.Random(7).randbytes)


def typed(text: str) -> Secret | None:
    return grants.typed_code(Secret(text.encode()))


def with_header(**fields: object) -> str:
    """A grant that is right in all but its header: whoever made it knew code and keys."""
    header = {**jose.said(GRANT.partition(".")[0]), **fields}
    protected = jose.base64url(msgspec.json.encode({name: value for name, value in header.items() if value != ""}))
    key = ContentKey(Secret(bytes(32)), bytes(12))
    rounds, salt = header["p2c"], header["p2s"]
    assert isinstance(salt, str)
    rounds = rounds if rounds in (1, 1000) else grants.ROUNDS
    by = jose.password_key(CODE, jose.unbase64url(salt), rounds)
    payload = b'{"keys":[{"kty":"oct","kid":"member.2026-10","k":"' + b"A" * 43 + b'"}]}'
    return str(jose.compact(Secret(payload), key, protected, jose.wrapped(key.key, by)))


# ---- Codes ----------------------------------------------------------------------------


@given(st.binary(min_size=10, max_size=10))
def test_a_code_has_eighty_bits_in_four_groups(chance: bytes) -> None:
    code = grants.new_code(lambda size: chance[:size])
    text = grants.code_text(code)
    groups = text.split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    value = sum(
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter) << 5 * n for n, letter in enumerate(reversed("".join(groups)))
    )
    assert value == int.from_bytes(chance)
    assert typed(text) == code


def test_a_code_draws_ten_bytes() -> None:
    drawn: list[int] = []

    def draw(size: int) -> bytes:
        drawn.append(size)
        return bytes(size)

    grants.new_code(draw)
    assert drawn == [10]


@given(st.binary(min_size=10, max_size=10), st.randoms(use_true_random=False))
def test_a_code_may_be_typed_as_people_type(chance: bytes, random: random.Random) -> None:
    code = grants.new_code(lambda _: chance)
    alike = {"0": "0Oo", "1": "1IiLl"}
    letters = (random.choice(alike.get(letter, letter + letter.lower())) for letter in code.bare.decode())
    text = "".join(letter + random.choice(["", "", "-", " ", "–", "\u00a0", "\n"]) for letter in letters)
    assert typed(f" {text} ") == code


@pytest.mark.parametrize(
    "text",
    ["", "7KQ2-M9XA-4TBR", "7KQ2-M9XA-4TBR-E0ZN-1", "UUUU-UUUU-UUUU-UUUU", "7KQ2-M9XA-4TBR-E0Z!", "æ" * 16, "hunter2"],
)
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert typed(text) is None


def test_bytes_that_are_no_text_are_no_code() -> None:
    assert grants.typed_code(Secret(b"\xff" * 16)) is None


def test_a_grant_is_called_by_its_code_and_its_site() -> None:
    name = grants.file_name(CODE, SITE)
    assert len(bytes.fromhex(name)) == 16
    assert name == grants.file_name(CODE, SITE)
    assert name != grants.file_name(CODE, "https://example.com/")


# ---- Grants ---------------------------------------------------------------------------


def test_a_code_opens_its_grant() -> None:
    assert grants.opened(GRANT, CODE, SITE) == AUTUMN


def test_grants_stay_what_they_are() -> None:
    """What a member was issued is renewed and opened by the programs of tomorrow."""
    grant = grants.granted(CODE, "0117", SITE, {"member.2026-11": Secret(bytes(32))}, Secret(bytes(32)), bytes)
    assert sha256(grant.encode()).hexdigest() == "2ff2870cc95802c9f5f93c71ec987443c463949e2a08f222d37b5287bb6bfd52"
    assert grants.file_name(CODE, SITE) == "ee162af6e66a43aa2d91c214fa6331d7"


def test_the_same_chance_gives_the_same_grant() -> None:
    assert grants.granted(CODE, "0117", SITE, AUTUMN, MASTER, random.Random(7).randbytes) == GRANT


def test_a_grant_says_what_it_is_and_not_whose() -> None:
    header = {**jose.said(GRANT.partition(".")[0]), "p2s": ""}
    assert header == {
        "alg": "PBES2-HS512+A256KW",
        "enc": "A256GCM",
        "typ": "ordskifte-grant",
        "cty": "jwk-set+json",
        "site": SITE,
        "p2s": "",
        "p2c": 210_000,
    }


def test_its_text_is_a_set_of_jwks() -> None:
    jwe = jose.parsed_compact(GRANT)
    by = jose.password_key(CODE, jose.unbase64url(str(jose.said(jwe.protected)["p2s"])), grants.ROUNDS)
    assert msgspec.json.decode(jwe.opened(jose.unwrapped(jwe.wrapped_key, by)).bare) == {
        "keys": [{"kty": "oct", "kid": kid, "k": jose.base64url(AUTUMN[kid].bare)} for kid in sorted(AUTUMN)]
    }


def test_another_code_does_not_open_it() -> None:
    with pytest.raises(Refused, match="wrapped by another"):
        grants.opened(GRANT, grants.new_code(random.Random(8).randbytes), SITE)


def test_a_grant_of_another_site_is_refused() -> None:
    with pytest.raises(Refused, match="another site"):
        grants.opened(GRANT, CODE, "https://example.com/")


def test_a_grant_that_somebody_else_made_well_is_opened() -> None:
    assert [*grants.opened(with_header(), CODE, SITE)] == ["member.2026-10"]


@pytest.mark.parametrize(
    "rounds", [0, 1, 1000, grants.ROUNDS - 1, grants.MOST_ROUNDS + 1, -1, "210000", 210000.5, None]
)
def test_a_grant_that_can_be_guessed_faster_is_refused_however_well_it_is_made(rounds: object) -> None:
    grant = with_header(p2c=rounds)
    assert not grants.is_grant(grant)
    with pytest.raises(Refused):
        grants.opened(grant, CODE, SITE)


@pytest.mark.parametrize(
    "fields",
    [
        {"alg": "PBES2-HS256+A128KW"},
        {"alg": "A256KW"},
        {"alg": ""},
        {"enc": "A128GCM"},
        {"typ": "ordskifte-article"},
        {"cty": ""},
        {"zip": "DEF"},
        {"crit": ["exp"]},
    ],
    ids=str,
)
def test_a_grant_with_another_header_is_refused_however_well_it_is_made(fields: Mapping[str, object]) -> None:
    with pytest.raises(Refused, match="header"):
        grants.opened(with_header(**fields), CODE, SITE)


@pytest.mark.parametrize(
    "payload", [b"", b"{}", b'{"keys":[{"kty":"oct","kid":"a","k":"AAAA"}]}', b'{"keys":["\xff"]}']
)
def test_a_grant_without_keys_is_refused(payload: bytes) -> None:
    salt = jose.unbase64url(str(jose.said(GRANT.partition(".")[0])["p2s"]))
    by, key = jose.password_key(CODE, salt, grants.ROUNDS), ContentKey(Secret(bytes(32)), bytes(12))
    wrapped_key = jose.wrapped(key.key, by)
    with pytest.raises(Refused):
        grants.opened(str(jose.compact(Secret(payload), key, GRANT.partition(".")[0], wrapped_key)), CODE, SITE)


@pytest.mark.parametrize("text", ["", "hello", "a.b.c.d.e", GRANT[:-1], GRANT + ".", "." + GRANT])
def test_what_is_no_grant_is_told_from_one(text: str) -> None:
    assert grants.is_grant(GRANT)
    assert not grants.is_grant(text)


# ---- Renewal --------------------------------------------------------------------------


def test_a_renewed_grant_opens_by_the_same_code_and_holds_more() -> None:
    renewed = grants.regranted(GRANT, "0117", WINTER, MASTER)
    before, after = GRANT.split("."), renewed.split(".")
    assert after[:2] == before[:2]
    assert after[2] != before[2]
    assert grants.opened(renewed, CODE, SITE) == WINTER


def test_to_renew_for_the_same_months_changes_nothing() -> None:
    assert grants.regranted(GRANT, "0117", AUTUMN, MASTER) == GRANT


def test_a_grant_can_be_renewed_a_thousand_times_and_no_iv_comes_twice() -> None:
    grant, ivs = GRANT, set[str]()
    for number in range(1000):
        grant = grants.regranted(grant, "0117", {f"member.{number}": MASTER}, MASTER)
        ivs.add(grant.split(".")[2])
    assert len(ivs) == 1000


@pytest.mark.parametrize(("label", "master"), [("0118", MASTER), ("0117", OTHER)], ids=["label", "master key"])
def test_a_grant_is_renewed_by_its_own_label_and_master_key_only(label: str, master: Secret) -> None:
    with pytest.raises(Refused):
        grants.regranted(GRANT, label, WINTER, master)


def test_every_changed_byte_is_refused() -> None:
    key_begins, key_ends = len(GRANT.split(".")[0]) + 1, len(".".join(GRANT.split(".")[:2]))
    for at, letter in enumerate(GRANT):
        for other in {"A", "B", ".", "="} - {letter}:
            grant = GRANT[:at] + other + GRANT[at + 1 :]
            # The wrapped key is only for who has the code.
            if key_begins <= at < key_ends and other in "AB":
                continue
            with pytest.raises(Refused):
                grants.regranted(grant, "0117", WINTER, MASTER)


@pytest.mark.parametrize("at", [0, 20, 53])
def test_a_changed_byte_of_the_wrapped_key_is_refused(at: int) -> None:
    header, wrapped, rest = GRANT.split(".", 2)
    changed = wrapped[:at] + ("A" if wrapped[at] != "A" else "B") + wrapped[at + 1 :]
    with pytest.raises(Refused):
        grants.opened(f"{header}.{changed}.{rest}", CODE, SITE)


def test_a_label_that_is_issued_again_has_another_key() -> None:
    """Else who had the first grant could open the second."""
    again = grants.granted(CODE, "0117", SITE, AUTUMN, MASTER, random.Random(9).randbytes)
    first, second = jose.parsed_compact(GRANT), jose.parsed_compact(again)
    key = keys.grant_key(MASTER, "0117", first.protected, Secret(b"")).key
    assert first.opened(key)
    with pytest.raises(Refused):
        second.opened(key)


# ---- What is told ---------------------------------------------------------------------


def test_what_is_refused_tells_no_code_and_no_key() -> None:
    wrong = grants.new_code(random.Random(8).randbytes)
    attempts: list[Callable[[], object]] = [
        lambda: grants.opened(GRANT, wrong, SITE),
        lambda: grants.opened(GRANT[:-3] + "AAA", CODE, SITE),
        lambda: grants.opened(with_header(p2c=1), CODE, SITE),
        lambda: grants.regranted(GRANT, "0118", WINTER, MASTER),
        lambda: grants.regranted(GRANT, "0117", WINTER, OTHER),
    ]
    told = "".join(map(refusal, attempts))
    for secret in (wrong, CODE, MASTER, OTHER, *WINTER.values()):
        for spelling in (repr(secret.bare)[2:-1], secret.bare.hex(), jose.base64url(secret.bare)):
            assert spelling not in told


def refusal(attempt: Callable[[], object]) -> str:
    """What a traceback says that shows the values of variables."""
    try:
        attempt()
    except Refused as problem:
        return "".join(TracebackException.from_exception(problem, capture_locals=True).format())
    raise AssertionError("it was opened")
