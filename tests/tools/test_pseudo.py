"""The pseudo locale."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.catalog import PSEUDO_LOCALE, Extracted, placeholders
from ordskifte.model.text import Message
from ordskifte.parse.catalogs import parse_catalog
from ordskifte.pipeline.sources import plurals
from ordskifte.render.formats import plural_header
from ordskifte.render.wording import catalog_path
from ordskifte.tools.po import po_text
from ordskifte.tools.pseudo import pseudo, pseudo_words


@pytest.mark.parametrize(
    ("english", "shown"),
    [
        ("Read more", "⟦Ŕéááð ɱööŕé⟧"),
        ("OK", "⟦ÖĶ⟧"),
        ("%(n)s of %(all)s, 100%% or 5 %", "⟦%(n)s öƒ %(all)s, 100%% ööŕ 5 %⟧"),
        ("To <subscribe>subscribe</subscribe>", "⟦Ţö <subscribe>ššüƀššçŕííƀé</subscribe>⟧"),
        ("A&nbsp;B &#169;", "⟦Å&nbsp;Ɓ &#169;⟧"),
        ("[Us](/about/) at a@b.org, https://b.org/x", "⟦[Ûš](/about/) ááţ a@b.org, https://b.org/x⟧"),
        (" By ", " ⟦Ɓý⟧ "),
        ("\n", "\n"),
    ],
)
def test_words_are_strange_and_what_is_no_word_stays(english: str, shown: str) -> None:
    assert pseudo_words(english) == shown


def test_words_are_longer_by_a_third() -> None:
    assert len(pseudo_words("abc" * 100)) == 2 + 400


@given(st.text(min_size=1))
def test_every_text_that_says_something_stands_in_brackets(english: str) -> None:
    shown = pseudo_words(english)
    assert bool(english.strip()) == bool(re.fullmatch(r"\s*⟦.*⟧\s*", shown, re.DOTALL))
    assert placeholders(shown) == placeholders(english)


def test_the_catalog_is_whole_and_nothing_in_it_is_wrong() -> None:
    uses = [
        Extracted(Message("%(n)s article"), "%(n)s articles", "", "a.html"),
        Extracted(Message("To <donate>donate</donate>", "x"), "", "", "a.html"),
    ]
    text = po_text(pseudo(uses, plural_header(PSEUDO_LOCALE)))
    found = parse_catalog(catalog_path(PSEUDO_LOCALE), text, PSEUDO_LOCALE, plurals(PSEUDO_LOCALE))
    assert found.diagnostics == ()
    assert {message: words.forms for message, words in found.catalog.messages.items()} == {
        Message("%(n)s article"): ("⟦%(n)s áŕţţíçļļé⟧", "⟦%(n)s áŕţţíçļļéš⟧"),
        Message("To <donate>donate</donate>", "x"): ("⟦Ţö <donate>ððöñááţé</donate>⟧",),
    }
    assert '"Language: en_XA\\n"' in text
