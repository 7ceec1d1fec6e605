"""The order of names and titles in a printed index, by the language of the index.

Knows no names: whoever shall stand elsewhere ("Aaron" in a Norwegian index) is given another text to sort by.
"""

import unicodedata
from collections.abc import Iterator, Mapping

from msgspec import Struct

from ordskifte.model.locales import primary

CollationKey = tuple[str, tuple[str, ...], tuple[bool, ...], str]


class _Alphabet(Struct, frozen=True):
    """What a language adds to a–z: letters behind z, and what is filed as another letter."""

    last: str = ""
    filed: Mapping[str, str] = {}


# CLDR's tailorings of these languages, without the Polish ę, which their indexes file under e.
_DANO_NORWEGIAN = _Alphabet(
    last="æøå",
    filed={"ä": "æ", "ö": "ø", "ő": "ø", "œ": "ø", "aa": "å", "ü": "y", "ű": "y"},
)
_FENNO_SWEDISH = _Alphabet(
    last="åäö",
    filed={"æ": "ä", "ø": "ö", "ő": "ö", "œ": "ö", "ü": "y", "ű": "y"},
)
_ELSEWHERE = _Alphabet()

_ALPHABETS: Mapping[str, _Alphabet] = {
    "nb": _DANO_NORWEGIAN,
    "nn": _DANO_NORWEGIAN,
    "da": _DANO_NORWEGIAN,
    "sv": _FENNO_SWEDISH,
    "fi": _FENNO_SWEDISH,
}

BASE_LETTERS: Mapping[str, str] = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ß": "ss",
    "þ": "th",
    "ð": "d",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ŋ": "n",
    "ŧ": "t",
}
"""Small Latin letters that Unicode does not decompose."""

# Each sorts before the next, and both before the digits.
_COMMA, _SPACE = "\t", " "

DIGITS = "0–9"
"""The heading that names beginning with a digit stand under."""


def collation_key(text: str, locale: str) -> CollationKey:
    """What to sort a text by among others in an index of this locale.

    Letters decide first, then accents, then case, small before capital, then whatever is left. A comma comes before a
    space, a space before digits, digits before letters: "Dahl, Åse", "Dahl Berg, Ida", "Dahle, Bo". Hyphens, dashes and
    slashes are spaces; other punctuation is passed over. The letters of other scripts follow in Unicode's order.
    """
    composed = unicodedata.normalize("NFC", text)
    elements = tuple(_elements(composed, _alphabet(locale)))
    return (
        _folded("".join(base for base, _, _ in elements)),
        tuple(variant for _, variant, _ in elements),
        tuple(is_capital for _, _, is_capital in elements),
        composed,
    )


def initial(text: str, locale: str) -> str:
    """The heading that a text stands under in an index: "Å" for "Aarø" in nb, "A" in en; `DIGITS`; empty for none."""
    letters, *_ = collation_key(text, locale)
    if not letters:
        return ""
    if letters[0].isdigit():
        return DIGITS
    last = _alphabet(locale).last
    return {_behind_z(last, letter): letter for letter in last}.get(letters[0], letters[0]).upper()


def _alphabet(locale: str) -> _Alphabet:
    return _ALPHABETS.get(primary(locale), _ELSEWHERE)


def _elements(composed: str, alphabet: _Alphabet) -> Iterator[tuple[str, str, bool]]:
    """Each letter, sign or pair: what it is filed as, itself where that is another, and whether it is a capital."""
    position = 0
    while position < len(composed):
        length = 2 if composed[position : position + 2].lower() in alphabet.filed else 1
        written = composed[position : position + length]
        position += length
        letter = written.lower()
        base = _base(letter, alphabet)
        if base:
            yield base, "" if letter in (base, *alphabet.last) else letter, letter != written


def _base(letter: str, alphabet: _Alphabet) -> str:
    """What a small letter, a pair or a sign is first compared by; empty for what is passed over."""
    filed = alphabet.filed.get(letter, letter)
    if filed in alphabet.last:
        return _behind_z(alphabet.last, filed)
    if filed == ",":
        return _COMMA
    if filed.isspace() or filed == "/" or unicodedata.category(filed[0]) == "Pd":
        return _SPACE
    return "".join(
        BASE_LETTERS.get(sign, sign)
        for sign in unicodedata.normalize("NFKD", filed)
        if unicodedata.category(sign)[0] in "LMN" and not unicodedata.combining(sign)
    )


def _behind_z(last: str, letter: str) -> str:
    """ASCII has four characters behind z, before every letter of another script."""
    return chr(ord("z") + 1 + last.index(letter))


def _folded(bases: str) -> str:
    """The words with one space between them, and none around a comma."""
    parts = (_SPACE.join(part.split()) for part in bases.split(_COMMA))
    return _COMMA.join(part for part in parts if part)
