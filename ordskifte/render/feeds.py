"""Feeds: the newest works of an edition, a section, a tag or an author that are at home in the edition.

So there is one entry of each text, in one edition. It is a question of its own, answered once for all feeds that have
it. How an entry or a feed is written down is known in `atom` and `json_feed`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import urljoin

from msgspec import Struct

from ordskifte.model.answers import Category, Feed, FeedEntry, Query
from ordskifte.model.config import Config, FeedContent
from ordskifte.model.document import Kind
from ordskifte.model.locales import direction
from ordskifte.model.site import Alternate, ListingKind, Page, Person, Target
from ordskifte.model.text import Html, Text
from ordskifte.render import atom, json_feed
from ordskifte.render.queries import Ground, feed_url, last_change, section, tag, tagline, title
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import FRAGMENTS, Templates
from ordskifte.render.view import Answers, Fragment, Fragments, View
from ordskifte.resolve.addresses import FEEDS as FORMATS
from ordskifte.resolve.addresses import output_path, permalink, tag_uri

TEMPLATE = "feed"
"""The fragment that says what a feed has of a work; a site without one has the text alone."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries last changed. It has to say something (RFC 4287 §4.1.1), and no clock may be asked."""

# A quotation mark in words or values is `&quot;`, so that this is nothing but an attribute. To begin with what is fixed
# makes the search twelve times as quick, and that was a quarter of what feeds cost.
_ADDRESS = re.compile(r'="(?:(?<=\shref=")|(?<=\ssrc="))([/#][^"]*)"')

# What browsers choose from is several times as long as a picture, and most readers of feeds would not.
_CHOICE = re.compile(r"</?picture>\n?|<source [^<>]*>\n?")


class Writer(Struct, frozen=True):
    """How a format is written down."""

    feed: Callable[[Feed, list[bytes]], bytes]
    entry: Callable[[FeedEntry, Html | None], bytes]


WRITERS: Mapping[str, Writer] = {
    "atom": Writer(atom.feed, atom.entry),
    "json": Writer(json_feed.feed, json_feed.entry),
}


# --------------------------------------------------------------------------------------
# Questions
# --------------------------------------------------------------------------------------


def feed(ground: Ground, locale: str, kind: str, id: str) -> Feed | None:
    """What the feed of a list says of itself, and which works it has."""
    site, config = ground.site, ground.site.config
    if not feed_url(ground, locale, kind, id):
        return None
    pages = (site.pages.get((locale, Kind.ARTICLE, key)) for key in site.lists.get((locale, kind, id), ()))
    entries = tuple(islice((page.entry for page in pages if page and page.is_indexed), _size(config, kind)))
    others = {of: feed_url(ground, of, kind, id) for of in config.editions if of != locale}
    name, more = _names(ground, locale, kind, id)
    home = site.urls[locale, ListingKind.FRONT, ""]
    return Feed(
        id=tag_uri(config, "feed", kind, id, locale),
        locale=locale,
        title=name,
        subtitle=more,
        page=permalink(config, site.urls[locale, kind, id]),
        urls={format: permalink(config, feed_url(ground, locale, kind, id, format)) for format in FORMATS},
        alternates=tuple(Alternate(of, permalink(config, url)) for of, url in others.items() if url),
        updated=max((last_change(config, entry) or NEVER for entry in entries), default=NEVER),
        publisher=Person("", title(ground, locale).value, permalink(config, home)),
        keys=tuple(entry.key for entry in entries),
    )


