"""What a site begins with, for the languages that it is to be in."""

import re
from datetime import date
from functools import cache

import pytest

from ordskifte.app.init import carried_files
from ordskifte.parse.config import parse_config
from ordskifte.parse.po import read
from ordskifte.parse.site_toml import PATTERNS as DEFAULT_PATTERNS
from ordskifte.tools.starter import FORMATS, PATTERNS, PLAN, SECTION, site_toml, starter

DAY = date(2026, 11, 23)


@cache
def begun(*locales: str) -> dict[str, str]:
    return {path: content.decode() for path, content in starter(carried_files(), "Nordlys", locales, DAY).items()}


@pytest.mark.parametrize(
    "locales", [("nb", "en"), ("nn", "nb", "en"), ("de",), ("se", "de-CH", "zh-Hant"), ("en-GB", "en-US")]
)
def test_its_site_toml_is_without_a_mistake_and_has_an_edition_for_each_language(locales: tuple[str, ...]) -> None:
    config, _, problems = parse_config(site_toml("Nordlys", locales))
    assert config is not None
    assert problems == ()
    assert (tuple(config.editions), config.default_locale) == (locales, locales[0])
    assert config.editions[locales[0]].path == ""


def test_languages_that_have_words_of_their_own_have_all_of_them() -> None:
    assert FORMATS.keys() == SECTION.keys() == PLAN.keys()
    for kind, by_locale in PATTERNS.items():
        assert by_locale.keys() == FORMATS.keys() - {"en"}
        fields = {tuple(re.findall(r"{\w+}", pattern)) for pattern in by_locale.values()}
        assert fields == {tuple(re.findall(r"{\w+}", DEFAULT_PATTERNS[kind]))}


def test_the_first_of_its_languages_that_there_are_texts_in_has_the_original() -> None:
    files = begun("de", "nn", "nb")
    assert "date: 2026-11-23" in files["content/articles/the-first-issue.nn.md"]
    assert "translation: {of: nn, source: v1:" in files["content/articles/the-first-issue.nb.md"]
    assert "content/articles/the-first-issue.de.md" not in files


def test_a_language_that_there_are_no_texts_in_begins_in_english() -> None:
    texts = [path for path in begun("de") if path.startswith("content/")]
    assert texts
    assert all(path.endswith(".en.md") for path in texts)


def test_a_catalog_has_the_words_that_the_site_says_and_no_others() -> None:
    files = begun("nb", "de")
    template = {entry.message for entry in read("", files["locales/messages.pot"]).entries}
    for path in ("locales/nb/LC_MESSAGES/messages.po", "locales/de/LC_MESSAGES/messages.po"):
        entries = read(path, files[path]).entries
        assert {entry.message for entry in entries} == template
        assert not any(entry.is_obsolete for entry in entries)
    norwegian = read("", files["locales/nb/LC_MESSAGES/messages.po"]).entries
    assert all(all(entry.forms) and not entry.is_fuzzy for entry in norwegian)
    assert "locales/en/LC_MESSAGES/messages.po" not in files


def test_no_text_of_it_has_a_place_that_was_not_filled() -> None:
    for path, text in begun("nb", "nn", "en").items():
        if not path.startswith(("templates/", ".vscode/", ".github/", "site.toml")):
            assert not re.search(r"\{(about|name|date)\}", text), path
