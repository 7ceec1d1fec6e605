"""Social cards: the picture that stands where someone shares a link to a work, in the colours of the publication.

A card has the title in its own language, and around it the authors, the date and the section in the words of the
edition. All of it is public, of a members' article too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO

from msgspec.structs import replace
from PIL import Image, ImageChops, ImageDraw
from PIL.Image import Image as Picture

from ordskifte.model.answers import Preview
from ordskifte.model.cards import HEIGHT, WIDTH, Card
from ordskifte.model.colours import channels
from ordskifte.model.config import Cards
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.locales import direction
from ordskifte.model.pictures import PNG
from ordskifte.model.site import ListingKind, Page, Target
from ordskifte.model.text import Text
from ordskifte.parse.body.typography import typeset
from ordskifte.render import formats
from ordskifte.render.queries import Ground, section, tagline, title
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.typesetting import Block, Type, Typeface, block, chosen, plain
from ordskifte.render.view import View
from ordskifte.resolve.addresses import output_path

FILE = "card.png"
"""What a card is called, beside the page that it is of."""

MARGIN = 72
"""Pixels that are free on both sides of what is written, at the least."""
_SPAN = WIDTH - 2 * MARGIN
_RAND, _RAND_HEIGHT, _SEGMENTS = 44, 12, 16
"""Where the line of filled and empty segments stands, how high it is, and how many there are."""
_MAST, _MAST_SIZES = 134, (58, 48, 38)
"""The base line of the publication's name."""
_FOOT = 572
"""The last base line."""
_TOP = 160
"""No title and no section is higher."""
_TITLE_SIZES = (148, 132, 118, 104, 92, 82, 72, 64, 56, 48, 42, 36)
_TITLE_LEADING = 1.1
_SMALL, _SMALL_LEADING = 34, 1.3
_SMALL_SIZES: tuple[int, ...] = (34, 30, 26)
_MANY_SIZES = (28, 25)
"""Of the names of many authors, which take the room of the title."""
_OVER_NAMES, _OVER_NOTHING = 84, 14
"""How far above names and date the last line of the title stands, and above the foot where there are none."""
_GAP = 34
"""Between what stands in one line."""
_INK_STEPS, _ACCENT_STEPS = 11, 4
"""Of sixteen colours one is the paper's."""
_EFFORT = 4
"""Of 9. With 6, its own choice, a card takes 1.5 times as long to write and has 2 % less bytes."""
_CAPITALS = 0.7
"""How high capitals are, as a part of the size."""


