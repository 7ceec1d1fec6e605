"""What a template may say, and what its author is told when it cannot be rendered."""

from pathlib import Path

import pytest

from ordskifte.pipeline.seams import Seams
from ordskifte.render.queries import Ground
from tests.stories import ONE_EDITION, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

PAGE = """
-- content/pages/om.nb.md --
---
title: Om oss
---
Hei.
"""
CATALOG = """
-- locales/nb/LC_MESSAGES/messages.po --
msgid ""
msgstr ""
"Language: nb\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Read more"
msgstr "Les mer"

msgid "%(n)s article"
msgid_plural "%(n)s articles"
msgstr[0] "%(n)s artikkel"
msgstr[1] "%(n)s artikler"

msgctxt "verb"
msgid "Share"
msgstr "Del"

msgid "A reply to %(title)s"
msgstr "Et svar på %(title)s"
"""


def with_page(root: Path, template: str) -> Story:
    """A Norwegian site whose one page is rendered by this template."""
    head = "{% lang site.locale as l %}<p{{ l }}>"
    return story(
        root, ONE_EDITION, PLAIN_TEMPLATES, PAGE, f"-- templates/page.html --\n{head}{template}</p>{{% endlang %}}\n"
    )


def shown(root: Path, template: str, *more: str) -> str:
    """What the template makes of the page."""
    made = with_page(root, template)
    for text in more:
        made.told(text)
    return made.outputs()["om/index.html"].removeprefix('<p lang="nb">').removesuffix("</p>")


def refused(root: Path, template: str) -> list[str]:
    return with_page(root, template).problems()


def test_messages_are_said_in_the_language_of_the_interface(tmp_path: Path) -> None:
    assert shown(tmp_path, "{{ _('Read more') }}", CATALOG) == "Les mer"


def test_a_message_takes_the_plural_form_of_its_number(tmp_path: Path) -> None:
    template = "{% for n in (1, 2) %}{{ ngettext('%(n)s article', '%(n)s articles', n, n=n) }};{% endfor %}"
    assert shown(tmp_path, template, CATALOG) == "1 artikkel;2 artikler;"


def test_homonyms_are_told_apart(tmp_path: Path) -> None:
    assert shown(tmp_path, "{{ pgettext('verb', 'Share') }}", CATALOG) == "Del"


def test_a_message_that_nobody_translated_is_marked_as_english(tmp_path: Path) -> None:
    assert shown(tmp_path, "{{ _('Write more')|marked }}", CATALOG) == '<span lang="en">Write more</span>'


def test_a_title_inside_a_message_keeps_its_language_and_is_escaped(tmp_path: Path) -> None:
    essay = "-- content/articles/ice.en.md --\n---\ntitle: Ice <b>\ndate: 2026-01-01\nsection: debatt\n---\n"
    template = "{{ _('A reply to %(title)s', title=site.entry('article', 'ice').title) }}"
    assert shown(tmp_path, template, CATALOG, essay) == 'Et svar på <span lang="en">Ice &#60;b&gt;</span>'


def test_dates_and_numbers_are_written_as_the_edition_writes_them(tmp_path: Path) -> None:
    essay = "-- content/articles/is.nb.md --\n---\ntitle: Is\ndate: 2025-12-31T23:30Z\nsection: debatt\n---\n"
    template = "{% set e = site.entry('article', 'is') %}{{ e.date|date }} {{ e.date|isodate }} {{ 12345|number }}"
    assert shown(tmp_path, template, essay) == "1.\u00a0januar 2026 2026-01-01 12\u00a0345"


def test_people_are_joined_as_the_language_joins_them(tmp_path: Path) -> None:
    template = "{% for n in ['A', 'B', 'C'] %}{{ n }}{{ separators(3)[loop.index0] }}{% endfor %}"
    assert shown(tmp_path, template) == "A, B og C"


def test_a_fragment_is_made_once_for_all_pages(tmp_path: Path) -> None:
    asked: list[str] = []

    def counted(ground: Ground) -> str:
        asked.append(ground.site.config.default_locale)
        return "om"

    fragment = "-- templates/fragments/foot.html --\n{{ site.ask('counted') }}{{ arguments[0] }}\n"
    other = "-- content/pages/mer.nb.md --\n---\ntitle: Mer\n---\n"
    made = with_page(tmp_path, "{{ site.fragment('foot', 7) }}").told(fragment).told(other)
    pages = {output.path: output.content for output in made.made(seams=Seams(queries={"counted": counted})).outputs}
    assert b"om7" in pages["om/index.html"]
    assert b"om7" in pages["mer/index.html"]
    assert asked == ["nb"]


