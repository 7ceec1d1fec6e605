"""Members are issued grants, renewed and revoked; a publication does it with labels and a spreadsheet."""

import random
from collections.abc import Callable

import pytest

from ordskifte.model.members import Members
from ordskifte.model.secrets import Secret
from ordskifte.parse.members import parse_members
from ordskifte.render import grants
from ordskifte.render.keys import period_keys
from ordskifte.tools.grants import (
    Grantor,
    Issued,
    Undone,
    codes_text,
    issued,
    labels_of,
    listed,
    members_text,
    renewed,
    revoked,
)

SITE = "https://example.org/"
MASTER = Secret(random.Random(1).randbytes(32))
BY = Grantor(SITE, MASTER, "2026-09")
OTHER = Grantor(SITE, Secret(bytes(32)), "2026-09")


def issue(members: Members, *labels: str, until: str = "2026-11") -> Issued:
    return issued(members, labels, "member", until, BY, random.Random(2).randbytes)


@pytest.fixture(scope="module")
def two() -> Issued:
    return issue((), "0117", "0118")


def test_each_new_member_gets_a_code_for_the_months_from_the_first_on(two: Issued) -> None:
    assert [(member.label, member.plan, member.until) for member in two.members] == [
        ("0117", "member", "2026-11"),
        ("0118", "member", "2026-11"),
    ]
    assert [*two.codes] == ["0117", "0118"]
    member, code = two.members[0], two.codes["0117"]
    kids = ["member.2026-09", "member.2026-10", "member.2026-11"]
    assert grants.opened(member.grant, code, SITE) == period_keys(MASTER, kids)
    assert member.file == grants.file_name(code, SITE)


def test_no_two_members_have_the_same_code_or_file(two: Issued) -> None:
    assert len({code.bare for code in two.codes.values()}) == len({member.file for member in two.members}) == 2


def test_what_is_kept_has_no_code_and_no_key(two: Issued) -> None:
    text = members_text(two.members)
    for code in two.codes.values():
        assert code.bare.decode() not in text
        assert grants.code_text(code) not in text
    assert parse_members("members.toml", text, ["member"]) == (two.members, ())


def test_a_renewed_member_opens_more_with_the_code_of_before(two: Issued) -> None:
    first, second = renewed(two.members, ["0118"], "2026-12", BY)
    assert first == two.members[0]
    assert (second.until, second.file) == ("2026-12", two.members[1].file)
    assert "member.2026-12" in grants.opened(second.grant, two.codes["0118"], SITE)


def test_to_renew_for_the_same_month_changes_nothing(two: Issued) -> None:
    assert renewed(two.members, ["0117", "0118"], "2026-11", BY) == two.members


def test_who_has_access_for_longer_keeps_it(two: Issued) -> None:
    longer = renewed(two.members, ["0117"], "2027-03", BY)
    assert renewed(longer, ["0117"], "2026-12", BY) == longer


def test_what_is_older_than_a_code_is_opened_when_it_is_renewed_without_a_month(two: Issued) -> None:
    earlier = Grantor(SITE, MASTER, "2024-02")
    first, second = renewed(two.members, ["0117"], "", earlier)
    assert (first.until, second) == ("2026-11", two.members[1])
    held = grants.opened(first.grant, two.codes["0117"], SITE)
    assert held == earlier.keys("member", "2026-11")


def test_no_key_is_lost_when_less_is_for_members_than_before(two: Issued) -> None:
    assert renewed(two.members, ["0117", "0118"], "", Grantor(SITE, MASTER, "2027-01")) == two.members


def test_a_revoked_member_is_gone_and_its_label_may_be_issued_again(two: Issued) -> None:
    left = revoked(two.members, ["0117"])
    assert [member.label for member in left] == ["0118"]
    again = issued(left, ["0117"], "member", "2026-11", BY, random.Random(3).randbytes)
    assert again.members[-1].grant != two.members[0].grant


def test_members_are_listed_by_label_with_whether_their_time_is_past(two: Issued) -> None:
    members = (*two.members[::-1], *issue((), "9", until="2026-10").members)
    assert [*listed(members, "2026-11")] == [
        "0117  member  until 2026-11",
        "0118  member  until 2026-11",
        "9     member  until 2026-10, past",
    ]
    assert [*listed((), "2026-11")] == []


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda two: issue(two.members, "0119", "0117"), "There is a member `0117` already"),
        (lambda two: issue((), "0117", "0117"), "There is a member `0117` already"),
        (lambda two: issue((), "kari@example.org"), "`kari@example.org` is no label"),
        (lambda two: issue((), "Kari Ås"), "`Kari Ås` is no label; .*, and no space, such as `kari-as`"),
        (lambda two: issue((), "=1+1"), "`=1\\+1` is no label"),
        (lambda two: issue((), "0117", until="2026-13"), "`2026-13` is no month"),
        (lambda two: issue((), "0117", until="31.12.2027"), "is no month; perhaps 2027-12 is meant"),
        (lambda two: issue((), "0117", until="2027-3-31"), "is no month; perhaps 2027-03 is meant"),
        (lambda two: issue((), "0117", until="05/06/2027"), "is no month; write one such as 2027-11"),
        (lambda two: issue((), "0117", until="2026-08"), "the first month is 2026-09"),
        (lambda two: renewed(two.members, ["0119"], "2026-12", BY), "There is no member `0119`"),
        (lambda two: renewed(two.members, ["0117"], "soon", BY), "`soon` is no month"),
        (
            lambda two: issued(two.members, ["0119"], "member", "2026-12", OTHER, random.Random(2).randbytes),
            "The grant of `0117` was issued under another key",
        ),
        (lambda two: revoked(two.members, ["0119"]), "There is no member `0119`"),
        (
            lambda two: renewed(two.members, ["0117"], "2026-12", OTHER),
            "The grant of `0117` was issued under another key",
        ),
    ],
)
def test_what_cannot_be_done_is_said(two: Issued, ask: Callable[[Issued], object], answer: str) -> None:
    with pytest.raises(Undone, match=answer):
        ask(two)


# ---- Spreadsheets ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "label\n0117\n0118\n",
        "\ufefflabel\r\n0117\r\n0118\r\n",
        "label;name\n0117;Kari, Nordmann\n0118;Ola\n",
        'name,label\n"Kari; Nordmann","0117"\nOla, 0118 \n',
        "label\n0117\n\n0118\n0117\n",
    ],
)
def test_labels_are_the_column_of_that_name_however_it_was_saved(text: str) -> None:
    assert labels_of(text) == ("0117", "0118")


@pytest.mark.parametrize("text", ["", "0117\n0118\n", "name\nKari\n", 'label\n"0117\n'])
def test_a_spreadsheet_without_labels_is_refused(text: str) -> None:
    with pytest.raises(Undone, match="The CSV cannot be read"):
        labels_of(text)


def test_codes_are_given_as_a_spreadsheet_that_can_be_read_again(two: Issued) -> None:
    text = codes_text(two.codes).bare.decode()
    assert text.splitlines() == [
        "label,code",
        *(f"{label},{grants.code_text(two.codes[label])}" for label in two.codes),
    ]
    assert labels_of(text) == ("0117", "0118")
    typed = grants.typed_code(Secret(text.splitlines()[1].split(",")[1].encode()))
    assert typed == two.codes["0117"]
