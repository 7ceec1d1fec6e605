"""What stands at old addresses: pages and rules, as whole sites make them."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.stories import ONE_EDITION, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

TEXTS = """
-- content/articles/ice.nb.md --
---
title: "Is & «snø» <b>"
date: 2026-05-01
section: debate
slug: is
redirect_from: [/2019/is/, "/2019/åpning:*/", /2019/is.php, /2019/is.html]
---
Is.
-- content/articles/fog.en.md --
---
title: Fog
date: 2026-05-02
section: debate
---
Fog.
-- content/authors/kari.nb.md --
---
name: Kari Nordmann
redirect_from: [/kari/]
---
-- locales/nb/LC_MESSAGES/messages.po --
msgid ""
msgstr ""
"Language: nb\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "This page has moved"
msgstr "Siden har flyttet"
-- urls.lock --
article fog nb /artikler/skodde/ moved
article fog en /en/articles/mist/ moved
article lost nb /artikler/tapt/ gone
article lost en /en/articles/lost/ gone
"""


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, TEXTS)


def node(html: str, selector: str) -> LexborNode:
    [found] = LexborHTMLParser(html).css(selector)
    return found


def attribute(html: str, selector: str, name: str) -> str | None:
    return node(html, selector).attributes.get(name)


# ---- Pages ----------------------------------------------------------------------------


def test_the_page_at_an_old_address_leads_on_by_itself_and_by_a_link(site: Story) -> None:
    html = site.outputs()["2019/is/index.html"]
    assert attribute(html, "meta[http-equiv=refresh]", "content") == "0; url=/artikler/is/"
    assert attribute(html, "link[rel=canonical]", "href") == "https://example.org/artikler/is/"
    assert attribute(html, "meta[name=robots]", "content") == "noindex"
    assert node(html, "h1").text() == "Siden har flyttet"
    assert node(html, "title").text() == node(html, "a").text() == "Is & «snø» <b>"
    assert attribute(html, "a", "href") == "/artikler/is/"
    assert [element.attributes["lang"] for element in LexborHTMLParser(html).css("[lang]")] == ["nb"]


def test_its_interface_is_that_of_the_edition_that_it_leads_to(site: Story) -> None:
    html = site.outputs()["en/articles/mist/index.html"]
    assert attribute(html, "html", "lang") == "en"
    assert node(html, "h1").text() == "This page has moved"


def test_a_title_in_another_language_says_so_and_its_home_is_canonical(site: Story) -> None:
    html = site.outputs()["artikler/skodde/index.html"]
    assert attribute(html, "html", "lang") == "nb"
    assert (attribute(html, "title", "lang"), attribute(html, "a", "lang")) == ("en", "en")
    assert attribute(html, "a", "href") == "/artikler/fog/"
    assert attribute(html, "link[rel=canonical]", "href") == "https://example.org/en/articles/fog/"


def test_words_that_are_not_translated_are_marked_and_told_of(site: Story) -> None:
    site.told("-- locales/nb/LC_MESSAGES/messages.po --\n")
    html = site.outputs()["2019/is/index.html"]
    assert attribute(html, "h1 span", "lang") == "en"
    assert any("messages-missing" in problem for problem in site.problems())


def test_a_name_is_in_no_language(site: Story) -> None:
    html = site.outputs()["kari/index.html"]
    assert node(html, "a").text() == "Kari Nordmann"
    assert attribute(html, "a", "href") == "/authors/kari/"


def test_an_address_that_is_no_page_has_none(site: Story) -> None:
    outputs = site.outputs()
    assert "2019/is.html" in outputs
    assert not [path for path in outputs if path.startswith("2019/is.php")]


# ---- Rules ----------------------------------------------------------------------------


def test_hosts_that_read_rules_are_told_what_has_moved_and_what_is_gone(site: Story) -> None:
    assert site.outputs()["_redirects"].splitlines() == [
        "/2019/is.html /artikler/is/ 301",
        "/2019/is.php /artikler/is/ 301",
        "/2019/is/ /artikler/is/ 301",
        "/2019/%C3%A5pning%3A%2A/ /artikler/is/ 301",
        "/artikler/skodde/ /artikler/fog/ 301",
        "/en/articles/mist/ /en/articles/fog/ 301",
        "/kari/ /authors/kari/ 301",
        "/artikler/tapt/ /404.html 410",
        "/en/articles/lost/ /en/404.html 410",
        "/en/* /en/404.html 404",
    ]


def test_rules_do_not_give_an_unlisted_page_away(site: Story) -> None:
    site.told("-- content/pages/hidden.nb.md --\n---\ntitle: Skjult\nunlisted: true\nredirect_from: [/gjemt/]\n---\n")
    outputs = site.outputs()
    assert "gjemt" not in outputs["_redirects"]
    assert attribute(outputs["gjemt/index.html"], "a", "href") == "/hidden/"


def test_everything_stands_under_the_base_path(site: Story) -> None:
    outputs = site.outputs(base_url="https://example.org/blad/")
    rules = outputs["_redirects"].splitlines()
    assert all(part.startswith("/blad/") for rule in rules for part in rule.split()[:2])
    html = outputs["2019/is/index.html"]
    assert attribute(html, "meta[http-equiv=refresh]", "content") == "0; url=/blad/artikler/is/"
    assert attribute(html, "link[rel=canonical]", "href") == "https://example.org/blad/artikler/is/"


def test_hosts_are_told_which_edition_s_page_is_for_what_is_not_there(tmp_path: Path) -> None:
    site = story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES)
    assert site.outputs()["_redirects"] == "/en/* /en/404.html 404\n"
    site.told(TWO_EDITIONS.replace('path = ""', 'path = "nb"'))
    assert site.outputs()["_redirects"] == "/en/* /en/404.html 404\n/nb/* /nb/404.html 404\n/* /nb/404.html 404\n"


def test_a_site_of_one_edition_without_old_addresses_has_no_rules(tmp_path: Path) -> None:
    outputs = story(tmp_path, ONE_EDITION, PLAIN_TEMPLATES).outputs()
    assert "_redirects" not in outputs


def test_a_site_s_own_rules_stay_as_they_are(site: Story) -> None:
    site.told("-- static/_redirects --\n/a/* /b/:splat\n")
    outputs = site.outputs()
    assert outputs["_redirects"] == "/a/* /b/:splat\n"
    assert "2019/is/index.html" in outputs


def test_an_old_address_that_gets_neither_a_page_nor_a_rule_is_told_of(site: Story) -> None:
    site.told("-- static/_redirects --\n/a/* /b/:splat\n")
    assert [problem for problem in site.problems() if "messages" not in problem] == [
        (
            "content/articles/ice.nb.md:6:47: redirect-unwritten: "
            "The old address /2019/is.php leads nowhere: the site has a static/_redirects of its own."
        )
    ]
    site.told("-- static/_redirects --\n")
    assert not [problem for problem in site.problems() if "redirect-unwritten" in problem]
    site.told(
        "-- content/pages/hidden.nb.md --\n---\ntitle: Skjult\nunlisted: true\nredirect_from: [/a/, /b.php]\n---\n"
    )
    assert [problem for problem in site.problems() if "messages" not in problem] == [
        (
            "content/pages/hidden.nb.md:4:22: redirect-unwritten: "
            "The old address /b.php leads nowhere: no rule gives an unlisted page away."
        )
    ]


# ---- Collisions -----------------------------------------------------------------------


def test_a_file_that_is_published_as_it_is_cannot_stand_at_an_old_address(site: Story) -> None:
    site.told("-- static/2019/is/index.html --\nold\n")
    codes = [problem.partition(": ")[2] for problem in site.problems() if "messages" not in problem]
    assert codes == [
        "output-twice: 2 outputs would be 2019/is/index.html: the redirect from /2019/is/, static/2019/is/index.html."
    ]


@pytest.mark.parametrize("path", ["old.txt", "feed.json"])
def test_nor_where_there_is_only_a_rule(site: Story, path: str) -> None:
    site.told(
        f"-- static/{path} --\nold\n-- content/pages/om.nb.md --\n---\ntitle: Om\nredirect_from: [/{path}]\n---\n"
    )
    codes = [problem.partition(": ")[2].partition(":")[0] for problem in site.problems() if "messages" not in problem]
    assert codes == ["output-twice"]


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("sitemap.xml", "the sitemap"),
        ("robots.txt", "what robots are told"),
        ("en/feed.xml", "the feed of the front (en)"),
        ("section/debatt/feed.json", "the feed of the section debate (nb)"),
    ],
)
def test_an_old_address_where_the_program_makes_a_file_is_told_in_words_at_its_place(
    site: Story, path: str, who: str
) -> None:
    site.told(f"-- content/pages/om.nb.md --\n---\ntitle: Om\nredirect_from: [/x/, /{path}]\n---\n")
    assert [problem for problem in site.problems() if "messages" not in problem] == [
        f"content/pages/om.nb.md:3:22: output-twice: 2 outputs would be {path}: {who}, the redirect from /{path}."
    ]


def test_so_is_one_that_would_need_a_folder_there(site: Story) -> None:
    site.told("-- content/pages/om.nb.md --\n---\ntitle: Om\nredirect_from: [/_redirects/]\n---\n")
    [problem] = [problem for problem in site.problems() if "messages" not in problem]
    assert problem == (
        "content/pages/om.nb.md:3:17: output-twice: "
        "The file _redirects would stand where a folder is needed: for the redirect from /_redirects/."
    )


def test_so_is_one_that_the_ledger_names(site: Story) -> None:
    site.told("-- urls.lock --\narticle fog nb /artikler/skodde/ moved\narticle fog nb /sitemap.xml moved\n")
    [problem] = [problem for problem in site.problems() if "messages" not in problem]
    assert problem.startswith("urls.lock:2:1: output-twice: 2 outputs would be sitemap.xml: the sitemap, ")


def test_an_old_address_where_a_page_stands_is_told_of_once(site: Story) -> None:
    site.told("-- content/pages/kari.nb.md --\n---\ntitle: Kari\n---\n")
    assert [problem.split(": ")[1] for problem in site.problems() if "messages" not in problem] == ["url-twice"]
