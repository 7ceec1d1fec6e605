"""Feeds in JSON Feed 1.1 (https://jsonfeed.org/version/1.1/)."""

import msgspec
from msgspec import Raw, Struct

from ordskifte.model.answers import Feed, FeedEntry
from ordskifte.model.site import Person
from ordskifte.model.text import Html
from ordskifte.render.xml import timestamp

VERSION = "https://jsonfeed.org/version/1.1"


class _Author(Struct):
    name: str
    url: str


class _Item(Struct, omit_defaults=True):
    id: str
    url: str
    title: str
    language: str
    date_published: str
    date_modified: str
    content_html: str = ""
    content_text: str = ""
    summary: str = ""
    image: str = ""
    authors: list[_Author] = []
    tags: list[str] = []


class _Feed(Struct, omit_defaults=True):
    version: str
    title: str
    home_page_url: str
    feed_url: str
    language: str
    authors: list[_Author]
    items: list[Raw]
    description: str = ""


def feed(feed: Feed, entries: list[bytes]) -> bytes:
    """A feed around entries that are written down already."""
    made = _Feed(
        version=VERSION,
        title=feed.title.value,
        home_page_url=feed.page,
        feed_url=feed.urls["json"],
        language=feed.locale,
        authors=[_author(feed.publisher)],
        items=[Raw(entry) for entry in entries],
        description=feed.subtitle.value if feed.subtitle else "",
    )
    return msgspec.json.encode(made)


def entry(entry: FeedEntry, content: Html | None) -> bytes:
    """One that is to have no text has its summary for it, or its title: there has to be a content."""
    summary = entry.summary.value if entry.summary else ""
    made = _Item(
        id=entry.id,
        url=entry.url,
        title=entry.title.value,
        language=entry.language,
        date_published=timestamp(entry.published),
        date_modified=timestamp(entry.updated),
        content_html=content.value if content else "",
        content_text="" if content else summary or entry.title.value,
        summary=summary,
        image=entry.image,
        authors=[_author(person) for person in entry.authors],
        tags=[category.name.value for category in entry.categories],
    )
    return msgspec.json.encode(made)


def _author(person: Person) -> _Author:
    return _Author(person.name, person.url)
