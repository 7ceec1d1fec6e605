"""The sample's article for members, built and opened in a browser as a member would: on a phone, in both editions."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.gates.hosting import FOR_MEMBERS, hosted
from tests.gates.visits import DESKTOP, PHONE, PLAIN_HOST, SCRIPTLESS, WIDE, Device, barriers_of, window
from tests.program import ordskifte
from tests.sample import copied

pytestmark = pytest.mark.gate

AT = "2026-11-22"
NB, EN = "/artikler/what-small-states-know/", "/en/articles/what-small-states-know/"
WORDS = "Ignorance is a form of wealth, and the great powers are very rich. One of them may be wrong"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The built sample, and a member's code."""
    site = copied(tmp_path_factory.mktemp("members") / "site")
    told = ordskifte(site.root, "access", "issue", "kari", "--until", "2027-01", "--at", AT)
    assert told.returncode == 0, told.stderr
    done = ordskifte(site.root, "build", "--at", AT, "--require-key")
    assert done.returncode == 0, done.stdout + done.stderr
    return site.root / "output", told.stdout.split()[1]


@pytest.fixture
def site(issued: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(issued[0], tmp_path / "output"))


@pytest.fixture
def code(issued: tuple[Path, str]) -> str:
    return issued[1]


@pytest.fixture
def origin(site: Path) -> Iterator[str]:
    with hosted(site, FOR_MEMBERS) as address:
        yield address


@pytest.fixture
def page(browser: Browser, origin: str) -> Iterator[Page]:
    with window(browser, PHONE, origin) as opened:
        yield opened


def unlock(page: Page, typed: str, label: str = "Din tilgangskode", button: str = "Les videre") -> None:
    page.get_by_label(label).fill(typed)
    page.get_by_role("button", name=button).click()


def expect_open(page: Page) -> None:
    expect(page.locator("[data-text]")).to_contain_text(WORDS)
    expect(page.locator("[data-text]")).to_be_visible()
    expect(page.locator(".paywall")).to_be_hidden()


def expect_said(page: Page, words: str) -> None:
    expect(page.locator("#unlock-status")).to_have_text(words, use_inner_text=True)
    expect(page.locator("[data-text]")).to_be_empty()


def test_a_code_opens_the_article_in_both_editions(page: Page, origin: str, code: str) -> None:
    page.goto(origin + NB)
    expect(page.get_by_text(WORDS)).to_have_count(0)
    unlock(page, code.lower())
    expect_open(page)
    expect(page.locator("[data-text]")).to_be_focused()
    assert page.locator("[data-text]").evaluate("text => text.closest('[lang]').lang") == "en"
    page.get_by_role("button", name="Husk meg på denne enheten").click()
    expect(page.get_by_text("Enheten blir husket og åpner alle artikler for medlemmer.")).to_be_visible()
    page.goto(origin + EN)
    expect_open(page)
    page.get_by_role("button", name="Forget this device").click()
    page.goto(origin + NB)
    expect(page.get_by_label("Din tilgangskode")).to_be_visible()


def test_a_link_in_what_was_sealed_leads_on(page: Page, origin: str, code: str) -> None:
    page.goto(f"{origin}{EN}#code={code}")
    expect_open(page)
    assert "#" not in page.url
    page.locator("[data-text]").get_by_role("link", name="the alliance").click()
    expect(page).to_have_url(f"{origin}/en/articles/the-quiet-alliance/")


def test_the_keyboard_is_enough(page: Page, origin: str, code: str) -> None:
    page.goto(origin + EN)
    page.get_by_role("link", name="Become a member").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your access code")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect_open(page)
    expect(page.locator("[data-text]")).to_be_focused()


def test_a_wrong_code_is_told_in_the_language_of_the_interface(page: Page, origin: str) -> None:
    page.goto(origin + NB)
    unlock(page, "0000-0000-0000-0000")
    expect_said(page, "Denne koden virker ikke her. Se etter i meldingen du fikk den i.")
    page.goto(origin + EN)
    unlock(page, "hunter2", "Your access code", "Read on")
    expect_said(page, "That code does not open this. Look it up in the message that you got it in.")


def test_a_file_of_the_other_edition_does_not_open(site: Path, page: Page, origin: str, code: str) -> None:
    sealed = site / "sealed/{}/what-small-states-know.json"
    shutil.copy(str(sealed).format("en"), str(sealed).format("nb"))
    page.goto(origin + NB)
    unlock(page, code)
    expect(page.locator("#unlock-status")).to_contain_text("Artikkelen lot seg ikke låse opp")
    expect(page.locator("[data-text]")).to_be_empty()


def test_where_nothing_can_be_stored_it_opens_all_the_same(page: Page, origin: str, code: str) -> None:
    page.add_init_script("Object.defineProperty(globalThis, 'indexedDB', { value: undefined })")
    page.goto(origin + NB)
    unlock(page, code)
    expect_open(page)
    page.get_by_role("button", name="Husk meg på denne enheten").click()
    expect(page.get_by_text("Nettleseren lar oss ikke huske deg.")).to_be_visible()
    expect_open(page)


def test_without_script_the_page_says_what_is_missing(browser: Browser, origin: str) -> None:
    with window(browser, SCRIPTLESS, origin) as page:
        page.goto(origin + NB)
        expect(page.get_by_text("Slå på JavaScript i nettleseren")).to_be_visible()
        expect(page.get_by_label("Din tilgangskode")).to_be_hidden()
        expect(page.get_by_text(WORDS)).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (NB, "Siden kan ikke låses opp, for forbindelsen er ikke sikker. Åpne den på adressen som begynner med https."),
        (EN, "This page is not shown over a secure connection, so it cannot be unlocked."),
    ],
    ids=["nb", "en"],
)
def test_over_plain_http_the_page_says_that_it_cannot_be_unlocked(
    browser: Browser, origin: str, path: str, words: str
) -> None:
    plain = origin.replace("127.0.0.1", PLAIN_HOST)
    with window(browser, PHONE, plain) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(plain + path)
        assert page.evaluate("isSecureContext") is False
        expect(page.get_by_text(words)).to_be_visible()
        expect(page.locator("#unlock-code")).to_be_hidden()
        expect(page.locator("[data-text]")).to_be_empty()
        assert not [url for url in asked if "/sealed/" in url or "/access/" in url]


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=lambda device: str(device.width))
@pytest.mark.parametrize("path", [NB, EN])
def test_the_opened_text_has_no_barriers(
    browser: Browser, origin: str, code: str, axe: str, path: str, device: Device
) -> None:
    with window(browser, device, origin) as page:
        page.goto(f"{origin}{path}#code={code}")
        expect_open(page)
        assert barriers_of(page, axe) == ()
        assert page.evaluate(WIDE) == []


def test_nothing_is_asked_for_before_a_code_is_typed_and_no_one_else_is(page: Page, origin: str, code: str) -> None:
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda problem: told.append(problem.message))
    page.goto(origin + NB)
    expect(page.get_by_label("Din tilgangskode")).to_be_visible()
    assert not [url for url in asked if "/sealed/" in url or "/access/" in url]
    unlock(page, code)
    expect_open(page)
    assert all(url.startswith(origin) for url in asked)
    assert told == []
    assert page.evaluate(
        "async () => [(await indexedDB.databases()).length, localStorage.length, document.cookie]"
    ) == [
        0,
        0,
        "",
    ]
