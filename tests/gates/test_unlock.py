"""A member opens an article in a browser: by typing, by a link, from memory; and what is said where that fails."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ordskifte.model.secrets import Secret
from ordskifte.render import grants
from ordskifte.render.keys import period_keys
from ordskifte.render.sealed import SealedType, Subject, sealed
from tests.gates.hosting import FOR_MEMBERS, hosted
from tests.gates.visits import PHONE, SCRIPTLESS, window
from tests.program import REPOSITORY

pytestmark = pytest.mark.gate

SITE = "https://example.org/"
MASTER = Secret(random.Random(1).randbytes(32))
CODE = grants.new_code(random.Random(2).randbytes)
TYPED = grants.code_text(CODE).lower()
PATRON = grants.new_code(random.Random(3).randbytes)
KID = "member.2026-11"
PAGE = """<!doctype html>
<html lang="{locale}"><head><meta charset="utf-8"><title>Is</title>
<script type="module" src="/unlock.js"></script></head>
<body><h1>Is</h1><p>Alle leser dette.</p>
<section data-sealed="/{name}.json" data-header="{header}" data-grants="/access/" data-site="{site}">
<div data-text tabindex="-1" data-when="open" hidden></div>
<form data-when="locked wrong outside damaged offline" hidden><label>Kode <input name="code"></label>
<button>Åpne</button> <label><input type="checkbox" name="keep"> Husk enheten</label>
<button type="button" data-keep data-when="kept" hidden>Glem</button></form>
<p data-when="off">Dette krever JavaScript.</p>
<div role="status">
<p data-when="insecure" hidden>Siden må åpnes over HTTPS.</p>
<p data-when="working" hidden>Et øyeblikk.</p>
<p data-when="wrong" hidden>Koden er feil.</p>
<p data-when="outside" hidden>Koden gjelder ikke denne teksten.</p>
<p data-when="damaged" hidden>Filen er skadet.</p>
<p data-when="offline" hidden>Ingen forbindelse.</p>
<p data-when="unstored" hidden>Nettleseren vil ikke huske dette.</p>
<p data-when="open" hidden><span data-when="kept" hidden>Enheten er husket.</span></p>
<p data-when="forgotten" hidden>Enheten er glemt.</p>
</div>
<p data-when="open" hidden><button type="button" data-keep><span data-when="new">Husk</span><span
data-when="kept" hidden>Glem</span></button></p>
</section></body></html>
"""
TEXTS = {
    "nb": ("ice", "nb", "<h2>Våren</h2><p>Isen går i mai.</p>"),
    "en": ("ice", "en", "<h2>Spring</h2><p>The ice breaks up in May.</p>"),
    "sea": ("sea", "nb", "<p>Havet stiger.</p>"),
}
"""By the name of the page: work, locale and the text that is sealed."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copy(REPOSITORY / "ordskifte/render/unlock.js", tmp_path)
    (tmp_path / "access").mkdir()
    for code, plan in ((CODE, "member"), (PATRON, "patron")):
        keys = period_keys(MASTER, [f"{plan}.2026-11"])
        grant = grants.granted(code, plan, SITE, keys, MASTER, random.Random(4).randbytes)
        (tmp_path / "access" / grants.file_name(code, SITE)).write_text(grant, encoding="utf-8")
    for name in TEXTS:
        publish(tmp_path, name, KID)
    return tmp_path


def publish(site: Path, name: str, kid: str) -> None:
    """Put there a page and the sealed text of it, for those who have this key."""
    work, locale, text = TEXTS[name]
    file = sealed(Secret(text.encode()), SealedType.ARTICLE, Subject(SITE, work, locale), [kid], MASTER)
    (site / f"{name}.json").write_bytes(file.content)
    page = PAGE.format(name=name, locale=locale, header=file.protected, site=SITE)
    (site / f"{name}.html").write_text(page, encoding="utf-8")


@pytest.fixture
def origin(site: Path) -> Iterator[str]:
    with hosted(site, FOR_MEMBERS) as address:
        yield address


@pytest.fixture
def page(browser: Browser, origin: str) -> Iterator[Page]:
    with window(browser, PHONE, origin) as opened:
        yield opened


def databases(page: Page) -> int:
    found = page.evaluate("async () => (await indexedDB.databases()).length")
    assert isinstance(found, int)
    return found


def unlock(page: Page, typed: str = TYPED) -> None:
    page.get_by_label("Kode").fill(typed)
    page.get_by_role("button", name="Åpne").click()


def expect_open(page: Page, words: str = "Isen går i mai.") -> None:
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_label("Kode")).to_be_hidden()


