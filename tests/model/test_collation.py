"""The order of names and titles in an index. Each list here is in the order that a printed index has."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.collation import DIGITS, collation_key, initial

NORWEGIAN = """
1814
2 land
Abel
Abelsen
Adams
Berg
Đorđević
Dørum
Myhre
Müller
Myrdal
Nansen
Wałęsa
Werner
Zahl
Ägren
Æsop
Öberg
Ødegård
Ørsted
Aadland
Årnes
Aarø
Åsen
"""

SWEDISH = """
Aalto
Adams
Müller
Myrdal
Vik
Wik
Zorn
Åberg
Ågren
Ängby
Ærø
Öberg
Ødegård
Östlund
"""

ENGLISH = """
Aalto
Aarø
Abel
Åberg
Ægir
Afzelius
Đorđević
Oakes
Öberg
Ødegård
Œuvres
Ogden
Thompson
Þorsteinn
Tod
Żak
Zorn
Ибсен
"""

WORDS = """
Dahl, Berit
Dahl, Åse
Dahl 2
Dahl Berg, Anne
Dahl-Lie, Anne
Dahle, Anne
D’Amico
Dan
«Dans»
Den lange veien
Denne veien
"""

CASES = """
polen
Polen
pólen
Pólen
polene
résumé
resumeer
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize(
    ("locale", "index"),
    [
        ("nb", NORWEGIAN),
        ("nn", NORWEGIAN),
        ("da", NORWEGIAN),
        ("sv", SWEDISH),
        ("fi", SWEDISH),
        ("en", ENGLISH),
        ("en-GB", ENGLISH),
        ("tlh", ENGLISH),
        ("nb", WORDS),
        ("nb-SJ", WORDS),
        ("en", CASES),
        ("nb", CASES),
    ],
)
def test_an_index_is_in_the_order_of_its_language(locale: str, index: str) -> None:
    in_order = lines(index)
    assert sorted(in_order, key=lambda text: collation_key(text, locale)) == in_order


@pytest.mark.parametrize(
    ("text", "locale", "heading"),
    [
        ("Aarø", "nb", "Å"),
        ("AARØ", "nn", "Å"),
        ("Aarø", "en", "A"),
        ("Aarø", "sv", "A"),
        ("Ågot", "nb", "Å"),
        ("Ågot", "en", "A"),
        ("Ärlig", "nb", "Æ"),
        ("Ärlig", "sv", "Ä"),
        ("Ölmez", "da", "Ø"),
        ("Øst", "sv", "Ö"),
        ("Øst", "en", "O"),
        ("Ünal", "nb", "Y"),
        ("Ünal", "de", "U"),
        ("Þóra", "en", "T"),
        ("élan", "nb", "E"),
        ("«Øst»", "nb", "Ø"),
        ("1814", "nb", DIGITS),
        ("Ибсен", "nb", "И"),
        ("北京", "nb", "北"),
        (", …!", "nb", ""),
        ("", "nb", ""),
    ],
)
def test_a_text_stands_under_its_first_letter(text: str, locale: str, heading: str) -> None:
    assert initial(text, locale) == heading


def test_aaron_stands_among_the_as_by_the_name_he_is_sorted_by() -> None:
    assert initial("Aaron", "nb") == "Å"
    assert initial("Aron", "nb") == "A"


def test_a_letter_may_be_written_as_two_signs() -> None:
    for text in lines(NORWEGIAN):
        assert collation_key(unicodedata.normalize("NFD", text), "nb") == collation_key(text, "nb")


@given(st.text(), st.text(), st.sampled_from(["nb", "sv", "en"]))
def test_two_texts_that_differ_have_an_order(left: str, right: str, locale: str) -> None:
    is_same = unicodedata.normalize("NFC", left) == unicodedata.normalize("NFC", right)
    assert (collation_key(left, locale) == collation_key(right, locale)) == is_same


@given(st.lists(st.text(alphabet="aAbyzZæÆøØåÅäÖü -,1")), st.sampled_from(["nb", "sv", "en"]))
def test_texts_under_one_heading_stand_together(texts: list[str], locale: str) -> None:
    index = sorted(texts, key=lambda text: collation_key(text, locale))
    headings = [initial(text, locale) for text in index]
    changes = sum(left != right for left, right in pairwise(headings))
    assert changes == max(0, len(set(headings)) - 1)
