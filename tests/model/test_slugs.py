"""Slugs."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.slugs import LONGEST, is_slug, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hva er en øy?", "hva-er-en-oy"),
        ("Ærfugl på Ålesund", "aerfugl-pa-alesund"),
        ("Über Gößweinstein", "uber-gossweinstein"),
        ("Þingvellir í góðu", "thingvellir-i-godu"),
        ("Sámi giella ja ŋuoŋŋa, Đorđe, Ŧ", "sami-giella-ja-nuonna-dorde-t"),
        ("Łódź, Ελλάδα, Москва, 北京", "lodz-ellada-moskva-beijing"),
        ("Norway’s choice", "norways-choice"),
        ("L'État, c'est moi", "letat-cest-moi"),
        ("“Quoted” – and/or  dashed —", "quoted-and-or-dashed"),
        ("2026: 12,5 %", "2026-12-5"),
        ("soft\u00adhyphen, zero\u200bwidth, \u202ebidi", "softhyphen-zerowidth-bidi"),
        ("../../etc/passwd", "etc-passwd"),
        ("ISTANBUL İzmir", "istanbul-izmir"),
        ("!!! …", ""),
        ("", ""),
    ],
)
def test_words_become_plain_ascii(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_decomposed_letters_are_the_same_letters() -> None:
    assert slug(unicodedata.normalize("NFD", "På øya ä")) == slug("På øya ä") == "pa-oya-a"


def test_a_site_may_spell_letters_in_its_own_way() -> None:
    assert slug("Ålesund på øya", letters={"å": "aa", "ø": "oe"}) == "aalesund-paa-oeya"


def test_a_long_title_is_cut_between_words() -> None:
    assert slug("ord " * 100) == "-".join(["ord"] * 50)
    assert slug("x" * 300) == "x" * LONGEST


def test_a_name_that_windows_keeps_for_itself_is_changed() -> None:
    assert slug("CON") == "con-x"
    assert slug("Con artists") == "con-artists"


@pytest.mark.parametrize("text", ["hva-er-en-oy", "2026", "a", "x-1-y", "x" * LONGEST, "com0", "con-artists"])
def test_these_are_slugs(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-a",
        "a-",
        "a--b",
        "A",
        "øy",
        "a b",
        "a_b",
        "a.b",
        "..",
        "../x",
        "/abs",
        "..\\x",
        "%2e%2e",
        "a\n",
        "٣",
        "con",
        "lpt9",
        "x" * (LONGEST + 1),
        "a\u200bb",
    ],
)
def test_these_are_not(text: str) -> None:
    assert not is_slug(text)


@given(st.text())
def test_a_slug_is_its_own_slug(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@given(st.text())
def test_what_slug_makes_is_a_slug_or_nothing(text: str) -> None:
    made = slug(text)
    assert made == "" or is_slug(made)


@given(st.text())
def test_the_unicode_form_of_a_text_does_not_matter(text: str) -> None:
    assert slug(unicodedata.normalize("NFD", text)) == slug(unicodedata.normalize("NFC", text))
