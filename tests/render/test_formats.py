"""Dates, numbers, lists and plural forms, as a locale writes them."""

import datetime
import gettext
import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal

import pytest
from babel import Locale, localedata
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.render.formats import (
    conjunction,
    date,
    date_range,
    isotime,
    languages,
    money,
    month_year,
    names_of_languages,
    number,
    percent,
    plural_count,
    plural_form,
    plural_header,
    separators,
    time,
    with_territory,
    writes_numbers,
)

OSLO = "Europe/Oslo"
LANGUAGES = [name for name in sorted(localedata.locale_identifiers()) if "_" not in name and name != "root"]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def spaced(text: str) -> str:
    """No-break spaces made visible."""
    return text.replace("\u00a0", "⍽")


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        ("nb_NO", "2.⍽august 2025"),
        ("nb", "2.⍽august 2025"),
        ("no_NO", "2.⍽august 2025"),
        ("nn_NO", "2.⍽august 2025"),
        ("en_GB", "2⍽August 2025"),
        ("en-GB", "2⍽August 2025"),
        ("en_US", "August⍽2, 2025"),
        ("sv_SE", "2⍽augusti 2025"),
        ("de_DE", "2.⍽August 2025"),
        ("es_ES", "2⍽de agosto de 2025"),
        ("hu_HU", "2025. augusztus⍽2."),
        ("he_IL", "2⍽באוגוסט 2025"),
        ("ja_JP", "2025年8月2日"),
        ("de-NO", "2.⍽August 2025"),
        ("de-CH-1996", "2.⍽August 2025"),
        ("nb-u-ca-gregory", "2.⍽august 2025"),
        ("tlh", "August⍽2, 2025"),
        ("x-elvish", "August⍽2, 2025"),
    ],
)
def test_a_date_is_written_in_full(formats: str, expected: str) -> None:
    assert spaced(date(day("2025-08-02"), formats, OSLO)) == expected


def test_a_moment_falls_on_the_day_that_the_zone_has() -> None:
    midnight_approaches = moment("2025-12-31T23:30+00:00")
    assert spaced(date(midnight_approaches, "nb_NO", OSLO)) == "1.⍽januar 2026"
    assert spaced(date(midnight_approaches, "nb_NO", "UTC")) == "31.⍽desember 2025"
    assert spaced(date(midnight_approaches, "en_GB", "America/New_York")) == "31⍽December 2025"
    assert month_year(midnight_approaches, "nb_NO", OSLO) == "januar 2026"
    assert time(midnight_approaches, "nb_NO", OSLO) == "00:30"


@pytest.mark.parametrize("shown", [date, month_year, time])
def test_a_moment_without_a_zone_is_refused(shown: Callable[[datetime.datetime, str, str], str]) -> None:
    with pytest.raises(ValueError, match=r"2025-08-02 08:00:00 has no zone; it cannot be shown in Europe/Oslo"):
        shown(moment("2025-08-02T08:00"), "nb_NO", OSLO)


