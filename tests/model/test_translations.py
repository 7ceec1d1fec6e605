import pytest

from ordskifte.model.translations import Part, Segment, essence, is_text_fingerprint, text_fingerprint

TEXT = (
    Segment(Part.TITLE, "The last ferry"),
    Segment(Part.HEADING_2, "At six"),
    Segment(Part.PARAGRAPH, "It leaves at *six* from `_pier_`, says [Åse](page:about)."),
)


def changed(number: int, segment: Segment) -> tuple[Segment, ...]:
    return (*TEXT[:number], segment, *TEXT[number + 1 :])


def test_a_fingerprint_that_was_ever_made_is_made_for_ever() -> None:
    """Were this another one, every translation of every site would be stale."""
    assert text_fingerprint(TEXT) == "v1:b8e2162057cd549f"
    assert text_fingerprint(()) == "v1:e3b0c44298fc1c14"


def test_the_place_in_the_file_is_no_part_of_it() -> None:
    assert text_fingerprint(changed(0, Segment(Part.TITLE, "The last ferry", 7))) == text_fingerprint(TEXT)


@pytest.mark.parametrize(
    "other",
    [
        changed(0, Segment(Part.TITLE, "The last train")),
        changed(1, Segment(Part.HEADING_3, "At six")),
        changed(2, Segment(Part.PARAGRAPH, "It leaves at six from `_pier_`, says [Åse](page:about).")),
        changed(2, Segment(Part.PARAGRAPH, "It leaves at *six* from `_pier_`, says [Åse](page:contact).")),
        TEXT[:2],
        TEXT[::-1],
    ],
)
def test_other_words_another_order_or_another_part_is_another_fingerprint(other: tuple[Segment, ...]) -> None:
    assert text_fingerprint(other) != text_fingerprint(TEXT)


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("_so_ it is", "*so* it is"),
        ("__so__ it is", "**so** it is"),
        (r"1\. May \*", "1. May *"),
        ("(_so_)", "(*so*)"),
    ],
)
def test_signs_of_markdown_that_say_the_same_are_the_same(words: str, others: str) -> None:
    assert essence(words) == essence(others)


def test_an_underscore_inside_a_word_is_a_letter_of_it() -> None:
    assert essence("snake_case") == "snake_case"


def test_only_the_first_version_of_fingerprints_is_known() -> None:
    assert is_text_fingerprint("v1:c71e4e1a7a2c7eb5")
    for other in ("", "v2:c71e4e1a7a2c7eb5", "v1:c71e", "v1:C71E4E1A7A2C7EB5", "v1:c71e4e1a7a2c7eb5 "):
        assert not is_text_fingerprint(other)
