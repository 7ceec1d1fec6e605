"""Dates, numbers, lists and plural forms as a locale writes them. The only door to Babel's formats.

Pure functions of plain values: no clock, no environment, no default locale. Knows no messages and no editions.

`formats` is a locale such as `nb_NO` or `en-GB`. What Babel lacks a locale for is written as its shorter tags say
(`de-NO` as `de`), and a language that Babel does not know at all as in `en`.
"""

import datetime
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from gettext import c2py
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from babel.dates import parse_pattern
from babel.lists import format_list
from babel.localedata import locale_identifiers
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision
from babel.plural import PluralRule, to_gettext

from ordskifte.model.locales import normalised, primary, truncations

Number = int | float | Decimal

_NBSP = "\u00a0"
_MINUS = "\u2212"

_DAYS_KEPT = 1 << 14

# Languages that write four digits without a separator: CLDR's minimumGroupingDigits, which Babel does not read, and
# for Norwegian Språkrådet's rule.
_FOUR_DIGITS_TOGETHER = frozenset(("nb", "nn", "be", "bg", "es", "et", "ka", "lv", "pl", "pt-PT", "sq"))

# A day or a month in a pattern of UTS #35 with what is joined to it: "d.", "d일", "d('a')". Quotes hold no fields.
_DAY_OR_MONTH = re.compile(r"'[^']*'|(?P<field>d+|[ML]+)(?:'[^']*'|[^\sA-Za-z,،⹁'-])*")

# TR35's currencySpacing, which Babel leaves out: a letter of the currency and a digit never touch.
_BETWEEN_LETTER_AND_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")

_NO_JANUARY = "M01"  # What CLDR's root calls it.

# A plural category that no whole number up to here has is one that gettext's tools do not have either: those of
# fractions (`other` in Polish), and the `many` of a million in French, Spanish, Italian and Portuguese.
_COUNTED = range(1001)
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")

# How people write the rules of most languages. What Babel makes of CLDR's is as right, and five times as long.
_WRITTEN_RULES = (
    "0",
    "(n != 1)",
    "(n > 1)",
    "(n%10 != 1 || n%100 == 11)",
    "(n==1 ? 0 : n==2 ? 1 : 2)",
    "(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2)",
    "(n==1 ? 0 : n==0 || n%100>=1 && n%100<=19 ? 1 : 2)",
    "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
    "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
    "(n%10==1 && (n%100<11 || n%100>19) ? 0 : n%10>=2 && (n%100<11 || n%100>19) ? 1 : 2)",
    "(n%10==0 || n%100>=11 && n%100<=19 ? 0 : n%10==1 && n%100!=11 ? 1 : 2)",
    "(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3)",
    "(n==1 ? 0 : n==2 ? 1 : n>=3 && n<=6 ? 2 : n>=7 && n<=10 ? 3 : 4)",
    "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5)",
    "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
)


@lru_cache(_DAYS_KEPT)
def date(value: datetime.date, formats: str, zone: str) -> str:
    """A day in full: "2. august 2025", the day joined to the month by a no-break space.

    A moment is shown as the day that it falls on in the zone. Raises ValueError for a time without a zone.
    """
    return _full_date(_day(value, zone), formats)


@lru_cache(_DAYS_KEPT)
def isodate(value: datetime.date, zone: str) -> str:
    """A day for machines, as in `<time datetime>`: the day that a moment falls on in the zone (ISO 8601)."""
    return _day(value, zone).isoformat()


@lru_cache(_DAYS_KEPT)
def isotime(value: datetime.datetime, zone: str) -> str:
    """A moment for machines, by the clocks of the zone: "2025-08-02T00:00:00+02:00" (RFC 3339)."""
    return _localised(value, zone).isoformat(timespec="seconds")


@cache
def with_territory(language: str) -> str:
    """A language with the country that is meant or most likely, as Open Graph writes it: "fr_FR"; by itself where none
    is known.
    """
    for tag in truncations(language):
        try:
            spoken, territory, *_ = parse_locale(tag, sep="-")
        except ValueError:
            continue
        likely = get_global("likely_subtags")
        territory = territory or (likely.get(tag.replace("-", "_")) or likely.get(spoken, "")).rpartition("_")[2]
        return f"{spoken}_{territory}" if territory else spoken
    return language


