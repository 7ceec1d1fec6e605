"""Campaigns in a real browser: what readers see at which moment, with what it leaves behind and what it moves."""

import io
import shutil
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.gates.hosting import POLICY, hosted
from tests.gates.visits import AXE, KEPT, RULES, SCHEMES, SHIFTS
from tests.program import REPOSITORY, ordskifte
from tests.stories import looking
from tests.test_campaigns import ARTICLES, FOG, SITE, campaign

pytestmark = pytest.mark.gate

BUILT = "2026-12-20T12:00"
"""In the last days of the winter campaign, so that it and a line above all pages are open."""
END = "/en/articles/the-quiet-alliance/"
STICKY = "/en/articles/machines-that-translate/"
INLINE = "/artikler/hva-er-en-oy/"
WINTER, FREE, LINE, EDGE = "ask-winter", "ask-free-article", "ask-winter-ends", "ask-by-people"
KEY = "ask-away-until"
ASKS = ".ask"
PHONE, DESK = (320, 640), (1280, 800)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sample that was built while campaigns with an end were open."""
    output = tmp_path_factory.mktemp("winter") / "site"
    done = ordskifte(REPOSITORY, "--output", str(output), "--at", BUILT)
    assert done.returncode == 0, done.stdout
    shutil.rmtree(output / ".ordskifte")
    return output


@pytest.fixture(scope="module")
def winter(built: Path) -> Iterator[str]:
    with hosted(built) as address:
        yield address


@pytest.fixture(scope="module")
def edges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose campaigns end in the hours that the clocks of Oslo skip and repeat."""
    root = tmp_path_factory.mktemp("edges")
    ends = (
        campaign("spring", "top", "end = 2026-03-29T03:00:00"),
        campaign("first", "article-inline", "end = 2026-10-25T02:30:00"),
        campaign("second", "article-end", "end = 2026-10-25T02:30:00+01:00"),
    )
    looking(root, SITE + "".join(ends), ARTICLES.replace("2026-05", "2026-01"))
    done = ordskifte(root, "--at", "2026-03-28T12:00")
    assert done.returncode == 0, done.stdout
    with hosted(root / "output") as address:
        yield address


class Reader:
    """Somebody with a browser, a window and a clock; all that was requested is noted."""

    def __init__(
        self, browser: Browser, origin: str, size: tuple[int, int], scripts: bool = True, zone: str = "Europe/Oslo"
    ) -> None:
        width, height = size
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, timezone_id=zone
        )
        self.requests: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page: Page = self.context.new_page()
        self.origin = origin

    def at(self, moment: str) -> "Reader":
        """The same with a clock that stands."""
        self.page.clock.set_fixed_time(datetime.fromisoformat(moment))
        return self

    def since(self, moment: str) -> "Reader":
        """The same with a clock that goes on from a moment."""
        self.page.clock.install(time=datetime.fromisoformat(moment))
        return self

    def opens(self, path: str) -> "Reader":
        self.page.goto(self.origin + path, wait_until="load")
        return self

    def seen(self) -> list[str]:
        """The campaigns that the reader sees, in the order of the page."""
        asks = self.page.locator(ASKS).all()
        return [ask.get_attribute("aria-labelledby") or "" for ask in asks if ask.is_visible()]


@pytest.fixture
def reader(browser: Browser, winter: str) -> Iterator[Reader]:
    made = Reader(browser, winter, PHONE)
    yield made
    made.context.close()


@pytest.fixture
def scriptless(browser: Browser, winter: str) -> Iterator[Reader]:
    made = Reader(browser, winter, PHONE, scripts=False)
    yield made
    made.context.close()


