"""Extraction and upkeep of the catalogs."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ordskifte.model.catalog import Extracted
from ordskifte.model.text import Message
from ordskifte.parse.catalogs import Parsed, Plurals, parse_catalog
from ordskifte.parse.po import PoEntry, Previous, read
from ordskifte.tools.comparison import catalog_differences, is_same
from ordskifte.tools.messages import extract, update, upkept
from ordskifte.tools.po import po_text

PATH = "locales/nb/LC_MESSAGES/messages.po"
PLURAL_FORMS = "nplurals=2; plural=(n != 1);"
PLURALS = Plurals(2, tuple(int(n != 1) for n in range(1001)), PLURAL_FORMS)
HEADER = 'msgid ""\nmsgstr "Language: nb\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def use(msgid: str, context: str = "", plural: str = "", comment: str = "", reference: str = "a.html") -> Extracted:
    return Extracted(Message(msgid, context), plural, comment, reference)


def parsed(text: str) -> Parsed:
    found = parse_catalog(PATH, text, "nb", PLURALS)
    assert found.diagnostics == ()
    return found


def updated(text: str, *messages: Extracted, sound: bool = True) -> str:
    entries = parsed(text).entries if sound else read(PATH, text).entries
    return update(entries, messages, "nb", PLURAL_FORMS)


def body(text: str) -> str:
    """A PO file without its header."""
    return text.partition("\n\n")[2]


# ---- Extraction ----------------------------------------------------------------------


def test_the_template_says_nothing_of_today_and_of_lines() -> None:
    messages = (
        use("%(n)s article", plural="%(n)s articles", reference="templates/section.html"),
        use("Economy", "section.economy.name", reference="site.toml"),
        use("Read more", comment="Below a card", reference="templates/section.html"),
        use("Read more", comment="Below a card\nIn the footer", reference="templates/front.html"),
    )
    assert (
        extract(messages)
        == """\
msgid ""
msgstr ""
"Project-Id-Version: \\n"
"PO-Revision-Date: 1970-01-01 00:00+0000\\n"
"Last-Translator: \\n"
"Language-Team: \\n"
"Language: \\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

#: site.toml
msgctxt "section.economy.name"
msgid "Economy"
msgstr ""

#. Below a card
#. In the footer
#: templates/front.html templates/section.html
msgid "Read more"
msgstr ""

#: templates/section.html
#, python-format
msgid "%(n)s article"
msgid_plural "%(n)s articles"
msgstr[0] ""
msgstr[1] ""
"""
    )


def test_a_message_that_is_used_with_a_number_and_without_is_one() -> None:
    text = extract((use("Article"), use("Article", plural="Articles")))
    assert body(text) == '#: a.html\nmsgid "Article"\nmsgid_plural "Articles"\nmsgstr[0] ""\nmsgstr[1] ""\n'


def test_an_empty_message_is_not_taken_for_the_header() -> None:
    assert body(extract((use(""), use("A")))) == body(extract((use("A"),)))


# ---- Upkeep --------------------------------------------------------------------------


def test_a_new_catalog_has_a_header_and_every_message() -> None:
    text = updated("", use("A"), use("B", plural="Bs"))
    assert '"Language: nb\\n"\n' in text
    assert f'"Plural-Forms: {PLURAL_FORMS}\\n"\n' in text
    assert body(text) == (
        '#: a.html\nmsgid "A"\nmsgstr ""\n\n#: a.html\nmsgid "B"\nmsgid_plural "Bs"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )


def test_a_language_with_more_forms_gets_them_all() -> None:
    text = update((), [use("B", plural="Bs")], "se", "nplurals=3; plural=((n == 1) ? 0 : ((n == 2) ? 1 : 2));")
    assert text.endswith('msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n')


def test_the_header_stays_as_the_translators_editor_left_it() -> None:
    header = """\
# Norsk for Nordre Rand
msgid ""
msgstr ""
"PO-Revision-Date: 2026-01-02 10:00+0100\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"X-Generator: Poedit 3.4\\n"
"Language: nb_NO\\n"
"Plural-Forms: nplurals=2; plural=n != 1;\\n"
"""
    assert updated(header) == header


def test_translations_and_remarks_stay_and_uses_follow() -> None:
    old = """\
