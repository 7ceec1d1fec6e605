"""Catalogs: which translations may be shown, and what is said of the others."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.catalog import Catalog, Translated, place
from ordskifte.model.diagnostics import Diagnostic, Span
from ordskifte.model.text import Message
from ordskifte.parse.catalogs import COUNTED, Parsed, Plurals, parse_catalog

PATH = "locales/nb/LC_MESSAGES/messages.po"
CASES = (
    (Path(__file__).parent / "fixtures" / "catalogs.txt")
    .read_text(encoding="utf-8")
    .removesuffix("\n.\n")
    .split("\n.\n\n")
)
HEADER = 'msgid ""\nmsgstr "Language: nb\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'

ONE_OR_MORE = Plurals(2, tuple(int(n != 1) for n in COUNTED))
NO_PLURAL = Plurals(1, tuple(0 for _ in COUNTED))


def parsed(text: str, locale: str = "nb") -> Parsed:
    return parse_catalog(PATH, text, locale, ONE_OR_MORE)


def line_of(diagnostic: Diagnostic) -> str:
    assert isinstance(diagnostic.span, Span)
    place = f"{diagnostic.span.line}:{diagnostic.span.column}"
    return f"{place} {diagnostic.severity} {diagnostic.code}: {diagnostic.message}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.partition("\n")[0])
def test_a_mistake_has_its_place(case: str) -> None:
    _, text, expected = f"{case}\n".split("\n.\n")
    assert [line_of(diagnostic) for diagnostic in parsed(text).diagnostics] == expected.splitlines()


def test_an_empty_file_is_a_catalog_with_nothing_in_it_yet() -> None:
    assert parsed("").diagnostics == ()
    assert parsed("").catalog == Catalog("nb", {})


def test_a_catalog_holds_what_readers_may_see() -> None:
    catalog = parsed(
        HEADER
        + """\
msgid "Read more"
msgstr "Les mer"

msgctxt "verb"
msgid "Share"
msgstr "Del"

msgid "%(n)s article"
msgid_plural "%(n)s articles"
msgstr[0] "Én artikkel"
msgstr[1] "%(n)s artikler"

#, fuzzy
msgid "Latest"
msgstr "Nyest"

msgid "About"
msgstr ""

msgid "One tag"
msgid_plural "%(n)s tags"
msgstr[0] "Ett emne"
msgstr[1] ""

msgid "By %(author)s"
msgstr "Av %(hvem)s"

#~ msgid "Gone"
#~ msgstr "Borte"
"""
    ).catalog
    assert catalog.locale == "nb"
    assert catalog.messages == {
        Message("Read more"): Translated(("Les mer",)),
        Message("Share", "verb"): Translated(("Del",)),
        Message("%(n)s article"): Translated(("Én artikkel", "%(n)s artikler"), "%(n)s articles"),
    }


def test_the_tools_see_every_entry() -> None:
    entries = parsed(HEADER + 'msgid "A"\nmsgstr ""\n\n#~ msgid "B"\n#~ msgstr "b"\n').entries
    assert [(entry.message.msgid, entry.is_obsolete) for entry in entries] == [("", False), ("A", False), ("B", True)]


def test_every_message_has_a_place() -> None:
    places = parsed(HEADER + 'msgid "A"\nmsgstr ""\n\nmsgctxt "section.x.name"\nmsgid "A"\nmsgstr "a"\n').places
    assert places[place(Message("A"))] == Span(PATH, 4, 1)
    assert places[place(Message("A", "section.x.name"))] == Span(PATH, 8, 1)


@pytest.mark.parametrize(
    ("tag", "locale"),
    [("nb_NO", "nb"), ("no", "nb"), ("nb", "nb"), ("en_GB", "en"), ("en", "en-GB"), ("sr@latin", "sr"), ("", "nb")],
)
def test_a_language_may_be_written_as_translators_write_it(tag: str, locale: str) -> None:
    header = f'msgid ""\nmsgstr "Language: {tag}\\nPlural-Forms: nplurals=2; plural=n!=1;\\n"\n'
    assert parsed(header, locale).diagnostics == ()


@pytest.mark.parametrize("rule", ["(n != 1)", "n != 1", "n==1 ? 0 : 1", "!(n == 1)", "(n<1)||(n>1)"])
def test_plural_rules_are_compared_as_functions(rule: str) -> None:
    header = f'msgid ""\nmsgstr "Language: nb\\nPlural-Forms: nplurals = 2 ; plural = {rule}\\n"\n'
    assert parsed(header).diagnostics == ()


def test_a_language_without_plurals_needs_no_rule() -> None:
    text = 'msgid ""\nmsgstr "Language: ja\\n"\n\nmsgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s日"\n'
    japanese = parse_catalog(PATH, text, "ja", NO_PLURAL)
    assert japanese.diagnostics == ()
    assert japanese.catalog.messages == {Message("%(n)s day"): Translated(("%(n)s日",), "%(n)s days")}


def test_a_per_cent_sign_stands_for_itself_where_nothing_is_filled_in() -> None:
    text = HEADER + 'msgid "5% discount"\nmsgstr "5\u00a0% rabatt"\n\nmsgid "All"\nmsgstr "100%"\n'
    assert parsed(text).diagnostics == ()
    assert len(parsed(text).catalog.messages) == 2


def test_a_less_than_sign_is_no_tag() -> None:
    assert parsed(HEADER + 'msgid "if x <y or 3 < 4"\nmsgstr "hvis x <y eller 3 < 4"\n').diagnostics == ()


@given(rule=st.text(alphabet="n0129 ()!=<>&|?:+-*/%;", max_size=30))
def test_any_plural_rule_is_understood_or_refused(rule: str) -> None:
    header = f'msgid ""\nmsgstr ""\n"Language: nb\\n"\n"Plural-Forms: nplurals=2; plural={rule};\\n"\n'
    assert {line_of(diagnostic).split(" ")[0] for diagnostic in parsed(header).diagnostics} <= {"4:1"}


@given(
    msgid=st.text(alphabet='ab%()s<>/"\\n ', max_size=20),
    plural=st.text(alphabet="ab%()s<>/ ", max_size=10),
    msgstr=st.text(alphabet="ab%()s<>/!? ", max_size=20),
    flag=st.sampled_from(["", "#, fuzzy\n", "#, python-format\n", "#~ "]),
)
def test_any_entry_is_used_or_refused_with_a_place(msgid: str, plural: str, msgstr: str, flag: str) -> None:
    text = f'{HEADER}{flag}msgid "{msgid}"\nmsgid_plural "{plural}"\nmsgstr[0] "{msgstr}"\nmsgstr[1] "{msgstr}"\n'
    for diagnostic in parsed(text).diagnostics:
        assert isinstance(diagnostic.span, Span)
        assert diagnostic.span.line >= 4
