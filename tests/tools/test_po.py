"""PO files as they are written."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ordskifte.model.text import Message
from ordskifte.parse.po import PoEntry, Previous, read
from ordskifte.tools.po import WIDTH, po_text
from tests.parse.po_texts import ANY_TEXT, ENTRIES


def unplaced(entries: Iterable[PoEntry]) -> tuple[PoEntry, ...]:
    return tuple(replace(entry, places={}) for entry in entries)


def test_an_entry_is_written_with_all_that_is_remarked_on_it() -> None:
    entry = PoEntry(
        Message("Latest", "front"),
        forms=("Siste nytt",),
        flags=("fuzzy", "python-format"),
        notes=(" Snakk med Kari først.", ""),
        comments=("Over the list of articles",),
        references=("site.toml", "templates/front.html"),
        previous=Previous(Message("Newest", "front")),
    )
    assert (
        po_text((entry,))
        == """\
# Snakk med Kari først.
#
#. Over the list of articles
#: site.toml templates/front.html
#, fuzzy, python-format
#| msgctxt "front"
#| msgid "Newest"
msgctxt "front"
msgid "Latest"
msgstr "Siste nytt"
"""
    )


def test_plurals_and_obsolete_entries_are_written_as_gettext_does() -> None:
    plural = PoEntry(Message("One"), "%(n)s", ("Én", ""))
    gone = PoEntry(Message("Gone"), forms=("Borte",), previous=Previous(Message("Lost"), "Losses"), is_obsolete=True)
    assert (
        po_text((plural, gone))
        == """\
msgid "One"
msgid_plural "%(n)s"
msgstr[0] "Én"
msgstr[1] ""

#~| msgid "Lost"
#~| msgid_plural "Losses"
#~ msgid "Gone"
#~ msgstr "Borte"
"""
    )


def test_long_words_are_wrapped_as_gettext_wraps_them() -> None:
    words = (
        "Nordre Rand lever bare av leserne sine, og av Oslo-kontoret i Oslo gate 99 "
        "<subscribe>bli abonnent</subscribe> eller <donate>gi en gave</donate>!\nTakk."
    )
    assert (
        po_text((PoEntry(Message("Thanks"), forms=(words,)),))
        == """\
msgid "Thanks"
msgstr ""
"Nordre Rand lever bare av leserne sine, og av Oslo-kontoret i Oslo gate 99 "
"<subscribe>bli abonnent</subscribe> eller <donate>gi en gave</donate>!\\n"
"Takk."
"""
    )


@pytest.mark.parametrize("length", range(60, 80))
def test_no_line_is_longer_than_gettexts(length: int) -> None:
    words = f"{'x' * length} {'y' * 60} z"
    references = tuple(f"templates/{'x' * (length // 4)}{n}.html" for n in range(9))
    entry = PoEntry(Message(words), forms=(words,), references=references, previous=Previous(Message(words)))
    assert max(map(len, po_text((entry,)).splitlines())) <= max(WIDTH, length + len('#| "" '))


@given(st.lists(ENTRIES, unique_by=lambda entry: entry.message, max_size=4))
def test_what_is_written_is_read_back(entries: list[PoEntry]) -> None:
    in_order = tuple(sorted(entries, key=lambda entry: entry.is_obsolete))
    back = read("messages.po", po_text(in_order))
    assert back.diagnostics == ()
    assert unplaced(back.entries) == in_order


@given(ANY_TEXT)
def test_what_was_read_is_written_so_that_it_is_read_again(text: str) -> None:
    entries = unplaced(read("messages.po", text).entries)
    again = read("messages.po", po_text(entries))
    assert again.diagnostics == ()
    assert unplaced(again.entries) == entries
