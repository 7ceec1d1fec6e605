"""Catalogs: which translations may be shown, and what is said of the others."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.catalog import Catalog, Translated, place
from ordskifte.model.diagnostics import Diagnostic, Span
from ordskifte.model.text import Message
from ordskifte.parse.catalogs import COUNTED, Parsed, Plurals, parse_catalog
from ordskifte.parse.text import decoded
from tests.parse.po_texts import ANY_TEXT, FORMULAS

PATH = "locales/nb/LC_MESSAGES/messages.po"
FIXTURES = Path(__file__).parent / "fixtures"
CASES = (FIXTURES / "catalogs.txt").read_text(encoding="utf-8").removesuffix("\n.\n").split("\n.\n\n")
HEADER = 'msgid ""\nmsgstr "Language: nb\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'

ONE_OR_MORE = Plurals(2, tuple(int(n != 1) for n in COUNTED), "nplurals=2; plural=(n != 1);")
NO_PLURAL = Plurals(1, tuple(0 for _ in COUNTED), "nplurals=1; plural=0;")


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


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("Language: sv", '"Language: en_GB\\n"'),
        ("Plural-Forms: nplurals=2; plural=(n > 1);", '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"'),
        ("Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;", '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"'),
        ("Content-Type: text/plain; charset=latin-1", '"Content-Type: text/plain; charset=UTF-8\\n"'),
    ],
)
def test_the_hint_has_the_line_that_a_header_needs(field: str, line: str) -> None:
    header = ["Language: en", "Plural-Forms: nplurals=2; plural=(n != 1);", "Content-Type: text/plain; charset=UTF-8"]
    name = field.partition(":")[0]
    fields = [field if known.startswith(f"{name}:") else known for known in header]
    text = 'msgid ""\nmsgstr ""\n' + "".join(f'"{known}\\n"\n' for known in fields)
    [told] = parsed(text, "en-GB").diagnostics
    assert f"Write `{line}` instead" in told.hint
    pasted = text.replace(f'"{field}\\n"', line)
    assert parsed(pasted, "en-GB").diagnostics == ()


def test_a_header_without_a_plural_rule_can_be_given_one() -> None:
    text = 'msgid ""\nmsgstr ""\n"Language: nb\\n"\n'
    [told] = parsed(text).diagnostics
    line = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"'
    assert f"`{line}`" in told.hint
    assert parsed(f"{text}{line}\n").diagnostics == ()


@pytest.mark.parametrize("charset", ["UTF-8", "utf-8", "utf8", "UTF-8; format=flowed"])
def test_the_encoding_may_be_named_as_tools_name_it(charset: str) -> None:
    header = (
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\nPlural-Forms: nplurals=2; plural=n!=1;\\n"\n'
    )
    assert parsed(header).diagnostics == ()


def test_what_is_wrong_with_an_entry_is_no_error_of_a_build() -> None:
    bad = (
        'msgid "A"\nmsgstr "<script>"\n',
        'msgid "B %(x)s"\nmsgstr "b"\n',
        'msgid "<c>C</c>"\nmsgstr "c"\n',
        'msgid "D"\nmsgid_plural "Ds"\nmsgstr[0] "d"\nmsgstr[1] ""\n',
        'msgid "E"\nmsgid_plural "Es"\nmsgstr[0] "e"\n',
        'msgid "F"\n',
        'msgid "G"\nmsgstr "g"\n',
        'msgid "G"\nmsgstr "h"\n',
    )
    found = parsed(HEADER + "\n".join(bad))
    assert {told.code for told in found.diagnostics if not told.is_error} == {
        "message-unsafe",
        "message-placeholder",
        "message-markup",
        "catalog-forms",
        "catalog-entry",
        "catalog-duplicate",
    }
    assert not any(told.is_error for told in found.diagnostics)
    assert found.catalog.messages == {Message("G"): Translated(("g",))}


# ---- What tools leave ----------------------------------------------------------------

BOTH = {
    "Back to text": ("Tilbake til teksten",),
    "%(n)s article": ("%(n)s artikkel", "%(n)s artikler"),
    "A magazine of foreign policy and society from the northern edge": (
        "Et tidsskrift om utenriks og samfunn fra den nordlige kanten",
    ),
}


def left(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["left-by-poedit.po", "left-by-weblate.po"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_catalog_is_read_as_translators_editors_leave_it(name: str, mark: bytes, line_end: bytes) -> None:
    text, problems = decoded(PATH, mark + left(name).encode().replace(b"\n", line_end))
    found = parsed(text)
    assert (problems, found.diagnostics) == ((), ())
    shown = {message.msgid: translated.forms for message, translated in found.catalog.messages.items()}
    assert shown == {**shown, **BOTH}
    assert Message("By", "byline") in found.catalog.messages


def test_what_an_editor_marks_as_doubtful_is_not_shown() -> None:
    found = parsed(left("left-by-weblate.po"))
    [doubtful] = [entry for entry in found.entries if entry.is_fuzzy]
    assert doubtful.previous is not None
    assert doubtful.message not in found.catalog.messages


def test_a_catalog_that_pybabel_made_is_read() -> None:
    [told] = parsed(left("made-by-pybabel.po")).diagnostics
    assert line_of(told) == "7:1 warning catalog-header: The header is marked fuzzy."
    assert parsed(left("made-by-pybabel.po")).catalog.messages == {
        Message("Latest"): Translated(("Siste nytt",)),
        Message("%(n)s article"): Translated(("%(n)s artikkel", "%(n)s artikler"), "%(n)s articles"),
    }


# ---- Whatever a file says ------------------------------------------------------------


@given(ANY_TEXT, st.sampled_from(["nb", "en-GB", "ja"]))
def test_any_text_is_a_catalog_or_refused_with_a_place(text: str, locale: str) -> None:
    lines = text.split("\n")
    found = parse_catalog(PATH, text, locale, NO_PLURAL if locale == "ja" else ONE_OR_MORE)
    for told in found.diagnostics:
        assert isinstance(told.span, Span)
        assert 0 <= told.span.line <= len(lines)
    assert all(all(translated.forms) for translated in found.catalog.messages.values())


@given(rule=FORMULAS)
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
