import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.document import ArticleFront, Kind, Source, Translation, TranslationStatus
from ordskifte.model.translations import Ledger, Part, Segment, text_fingerprint
from ordskifte.parse.document import parse_source
from ordskifte.parse.names import Name
from ordskifte.parse.tables import Malformed
from ordskifte.parse.text import decoded
from ordskifte.tools.translate import PLACE_OF_TEXT, Uneditable, begun, begun_path, edited, recorded

PATH = "content/articles/ferry.nb.md"
SOURCE = "v1:b78f815433ca7e5f"
ACCEPTED = {"source": SOURCE, "status": "reviewed", "updated": "2026-11-23"}


def source(text: str, key: str = "ferry", locale: str = "nb") -> Source:
    content, _ = decoded(PATH, text.encode())
    return parse_source(PATH, Name(Kind.ARTICLE, key, locale), content, "Europe/Oslo")


def front(text: str) -> ArticleFront:
    found = source(text)
    assert isinstance(found.front, ArticleFront)
    assert [problem.message for problem in found.diagnostics] == []
    return found.front


# --------------------------------------------------------------------------------------
# A translation is begun
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("original", "path"),
    [
        ("content/articles/ferry.nb.md", "content/articles/ferry.en.md"),
        ("content/articles/2026/ferry/index.nb.md", "content/articles/2026/ferry/index.en.md"),
        ("content/articles/ferry.nb_NO.md", "content/articles/ferry.en.md"),
    ],
)
def test_a_translation_lies_beside_its_original(original: str, path: str) -> None:
    assert begun_path(original, "en") == path


FIELDS = {"of": "nb", "source": SOURCE, "status": "draft", "translator": ""}


def begun_from(head: str, key: str = "ferry") -> str:
    return begun(source(f"---\n{head}---\n\nDet går ei ferje.\n", key), "content/articles/ferry.en.md", "en", FIELDS)


def test_it_says_only_what_will_differ_and_has_the_original_s_body() -> None:
    assert (
        begun_from("""\
title: Ferja
standfirst: >-
  Over to
  linjer
date: 2026-01-02
authors: [kari]
image: {file: lead.svg, alt: Ei ferje, credit: "Foto: Kari", focus: [0.5, 0.5]}
""")
        == """\
---
title: Ferja
standfirst: Over to linjer
# The last part of its address in this language; once published it stays.
# slug: ferry
image:
  alt: Ei ferje
  credit: "Foto: Kari"
translation:
  of: nb
  source: v1:b78f815433ca7e5f
  status: draft
---

Det går ei ferje.
"""
    )


def test_words_that_the_original_has_in_that_language_are_not_asked_for_again() -> None:
    text = begun_from("title: {nb: Ferja, en: The Ferry}\nimage: {file: a.svg, alt: {nb: Ei, en: A}, credit: NTB}\n")
    assert text.startswith("---\ntitle: The Ferry\n#")
    assert "\nimage:\n  credit: NTB\ntranslation:\n" in text


def test_a_place_that_was_kept_for_the_text_is_not_for_a_translator() -> None:
    original = source(f"---\ntitle: Ferja\n---\n\n{PLACE_OF_TEXT}\nDet går ei ferje.\n", "ferry")
    assert begun(original, "content/articles/ferry.en.md", "en", FIELDS).endswith("---\n\n\nDet går ei ferje.\n")


def test_a_key_that_is_not_the_name_of_the_file_goes_with_it() -> None:
    assert begun_from("title: Ferja\n", "last-ferry").startswith("---\nkey: last-ferry\ntitle: Ferja\n")


@pytest.mark.parametrize(
    "title", ["Ja: nei", "- a", "'a", "no", "# a", "[a]", 'Sa «"a"»', "1.10", "@a", "a # b", "~", "a\\b"]
)
def test_a_title_is_typed_so_that_it_reads_the_same(title: str) -> None:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    assert front(begun_from(f'title: "{quoted}"\n')).title == front(f'---\ntitle: "{quoted}"\n---\n').title


# --------------------------------------------------------------------------------------
# Front matter is edited
# --------------------------------------------------------------------------------------


def changed(head: str, fields: dict[str, str] = ACCEPTED) -> str:
    """The new front matter, whatever ends the lines of the file and whether it has a byte order mark."""
    text = f"---\n{head}---\nBrødtekst  \n\n"
    new = edited(PATH, text, fields)
    assert edited(PATH, "\ufeff" + text.replace("\n", "\r\n"), fields) == "\ufeff" + new.replace("\n", "\r\n")
    assert new.endswith("---\nBrødtekst  \n\n")
    return new.removeprefix("---\n").partition("---\n")[0]


