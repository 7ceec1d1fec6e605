"""Whole sites from sources to outputs: editions, links, drafts, sealed text, and the sample publication itself."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ordskifte.load import load
from ordskifte.pipeline.results import Made, Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk
from tests.sample import copied
from tests.stories import MASTER, ONE_EDITION, PLAIN_TEMPLATES, SAMPLE, TWO_EDITIONS, Story, looking, story

AT = "2026-10-01T12:00"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>\n'


# ---- Outputs, walked ------------------------------------------------------------------


def parsed(outputs: Mapping[str, str]) -> dict[str, LexborHTMLParser]:
    return {path: LexborHTMLParser(text) for path, text in outputs.items() if path.endswith(".html")}


def links(page: LexborHTMLParser) -> Iterator[str]:
    """Every address in a page, of links and of what it is made of."""
    for node in page.css("[href], [src]"):
        yield node.attributes.get("href") or node.attributes.get("src") or ""


def dead_links(outputs: Mapping[str, str], base: str = "/") -> set[tuple[str, str]]:
    """The addresses below the base path, by page, that no output or no element in it answers to; and those that leave
    the base path.
    """
    pages = parsed(outputs)
    ids = {path: {node.attributes["id"] for node in page.css("[id]")} for path, page in pages.items()}
    dead = set()
    for path, page in pages.items():
        for link in links(page):
            address, fragment = urldefrag(urljoin(f"{base}{path}", link))
            if not address.startswith("/"):
                continue
            file = unquote(address.removeprefix(base)) if address.startswith(base) else "?"
            file = f"{file}index.html" if not file or file.endswith("/") else file
            if file not in outputs or (fragment and unquote(fragment) not in ids.get(file, set())):
                dead.add((path, link))
    return dead


def language(node: LexborNode) -> str:
    """The language that is said of an element by itself or by what it stands in."""
    around: LexborNode | None = node
    while around is not None:
        if around.attributes.get("lang"):
            return str(around.attributes["lang"])
        around = around.parent
    return ""


def languages(outputs: Mapping[str, str], words: str) -> set[str]:
    """The languages that these words stand in, in all pages, as text and as attributes; a script tells its own."""
    found = set()
    for page in parsed(outputs).values():
        for node in page.css("*:not(script)"):
            own = [child.text_content or "" for child in node.iter(include_text=True) if child.tag == "-text"]
            if any(words in text for text in (*own, *(value or "" for value in node.attributes.values()))):
                found.add(language(node))
    return found


def check_switches(outputs: Mapping[str, str], editions: list[str]) -> None:
    """From every page the switcher leads to a page in the interface of each edition; those at old addresses lead on."""
    pages = {path: page for path, page in parsed(outputs).items() if not page.css("meta[http-equiv=refresh]")}
    for path, page in pages.items():
        switches = page.css("nav.languages a")
        assert [node.attributes["hreflang"] for node in switches] == editions, path
        for node in switches:
            file = str(node.attributes["href"]).removeprefix("/")
            html = pages[file if file.endswith(".html") else f"{file}index.html"].css_first("html")
            assert html is not None
            assert html.attributes["lang"] == node.attributes["hreflang"], path


def test_a_dead_link_would_be_found() -> None:
    outputs = {
        "index.html": '<a href="/a/">a</a><a href="/a/#b">b</a><a href="/c/">c</a><img src="/d.svg"><a href="#e">e</a>',
        "a/index.html": '<p id="b"><a href="../">up</a><a href="/site/">out</a><a href="https://example.com/x">x</a>',
    }
    assert dead_links(outputs) == {
        ("index.html", "/c/"),
        ("index.html", "/d.svg"),
        ("index.html", "#e"),
        ("a/index.html", "/site/"),
    }


# ---- The sample publication -----------------------------------------------------------


@cache
def sample(at: str = AT, drafts: bool = False, base_url: str = "") -> Made:
    options = Options(at=at, base_url=base_url, shows_drafts=drafts, master=MASTER)
    return walk(load(SAMPLE, exclude=[SAMPLE / "output"]), options, Seams())


def sample_outputs(at: str = AT, drafts: bool = False, base_url: str = "") -> dict[str, str]:
    made = sample(at, drafts, base_url)
    assert not made.has_errors
    return {output.path: output.content.decode(errors="replace") for output in made.outputs}


def test_the_sample_is_without_problems() -> None:
    assert sample("2026-11-22").diagnostics == ()


@pytest.mark.parametrize(
    ("at", "drafts", "base_url"),
    [
        (AT, False, ""),
        (AT, False, "https://name.github.io/site/"),
        (AT, True, "https://example.org/a/b/"),
        ("2031-06-01", True, ""),
        ("2020-01-01", False, ""),
    ],
)
def test_no_link_of_the_sample_is_dead(at: str, drafts: bool, base_url: str) -> None:
    base = f"/{base_url.split('/', 3)[3]}" if base_url else "/"
    assert dead_links(sample_outputs(at, drafts, base_url), base) == set()


def test_under_another_address_every_permalink_is_there() -> None:
    outputs = sample_outputs(base_url="https://name.github.io/site/")
    canonical = {
        path: node.attributes["href"]
        for path, page in parsed(outputs).items()
        for node in page.css('link[rel="canonical"]')
    }
    assert len(canonical) > 100
    assert all(str(url).startswith("https://name.github.io/site/") for url in canonical.values())
    assert not any("nordre-rand.example" in text for path, text in outputs.items() if path.endswith(".html"))


def test_the_switcher_leads_to_each_edition_from_every_page_of_the_sample() -> None:
    check_switches(sample_outputs(), ["nb", "en"])


# ---- Stories in the sample's look -----------------------------------------------------

ASK = """
[actions.subscribe]
name = {nb = "Abonner", en = "Subscribe"}
url = "page:support"
[actions.donate]
name = {nb = "Gi", en = "Donate"}
url = "/gave/"
[[campaign]]
id = "free-article"
slot = "article-end"
access = ["free"]
icon = "bell"
title = {nb = "Du leste gratis", en = "You read for free"}
body = {nb = "<subscribe>Abonner</subscribe> eller <donate>gi</donate>!", en = "<subscribe>Subscribe</subscribe>!"}
actions = ["subscribe", "donate"]
[[menu]]
name = "footer"
links = ["page:support", {to = "/gave/", name = {nb = "Gave", en = "Gift"}}]
"""
SUPPORT = """
-- static/gave/index.html --
<p>Takk!</p>
-- content/pages/support.nb.md --
---
title: Støtt oss
---
Vi lever av leserne.
"""
NYNORSK = """
[locales.nn]
name = "Nynorsk"
fallback = ["nb"]
"""


GUESTS = """
-- content/authors/jean.nb.md --
---
name: Jean Moreau
role: Forsker i Paris
---
Jean skriver om havet.
-- content/articles/guest.en.md --
---
title: An English guest
standfirst: With an English standfirst
date: 2026-05-01
section: debatt
authors: [jean]
---
An English body with a note.[^1] See [the other one](article:invitee).