@pytest.mark.parametrize(
    ("first", "last", "formats", "expected"),
    [
        ("2025-08-02", "2025-08-05", "nb_NO", "2.–5.⍽august 2025"),
        ("2025-08-30", "2025-09-02", "nb_NO", "30.⍽august–2.⍽september 2025"),
        ("2025-12-30", "2026-01-02", "nb_NO", "30.⍽desember 2025–2.⍽januar 2026"),
        ("2025-08-02", "2026-08-02", "nb_NO", "2.⍽august 2025–2.⍽august 2026"),
        ("2025-08-02", "2025-08-02", "nb_NO", "2.⍽august 2025"),
        ("2025-08-02", "2025-08-05", "nn_NO", "2.–5.⍽august 2025"),
        ("2025-08-02", "2025-08-05", "en_GB", "2–5⍽August 2025"),
        ("2025-08-30", "2025-09-02", "en_GB", "30⍽August–2⍽September 2025"),
        ("2025-12-30", "2026-01-02", "en_GB", "30⍽December 2025–2⍽January 2026"),
        ("2025-08-02", "2025-08-05", "en_US", "August⍽2–5, 2025"),
        ("2025-08-30", "2025-09-02", "en_US", "August⍽30–September⍽2, 2025"),
        ("2025-08-02", "2025-08-05", "es_ES", "2–5⍽de agosto de 2025"),
        ("2025-08-02", "2025-08-05", "hu_HU", "2025. augusztus⍽2.–5."),
        ("2025-08-30", "2025-09-02", "hu_HU", "2025. augusztus⍽30.–szeptember⍽2."),
        ("2025-08-30", "2025-09-02", "ja_JP", "2025年8月30日–9月2日"),
        ("2025-08-02", "2025-08-05", "eu_ES", "2025(e)ko abuztuaren⍽2(a)–5(a)"),
    ],
)
def test_a_range_says_month_and_year_once_where_they_are_the_same(
    first: str, last: str, formats: str, expected: str
) -> None:
    assert spaced(date_range(day(first), day(last), formats, OSLO)) == expected


def test_a_range_of_moments_has_the_days_of_the_zone() -> None:
    first, last = moment("2025-07-31T22:30+00:00"), moment("2025-08-04T22:30+00:00")
    assert spaced(date_range(first, last, "nb_NO", OSLO)) == "1.–5.⍽august 2025"


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends on 2025-08-01, before it begins on 2025-08-02"):
        date_range(day("2025-08-02"), day("2025-08-01"), "nb_NO", OSLO)


@pytest.mark.parametrize("formats", LANGUAGES)
def test_every_language_keeps_the_words_of_its_long_date(formats: str) -> None:
    ours = date(day("2025-08-02"), formats, OSLO).replace("\u00a0", " ")
    theirs = format_date(day("2025-08-02"), "long", Locale.parse(formats)).replace("\u00a0", " ")
    assert ours == theirs
    assert date_range(day("2025-08-02"), day("2026-09-03"), formats, OSLO).startswith(
        date(day("2025-08-02"), formats, OSLO)
    )


@pytest.mark.parametrize(
    ("formats", "expected"),
    [("nb_NO", "august 2025"), ("en_GB", "August 2025"), ("fi_FI", "elokuu 2025"), ("ja", "2025年8月")],
)
def test_a_month_is_never_abbreviated(formats: str, expected: str) -> None:
    assert month_year(day("2025-08-02"), formats, OSLO) == expected


@pytest.mark.parametrize(
    ("formats", "expected"),
    [("nb_NO", "08:05"), ("en_GB", "08:05"), ("en_US", "8:05\u202fAM"), ("fi_FI", "8.05")],
)
def test_a_time_is_that_of_the_zone(formats: str, expected: str) -> None:
    assert time(moment("2025-08-02T06:05+00:00"), formats, OSLO) == expected


@pytest.mark.parametrize(
    ("value", "formats", "expected"),
    [
        (0, "nb_NO", "0"),
        (1234, "nb_NO", "1234"),
        (1234.5, "nn_NO", "1234,5"),
        (9999.9996, "nb_NO", "10⍽000"),
        (10000, "nb_NO", "10⍽000"),
        (12345.5, "nb_NO", "12⍽345,5"),
        (-1234567, "nb_NO", "−1⍽234⍽567"),
        (-5, "nb_NO", "−5"),
        (-5, "nn_NO", "−5"),
        (1234, "en_GB", "1,234"),
        (12345.5, "en_GB", "12,345.5"),
        (-5, "en_GB", "−5"),
        (-0.0001, "nb_NO", "0"),
        (0.0005, "nb_NO", "0,001"),
        (Decimal("2.675"), "en_GB", "2.675"),
        (1234, "es_ES", "1234"),
        (1234, "pt_PT", "1234"),
        (1234, "pt_BR", "1.234"),
        (1234, "sv_SE", "1⍽234"),
        (1234, "tlh", "1,234"),
    ],
)
def test_numbers(value: int | float | Decimal, formats: str, expected: str) -> None:
    assert spaced(number(value, formats)) == expected


