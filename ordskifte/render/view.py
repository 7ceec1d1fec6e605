"""The View: what a template sees of the site. Every question goes through `ask`, which keeps a list of them."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup, escape

from ordskifte.model.answers import (
    Ask,
    Destination,
    Formats,
    Group,
    MenuEntry,
    Neighbours,
    Payment,
    Preview,
    PublishedPicture,
    Query,
    SealedPart,
    SeriesPlace,
    Symbol,
    Term,
    Year,
)
from ordskifte.model.catalog import Phrase
from ordskifte.model.config import Edition
from ordskifte.model.document import Body, Embed, Hole, Label, Link, Payments, Picture, Slot
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.site import Entry, Introduction, Listing, Page, Profile
from ordskifte.model.text import Html, Saying, Text
from ordskifte.render import formats, messages
from ordskifte.render.language import Languages, marked
from ordskifte.render.queries import PARTS_OF_LARGE
from ordskifte.resolve.addresses import absolute

Questions = Mapping[str, Callable[..., object]]
Fragment = Callable[["Answers", Query], tuple[object, tuple[Query, ...]]]
"""Answers a query by asking others, and tells which."""
Fragments = Mapping[str, Fragment]
"""By the names of the queries."""
Digests = Mapping[str, Callable[..., bytes]]
"""For questions with large answers: the answer's digest without the answer."""
Parts = frozenset[str]
_NO_PARTS: Parts = frozenset()


class FragmentCycle(Exception):
    """A fragment asks for itself."""


class Observed:
    """The Ground as one question sees it, with a note of each part that it reads."""

    def __init__(self, ground: object) -> None:
        self._ground = ground
        self.read: set[str] = set()

    def __getattr__(self, part: str) -> object:
        self.read.add(part)
        return getattr(self._ground, part)


class Answers:
    """Each distinct query is answered once a build, and fingerprinted when someone wants to know.

    What the ground is, only the questions know: that of a site is a `Ground`.
    """

    def __init__(self, ground: object, questions: Questions, fragments: Fragments, digests: Digests) -> None:
        self._ground = ground
        self._questions = questions
        self._fragments = fragments
        self._large = digests
        self._queries: dict[tuple[str, tuple[str | int, ...]], Query] = {}
        self._known: dict[Query, Any] = {}
        self._digests: dict[Query, bytes] = {}
        self._parts: dict[Query, Parts] = {}
        self._being_answered: set[Query] = set()
        self.fragments: dict[Query, tuple[Query, ...]] = {}
        """What each fragment that was made has asked."""

    def query(self, name: str, arguments: tuple[str | int, ...]) -> Query:
        """The one Query for a name and arguments. To make and hash one each time takes 5 % of a render."""
        try:
            return self._queries[name, arguments]
        except KeyError:
            return self._queries.setdefault((name, arguments), Query(name, arguments))

    def answer(self, query: Query) -> Any:
        """The answer to a query. Raises FragmentCycle."""
        try:
            return self._known[query]
        except KeyError:
            pass
        self._known[query] = self._found(query)
        return self._known[query]

    def digest(self, query: Query) -> bytes:
        """The fingerprint of the answer; none where the question can no longer be put."""
        if query not in self._digests:
            self._digests[query] = self._fingerprint(query)
        return self._digests[query]

    def parts(self, query: Query) -> Parts:
        """The parts of the Ground that the answer or its digest was made from, by their names.

        Those of a fragment are those of all that it asked.
        """
        if query not in self._parts:
            self.digest(query)
            if query in self.fragments:
                self._parts[query] = _one(_NO_PARTS.union(*map(self.parts, self.fragments[query])))
        return self._parts.get(query, _NO_PARTS)

    def _fingerprint(self, query: Query) -> bytes:
        try:
            if query.name in self._large:
                self._parts[query] = _large(query)
                return self._large[query.name](*query.arguments)
            return fingerprint(self.answer(query))
        except LookupError:  # Of an edition, a source or by a name that there is no more.
            return b""

    def _found(self, query: Query) -> object:
        return self._made(query) if query.name in self._fragments else self._read(query)

    def _read(self, query: Query) -> object:
        observed = Observed(self._ground)
        try:
            return self._questions[query.name](observed, *query.arguments)
        finally:
            self._parts[query] = _large(query) if query.name in self._large else _one(frozenset(observed.read))

    def _made(self, query: Query) -> object:
        if query in self._being_answered:
            raise FragmentCycle(f"the fragment {query.arguments[2]} asks for itself")
        self._being_answered.add(query)
        try:
            answer, self.fragments[query] = self._fragments[query.name](self, query)
        finally:
            self._being_answered.discard(query)
        return answer


@lru_cache(1 << 12)
def _saying(phrase: Phrase) -> Saying:
    """A phrase without values; most messages of the interface are."""
    words = messages.worded(phrase, None, {}, formats.plural_form)
    return Saying(words.value, words.locale, phrase.is_fallback)


def _large(query: Query) -> Parts:
    return PARTS_OF_LARGE[query.name](str(query.arguments[0]))


