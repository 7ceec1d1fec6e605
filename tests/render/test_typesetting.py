"""Words in, lines and letters out."""

from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from ordskifte.model.text import Text
from ordskifte.pipeline.cards import faces
from ordskifte.render.typesetting import Block, Font, Type, Typeface, block, chosen, lacking, plain

TYPEFACES = faces().typefaces
LATIN, HEBREW, ARABIC = TYPEFACES
FONTS = {font for typeface in TYPEFACES for font in (typeface.display, typeface.strong, typeface.plain)}
NO_LETTER = "\uffff"
"""What no font has a letter for."""


def wide(size: int, words: str) -> float:
    """A font in which each letter is as wide as another."""
    return size * len(words)


def set_in(words: str, width: int, sizes: tuple[int, ...] = (1,), rows: int = 99) -> Block:
    return block(words, sizes, lambda _: rows, width, wide)


def pixels(font: Font, letter: str) -> bytes:
    loaded = ImageFont.truetype(font.file, 24)
    image = Image.new("L", (80, 80))
    ImageDraw.Draw(image).text((20, 50), letter, 255, loaded, "ls")
    return image.tobytes()


# ---- Letters -------------------------------------------------------------------------


@pytest.mark.parametrize("font", sorted(FONTS, key=repr), ids=lambda font: font.file.rpartition("/")[2])
def test_a_letter_that_a_font_is_said_to_have_is_no_box(font: Font) -> None:
    box = pixels(font, NO_LETTER)
    said = frozenset[int]().union(
        *(face.letters for face in TYPEFACES if font in (face.display, face.strong, face.plain))
    )
    assert box != pixels(font, " ")
    letters = [letter for letter in map(chr, sorted(said)) if plain(letter) == letter]
    assert [letter for letter in letters if pixels(font, letter) == box] == []


def test_what_it_is_said_to_lack_is_one() -> None:
    box = pixels(LATIN.display, NO_LETTER)
    others = "שش海ไฤ"
    assert not any(LATIN.sets(letter) for letter in others)
    assert all(pixels(LATIN.display, letter) == box for letter in others)


@pytest.mark.parametrize(
    "words",
    [
        "Blåbærsyltetøy, «sitat» – “quote” ‘x’ …",
        "Áigumuš: čáhci, đ, ŋ, š, ŧ, ž",
        "Þórður, Šćepan, Łódź, İstanbul, Ğ, ő, ḷ, Tiếng Việt",
        "Η θάλασσα και το νησί",
        "Кому принадлежит море? Київ, Ґ, ї",
    ],
)
def test_languages_of_europe_come_along(words: str) -> None:
    assert chosen(Text(words, "nb"), TYPEFACES) is LATIN


@pytest.mark.gate
@pytest.mark.usefixtures("shaper")
def test_other_scripts_are_set_where_their_fonts_are_installed() -> None:
    assert chosen(Text("של מי הים? 2026", "he"), TYPEFACES) is HEBREW
    assert chosen(Text("من يملك البحر؟", "ar"), TYPEFACES) is ARABIC
    assert chosen(Text("של מי הים?", "he"), (LATIN,)) is None


def test_a_text_is_set_in_one_typeface_or_not_at_all() -> None:
    assert chosen(Text("הים من", "he"), TYPEFACES) is None
    assert chosen(Text("The 海", "en"), TYPEFACES) is None
    assert chosen(Text("Fun 🎉", "en"), TYPEFACES) is None


@pytest.mark.gate
@pytest.mark.usefixtures("shaper")
def test_the_first_letter_that_is_lacking_is_named_by_the_typeface_that_lacks_least() -> None:
    assert lacking(Text("Ord 海 ה", "nb"), TYPEFACES) == "海"
    assert lacking(Text("הים 海", "he"), TYPEFACES) == "海"


def test_without_typefaces_the_first_of_all_is_lacking() -> None:
    assert lacking(Text("Ord", "nb"), ()) == "O"


def test_letters_and_their_marks_are_one_and_what_nobody_sees_is_gone() -> None:
    assert plain("  A\u030arsmo\u0308te\u00ad\n\t er\u00a0her \ufeff") == "Årsmöte er\u00a0her"


def test_a_space_that_joins_is_one_that_every_font_has() -> None:
    assert plain("23 ноября 2026\u202fг.") == "23 ноября 2026\u00a0г."


@pytest.mark.gate
@pytest.mark.usefixtures("shaper")
def test_letters_are_kerned_by_the_shaper() -> None:
    measure = partial(Type(LATIN.display, "nb").measure, 100)
    assert measure("AV") < measure("A") + measure("V") - 3


# ---- Lines ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("one", 9, ("one",)),
        ("one two three", 99, ("one two three",)),
        ("a long line and a word", 19, ("a long line", "and a word")),
        ("da kommunen begynte å begrunne", 20, ("da kommunen", "begynte å begrunne")),
        ("Nord-Norge", 6, ("Nord-", "Norge")),
        ("pages 12-13", 6, ("pages", "12-13")),
        ("no\u00a0break here", 9, ("no\u00a0break", "here")),
        ("", 9, ("",)),
    ],
)
def test_lines_are_few_and_as_long_as_each_other(words: str, width: int, lines: tuple[str, ...]) -> None:
    assert set_in(words, width).lines == lines


def test_the_first_size_in_which_the_words_have_room_is_taken() -> None:
    assert set_in("one two", 9, (3, 2, 1), rows=2) == Block(3, ("one", "two"))
    assert set_in("three two", 9, (3, 2, 1), rows=2) == Block(1, ("three two",))


def test_at_the_last_size_words_are_cut_and_what_has_no_room_ends_in_an_ellipsis() -> None:
    assert set_in("abcdefgh", 3, (2, 1)) == Block(1, ("abc", "def", "gh"))
    assert set_in("abcdefgh", 3, (2, 1), rows=2) == Block(1, ("abc", "de…"))


def test_no_mark_is_cut_off_its_letter() -> None:
    assert set_in("ab\u0331cd", 2, (1,)).lines[0] == "ab\u0331"


@given(st.text(max_size=60), st.integers(1, 40), st.integers(1, 4))
@example("x" * 60, 1, 1)
def test_any_words_have_as_many_lines_as_there_is_room_for(words: str, width: int, rows: int) -> None:
    made = block(plain(words), (3, 2, 1), lambda _: rows, width, wide)
    assert len(made.lines) <= rows


@given(st.lists(st.sampled_from(["øy", "hav", "Nord-Norge", "og", "kommunen"]), min_size=1, max_size=12))
def test_no_word_is_lost_between_lines(words: list[str]) -> None:
    said = " ".join(words)
    lines = set_in(said, 20).lines
    assert "".join(lines).replace(" ", "") == said.replace(" ", "")


def test_a_typeface_has_what_all_of_its_fonts_have() -> None:
    assert isinstance(LATIN, Typeface)
    assert "fi" not in map(chr, LATIN.letters)
    assert {*"abcæøå«»–—…"} <= {chr(code) for code in LATIN.letters}
