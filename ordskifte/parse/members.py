"""`members.toml` becomes the members of a site.

    [[member]]
    label = "2026-0117"
    plan = "member"
    until = "2027-11"
    file = "4f0c1f6ad1e0b6b0a3a1c06c5b8f3f0e"
    grant = "eyJhbGciOi…"

Knows what each line looks like, not whether the grant is one. No problem has a value of the file in it: a person may
have put a code there by mistake, and problems are shown and kept.
"""

import re
from collections.abc import Callable, Collection, Iterator

from msgspec import Struct

from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, error
from ordskifte.model.members import GRANT, GRANT_FILE, Member, Members, is_label, is_month
from ordskifte.parse.tables import Malformed, Table, noun
from ordskifte.parse.toml import parse_toml


class MembersToml(Struct, frozen=True):
    member: tuple[Member, ...] = ()
    """Each has a grant."""


_BY_COMMAND = "as `access issue` writes it"


def parse_members(path: str, text: str, plans: Collection[str]) -> tuple[Members, Diagnostics]:
    """The members of a site, and what is wrong in their file; where anything is, there are none."""
    try:
        table = parse_toml(path, text)
    except Malformed as problem:
        return (), (problem.diagnostic,)
    written, problems = noun(MembersToml, table, "", "UTC")
    told = (*problems, *_faults(written.member, table, plans))
    return () if told else written.member, told


def _faults(members: Members, table: Table, plans: Collection[str]) -> Iterator[Diagnostic]:
    """What is written, and is not what it should be; what is not there at all has been told."""
    wanted: dict[str, tuple[Callable[[str], object], str]] = {
        "label": (is_label, "at most 64 letters, digits, hyphens, underscores and full stops"),
        "plan": (plans.__contains__, f"one of {', '.join(plans)}"),
        "until": (is_month, "a month such as 2027-11"),
        "file": (re.compile(GRANT_FILE).fullmatch, _BY_COMMAND),
        "grant": (re.compile(GRANT).fullmatch, _BY_COMMAND),
    }
    known: dict[tuple[str, str], int] = {}
    for number, member in enumerate(members):
        for key, (fits, should) in wanted.items():
            value, name = getattr(member, key), f"member.{number}.{key}"
            if value and not fits(value):
                yield error("value-wrong", f"`{name}` should be {should}.", _place(table, name))
        for key in ("label", "file"):
            value, name = getattr(member, key), f"member.{number}.{key}"
            first = known.setdefault((key, value), number)
            if value and first != number:
                message = f"`{name}` is that of another member, `member.{first}`."
                yield error("member-twice", message, _place(table, name), "Keep one of them.")


def _place(table: Table, name: str) -> Span:
    return table.places.get(name, Span(table.source, 1, 1))