@pytest.mark.parametrize(
    ("fraction", "formats", "digits", "expected"),
    [
        (0.125, "nb_NO", 1, "12,5⍽%"),
        (0.125, "nn_NO", 1, "12,5⍽%"),
        (0.125, "en_GB", 1, "12.5%"),
        (0.125, "nb_NO", 0, "13⍽%"),
        (0.5, "nb_NO", 1, "50⍽%"),
        (1 / 3, "nb_NO", 1, "33,3⍽%"),
        (1 / 3, "nb_NO", 2, "33,33⍽%"),
        (-0.07, "nb_NO", 1, "−7⍽%"),
        (0.07, "en_GB", 1, "7%"),
        (12.5, "nb_NO", 1, "1250⍽%"),
        (125, "nb_NO", 1, "12⍽500⍽%"),
        (0.125, "tr_TR", 1, "%12,5"),
    ],
)
def test_percentages(fraction: float, formats: str, digits: int, expected: str) -> None:
    assert spaced(percent(fraction, formats, digits)) == expected


def test_a_percentage_has_one_decimal_at_most() -> None:
    assert spaced(percent(0.12345, "nb_NO")) == "12,3⍽%"


@pytest.mark.parametrize(
    ("amount", "currency", "formats", "expected"),
    [
        (500, "NOK", "nb_NO", "500⍽kr"),
        (500, "NOK", "nn_NO", "500⍽kr"),
        (500, "NOK", "en_GB", "NOK⍽500"),
        (500.0, "NOK", "nb_NO", "500⍽kr"),
        (Decimal("499.50"), "NOK", "nb_NO", "499,50⍽kr"),
        (Decimal("499.5"), "NOK", "en_GB", "NOK⍽499.50"),
        (499.999, "NOK", "nb_NO", "500⍽kr"),
        (1500, "NOK", "nb_NO", "1500⍽kr"),
        (250000, "NOK", "nb_NO", "250⍽000⍽kr"),
        (250000, "NOK", "en_GB", "NOK⍽250,000"),
        (-500, "NOK", "nb_NO", "−500⍽kr"),
        (-500, "NOK", "en_GB", "−NOK⍽500"),
        (12, "GBP", "en_GB", "£12"),
        (12, "EUR", "de_DE", "12⍽€"),
        (1500.4, "JPY", "en_GB", "JP¥1,500"),
        (12, "XTS", "en_GB", "XTS⍽12"),
    ],
)
def test_amounts_of_money(amount: int | float | Decimal, currency: str, formats: str, expected: str) -> None:
    assert spaced(money(amount, currency, formats)) == expected


@pytest.mark.parametrize(
    ("texts", "formats", "expected"),
    [
        ("", "nb_NO", ""),
        ("A", "nb_NO", "A"),
        ("AB", "nb_NO", "A og B"),
        ("ABC", "nb_NO", "A, B og C"),
        ("ABCD", "nn_NO", "A, B, C og D"),
        ("ABC", "en_GB", "A, B and C"),
        ("ABC", "en_US", "A, B, and C"),
        ("ABC", "se_NO", "A, B ja C"),
        ("ABC", "ja_JP", "A、B、C"),
        ("ABC", "ml_IN", "A, B, C എന്നിവ"),
    ],
)
def test_a_list_reads_as_a_sentence_has_it(texts: str, formats: str, expected: str) -> None:
    assert conjunction(tuple(texts), formats) == expected


def test_braces_in_a_list_are_letters() -> None:
    assert conjunction(["{0}", "{x}", "C"], "nb_NO") == "{0}, {x} og C"


