"""Numbers that money is paid to: which can be. What is told of the others stands in fixtures/config.md."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.payments import WaysToPay
from ordskifte.parse.payments import mistakes

DIGITS = st.text("0123456789", min_size=1, max_size=24)


def wrong(ways: WaysToPay) -> list[str]:
    return [mistake.key for mistake in mistakes(ways)]


@pytest.mark.parametrize(
    "ways",
    [
        WaysToPay(),
        WaysToPay(vipps="0"),
        WaysToPay(vipps="000001"),
        WaysToPay(account="12345678903"),
        WaysToPay(account="86011117947", iban="NO9386011117947"),
        # Another country's account may stand beside a Norwegian one.
        WaysToPay(account="86011117947", iban="DE89370400440532013000", bic="COBADEFF"),
        WaysToPay(iban="MT84MALT011000012345MTLCAST001S", bic="MALTMTMT001"),
        # Modulus 10, modulus 11, and modulus 11 with a remainder of 10.
        WaysToPay(kid="2026003"),
        WaysToPay(kid="12345678903"),
        WaysToPay(kid="000006-"),
    ],
)
def test_what_can_be_is_not_refused(ways: WaysToPay) -> None:
    assert wrong(ways) == []


@pytest.mark.parametrize("alias", ["1234567", "12a", "１", " 1", "-1"])
def test_a_number_of_a_donation_link_has_one_to_six_digits(alias: str) -> None:
    assert wrong(WaysToPay(vipps=alias)) == ["vipps"]


@given(st.integers(0, 9), st.integers(0, 10))
def test_any_wrong_digit_of_an_account_is_found(digit: int, place: int) -> None:
    number = "12345678903"
    other = f"{number[:place]}{digit}{number[place + 1 :]}"
    assert wrong(WaysToPay(account=other)) == ([] if other == number else ["account"])


@given(DIGITS)
def test_of_the_eleven_endings_of_a_kid_one_or_two_can_be(number: str) -> None:
    fitting = [ending for ending in "0123456789-" if not wrong(WaysToPay(kid=number + ending))]
    assert 1 <= len(fitting) <= 2


def test_a_kid_has_two_to_twenty_five_digits() -> None:
    assert [wrong(WaysToPay(kid="0" * length)) for length in (1, 2, 25, 26)] == [["kid"], [], [], ["kid"]]


@given(st.text(max_size=40))
def test_no_text_is_more_than_wrong(text: str) -> None:
    ways = WaysToPay(text, text, text, text, text, text)
    assert set(wrong(ways)) <= {"vipps", "account", "kid", "iban", "bic"}