def expect_said(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_have_text(words, use_inner_text=True)


def expect_shut(page: Page, words: str) -> None:
    expect_said(page, words)
    expect(page.get_by_text("Isen går")).to_have_count(0)


def test_a_code_opens_the_text_and_the_text_is_where_one_is(page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html")
    expect(page.get_by_text("Dette krever JavaScript.")).to_be_hidden()
    unlock(page)
    expect_open(page)
    expect(page.locator("[data-text]")).to_be_focused()
    expect(page.get_by_role("heading", name="Våren")).to_be_visible()


def test_the_keyboard_is_enough(page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html")
    expect(page.get_by_label("Kode")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type(TYPED)
    page.keyboard.press("Enter")
    expect_open(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Husk")).to_be_focused()
    page.keyboard.press("Enter")
    expect_said(page, "Enheten er husket.")
    expect(page.get_by_role("button", name="Glem")).to_be_focused()
    page.keyboard.press("Space")
    expect_said(page, "Enheten er glemt.")
    expect(page.get_by_role("button", name="Husk")).to_be_focused()
    assert databases(page) == 0
    expect_open(page)


def test_a_link_opens_the_text_and_does_not_stay_in_the_address(page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html?a=b#kode={TYPED}")
    expect_open(page)
    assert page.url == f"{origin}/nb.html?a=b"
    assert page.evaluate("document.activeElement === document.body"), "who came to read is not taken elsewhere"


def test_a_link_with_a_wrong_code_leads_to_the_field(page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html#code=0000")
    expect_shut(page, "Koden er feil.")
    expect(page.get_by_label("Kode")).to_be_focused()


def test_without_script_the_page_says_so(browser: Browser, origin: str) -> None:
    with window(browser, SCRIPTLESS, origin) as page:
        page.goto(f"{origin}/nb.html")
        expect(page.get_by_text("Dette krever JavaScript.")).to_be_visible()
        expect(page.get_by_label("Kode")).to_be_hidden()


def test_without_web_crypto_the_page_says_so(page: Page, origin: str) -> None:
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.goto(f"{origin}/nb.html#kode={TYPED}")
    expect_shut(page, "Siden må åpnes over HTTPS.")


@pytest.mark.parametrize("typed", ["", "hunter2", "0000-0000-0000-0000"])
def test_a_wrong_code_is_told_and_can_be_mended(page: Page, origin: str, typed: str) -> None:
    page.goto(f"{origin}/nb.html")
    unlock(page, typed)
    expect_shut(page, "Koden er feil.")
    expect(page.get_by_label("Kode")).to_be_focused()
    unlock(page)
    expect_open(page)


def test_a_code_for_something_else_is_told(page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html")
    unlock(page, grants.code_text(PATRON))
    expect_shut(page, "Koden gjelder ikke denne teksten.")


@pytest.mark.parametrize("change", ["swapped", "cut", "gone", "a grant", "another page"])
def test_a_damaged_file_is_told_and_nothing_of_it_shown(site: Path, page: Page, origin: str, change: str) -> None:
    file, grant = site / "nb.json", site / "access" / grants.file_name(CODE, SITE)
    match change:
        case "swapped":
            shutil.copy(site / "en.json", file)
        case "cut":
            file.write_bytes(file.read_bytes()[:-40] + b'"}')
        case "gone":
            file.unlink()
        case "a grant":
            grant.write_text(grant.read_text(encoding="utf-8")[:-4] + "AAAA", encoding="utf-8")
        case _:
            page_file = site / "nb.html"
            page_file.write_text(page_file.read_text(encoding="utf-8").replace(SITE, "https://example.com/"), "utf-8")
            shutil.copy(grant, site / "access" / grants.file_name(CODE, "https://example.com/"))
    page.goto(f"{origin}/nb.html")
    unlock(page)
    expect_shut(page, "Filen er skadet.")


def test_a_connection_that_breaks_is_told(page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html")
    page.route("**/nb.json", lambda route: route.abort())
    unlock(page)
    expect_shut(page, "Ingen forbindelse.")


def test_nothing_is_stored_before_a_click_and_a_click_serves_all_editions_and_articles(page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html")
    unlock(page)
    expect_open(page)
    assert databases(page) == 0
    page.get_by_role("button", name="Husk").click()
    expect(page.get_by_role("button", name="Glem")).to_be_visible()
    assert databases(page) == 1
    page.goto(f"{origin}/en.html")
    expect_open(page, "The ice breaks up in May.")
    page.goto(f"{origin}/sea.html")
    expect_open(page, "Havet stiger.")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    page.get_by_role("button", name="Glem").click()
    expect(page.get_by_role("button", name="Husk")).to_be_visible()
    assert databases(page) == 0
    page.goto(f"{origin}/nb.html")
    expect(page.get_by_label("Kode")).to_be_visible()
    expect(page.get_by_text("Isen går")).to_have_count(0)


def test_the_key_that_is_stored_cannot_be_read(page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html#kode={TYPED}")
    page.get_by_role("button", name="Husk").click()
    expect(page.get_by_role("button", name="Glem")).to_be_visible()
    stored = page.evaluate(
        """() => new Promise((resolve) => {
          indexedDB.open("https://example.org/").onsuccess = ({ target: { result } }) => {
            const all = result.transaction("grants").objectStore("grants").getAll();
            all.onsuccess = () => resolve(all.result.map(({ name, key }) => [name, key.extractable, key.usages]));
          };
        })"""
    )
    assert stored == [[grants.file_name(CODE, SITE), False, ["unwrapKey"]]]


def test_a_member_who_was_revoked_is_asked_again(site: Path, page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html#kode={TYPED}")
    page.get_by_role("button", name="Husk").click()
    expect(page.get_by_role("button", name="Glem")).to_be_visible()
    (site / "access" / grants.file_name(CODE, SITE)).unlink()
    page.goto(f"{origin}/en.html")
    expect(page.get_by_label("Kode")).to_be_visible()
    expect_said(page, "Enheten er glemt.")
    assert page.evaluate("document.activeElement === document.body"), "who came to read is not taken elsewhere"
    assert databases(page) == 0


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_host_in_trouble_makes_no_device_forget(page: Page, origin: str, status: int) -> None:
    page.goto(f"{origin}/nb.html#kode={TYPED}")
    page.get_by_role("button", name="Husk").click()
    expect(page.get_by_role("button", name="Glem")).to_be_visible()
    for trouble in ("**/access/*", "**/en.json"):
        page.route(trouble, lambda route: route.fulfill(status=status, body="busy"))
        page.goto(f"{origin}/en.html")
        expect_shut(page, "Ingen forbindelse.")
        page.unroute(trouble)
    page.reload()
    expect_open(page, "The ice breaks up in May.")


def test_who_wants_to_be_remembered_can_say_so_with_the_code(page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html")
    expect(page.get_by_label("Husk enheten")).not_to_be_checked()
    page.get_by_label("Husk enheten").check()
    unlock(page, "hunter2")
    expect_shut(page, "Koden er feil.")
    assert databases(page) == 0
    unlock(page)
    expect_open(page)
    expect_said(page, "Enheten er husket.")
    expect(page.locator("[data-text]")).to_be_focused()
    page.goto(f"{origin}/en.html")
    expect_open(page, "The ice breaks up in May.")


def test_another_code_takes_the_place_of_the_one_that_is_kept(site: Path, page: Page, origin: str) -> None:
    publish(site, "en", "patron.2026-11")
    page.goto(f"{origin}/nb.html#kode={TYPED}")
    page.get_by_role("button", name="Husk").click()
    expect(page.get_by_role("button", name="Glem")).to_be_visible()
    page.goto(f"{origin}/en.html")
    expect_shut(page, "Koden gjelder ikke denne teksten.")
    unlock(page, grants.code_text(PATRON))
    expect_said(page, "Enheten er husket.")
    page.reload()
    expect_open(page, "The ice breaks up in May.")


def test_a_device_can_be_forgotten_where_its_key_opens_nothing(site: Path, page: Page, origin: str) -> None:
    page.goto(f"{origin}/nb.html")
    unlock(page, grants.code_text(PATRON))
    expect_shut(page, "Koden gjelder ikke denne teksten.")
    expect(page.get_by_role("button", name="Glem")).to_be_hidden()

    unlock(page)
    page.get_by_role("button", name="Husk").click()
    expect(page.get_by_role("button", name="Glem")).to_be_visible()
    (site / "en.json").write_text("{}", encoding="utf-8")
    page.goto(f"{origin}/en.html")
    expect_shut(page, "Filen er skadet.")
    page.get_by_role("button", name="Glem").click()
    expect(page.get_by_role("button", name="Glem")).to_be_hidden()
    expect_said(page, "Enheten er glemt.")
    expect(page.get_by_label("Kode")).to_be_focused()
    assert databases(page) == 0


def test_the_script_is_small() -> None:
    assert (REPOSITORY / "ordskifte/render/unlock.js").stat().st_size <= 6000


@pytest.mark.parametrize(
    "blocked", ["{ get() { throw new DOMException('', 'SecurityError') } }", "{ value: undefined }", "{ value: {} }"]
)
def test_where_nothing_can_be_stored_the_text_opens_all_the_same(page: Page, origin: str, blocked: str) -> None:
    page.add_init_script(f"Object.defineProperty(globalThis, 'indexedDB', {blocked})")
    page.goto(f"{origin}/nb.html")
    unlock(page)
    expect_open(page)
    page.get_by_role("button", name="Husk").click()
    expect(page.get_by_role("status")).to_have_text("Nettleseren vil ikke huske dette.", use_inner_text=True)
    expect_open(page)


def test_nothing_else_is_asked_for_and_nothing_goes_wrong(page: Page, origin: str) -> None:
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda problem: told.append(problem.message))
    page.goto(f"{origin}/nb.html#kode={TYPED}")
    expect_open(page)
    grant = f"/access/{grants.file_name(CODE, SITE)}"
    assert sorted(asked) == sorted(origin + path for path in ("/nb.html", "/unlock.js", "/nb.json", grant))
    assert told == []
