"""Every type of page before Lighthouse, as a phone gets it from the server of the docs, at the address of the sample.

Full marks are asked for in accessibility, best practices and, where search engines are welcome, SEO. How fast pages
are depends on the machine too; it is measured for some types, and told at the end of the tests.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from msgspec import Struct

from tests.gates import tools
from tests.gates.conftest import REPORTED
from tests.gates.nginx import ADDRESS, free_port, recipes, served
from tests.gates.page_types import REPRESENTATIVES, addresses
from tests.gates.pages import address, html
from tests.gates.visits import browsing

pytestmark = pytest.mark.gate

SPEED = "performance"
MEASURED = ("front", "section", "author", "article", "article for members", "search")
"""The types whose speed is measured."""
HANDS = 2
"""How many browsers look at pages, each at one at a time."""
AT_ONCE = dict.fromkeys(("pauseAfterFcpMs", "pauseAfterLoadMs", "networkQuietThresholdMs", "cpuQuietThresholdMs"), 0)
"""Where no speed is measured, Lighthouse need not wait to see whether a page is still after it has loaded."""
PLANTED_ON = "en/contact/index.html"
FAULTS: Mapping[str, tuple[str, str, str]] = {
    "accessibility": ("</main>", '<p><img src="/favicon.svg"></p></main>', "image-alt"),
    "best-practices": ("</main>", '<script src="/nowhere.js"></script></main>', "errors-in-console"),
    "seo": ('<meta name="description"', '<meta name="keywords"', "meta-description"),
}
"""What is planted for each category, and the audit that is to tell it."""


class Job(Struct, frozen=True):
    url: str
    settings: Mapping[str, object]


class Look(Struct, frozen=True):
    """What Lighthouse says of a page."""

    url: str
    landed: str
    """Where the browser was in the end."""
    scores: Mapping[str, float | None]
    shortcomings: Mapping[str, tuple[str, ...]]
    """What cost marks, by category."""
    problems: tuple[str, ...]
    """Why Lighthouse does not trust what it saw."""


def looks(port: int, jobs: Sequence[Job]) -> dict[str, Look]:
    """What Lighthouse says of each page, by its path, when the sample's address leads to this port."""
    tools.module("lighthouse/core/index.js", os.environ)
    node = tools.program("node", environment=os.environ)
    chromium = tools.program("chromium", "chromium-browser", "google-chrome", environment=os.environ)
    to_here = f"--host-resolver-rules=MAP {ADDRESS}:443 127.0.0.1:{port}"

    def asked(share: Sequence[Job]) -> list[Look]:
        door = free_port()
        with browsing(chromium, f"--remote-debugging-port={door}", to_here, "--ignore-certificate-errors"):
            done = subprocess.run(
                [node, Path(__file__).with_name("lighthouse.mjs")],
                input=msgspec.json.encode({"port": door, "jobs": share}),
                stdout=subprocess.PIPE,
                check=True,
            )
        return [msgspec.json.decode(line, type=Look) for line in done.stdout.splitlines()]

    with ThreadPoolExecutor(HANDS) as hands:
        found = hands.map(asked, [jobs[hand::HANDS] for hand in range(HANDS)])
        return {urlsplit(look.url).path: look for share in found for look in share}


@pytest.fixture(scope="module")
def site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as it lies on a server, and in it pages with a planted fault each."""
    there = tmp_path_factory.mktemp("srv")
    shutil.copytree(sample, there / "current")
    page = (sample / PLANTED_ON).read_text(encoding="utf-8")
    for category, (before, after, _) in FAULTS.items():
        assert before in page
        folder = there / "current/en" / category
        folder.mkdir()
        (folder / "index.html").write_text(page.replace(before, after, 1), encoding="utf-8")
    return there


@pytest.fixture(scope="module")
def unindexed(sample: Path) -> frozenset[str]:
    """The addresses of what search engines are to leave alone."""
    return frozenset(address(path) for path, page in html(sample).items() if '<meta name="robots"' in page)


@pytest.fixture(scope="module")
def seen(
    site: Path,
    unindexed: Container[str],
    request: pytest.FixtureRequest,
    record_testsuite_property: Callable[[str, object], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, Look]:
    """What Lighthouse says of a page of every type, and of those with a planted fault."""
    timed = {path for name in MEASURED for path in REPRESENTATIVES[name].values()}
    jobs = [_job(path, path in timed, path in unindexed) for path in addresses("redirects")]
    jobs += [_job(f"/en/{category}/", is_timed=False, is_unindexed=False) for category in FAULTS]
    # The policy of the recipe is for sites without forms and embeds; of others they should send their own.
    own = re.findall(r"Content-Security-Policy: (.*)", (site / "current/_headers").read_text(encoding="utf-8"))[0]
    recipe, count = re.subn(r'(?<=Content-Security-Policy ")[^"]*', own, recipes()[0])
    assert count == 1
    with served(tmp_path_factory.mktemp("nginx"), site, recipe) as server:
        assert server.get("/")[0].getheader("Content-Security-Policy") == own
        found = looks(server.https, jobs)
    for path in sorted(timed):
        speed = found[path].scores[SPEED]
        told = "not measured" if speed is None else f"{speed * 100:.0f}"
        record_testsuite_property(f"lighthouse {SPEED} {path}", told)
        request.config.stash[REPORTED].append(f"{told:>3} {path}")
    return found


def _job(path: str, is_timed: bool, is_unindexed: bool) -> Job:
    categories = [*([SPEED] if is_timed else []), *(each for each in FAULTS if each != "seo" or not is_unindexed)]
    waits = {} if is_timed else AT_ONCE
    return Job(f"https://{ADDRESS}{path}", {"onlyCategories": categories, **waits})


def lacking(looks: Mapping[str, Look], category: str) -> dict[str, tuple[str, ...]]:
    """The pages without full marks in a category, and why."""
    return {
        path: look.shortcomings.get(category) or (f"{look.scores[category]}",)
        for path, look in looks.items()
        if category in look.scores and look.scores[category] != 1
    }


@pytest.fixture(scope="module")
def own(seen: Mapping[str, Look]) -> Mapping[str, Look]:
    """What is said of the sample's own pages."""
    return {path: seen[path] for path in addresses("redirects")}


def test_every_type_of_page_was_looked_at_where_it_stands(own: Mapping[str, Look]) -> None:
    assert {path: look for path, look in own.items() if look.landed != look.url or look.problems} == {}


@pytest.mark.parametrize("category", FAULTS)
def test_every_page_has_full_marks(own: Mapping[str, Look], category: str) -> None:
    assert lacking(own, category) == {}


def test_what_search_engines_are_welcome_to_is_what_the_sitemap_has(
    own: Mapping[str, Look], unindexed: Container[str], sample: Path
) -> None:
    """So that no page is passed over for having been closed to them by mistake."""
    sitemap = (sample / "sitemap.xml").read_text(encoding="utf-8")
    for path, look in own.items():
        assert ("seo" in look.scores) == (path not in unindexed)
        if f"<loc>{look.url}</loc>" in sitemap:
            assert path not in unindexed


@pytest.mark.parametrize("category", FAULTS)
def test_a_planted_fault_is_told(seen: Mapping[str, Look], category: str) -> None:
    page = {path: seen[path] for path in seen if path == f"/en/{category}/"}
    [told] = lacking(page, category).values()
    assert any(words.startswith(f"{FAULTS[category][2]}:") for words in told)