# ---- At which moment -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-24T23:59:50+01:00", [LINE, WINTER]),
        ("2026-12-25T00:00:00+01:00", [FREE]),
        ("2027-06-01T12:00:00+02:00", [FREE]),
        # A clock that is behind: what has not begun by it is not shown either.
        ("2026-12-18T05:59:59+01:00", [WINTER]),
        ("2026-12-01T05:59:59+01:00", [FREE]),
        ("2026-12-01T06:00:01+01:00", [WINTER]),
    ],
)
def test_what_is_open_by_the_readers_clock_is_shown(reader: Reader, moment: str, expected: list[str]) -> None:
    assert reader.at(moment).opens(END).seen() == expected


@pytest.mark.parametrize("zone", ["Europe/Oslo", "America/New_York", "Pacific/Kiritimati"])
def test_on_days_of_23_and_25_hours_it_closes_at_its_moment_wherever_the_reader_is(
    browser: Browser, edges: str, zone: str
) -> None:
    reader = Reader(browser, edges, PHONE, zone=zone)
    shown = {
        moment: [name.removeprefix("ask-") for name in reader.at(f"{moment}+00:00").opens(f"/{FOG}").seen()]
        for moment in (
            "2026-03-29T00:59:59",
            "2026-03-29T01:00:00",
            "2026-10-25T00:29:59",
            "2026-10-25T00:30:00",
            "2026-10-25T01:29:59",
            "2026-10-25T01:30:00",
        )
    }
    assert [*shown.values()] == [
        ["spring", "first", "second"],
        ["first", "second"],
        ["first", "second"],
        ["second"],
        ["second"],
        [],
    ]
    reader.context.close()


def test_in_an_open_tab_a_campaign_closes_at_its_moment(reader: Reader) -> None:
    reader.since("2026-12-24T23:59:00+01:00").opens(END)
    assert reader.seen() == [LINE, WINTER]
    reader.page.clock.fast_forward(61_000)
    assert reader.seen() == [FREE]


def test_in_a_tab_that_is_opened_for_a_month_it_closes_too(reader: Reader) -> None:
    reader.since("2026-12-01T07:00:00+01:00").opens(END)
    assert reader.seen() == [WINTER]
    reader.page.clock.run_for(24 * 24 * 3_600_000)
    assert reader.seen() == [FREE]


def test_a_closed_campaign_is_at_no_moment_painted(reader: Reader) -> None:
    """Not even while the script is on its way."""
    seen: list[list[str]] = []

    def slowly(route: Route) -> None:
        seen.append(reader.seen())
        route.continue_()

    reader.context.route("**/window.*.js", slowly)
    reader.at("2027-01-02T12:00:00+01:00").opens(END)
    seen.append(reader.seen())
    assert len(seen) > 1
    assert all(WINTER not in asks and LINE not in asks for asks in seen)


def test_without_scripts_the_lasting_one_stands(scriptless: Reader) -> None:
    assert scriptless.opens(END).seen() == [FREE]
    assert scriptless.opens(STICKY).seen() == [FREE]


def test_where_the_script_cannot_be_had_the_lasting_one_stands(reader: Reader) -> None:
    reader.context.route("**/window.*.js", lambda route: route.abort())
    assert reader.at(BUILT).opens(END).seen() == [FREE]


# ---- What it moves -------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("path", [END, STICKY, INLINE, "/"])
@pytest.mark.parametrize("moment", ["2026-12-20T12:00:00+01:00", "2027-01-02T12:00:00+01:00"])
def test_nothing_moves_when_one_appears_or_is_gone(
    browser: Browser, winter: str, size: tuple[int, int], path: str, moment: str
) -> None:
    reader = Reader(browser, winter, size)
    reader.at(moment)
    assert reader.opens(path).page.evaluate(SHIFTS) == 0
    reader.page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    assert reader.page.evaluate(SHIFTS) == 0
    reader.context.close()


@pytest.mark.parametrize("path", [END, INLINE, "/"])
def test_nothing_moves_however_long_the_script_is_on_its_way(reader: Reader, path: str) -> None:
    def slowly(route: Route) -> None:
        time.sleep(0.4)
        route.continue_()

    reader.context.route("**/window.*.js", slowly)
    assert reader.at(BUILT).opens(path).page.evaluate(SHIFTS) == 0
    assert reader.seen()[0] == LINE


