"""The strip and the problems that `serve` adds to the pages of the sample, as an editor sees them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.app.server import Server, serving
from tests.gates.page_types import AT
from tests.gates.visits import DESKTOP, PHONE, Device, visit, window
from tests.program import REPOSITORY, tree
from tests.stories import Story

pytestmark = pytest.mark.gate

LONG = 15_000
"""Milliseconds within which a change is on the page on the slowest machine."""
SHELL = "/artikler/a-letter-from-vardo/"
"""An English letter, with a Norwegian interface around it."""
LATER = "---\ntitle: A Later Letter\ndate: 2027-01-01T08:00\nsection: society\nauthors: [karl-aaro]\n---\nSoon.\n"
SOURCES = ("content", "data", "locales", "templates")


@pytest.fixture
def site(tmp_path: Path) -> Story:
    shutil.copy(REPOSITORY / "site.toml", tmp_path)
    for folder in SOURCES:
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    (tmp_path / "content/articles/later.en.md").write_text(LATER, encoding="utf-8")
    return Story(tmp_path)


@pytest.fixture
def server(site: Story) -> Iterator[Server]:
    with serving(site, "--at", AT) as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    origin = f"http://127.0.0.1:{server.port}"
    with window(browser, DESKTOP, origin) as page:
        page.goto(origin + SHELL, wait_until="load")
        yield page


def strip(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Ordskifte")


def forget(site: Story, msgid: str) -> None:
    """Leave a message of the Norwegian catalog without words."""
    catalog = site.root / "locales/nb/LC_MESSAGES/messages.po"
    before, found, after = catalog.read_text(encoding="utf-8").partition(f'msgid "{msgid}"\nmsgstr "')
    assert found
    catalog.write_text(before + found + after[after.index('"') :], encoding="utf-8")


def test_the_strip_says_the_languages_and_the_moment_in_words(page: Page) -> None:
    summary = strip(page).locator("summary")
    expect(summary).to_contain_text("Interface in Norwegian, text in English.")
    expect(summary).to_contain_text("No message is missing.")
    expect(summary).to_contain_text("As of 20 November 2026, 12:00")
    assert strip(page).get_attribute("lang") == "en"


def test_the_strip_says_what_has_become_of_a_translation(site: Story, server: Server, page: Page) -> None:
    page.goto(f"http://127.0.0.1:{server.port}/artikler/ki-i-kommunen/", wait_until="load")
    expect(strip(page)).to_contain_text("All in Norwegian.")
    page.goto("about:blank")  # A page that is open would reload itself, and get in the way of the next.
    translation = site.root / "content/articles/later.nb.md"
    translation.write_text("---\ntitle: Senere\ntranslation: {of: en}\n---\nSnart.\n", encoding="utf-8")
    page.goto(f"http://127.0.0.1:{server.port}/artikler/later/", wait_until="load")
    strip(page).locator("summary").click()
    strip(page).get_by_label("Show the site as of").fill("2027-01-01T08:00")
    strip(page).get_by_role("button", name="Show").click()
    words = "All in Norwegian, a translation that does not say what it was made from."
    expect(strip(page)).to_contain_text(words, timeout=LONG)


def test_the_strip_says_which_messages_are_missing_on_the_page(site: Story, page: Page) -> None:
    forget(site, "Read more")
    expect(strip(page)).to_contain_text("1 message missing on this page.", timeout=LONG)
    strip(page).locator("summary").click()
    expect(strip(page).get_by_role("listitem")).to_have_text("“Read more”, shown in English")


def test_the_strip_stands_in_the_flow_below_all_else(page: Page) -> None:
    foot = page.locator("footer").last.bounding_box()
    own = strip(page).bounding_box()
    assert foot
    assert own
    assert foot["y"] + foot["height"] <= own["y"]


def test_the_strip_opens_from_the_keyboard_and_stays_so_on_the_next_page(page: Page) -> None:
    field = strip(page).get_by_label("Show the site as of")
    expect(field).to_be_hidden()
    strip(page).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(field).to_be_visible()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.reload()
    expect(field).to_be_visible()


def test_a_scheduled_article_is_seen_as_of_its_moment_and_not_any_more_now(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url.replace(SHELL, "/en/articles/later/"))
    letter = other.get_by_role("heading", name="A Later Letter")
    expect(letter).to_have_count(0)
    strip(page).locator("summary").click()
    strip(page).get_by_label("Show the site as of").fill("2027-01-01T08:00")
    strip(page).get_by_role("button", name="Show").click()
    expect(strip(page)).to_contain_text("As of 1 January 2027, 08:00", timeout=LONG)
    assert page.url.endswith(SHELL)
    expect(letter.first).to_be_visible(timeout=LONG)
    strip(page).get_by_label("Show the site as of").fill("2027-01-01T07:59")
    strip(page).get_by_role("button", name="Show").click()
    expect(letter).to_have_count(0, timeout=LONG)
    strip(page).get_by_role("button", name="Back to now").click()
    expect(strip(page)).not_to_contain_text("As of 1 January 2027", timeout=LONG)


def test_nothing_of_it_is_written(site: Story, page: Page) -> None:
    before = tree(site.root)
    strip(page).locator("summary").click()
    strip(page).get_by_role("button", name="Show").click()
    page.wait_for_load_state("load")
    assert tree(site.root) == before


@pytest.mark.parametrize("device", [PHONE, DESKTOP])
def test_a_page_with_strip_and_problems_has_no_barrier(
    browser: Browser, server: Server, site: Story, axe: str, device: Device
) -> None:
    forget(site, "Read more")
    origin = f"http://127.0.0.1:{server.port}"
    with window(browser, device, origin) as page:
        page.goto(origin + SHELL)
        expect(strip(page)).to_contain_text("1 message missing", timeout=LONG)
        (site.root / "content/articles/broken.en.md").write_text(LATER.replace("date", "dato"), encoding="utf-8")
        page.get_by_role("alert").wait_for(timeout=LONG)
        strip(page).locator("summary").click()
        seen = visit(page, origin, SHELL, axe)
        expect(page.get_by_role("alert")).to_contain_text("content/articles/broken.en.md:3:1")
        expect(strip(page).get_by_role("listitem")).to_be_visible()
    assert (seen.barriers, seen.misplaced, seen.foreign, seen.errors) == ((), (), (), ())


def test_axe_looks_into_the_strip(browser: Browser, server: Server, axe: str) -> None:
    origin = f"http://127.0.0.1:{server.port}"
    with window(browser, DESKTOP, origin) as page:
        page.add_init_script(
            """addEventListener("DOMContentLoaded", () => document.querySelector("ordskifte-strip").shadowRoot
            .querySelector("summary").style.color = "#d0d4d8")"""
        )
        assert any("<strong>Ordskifte" in barrier for barrier in visit(page, origin, SHELL, axe).barriers)
