"""What comes out of a printer: an article alone, whole, with all that a reader needs who has only the paper."""

import io
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from unicodedata import normalize

import pytest
from msgspec import Struct
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from tests.gates import tools
from tests.gates.conftest import Plant
from tests.gates.visits import DESKTOP, window

pytestmark = pytest.mark.gate

ARTICLES = {"nb": "artikler/sikkerhet-i-arktis/index.html", "en": "en/articles/arctic-security/index.html"}
"""One that has a picture, a figure, a table, a pull quote, notes, a correction, and a campaign below it."""
KEPT = (
    "h1",
    ".standfirst",
    ".byline-names",
    ".byline time",
    ".article > figure figcaption",
    ".article > .notices .notice",
    ".prose > p",
    ".prose h2:not(.visually-hidden)",
    ".prose h3",
    ".prose figcaption",
    ".prose td",
    ".pullquote p",
    ".footnotes li > p",
    ".address",
)
"""What is read on paper."""
LEFT_OUT = (
    ".skip",
    ".share button",
    ".ask h2",
    ".author-blurb",
    ".cite summary",
    ".neighbours .aside",
    ".band h2",
    ".colophon li a",
)
"""What is of no use there."""
AROUND = (".nameplate", ".kicker", "h1"), (".address",)
"""What it begins and ends with, so that nothing else stands above or below."""
A4 = (595, 842)
"""In points."""
HEADINGS = ".prose h2:not(.visually-hidden), .prose h3"
BACK = "↩"
COLOURS = """() => {
  const style = getComputedStyle(document.documentElement);
  return [style.backgroundColor, style.color, style.getPropertyValue("--tint")];
}"""
FAULTS = {
    "a campaign": "@media print { .ask { display: block } }",
    "the tags": "@media print { .tags { display: block } }",
    "no address": "@media print { p.address { display: none } }",
    "no notes": "@media print { .prose .footnotes { display: none } }",
    "a heading that its text has left": "@media print { .prose h2 { break-after: page } }",
    "a table in pieces": "@media print { .prose tr { break-after: page } }",
}


class Paper(Struct, frozen=True):
    """What has been printed, page by page, as it is read, without spaces and hyphens."""

    pages: tuple[str, ...]
    sizes: frozenset[tuple[int, int]]

    @property
    def whole(self) -> str:
        return "".join(self.pages)


def told(words: str) -> str:
    """Words as they are compared: where lines end, and which letters are one sign, is a printer's affair."""
    return re.sub(r"[\s\u00ad\u2060\ufe0e-]|\u2010", "", normalize("NFKC", words))


def printed(browser: Browser, address: str, origin: str) -> Paper:
    reader = tools.package("pypdf", os.environ)
    with window(browser, DESKTOP, origin) as page:
        page.goto(address)
        content = page.pdf(format="A4", prefer_css_page_size=True)
    pages = reader.PdfReader(io.BytesIO(content)).pages
    sizes = frozenset((int(page.mediabox.width), int(page.mediabox.height)) for page in pages)
    return Paper(tuple(told(page.extract_text()) for page in pages), sizes)


def words(page: str, selector: str) -> list[str]:
    found = [told(node.text()) for node in LexborHTMLParser(page).css(selector)]
    assert found, selector
    return found


def wrong(page: str, paper: Paper) -> Iterator[str]:
    """What is missing, too much, or torn."""
    document = LexborHTMLParser(page)
    for back in document.css('[role="doc-backlink"]'):
        back.decompose()
    page = document.html or ""
    yield from (f"{text} is missing" for name in KEPT for text in words(page, name) if text not in paper.whole)
    yield from (f"{text} is there" for name in LEFT_OUT for text in words(page, name) if text in paper.whole)
    begins, ends = ("".join(words(page, name)[0] for name in around) for around in AROUND)
    if not (paper.whole.startswith(begins) and paper.whole.endswith(ends)):
        yield f"it does not begin with {begins} and end with {ends}"
    yield from (f"{text} ends a page" for text in words(page, HEADINGS) if is_last(paper, text))
    cells = words(page, ".prose td")
    if not any(all(cell in sheet for cell in cells) for sheet in paper.pages):
        yield "the table is on several pages"
    if BACK in paper.whole:
        yield "a way back to the text is there"
    if paper.sizes != {A4}:
        yield f"the paper is {paper.sizes}"


def is_last(paper: Paper, text: str) -> bool:
    """Whether a page ends with these words."""
    return any(sheet.endswith(text) for sheet in paper.pages)


@pytest.fixture(scope="module")
def pages(sample: Path) -> Mapping[str, str]:
    return {locale: (sample / path).read_text(encoding="utf-8") for locale, path in ARTICLES.items()}


@pytest.mark.parametrize("locale", ARTICLES)
def test_an_article_is_printed_alone_and_whole(
    browser: Browser, origin: str, pages: Mapping[str, str], locale: str
) -> None:
    paper = printed(browser, f"{origin}/{ARTICLES[locale].removesuffix('index.html')}", origin)
    assert [*wrong(pages[locale], paper)] == []
    assert len(paper.pages) <= 8


def test_where_links_lead_stands_behind_them_and_once(
    browser: Browser, origin: str, sample: Path, plant: Plant
) -> None:
    page = (sample / "artikler/the-last-ferry/index.html").read_text(encoding="utf-8")
    links = (
        '<p>An <a href="https://archive.example/1964?p=3">archive</a>,'
        ' <a class="url" href="https://map.example/fjord">https://map.example/fjord</a>,'
        ' <a href="/artikler/">home</a>.</p>'
    )
    page = page.replace('<figure class="embed">', f'{links}<figure class="embed">', 1)
    paper = printed(browser, origin + plant("links.html", page), origin).whole
    assert told("An archive (https://archive.example/1964?p=3), https://map.example/fjord, home.") in paper
    assert paper.count("https://film.example/embed/thelastcrossing") == 1
    assert "▶" not in paper


def test_it_is_black_on_white_in_a_dark_scheme_too(browser: Browser, origin: str) -> None:
    with window(browser, DESKTOP, origin) as page:
        page.emulate_media(media="print", color_scheme="dark")
        page.goto(f"{origin}/artikler/sikkerhet-i-arktis/")
        colours = page.evaluate(COLOURS)
        filters = page.evaluate("() => [...document.images].map((image) => getComputedStyle(image).filter)")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)", "#f3f3f3"]
    assert set(filters) == {"none"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(
    browser: Browser, origin: str, pages: Mapping[str, str], plant: Plant, name: str
) -> None:
    sheet = plant("print.css", FAULTS[name])
    page = pages["nb"].replace("</head>", f'<link rel="stylesheet" href="{sheet}"></head>')
    paper = printed(browser, origin + plant("print.html", page), origin)
    assert [*wrong(pages["nb"], paper)]
