"""A browser looks at a page, and says what it noticed."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from msgspec import Struct
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Route, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PLAIN_HOST = "plain.example"
"""A name for this machine that is no `localhost`: over plain HTTP browsers do not trust it."""
RESOLVER = f"--host-resolver-rules=MAP {PLAIN_HOST} 127.0.0.1"
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The tags of axe's rules: WCAG 2.2 at level AA, and its own advice."""

SIGHTS = Path(__file__).with_name("sights.js").read_text(encoding="utf-8")
"""Measures what can be seen of a page."""
PICTURE = re.compile(r"\.(?:avif|jpe?g|png|svg|webp)$")
LOW = 256
"""The height of a window of 1024 pixels at four times the size; its 1280 pixels of width are a phone's 320."""

AXE = """async (tags) => {
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  const { violations } = await axe.run({ runOnly: tags, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} (${node.failureSummary})`));
}"""
WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return left < 0 || right > edge;
  });
  return [`scrolls sideways: ${wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 80)).join(" | ")}`];
}"""

SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 50)));
})"""
"""How much has moved on a page, until all is still: the sum of its layout shifts."""
KEPT = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
  ...(await indexedDB.databases()).map(({ name }) => name), ...(await caches.keys()),
].filter(Boolean)"""
"""The names of all that a page has left in the browser."""


class Device(Struct, frozen=True):
    """What a page is looked at with."""

    width: int
    obeys_policy: bool = True
    """Whether it heeds the host's Content-Security-Policy. Without it a request to a third party would be made."""
    has_scripts: bool = True


PHONE = Device(320)
DESKTOP = Device(1280, obeys_policy=False)
SCRIPTLESS = Device(320, has_scripts=False)


class Visit(Struct, frozen=True):
    """What was noticed on one page, each in words; nothing, where all is well."""

    barriers: tuple[str, ...] = ()
    """What axe finds, in a light and in a dark scheme."""
    misplaced: tuple[str, ...] = ()
    """What runs out of the window, is cut off or lies on something else, in a low window and with wide text too."""
    moved: tuple[str, ...] = ()
    """How far things moved while the page and its pictures came, if no reader was about to do something."""
    unreachable: tuple[str, ...] = ()
    """What a pointer can press and a keyboard cannot."""
    vanished: tuple[str, ...] = ()
    """What cannot be seen in colours that the reader has chosen for all sites."""
    moving: tuple[str, ...] = ()
    """What moves though the reader has asked that nothing does."""
    foreign: tuple[str, ...] = ()
    """Requests to another host."""
    refused: tuple[str, ...] = ()
    """What the Content-Security-Policy forbade."""
    errors: tuple[str, ...] = ()
    """What scripts threw, and what the console showed as an error."""


@contextmanager
def browsing(chromium: Path, *flags: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=[*FLAGS, RESOLVER, *flags])
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, device: Device, origin: str) -> Iterator[Page]:
    """An empty page in a window of such a device, which reaches this origin only."""
    opened = browser.new_context(
        viewport={"width": device.width, "height": 800},
        bypass_csp=not device.obeys_policy,
        java_script_enabled=device.has_scripts,
    )
    opened.route(lambda address: not address.startswith(origin), lambda route: route.abort())
    yield opened.new_page()
    opened.close()


def visits(browser: Browser, device: Device, origin: str, paths: Iterable[str], axe: str) -> dict[str, Visit]:
    """What there is to notice at each path; `axe` is the source of the checker."""
    with window(browser, device, origin) as page:
        return {path: visit(page, origin, path, axe) for path in paths}


def visit(page: Page, origin: str, path: str, axe: str, act: Callable[[Page], None] | None = None) -> Visit:
    """What there is to notice at a path, with all opened that opens, when a reader has done something there."""
    page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="no-preference")
    with listening(page, origin) as (foreign, told):
        _open(page, origin + path)
        if act:
            act(page)
        page.evaluate("sights.settle()")
        shift = 0 if act else page.evaluate(SHIFTS)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        misplaced = page.evaluate(WIDE) + _misplaced(page)
        unreachable = page.evaluate("sights.unreachable()")
        barriers = barriers_of(page, axe)
        vanished, moving = _in_readers_colours(page)
    refused = tuple(message for message in told if "Content Security Policy" in message)
    return Visit(
        barriers=barriers,
        misplaced=tuple(misplaced),
        moved=(f"moved by {shift}",) if shift else (),
        unreachable=tuple(unreachable),
        vanished=vanished,
        moving=moving,
        foreign=tuple(foreign),
        refused=refused,
        errors=tuple(message for message in told if message not in refused),
    )


def _open(page: Page, url: str) -> None:
    """Open a page whose pictures come when the rest has been painted, as over a slow line."""
    held: list[Route] = []
    page.route(PICTURE, lambda route: held.append(route))
    page.goto(url, wait_until="domcontentloaded")
    page.evaluate(SIGHTS)
    page.evaluate("sights.painted()")
    for route in held:
        route.continue_()
    page.unroute(PICTURE)
    page.wait_for_load_state("load")


def _misplaced(page: Page) -> list[str]:
    """What is where it should not be, in a window that is as low as one is at a zoom of four."""
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": size["width"], "height": LOW})
    told = [*page.evaluate("sights.layout()"), *page.evaluate("sights.spaced()")]
    page.set_viewport_size(size)
    return told


def _in_readers_colours(page: Page) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What vanishes, and what moves, for readers who have chosen their colours, light or dark, and no motion."""
    page.emulate_media(color_scheme="light")
    page.evaluate("sights.mark()")
    vanished: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, forced_colors="active", reduced_motion="reduce")
        vanished += (f"in {scheme} colours of the reader's, {words}" for words in page.evaluate("sights.vanished()"))
    return tuple(vanished), tuple(page.evaluate("sights.moving()"))


def barriers_of(page: Page, axe: str) -> tuple[str, ...]:
    """What axe finds on a page as it now is, in a light and in a dark scheme."""
    page.evaluate(axe)
    barriers: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        barriers += (f"in the {scheme} scheme, {barrier}" for barrier in page.evaluate(AXE, [*RULES]))
    return tuple(barriers)


@contextmanager
def listening(page: Page, origin: str) -> Iterator[tuple[list[str], list[str]]]:
    """The requests to other hosts, and the errors that are told, while this lasts."""
    foreign: list[str] = []
    told: list[str] = []

    def see(request: Request) -> None:
        if not request.url.startswith(origin):
            foreign.append(request.url)

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            told.append(message.text)

    def fail(problem: Error) -> None:
        told.append(problem.message)

    page.on("request", see)
    page.on("console", hear)
    page.on("pageerror", fail)
    yield foreign, told
    page.remove_listener("request", see)
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", fail)