def test_a_template_joins_links_by_what_stands_after_each() -> None:
    assert separators(3, "nb_NO") == (", ", " og ", "")
    assert separators(1, "nb_NO") == ("",)
    assert separators(0, "nb_NO") == ()
    assert separators(3, "ml_IN") == (", ", ", ", " എന്നിവ")


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("nb", {0: 1, 1: 0, 2: 1, 11: 1, 21: 1}),
        ("en-GB", {0: 1, 1: 0, 2: 1}),
        ("se", {0: 2, 1: 0, 2: 1, 3: 2}),
        ("pl", {1: 0, 2: 1, 5: 2, 12: 2, 22: 1, 25: 2}),
        ("cs", {1: 0, 2: 1, 5: 2}),
        ("fr", {0: 0, 1: 0, 2: 1, 1_000_000: 1}),
        ("es", {0: 1, 1: 0, 2: 1, 1_000_000: 1}),
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 11: 4, 100: 5}),
        ("ja", {0: 0, 1: 0, 2: 0}),
        ("tlh", {1: 0, 2: 1}),
    ],
)
def test_a_number_has_its_plural_form(locale: str, forms: dict[int, int]) -> None:
    assert {n: plural_form(n, locale) for n in forms} == forms


@pytest.mark.parametrize(
    ("locale", "count"),
    [("nb", 2), ("nn", 2), ("en", 2), ("fr", 2), ("se", 3), ("pl", 3), ("cs", 3), ("ar", 6), ("ja", 1)],
)
def test_a_message_has_as_many_forms_as_whole_numbers_need(locale: str, count: int) -> None:
    assert plural_count(locale) == count


@pytest.mark.parametrize(
    ("locale", "header"),
    [
        ("nb", "nplurals=2; plural=(n != 1);"),
        ("nb", "nplurals=2; plural=n != 1;"),
        ("nn", "nplurals=2; plural=(n != 1);"),
        ("en", "nplurals=2; plural=(n != 1);"),
        ("es", "nplurals=2; plural=(n != 1);"),
        ("it", "nplurals=2; plural=(n != 1);"),
        ("pt-PT", "nplurals=2; plural=(n != 1);"),
        ("pt", "nplurals=2; plural=n > 1;"),
        ("pt-BR", "nplurals=2; plural=(n > 1);"),
        ("fr", "nplurals=2; plural=(n > 1);"),
        ("fr", "nplurals=2; plural=n > 1;"),
        ("se", "nplurals=3; plural=(n == 1) ? 0 : ((n == 2) ? 1 : 2);"),
        ("pl", "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"),
        (
            "ru",
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
        ),
        ("lt", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);"),
        ("sl", "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);"),
        ("cs", "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;"),
        ("ga", "nplurals=5; plural=n==1 ? 0 : n==2 ? 1 : (n>2 && n<7) ? 2 :(n>6 && n<11) ? 3 : 4;"),
        ("cy", "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 :(n==6) ? 4 : 5;"),
        ("he", "nplurals=3; plural=(n == 1) ? 0 : ((n == 2) ? 1 : 2);"),
        ("ar", "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"),
        ("ja", "nplurals=1; plural=0;"),
    ],
)
def test_numbers_are_counted_as_gettexts_tools_count_them(locale: str, header: str) -> None:
    """As gettext, Poedit and Weblate write it; of those that differ (`ga`, `cy`, `he`) the one that follows CLDR."""
    written = re.fullmatch(r"nplurals=(\d); plural=(.*);", header)
    assert written is not None
    assert int(written[1]) == plural_count(locale)
    form = gettext.c2py(written[2])
    assert [form(n) for n in range(1001)] == [plural_form(n, locale) for n in range(1001)]


@pytest.mark.parametrize(
    ("locale", "header"),
    [
        ("nb", "nplurals=2; plural=(n != 1);"),
        ("es", "nplurals=2; plural=(n != 1);"),
        ("fr", "nplurals=2; plural=(n > 1);"),
        ("ja", "nplurals=1; plural=0;"),
        ("se", "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"),
        ("sl", "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);"),
    ],
)
def test_common_rules_are_written_as_translators_know_them(locale: str, header: str) -> None:
    assert plural_header(locale) == header


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_header_says_what_the_rule_says(locale: str) -> None:
    header = re.fullmatch(r"nplurals=(\d); plural=(.*);", plural_header(locale))
    assert header is not None
    assert int(header[1]) == plural_count(locale)
    # The C expression, as every gettext program reads it.
    by_header = gettext.c2py(header[2])
    for n in (*range(130), 200, 1000, 1001, 20_000, 100_000, 999_999, 1_000_000, 1_100_000, 5_000_000):
        assert by_header(n) == plural_form(n, locale)


