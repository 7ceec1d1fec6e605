"""What was made of a source is found again while the source has the same bytes, and whatever else it was made from.

Content decides. A stamp only saves the reading of an old file: one that has not been touched for a while when it was
read, so that no later change can have left the same stamp.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from ordskifte.load import Files
from ordskifte.model.diagnostics import Diagnostic
from ordskifte.model.files import Stamp, is_settled
from ordskifte.model.fingerprints import digest
from ordskifte.pipeline.store import SpoiltStore, Store

Value = TypeVar("Value")
_encoded = msgspec.msgpack.Encoder().encode


Made = tuple[bytes, bytes]
"""An encoded value, behind its digest."""


def made(value: object) -> Made:
    encoded = _encoded(value)
    return digest(encoded), encoded


class Content(Struct, frozen=True, gc=False, array_like=True):
    """The digest that a file had when its stamp was this."""

    stamp: Stamp
    digest: bytes


class Result(Struct, frozen=True, gc=False, array_like=True):
    """Of what something was made, and the digests of the values that it came to; none where there is no such value."""

    key: bytes
    digests: tuple[bytes, ...]


class Noted(Struct, frozen=True, array_like=True):
    """One value made of many others, and what they were."""

    key: bytes
    value: Raw


STAGES = {
    "heads": ("source", "told"),
    "documents": ("face", "marks", "body", "said"),
    "translations": ("standing",),
    "template": ("template",),
    "picture": ("picture",),
}
"""The values that are made of a source in each stage, by their names in the store."""

Contents = dict[str, Content]
Results = dict[str, Result]


class Kept(Mapping[str, Value]):
    """One value of each source, read from the store when it is asked for; its digest is known without."""

    def __init__(self, store: Store, stage: str, kind: Any, digests: dict[str, bytes]) -> None:
        self.digests = digests
        self._store = store
        self._stage = stage
        self._kind = kind
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._added: dict[str, Value] = {}

    def __getstate__(self) -> tuple[Any, ...]:
        return self.digests, self._store, self._stage, self._kind, self._added

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.digests, self._store, self._stage, self._kind, self._added = state
        self._decoder = msgspec.msgpack.Decoder(self._kind)

    def __getitem__(self, path: str) -> Value:
        if path in self._added:
            return self._added[path]
        value: Value = self._decoder.decode(self.encoded(path))
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)

    def encoded(self, path: str) -> bytes:
        """A value as it is stored. Raises KeyError."""
        if path in self._added:
            return _encoded(self._added[path])
        return self._store.result(self._stage, self.digests[path])

    def all(self) -> dict[str, Value]:
        """All values, in the order of their paths; faster than one by one."""
        stored = self._store.results(self._stage)
        try:
            return {path: self._decoder.decode(stored[digest]) for path, digest in self.digests.items()}
        except KeyError as lost:
            raise SpoiltStore from lost

    @cached_property
    def digest(self) -> bytes:
        """That of all values and their paths."""
        return digest("\0".join(self.digests).encode() + b"\0" + b"".join(self.digests.values()))

    def add(self, path: str, digest: bytes, value: Value) -> None:
        """Let a value be found that is not in the store."""
        self.digests[path] = digest
        self._added[path] = value
        self.__dict__.pop("digest", None)

    def among(self, paths: Iterable[str]) -> "Kept[Value]":
        """Those of some sources only."""
        return Kept(self._store, self._stage, self._kind, {path: self.digests[path] for path in paths})


class Memo:
    """What is known of a tree's files, from earlier builds and from this one."""

    def __init__(self, files: Files, store: Store, before: Contents | None = None) -> None:
        self.store = store
        self._files = files
        self._before: Contents = self._table("contents", Contents) if before is None else before
        self._now: Contents = {}
        self._results: dict[str, Results] = {}
        self._made: dict[str, Results] = {}
        self._pending: dict[str, list[Made]] = {}
        self._torn: set[str] = set()
        self._began = time.time_ns()
        self._values: dict[str, tuple[bytes, Any]] = {}
        self._shelved: dict[str, set[bytes]] = {}

    def over(self, files: Files) -> "Memo":
        """What is known now, for another look at the tree. Only this one is to be used from then on."""
        new = Memo(files, self.store, {**self._before, **self._settled()})
        new._results = self._results
        for stage, made in self._made.items():
            new._known(stage).update(made)
        new._values = self._values
        return new

    # ---- files ------------------------------------------------------------------------

    def read(self, path: str) -> bytes | Diagnostic:
        """The bytes of a file, or why they cannot be had."""
        content = self._files.read(path)
        if isinstance(content, bytes):
            self.tell(path, digest(content))
        elif path in self._now:
            self._torn.add(path)
        return content

    def tell(self, path: str, content: bytes) -> None:
        """Take in the digest that a file was found to have."""
        told = self._now.get(path)
        self._now[path] = Content(self._files.stamps[path], content)
        if told is not None and told.digest != content:
            self._torn.add(path)

    @property
    def is_torn(self) -> bool:
        """Whether a file has changed since this build first looked at it, so that the build is of no one tree."""
        return bool(self._torn)

    def tear(self, path: str) -> None:
        """Let it be known that a file was not what it had been."""
        self._torn.add(path)

    def known(self, path: str) -> bytes | None:
        """The digest of a file's bytes, if it is known without reading them."""
        if path not in self._now:
            before = self._before.get(path)
            if before is None or before.stamp != self._files.stamps[path]:
                return None
            self._now[path] = before
        return self._now[path].digest

    def unknown(self, paths: Iterable[str]) -> list[str]:
        """Those of whose bytes the digest is not known from an earlier look at the tree."""
        before, stamps = self._before, self._files.stamps
        return [path for path in paths if path not in before or before[path].stamp != stamps[path]]

    def former(self, path: str) -> bytes:
        """The digest that a file had in an earlier build; empty if there was none."""
        before = self._before.get(path)
        return before.digest if before else b""

    def digest(self, path: str) -> bytes | Diagnostic:
        """The digest of a file's bytes, or why it cannot be read."""
        known = self.known(path)
        if known is not None:
            return known
        content = self.read(path)
        return content if isinstance(content, Diagnostic) else self._now[path].digest

    # ---- what was made of each --------------------------------------------------------

    def found(self, stage: str, path: str, key: bytes) -> Result | None:
        """What a stage has made of a source, if that was made of the same."""
        if not self.has(stage, path, key):
            return None
        known = self._known(stage)[path]
        self._made.setdefault(stage, {})[path] = known
        return known

    def has(self, stage: str, path: str, key: bytes) -> bool:
        """Whether it is known what a stage makes of a source that is this."""
        known = self._known(stage).get(path)
        return known is not None and known.key == key

    def made(self, stage: str) -> Mapping[str, Result]:
        """What a stage has made of each source in this build, or found again."""
        return self._made.get(stage, {})

    def keep(self, stage: str, path: str, key: bytes, *made: Made | None) -> Result:
        """Put what a stage has made of a source: its values, and None for what there is not."""
        for name, value in zip(STAGES[stage], made, strict=True):
            if value is not None:
                self._pending.setdefault(name, []).append(value)
        result = Result(key, tuple(value[0] if value is not None else b"" for value in made))
        self._made.setdefault(stage, {})[path] = result
        return result

    def flush(self) -> None:
        """Put what has been kept since the last time where it can be read."""
        for name, values in self._pending.items():
            self.store.put_results(name, values)
        self._pending.clear()

    def result(self, stage: str, path: str, kind: type[Value], make: Callable[[], Value]) -> Value:
        """What `make` makes of a file, or once made of the same bytes. What an unreadable file comes to is not kept."""
        content = self.digest(path)
        if isinstance(content, Diagnostic):
            return make()
        found = self.found(stage, path, content)
        if found is None:
            value = make()
            if path in self._torn:  # It may have been made of other bytes.
                return value
            found = self.keep(stage, path, content, made(value))
            self.flush()
        return Kept[Value](self.store, stage, kind, {path: found.digests[0]})[path]

    # ---- what was made of all ---------------------------------------------------------

    def noted(self, name: str, key: bytes) -> Raw | None:
        """The encoded value that was once made of what has this digest."""
        said = self.store.note(name)
        noted = msgspec.msgpack.decode(said, type=Noted) if said else None
        return noted.value if noted and noted.key == key else None

    def note(self, name: str, key: bytes, value: bytes) -> None:
        """Keep an encoded value that was made of what has this digest."""
        self.store.put_note(name, msgspec.msgpack.encode(Noted(key, Raw(value))))

    def shelve(self, name: str, new: Collection[Made], kept: Iterable[bytes] = ()) -> None:
        """Keep encoded values that a note tells the digests of, and the old ones that have these digests; `save` drops
        all others by this name.
        """
        self.store.put_results(name, new)
        self._shelved[name] = {digest for digest, _ in new}.union(kept)

    def remembered(self, name: str, key: bytes) -> Any:
        """What this process once made of what has this digest; else None."""
        known = self._values.get(name)
        return known[1] if known and known[0] == key else None

    def remember(self, name: str, key: bytes, value: Value) -> Value:
        """The value, which is found again by another look at the tree."""
        self._values[name] = (key, value)
        return value

    # ---- the next time ----------------------------------------------------------------

    @property
    def is_settled(self) -> bool:
        """Whether every file of the tree has a stamp that would tell any later change."""
        return not self.is_torn and all(is_settled(stamp, self._began) for stamp in self._files.stamps.values())

    def save(self) -> None:
        """Keep what this build has found out by now, and forget the files that are gone. The store commits."""
        settled = self._settled()
        if settled != self._before:
            self.store.put_note("contents", msgspec.msgpack.encode(settled))
        self._before = settled
        for stage in STAGES:
            before, made = self._known(stage), self._made.get(stage, {})
            changed = [result for path, result in before.items() if made.get(path) is not result]
            if changed or len(made) != len(before):
                self.store.put_note(stage, msgspec.msgpack.encode(made))
                self._drop(stage, changed, made.values())
            self._results[stage] = made
        for name, digests in self._shelved.items():
            self.store.drop_results(name, self.store.digests(name) - digests)

    def _drop(self, stage: str, former: Iterable[Result], now: Collection[Result]) -> None:
        """Remove the values of former results that none has now."""
        for number, name in enumerate(STAGES[stage]):
            gone = {result.digests[number] for result in former}
            if gone:
                self.store.drop_results(name, gone.difference(result.digests[number] for result in now))

    def _settled(self) -> Contents:
        """The files whose stamps can be trusted from now on."""
        found = self._now.items()
        return {
            path: content
            for path, content in found
            if path not in self._torn and is_settled(content.stamp, self._began)
        }

    def _known(self, stage: str) -> Results:
        if stage not in self._results:
            self._results[stage] = self._table(stage, Results)
        return self._results[stage]

    def _table(self, name: str, kind: Any) -> Any:
        said = self.store.note(name)
        return msgspec.msgpack.decode(said, type=kind) if said else {}
