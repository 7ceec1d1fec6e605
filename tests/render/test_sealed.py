"""Sealed files: who opens them, what refuses to open, and that no key and IV ever meet twice."""

import random
from collections.abc import Iterator
from hashlib import sha256
from traceback import TracebackException

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ordskifte.model.secrets import Secret
from ordskifte.render import jose, keys
from ordskifte.render.jose import Refused
from ordskifte.render.sealed import STEP, SealedFile, SealedType, Subject, opened, padded, sealed

MASTER = Secret(random.Random(2).randbytes(32))
OTHER = Secret(random.Random(3).randbytes(32))
KID = "member.2026-11"
KEY = keys.period_keys(MASTER, [KID])
ICE = Subject("https://example.org/", "ice", "nb")
TEXT = Secret("<p>Isen går i mai, og da er det for sent.</p>".encode())


def seal(text: Secret = TEXT, subject: Subject = ICE, *kids: str, master: Secret = MASTER) -> SealedFile:
    return sealed(text, SealedType.ARTICLE, subject, kids or [KID], master)


def key_and_iv(file: SealedFile) -> tuple[bytes, str]:
    """What a file was really encrypted by."""
    jwe = msgspec.json.decode(file.content)
    [recipient] = jwe["recipients"]
    return jose.unwrapped(jose.unbase64url(recipient["encrypted_key"]), KEY[KID]).bare, jwe["iv"]


FILE = seal()


# ---- Sealing and opening --------------------------------------------------------------


@given(st.binary(max_size=2 * STEP), st.builds(Subject, st.text(), st.text(), st.text()))
def test_what_is_sealed_is_opened(text: bytes, subject: Subject) -> None:
    file = seal(Secret(text), subject)
    assert opened(file, KEY) == padded(Secret(text))
    assert file == seal(Secret(text), subject)


def test_files_stay_what_they_are() -> None:
    """What a site has published is opened by the browsers of tomorrow."""
    file = sealed(TEXT, SealedType.ARTICLE, ICE, [KID], Secret(bytes(32)))
    assert jose.said(file.protected)["rev"] == "UgP7iOjEmPiB"
    assert sha256(file.content).hexdigest() == "e3fc2ddf8e5d4121da4430bc49eb62a5a80ba8eaea593dbef66729550b7fb65f"


def test_each_plan_opens_it() -> None:
    kids = ["member.2026-11", "patron.2026-11", "school.2026-11"]
    file = seal(TEXT, ICE, *kids)
    for kid in kids:
        assert opened(file, keys.period_keys(MASTER, [kid])) == padded(TEXT)


def test_who_is_one_more_that_may_read_it_changes_nothing_for_the_others() -> None:
    before, after = (msgspec.json.decode(seal(TEXT, ICE, *kids).content) for kids in ([KID], [KID, "a.2026-11"]))
    assert after.pop("recipients")[1:] == before.pop("recipients")
    assert after == before


def test_the_header_says_where_it_belongs_and_nothing_of_the_text() -> None:
    header = jose.said(FILE.protected)
    assert [*header] == ["typ", "enc", "site", "work", "locale", "rev"]
    assert {**header, "rev": ""} == {
        "typ": "ordskifte-article",
        "enc": "A256GCM",
        "site": "https://example.org/",
        "work": "ice",
        "locale": "nb",
        "rev": "",
    }
    assert header["rev"] != jose.said(seal(master=OTHER).protected)["rev"]


def test_a_text_is_filled_up_with_spaces() -> None:
    assert padded(Secret(b"<p>")).bare == b"<p>" + b" " * (STEP - 3)
    assert padded(Secret(b"x" * STEP)).bare == b"x" * STEP
    assert padded(Secret(b"")).bare == b""


@given(st.integers(1, STEP), st.integers(1, STEP))
def test_a_file_does_not_tell_how_long_its_text_is(one: int, other: int) -> None:
    assert len(seal(Secret(b"x" * one)).content) == len(seal(Secret(b"y" * other)).content)


# ---- What does not open ---------------------------------------------------------------


