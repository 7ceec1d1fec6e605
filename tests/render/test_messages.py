"""Messages in words: which language has them, in which form, with which values and links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from ordskifte.model.catalog import Catalog, Phrase, Translated
from ordskifte.model.text import Html, Message, Text
from ordskifte.render.formats import plural_form
from ordskifte.render.messages import MissingValue, linked, lookup, worded

ARTICLES = Message("%(n)s article")
NB = Catalog(
    "nb",
    {
        Message("Read more"): Translated(("Les mer",)),
        Message("Share", "verb"): Translated(("Del",)),
        ARTICLES: Translated(("Én artikkel", "%(n)s artikler"), "%(n)s articles"),
    },
)
NN = Catalog("nn", {Message("Latest"): Translated(("Siste nytt",))})
EN = Catalog("en", {Message("Latest"): Translated(("The latest",))})
CATALOGS = {"nb": NB, "nn": NN, "en": EN}

ASK = Phrase(
    ("%(site)s lever av leserne. <subscribe>Bli abonnent</subscribe> eller <donate>gi</donate>!",), "nb", False
)


def said(phrase: Phrase, n: int | None = None, /, **values: object) -> Text | Html:
    return worded(phrase, n, values, plural_form)


def phrase(form: str) -> Phrase:
    return Phrase((form,), "nb", is_fallback=False)


# ---- Which language ------------------------------------------------------------------


def test_a_translation_is_found_in_its_catalog() -> None:
    assert lookup(CATALOGS, ("nb",), Message("Read more")) == Phrase(("Les mer",), "nb", is_fallback=False)


def test_the_next_language_of_the_chain_is_a_fallback() -> None:
    assert lookup(CATALOGS, ("nn", "nb"), Message("Read more")) == Phrase(("Les mer",), "nb", is_fallback=True)


def test_the_end_of_every_chain_is_the_english_of_the_message() -> None:
    assert lookup(CATALOGS, ("nn", "nb"), Message("About")) == Phrase(("About",), "en", is_fallback=True)
    assert lookup({}, ("en",), Message("About")) == Phrase(("About",), "en", is_fallback=False)


def test_english_may_have_a_catalog() -> None:
    assert lookup(CATALOGS, ("en",), Message("Latest")) == Phrase(("The latest",), "en", is_fallback=False)


def test_english_is_complete_without_one_so_what_follows_it_is_not_asked() -> None:
    assert lookup(CATALOGS, ("en", "nb"), Message("Read more")) == Phrase(("Read more",), "en", is_fallback=False)


def test_homonyms_are_told_apart() -> None:
    assert lookup(CATALOGS, ("nb",), Message("Share", "verb")).forms == ("Del",)
    assert lookup(CATALOGS, ("nb",), Message("Share", "noun")).forms == ("Share",)


def test_a_plural_comes_with_all_its_forms() -> None:
    assert lookup(CATALOGS, ("nb",), ARTICLES, "%(n)s articles").forms == ("Én artikkel", "%(n)s artikler")
    assert lookup(CATALOGS, ("nn",), ARTICLES, "%(n)s articles").forms == ("%(n)s article", "%(n)s articles")


def test_forms_that_were_made_for_another_plural_are_not_used() -> None:
    assert lookup(CATALOGS, ("nb",), ARTICLES, "%(count)s articles").locale == "en"
    assert lookup(CATALOGS, ("nb",), Message("Read more"), "Read them all").locale == "en"


def test_a_message_without_a_number_may_share_a_plurals_first_form() -> None:
    article, counted = Message("Article"), Message("An article")
    catalog = Catalog(
        "nb",
        {
            article: Translated(("Artikkel", "Artikler"), "Articles"),
            counted: Translated(("%(n)s artikkel", "%(n)s artikler"), "%(n)s articles"),
        },
    )
    assert lookup({"nb": catalog}, ("nb",), article).locale == "nb"
    assert lookup({"nb": catalog}, ("nb",), counted).locale == "en"


# ---- Numbers and values --------------------------------------------------------------


@pytest.mark.parametrize(("n", "expected"), [(0, "0 artikler"), (1, "Én artikkel"), (2, "2 artikler")])
def test_a_number_takes_its_form(n: int, expected: str) -> None:
    found = lookup(CATALOGS, ("nb",), ARTICLES, "%(n)s articles")
    assert said(found, n, n=n) == Text(expected, "nb")


def test_the_form_is_picked_by_the_language_that_has_the_words() -> None:
    found = lookup(CATALOGS, ("ja", "nb"), ARTICLES, "%(n)s articles")
    assert said(found, 2, n=2) == Text("2 artikler", "nb", is_fallback=True)


def test_a_single_form_will_do_for_any_number() -> None:
    assert said(Phrase(("%(n)s日",), "ja", is_fallback=False), 2, n=2) == Text("2日", "ja")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Av %(author)s", "Av Åsne"),
        ("%(author)s & <%(author)s>", "Åsne & <Åsne>"),
        ("5% rabatt", "5% rabatt"),
        ("100%% av %(author)s", "100% av Åsne"),
        ("%%(author)s", "%(author)s"),
        ("%(author)", "%(author)"),
    ],
)
def test_placeholders_are_filled_and_other_signs_left(form: str, expected: str) -> None:
    assert said(phrase(form), author="Åsne") == Text(expected, "nb")


def test_a_value_is_not_searched_for_placeholders() -> None:
    assert said(phrase("%(a)s%(b)s"), a="%(b)s", b="%%") == Text("%(b)s%%", "nb")


def test_a_value_in_the_language_of_the_phrase_is_plain() -> None:
    assert said(phrase("Av %(author)s"), author=Text("R&D", "nb")) == Text("Av R&D", "nb")


def test_a_value_in_another_language_is_marked_and_the_rest_escaped() -> None:
    words = said(phrase("<Les> «%(title)s»"), title=Text("R&D", "en"))
    assert words == Html('&lt;Les&gt; «<span lang="en">R&amp;D</span>»', "nb")


def test_a_marked_value_makes_html_of_the_plain_ones_too() -> None:
    words = said(phrase("%(a)s, %(b)s, %(c)s"), a=Markup("<b>x</b>"), b="<y>", c=3)
    assert words == Html("<b>x</b>, &#60;y&gt;, 3", "nb")


def test_html_is_marked_where_its_language_is_another() -> None:
    assert said(phrase("%(x)s"), x=Html("<i>a</i>", "nb")) == Html("<i>a</i>", "nb")
    assert said(phrase("%(x)s"), x=Html("<i>a</i>", "en")) == Html('<span lang="en"><i>a</i></span>', "nb")


def test_a_fallback_keeps_its_language() -> None:
    assert said(Phrase(("By %(x)s",), "en", is_fallback=True), x="Å") == Text("By Å", "en", is_fallback=True)


def test_a_value_left_out_is_a_mistake_of_the_template() -> None:
    with pytest.raises(MissingValue, match=r"needs a value for %\(author\)s"):
        said(phrase("Av %(author)s"), name="Åsne")


# ---- Links ---------------------------------------------------------------------------


def test_named_links_lead_to_their_addresses() -> None:
    words = linked(said(ASK, site="R&D"), {"subscribe": "/stott/", "donate": "/stott/?a=1&b=2"})
    assert words.value == (
        'R&amp;D lever av leserne. <a href="/stott/">Bli abonnent</a> eller <a href="/stott/?a=1&amp;b=2">gi</a>!'
    )


def test_a_name_without_an_address_leaves_its_words() -> None:
    words = linked(Text("<b>A</b> <donate>gi</donate> <", "nb"), {"donate": "/"})
    assert words == Html('A <a href="/">gi</a> &lt;', "nb")


def test_a_link_may_hold_a_title_in_another_language() -> None:
    words = said(phrase("<work>Les %(title)s</work>"), title=Text("Ice", "en"))
    assert linked(words, {"work": "/x/"}) == Html('<a href="/x/">Les <span lang="en">Ice</span></a>', "nb")


def test_a_value_cannot_open_or_close_a_link() -> None:
    words = said(ASK, site=Text("</subscribe><donate>", "en"))
    assert linked(words, {"subscribe": "/a/", "donate": "/b/"}).value.count("<a ") == 2


@given(
    form=st.text(alphabet="ab%()s<>/&\"' ", max_size=30),
    value=st.text(alphabet='<>/&"a', max_size=10).map(lambda words: f"<a>{words}</a>"),
    locale=st.sampled_from(["nb", "en"]),
)
def test_words_never_become_tags(form: str, value: str, locale: str) -> None:
    words = linked(
        said(phrase(f"{form} <a>%(x)s</a>"), a="", s="", b="", ab="", ba="", x=Text(value, locale)), {"a": '"'}
    )
    html = LexborHTMLParser(f"<main>{words.value}</main>")
    assert {node.tag for node in html.css("main *")} <= {"a", "span"}
    assert all(set(node.attributes) <= {"href", "lang"} for node in html.css("main *"))
