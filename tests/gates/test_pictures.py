"""The pictures of the sample as a browser shows them: what it fetches, how large they are, and what is left in them."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser

from tests.gates.conftest import Plant
from tests.gates.pages import address, html, kind
from tests.gates.visits import SHIFTS, Device, window
from tests.program import REPOSITORY

pytestmark = pytest.mark.gate

WIDTHS = (320, 640, 960, 1100, 1280)
HEIGHT = 800
"""Of a window."""
CAMERA = b"Nordlys"
"""Which took the photos, as they say themselves."""

SHOWN = """async () => {
  const said = (sizes) => {
    for (const part of sizes.split(/,(?![^(]*\\))/)) {
      const [, query, size] = part.trim().match(/^(?:(\\(.*?\\))\\s+)?(.*)$/);
      if (!query || matchMedia(query).matches) return size;
    }
  };
  const wide = (size) => {
    const rule = document.documentElement.appendChild(document.createElement("div"));
    rule.style.inlineSize = size;
    const { width } = rule.getBoundingClientRect();
    rule.remove();
    return width;
  };
  return Promise.all([...document.querySelectorAll("picture")].map(async (picture) => {
    const image = picture.querySelector("img");
    image.loading = "eager";
    await image.decode();
    const { width, height } = image.getBoundingClientRect();
    return [image.currentSrc, Math.round(width), Math.round(height), wide(said(picture.querySelector("source").sizes))];
  }));
}"""
"""Of each picture the file that the browser took, its width and height, and the width that its page says."""

Shown: TypeAlias = tuple[str, int, int, float]


@pytest.fixture(scope="module")
def pictured(sample: Path) -> tuple[str, ...]:
    """A page with pictures of each kind that has them."""
    pages = [path for path, page in html(sample).items() if "<picture>" in page]
    return tuple({kind(path): address(path) for path in pages}.values())


@pytest.fixture(scope="module")
def shown(browser: Browser, origin: str, pictured: tuple[str, ...]) -> dict[str, list[Shown]]:
    """By the width of the window and the page."""
    return {f"{width} {path}": seen for width in WIDTHS for path, seen in at(browser, width, origin, pictured).items()}


def at(browser: Browser, width: int, origin: str, paths: Iterable[str]) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = {}
    with window(browser, Device(width), origin) as page:
        for path in paths:
            page.goto(origin + path, wait_until="load")
            found[path] = page.evaluate(SHOWN)
    return found


def misled(pictures: Mapping[str, list[Shown]]) -> list[str]:
    """The pages by which a browser takes a file that is not sharp, or far larger than what it shows."""
    return [place for place, seen in pictures.items() for _, width, _, said in seen if not 0.97 < said / width < 1.4]


def test_there_are_pictures_above_articles_in_them_and_in_lists(pictured: tuple[str, ...]) -> None:
    assert {"/", "/en/"} < {*pictured}
    assert {path.split("/")[1] for path in pictured} > {"artikler", "forfattere", "seksjon"}


def test_a_browser_takes_the_smallest_file_that_is_sharp(shown: dict[str, list[Shown]]) -> None:
    assert misled(shown) == []
    for seen in shown.values():
        for file, width, _, _ in seen:
            taken = re.fullmatch(r".+-(\d+)\.[0-9a-f]{10}\.avif", file)
            assert taken is not None
            assert width <= int(taken[1]) <= max(width * 2.1, 400)


def test_no_picture_is_higher_than_the_screen(shown: dict[str, list[Shown]]) -> None:
    assert {place for place, seen in shown.items() for _, _, height, _ in seen if height > HEIGHT} == set()


def test_nothing_moves_when_pictures_come(browser: Browser, origin: str, pictured: tuple[str, ...]) -> None:
    with window(browser, Device(1280), origin) as page:
        for path in pictured:
            page.goto(origin + path, wait_until="load")
            assert page.evaluate(SHIFTS) == 0, path


@pytest.mark.parametrize("sizes", ["10vw", "400vw"])
def test_a_page_that_says_another_width_is_noticed(
    browser: Browser, origin: str, host: Path, plant: Plant, sizes: str
) -> None:
    page = (host / "en/index.html").read_text(encoding="utf-8")
    path = plant("sizes.html", re.sub(r' sizes="[^"]+"', f' sizes="{sizes}"', page))
    assert misled(at(browser, 1280, origin, [path])) == [path]


def test_a_standing_picture_is_shown_whole(browser: Browser, origin: str, host: Path, plant: Plant) -> None:
    page = (host / "en/articles/arctic-security/index.html").read_text(encoding="utf-8")
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="600"><rect width="400" height="600"/></svg>'
    standing = f'<figure><img class="upright" src="{plant("standing.svg", drawn)}" width="400" height="600" alt="A">'
    path = plant(
        "standing.html", re.sub(r"<figure>\s*<picture>.*?</picture>", standing, page, count=1, flags=re.DOTALL)
    )
    for width in (320, 1280):
        with window(browser, Device(width), origin) as opened:
            opened.goto(origin + path, wait_until="load")
            box = opened.locator("img.upright").bounding_box()
            assert box is not None
            assert box["height"] == pytest.approx(min(box["width"] * 1.5, HEIGHT), abs=1)
            assert box["height"] <= HEIGHT


def test_nothing_published_says_which_camera_was_where(sample: Path) -> None:
    taken = [path for path in (REPOSITORY / "content").rglob("*.jpg") if CAMERA in path.read_bytes()]
    assert len(taken) >= 3
    published = [path for path in (sample / "media").iterdir() if path.suffix in {".avif", ".webp", ".jpg", ".png"}]
    assert len(published) >= 9 * len(taken)
    assert [path.name for path in published if CAMERA in path.read_bytes()] == []
