"""A third edition: its words come along its chain, each says its language, and it has a place of its own everywhere.

Nynorsk falls back on Bokmål, and that on the English of the messages. Northern Sámi has three plural forms. Arabic is
written from right to left, and stands on one page with what is not.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ordskifte.model.locales import direction
from tests.editions import ARABIC, ARABIC_TEXTS, ARABIC_WORDS, NYNORSK, SAMI, articles, catalog, entry
from tests.pipeline.test_stories import check_switches, dead_links
from tests.program import ordskifte
from tests.stories import AT, Story, looking

SITE = """
-- site.toml --
[site]
title = {nb = "Nordre Rand", en = "Nordre Rand", nn = "Nordre Rand"}
tagline = "A magazine from the edge"
url = "https://example.org"
time_zone = "Europe/Oslo"
default_locale = "nb"
[locales.nb]
name = "Bokmål"
[locales.en]
name = "English"
[urls]
article = {nb = "artikler/{slug}/", en = "essays/{slug}/"}
authors = {nb = "forfattere/", en = "authors/"}
section = {nb = "seksjon/{slug}/", en = "section/{slug}/"}
tag = {nb = "emne/{slug}/"}
listing = {nb = "side-{number}/", en = "page-{number}/"}
[sections.society]
name = "Society"
slug = {nb = "samfunn"}
[sections.economy]
name = "Economy"
slug = {nb = "okonomi", nn = "pengar"}
[tags.sea]
name = "The sea"
slug = {nb = "havet"}
[tags.islands]
name = "Islands"
[tags.lighthouses]
name = "Lighthouses"
[actions.give]
name = "Give"
url = {nb = "/gi/", en = "/en/give/"}
[[campaign]]
id = "harbour"
slot = "article-end"
title = "You read for free"
body = "%(site)s asks you to <give>give</give>!"
actions = ["give"]
"""
TEXTS = """
-- static/gi/index.html --
<p>Takk!</p>
-- static/en/give/index.html --
<p>Thanks!</p>
-- content/authors/kari.nb.md --
---
name: Kari Nordmann
role: Redaktør
---
Kari skriver.
-- content/articles/fjord.nn.md --
---
title: Fjorden
date: 2026-03-02
section: society
tags: [sea, islands]
authors: [kari]
---
Nynorsk tekst.
-- content/articles/bridge.en.md --
---
title: The bridge
date: 2026-03-03
section: economy
tags: [sea, islands]
corrections:
- {date: 2026-03-04, kind: correction, text: {en: The bridge is longer., nb: Brua er lengre.}}
---
English text on [the ferry](article:ferry).
-- content/articles/bridge.nb.md --
---
title: Brua
slug: brua
translation: {of: en, translator: kari}
---
Norsk tekst.
-- content/articles/bridge.nn.md --
---
title: Brua vår
slug: brua-var
translation: {of: en, translator: kari}
---
Nynorsk tekst.
-- content/articles/ferry.nb.md --
---
title: Ferja
date: 2026-03-04
section: society
tags: [sea]
---
Norsk tekst.
-- content/articles/ice.en.md --
---
title: Ice
date: 2026-03-05
section: society
tags: [lighthouses]
corrections:
- {date: 2026-03-06, kind: correction, text: {en: The ice is thicker., nb: Isen er tjukkere.}}
---
English text.
"""
BOKMAL_WORDS = (
    entry("Latest", "Siste nytt"),
    entry("Read more", "Les mer"),
    entry("Share", "Del"),
    entry("Language", "Språk"),
    entry("Authors", "Forfattere"),
    entry("There is nothing here", "Her er det ingenting"),
    entry("A magazine from the edge", "Et blad fra kanten", context="site.tagline"),
    entry("Society", "Samfunn", context="section.society.name"),
    entry("Economy", "Økonomi", context="section.economy.name"),
    entry("The sea", "Havet", context="tag.sea.name"),
    entry("Give", "Gi", context="action.give.name"),
)
BOKMAL_CAMPAIGN = (
    entry("You read for free", "Du leste gratis", context="campaign.harbour.title"),
    entry(
        "%(site)s asks you to <give>give</give>!",
        "%(site)s ber deg <give>gi</give>!",
        context="campaign.harbour.body",
    ),
)
BOKMAL_COUNT = articles("én artikkel", "%(n)s artikler")
NYNORSK_WORDS = (
    entry("Read more", "Les meir"),
    entry("Language", "Språk"),
    entry("There is nothing here", "Her er det ingenting, diverre"),
    entry("Economy", "Pengar", context="section.economy.name"),
    entry("in %(language)s", "på %(language)s"),
)
NYNORSK_CAMPAIGN = (
    entry("You read for free", "Du las gratis", context="campaign.harbour.title"),
    entry(
        "%(site)s asks you to <give>give</give>!",
        "%(site)s bed deg <give>gje</give>!",
        context="campaign.harbour.body",
    ),
)
NYNORSK_COUNT = articles("éin artikkel", "%(n)s artiklar")


def told(root: Path, nb: tuple[str, ...] = (), nn: tuple[str, ...] = ()) -> Story:
    """The three editions, with these entries beside those that the catalogs always have."""
    catalogs = catalog("nb", *BOKMAL_WORDS, *nb) + catalog("nn", *NYNORSK_WORDS, *nn)
    return looking(root, SITE + NYNORSK, TEXTS, catalogs)


@pytest.fixture(scope="module")
def trilingual(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return told(tmp_path_factory.mktemp("three"), nb=(BOKMAL_COUNT, *BOKMAL_CAMPAIGN))


@pytest.fixture(scope="module")
def outputs(trilingual: Story) -> dict[str, str]:
    return trilingual.outputs()


@pytest.fixture(scope="module")
def pages(outputs: Mapping[str, str]) -> dict[str, LexborHTMLParser]:
    return {path: LexborHTMLParser(text) for path, text in outputs.items() if path.endswith(".html")}


def pages_of(outputs: Mapping[str, str]) -> dict[str, str]:
    """The outputs without what stands under `static/`."""
    return {path: text for path, text in outputs.items() if not path.endswith(("gi/index.html", "give/index.html"))}


def around(node: LexborNode, name: str) -> str:
    """The attribute of the nearest element that has it."""
    at: LexborNode | None = node
    while at is not None:
        if at.attributes.get(name):
            return at.attributes[name] or ""
        at = at.parent
    return ""


def innermost(page: LexborHTMLParser, selector: str) -> LexborNode:
    """The element that the words of another are in: the one that is its only child, and so on."""
    node = page.css_first(selector)
    assert node is not None, selector
    while True:
        children = [child for child in node.iter(include_text=True) if (child.text() or "").strip()]
        if len(children) != 1 or children[0].tag == "-text":
            return node
        node = children[0]


def said(page: LexborHTMLParser, selector: str) -> tuple[str, str]:
    """The words of an element and their language."""
    node = innermost(page, selector)
    return " ".join(node.text().split()), around(node, "lang")


# --------------------------------------------------------------------------------------
# Words along the chain
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "selector", "words", "locale"),
    [
        ("nn/artikler/brua-var/index.html", "#related", "Les meir", "nn"),
        ("nn/artikler/brua-var/index.html", "#latest", "Siste nytt", "nb"),
        ("nn/artikler/brua-var/index.html", ".skip", "Skip to the content", "en"),
        ("nn/artikler/brua-var/index.html", "#share", "Del", "nb"),
        ("nn/artikler/brua-var/index.html", "article > header h1", "Brua vår", "nn"),
        ("nn/artikler/brua-var/index.html", ".kicker", "Pengar", "nn"),
        ("nn/artikler/fjord/index.html", ".kicker", "Samfunn", "nb"),
        ("nn/artikler/ferry/index.html", "h1", "Ferja", "nb"),
        ("nn/artikler/ferry/index.html", ".byline time", "4. mars 2026", "nn"),
        ("nn/artikler/ferry/index.html", ".byline .language", "på norsk bokmål", "nn"),
        ("nn/artikler/ice/index.html", "h1", "Ice", "en"),
        ("nn/404.html", "h1", "Her er det ingenting, diverre", "nn"),
        ("nn/index.html", ".colophon .nameplate + p", "Et blad fra kanten", "nb"),
        ("nn/index.html", ".nameplate", "Nordre Rand", "nn"),
        ("nn/seksjon/samfunn/index.html", "h1", "Samfunn", "nb"),
        ("nn/seksjon/pengar/index.html", "h1", "Pengar", "nn"),
        ("nn/emne/havet/index.html", "h1", "Havet", "nb"),
        ("nn/emne/islands/index.html", "h1", "Islands", "en"),
        ("nn/forfattere/index.html", "h1", "Forfattere", "nb"),
        ("nn/forfattere/index.html", ".author-role", "Redaktør", "nb"),
    ],
)
def test_each_text_is_that_of_the_first_language_that_has_it_and_says_which(
    pages: Mapping[str, LexborHTMLParser], path: str, selector: str, words: str, locale: str
) -> None:
    assert said(pages[path], selector) == (words, locale)


FULL, HALF, NONE = "full", "half", "none"


@pytest.mark.parametrize(
    ("nn", "nb", "one", "two"),
    [
        (FULL, FULL, ("éin artikkel", "nn"), ("2 artiklar", "nn")),
        (FULL, NONE, ("éin artikkel", "nn"), ("2 artiklar", "nn")),
        (HALF, FULL, ("én artikkel", "nb"), ("2 artikler", "nb")),
        (NONE, FULL, ("én artikkel", "nb"), ("2 artikler", "nb")),
        (NONE, HALF, ("1 article", "en"), ("2 articles", "en")),
        (HALF, NONE, ("1 article", "en"), ("2 articles", "en")),
        (NONE, NONE, ("1 article", "en"), ("2 articles", "en")),
    ],
)
def test_a_number_takes_its_form_in_the_first_language_that_has_them_all(
    tmp_path: Path, nn: str, nb: str, one: tuple[str, str], two: tuple[str, str]
) -> None:
    counts = {
        "nn": {FULL: (NYNORSK_COUNT,), HALF: (articles("éin artikkel", ""),), NONE: ()},
        "nb": {FULL: (BOKMAL_COUNT,), HALF: (articles("én artikkel", ""),), NONE: ()},
    }
    made = told(tmp_path, nb=counts["nb"][nb], nn=counts["nn"][nn]).outputs()
    assert said(LexborHTMLParser(made["nn/emne/lighthouses/index.html"]), ".list-head .byline") == one
    assert said(LexborHTMLParser(made["nn/emne/islands/index.html"]), ".list-head .byline") == two


@pytest.mark.parametrize(
    ("nn", "nb", "title", "body"),
    [
        (NYNORSK_CAMPAIGN, BOKMAL_CAMPAIGN, ("Du las gratis", "nn"), ("Nordre Rand bed deg gje!", "nn")),
        (NYNORSK_CAMPAIGN[:1], BOKMAL_CAMPAIGN, ("Du las gratis", "nn"), ("Nordre Rand ber deg gi!", "nb")),
        ((), BOKMAL_CAMPAIGN, ("Du leste gratis", "nb"), ("Nordre Rand ber deg gi!", "nb")),
    ],
)
def test_a_campaign_speaks_the_first_language_that_has_its_words(
    tmp_path: Path,
    nn: tuple[str, ...],
    nb: tuple[str, ...],
    title: tuple[str, str],
    body: tuple[str, str],
) -> None:
    page = LexborHTMLParser(told(tmp_path, nb=nb, nn=nn).outputs()["nn/artikler/fjord/index.html"])
    assert said(page, ".ask h2") == title
    words = page.css_first(".ask-words > p")
    link = page.css_first(".ask-words > p a")
    assert words is not None
    assert link is not None
    assert (words.text(), around(link, "lang")) == body
    assert link.attributes["href"] == "/gi/"


def test_a_campaign_without_words_that_the_editions_readers_know_is_not_shown_and_that_is_told(tmp_path: Path) -> None:
    site = told(tmp_path)
    shown = {path for path, text in site.outputs().items() if 'class="ask ' in text}
    assert shown
    assert all(path.startswith("en/") for path in shown)
    assert sum("campaign-untranslated" in problem for problem in site.problems()) == 2


def test_a_correction_is_told_in_a_language_that_the_editions_readers_know(
    pages: Mapping[str, LexborHTMLParser],
) -> None:
    assert said(pages["nn/artikler/ice/index.html"], ".notice:has(time) > [lang=nb]") == ("Isen er tjukkere.", "nb")
    assert said(pages["nn/artikler/brua-var/index.html"], ".notice > [lang=nb]") == ("Brua er lengre.", "nb")
    assert "The ice is thicker." in (pages["en/essays/ice/index.html"].html or "")


# --------------------------------------------------------------------------------------
# A place of its own
# --------------------------------------------------------------------------------------


def test_its_addresses_are_those_of_the_edition_it_falls_back_on_but_for_its_own(outputs: Mapping[str, str]) -> None:
    folders = {path.rpartition("/")[0] for path in outputs if path.startswith("nn/") and path.endswith(".html")}
    assert {
        "nn",
        "nn/artikler/fjord",
        "nn/seksjon/samfunn",
        "nn/seksjon/pengar",
        "nn/emne/havet",
        "nn/forfattere",
    } <= folders
    assert not any("essays" in folder or "section" in folder for folder in folders)


def test_an_edition_that_falls_back_on_none_has_the_usual_addresses_and_meets_no_other(tmp_path: Path) -> None:
    site = looking(tmp_path, SITE + NYNORSK + ARABIC, TEXTS)
    errors = [problem for problem in site.problems() if "messages-missing" not in problem]
    assert errors == [
        "site.toml:32:7: key-missing: The action `give` has no address in ar.",
        *(error for error in errors if "campaign-untranslated" in error),
    ]
    site.told((SITE + NYNORSK + ARABIC).replace('en = "/en/give/"', 'en = "/en/give/", ar = "/en/give/"'))
    made = site.outputs()
    assert {"ar/articles/fjord/index.html", "ar/section/society/index.html", "ar/topic/sea/index.html"} <= made.keys()


def test_no_link_of_three_editions_is_dead(outputs: Mapping[str, str]) -> None:
    assert dead_links(outputs) == set()


def test_the_switcher_leads_to_all_three_from_every_page(outputs: Mapping[str, str]) -> None:
    check_switches(pages_of(outputs), ["nb", "en", "nn"])
    switches = LexborHTMLParser(outputs["nn/artikler/ice/index.html"]).css(".languages a")
    assert [" ".join(switch.text().split()) for switch in switches] == [
        "Bokmål (på engelsk)",
        "English",
        "Nynorsk",
    ]


def alternates(text: str) -> dict[str, str]:
    links = LexborHTMLParser(text).css("link[rel=alternate][hreflang]")
    return {str(link.attributes["hreflang"]): str(link.attributes["href"]) for link in links}


@pytest.mark.parametrize(
    ("paths", "members"),
    [
        (
            ("artikler/brua/index.html", "en/essays/bridge/index.html", "nn/artikler/brua-var/index.html"),
            {"nb": "artikler/brua/", "en": "en/essays/bridge/", "nn": "nn/artikler/brua-var/"},
        ),
        (
            ("seksjon/okonomi/index.html", "en/section/economy/index.html", "nn/seksjon/pengar/index.html"),
            {"nb": "seksjon/okonomi/", "en": "en/section/economy/", "nn": "nn/seksjon/pengar/"},
        ),
        (("index.html", "en/index.html", "nn/index.html"), {"nb": "", "en": "en/", "nn": "nn/"}),
    ],
)
def test_the_versions_name_each_other_and_norwegian_is_bokmal(
    outputs: Mapping[str, str], paths: tuple[str, ...], members: dict[str, str]
) -> None:
    expected = {language: f"https://example.org/{path}" for language, path in members.items()}
    expected |= {"no": expected["nb"], "x-default": expected["nb"]}
    for path in paths:
        assert alternates(outputs[path]) == expected
    sitemap = outputs["sitemap.xml"]
    [line] = [line for line in sitemap.splitlines() if f"<loc>{expected['nn']}</loc>" in line]
    for language, address in expected.items():
        assert f'hreflang="{language}" href="{address}"' in line


def test_a_page_says_its_language_to_whoever_shows_a_link_to_it(outputs: Mapping[str, str]) -> None:
    page = LexborHTMLParser(outputs["nn/artikler/brua-var/index.html"])
    said = [(node.attributes["property"], node.attributes["content"]) for node in page.css("[property^='og:locale']")]
    assert said == [
        ("og:locale", "nn_NO"),
        ("og:locale:alternate", "nb_NO"),
        ("og:locale:alternate", "en_GB"),
    ]


def test_each_edition_has_feeds_of_what_is_at_home_in_it(outputs: Mapping[str, str]) -> None:
    titles = {
        folder: [entry["title"] for entry in json.loads(outputs[f"{folder}feed.json"])["items"]]
        for folder in ("", "en/", "nn/")
    }
    assert titles == {"": ["Ferja", "Brua"], "en/": ["Ice", "The bridge"], "nn/": ["Brua vår", "Fjorden"]}
    feed = outputs["nn/feed.xml"]
    assert 'xml:lang="nn"' in feed
    assert '<subtitle xml:lang="nb">Et blad fra kanten</subtitle>' in feed
    for language, address in (("nb", "feed.xml"), ("en", "en/feed.xml")):
        assert f'hreflang="{language}" href="https://example.org/{address}"' in feed


def test_a_link_leads_to_a_page_that_the_editions_readers_know_before_any_other(tmp_path: Path) -> None:
    """Where the edition itself leaves the work out."""
    texts = TEXTS.replace("title: The bridge\n", "title: The bridge\neditions: [en, nb]\n")
    texts = texts.replace("Nynorsk tekst.", "Sjå [brua](article:bridge).", 1)
    english = '[locales.en]\nname = "English"\n'
    site = SITE.replace(english, "").replace("[locales.nb]", f"{english}[locales.nb]")
    page = looking(tmp_path, site + NYNORSK, texts).outputs()["nn/artikler/fjord/index.html"]
    assert '<a href="/artikler/brua/" hreflang="nb">brua</a>' in page


def test_check_finds_nothing_but_words_that_are_missing(trilingual: Story, tmp_path: Path) -> None:
    """On what stands in a folder, in truth mode."""
    built = ordskifte(trilingual.root, "build", "--at", AT, "--output", str(tmp_path / "site"))
    assert built.returncode == 0, built.stdout
    checked = ordskifte(trilingual.root, "check", str(tmp_path / "site"), "--at", AT, "--format", "json")
    codes = {record["code"] for record in json.loads(checked.stdout)}
    assert codes == {"messages-missing", "correction-untranslated"}


# --------------------------------------------------------------------------------------
# Three plural forms
# --------------------------------------------------------------------------------------


def test_a_language_with_three_forms_has_each_and_its_own_dates(tmp_path: Path) -> None:
    words = catalog("se", articles("okta artihkal", "guokte artihkkala", "%(n)s artihkkala"))
    outputs = looking(tmp_path, SITE + NYNORSK + SAMI, TEXTS, catalog("nb", *BOKMAL_WORDS), words).outputs()
    shown = {
        tag: said(LexborHTMLParser(outputs[f"se/emne/{tag}/index.html"]), ".list-head .byline")
        for tag in ("havet", "islands", "lighthouses")
    }
    assert shown == {
        "havet": ("3 artihkkala", "se"),
        "islands": ("guokte artihkkala", "se"),
        "lighthouses": ("okta artihkal", "se"),
    }
    assert said(LexborHTMLParser(outputs["se/artikler/ice/index.html"]), ".byline time") == (
        "2026 njukčamánnu 5",
        "se",
    )
    assert said(LexborHTMLParser(outputs["se/seksjon/samfunn/index.html"]), "h1") == ("Samfunn", "nb")
    check_switches(pages_of(outputs), ["nb", "en", "nn", "se"])


# --------------------------------------------------------------------------------------
# From right to left
# --------------------------------------------------------------------------------------

ARABIC_SITE = SITE.replace('en = "/en/give/"', 'en = "/en/give/", ar = "/gi/"') + NYNORSK + ARABIC


@pytest.fixture(scope="module")
def two_ways(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    texts = ARABIC_TEXTS.replace(", ingrid-solheim]", ", kari]")
    catalogs = catalog("nb", *BOKMAL_WORDS) + catalog("ar", *ARABIC_WORDS)
    return looking(tmp_path_factory.mktemp("ar"), ARABIC_SITE, TEXTS, texts, catalogs).outputs()


def test_every_page_of_it_says_that_it_is_written_from_right_to_left(two_ways: Mapping[str, str]) -> None:
    own = {path: text for path, text in two_ways.items() if path.startswith("ar/") and path.endswith(".html")}
    assert len(own) > 15
    assert all('<html lang="ar" dir="rtl">' in text for text in own.values())


def test_direction_is_said_where_the_language_changes_it_and_nowhere_else(two_ways: Mapping[str, str]) -> None:
    turns = {"ltr": 0, "rtl": 0}
    for path, text in two_ways.items():
        for node in LexborHTMLParser(text).css("[lang]") if path.endswith(".html") else ():
            own = direction(node.attributes["lang"] or "")
            outside = around(node.parent, "dir") if node.parent else ""
            if own != (outside or "ltr"):
                assert node.attributes.get("dir") == own, (path, (node.html or "")[:200])
                turns[own] += 1
            else:
                assert "dir" not in node.attributes, (path, (node.html or "")[:200])
    assert min(turns.values()) > 20


def test_a_value_that_is_written_the_other_way_says_so_inside_its_sentence(tmp_path: Path) -> None:
    words = catalog("ar", entry("Previous in %(section)s", "السابق في %(section)s"))
    page = looking(tmp_path, ARABIC_SITE, TEXTS, words).outputs()["ar/articles/ice/index.html"]
    assert 'السابق في <span lang="en" dir="ltr">Society</span>' in page


def test_names_are_kept_apart_whichever_way_they_are_written(two_ways: Mapping[str, str]) -> None:
    page = LexborHTMLParser(two_ways["artikler/an-island/index.html"])
    assert [name.text() for name in page.css(".byline-names bdi")] == ["ليلى حداد", "Kari Nordmann"]


def test_a_text_in_a_feed_says_itself_which_way_it_is_written(two_ways: Mapping[str, str]) -> None:
    [arabic] = json.loads(two_ways["ar/feed.json"])["items"]
    assert arabic["content_html"].startswith('<div dir="rtl">')
    assert not any('<div dir="' in each["content_html"] for each in json.loads(two_ways["feed.json"])["items"])


def test_a_number_has_the_form_that_arabic_has_for_it(two_ways: Mapping[str, str]) -> None:
    counted = {
        tag: said(LexborHTMLParser(two_ways[f"ar/topic/{tag}/index.html"]), ".list-head .byline")[0]
        for tag in ("sea", "islands", "lighthouses")
    }
    assert counted == {"sea": "4 مقالات", "islands": "3 مقالات", "lighthouses": "مقالة واحدة"}
