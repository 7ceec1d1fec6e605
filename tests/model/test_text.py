"""Words that know their language never lose it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from ordskifte.model.text import Html, LanguageLost, Message, Saying, Text, Texts

TEXT = Text("Isen & havet", "nb")
HTML = Html("<em>Isen</em> &amp; havet", "nb")
BOTH = Texts((("en", "The ice"), ("nb", "Isen")))


@pytest.mark.parametrize("value", [TEXT, Saying("Les mer", "nb"), HTML], ids=repr)
def test_a_text_cannot_become_a_bare_string(value: Text | Html) -> None:
    with pytest.raises(LanguageLost, match="nb"):
        str(value)
    with pytest.raises(LanguageLost):
        f"{value}"
    with pytest.raises(LanguageLost):
        "".join(map(str, [value]))
    with pytest.raises(LanguageLost):
        escape(value)
    with pytest.raises(LanguageLost):
        Markup("<p>{}</p>").format(value)
    with pytest.raises(LanguageLost):
        Environment(autoescape=True).from_string("{{ value }}").render(value=value)


def test_a_text_shows_itself_to_who_looks_for_a_mistake() -> None:
    assert repr(TEXT) == "Text(value='Isen & havet', locale='nb', is_fallback=False)"


def test_an_empty_text_is_false() -> None:
    assert [bool(value) for value in (TEXT, HTML, Text("", "nb"), Html("", "nb"))] == [True, True, False, False]


def test_html_is_safe_markup() -> None:
    assert HTML.markup == Markup("<em>Isen</em> &amp; havet")
    assert escape(HTML.markup) == HTML.value


@pytest.mark.parametrize(
    ("wanted", "picked"),
    [
        (("nb", "en"), Text("Isen", "nb")),
        (("en",), Text("The ice", "en")),
        (("nn", "nb", "en"), Text("Isen", "nb", is_fallback=True)),
        (("nn", "se"), Text("The ice", "en", is_fallback=True)),
        ((), Text("The ice", "en", is_fallback=True)),
        (("nb-NO",), Text("The ice", "en", is_fallback=True)),
    ],
)
def test_the_first_language_that_has_the_words_is_picked_else_the_first_that_was_given(
    wanted: tuple[str, ...], picked: Text
) -> None:
    assert BOTH.pick(wanted) == picked
    assert BOTH.pick(iter(wanted)) == picked


LOCALES = st.sampled_from(["nb", "nn", "en", "se", "fr"])
TEXTS = st.dictionaries(LOCALES, st.text(), min_size=1).map(lambda words: Texts(tuple(words.items())))


@given(TEXTS, st.lists(LOCALES))
def test_a_text_is_always_in_the_language_that_it_says(texts: Texts, wanted: list[str]) -> None:
    picked = texts.pick(wanted)
    assert (picked.locale, picked.value) in texts.values
    assert picked.is_fallback == (wanted[:1] != [picked.locale])


def test_homonyms_are_told_apart_by_their_contexts() -> None:
    assert Message("Share", "verb") != Message("Share", "noun")
    assert Message("Share").context == ""
