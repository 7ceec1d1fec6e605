"""Locale tags (BCP 47) and the few facts of a language that a page needs: its quotes, its direction, its pace.

Knows nothing of dates, numbers or plurals, which are `render/formats`, nor of which editions a site has.
"""

import re
from collections.abc import Mapping
from functools import cache
from math import ceil
from typing import Literal

Direction = Literal["ltr", "rtl"]
Quotes = tuple[str, str, str, str]

# RFC 5646 §2.1. A language of four to eight letters is well-formed there, but none is registered: whoever writes
# `lang: english` has made a mistake.
_TAG = re.compile(
    r"""
    [a-z]{2,3} (-[a-z]{3}){0,3}                    # language and its extensions
    (-[a-z]{4})?                                   # script
    (-([a-z]{2}|[0-9]{3}))?                        # region
    (-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*           # variants
    (-[a-wyz0-9](-[a-z0-9]{2,8})+)*                # extensions
    (-x(-[a-z0-9]{1,8})+)?                         # private use
    | x(-[a-z0-9]{1,8})+
    """,
    re.VERBOSE,
)

# `no` is the macrolanguage that no text is written in, `no-bok` and `no-nyn` are the registry's old names, and neither
# written norm needs its country.
_NYNORSK = re.compile(r"^(no-nyn|nn)(-NO)?(?=-|$)")
_BOKMAL = re.compile(r"^(no(-bok)?|nb)(-NO)?(?=-|$)")

# RFC 5646 §2.2.1: the shorter of two codes is the tag. ISO 639-2 has these, too.
_SHORTER: Mapping[str, str] = {
    "ara": "ar",
    "dan": "da",
    "deu": "de",
    "eng": "en",
    "fas": "fa",
    "fao": "fo",
    "fin": "fi",
    "fra": "fr",
    "isl": "is",
    "ita": "it",
    "nld": "nl",
    "nno": "nn",
    "nob": "nb",
    "nor": "nb",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "som": "so",
    "spa": "es",
    "sme": "se",
    "swe": "sv",
    "tur": "tr",
    "ukr": "uk",
    "urd": "ur",
}
_LONGER = re.compile(rf"^(?:{'|'.join(_SHORTER)})(?=-|$)")
# What is no tag: names of languages, and of countries that no language's tag looks like.
_MEANT: Mapping[str, str] = {
    "arabic": "ar",
    "bokmal": "nb",
    "bokmål": "nb",
    "cz": "cs",
    "danish": "da",
    "dansk": "da",
    "deutsch": "de",
    "dk": "da",
    "engelsk": "en",
    "english": "en",
    "finnish": "fi",
    "francais": "fr",
    "fransk": "fr",
    "français": "fr",
    "french": "fr",
    "gb": "en-GB",
    "german": "de",
    "jp": "ja",
    "norsk": "nb",
    "norwegian": "nb",
    "nynorsk": "nn",
    "polish": "pl",
    "spanish": "es",
    "spansk": "es",
    "svensk": "sv",
    "swedish": "sv",
    "tysk": "de",
    "us": "en-US",
}

_ENGLISH_QUOTES: Quotes = ("“", "”", "‘", "’")
_GERMAN_QUOTES: Quotes = ("„", "“", "‚", "‘")
_NORDIC_QUOTES: Quotes = ("”", "”", "’", "’")
_LATIN_QUOTES: Quotes = ("«", "»", "“", "”")
_SLAVIC_QUOTES: Quotes = ("«", "»", "„", "“")
_EASTERN_QUOTES: Quotes = ("„", "”", "«", "»")

# CLDR's delimiters, but for `da` and `fo`, where CLDR has the English ones: Danish orthography (Retskrivningsordbogen
# §58) wants the same mark on both sides, Faroese the German ones. French marks carry their spaces.
_QUOTES: Mapping[str, Quotes] = {
    "nb": ("«", "»", "‘", "’"),
    "nn": ("«", "»", "‘", "’"),
    "da": _NORDIC_QUOTES,
    "fi": _NORDIC_QUOTES,
    "se": _NORDIC_QUOTES,
    "sv": _NORDIC_QUOTES,
    "cs": _GERMAN_QUOTES,
    "de": _GERMAN_QUOTES,
    "de-CH": ("«", "»", "‹", "›"),
    "de-LI": ("«", "»", "‹", "›"),
    "et": _GERMAN_QUOTES,
    "fo": _GERMAN_QUOTES,
    "hr": _GERMAN_QUOTES,
    "is": _GERMAN_QUOTES,
    "lt": _GERMAN_QUOTES,
    "sk": _GERMAN_QUOTES,
    "sl": _GERMAN_QUOTES,
    "fr": ("«\u00a0", "\u00a0»", "“", "”"),
    "fr-CH": ("«", "»", "‹", "›"),
    "ca": _LATIN_QUOTES,
    "el": _LATIN_QUOTES,
    "es": _LATIN_QUOTES,
    "eu": _LATIN_QUOTES,
    "it": _LATIN_QUOTES,
    "pt-PT": _LATIN_QUOTES,
    "be": _SLAVIC_QUOTES,
    "ru": _SLAVIC_QUOTES,
    "uk": _SLAVIC_QUOTES,
    "bg": ("„", "“", "‚", "‘"),
    "ka": ("„", "“", "«", "»"),
    "hu": ("„", "”", "»", "«"),
    "pl": _EASTERN_QUOTES,
    "ro": _EASTERN_QUOTES,
    "fa": ("«", "»", "‹", "›"),
    "ar": ("”", "“", "’", "‘"),
    "he": ("”", "”", "’", "’"),
    "yi": ("”", "”", "’", "’"),
    "ja": ("「", "」", "『", "』"),
    "zh-Hant": ("「", "」", "『", "』"),
    "zh-HK": ("「", "」", "『", "』"),
    "zh-TW": ("「", "」", "『", "』"),
}

