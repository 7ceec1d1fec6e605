"""The documentation as a site, in a real browser."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.gates.hosting import hosted
from tests.gates.visits import DESKTOP, PHONE, Device, Visit, visits
from tests.program import REPOSITORY, python

pytestmark = pytest.mark.gate

PATHS = (
    "/",
    "/nb/",
    "/editors/",
    "/nb/editors/",
    "/nb/translators/",
    "/nb/diagnostics/",
    "/benchmarks/",
    "/decisions/",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("docs")
    passed_over = shutil.ignore_patterns("content", "output", ".cache", "manifest.json")
    shutil.copytree(REPOSITORY / "docs", folder / "docs", ignore=passed_over)
    for page in REPOSITORY.glob("*.md"):
        shutil.copy(page, folder)
    built = python(folder, "docs/site/make.py", "build", "--source", "docs/site")
    assert built.returncode == 0, built.stdout + built.stderr
    with hosted(folder / "docs/site/output") as origin:
        yield origin


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_documentation_has_no_barrier_and_asks_for_its_own_files_only(
    browser: Browser, axe: str, address: str, device: Device
) -> None:
    seen = visits(browser, device, address, PATHS, axe)
    assert {path: visit for path, visit in seen.items() if visit != Visit()} == {}