@cache
def _one(parts: Parts) -> Parts:
    """There are few different ones, and a hundred thousand questions."""
    return parts


def _looks(picture: PublishedPicture) -> str:
    """The classes that tell a style sheet of a picture's shape, and of the colour that fills its place.

    No page has styles of its own.
    """
    shape = ["upright"] if picture.height > picture.width else []
    tint = ["tint", *map("".join, zip("rgb", picture.colour, strict=True))] if picture.colour else []
    return f' class="{" ".join((*shape, *tint))}"' if shape or tint else ""


class View:
    """The site as one output sees it, in one interface language. `asked` is what it was made from."""

    def __init__(self, answers: Answers, locale: str, languages: Languages) -> None:
        self._answers = answers
        self._languages = languages
        self.locale = locale
        self.asked: dict[Query, None] = {}

    def ask(self, name: str, *arguments: str | int) -> Any:
        """The answer to a query, by its name: the way to the questions that a site adds itself."""
        query = self._answers.query(name, arguments)
        self.asked[query] = None
        return self._answers.answer(query)

    # ---- words ------------------------------------------------------------------------

    @property
    def title(self) -> Text:
        title: Text = self.ask("title", self.locale)
        return title

    @property
    def tagline(self) -> Text | None:
        tagline: Text | None = self.ask("tagline", self.locale)
        return tagline

    @property
    def year(self) -> int:
        year: int = self.ask("year")
        return year

    def said(
        self, msgid: str, values: Mapping[str, object] = {}, plural: str = "", n: int | None = None, context: str = ""
    ) -> Saying | Html:
        """A message in the interface's language, its values put in."""
        phrase: Phrase = self.ask("message", self.locale, msgid, context, plural)
        if not values and n is None:
            return _saying(phrase)
        words = messages.worded(phrase, n, values, formats.plural_form)
        if isinstance(words, Html):
            return marked(words, self._languages.current)
        return Saying(words.value, words.locale, words.is_fallback)

    def language_name(self, language: str) -> Text:
        name: Text = self.ask("language_name", self.locale, language)
        return name

    def edition(self, locale: str) -> Edition | None:
        edition: Edition | None = self.ask("edition", locale)
        return edition

    def og_locale(self, language: str) -> str:
        """A language as Open Graph writes it: "en_GB"."""
        written: str = self.ask("og_locale", language)
        return written

    def formats(self) -> Formats:
        found: Formats = self.ask("formats_of", self.locale)
        return found

    # ---- works ------------------------------------------------------------------------

    def page(self, kind: str, key: str) -> Page | None:
        page: Page | None = self.ask("page", self.locale, kind, key)
        return page

    def entry(self, kind: str, key: str) -> Entry | None:
        entry: Entry | None = self.ask("entry", self.locale, kind, key)
        return entry

    def profile(self, id: str) -> Profile | None:
        profile: Profile | None = self.ask("profile", self.locale, id)
        return profile

    def profiles(self) -> tuple[Group, ...]:
        groups: tuple[Group, ...] = self.ask("profiles", self.locale)
        return groups

    def latest(self, count: int) -> tuple[Entry, ...]:
        entries: tuple[Entry, ...] = self.ask("latest", self.locale, count)
        return entries

    def related(self, key: str, count: int) -> tuple[Entry, ...]:
        entries: tuple[Entry, ...] = self.ask("related", self.locale, key, count)
        return entries

    def neighbours(self, key: str) -> Neighbours:
        found: Neighbours = self.ask("neighbours", self.locale, key)
        return found

    def works_by(self, author: str, count: int) -> tuple[Entry, ...]:
        entries: tuple[Entry, ...] = self.ask("works_by", self.locale, author, count)
        return entries

    def body(self, source: str, campaigns: tuple[str, ...] = (), *, is_first: bool = False) -> Html | None:
        """The text of a source, its holes filled for this edition; `campaigns` stand where the text leaves room.

        Where no picture of the page stands above it (`is_first`), browsers are not to wait with its first one.
        """
        body: Body | None = self.ask("body", source)
        if body is None:
            return None
        return self.filled(body, campaigns, is_first=is_first)

    def has_embeds(self, source: str) -> bool:
        """Whether a text links to what can be shown in its place, by a script."""
        body: Body | None = self.ask("body", source)
        return body is not None and any(isinstance(part, Embed) for part in body.parts)

    def filled(self, body: Body, campaigns: tuple[str, ...] = (), *, is_first: bool = False) -> Html:
        """A text with its holes filled for this edition."""
        pictures = (part for part in body.parts if isinstance(part, Picture))
        first = next(pictures, None) if is_first else None
        made = (
            self._picture(part, is_first=True) if part is first else self._filled(part, body.locale, campaigns)
            for part in body.parts
        )
        return Html("".join(made), body.locale)

    def _filled(self, part: str | Hole, language: str, campaigns: tuple[str, ...]) -> str:
        match part:
            case str():
                return part
            case Link():
                return self._link(part)
            case Picture():
                return self._picture(part)
            case Label():
                said = self.said(part.msgid, {"number": part.number}) if part.number else self.said(part.msgid)
                words = marked(said, language)
                return f'<span class="visually-hidden">{words.value}</span>'
            case Slot():
                return self.fragment("campaign", *campaigns).value if campaigns else ""
            case Embed():
                return f' href="{escape(part.url)}"'
            case Payments():
                return self.fragment("payments", part.purpose.value).value

    def _link(self, link: Link) -> str:
        reference = link.reference
        to: Destination | None = self.ask("link", self.locale, reference.scheme, reference.target, reference.fragment)
        if to is None:
            return ""
        hreflang = f' hreflang="{escape(to.language)}"' if to.language not in ("", link.locale) else ""
        return f' href="{escape(to.url)}"{hreflang}'

    def _picture(self, hole: Picture, *, is_first: bool = False) -> str:
        picture = self.picture(hole.file)
        if picture is None:
            return ""
        title = f' title="{escape(hole.title)}"' if hole.title else ""
        patience = "" if is_first else ' loading="lazy" decoding="async"'
        image = (
            f'<img src="{escape(picture.url)}" alt="{escape(hole.alt)}"{title} width="{picture.width}"'
            f' height="{picture.height}"{_looks(picture)}{patience}>'
        )
        if not picture.sources:
            return image
        offered = "".join(
            f'<source type="{source.type}" srcset="{escape(source.srcset)}" sizes="{escape(picture.sizes)}">'
            for source in picture.sources
        )
        return f"<picture>{offered}{image}</picture>"

    def sealed(self, key: str) -> SealedPart | None:
        """What is to be known of the part of an article for members; None where there is none, or no key."""
        part: SealedPart | None = self.ask("sealed", self.locale, key)
        return part

    # ---- lists ------------------------------------------------------------------------

    @property
    def home(self) -> str:
        return self.list_url("front")

    def list_url(self, kind: str, id: str = "") -> str:
        url: str = self.ask("list_url", self.locale, kind, id)
        return url

    def search(self) -> str:
        """What the script of the search page is to know; empty where the site has no search."""
        told: str = self.ask("search", self.locale)
        return told

    def feed_url(self, kind: str, id: str = "", format: str = "atom") -> str:
        url: str = self.ask("feed_url", self.locale, kind, id, format)
        return url

    def years(self) -> tuple[Year, ...]:
        years: tuple[Year, ...] = self.ask("years", self.locale)
        return years

    def sections(self) -> tuple[Term, ...]:
        terms: tuple[Term, ...] = self.ask("sections", self.locale)
        return terms

    def section(self, id: str) -> Term | None:
        term: Term | None = self.ask("section", self.locale, id)
        return term

    def tag(self, id: str) -> Term | None:
        term: Term | None = self.ask("tag", self.locale, id)
        return term

    def series(self, id: str) -> Term | None:
        term: Term | None = self.ask("series", self.locale, id)
        return term

    def introduction(self, id: str) -> Introduction | None:
        """What stands above the parts of a series."""
        words: Introduction | None = self.ask("introduction", self.locale, id)
        return words

    def series_place(self, key: str) -> SeriesPlace | None:
        """Where an article stands in its series."""
        place: SeriesPlace | None = self.ask("series_place", self.locale, key)
        return place

    # ---- what surrounds them ----------------------------------------------------------

    def menu(self, name: str) -> tuple[MenuEntry, ...]:
        entries: tuple[MenuEntry, ...] = self.ask("menu", self.locale, name)
        return entries

    def campaigns(self, *ids: str) -> tuple[Ask, ...]:
        asks: tuple[Ask, ...] = self.ask("campaigns", self.locale, *ids)
        return asks

    def payments(self, purpose: str, campaign: str = "") -> tuple[Payment, ...]:
        payments: tuple[Payment, ...] = self.ask("payments", self.locale, purpose, campaign)
        return payments

    def symbol(self, text: str) -> Symbol:
        symbol: Symbol = self.ask("symbol", text)
        return symbol

    def fragment(self, name: str, *arguments: str | int) -> Html:
        """`templates/fragments/<name>.html` for these arguments, made once for all outputs that want the same."""
        html: Html = self.ask("fragment", self.locale, self._languages.current, name, *arguments)
        return html

    def asset(self, name: str) -> str | None:
        url: str | None = self.ask("asset", name)
        return url

    def icon(self, name: str) -> Markup | None:
        svg: str | None = self.ask("icon", name)
        return Markup(svg) if svg else None  # noqa: S704 - an icon is the site's own

    def picture(self, file: str) -> PublishedPicture | None:
        picture: PublishedPicture | None = self.ask("picture", file)
        return picture

    def preview(self, page: Page | Listing) -> Preview | None:
        """What stands where someone shows a link to the page: its picture or card, or the card of the edition."""
        work = (page.entry.kind.value, page.entry.key) if isinstance(page, Page) else ("", "")
        found: Preview | None = self.ask("preview", self.locale, *work)
        return found

    def permalink(self, url: str) -> str:
        return absolute(self.ask("origin"), url)
