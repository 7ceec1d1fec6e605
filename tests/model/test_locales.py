"""Locale tags and the facts of a language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.locales import direction, normalised, primary, quotes, reading_minutes, truncations

TAGS = st.from_regex(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,4}", fullmatch=True)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("nb", "nb"),
        ("no", "nb"),
        ("no-NO", "nb"),
        ("nb_NO", "nb"),
        ("NB-no", "nb"),
        ("nn_NO", "nn"),
        ("no-bok", "nb"),
        ("no-nyn", "nn"),
        ("no-nyn-NO", "nn"),
        ("no-SJ", "nb-SJ"),
        ("no-x-old", "nb-x-old"),
        ("nob", "nb"),
        ("nno-NO", "nn"),
        ("non", "non"),
    ],
)
def test_norwegian_is_bokmal_or_nynorsk(tag: str, expected: str) -> None:
    assert normalised(tag) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("EN", "en"),
        ("eng-gb", "en-GB"),
        ("en_gb", "en-GB"),
        ("zh-hANT-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("sl-ROZAJ-biske", "sl-rozaj-biske"),
        ("de-ch-1996", "de-CH-1996"),
        ("en-U-CA-Gregory-X-NO-Latn", "en-u-ca-gregory-x-no-latn"),
        ("x-Foo-AB-Latn", "x-foo-ab-latn"),
    ],
)
def test_a_tag_is_cased_as_the_rfc_says(tag: str, expected: str) -> None:
    assert normalised(tag) == expected


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "e",
        "12",
        "british",
        "en-",
        "en--GB",
        "-en",
        "nb NO",
        "nb_NO.UTF-8",
        "sr@latin",
        "nb\n",
        "ñb",
        "ﬁ",
        "K",
    ],
)
def test_a_malformed_tag_is_refused_in_a_sentence(tag: str) -> None:
    with pytest.raises(ValueError, match="is not a language tag; write one such as nb, en or en-GB"):
        normalised(tag)


@given(TAGS)
def test_normalising_twice_changes_nothing_more(tag: str) -> None:
    try:
        once = normalised(tag)
    except ValueError:
        return
    assert normalised(once) == once
    assert once.lower() == once.upper().lower()
    assert normalised(tag.swapcase()) == once


def test_the_primary_language_stands_first() -> None:
    assert primary("zh-Hant-TW") == "zh"
    assert primary("nb") == "nb"


def test_a_tag_is_truncated_subtag_by_subtag() -> None:
    assert truncations("zh-Hant-TW") == ("zh-Hant-TW", "zh-Hant", "zh")


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nb", "«»‘’"),
        ("nn", "«»‘’"),
        ("en", "“”‘’"),
        ("en-GB", "“”‘’"),
        ("sv", "””’’"),
        ("da", "””’’"),
        ("fi", "””’’"),
        ("se", "””’’"),
        ("de", "„“‚‘"),
        ("de-AT", "„“‚‘"),
        ("de-CH", "«»‹›"),
        ("de-CH-1996", "«»‹›"),
        ("is", "„“‚‘"),
        ("zh", "“”‘’"),
        ("zh-Hant-TW", "「」『』"),
        ("tlh", "“”‘’"),
    ],
)
def test_quotes_follow_the_language(locale: str, expected: str) -> None:
    assert "".join(quotes(locale)) == expected


def test_french_quotes_carry_their_spaces() -> None:
    assert quotes("fr") == ("«\u00a0", "\u00a0»", "“", "”")
    assert quotes("fr-CH") == ("«", "»", "‹", "›")


@pytest.mark.parametrize("locale", ["ar", "ar-EG", "he", "fa", "ur", "yi", "ckb", "az-Arab", "pa-PK", "ks", "ff-Adlm"])
def test_these_are_written_from_right_to_left(locale: str) -> None:
    assert direction(locale) == "rtl"


@pytest.mark.parametrize(
    "locale", ["nb", "en", "tlh", "ar-Latn", "az", "pa", "ks-Deva", "en-x-arab", "x-arab", "ru-Cyrl"]
)
def test_these_are_written_from_left_to_right(locale: str) -> None:
    assert direction(locale) == "ltr"


@pytest.mark.parametrize(
    ("words", "locale", "expected"),
    [
        (0, "nb", 1),
        (210, "nb", 1),
        (211, "nb", 2),
        (420, "nn", 2),
        (238, "en", 1),
        (239, "en-GB", 2),
        (200, "se", 1),
        (201, "se", 2),
    ],
)
def test_reading_time_is_rounded_up_by_the_pace_of_the_language(words: int, locale: str, expected: int) -> None:
    assert reading_minutes(words, locale) == expected
