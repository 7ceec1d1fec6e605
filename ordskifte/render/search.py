"""The search: an index of all words that are public, in files that a script in the reader's browser takes one by one.

A text is indexed once, whatever the number of editions, in its own language. Which texts there are, each edition's
`works` tell, as the fragment `found` shows them. Words are taken from the bodies that pages show, never from outputs;
what is sealed is in neither. How words are folded is known here and in `search.js`, and told in decision 43.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape, unescape
from unicodedata import category, normalize

import msgspec

from ordskifte.model.answers import Query
from ordskifte.model.document import Body, Kind, Picture
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.site import Entry, ListingKind, Page, Site, Target
from ordskifte.model.text import Html
from ordskifte.render.queries import Ground, section, tag
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import Answers, Fragments, View
from ordskifte.resolve.lists import is_listed, order

FOLDER = "search-index"
SCRIPT = "search.js"
"""What templates call it: `site.asset("search.js")`."""
TEMPLATE = "found"
"""The fragment that shows a work that was found."""
SHELF = 16
"""Works of one file."""
TEXTS_OF_A_SHARD, MOST_SHARDS = 8, 256
PREFIX = 3
"""Letters of a word that decide where it stands: who has typed so many is shown what begins with them."""
LETTERS: Mapping[str, str] = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ß": "ss",
    "þ": "th",
    "ð": "d",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ŋ": "n",
    "ŧ": "t",
    "ς": "σ",
}
"""What a small letter becomes that Unicode does not take apart."""

_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|cite|code|dfn|em|i|kbd|mark|q|s|small|span|strong|u)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_LONG_A = re.compile("aa+")
_SOFT_HYPHEN = "\u00ad"


# --------------------------------------------------------------------------------------
# Which texts
# --------------------------------------------------------------------------------------


def searched(site: Site) -> tuple[Page, ...]:
    """All texts that can be found, the oldest first, so that a new one moves no other; each as the first edition has it
    that shows it.
    """
    found: dict[tuple[str, str, str], Page] = {}
    for page in site.pages.values():
        if _is_searched(page):
            found.setdefault(_name(page), page)
    return tuple(sorted(found.values(), key=lambda page: (*order(page.entry), *_name(page))))


def _name(page: Page) -> tuple[str, str, str]:
    """Kind, key and language, which are the same in each edition that shows the text."""
    return page.entry.kind.value, page.entry.key, page.entry.language


def _is_searched(page: Page) -> bool:
    return is_listed(page) or (page.entry.kind is Kind.PAGE and not page.is_unlisted)


def _mark(texts: Iterable[Page]) -> str:
    """What is the same in all files that count the texts alike."""
    return fingerprint([_name(page) for page in texts]).hex()[:10]


def shard_count(texts: int) -> int:
    """Into how many files the words of so many texts are put; a power of two."""
    return min(MOST_SHARDS, 1 << max(0, (texts - 1) // TEXTS_OF_A_SHARD).bit_length())


def _is_shown(site: Site, locale: str, page: Page) -> bool:
    """Whether an edition shows this version of the work, or leads to it."""
    kind, key, language = _name(page)
    entry = site.entry(locale, kind, key)
    return entry is not None and entry.language == language


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


def shard(word: str, count: int) -> int:
    """In which of so many files a word stands: with all that begins with the same letters."""
    number = 0
    for letter in word[:PREFIX]:
        number = number * 131 + ord(letter)
    return number % count


def plain(body: Body) -> str:
    """What is read of a body, and what is said of its pictures. Holes for words of the interface are left empty."""
    html = "".join(part if isinstance(part, str) else _said(part) for part in body.parts)
    return unescape(_TAG.sub(" ", _INLINE.sub("", html)))


def _said(hole: object) -> str:
    return f" {escape(hole.alt)} " if isinstance(hole, Picture) else ""


def _weights(ground: Ground, page: Page) -> dict[str, int]:
    """How much each word says of a text, from 1 to 9: those of its title most, then those of its standfirst and of the
    names that it stands under; what it says often, more than what it says once.
    """
    entry, body = page.entry, ground.bodies.get(page.source)
    found = {word: min(3, count.bit_length()) for word, count in Counter(words(plain(body)) if body else ()).items()}
    for said, weight in ((_named(ground, entry), 2), (entry.title.value, 5)):
        for word in set(words(said)):
            found[word] = min(9, found.get(word, 0) + weight)
    return found


def _named(ground: Ground, entry: Entry) -> str:
    """The standfirst, the authors, and section and tags in the words of all editions."""
    terms = ((section, entry.section), *((tag, id) for id in entry.tags))
    found = (ask(ground, locale, id) for ask, id in terms for locale in ground.site.config.editions)
    names = (term.name.value for term in found if term)
    standfirst = entry.standfirst.value if entry.standfirst else ""
    return " ".join((standfirst, *(person.name for person in entry.authors), *names))


# --------------------------------------------------------------------------------------
# Questions
# --------------------------------------------------------------------------------------


def search(ground: Ground, locale: str) -> str:
    """What the script is to know of the index, as JSON; empty where the site has no search."""
    site = ground.site
    if (locale, ListingKind.SEARCH, "") not in site.urls:
        return ""
    texts = searched(site)
    shown = sum(1 << number for number, page in enumerate(texts) if _is_shown(site, locale, page))
    told = {
        "folder": f"{site.config.base_path}{FOLDER}/",
        "edition": locale,
        "of": _mark(texts),
        "shards": shard_count(len(texts)),
        "shelf": SHELF,
        "texts": len(texts),
        "shown": f"{shown:x}"[::-1],  # Four texts to a digit, the first in the lowest bit of the first.
    }
    return msgspec.json.encode(told).decode()


def search_words(ground: Ground) -> tuple[bytes, ...]:
    """The files of words. Behind each word stand numbers, one for each text that has it: the last digit is its weight,
    the others how many texts further on it stands than the last one, or than before the first.
    """
    texts = searched(ground.site)
    count = shard_count(len(texts))
    found: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for number, page in enumerate(texts):
        for word, weight in _weights(ground, page).items():
            found.setdefault(word, []).append((number - last.get(word, -1)) * 10 + weight)
            last[word] = number
    shards: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for word in sorted(found):
        shards[shard(word, count)][word] = found[word]
    of = _mark(texts)
    return tuple(msgspec.json.encode({"of": of, "words": words}) for words in shards)


def search_works(ground: Ground, locale: str, number: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The mark of the index, and kind and key of each work of a shelf; empty names where the edition has it not."""
    texts = searched(ground.site)
    shelf = texts[number * SHELF : (number + 1) * SHELF]
    return _mark(texts), tuple(_name(page)[:2] if _is_shown(ground.site, locale, page) else ("", "") for page in shelf)


