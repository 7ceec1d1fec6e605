"""A newsletter in plain text: what becomes of words that a page would mark, and of long lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from ordskifte.model.text import Html, Text
from ordskifte.render.language import Unprintable
from ordskifte.render.newsletter import WIDTH, Plain, folded

LONG = "https://example.org/" + "a" * 90


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Text("Ice & <snow>", "en"), "Ice & <snow>"),
        (Html('Nytt i <span lang="en">Ice &amp; &lt;snow&gt;</span>', "nb"), "Nytt i Ice & <snow>"),
        (Markup("<bdi>Kari &amp; Ola</bdi>"), "Kari & Ola"),
        ("a < b > c", "a < b > c"),
        (3, 3),
    ],
)
def test_words_are_printed_bare_wherever_they_stand(value: object, shown: object) -> None:
    languages = Plain()
    with languages.inside("nb"):
        assert languages.printed(value) == shown


def test_what_is_no_words_is_printed_nowhere() -> None:
    languages = Plain()
    with languages.inside("nb"), pytest.raises(Unprintable):
        languages.printed(None)


def test_a_change_of_language_says_nothing_and_is_known() -> None:
    languages = Plain()
    with languages.inside("nb"):
        assert languages.enter("ar") == ""
        assert languages.current == "ar"
        languages.leave()
        assert languages.current == "nb"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\nTwo", "One\nTwo\n"),
        ("One\n\n\n\nTwo", "One\n\nTwo\n"),
        ("One \n   \n\t\nTwo", "One\n\nTwo\n"),
        ("word " * 20, "word " * 14 + "word\n" + "word " * 4 + "word\n"),
        (f"See {LONG} now", f"See\n{LONG}\nnow\n"),
        ("well-known " * 8, "well-known " * 6 + "well-known\nwell-known\n"),
        ("1.\u00a0mai " * 12, ("1.\u00a0mai " * 11).rstrip() + "\n1.\u00a0mai\n"),
    ],
)
def test_a_line_breaks_at_spaces(text: str, expected: str) -> None:
    assert folded(text) == expected


@given(st.lists(st.sampled_from(["a", "bc", "-", ".", "1.\u00a0mai", " ", "  ", "\n"]), max_size=200).map("".join))
def test_no_line_is_too_long_unless_it_is_one_word_and_no_word_is_lost(text: str) -> None:
    lines = folded(text).split("\n")
    assert all(len(line) <= WIDTH or " " not in line for line in lines)
    assert [word for line in lines for word in line.split(" ") if word] == [
        word for line in text.split("\n") for word in line.split(" ") if word
    ]