def test_a_macro_speaks_the_language_of_the_page_that_calls_it(tmp_path: Path) -> None:
    page = '{% from "words.html" import name %}{% lang site.locale as l %}<p{{ l }}>{{ name() }}</p>{% endlang %}'
    words = "{% macro name() %}{{ site.title }}{% endmacro %}"
    pages = "-- content/pages/om.nb.md --\n---\ntitle: Om\n---\n-- content/pages/om.en.md --\n---\ntitle: About\n---\n"
    templates = f"-- templates/page.html --\n{page}\n-- templates/words.html --\n{words}\n"
    outputs = story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, pages, templates).outputs()
    assert outputs["om/index.html"] == '<p lang="nb">Prøven</p>'
    assert outputs["en/om/index.html"] == '<p lang="en">The Trial</p>'


def test_everything_printed_is_escaped(tmp_path: Path) -> None:
    page = "-- content/pages/om.nb.md --\n---\ntitle: '<script>\"&'\n---\n"
    assert shown(tmp_path, "{{ page.entry.title }}", page) == "&lt;script&gt;&#34;&amp;"


# ---- what an author is told -------------------------------------------------------------


def test_a_syntax_error_is_told_at_its_line(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "\n\n{% if %}")
    assert problem.startswith("templates/page.html:3:1: template-syntax: ")


def test_an_unknown_name_is_told_at_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, "\n{{ pag.title }}") == ["templates/page.html:2: template-error: 'pag' is undefined."]


def test_an_error_in_an_included_template_is_told_there(tmp_path: Path) -> None:
    made = with_page(tmp_path, "{% include 'part.html' %}").told("-- templates/part.html --\n\n{{ page.nothing }}\n")
    assert [problem.split(": ")[0] for problem in made.problems()] == ["templates/part.html:2"]


def test_a_text_outside_its_language_is_told(tmp_path: Path) -> None:
    essay = "-- content/articles/ice.en.md --\n---\ntitle: Ice\ndate: 2026-01-01\nsection: debatt\n---\n"
    [problem] = with_page(tmp_path, "\n{{ site.entry('article', 'ice').title }}").told(essay).problems()
    assert problem == "templates/page.html:2: lang-unmarked: “Ice” is in en but stands where nb is spoken."


def test_templates_that_include_each_other_are_told_with_their_names(tmp_path: Path) -> None:
    parts = "-- templates/a.html --\n{% include 'b.html' %}\n-- templates/b.html --\n{% include 'a.html' %}\n"
    problems = with_page(tmp_path, "{% include 'a.html' %}").told(parts).problems()
    assert any("a.html → b.html → a.html" in problem for problem in problems)


def test_a_fragment_that_asks_for_itself_is_told(tmp_path: Path) -> None:
    fragment = "-- templates/fragments/foot.html --\n{{ site.fragment('foot') }}\n"
    [problem] = with_page(tmp_path, "{{ site.fragment('foot') }}").told(fragment).problems()
    assert problem.startswith("templates/fragments/foot.html:1: template-cycle: ")


def test_a_message_without_its_value_is_told(tmp_path: Path) -> None:
    untranslated, problem = refused(tmp_path, "{{ _('A reply to %(title)s') }}")
    assert "messages-missing" in untranslated
    assert "message-value" in problem


def test_nothing_is_not_printed_as_none(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "{{ page.entry.image }}")
    assert "template-value" in problem


def test_a_template_in_two_editions_speaks_both_languages(tmp_path: Path) -> None:
    page = "-- templates/page.html --\n{% lang site.locale as l %}<p{{ l }}>{{ site.title }}</p>{% endlang %}\n"
    pages = "-- content/pages/om.nb.md --\n---\ntitle: Om\n---\n-- content/pages/om.en.md --\n---\ntitle: About\n---\n"
    outputs = story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, pages, page).outputs()
    assert outputs["om/index.html"] == '<p lang="nb">Prøven</p>'
    assert outputs["en/om/index.html"] == '<p lang="en">The Trial</p>'


DATED = (
    "-- content/articles/is.nb.md --\n---\ntitle: Is\ndate: 2025-12-31T23:30Z\nsection: debatt\nextra: {now: Ja}\n---\n"
)
MOMENT = "site.entry('article', 'is').date"


