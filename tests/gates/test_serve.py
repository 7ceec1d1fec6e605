"""`serve` in a real browser: a saved file is on the page by itself, and so is what is wrong with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.server import BROKEN, FOG, MENDED, SITE, Server, serving
from tests.gates.visits import DESKTOP, window
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

pytestmark = pytest.mark.gate

OPEN = "() => globalThis.wasOpenBefore"


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, SITE)


@pytest.fixture
def server(site: Story) -> Iterator[Server]:
    with serving(site) as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The article's page, marked, so that a reload can be told."""
    origin = f"http://127.0.0.1:{server.port}"
    with window(browser, DESKTOP, origin) as page:
        page.goto(origin + FOG, wait_until="load")
        page.evaluate("() => { globalThis.wasOpenBefore = true }")
        yield page


def test_a_page_reloads_when_its_file_is_saved(site: Story, page: Page) -> None:
    expect(page.locator("article")).to_contain_text("First words.")
    site.told(MENDED)
    expect(page.locator("article")).to_contain_text("Last words.", timeout=10_000)


def test_a_page_stays_as_it_is_while_nothing_changes(page: Page) -> None:
    page.wait_for_timeout(1_000)
    assert page.evaluate(OPEN)


def test_an_error_stands_over_the_page_with_its_file_line_and_source_until_it_is_mended(
    site: Story, page: Page
) -> None:
    site.told(BROKEN)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("content/articles/fog.en.md:4:10", timeout=10_000)
    expect(alert).to_contain_text("section: <script>alert(1)</script>")
    expect(page.locator("article")).to_contain_text("First words.")
    assert page.locator("[role=alert] script").count() == 0
    site.told(MENDED)
    expect(page.locator("article")).to_contain_text("Last words.", timeout=10_000)
    expect(alert).to_have_count(0)


def test_a_page_whose_article_is_renamed_says_that_it_is_gone_and_comes_back(site: Story, page: Page) -> None:
    article = site.root / "content/articles/fog.en.md"
    article.rename(article.with_name("haze.en.md"))
    expect(page.locator("article")).to_have_count(0, timeout=10_000)
    article.with_name("haze.en.md").rename(article)
    expect(page.locator("article")).to_contain_text("First words.", timeout=10_000)


def test_more_tabs_than_a_browser_has_connections_all_show_the_newest(site: Story, page: Page) -> None:
    tabs = [page, *(page.context.new_page() for _ in range(8))]
    for tab in tabs[1:]:
        tab.goto(page.url, wait_until="load", timeout=10_000)
    site.told(MENDED)
    for tab in tabs:
        tab.bring_to_front()
        expect(tab.locator("article")).to_contain_text("Last words.", timeout=10_000)
