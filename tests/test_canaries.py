"""Each field of a sealed text holds a word that is nowhere else: it is in the sealed file, and in nothing else.

Around it are the sample's templates, with all kinds of outputs that tell of an article.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from shutil import rmtree
from typing import Any
from urllib.parse import quote

import pytest

from ordskifte.app.build import built_site
from ordskifte.check.views import views
from ordskifte.model.site import Target
from ordskifte.pipeline.results import Built, Options
from ordskifte.render.assets import COPIES
from ordskifte.render.cards import CARDS
from ordskifte.render.citation_files import CITATIONS
from ordskifte.render.feeds import FEEDS
from ordskifte.render.headers import HEADERS
from ordskifte.render.keys import period_keys
from ordskifte.render.pages import LISTINGS, PAGES
from ordskifte.render.queries import Ground
from ordskifte.render.redirects import REDIRECTS, RULES
from ordskifte.render.renderers import Renderer
from ordskifte.render.sealed import SealedFile, opened
from ordskifte.render.search import SEARCH
from ordskifte.render.sitemap import ROBOTS, SITEMAPS
from ordskifte.render.templates import Templates
from ordskifte.render.view import View
from tests.sample import copied
from tests.stories import MASTER, Story

AT = "2026-06-01"
CANARY = "zqcanary"
"""What every one of the words begins with."""
WORDS = "seven kestrels argued about marmalade until breakfast"
"""A sentence of the sealed part, long enough for the search."""

FIELDS = (
    *("paragraph", "heading", "note", "alt", "caption", "credit", "link", "target", "code", "block", "head", "cell"),
    *("quote", "foreign", "pullquote", "box", "term", "meaning", "entry", "marked", "pixels"),
)
SOURCE = "content/articles/the-vault.en.md"
ARTICLE = """
-- content/articles/the-vault.{locale}.md --
---
title: {title}
standfirst: {standfirst}
{front}image: {{file: door.svg, alt: "A door", caption: "Closed", credit: "Drawing: us"}}
---
{title}, as all may read it.[^open]

<!-- paywall -->

## A zqcanaryheading{locale}

