"""A bad entry of a catalog never takes a page down: the page has the next words of its chain, and someone is told."""

from pathlib import Path

import pytest

from tests.stories import PLAIN_TEMPLATES, Story, story

SITE = """
-- site.toml --
[site]
title = {nb = "Prøven"}
url = "https://example.org"
default_locale = "nb"
[locales.nb]
name = "Bokmål"
path = ""
[locales.nn]
name = "Nynorsk"
path = "nn"
fallback = ["nb"]
[locales.en]
name = "English"
path = "en"
-- content/pages/om.nb.md --
---
title: Om oss
---
-- content/pages/om.nn.md --
---
title: Om oss
---
-- templates/page.html --
{% lang site.locale as l %}<ul{{ l }}>
<li>{{ _("Read more")|marked }}</li>
<li>{{ _("By %(author)s", author="Kari")|marked }}</li>
<li>{{ _("%(done)s%% read", done=50)|marked }}</li>
<li>{{ ngettext("%(n)s article", "%(n)s articles", 2, n=2)|marked }}</li>
<li>{{ _("A <b>gift</b>")|marked }}</li>
<li>{{ _("All articles")|marked }}</li>
<li>{{ _("Latest")|marked }}</li>
<li>{{ _("Topics")|marked }}</li>
</ul>{% endlang %}
"""
HEADER = """\
msgid ""
msgstr ""
"Language: {0}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
BAD = """\
msgid "Read more"
msgstr "Les mer<script>alert(1)</script>"

msgid "By %(author)s"
msgstr "Av %(forfatter)s"

#, python-format
msgid "%(done)s%% read"
msgstr "%(done)s av 100%"

msgid "%(n)s article"
msgid_plural "%(n)s articles"
msgstr[0] "%(n)s artikkel"
msgstr[1] ""

msgid "A <b>gift</b>"
msgstr "Ei gåve"

msgid "All articles"

msgid "Latest"
msgstr "Siste nytt"

msgid "Latest"
msgstr "Nyast"

msgid "Topics"
msgstr "Emne"
"""
GOOD = """\
msgid "Read more"
msgstr "Les mer"

msgid "By %(author)s"
msgstr "Av %(author)s"

msgid "%(done)s%% read"
msgstr "%(done)s %% lest"

msgid "%(n)s article"
msgid_plural "%(n)s articles"
msgstr[0] "%(n)s artikkel"
msgstr[1] "%(n)s artikler"

msgid "A <b>gift</b>"
msgstr "En <b>gave</b>"

msgid "All articles"
msgstr "Alle artikler"

msgid "Latest"
msgstr "Siste"

msgid "Topics"
msgstr "Emner"
"""
TOLD = [
    "7:1: message-unsafe",
    "10:1: message-placeholder",
    "14:1: message-placeholder",
    "19:1: catalog-forms",
    "22:1: message-markup",
    "24:1: catalog-entry",
    "29:1: catalog-duplicate",
]


def catalog(locale: str, entries: str) -> str:
    return f"-- locales/{locale}/LC_MESSAGES/messages.po --\n{HEADER.format(locale)}{entries}"


def site(root: Path, *catalogs: str) -> Story:
    return story(root, PLAIN_TEMPLATES, SITE, *catalogs)


def words(story: Story, path: str) -> list[str]:
    """The items of a page's list."""
    page = story.outputs()[path]
    return [line.removeprefix("<li>").removesuffix("</li>") for line in page.splitlines() if line.startswith("<li>")]


def told(story: Story, locale: str) -> list[str]:
    """Where each problem with the catalog of a locale stands, and its code."""
    path = f"locales/{locale}/LC_MESSAGES/messages.po:"
    found = (problem.removeprefix(path) for problem in story.problems() if problem.startswith(path))
    return [
        " ".join(problem.split(" ")[:2]).removesuffix(":") for problem in found if "messages-missing" not in problem
    ]


def test_pages_have_english_where_the_catalog_is_bad(tmp_path: Path) -> None:
    bad = site(tmp_path, catalog("nb", BAD))
    assert words(bad, "om/index.html") == [
        '<span lang="en">Read more</span>',
        '<span lang="en">By Kari</span>',
        '<span lang="en">50% read</span>',
        '<span lang="en">2 articles</span>',
        '<span lang="en">A &lt;b&gt;gift&lt;/b&gt;</span>',
        '<span lang="en">All articles</span>',
        "Siste nytt",
        "Emne",
    ]


def test_pages_have_the_next_language_that_has_good_words(tmp_path: Path) -> None:
    bad = site(tmp_path, catalog("nb", GOOD), catalog("nn", BAD))
    assert words(bad, "nn/om/index.html") == [
        '<span lang="nb">Les mer</span>',
        '<span lang="nb">Av Kari</span>',
        '<span lang="nb">50 % lest</span>',
        '<span lang="nb">2 artikler</span>',
        '<span lang="nb">En &lt;b&gt;gave&lt;/b&gt;</span>',
        '<span lang="nb">Alle artikler</span>',
        "Siste nytt",
        "Emne",
    ]


