"""The search: an index of all words that are public, in files that a script in the reader's browser takes one by one.

A text is indexed once, whatever the number of editions, in its own language. Which texts there are, each edition's
`works` tell, as the fragment `found` shows them. Words are taken from the bodies that pages show, never from outputs;
what is sealed is in neither. How words are folded is known here and in `search.js`, and told in decision 43.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape, unescape
from itertools import chain, count
from unicodedata import category, normalize

import msgspec

from ordskifte.model.answers import Findable
from ordskifte.model.collation import BASE_LETTERS
from ordskifte.model.document import Body, Kind, Picture
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.site import Entry, ListingKind, Page, Profile, Target
from ordskifte.model.text import Html
from ordskifte.render.queries import Ground, section, tag
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View
from ordskifte.resolve.lists import LONG_AGO, is_listed, order

FOLDER = "search-index"
SCRIPT = "search.js"
"""What templates call it: `site.asset("search.js")`."""
TEMPLATE = "found"
"""The fragment that shows a work that was found."""
SHELF = 16
"""Works of one file; the words of as many are counted together."""
TEXTS_OF_A_SHARD, SLICES = 8, 256
SHORT = 4
"""Letters of a mark that is there for each shelf."""
PREFIX = 3
"""Letters of a word that decide where it stands: who has typed so many is shown what begins with them."""
LETTERS: Mapping[str, str] = {**BASE_LETTERS, "ς": "σ"}
"""What a small letter becomes that Unicode does not take apart."""

_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|cite|code|dfn|em|i|kbd|mark|q|s|small|span|strong|u)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_LONG_A = re.compile("aa+")
_SOFT_HYPHEN = "\u00ad"


# --------------------------------------------------------------------------------------
# Which texts
# --------------------------------------------------------------------------------------


def findable(ground: Ground) -> tuple[Findable, ...]:
    """All texts that can be found, the oldest first, so that a new one moves no other; an author is as old as the first
    article by that name.
    """
    site = ground.site
    works: dict[tuple[str, str, str], Page] = {}
    for page in site.pages.values():
        if _is_found(page):
            works.setdefault((page.entry.kind.value, page.entry.key, page.entry.language), page)
    since = _since(works.values())
    dated = [(order(page.entry), _work(ground, page)) for page in works.values()]
    people: dict[tuple[str, str], Profile] = {}
    for profile in site.profiles.values():
        people.setdefault((profile.id, profile.language), profile)
    dated += [((since.get(found.id, LONG_AGO), found.id), _person(ground, found)) for found in people.values()]
    return tuple(text for _, text in sorted(dated, key=lambda text: (text[0], text[1].name)))


def _is_found(page: Page) -> bool:
    return is_listed(page) or (page.entry.kind is Kind.PAGE and not page.is_unlisted)


def _since(pages: Iterable[Page]) -> dict[str, datetime]:
    """When the first article by each author was published."""
    found: dict[str, datetime] = {}
    for page in pages:
        for person in page.entry.authors:
            if page.entry.date:
                found[person.id] = min(page.entry.date, found.get(person.id, page.entry.date))
    return found


def _work(ground: Ground, page: Page) -> Findable:
    entry = page.entry
    kind, key, language = entry.kind.value, entry.key, entry.language
    shown = (ground.site.entry(locale, kind, key) for locale in ground.site.config.editions)
    return Findable(
        kind,
        key,
        language,
        page.source,
        tuple(entry.locale for entry in shown if entry and entry.language == language),
        entry.title.value,
        _named(ground, entry),
    )


def _named(ground: Ground, entry: Entry) -> str:
    """The standfirst, the authors, and section and tags in the words of all editions."""
    terms = ((section, entry.section), *((tag, id) for id in entry.tags))
    found = (ask(ground, locale, id) for ask, id in terms for locale in ground.site.config.editions)
    names = (term.name.value for term in found if term)
    standfirst = entry.standfirst.value if entry.standfirst else ""
    return " ".join((standfirst, *(person.name for person in entry.authors), *names))


def _person(ground: Ground, found: Profile) -> Findable:
    site = ground.site
    profiles = ((locale, site.profiles.get((locale, found.id))) for locale in site.config.editions)
    return Findable(
        Kind.AUTHOR.value,
        found.id,
        found.language,
        found.source,
        tuple(locale for locale, profile in profiles if profile and profile.language == found.language),
        found.name,
        found.role.value if found.role else "",
    )


def mark(texts: Iterable[Findable], length: int = 10) -> str:
    """What is the same in all files that count the texts alike."""
    return fingerprint([text.name for text in texts]).hex()[:length]


def shard_count(texts: int) -> int:
    """Into how many files the words of so many texts are put; a power of two."""
    return min(SLICES, 1 << max(0, (texts - 1) // TEXTS_OF_A_SHARD).bit_length())


def shelves(texts: Sequence[Findable]) -> list[Sequence[Findable]]:
    """The texts, as many at a time as one file shows."""
    return [texts[first : first + SHELF] for first in range(0, len(texts), SHELF)]


# --------------------------------------------------------------------------------------
# Which words
# --------------------------------------------------------------------------------------


class _Folds(dict[int, str]):
    """What each character becomes."""

    def __missing__(self, code: int) -> str:
        small = normalize("NFKD", chr(code)).lower()
        signs = [sign for sign in small if category(sign)[0] != "M" and sign != _SOFT_HYPHEN]
        found = self[code] = "".join(LETTERS.get(sign, sign if sign.isalnum() else " ") for sign in signs)
        return found


_FOLDS = _Folds()


def words(text: str) -> list[str]:
    """The words of a text as they are looked for: small, without accents, `ø` as o, `å` and `aa` as a, `æ` as ae."""
    return _LONG_A.sub("a", text.translate(_FOLDS)).split()


def shard(word: str, shards: int) -> int:
    """In which of so many files a word stands: with all that begins with the same letters."""
    number = 0
    for letter in word[:PREFIX]:
        number = number * 131 + ord(letter)
    return number % shards


def plain(body: Body) -> str:
    """What is read of a body, and what is said of its pictures. Holes for words of the interface are left empty."""
    html = "".join(part if isinstance(part, str) else _said(part) for part in body.parts)
    return unescape(_TAG.sub(" ", _INLINE.sub("", html)))


def _said(hole: object) -> str:
    return f" {escape(hole.alt)} " if isinstance(hole, Picture) else ""


def weights(text: Findable, body: Body | None) -> dict[str, int]:
    """How much each word says of a text, from 1 to 9: those of its title most, then those of its standfirst and of the
    names that it stands under; what it says often, more than what it says once.
    """
    found = {word: min(3, count.bit_length()) for word, count in Counter(words(plain(body)) if body else ()).items()}
    for said, weight in ((text.names, 2), (text.title, 5)):
        for word in set(words(said)):
            found[word] = min(9, found.get(word, 0) + weight)
    return found


# --------------------------------------------------------------------------------------
# Files of words
# --------------------------------------------------------------------------------------

Numbers = tuple[int, list[int]]
"""Which texts of a shelf have a word: the last of them, and for each how many texts further on it stands than the one
before, or than before the first, times ten, and its weight.
"""


def shelf(texts: Iterable[tuple[Findable, Body | None]]) -> dict[int, dict[str, Numbers]]:
    """The words of some texts that follow each other, by slices: a file has one of each shelf, or several."""
    last: dict[str, int] = {}
    found: dict[str, list[int]] = {}
    for number, (text, body) in enumerate(texts):
        for word, weight in weights(text, body).items():
            found.setdefault(word, []).append((number - last.get(word, -1)) * 10 + weight)
            last[word] = number
    slices: dict[int, dict[str, Numbers]] = {}
    for word in sorted(found):
        slices.setdefault(shard(word, SLICES), {})[word] = (last[word], found[word])
    return slices


def file_of_words(of: str, shelves: Iterable[Iterable[Mapping[str, Numbers]]]) -> bytes:
    """One file, of its slices of each shelf: behind each word its numbers in all texts."""
    found: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for first, slices in zip(count(0, SHELF), shelves, strict=False):
        for word, (end, numbers) in chain.from_iterable(slice.items() for slice in slices):
            before = found.setdefault(word, [])
            before.append(numbers[0] + (first - last.get(word, -1) - 1) * 10)
            before += numbers[1:]
            last[word] = first + end
    return msgspec.json.encode({"of": of, "words": dict(sorted(found.items()))})


# --------------------------------------------------------------------------------------
# Questions
# --------------------------------------------------------------------------------------


def search(ground: Ground, locale: str) -> str:
    """What the script is to know of the index, as JSON; empty where the site has no search."""
    site, texts = ground.site, ground.findable
    if (locale, ListingKind.SEARCH, "") not in site.urls:
        return ""
    shown = sum(1 << number for number, text in enumerate(texts) if locale in text.shown)
    told = {
        "folder": f"{site.config.base_path}{FOLDER}/",
        "edition": locale,
        "of": mark(texts),
        "shards": shard_count(len(texts)),
        "shelf": SHELF,
        "shelves": "".join(mark(shelf, SHORT) for shelf in shelves(texts)),
        "texts": len(texts),
        "shown": f"{shown:x}"[::-1],  # Four texts to a digit, the first in the lowest bit of the first.
    }
    return msgspec.json.encode(told).decode()


def search_words(ground: Ground, number: int) -> bytes:
    """A file of words."""
    return ground.words[number]


def search_works(ground: Ground, locale: str, number: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The mark of a shelf, and kind and key of each of its works; empty names where the edition has it not."""
    shelf = ground.findable[number * SHELF : (number + 1) * SHELF]
    return mark(shelf, SHORT), tuple((text.kind, text.key) if locale in text.shown else ("", "") for text in shelf)


