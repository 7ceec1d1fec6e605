"""A text is printed in its own language, or not at all."""

from collections.abc import Mapping

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError
from markupsafe import Markup

from ordskifte.model.text import Html, LanguageLost, Saying, Text
from ordskifte.render.language import LangTag, Languages, Unmarked, Unprintable, marked

TITLE = Text("Peace <& demands>", "en")
BLURB = Text("Grunnlegger", "nb")


def rendered(template: str, others: Mapping[str, str] | None = None, **values: object) -> str:
    """The template's text, begun where Norwegian is current."""
    languages = Languages()
    environment = Environment(
        loader=DictLoader({"t": template, **(others or {})}),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[LangTag],
        finalize=languages.printed,
    )
    environment.extend(languages=languages)
    with languages.inside("nb"):
        return environment.get_template("t").render({"title": TITLE, "blurb": BLURB, **values})


def test_a_text_in_the_current_language_is_printed_and_escaped() -> None:
    assert rendered("{{ title }}", title=Text("Fred <& krav>", "nb")) == "Fred &lt;&amp; krav&gt;"


def test_the_attribute_is_there_exactly_where_the_language_changes() -> None:
    template = (
        "{% lang 'nb' as l %}<p{{ l }}>{% lang 'en' as l %}<b{{ l }}>{{ title }}</b>{% endlang %}</p>{% endlang %}"
    )
    assert rendered(template) == '<p><b lang="en">Peace &lt;&amp; demands&gt;</b></p>'


def test_after_a_part_in_another_language_the_first_is_current_again() -> None:
    assert rendered("{% lang 'en' %}<p{{ lang }}></p>{% endlang %}{{ blurb }}") == '<p lang="en"></p>Grunnlegger'


def test_a_part_written_from_right_to_left_says_so() -> None:
    assert rendered("{% lang 'ar' as l %}<p{{ l }}></p>{% endlang %}") == '<p lang="ar" dir="rtl"></p>'
    nested = "{% lang 'ar' %}<p{{ lang }}>{% lang 'nb' as l %}<b{{ l }}></b>{% endlang %}</p>{% endlang %}"
    assert rendered(nested) == '<p lang="ar" dir="rtl"><b lang="nb" dir="ltr"></b></p>'


@pytest.mark.parametrize(
    "template", ["{{ title }}", '<img alt="{{ title }}">', "{% lang 'en' %}<p{{ lang }}>{{ blurb }}</p>{% endlang %}"]
)
def test_a_text_is_refused_where_another_language_is_current(template: str) -> None:
    with pytest.raises(Unmarked):
        rendered(template)


@pytest.mark.parametrize(
    "template",
    [
        "{% lang 'en' %}<p>{{ title }}</p>{% endlang %}",
        "{% lang 'en' as l %}<p>{% lang 'fr' as l %}<b{{ l }}></b>{% endlang %}</p>{% endlang %}",
    ],
)
def test_a_change_of_language_that_no_element_says_is_refused(template: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="no element says so"):
        rendered(template)


def test_html_is_refused_where_another_language_is_current() -> None:
    assert rendered("{{ body }}", body=Html("<p>Ja</p>", "nb")) == "<p>Ja</p>"
    with pytest.raises(Unmarked):
        rendered("{{ body }}", body=Html("<p>Yes</p>", "en"))


def test_the_language_reaches_into_included_templates_and_macros() -> None:
    others = {"part": "{{ title }}", "macros": "{% macro shown(text) %}{{ text }}{% endmacro %}"}
    printed = "<p{{ lang }}>{% include 'part' %}|{{ shown(title) }}</p>"
    template = f"{{% from 'macros' import shown %}}{{% lang 'en' %}}{printed}{{% endlang %}}"
    assert rendered(template, others).count("Peace") == 2
    with pytest.raises(Unmarked):
        rendered("{% include 'part' %}", others)


@pytest.mark.parametrize(
    "template", ["{{ title ~ '!' }}", "{{ title|upper }}", "{{ '%s'|format(title) }}", "{{ [title]|join }}"]
)
def test_a_text_cannot_become_a_bare_string(template: str) -> None:
    with pytest.raises(LanguageLost):
        rendered(f"{{% lang 'en' %}}<p{{{{ lang }}}}>{template}</p>{{% endlang %}}")


@pytest.mark.parametrize("value", [None, (), {}, 1.5, [TITLE]])
def test_only_words_and_whole_numbers_are_printed(value: object) -> None:
    with pytest.raises(Unprintable):
        rendered("{{ value }}", value=value)
    assert rendered("{{ value }}", value=3) == "3"


def test_a_short_text_can_be_marked_where_it_stands() -> None:
    assert marked(TITLE, "nb") == Html('<span lang="en">Peace &lt;&amp; demands&gt;</span>', "nb")
    assert marked(BLURB, "nb") == Html("Grunnlegger", "nb")
    assert marked(Html(Markup("<i>Yes</i>"), "en"), "nb") == Html('<span lang="en"><i>Yes</i></span>', "nb")


def test_words_of_the_interface_may_fall_back_in_an_attribute_and_nothing_else_may() -> None:
    """There is no way to mark an attribute, and a missing translation must not take a page down."""
    assert (
        rendered('<nav aria-label="{{ word }}">', word=Saying("Menu", "en", is_fallback=True))
        == '<nav aria-label="Menu">'
    )
    with pytest.raises(Unmarked):
        rendered("{{ word }}", word=Text("Menu", "en", is_fallback=True))


def test_an_error_in_one_render_leaves_no_language_behind() -> None:
    languages = Languages()
    with pytest.raises(ZeroDivisionError), languages.inside("en"):
        languages.enter(f"fr-{1 // 0}")
    with languages.inside("nb"):
        assert languages.current == "nb"