@pytest.mark.parametrize("locale", ["nb", "nn"])
def test_each_bad_entry_is_told_at_its_line_and_is_no_error(tmp_path: Path, locale: str) -> None:
    bad = site(tmp_path, catalog(locale, BAD))
    assert told(bad, locale) == TOLD
    assert not any(problem.is_error for problem in bad.made().diagnostics)


def test_what_a_bad_entry_says_is_nowhere(tmp_path: Path) -> None:
    outputs = site(tmp_path, catalog("nb", BAD), catalog("nn", BAD)).outputs()
    assert not [path for path, text in outputs.items() if "alert" in text or "<script" in text]


def test_the_other_entries_are_shown_under_a_header_that_is_fuzzy_or_missing(tmp_path: Path) -> None:
    good = catalog("nb", GOOD)
    fuzzy = good.replace('msgid ""', '#, fuzzy\nmsgid ""', 1)
    missing = good.replace(HEADER.format("nb"), "")
    for number, text in enumerate((fuzzy, missing)):
        made = site(tmp_path / str(number), text)
        assert words(made, "om/index.html")[0] == "Les mer"
        assert {problem.code for problem in made.made().diagnostics} == {"catalog-header", "messages-missing"}


def test_a_catalog_of_an_edition_that_cannot_be_read_stops_the_build(tmp_path: Path) -> None:
    broken = site(tmp_path, catalog("nb", GOOD.replace('"Les mer"', '"Les mer')))
    assert told(broken, "nb") == ["7:8: catalog-string"]
    assert [problem.code for problem in broken.made().diagnostics if problem.is_error] == ["catalog-string"]


UNREADABLE = GOOD.replace('"Les mer"', '"Les mer')


@pytest.mark.parametrize("locale", ["da", "en-XA"])
def test_a_catalog_that_no_edition_uses_stops_no_build(tmp_path: Path, locale: str) -> None:
    broken = site(tmp_path, catalog("nb", GOOD), catalog(locale, UNREADABLE))
    assert told(broken, locale) == ["7:8: catalog-string"]
    assert not any(problem.is_error for problem in broken.made().diagnostics)
    assert words(broken, "om/index.html")[0] == "Les mer"


def test_a_catalog_that_an_edition_falls_back_on_is_used_by_it(tmp_path: Path) -> None:
    falling = SITE.replace('fallback = ["nb"]', 'fallback = ["da", "nb"]')
    broken = story(tmp_path, PLAIN_TEMPLATES, falling, catalog("da", UNREADABLE))
    assert [problem.code for problem in broken.made().diagnostics if problem.is_error] == ["catalog-string"]


@pytest.mark.parametrize("content", [GOOD.encode("utf-16"), b"\xe6", b"\0"])
def test_bytes_that_are_no_text_stop_a_build_of_an_edition_only(tmp_path: Path, content: bytes) -> None:
    for locale, is_error in (("nb", True), ("da", False)):
        broken = site(tmp_path / locale, catalog(locale, ""))
        (broken.root / f"locales/{locale}/LC_MESSAGES/messages.po").write_bytes(content)
        assert told(broken, locale)
        assert any(problem.is_error for problem in broken.made().diagnostics) is is_error


def test_a_folder_that_is_called_like_no_language_stops_no_build(tmp_path: Path) -> None:
    odd = site(tmp_path, catalog("norwegian", GOOD))
    assert told(odd, "norwegian") == [" language-unknown"]
    assert not any(problem.is_error for problem in odd.made().diagnostics)


@pytest.mark.parametrize(("first", "second"), [("nb", "nb_NO"), ("pt-BR", "pt_BR")])
def test_two_catalogs_of_one_language_stop_a_build_whether_it_is_used_or_not(
    tmp_path: Path, first: str, second: str
) -> None:
    doubled = site(tmp_path, catalog(first, GOOD), catalog(second, GOOD))
    assert [problem.code for problem in doubled.made().diagnostics if problem.is_error] == ["catalog-twice"]


def test_words_under_the_name_of_another_language_are_not_shown(tmp_path: Path) -> None:
    foreign = site(tmp_path, catalog("nb", GOOD), catalog("nn", GOOD).replace("Language: nn", "Language: sv"))
    assert told(foreign, "nn") == ["3:1: catalog-language"]
    assert not any(problem.is_error for problem in foreign.made().diagnostics)
    assert words(foreign, "nn/om/index.html")[0] == '<span lang="nb">Les mer</span>'


def test_under_a_foreign_plural_rule_messages_without_a_number_are_shown(tmp_path: Path) -> None:
    foreign = site(tmp_path, catalog("nb", GOOD.replace("artikler", "stykker")), catalog("nn", GOOD))
    path = foreign.root / "locales/nn/LC_MESSAGES/messages.po"
    path.write_text(path.read_text(encoding="utf-8").replace("n != 1", "n > 1"), encoding="utf-8")
    assert told(foreign, "nn") == ["4:1: catalog-plural"]
    assert not any(problem.is_error for problem in foreign.made().diagnostics)
    shown = words(foreign, "nn/om/index.html")
    assert (shown[0], shown[3]) == ("Les mer", '<span lang="nb">2 stykker</span>')
