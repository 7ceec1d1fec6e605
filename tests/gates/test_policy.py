"""What the site asks browsers to forbid, and that none of its pages would need it, whether a browser looks or not.

What a browser fetches and refuses when it does look is in `test_pages.py`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.gates.pages import html

pytestmark = pytest.mark.gate

ARTICLE = "en/articles/the-last-ferry/index.html"
NEEDED: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "connect-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'none'",),
}
"""What a policy must say, and the most that it may allow by it."""
OPEN = ("frame-src", "form-action")
"""What a policy may allow whole hosts, one by one."""
FETCHED: Mapping[str, tuple[str, ...]] = {
    "src": ("img", "script", "iframe", "embed", "audio", "video", "source", "track", "input", "frame"),
    "srcset": ("img", "source"),
    "imagesrcset": ("link",),
    "href": ("image", "use", "feimage"),
    "xlink:href": ("image", "use", "feimage"),
    "data": ("object",),
    "poster": ("video",),
    "background": ("body", "table", "td"),
    "ping": ("a", "area"),
    "manifest": ("html",),
}
"""The attributes whose addresses a browser asks without being told to by its reader, and where they stand."""
NAMED = ("alternate", "author", "canonical", "help", "license", "me", "next", "prev", "search", "tag")
"""What a `<link>` only names: https://html.spec.whatwg.org/multipage/links.html#linkTypes. All others are fetched."""
URL = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)""", re.IGNORECASE)


def parts(policy: str) -> dict[str, tuple[str, ...]]:
    """The directives of a policy; of one that stands twice the first counts."""
    found: dict[str, tuple[str, ...]] = {}
    for directive in filter(None, map(str.split, policy.split(";"))):
        found.setdefault(directive[0], tuple(directive[1:]))
    return found


def too_open(policy: str) -> Iterator[str]:
    """What a policy allows, or does not speak of."""
    said = parts(policy)
    yield from (f"nothing is said of {name}" for name in (*NEEDED, "form-action") if name not in said)
    for name, sources in said.items():
        if name in OPEN:
            is_host = re.compile(r"'none'|'self'|https://[a-z0-9.-]+(:\d+)?").fullmatch
            yield from (f"{name} allows {source}" for source in sources if not is_host(source))
        else:
            yield from (f"{name} allows {source}" for source in sources if source not in NEEDED.get(name, ()))


def refused(page: str, policy: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What on a page a browser would not run, show or fetch, or would fetch from others."""
    for node in LexborHTMLParser(page).css("*"):
        yield from _refused(node, node.tag or "", policy)


