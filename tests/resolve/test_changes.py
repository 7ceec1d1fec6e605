import pytest

from ordskifte.model.translations import Part, Segment, Segments, State, text_fingerprint
from ordskifte.resolve.changes import alike, changed_words, changes, is_small, state, untranslated, word_count

LONG = "Isen trekker seg tilbake år for år, og skipene følger etter den mot nord, sier de som bor der og ser på."


def text(*lines: str) -> Segments:
    """A text in a title and paragraphs, or in other parts where a line says so: `heading 2: Is`."""
    named = {part.value: part for part in Part}
    found = []
    for line in lines:
        part, colon, words = line.partition(": ")
        found.append(Segment(named[part], words) if colon and part in named else Segment(Part.PARAGRAPH, line))
    return tuple(found)


THEN = text("title: Isen", "heading 2: Nå", LONG, LONG, "Se [her](article:is), 12 av 20 ganger.")


def edited(old: str, new: str) -> Segments:
    changed = tuple(Segment(segment.part, segment.words.replace(old, new, 1)) for segment in THEN)
    assert changed != THEN
    return changed


# --------------------------------------------------------------------------------------
# States
# --------------------------------------------------------------------------------------


def test_a_translation_of_these_very_words_is_current_whatever_the_ledger_holds() -> None:
    for then in (THEN, None):
        assert state(text_fingerprint(THEN), then, THEN) is State.CURRENT


def test_a_translation_of_words_that_nobody_knows_any_more_is_stale() -> None:
    assert state("v1:0000000000000000", None, THEN) is State.STALE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("år, og", "år og"),
        ("Isen trekker", "Isen trakk"),
        ("seg tilbake", "seg langsomt tilbake"),
        ("Se [her]", "Se [der]"),
        (LONG, LONG.replace("nord", "øst").replace("bor", "er")),
    ],
)
def test_a_little_change_makes_it_aged(old: str, new: str) -> None:
    assert state(text_fingerprint(THEN), THEN, edited(old, new)) is State.AGED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 av", "13 av"),
        ("12 av 20", "20 av 12"),
        ("12 av 20", "tolv av tjue"),
        ("article:is", "article:fisk"),
        ("[her](article:is)", "her"),
        ("Nå", "Før"),
        ("Isen", "Isen?"),
        (LONG, "Isen trekker seg ikke tilbake i det hele tatt, og ingen skip følger noe som helst."),
        (LONG, LONG + " Det har de alltid gjort, og ingen vet hvorfor."),
    ],
)
def test_a_number_a_link_a_heading_the_title_or_many_words_make_it_stale(old: str, new: str) -> None:
    assert state(text_fingerprint(THEN), THEN, edited(old, new)) is State.STALE


def test_words_that_have_only_changed_their_places_are_changed_words() -> None:
    assert not is_small(
        text("title: A", LONG, "Ja, ja, ja, det er det jo."), text("title: A", "Ja, ja, ja, det er det jo.", LONG)
    )


def test_a_paragraph_that_becomes_a_heading_is_no_small_change() -> None:
    assert not is_small(text(LONG * 3, "Nå"), text(LONG * 3, "heading 2: Nå"))


def test_ten_words_in_a_hundred_are_few_and_eleven_are_not() -> None:
    then = text(" ".join(f"{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(100)))
    words = then[0].words.split()
    assert is_small(then, text(" ".join(["x"] * 10 + words[10:])))
    assert not is_small(then, text(" ".join(["x"] * 11 + words[11:])))


# --------------------------------------------------------------------------------------
# Changes
# --------------------------------------------------------------------------------------


def test_the_stretches_that_differ_are_told_in_order() -> None:
    then, now = text("A", "B", "C", "D"), text("A", "X", "C", "D", "E")
    assert list(changes(then, now)) == [(slice(1, 2), slice(1, 2)), (slice(4, 4), slice(4, 5))]


def test_what_is_only_typed_otherwise_is_no_change() -> None:
    assert list(changes(text("_Så_ er det."), text("*Så* er det."))) == []


def test_words_are_counted_without_signs_and_numbers_with_them() -> None:
    assert word_count(text("title: Nei!", "En – to, «tre» 4 ord-med-strek.")) == 6


def test_of_two_words_for_one_both_are_counted_once() -> None:
    assert changed_words(text("en to tre"), text("en fire fem tre")) == 2
    assert changed_words(text("en to tre"), text("en tre")) == 1


# --------------------------------------------------------------------------------------
# What has not been translated
# --------------------------------------------------------------------------------------


def test_a_paragraph_in_the_original_s_words_is_found() -> None:
    assert untranslated(text("title: Ice", LONG, "It is cold."), THEN) == text(LONG)


@pytest.mark.parametrize("part", ["standfirst", "alt", "caption", "heading 2", "entry"])
def test_so_is_whatever_else_is_a_sentence(part: str) -> None:
    assert untranslated(text(f"{part}: {LONG}"), text(f"{part}: {LONG}")) == text(f"{part}: {LONG}")


@pytest.mark.parametrize(
    "line",
    [
        "title: Det er ikke så lett for noen av oss",
        "credit: Det er ikke så lett for noen av oss",
        f"quote: {LONG}",
        f"code: {LONG}",
        f"note: {LONG}",
        f"cell: {LONG}",
        "Ja, det er det.",
        "Kari Nordmann, Ola Nordmann, Per Hansen, Pål Hansen, Espen Hansen",
        "«Det er ikke så lett for noen av oss,» sa hun.",
        "“Det er ikke så lett for noen av oss”",
        "Hamsun, *Det er ikke så lett for noen av oss*, 1899",
        "[Det er ikke så lett for noen av oss]{lang=nb}",
        "`det er ikke så lett for noen av oss`",
        "https://example.org/det/er/ikke/saa/lett/for/noen/av/oss",
        "[Wien](https://example.org/det/er/ikke/saa/lett/for/noen)",
    ],
)
def test_names_quotes_code_and_what_is_short_may_be_the_same(line: str) -> None:
    assert untranslated(text(line), text(line)) == ()


def test_what_may_be_meant_is_told_where_it_is_the_same_part() -> None:
    same = text("title: Ice", "cell: Sea", "note: [^1]: Hamsun, 1899", "quote: Ja.")
    assert alike(text(*map(str, same), "paragraph: Nei."), (*same, *text("quote: Nei."))) == same


@pytest.mark.parametrize(
    "line",
    ["code: let x", "credit: Kari", "cell: 1 200", "note: [a]: https://example.org", "`x`", "https://example.org"],
)
def test_what_is_no_words_is_as_in_the_original_by_right(line: str) -> None:
    assert alike(text(line), text(line)) == ()
