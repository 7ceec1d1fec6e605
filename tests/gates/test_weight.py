"""What a reader's browser must fetch before an article can be read: its HTML and CSS, compressed as a host does."""

import gzip
import random
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.gates.pages import html

pytestmark = pytest.mark.gate

BUDGET = 30_000
SCRIPT_BUDGET = 1_000
STYLESHEET = re.compile(r'<link rel="stylesheet" href="/([^"]+)">')
SCRIPT = re.compile(r'<script src="/([^"]+)"')


@pytest.fixture(scope="module")
def articles(sample: Path) -> Mapping[str, str]:
    pages = {path: page for path, page in html(sample).items() if re.match(r"artikler/|en/articles/", path)}
    return {path: page for path, page in pages.items() if "<article" in page}


def compressed(content: bytes) -> int:
    """Bytes, at the level of compression that hosts use."""
    return len(gzip.compress(content, 6))


def weight(page: str, site: Path) -> int:
    """Bytes of the page and of its stylesheets."""
    return compressed(page.encode()) + sum(compressed((site / file).read_bytes()) for file in STYLESHEET.findall(page))


def scripted(page: str, site: Path) -> int:
    """Bytes of the scripts that a page loads at once."""
    return sum(compressed((site / file).read_bytes()) for file in {*SCRIPT.findall(page)})


def too_heavy(pages: Mapping[str, str], site: Path) -> dict[str, int]:
    return {path: weight(page, site) for path, page in pages.items() if weight(page, site) > BUDGET}


def test_every_article_is_light(sample: Path, articles: Mapping[str, str]) -> None:
    assert len(articles) > 20
    assert all(STYLESHEET.search(page) for page in articles.values())
    assert too_heavy(articles, sample) == {}


def test_an_article_has_next_to_no_script(sample: Path, articles: Mapping[str, str]) -> None:
    weights = {path: scripted(page, sample) for path, page in articles.items()}
    assert max(weights.values()) > min(weights.values()) > 0
    assert {path: weight for path, weight in weights.items() if weight > SCRIPT_BUDGET} == {}


def test_a_heavy_article_is_noticed(sample: Path, articles: Mapping[str, str]) -> None:
    path, page = next(iter(articles.items()))
    words = " ".join(random.Random(1).choices(page.split(), k=20_000))
    assert [*too_heavy({path: page + words}, sample)] == [path]
