"""The lines that make a language an edition."""

import pytest

from ordskifte.parse.config import parse_config
from ordskifte.tools.editions import ALSO_READ, edition_table, tables_without

SITE = """
[site]
title = "The Trial"
url = "https://example.org"
default_locale = "nb"
[locales.nb]
name = "Norsk"
path = ""
[locales.en]
name = "English"
path = "en"
"""


@pytest.mark.parametrize(
    ("locale", "name", "fallback"),
    [
        ("nn", "Norsk nynorsk", ("nb",)),
        ("se", "Davvisámegiella", ("nb",)),
        ("de", "Deutsch", ()),
        ("en-GB", "British English", ("en",)),
        ("en-XA", "Pseudo", ("en",)),
        ("qaa", "qaa", ()),
    ],
)
def test_the_lines_can_be_pasted(locale: str, name: str, fallback: tuple[str, ...]) -> None:
    config, _, problems = parse_config(SITE + edition_table(locale, ("nb", "en")))
    assert (problems, config is not None) == ((), True)
    assert config is not None
    edition = config.editions[locale]
    assert (edition.name, edition.path, edition.fallback) == (name, locale.lower(), fallback)


def test_the_lines_are_those_that_a_person_would_write() -> None:
    assert edition_table("nn", ("nb", "en")) == (
        '[locales.nn]\nname = "Norsk nynorsk"\npath = "nn"\nfallback = ["nb"]\n'
    )
    assert "fallback" not in edition_table("nn", ("en",))


def test_a_language_falls_back_to_itself_without_its_country_first() -> None:
    assert 'fallback = ["pt"]' in edition_table("pt-BR", ("pt", "es"))


def test_no_language_falls_back_to_itself() -> None:
    assert not any(locale in others for locale, others in ALSO_READ.items())


WORDED = """
[site]
title = {nb = "Prøven", pt = "A prova"}
tagline = "A magazine"
url = "https://example.org"
default_locale = "nb"
[locales.nb]
name = "Norsk"
[urls]
article = {nb = "artikler/{slug}/"}
[sections.name]
name = "Names"
slug = {nb = "navn"}
description = {nb = "Om navn", pt = "Sobre nomes"}
[actions.give]
name = "Give"
url = {nb = "/gi/"}
[[campaign]]
id = "spring"
slot = "article-end"
title = {nb = "Vår", nn = "Vår"}
body = "It is <give>spring</give>."
actions = ["give"]
"""


@pytest.mark.parametrize(
    ("locale", "lacking"),
    [
        ("nn", ("site.title", "sections.name.description")),
        ("pt-BR", ("campaign.0.title",)),
        ("nb", ()),
    ],
)
def test_words_in_a_table_by_locale_are_told_of_by_their_places(locale: str, lacking: tuple[str, ...]) -> None:
    places = parse_config(WORDED)[1]
    assert tables_without(locale, ("nb",), places) == lacking
