"""An unpublished work leaves no trace: the site is, byte for byte, the one without its files.

Each field of the work holds a word that is nowhere else in the sample publication, and its templates show all there is.
"""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from ordskifte.app.build import built_site
from ordskifte.load import load
from ordskifte.pipeline.results import Made, Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk
from tests.sample import copied
from tests.stories import Story

AT = "2026-12-01T12:00"
LATER = "2031-01-01"
CANARY = "zq"
"""What every one of the words begins with."""
PIXELS = (".avif", ".jpg", ".png", ".webp")

TERMS = """
[tags.only]
name = { nb = "Bare der", en = "Only there" }
[sections.only]
name = { nb = "Bare der", en = "Only there" }
[series.only]
name = { nb = "Bare der", en = "Only there" }
"""
AUTHOR = """
-- content/authors/only.nb.md --
---
name: Una Only
---
Skriver bare der.
"""
PICTURES = """
-- content/articles/zqpicture.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><title>Zqpixels</title></svg>
-- content/articles/zqfigure.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><title>Zqdrawing</title></svg>
"""
FIELDS = """title: Zqtitle
standfirst: Zqstandfirst
slug: zqslug
authors: [only, karl-aaro]
contributors: {translator: [only]}
section: only
tags: [only, sea]
image: {file: zqpicture.svg, alt: Zqalt, caption: Zqcaption, credit: Zqcredit}
corrections:
  - {date: 2026-02-01, kind: correction, text: {en: Zqcorrection, nb: Zqrettelse}}
  - {date: 2026-02-01, kind: update, text: {en: Zqupdate, nb: Zqoppdatering}}
originally_published: {name: Zqpaper, url: "https://zq.example/", date: 2026-01-01, language: en}
related: [the-last-ferry]
series: {id: only, part: 1}
redirect_from: [/zqold/]
extra: {zqextra: Zqfree}
"""
BODY = """
Zqbody, with [a link](https://zqlink.example/) and [another](article:the-last-ferry).[^1]

## Zqheading

![Zqfigurealt](zqfigure.svg "Zqfigurecaption"){credit=Zqfigurecredit}

::: pullquote
Zqquote
:::

[^1]: Zqnote.
"""
SHOWN = (
    *("Zqtitle", "Zqstandfirst", "zqslug", "Zqalt", "Zqcaption", "Zqcredit", "Zqcorrection", "Zqupdate", "zqpicture"),
    *("Zqbody", "zqlink.example", "Zqheading", "Zqfigurealt", "Zqfigurecaption", "Zqfigurecredit", "Zqquote", "Zqnote"),
    *("zqfigure", "Zqpixels", "Zqdrawing"),
)
"""What of it the sample's pages show, once it is published."""


def article(path: str, front: str, body: str = BODY) -> str:
    return f"-- content/articles/{path}.md --\n---\n{front}---\n{body}"


DATE = "date: 2026-01-13\n"
TRANSLATION = "title: Zqtittel\nstandfirst: Zqingress\nslug: zqlapp\nimage: {alt: Zqtekst, caption: Zqunder}\n"

PAGE = "-- content/pages/zqpage.en.md --\n---\ntitle: Zqtitle\ndraft: true\nextra: {zq: zq}\n---\nZqbody.\n"
UNPUBLISHED = {
    "a draft": article("zqkey.en", f"{FIELDS}{DATE}draft: true\n"),
    "a future article": article("zqkey.en", f"{FIELDS}date: 2026-12-01T12:01\n"),
    "a future article in a folder of its own": article("zqkey/index.nb", f"{FIELDS}date: 2030-01-01\n")
    .replace("zqpicture", "../zqpicture")
    .replace("(zqfigure", "(../zqfigure"),
    "a future article with a translation": article("zqkey.en", f"{FIELDS}date: 2030-01-01\n")
    + article("zqkey.nb", f"{TRANSLATION}translation: {{of: en}}\n"),
    "a draft whose translation says that it is out": article("zqkey.en", f"{FIELDS}{DATE}draft: true\n")
    + article("zqkey.nb", f"{TRANSLATION}{DATE}draft: false\ntranslation: {{of: en}}\n"),
    "an article in a language without an edition": article("zqkey.fr", f"{FIELDS}date: 2030-01-01\n"),
    "a translation that is a draft": article(
        "the-last-ferry/index.nb",
        f"{TRANSLATION}tags: [only]\ntranslation: {{of: en, status: draft, translator: only}}\n",
    ).replace("zqfigure", "../zqfigure"),
    "a translation that comes later": article(
        "the-last-ferry/index.nb", f"{TRANSLATION}date: 2030-01-01\ntranslation: {{of: en, translator: only}}\n"
    ).replace("zqfigure", "../zqfigure"),
    "a members' article": article(
        "zqkey.en", f"{FIELDS}date: 2030-01-01\naccess: members\n", f"{BODY}\n<!-- paywall -->\n\nZqsecret.\n"
    ),
    "an unlisted draft": article("zqkey.en", f"{FIELDS}{DATE}draft: true\nunlisted: true\n"),
    "a page": PAGE,
}


def sample_in(folder: Path) -> Story:
    """The sample publication with a tag, a section, a series, an author and pictures that nothing published uses."""
    site = copied(folder)
    with (folder / "site.toml").open("a", encoding="utf-8") as config:
        config.write(TERMS)
    return site.told(AUTHOR).told(PICTURES)