# Snakk med Kari.
#. Old comment
#: old.html
#, max-length:20
msgid "Read more"
msgstr "Les mer"
"""
    text = updated(HEADER + old, use("Read more", comment="New comment"))
    assert body(text) == (
        '# Snakk med Kari.\n#. New comment\n#: a.html\n#, max-length:20\nmsgid "Read more"\nmsgstr "Les mer"\n'
    )


def test_a_message_no_longer_used_is_kept_as_obsolete_and_comes_back() -> None:
    gone = updated(f'{HEADER}# notat\n#: a.html\nmsgid "A"\nmsgstr "a"\n\nmsgid "B"\nmsgstr ""\n', use("C"))
    assert body(gone) == '#: a.html\nmsgid "C"\nmsgstr ""\n\n# notat\n#~ msgid "A"\n#~ msgstr "a"\n'
    assert body(updated(gone, use("A"))) == '# notat\n#: a.html\nmsgid "A"\nmsgstr "a"\n'


def test_new_english_in_the_same_context_is_fuzzy_and_remembers_the_old() -> None:
    old = 'msgctxt "section.x.name"\nmsgid "Econmy"\nmsgstr "Økonomi"\n'
    text = updated(HEADER + old, use("Economy", "section.x.name"))
    assert (
        body(text)
        == """\
#: a.html
#, fuzzy
#| msgctxt "section.x.name"
#| msgid "Econmy"
msgctxt "section.x.name"
msgid "Economy"
msgstr "Økonomi"
"""
    )


def test_english_that_changes_again_remembers_what_was_translated() -> None:
    text = HEADER + 'msgctxt "x.name"\nmsgid "One"\nmsgstr "En"\n'
    for msgid in ("Two", "Three"):
        text = updated(text, use(msgid, "x.name"))
    assert '#| msgid "One"\nmsgctxt "x.name"\nmsgid "Three"\nmsgstr "En"\n' in text


def test_english_that_has_come_back_is_in_doubt_and_not_changed() -> None:
    text = f'{HEADER}msgid "Read all about it"\nmsgstr "Les alt om det"\n'
    for msgid in ("Read all of it", "Read all about it"):
        text = updated(text, use(msgid))
    assert body(text) == '#: a.html\n#, fuzzy\nmsgid "Read all about it"\nmsgstr "Les alt om det"\n'
    assert updated(text, use("Read all about it")) == text


def test_english_that_is_nearly_the_same_is_fuzzy_without_a_context_too() -> None:
    text = updated(f'{HEADER}msgid "Read more here"\nmsgstr "Les mer her"\n', use("Read more there"))
    assert body(text) == (
        '#: a.html\n#, fuzzy\n#| msgid "Read more here"\nmsgid "Read more there"\nmsgstr "Les mer her"\n'
    )


def test_no_translation_moves_to_another_context() -> None:
    old = 'msgctxt "state"\nmsgid "Published"\nmsgstr "Publisert"\n\nmsgctxt "a"\nmsgid "Share"\nmsgstr "Del"\n'
    text = updated(HEADER + old, use("Unpublished"), use("Share", "b"))
    assert 'msgid "Unpublished"\nmsgstr ""\n' in text
    assert 'msgctxt "b"\nmsgid "Share"\nmsgstr ""\n' in text
    assert "fuzzy" not in text


def test_where_two_messages_of_a_context_went_none_is_guessed() -> None:
    old = 'msgctxt "verb"\nmsgid "Share"\nmsgstr "Del"\n\nmsgctxt "verb"\nmsgid "Print"\nmsgstr "Skriv ut"\n'
    text = updated(HEADER + old, use("Read", "verb"))
    assert 'msgid "Read"\nmsgstr ""\n' in text
    assert text.count("#~ msgid") == 2


def test_another_plural_makes_the_forms_fuzzy() -> None:
    old = 'msgid "One text"\nmsgid_plural "%(n)s texts"\nmsgstr[0] "Én tekst"\nmsgstr[1] "%(n)s tekster"\n'
    assert (
        body(updated(HEADER + old, use("One text", plural="%(n)s of the texts")))
        == """\
