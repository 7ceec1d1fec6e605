"""Members as the site knows them: a label for each, and the grant that a code opens. No names, no codes, no keys."""

import re

from msgspec import Struct

MEMBERS = "members.toml"
"""Where they stand."""
LABEL = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
"""What a publication calls a member by: a number, say. No address of anyone's fits."""
MONTH = r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])"


class Member(Struct, frozen=True):
    label: str
    plan: str
    until: str
    """The last month whose texts the grant opens: `2027-11`."""
    file: str
    """What the grant is called on the site, made of the code."""
    grant: str


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
