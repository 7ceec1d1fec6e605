"""Without scripts: all but the search and what is for members works, and nothing is shown that would not."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from tests.gates.conftest import Plant
from tests.gates.page_types import REPRESENTATIVES, addresses
from tests.gates.pages import address, html
from tests.gates.visits import SCRIPTLESS, window

pytestmark = pytest.mark.gate

NOTED = REPRESENTATIVES["article: translated"]
EDITIONS = ("nb", "en")
SHARERS = {"bsky.app": "text", "www.linkedin.com": "url", "www.facebook.com": "u"}
DEAD = """() => [...document.querySelectorAll("button, input, a:not([href])")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.form?.method !== "post")
  .map((one) => one.outerHTML)"""
"""What is shown and does nothing. A form works where it is sent to somebody."""
MISSING = """async () => {
  const images = [...document.images];
  for (const image of images) image.loading = "eager";
  await Promise.allSettled(images.map((image) => image.decode()));
  return images.filter((image) => !image.naturalWidth).map((image) => image.outerHTML);
}"""
"""The pictures that do not come."""


@pytest.fixture(scope="module")
def pages(issued: tuple[Path, str]) -> Mapping[str, str]:
    return {address(path): page for path, page in html(issued[0]).items()}


@pytest.fixture(scope="module")
def page(browser: Browser, published: str) -> Iterator[Page]:
    with window(browser, SCRIPTLESS, published) as opened:
        yield opened


def lacking(page: Page, url: str, source: str) -> list[str]:
    """The paragraphs and headings that cannot be read, the pictures that do not come, and what does nothing."""
    written = LexborHTMLParser(source).css("h1, .standfirst, .prose:not([hidden]) > :is(p, h2)")
    page.goto(url, wait_until="load")
    words = " ".join(page.locator("body").inner_text().split())
    told = [text for node in written if (text := " ".join(node.text().split())) not in words]
    told += page.evaluate(DEAD)
    told += page.evaluate(MISSING)
    return told


def test_every_type_of_page_reads_and_shows_nothing_that_does_nothing(
    page: Page, published: str, pages: Mapping[str, str]
) -> None:
    assert {
        path: told for path in addresses("redirects") if (told := lacking(page, published + path, pages[path]))
    } == {}


@pytest.mark.parametrize(
    ("css", "body", "told"),
    [
        (".prose { display: none }", "", "Gateskiltene"),
        ("", '<button type="button">Read more</button>', "Read more"),
        ("", '<p><a class="more">Read more</a></p>', "Read more"),
        ("", '<form><input name="q" aria-label="Words"></form>', "Words"),
        ("", '<img src="/planted/nowhere.svg" alt="">', "nowhere"),
    ],
)
def test_a_page_that_waits_for_a_script_is_noticed(
    browser: Browser, origin: str, pages: Mapping[str, str], plant: Plant, css: str, body: str, told: str
) -> None:
    source = pages[NOTED["nb"]]
    head = f'<link rel="stylesheet" href="{plant("fault.css", css)}">'
    source = source.replace("</head>", f"{head}</head>").replace("</main>", f"{body}</main>")
    with window(browser, SCRIPTLESS, origin) as page:
        assert any(told in words for words in lacking(page, origin + plant("fault.html", source), source))


@pytest.mark.parametrize(("locale", "other", "name"), [("nb", "en", "English"), ("en", "nb", "Norsk")])
def test_the_language_is_switched(page: Page, published: str, locale: str, other: str, name: str) -> None:
    for by_edition in (REPRESENTATIVES["front"], REPRESENTATIVES["section"], REPRESENTATIVES["search"]):
        page.goto(published + by_edition[locale])
        page.locator(".languages").get_by_role("link", name=name).click()
        assert page.url == published + by_edition[other]
        assert page.locator("html").get_attribute("lang") == other


@pytest.mark.parametrize("locale", EDITIONS)
def test_an_article_is_passed_on(page: Page, published: str, locale: str) -> None:
    page.goto(published + NOTED[locale])
    own = page.locator("link[rel=canonical]").get_attribute("href")
    links = [urlsplit(link.get_attribute("href") or "") for link in page.locator(".share a:visible").all()]
    sharers = [link for link in links if link.netloc]
    assert [link.netloc for link in sharers] == [*SHARERS]
    assert [parse_qs(link.query)[SHARERS[link.netloc]] for link in sharers] == [[own]] * len(SHARERS)
    assert [parse_qs(link.query)["body"] for link in links if link.scheme == "mailto"] == [[own]]


@pytest.mark.parametrize("locale", EDITIONS)
def test_the_ask_at_the_end_leads_to_where_one_pays(page: Page, published: str, locale: str) -> None:
    page.goto(published + NOTED[locale])
    page.locator(".ask .ask-actions a").last.click()
    assert page.url.startswith(published + REPRESENTATIVES["page that campaigns lead to"][locale])
    expect(page.locator(".payments").first).to_be_visible()


@pytest.mark.parametrize("locale", EDITIONS)
def test_a_film_is_a_link_to_it(page: Page, published: str, locale: str) -> None:
    page.goto(published + REPRESENTATIVES["article with an embed"][locale])
    link = page.locator(".embed > a")
    expect(link).to_be_visible()
    assert (link.get_attribute("href") or "").startswith("https://film.example/")


@pytest.mark.parametrize("locale", EDITIONS)
def test_the_citation_opens_and_its_files_are_there(page: Page, published: str, locale: str) -> None:
    page.goto(published + NOTED[locale])
    page.locator(".cite summary").click()
    expect(page.locator(".cite-address")).to_be_visible()
    files = [link.get_attribute("href") for link in page.locator(".cite-files a").all()]
    assert [page.request.get(f"{published}{file}").status for file in files] == [200, 200, 200]


@pytest.mark.parametrize("locale", EDITIONS)
def test_a_note_is_found_and_left_again(page: Page, published: str, locale: str) -> None:
    page.goto(published + NOTED[locale])
    reference = page.locator("[role=doc-noteref]").first
    reference.click()
    assert page.url.endswith(reference.get_attribute("href") or "?")
    back = page.locator("[role=doc-backlink]").first
    expect(back).to_be_in_viewport()
    back.click()
    expect(reference).to_be_in_viewport()


@pytest.mark.parametrize("name", ["search", "article for members"])
@pytest.mark.parametrize("locale", EDITIONS)
def test_where_a_script_is_needed_the_page_says_so(page: Page, published: str, name: str, locale: str) -> None:
    page.goto(published + REPRESENTATIVES[name][locale])
    assert "JavaScript" in page.locator("main").inner_text()
