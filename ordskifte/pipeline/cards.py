"""The social cards of a site: the fonts that they are set in, what those lack, and what is kept of earlier builds."""

from collections.abc import Iterator
from functools import cache, reduce
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from PIL import features

from ordskifte.load import CONFIG, font
from ordskifte.model.cards import Card
from ordskifte.model.catalog import PSEUDO_LOCALE
from ordskifte.model.diagnostics import At, Diagnostic, warning
from ordskifte.model.fingerprints import digest, fingerprint
from ordskifte.pipeline.blobs import Blobs
from ordskifte.render import cards, typesetting
from ordskifte.render.cards import drawn, wanted_card
from ordskifte.render.queries import Ground
from ordskifte.render.typesetting import Font, Typeface, characters, chosen, lacking, settable


class Cut(NamedTuple):
    """A font in a package, and where on its axes it stands."""

    package: str
    file: str
    axes: tuple[int, ...] = ()


FAMILIES = (
    (
        Cut("fontpkg_literata", "Literata[opsz,wght].ttf", (72, 400)),
        Cut("fontpkg_source_sans_3", "SourceSans3[wght].ttf", (600,)),
        Cut("fontpkg_source_sans_3", "SourceSans3[wght].ttf", (400,)),
    ),
    (
        Cut("fontpkg_frank_ruhl_libre", "FrankRuhlLibre[wght].ttf", (400,)),
        Cut("fontpkg_frank_ruhl_libre", "FrankRuhlLibre[wght].ttf", (600,)),
        Cut("fontpkg_frank_ruhl_libre", "FrankRuhlLibre[wght].ttf", (400,)),
    ),
    (
        Cut("fontpkg_amiri", "Amiri-Regular.ttf"),
        Cut("fontpkg_amiri", "Amiri-Bold.ttf"),
        Cut("fontpkg_amiri", "Amiri-Regular.ttf"),
    ),
)
"""For titles, strong and plain. The first, for Latin, Greek and Cyrillic, comes along; those for Hebrew and Arabic are
there if a site installs them."""


class Faces(NamedTuple):
    """The typefaces that are installed, and a digest of all that decides how cards are drawn."""

    typefaces: tuple[Typeface, ...] = ()
    mark: bytes = b""


@cache
def faces() -> Faces:
    made = blake2b(digest_size=16)
    for module in (cards, typesetting):
        made.update(Path(str(module.__file__)).read_bytes() + b"\0")
    for library in ("pil", "freetype2", "raqm", "harfbuzz", "fribidi", "zlib"):
        made.update(f"{library} {features.version(library)}\0".encode())
    typefaces = []
    for family in FAMILIES:
        files = [font(cut.package, cut.file) for cut in family]
        there = [file for file in files if file and file.is_file()]
        if len(there) < len(family):
            continue
        contents = {file: file.read_bytes() for file in there}
        letters = reduce(frozenset[int].intersection, map(characters, contents.values()))
        display, strong, plain = (Font(str(file), cut.axes) for file, cut in zip(there, family, strict=True))
        typefaces.append(Typeface(display, strong, plain, settable(letters)))
        made.update(fingerprint(tuple(map(digest, contents.values()))))
    return Faces(tuple(typefaces), made.digest())


def unset(ground: Ground) -> Iterator[Diagnostic]:
    """Warnings for titles that no card can show, and for editions whose own words are such; one for all of a kind.

    Not for the pseudo locale, whose words no reader sees.
    """
    titles: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    for (locale, kind, key), page in ground.site.pages.items():
        card = wanted_card(ground, locale, kind, key)
        text = next((text for text in card.texts if chosen(text, ground.typefaces) is None), None) if card else None
        if card and text:
            letter = lacking(text, ground.typefaces)
            if text is card.title:
                titles[page.source] = letter
            elif locale != PSEUDO_LOCALE:
                others.setdefault(locale, []).append(letter)
    if titles:
        source, letter = next(iter(titles.items()))
        more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
        yield _unset(letter, f"links to this text{more} show no title", At(source, "title"))
    for locale, letters in others.items():
        yield _unset(letters[0], f"links to works in `{locale}` show no title", At(CONFIG, "cards"))


def _unset(letter: str, so: str, at: At) -> Diagnostic:
    message = f"No font for cards has `{letter}` (U+{ord(letter):04X}), so that {so}."
    hint = (
        "For Arabic letters install fontpkg-amiri, for Hebrew ones fontpkg-frank-ruhl-libre; others have no font here."
    )
    return warning("card-letters", message, at, hint)


# --------------------------------------------------------------------------------------
# Kept
# --------------------------------------------------------------------------------------


def kept_as(path: str) -> str:
    """The name under which the card at a path is kept: the last that was there, so that they do not pile up."""
    return f"{digest(path.encode()).hex()}.png"


class Drawing:
    """The bytes of cards: as an earlier build left them, or drawn."""

    def __init__(self, faces: Faces, blobs: Blobs) -> None:
        self._faces = faces
        self._blobs = blobs

    def __call__(self, path: str, card: Card) -> bytes:
        name, wanted = kept_as(path), fingerprint((self._faces.mark, card))
        known = self._blobs.get(name)
        if known is not None and known.startswith(wanted):
            return known.removeprefix(wanted)
        made = drawn(card, self._faces.typefaces)
        self._blobs.put(name, wanted + made)
        return made
