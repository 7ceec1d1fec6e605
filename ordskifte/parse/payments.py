"""Numbers that money is paid to: what is wrong with those that cannot be. The door to python-stdnum.

A check digit finds a wrong digit and, nearly always, two that have changed places. That the account is the right one
it does not know.
"""

import re
from collections.abc import Iterator

from msgspec import Struct
from stdnum import bic, iban, luhn
from stdnum.no import kontonr

from ordskifte.model.payments import ALIAS, PaymentLink, WaysToPay

_ACCOUNT = re.compile(r"[0-9]{11}")
# The KID of Norwegian banks (Mastercard Payment Services, "OCR giro system specification"): 2 to 25 digits, the last a
# check digit by MOD10 or MOD11. MOD11 writes a remainder of 10 as a hyphen.
_KID = re.compile(r"[0-9]{1,24}[0-9-]")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_PAGE = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?(/[\w.~%!$&'()*+,;=:@/?-]*)?", re.ASCII)
"""An address with nothing behind a `#`, where a reference could not be put."""
_PARAMETER = re.compile(r"[A-Za-z0-9_-]+")

_CHECK_DIGIT = "Its check digit does not fit: look for a wrong digit, or for two that have changed places."


class Mistake(Struct, frozen=True):
    key: str
    """The key under `[payments.<id>]`."""
    message: str
    hint: str


def mistakes(ways: WaysToPay) -> Iterator[Mistake]:
    """What is wrong with the numbers and addresses of one purpose."""
    if ways.vipps and not re.fullmatch(ALIAS, ways.vipps):
        hint = "It has one to six digits; the portal of Vipps shows it. Zeros in front belong to it."
        yield Mistake("vipps", f"`{ways.vipps}` is no number of a donation link.", hint)
    if ways.account and not _ACCOUNT.fullmatch(ways.account):
        yield Mistake("account", f"`{ways.account}` is no account number.", "It has eleven digits: 1234 56 78903.")
    elif ways.account and not kontonr.is_valid(ways.account):
        yield Mistake("account", f"There is no account `{ways.account}`.", _CHECK_DIGIT)
    if ways.kid and not _KID.fullmatch(ways.kid):
        yield Mistake("kid", f"`{ways.kid}` is no KID.", "It has two to 25 digits, the last of which is a check digit.")
    elif ways.kid and not (luhn.is_valid(ways.kid) or _is_mod11(ways.kid)):
        yield Mistake("kid", f"There is no KID `{ways.kid}`, by modulus 10 or by modulus 11.", _CHECK_DIGIT)
    if ways.bic and not bic.is_valid(ways.bic):
        hint = "It has eight or eleven letters and digits, the fifth and sixth for the country: DNBANOKK."
        yield Mistake("bic", f"`{ways.bic}` is no BIC.", hint)
    yield from _of_iban(ways)
    for link in ways.links:
        yield from _of_link(link)


def _is_mod11(kid: str) -> bool:
    """By the weights 2 to 7 from the right, again and again."""
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(kid[:-1])))
    rest = -total % 11
    return kid[-1] == ("-" if rest == 10 else str(rest))


def _of_iban(ways: WaysToPay) -> Iterator[Mistake]:
    """A Norwegian IBAN that stands beside an account number is that of the same account."""
    if ways.iban and not _IBAN.fullmatch(ways.iban):
        hint = "It begins with the country and two check digits: NO71 1234 5678 903."
        yield Mistake("iban", f"`{ways.iban}` is no IBAN.", hint)
    elif ways.iban and not iban.is_valid(ways.iban):
        yield Mistake("iban", f"There is no IBAN `{ways.iban}`.", _CHECK_DIGIT)
    elif ways.iban.startswith("NO") and kontonr.is_valid(ways.account) and ways.iban[4:] != ways.account:
        hint = f"That of the account {ways.account} is {iban.compact(kontonr.to_iban(ways.account))}."
        yield Mistake("iban", f"The IBAN `{ways.iban}` is that of another account.", hint)


def _of_link(link: PaymentLink) -> Iterator[Mistake]:
    """An address that several editions share is one address."""
    for url, locale in {url: locale for locale, url in tuple(link.urls.items())[::-1]}.items():
        if url and not _PAGE.fullmatch(url):
            hint = "Write it as the service gives it, from https:// on, without a `#`."
            yield Mistake(f"links.{link.id}.url.{locale}", f"`{url}` is no address to pay at.", hint)
    if link.parameter and not _PARAMETER.fullmatch(link.parameter):
        hint = "Write what the service calls its reference in addresses; to Stripe it is `client_reference_id`."
        yield Mistake(f"links.{link.id}.reference", f"`{link.parameter}` cannot be a name in an address.", hint)
