"""What is told of catalogs that are not in step: facts in, sentences out."""

from ordskifte.model.catalog import Extracted
from ordskifte.model.text import Message
from ordskifte.parse.po import read
from ordskifte.tools.comparison import catalog_differences, is_same, template_differences
from ordskifte.tools.messages import extract, template, upkept

PATH = "locales/nb/LC_MESSAGES/messages.po"
PLURAL_FORMS = "nplurals=2; plural=(n != 1);"
HEADER = 'msgid ""\nmsgstr "Language: nb\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def use(msgid: str, context: str = "", plural: str = "", comment: str = "", reference: str = "a.html") -> Extracted:
    return Extracted(Message(msgid, context), plural, comment, reference)


def of_template(text: str, *uses: Extracted) -> list[str]:
    return list(template_differences(read(PATH, text).entries, template(uses)))


def of_catalog(text: str, *uses: Extracted, trivial: tuple[str, ...] = ()) -> list[str]:
    entries = read(PATH, text).entries
    return list(catalog_differences(entries, upkept(entries, uses, "nb", PLURAL_FORMS, trivial)))


# ---- The template --------------------------------------------------------------------


def test_a_template_as_it_would_be_written_is_in_step() -> None:
    uses = (use("A"), use("B", "verb", plural="Bs", comment="Note"))
    assert of_template(extract(uses), *uses) == []


def test_another_order_other_lines_and_another_header_are_no_difference() -> None:
    text = '#: a.html\n#: b.html\nmsgid ""\n"B"\nmsgstr ""\n\n#: a.html\nmsgid "A"\nmsgstr ""\n'
    assert of_template(text, use("A"), use("B", reference="b.html"), use("B")) == []


def test_messages_that_came_and_went_are_named() -> None:
    text = extract((use("Latest"), use("Share", "verb")))
    assert of_template(text, use("Latest"), use("Print", "verb")) == [
        "1 message is missing: “Print” (verb)",
        "1 message is used no longer: “Share” (verb)",
    ]


def test_of_many_the_first_are_named_and_long_ones_are_cut() -> None:
    assert of_template("", *map(use, NAMES)) == ["7 messages are missing: “Fri”, “Mon”, “Sat”, “Sun”, “Thu” and 2 more"]
    assert of_template("", use("word " * 40)) == [
        "1 message is missing: “word word word word word word word word word …”"
    ]


def test_each_message_is_told_of_once() -> None:
    before = (use("A"), use("B"), use("C"), use("D"))
    after = (
        use("A", plural="%(n)s A", comment="New"),
        use("B", comment="New"),
        use("C", reference="b.html"),
        use("D"),
    )
    assert of_template(extract(before), *after) == [
        "1 message has another plural: “A”",
        "1 message has other comments: “B”",
        "1 message is used elsewhere: “C”",
    ]
    flagged = extract(before).replace('msgid "D"', '#, no-wrap\nmsgid "D"')
    assert of_template(flagged, *before) == ["1 message has other flags: “D”"]


# ---- A catalog -----------------------------------------------------------------------


def test_a_catalog_after_its_update_is_in_step() -> None:
    uses = (use("A"), use("B", plural="Bs"))
    assert of_catalog(f'{HEADER}msgid "A"\nmsgstr "a"\n', *uses) == ["1 message is missing: “B”"]
    assert of_catalog(f'{HEADER}#: old.html:3\n#, x\nmsgid "A"\nmsgstr "a"\n', use("A")) == []


def test_english_that_has_changed_is_told_as_what_came_and_what_went() -> None:
    text = f'{HEADER}msgid "Read mroe"\nmsgstr "Les mer"\n'
    assert of_catalog(text, use("Read more")) == [
        "1 message is missing: “Read more”",
        "1 message is used no longer: “Read mroe”",
    ]


def test_what_the_translator_would_see_otherwise_is_told() -> None:
    old = (
        'msgid "A"\nmsgid_plural "As"\nmsgstr[0] "a"\nmsgstr[1] "b"\n\n'
        'msgid "B"\nmsgid_plural "Bs"\nmsgstr[0] "a"\n\n'
        '#. Old\nmsgid "C"\nmsgstr "c"\n\n'
        '#, fuzzy\n#| msgid "Old"\nmsgid "D"\nmsgstr "d"\n'
    )
    uses = (use("A", plural="All As"), use("B", plural="Bs"), use("C", comment="New"), use("D"))
    told = [
        "1 message has another plural: “A”",
        "1 message has another number of plural forms: “B”",
        "1 message has other comments: “C”",
    ]
    assert of_catalog(HEADER + old, *uses) == told
    assert of_catalog(HEADER + old, *uses, trivial=("D",)) == [
        *told[:2],
        "1 message has changed in English: “D”",
        told[2],
    ]


def test_marks_on_what_has_no_words_are_no_difference() -> None:
    assert of_catalog(f'{HEADER}#, fuzzy\n#| msgid "Old"\nmsgid "A"\nmsgstr ""\n', use("A")) == []
    assert of_catalog(f'{HEADER}#| msgid "Old"\nmsgid "A"\nmsgstr "a"\n', use("A")) == []


def test_a_header_is_told_of_where_it_lacks_the_language_or_the_rule() -> None:
    assert of_catalog("") == ["the header lacks `Language` and `Plural-Forms`"]
    fuzzy = '#, fuzzy\nmsgid ""\nmsgstr "Language: nb_NO\\nX-Generator: Weblate\\n"\n'
    assert of_catalog(fuzzy) == ["the header is marked fuzzy", "the header lacks `Plural-Forms`"]


def test_obsolete_entries_count_where_they_would_come_or_go() -> None:
    kept = '#~ msgid "Old"\n#~ msgstr "gammel"\n'
    assert of_catalog(HEADER + kept) == []
    assert of_catalog(HEADER + kept, use("Old")) == ["1 message is missing: “Old”"]
    assert of_catalog(f'{HEADER}#~ msgid "Old"\n#~ msgstr ""\n') == ["1 message is obsolete and has no words: “Old”"]


# ---- Whether there is anything to write ----------------------------------------------


def test_lines_and_order_are_an_editor_s_own_affair() -> None:
    one = 'msgid "A"\nmsgstr "a"\n\n#, x, fuzzy\nmsgid "B"\nmsgstr "b"\n'
    other = '#, fuzzy, x\nmsgid ""\n"B"\nmsgstr ""\n"b"\n\n\nmsgid "A"\nmsgstr "a"\n'
    assert is_same(read(PATH, one).entries, read(PATH, other).entries)
    assert not is_same(read(PATH, one).entries, read(PATH, one.replace('"a"', '"c"')).entries)
    assert not is_same(read(PATH, one).entries, read(PATH, f"#: a.html\n{one}").entries)
