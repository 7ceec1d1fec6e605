"""What a reader's browser must fetch before a page can be read, compressed as hosts do it, and which scripts it runs.

Most stands on pages in the last days of the sample's winter campaign, and so that is when they are weighed.
"""

import gzip
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from tests.gates.pages import html
from tests.program import REPOSITORY, ordskifte

pytestmark = pytest.mark.gate

BUDGET = 30_000
"""Bytes of a page and of its style sheets, as they are sent."""
LAST_DAYS = "2026-12-20T12:00"
ARTICLE = "en/articles/arctic-security/index.html"
STYLESHEET = re.compile(r'<link rel="stylesheet" href="/([^"]+)">')
HASH = re.compile(r"\.[0-9a-f]{10}(?=\.js$)")


class Script(Struct, frozen=True):
    """A script that pages may have."""

    most: int
    """Bytes, as it is written. Those of sharing and of windows are agreed on; the others keep what is there small."""
    serves: str
    """What stands on a page that has it, as CSS finds it."""
    holds_up: bool = False
    """Whether what is below waits for it: only where something would jump if it came later."""


SCRIPTS: Mapping[str, Script] = {
    "share.js": Script(1_000, ".share"),
    "window.js": Script(500, "[data-end]", holds_up=True),
    "dismiss.js": Script(700, ".sticky", holds_up=True),
    "embed.js": Script(750, ".embed"),
    "reveal.js": Script(650, "[data-sealed]"),
    "unlock.js": Script(6_000, "[data-sealed]"),
    "copy.js": Script(700, ".payments"),
    "search.js": Script(8_000, "form[role=search]"),
}
"""All that there are: on a free article nothing stands by itself but what shares it."""


class Built(Struct, frozen=True):
    site: Path
    pages: Mapping[str, str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    output = tmp_path_factory.mktemp("winter") / "site"
    done = ordskifte(REPOSITORY, "--output", str(output), "--at", LAST_DAYS)
    assert done.returncode == 0, done.stdout
    return Built(output, html(output))


def compressed(content: bytes) -> int:
    """Bytes, at the level of compression that hosts use."""
    return len(gzip.compress(content, 6))


def weight(page: str, site: Path) -> int:
    """Bytes of the page and of its stylesheets."""
    return compressed(page.encode()) + sum(compressed((site / file).read_bytes()) for file in STYLESHEET.findall(page))


def too_heavy(pages: Mapping[str, str], site: Path) -> dict[str, int]:
    return {path: weight(page, site) for path, page in pages.items() if weight(page, site) > BUDGET}


def unwanted(page: str, site: Path) -> Iterator[str]:
    """What of a page's scripts is too large, too early, or of no use there."""
    tree = LexborHTMLParser(page)
    for node in tree.css('script:not([type="application/ld+json"])'):
        address = node.attributes.get("src") or ""
        name = HASH.sub("", address.rpartition("/")[2])
        script = SCRIPTS.get(name)
        if script is None:
            yield f"{name or 'a script without an address'} is not known"
            continue
        is_late = "defer" in node.attributes or node.attributes.get("type") == "module"
        if not is_late and not script.holds_up:
            yield f"{name} holds up the page"
        if not tree.css_first(script.serves):
            yield f"{name} has nothing to do"
        if (site / address.lstrip("/")).stat().st_size > script.most:
            yield f"{name} is too large"


def test_every_page_is_light(built: Built) -> None:
    assert [path for path, page in built.pages.items() if not STYLESHEET.search(page) and "refresh" not in page] == []
    assert too_heavy(built.pages, built.site) == {}


def test_no_page_has_a_script_that_is_large_or_early_or_of_no_use(built: Built) -> None:
    assert {path: found for path, page in built.pages.items() if (found := [*unwanted(page, built.site)])} == {}


def test_every_script_is_one_that_a_page_has(built: Built) -> None:
    there_are = {HASH.sub("", file.name) for file in (built.site / "assets").glob("*.js")}
    assert there_are == {*SCRIPTS}
    assert {name for name in SCRIPTS for page in built.pages.values() if f"/assets/{name[:-3]}." in page} == there_are


def test_a_heavy_page_is_noticed(built: Built) -> None:
    page = built.pages[ARTICLE]
    words = " ".join(random.Random(1).choices(page.split(), k=20_000))
    assert [*too_heavy({ARTICLE: page + words}, built.site)] == [ARTICLE]


@pytest.fixture(scope="module")
def scripts(built: Built) -> dict[str, str]:
    """The file of each script, and of one that is too large."""
    (built.site / "planted").mkdir()
    (built.site / "planted/share.js").write_text("// Words\n" * 200, encoding="utf-8")
    return {HASH.sub("", file.name)[:-3]: file.name for file in (built.site / "assets").glob("*.js")}


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ('<script src="/assets/{search}" type="module"></script>', "search.js has nothing to do"),
        ('<script src="/assets/{share}"></script>', "share.js holds up the page"),
        ('<script src="/assets/counter.js" defer></script>', "counter.js is not known"),
        ("<script>counted()</script>", "a script without an address is not known"),
        ('<script src="/assets/../planted/share.js" defer></script>', "share.js is too large"),
    ],
)
def test_an_unwanted_script_is_noticed(built: Built, scripts: Mapping[str, str], tag: str, told: str) -> None:
    page = built.pages[ARTICLE].replace("</main>", f"{tag.format(**scripts)}</main>")
    assert [*unwanted(page, built.site)] == [told]
