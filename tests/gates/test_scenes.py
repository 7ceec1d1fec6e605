"""Pages on which a reader has done something: asked, opened, unlocked, started. All that holds for others."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec import Struct
from playwright.sync_api import Browser, Page, expect

from tests.gates.page_types import REPRESENTATIVES
from tests.gates.pages import address, html
from tests.gates.visits import PHONE, SHIFTS, Device, Visit, listening, visit, window

pytestmark = pytest.mark.gate

HOST = "https://film.example/"
FILM = '<!doctype html><html lang="en"><title>A film</title><main><h1>A film</h1></main></html>'

NO_GRANT = ("Failed to load resource: the server responded with a status of 404 (File not found)",)
"""Where a code leads nobody knows beforehand: that nothing stands there says that it is wrong."""


class Scene(Struct, frozen=True):
    """An address, and what a reader does there."""

    path: str
    act: Callable[[Page], None]
    asks: tuple[str, ...] = ()
    """What of others is asked for by that."""
    errors: tuple[str, ...] = ()
    """What the browser tells of it."""


def _await_answer(page: Page) -> None:
    page.get_by_role("status").locator("p").wait_for()


def _await_text(page: Page) -> None:
    expect(page.locator("[data-text]")).to_be_visible()


def _type_a_wrong_code(page: Page) -> None:
    page.locator("#unlock-code").fill("0000-0000-0000-0000")
    page.keyboard.press("Enter")
    expect(page.locator("[data-when=wrong]")).to_be_visible()


def _start_the_film(page: Page) -> None:
    page.route(f"{HOST}**", lambda route: route.fulfill(content_type="text/html", body=FILM))
    page.locator(".embed > a").click()
    page.frame_locator(".embed > iframe").locator("h1").wait_for()


SEARCH, MEMBERS, EMBED = (REPRESENTATIVES[name] for name in ("search", "article for members", "article with an embed"))
FRAGMENT = {"nb": "kode", "en": "code"}


def scenes(locale: str, code: str) -> Mapping[str, Scene]:
    return {
        "a search that finds much": Scene(f"{SEARCH[locale]}?q=og", _await_answer),
        "a search that finds nothing": Scene(f"{SEARCH[locale]}?q=zebra", _await_answer),
        "an article that is unlocked": Scene(f"{MEMBERS[locale]}#{FRAGMENT[locale]}={code}", _await_text),
        "a code that opens nothing": Scene(MEMBERS[locale], _type_a_wrong_code, errors=NO_GRANT),
        "a film that was started": Scene(EMBED[locale], _start_the_film, (f"{HOST}embed/the-last-crossing",)),
    }


@pytest.mark.parametrize("device", [PHONE, Device(1280)], ids=lambda device: str(device.width))
@pytest.mark.parametrize("locale", ["nb", "en"])
def test_what_a_reader_has_opened_is_as_good_as_what_was_there(
    browser: Browser, published: str, issued: tuple[Path, str], axe: str, locale: str, device: Device
) -> None:
    with window(browser, device, published) as page:
        for name, scene in scenes(locale, issued[1]).items():
            seen = visit(page, published, scene.path, axe, scene.act)
            assert (name, seen) == (name, Visit(foreign=scene.asks, errors=scene.errors))


@pytest.mark.parametrize("device", [PHONE, Device(1280)], ids=lambda device: str(device.width))
@pytest.mark.parametrize(
    "name", ["a search that finds much", "a search that finds nothing", "an article that is unlocked"]
)
def test_nothing_moves_when_what_an_address_asks_for_comes(
    browser: Browser, published: str, issued: tuple[Path, str], name: str, device: Device
) -> None:
    scene = scenes("nb", issued[1])[name]
    with window(browser, device, published) as page:
        page.goto(published + scene.path)
        scene.act(page)
        assert page.evaluate(SHIFTS) == 0


def test_no_page_at_all_asks_another_host_or_does_what_the_policy_forbids(
    browser: Browser, published: str, issued: tuple[Path, str]
) -> None:
    pages = {address(path): page for path, page in html(issued[0]).items() if 'http-equiv="refresh"' not in page}
    assert len(pages) > 100
    with window(browser, Device(1280), published) as page, listening(page, published) as (foreign, told):
        for path in pages:
            page.goto(published + path, wait_until="load")
    assert (foreign, told) == ([], [])