QUERIES: Mapping[str, Callable[..., object]] = {
    "search": search,
    "search_words": search_words,
    "search_works": search_works,
}


def _shard(answers: Answers, query: Query) -> tuple[object, tuple[Query, ...]]:
    """One file of words. As a question of its own, so that it stands where an edited text has none of its words."""
    asked = answers.query("search_words", ())
    [number] = query.arguments
    return answers.answer(asked)[int(number)], (asked,)


FRAGMENTS: Fragments = {"search_shard": _shard}


# --------------------------------------------------------------------------------------
# The index as outputs
# --------------------------------------------------------------------------------------


def _targets(ground: Ground) -> Iterator[Target]:
    config = ground.site.config
    if not config.has_search:
        return
    count = len(searched(ground.site))
    for number in range(shard_count(count)):
        yield Target(f"{FOLDER}/{number}.json", "search", config.default_locale, ("words", number))
    for locale in config.editions:
        for number in range(-(-count // SHELF)):
            yield Target(f"{FOLDER}/{locale}/{number}.json", "search", locale, ("works", number), locale)


def _render(target: Target, view: View, _: Templates) -> bytes:
    what, number = target.subject
    if what == "words":
        content: bytes = view.ask("search_shard", number)
        return content
    of, names = view.ask("search_works", view.locale, number)
    return msgspec.json.encode({"of": of, "works": [_found(view, kind, key) for kind, key in names]})


def _found(view: View, kind: str, key: str) -> str:
    if not key:
        return ""
    html: Html = view.ask("fragment", view.locale, view.locale, TEMPLATE, kind, key)
    return html.value.strip()


SEARCH = Renderer("search", _targets, _render)
