"""The first reading of an export: everything of it but the bodies, and of those what others have to know."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.tools.wordpress.reading import WPML, Reading
from ordskifte.tools.wordpress.values import Channel, Entry, Note, Place, Term, Writer

WORKS = {"post": "article", "page": "page"}
"""What becomes a text, and of which kind."""
_ID = re.compile(r"""\s(?:id|name)\s*=\s*["']([^"'<>\s]{1,200})["']""")
_FRAGMENT = re.compile(r"""\shref\s*=\s*["']([^"'<>]*#[^"'<>\s]{1,200})["']""")
_PICTURES = re.compile(r"<img\b|\[gallery\b|\[caption\b")


class Inside(Struct, frozen=True):
    """What others have to know of a body."""

    ids: frozenset[str]
    fragments: tuple[str, ...]
    """The addresses that it links to, as far as they end in an id."""
    has_pictures: bool


class Index(Struct, frozen=True):
    channel: Channel
    entries: tuple[Entry, ...]
    """Each once, in the order of the files, without its words."""
    insides: Mapping[Place, Inside]
    notes: tuple[Note, ...]
    counts: Mapping[str, int]
    """How many entries there are of each kind."""
    comments: int
    has_wpml: bool
    """Whether WPML has left anything in the export."""


def index(readings: Iterable[Reading]) -> Index:
    """What stands in the files, as one export. Raises Refused."""
    entries: dict[tuple[str, int], Entry] = {}
    insides: dict[Place, Inside] = {}
    notes: list[Note] = []
    channels: list[Channel] = []
    counts: Counter[str] = Counter()
    comments, has_wpml = 0, False
    for reading in readings:
        for entry in reading.entries():
            id = (entry.kind, entry.id)
            if id in entries and entry.id:
                notes.append(Note("twice", f"“{entry.title}”", entry.place))
                continue
            counts[entry.kind] += 1
            comments += entry.comments
            has_wpml = has_wpml or any(key.startswith(WPML) for key, _ in entry.meta)
            if entry.kind in WORKS:
                insides[entry.place] = _inside(entry.body)
            is_short = entry.kind in ("attachment", "guest-author")
            entries[id if entry.id else (entry.kind, -len(entries) - 1)] = replace(
                entry, body="", excerpt=entry.excerpt if is_short else ""
            )
        notes += reading.notes
        channels.append(reading.channel)
    return Index(_united(channels), tuple(entries.values()), insides, tuple(notes), dict(counts), comments, has_wpml)


def _inside(body: str) -> Inside:
    return Inside(
        frozenset(map(unescape, _ID.findall(body))),
        tuple(dict.fromkeys(map(unescape, _FRAGMENT.findall(body)))),
        _PICTURES.search(body) is not None,
    )


def _united(channels: Iterable[Channel]) -> Channel:
    """What the files say of the site: what the first says, and all terms and writers."""
    known = list(channels)
    writers: dict[str, Writer] = {}
    terms: dict[tuple[str, str], Term] = {}
    for channel in known:
        for login, writer in channel.writers.items():
            writers.setdefault(login, writer)
        for term in channel.terms:
            terms.setdefault((term.taxonomy, term.slug), term)
    addresses = tuple(dict.fromkeys(address for channel in known for address in channel.addresses))
    return replace(known[0], addresses=addresses, writers=writers, terms=tuple(terms.values()))


def bodies(readings: Iterable[Reading]) -> Iterator[Entry]:
    """The entries that become texts, with their words, each once, in the order of the files."""
    seen: set[tuple[str, int]] = set()
    for reading in readings:
        for entry in reading.entries():
            if entry.kind in WORKS and ((entry.kind, entry.id) not in seen or not entry.id):
                seen.add((entry.kind, entry.id))
                yield entry