def _size(config: Config, kind: str) -> int:
    """How many works a feed has at most: half as many where there are many feeds.

    At a thousand articles that halves what all feeds add to the output, and what an edited text costs.
    """
    return config.feeds.size if kind in (ListingKind.FRONT, ListingKind.SECTION) else -(-config.feeds.size // 2)


def _names(ground: Ground, locale: str, kind: str, id: str) -> tuple[Text, Text | None]:
    """The title of a feed, with the publication's where both are in one language; and what else is said of the list."""
    publication = title(ground, locale)
    if kind == ListingKind.FRONT:
        return publication, tagline(ground, locale)
    name, more = _term(ground, locale, kind, id)
    words = f"{name.value} – {publication.value}" if name.locale == publication.locale else name.value
    return Text(words, name.locale), more


def _term(ground: Ground, locale: str, kind: str, id: str) -> tuple[Text, Text | None]:
    if kind == ListingKind.AUTHOR:
        return Text(ground.site.profiles[locale, id].name, locale), None
    term = (section if kind == ListingKind.SECTION else tag)(ground, locale, id)
    assert term is not None
    return term.name, term.description


def feed_work(ground: Ground, locale: str, key: str) -> FeedEntry | None:
    """What a feed of an edition says of an article, beside its text."""
    config, page = ground.site.config, ground.site.pages.get((locale, Kind.ARTICLE, key))
    if page is None:
        return None
    entry = page.entry
    picture = ground.pictures.get(entry.image.file) if entry.image else None
    people = dict.fromkeys(person for contribution in page.contributions for person in contribution.people)
    return FeedEntry(
        id=tag_uri(config, entry.kind, key, entry.language),
        url=permalink(config, page.home),
        title=entry.title,
        summary=entry.standfirst,
        language=entry.language,
        source=page.source if config.feeds.content is FeedContent.FULL else "",
        published=(entry.date or NEVER).astimezone(config.zone),
        updated=last_change(config, entry) or NEVER,
        authors=tuple(_placed(ground, entry.authors)),
        contributors=tuple(_placed(ground, people)),
        categories=tuple(_categories(ground, page)),
        image=permalink(config, picture.url) if picture else "",
        image_type=picture.type if picture else "",
    )


def _placed(ground: Ground, people: Iterable[Person]) -> Iterator[Person]:
    for person in people:
        yield Person(person.id, person.name, permalink(ground.site.config, person.url))


def _categories(ground: Ground, page: Page) -> Iterator[Category]:
    terms = ((section, page.entry.section), *((tag, id) for id in page.entry.tags))
    for named, id in terms:
        term = named(ground, page.locale, id)
        if term:
            yield Category(id, term.name)


QUERIES: Mapping[str, Callable[..., object]] = {"feed": feed, "feed_work": feed_work}


# --------------------------------------------------------------------------------------
# Works as entries
# --------------------------------------------------------------------------------------


def fragments(templates: Templates) -> Fragments:
    """What is made of questions for feeds: the text of a work, and from that its entry in the bytes of a format."""

    def by_view(answer: Callable[..., object]) -> Fragment:
        def answered(answers: Answers, query: Query) -> tuple[object, tuple[Query, ...]]:
            locale, *arguments = map(str, query.arguments)
            view = templates.view(answers, locale)
            return answer(view, *arguments), tuple(view.asked)

        return answered

    return {"feed_text": by_view(_text), "feed_entry": by_view(_entry)}


def _entry(view: View, key: str, format: str) -> bytes | None:
    work: FeedEntry | None = view.ask("feed_work", view.locale, key)
    return WRITERS[format].entry(work, view.ask("feed_text", view.locale, key)) if work else None


def _text(view: View, key: str) -> Html | None:
    """The text of a work, as far as it may be read, with absolute addresses; None where a feed has summaries."""
    work: FeedEntry | None = view.ask("feed_work", view.locale, key)
    if work is None or not work.source:
        return None
    html: Html | None
    if view.ask("template", f"{FRAGMENTS}{TEMPLATE}.html") is None:
        html = view.body(work.source)
    else:
        html = view.ask("fragment", view.locale, work.language, TEMPLATE, Kind.ARTICLE.value, key)
    return Html(_absolute(_directed(html), work.url), html.locale) if html else None


def _directed(html: Html) -> str:
    """A feed says which language a text is in, and not which way that is written; so the text does, if need be."""
    return f'<div dir="rtl">{html.value}</div>' if direction(html.locale) == "rtl" else html.value


def _absolute(html: str, base: str) -> str:
    """The HTML of a page with its addresses as they are seen from elsewhere, each picture in one form."""
    if "<picture>" in html:
        html = _CHOICE.sub("", html)
    return _ADDRESS.sub(lambda found: f'="{urljoin(base, found[1])}"', html)


# --------------------------------------------------------------------------------------
# Feeds as outputs
# --------------------------------------------------------------------------------------


def _targets(ground: Ground) -> Iterable[Target]:
    for locale, kind, id in ground.site.urls:
        for format in FORMATS:
            url = feed_url(ground, locale, kind, id, format)
            if url:
                yield Target(output_path(ground.site.config, url), "feeds", locale, (format, kind, id), locale)


def _render(target: Target, view: View, _: Templates) -> bytes:
    format, kind, id = map(str, target.subject)
    feed: Feed = view.ask("feed", view.locale, kind, id)
    return WRITERS[format].feed(feed, [view.ask("feed_entry", view.locale, key, format) for key in feed.keys])


FEEDS = Renderer("feeds", _targets, _render)
