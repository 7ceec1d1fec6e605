"""Addresses and references that payments carry."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.payments import (
    PaymentLink,
    WaysToPay,
    account_groups,
    compact,
    host,
    iban_groups,
    link_url,
    payment_url,
    reference,
    vipps_url,
    way,
    ways,
)
from ordskifte.model.text import Texts

NAME = Texts((("nb", "Kort"),))
CARD = PaymentLink("card", NAME, {"nb": "https://pay.example/nb", "en": "https://pay.example/?a=1", "se": ""}, "from")
PLAIN = PaymentLink("plain", NAME, {"nb": "https://pay.example/"})
PAYMENTS = {"donate": WaysToPay(vipps="0011", links=(CARD,)), "subscribe": WaysToPay(links=(PLAIN,))}
IDS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)


def test_a_reference_says_which_campaign_and_which_edition() -> None:
    assert reference("free-article", "nb") == "free-article-nb"


@given(IDS, st.sampled_from(("nb", "en", "zh-Hant", "se")))
def test_it_needs_no_quoting_in_an_address(origin: str, locale: str) -> None:
    assert re.fullmatch(
        r"https://qr\.vipps\.no/donations/0011\?reference=[A-Za-z0-9_-]+", vipps_url("0011", reference(origin, locale))
    )


@pytest.mark.parametrize(
    ("link", "locale", "url"),
    [
        (CARD, "nb", "https://pay.example/nb?from=spring-nb"),
        (CARD, "en", "https://pay.example/?a=1&from=spring-nb"),
        (CARD, "se", ""),
        (PLAIN, "nb", "https://pay.example/"),
        (PLAIN, "en", ""),
    ],
)
def test_a_link_carries_it_where_the_service_takes_one(link: PaymentLink, locale: str, url: str) -> None:
    assert link_url(link, locale, "spring-nb") == url


def test_every_way_has_an_address_that_an_action_may_name() -> None:
    named = ways(PAYMENTS)
    assert named == ("payment:donate.vipps", "payment:donate.card", "payment:subscribe.plain")
    assert [payment_url(PAYMENTS, url, "spring", "nb") for url in named] == [
        "https://qr.vipps.no/donations/0011?reference=spring-nb",
        "https://pay.example/nb?from=spring-nb",
        "https://pay.example/",
    ]


@pytest.mark.parametrize(
    "url", ["payment:donate", "payment:subscribe.vipps", "payment:donate.plain", "payment:", "page:support"]
)
def test_what_names_no_way_leads_nowhere(url: str) -> None:
    assert payment_url(PAYMENTS, url, "spring", "nb") == ""


def test_other_addresses_are_no_ways() -> None:
    assert [way(url) for url in ("page:support", "https://pay.example/", "/gi/")] == [None] * 3


def test_readers_are_told_the_host() -> None:
    assert host("https://donate.stripe.com/x?a=1") == "donate.stripe.com"


def test_numbers_are_parted_as_people_part_them() -> None:
    assert account_groups("12345678903") == ("1234", "56", "78903")
    assert iban_groups("NO7112345678903") == ("NO71", "1234", "5678", "903")
    assert iban_groups("") == ()


@pytest.mark.parametrize("written", ["12345678903", "1234.56.78903", "1234 56 78903", "1234\u00a056\u00a078903"])
def test_what_people_write_between_digits_means_nothing(written: str) -> None:
    assert compact(written) == "12345678903"
