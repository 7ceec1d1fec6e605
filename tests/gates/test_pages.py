"""Every kind of page in both editions, in a real browser: on a phone and at a desk, in light and in dark."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from msgspec import Struct
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser

from tests.gates.conftest import Plant
from tests.gates.page_types import addresses
from tests.gates.pages import address, html
from tests.gates.visits import DESKTOP, PHONE, SCRIPTLESS, Device, Visit, visits, window

pytestmark = pytest.mark.gate

ARTICLE = "en/articles/arctic-security/index.html"


class Fault(Struct, frozen=True):
    """What is wrong with a page that is made to fail, and what of a visit notices it."""

    noticed: str
    device: Device
    body: str = ""
    css: str = ""
    script: str = ""
    scheme: str = ""


FAULTS = {
    "a picture without words": Fault("barriers", PHONE, '<img src="/planted/picture.svg">'),
    "a heading that skips levels": Fault("barriers", DESKTOP, "<h6>Deep down</h6>"),
    "links too small for a finger": Fault(
        "barriers",
        PHONE,
        '<p class="tiny"><a href="/">a</a><a href="/en/">b</a></p>',
        ".tiny a { display: inline-block; inline-size: 9px; block-size: 9px; overflow: hidden }",
    ),
    "grey on grey in the dark only": Fault(
        "barriers",
        PHONE,
        '<p class="grey">Words</p>',
        "@media (prefers-color-scheme: dark) { .grey { color: #445; background: #223 } }",
        scheme="dark",
    ),
    "grey on grey in the light only": Fault(
        "barriers",
        DESKTOP,
        '<p class="grey">Words</p>',
        "@media (prefers-color-scheme: light) { .grey { color: #bbc; background: #dde } }",
        scheme="light",
    ),
    "grey on grey on a wide screen only": Fault(
        "barriers",
        DESKTOP,
        '<p class="grey">Words</p>',
        "@media (min-width: 1000px) { .grey { color: #889; background: #778 } }",
    ),
    "a block wider than a phone": Fault(
        "overflow", PHONE, '<p class="broad">Words</p>', ".broad { inline-size: 321px }"
    ),
    "a picture from another host": Fault("foreign", DESKTOP, '<img src="https://third.example/pixel.png" alt="">'),
    "a script that asks another host": Fault("foreign", DESKTOP, script='fetch("https://third.example/count")'),
    "an inline style": Fault("refused", PHONE, '<p style="color: navy">Words</p>'),
    "an inline script": Fault("refused", PHONE, "<script>var planted</script>"),
    "an inline handler": Fault("refused", PHONE, '<p onclick="alert(1)">Words</p>'),
    "a script that throws": Fault("errors", PHONE, script='throw new Error("planted")'),
    "a picture that is not there": Fault("errors", DESKTOP, '<img src="/planted/nowhere.svg" alt="">'),
}


@pytest.fixture(scope="module")
def pages(sample: Path) -> dict[str, str]:
    return html(sample)


@pytest.fixture(scope="module")
def paths() -> tuple[str, ...]:
    """One of every type, but of those at old addresses, which a browser leaves at once."""
    return addresses("redirects")


@pytest.fixture(scope="module")
def on_a_phone(browser: Browser, origin: str, axe: str, paths: Iterable[str]) -> dict[str, Visit]:
    return visits(browser, PHONE, origin, paths, axe)


@pytest.fixture(scope="module")
def at_a_desk(browser: Browser, origin: str, axe: str, paths: Iterable[str]) -> dict[str, Visit]:
    return visits(browser, DESKTOP, origin, paths, axe)


def noticed(what: str, *seen: Mapping[str, Visit]) -> dict[str, tuple[str, ...]]:
    """What was noticed of this sort, by the pages where there was anything."""
    return {path: found for each in seen for path, visit in each.items() if (found := getattr(visit, what))}


def test_axe_finds_no_barrier(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("barriers", on_a_phone) == {}
    assert noticed("barriers", at_a_desk) == {}


def test_no_page_scrolls_sideways(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("overflow", on_a_phone, at_a_desk) == {}


def test_no_page_asks_a_third_party_for_anything(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("foreign", on_a_phone, at_a_desk) == {}


def test_no_page_needs_more_than_a_strict_policy_allows(on_a_phone: dict[str, Visit]) -> None:
    assert noticed("refused", on_a_phone) == {}


def test_no_page_shows_an_error_in_its_console(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("errors", on_a_phone, at_a_desk) == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(
    browser: Browser, origin: str, axe: str, pages: Mapping[str, str], plant: Plant, name: str
) -> None:
    fault = FAULTS[name]
    plant("picture.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    head = f'<link rel="stylesheet" href="{plant("fault.css", fault.css)}">'
    head += f'<script src="{plant("fault.js", fault.script)}" defer></script>'
    page = pages[ARTICLE].replace("</head>", f"{head}</head>").replace("</main>", f"{fault.body}</main>")
    path = plant("fault.html", page)
    found = noticed(fault.noticed, visits(browser, fault.device, origin, [path], axe))
    assert found
    assert all(fault.scheme in words for words in found[path])


# --------------------------------------------------------------------------------------
# Without scripts
# --------------------------------------------------------------------------------------


def unread(shown: Page, origin: str, path: str, page: str) -> list[str]:
    """The paragraphs and headings of an article that are not there to read, and the buttons that do nothing."""
    written = [" ".join(node.text().split()) for node in LexborHTMLParser(page).css("h1, .prose > p, .prose > h2")]
    shown.goto(origin + path, wait_until="load")
    words = " ".join(shown.locator("body").inner_text().split())
    buttons = shown.locator("button:not(form > [type=submit]):visible").all_inner_texts()
    return [text for text in written if text not in words] + buttons


@pytest.fixture(scope="module")
def scriptless(browser: Browser, origin: str) -> Iterator[Page]:
    with window(browser, SCRIPTLESS, origin) as page:
        yield page


def test_an_article_reads_without_scripts(
    scriptless: Page, origin: str, pages: Mapping[str, str], paths: tuple[str, ...]
) -> None:
    articles = {address(path): page for path, page in pages.items() if 'class="prose"' in page}
    looked_at = [path for path in paths if path in articles]
    assert looked_at
    assert {path: found for path in looked_at if (found := unread(scriptless, origin, path, articles[path]))} == {}


@pytest.mark.parametrize(
    ("css", "body"), [(".prose { display: none }", ""), ("", '<button type="button">Read more</button>')]
)
def test_an_article_that_waits_for_a_script_is_noticed(
    scriptless: Page, origin: str, pages: Mapping[str, str], plant: Plant, css: str, body: str
) -> None:
    head = f'<link rel="stylesheet" href="{plant("fault.css", css)}">'
    page = pages[ARTICLE].replace("</head>", f"{head}</head>").replace("</main>", f"{body}</main>")
    assert unread(scriptless, origin, plant("fault.html", page), page)