[^1]: An English note.
-- content/articles/invitee.fr.md --
---
title: Une invitée française
date: 2026-05-02
section: debatt
authors: [jean]
---
Un corps français.
-- content/articles/egen.nb.md --
---
title: Vår egen
date: 2026-05-03
section: debatt
---
En norsk tekst.
"""


@pytest.fixture(scope="module")
def guests(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return looking(tmp_path_factory.mktemp("one"), ONE_EDITION + ASK, SUPPORT, GUESTS)


@pytest.fixture(scope="module")
def one_edition(guests: Story) -> dict[str, str]:
    return guests.outputs()


def test_a_site_of_one_edition_with_guests_in_other_languages_is_told_of_nothing(guests: Story) -> None:
    assert guests.problems() == []


def test_it_has_one_page_of_each_and_no_shell_and_no_other_edition(one_edition: dict[str, str]) -> None:
    assert {path for path in one_edition if path.startswith("articles/") and path.endswith(".html")} == {
        "articles/guest/index.html",
        "articles/invitee/index.html",
        "articles/egen/index.html",
    }
    assert not any(path.startswith(("en/", "fr/")) for path in one_edition)
    assert "bare tilgjengelig" not in "".join(one_edition.values())
    for path, page in parsed(one_edition).items():
        canonical = page.css_first('link[rel="canonical"]')
        if path.startswith("articles/"):
            assert canonical is not None
            assert canonical.attributes["href"] == f"https://example.org/{path.removesuffix('index.html')}"


def test_no_link_of_it_is_dead(guests: Story, one_edition: dict[str, str]) -> None:
    assert dead_links(one_edition) == set()
    assert dead_links(guests.outputs(base_url="https://name.github.io/site/"), "/site/") == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("English guest", "en"),
        ("English standfirst", "en"),
        ("English body", "en"),
        ("English note", "en"),
        ("Une invitée", "fr"),
        ("corps français", "fr"),
        ("Forsker i Paris", "nb"),
        ("Jean skriver", "nb"),
        ("Vår egen", "nb"),
        ("Du leste gratis", "nb"),
    ],
)
def test_every_text_of_it_is_marked(one_edition: dict[str, str], words: str, expected: str) -> None:
    assert languages(one_edition, words) == {expected}


TRILINGUAL = (
    TWO_EDITIONS
    + NYNORSK
    + """
