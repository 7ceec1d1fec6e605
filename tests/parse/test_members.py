"""`members.toml`: what is read of it, and that no problem tells what stands there."""

from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.diagnostics import Span
from ordskifte.model.members import MEMBERS, Member, Members, is_month, months
from ordskifte.parse.members import parse_members
from ordskifte.tools.grants import members_text

PLANS = ("member", "patron")
KARI = Member("2026-0117", "member", "2027-11", "4f" * 16, "eyJhbGciOiJ9.a.b-_.c.d")
OLA = Member("2026-0118", "patron", "2026-12", "5a" * 16, "eyJhbGciOiJ9.e.f.g.h")


def told(text: str) -> list[str]:
    members, problems = parse_members(MEMBERS, text, PLANS)
    assert members == ()
    spans = [(problem.span, problem) for problem in problems]
    return [f"{span.line}: {problem.code}: {problem.message}" for span, problem in spans if isinstance(span, Span)]


def changed(name: str, value: str) -> str:
    """The file with another value of Kari's."""
    return members_text((KARI, OLA)).replace(f'{name} = "{getattr(KARI, name)}"', f"{name} = {value}")


LETTERS = "abcXYZ019"
PARTS = st.lists(st.text(LETTERS + "_-", min_size=1, max_size=9), min_size=5, max_size=5)


@given(
    st.lists(
        st.builds(
            Member,
            st.text(LETTERS, min_size=1, max_size=4),
            st.sampled_from(PLANS),
            st.sampled_from(months("2025-11", "2027-02")),
            st.binary(min_size=16, max_size=16).map(bytes.hex),
            PARTS.map(".".join),
        ),
        max_size=4,
        unique_by=(lambda member: member.label, lambda member: member.file),
    ).map(tuple)
)
def test_what_is_written_is_read_again(members: Members) -> None:
    read, problems = parse_members(MEMBERS, members_text(members), PLANS)
    assert problems == ()
    assert read == tuple(sorted(members, key=lambda member: member.label))


def test_a_file_without_members_has_none() -> None:
    assert parse_members(MEMBERS, "", PLANS) == ((), ())
    assert parse_members(MEMBERS, members_text(()), PLANS) == ((), ())


def test_members_stand_in_the_order_of_their_labels() -> None:
    assert members_text((OLA, KARI)) == members_text((KARI, OLA))
    assert members_text((KARI,)).partition("\n\n")[2] == (
        '[[member]]\nlabel = "2026-0117"\nplan = "member"\nuntil = "2027-11"\n'
        f'file = "{KARI.file}"\ngrant = "{KARI.grant}"\n'
    )


def test_what_is_wrong_is_told_in_its_place_and_not_shown() -> None:
    command = "as `access issue` writes it"
    assert told(changed("label", '"kari@example.org"')) == [
        "4: value-wrong: `member.0.label` should be at most 64 letters, digits, hyphens, underscores and full stops."
    ]
    assert told(changed("plan", '"7KQ2-M9XA"')) == ["5: value-wrong: `member.0.plan` should be one of member, patron."]
    assert told(changed("until", '"2027-13"')) == [
        "6: value-wrong: `member.0.until` should be a month such as 2027-11."
    ]
    assert told(changed("file", '"7KQ2-M9XA"')) == [f"7: value-wrong: `member.0.file` should be {command}."]
    assert told(changed("grant", '"7KQ2-M9XA"')) == [f"8: value-wrong: `member.0.grant` should be {command}."]


def test_a_value_that_is_no_text_is_told() -> None:
    assert told(changed("until", "2027-11-01")) == ["6: value-wrong: `member.0.until` should be text."]
    assert told(changed("grant", '""')) == ["8: value-empty: `member.0.grant` is empty."]


def test_a_member_that_stands_there_twice_is_told() -> None:
    text = members_text((KARI, OLA)).replace(OLA.label, KARI.label)
    assert told(text) == ["11: member-twice: `member.1.label` is that of another member, `member.0`."]
    text = members_text((KARI, OLA)).replace(OLA.file, KARI.file)
    assert told(text) == ["14: member-twice: `member.1.file` is that of another member, `member.0`."]


def test_keys_that_are_not_known_and_keys_that_are_missing_are_told() -> None:
    assert told('[[member]]\ncode = "7KQ2-M9XA-4TBR-E0ZN"\n') == [
        "2: key-unknown: `member.0.code` is not a key that is known here.",
        *(f"1: key-missing: `member.0.{key}` is missing." for key in Member.__struct_fields__),
    ]


def test_what_is_no_toml_is_told() -> None:
    assert [line.partition(": ")[2][:11] for line in told("[[member]\n")] == ["toml-syntax"]


# ---- Months ---------------------------------------------------------------------------


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert months("2026-11", "2027-02") == ("2026-11", "2026-12", "2027-01", "2027-02")
    assert months("2026-11", "2026-11") == ("2026-11",)
    assert months("2026-12", "2026-11") == ()


def test_a_month_is_one_of_twelve() -> None:
    assert is_month("2026-12")
    assert not any(map(is_month, ("2026-13", "2026-00", "2026-1", "26-01", "2026-01-01", "0000-01", "２０２６-01", "")))
