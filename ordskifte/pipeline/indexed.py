"""The index of the search. Words are counted shelf by shelf, and what was counted is kept, so that an edited text costs
the words of its shelf and the files that they are in.

Words of texts that may be for members at another moment are counted in each build, and kept nowhere.
"""

from array import array
from collections.abc import Container, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Raw, Struct

from ordskifte.model.answers import Findable
from ordskifte.model.document import Body
from ordskifte.model.fingerprints import digest, fingerprint
from ordskifte.pipeline.memo import Kept, Made, Memo
from ordskifte.pipeline.memo import made as encoded
from ordskifte.pipeline.store import Store
from ordskifte.pipeline.workers import Workers, at
from ordskifte.render.queries import Ground
from ordskifte.render.search import SHELF, SLICES, Numbers, file_of_words, findable, mark, shard_count, shelf, shelves

SHELVES = "shelves"
"""Their name in the store."""
FINDABLE = "findable"
"""The name of the note of all texts."""

_BODY = msgspec.msgpack.Decoder(Body)
_SLICES = msgspec.msgpack.Decoder(dict[int, Raw])
_SLICE = msgspec.msgpack.Decoder(dict[str, Numbers])


class Texts(Struct, frozen=True):
    """All texts that can be found, and their digest."""

    texts: tuple[Findable, ...]
    digest: bytes


def texts(ground: Ground, about: bytes, memo: Memo) -> Texts:
    """Those of a site; `about` is the digest of the parts of the ground that they are told from."""
    known: Texts | None = memo.remembered(FINDABLE, about)
    if known is not None:
        return known
    noted = memo.noted(FINDABLE, about)
    if noted is None:
        noted = Raw(msgspec.msgpack.encode(findable(ground)))
        memo.note(FINDABLE, about, bytes(noted))
    found = msgspec.msgpack.decode(noted, type=tuple[Findable, ...])
    return memo.remember(FINDABLE, about, Texts(found, digest(bytes(noted))))


class Shelf(Struct, frozen=True, gc=False, array_like=True):
    """What is known of the words of some texts."""

    value: bytes
    """The digest of what is kept of them."""
    slices: bytes
    """The digest of each slice, in eight bytes."""


class Index(Mapping[int, bytes]):
    """The files of words by their numbers, each put together of its slices when somebody asks for it."""

    def __init__(
        self, store: Store, shelves: Sequence[Shelf], passing: Mapping[bytes, bytes], of: str, files: int
    ) -> None:
        self._made_of = store, shelves, passing, of, files
        self._digests = array("Q", b"".join(shelf.slices for shelf in shelves))
        self._read: list[dict[int, Raw]] = []

    def __reduce__(self) -> tuple[Any, ...]:
        return Index, self._made_of

    def __getitem__(self, number: int) -> bytes:
        store, shelves, passing, of, _ = self._made_of
        if not self._read:
            values = (passing.get(shelf.value) or store.result(SHELVES, shelf.value) for shelf in shelves)
            self._read = [_SLICES.decode(value) for value in values]
        wanted = self._slices(number)
        there = ([slices[slice] for slice in wanted if slice in slices] for slices in self._read)
        return file_of_words(of, ([_SLICE.decode(slice) for slice in slices] for slices in there))

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self)))

    def __len__(self) -> int:
        return self._made_of[-1]

    def digest(self, number: int) -> bytes:
        """That of all that a file is put together of. Raises KeyError."""
        columns = (self._digests[slice::SLICES].tobytes() for slice in self._slices(number))
        return fingerprint((self._made_of[-2], digest(b"".join(columns))))

    def _slices(self, number: int) -> Sequence[int]:
        if number not in range(len(self)):
            raise KeyError(number)
        return range(number, SLICES, len(self))


class Task(Struct, frozen=True):
    """The texts of a shelf, each with its encoded body, if it has any."""

    texts: tuple[tuple[Findable, bytes], ...]


def indexed(
    texts: Sequence[Findable], bodies: Kept[Body], passing: Container[str], memo: Memo, workers: Workers
) -> Index:
    """The index of some texts; of the sources that are `passing` nothing is kept."""
    keys = [_key(some, bodies) for some in shelves(texts)]
    on_shelves = dict(zip(keys, shelves(texts), strict=True))
    unkept = {key for key, some in on_shelves.items() if any(text.source in passing for text in some)}
    before = _before(memo)
    new = {key: some for key, some in on_shelves.items() if key in unkept or key not in before}
    tasks = (Task(tuple((text, _encoded(text, bodies)) for text in some)) for some in new.values())
    made = dict(zip(new, workers.map(counted, tasks, len(new) * SHELF), strict=True))
    now = {key: Shelf(made[key][0][0], made[key][1]) if key in made else before[key] for key in on_shelves}
    kept = {key: shelf for key, shelf in now.items() if key not in unkept}
    if kept != before:
        memo.shelve(
            SHELVES,
            [value for key, (value, _) in made.items() if key not in unkept],
            {shelf.value for shelf in kept.values()},
        )
        memo.store.put_note(SHELVES, msgspec.msgpack.encode(kept))
    return Index(
        memo.store,
        [now[key] for key in keys],
        dict(made[key][0] for key in unkept),
        mark(texts),
        shard_count(len(texts)),
    )


def _before(memo: Memo) -> dict[bytes, Shelf]:
    """The shelves that are kept, by the digests of what they were made from."""
    said = memo.store.note(SHELVES)
    return msgspec.msgpack.decode(said, type=dict[bytes, Shelf]) if said else {}


def forget(memo: Memo) -> None:
    """Keep nothing of a site that has no search any more."""
    if _before(memo):
        memo.shelve(SHELVES, (), ())
        memo.store.drop_note(SHELVES)
        memo.store.drop_note(FINDABLE)


def _key(texts: Sequence[Findable], bodies: Kept[Body]) -> bytes:
    return fingerprint([(text.title, text.names, bodies.digests.get(text.source, b"")) for text in texts])


def _encoded(text: Findable, bodies: Kept[Body]) -> bytes:
    return bodies.encoded(text.source) if text.source in bodies.digests else b""


def counted(task: Task) -> tuple[Made, bytes]:
    """The words of a shelf, by slices, and the digests of those."""
    at(task.texts[0][0].source)
    found = shelf((text, _BODY.decode(body) if body else None) for text, body in task.texts)
    slices = {number: msgspec.msgpack.encode(slice) for number, slice in found.items()}
    digests = (blake2b(slices.get(number, b""), digest_size=8).digest() for number in range(SLICES))
    return encoded({number: Raw(slice) for number, slice in slices.items()}), b"".join(digests)
