"""Every feed of the sample, by the rules of its format and in the hands of a reader of feeds.

Atom is held against the rules of RFC 4287, written down here section by section, since no package carries its schema;
JSON Feed against those of https://jsonfeed.org/version/1.1.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.gate

ORIGIN = "https://nordre-rand.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ONCE: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "feed": (("id", "title", "updated"), ("generator", "icon", "logo", "rights", "subtitle")),
    "entry": (("id", "title", "updated"), ("content", "published", "rights", "source", "summary")),
    "author": (("name",), ("uri", "email")),
    "contributor": (("name",), ("uri", "email")),
}
"""What stands exactly once in an element, and at most once (RFC 4287 §3.2, §4.1.1, §4.1.2)."""
OFTEN: Mapping[str, tuple[str, ...]] = {
    "feed": ("author", "category", "contributor", "entry", "link"),
    "entry": ("author", "category", "contributor", "link"),
    "author": (),
    "contributor": (),
}
ATTRIBUTES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "link": (("href",), ("rel", "type", "hreflang", "title", "length")),
    "category": (("term",), ("scheme", "label")),
    "content": ((), ("type", "src")),
    **dict.fromkeys(("title", "subtitle", "summary", "rights"), ((), ("type",))),
}
"""Which attributes an element must have, and which it may (RFC 4287 §3.1, §4.1.3, §4.2.2, §4.2.7)."""
LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


# --------------------------------------------------------------------------------------
# Atom
# --------------------------------------------------------------------------------------


def wrong_in_atom(feed: bytes, address: str) -> list[str]:
    root = etree.XML(feed)
    said = [*_structure(root), *_versions(root), *_read(feed)]
    own = [link.get("href") for link in root.findall(f"{ATOM}link[@rel='self']")]
    return said if own == [address] else [*said, f"its own address is {own}"]


def _structure(element: "etree._Element") -> Iterator[str]:
    """What stands in an element, and how often; and so in those below it."""
    name = str(element.tag).removeprefix(ATOM)
    once, at_most = ONCE.get(name, ((), ()))
    children = [str(child.tag).removeprefix(ATOM) for child in element]
    for child in sorted({*children, *once}):
        count = children.count(child)
        if child not in (*once, *at_most, *OFTEN.get(name, ())):
            yield f"{child} stands in {name}"
        elif (child in once and count != 1) or (child in at_most and count > 1):
            yield f"{child} stands {count} times in {name}"
    needed, allowed = ATTRIBUTES.get(name, ((), ()))
    there = {str(attribute) for attribute in element.attrib}
    yield from (f"{name} without {attribute}" for attribute in needed if attribute not in there)
    yield from (f"{name} with {attribute}" for attribute in sorted(there - {*needed, *allowed, LANGUAGE}))
    yield from _values(name, element)
    for below in element:
        yield from _structure(below)


def _values(name: str, element: "etree._Element") -> Iterator[str]:
    text, language = element.text or "", element.get(LANGUAGE)
    if language is not None and not LANGUAGE_TAG.fullmatch(language):
        yield f"{language} is no language"
    if name in ("published", "updated") and not _is_moment(text):
        yield f"{name} is {text!r}"
    if name == "id" and not urlsplit(text).scheme:
        yield f"the id {text!r} is no IRI"
    if name in ("uri", "icon", "logo") and not _is_absolute(text):
        yield f"{name} is {text!r}"
    if name == "link" and not _is_absolute(element.get("href", "")):
        yield f"a link to {element.get('href')!r}"
    if name in ("title", "summary", "content", "subtitle") and element.get("type", "text") not in ("text", "html"):
        yield f"{name} of the type {element.get('type')!r}"


def _versions(root: "etree._Element") -> Iterator[str]:
    """What RFC 4287 asks of entries together (§4.1.1, §4.1.2, §4.2.7.2), and a language of each."""
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(ids) != len({*ids}):
        yield "an id stands twice"
    if root.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        yield "an entry without an author"
    for each in (root, *entries):
        links = [(link.get("type"), link.get("hreflang")) for link in each.findall(f"{ATOM}link[@rel='alternate']")]
        if len(links) != len({*links}) or not links:
            yield f"alternates: {links}"
        if not each.get(LANGUAGE):
            yield "no language is said"


def _read(feed: bytes) -> Iterator[str]:
    """What a reader of feeds makes of it."""
    read = feedparser.parse(feed, sanitize_html=False, resolve_relative_uris=False)
    if read.bozo or read.version != "atom10":
        yield f"read as {read.version or 'nothing'}: {read.get('bozo_exception', '')}"
    for entry in read.entries:
        if not entry.get("published_parsed") or not entry.get("updated_parsed"):
            yield f"{entry.get('id')} has no dates"
        elif entry.updated_parsed < entry.published_parsed:
            yield f"{entry.id} was changed before it was published"
        yield from _words(entry.get("id", ""), [part.value for part in entry.get("content", ())])


def _words(id: str, contents: list[str]) -> Iterator[str]:
    """Whether there is anything to read, and all of its addresses lead somewhere from a reader too."""
    if not any(contents):
        yield f"{id} has no content"
    for node in LexborHTMLParser("".join(contents)).css("[href], [src], [srcset]"):
        for attribute in ("href", "src", "srcset"):
            address = node.attributes.get(attribute)
            if address and not urlsplit(address).scheme:
                yield f"{id}: {attribute} is {address!r}"


def _is_moment(text: str) -> bool:
    """Whether it is as RFC 3339 has it, with a zone."""
    written = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text)
    try:
        return bool(written and datetime.fromisoformat(text))
    except ValueError:
        return False


def _is_absolute(address: str) -> bool:
    return urlsplit(address).scheme in ("https", "http") and bool(urlsplit(address).netloc)


# --------------------------------------------------------------------------------------
# JSON Feed
# --------------------------------------------------------------------------------------

Value = Callable[[Any], bool]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_address(value: object) -> bool:
    return isinstance(value, str) and _is_absolute(value)


def _is_language(value: object) -> bool:
    return isinstance(value, str) and bool(LANGUAGE_TAG.fullmatch(value))


def _is_date(value: object) -> bool:
    return isinstance(value, str) and _is_moment(value)


def _are_authors(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(author, dict) and author and not [*_members("author", author, AUTHOR, ())] for author in value
    )


def _are_tags(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


AUTHOR: Mapping[str, Value] = {"name": _is_text, "url": _is_address, "avatar": _is_address}
FEED: Mapping[str, Value] = {
    "version": "https://jsonfeed.org/version/1.1".__eq__,
    "title": _is_text,
    "home_page_url": _is_address,
    "feed_url": _is_address,
    "next_url": _is_address,
    "description": _is_text,
    "icon": _is_address,
    "favicon": _is_address,
    "language": _is_language,
    "authors": _are_authors,
    "items": lambda value: isinstance(value, list),
}
ITEM: Mapping[str, Value] = {
    "id": _is_text,
    "url": _is_address,
    "external_url": _is_address,
    "title": _is_text,
    "content_html": _is_text,
    "content_text": _is_text,
    "summary": _is_text,
    "image": _is_address,
    "date_published": _is_date,
    "date_modified": _is_date,
    "authors": _are_authors,
    "tags": _are_tags,
    "language": _is_language,
}


def wrong_in_json(feed: bytes, address: str) -> list[str]:
    read = json.loads(feed)
    said = [*_members("feed", read, FEED, ("version", "title", "items", "language", "home_page_url", "feed_url"))]
    entries = read.get("items", [])
    for entry in entries:
        said += _members("entry", entry, ITEM, ("id", "url", "title", "language", "date_published", "date_modified"))
        said += _words(str(entry.get("id")), [entry.get("content_html", ""), entry.get("content_text", "")])
        dates = [str(entry.get(name, "")) for name in ("date_published", "date_modified")]
        if all(map(_is_moment, dates)) and datetime.fromisoformat(dates[1]) < datetime.fromisoformat(dates[0]):
            said.append(f"{entry.get('id')} was changed before it was published")
    if len({entry.get("id") for entry in entries}) != len(entries):
        said.append("an id stands twice")
    return said if read.get("feed_url") == address else [*said, f"its own address is {read.get('feed_url')}"]


def _members(name: str, found: Mapping[str, Any], known: Mapping[str, Value], needed: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{name} has no {member}" for member in needed if member not in found)
    for member, value in found.items():
        if member not in known:
            yield f"{name} has a member {member}"
        elif not known[member](value):
            yield f"{member} is {value!r}"


# --------------------------------------------------------------------------------------
# The sample
# --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def feeds(sample: Path) -> dict[str, bytes]:
    """Every feed by its address."""
    files = sorted((*sample.rglob("feed.xml"), *sample.rglob("feed.json")))
    return {ORIGIN + file.relative_to(sample).as_posix(): file.read_bytes() for file in files}


def wrong(feed: bytes, address: str) -> list[str]:
    return wrong_in_atom(feed, address) if address.endswith(".xml") else wrong_in_json(feed, address)


def test_nothing_is_wrong_with_any_feed(feeds: Mapping[str, bytes]) -> None:
    assert len(feeds) > 100
    assert {address: found for address, feed in feeds.items() if (found := wrong(feed, address))} == {}


def test_every_feed_that_a_page_names_is_there_and_no_other(sample: Path, feeds: Mapping[str, bytes]) -> None:
    named = {
        ORIGIN + (node.attributes["href"] or "").removeprefix("/")
        for page in sample.rglob("*.html")
        for node in LexborHTMLParser(page.read_text(encoding="utf-8")).css(
            'link[rel="alternate"][type^="application/"]'
        )
    }
    assert named == {*feeds}


def test_the_language_of_an_entry_is_that_of_its_page(sample: Path, feeds: Mapping[str, bytes]) -> None:
    entries = [
        (address, entry["url"], entry["language"])
        for address, feed in feeds.items()
        if address.endswith(".json")
        for entry in json.loads(feed)["items"]
    ]
    assert {language for _, _, language in entries} == {"nb", "en", "sv"}
    for address, url, language in entries:
        page = LexborHTMLParser((sample / url.removeprefix(ORIGIN) / "index.html").read_text(encoding="utf-8"))
        article, root = page.css_first("article"), page.css_first("html")
        assert article
        assert root
        assert (article.attributes.get("lang") or root.attributes["lang"]) == language, (address, url)


FAULTS = {
    "no id": ("feed.xml", r"<entry([^>]*)><id>[^<]*</id>", r"<entry\1>"),
    "an id twice": (
        "feed.xml",
        r"<id>([^<]*)</id>(.*?<entry[^>]*>)<id>[^<]*</id>(.*?<entry[^>]*>)<id>[^<]*</id>",
        r"<id>\1</id>\2<id>tag:a</id>\3<id>tag:a</id>",
    ),
    "an id that is no IRI": ("feed.xml", r"<id>tag:", "<id>"),
    "a date without a zone": ("feed.xml", r"<updated>([\dT:-]{19})[^<]*<", r"<updated>\1<"),
    "a date in words": ("feed.xml", r"<published>[^<]*<", "<published>20 November 2026<"),
    "two titles": ("feed.xml", r"(<title>[^<]*</title>)", r"\1\1"),
    "an element that there is not": ("feed.xml", r"<updated>", "<language>nb</language><updated>"),
    "an attribute that there is not": ("feed.xml", r'<link rel="self"', '<link rel="self" lang="nb"'),
    "a category without a term": ("feed.xml", r'<category term="[^"]*"', "<category"),
    "a link that leads nowhere": ("feed.xml", r'href="https://nordre-rand\.example/en/', 'href="/en/'),
    "an address of another feed": ("feed.xml", r"en/feed\.xml", "en/section/economy/feed.xml"),
    "no language": ("feed.xml", r'<entry xml:lang="en">', "<entry>"),
    "a language that is none": ("feed.xml", r'<entry xml:lang="en">', '<entry xml:lang="på norsk">'),
    "an entry without words": ("feed.xml", r"(?s)<content .*?</content>", ""),
    "a picture with half an address": ("feed.xml", r"&lt;img src=\"https://nordre-rand\.example", '&lt;img src="'),
    "a change before the beginning": ("feed.xml", r"(<published>[^<]*</published><updated>)\d{4}", r"\g<1>1999"),
    "a change before the beginning (JSON)": ("feed.json", r'("date_modified":")\d{4}', r"\g<1>1999"),
    "another version": ("feed.json", r"version/1\.1", "version/2"),
    "no title": ("feed.json", r'"title":"[^"]*",', ""),
    "an id that is a number": ("feed.json", r'"id":"[^"]*"', '"id":47'),
    "a date without a zone (JSON)": ("feed.json", r'("date_published":"[\dT:-]{19})[^"]*"', r'\1"'),
    "a member that there is not": ("feed.json", r'"language":', '"author":{"name":"A"},"language":'),
    "an author without anything": ("feed.json", r'"authors":\[\{[^}]*\}', '"authors":[{}'),
    "a tag that is no word": ("feed.json", r'"tags":\["', '"tags":[1,"'),
    "no language (JSON)": ("feed.json", r'"language":"en",', ""),
    "half an address": ("feed.json", r'"url":"https://nordre-rand\.example', '"url":"'),
    "an entry without words (JSON)": ("feed.json", r'"content_html":"(\\.|[^"\\])*",', ""),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_told(feeds: Mapping[str, bytes], name: str) -> None:
    file, before, after = FAULTS[name]
    address = f"{ORIGIN}en/{file}"
    feed = feeds[address].decode()
    faulty, count = re.subn(before, after, feed, count=1, flags=re.DOTALL)
    assert count
    assert wrong(faulty.encode(), address)