def language_name(language: str, formats: str, *, tells_bokmal: bool = False) -> str:
    """What a language is called: "engelsk"; its tag where the locale has no name for it.

    Bokmål is called Norwegian, as its readers call it, unless it has to be told from Nynorsk, which has its own name.
    """
    names = _locale(formats).languages
    short = {} if tells_bokmal else {"nb": "no"}
    tags = (short.get(tag) or tag.replace("-", "_") for tag in truncations(language))
    return next((names[tag] for tag in tags if tag in names), language)


def languages() -> dict[str, str]:
    """What each language that is known here is called in English, by its tag without script and region."""
    return {tag: name for tag, name in _locale("en").languages.items() if "_" not in tag}


def names_of_languages() -> dict[str, str]:
    """The tags of the languages whose words are known here, by their names in English and in themselves, in small
    letters. To read them all takes a second.
    """
    tags = [tag for tag in locale_identifiers() if "_" not in tag]
    own = {(_locale(tag).languages.get(tag) or tag).lower(): tag for tag in tags}
    return {**own, **{languages()[tag].lower(): tag for tag in tags if tag in languages()}}


def date_range(first: datetime.date, last: datetime.date, formats: str, zone: str) -> str:
    """Two days and those between, saying month and year once where they are the same: "2.–5. august 2025".

    Raises ValueError when the last day comes before the first.
    """
    first_day, last_day = _day(first, zone), _day(last, zone)
    if last_day < first_day:
        raise ValueError(f"a range of dates ends on {last_day}, before it begins on {first_day}")
    if first_day == last_day:
        return _full_date(first_day, formats)
    forms = _date_forms(formats)
    if first_day.year != last_day.year:
        left, right = forms.whole, forms.whole
    elif first_day.month != last_day.month:
        left, right = forms.until_both, forms.from_both
    else:
        left, right = forms.until_day, forms.from_day
    return f"{_applied(left, first_day, formats)}–{_applied(right, last_day, formats)}"


def month_year(value: datetime.date, formats: str, zone: str) -> str:
    """The month in full and the year: "august 2025"."""
    return _applied(_locale(formats).datetime_skeletons["yMMMM"].pattern, _day(value, zone), formats)


def time(value: datetime.datetime, formats: str, zone: str) -> str:
    """Hours and minutes in the zone: "08:00". Raises ValueError for a time without a zone."""
    return _applied(_locale(formats).time_formats["short"].pattern, _localised(value, zone), formats)


def number(value: Number, formats: str) -> str:
    """A number with at most three decimals: "1234", "12 345,5", "−5". A half is rounded away from zero."""
    rounded = _rounded(value, 3)
    return _with_minus(
        format_decimal(rounded, locale=_locale(formats), group_separator=_has_groups(rounded, formats)),
    )


def percent(value: Number, formats: str, digits: int = 1) -> str:
    """A fraction as a percentage with at most so many decimals: 0.125 is "12,5 %"."""
    rounded = _rounded(value, digits + 2)
    has_groups = _has_groups(rounded * 100, formats)
    return _with_minus(
        format_percent(rounded, locale=_locale(formats), decimal_quantization=False, group_separator=has_groups),
    )


@cache
def writes_numbers(formats: str) -> bool:
    """Whether it is known how the language writes numbers.

    CLDR has some languages of which it knows little more than their plural rules; those have no names of months either.
    """
    locale = _locale(formats)
    return locale.language == primary(normalised(formats)) and locale.months["format"]["wide"][1] != _NO_JANUARY


def money(amount: Number, currency: str, formats: str) -> str:
    """An amount of an ISO 4217 currency: "500 kr", "NOK 500"; with its decimals only where it is no whole number."""
    locale = _locale(formats)
    rounded = _rounded(amount, get_currency_precision(currency))
    is_whole = rounded == rounded.to_integral_value()
    pattern = locale.currency_formats["standard"].pattern
    written = format_currency(
        rounded,
        currency,
        format=re.sub(r"\.0+", "", pattern) if is_whole else pattern,
        locale=locale,
        currency_digits=not is_whole,
        group_separator=_has_groups(rounded, formats),
    )
    return _with_minus(_BETWEEN_LETTER_AND_DIGIT.sub(_NBSP, written))


def joined(groups: Sequence[str]) -> str:
    """The groups of a long number, which no line parts: "1234 56 78903"."""
    return _NBSP.join(groups)


