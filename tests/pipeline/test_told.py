"""What pages tell readers and machines of their texts, as stories: a translation arrives, a correction is made, a text
is withdrawn; and what an edition does without a translation.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from ordskifte.model.translations import ledger_path
from tests.ledgers import recorded
from tests.stories import TWO_EDITIONS, Story, looking

NB, EN = "artikler/ice/index.html", "en/articles/ice/index.html"
CORRECTIONS = ("corrections/index.html", "en/corrections/index.html")
ORIGINAL = """
-- content/articles/ice.en.md --
---
title: Ice
standfirst: It moves.
date: 2026-05-01
section: debate
authors: [kari]
tags: [sea]
{more}---
The ice of the north is three metres thick.
"""
TRANSLATION = """
-- content/articles/ice.nb.md --
---
title: Is
standfirst: Den flytter seg.
translation: {{of: en, translator: ola, updated: 2026-05-04, {more}}}
{front}---
Isen i nord er tre meter tykk.
"""
OTHERS = """
-- content/articles/fog.nb.md --
---
title: Tåke
date: 2026-04-01
section: debate
---
Se [isen](article:ice).
-- content/authors/kari.nb.md --
---
name: Kari
---
Kari skriver.
-- content/authors/ola.nb.md --
---
name: Ola
---
Ola oversetter.
"""


def site(root: Path, more: str = "") -> Story:
    return looking(root, TWO_EDITIONS, OTHERS, ORIGINAL.format(more=more))


def page(outputs: dict[str, str], path: str) -> LexborHTMLParser:
    return LexborHTMLParser(outputs[path])


def words(outputs: dict[str, str], path: str, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page(outputs, path).css(selector)]


def notices(outputs: dict[str, str], path: str) -> list[str]:
    return words(outputs, path, ".notice")


def versions(outputs: dict[str, str], path: str) -> dict[str, str]:
    """What `hreflang` says of the versions of a work."""
    links = page(outputs, path).css("head link[hreflang]")
    return {str(link.attributes["hreflang"]): str(link.attributes["href"]) for link in links}


def told(outputs: dict[str, str], path: str) -> dict[str, Any]:
    """The first thing that a page tells machines of."""
    script = page(outputs, path).css_first('script[type="application/ld+json"]')
    assert script is not None
    first: dict[str, Any] = json.loads(script.text())["@graph"][0]
    return first


def said(outputs: dict[str, str], path: str, property: str) -> list[str]:
    """What Open Graph or a `<meta>` of a name says."""
    found = page(outputs, path).css(f'meta[property="{property}"], meta[name="{property}"]')
    return [str(node.attributes["content"]) for node in found]


# ---- A translation arrives ------------------------------------------------------------


def test_a_text_without_a_translation_says_where_it_is_at_home(tmp_path: Path) -> None:
    outputs = site(tmp_path).outputs()
    assert notices(outputs, NB) == [
        "Denne artikkelen er ikke oversatt til norsk. Les den i utgaven på engelsk",
    ]
    assert notices(outputs, EN) == []
    assert versions(outputs, NB) == versions(outputs, EN) == {}
    for path in (NB, EN):
        assert told(outputs, path)["mainEntityOfPage"] == "https://example.org/en/articles/ice/"
        assert told(outputs, path)["inLanguage"] == "en"
        assert said(outputs, path, "og:url") == ["https://example.org/en/articles/ice/"]
        assert said(outputs, path, "og:locale") == ["en_GB"]
        assert "workTranslation" not in told(outputs, path)


def test_a_translation_arrives(tmp_path: Path) -> None:
    outputs = site(tmp_path).told(TRANSLATION.format(more="", front="")).outputs()
    both = {
        "nb": "https://example.org/artikler/ice/",
        "en": "https://example.org/en/articles/ice/",
        "no": "https://example.org/artikler/ice/",
        "x-default": "https://example.org/artikler/ice/",
    }
    assert versions(outputs, NB) == versions(outputs, EN) == both
    assert notices(outputs, NB) == notices(outputs, EN) == []
    assert words(outputs, NB, ".byline p") == [
        "Av Kari",
        "Oversatt av Ola",
        "1. mai 2026",
        "Oversatt fra engelsk 4. mai 2026",
        "1 min lesetid",
    ]
    assert said(outputs, NB, "og:locale") + said(outputs, NB, "og:locale:alternate") == ["nb_NO", "en_GB"]
    original, translation = told(outputs, EN), told(outputs, NB)
    assert [each["@id"] for each in original["workTranslation"]] == [translation["@id"]]
    assert [each["inLanguage"] for each in original["workTranslation"]] == ["nb"]
    assert translation["translationOfWork"]["@id"] == original["@id"]
    assert [each["name"] for each in translation["translator"]] == ["Ola"]
    assert "translator" not in original


def test_the_original_changes_one_digit(tmp_path: Path) -> None:
    original = ORIGINAL.format(more="")
    source, ledger = recorded(original.partition("--\n")[2])
    changing = site(tmp_path).told(TRANSLATION.format(more=f"source: {source}", front=""))
    changing.told(f"-- {ledger_path('ice')} --\n{ledger}")
    assert notices(changing.outputs(), NB) == []
    outputs = changing.told(original.replace("three metres", "2 metres")).outputs()
    assert notices(outputs, NB) == [
        "Originalen er endret etter at denne teksten ble oversatt. Les originalen på engelsk",
    ]
    assert notices(outputs, EN) == []
    assert set(versions(outputs, NB)) == {"nb", "en", "no", "x-default"}


def test_a_machine_translates(tmp_path: Path) -> None:
    outputs = site(tmp_path).told(TRANSLATION.format(more="status: machine", front="")).outputs()
    [notice] = notices(outputs, NB)
    assert notice.startswith("Teksten er oversatt av en maskin")
    assert notice.endswith("Les originalen på engelsk")
    assert page(outputs, NB).css_first(".notice a[hreflang=en][href='/en/articles/ice/']") is not None
    assert said(outputs, NB, "robots") == ["noindex,follow"]
    assert versions(outputs, NB) == versions(outputs, EN) == {}
    assert "workTranslation" not in told(outputs, EN)
    assert "translationOfWork" not in told(outputs, NB)


def test_a_text_without_an_edition_is_at_home_in_the_first(tmp_path: Path) -> None:
    swedish = "-- content/articles/is.sv.md --\n---\ntitle: Is\ndate: 2026-05-01\nsection: debate\n---\nIs.\n"
    outputs = site(tmp_path).told(swedish).outputs()
    assert notices(outputs, "artikler/is/index.html") == []
    assert said(outputs, "artikler/is/index.html", "og:locale") == ["sv_SE"]
    assert notices(outputs, "en/articles/is/index.html") == ["This article has not been translated into English."]


# ---- A correction is made -------------------------------------------------------------

CORRECTED = "corrections:\n- {{date: 2026-05-20, kind: correction, text: {}}}\n"


def test_without_corrections_there_is_no_page_of_them_and_no_update(tmp_path: Path) -> None:
    outputs = site(tmp_path).outputs()
    assert not {*CORRECTIONS} & outputs.keys()
    assert "Rettelser" not in outputs["index.html"]
    assert "dateModified" not in told(outputs, EN)
    assert said(outputs, EN, "article:modified_time") == []


def test_a_correction_is_added(tmp_path: Path) -> None:
    outputs = site(tmp_path, CORRECTED.format("It is four.")).outputs()
    assert notices(outputs, EN) == ["Correction 20 May 2026 It is four."]
    assert "Updated 20 May 2026" in words(outputs, EN, ".byline p")
    assert told(outputs, EN)["dateModified"] == "2026-05-20T00:00:00+02:00"
    [correction] = told(outputs, EN)["correction"]
    assert correction["@type"] == "CorrectionComment"
    assert (correction["text"], correction["inLanguage"], correction["datePublished"]) == (
        "It is four.",
        "en",
        "2026-05-20",
    )
    assert words(outputs, CORRECTIONS[0], ".corrections-work") == ["Ice på engelsk 20. mai 2026 Rettelse It is four."]
    assert words(outputs, CORRECTIONS[1], ".corrections-work") == ["Ice 20 May 2026 Correction It is four."]
    assert page(outputs, "index.html").css_first("footer a[href='/corrections/']") is not None


def test_a_correction_never_waits_for_its_translator(tmp_path: Path) -> None:
    translated = site(tmp_path, CORRECTED.format("It is four.")).told(TRANSLATION.format(more="", front=""))
    outputs = translated.outputs()
    assert notices(outputs, NB) == ["Rettelse 20. mai 2026 It is four. Oversettelsen er ikke oppdatert ennå."]
    assert page(outputs, NB).css_first(".notice span[lang=en]") is not None
    outputs = translated.told(ORIGINAL.format(more=CORRECTED.format("{en: It is four., nb: Den er fire.}"))).outputs()
    assert notices(outputs, NB) == ["Rettelse 20. mai 2026 Den er fire."]
    assert [each["inLanguage"] for each in told(outputs, NB)["correction"]] == ["nb"]


def test_an_update_stands_below_the_text_and_is_no_correction(tmp_path: Path) -> None:
    outputs = site(tmp_path, CORRECTED.format("It has melted.").replace("kind: correction", "kind: update")).outputs()
    parts = page(outputs, EN).css("article > .prose, article > .notices")
    assert [node.attributes["class"] for node in parts] == ["prose", "notices"]
    assert notices(outputs, EN) == ["Update 20 May 2026 It has melted."]
    assert "correction" not in told(outputs, EN)
    assert told(outputs, EN)["dateModified"] == "2026-05-20T00:00:00+02:00"


def test_the_newest_correction_stands_first_and_no_work_twice(tmp_path: Path) -> None:
    two = CORRECTED.format("A.") + "- {date: 2026-05-22, kind: clarification, text: B.}\n"
    fog = "-- content/articles/mist.en.md --\n---\ntitle: Mist\ndate: 2026-05-02\nsection: debate\n{}---\nMist.\n"
    outputs = site(tmp_path, two).told(fog.format(CORRECTED.format("C.").replace("05-20", "05-21"))).outputs()
    assert words(outputs, CORRECTIONS[1], ".corrections-work") == [
        "Ice 22 May 2026 Clarification B. 20 May 2026 Correction A.",
        "Mist 21 May 2026 Correction C.",
    ]


# ---- A text is withdrawn --------------------------------------------------------------

WITHDRAWN = "withdrawn: {date: 2026-05-25, reason: {nb: Den fantes ikke., en: There was none.}}\n"


def test_what_is_withdrawn_leaves_a_notice_and_nothing_else(tmp_path: Path) -> None:
    picture = '-- content/articles/ice.svg --\n<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>\n'
    more = WITHDRAWN + "image: {file: ice.svg, alt: Cold}\n" + CORRECTED.format("It is four.")
    outputs = site(tmp_path, more).told(picture).told(TRANSLATION.format(more="", front="")).outputs()
    assert notices(outputs, EN) == ["Withdrawn 25 May 2026 There was none."]
    assert notices(outputs, NB) == ["Trukket tilbake 25. mai 2026 Den fantes ikke."]
    for path in (EN, NB):
        assert said(outputs, path, "robots") == ["noindex,follow"]
        assert said(outputs, path, "description") == []
        assert words(outputs, path, ".byline-names")
        assert page(outputs, path).css(".prose, .share, article figure, .ask, .tags, .author, #related") == []
        assert told(outputs, path)["creativeWorkStatus"] == "Withdrawn"
        assert not {"description", "author", "image", "correction", "keywords"} & told(outputs, path).keys()
    everything = "".join(outputs.values())
    for gone in ("three metres", "tre meter", "It moves", "flytter seg", "It is four", "Cold"):
        assert gone not in everything
    assert not any("ice" in path and path.endswith(".svg") for path in outputs)
    assert not {*CORRECTIONS} & outputs.keys()
    linking = {path for path in outputs if page(outputs, path).css('main a[href$="/ice/"]')}
    assert linking == {"artikler/fog/index.html", "en/articles/fog/index.html"}, "Authors may still link to it."


def test_a_translation_is_withdrawn(tmp_path: Path) -> None:
    translated = site(tmp_path).told(TRANSLATION.format(more="", front=""))
    assert versions(translated.outputs(), EN)
    outputs = translated.told(TRANSLATION.format(more="", front=WITHDRAWN)).outputs()
    assert notices(outputs, NB) == ["Trukket tilbake 25. mai 2026 Den fantes ikke."]
    assert "tre meter" not in "".join(outputs.values())
    assert notices(outputs, EN) == []
    assert "three metres" in outputs[EN]
    assert versions(outputs, EN) == {}
    assert "workTranslation" not in told(outputs, EN)


# ---- Without a translation ------------------------------------------------------------

SECTION = "en/section/debate/index.html"


@pytest.mark.parametrize("said_by", ["article", "section", "kind"])
def test_an_edition_may_link_to_what_it_lacks(tmp_path: Path, said_by: str) -> None:
    linked = site(tmp_path)
    match said_by:
        case "article":
            fog = (tmp_path / "content/articles/fog.nb.md").read_text()
            linked.told("-- content/articles/fog.nb.md --\n" + fog.replace("section", "untranslated: link\nsection"))
        case "section":
            linked.told(TWO_EDITIONS.replace("[sections.debate]\n", '[sections.debate]\nuntranslated = "link"\n'))
        case _:
            linked.told(TWO_EDITIONS + '[kinds.article]\nuntranslated = "link"\n')
    outputs = linked.outputs()
    assert "en/articles/fog/index.html" not in outputs
    link = page(outputs, SECTION).css_first(".row a[href='/artikler/fog/']")
    assert link is not None
    assert link.attributes["hreflang"] == "nb"
    [row] = [row for row in words(outputs, SECTION, ".row") if "Tåke" in row]
    assert row.endswith("in Norwegian")
    switch = page(outputs, "artikler/fog/index.html").css_first(".languages a[hreflang=en]")
    assert switch is not None
    assert switch.attributes["href"] == "/en/"


def test_an_edition_may_leave_out_what_it_lacks(tmp_path: Path) -> None:
    outputs = site(tmp_path).told(TWO_EDITIONS + '[kinds.article]\nuntranslated = "omit"\n').outputs()
    assert "Tåke" in outputs["index.html"]
    assert not any("Tåke" in text for path, text in outputs.items() if path.startswith("en/"))
    assert NB not in outputs
    assert "Ice" not in outputs["index.html"]


def test_an_edition_shows_what_it_lacks_where_nothing_is_said(tmp_path: Path) -> None:
    outputs = site(tmp_path).outputs()
    assert page(outputs, SECTION).css_first(".row a[href='/en/articles/fog/'][hreflang=nb]") is not None
    switch = words(outputs, "artikler/fog/index.html", ".languages a")
    assert switch == ["Norsk", "English (på norsk)"]


# ---- Where it stood first -------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "notice"),
    [
        ("{name: Avisa}", "First published in Avisa."),
        ("{name: Avisa, date: 2026-04-02}", "First published in Avisa on 2 April 2026."),
        (
            "{name: Avisa, url: 'https://avisa.example/is', date: 2026-04-02, language: nb}",
            "First published in Avisa on 2 April 2026. (in Norwegian)",
        ),
    ],
)
def test_readers_are_told_where_a_text_stood_first(tmp_path: Path, first: str, notice: str) -> None:
    outputs = site(tmp_path, f"originally_published: {first}\n").outputs()
    assert notices(outputs, EN) == [notice]
    links = page(outputs, EN).css(".notice a[href='https://avisa.example/is'][hreflang=nb]")
    assert len(links) == ("url" in first)


# ---- For machines ---------------------------------------------------------------------


def test_no_word_of_an_author_can_end_the_script_that_it_stands_in(tmp_path: Path) -> None:
    nasty = "</script><script>alert(1)</script><!-- & \\u2028"
    outputs = site(tmp_path).told(ORIGINAL.format(more="").replace("title: Ice", f'title: "{nasty}"')).outputs()
    assert told(outputs, EN)["headline"] == nasty.replace("\\u2028", "\u2028")
    assert len(page(outputs, EN).css("head script")) == 2
    head = outputs[EN].partition("</head>")[0]
    assert "alert(1)</script>" not in head
    assert "\u2028" not in head.partition("application/ld+json")[2]


def test_the_articles_of_a_section_of_news_are_news(tmp_path: Path) -> None:
    news = TWO_EDITIONS.replace("[sections.debate]\n", "[sections.debate]\nnews = true\n")
    outputs = site(tmp_path).told(news).told(TRANSLATION.format(more="", front="")).outputs()
    assert told(outputs, EN)["@type"] == "NewsArticle"
    assert [each["@type"] for each in told(outputs, EN)["workTranslation"]] == ["NewsArticle"]
    assert told(site(tmp_path / "other").outputs(), EN)["@type"] == "Article"


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("index.html", "WebSite", "Prøven"),
        ("en/section/debate/index.html", "CollectionPage", "Debate"),
        ("topic/havet/index.html", "CollectionPage", "Havet"),
        ("authors/kari/index.html", "ProfilePage", "Kari"),
        ("archive/2026/index.html", "CollectionPage", "2026"),
    ],
)
def test_a_list_tells_what_it_is(tmp_path: Path, path: str, kind: str, name: str) -> None:
    found = told(site(tmp_path).outputs(), path)
    assert (found["@type"], found["name"]) == (kind, name)
