"""Every type of page by its keys alone: where each press of Tab leads, and whether one sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.gates.conftest import Plant
from tests.gates.page_types import REPRESENTATIVES, addresses
from tests.gates.pages import html
from tests.gates.visits import PHONE, SIGHTS, Device, window

pytestmark = pytest.mark.gate

DESK = Device(1280)
ARTICLE = REPRESENTATIVES["article: translated"]["nb"]
STICKY = REPRESENTATIVES["article with a campaign along the edge"]["nb"]

FAULTS = {
    "a stop before its turn": ('<p><a href="/" tabindex="1">Home</a></p>', "", "", "out of turn"),
    "a link that stands above what comes before it": (
        '<p class="pair"><a href="/">Later</a> <a href="/en/">Sooner</a></p>',
        ".pair { display: flex; flex-direction: column-reverse }",
        "",
        "leads back up",
    ),
    "a link without a ring": ('<a href="/" class="bare">Home</a>', ".bare:focus { outline: 0 }", "", "has no ring"),
    "a ring that is a shadow": (
        '<a href="/" class="bare">Home</a>',
        ".bare:focus { outline: 0; box-shadow: 0 0 0 3px #9c2316 }",
        "",
        "has no ring",
    ),
    "a ring of the paper's colour": (
        '<a href="/" class="pale">Home</a>',
        ".pale { outline-color: #eee }",
        "",
        "like its ground",
    ),
    "a link behind a bar": (
        '<a href="/" class="under">Home</a>',
        ".masthead { position: fixed; inset: 0; background: #fff; z-index: 9 }",
        "",
        "is behind",
    ),
    "a link that nobody sees": (
        '<a href="/" class="gone">Home</a>',
        ".gone { position: absolute; left: -99px }",
        "",
        "out of the window",
    ),
    "a trap": (
        "",
        "",
        "addEventListener('keydown', (e) => document.activeElement.closest('.tags') && e.preventDefault())",
        "out of turn",
    ),
}


def walked(page: Page, address: str) -> list[str]:
    """What is wrong on the way through a page with Tab, from its beginning to where the browser's own stops begin."""
    page.goto(address, wait_until="load")
    if page.locator("[data-sealed]").count():
        page.locator("#unlock-code").wait_for()  # It comes when the browser has said that it can open what is sealed.
    page.evaluate(SIGHTS)
    told: list[str] = []
    before = None
    for place in range(page.evaluate("sights.stops()")):
        page.keyboard.press("Tab")
        here = page.evaluate("sights.focused()")
        told += [f"{here['name']} {words}" for words in here["told"]]
        if here["place"] != place:
            told.append(f"{here['name']} is stop {here['place']}, out of turn: {place}")
            break
        if before and here["box"]["bottom"] <= before["top"] + 1 and here["box"]["left"] < before["right"]:
            told.append(f"{here['name']} leads back up")
        before = here["box"]
    else:
        page.keyboard.press("Tab")
        if page.evaluate("sights.focused()")["place"] > 0:
            told.append("there is no way out")
    return told


@pytest.fixture(scope="module")
def phone(browser: Browser, published: str) -> Iterator[Page]:
    with window(browser, PHONE, published) as page:
        yield page


@pytest.fixture(scope="module")
def desk(browser: Browser, published: str) -> Iterator[Page]:
    with window(browser, DESK, published) as page:
        yield page


def test_tab_leads_through_every_page_in_the_order_of_reading_and_the_focus_is_seen(
    phone: Page, desk: Page, published: str
) -> None:
    paths = addresses("redirects")
    assert {path: told for path in paths if (told := walked(phone, published + path))} == {}
    at_a_desk = [path for path in paths if path.startswith("/en/") or path == STICKY]
    assert {path: told for path in at_a_desk if (told := walked(desk, published + path))} == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(browser: Browser, origin: str, host: Path, plant: Plant, name: str) -> None:
    body, css, script, told = FAULTS[name]
    head = f'<link rel="stylesheet" href="{plant("fault.css", css)}">'
    head += f'<script src="{plant("fault.js", script)}" defer></script>'
    page = html(host)[f"{ARTICLE[1:]}index.html"]
    page = page.replace("</head>", f"{head}</head>").replace("</main>", f"{body}</main>")
    with window(browser, DESK, origin) as opened:
        assert any(told in words for words in walked(opened, origin + plant("fault.html", page)))


@pytest.mark.parametrize("path", [ARTICLE, "/en/"])
def test_the_first_stop_skips_to_the_content(phone: Page, published: str, path: str) -> None:
    phone.goto(published + path)
    phone.keyboard.press("Tab")
    skip = phone.locator(".skip")
    expect(skip).to_be_focused()
    assert skip.evaluate("(one) => getComputedStyle(one).clipPath") == "none"
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('main') !== null")


def test_one_goes_to_a_note_and_back(phone: Page, published: str) -> None:
    phone.goto(published + ARTICLE)
    reference = phone.locator("[role=doc-noteref]").first
    reference.focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    expect(phone.locator("[role=doc-backlink]").first).to_be_focused()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Shift+Tab")
    phone.keyboard.press("Tab")
    expect(reference).to_be_focused()


def test_what_opens_stands_in_the_page_and_is_closed_by_the_key_that_opened_it(phone: Page, published: str) -> None:
    """Nothing opens above a page, so that there is nothing that Escape would have to close."""
    phone.goto(published + ARTICLE)
    box = phone.locator("details.cite")
    box.locator("summary").focus()
    for is_open in (True, False):
        phone.keyboard.press("Enter")
        assert box.evaluate("(one) => one.open") is is_open


@pytest.mark.parametrize("path", addresses("redirects"))
def test_nothing_opens_above_a_page(sample: Path, path: str) -> None:
    page = (sample / path[1:] / "index.html" if path.endswith("/") else sample / path[1:]).read_text(encoding="utf-8")
    for sign in ("<dialog", "popover", "aria-haspopup", "aria-modal", "showModal"):
        assert sign not in page


@pytest.mark.parametrize("path", [REPRESENTATIVES["search"]["nb"], REPRESENTATIVES["search"]["en"]])
def test_escape_clears_the_search_and_what_it_found(phone: Page, published: str, path: str) -> None:
    phone.goto(published + path)
    field = phone.get_by_role("searchbox")
    field.press_sequentially("fisk")
    expect(phone.locator("#search-results li").first).to_be_visible()
    field.press("Escape")
    expect(field).to_have_value("")
    expect(phone.locator("#search-results li")).to_have_count(0)
