"""Ways to pay: what the site has of them, and the addresses and references that payments carry.

Knows how numbers and addresses are put together, not which are right: that is known to `parse/payments`.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import quote, urlsplit

from msgspec import Struct

from ordskifte.model.text import Wording

VIPPS = "vipps"
"""What an action calls the donation link of Vipps, as in `payment:donate.vipps`; links have their ids."""
SCHEME = "payment:"
ALIAS = r"[0-9]{1,6}"
"""The number of a donation link, as a pattern of `re`; its source is that of the next."""
MOST_IN_REFERENCE = 50
"""The characters of a reference in a donation link, which may be letters, digits, hyphens, underscores and spaces.

Vipps MobilePay, Donations API, "Donation links and QR codes":
https://developer.vippsmobilepay.com/docs/APIs/donations-api/donation-links-and-qr/
"""

_BETWEEN = re.compile(r"[ .\u00a0\u202f-]")
_DONATIONS = "https://qr.vipps.no/donations/"


class Purpose(StrEnum):
    """What is paid for; in texts it is the name of the block that shows its ways to pay."""

    SUBSCRIBE = "subscribe"
    DONATE = "donate"


class PaymentLink(Struct, frozen=True):
    """A page of someone else's where people pay: Stripe's, or that of any other service."""

    id: str
    name: Wording
    urls: Mapping[str, str]
    """By locale; empty where readers of that edition have none."""
    parameter: str = ""
    """What the service calls the reference in its address; empty where it takes none."""


class WaysToPay(Struct, frozen=True):
    """How readers pay for one purpose. Numbers have nothing between their digits."""

    payee: str = ""
    """Whose account it is. A name is in no language."""
    vipps: str = ""
    """One to six digits, of which the leading zeros count."""
    account: str = ""
    kid: str = ""
    iban: str = ""
    bic: str = ""
    links: tuple[PaymentLink, ...] = ()


def compact(number: str) -> str:
    """The number of an account, an IBAN or a BIC without what people write between its signs."""
    return _BETWEEN.sub("", number).upper()


def reference(origin: str, locale: str) -> str:
    """What a payment says of where it came from: `free-article-nb`. `origin` is a campaign's id or a purpose."""
    return f"{origin}-{locale}"


def vipps_url(alias: str, reference: str) -> str:
    """The address that opens Vipps, on a phone, for a gift to a number."""
    return f"{_DONATIONS}{alias}?reference={quote(reference)}"


def link_url(link: PaymentLink, locale: str, reference: str) -> str:
    """Where a link leads from an edition, with the reference where the service takes one."""
    url = link.urls.get(locale, "")
    if not url or not link.parameter:
        return url
    return f"{url}{'&' if '?' in url else '?'}{link.parameter}={quote(reference)}"


def host(url: str) -> str:
    """Who is paid at an address, as readers are told: `donate.stripe.com`."""
    return urlsplit(url).hostname or ""


def way(url: str) -> tuple[str, str] | None:
    """The purpose and the way that an address such as `payment:donate.vipps` names; None for any other address."""
    if not url.startswith(SCHEME):
        return None
    purpose, _, name = url.removeprefix(SCHEME).partition(".")
    return purpose, name


def ways(payments: Mapping[str, WaysToPay]) -> tuple[str, ...]:
    """The addresses by which an action may name what a click pays: `payment:donate.vipps`, `payment:donate.card`."""
    return tuple(
        f"{SCHEME}{purpose}.{name}"
        for purpose, given in payments.items()
        for name in ((VIPPS,) if given.vipps else ()) + tuple(link.id for link in given.links)
    )


def payment_url(payments: Mapping[str, WaysToPay], url: str, origin: str, locale: str) -> str:
    """Where an address such as `payment:donate.vipps` leads from an edition; nothing where there is no such way.

    `origin` is the id of the campaign that leads there.
    """
    purpose, name = way(url) or ("", "")
    given = payments.get(purpose, WaysToPay())
    said = reference(origin, locale)
    if name == VIPPS:
        return vipps_url(given.vipps, said) if given.vipps else ""
    return next((link_url(link, locale, said) for link in given.links if link.id == name), "")


def account_groups(number: str) -> tuple[str, ...]:
    """The eleven digits of a Norwegian account as people write them: 1234 56 78903."""
    return number[:4], number[4:6], number[6:]


def iban_groups(number: str) -> tuple[str, ...]:
    """An IBAN on paper, by fours (ISO 13616-1 §5)."""
    return tuple(number[at : at + 4] for at in range(0, len(number), 4))