@pytest.mark.parametrize(
    ("template", "name"),
    [
        (f"{{{{ {MOMENT}.now() }}}}", "now"),
        (f"{{{{ {MOMENT}.today().year }}}}", "today"),
        (f"{{{{ {MOMENT}.astimezone().isoformat() }}}}", "astimezone"),
        (f"{{{{ {MOMENT}['now']() }}}}", "now"),
        (f"{{{{ {MOMENT}[['n', 'ow']|join]() }}}}", "now"),
        (f"{{{{ ({MOMENT}|attr('today'))() }}}}", "today"),
        (f"{{{{ ([{MOMENT}]|map(attribute='utcnow')|first)() }}}}", "utcnow"),
        (f"{{{{ {MOMENT}.__class__.min }}}}", "__class__"),
        ("{{ site.latest.__self__ }}", "__self__"),
        ("{{ page.extra['__class__'] }}", "__class__"),
    ],
)
def test_a_template_finds_no_way_to_a_clock(tmp_path: Path, template: str, name: str) -> None:
    [problem] = with_page(tmp_path, f"\n{template}").told(DATED).problems()
    assert problem == (
        f"templates/page.html:2: template-error: A template cannot use `.{name}`, which is no part of the site and may "
        "differ from build to build."
    )


def test_what_to_do_without_a_clock_is_told(tmp_path: Path) -> None:
    [problem] = with_page(tmp_path, f"{{{{ {MOMENT}.now() }}}}").told(DATED).made().diagnostics
    assert problem.hint == '`site.year` is the year of the build; a key of that name in `extra` is `extra["now"]`.'


def test_a_key_of_the_free_part_of_the_front_matter_may_have_any_name(tmp_path: Path) -> None:
    assert shown(tmp_path, "{{ site.page('article', 'is').extra['now'] }}", DATED) == "Ja"


# ---- calls, and what is printed ----------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{% macro a(x) %}<b>{{ x }}</b>{% endmacro %}{{ a('&') }}", "<b>&amp;</b>"),
        ("{% macro a() %}<b>{{ caller('&') }}</b>{% endmacro %}{% call(x) a() %}{{ x }}{% endcall %}", "<b>&amp;</b>"),
        ("{% macro a() %}{{ kwargs['class'] }}{{ varargs|join }}{% endmacro %}{{ a(*['x'], class='b') }}", "bx"),
        ("{% macro a(x, y=2) %}{{ x }}{{ y }}{% endmacro %}{{ a(1, **{'y': 3}) }}{{ a(y=4, x=5) }}", "1354"),
        ("{% for x in [[1, []]] recursive %}{{ x[0] }}{{ loop(x[1]) }}{{ loop.cycle('a', 'b') }}{% endfor %}", "1a"),
        ("{% set x %}<i>{{ '&' ~ 'b' }}</i>{% endset %}{{ x }}", "<i>&amp;b</i>"),
        ("{% autoescape false %}{{ '<' ~ page.entry.title.value }}{% endautoescape %}", "<Om oss"),
        ("{{ '<i>'|safe }}{{ '<i>' }}{{ 1 }}{{ true }}{{ page.entry.kind }}", "<i>&lt;i&gt;1Truepage"),
        ("{% block a %}<{{ self.b() }}{% endblock %}{% block b %}>{% endblock %}", "<>>"),
    ],
)
def test_calls_and_words_are_as_in_jinja(tmp_path: Path, template: str, printed: str) -> None:
    assert shown(tmp_path, template) == printed


@pytest.mark.parametrize("template", ["{{ gone() }}", "{{ page.gone() }}", "{{ page.entry.title() }}", "{{ range() }}"])
def test_what_cannot_be_called_is_told_at_its_line(tmp_path: Path, template: str) -> None:
    [problem] = refused(tmp_path, f"\n{template}")
    assert problem.startswith("templates/page.html:2: template-error: ")


def test_a_page_asks_again_for_what_another_page_has_asked(tmp_path: Path) -> None:
    """What `site` has told one page it does not keep for the next, which is in another language."""
    pages = "-- content/pages/om.nb.md --\n---\ntitle: Om\n---\n-- content/pages/om.en.md --\n---\ntitle: About\n---\n"
    fragment = "-- templates/fragments/name.html --\n{{ site.title|marked }}\n"
    words = "{{ site.title }} {{ site.fragment('name') }} {{ site.title }}"
    page = f"-- templates/page.html --\n{{% lang site.locale as l %}}<p{{{{ l }}}}>{words}</p>{{% endlang %}}\n"
    made = story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, pages, fragment, page)
    outputs = made.outputs()
    assert outputs["om/index.html"] == '<p lang="nb">Prøven Prøven Prøven</p>'
    assert outputs["en/om/index.html"] == '<p lang="en">The Trial The Trial The Trial</p>'
