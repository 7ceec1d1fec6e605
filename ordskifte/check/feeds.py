"""Sitemaps and feeds as their readers take them: Sitemaps 0.9, Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import msgspec
from msgspec import Meta, Struct

from ordskifte.check.faults import Fault
from ordskifte.check.links import Addresses
from ordskifte.check.metadata import Said
from ordskifte.check.pages import written

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_JSON_FEED = re.compile(rb'"https:(?:\\?/){2}jsonfeed\.org(?:\\?/)version')


class Entry(Struct, frozen=True):
    """One text in a feed."""

    id: str = ""
    url: str = ""
    content_html: str = ""


class Feed(Struct, frozen=True):
    path: str
    entries: tuple[Entry, ...]


class Sitemap(Struct, frozen=True):
    path: str
    addresses: tuple[str, ...]
    parts: tuple[str, ...] = ()
    """The addresses of the sitemaps that it is an index of."""


class _JsonFeed(Struct):
    version: Annotated[str, Meta(pattern="^https://jsonfeed.org/version/")]
    title: str
    items: tuple[Entry, ...] = ()


def read(path: str, content: bytes) -> Feed | Sitemap | Fault | None:
    """What such a file lists, or why it cannot be read; None for a file of another kind."""
    if path.endswith(".json"):
        return _read_json(path, content) if _JSON_FEED.search(content) else None
    return _read_xml(path, content) if path.endswith((".xml", ".atom", ".rss")) else None


def faults(feed: Feed, pages: Mapping[str, Said], addresses: Addresses) -> Iterator[Fault]:
    """What is wrong with what a feed lists; `pages` are by their addresses."""
    ids: set[str] = set()
    for entry in feed.entries:
        if entry.id in ids or not entry.id:
            message = f"Two entries have the id {entry.id}." if entry.id else f"The entry {entry.url} has no id."
            yield Fault("feed-wrong", message, feed.path, entry.id, "Readers would show only one of them.")
        ids.add(entry.id)
        page = pages.get(entry.url.partition("#")[0])
        file = addresses.file(entry.url)
        if page is None and file is not None and not addresses.is_there(file):
            yield Fault("feed-wrong", f"{entry.url} is no page of the output.", feed.path, entry.url)
        elif page is not None and not page.is_indexable:
            reason = f"is to be known as {page.canonical}" if not page.is_canonical else "is not for search engines"
            yield Fault("feed-wrong", f"{entry.url} {reason}.", feed.path, entry.url)


def part_faults(sitemaps: Collection[Sitemap], addresses: Addresses) -> Iterator[Fault]:
    """The sitemaps that an index names and that are not there."""
    there = {sitemap.path for sitemap in sitemaps}
    for sitemap in sitemaps:
        for address in sitemap.parts:
            if addresses.file(address) not in there:
                yield Fault("sitemap-wrong", f"{address} is no sitemap of the output.", sitemap.path, address)


def content_faults(feed: Feed, addresses: Addresses) -> Iterator[Fault]:
    """What is wrong with the links in a feed's texts."""
    for entry in feed.entries:
        yield from _content_faults(feed.path, entry, addresses)


def without_content(feed: Feed) -> Feed:
    """What the feed lists, without the texts."""
    return Feed(feed.path, tuple(Entry(entry.id, entry.url) for entry in feed.entries))


def _content_faults(path: str, entry: Entry, addresses: Addresses) -> Iterator[Fault]:
    for _, address in written(path, entry.content_html.encode()).links if entry.content_html else ():
        plain = address.partition("#")[0].partition("?")[0]
        if not urlsplit(address).scheme:
            message = f"`{address}` in the text of {entry.url} is not absolute."
            yield Fault("feed-wrong", message, path, address, "In a feed reader it leads nowhere.")
        elif (file := addresses.file(plain)) is not None and not addresses.is_there(file):
            message = f"`{address}` leads to nothing in the output."
            page = addresses.file(entry.url) or ""
            yield Fault("output-link", message, path, address, spellings=addresses.spellings(plain), page=page)


def _read_json(path: str, content: bytes) -> Feed | Fault:
    try:
        return Feed(path, msgspec.json.decode(content, type=_JsonFeed).items)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        return Fault("feed-wrong", f"This is no JSON Feed: {problem}.", path, known_as="This is no JSON Feed.")


def _read_xml(path: str, content: bytes) -> Feed | Sitemap | Fault | None:
    if _DOCTYPE.search(content):
        return Fault("xml-wrong", "The file has a DOCTYPE, which feeds and sitemaps must not have.", path)
    try:
        root = Xml.fromstring(content)  # noqa: S314 - entities come with a DOCTYPE, which is refused above
    except (Xml.ParseError, ValueError, LookupError) as problem:
        return Fault("xml-wrong", f"This is not XML: {problem}.", path, known_as="This is not XML.")
    if root.tag in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex"):
        locs = tuple((loc.text or "").strip() for loc in root.iterfind(f"*/{SITEMAP}loc"))
        is_index = root.tag.endswith("index")
        return Sitemap(path, () if is_index else locs, locs if is_index else ())
    if root.tag == f"{ATOM}feed":
        return Feed(path, tuple(map(_atom_entry, root.iterfind(f"{ATOM}entry"))))
    return Feed(path, tuple(map(_rss_entry, root.iterfind("channel/item")))) if root.tag == "rss" else None


def _atom_entry(entry: Xml.Element) -> Entry:
    links = [link for link in entry.iterfind(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    content = entry.find(f"{ATOM}content")
    is_html = content is not None and content.get("type") == "html"
    html = (content.text or "") if content is not None and is_html else ""
    url = links[0].get("href", "") if links else ""
    return Entry((entry.findtext(f"{ATOM}id") or "").strip(), url, html)


def _rss_entry(entry: Xml.Element) -> Entry:
    url = (entry.findtext("link") or "").strip()
    return Entry((entry.findtext("guid") or url).strip(), url, entry.findtext(CONTENT) or "")