def test_a_shift_would_be_noticed(reader: Reader) -> None:
    reader.opens(END)
    reader.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforebegin', '<p>a</p>'.repeat(9))")
    assert reader.page.evaluate(SHIFTS) > 0


# ---- What it leaves behind -----------------------------------------------------------


def test_nothing_is_kept_and_no_one_else_is_asked_before_a_click(reader: Reader) -> None:
    for path in (END, STICKY, INLINE, "/"):
        assert reader.at(BUILT).opens(path).page.evaluate(KEPT) == []
    assert [url for url in reader.requests if not url.startswith(reader.origin)] == []
    assert reader.context.cookies() == []


def test_what_is_put_away_stays_away_for_its_days_and_leaves_one_number(reader: Reader) -> None:
    reader.at("2026-12-20T12:00:00+01:00")
    assert EDGE in reader.opens(STICKY).seen()
    reader.page.get_by_role("button", name="Not now").click()
    assert EDGE not in reader.seen()
    assert reader.page.evaluate(KEPT) == [KEY]
    until = int(reader.page.evaluate(f"localStorage.getItem('{KEY}')"))
    assert datetime.fromtimestamp(until / 1000).astimezone() == datetime.fromisoformat("2027-01-03T12:00:00+01:00")
    assert EDGE not in reader.opens(STICKY).seen()
    reader.at("2027-01-03T11:59:00+01:00")
    assert EDGE not in reader.opens(STICKY).seen()
    reader.at("2027-01-03T12:00:01+01:00")
    assert EDGE in reader.opens(STICKY).seen()
    assert reader.context.cookies() == []


@pytest.mark.parametrize("value", ["", "soon", "-1", "99999999999999999"])
def test_what_nobody_has_written_puts_nothing_away(reader: Reader, value: str) -> None:
    reader.opens(STICKY).page.evaluate(f"localStorage.setItem('{KEY}', '{value}')")
    assert EDGE in reader.opens(STICKY).seen()


@pytest.mark.parametrize(
    "refusal",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })",
        "Object.defineProperty(window, 'localStorage', { value: null })",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
        "Storage.prototype.getItem = () => { throw new DOMException('corrupt', 'UnknownError') }",
    ],
    ids=["blocked", "none", "full", "corrupt"],
)
def test_where_nothing_can_be_kept_it_goes_for_this_page(reader: Reader, refusal: str) -> None:
    reader.page.add_init_script(refusal)
    problems: list[str] = []
    reader.page.on("pageerror", lambda problem: problems.append(problem.message))
    assert EDGE in reader.opens(STICKY).seen()
    reader.page.get_by_role("button", name="Not now").click()
    assert EDGE not in reader.seen()
    assert problems == []


# ---- With a keyboard, and without good eyes ------------------------------------------

FOCUSED = """() => {
  const { top, bottom } = document.activeElement.getBoundingClientRect();
  const edge = document.querySelector(".sticky");
  const inside = edge.contains(document.activeElement);
  return {
    inside,
    hidden: !inside && document.activeElement !== document.body
      && bottom > edge.getBoundingClientRect().top && top < edge.getBoundingClientRect().bottom,
    name: document.activeElement.className || document.activeElement.tagName,
  };
}"""


