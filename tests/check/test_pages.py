"""What is read off a page."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.check.pages import Written, written


def page(head: str = "", body: str = "") -> Written:
    return written(
        "a/index.html", f"<!doctype html><html lang=nb><head>{head}</head><body>{body}</body></html>".encode()
    )


def test_the_head_says_what_the_page_is() -> None:
    found = page(
        '<title> Om  oss </title><link rel="canonical" href="https://example.org/a/">'
        '<link rel="alternate" hreflang="en" href="https://example.org/en/a/">'
        '<meta name="robots" content="NoIndex, follow"><meta property="og:url" content="https://example.org/a/">'
    )
    assert (found.lang, found.title) == ("nb", "Om  oss")
    assert found.canonicals == ("https://example.org/a/",)
    assert found.alternates == (("en", "https://example.org/en/a/"),)
    assert found.is_hidden
    assert found.shared_as == "https://example.org/a/"


def test_what_the_head_says_of_addresses_is_no_link_but_what_it_loads_is() -> None:
    found = page(
        '<link rel="canonical" href="/a/"><link rel="alternate" hreflang="en" href="/b/">'
        '<link rel="icon" href="/c.svg">'
        '<meta property="og:image" content="/d.png"><meta property="og:url" content="/a/">'
    )
    assert [address for _, address in found.links] == ["/c.svg", "/d.png"]


def test_a_feed_is_no_version_in_another_language() -> None:
    assert page('<link rel="alternate" type="application/atom+xml" hreflang="nb" href="/feed.xml">').alternates == ()


@pytest.mark.parametrize("content", ["0; url=/ny/", "0;URL='/ny/'", "5 , url = /ny/"])
def test_a_page_may_send_on(content: str) -> None:
    assert page(f'<meta http-equiv="refresh" content="{content}">').refresh == "/ny/"


def test_json_ld_is_about_a_page() -> None:
    graph = '{"@graph": [{"mainEntityOfPage": "https://example.org/a/"}, {"mainEntityOfPage": {"@id": "/b/"}}]}'
    script = '<script type="application/ld+json">{}</script>'
    assert page(script.format(graph)).described == ("https://example.org/a/", "/b/")
    assert page(script.format("{") + script.format(graph)).described is None


def test_headings_and_ids_are_taken_in_order() -> None:
    found = page(body='<h1 id="a">A</h1><h2 id="b">B</h2><p id="a"></p>')
    assert found.headings == (1, 2)
    assert found.ids == ("a", "b", "a")
    assert list(found.twice) == ["a"]


def test_every_kind_of_address_is_a_link() -> None:
    found = page(
        body='<a href=" /a/ "></a><img src="/b.png" srcset="/c.png 1x, /d.png 2x" alt><video poster="/e.png"></video>'
        '<object data="/f.svg"></object><p data="/no/"></p><form action="/sent/"></form>'
    )
    assert [address for _, address in found.links] == ["/a/", "/b.png", "/c.png", "/d.png", "/e.png", "/f.svg"]


def test_a_picture_without_alt_is_known_by_its_address() -> None:
    assert page(body='<img src="/a.png"><img src="/b.png" alt>').wordless == ("/a.png",)


def test_ids_that_are_named_are_known() -> None:
    found = page(body='<p aria-labelledby="a b"></p><label for="c"></label>')
    assert found.references == (("aria-labelledby", "a b"), ("for", "c"))


@given(st.binary() | st.text(alphabet="<>/!-ab =\"'&;#\0é\n", max_size=200).map(str.encode))
def test_any_bytes_are_a_page(content: bytes) -> None:
    assert written("a.html", content).path == "a.html"


def test_a_page_that_is_nested_deeply_is_read_in_bounded_time() -> None:
    began = process_time()
    written("a.html", b"<div id=a>" * 10_000)
    assert process_time() - began < 5