-- content/authors/kari.nb.md --
---
name: Kari Nordmann
role: Redaktør
---
Kari skriver.
-- content/articles/linjen.nb.md --
---
title: Linjen i nord
date: 2026-05-01
section: debate
tags: [sea]
authors: [kari]
---
Norsk tekst, se [gjesten](article:guest).
-- content/articles/guest.en.md --
---
title: An English guest
date: 2026-05-02
section: debate
---
English text, see [the line](article:linjen) and [the sea](tag:sea).
-- content/articles/fjorden.nn.md --
---
title: Fjorden vår
date: 2026-05-03
section: debate
---
Nynorsk tekst.
-- content/articles/broen.en.md --
---
title: The bridge
date: 2026-05-04
section: debate
slug: the-bridge
---
English bridge.
-- content/articles/broen.nb.md --
---
title: Broen
slug: broen-nb
translation: {of: en, translator: kari}
---
Norsk bro.
"""
)


@pytest.fixture(scope="module")
def trilingual(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return looking(tmp_path_factory.mktemp("three"), TRILINGUAL)


@pytest.fixture(scope="module")
def three_editions(trilingual: Story) -> dict[str, str]:
    return trilingual.outputs()


def test_a_third_edition_that_falls_back_on_the_first_is_told_to_lack_its_words_and_nothing_else(
    trilingual: Story,
) -> None:
    [told] = trilingual.problems()
    pattern = (
        r"locales/nn/LC_MESSAGES/messages.po: messages-missing: (\d+) of \1 messages have no Norwegian Nynorsk words; "
    )
    assert re.fullmatch(pattern + "their pages show Norwegian Bokmål.", told)


def test_its_pages_show_the_texts_and_the_words_of_the_first(three_editions: dict[str, str]) -> None:
    assert "nn/artikler/broen-nb/index.html" in three_editions
    assert "nn/artikler/guest/index.html" in three_editions
    page = parsed(three_editions)["nn/artikler/linjen/index.html"]
    html = page.css_first("html")
    assert html is not None
    assert html.attributes["lang"] == "nn"
    assert "Siste nytt" in three_editions["nn/index.html"]
    only = {path: text for path, text in three_editions.items() if path.startswith("nn/")}
    assert languages(only, "Siste nytt") == {"nb"}
    assert languages(only, "Linjen i nord") == {"nb"}
    assert languages(only, "Fjorden vår") == {"nn"}
    assert languages(only, "An English guest") == {"en"}


def test_no_link_of_three_editions_is_dead(three_editions: dict[str, str]) -> None:
    assert dead_links(three_editions) == set()


def test_the_switcher_leads_to_each_edition_from_every_page(three_editions: dict[str, str]) -> None:
    check_switches(three_editions, ["nb", "en", "nn"])


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("artikler/guest/index.html", "en/articles/guest/"),
        ("en/articles/guest/index.html", "en/articles/guest/"),
        ("en/articles/linjen/index.html", "artikler/linjen/"),
        ("nn/artikler/linjen/index.html", "artikler/linjen/"),
        ("artikler/fjorden/index.html", "nn/artikler/fjorden/"),
        ("artikler/broen-nb/index.html", "artikler/broen-nb/"),
        ("nn/artikler/broen-nb/index.html", "artikler/broen-nb/"),
        ("en/articles/the-bridge/index.html", "en/articles/the-bridge/"),
    ],
)
def test_a_page_names_the_home_of_its_text(three_editions: dict[str, str], path: str, home: str) -> None:
    canonical = parsed(three_editions)[path].css_first('link[rel="canonical"]')
    assert canonical is not None
    assert canonical.attributes["href"] == f"https://example.org/{home}"


def test_a_link_leads_to_the_edition_of_the_page_it_stands_on_and_tells_the_language(
    three_editions: dict[str, str],
) -> None:
    assert '<a href="/artikler/linjen/" hreflang="nb">the line</a>' in three_editions["artikler/guest/index.html"]
    assert '<a href="/en/articles/linjen/" hreflang="nb">the line</a>' in three_editions["en/articles/guest/index.html"]
    assert '<a href="/nn/artikler/guest/" hreflang="en">gjesten</a>' in three_editions["nn/artikler/linjen/index.html"]


# ---- Drafts and what comes later ------------------------------------------------------


def waiting(key: str, front: str) -> str:
    """A work of which every field, its text and its picture hold the word `kanari`."""
    folder = f"-- content/articles/kanari-{key}"
    return f"""
{folder}/index.nb.md --
---
title: Kanarifugl {key}
standfirst: Kanari ingress
slug: kanari-adresse-{key}
section: kanari
tags: [kanari, sea]
authors: [kari]
contributors: {{photographer: [kari]}}
image: {{file: kanari-lead.svg, alt: Kanari alt, caption: Kanari bildetekst, credit: Kanari kreditt}}
corrections:
- {{date: 2026-05-01, kind: correction, text: Kanari rettelse}}
originally_published: {{name: Kanaribladet, url: "https://kanari.example/"}}
related: [open]
redirect_from: [/kanari-gammel-{key}/]
extra: {{kanari: kanari}}
{front}---
Kanari tekst.[^1] [Kanari](article:open)