def test_of_few_languages_it_is_not_known_how_they_write_numbers() -> None:
    known = ("nb", "nn_NO", "en_GB", "de-NO", "zh-Hant", "se", "ja", "sr-Latn")
    unknown = ("sma", "smj", "tlh", "x-none")
    assert [formats for formats in (*known, *unknown) if writes_numbers(formats)] == [*known]


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(LANGUAGES))
def test_every_number_has_a_form(n: int, locale: str) -> None:
    assert 0 <= plural_form(n, locale) < plural_count(locale)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3), st.sampled_from(["nb_NO", "nn_NO", "en_GB"]))
def test_a_number_can_be_read_back(value: Decimal, formats: str) -> None:
    written = number(value, formats).replace("−", "-").replace("\u00a0", "")
    plain = written.replace(",", "") if formats == "en_GB" else written.replace(",", ".")
    assert Decimal(plain) == value


SHOWN = """
from datetime import UTC, date as day, datetime
from ordskifte.render.formats import conjunction, date, date_range, money, number, percent, time
now = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
print(ascii([
    date(now, "nb_NO", "Europe/Oslo"), time(now, "nb_NO", "Europe/Oslo"), date(day(2026, 1, 1), "nb_NO", "Europe/Oslo"),
    date_range(now, day(2026, 1, 3), "nb_NO", "Europe/Oslo"), date(now, "tlh", "Europe/Oslo"),
    number(-12345.5, "nb_NO"), percent(0.125, "nb_NO"), money(500, "NOK", "en_GB"), conjunction("ABC", "nb_NO"),
]))
"""


def test_the_machine_has_no_say() -> None:
    machines = [
        {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "PYTHONHASHSEED": "2"},
        {"TZ": "America/Anchorage", "LANG": "ar_EG.UTF-8", "LC_TIME": "ja_JP", "LC_NUMERIC": "de_DE"},
    ]
    path = os.pathsep.join(part for part in sys.path if part)
    shown = {
        subprocess.run(
            [sys.executable, "-c", SHOWN], env={**machine, "PYTHONPATH": path}, capture_output=True, check=True
        ).stdout
        for machine in machines
    }
    assert len(shown) == 1
    assert b"1.\\xa0januar 2026" in shown.pop()


# --------------------------------------------------------------------------------------
# For machines
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("nb", "nb_NO"),
        ("se", "se_NO"),
        ("fr", "fr_FR"),
        ("de-CH", "de_CH"),
        ("es-419", "es_419"),
        ("zh-Hant", "zh_TW"),
        ("sr-Latn", "sr_RS"),
        ("en-x-oxford", "en_US"),
        ("qaa", "qaa"),
    ],
)
def test_a_language_is_written_with_the_country_that_is_meant_or_most_likely(language: str, written: str) -> None:
    assert with_territory(language) == written


def test_a_moment_for_machines_is_told_by_the_clocks_of_the_zone() -> None:
    moment = datetime.datetime(2025, 8, 1, 22, 0, 0, 500, tzinfo=datetime.UTC)
    assert isotime(moment, "Europe/Oslo") == "2025-08-02T00:00:00+02:00"


def test_languages_are_known_by_their_tags_and_found_by_their_names() -> None:
    assert languages()["nn"] == "Norwegian Nynorsk"
    assert not any("_" in tag or "-" in tag for tag in languages())
    names = names_of_languages()
    assert (names["english"], names["deutsch"], names["suomi"], names["norsk"]) == ("en", "de", "fi", "no")
