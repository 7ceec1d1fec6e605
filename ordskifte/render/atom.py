"""Feeds in Atom 1.0 (RFC 4287). A language is said where it is another than around it, and on each entry, which may be
read without its feed.
"""

from xml.etree.ElementTree import Element

from ordskifte.model.answers import Feed, FeedEntry
from ordskifte.model.site import Person
from ordskifte.model.text import Html, Text
from ordskifte.render.xml import DECLARATION, child, element, timestamp, written

NAMESPACE = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"


def feed(feed: Feed, entries: list[bytes]) -> bytes:
    """A feed around entries that are written down already."""
    root = element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.locale})
    child(root, "id", feed.id)
    _say(root, "title", feed.title, feed.locale)
    if feed.subtitle:
        _say(root, "subtitle", feed.subtitle, feed.locale)
    child(root, "updated", timestamp(feed.updated))
    _name(root, "author", feed.publisher)
    _link(root, rel="self", type=TYPE, href=feed.urls["atom"])
    _link(root, rel="alternate", type="text/html", hreflang=feed.locale, href=feed.page)
    for other in feed.alternates:
        _link(root, rel="alternate", type=TYPE, hreflang=other.hreflang, href=other.url)
    head, end, _ = written(root).rpartition("</feed>")
    return b"".join((f"{DECLARATION}{head}\n".encode(), *entries, f"{end}\n".encode()))


def entry(entry: FeedEntry, content: Html | None) -> bytes:
    root = element("entry", {"xml:lang": entry.language})
    child(root, "id", entry.id)
    _say(root, "title", entry.title, entry.language)
    child(root, "published", timestamp(entry.published))
    child(root, "updated", timestamp(entry.updated))
    for person in entry.authors:
        _name(root, "author", person)
    for person in entry.contributors:
        _name(root, "contributor", person)
    _link(root, rel="alternate", type="text/html", hreflang=entry.language, href=entry.url)
    if entry.image:
        _link(root, rel="enclosure", type=entry.image_type, href=entry.image)
    for category in entry.categories:
        label = {"term": category.id, "label": category.name.value}
        child(root, "category", attributes=label | _marks(category.name.locale, entry.language))
    if entry.summary:
        _say(root, "summary", entry.summary, entry.language)
    if content:
        child(root, "content", content.value, {"type": "html"} | _marks(content.locale, entry.language))
    return f"{written(root)}\n".encode()


def _say(parent: Element, name: str, text: Text, current: str) -> None:
    child(parent, name, text.value, _marks(text.locale, current))


def _marks(locale: str, current: str) -> dict[str, str]:
    return {"xml:lang": locale} if locale != current else {}


def _name(parent: Element, role: str, person: Person) -> None:
    named = child(parent, role)
    child(named, "name", person.name)
    child(named, "uri", person.url)


def _link(parent: Element, **attributes: str) -> None:
    child(parent, "link", attributes=attributes)