_RTL_SCRIPTS = frozenset(
    ("Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"),
)
# The languages and regions whose likely script (CLDR's likelySubtags) is one of these, where CLDR has a locale for
# them, with the spoken Arabics that are published in.
# fmt: off
_RTL_LOCALES = frozenset((
    "acm", "aeb", "apc", "ar", "arq", "ary", "arz", "az-IQ", "az-IR", "azb", "bal", "bgn", "ckb", "dv", "fa", "glk",
    "he", "ks", "lrc", "mzn", "nqo", "pa-PK", "ps", "rhg", "sd", "sdh", "skr", "syr", "tg-PK", "trw", "ug", "ur",
    "uz-AF", "yi",
))
# fmt: on

# Silent reading of non-fiction: Brysbaert 2019 has 238 for English; compounds make fewer and longer words of a text.
_WORDS_A_MINUTE: Mapping[str, int] = {"nb": 210, "nn": 210, "en": 238}
_WORDS_A_MINUTE_ELSEWHERE = 200


def normalised(tag: str) -> str:
    """The tag as the site keeps it: cased as in RFC 5646 §2.1.1, Norwegian as `nb` or `nn`, `_` read as `-`.

    A tag that differs from its normalised form deserves a warning. Raises ValueError, with a sentence for the person
    who wrote it, when the tag is not well-formed.
    """
    lower = tag.lower().replace("_", "-")
    if lower in _MEANT or not tag.isascii() or _TAG.fullmatch(lower) is None:
        meant = f"perhaps {_MEANT[lower]} is meant" if lower in _MEANT else "write one such as nb, en or en-GB"
        raise ValueError(f"`{tag}` is not a language tag; {meant}")
    return _BOKMAL.sub("nb", _NYNORSK.sub("nn", _cased(_LONGER.sub(_shorter, lower))))


def _shorter(code: re.Match[str]) -> str:
    return _SHORTER[code[0]]


def primary(locale: str) -> str:
    """The language of a normalised tag, without script, region and the rest."""
    return locale.partition("-")[0]


@cache
def truncations(locale: str) -> tuple[str, ...]:
    """The tag, then each shorter one that it begins with: RFC 4647 §3.4."""
    subtags = locale.split("-")
    return tuple("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))


def quotes(locale: str) -> Quotes:
    """Opening and closing double quotes, then single ones, in running text of this language."""
    return next((_QUOTES[tag] for tag in truncations(locale) if tag in _QUOTES), _ENGLISH_QUOTES)


def direction(locale: str) -> Direction:
    """Which way the language is written, by its script where the tag names one."""
    script = _script(locale)
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    return "rtl" if any(tag in _RTL_LOCALES for tag in truncations(locale)) else "ltr"


def reading_minutes(words: int, locale: str) -> int:
    """Whole minutes that a text of so many words takes to read, rounded up, at least 1."""
    return max(1, ceil(words / _WORDS_A_MINUTE.get(primary(locale), _WORDS_A_MINUTE_ELSEWHERE)))


def _cased(lower: str) -> str:
    """Regions in capitals and scripts with one, up to the first singleton; RFC 5646 §2.1.1."""
    language, *rest = lower.split("-")
    cased = [language]
    for position, subtag in enumerate(rest):
        if len(subtag) == 1 or len(language) == 1:
            return "-".join([*cased, *rest[position:]])
        cased.append({2: subtag.upper(), 4: subtag.title()}.get(len(subtag), subtag))
    return "-".join(cased)


def _script(locale: str) -> str:
    """The script that a normalised tag names, if it does."""
    before_singleton = re.split(r"-[a-z0-9](?:-|$)", locale)[0]
    return next((subtag for subtag in before_singleton.split("-")[1:] if len(subtag) == 4 and subtag.isalpha()), "")
