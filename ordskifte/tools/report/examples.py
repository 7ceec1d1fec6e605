"""Where readers meet each message: a page of each edition that has its words.

Found by making pages, with catalogs that note what is looked up in them. Nothing declares where its words will stand;
and whoever asks for a section's name is told its description too, which the page need not show.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, zip_longest

from markupsafe import escape
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.answers import Query
from ordskifte.model.catalog import DIRECTIVE, LINK_NAME, Catalog, Phrase, Translated
from ordskifte.model.config import Config
from ordskifte.model.document import Kind
from ordskifte.model.site import ListingKind, Site, Target
from ordskifte.model.text import Message
from ordskifte.pipeline.rendering import Plan, Rendered, Rendering, questions
from ordskifte.render.messages import lookup
from ordskifte.render.pages import LISTINGS, PAGES
from ordskifte.render.redirects import REDIRECTS
from ordskifte.resolve.addresses import permalink

MOST = 500
"""Pages of one kind that are made in search of a message, the newest first."""

_FILLED_IN = re.compile(rf"{DIRECTIVE.pattern}|</?{LINK_NAME}>")
"""What a page has something else for."""


def examples(plan: Plan, targets: Iterable[Target], wanted: Mapping[Message, str]) -> dict[tuple[str, Message], str]:
    """By edition and message, the address of a page that has its words. No more pages are made than it takes.

    `wanted` has the English plural of each message, empty where it has none.
    """
    press = _Press(plan)
    site = plan.ground.site
    of_edition: defaultdict[str, list[Target]] = defaultdict(list)
    for target in targets:
        of_edition[target.locale].append(target)
    found: dict[tuple[str, Message], str] = {}
    for locale, edition in site.config.editions.items():
        catalogs, chained = plan.ground.catalogs, edition.chain
        open_ = {message: lookup(catalogs, chained, message, plural) for message, plural in wanted.items()}
        for target in _in_turn(of_edition[locale], site):
            if not open_:
                break
            page = press.page(target)
            said = [message for message in open_.keys() & page.asked if _has_words(page.html, open_[message])]
            found |= {(locale, message): _address(target.path, site.config) for message in said}
            for message in said:
                del open_[message]
    return found


def _has_words(html: str, phrase: Phrase) -> bool:
    """Whether all that stands around placeholders and links in one of the forms is on the page."""
    parts = ([escape(part.strip()) for part in _FILLED_IN.sub("\0", form).split("\0")] for form in phrase.forms)
    return any(all(part in html for part in form) for form in parts)


def _address(path: str, config: Config) -> str:
    is_index = path == "index.html" or path.endswith("/index.html")
    return permalink(config, config.base_path + (path.removesuffix("index.html") if is_index else path))


def _in_turn(targets: Iterable[Target], site: Site) -> Iterator[Target]:
    """The front page, then one page of each kind, then another of each."""
    kinds: defaultdict[tuple[str, str], list[Target]] = defaultdict(list)
    for target in targets:
        if target.renderer in (PAGES.name, LISTINGS.name, REDIRECTS.name):
            kind = "" if target.renderer == REDIRECTS.name else str(target.subject[0])
            kinds[target.renderer, kind].append(target)
    first = kinds.pop((LISTINGS.name, ListingKind.FRONT), [])
    rows = ([*sorted(each, key=lambda target: _age(target, site))][:MOST] for each in kinds.values())
    return (target for target in chain(first, *zip_longest(*rows)) if target)


def _age(target: Target, site: Site) -> float:
    """The less, the newer an article is."""
    if target.renderer != PAGES.name or target.subject[0] != Kind.ARTICLE:
        return 0
    date = site.pages[target.locale, str(target.subject[0]), str(target.subject[1])].entry.date
    return -date.timestamp() if date else 0


class _Page(Struct, frozen=True):
    """A page, and the messages that it asks for."""

    html: str
    asked: frozenset[Message]


class _Press:
    """A plan at work, with a note of the messages that each question looks up."""

    def __init__(self, plan: Plan) -> None:
        self._heard: set[Message] = set()
        self._of_query: dict[Query, frozenset[Message]] = {}
        known = plan.ground.catalogs
        locales = dict.fromkeys((*plan.ground.site.config.editions, *known))
        catalogs = {locale: known.get(locale) or Catalog(locale, {}) for locale in locales}
        noted = {locale: Catalog(locale, _Noted(catalog.messages, self._heard)) for locale, catalog in catalogs.items()}
        queries = {name: self._noting(name, question) for name, question in questions(plan.seams).items()}
        ground, seams = replace(plan.ground, catalogs=noted), replace(plan.seams, queries=queries)
        self._rendering = Rendering(Plan(ground, plan.templates, seams))

    def page(self, target: Target) -> _Page:
        """One that asks for nothing where it cannot be made, which a build tells."""
        made = self._rendering.rendered(target)
        if not isinstance(made, Rendered):
            return _Page("", frozenset())
        return _Page(made.output.content.decode(), self._of(made.asked))

    def _of(self, queries: Iterable[Query]) -> frozenset[Message]:
        return frozenset[Message]().union(*map(self._of_one, queries))

    def _of_one(self, query: Query) -> frozenset[Message]:
        fragments = self._rendering.answers.fragments
        if query in fragments and query not in self._of_query:
            self._of_query[query] = self._of(fragments[query])
        return self._of_query.get(query, frozenset())

    def _noting(self, name: str, question: Callable[..., object]) -> Callable[..., object]:
        def answer(ground: object, *arguments: str | int) -> object:
            self._heard.clear()
            found = question(ground, *arguments)
            # Campaigns that lack some of their words show none of them.
            self._of_query[Query(name, arguments)] = frozenset(self._heard if found else ())
            return found

        return answer


class _Noted(Mapping[Message, Translated]):
    """The messages of a catalog, with a note of those that are looked up."""

    def __init__(self, messages: Mapping[Message, Translated], heard: set[Message]) -> None:
        self._messages = messages
        self._heard = heard

    def __getitem__(self, message: Message) -> Translated:
        self._heard.add(message)
        return self._messages[message]

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)
