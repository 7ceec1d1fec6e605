"""Whether the numbers of a translation are those of the English, in the way in which its language writes them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ordskifte.check.renditions import SLOT, Remark, Rendition
from ordskifte.render.formats import language_name, number, percent, writes_numbers

_SPACES = "\u00a0\u2009\u202f "
_RUN = re.compile(r"\d+")
_NUMBER = re.compile(rf"\d+(?:[.,:٫٬'’]\d+|[{_SPACES}]\d{{3}}(?!\d))*")
_PART = re.compile(r"(\D?)(\d+)")
_IN_WORDS = {
    word: str(value)
    for value, words in enumerate(
        (
            *("zero no", "one once first single", "two twice second both", "three third", "four fourth", "five fifth"),
            *("six sixth", "seven seventh", "eight eighth", "nine ninth", "ten tenth", "eleven eleventh"),
            "twelve twelfth dozen",
        ),
    )
    for word in words.split()
}
_SMALL = frozenset(map(str, range(13)))
"""Numbers that many write in words."""
_COUNTED_OTHERWISE = re.compile(r"\d\s*[ap]\.?m\b|\bcentur|\b(?:thousand|million|billion)s?\b|\dk\b", re.IGNORECASE)
"""English for which languages have other figures: 5 pm is 17:00, the 19th century 1800-tallet, 10 million 1000万."""
_MYRIADS = re.compile("[万萬億亿만억]")

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){1,6}(?![\d,])")
"""A large number, but none that only a machine can have written."""
_SIGN = "[%٪％]"
_AMOUNT = rf"(?<!\d)(?<!\d[.,٫٬])\d[\d.,٫٬]*+|{SLOT}"
_PERCENT = re.compile(rf"(?P<before>{_AMOUNT})[{_SPACES}]*{_SIGN}|{_SIGN}[{_SPACES}]*(?P<after>{_AMOUNT})")


def number_remarks(rendition: Rendition) -> Iterator[Remark]:
    """What is to be said of numbers that are others than in the English; those in words are not known."""
    if _COUNTED_OTHERWISE.search(rendition.english) or _MYRIADS.search(rendition.words):
        return
    english, words = _ascii(rendition.english), _ascii(rendition.words)
    # One and the same by one of two readings: 1,000 and 1 000 by their parts, 1,000 and 1000 as wholes.
    wanted, found = _wholes(english), _wholes(words)
    if wanted == found or _parts(english) == _parts(words):
        return
    missing, extra = wanted - found, found - wanted
    in_words = {*(_IN_WORDS.get(word) for word in re.findall(r"[a-z]+", english.lower())), str(rendition.only)}
    extra = Counter({value: count for value, count in extra.items() if value not in in_words})
    if not extra:
        missing = Counter({value: count for value, count in missing.items() if value not in _SMALL})
    lacks, has = _list(missing, rendition.english), _list(extra, rendition.words)
    if missing and extra:
        hint = f"Write {lacks}." if lacks.isdigit() and len(extra) == 1 else ""
        yield Remark("message-number", f"The English has {lacks}, the translation {has}.", hint)
    elif missing:
        yield Remark("message-number", f"The English has {lacks}, the translation does not.")
    elif extra:
        yield Remark("message-number", f"The translation has {has}, the English does not.")


def percent_remarks(rendition: Rendition) -> Iterator[Remark]:
    """What is to be said of the first per cent sign that stands otherwise than in the language's own pattern."""
    if not writes_numbers(rendition.formats):
        return
    pattern = _without_marks(percent(0.5, rendition.formats))
    words = _ascii(_without_marks(rendition.words))
    for found in _PERCENT.finditer(words):
        value = found["before"] or found["after"]
        if _alike(found[0]) == _alike(pattern.replace("50", value)):
            continue
        shown = "…" if value == SLOT else value.rstrip(".,")
        sign = "%%" if "%%" in rendition.written else "%"
        right = pattern.replace("50", shown).replace("%", sign)
        spaced = ", with a no-break space between" if "\u00a0" in _alike(pattern) else ""
        message = f"`{found[0].replace(SLOT, '…')}` is not how {_language(rendition)} writes per cent."
        yield Remark("message-percent", message, f"Write `{right}`{spaced}.")
        return


def thousands_remarks(rendition: Rendition) -> Iterator[Remark]:
    """What is to be said of numbers that the English divides, where they are divided as in another language."""
    if not writes_numbers(rendition.formats):
        return
    for large in _GROUPED.findall(rendition.english):
        value = int(large.replace(",", ""))
        right = number(value, rendition.formats)
        written = next((each[0] for each in _NUMBER.finditer(rendition.words) if _digits(each[0]) == str(value)), right)
        if _alike(written) not in _usual(value, rendition.formats):
            spaced = ", with a no-break space between" if "\u00a0" in _alike(right) else ""
            message = f"`{written}` is not divided as in {_language(rendition)}."
            yield Remark("message-thousands", message, f"Write `{right}`{spaced}.")


def _usual(value: int, formats: str) -> set[str]:
    """How the language may write a number; one of four digits is seldom wrong undivided, or divided as larger ones."""
    right = number(value, formats)
    if value >= 10_000:
        return {_alike(right)}
    separator = re.sub(r"\d", "", number(10_000, formats))[:1]
    return {_alike(right), str(value), _alike(f"{value // 1000}{separator}{value % 1000:03}")}


def _wholes(words: str) -> Counter[str]:
    """The numbers of ASCII digits, with groups joined, leading zeros left out, and a full stop before decimals."""
    return Counter(_whole(found[0]) for found in _NUMBER.finditer(words))


def _whole(written: str) -> str:
    (_, first), *rest = _PART.findall(written)
    separators = {separator for separator, _ in rest}
    lengths = [len(part) for _, part in rest]
    if len(separators) == 1 and lengths[-1] == 3 and {*lengths} <= {2, 3}:  # 12,34,567 in India
        return _plain(first + "".join(part for _, part in rest))
    joined = first
    for _, part in rest:
        joined += part if len(part) == 3 else f".{part}"
    return _plain(joined)


def _parts(words: str) -> Counter[str]:
    """The numbers of ASCII digits, with whatever stands in them between two."""
    return Counter(_plain(found) for found in _RUN.findall(words))


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _ascii(words: str) -> str:
    """The words with the digits that everybody knows."""
    if words.isascii():
        return words
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in words)


def _digits(written: str) -> str:
    return re.sub(r"\D", "", _ascii(written))


def _alike(written: str) -> str:
    """A number in which all no-break spaces, all apostrophes and all per cent signs are one, and digits ASCII."""
    return re.sub(_SIGN, "%", _ascii(written).replace("\u202f", "\u00a0").replace("'", "’").replace("٬", ","))


def _without_marks(words: str) -> str:
    """The words without the marks that say in which direction to read."""
    return "".join(sign for sign in words if unicodedata.category(sign) != "Cf")


def _list(values: Counter[str], words: str) -> str:
    """These numbers as they stand in the words."""
    numbers = dict.fromkeys(found[0] for found in _NUMBER.finditer(words))
    return " and ".join(written for written in numbers if _whole(_ascii(written)) in values)


def _language(rendition: Rendition) -> str:
    return language_name(rendition.locale, "en")