HIDES = """() => {
  const edge = document.querySelector(".sticky");
  const all = [...document.querySelectorAll("a[href], button, input")]
    .filter((one) => !edge.contains(one) && one.checkVisibility());
  const names = all.filter((one) => {
    one.focus();
    const { top, bottom } = one.getBoundingClientRect();
    return bottom > edge.getBoundingClientRect().top + 1 && top < edge.getBoundingClientRect().bottom;
  });
  return { looked_at: all.length, names: names.map((one) => one.textContent) };
}"""


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_what_has_the_focus_is_never_behind_what_sticks(browser: Browser, winter: str, size: tuple[int, int]) -> None:
    reader = Reader(browser, winter, size).at(BUILT).opens(STICKY)
    count = reader.page.locator("a[href], button:visible, input").count()
    names: list[str] = []
    for _ in range(count):
        reader.page.keyboard.press("Tab")
        found = reader.page.evaluate(FOCUSED)
        assert not found["hidden"], found
        names.append(found["name"])
        if found["inside"] and found["name"] == "ask-away":
            break
    assert names[-1] == "ask-away"
    reader.page.keyboard.press("Enter")
    assert EDGE not in reader.seen()
    assert reader.page.evaluate("document.activeElement.className") == "colophon", "one is where the button was"
    assert reader.page.evaluate("scrollY + innerHeight + 1 >= document.documentElement.scrollHeight")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.closest('.colophon') !== null")
    reader.context.close()


@pytest.mark.parametrize("size", [(320, 640), (320, 420), (640, 430)])
def test_however_much_it_says_it_hides_nothing_that_has_the_focus(
    browser: Browser, winter: str, size: tuple[int, int]
) -> None:
    reader = Reader(browser, winter, size).at(BUILT).opens(STICKY)
    reader.page.evaluate("for (const p of document.querySelectorAll('.ask-sticky p')) p.append(' word'.repeat(60))")
    hidden = reader.page.evaluate(HIDES)
    assert hidden["looked_at"] > 20
    assert hidden["names"] == []
    reader.context.close()


def test_in_a_low_window_it_lies_at_the_end_of_the_page(browser: Browser, winter: str) -> None:
    reader = Reader(browser, winter, (640, 256)).at(BUILT).opens(STICKY)
    box = reader.page.locator(".sticky").bounding_box()
    assert box
    assert box["y"] > 1000
    reader.context.close()


def test_at_the_end_of_the_page_it_covers_nothing(reader: Reader) -> None:
    reader.at(BUILT).opens(STICKY).page.evaluate("scrollTo(0, document.body.scrollHeight)")
    foot, edge = (reader.page.locator(selector).bounding_box() for selector in (".colophon", ".sticky"))
    assert foot
    assert edge
    assert foot["y"] + foot["height"] <= edge["y"] + 1


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_buttons_are_large_enough_for_a_finger(browser: Browser, winter: str, size: tuple[int, int]) -> None:
    reader = Reader(browser, winter, size).at(BUILT)
    for path, selector in ((STICKY, ".ask-away"), (INLINE, ".ask-form button"), (INLINE, ".ask-form input")):
        box = reader.opens(path).page.locator(selector).bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    reader.context.close()


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("path", [END, STICKY, INLINE, "/"])
def test_axe_finds_no_barrier_while_they_are_open(
    browser: Browser, winter: str, axe: str, size: tuple[int, int], path: str
) -> None:
    reader = Reader(browser, winter, size)
    reader.at("2026-12-20T12:00:00+01:00")
    reader.opens(path).page.evaluate(axe)
    for scheme in SCHEMES:
        reader.page.emulate_media(color_scheme=scheme)
        assert reader.page.evaluate(AXE, [*RULES]) == []
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert reader.page.evaluate(wide)
    reader.context.close()


def test_each_is_a_region_with_a_name_and_the_goal_is_told(reader: Reader) -> None:
    reader.at(BUILT).opens(END)
    region = reader.page.get_by_role("complementary", name="What you read next year is paid for now")
    assert region.is_visible()
    assert region.get_by_role("progressbar", name="187,500 of 250,000 kroner").is_visible()
    form = reader.opens(INLINE).page.get_by_role("complementary", name="Et brev fra randen, hver fredag")
    assert form.get_by_role("textbox", name="E-postadressen din").is_visible()