Zqcanaryparagraph{locale}, and [zqcanarylink{locale}](https://zqcanarytarget{locale}.example/), and
`zqcanarycode{locale}`, and [zqcanarymarked{locale}]{{lang=de}}; {words}.[^sealed]

```
zqcanaryblock{locale}
```

| Zqcanaryhead{locale} | Year |
|---|---|
| Zqcanarycell{locale} | 1990 |

> Zqcanaryquote{locale}.

::: quote {{lang=de}}
Zqcanaryforeign{locale}.
:::

::: pullquote
Zqcanarypullquote{locale}.
:::

::: note
Zqcanarybox{locale}.
:::

Zqcanaryterm{locale}
: Zqcanarymeaning{locale}.

- Zqcanaryentry{locale}.

![Zqcanaryalt{locale}](behindthedoor-{locale}.svg "Zqcanarycaption{locale}"){{credit="Zqcanarycredit{locale}"}}

[^open]: A note for all.
[^sealed]: Zqcanarynote{locale}.
-- content/articles/behindthedoor-{locale}.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><title>Zqcanarypixels{locale}</title></svg>
"""
FRONT = """date: 2026-05-02
authors: [karl-aaro]
section: society
tags: [sea]
redirect_from: [/old-vault/]
access: {access}
"""
BESIDE = """
-- content/articles/door.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><title>A door</title></svg>
-- content/articles/the-neighbour.en.md --
---
title: The Neighbour
date: 2026-05-03
authors: [karl-aaro]
section: society
tags: [sea]
related: [the-vault]
---
On [the vault](article:the-vault).
-- static/notes.txt --
Notes.
"""
TOLD_OF_IT = (
    *("index.html", "en/index.html", "feed.xml", "feed.json", "en/feed.xml", "en/feed.json", "_redirects"),
    *("sitemap.xml", "artikler/the-vault/index.html", "en/articles/the-vault/index.html", "old-vault/index.html"),
    *("en/articles/the-neighbour/index.html", "en/authors/karl-aaro/index.html", "en/archive/index.html"),
    *("en/articles/the-vault/card.png", "artikler/the-vault/card.png"),
    *("search-index/0.json", "search-index/en/0.json", "search-index/nb/0.json"),
)
"""Outputs that speak of the article, or show it."""


@pytest.fixture
def site(tmp_path: Path) -> Story:
    """The sample publication, with these articles in the place of its own."""
    sample = copied(tmp_path / "site")
    for folder in ("articles", "series"):
        rmtree(sample.root / "content" / folder)
    (sample.root / "urls.lock").unlink()
    return with_access(sample.told(BESIDE), "members")


def with_access(site: Story, access: str) -> Story:
    """The article, for whom it now is, and its translation."""
    original = ARTICLE.format(
        locale="en", title="The Vault", standfirst="On doors.", front=FRONT.format(access=access), words=WORDS
    )
    translation = ARTICLE.format(
        locale="nb", title="Hvelvet", standfirst="Om dører.", front="translation: {of: en}\n", words="og litt til"
    )
    return site.told(original).told(translation)


def built(site: Story, jobs: int = 1, seams: Mapping[str, Any] | None = None) -> Built:
    where = site.root / "output", site.root / ".cache/ordskifte.sqlite"
    return built_site(site.root, *where, Options(at=AT, master=MASTER), seams or {}, force=False, jobs=jobs)


def errors(result: Built) -> list[str]:
    return [f"{problem.code}: {problem.message}" for problem in result.made.diagnostics if problem.is_error]


def left(site: Story) -> Iterator[tuple[str, bytes]]:
    """All that a build has left: outputs, what lies beside them, and each value of the store."""
    yield "manifest.json", (site.root / "manifest.json").read_bytes()
    for file in (*site.root.glob("output/**/*"), *site.root.glob(".cache/**/*")):
        if file.is_file():
            yield file.relative_to(site.root).as_posix(), file.read_bytes()
    with sqlite3.connect(site.root / ".cache/ordskifte.sqlite") as store:
        for table in ("notes", "results"):
            for row in store.execute(f"SELECT * FROM {table}"):
                yield table, b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in row)


def traces(site: Story) -> list[str]:
    """Where one of the words, or the sentence, can be read, however it is encoded."""
    return sorted({path for path, content in left(site) if is_read(path.encode()) or is_read(content)})


def is_read(content: bytes) -> bool:
    return any(CANARY in reading or WORDS in reading for reading in readings(content))


def readings(content: bytes) -> tuple[str, ...]:
    """Bytes as they stand, with tags and addresses, and all that the search can make of them."""
    return tuple(reading.casefold() for reading in (content.decode(errors="replace"), *views(content)))


def unread(content: bytes, locale: str) -> list[str]:
    """The fields whose word is not in a text."""
    read = " ".join(readings(content))
    return [field for field in FIELDS if f"{CANARY}{field}{locale}" not in read]


def text(site: Story, locale: str) -> bytes:
    """What a member reads."""
    content = (site.root / f"output/sealed/{locale}/the-vault.json").read_bytes()
    file = SealedFile(json.loads(content)["protected"], content)
    return opened(file, period_keys(MASTER, ["member.2026-05"])).bare


def expect_sealed(site: Story) -> None:
    assert {locale: unread(text(site, locale), locale) for locale in ("nb", "en")} == {"nb": [], "en": []}
    assert traces(site) == []
    # What is in the tree may be named in the cache (docs/security.md); what is published names no picture of it.
    outputs = [content for path, content in left(site) if not path.startswith((".cache", "notes", "results"))]
    assert [content for content in outputs if b"behindthedoor" in content] == []
    assert [path for path in TOLD_OF_IT if not (site.root / "output" / path).exists()] == []


def expect_open(site: Story) -> None:
    for locale, path in (("nb", "artikler"), ("en", "en/articles")):
        page = (site.root / "output" / path / "the-vault/index.html").read_bytes()
        assert unread(page, locale) == ["pixels"]  # Which are in a file of their own.
    found = traces(site)
    assert {"output/feed.xml", "output/feed.json", "output/en/feed.xml", "output/en/feed.json"} <= {*found}
    assert any(path.startswith("output/search-index/") for path in found)
    assert len([path for path in found if path.startswith("output/media/behindthedoor")]) == 2
    assert not (site.root / "output/sealed").exists()


# --------------------------------------------------------------------------------------
# What a build leaves
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_word_is_in_the_sealed_file_and_in_nothing_else(site: Story, jobs: int) -> None:
    assert errors(built(site, jobs)) == []
    expect_sealed(site)


@pytest.mark.parametrize("jobs", [1, 2])
def test_so_it_is_after_each_change_of_access(site: Story, jobs: int) -> None:
    for access in ("free", "members", "free", "members"):
        assert errors(built(with_access(site, access), jobs)) == []
        (expect_open if access == "free" else expect_sealed)(site)


# --------------------------------------------------------------------------------------
# Leaks, in each kind of output
# --------------------------------------------------------------------------------------

ASKED = '{{ site.ask("excerpt", site.locale) }}'
PAGE = "en/articles/the-vault/index.html"
NEIGHBOUR = "en/articles/the-neighbour/index.html"
TEMPLATES = {
    "a page": ("article.html", '<p class="address">', f"<p>{ASKED}</p>", PAGE),
    "social meta": ("macros/heads.html", '<meta property="og:type"', f'<meta content="{ASKED}">', PAGE),
    "JSON-LD": ("macros/heads.html", '<script type="application/ld+json">', f'<script>"{ASKED}"</script>', PAGE),
    "a card": ("fragments/card.html", '<p class="card-byline">', f"<p>{ASKED}</p>", NEIGHBOUR),
    "a list": ("fragments/row.html", "{{ words(entry)", f"<p>{ASKED}</p>", "en/section/society/index.html"),
    "related": ("fragments/related.html", '<ul class="cards">', ASKED, NEIGHBOUR),
    "what is found": ("fragments/found.html", "{{ words(entry)", f"<p>{ASKED}</p>", "search-index/en/0.json"),
    "a feed": ("fragments/feed.html", "{% if page.is_sealed %}", f"<p>{ASKED}</p>", "en/feed.json"),
}
"""By what leaks: a template of the sample, what stands in it, what a careless hand has written before that, and where
that is seen."""


def excerpt(_: Ground, __: str) -> str:
    """A question of a site's own, by which templates are told what they must not tell."""
    return WORDS


def nothing_more(_: Ground) -> Iterable[Target]:
    return ()


def leaking(renderer: Renderer, words: str) -> Renderer:
    """A site's own renderer, by its name in the place of a built-in one, that writes more into each output."""

    def render(target: Target, view: View, templates: Templates) -> bytes:
        return renderer.render(target, view, templates) + words.encode()

    return Renderer(renderer.name, nothing_more, render)


RENDERERS = {
    "pages": (PAGES, f"<!-- {WORDS} -->", PAGE),
    "lists": (LISTINGS, f'<p title="{WORDS}">', "en/index.html"),
    "redirects": (REDIRECTS, f'<a href="/?q={quote(WORDS)}">', "old-vault/index.html"),
    "redirect rules": (RULES, f"/old /{WORDS.replace(' ', '-')} 301\n", "_redirects"),
    "feeds in XML": (FEEDS, f"<summary>{WORDS.replace(' ', '&#32;')}</summary>", "en/feed.xml"),
    "feeds in JSON": (FEEDS, json.dumps({"summary": WORDS.replace(" ", "\u00a0")}), "en/feed.json"),
    "citations in BibTeX": (CITATIONS, f"% {WORDS}", "en/articles/the-vault/citation.bib"),
    "citations in RIS": (CITATIONS, f"N1  - {WORDS}", "en/articles/the-vault/citation.ris"),
    "citations in JSON": (
        CITATIONS,
        json.dumps({"note": WORDS.replace(" ", "\u00a0")}),
        "en/articles/the-vault/citation.json",
    ),
    "social cards": (CARDS, WORDS, "en/articles/the-vault/card.png"),
    "the search": (SEARCH, json.dumps([WORDS]), "search-index/0.json"),
    "the sitemap": (SITEMAPS, f"<loc>https://example.org/{WORDS.replace(' ', '-')}/</loc>", "sitemap.xml"),
    "robots": (ROBOTS, f"# {WORDS}\n", "robots.txt"),
    "headers": (HEADERS, f"# {WORDS}\n", "_headers"),
    "files as they are": (COPIES, WORDS, "notes.txt"),
}
"""By what leaks: who makes it, what is written into it, and where that is seen."""


def with_template(site: Story, name: str, before: str, leak: str) -> Story:
    template = (site.root / "templates" / name).read_text(encoding="utf-8")
    assert before in template
    return site.told(f"-- templates/{name} --\n{template.replace(before, leak + before)}")


def expect_refused(result: Built, site: Story, path: str) -> None:
    """The article and the file are named, and nothing of its words; nothing of the site is published."""
    assert f"text-leaked: Text for members of {SOURCE} stands in {path}." in errors(result)
    assert not is_read(repr(result.made.diagnostics).encode())
    assert not (site.root / "output" / path).exists()
    assert not (site.root / "manifest.json").exists()


@pytest.mark.parametrize(("name", "before", "leak", "path"), TEMPLATES.values(), ids=[*TEMPLATES])
def test_a_template_that_tells_is_an_error(site: Story, name: str, before: str, leak: str, path: str) -> None:
    with_template(site, name, before, leak)
    expect_refused(built(site, seams={"queries": {"excerpt": excerpt}}), site, path)


@pytest.mark.parametrize(("renderer", "words", "path"), RENDERERS.values(), ids=[*RENDERERS])
def test_a_renderer_that_tells_is_an_error(site: Story, renderer: Renderer, words: str, path: str) -> None:
    expect_refused(built(site, 2, {"renderers": (leaking(renderer, words),)}), site, path)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_sealed_later_is_found_where_another_article_s_page_tells_it(site: Story, jobs: int) -> None:
    """And the page that told it stands until someone has looked after it."""
    seams = {"queries": {"excerpt": excerpt}}
    shown = '{% if entry.key == "the-neighbour" %}' + ASKED + "{% endif %}"
    sound = (site.root / "templates/article.html").read_text(encoding="utf-8")
    with_template(with_access(site, "free"), "article.html", '<p class="address">', shown)
    assert errors(built(site, jobs, seams)) == []
    before = (site.root / "output" / NEIGHBOUR).read_bytes()
    for _ in range(2):
        said = errors(built(with_access(site, "members"), jobs, seams))
        assert f"text-leaked: Text for members of {SOURCE} stands in {NEIGHBOUR}." in said
        assert (site.root / "output" / NEIGHBOUR).read_bytes() == before
    site.told(f"-- templates/article.html --\n{sound}")
    assert errors(built(site, jobs, seams)) == []
    expect_sealed(site)
