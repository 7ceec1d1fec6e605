"""Members as the site knows them: a label for each, and the grant that a code opens. No names, no codes, no keys."""

import re
from typing import Annotated

from msgspec import Struct

from ordskifte.model.forms import Form

MEMBERS = "members.toml"
"""Where they stand."""
LABEL = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
"""What a publication calls a member by: a number, say. No address of anyone's fits."""
MONTH = r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])"
GRANT_FILE = r"[0-9a-f]{32}"
GRANT = r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){4}"
"""JWE's compact serialisation (RFC 7516 §3.1)."""


class Member(Struct, frozen=True):
    label: Annotated[str, Form("letters, digits, hyphens, underscores and full stops", LABEL)]
    """What the publication calls the member by. Example: `2026-0117`"""
    plan: Annotated[str, Form("the id of a plan", names="plan")]
    """What the member holds."""
    until: Annotated[str, Form("a month", MONTH, examples=("2027-11",))]
    """The last month whose texts the grant opens."""
    file: Annotated[str, Form("32 signs", GRANT_FILE)]
    """What the grant is called on the site, made of the code."""
    grant: Annotated[str, Form("a cipher", GRANT)]
    """The grant, as `access issue` writes it."""


Members = tuple[Member, ...]


def is_label(text: str) -> bool:
    return re.fullmatch(LABEL, text) is not None


def is_month(text: str) -> bool:
    return re.fullmatch(MONTH, text) is not None


def months(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last; none, where the first is the later one."""
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(_number(first), _number(last) + 1))


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1