class _Sheet:
    """What is drawn on: how much ink and how much of the accent covers each pixel."""

    def __init__(self, typefaces: Sequence[Typeface], *, is_rtl: bool) -> None:
        self.ink = Image.new("L", (WIDTH, HEIGHT))
        self.accent = Image.new("L", (WIDTH, HEIGHT))
        self._typefaces = typefaces
        self._is_rtl = is_rtl

    def typeface(self, text: Text) -> Typeface:
        found = chosen(text, self._typefaces)
        assert found is not None  # Else there is no card.
        return found

    def write(self, layer: Picture, words: Block, type: Type, foot: int, leading: float, indent: float = 0) -> None:
        """Lines from the edge where the card begins, the last on this base line."""
        for number, line in enumerate(reversed(words.lines)):
            place = (WIDTH - MARGIN - indent if self._is_rtl else MARGIN + indent, foot - number * words.size * leading)
            ImageDraw.Draw(layer).text(
                place,
                line,
                255,
                type.at(words.size),
                "rs" if self._is_rtl else "ls",
                direction=type.direction,
                language=type.rules,
            )

    def rule(self) -> None:
        """The line by which the look begins: segments like the frame of a map."""
        draw = ImageDraw.Draw(self.ink)
        edges = [MARGIN + _SPAN * number // _SEGMENTS for number in range(_SEGMENTS + 1)]
        draw.rectangle((MARGIN, _RAND, WIDTH - MARGIN - 1, _RAND + _RAND_HEIGHT - 1), outline=255, width=2)
        for number in range(0, _SEGMENTS, 2):
            first, last = sorted((self._seen_from_start(edges[number]), self._seen_from_start(edges[number + 1])))
            draw.rectangle((first, _RAND, last - 1, _RAND + _RAND_HEIGHT - 1), fill=255)

    def _seen_from_start(self, x: int) -> int:
        return WIDTH - x if self._is_rtl else x


def drawn(card: Card, typefaces: Sequence[Typeface]) -> bytes:
    """The card as a PNG: the same bytes wherever Pillow and the fonts are the same."""
    sheet = _Sheet(typefaces, is_rtl=direction(card.title.locale) == "rtl")
    sheet.rule()
    if card.publication:
        type = Type(sheet.typeface(card.publication).display, card.publication.locale)
        sheet.write(sheet.ink, _one_line(card.publication, _MAST_SIZES, type), type, _MAST, 1)
    foot = _sign(sheet, card)
    top = _TOP + (round(_SMALL * 1.9) if card.section else 0)
    type = Type(sheet.typeface(card.title).display, card.title.locale)
    title = block(plain(card.title.value), _TITLE_SIZES, lambda size: _rows(size, foot - top), _SPAN, type.measure)
    sheet.write(sheet.ink, title, type, foot, _TITLE_LEADING)
    if card.section:
        height = (len(title.lines) - 1) * title.size * _TITLE_LEADING + title.size * _CAPITALS
        type = Type(sheet.typeface(card.section).strong, card.section.locale)
        # Letters with marks on top are higher than capitals.
        over = foot - round(height + title.size * 0.2) - round(_SMALL * 0.7)
        sheet.write(sheet.accent, _one_line(card.section, _SMALL_SIZES, type), type, over, 1)
    return _written(sheet, card)


def _rows(size: int, height: int) -> int:
    """How many lines of a size there is room for."""
    return max(1, 1 + int((height - size * 0.9) // (size * _TITLE_LEADING)))


def _one_line(text: Text, sizes: Sequence[int], type: Type) -> Block:
    return block(plain(text.value), sizes, lambda _: 1, _SPAN, type.measure)


def _sign(sheet: _Sheet, card: Card) -> int:
    """Write who has written it and when, in one line if there is room, and tell where the title ends."""
    foot, indent, sizes = _FOOT, 0.0, _SMALL_SIZES
    if card.names:
        type, words = Type(sheet.typeface(card.names).strong, card.names.locale), plain(card.names.value)
        length = type.measure(_SMALL, words) + _GAP
        if length + _date_width(sheet, card) <= _SPAN:
            indent = length
        else:
            sizes = _MANY_SIZES
            foot -= round(sizes[0] * _SMALL_LEADING) if card.date else 0
        names = block(words, sizes, lambda _: 3, _SPAN, type.measure)
        sheet.write(sheet.ink, names, type, foot, _SMALL_LEADING)
        foot -= round((len(names.lines) - 1) * names.size * _SMALL_LEADING)
    if card.date:
        type = Type(sheet.typeface(card.date).plain, card.date.locale)
        sheet.write(sheet.ink, _one_line(card.date, sizes, type), type, _FOOT, 1, indent)
    return foot - (_OVER_NAMES if card.names or card.date else _OVER_NOTHING)


def _date_width(sheet: _Sheet, card: Card) -> float:
    if not card.date:
        return 0
    return Type(sheet.typeface(card.date).plain, card.date.locale).measure(_SMALL, plain(card.date.value))


def _written(sheet: _Sheet, card: Card) -> bytes:
    """Sixteen colours are enough for letters in two, and a third of the bytes."""
    ink = sheet.ink.point([round(value * _INK_STEPS / 255) for value in range(256)])
    accent = sheet.accent.point([(value * _ACCENT_STEPS + 127) // 255 for value in range(256)])
    accent = accent.point([value and value + _INK_STEPS for value in range(256)])
    picture = ImageChops.lighter(ink, accent)
    picture.putpalette([part for colour in _palette(card) for part in colour])
    content = BytesIO()
    picture.save(content, "PNG", bits=4, compress_level=_EFFORT)
    return content.getvalue()


def _palette(card: Card) -> Iterator[tuple[int, ...]]:
    paper, ink, accent = map(channels, (card.colours.paper, card.colours.ink, card.colours.accent))
    yield paper
    for colour, steps in ((ink, _INK_STEPS), (accent, _ACCENT_STEPS)):
        for step in range(1, steps + 1):
            yield tuple(round(under + (over - under) * step / steps) for under, over in zip(paper, colour, strict=True))


# --------------------------------------------------------------------------------------
# Of which works
# --------------------------------------------------------------------------------------


def card(ground: Ground, locale: str, kind: str = "", key: str = "") -> Card | None:
    """What the card of a work shows in an edition, or that of the edition itself.

    None where there is to be none, and where the fonts lack a letter: no box is published in the place of one.
    """
    wanted = wanted_card(ground, locale, kind, key)
    return wanted if wanted and all(chosen(text, ground.typefaces) for text in wanted.texts) else None


def wanted_card(ground: Ground, locale: str, kind: str = "", key: str = "") -> Card | None:
    """The same, whatever letters there are. A work with a picture that networks can show large needs none."""
    if ground.site.config.cards is None:
        return None
    if not kind:
        return _of_edition(ground, ground.site.config.cards, locale)
    page = ground.site.pages.get((locale, kind, key))
    own = _own(ground, page) if page else None
    if page is None or page.withdrawal or (own and own.is_large):
        return None
    return _of_work(ground, ground.site.config.cards, page)


def _of_work(ground: Ground, colours: Cards, page: Page) -> Card:
    entry, locale = page.entry, page.locale
    edition = ground.site.config.editions[locale]
    term = section(ground, locale, entry.section)
    names = formats.conjunction([person.name for person in entry.authors], edition.formats)
    date = formats.date(entry.date, edition.formats, ground.site.config.time_zone) if entry.date else ""
    return Card(
        _typeset(entry.title),
        colours,
        publication=title(ground, locale),
        section=term.name if term else None,
        names=Text(names, locale) if names else None,
        date=Text(date, locale) if date else None,
    )


def _of_edition(ground: Ground, colours: Cards, locale: str) -> Card:
    """The publication's name, with what it says of itself."""
    name, words = title(ground, locale), tagline(ground, locale)
    return Card(_typeset(words), colours, publication=name) if words else Card(name, colours)


def _typeset(text: Text) -> Text:
    """Words that may have been typed with straight quotation marks, as those of a body are."""
    return Text(typeset(text.value, text.locale), text.locale, text.is_fallback)


def card_image(ground: Ground, path: str, locale: str, kind: str, key: str) -> bytes | None:
    """The card that is published at a path."""
    wanted = card(ground, locale, kind, key)
    return ground.drawing(path, wanted) if wanted else None


def preview(ground: Ground, locale: str, kind: str = "", key: str = "") -> Preview | None:
    """What stands where someone shows a link: a work's own picture if that can stand large, else its card; of what has
    neither, a smaller picture or a drawing, and at last the card of the edition.
    """
    page = ground.site.pages.get((locale, kind, key))
    own = _own(ground, page) if page else None
    if own and own.is_large:
        return own
    made = _preview(ground, page.url, card(ground, locale, kind, key)) if page else None
    return made or own or _of_all(ground, locale)


def _own(ground: Ground, page: Page) -> Preview | None:
    """The picture of a work."""
    illustration = page.entry.image
    picture = ground.pictures.get(illustration.file) if illustration else None
    if illustration is None or picture is None:
        return None
    return Preview(picture.url, picture.width, picture.height, picture.type, illustration.alt)


def _preview(ground: Ground, url: str, card: Card | None) -> Preview | None:
    """A card at its address. Networks keep what stands at one; what it shows is in the address, so that they look again
    at a card that shows something else.
    """
    if card is None:
        return None
    return Preview(f"{url}{FILE}?{fingerprint(card).hex()[:8]}", WIDTH, HEIGHT, PNG, card.title)


def _of_all(ground: Ground, locale: str) -> Preview | None:
    found = _preview(ground, ground.site.urls[locale, ListingKind.FRONT, ""], card(ground, locale))
    return replace(found, is_of_work=False) if found else None


QUERIES: Mapping[str, Callable[..., object]] = {function.__name__: function for function in (card, card_image, preview)}


def _targets(ground: Ground) -> Iterator[Target]:
    site = ground.site
    if site.config.cards is None:
        return
    for locale in site.config.editions:
        if card(ground, locale):
            path = output_path(site.config, site.urls[locale, ListingKind.FRONT, ""] + FILE)
            yield Target(path, "cards", locale, ("", ""), locale)
    for (locale, kind, key), page in site.pages.items():
        if card(ground, locale, kind, key):
            yield Target(output_path(site.config, page.url + FILE), "cards", locale, (kind, key), page.language)


def _render(target: Target, view: View, _: Templates) -> bytes:
    content = view.ask("card_image", target.path, target.locale, *target.subject)
    assert isinstance(content, bytes)
    return content


CARDS = Renderer("cards", _targets, _render)
