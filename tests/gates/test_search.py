"""The search in a real browser, under the policy that sites publish: what it finds, says, fetches and remembers."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from ordskifte.load import script
from ordskifte.render.headers import policy
from ordskifte.render.search import FOLDER, LETTERS, SCRIPT, shard, words
from tests.gates.hosting import hosted
from tests.gates.visits import DESKTOP, PHONE, SCRIPTLESS, Device, barriers_of, window

pytestmark = pytest.mark.gate

SEARCH, ENGLISH = "/sok/", "/en/search/"
NOTHING = "Vi fant ingenting med alle disse ordene."
LATIN = (*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070), *range(0xFB00, 0xFB07))
"""Letters and signs that every browser knows as Python does."""
BUDGET = 3_000
"""Bytes of the script, compressed."""
MOST = 100_000
"""Bytes of the index that a reader of the sample fetches for a word."""
RUN = "async ([source, texts]) => texts.map((await import(`data:text/javascript,${source}`)).words)"
STANDS = "async ([source, words]) => { const m = await import(`data:text/javascript,${source}`);"
STANDS += " return words.map((word) => m.shard(word, 64)) }"


@pytest.fixture(scope="module")
def published(sample: Path) -> Iterator[str]:
    with hosted(sample, policy()) as address:
        yield address


@pytest.fixture
def page(browser: Browser, published: str) -> Iterator[Page]:
    with window(browser, Device(320), published) as opened:
        yield opened


def asked(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")


def titles(page: Page) -> list[str]:
    return page.locator("#search-results h2").all_inner_texts()


def status(page: Page) -> str:
    said = page.get_by_role("status").locator("p")
    said.wait_for()
    return said.inner_text()


@pytest.mark.parametrize("typed", ["oya", "Øya", "øya", "OYA"])
def test_letters_of_any_keyboard_find_the_island(page: Page, published: str, typed: str) -> None:
    page.goto(published + SEARCH)
    asked(page, typed)
    expect(page.get_by_role("status")).to_contain_text("Funnet:")
    assert "Fisken flytter" in titles(page)


def test_both_languages_are_found_and_marked(page: Page, published: str) -> None:
    page.goto(published + SEARCH)
    asked(page, "small states")
    status(page)
    found = page.locator("#search-results h2", has_text="What Small States Know")
    expect(found).to_have_attribute("lang", "en")
    expect(page.locator("#search-results li").first).to_contain_text("engelsk")
    page.goto(published + ENGLISH)
    asked(page, "boligdrommen")
    expect(page.get_by_role("status")).to_contain_text("Found: 1")
    expect(page.locator("#search-results h2")).to_have_attribute("lang", "nb")


def test_all_words_must_be_there(page: Page, published: str) -> None:
    page.goto(published + SEARCH)
    asked(page, "fisken zebra")
    assert status(page) == NOTHING
    assert titles(page) == []


def test_the_back_button_leads_through_what_was_asked(page: Page, published: str) -> None:
    page.goto(published + SEARCH)
    asked(page, "fisken")
    expect(page.get_by_role("status")).to_contain_text("Funnet:")
    before = titles(page)
    asked(page, "havretten")
    expect(page).to_have_url(f"{published}{SEARCH}?q=havretten")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("fisken")
    expect(page.locator("#search-results h2")).to_have_text(before)
    page.locator("#search-results a").first.click()
    page.wait_for_load_state()
    assert SEARCH not in page.url
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("fisken")
    expect(page.locator("#search-results h2")).to_have_text(before)


def test_an_address_asks_too_and_says_nothing_of_its_own(page: Page, published: str) -> None:
    page.goto(f"{published}{SEARCH}?q={quote('<img src=x> fisken')}")
    expect(page.get_by_role("searchbox")).to_have_value("<img src=x> fisken")
    assert status(page) == NOTHING


def test_it_is_used_from_the_keyboard(page: Page, published: str) -> None:
    """More are shown in ten steps, and the focus goes to the first of them."""
    page.goto(published + SEARCH)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("og")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li")).to_have_count(10)
    more = page.get_by_role("button", name="Vis flere")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li a").nth(10)).to_be_focused()


def test_what_is_typed_is_found_before_it_is_sent(page: Page, published: str) -> None:
    page.goto(published + SEARCH)
    page.get_by_role("searchbox").press_sequentially("fiske")
    expect(page.get_by_role("status")).to_contain_text("Funnet:")
    expect(page).to_have_url(published + SEARCH)


@pytest.mark.parametrize("device", [PHONE, DESKTOP])
def test_axe_finds_no_barrier_among_what_was_found(browser: Browser, published: str, axe: str, device: Device) -> None:
    with window(browser, Device(device.width, obeys_policy=False), published) as page:
        page.goto(f"{published}{SEARCH}?q=small")
        status(page)
        assert barriers_of(page, axe) == ()


def test_nothing_is_fetched_before_someone_asks_and_little_then(page: Page, published: str) -> None:
    fetched: list[int] = []
    page.on(
        "response",
        lambda answer: fetched.append(int(answer.headers["content-length"])) if FOLDER in answer.url else None,
    )
    page.goto(published + SEARCH, wait_until="networkidle")
    assert fetched == []
    asked(page, "havet")
    expect(page.get_by_role("status")).to_contain_text("Funnet:")
    assert 0 < sum(fetched) < MOST


def test_the_script_is_small() -> None:
    assert len(gzip.compress(script(SCRIPT), 6)) <= BUDGET


def test_no_page_has_its_script_that_has_no_field(sample: Path) -> None:
    name = f"/assets/{SCRIPT.removesuffix('.js')}."
    pages = {path.relative_to(sample).as_posix() for path in sample.rglob("*.html") if name in path.read_text("utf-8")}
    assert pages == {"sok/index.html", "en/search/index.html", "404.html", "en/404.html"}


@pytest.mark.parametrize(("missing", "search"), [("/404.html", SEARCH), ("/en/404.html", ENGLISH)])
def test_the_page_that_is_not_there_leads_to_what_was_looked_for(
    page: Page, published: str, missing: str, search: str
) -> None:
    page.goto(published + missing)
    asked(page, "lindqvist")
    page.wait_for_url(f"{published}{search}?q=lindqvist")
    expect(page.get_by_role("searchbox")).to_have_value("lindqvist")
    expect(page.locator("#search-results h2").first).to_have_text("Jonas Lindqvist")


def test_without_scripts_it_leads_to_the_search_page(browser: Browser, published: str) -> None:
    with window(browser, SCRIPTLESS, published) as page:
        page.goto(f"{published}/404.html")
        expect(page.locator("form.search")).to_be_hidden()
        page.get_by_role("link", name="Søk i alt vi har publisert").click()
        assert page.url == published + SEARCH


@pytest.mark.parametrize(("typed", "meant"), [("habrour", "harbour"), ("havrettne", "havretten")])
def test_a_slip_of_the_finger_is_forgiven_and_told(page: Page, published: str, typed: str, meant: str) -> None:
    page.goto(published + SEARCH)
    asked(page, typed)
    expect(page.get_by_role("status")).to_contain_text(f"Vi lette etter: {meant}")
    expect(page.get_by_role("status")).to_contain_text("Funnet: 2")


def test_a_short_word_that_is_nowhere_is_not_taken_for_another(page: Page, published: str) -> None:
    page.goto(published + SEARCH)
    asked(page, "haxv")
    assert status(page) == NOTHING


def test_a_host_that_is_down_is_told_of(page: Page, published: str) -> None:
    page.route(f"**/{FOLDER}/**", lambda route: route.abort())
    page.goto(published + SEARCH)
    asked(page, "havet")
    assert status(page).startswith("Søket kunne ikke lastes.")
    page.unroute(f"**/{FOLDER}/**")
    asked(page, "havet")
    expect(page.get_by_role("status")).to_contain_text("Funnet:")


def test_files_of_another_build_are_not_mixed_with_these(page: Page, published: str) -> None:
    page.route(
        f"**/{FOLDER}/**", lambda route: route.fulfill(json={"of": "0123456789", "words": {"havet": [11]}, "works": []})
    )
    page.goto(published + SEARCH)
    asked(page, "havet")
    assert status(page).startswith("Søket kunne ikke lastes.")


def test_without_scripts_the_page_leads_to_all_articles(browser: Browser, published: str) -> None:
    with window(browser, SCRIPTLESS, published) as page:
        page.goto(published + SEARCH)
        expect(page.locator("form.search")).to_be_hidden()
        assert "Søket trenger JavaScript." in page.locator("main").inner_text()
        page.get_by_role("link", name="Alle artikler, etter år").click()
        assert page.url == f"{published}/arkiv/"


def test_browsers_fold_words_as_the_build_does(browser: Browser) -> None:
    texts = ["Øya i Ålesund, Aasen og bæret", "İstanbul ΣΑΣ ẞ ﬁsk", *(f"x{chr(code)}y" for code in LATIN), *LETTERS]
    with window(browser, DESKTOP, "about:blank") as page:
        source = quote(script(SCRIPT).decode())
        assert page.evaluate(RUN, [source, texts]) == [words(text) for text in texts]
        some = [word for text in texts for word in words(text)]
        assert page.evaluate(STANDS, [source, some]) == [shard(word, 64) for word in some]