def test_fields_in_braces_are_changed_and_added_in_their_places() -> None:
    assert changed("title: A\ntranslation: {of: en, status: draft, translator: kari}  # soon\ntags: [a]\n") == (
        "title: A\n"
        f"translation: {{of: en, source: {SOURCE}, status: reviewed, translator: kari, updated: 2026-11-23}}  # soon\n"
        "tags: [a]\n"
    )


def test_fields_on_lines_of_their_own_keep_comments_order_and_margin() -> None:
    head = """\
# Kari's
translation:
    of: "en"
    # who
    translator: kari
    status: 'draft' # soon
title:   A
"""
    assert changed(head) == (
        f"""\
# Kari's
translation:
    of: "en"
    source: {SOURCE}
    # who
    translator: kari
    updated: 2026-11-23
    status: reviewed # soon
title:   A
"""
    )


def test_a_field_that_is_there_without_a_value_gets_one() -> None:
    assert changed("title: A\ntranslation:\n  of: en\n  source:\n", {"source": SOURCE}) == (
        f"title: A\ntranslation:\n  of: en\n  source: {SOURCE}\n"
    )


def test_a_table_over_two_lines_is_still_one() -> None:
    assert changed(
        "title: A\ntranslation: {of: en,\n  status: draft,}\n", {"source": SOURCE, "status": "reviewed"}
    ) == (f"title: A\ntranslation: {{of: en, source: {SOURCE},\n  status: reviewed,}}\n")


def test_a_text_that_has_no_translation_table_gets_one_at_the_end() -> None:
    assert changed("title: A\n", {"of": "en"}) == "title: A\ntranslation:\n  of: en\n"


def test_what_is_right_already_stays_byte_for_byte() -> None:
    head = f"title: A\ntranslation: {{of: en, source: {SOURCE}}}\n"
    assert changed(head, {"source": SOURCE}) == head


@pytest.mark.parametrize(
    "head",
    [
        "title: A\ntranslation:\n",
        "title: A\ntranslation: en\n",
        "title: A\ntranslation:\n  of: >-\n    en\n",
        'title: A\ntranslation: {"of": en, "source": "v1:\n  a"}\n',
    ],
)
def test_what_is_typed_too_oddly_is_left_to_a_person_who_is_told_what_to_type(head: str) -> None:
    with pytest.raises(Uneditable, match=f"source: {SOURCE}"):
        edited(PATH, f"---\n{head}---\n", {"source": SOURCE})


def test_what_cannot_be_read_is_not_edited() -> None:
    with pytest.raises(Malformed):
        edited(PATH, "---\ntitle: [\n---\n", ACCEPTED)


SPACES = st.sampled_from(["", " ", "   "])


@given(
    st.permutations(["of: en", "status: draft", "translator: kari", "source: v1:0000000000000000"]),
    st.integers(1, 4),
    st.booleans(),
    SPACES,
    st.sampled_from(["", "# a comment", "tags: [a]"]),
    st.lists(st.sampled_from(["", "  # here"]), min_size=4, max_size=4),
)
def test_however_it_is_typed_it_says_what_it_should(
    fields: list[str], margin: int, is_in_braces: bool, space: str, after: str, comments: list[str]
) -> None:
    if is_in_braces:
        table = f"translation:  {{{space}{(', ' + space).join(fields)}{space}}}{comments[0]}"
    else:
        lines = (f"{' ' * margin}{field}{comment}" for field, comment in zip(fields, comments, strict=True))
        table = "\n".join(("translation:", *lines))
    text = f"---\ntitle: A\n{table}\n{after}\n---\nJa.\n"
    new = edited(PATH, text, {"source": SOURCE, "status": "reviewed"})
    assert front(new).translation == Translation("en", SOURCE, TranslationStatus.REVIEWED, "kari")
    assert new.replace(SOURCE, "v1:0000000000000000").replace("reviewed", "draft") == text


# --------------------------------------------------------------------------------------
# Ledgers
# --------------------------------------------------------------------------------------

OLD, NEW = (Segment(Part.TITLE, "A"),), (Segment(Part.TITLE, "B"),)
LEDGER: Ledger = {text_fingerprint(OLD): OLD}


def test_a_version_that_a_translation_is_made_from_comes_in_and_one_that_none_is_goes_out() -> None:
    assert recorded(LEDGER, [NEW], [text_fingerprint(NEW)]) == {text_fingerprint(NEW): NEW}


def test_a_version_that_another_translation_was_made_from_stays() -> None:
    wanted = [text_fingerprint(NEW), text_fingerprint(OLD), "", "v1:0000000000000000"]
    assert recorded(LEDGER, [NEW], wanted) == {**LEDGER, text_fingerprint(NEW): NEW}