#: a.html
#, fuzzy, python-format
#| msgid "One text"
#| msgid_plural "%(n)s texts"
msgid "One text"
msgid_plural "%(n)s of the texts"
msgstr[0] "Én tekst"
msgstr[1] "%(n)s tekster"
"""
    )


def test_a_message_that_gets_a_plural_offers_its_translation_as_the_first_form() -> None:
    text = updated(f'{HEADER}msgid "A"\nmsgstr "a"\n', use("A", plural="As"))
    assert text.endswith('#, fuzzy\n#| msgid "A"\nmsgid "A"\nmsgid_plural "As"\nmsgstr[0] "a"\nmsgstr[1] ""\n')


def test_a_message_that_loses_its_plural_keeps_a_form() -> None:
    old = 'msgid "A"\nmsgid_plural "As"\nmsgstr[0] ""\nmsgstr[1] "a-er"\n'
    text = updated(HEADER + old, use("A"), sound=False)
    assert text.endswith('#, fuzzy\n#| msgid "A"\n#| msgid_plural "As"\nmsgid "A"\nmsgstr "a-er"\n')


FORMS = ("én\t", 'to "\\"', "", " mange\nandre ")


@pytest.mark.parametrize("gone_between", [False, True])
def test_the_forms_of_a_plural_wait_in_notes_until_it_comes_back(gone_between: bool) -> None:
    plural = PoEntry(Message("A"), "As", FORMS, notes=(" Spør Kari.",), is_obsolete=gone_between)
    plain = updated(HEADER + po_text((plural,)), use("A"), sound=False)
    assert (
        body(plain)
        == """\
