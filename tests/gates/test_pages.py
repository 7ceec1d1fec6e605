"""Every kind of page in both editions, in a real browser: on a phone and at a desk, in light and in dark."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from msgspec import Struct
from playwright.sync_api import Browser

from tests.gates.conftest import Plant
from tests.gates.page_types import addresses
from tests.gates.pages import html
from tests.gates.visits import DESKTOP, PHONE, Device, Visit, visits

pytestmark = pytest.mark.gate

ARTICLE = "en/articles/arctic-security/index.html"


class Fault(Struct, frozen=True):
    """What is wrong with a page that is made to fail, and what of a visit notices it."""

    noticed: str
    device: Device
    body: str = ""
    css: str = ""
    script: str = ""
    scheme: str = ""


FAULTS = {
    "a picture without words": Fault("barriers", PHONE, '<img src="/planted/picture.svg">'),
    "a heading that skips levels": Fault("barriers", DESKTOP, "<h6>Deep down</h6>"),
    "links too small for a finger": Fault(
        "barriers",
        PHONE,
        '<p class="tiny"><a href="/">a</a><a href="/en/">b</a></p>',
        ".tiny a { display: inline-block; inline-size: 9px; block-size: 9px; overflow: hidden }",
    ),
    "grey on grey in the dark only": Fault(
        "barriers",
        PHONE,
        '<p class="grey">Words</p>',
        "@media (prefers-color-scheme: dark) { .grey { color: #445; background: #223 } }",
        scheme="dark",
    ),
    "grey on grey in the light only": Fault(
        "barriers",
        DESKTOP,
        '<p class="grey">Words</p>',
        "@media (prefers-color-scheme: light) { .grey { color: #bbc; background: #dde } }",
        scheme="light",
    ),
    "grey on grey on a wide screen only": Fault(
        "barriers",
        DESKTOP,
        '<p class="grey">Words</p>',
        "@media (min-width: 1000px) { .grey { color: #889; background: #778 } }",
    ),
    "a block wider than a phone": Fault(
        "misplaced", PHONE, '<p class="broad">Words</p>', ".broad { inline-size: 321px }"
    ),
    "a heading in a box that is too low for wide text": Fault(
        "misplaced",
        DESKTOP,
        '<p class="low">Words</p>',
        ".low { block-size: 1.2em; line-height: 1.1; overflow: hidden }",
    ),
    "a line that is cut off at its end": Fault(
        "misplaced",
        DESKTOP,
        '<p class="short">More words than there is room for</p>',
        ".short { inline-size: 6em; overflow: hidden; white-space: nowrap }",
    ),
    "words on words": Fault(
        "misplaced", DESKTOP, '<p>Some</p><p class="up">Words</p>', ".up { margin-block-start: -1.5em }"
    ),
    "words on a picture": Fault(
        "misplaced",
        PHONE,
        '<img class="wide" src="/planted/picture.svg" alt=""><p class="up">Words</p>',
        ".wide { block-size: 5em } .up { margin-block-start: -3em }",
    ),
    "a band that pushes the page down when it comes": Fault(
        "moved",
        DESKTOP,
        script="setTimeout(() => document.querySelector('main').insertAdjacentHTML('beforebegin', '<p>a</p>'), 30)",
    ),
    "a picture that makes room for itself": Fault(
        "moved",
        PHONE,
        script="""const figure = document.querySelector("figure");
            figure.querySelector("img").removeAttribute("height");
            document.querySelector("main").prepend(figure);""",
    ),
    "a word that only a pointer can press": Fault(
        "unreachable", PHONE, '<span class="tap">Tap</span>', ".tap { cursor: pointer }"
    ),
    "a link that the keyboard passes over": Fault("unreachable", DESKTOP, '<a href="/" tabindex="-1">Home</a>'),
    "a button that is only a ground": Fault(
        "vanished", PHONE, '<a class="tile" href="/">Home</a>', ".tile { background: #14191e; color: #fff }"
    ),
    "a rule that is a gradient": Fault(
        "vanished",
        DESKTOP,
        '<p class="ruled">Words</p>',
        ".ruled::before { content: ''; background: linear-gradient(#000, #000) }",
    ),
    "an icon in a colour of its own": Fault(
        "vanished",
        DESKTOP,
        '<svg width="24" height="24" aria-hidden="true"><path d="M0 0h24v24H0z"/></svg>',
        "svg { fill: #14191e; forced-color-adjust: none }",
        scheme="dark",
    ),
    "words that keep their colour": Fault(
        "vanished", PHONE, '<p class="own">Words</p>', ".own { color: #fff; forced-color-adjust: none }", scheme="light"
    ),
    "a link that fades": Fault("moving", PHONE, css="a { transition: color 1s }"),
    "a sign that turns": Fault(
        "moving", DESKTOP, css=".share { animation: turn 1s } @keyframes turn { to { rotate: 1turn } }"
    ),
    "a page that glides": Fault("moving", DESKTOP, css="html { scroll-behavior: smooth }"),
    "a picture from another host": Fault("foreign", DESKTOP, '<img src="https://third.example/pixel.png" alt="">'),
    "a script that asks another host": Fault("foreign", DESKTOP, script='fetch("https://third.example/count")'),
    "an inline style": Fault("refused", PHONE, '<p style="color: navy">Words</p>'),
    "an inline script": Fault("refused", PHONE, "<script>var planted</script>"),
    "an inline handler": Fault("refused", PHONE, '<p onclick="alert(1)">Words</p>'),
    "a script that throws": Fault("errors", PHONE, script='throw new Error("planted")'),
    "a picture that is not there": Fault("errors", DESKTOP, '<img src="/planted/nowhere.svg" alt="">'),
}


@pytest.fixture(scope="module")
def pages(sample: Path) -> dict[str, str]:
    return html(sample)


@pytest.fixture(scope="module")
def paths() -> tuple[str, ...]:
    """One of every type, but of those at old addresses, which a browser leaves at once."""
    return addresses("redirects")


@pytest.fixture(scope="module")
def on_a_phone(browser: Browser, origin: str, axe: str, paths: Iterable[str]) -> dict[str, Visit]:
    return visits(browser, PHONE, origin, paths, axe)


@pytest.fixture(scope="module")
def at_a_desk(browser: Browser, origin: str, axe: str, paths: Iterable[str]) -> dict[str, Visit]:
    return visits(browser, DESKTOP, origin, paths, axe)


def noticed(what: str, *seen: Mapping[str, Visit]) -> dict[str, tuple[str, ...]]:
    """What was noticed of this sort, by the pages where there was anything."""
    return {path: found for each in seen for path, visit in each.items() if (found := getattr(visit, what))}


def test_axe_finds_no_barrier(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("barriers", on_a_phone) == {}
    assert noticed("barriers", at_a_desk) == {}


def test_nothing_is_cut_off_or_lies_on_something_else(
    on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]
) -> None:
    """At a desk and a zoom of four, too, at which it has the width of a phone; and with wide text."""
    assert noticed("misplaced", on_a_phone) == {}
    assert noticed("misplaced", at_a_desk) == {}


def test_nothing_moves_while_a_page_comes(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("moved", on_a_phone) == {}
    assert noticed("moved", at_a_desk) == {}


def test_all_that_a_pointer_can_press_a_keyboard_can(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("unreachable", on_a_phone, at_a_desk) == {}


def test_in_a_readers_own_colours_nothing_vanishes(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("vanished", on_a_phone, at_a_desk) == {}


def test_nothing_moves_for_who_asks_for_it(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("moving", on_a_phone, at_a_desk) == {}


def test_no_page_asks_a_third_party_for_anything(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("foreign", on_a_phone, at_a_desk) == {}


def test_no_page_needs_more_than_a_strict_policy_allows(on_a_phone: dict[str, Visit]) -> None:
    assert noticed("refused", on_a_phone) == {}


def test_no_page_shows_an_error_in_its_console(on_a_phone: dict[str, Visit], at_a_desk: dict[str, Visit]) -> None:
    assert noticed("errors", on_a_phone, at_a_desk) == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(
    browser: Browser, origin: str, axe: str, pages: Mapping[str, str], plant: Plant, name: str
) -> None:
    fault = FAULTS[name]
    plant("picture.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    head = f'<link rel="stylesheet" href="{plant("fault.css", fault.css)}">'
    head += f'<script src="{plant("fault.js", fault.script)}" defer></script>'
    page = pages[ARTICLE].replace("</head>", f"{head}</head>").replace("</main>", f"{fault.body}</main>")
    path = plant("fault.html", page)
    found = noticed(fault.noticed, visits(browser, fault.device, origin, [path], axe))
    assert found
    assert all(fault.scheme in words for words in found[path])