def _refused(node: LexborNode, tag: str, policy: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    attributes = {name: value or "" for name, value in node.attributes.items()}
    if tag in ("style", "base", "object", "embed", "applet"):
        yield f"<{tag}>"
    if tag == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json":
        yield "an inline script"
    for name, value in attributes.items():
        if name == "style" or name.startswith("on"):
            yield f"{name} on <{tag}>"
        if value.strip().lower().startswith(("javascript:", "vbscript:")):
            yield f"{value} on <{tag}>"
        if tag in FETCHED.get(name, ()):
            allowed = policy.get("frame-src", ()) if tag == "iframe" else ()
            yield from (
                f"{address} for <{tag}>" for address in _addresses(name, value) if _is_foreign(address, allowed)
            )
    if tag == "link" and {*attributes.get("rel", "").lower().split()} - {*NAMED} and _is_foreign(attributes["href"]):
        yield f"{attributes['href']} for <link>"
    if tag == "form" and _is_foreign(attributes.get("action", ""), policy["form-action"]):
        yield f"{attributes['action']} for <form>"
    if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        address = attributes.get("content", "").partition("url=")[2]
        yield from (f"{address} for <meta>" for _ in "." if _is_foreign(address))


def _addresses(name: str, value: str) -> list[str]:
    """Those in an attribute, of which some hold several."""
    if name in ("srcset", "imagesrcset"):
        return [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]
    return value.split() if name == "ping" else [value]


def _is_foreign(address: str, allowed: tuple[str, ...] = ()) -> bool:
    parts = urlsplit(address)
    if parts.scheme == "data":
        return False
    return bool(parts.scheme or parts.netloc) and f"{parts.scheme}://{parts.netloc}" not in allowed


def foreign_in_style(css: str) -> list[str]:
    return [address for found in URL.findall(css) for address in found if address and _is_foreign(address)]


@pytest.fixture(scope="module")
def policies(sample: Path) -> list[str]:
    """The policies that hosts are told to send, of which there should be one."""
    text = (sample / "_headers").read_text(encoding="utf-8")
    return re.findall(r"^/\*\n(?:  .*\n)*?  Content-Security-Policy: (.*)$", text, re.MULTILINE)


def test_the_policy_allows_nothing_inline_and_nobody_else(policies: list[str]) -> None:
    [policy] = policies
    assert "unsafe" not in policy
    assert [*too_open(policy)] == []


def test_no_page_needs_what_the_policy_forbids_or_asks_others_for_anything(sample: Path, policies: list[str]) -> None:
    policy = parts(policies[0])
    assert {path: found for path, page in html(sample).items() if (found := [*refused(page, policy)])} == {}


def test_no_style_sheet_and_no_picture_asks_others_for_anything(sample: Path) -> None:
    styles = {file.name: foreign_in_style(file.read_text(encoding="utf-8")) for file in sample.rglob("*.css")}
    pictures = {
        file.name: [*refused(file.read_text(encoding="utf-8"), {"form-action": ()})] for file in sample.rglob("*.svg")
    }
    assert styles
    assert pictures
    assert {name: found for name, found in (styles | pictures).items() if found} == {}


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
        ("script-src 'self'", "script-src 'self' https://cdn.example"),
        ("script-src 'self'", "script-src 'self' data:"),
        ("default-src 'none'", "default-src *"),
        ("frame-src https://film.example", "frame-src https:"),
        ("form-action https://letters.example", "form-action *"),
        ("base-uri 'none'; ", ""),
        ("form-action https://letters.example; ", ""),
        ("; frame-ancestors 'none'", ""),
        ("connect-src 'self'", "connect-src 'self' https://counts.example"),
    ],
)
def test_a_policy_that_allows_more_is_told(policies: list[str], policy: str, told: str) -> None:
    assert policy in policies[0]
    assert [*too_open(policies[0].replace(policy, told))]


@pytest.mark.parametrize(
    "fault",
    [
        '<p style="color: navy">Words</p>',
        "<style>p { color: navy }</style>",
        "<script>planted()</script>",
        '<p onclick="planted()">Words</p>',
        '<svg><rect onload="planted()"/></svg>',
        '<a href="javascript:planted()">Words</a>',
        '<script src="https://third.example/count.js"></script>',
        '<script src="//third.example/count.js"></script>',
        '<img src="https://third.example/pixel.png" alt="">',
        '<img src="/a.png" srcset="/a.png 1x, https://third.example/a.png 2x" alt="">',
        '<picture><source srcset="https://third.example/a.avif"><img src="/a.png" alt=""></picture>',
        '<link rel="stylesheet" href="https://third.example/letters.css">',
        '<link rel="preconnect" href="https://third.example">',
        '<link rel="icon" href="https://third.example/icon.svg">',
        '<iframe src="https://third.example/film"></iframe>',
        '<video src="/a.mp4" poster="https://third.example/a.png"></video>',
        '<a href="/" ping="https://third.example/count">Words</a>',
        '<svg><use href="https://third.example/icons.svg#a"/></svg>',
        '<form action="https://third.example/subscribe"></form>',
        '<meta http-equiv="refresh" content="0; url=https://third.example/">',
        '<object data="/a.pdf"></object>',
        '<base href="/en/">',
    ],
)
def test_what_a_browser_would_refuse_or_fetch_is_told(sample: Path, policies: list[str], fault: str) -> None:
    page = (sample / ARTICLE).read_text(encoding="utf-8").replace("</main>", f"{fault}</main>")
    assert [*refused(page, parts(policies[0]))]


def test_what_a_style_sheet_would_fetch_from_others_is_told() -> None:
    assert foreign_in_style('@import "https://third.example/a.css"; p { background: url(//third.example/a.png) }')
    assert foreign_in_style("p { background: url('data:image/svg+xml,a') url(a.png) }") == []
