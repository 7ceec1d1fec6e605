"""The sample with two more editions, in a real browser: one in Arabic, which is written from right to left, and one in
the pseudo locale, whose words are all long.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.editions import ARABIC, ARABIC_TEXTS, ARABIC_WORDS, catalog
from tests.gates.hosting import hosted
from tests.gates.page_types import AT
from tests.gates.visits import DESKTOP, PHONE, Device, Visit, visits, window
from tests.program import REPOSITORY, ordskifte
from tests.stories import Story

pytestmark = pytest.mark.gate

OWN = "/ar/articles/an-island/"
FOREIGN = "/ar/articles/the-quiet-alliance/"
ABROAD = "/artikler/an-island/"
PSEUDO = '[locales.en-XA]\nname = "⟦Þšéûðö⟧"\npath = "xa"\nfallback = ["en"]\n'
ARABIC_PATHS = (
    "/ar/",
    OWN,
    FOREIGN,
    ABROAD,
    "/ar/section/society/",
    "/ar/authors/layla-haddad/",
    "/ar/authors/",
    "/ar/corrections/",
    "/ar/archive/",
    "/ar/om-oss/",
    "/ar/404.html",
)
PSEUDO_PATHS = (
    "/xa/",
    "/xa/articles/the-quiet-alliance/",
    "/xa/section/society/",
    "/xa/authors/ingrid-solheim/",
    "/xa/authors/",
    "/xa/corrections/",
    "/xa/archive/",
    "/xa/about/",
    "/xa/404.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    root = tmp_path_factory.mktemp("arabic")
    for folder in ("content", "data", "locales", "templates"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    config = (REPOSITORY / "site.toml").read_text(encoding="utf-8")
    Story(root).told(f"-- site.toml --\n{config}{ARABIC}{PSEUDO}")
    Story(root).told(ARABIC_TEXTS).told(catalog("ar", *ARABIC_WORDS))
    for arguments in (("messages", "pseudo"), ("build", "--at", AT)):
        done = ordskifte(root, *arguments)
        assert done.returncode == 0, done.stdout
    return root / "output"


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    with hosted(site) as address:
        yield address


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["on a phone", "at a desk"])
def test_no_page_has_a_barrier_or_scrolls_sideways(browser: Browser, host: str, axe: str, device: Device) -> None:
    found = visits(browser, device, host, ARABIC_PATHS + PSEUDO_PATHS, axe)
    assert {path: visit for path, visit in found.items() if visit != Visit()} == {}


def test_overflow_to_the_left_is_noticed(browser: Browser, host: str, site: Path, axe: str) -> None:
    page = (site / "ar/index.html").read_text(encoding="utf-8")
    (site / "planted.css").write_text(".broad { inline-size: 321px }", encoding="utf-8")
    page = page.replace("</head>", '<link rel="stylesheet" href="/planted.css"></head>')
    (site / "planted.html").write_text(page.replace("</main>", '<p class="broad">…</p></main>'), encoding="utf-8")
    told = visits(browser, PHONE, host, ["/planted.html"], axe)["/planted.html"].misplaced
    assert told[:2] == ('scrolls sideways: <p class="broad">…</p>', "the page scrolls sideways")


@pytest.fixture(scope="module")
def desk(browser: Browser, host: str) -> Iterator[Page]:
    with window(browser, DESKTOP, host) as page:
        yield page


def edges(page: Page, selector: str) -> tuple[float, float]:
    """How far from the left and from the right edge of the window the words of an element stand."""
    left, right = page.evaluate(
        """(selector) => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector(selector));
          const boxes = [...range.getClientRects()].filter(({ width }) => width > 1);
          const edge = document.documentElement.clientWidth;
          return [Math.min(...boxes.map((box) => box.left)), edge - Math.max(...boxes.map((box) => box.right))];
        }""",
        selector,
    )
    return left, right


def begins_right(page: Page, selector: str) -> bool:
    left, right = edges(page, selector)
    return right < left


@pytest.mark.parametrize(
    ("path", "selector", "expected"),
    [
        ("/", ".nameplate a", False),
        ("/ar/", ".nameplate a", True),
        ("/ar/", ".sections li:first-child", True),
        ("/ar/", ".languages", False),
        (OWN, "h1", True),
        (OWN, ".standfirst", False),  # It stands behind the rail, and fills what is left.
        (OWN, ".byline-names", True),
        (OWN, ".prose ul li", True),
        (OWN, ".prose [lang=en] p", False),
        (FOREIGN, "h1", False),
        (FOREIGN, ".byline-names", False),
        (FOREIGN, "#latest", True),
        (ABROAD, "h1", True),
        (ABROAD, "#latest", False),
        ("/ar/section/society/", ".row-date", True),
        ("/ar/section/society/", ".row:has([lang=nb]) .row-title", True),
        ("/seksjon/samfunn/", ".row:has([lang=ar]) .row-date", False),
    ],
)
def test_lines_begin_where_their_language_or_their_surroundings_do(
    desk: Page, host: str, path: str, selector: str, expected: bool
) -> None:
    desk.goto(host + path, wait_until="load")
    assert begins_right(desk, selector) is expected, edges(desk, selector)
