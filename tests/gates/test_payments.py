"""The page with all ways to pay, as phones and readers meet it: codes are read, numbers are taken along."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser

from ordskifte.model.payments import host
from tests.gates.visits import SCHEMES, Device, window

pytestmark = pytest.mark.gate

PAGES = {"/stott-oss/": "donate-nb", "/en/support/": "donate-en"}
WINDOWS = (320, 1280)
BUDGET = 500
"""The bytes of the script that copies, compressed."""


@pytest.fixture(scope="module", params=WINDOWS)
def shown(browser: Browser, origin: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with window(browser, Device(request.param), origin) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield page


def read(picture: bytes) -> list[str]:
    """What a reader of codes sees in a picture. Only dark on light, as the simplest phones."""
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)), try_invert=False)
    return [code.text for code in found]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", [*SCHEMES, "forced", "print"])
def test_the_code_is_read_as_the_link_beside_it(shown: Page, origin: str, path: str, scheme: str) -> None:
    shown.emulate_media(
        media="print" if scheme == "print" else "screen",
        color_scheme="dark" if scheme in ("dark", "forced") else "light",
        forced_colors="active" if scheme == "forced" else "none",
    )
    shown.goto(origin + path)
    link = f"https://qr.vipps.no/donations/000000?reference={PAGES[path]}"
    assert shown.locator(f'.payments a[href="{link}"]').count() == 1
    assert read(shown.screenshot(full_page=True)) == [link]


def test_a_code_without_its_light_ground_is_noticed(shown: Page, origin: str) -> None:
    shown.goto(origin + "/stott-oss/")
    light = Image.open(io.BytesIO(shown.locator(".symbol").screenshot())).convert("L")
    turned = io.BytesIO()
    ImageOps.invert(light).save(turned, "PNG")
    assert read(turned.getvalue()) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_number_is_copied_without_its_spaces(shown: Page, origin: str, path: str) -> None:
    shown.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    shown.goto(origin + path)
    copied = []
    for button in shown.locator(".payments button").all():
        button.click()
        copied.append(shown.evaluate("navigator.clipboard.readText()"))
    assert copied == ["12345678903", "2026003", "NO7112345678903", "NRANNO20"]


@pytest.mark.parametrize("path", PAGES)
def test_a_number_stands_on_one_line_and_one_click_selects_it(shown: Page, origin: str, path: str) -> None:
    shown.goto(origin + path)
    number = shown.locator(".number").first
    number.click()
    assert shown.evaluate("getSelection().toString().replaceAll('\\u00a0', ' ')") == "1234 56 78903"
    heights = shown.evaluate("[...document.querySelectorAll('.number')].map((one) => one.getClientRects().length)")
    assert {*heights} == {1}


LINKS = {
    "stott-oss/index.html": ("Bli medlem, en måned om gangen", "Gi med Vipps", "Gi med kort"),
    "en/support/index.html": ("Become a member for a month at a time", "Give with Vipps", "Give by card"),
}


@pytest.mark.parametrize("path", LINKS)
def test_to_subscribe_and_to_donate_are_different_words_and_links(sample: Path, path: str) -> None:
    links = LexborHTMLParser((sample / path).read_text(encoding="utf-8")).css("a.pay")
    assert tuple(link.text() for link in links) == LINKS[path]
    hosts = [host(link.attributes["href"] or "") for link in links]
    assert hosts == ["buy.stripe.com", "qr.vipps.no", "donate.stripe.com"]


def test_the_script_is_small(sample: Path) -> None:
    [script] = (sample / "assets").glob("copy.*.js")
    assert len(gzip.compress(script.read_bytes(), 6)) <= BUDGET
