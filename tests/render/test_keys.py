"""The keys of a site: derived from one, each for its purpose."""

import random

import pytest

from ordskifte.model.secrets import Secret
from ordskifte.render import keys

MASTER = keys.new_master_key(random.Random(1).randbytes)
TEXT = Secret(b"The ice breaks up in May.")


def test_a_master_key_is_read_as_it_is_written() -> None:
    text = keys.master_key_text(MASTER)
    assert len(text) == 43
    assert keys.master_key(Secret(text.encode())) == MASTER
    assert keys.master_key(Secret(f" {text}\n".encode())) == MASTER


@pytest.mark.parametrize("text", ["", "secret", "A" * 42, "A" * 44, "A" * 42 + "B", "å" * 43, "A" * 43 + "="])
def test_what_is_no_master_key_is_none(text: str) -> None:
    assert keys.master_key(Secret(text.encode())) is None


def test_bytes_that_are_no_text_are_no_master_key() -> None:
    assert keys.master_key(Secret(b"\xff" * 43)) is None


def test_each_plan_and_month_has_a_key_of_its_own() -> None:
    names = [keys.kid(plan, month) for plan in ("member", "patron") for month in ("2026-11", "2026-12")]
    found = keys.period_keys(MASTER, names)
    assert [*found] == ["member.2026-11", "member.2026-12", "patron.2026-11", "patron.2026-12"]
    assert len({key.bare for key in found.values()}) == 4


def test_a_key_does_not_depend_on_which_others_are_asked_for() -> None:
    both, one = keys.period_keys(MASTER, ["a.2026-01", "b.2026-01"]), keys.period_keys(MASTER, ["b.2026-01"])
    assert both["b.2026-01"] == one["b.2026-01"]


def test_keys_stay_what_they_are() -> None:
    """A key that came out otherwise in a new version would shut every reader out."""
    zero = Secret(bytes(32))
    by = keys.content_key(zero, "e30", TEXT)
    assert (
        keys.period_keys(zero, ["member.2026-11"])["member.2026-11"].bare.hex()
        == "f0ed19db2dc9fda4212bff61522be643cad9ed276d1d0071ddd358320a7ba988"
    )
    assert by.key.bare.hex() == "1fa321826d31c7d1c6edef06375f607c32e221d55859939c33a929db2f2b8fd8"
    assert by.iv.hex() == "62586f08f3ab3af26e0d4c5c"
    assert (
        keys.grant_key(zero, "0117", "e30", TEXT).key.bare.hex()
        == "e34423c31b89f9fdfc247d8b65424a15489e36a286b69b1b3184950416b22df4"
    )


def test_a_content_key_and_its_iv_are_of_the_header_and_of_the_text() -> None:
    known = [
        keys.content_key(MASTER, "e30", TEXT),
        keys.content_key(MASTER, "e31", TEXT),
        keys.content_key(MASTER, "e30", Secret(b"")),
        keys.content_key(Secret(bytes(32)), "e30", TEXT),
    ]
    assert len({by.key.bare for by in known}) == len({by.iv for by in known}) == 4
    assert keys.content_key(MASTER, "e30", TEXT) == known[0]


def test_a_grant_keeps_its_key_and_never_its_iv_when_it_holds_something_else() -> None:
    one, other = (keys.grant_key(MASTER, "0117", "e30", payload) for payload in (TEXT, Secret(b"")))
    assert one.key == other.key
    assert one.iv != other.iv


def test_a_grant_of_another_label_or_header_has_another_key() -> None:
    known = [keys.grant_key(MASTER, *words, TEXT) for words in (("1", "e30"), ("2", "e30"), ("1", "e31"))]
    assert len({by.key.bare for by in known}) == 3


def test_each_purpose_has_a_key_of_its_own() -> None:
    known = [
        keys.runs_key(MASTER),
        keys.period_keys(MASTER, ["runs"])["runs"],
        keys.content_key(MASTER, "runs", TEXT).key,
        keys.grant_key(MASTER, "runs", "runs", TEXT).key,
        MASTER,
    ]
    assert len({key.bare for key in known}) == 5


def test_a_revision_is_of_the_key_the_place_and_the_text() -> None:
    known = [
        keys.revision(MASTER, "ice", "nb", plaintext=TEXT),
        keys.revision(MASTER, "ice", "en", plaintext=TEXT),
        keys.revision(MASTER, "ice", "nb", plaintext=Secret(b"")),
        keys.revision(Secret(bytes(32)), "ice", "nb", plaintext=TEXT),
    ]
    assert len({*known}) == 4
    assert all(len(name) == 12 for name in known)
