"""What translators are told of a whole site, beside what a build tells."""

from pathlib import Path

import pytest

from ordskifte.app.console import place
from ordskifte.load import load
from ordskifte.model.diagnostics import in_order
from ordskifte.pipeline.catalogs import catalog_findings
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.sources import Parsed, parsed
from ordskifte.pipeline.store import store_in_memory
from ordskifte.pipeline.workers import HERE
from tests.stories import TWO_EDITIONS, Story, story

SITE = TWO_EDITIONS.replace(
    '[locales.en]\nname = "English"\npath = "en"', '[locales.es]\nname = "Español"\npath = "es"'
)


def told(site: Story) -> list[str]:
    files = load(site.root, exclude=[])
    memo = Memo(files, store_in_memory())
    texts = parsed(files, memo, "", HERE)
    assert isinstance(texts, Parsed)
    return [
        f"{place(problem)}: {problem.severity} {problem.code}: {problem.message}"
        for problem in in_order(catalog_findings(files, texts, memo))
    ]


def test_every_catalog_is_looked_over_also_of_a_language_that_no_edition_has_yet(tmp_path: Path) -> None:
    words = 'msgid "Read more."\nmsgstr "x"\n'
    site = story(
        tmp_path,
        TWO_EDITIONS,
        f"-- locales/nb_NO/LC_MESSAGES/messages.po --\n{words}-- locales/de/LC_MESSAGES/messages.po --\n\n{words}",
    )
    said = "warning message-punctuation: “x” ends in no sign, the English in a full stop."
    assert told(site) == [
        f"locales/de/LC_MESSAGES/messages.po:3:1: {said}",
        f"locales/nb_NO/LC_MESSAGES/messages.po:2:1: {said}",
    ]


def test_numbers_are_those_of_the_edition(tmp_path: Path) -> None:
    catalog = '-- locales/es/LC_MESSAGES/messages.po --\nmsgid "12,345 readers"\nmsgstr "12,345 lectores"\n'
    site = story(tmp_path, SITE, catalog)
    assert [line.partition(": ")[2] for line in told(site)] == [
        "warning message-thousands: `12,345` is not divided as in Spanish."
    ]
    site.told(SITE.replace('path = "es"', 'path = "es"\nformats = "es_MX"'))
    assert told(site) == []


GLOSSARY = """
-- locales/glossary.nb.toml --
[[term]]
source = "member"
preferred = ["medlem"]
-- locales/nb/LC_MESSAGES/messages.po --
msgid "Members"
msgstr "Abonnenter"
"""


def test_a_glossary_is_for_its_language(tmp_path: Path) -> None:
    german = '-- locales/de/LC_MESSAGES/messages.po --\nmsgid "Members"\nmsgstr "Mitglieder"\n'
    assert told(story(tmp_path, TWO_EDITIONS, GLOSSARY, german)) == [
        "locales/nb/LC_MESSAGES/messages.po:2:1: warning message-term: “member” is not translated as the glossary says."
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("nb", "[[term]]\nsauce = 'a'\nforbidden = ['c']", ":2:1: error key-unknown"),
        ("nb", "term = ", ":1:8: error toml-syntax"),
        ("nb", "# \0", ":1:3: error control-character"),
        ("no", "", ": warning language-alias"),
        ("norwegian", "", ": error language-unknown"),
        ("bn", "", ": warning glossary-unused"),
    ],
)
def test_a_wrong_glossary_is_told_of(tmp_path: Path, name: str, text: str, expected: str) -> None:
    site = story(tmp_path, TWO_EDITIONS, '-- locales/nb/LC_MESSAGES/messages.po --\nmsgid "A"\nmsgstr "B"\n')
    file = tmp_path / f"locales/glossary.{name}.toml"
    file.write_text(f"{text}\n", encoding="utf-8")
    [line] = [line for line in told(site) if "toml-syntax: This is not TOML: illegal" not in line]
    assert line.startswith(f"locales/glossary.{name}.toml{expected}: ")
    assert not any("glossary" in problem for problem in site.problems())


def test_two_glossaries_of_one_language_are_one_too_many(tmp_path: Path) -> None:
    site = story(tmp_path, TWO_EDITIONS, GLOSSARY, "-- locales/glossary.nb_NO.toml --\nterm = []\n")
    assert "locales/glossary.nb_NO.toml: error language-duplicate: This is a second glossary of `nb`." in told(site)


def test_what_a_template_asks_in_vain_is_told_at_its_call(tmp_path: Path) -> None:
    site = story(tmp_path, TWO_EDITIONS, "-- templates/a.html --\n<p>\n{{ _(b) }} {{ _('%d') }}\n")
    assert [line.rpartition(": ")[0] for line in told(site)] == [
        "templates/a.html:2:4: error message-variable: No translator is ever shown what `_()` is given here",
        "templates/a.html:2:15: error message-unnamed",
    ]


UNNAMED = """
-- site.toml --
[site]
title = "%s"
url = "https://example.org"
tagline = {en = "%s"}
[locales.nb]
name = "Norsk"
[sections.a]
name = "%d"
description = "100% of %(n)s, 5%% off"
[tags.a]
name = "%(n)d"
[actions.a]
name = "%i"
url = "/a"
[access.plans.a]
name = "%f"
[[menu]]
name = "footer"
links = ["/a", {to = "/b", name = "%x"}]
[[campaign]]
id = "b"
slot = "top"
title = "b"
body = "b"
[[campaign]]
id = "a"
slot = "top"
title = "%s"
body = "%r %s"
"""


def test_a_placeholder_without_a_name_is_told_at_its_line_of_site_toml(tmp_path: Path) -> None:
    found = [line.partition(" is no placeholder")[0] for line in told(story(tmp_path, UNNAMED))]
    assert found == [
        f"site.toml:{at}: error message-unnamed: `{stray}`"
        for at, stray in (
            ("2:9", "%s"),
            ("8:8", "%d"),
            ("11:8", "%(n)d"),
            ("13:8", "%i"),
            ("16:8", "%f"),
            ("19:35", "%x"),
            ("28:9", "%s"),
            ("29:8", "%r"),
        )
    ]
