"""What others host, in a real browser: asked for by a click or a key, and not before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from ordskifte.render.headers import policy
from tests.gates.hosting import hosted

pytestmark = pytest.mark.gate

HOST = "film.example"
PLAYER = """<title>A film</title>
<a href="https://elsewhere.example/" target="_top">Away</a>
<a href="https://film.example/all" target="_blank">All films</a>"""
FERRY = "/artikler/the-last-ferry/"
MOST = 800
"""Bytes of the script."""


@pytest.fixture(scope="module")
def address(sample: Path) -> Iterator[str]:
    with hosted(sample, policy(framed=(HOST,))) as found:
        yield found


@pytest.fixture
def asked() -> list[str]:
    """What of others has been asked for."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, asked: list[str]) -> Iterator[Page]:
    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body=PLAYER)

    with browser.new_context() as context:
        context.route(lambda url: not url.startswith(address), answer)
        shown = context.new_page()
        shown.goto(address + FERRY)
        shown.locator(".embed").scroll_into_view_if_needed()
        yield shown


def test_nothing_is_asked_of_others_before_a_reader_wants_it(page: Page, asked: list[str]) -> None:
    page.wait_for_load_state("networkidle")
    assert asked == []


def test_a_key_shows_it_in_the_place_of_the_link_and_the_focus_goes_there(page: Page, asked: list[str]) -> None:
    page.locator(".embed > a").focus()
    page.keyboard.press("Enter")
    frame = page.locator(".embed > iframe")
    assert frame.get_attribute("title") == "The last crossing, filmed from the bridge (9 minutes)"
    assert frame.evaluate("frame => frame === document.activeElement && !!frame.closest('[lang=en]')")
    page.frame_locator(".embed > iframe").locator("title").wait_for(state="attached")
    assert asked == [f"https://{HOST}/embed/the-last-crossing"]


def test_what_is_shown_leads_nobody_away_but_may_open_windows_and_hears_whose_page_it_is_on(
    page: Page, address: str, asked: list[str]
) -> None:
    sent = []
    page.on("request", lambda request: sent.append((request.url, request.headers.get("referer"))))
    page.locator(".embed > a").click()
    frame = page.frame_locator(".embed > iframe")
    frame.get_by_text("Away").click()
    with page.context.expect_page() as opened:
        frame.get_by_text("All films").click()
    assert opened.value.evaluate("origin") == f"https://{HOST}"  # Its own, and not that of a sandbox.
    assert page.url == address + FERRY
    assert "https://elsewhere.example/" not in asked
    assert [referer for url, referer in sent if url.startswith(f"https://{HOST}/")] == [f"{address}/"]


def test_a_click_with_a_key_that_opens_elsewhere_is_left_to_the_browser(page: Page) -> None:
    with page.context.expect_page():
        page.locator(".embed > a").click(modifiers=["ControlOrMeta"])
    assert page.locator(".embed > a").count() == 1


def test_without_scripts_it_is_a_link(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        shown = context.new_page()
        shown.goto(address + FERRY)
        assert shown.locator(".embed > a").get_attribute("href") == f"https://{HOST}/embed/the-last-crossing"


def test_only_pages_that_have_one_load_the_script_and_it_is_small(sample: Path) -> None:
    [script] = sample.glob("assets/embed.*.js")
    assert script.stat().st_size <= MOST
    for path in sample.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert (f'src="/assets/{script.name}"' in html) == ('class="embed"' in html), path
