"""How a catalog differs from the one that the tools would write, in sentences. By entries, not by bytes: editors wrap
lines, put entries in another order and rewrite headers.
"""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.text import Message
from ordskifte.parse.po import PoEntry, header_fields

NAMED = 5
"""Messages that are called by name; of more than these it is told how many they are."""
LONGEST = 50
"""Letters of a message that are quoted."""
_RULES = ("Language", "Plural-Forms")
"""The fields of a header that are not an editor's own affair."""


class _Facet(Struct, frozen=True):
    """Something in which two entries of one message may differ, and how that is told of one and of several."""

    one: str
    several: str
    of: Callable[[PoEntry], object]


def _comments(entry: PoEntry) -> tuple[str, ...]:
    """The words of the comments for translators; pybabel and polib break their lines."""
    return tuple(" ".join(entry.comments).split())


def _fuzziness(entry: PoEntry) -> object:
    """Nothing where there are no words that could be fuzzy."""
    return entry.previous or True if entry.is_fuzzy and any(entry.forms) else None


_PLURAL = _Facet("has another plural", "have another plural", lambda entry: entry.plural)
_FORMS = _Facet(
    "has another number of plural forms", "have another number of plural forms", lambda entry: len(entry.forms)
)
_FUZZY = _Facet("has changed in English", "have changed in English", _fuzziness)
_WORDS = _Facet("has other words", "have other words", lambda entry: entry.forms)
_COMMENTS = _Facet("has other comments", "have other comments", _comments)
_REFERENCES = _Facet("is used elsewhere", "are used elsewhere", lambda entry: frozenset(entry.references))
_FLAGS = _Facet("has other flags", "have other flags", lambda entry: frozenset(entry.flags))


def template_differences(then: Iterable[PoEntry], now: Iterable[PoEntry]) -> Iterator[str]:
    """Where a POT differs from the one that would be written now."""
    before, after = _live(then), _live(now)
    yield from _presence(before, after)
    yield from _changes(before, after, (_PLURAL, _COMMENTS, _REFERENCES, _FLAGS))


def catalog_differences(then: Iterable[PoEntry], now: Iterable[PoEntry], *, is_pseudo: bool = False) -> Iterator[str]:
    """Where a locale's catalog differs from what its upkeep would make of it. It makes words of the pseudo locale's."""
    known, wanted = tuple(then), tuple(now)
    before, after = _live(known), _live(wanted)
    yield from _header(known)
    yield from _presence(before, after)
    yield from _changes(before, after, (_PLURAL, _FORMS, *((_WORDS,) if is_pseudo else ()), _FUZZY, _COMMENTS))
    kept = {entry.message for entry in wanted}
    lost = [entry.message for entry in known if entry.is_obsolete and entry.message not in kept]
    yield from _told("is obsolete and has no words", "are obsolete and have no words", lost)


def is_same(then: Iterable[PoEntry], now: Iterable[PoEntry]) -> bool:
    """Whether two catalogs say the same, however their lines are broken and in whatever order."""
    return _contents(then) == _contents(now)


def _contents(entries: Iterable[PoEntry]) -> list[PoEntry]:
    plain = (
        replace(entry, places={}, flags=tuple(sorted(entry.flags)), comments=_comments(entry)) for entry in entries
    )
    return sorted(plain, key=lambda entry: (entry.is_obsolete, entry.message.context, entry.message.msgid, entry.forms))


def _live(entries: Iterable[PoEntry]) -> Mapping[Message, PoEntry]:
    return {entry.message: entry for entry in entries if not entry.is_obsolete and not entry.is_header}


def _header(entries: Iterable[PoEntry]) -> Iterator[str]:
    header = next((entry for entry in entries if entry.is_header), None)
    fields = header_fields(header) if header else {}
    if header and header.is_fuzzy:
        yield "the header is marked fuzzy"
    lacking = [f"`{field}`" for field in _RULES if not fields.get(field)]
    if lacking:
        yield f"the header lacks {' and '.join(lacking)}"


def _presence(before: Mapping[Message, PoEntry], after: Mapping[Message, PoEntry]) -> Iterator[str]:
    yield from _told("is missing", "are missing", [message for message in after if message not in before])
    yield from _told("is used no longer", "are used no longer", [message for message in before if message not in after])


def _changes(
    before: Mapping[Message, PoEntry], after: Mapping[Message, PoEntry], facets: Iterable[_Facet]
) -> Iterator[str]:
    """What has changed in messages that are in both; each is told of once."""
    both = [message for message in after if message in before]
    for facet in facets:
        changed = [message for message in both if facet.of(before[message]) != facet.of(after[message])]
        yield from _told(facet.one, facet.several, changed)
        both = [message for message in both if message not in changed]


def _told(one: str, several: str, messages: list[Message]) -> Iterator[str]:
    """A sentence about messages, if there are any: `2 messages are missing: “Latest”, “Share” (verb)`."""
    if messages:
        named = ", ".join(map(_quoted, messages[:NAMED]))
        others = f" and {len(messages) - NAMED} more" if len(messages) > NAMED else ""
        count = f"1 message {one}" if len(messages) == 1 else f"{len(messages)} messages {several}"
        yield f"{count}: {named}{others}"


def _quoted(message: Message) -> str:
    words = f"“{textwrap.shorten(message.msgid, LONGEST, placeholder=' …')}”"
    return f"{words} ({message.context})" if message.context else words
