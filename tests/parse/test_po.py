"""The PO format: what is read, and what is refused with its place."""

from pathlib import Path

import pytest
from hypothesis import given

from ordskifte.model.diagnostics import Diagnostic, Span
from ordskifte.model.text import Message
from ordskifte.parse.po import Po, PoEntry, Previous, header_fields, read
from ordskifte.parse.text import decoded
from tests.parse.po_texts import ANY_TEXT

PATH = "locales/nb/LC_MESSAGES/messages.po"
CASES = (
    (Path(__file__).parent / "fixtures" / "po.txt").read_text(encoding="utf-8").removesuffix("\n.\n").split("\n.\n\n")
)


def entry_in(text: str) -> PoEntry:
    po = read(PATH, text)
    assert po.diagnostics == ()
    (entry,) = po.entries
    return entry


def line_of(diagnostic: Diagnostic) -> str:
    assert isinstance(diagnostic.span, Span)
    place = f"{diagnostic.span.line}:{diagnostic.span.column}"
    return f"{place} {diagnostic.severity} {diagnostic.code}: {diagnostic.message}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.partition("\n")[0])
def test_a_mistake_has_its_place(case: str) -> None:
    _, text, expected = f"{case}\n".split("\n.\n")
    assert [line_of(diagnostic) for diagnostic in read(PATH, text).diagnostics] == expected.splitlines()


def test_an_entry_holds_all_that_is_remarked_on_it() -> None:
    entry = entry_in(
        """\
# Snakk med Kari først.
#. Over the list of articles
#: templates/front.html templates/section.html:12
#: site.toml
#, fuzzy, python-format
#| msgctxt "front"
#| msgid "Newest"
msgctxt "front"
msgid "Latest"
msgstr "Siste nytt"
"""
    )
    assert entry.message == Message("Latest", "front")
    assert entry.forms == ("Siste nytt",)
    assert entry.notes == (" Snakk med Kari først.",)
    assert entry.comments == ("Over the list of articles",)
    assert entry.references == ("templates/front.html", "templates/section.html:12", "site.toml")
    assert entry.flags == ("fuzzy", "python-format")
    assert entry.previous == Previous(Message("Newest", "front"))
    assert entry.places["msgid"] == Span(PATH, 9, 1)


def test_a_plural_has_its_forms_in_order() -> None:
    entry = entry_in(
        """\
#| msgid "%(n)s text"
#| msgid_plural "%(n)s texts"
msgid "%(n)s article"
msgid_plural "%(n)s articles"
msgstr[0] "%(n)s artikkel"
msgstr[1] "%(n)s artikler"
"""
    )
    assert entry.plural == "%(n)s articles"
    assert entry.forms == ("%(n)s artikkel", "%(n)s artikler")
    assert entry.previous == Previous(Message("%(n)s text"), "%(n)s texts")
    assert entry.places["msgstr[1]"] == Span(PATH, 6, 1)


def test_a_long_text_goes_on_over_lines_and_escapes() -> None:
    entry = entry_in('msgid ""\n"One \\"two\\"\\n"\n"\\tthree \\\\ four"\nmsgstr ""\n')
    assert entry.message.msgid == 'One "two"\n\tthree \\ four'


def test_an_obsolete_entry_keeps_its_words_and_its_previous_english() -> None:
    entry = entry_in('# notat\n#~| msgid "Old"\n#~ msgid "Gone"\n#~ msgstr ""\n#~ "Borte"\n')
    assert entry.is_obsolete
    assert entry.forms == ("Borte",)
    assert entry.previous == Previous(Message("Old"))
    assert entry.notes == (" notat",)


def test_a_note_is_set_off_from_its_mark() -> None:
    """polib takes no other for one."""
    assert entry_in('#Spør Kari\n#  to rom\n#\nmsgid "A"\nmsgstr "a"\n').notes == (" Spør Kari", "  to rom", "")


def test_comments_after_a_translation_belong_to_the_next_message() -> None:
    first, second = read(PATH, 'msgid "A"\nmsgstr "a"\n# om B\nmsgid "B"\nmsgstr "b"\n').entries
    assert first.notes == ()
    assert second.notes == (" om B",)


