"""Members and their grants kept up: issued, renewed, revoked, listed. Text in, text out.

Knows what `members.toml` says and how a spreadsheet says it; reads and writes no file, has no clock and no chance. Of
a code nothing is kept: who issues it is given it once.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NoReturn

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.members import Member, Members, is_label, is_month, months
from ordskifte.model.secrets import Secret
from ordskifte.model.slugs import slug
from ordskifte.render.grants import code_text, file_name, granted, is_of, kids_of, new_code, regranted
from ordskifte.render.keys import Draw, kid, period_keys

_HEADER = (
    "# Members and their grants, written by `access issue`, `renew` and `revoke`. No code and no key is in here.\n"
)
_LABEL, _CODE = "label", "code"
# 31.12.2027 and 12/2027, or 2027-12-31 and 2027/12. Of 05/06/2027 nobody knows which is the month.
_DAY = re.compile(
    r"(?:\d{1,2}[.\- ])?(?P<middle>\d{1,2})[./\- ](?P<last>\d{4})"
    r"|(?P<year>\d{4})[./\- ](?P<month>\d{1,2})(?:[./\- ]\d{1,2})?"
)


class Undone(Exception):
    """What was asked for cannot be done; the message is a sentence for the person who asked."""


class Grantor(Struct, frozen=True):
    """Who grants: a site, by its master key."""

    site: str
    """Its address."""
    master: Secret
    since: str
    """The first month in which something was published for members."""

    def keys(self, plan: str, until: str) -> Mapping[str, Secret]:
        """Those of a plan for all months up to one."""
        return period_keys(self.master, (kid(plan, month) for month in months(self.since, until)))


class Issued(Struct, frozen=True):
    members: Members
    codes: Mapping[str, Secret]
    """By label, of the new ones."""


# --------------------------------------------------------------------------------------
# What is done
# --------------------------------------------------------------------------------------


def issued(members: Members, labels: Collection[str], plan: str, until: str, by: Grantor, draw: Draw) -> Issued:
    """With a new member for each label.

    Raises Undone where one is known already, or is none, and where the grants of before are of another master key.
    """
    _require_new(labels, members)
    for member in members:
        _require_grantor(by, member)
    keys = _keys(plan, until, by)
    codes = {label: new_code(draw) for label in labels}
    new = (
        Member(label, plan, until, file_name(code, by.site), granted(code, label, by.site, keys, by.master, draw))
        for label, code in codes.items()
    )
    return Issued((*members, *new), codes)


def renewed(members: Members, labels: Collection[str], until: str, by: Grantor) -> Members:
    """With grants of these members up to another month, which their codes open as before; without a month, up to
    their own. Each holds the keys from the first month on that there is now, and nobody loses one.

    Raises Undone where there is no such member, or the grant was issued under another master key.
    """
    _require(members, labels)
    if until:
        _require_month(until)
    return tuple(
        _renewal(member, max(member.until, until), by) if member.label in labels else member for member in members
    )


def revoked(members: Members, labels: Collection[str]) -> Members:
    """Without these members. Raises Undone where there is no such member."""
    _require(members, labels)
    return tuple(member for member in members if member.label not in labels)


def listed(members: Members, month: str) -> Iterator[str]:
    """A line for each member, and whether the grant still holds in a month."""
    width = max((len(member.label) for member in members), default=0)
    for member in sorted(members, key=_by_label):
        yield f"{member.label:{width}}  {member.plan}  until {member.until}{'' if member.until >= month else ', past'}"


def _renewal(member: Member, until: str, by: Grantor) -> Member:
    _require_grantor(by, member)
    keys = period_keys(by.master, kids_of(member.grant, member.label, by.master))
    grant = regranted(member.grant, member.label, {**keys, **by.keys(member.plan, until)}, by.master)
    return replace(member, until=until, grant=grant)


def _month_hint(typed: str) -> str:
    """What to write for a month; the one that a day lies in, where that is what someone has typed."""
    found = _DAY.fullmatch(typed.strip())
    meant = f"{found['year'] or found['last']}-{(found['month'] or found['middle']):0>2}" if found else ""
    return f"perhaps {meant} is meant." if is_month(meant) else "write one such as 2027-11."


def _keys(plan: str, until: str, by: Grantor) -> Mapping[str, Secret]:
    _require_month(until)
    keys = by.keys(plan, until)
    if not keys:
        raise Undone(f"Until {until} nothing was published for members; the first month is {by.since}.")
    return keys


def _require_month(typed: str) -> None:
    if not is_month(typed):
        raise Undone(f"`{typed}` is no month; {_month_hint(typed)}")


def _require(members: Members, labels: Iterable[str]) -> None:
    known = {member.label for member in members}
    for label in labels:
        if label not in known:
            raise Undone(f"There is no member `{label}`.")


def _require_new(labels: Iterable[str], members: Members) -> None:
    known = {member.label for member in members}
    for label in labels:
        if not is_label(label):
            rule = "write at most 64 letters from a to z, digits, hyphens, underscores or full stops, and no space"
            meant = slug(label)
            hint = f", such as `{meant}`" if is_label(meant) else ""
            raise Undone(f"`{label}` is no label; {rule}{hint}.")
        if label in known:
            raise Undone(f"There is a member `{label}` already; renew it, or revoke it first.")
        known.add(label)


def _require_grantor(by: Grantor, member: Member) -> None:
    """That no one is granted anything by a key that is not the site's."""
    if not is_of(member.grant, member.label, by.master):
        raise Undone(f"The grant of `{member.label}` was issued under another key; revoke it first.")


def _by_label(member: Member) -> str:
    return member.label


# --------------------------------------------------------------------------------------
# How it is written
# --------------------------------------------------------------------------------------


def members_text(members: Members) -> str:
    """The text of `members.toml`: the same bytes for the same members."""
    return _HEADER + "".join(map(_table, sorted(members, key=_by_label)))


def _table(member: Member) -> str:
    lines = (f'{key} = "{getattr(member, key)}"\n' for key in Member.__struct_fields__)
    return "\n[[member]]\n" + "".join(lines)


def labels_of(text: str) -> tuple[str, ...]:
    """The labels in a spreadsheet: those of its column `label`, each once. Raises Undone where it has none.

    Columns are parted by commas, or by semicolons, as a Norwegian Excel does it; the others are not looked at.
    """
    head = text.removeprefix("\ufeff").partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";" if ";" in head else ",", strict=True)
    try:
        if _LABEL not in (rows.fieldnames or ()):
            _refuse_csv(f"its first line names no column `{_LABEL}`")
        labels = [(row[_LABEL] or "").strip() for row in rows]
    except csv.Error as problem:
        _refuse_csv(str(problem))
    return tuple(dict.fromkeys(filter(None, labels)))


def _refuse_csv(why: str) -> NoReturn:
    raise Undone(f"The CSV cannot be read: {why}.")


def codes_text(codes: Mapping[str, Secret]) -> Secret:
    """A spreadsheet of labels and codes, for whoever sends them out."""
    lines = (f"{label},{code_text(code)}\r\n" for label, code in codes.items())
    return Secret("".join((f"{_LABEL},{_CODE}\r\n", *lines)).encode())
