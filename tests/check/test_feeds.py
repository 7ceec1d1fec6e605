"""Feeds and sitemaps as they are read back."""

import pytest

from ordskifte.check import feeds
from ordskifte.check.faults import Fault
from ordskifte.check.feeds import Entry, Feed, Sitemap
from ordskifte.check.links import Addresses
from tests.check.test_metadata import SOUND

ADDRESSES = Addresses("https://example.org", "/", ("a/index.html", "en/b/index.html", "sitemap-1.xml"))
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:a</id><link href="https://example.org/a/"/>
<link rel="enclosure" href="https://example.org/b.mp3"/>
<content type="html">&lt;a href="/a/"&gt;A&lt;/a&gt;</content></entry></feed>"""
RSS = (
    """<rss version="2.0"><channel><item><guid>tag:a</guid><link>https://example.org/a/</link></item></channel></rss>"""
)
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [
{"id": "tag:a", "url": "https://example.org/a/", "content_html": "<p>A</p>"}]}"""


def feed(*entries: Entry) -> Feed:
    return Feed("feed.xml", entries)


def told(found: Feed) -> list[str]:
    pages = {page.address: page for page in SOUND.values()}
    return [fault.message for fault in feeds.faults(found, pages, ADDRESSES)]


@pytest.mark.parametrize(("path", "text"), [("feed.xml", ATOM), ("feed.rss", RSS), ("feed.json", JSON)])
def test_a_feed_is_read_whatever_its_form(path: str, text: str) -> None:
    found = feeds.read(path, text.encode())
    assert isinstance(found, Feed)
    assert [(entry.id, entry.url) for entry in found.entries] == [("tag:a", "https://example.org/a/")]
    assert told(found) == []


def test_a_sitemap_and_its_index_are_read() -> None:
    namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    one = feeds.read("s.xml", f"<urlset {namespace}><url><loc> https://example.org/a/ </loc></url></urlset>".encode())
    assert one == Sitemap("s.xml", ("https://example.org/a/",))
    location = "<sitemap><loc>https://example.org/sitemap-1.xml</loc></sitemap>"
    index = feeds.read("i.xml", f"<sitemapindex {namespace}>{location}</sitemapindex>".encode())
    assert index == Sitemap("i.xml", (), ("https://example.org/sitemap-1.xml",))
    there = Sitemap("sitemap-1.xml", ())
    assert list(feeds.part_faults([index, there], ADDRESSES)) == []
    assert [fault.code for fault in feeds.part_faults([index], ADDRESSES)] == ["sitemap-wrong"]


@pytest.mark.parametrize("path", ["a.xml", "a.json", "a.txt", "a.png"])
def test_what_is_no_list_is_passed_over(path: str) -> None:
    assert feeds.read(path, b"<a/>" if path == "a.xml" else b"{}") is None


@pytest.mark.parametrize("text", ["<feed>", "", "<!DOCTYPE a [<!ENTITY b 'c'>]><feed/>"])
def test_what_is_no_xml_or_has_a_doctype_is_told_of(text: str) -> None:
    found = feeds.read("feed.xml", text.encode())
    assert isinstance(found, Fault)
    assert found.code == "xml-wrong"


def test_a_file_that_is_no_xml_is_known_wherever_it_goes_wrong() -> None:
    short, long = (feeds.read("feed.xml", text) for text in (b"<feed>", b"<feed>\n<a/>\n"))
    assert isinstance(short, Fault)
    assert isinstance(long, Fault)
    assert short.message != long.message
    assert short.known_as == long.known_as == "This is not XML."


def test_a_json_feed_without_a_title_is_told_of() -> None:
    found = feeds.read("feed.json", b'{"version": "https://jsonfeed.org/version/1.1"}')
    assert isinstance(found, Fault)
    assert found.code == "feed-wrong"


def test_two_entries_with_one_id_are_told_of() -> None:
    entry = Entry("tag:a", "https://example.org/a/")
    assert told(feed(entry, entry)) == ["Two entries have the id tag:a."]


def test_a_shell_stands_in_no_feed() -> None:
    assert told(feed(Entry("b", "https://example.org/en/b/"))) == [
        "https://example.org/en/b/ is to be known as https://example.org/b/."
    ]


def test_an_entry_leads_to_a_page() -> None:
    assert told(feed(Entry("c", "https://example.org/gone/"))) == [
        "https://example.org/gone/ is no page of the output."
    ]
    assert told(feed(Entry("d", "https://first.example/"))) == []


def test_the_texts_of_a_feed_have_absolute_links_that_lead_somewhere() -> None:
    content = '<a href="/a/">A</a><a href="https://example.org/a/#b">A</a><a href="https://example.org/gone/">A</a>'
    assert [fault.code for fault in feeds.content_faults(feed(Entry("a", "", content)), ADDRESSES)] == [
        "feed-wrong",
        "output-link",
    ]
