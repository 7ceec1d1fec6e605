"""Which message that came is the new English of one that went. Knows words only, not what becomes of translations."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from msgspec import Struct

from ordskifte.model.text import Message
from ordskifte.parse.po import PoEntry

ALIKE = 0.6
"""How alike two texts are, from 0 to 1, of which one may be the other reworded."""
LONG = 60
"""Letters from which on two texts are compared by words: by letters that takes time with the square of them."""
COMPARED = 6_000
"""Pairs of one context that are compared, where it has more than these."""
FEWEST = 3
"""Old messages that a new one is compared with, however many have come."""
RAREST = 300
"""After so many messages that share letters with one, no more are looked for."""


class _Pair(Struct, frozen=True):
    old: PoEntry
    new: PoEntry
    likeness: float

    @property
    def rank(self) -> tuple[float, str, str]:
        """The most alike first; of those that are equally so, always the same ones."""
        return -self.likeness, self.old.message.msgid, self.new.message.msgid


def reworded(old: Iterable[PoEntry], new: Iterable[PoEntry]) -> dict[Message, PoEntry]:
    """For each new message that is an old one reworded, the entry of that, which has a translation.

    They share a context, and each is the other's only match. In a context that had one message and has one, as each
    name in `site.toml` does, the two belong together however different they are.
    """
    before, after = _by_context(old), _by_context(new)
    found: dict[Message, PoEntry] = {}
    for context, known in before.items():
        wanted = after.get(context, {})
        went = [entry for message, entry in known.items() if message not in wanted and any(entry.forms)]
        came = [entry for message, entry in wanted.items() if message not in known]
        is_name = context != "" and len(known) == len(wanted) == 1
        found |= _matched(_pairs(went, came, is_name=is_name))
    return found


def _by_context(entries: Iterable[PoEntry]) -> Mapping[str, dict[Message, PoEntry]]:
    contexts: defaultdict[str, dict[Message, PoEntry]] = defaultdict(dict)
    for entry in entries:
        contexts[entry.message.context][entry.message] = entry
    return contexts


def _pairs(went: Collection[PoEntry], came: Collection[PoEntry], *, is_name: bool) -> Iterator[_Pair]:
    near = _Near(went, max(FEWEST, COMPARED // max(len(came), 1)))
    for new in came:
        # A message that is singular now has no room for the words of a plural.
        for old in (old for old in near.to(new) if new.plural or not old.plural):
            likeness = 1.0 if is_name else _likeness(old.message.msgid, new.message.msgid)
            if likeness >= ALIKE:
                yield _Pair(old, new, likeness)


class _Near:
    """The entries with which it is worth to compare another: all, or so many that share most of its rarest letters.

    2,000 messages in three languages take a second or two so; to compare each with each takes minutes.
    """

    def __init__(self, entries: Iterable[PoEntry], count: int) -> None:
        self._entries = sorted(entries, key=lambda entry: entry.message.msgid)
        self._count = count
        self._with: defaultdict[str, list[int]] = defaultdict(list)
        if len(self._entries) > count:
            for number, entry in enumerate(self._entries):
                for letters in _threes(entry.message.msgid):
                    self._with[letters].append(number)

    def to(self, entry: PoEntry) -> Iterable[PoEntry]:
        if len(self._entries) <= self._count:
            return self._entries
        known = [letters for letters in _threes(entry.message.msgid) if letters in self._with]
        shared: Counter[int] = Counter()
        seen = 0
        for letters in sorted(known, key=lambda letters: (len(self._with[letters]), letters)):
            if seen > RAREST:
                break
            shared.update(self._with[letters])
            seen += len(self._with[letters])
        most = sorted(shared, key=lambda number: (-shared[number], number))
        return [self._entries[number] for number in most[: self._count]]


def _threes(text: str) -> frozenset[str]:
    """The letters of a text, each with the two that follow it; before its beginning and behind its end are spaces."""
    padded = f" {text} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


@lru_cache(1 << 16)
def _likeness(then: str, now: str) -> float:
    """How alike two texts are; 0 where they are not. The same two are asked about for every language."""
    is_long = len(then) + len(now) > 2 * LONG
    matcher: SequenceMatcher[str] = SequenceMatcher(None, autojunk=False)
    matcher.set_seqs(*((then.split(), now.split()) if is_long else (then, now)))
    # What is soon told comes first: neither of the first two is ever less than the last.
    is_alike = all(bound() >= ALIKE for bound in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))
    return matcher.ratio() if is_alike else 0.0


def _matched(pairs: Iterable[_Pair]) -> dict[Message, PoEntry]:
    """One to one, the most alike first."""
    found: dict[Message, PoEntry] = {}
    taken: set[Message] = set()
    for pair in sorted(pairs, key=lambda pair: pair.rank):
        if pair.new.message not in found and pair.old.message not in taken:
            found[pair.new.message] = pair.old
            taken.add(pair.old.message)
    return found