QUERIES: Mapping[str, Callable[..., object]] = {
    "search": search,
    "search_words": search_words,
    "search_works": search_works,
}


# --------------------------------------------------------------------------------------
# The index as outputs
# --------------------------------------------------------------------------------------


def _targets(ground: Ground) -> Iterator[Target]:
    config = ground.site.config
    if not config.has_search:
        return
    texts = len(ground.findable)
    for number in range(shard_count(texts)):
        yield Target(f"{FOLDER}/{number}.json", "search", config.default_locale, ("words", number))
    for locale in config.editions:
        for number in range(-(-texts // SHELF)):
            yield Target(f"{FOLDER}/{locale}/{number}.json", "search", locale, ("works", number), locale)


def _render(target: Target, view: View, _: Templates) -> bytes:
    what, number = target.subject
    if what == "words":
        content: bytes = view.ask("search_words", number)
        return content
    of, names = view.ask("search_works", view.locale, number)
    return msgspec.json.encode({"of": of, "works": [_found(view, kind, key) for kind, key in names]})


def rows(content: bytes) -> str:
    """What readers are shown of the works in an output of the search; of one that holds words, nothing."""
    return "".join(msgspec.json.decode(content).get("works", ()))


def _found(view: View, kind: str, key: str) -> str:
    if not key:
        return ""
    html: Html = view.ask("fragment", view.locale, view.locale, TEMPLATE, kind, key)
    return html.value.strip()


SEARCH = Renderer("search", _targets, _render)
