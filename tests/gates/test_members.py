"""The sample's article for members, built and opened in a browser as a member would: on a phone, in both editions."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.gates.hosting import FOR_MEMBERS, hosted
from tests.gates.visits import DESKTOP, KEPT, PHONE, PLAIN_HOST, SCRIPTLESS, SHIFTS, WIDE, Device, barriers_of, window
from tests.program import REPOSITORY

pytestmark = pytest.mark.gate

NB, EN = "/artikler/what-small-states-know/", "/en/articles/what-small-states-know/"
WORDS = "Ignorance is a form of wealth, and the great powers are very rich. One of them may be wrong"


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
    expect(page.get_by_role("button", name="Glem denne enheten")).to_be_focused()
    page.goto(origin + EN)
    expect_open(page)
    page.get_by_role("button", name="Forget this device").click()
    expect(
        page.get_by_text("This device is forgotten. The article stays open until you leave the page.")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Remember me on this device")).to_be_focused()
    page.goto(origin + NB)
    expect(page.get_by_label("Din tilgangskode")).to_be_visible()


def test_what_others_host_is_known_of_when_the_article_is_open_and_not_before(
    page: Page, origin: str, code: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(origin + NB, wait_until="networkidle")
    assert [url for url in asked if "/embed." in url] == []
    with page.expect_response(lambda response: "/embed." in response.url):
        unlock(page, code)
    expect_open(page)
    page.locator(".embed > a").click()
    expect(page.locator('.embed > iframe[title="A film for members"]')).to_be_focused()


def test_a_picture_for_members_comes_with_the_text_and_is_nowhere_else(
    page: Page, origin: str, code: str, site: Path
) -> None:
    page.goto(origin + NB)
    unlock(page, code)
    picture = page.get_by_alt_text("The moon over ice")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])") == [
        800,
        400,
    ]
    assert picture.evaluate("image => image.currentSrc.slice(0, 15)") == "data:image/webp"
    assert [path.name for path in site.rglob("*moon*")] == []


def test_who_ticks_the_box_types_the_code_once_for_both_editions(page: Page, origin: str, code: str) -> None:
    page.goto(origin + NB)
    page.get_by_label("Husk meg på denne enheten").check()
    unlock(page, code)
    expect_open(page)
    expect(page.get_by_text("Enheten blir husket og åpner alle artikler for medlemmer.")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(origin + EN)
    expect_open(page)
    expect(page.get_by_text("This device is remembered, and opens all articles for members.")).to_be_visible()


def test_one_reads_from_where_the_text_begins(page: Page, origin: str, code: str) -> None:
    page.goto(origin + NB)
    field = page.get_by_label("Din tilgangskode")
    field.evaluate("(field) => scrollBy(0, field.getBoundingClientRect().top - 100)")
    unlock(page, code)
    expect_open(page)
    assert page.locator("[data-text]").evaluate("(text) => text.getBoundingClientRect().top") == pytest.approx(0, abs=2)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (NB, ("Din tilgangskode", "Vis koden", "Husk meg på denne enheten", "Les videre")),
        (EN, ("Your access code", "Show the code", "Remember me on this device", "Read on")),
    ],
    ids=["nb", "en"],
)
def test_a_screen_reader_is_told_what_to_do_in_the_order_of_the_keys(
    page: Page, origin: str, path: str, names: tuple[str, ...]
) -> None:
    page.goto(origin + path)
    field, reveals, keeps, button = names
    expect(page.locator(".unlock")).to_match_aria_snapshot(
        f"""
        - text: {field}
        - paragraph:
          - textbox "{field}"
        - status
        - paragraph:
          - checkbox "{reveals}"
          - text: {reveals}
        - paragraph:
          - checkbox "{keeps}"
          - text: {keeps}
        - paragraph:
          - button "{button}"
        """
    )
    page.get_by_label(field).focus()
    for name in names[1:3]:
        page.keyboard.press("Tab")
        expect(page.get_by_role("checkbox", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=button)).to_be_focused()
    page.get_by_label(field).fill("hunter2")
    page.keyboard.press("Enter")
    expect(page.get_by_label(field)).to_be_focused()
    expect(page.get_by_label(field)).to_have_accessible_description(page.locator("#unlock-status").inner_text())


def test_a_browser_may_keep_the_code_and_a_reader_may_look_at_it(page: Page, origin: str) -> None:
    page.goto(origin + NB)
    field = page.get_by_label("Din tilgangskode")
    facts = "(field) => [field.type, field.autocomplete, field.form.username.autocomplete, !!field.form.username.value]"
    assert field.evaluate(facts) == ["password", "current-password", "username", True]
    page.get_by_label("Vis koden").check()
    expect(field).to_have_attribute("type", "text")
    page.get_by_label("Vis koden").uncheck()
    expect(field).to_have_attribute("type", "password")


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=lambda device: str(device.width))
def test_nothing_moves_when_the_field_appears_however_late(browser: Browser, origin: str, device: Device) -> None:
    def slowly(route: Route) -> None:
        time.sleep(0.4)
        route.continue_()

    with window(browser, device, origin) as page:
        page.set_viewport_size({"width": device.width, "height": 6000})
        page.route("**/unlock.*.js", slowly)
        page.goto(origin + NB)
        expect(page.get_by_label("Din tilgangskode")).to_be_visible()
        assert page.evaluate(SHIFTS) == 0


def test_on_paper_there_is_the_text_and_nothing_to_press(page: Page, origin: str, code: str) -> None:
    page.goto(origin + NB)
    expect(page.get_by_label("Din tilgangskode")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".unlock")).to_be_hidden()
    page.goto(f"{origin}{EN}#code={code}")
    expect(page.locator("[data-text]")).to_contain_text(WORDS)
    expect(page.locator("[data-text]")).to_be_visible()
    expect(page.locator(".unlocked")).to_be_hidden()


def test_at_a_zoom_of_four_and_in_a_readers_own_colours_all_is_there(page: Page, origin: str, code: str) -> None:
    page.set_viewport_size({"width": 320, "height": 200})
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(origin + NB)
    expect(page.get_by_label("Din tilgangskode")).to_be_visible()
    border = "(one) => getComputedStyle(one).borderTopStyle + parseFloat(getComputedStyle(one).borderTopWidth)"
    for one in (page.get_by_label("Din tilgangskode"), page.get_by_role("button", name="Les videre")):
        assert one.evaluate(border) == "solid1"
    for one in page.locator(".unlock :is(input:not([hidden]), button:visible, label:has(input))").all():
        box = one.bounding_box()
        assert box
        assert box["height"] >= (24 if one.evaluate("(one) => one.type !== 'checkbox'") else 0)
    assert page.evaluate(WIDE) == []
    unlock(page, code)
    expect_open(page)
    assert page.evaluate(WIDE) == []


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


def test_on_a_small_phone_what_is_said_of_a_code_stands_above_the_keyboard(page: Page, origin: str) -> None:
    page.set_viewport_size({"width": 375, "height": 337})  # What is left of 667 pixels.
    page.goto(origin + NB)
    field = page.get_by_label("Din tilgangskode")
    field.focus()
    field.evaluate("(field) => field.scrollIntoView({ block: 'center' })")
    page.keyboard.type("hunter2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Denne koden virker ikke her.")).to_be_in_viewport(ratio=1)
    expect(field).to_be_focused()


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
    assert page.evaluate(KEPT) == []


def test_the_policy_that_the_docs_give_is_the_one_under_which_this_works() -> None:
    docs = (REPOSITORY / "docs/deploying.md").read_text(encoding="utf-8")
    [policy] = [line for line in docs.splitlines() if line.startswith("default-src")]
    assert {*policy.split("; ")} == {*FOR_MEMBERS.split("; ")}
