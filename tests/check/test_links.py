"""Where links lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.check import links
from ordskifte.check.links import Addresses, Anchor
from ordskifte.check.pages import written

FILES = ("index.html", "om/index.html", "404.html", "bilder/øy.png", "site.css", "icon.svg")
ADDRESSES = Addresses("https://example.org", "/blad/", FILES)


def told(body: str, path: str = "om/index.html") -> list[str]:
    page = written(path, f"<html><body>{body}</body></html>".encode())
    return [fault.message for fault in links.faults(page, ADDRESSES, [])]


@pytest.mark.parametrize(
    "address",
    [
        "/blad/",
        "/blad/om/",
        "/blad/om/index.html",
        "/blad/om/?a=b",
        "../",
        "./",
        "",
        "?side=2",
        "https://example.org/blad/om/",
        "HTTPS://EXAMPLE.ORG/blad/om/",
        "//example.org/blad/om/",
        "/blad/bilder/%C3%B8y.png",
        "/blad/bilder/øy.png",
        "https://example.com/nowhere/",
        "https://example.org/another/site/",
        "mailto:a@example.org",
        "tel:+4712345678",
        "#",
        "#top",
    ],
)
def test_an_address_may_lead_to_a_file_or_away(address: str) -> None:
    assert told(f'<a href="{address}">x</a>') == []


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/blad/borte/", "`/blad/borte/` leads to nothing in the output."),
        ("borte.html", "`borte.html` leads to nothing in the output."),
        ("https://example.org/blad/borte/", "`https://example.org/blad/borte/` leads to nothing in the output."),
        ("/om/", "`/om/` leads out of the site, which begins at https://example.org/blad/."),
        ("#borte", "There is no `borte` in this page."),
    ],
)
def test_an_address_may_lead_nowhere(address: str, message: str) -> None:
    assert told(f'<a href="{address}">x</a>') == [message]


def test_a_folder_is_named_with_its_slash() -> None:
    [fault] = links.faults(written("index.html", b'<a href="/blad/om">x</a>'), ADDRESSES, [])
    assert fault.hint == "It needs a slash at its end."


def test_a_base_moves_what_is_relative() -> None:
    assert told('<base href="/blad/"><a href="om/">x</a>', "404.html") == []


def test_a_link_to_a_heading_of_another_page_is_looked_for_there() -> None:
    anchors: list[Anchor] = []
    page = written("index.html", b'<a href="om/#%C3%B8ya">x</a><a href="om/#borte">x</a>')
    assert list(links.faults(page, ADDRESSES, anchors)) == []
    assert [fault.message for fault in links.anchor_faults(anchors, ("øya",))] == [
        "There is no `borte` in om/index.html."
    ]


def test_a_style_sheet_names_files() -> None:
    style = '@import "borte.css"; a { background: url(icon.svg) url("data:x") url(#a) } /* url(gone.svg) */'
    assert [fault.message for fault in links.style_faults("site.css", style, ADDRESSES)] == [
        "`borte.css` leads to nothing in the output."
    ]


@given(st.text())
def test_whatever_stands_in_a_link_is_told_of_or_not(address: str) -> None:
    page = written("index.html", f'<a href="{address}">x</a>'.encode(errors="replace"))
    assert len(list(links.faults(page, ADDRESSES, []))) <= len(page.links)
