"""What one template says of itself, as a value that can be kept."""

import msgspec
import pytest

from ordskifte.model.catalog import Extracted
from ordskifte.model.diagnostics import Diagnostic, Severity, Span
from ordskifte.model.text import Message
from ordskifte.render.compiled import Compiled, compiled
from ordskifte.render.templates import Templates


def test_a_template_names_others() -> None:
    template = compiled(
        "a.html", '{% extends "base.html" %}{% block main %}{% include ["b.html", "c.html"] %}{% endblock %}'
    )
    assert template.references == ("b.html", "base.html", "c.html")
    assert not template.is_open


def test_a_template_that_names_another_by_an_expression_may_name_any() -> None:
    assert compiled("a.html", "{% include page.template %}").is_open


@pytest.mark.parametrize(
    ("source", "is_macros"),
    [
        ("{# A note. #}\n{% macro a() %}{{ site.title }}{% endmacro %}", True),
        ('{% from "b.html" import b %}{% macro a() %}{{ b() }}{% endmacro %}', True),
        ("{% set title = site.title %}{% macro a() %}{{ title }}{% endmacro %}", False),
        ("{{ site.title }}", False),
    ],
)
def test_a_file_of_nothing_but_macros_is_known(source: str, is_macros: bool) -> None:
    assert compiled("a.html", source).is_macros == is_macros


@pytest.mark.parametrize(
    "source", ["<p>\n{% if page %}", "{{ page.title }}{# NOTE: Of a page. #}\n{{ _('Read more') }}"]
)
def test_a_compiled_template_is_the_same_when_it_has_been_kept(source: str) -> None:
    template = compiled("a.html", source)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(template), type=Compiled) == template


def test_a_broken_template_has_its_problem_and_no_code() -> None:
    template = compiled("a.html", "<p>\n{% block a %}{% endblock %}\n{% block a %}{% endblock %}")
    where = Span("templates/a.html", 3, 1)
    assert template.problem == Diagnostic(Severity.ERROR, "template-syntax", "Block 'a' defined twice.", where)
    assert template.code == b""


def test_another_text_has_another_digest_and_so_have_those_that_reach_it() -> None:
    def digests(**sources: str) -> dict[str, bytes]:
        return Templates({name: compiled(name, source) for name, source in sources.items()}).digests()

    before = digests(a="{% include 'b' %}", b="{% import 'c' as c %}", c="", d="")
    after = digests(a="{% include 'b' %}", b="{% import 'c' as c %}", c="!", d="")
    assert [name for name in before if before[name] != after[name]] == ["a", "b", "c"]


def test_the_messages_of_a_template_are_found_with_contexts_plurals_and_notes() -> None:
    source = """
{# NOTE: A button. #}
{{ _("Read more") }}
{{ pgettext("verb", "Share") }} {{ ngettext("%(n)s article", "%(n)s articles", count, n=count) }}
{% lang "en" as l %}<p{{ l }}>{{ npgettext("list", "one", "many", 2) }}</p>{% endlang %} {{ _(variable) }}
"""
    at = "templates/x.html"
    assert compiled("x.html", source).messages == (
        Extracted(Message("Read more"), "", "A button.", at),
        Extracted(Message("Share", "verb"), "", "", at),
        Extracted(Message("%(n)s article"), "%(n)s articles", "", at),
        Extracted(Message("one", "list"), "many", "", at),
    )


def notes(source: str) -> list[tuple[str, str]]:
    return [(use.message.msgid, use.comment) for use in compiled("x.html", source).messages]


def test_notes_that_follow_each_other_are_one_note_of_several_lines() -> None:
    source = """
{# NOTE: A button. #}
{#- NOTE: max-length: 20
    ignore: message-same -#}
{# Not for translators. #}
{{ _("Share") }} {{ _("Copy") }}
{{ _("Print") }}
{# NOTE: Gone astray. #}
<p>
{# NOTE: A link. #}
<a>{{ _("More") }}</a>
"""
    assert notes(source) == [
        ("Share", "A button.\nmax-length: 20\n    ignore: message-same"),
        ("Copy", ""),
        ("Print", ""),
        ("More", "A link."),
    ]


def remarks(source: str) -> list[str]:
    told = compiled("x.html", source).remarks
    assert {(remark.severity, remark.span.source) for remark in told} <= {(Severity.ERROR, "templates/x.html")}
    spans = [remark.span for remark in told]
    return [
        f"{span.line}:{span.column} {remark.code}: {remark.message}"
        for remark, span in zip(told, spans, strict=True)
        if isinstance(span, Span)
    ]


@pytest.mark.parametrize(
    "source",
    [
        '{{ _("Read more") }}',
        '{{ _("Read " "more") }}',
        '{{ ngettext("%(n)s article", "%(n)s articles", count, n=count) }}',
        '{{ pgettext("verb", "Share") }}',
        '{{ _("100% sure, 50%% off") }}',
        "{{ page._(variable) }} {{ other(variable) }}",
        "_(variable) %s",
    ],
)
def test_messages_that_translators_are_shown_are_sound(source: str) -> None:
    assert remarks(source) == []


VARIABLE = "message-variable: No translator is ever shown what `{}()` is given here: it is no string."
UNNAMED = "message-unnamed: `{}` is no placeholder, and would be printed as it stands."


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>\n  {{ _(title) }}", ["2:6 " + VARIABLE.format("_")]),
        ('{{ _("a" ~ b) }}', ["1:4 " + VARIABLE.format("_")]),
        ('{{ _("a" if b else "c") }}', ["1:4 " + VARIABLE.format("_")]),
        ('{{ ngettext("%(n)s day", days, n) }}', ["1:4 " + VARIABLE.format("ngettext")]),
        ('{{ pgettext(kind, "Share") }}', ["1:4 " + VARIABLE.format("pgettext")]),
        ("{{ _(*words) }}", ["1:4 " + VARIABLE.format("_")]),
        ("{% if a %}{{ _(b) }}{% endif %}", ["1:14 " + VARIABLE.format("_")]),
        ('{% macro a(b) %}{{ _("c") }}{{ _(b) }}{% endmacro %}', ["1:32 " + VARIABLE.format("_")]),
        ('{% lang "en" as l %}<p{{ l }}>{{ _(b) }}</p>{% endlang %}', ["1:34 " + VARIABLE.format("_")]),
        ('{{ _("By %s") }}', ["1:4 " + UNNAMED.format("%s")]),
        ('{{ _("%(n)d articles") }}', ["1:4 " + UNNAMED.format("%(n)d")]),
        ('{{ _("%(n) articles") }}', ["1:4 " + UNNAMED.format("%(n)")]),
        ('{{ ngettext("%d day", "%d days", n) }}', ["1:4 " + UNNAMED.format("%d")] * 2),
        ('{{ _("%1$s of %2$s") }}', ["1:4 " + UNNAMED.format("%1$s")]),
    ],
)
def test_what_no_translator_can_answer_is_remarked_on_at_its_call(source: str, expected: list[str]) -> None:
    assert remarks(source) == expected


def test_remarks_are_kept_with_a_template_that_is_broken_otherwise() -> None:
    template = compiled("x.html", "{{ _(a) }}{{ page.__class__ }}")
    assert template.problem
    assert [remark.code for remark in template.remarks] == ["message-variable"]
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(template), type=Compiled) == template