def conjunction(texts: Sequence[str], formats: str) -> str:
    """The texts as a list that a sentence can hold: "A, B og C"."""
    return "".join(text + after for text, after in zip(texts, separators(len(texts), formats), strict=True))


@cache
def separators(count: int, formats: str) -> tuple[str, ...]:
    """What stands after each of so many parts of a list: (", ", " og ", "") for three.

    For a template that joins links; the last is empty in all but a few languages.
    """
    part = "\0"
    return tuple(format_list([part] * count, locale=_locale(formats)).split(part)[1:])


def plural_form(n: int, locale: str) -> int:
    """Which of a message's plural forms goes with a number, counted from 0 as in a PO file."""
    plural = _plural(locale)
    category = plural.rule(n)
    return plural.categories.index(category) if category in plural.categories else len(plural.categories) - 1


def plural_count(locale: str) -> int:
    """How many plural forms a message has."""
    return len(_plural(locale).categories)


def plural_header(locale: str) -> str:
    """The Plural-Forms header of a PO file: "nplurals=2; plural=(…);". `plural_form` counts by the same rule."""
    plural = _plural(locale)
    written = next((rule for rule in _WRITTEN_RULES if _is_rule_of(locale, rule)), None)
    if written:
        return f"nplurals={len(plural.categories)}; plural={written};"
    conditions = PluralRule({category: plural.rule.rules[category] for category in plural.categories[:-1]})
    # Babel writes an operand of compact numbers ("1M") that gettext does not have; it is 0 for plain ones.
    return re.sub(r"\b[ce]\b", "0", to_gettext(conditions))


class _DateForms(NamedTuple):
    """Patterns of a date in full, and of the parts that are left of it before and behind the dash of a range."""

    whole: str
    until_day: str
    from_day: str
    until_both: str
    """To the end of day and month, whichever comes last."""
    from_both: str


class _Plural(NamedTuple):
    categories: tuple[str, ...]
    """Those that people count in, in the order of gettext's forms; a number of any other takes the last."""
    rule: PluralRule


@cache
def _locale(formats: str) -> Locale:
    for tag in truncations(normalised(formats)):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _day(value: datetime.date, zone: str) -> datetime.date:
    return _localised(value, zone).date() if isinstance(value, datetime.datetime) else value


def _localised(value: datetime.datetime, zone: str) -> datetime.datetime:
    if value.tzinfo is None:
        raise ValueError(f"{value} has no zone; it cannot be shown in {zone}")
    return value.astimezone(ZoneInfo(zone))


@lru_cache(_DAYS_KEPT)
def _full_date(day: datetime.date, formats: str) -> str:
    return _applied(_date_forms(formats).whole, day, formats)


def _applied(pattern: str, day: datetime.date, formats: str) -> str:
    return parse_pattern(pattern).apply(day, _locale(formats))


@cache
def _date_forms(formats: str) -> _DateForms:
    """Babel's intervals abbreviate the month where CLDR has none of full ones, so they are cut from the long date."""
    pattern = _locale(formats).date_formats["long"].pattern
    first, last = (found for found in _DAY_OR_MONTH.finditer(pattern) if found["field"])
    is_day_first = first["field"].startswith("d")
    between = pattern[first.end() : last.start()]
    joined = between.replace(" ", _NBSP, 1) if is_day_first else _NBSP.join(between.rsplit(" ", 1))
    whole = pattern[: first.end()] + joined + pattern[last.start() :]
    day = first if is_day_first else last
    return _DateForms(whole, whole[: day.end()], whole[day.start() :], whole[: last.end()], whole[first.start() :])


def _rounded(value: Number, places: int) -> Decimal:
    """Halves go away from zero as readers expect, not to the even digit as in Babel; there is no −0."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) or Decimal(0)


def _has_groups(value: Decimal, formats: str) -> bool:
    return abs(value) >= 10_000 or _FOUR_DIGITS_TOGETHER.isdisjoint(truncations(normalised(formats)))


def _with_minus(text: str) -> str:
    """Babel has a hyphen here, also in locales whose minus sign it knows."""
    return text.replace("-", _MINUS)


def _is_rule_of(locale: str, written: str) -> bool:
    form = c2py(written)
    return all(form(n) == plural_form(n, locale) for n in _COUNTED)


@cache
def _plural(locale: str) -> _Plural:
    rule = _locale(locale).plural_form
    met = {rule(n) for n in _COUNTED}
    return _Plural(tuple(category for category in _CATEGORIES if category in met), rule)