## Kanari overskrift

![Kanari](kanari-in.svg "Kanari tittel")

[^1]: Kanari note.
{folder}/index.en.md --
---
title: Canary kanari
translation: {{of: nb}}
---
Kanari text.
{folder}/kanari-lead.svg --
{SVG}
{folder}/kanari-in.svg --
{SVG}
"""


HIDDEN = f"""
{TWO_EDITIONS}
[sections.kanari]
name = {{nb = "Kanariseksjon", en = "Canary kanari"}}
[tags.kanari]
name = {{nb = "Kanariemne", en = "Canary kanari"}}
[series.kanari]
name = {{nb = "Kanariserie", en = "Canary kanari"}}
{ASK.replace('["page:support"', '["article:kanari-draft", "section:kanari", "page:kanari"')}
{SUPPORT}
-- content/pages/kanari.nb.md --
---
title: Kanariside
draft: true
---
Kanari side.
-- content/series/kanari.nb.md --
---
---
Kanari innledning.
-- content/authors/kari.nb.md --
---
name: Kari Nordmann
---
Se [ord](article:kanari-draft) og [ord](../articles/kanari-later/index.en.md).
-- content/articles/open.nb.md --
---
title: Åpen
date: 2026-05-01
section: debate
tags: [sea]
authors: [kari]
related: [kanari-draft, kanari-later]
---
Se [utkastet](article:kanari-draft#kanari-overskrift), [senere](../articles/kanari-later/index.nb.md) og
[emnet](tag:kanari).
-- content/articles/open.en.md --
---
title: Kanari unfinished
standfirst: Kanari unfinished
translation: {{of: nb, status: draft}}
---
Kanari unfinished.
-- content/articles/published.en.md --
---
title: Published
date: 2026-05-02
section: debate
---
Published.
-- content/articles/published.nb.md --
---
title: Kanari to come
date: 2031-01-01
translation: {{of: en}}
---
Kanari to come.
"""
WAITING = (
    HIDDEN
    + waiting("draft", "date: 2026-05-01\ndraft: true\nseries: {id: kanari, part: 1}\n")
    + waiting(
        "later",
        "date: 2031-01-01\naccess_schedule: [{after: 24h, access: members}]\nseries: {id: kanari, part: 2}\n",
    )
)


def traces(outputs: Mapping[str, str], word: str = "kanari") -> set[str]:
    """The outputs whose path or content holds a word."""
    return {path for path, text in outputs.items() if word in path.lower() or word in text.lower()}


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return looking(tmp_path_factory.mktemp("hidden"), WAITING)


def test_drafts_and_what_comes_later_leave_no_trace_in_any_output(hidden: Story) -> None:
    outputs = hidden.outputs()
    assert traces(outputs) == set()
    assert "utkastet" in outputs["artikler/open/index.html"]
    assert dead_links(outputs) == set()


def test_links_to_them_are_told_and_their_words_stay(hidden: Story) -> None:
    told = [line.partition(": ")[2] for line in hidden.problems()]
    assert told.count("link-unpublished: `kanari-draft` is not published yet, so its link is left out.") == 3
    assert "link-unpublished: The tag `kanari` has no articles yet, so its link is left out." in told
    assert all(line.startswith(("link-unpublished", "messages-missing")) for line in told)


def test_who_asks_for_drafts_sees_them_and_not_what_comes_later(hidden: Story) -> None:
    outputs = hidden.outputs(drafts=True)
    seen = {path for path in traces(outputs) if path.startswith(("artikler/", "articles/", "en/articles/", "emne/"))}
    assert "artikler/kanari-adresse-draft/index.html" in seen
    assert traces(outputs, "later") == set()
    assert traces(outputs, "to come") == set()
    assert dead_links(outputs) == set()


def test_at_its_time_everything_is_there(hidden: Story) -> None:
    outputs = hidden.outputs("2031-01-01")
    page = outputs["artikler/kanari-adresse-later/index.html"]
    for words in ("Kanarifugl later", "Kanari ingress", "Kanari bildetekst", "Kanari rettelse", "Kanari overskrift"):
        assert words in page
    assert "Kanariseksjon" in outputs["section/kanari/index.html"]
    assert traces(outputs, "kanari-draft") == set()
    assert dead_links(outputs) == set()


# ---- Sealed text ----------------------------------------------------------------------

SEALED = f"""
{TWO_EDITIONS}
{ASK}
{SUPPORT}
-- content/articles/lukket/index.nb.md --
---
title: Lukket
date: 2026-05-01T08:00
section: debate
image: {{file: lead.svg, alt: Foran}}
access: members
access_schedule: [{{after: 2m, access: free}}]
---
Åpen begynnelse.[^open]

<!-- paywall -->

## Kanari overskrift

Kanari avsnitt med [kanari lenke](article:open "Kanari tittel"), `kanari kode` og en note.[^kanari]

![Kanari alt](kanari-inne.svg "Kanari bildetekst"){{credit="Kanari kreditt"}}

::: pullquote
Kanari sitat
:::

| Kanari | Tabell |
|:--|:--|
| kanari | celle |

[^open]: Åpen note.
[^kanari]: Kanari note.
-- content/articles/lukket/index.en.md --
---
title: Closed
translation: {{of: nb}}
---
Kanari body without a divider.

## Kanari heading
-- content/articles/lukket/lead.svg --
{SVG}
-- content/articles/lukket/kanari-inne.svg --
{SVG}
-- content/articles/open.nb.md --
---
title: Åpen
date: 2026-05-02
section: debate
related: [lukket]
---
Se [den lukkede](article:lukket#kanari-overskrift).
"""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return looking(tmp_path_factory.mktemp("sealed"), SEALED)


def test_nothing_of_a_sealed_part_is_in_any_output(sealed: Story) -> None:
    outputs = sealed.outputs()
    closed = outputs["artikler/lukket/index.html"]
    assert traces(outputs) == set()
    assert 'href="/artikler/lukket/"' in outputs["artikler/open/index.html"]
    assert "Åpen begynnelse." in closed
    assert "Åpen note." in closed
    assert 'class="paywall"' in closed
    assert dead_links(outputs) == set()


def test_a_sealed_picture_is_not_published_and_the_lead_picture_is(sealed: Story) -> None:
    assert {re.sub(r"\.[0-9a-f]{10}\.", ".", path) for path in sealed.outputs() if path.startswith("media/")} == {
        "media/lead.svg"
    }


@pytest.mark.parametrize(("at", "is_free"), [("2026-07-01T07:59:59", False), ("2026-07-01T08:00", True)])
def test_when_it_becomes_free_all_of_it_is_there(sealed: Story, at: str, is_free: bool) -> None:
    outputs = sealed.outputs(at)
    closed = outputs["artikler/lukket/index.html"]
    words = ("Kanari overskrift", "Kanari avsnitt", "kanari kode", "Kanari note", "Kanari sitat", "Kanari bildetekst")
    assert [text in closed for text in words] == [is_free] * len(words)
    assert ("Kanari body" in outputs["en/articles/lukket/index.html"]) is is_free
    assert ('class="paywall"' in closed) is not is_free
    assert ("Du leste gratis" in closed) is is_free
    assert ("For medlemmer" in outputs["index.html"]) is not is_free
    picture = [path for path in outputs if path.startswith("media/kanari-inne")]
    assert len(picture) == is_free
    assert all(f'src="/{path}"' in closed for path in picture)
    assert ('href="/artikler/lukket/#kanari-overskrift"' in outputs["artikler/open/index.html"]) is is_free
    assert dead_links(outputs) == set()


# ---- Lists ----------------------------------------------------------------------------


def test_a_long_list_has_numbered_pages_in_each_editions_words(tmp_path: Path) -> None:
    site = TWO_EDITIONS.replace("default_locale", "page_size = 2\ndefault_locale").replace(
        "[urls]", '[urls]\nlisting = {nb = "side-{number}/", en = "page-{number}/"}'
    )
    articles = "".join(
        f"-- content/articles/x{n}.nb.md --\n---\ntitle: X{n}\ndate: 2026-05-0{n}\nsection: debate\ntags: [sea]\n---\n"
        for n in range(1, 6)
    )
    outputs = looking(tmp_path, site, articles).outputs()
    assert {path for path in outputs if path.startswith(("topic/", "en/topic/")) and path.endswith(".html")} == {
        f"{folder}index.html"
        for folder in (
            "topic/havet/",
            "topic/havet/side-2/",
            "topic/havet/side-3/",
            "en/topic/sea/",
            "en/topic/sea/page-2/",
            "en/topic/sea/page-3/",
        )
    }
    assert "X1" in outputs["topic/havet/side-3/index.html"]
    assert "X2" not in outputs["topic/havet/side-3/index.html"]
    assert dead_links(outputs) == set()


def test_an_address_from_the_root_of_the_site_is_found_wherever_the_site_lies(tmp_path: Path) -> None:
    page = "-- content/pages/om.nb.md --\n---\ntitle: Om\n---\n[Kart](/kart.pdf#side-2)\n"
    made = story(tmp_path, ONE_EDITION, PLAIN_TEMPLATES, page)
    assert '<a href="/kart.pdf#side-2">Kart</a>' in made.outputs()["om/index.html"]
    moved = made.outputs(base_url="https://example.org/blad/")
    assert '<a href="/blad/kart.pdf#side-2">Kart</a>' in moved["om/index.html"]


def test_a_mistake_in_front_matter_is_not_told_again_by_the_templates(tmp_path: Path) -> None:
    """The sample's templates print an article's date, section and tags without asking whether there are any."""
    site = copied(tmp_path)
    essay = tmp_path / "content/articles/the-quiet-alliance/index.en.md"
    text = essay.read_text(encoding="utf-8")
    for right, wrong in (("date: 2025-08-02", "date: 02.08.2025"), ("section: f", "section: x"), ("[nato", "[nat0")):
        assert right in text
        text = text.replace(right, wrong)
    essay.write_text(text, encoding="utf-8")
    codes = [problem.split(": ")[1] for problem in site.problems("2026-11-22")]
    assert codes == ["value-wrong", "section-unknown", "tag-unknown"]
