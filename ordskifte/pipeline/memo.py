"""What was made of a source is found again while the source has the same bytes, and whatever else it was made from.

Content decides. A stamp only saves the reading of an old file: one that has not been touched for a while when it was
read, so that no later change can have left the same stamp.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import Files
from ordskifte.model.diagnostics import Diagnostic
from ordskifte.model.document import Body, Document
from ordskifte.model.files import Stamp
from ordskifte.model.fingerprints import digest, fingerprint
from ordskifte.pipeline.store import Content, Result, SpoiltStore, Store

SETTLED = 2_000_000_000
"""Nanoseconds after which a file's stamp tells any change; FAT's clock ticks every other second."""

Value = TypeVar("Value")


class _Bodiless(Struct, frozen=True):
    """A document without its body, and the digest of that."""

    document: Document
    body: bytes


class Bodies(Mapping[str, Body]):
    """The body of each source: made in this build, or read from the store when it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._digests: dict[str, bytes] = {}
        self._made: dict[str, Body] = {}

    def __getitem__(self, path: str) -> Body:
        if path not in self._made:
            if path not in self._digests:
                raise KeyError(path)
            encoded = self._store.value("body", path)
            if encoded is None or digest(encoded) != self._digests[path]:
                raise SpoiltStore
            self._made[path] = msgspec.msgpack.decode(encoded, type=Body)
        return self._made[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)

    def digest(self, path: str) -> bytes:
        """That of the encoded body."""
        return self._digests[path]

    def add(self, path: str, digest: bytes, body: Body | None = None) -> None:
        """Let a body be found; without one, the store has it."""
        self._digests[path] = digest
        if body is not None:
            self._made[path] = body

    def among(self, paths: Iterable[str]) -> "Bodies":
        """Those of some sources only."""
        chosen = Bodies(self._store)
        for path in paths:
            chosen.add(path, self._digests[path], self._made.get(path))
        return chosen


class Memo:
    """What is known of a tree's files, from earlier builds and from this one."""

    def __init__(self, files: Files, store: Store) -> None:
        self._files = files
        self._store = store
        self._before = store.contents()
        self._now: dict[str, Content] = {}
        self._results: dict[str, dict[str, Result]] = {}
        self._fresh: dict[str, dict[str, Result]] = {}
        self._asked: dict[str, set[str]] = {}
        self._torn: set[str] = set()
        self._began = time.time_ns()
        self.bodies = Bodies(store)

    def read(self, path: str) -> bytes | Diagnostic:
        """The bytes of a file, or why they cannot be had."""
        content = self._files.read(path)
        told = self._now.get(path)
        if isinstance(content, bytes):
            self._now[path] = Content(self._files.stamps[path], digest(content))
        if told is not None and (isinstance(content, Diagnostic) or self._now[path].digest != told.digest):
            self._torn.add(path)
        return content

    @property
    def is_torn(self) -> bool:
        """Whether a file has changed since this build first looked at it, so that the build is of no one tree."""
        return bool(self._torn)

    def digest(self, path: str) -> bytes | Diagnostic:
        """The digest of a file's bytes, or why it cannot be read."""
        if path not in self._now:
            before, stamp = self._before.get(path), self._files.stamps[path]
            if before is None or before.stamp != stamp:
                content = self.read(path)
                return content if isinstance(content, Diagnostic) else self._now[path].digest
            self._now[path] = before
        return self._now[path].digest

    def result(self, stage: str, path: str, about: object, kind: type[Value], make: Callable[[], Value]) -> Value:
        """What `make` makes of a file, or once made of the same bytes and the same other values.

        It comes as it will come from the store: with lists for tuples where the type leaves that open. What an
        unreadable file comes to is not kept.
        """
        content = self.digest(path)
        if isinstance(content, Diagnostic):
            return make()
        key = fingerprint((content, about))
        if stage not in self._results:
            self._results[stage] = self._store.results(stage)
        self._asked.setdefault(stage, set()).add(path)
        known = self._results[stage].get(path)
        if known is not None and known.key == key:
            return msgspec.msgpack.decode(known.value, type=kind)
        encoded = msgspec.msgpack.encode(make())
        self._put(stage, path, Result(key, encoded))
        return msgspec.msgpack.decode(encoded, type=kind)

    def document(self, path: str, about: object, make: Callable[[], Document]) -> Document:
        """The document that a source makes; its body is left to `bodies`, where it is read when someone wants it."""
        bodies: list[Body] = []

        def bodiless() -> _Bodiless:
            document = make()
            bodies.append(document.body)
            encoded = msgspec.msgpack.encode(document.body)
            self._put("body", path, Result(b"", encoded))
            return _Bodiless(replace(document, body=Body(document.body.locale)), digest(encoded))

        found = self.result("document", path, about, _Bodiless, bodiless)
        self.bodies.add(path, found.body, *bodies)
        return found.document

    def _put(self, stage: str, path: str, result: Result) -> None:
        self._fresh.setdefault(stage, {})[path] = result

    @property
    def is_settled(self) -> bool:
        """Whether every file of the tree has a stamp that would tell any later change."""
        return not self.is_torn and all(self._is_settled(stamp) for stamp in self._files.stamps.values())

    def save(self) -> None:
        """Keep what this build found out, and forget the files that are gone. The store commits."""
        if self.is_torn:
            return
        settled = {path: content for path, content in self._now.items() if self._is_settled(content.stamp)}
        changed = {path: content for path, content in settled.items() if self._before.get(path) != content}
        self._store.put_contents(changed, self._before.keys() - settled.keys())
        for stage, asked in self._asked.items():
            self._store.put_results(stage, self._fresh.get(stage, {}), self._results[stage].keys() - asked)
        gone = self._results.get("document", {}).keys() - self._asked.get("document", set())
        self._store.put_results("body", self._fresh.get("body", {}), gone)

    def _is_settled(self, stamp: Stamp) -> bool:
        return self._began - max(stamp.mtime_ns, stamp.ctime_ns) > SETTLED