# Spør Kari.
# msgstr[1]: "to \\"\\\\\\""
# msgstr[3]: " mange\\nandre "
#: a.html
#, fuzzy
#| msgid "A"
#| msgid_plural "As"
msgid "A"
msgstr "én\\t"
"""
    )
    assert updated(plain, use("A")) == plain
    last = read(PATH, updated(updated(plain, use("B")), use("A", plural="As"))).entries[-1]
    assert (last.forms, last.notes) == (FORMS, (" Spør Kari.",))


@pytest.mark.parametrize("note", [r' msgstr[1]: "\x"', ' msgstr[1]: "a" b"', " msgstr[1]: a", ' msgstr[99999999]: "a"'])
def test_a_note_that_holds_no_form_stays_a_note(note: str) -> None:
    text = updated(f'{HEADER}#{note}\nmsgid "A"\nmsgstr "a"\n', use("A", plural="As"))
    assert read(PATH, text).entries[-1].notes == (note,)
    assert text.endswith('msgstr[0] "a"\nmsgstr[1] ""\n')


def test_of_two_notes_of_one_form_the_second_stays_a_note() -> None:
    old = '# msgstr[1]: "b"\n# msgstr[1]: "c"\nmsgid "A"\nmsgstr "a"\n'
    text = updated(HEADER + old, use("A", plural="As"))
    assert '# msgstr[1]: "c"\n' in text
    assert text.endswith('msgstr[0] "a"\nmsgstr[1] "b"\n')


def test_a_translation_that_was_mended_forgets_the_previous_english() -> None:
    text = updated(f'{HEADER}#| msgid "Old"\nmsgid "A"\nmsgstr "a"\n', use("A"))
    assert body(text) == '#: a.html\nmsgid "A"\nmsgstr "a"\n'


# ---- A trivial change ----------------------------------------------------------------

ECONOMY = 'msgctxt "section.x.name"\nmsgid "Econmy"\nmsgstr "Økonomi"\n'


def made_trivial(text: str, trivial: str, *messages: Extracted) -> str:
    return body(update(read(PATH, HEADER + text).entries, messages, "nb", PLURAL_FORMS, (trivial,)))


def test_a_trivial_change_leaves_the_translation_as_it_is() -> None:
    assert made_trivial(ECONOMY, "section.x.name", use("Economy", "section.x.name")) == (
        '#: a.html\nmsgctxt "section.x.name"\nmsgid "Economy"\nmsgstr "Økonomi"\n'
    )


def test_a_message_without_a_context_is_called_by_its_new_english() -> None:
    old = 'msgid "Read mroe"\nmsgstr "Les mer"\n\nmsgid "Wriet to us"\nmsgstr "Skriv til oss"\n'
    assert made_trivial(old, "Read more", use("Read more"), use("Write to us")) == (
        '#: a.html\nmsgid "Read more"\nmsgstr "Les mer"\n\n'
        '#: a.html\n#, fuzzy\n#| msgid "Wriet to us"\nmsgid "Write to us"\nmsgstr "Skriv til oss"\n'
    )


def test_a_change_can_be_called_trivial_when_it_has_made_the_translation_fuzzy() -> None:
    economy = use("Economy", "section.x.name")
    fuzzy = body(updated(HEADER + ECONOMY, economy))
    assert "fuzzy" in fuzzy
    assert "fuzzy" not in made_trivial(fuzzy, "section.x.name", economy)


def test_a_trivial_change_takes_nothing_back_of_one_before_it() -> None:
    fuzzy = body(updated(f'{HEADER}msgid "Read more"\nmsgstr "Les mer"\n', use("Read less")))
    kept = made_trivial(fuzzy, "Read less.", use("Read less."))
    assert kept == '#: a.html\n#, fuzzy\n#| msgid "Read more"\nmsgid "Read less."\nmsgstr "Les mer"\n'


def test_a_trivial_change_of_the_plural_takes_nothing_back_of_one_before_it() -> None:
    old = '#, fuzzy\n#| msgid "B"\nmsgid "A"\nmsgid_plural "As"\nmsgstr[0] "b"\nmsgstr[1] "b-er"\n'
    assert '#, fuzzy\n#| msgid "B"\nmsgid "A"\n' in made_trivial(old, "A", use("A", plural="All As"))


def test_a_trivial_change_there_and_back_leaves_nothing_behind() -> None:
    fuzzy = body(updated(f'{HEADER}msgid "Read mroe"\nmsgstr "Les mer"\n', use("Read more")))
    assert made_trivial(fuzzy, "Read mroe", use("Read mroe")) == '#: a.html\nmsgid "Read mroe"\nmsgstr "Les mer"\n'


def test_what_a_translator_doubts_stays_fuzzy_over_a_trivial_change() -> None:
    text = made_trivial(f"#, fuzzy\n{ECONOMY}", "section.x.name", use("Economy", "section.x.name"))
    assert text == '#: a.html\n#, fuzzy\nmsgctxt "section.x.name"\nmsgid "Economy"\nmsgstr "Økonomi"\n'


# ---- What is wrong already -----------------------------------------------------------


def test_a_wrong_number_of_forms_costs_no_words() -> None:
    old = 'msgid "A"\nmsgid_plural "As"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\nmsgstr[3] ""\n'
    text = updated(HEADER + old, use("A", plural="As"), sound=False)
    assert text.endswith('msgid_plural "As"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n')
    one_form = update(read(PATH, old).entries, [use("A", plural="As")], "ja", "nplurals=1; plural=0;")
    assert one_form.endswith('msgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n')


def test_missing_forms_are_there_to_be_filled_in() -> None:
    old = 'msgid "A"\nmsgid_plural "As"\nmsgstr[0] "a"\n'
    text = updated(HEADER + old, use("A", plural="As"), sound=False)
    assert text.endswith('msgid_plural "As"\nmsgstr[0] "a"\nmsgstr[1] ""\n')


def test_a_translation_that_is_not_shown_is_kept_as_it_is() -> None:
    old = '#: a.html\n#, python-format\nmsgid "%(n)s c"\nmsgstr "%(x)s"\n'
    assert body(updated(HEADER + old, use("%(n)s c"), sound=False)) == old


def test_all_obsolete_entries_stay_whatever_came_back() -> None:
    old = '#~ msgid "A"\n#~ msgstr "first"\n\n#~ msgid "A"\n#~ msgstr "second"\n'
    text = updated(HEADER + old, use("A"))
    assert body(text) == '#: a.html\nmsgid "A"\nmsgstr "first"\n\n#~ msgid "A"\n#~ msgstr "second"\n'
    assert updated(text, use("A")) == text


@pytest.mark.parametrize("text", [f'{HEADER}msgid "A"\nmsgstr "a"\n', 'msgid "A"\nmsgstr "a"\n', ""])
def test_notes_at_the_end_of_a_file_are_kept_at_its_beginning(text: str) -> None:
    once = updated(f"{text}\n# Terms: use medlem.\n# (Kari, 2026)\n", use("A"), sound=False)
    assert once.startswith('# Terms: use medlem.\n# (Kari, 2026)\nmsgid ""\n')
    assert updated(once, use("A")) == once


def test_a_note_without_words_keeps_no_words_away() -> None:
    old = 'msgid "Home of all"\nmsgstr "Hjem for alle"\n\n# notat\n#~ msgid "Home for all"\n#~ msgstr ""\n'
    text = updated(HEADER + old, use("Home for all"))
    assert body(text) == (
        '# notat\n#: a.html\n#, fuzzy\n#| msgid "Home of all"\nmsgid "Home for all"\nmsgstr "Hjem for alle"\n'
    )
    assert updated(text, use("Home for all")) == text


def test_words_that_are_obsolete_fill_an_empty_message() -> None:
    old = '# ny\n#, max-length:9\nmsgid "Home"\nmsgstr ""\n\n# gammel\n#~ msgid "Home"\n#~ msgstr "Hjem"\n'
    text = updated(HEADER + old, use("Home"))
    assert body(text) == '# gammel\n# ny\n#: a.html\n#, max-length:9\nmsgid "Home"\nmsgstr "Hjem"\n'
    assert updated(text, use("Home")) == text


def test_a_translator_s_note_outlives_its_message() -> None:
    assert "# Spør Kari.\n#~ msgid" in updated(f'{HEADER}# Spør Kari.\nmsgid "A"\nmsgstr ""\n', use("B"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "Language: pt_BR\\n"),
        ("Language: pt-br\\n", "Language: pt-br\\n"),
        ("Content-Type: text/plain; charset=CHARSET\\n", "Content-Type: text/plain; charset=UTF-8\\n"),
        ("Content-Type: text/plain; charset=utf-8\\n", "Content-Type: text/plain; charset=utf-8\\n"),
        ("X-Generator: Poedit 3.4\\n", "X-Generator: Poedit 3.4\\n"),
        ("Plural-Forms: nplurals=2; plural=n>1;\\n", "Plural-Forms: nplurals=2; plural=n>1;\\n"),
    ],
)
def test_a_header_gets_what_it_lacks(before: str, after: str) -> None:
    text = f'#, fuzzy\nmsgid ""\nmsgstr "{before}"\n'
    header = update(read(PATH, text).entries, (), "pt-BR", "nplurals=2; plural=(n > 1);")
    assert "fuzzy" not in header
    assert f'"{after}"\n' in header
    for field in ("Language", "Content-Type", "Plural-Forms"):
        assert header.count(f'"{field}:') == 1


# ---- Laws ----------------------------------------------------------------------------

CONTEXTS = st.sampled_from(["", "verb", "section.x.name"])
MSGIDS = st.sampled_from(["A", "B", "%(n)s c", "", "D\nE"])
USES = st.builds(
    use, MSGIDS, CONTEXTS, st.sampled_from(["", "", "As"]), st.sampled_from(["", "Note"]), st.sampled_from("ab")
)
SITES = st.lists(USES, max_size=8)


@st.composite
def histories(draw: st.DrawFn) -> str:
    """A catalog that has followed a few versions of a site, its translators at work in between."""
    text = ""
    for site in draw(st.lists(SITES, max_size=3)):
        entries = read(PATH, update(read(PATH, text).entries, site, "nb", PLURAL_FORMS)).entries
        text = po_text(entry if entry.is_header else draw(at_work(entry)) for entry in entries)
        text += draw(st.sampled_from(["", "", "\n# Terms: use medlem.\n"]))
    return text


def at_work(entry: PoEntry) -> st.SearchStrategy[PoEntry]:
    words = st.sampled_from(["", "x", "%(n)s y"])
    return st.builds(
        lambda forms, flags, notes: replace(entry, forms=forms or entry.forms, flags=flags, notes=entry.notes + notes),
        st.tuples(*[words for _ in entry.forms]) | st.none(),
        st.sampled_from([(), ("fuzzy",), ("max-length:9", "fuzzy")]),
        st.sampled_from([(), (), (" Spør Kari.",)]),
    )


@given(histories(), SITES)
def test_an_update_leaves_nothing_to_update(text: str, site: list[Extracted]) -> None:
    once = update(read(PATH, text).entries, site, "nb", PLURAL_FORMS)
    assert update(read(PATH, once).entries, site, "nb", PLURAL_FORMS) == once


@given(histories(), SITES)
def test_what_has_been_updated_is_in_step(text: str, site: list[Extracted]) -> None:
    once = read(PATH, update(read(PATH, text).entries, site, "nb", PLURAL_FORMS)).entries
    twice = upkept(once, site, "nb", PLURAL_FORMS)
    assert list(catalog_differences(once, twice)) == []
    assert is_same(once, twice)


@given(histories(), SITES)
def test_no_message_stands_twice(text: str, site: list[Extracted]) -> None:
    """gettext's tools refuse such a file, even where one of the two is obsolete."""
    entries = upkept(read(PATH, text).entries, site, "nb", PLURAL_FORMS)
    assert len({entry.message for entry in entries}) == len(entries)