def test_in_a_readers_own_colours_buttons_and_edges_are_there(reader: Reader) -> None:
    reader.page.emulate_media(forced_colors="active")
    reader.at(BUILT).opens(STICKY)
    border = "(node) => getComputedStyle(node).borderTopStyle + parseFloat(getComputedStyle(node).borderTopWidth)"
    assert reader.page.locator(".ask-away").evaluate(border) == "solid1"
    assert reader.page.locator(".sticky").evaluate(border) == "solid3"
    assert reader.opens(INLINE).page.locator(".ask-form input").evaluate(border) == "solid1"


def test_in_a_readers_own_colours_one_sees_how_far_it_has_come(reader: Reader) -> None:
    reader.page.emulate_media(forced_colors="active")
    bar = reader.at(BUILT).opens(END).page.locator(".ask-goal progress")
    picture = Image.open(io.BytesIO(bar.screenshot())).convert("1")
    middle = [picture.getpixel((x, picture.height // 2)) for x in range(4, picture.width - 4)]
    assert middle.count(0) / len(middle) == pytest.approx(0.75, abs=0.02)


def test_on_paper_there_are_none(reader: Reader) -> None:
    reader.at(BUILT)
    for path in (END, STICKY, INLINE, "/"):
        reader.opens(path).page.emulate_media(media="print")
        assert reader.seen() == []
        assert not reader.page.locator(".sticky").is_visible()


def test_with_reduced_motion_nothing_moves_by_itself(reader: Reader) -> None:
    reader.page.emulate_media(reduced_motion="reduce")
    reader.opens(STICKY)
    moving = "(node) => getComputedStyle(node).transitionDuration + getComputedStyle(node).animationName"
    assert {reader.page.locator(selector).evaluate(moving) for selector in (".sticky", ".ask-away")} == {"0snone"}


# ---- A newsletter --------------------------------------------------------------------

LETTERS = "https://letters.example"


def test_the_letter_is_ordered_without_a_script_from_a_host_whose_policy_allows_its_address(
    browser: Browser, built: Path
) -> None:
    with hosted(built, POLICY.replace("form-action 'none'", f"form-action {LETTERS}")) as origin:
        reader = Reader(browser, origin, PHONE, scripts=False)
        reader.context.route(f"{LETTERS}/**", lambda route: route.fulfill(body="Takk."))
        field = reader.opens(INLINE).page.get_by_role("textbox", name="E-postadressen din")
        button = reader.page.get_by_role("button", name="Send meg brevet")
        for wrong in ("", "kari"):
            field.fill(wrong)
            button.click()
            expect(field).to_be_focused()
        assert [url for url in reader.requests if url.startswith(LETTERS)] == []
        field.fill("kari@example.org")
        with reader.page.expect_request(f"{LETTERS}/**") as sent:
            button.click()
        expect(reader.page.get_by_text("Takk.")).to_be_visible()
        assert (sent.value.method, sent.value.post_data) == ("POST", "email=kari%40example.org")
        reader.context.close()


def test_a_browser_knows_what_to_fill_in(reader: Reader) -> None:
    field = reader.opens(INLINE).page.get_by_role("textbox", name="E-postadressen din")
    facts = "(field) => [field.type, field.autocomplete, field.required, field.form.method]"
    assert field.evaluate(facts) == ["email", "email", True, "post"]


# ---- What it weighs ------------------------------------------------------------------


def test_the_scripts_are_small() -> None:
    assets = REPOSITORY / "templates" / "assets"
    assert (assets / "window.js").stat().st_size <= 500
    assert (assets / "dismiss.js").stat().st_size <= 700


def test_a_page_on_which_nothing_closes_or_sticks_asks_for_neither(sample: Path) -> None:
    page = (sample / "en" / "articles" / "the-quiet-alliance" / "index.html").read_text(encoding="utf-8")
    assert "ask-free-article" in page
    assert "window." not in page
    assert "dismiss." not in page
