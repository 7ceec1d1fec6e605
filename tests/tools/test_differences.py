from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.translations import Part, Segment, Segments, essence
from ordskifte.tools.differences import Difference, Run, differences

P = Part.PARAGRAPH


def text(*words: str) -> Segments:
    return tuple(Segment(P, line, number) for number, line in enumerate(words, 1))


def shown(then: Segments, now: Segments, translation: Segments) -> list[str]:
    """Each difference as `old → new = translation`, changed words in brackets."""
    return [_shown(difference) for difference in differences(then, now, translation)]


def _shown(difference: Difference) -> str:
    then, now = ("".join(map(_bracketed, runs)) for runs in difference.runs)
    return f"{then} → {now} = {difference.translation.words if difference.translation else ''}"


def _bracketed(run: Run) -> str:
    words = run.words.rstrip()
    return f"[{words}]{run.words[len(words) :]}" if run.is_changed else run.words


THEN = text("Ei ferje går klokka seks.", "Den har 12 plasser.", "Ingen venter, og det regner i dag.", "Slutt.")
ENGLISH = text("A ferry leaves at six.", "It has 12 seats.", "Nobody waits, and it rains today.", "The end.")


def test_nothing_is_no_difference() -> None:
    assert shown(THEN, THEN, ENGLISH) == []


def test_a_changed_word_is_marked_beside_its_translation() -> None:
    now = text("Ei ferje går klokka sju.", "Den har 13 plasser.", "Ingen venter, og det regner i dag.", "Slutt.")
    assert shown(THEN, now, ENGLISH) == [
        "Ei ferje går klokka [seks]. → Ei ferje går klokka [sju]. = A ferry leaves at six.",
        "Den har [12] plasser. → Den har [13] plasser. = It has 12 seats.",
    ]


def test_a_comma_is_marked_by_itself() -> None:
    now = (*THEN[:2], Segment(P, "Ingen venter og det regner i dag."), THEN[3])
    assert shown(THEN, now, ENGLISH) == [
        "Ingen venter[,] og det regner i dag. → Ingen venter og det regner i dag. = Nobody waits, and it rains today."
    ]


def test_words_beside_each_other_are_one_change() -> None:
    now = text("Alt er stille eller stygt nå her.")
    assert shown(text("Alt er rolig og pent nå her."), now, ()) == [
        "Alt er [rolig og pent] nå her. → Alt er [stille eller stygt] nå her. = "
    ]


def test_a_paragraph_that_is_added_is_told_with_the_one_before() -> None:
    now = (*THEN[:2], Segment(P, "Noe helt annet kommer hit."), *THEN[2:])
    assert shown(THEN, now, ENGLISH) == [" → [Noe helt annet kommer hit.] = It has 12 seats."]


def test_one_that_is_added_before_all_others_has_none_before_it() -> None:
    assert shown(THEN, (Segment(P, "Først noe helt annet."), *THEN), ENGLISH) == [" → [Først noe helt annet.] = "]


def test_a_paragraph_that_is_gone_is_told_with_its_translation() -> None:
    assert shown(THEN, THEN[:3], ENGLISH) == ["[Slutt.] →  = The end."]


def test_a_paragraph_that_is_quite_another_is_not_taken_for_a_change() -> None:
    now = (THEN[0], Segment(P, "Helt andre ord om alt mulig."), *THEN[2:])
    assert shown(THEN, now, ENGLISH) == [
        "[Den har 12 plasser.] →  = It has 12 seats.",
        " → [Helt andre ord om alt mulig.] = It has 12 seats.",
    ]


def test_a_translation_that_has_joined_two_paragraphs_still_stands_beside_the_others() -> None:
    english = text("A ferry leaves at six. It has 12 seats.", "Nobody waits, and it rains today.", "The end.")
    now = (*THEN[:2], Segment(P, "Ingen venter, og det snør i dag."), THEN[3])
    assert shown(THEN, now, english)[0].endswith("= Nobody waits, and it rains today.")


def test_headings_stand_beside_headings() -> None:
    heading, english = Segment(Part.HEADING_2, "Ferja i dag"), Segment(Part.HEADING_2, "The ferry today")
    then = (*THEN[:2], heading, *THEN[2:])
    now = (*THEN[:2], Segment(Part.HEADING_2, "Ferja i går"), *THEN[2:])
    assert shown(then, now, (*ENGLISH[:1], english, *ENGLISH[2:])) == [
        "Ferja i [dag] → Ferja i [går] = The ferry today"
    ]


def test_a_text_without_a_translation_is_told_too() -> None:
    assert shown(text("Ja."), text("Ja!"), ()) == ["Ja[.] → Ja[!] = "]


TEXTS = st.lists(st.text("abc, .*1", max_size=20).map(str.strip), max_size=6).map(lambda lines: text(*lines))


@given(TEXTS, TEXTS, TEXTS)
def test_all_that_is_not_the_same_is_told_once_and_in_order(
    then: Segments, now: Segments, translation: Segments
) -> None:
    found = differences(then, now, translation)
    gone = [one.then for one in found if one.then]
    come = [one.now for one in found if one.now]
    kept = ([one.words for one in then if one not in gone], [one.words for one in now if one not in come])
    assert [essence(words) for words in kept[0]] == [essence(words) for words in kept[1]]
    assert gone == [one for one in then if one in gone]
    assert come == [one for one in now if one in come]
    for one in found:
        for segment, runs in zip((one.then, one.now), one.runs, strict=True):
            assert "".join(run.words for run in runs) == (segment.words if segment else "")


@given(TEXTS, TEXTS)
def test_what_is_kept_is_the_same_on_both_sides(then: Segments, now: Segments) -> None:
    for one in differences(then, now, ()):
        before, after = ("".join(run.words for run in runs if not run.is_changed).split() for runs in one.runs)
        assert "".join(before) == "".join(after)
