import contextlib
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.model.diagnostics import Diagnostic, Span
from ordskifte.tools.wordpress.reading import Reading, Refused
from ordskifte.tools.wordpress.values import Entry

EXPORTS = Path(__file__).parent / "exports"
CLASSIC = (EXPORTS / "classic.xml").read_bytes()


def reading(content: bytes, size: int = 1000) -> Reading:
    return Reading("old.xml", lambda: (content[at : at + size] for at in range(0, len(content), size)))


def entries(content: bytes) -> list[Entry]:
    return list(reading(content).entries())


def refusal(content: bytes) -> Diagnostic:
    with pytest.raises(Refused) as refused:
        entries(content)
    return refused.value.diagnostic


def test_entries_are_read_with_their_lines() -> None:
    read = reading(CLASSIC)
    found = list(read.entries())
    lines = CLASSIC.decode().split("\n")
    assert [entry.kind for entry in found[:3]] == ["attachment", "post", "post"]
    assert all(lines[entry.place.line - 1].strip() == "<item>" for entry in found)
    assert lines[found[1].body_line - 1].strip().startswith("<content:encoded>")
    assert found[1].said("_thumbnail_id") == "11"
    assert found[1].comments == 2
    assert read.channel.title == "Fjordposten"
    assert [term.slug for term in read.channel.terms if term.taxonomy == "category"] == [
        "ukategorisert",
        "kystliv",
        "politikk",
        "lokalt",
    ]


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
def test_it_does_not_matter_how_the_bytes_come(size: int) -> None:
    assert list(reading(CLASSIC, size).entries()) == entries(CLASSIC)


def test_a_split_cdata_section_is_one_text() -> None:
    found = entries((EXPORTS / "blocks.xml").read_bytes())
    assert "Loud ]]> and clear." in found[-1].body


def test_other_prefixes_and_the_older_namespace_are_known() -> None:
    other = (
        CLASSIC.replace(b"wp:", b"w:")
        .replace(b"xmlns:wp", b"xmlns:w")
        .replace(b"http://wordpress", b"https://wordpress")
    )
    other = other.replace(b"export/1.2/", b"export/1.1/")
    assert entries(other) == entries(CLASSIC)


# --------------------------------------------------------------------------------------
# Broken files
# --------------------------------------------------------------------------------------


def test_a_file_that_was_cut_off_says_where_and_what_came_last() -> None:
    found = refusal(CLASSIC[: CLASSIC.index(b"Hemmelig")])
    assert found.code == "import-truncated"
    assert isinstance(found.span, Span)
    assert found.span.line > 100
    assert "“Broa” (post 13)" in found.message


def test_what_is_no_xml_any_more_says_where() -> None:
    line = CLASSIC[: CLASSIC.index(b"<title><![CDATA[Broa")].count(b"\n") + 1
    found = refusal(CLASSIC.replace(b"<title><![CDATA[Broa", b"<title>a & b<![CDATA[Broa"))
    assert (found.code, found.span.line if isinstance(found.span, Span) else 0) == ("import-syntax", line)


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"<html><p>", b"<rss><channel><title>A feed</title></channel></rss>", b"\xff\xd8\xff\xe0JFIF"],
)
def test_what_is_no_export_is_told(content: bytes) -> None:
    assert refusal(content).code in ("import-foreign", "import-truncated")


def test_a_document_type_is_refused_with_its_entities() -> None:
    bomb = b'<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>\n<rss>&b;&f;</rss>'
    found = refusal(bomb)
    assert (found.code, found.span.line if isinstance(found.span, Span) else 0) == ("import-doctype", 2)


def test_characters_that_xml_has_no_place_for_are_left_out_and_told() -> None:
    read = reading(CLASSIC.replace("Øya ventet".encode(), "Øya\x0bven\x08tet\x92".encode()))
    found = next(entry for entry in read.entries() if entry.id == 12)
    assert found.excerpt.startswith("Øya ventet")
    line = CLASSIC[: CLASSIC.index("Øya ventet".encode())].count(b"\n") + 1
    assert {(note.kind, note.words, note.place.line) for note in read.notes} == {
        ("control", "U+0008", line),
        ("control", "U+000B", line),
        ("control", "U+0092", line),
    }


def test_bytes_that_are_no_text_are_told_where_they_stand() -> None:
    read = reading(CLASSIC.replace("Øya ventet".encode(), b"\xd8ya ventet"))
    found = next(entry for entry in read.entries() if entry.id == 12)
    assert found.excerpt.startswith("�ya ventet")
    assert [note.kind for note in read.notes] == ["undecodable"]


def test_the_encoding_that_is_declared_is_believed() -> None:
    other = (
        CLASSIC.decode().replace('encoding="UTF-8"', 'encoding="windows-1252"').encode("cp1252", "xmlcharrefreplace")
    )
    assert [entry.title for entry in entries(other)] == [entry.title for entry in entries(CLASSIC)]
    assert entries(CLASSIC.decode().encode("utf-16"))[1].title == "Ferja som ble borte"
    assert refusal(CLASSIC.replace(b"UTF-8", b"martian", 1)).code == "import-encoding"
    assert refusal(CLASSIC.replace(b"UTF-8", b"rot13", 1)).code == "import-encoding"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(CLASSIC)), st.binary(max_size=6), st.integers(0, 3))
def test_no_damage_makes_it_crash(at: int, put: bytes, taken: int) -> None:
    read = reading(CLASSIC[:at] + put + CLASSIC[at + taken :])
    with contextlib.suppress(Refused):
        assert all(entry.place.line > 0 for entry in read.entries())


def test_a_large_file_takes_the_room_of_its_largest_entry() -> None:
    item = re.search(rb"\t<item>.*?</item>\n", CLASSIC, re.DOTALL)
    assert item is not None
    head, tail = CLASSIC[: item.start()], CLASSIC[item.end() :]
    one = item[0].replace(b"<content:encoded><![CDATA[", b"<content:encoded><![CDATA[" + b"words " * 8_000)

    def chunks() -> Iterator[bytes]:
        yield head
        for _ in range(200):
            yield one
        yield tail

    tracemalloc.start()
    count = sum(1 for _ in Reading("old.xml", chunks).entries())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count > 200
    assert peak < 3_000_000  # Of ten million bytes.


def test_a_value_without_end_is_left_out() -> None:
    huge = CLASSIC.replace(b"Ingen vet den.", b"x" * 5_000_000)
    read = reading(huge, 1 << 18)
    found = next(entry for entry in read.entries() if entry.id == 13)
    assert found.body == ""
    assert [note.kind for note in read.notes] == ["large"]