@pytest.fixture
def sample(tmp_path: Path) -> Story:
    return sample_in(tmp_path)


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every output of the site that has no such work."""
    return published(sample_in(tmp_path_factory.mktemp("without")))


def made(site: Story, at: str = AT, *, drafts: bool = False) -> Made:
    found = walk(load(site.root, exclude=[]), Options(at=at, shows_drafts=drafts), Seams())
    assert not found.has_errors, found.diagnostics
    return found


def published(site: Story, at: str = AT, *, drafts: bool = False) -> dict[str, bytes]:
    return {output.path: output.content for output in made(site, at, drafts=drafts).outputs}


def traces(outputs: dict[str, bytes]) -> list[str]:
    """The paths that hold a word of the work, or are named after it. In pixels two letters stand by chance."""
    texts = {path: b"" if path.endswith(PIXELS) else content for path, content in outputs.items()}
    return [path for path, text in texts.items() if CANARY in path.lower() or CANARY.encode() in text.lower()]


@pytest.mark.parametrize("work", UNPUBLISHED.values(), ids=list(UNPUBLISHED))
def test_the_site_is_the_one_without_its_files(sample: Story, work: str, without: dict[str, bytes]) -> None:
    assert traces(without) == []
    assert published(sample.told(work)) == without


def test_all_of_it_is_on_the_site_once_it_is_out(sample: Story) -> None:
    """Else there would be nothing that could leave a trace."""
    sample.told(UNPUBLISHED["a future article with a translation"])
    outputs = published(sample, LATER)
    every = "\n".join((*outputs, *(content.decode(errors="replace") for content in outputs.values())))
    assert [word for word in SHOWN if word not in every] == []
    assert [word for word in ("Zqtittel", "Zqingress", "zqlapp", "Zqtekst", "Zqunder") if word not in every] == []


def test_what_has_been_shown_and_is_taken_back_is_gone_from_the_folder_and_its_manifest(sample: Story) -> None:
    sample.told(UNPUBLISHED["a draft"]).told(PAGE)
    output, cache = sample.root / "output", sample.root / ".cache/ordskifte.sqlite"
    for shows_drafts in (True, False):
        options = Options(AT, shows_drafts=shows_drafts)
        built = built_site(sample.root, output, cache, options, {}, force=False)
        assert not built.made.has_errors
        written = {str(file): file.read_bytes() for file in output.rglob("*") if file.is_file()}
        written["manifest.json"] = (sample.root / "manifest.json").read_bytes()
        assert bool(traces(written)) == shows_drafts


def test_drafts_are_shown_to_who_asks_for_them(sample: Story) -> None:
    assert traces(published(sample.told(UNPUBLISHED["a draft"]), drafts=True)) != []


# --------------------------------------------------------------------------------------
# Where others speak of it
# --------------------------------------------------------------------------------------

POINTER = """
-- content/articles/pointer.en.md --
---
title: The Pointer
date: 2026-01-14
authors: [only]
section: society
tags: [sea]
related: [zqkey, the-last-ferry]
---
A link [by its key](article:zqkey), [to a heading](article:zqkey#zqheading) and [to its file](zqkey.en.md).
A link [to a page](page:zqpage) and [to a tag](tag:only) and [to a section](section:only).
"""
POINTING = "en/articles/pointer/index.html"


def words_of(page: bytes) -> str:
    body = LexborHTMLParser(page).body
    return " ".join(body.text().split()) if body else ""


@pytest.mark.parametrize("name", ["a draft", "a future article", "a future article with a translation"])
def test_what_is_said_of_it_elsewhere_keeps_its_words_and_says_no_more(sample: Story, name: str) -> None:
    sample.told(UNPUBLISHED[name]).told(PAGE).told(POINTER)
    config = (sample.root / "site.toml").read_text(encoding="utf-8")
    config = config.replace('"page:about", ', '"page:about", "page:zqpage", ').replace(
        'url = "page:support"', 'url = "page:zqpage"'
    )
    (sample.root / "site.toml").write_text(config, encoding="utf-8")
    outputs = published(sample)
    assert traces(outputs) == []
    words = words_of(outputs[POINTING])
    assert "A link by its key, to a heading and to its file." in words
    assert "A link to a page and to a tag and to a section." in words
    assert "Zqtitle" in words_of(published(sample, LATER, drafts=True)[POINTING])


# --------------------------------------------------------------------------------------
# What is for one edition
# --------------------------------------------------------------------------------------


def edition(locale: str, outputs: dict[str, bytes]) -> dict[str, bytes]:
    """Its files, but for the search page: that counts the texts of all editions, which have one index."""
    return {
        path: content
        for path, content in outputs.items()
        if path.startswith(f"{locale}/") and path != f"{locale}/search/index.html"
    }


def test_what_is_for_one_edition_leaves_no_trace_in_the_others(sample: Story, without: dict[str, bytes]) -> None:
    outputs = published(sample.told(article("zqkey.en", f"{FIELDS}{DATE}editions: [nb]\n")))
    assert [path for path in traces(outputs) if path.startswith("en/")] == []
    assert edition("en", outputs) == edition("en", without)
    assert traces(outputs) != []
