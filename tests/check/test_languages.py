"""Truth mode, from a template to what is told of it: what readers get, not what the renderer believes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from ordskifte.check import languages
from ordskifte.model.text import Html, Saying, Text
from ordskifte.render.dialect import Dialect, SiteView
from ordskifte.render.language import Languages
from ordskifte.render.truth import Truth, without_marks

VALUES = {
    "english": Text("The Ice", "en"),
    "norwegian": Text("Isen", "nb"),
    "body": Html('<p>Ice, <i lang="fr">la glace</i></p>', "en"),
    "unworded": Saying("Read more", "en", is_fallback=True),
    "saying": lambda words: Text(words, "en"),
    "name": "Kari Aas",
    "url": "https://example.org/?a=b&c",
    "icon": Markup("<svg><path d='m'/></svg>"),
}


def printed(template: str, languages: Languages) -> str:
    with languages.inside("und"):
        return Dialect(SiteView(), languages).from_string(template).render(VALUES)


def told(body: str, lang: str = '{% lang "nb" as l %}<html{{ l }}>', finds_literals: bool = True) -> list[str]:
    """What is told of a page with this body, as `code: words`."""
    template = f"<!doctype html>{lang}<head><title>{{{{ norwegian }}}}</title></head><body>{body}</body></html>"
    template += "{% endlang %}" if "{% lang" in lang else ""
    page = printed(template, Truth())
    assert without_marks(page) == printed(template, Languages())
    return [f"{fault.code}: {fault.sign}" for fault in languages.faults("index.html", page, finds_literals)]


ENGLISH = '{% lang "en" as l %}<p{{ l }}>{{ english }} {{ body }}</p>{% endlang %}'


@pytest.mark.parametrize(
    "body",
    [
        "<p>{{ norwegian }}</p>",
        ENGLISH,
        "<p>{{ english|marked }} {{ body|marked }} {{ unworded|marked }}</p>",
        '<p title="{{ unworded }}">2026 – © {{ name }}</p>',
        '<a href="{{ url }}" class="{{ name }}">{{ name }}</a>',
        "<div{{ ' hidden' if name }}>{{ norwegian }}</div>",
        "<h{{ 2 }}>{{ norwegian }}</h{{ 2 }}><{{ 'b' ~ '' }}>{{ norwegian }}</{{ 'b' ~ '' }}>",
        '<p translate="no">Bluesky <b>LinkedIn</b></p>',
        "<script>let word</script><style>a {}</style><code>let</code>",
        "<table><tr>{% lang 'en' as l %}<td{{ l }}>{{ english }}{{ body }}</td>{% endlang %}</tr></table>",
        '{% lang "en" as l %}<img{{ l }} alt="{{ english }}" src="{{ url }}">{% endlang %}',
        "{{ icon }}",
        "<!-- {{ body|marked }} {{ norwegian }} -->",
        "{% macro word(text) %}<i>{{ text }}</i>{% endmacro %}{{ word(norwegian) }}",
    ],
)
def test_what_a_page_says_of_its_words_may_be_true(body: str) -> None:
    assert told(body) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('{% lang "en" as l %}<i{{ l }}></i><p>{{ english }}</p>{% endlang %}', "language-untrue: The Ice"),
        ('{% lang "en" as l %}<i{{ l }}></i><p>{{ body }}</p>{% endlang %}', "language-untrue: "),
        ('{% lang "en" as l %}<i{{ l }}></i><img alt="{{ english }}">{% endlang %}', "language-untrue: The Ice"),
        ('<p lang="fr">{{ norwegian }}</p>', "language-untrue: Isen"),
        ('<p lang="">{{ norwegian }}</p>', "language-untrue: Isen"),
        ("<p>{{ unworded }}</p>", "language-untrue: Read more"),
        ("<p>Les videre</p>", "text-hardcoded: Les videre"),
        ("<p>{{ 'Les' }}</p>", "text-hardcoded: Les"),
        ('<img alt="En bjelle">', "text-hardcoded: En bjelle"),
        ('<nav aria-label="Meny"></nav>', "text-hardcoded: Meny"),
        ('<meta name="description" content="Et blad">', "text-hardcoded: Et blad"),
        ("<p>Av {{ name }}</p>", "text-hardcoded: Av"),
        ('<p translate="no">a <b translate="yes">Les</b></p>', "text-hardcoded: Les"),
        ("<table>{{ norwegian }} Les<tr><td></td></tr></table>", "text-hardcoded: Les"),
        ("<svg><title>Bell</title></svg>", "text-hardcoded: Bell"),
    ],
)
def test_what_a_page_says_of_its_words_may_be_untrue(body: str, fault: str) -> None:
    assert told(body) == [fault]


def test_a_page_that_says_no_language_is_untrue_of_all_its_words() -> None:
    found = told("<p>{{ norwegian }}</p>", '{% lang "nb" as l %}<html><i{{ l }}></i>')
    assert found == ["language-untrue: Isen", "language-untrue: Isen"]


def test_with_one_edition_words_may_stand_in_a_template() -> None:
    assert told("<p>Les videre</p>", finds_literals=False) == []


def test_html_in_a_title_is_text_to_a_parser_and_no_hard_coded_one() -> None:
    assert told('{% lang "en" as l %}<textarea{{ l }}>{{ body }}</textarea>{% endlang %}') == []
    assert told("<textarea>{{ norwegian|marked }}</textarea>") == []


def test_a_fragment_in_a_body_is_no_part_of_it() -> None:
    truth = Truth()
    with truth.inside("en"):
        inset = truth.inset("<p>Les videre</p>", "en")
        body = truth.printed(Html(f"<p>Ice</p>{inset.value}<p>Snow</p>", "en"))
    page = f'<html lang="en"><body>{body}</body></html>'
    assert [fault.sign for fault in languages.faults("index.html", page, True)] == ["Les videre"]
    assert without_marks(page) == '<html lang="en"><body><p>Ice</p><p>Les videre</p><p>Snow</p></body></html>'


@given(st.text(), st.sampled_from(["en", "zh-Hant", "nn", "x-private"]))
def test_without_marks_a_text_is_what_it_would_have_been(words: str, locale: str) -> None:
    plain, truth = Languages(), Truth()
    for value in (Text(words, locale), words, Html(Markup.escape(words), locale)):
        with plain.inside(locale), truth.inside(locale):
            assert without_marks(str(truth.escaped(value))) == without_marks(str(plain.escaped(value)))


PIECES = [
    "<p>",
    "</p>",
    "<!--",
    "-->",
    '<i lang="en">',
    "</i>",
    "<title>",
    "{{ body }}",
    "{{ norwegian }}",
    "<select>",
    "a",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_a_template_prints_it_can_be_read(body: str) -> None:
    values = {**VALUES, "body": Html("<table><b>Is</b>", "nb")}
    truth, plain = Truth(), Languages()
    with truth.inside("nb"), plain.inside("nb"):
        pages = [Dialect(SiteView(), each).from_string(body).render(values) for each in (truth, plain)]
    list(languages.faults("index.html", pages[0], True))
    assert without_marks(pages[0]) == pages[1]


def test_words_with_another_number_in_them_are_known() -> None:
    def known_as(count: int) -> str:
        words = f"{{{{ saying('Page 2 of {count}') }}}}"
        page = printed(
            f"{{% lang 'en' as l %}}<html lang='nb'><hr{{{{ l }}}}><p>{words}</p></html>{{% endlang %}}", Truth()
        )
        [fault] = languages.faults("index.html", page, finds_literals=False)
        assert f"Page 2 of {count}" in fault.message
        return fault.known_as

    assert known_as(58) == known_as(59)