@given(histories(), SITES)
def test_no_english_is_said_to_have_changed_from_what_it_is(text: str, site: list[Extracted]) -> None:
    entries = upkept(read(PATH, text).entries, site, "nb", PLURAL_FORMS)
    assert all(entry.previous != Previous(entry.message, entry.plural) for entry in entries if not entry.is_obsolete)


@given(histories(), SITES)
def test_no_word_of_a_translator_is_lost(text: str, site: list[Extracted]) -> None:
    before = read(PATH, text).entries
    after = read(PATH, update(before, site, "nb", PLURAL_FORMS)).entries
    kept = [(entry.message.context, words_of(entry)) for entry in after]
    assert set(re.findall(r"^# (?!msgstr\[).*", text, re.MULTILINE)) <= {
        f"#{note}" for entry in after for note in entry.notes
    }
    for entry in before:
        among = (words for context, words in kept if context == entry.message.context)
        assert not words_of(entry) or any(words >= words_of(entry) for words in among)


def words_of(entry: PoEntry) -> set[str]:
    """All that a translator has written, in forms or notes."""
    noted = (note.partition("]: ")[2].strip('"') or note for note in entry.notes)
    return {*filter(None, entry.forms), *noted}


@given(histories(), SITES)
def test_the_forms_of_every_plural_come_back_with_it(text: str, site: list[Extracted]) -> None:
    """Whatever it was in between."""
    plurals = [replace(use, plural="As") for use in site]
    once = update(read(PATH, text).entries, plurals, "nb", PLURAL_FORMS)
    plain = update(read(PATH, once).entries, [replace(use, plural="") for use in site], "nb", PLURAL_FORMS)
    again = read(PATH, update(read(PATH, plain).entries, plurals, "nb", PLURAL_FORMS)).entries
    then = {entry.message: entry.forms for entry in read(PATH, once).entries}
    now = {entry.message: entry.forms for entry in again}
    assert {message: sorted(forms) for message, forms in then.items()} == {
        message: sorted(forms) for message, forms in now.items()
    }


@given(histories(), SITES, st.randoms())
def test_the_order_in_which_messages_are_found_does_not_matter(
    text: str, site: list[Extracted], random: Random
) -> None:
    shuffled = random.sample(site, len(site))
    assert extract(shuffled) == extract(site)
    entries = read(PATH, text).entries
    assert update(entries, shuffled, "nb", PLURAL_FORMS) == update(entries, site, "nb", PLURAL_FORMS)


@given(histories(), SITES)
def test_every_update_is_a_sound_catalog_in_step_with_the_site(text: str, site: list[Extracted]) -> None:
    found = parse_catalog(PATH, update(read(PATH, text).entries, site, "nb", PLURAL_FORMS), "nb", PLURALS)
    assert not any(problem.is_error for problem in found.diagnostics)
    live = {entry.message for entry in found.entries if not entry.is_obsolete and not entry.is_header}
    assert live == {found.message for found in site if found.message.msgid}
