"""What is remarked on the words of catalogs, in the languages that a site may have."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.check.messages import IGNORABLE, findings
from ordskifte.check.renditions import plain
from ordskifte.model.catalog import PSEUDO_LOCALE, Catalog, Translated
from ordskifte.model.codes import OF_CHECK
from ordskifte.model.diagnostics import Diagnostic, Span
from ordskifte.model.glossary import Glossary, Term
from ordskifte.model.text import Message
from ordskifte.parse.catalogs import COUNTED, Parsed, Plurals, parse_catalog
from ordskifte.parse.po import PoEntry
from ordskifte.render.formats import plural_count, plural_form, plural_header

HERE = Path(__file__).parent
NO_WORDS = Glossary()
GLOSSARY = Glossary((Term("member", ("medlem",), ("abonnent",), "Not “abonnent”."), Term("", (), ("kunde",))))
SPACES = str.maketrans({"␣": " ", "⍽": "\u00a0", "⍭": "\u202f"})
"""How white space is written in the cases, so that it can be seen."""


def read(locale: str, entries: str) -> Parsed:
    """The catalog with these entries; its header is the last, so that lines are those of the entries."""
    forms = tuple(plural_form(n, locale) for n in COUNTED)
    plurals = Plurals(plural_count(locale), forms, plural_header(locale))
    header = f'msgid ""\nmsgstr "Language: {locale}\\nPlural-Forms: {plural_header(locale)}\\n"'
    return parse_catalog("messages.po", f"{entries.rstrip()}\n\n{header}\n", locale, plurals)


def told(locale: str, entries: str, glossary: Glossary = NO_WORDS) -> list[str]:
    """What is found in sound entries: `line code: message hint`."""
    catalog = read(locale, entries)
    assert catalog.diagnostics == (), (locale, catalog.diagnostics)
    return [shown(finding) for finding in findings(catalog, glossary, locale)]


def shown(finding: Diagnostic) -> str:
    assert isinstance(finding.span, Span)
    assert finding.severity == OF_CHECK[finding.code]
    return f"{finding.span.line} {finding.code}: {finding.message} {finding.hint}".rstrip()


# --------------------------------------------------------------------------------------
# Each check, in many languages
# --------------------------------------------------------------------------------------


def told_of_lines(locale: str, lines: list[str]) -> list[str]:
    """What is found in translations written as `English → words`, by the number of their line."""
    entries = [entry(number, *line.split(" → ")) for number, line in enumerate(lines, 1)]
    found = told(locale, "\n".join(entries))
    return [spaces_seen(f"{(int(line) + 3) // 4} {said}") for line, said in (each.split(" ", 1) for each in found)]


def entry(number: int, english: str, words: str) -> str:
    """An entry of three lines and an empty one."""
    quoted = (part.replace('"', '\\"') for part in (english, words))
    msgid, msgstr = (part.translate(SPACES) for part in quoted)
    return f'msgctxt "{number}"\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'


def spaces_seen(words: str) -> str:
    return words.replace("\u00a0", "⍽").replace("\u202f", "⍭").replace("\n", "\\n")


def cases(name: str) -> list[object]:
    text = (HERE / name).read_text(encoding="utf-8")
    triples = (f"{case}\n".split("\n.\n") for case in text.removesuffix("\n.\n").split("\n.\n\n"))
    return [pytest.param(title, lines, expected, id=title) for title, lines, expected in triples]


@pytest.mark.parametrize(("title", "lines", "expected"), cases("renditions.txt"))
def test_what_is_remarked_on_a_translation(title: str, lines: str, expected: str) -> None:
    assert told_of_lines(title.partition(":")[0], lines.split("\n")) == expected.splitlines()


@pytest.mark.parametrize(("title", "entries", "expected"), cases("messages.txt"))
def test_what_is_remarked_on_an_entry(title: str, entries: str, expected: str) -> None:
    assert told(title.partition(":")[0], entries, GLOSSARY) == expected.splitlines()


# --------------------------------------------------------------------------------------
# One of each
# --------------------------------------------------------------------------------------


def planted(text: str) -> list[str]:
    """What is to be found, and in which lines, by the comments `planted: CODE at KEYWORD`; without one, at `msgstr`."""
    expected, keyword = [], ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("# planted: "):
            code, _, at = line.removeprefix("# planted: ").partition(" at ")
            keyword = at or "msgstr"
        elif keyword and line.startswith(f"{keyword} "):
            expected.append(f"{number} {code}")
            keyword = ""
    return expected


def test_each_fault_that_is_planted_is_found_at_its_line_and_nothing_else() -> None:
    text = (HERE / "planted.po").read_text(encoding="utf-8")
    catalog = parse_catalog(
        "messages.po", text, "nb", Plurals(2, tuple(int(n != 1) for n in COUNTED), plural_header("nb"))
    )
    found = [*catalog.diagnostics, *findings(catalog, GLOSSARY, "nb_NO")]
    places = [f"{finding.span.line} {finding.code}" for finding in found if isinstance(finding.span, Span)]
    assert sorted(places) == sorted(planted(text))
    assert {*IGNORABLE, "message-ignore"} <= {finding.code for finding in found}


# --------------------------------------------------------------------------------------
# What nobody sees
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "english", "words", "hidden"),
    [
        ("nb", "Read on", "Les \u202evidere", "U+202E"),
        ("nb", "Energy", "Ener\u200bgi", "U+200B"),
        ("nb", "Energy", "\ufeffEnergi\u2060", "U+2060, U+FEFF"),
        ("nb", "By %(name)s", "Av \u2068%(name)s", "U+2068"),
        ("nb", "By %(name)s", "Av %(name)s\u2069\u2068", "U+2068, U+2069"),
        ("nb", "Read on", "Les\u200d", "U+200D"),
        ("fa", "Read <a>on</a>", "ادامه\u202b <a>مطلب</a>", "U+202B"),
        ("km", "Read on", "អាន\u200bត\u2060", "U+2060"),
        ("en-GB", "Color", "Col\u200bour", "U+200B"),
    ],
)
def test_a_character_that_nobody_sees_is_told_by_its_number(locale: str, english: str, words: str, hidden: str) -> None:
    assert told(locale, entry(1, english, words))[0] == (
        f"3 message-invisible: The translation holds invisible characters: {hidden}. Type the words again."
    )


@pytest.mark.parametrize(
    ("locale", "english", "words"),
    [
        ("fa", "%(n)s books", "%(n)s\u200cکتاب\u200cها"),
        ("hi", "Share", "क\u094d\u200dष"),
        ("ar", "Read RSS!", "اقرأ RSS\u200e!"),
        ("he", "By %(name)s", "מאת \u2068%(name)s\u2069"),
        ("he", "By %(name)s", "\u2067מאת \u2068%(name)s\u2069\u2069"),
        ("km", "Read on", "អាន\u200bត"),
        ("nb", "Families 👩\u200d👧", "Familier 👩\u200d👧"),
        ("nb", "and\u2060/or", "og\u2060/eller"),
    ],
)
def test_what_a_script_needs_or_the_english_has_is_left_alone(locale: str, english: str, words: str) -> None:
    assert told(locale, entry(1, english, words)) == []


def test_a_translation_in_the_words_of_the_english_is_looked_over_for_it_too() -> None:
    assert [line.split(":")[0] for line in told("nb", entry(1, "Energy", "Energy\u202e"))] == [
        "3 message-invisible",
        "3 message-same",
    ]


# --------------------------------------------------------------------------------------
# Laws
# --------------------------------------------------------------------------------------

LOCALES = ("nb", "en-GB", "de-CH", "fr", "es-MX", "pl", "el", "ar", "he", "hi", "hy", "ja", "th", "tr", "sma", "x-none")
WORDS = st.lists(
    st.sampled_from(
        (*"ø 1,.:;?!%&<>()\"'’«»“”„‘[]\n\u00a0٣", "%%", "%(n)s", "%(", "<b>", "</b>", "](", "12,345", "https://a")
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)


@given(WORDS, WORDS, st.lists(WORDS, max_size=3), st.sampled_from(LOCALES), st.booleans())
def test_whatever_an_entry_says_it_is_looked_over(
    english: str, plural: str, notes: list[str], locale: str, is_plural: bool
) -> None:
    count = plural_count(locale) if is_plural else 1
    forms = tuple(f"{english}{plural}{'x' * number}" for number in range(count))
    places = {keyword: Span("a.po", 1) for keyword in ("msgid", "msgstr", *(f"msgstr[{n}]" for n in range(count)))}
    comments = tuple(f"ignore:{note}" for note in notes)
    entry = PoEntry(Message(english), plural if is_plural else "", forms, comments=comments, places=places)
    shown_to_readers = Catalog(locale, {entry.message: Translated(forms)})
    for finding in findings(Parsed(shown_to_readers, (entry,), {}), GLOSSARY, locale):
        assert finding.code in OF_CHECK


@pytest.mark.parametrize(
    "part", ["](", "](a", "](()", "www.", "https://", "'a ", '"', "1,234", "1 ", "%", ".", "»", "%%1"]
)
def test_no_entry_is_looked_over_for_long(part: str) -> None:
    words = part * 10_000
    began = process_time()
    told("nb", f'msgid "{quoted(words)}b"\nmsgstr "{quoted(words)}c"')
    assert process_time() - began < 2


def quoted(words: str) -> str:
    return words.replace('"', '\\"')


def test_plain_words_have_no_placeholders_tags_or_addresses() -> None:
    words = 'Read <a href="%(url)s">%(n)s of 100%%</a> at https://a.example/b?c=1, or [here](/d "e").'
    assert plain(words) == "Read \ufffc of 100% at \ufffc, or [here]."


def test_the_pseudo_locale_is_a_machines() -> None:
    assert told(PSEUDO_LOCALE, 'msgid "Share"\nmsgstr "⟦Śĥåŕé⟧."') == []