def test_comments_behind_the_last_message_are_the_header_s() -> None:
    text = '# nb\nmsgid ""\nmsgstr "Language: nb\\n"\n\nmsgid "A"\nmsgstr "a"\n\n# Terms: medlem.\n#. x\n# (Kari)\n'
    header, entry = read(PATH, text).entries
    assert header.notes == (" nb", " Terms: medlem.", " (Kari)")
    assert entry.notes == ()


@pytest.mark.parametrize("text", ['msgid "A"\nmsgstr "a"\n', '#~ msgid "A"\n#~ msgstr "a"\n', ""])
def test_comments_behind_all_messages_make_a_header_where_there_is_none(text: str) -> None:
    header, *others = read(PATH, f"{text}# Terms\n").entries
    assert (header.is_header, header.forms, header.notes) == (True, ("",), (" Terms",))
    assert others == list(read(PATH, text).entries)


def test_empty_lines_and_odd_spacing_make_no_difference() -> None:
    entry = entry_in('\n#\n\n  # Oversatt av Kari\n#~\n#|\n\tmsgid   "A"\nmsgstr\t"a"   \n\n#~\n')
    assert entry.notes == ("", " Oversatt av Kari")
    assert entry.forms == ("a",)


def test_an_empty_file_has_no_entries() -> None:
    assert read(PATH, "") == Po(())


def test_the_header_has_fields_with_places() -> None:
    header = entry_in('msgid ""\nmsgstr ""\n"Language: nb_NO\\n"\n"X-Generator: Poedit 3.4: beta\\n"\n')
    assert header.is_header
    assert header_fields(header) == {"Language": "nb_NO", "X-Generator": "Poedit 3.4: beta"}
    assert header.places["X-Generator"] == Span(PATH, 4, 1)


def test_the_fields_of_a_header_may_stand_in_one_line() -> None:
    header = entry_in('msgid ""\nmsgstr "Language: nb\\nPlural-Forms: nplurals=2; plural=n != 1;\\n"\n')
    assert header_fields(header) == {"Language": "nb", "Plural-Forms": "nplurals=2; plural=n != 1;"}
    assert header.places["Plural-Forms"] == Span(PATH, 2, 1)


def test_flags_may_stand_in_either_of_gettexts_lines() -> None:
    entry = entry_in('#= python-format\n#, fuzzy,python-format\nmsgid "A"\nmsgstr "a"\n')
    assert entry.flags == ("python-format", "fuzzy")


@pytest.mark.parametrize(
    "bad",
    [
        'msgid "B"\n',
        'msgstr "b"\n',
        '#~ msgid "B"\n',
        'msgid "B"\nmsgid_plural "Bs"\nmsgstr "b"\n',
        'msgid "A"\nmsgstr "a"\n',
        '#| msgstr "b"\nmsgid "B"\nmsgstr "b"\n',
    ],
)
def test_an_entry_that_is_not_whole_does_not_touch_its_neighbours(bad: str) -> None:
    po = read(PATH, f'msgid "A"\nmsgstr "å"\n\n{bad}\nmsgid "C"\nmsgstr "c"\n')
    assert [(entry.message.msgid, entry.forms) for entry in po.entries] == [("A", ("å",)), ("C", ("c",))]
    [told] = po.diagnostics
    assert not told.is_error


@pytest.mark.parametrize("content", [b'\xef\xbb\xbfmsgid "A"\nmsgstr "a"\n', b'msgid "A"\r\nmsgstr "a"\r\n'])
def test_a_byte_order_mark_and_other_line_ends_make_no_difference(content: bytes) -> None:
    text, _ = decoded(PATH, content)
    assert entry_in(text) == entry_in('msgid "A"\nmsgstr "a"\n')


def test_an_entry_written_by_pybabel_is_read() -> None:
    entry = entry_in('#: a.html:3 b.html:5\n#, python-format\nmsgid "By %(author)s"\nmsgstr ""\n')
    assert not entry.is_translated


@given(ANY_TEXT)
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    lines = text.split("\n")
    for diagnostic in read(PATH, text).diagnostics:
        assert isinstance(diagnostic.span, Span)
        assert 1 <= diagnostic.span.line <= len(lines)
        assert 1 <= diagnostic.span.column <= len(lines[diagnostic.span.line - 1])


def test_a_very_long_entry_takes_no_longer_than_its_length() -> None:
    text = 'msgid ""\n' + '"x"\n' * 100_000 + 'msgstr ""\n' + '"\\n"\n' * 100_000
    assert len(entry_in(text).message.msgid) == 100_000