def test_every_changed_byte_is_refused() -> None:
    for at, byte in enumerate(FILE.content):
        for other in {byte ^ 1, byte ^ 32, ord("A"), ord(" ")} - {byte}:
            content = FILE.content[:at] + bytes([other]) + FILE.content[at + 1 :]
            with pytest.raises(Refused):
                opened(replace(FILE, content=content), KEY)


@pytest.mark.parametrize("name", ["typ", "enc", "site", "work", "locale", "rev"])
@pytest.mark.parametrize("value", ["x", "", None])
def test_every_changed_field_of_the_header_is_refused(name: str, value: str | None) -> None:
    header = {**jose.said(FILE.protected), name: value}
    protected = jose.base64url(msgspec.json.encode(header))
    content = FILE.content.replace(FILE.protected.encode(), protected.encode())
    assert content != FILE.content
    for known in (FILE.protected, protected):
        with pytest.raises(Refused):
            opened(SealedFile(known, content), KEY)


@pytest.mark.parametrize(
    "other",
    [
        seal(subject=replace(ICE, work="fog")),
        seal(subject=replace(ICE, locale="en")),
        seal(subject=replace(ICE, site="https://example.com/")),
        seal(Secret(b"<p>An earlier text.</p>")),
    ],
    ids=["work", "locale", "site", "revision"],
)
def test_a_file_that_was_moved_is_refused(other: SealedFile) -> None:
    with pytest.raises(Refused, match="belongs elsewhere"):
        opened(replace(FILE, content=other.content), KEY)


@pytest.mark.parametrize("kid", ["member.2026-10", "member.2026-12", "patron.2026-11"])
def test_keys_of_another_month_or_plan_do_not_open_it_under_any_name(kid: str) -> None:
    [key] = keys.period_keys(MASTER, [kid]).values()
    for name in (kid, KID):
        with pytest.raises(Refused):
            opened(FILE, {name: key})


def test_another_master_key_does_not_open_it() -> None:
    with pytest.raises(Refused):
        opened(FILE, keys.period_keys(OTHER, [KID]))


def test_what_is_refused_tells_no_key_and_no_text() -> None:
    def attempts() -> Iterator[str]:
        for file in (FILE, replace(FILE, protected=""), replace(FILE, content=FILE.content[:-9] + b'AAAAAAA"}')):
            for master in (MASTER, OTHER):
                try:
                    opened(file, keys.period_keys(master, [KID]))
                except Refused as problem:
                    yield "".join(TracebackException.from_exception(problem, capture_locals=True).format())

    told = "".join(attempts())
    assert told.count("jose.Refused: ") == 5
    key, _ = key_and_iv(FILE)
    for secret in (key, KEY[KID].bare, keys.period_keys(OTHER, [KID])[KID].bare, MASTER.bare, OTHER.bare, TEXT.bare):
        for spelling in (repr(secret)[2:-1], secret.hex(), jose.base64url(secret)):
            assert spelling[:20] not in told


# ---- One key and IV for one text ------------------------------------------------------


def test_no_key_and_iv_ever_seal_two_texts_and_a_rebuild_gives_the_same_bytes() -> None:
    known: dict[tuple[bytes, str], tuple[str, bytes]] = {}
    ivs: set[str] = set()
    for number in range(3000):
        text = Secret(f"<p>{number % 50}</p>".encode())
        subject = Subject("https://example.org/", f"work-{number // 100}", ("nb", "en")[number // 50 % 2])
        file = seal(text, subject)
        assert seal(text, subject) == file
        assert known.setdefault(key_and_iv(file), (file.protected, text.bare)) == (file.protected, text.bare)
        ivs.add(key_and_iv(file)[1])
    assert len(known) == len(ivs) == 3000


@given(
    st.lists(
        st.tuples(st.text("ab", max_size=2), st.text("ab", max_size=2), st.binary()),
        max_size=20,
    )
)
def test_places_and_texts_that_are_alike_do_not_share_a_key(given: list[tuple[str, str, bytes]]) -> None:
    known: dict[tuple[bytes, str], tuple[str, str, bytes]] = {}
    for work, locale, text in given:
        filled = padded(Secret(text)).bare
        file = seal(Secret(text), Subject("", work, locale))
        assert known.setdefault(key_and_iv(file), (work, locale, filled)) == (work, locale, filled)
