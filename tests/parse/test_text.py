"""Bytes in, text and problems out."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.diagnostics import Diagnostic, Span
from ordskifte.parse.text import decoded

PATH = "content/articles/fjord.nb.md"


def text_of(content: bytes) -> str:
    text, problems = decoded(PATH, content)
    assert problems == ()
    return text


def problem_in(content: bytes) -> Diagnostic:
    _, (problem,) = decoded(PATH, content)
    assert problem.is_error
    return problem


def test_utf_8_is_read_as_it_is() -> None:
    assert (
        text_of("«Blåbærsyltetøy» 🫐 på norsk\tog\nsamisk: ŋ".encode()) == "«Blåbærsyltetøy» 🫐 på norsk\tog\nsamisk: ŋ"
    )


def test_an_empty_file_is_an_empty_text() -> None:
    assert text_of(b"") == ""


def test_a_byte_order_mark_is_dropped() -> None:
    assert text_of(codecs.BOM_UTF8 + b"---\n") == "---\n"


def test_a_byte_order_mark_inside_the_text_is_kept() -> None:
    assert text_of("a\ufeffb".encode()) == "a\ufeffb"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_becomes_a_line_feed(ending: str) -> None:
    assert text_of(ending.join(["en", "", "to", ""]).encode()) == "en\n\nto\n"


def test_mixed_line_endings_become_line_feeds() -> None:
    assert text_of(b"1\r2\r\n3\n4\r\r\n") == "1\n2\n3\n4\n\n"


def test_no_break_spaces_and_soft_hyphens_are_no_control_characters() -> None:
    assert text_of("500\u00a0kr, stor\u00adting, \u2028".encode()) == "500\u00a0kr, stor\u00adting, \u2028"


def test_a_wrong_byte_is_shown_with_its_place_and_its_likely_meaning() -> None:
    problem = problem_in("først\r\nblå b\xe5t".encode("cp1252").replace(b"f\xf8rst", "først".encode()))
    assert problem.code == "encoding"
    assert problem.message == "What stands here is not UTF-8: the byte 0xE5."
    assert problem.span == Span(PATH, 2, 3)
    assert problem.hint == "Save the file as UTF-8. This was probably “å” in Windows-1252."


def test_a_column_counts_letters_and_not_bytes() -> None:
    assert problem_in("æøå🫐".encode() + b"\xff").span == Span(PATH, 1, 5)


def test_a_byte_order_mark_takes_no_column() -> None:
    assert problem_in(codecs.BOM_UTF8 + b"a\xff").span == Span(PATH, 1, 2)


def test_a_wrong_byte_after_an_old_macs_line_ending_is_on_the_next_line() -> None:
    assert problem_in(b"a\r\xff").span == Span(PATH, 2, 1)


def test_a_letter_cut_off_at_the_end_of_the_file_is_wrong() -> None:
    assert problem_in("blå".encode()[:-1]).span == Span(PATH, 1, 3)


def test_a_byte_that_means_nothing_in_windows_1252_has_the_plain_hint() -> None:
    assert problem_in(b"\x81").hint == "Save the file as UTF-8."


def test_the_rest_of_a_wrong_text_can_be_read() -> None:
    text, _ = decoded(PATH, b"title: B\xe5t\ndate: 2025\n")
    assert text == "title: B\ufffdt\ndate: 2025\n"


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "UTF-32"),
        ("utf-32-be", codecs.BOM_UTF32_BE, "UTF-32"),
    ],
)
def test_another_unicode_encoding_is_named_and_read(codec: str, mark: bytes, name: str) -> None:
    text, (problem,) = decoded(PATH, mark + "---\r\nblå\r\n".encode(codec))
    assert text == "---\nblå\n"
    assert problem.message == f"The file is in {name}, not in UTF-8."
    assert problem.span == Span(PATH, 1, 1)


def test_a_null_character_is_an_error_with_its_place() -> None:
    problem = problem_in(b"en\r\nto\0tre")
    assert problem.code == "control-character"
    assert problem.message == "There is a null character here."
    assert problem.span == Span(PATH, 2, 3)


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x92", "\ufffe", "\uffff"])
def test_a_control_character_is_an_error_and_stands_as_a_replacement(character: str) -> None:
    text, (problem,) = decoded(PATH, f"a{character}b".encode())
    assert text == "a\ufffdb"
    assert problem.message == f"There is a control character U+{ord(character):04X} here."
    assert problem.span == Span(PATH, 1, 2)


def test_each_control_character_is_told_once_at_its_first_place() -> None:
    _, problems = decoded(PATH, b"\x01\n\x02\x01\x02\n" * 1000)
    assert [problem.span for problem in problems] == [Span(PATH, 1, 1), Span(PATH, 2, 1)]


def test_a_file_of_random_bytes_gives_few_problems() -> None:
    _, problems = decoded(PATH, bytes(range(256)) * 4000)
    assert len(problems) < 40


@given(st.binary())
def test_any_bytes_become_a_clean_text_or_problems(content: bytes) -> None:
    text, problems = decoded(PATH, content)
    assert "\r" not in text
    again, none = decoded(PATH, text.encode())
    assert none == ()
    assert again == text.removeprefix("\ufeff")
    if not problems:
        assert text.replace("\n", "") == content.decode("utf-8-sig").replace("\r", "").replace("\n", "")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff") | st.just("\n")))
def test_any_written_text_comes_back(text: str) -> None:
    for ending in ("\n", "\r\n", "\r"):
        assert text_of(text.replace("\n", ending).encode()) == text
