"""Whether a translation has the quotation marks of its language. Apostrophes are none."""

import re
from collections.abc import Iterator, Mapping

from ordskifte.check.renditions import SLOT, Remark, Rendition, shortened
from ordskifte.model.locales import Quotes, primary, quotes, truncations
from ordskifte.render.formats import language_name

_ALSO: Mapping[str, str] = {
    "ar": "«»“”‘",
    "bg": "«»",
    "cs": "»«›‹",
    "da": "»«›‹„“‚‘",
    "de": "»«›‹",
    "de-CH": "",
    "de-LI": "",
    "es": "‘",
    "fi": "»›",
    "fo": "”«»",
    "fr": "‘",
    "he": "\"„“'",
    "hr": "”»«",
    "it": "‘",
    "ja": "“”‘",
    "pl": "‚",
    "pt-PT": "‘",
    "ru": "‘",
    "sk": "»«›‹",
    "sv": "»›",
    "yi": "\"„“'",
    "zh-Hant": "“”‘",
    "zh-HK": "“”‘",
    "zh-TW": "“”‘",
}
"""Marks that a language has beside those of CLDR, in books, in newspapers or inside of others."""

_DOUBLE = '"“”„‟«»「」『』〝〞＂'
_ATTRIBUTE = re.compile(r"\b[\w-]+=\"[^\"]*\"")
_MARK = re.compile(rf"(?<![א-ת])\"|\"(?![א-ת])|[{_DOUBLE[1:]}‚‛‹›]|(?<!\w)‘")
"""A mark that is no apostrophe, nor one inside a Hebrew abbreviation."""
_STRAIGHT_PAIR = re.compile(rf"(?<![\w{SLOT}])'(?=[\w{SLOT}])(?![^\W\d_]')[^']*(?<=[^\s'])'(?!\w)")
"""But for one letter, which has lost its neighbours: rock 'n' roll."""
_INCHES = re.compile(r"[^\"]*\d\"[^\"]*")
_ARROWS = frozenset("«»‹›")
"""What may lead back and on, where the English has it too; it does not quote with these."""


def remarks(rendition: Rendition) -> Iterator[Remark]:
    """What is to be said of the first quotation in marks of another language, or of none."""
    own = quotes(rendition.locale)
    if own == quotes("en") and primary(rendition.locale) != "en":
        return  # These may be its own, or it is not known which are.
    words = _ATTRIBUTE.sub(lambda found: SLOT * len(found[0]), rendition.words)
    marks = [place for place in _marks(words) if not _is_arrow(words[place], rendition)]
    usual = {*"".join(own), *_also(rendition.locale), "’"}
    foreign = [place for place in marks if words[place] not in usual]
    if foreign:
        yield _remark(words, marks.index(foreign[0]), marks, rendition.locale)
    elif _is_inside_out([words[place] for place in marks], own):
        yield _remark(words, 0, marks, rendition.locale)


def _marks(words: str) -> list[int]:
    """Where quotation marks stand."""
    if _INCHES.fullmatch(words):
        return []
    pairs = (place for pair in _STRAIGHT_PAIR.finditer(words) for place in (pair.start(), pair.end() - 1))
    return sorted({*pairs, *(mark.start() for mark in _MARK.finditer(words))})


def _is_arrow(mark: str, rendition: Rendition) -> bool:
    return mark in _ARROWS and mark in rendition.english


def _also(locale: str) -> str:
    return next((_ALSO[tag] for tag in truncations(locale) if tag in _ALSO), "")


def _is_inside_out(marks: list[str], own: Quotes) -> bool:
    """Whether the marks of the language stand the wrong way round: »so«."""
    opening, closing = own[0].strip(), own[1].strip()
    return bool(marks) and (opening, closing) == ("«", "»") and marks[0] == closing and marks[-1] == opening


def _remark(words: str, number: int, marks: list[int], locale: str) -> Remark:
    """That the quotation with this mark is not as the language quotes; every second mark closes one."""
    own, language = quotes(locale), language_name(locale, "en")
    pair = marks[number - number % 2 :][:2]
    if len(pair) == 2:
        first, last = pair
        opening, closing = own[:2] if words[first] in _DOUBLE else own[2:]
        quoted = shortened(words[first + 1 : last])
        right = f"Write `{opening}{quoted}{closing}`."
        phrase = f"{words[first]}{quoted}{words[last]}"
    else:
        phrase, right = words[pair[0]], f"{language} has {own[0]}…{own[1]}, and {own[2]}…{own[3]} inside of them."
    message = f"`{phrase}` is not in the quotation marks of {language}."
    return Remark("message-quotes", message.replace(SLOT, "…"), right.replace(SLOT, "…"))
