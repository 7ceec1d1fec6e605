"""Cards in, facts of their pictures out."""

import os
import subprocess
import sys
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from ordskifte.model.cards import HEIGHT, WIDTH, Card
from ordskifte.model.colours import LEGIBLE, channels, contrast
from ordskifte.model.config import Cards
from ordskifte.model.text import Text
from ordskifte.pipeline.cards import faces
from ordskifte.render.cards import MARGIN, drawn
from ordskifte.render.typesetting import chosen

TYPEFACES = faces().typefaces
LATIN = TYPEFACES[0]
OVERHANG = 4
"""Pixels by which letters reach over the place that is theirs."""
TITLES = (
    "Kölappen",
    "Da kommunen begynte å begrunne",
    "«Ingen visste hvor Čáhcesuolu var»: Hva en sjøkabel, en fiskebåt og tre departementer kan lære oss om beredskap",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    "A " * 200,
    "x" * 400,
)


def of(title: str, locale: str = "nb", **more: str) -> Card:
    words = {"publication": "Nordre Rand", "section": "Teknologi", "names": "Åsne Ødegård", "date": "3. mai 2026"}
    return Card(Text(title, locale), Cards(), **{name: Text(said, "nb") for name, said in (words | more).items()})


def picture(card: Card) -> Image.Image:
    return Image.open(BytesIO(drawn(card, TYPEFACES)))


def written(card: Card) -> tuple[int, int, int, int]:
    """The box around all that is not paper."""
    image = picture(card).convert("RGB")
    box = ImageChops.difference(image, Image.new("RGB", image.size, card.colours.paper)).getbbox()
    assert box is not None
    return box


# ---- The picture ---------------------------------------------------------------------


def test_a_card_is_a_small_png_of_the_size_that_networks_show() -> None:
    image = picture(of("Kölappen"))
    assert (image.format, image.size, image.mode) == ("PNG", (WIDTH, HEIGHT), "P")
    assert len(drawn(of(TITLES[2]), TYPEFACES)) < 30_000


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("names", ["Åsne Ødegård", "Åsne Ødegård, " * 12])
def test_all_that_is_written_stands_within_the_margins(title: str, names: str) -> None:
    left, top, right, bottom = written(of(title, names=names, publication=title, section=title))
    assert left >= MARGIN - OVERHANG
    assert right <= WIDTH - MARGIN + OVERHANG
    assert top >= 40
    assert bottom <= HEIGHT - 40


def test_there_is_nothing_in_it_but_the_paper_and_two_colours_and_what_lies_between_them() -> None:
    colours = Cards("#102030", "#ffffff", "#ffcc00")
    image = picture(Card(Text("Hav", "nb"), colours, section=Text("Kyst", "nb"))).convert("RGB")
    found = [colour for _, colour in image.getcolors(16) or () if isinstance(colour, tuple)]
    assert {channels(colour) for colour in (colours.paper, colours.ink, colours.accent)} <= {*found}
    assert len(found) > 6
    assert all(colour[0] >= 0x10 and colour[1] >= 0x20 for colour in found)


def test_the_colours_that_come_along_can_be_read() -> None:
    colours = Cards()
    assert min(contrast(colours.paper, colours.ink), contrast(colours.paper, colours.accent)) >= LEGIBLE


def test_each_word_shows() -> None:
    whole = of("Havet")
    for name in ("publication", "section", "names", "date"):
        assert drawn(of("Havet", **{name: "Vinter"}), TYPEFACES) != drawn(whole, TYPEFACES)


def test_a_card_of_a_title_alone_is_a_card() -> None:
    assert written(Card(Text("Om oss", "nb"), Cards()))[0] >= MARGIN - OVERHANG


def below_the_rule(card: Card, last: int = HEIGHT) -> tuple[int, int, int, int]:
    """The box around what is written."""
    image = picture(card).convert("RGB").crop((0, 100, WIDTH, last))
    box = ImageChops.difference(image, Image.new("RGB", image.size, card.colours.paper)).getbbox()
    assert box is not None
    return box


def titled(title: str, locale: str = "nb") -> Card:
    return Card(Text(title, locale), Cards())


def test_a_short_title_is_large_and_a_long_one_fills_the_lines() -> None:
    top, bottom = below_the_rule(titled("H"))[1::2]
    assert 90 < bottom - top < 120  # The height of a capital.
    left, _, right, _ = below_the_rule(titled("Havet som ingen eier og alle bruker, i fred og i krig, nå og siden"))
    assert right - left > (WIDTH - 2 * MARGIN) * 0.75


# ---- Right to left -------------------------------------------------------------------


@pytest.mark.gate
@pytest.mark.usefixtures("shaper")
@pytest.mark.parametrize(("title", "locale"), [("הים הגדול", "he"), ("البحر الكبير", "ar")])
def test_what_is_written_from_right_to_left_begins_there(title: str, locale: str) -> None:
    left, _, right, _ = below_the_rule(titled(title, locale))
    assert WIDTH - MARGIN - 20 <= right <= WIDTH - MARGIN + OVERHANG
    assert left > MARGIN + 100


@pytest.mark.gate
@pytest.mark.usefixtures("shaper")
def test_the_first_letter_of_a_hebrew_title_is_the_one_to_the_right() -> None:
    """Of these letters lamed alone rises above the line."""
    first, second = (below_the_rule(titled(title, "he"), last=460) for title in ("לא", "אל"))
    assert first[0] > second[2]


@pytest.mark.gate
@pytest.mark.usefixtures("shaper")
def test_arabic_letters_are_joined() -> None:
    joined, apart = (below_the_rule(titled(title, "ar")) for title in ("ببب", "ب\u200cب\u200cب"))
    assert joined[2] - joined[0] < apart[2] - apart[0]


# ---- The same, always ----------------------------------------------------------------

SCRIPT = """
from hashlib import sha256
from tests.render.test_cards import TITLES, TYPEFACES, of
from ordskifte.render.cards import drawn
print(sha256(b"".join(drawn(of(title), TYPEFACES) for title in TITLES)).hexdigest())
"""


def test_the_bytes_are_the_same_in_every_process() -> None:
    here = sha256(b"".join(drawn(of(title), TYPEFACES) for title in TITLES)).hexdigest()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        told = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=environment)
        assert told.stdout.strip() == here, told.stderr


# ---- Any title -----------------------------------------------------------------------

LETTERS = st.sampled_from(sorted(map(chr, LATIN.letters)))


@settings(max_examples=60, deadline=None)
@given(st.text(st.one_of(LETTERS, st.sampled_from(" -–\u00a0\u00ad\n")), max_size=250), st.sampled_from(["nb", "ar"]))
def test_any_title_that_can_be_set_stands_within_the_margins(title: str, locale: str) -> None:
    card = of(title, locale)
    left, _, right, _ = written(card)
    # Marks that stand on nothing reach over the edge.
    assert left >= MARGIN - 40
    assert right <= WIDTH - MARGIN + 40


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_title_at_all_is_set_or_known_not_to_be(title: str) -> None:
    text = Text(title, "nb")
    if chosen(text, TYPEFACES):
        drawn(Card(text, Cards()), TYPEFACES)
