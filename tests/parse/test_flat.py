"""Front matter of one value a line is read as libyaml reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.parse.flat import flat_table
from ordskifte.parse.yaml import yaml_table

PLAIN = """\
title: "Cables: “glass”, 'hair' & # anchors"
standfirst: Det står førti par sko i oppgangen, kl. 10:30 [sic]
date: 2026-06-03T06:07:00+00:00
authors:  [ karl-aaro,Ida Olsen , "B, c" ]
image: {file: lead.svg, alt: "A {b}"}
extra: { access: free }
"""
PIECES = st.lists(
    st.sampled_from(
        (
            *("title", "tags", "a", "ø", "b c", "é ", "no", "null", "~", "1.10", "2026-01-01", "10:30", "“", "😀"),
            *(": ", ":", " ", "  ", "\t", ", ", ",", "[", "]", "{", "}", "[a, b]", "{a: b}", '"', '"x"', "'", "\\"),
            *(
                "\n",
                "\ntags: ",
                "\nimage: ",
                "\n  ",
                "\n- ",
                "\n\n",
                "#",
                " #",
                "-",
                "---",
                "...",
                "&",
                "*",
                "!",
                "|",
                ">",
            ),
            *("%", "@", "`", "?", "=", "<<", ".", "/", "_", "\xa0", "\x85", "\u2028", "\ufeff", "\x7f", "\x00"),
        )
    ),
    max_size=12,
).map("".join)
VALUES = st.sampled_from(("a", "b c", "2026-01-01", "10:30", '"x: y"', "[a, b]", '["a",b ]', "{c: d}", '{ c: "d, e" }'))
HEADS = st.lists(st.tuples(st.sampled_from("abcdef"), VALUES | PIECES)).map(
    lambda lines: "".join(f"{key}: {value}\n" for key, value in lines)
)


@given(HEADS | PIECES)
def test_what_is_read_at_a_look_is_what_libyaml_reads(head: str) -> None:
    table = flat_table("a.en.md", head, 2)
    assert table is None or (table, ()) == yaml_table("a.en.md", head, 2)


@given(st.integers(0, len(PLAIN)), st.integers(0, 4), PIECES | st.text(max_size=2))
def test_a_slip_of_the_finger_is_read_as_libyaml_reads_it(at: int, length: int, typed: str) -> None:
    head = PLAIN[:at] + typed + PLAIN[at + length :]
    table = flat_table("a.en.md", head, 2)
    assert table is None or (table, ()) == yaml_table("a.en.md", head, 2)


def test_places_stand_in_the_order_in_which_libyaml_comes_to_them() -> None:
    table = flat_table("a.en.md", PLAIN, 2)
    assert table is not None
    thorough, _ = yaml_table("a.en.md", PLAIN, 2)
    assert [*table.places.items()] == [*thorough.places.items()]
    assert [*table.keys.items()] == [*thorough.keys.items()]


@pytest.mark.parametrize(
    "head",
    [
        *("", "a", "a:", "a: b\n\n", "a: b\na: c", "a: {b: c, b: d}", "- a", "a: &b c", "a: *b", "a: !c d", "a: |"),
        *("a: b # c", "a: b: c", "a: 'b'", 'a: "\\n"', "a: [b", "a: [[b]]", "a:\n  b: c", "a: b\n  c", 'a: "b\nc"'),
    ],
)
def test_what_takes_more_than_a_look_is_left_to_libyaml(head: str) -> None:
    assert flat_table("a.en.md", head, 2) is None
