"""What earlier builds found out, in one SQLite file. Deleting it only costs time.

Knows rows and bytes, and nothing of what they are worth. A file that cannot be read, that another recipe made, or that
is no store at all is begun anew: nothing in it is ever worth an error.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec
from msgspec import Struct

from ordskifte.model.answers import Query
from ordskifte.model.files import Stamp
from ordskifte.pipeline.traces import Traces

SCHEMA = """
CREATE TABLE recipe (digest BLOB NOT NULL);
CREATE TABLE contents (path TEXT PRIMARY KEY, stamp BLOB NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE results (stage TEXT, path TEXT, key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (stage, path));
CREATE TABLE queries (folder TEXT, id INTEGER, query BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (folder, id))
    WITHOUT ROWID;
CREATE TABLE fragments (folder TEXT, id INTEGER, reads BLOB NOT NULL, PRIMARY KEY (folder, id)) WITHOUT ROWID;
CREATE TABLE finished (folder TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE outputs (folder TEXT, path TEXT, reads BLOB NOT NULL, stamp BLOB NOT NULL, PRIMARY KEY (folder, path))
    WITHOUT ROWID;
"""

_STAMP = msgspec.msgpack.Decoder(Stamp)
_QUERY = msgspec.msgpack.Decoder(Query)
_encoded = msgspec.msgpack.Encoder().encode


class Result(Struct, frozen=True):
    """What a stage made of one source; the key says of what."""

    key: bytes
    value: bytes


class Content(Struct, frozen=True):
    """The digest that a file had when its stamp was this."""

    stamp: Stamp
    digest: bytes


class Recorded(Struct, frozen=True):
    """An output folder as the last build left it."""

    traces: Traces
    stamps: Mapping[str, Stamp]


class Store:
    """An open store. What is put is kept from the next `commit` on; a kill before it leaves what was."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, _: object) -> None:
        self._connection.close()
        if isinstance(problem, sqlite3.Error | msgspec.DecodeError):
            raise SpoiltStore from problem

    def commit(self) -> None:
        self._connection.commit()

    # ---- sources ----------------------------------------------------------------------

    def contents(self) -> dict[str, Content]:
        rows = self._connection.execute("SELECT path, stamp, digest FROM contents")
        return {path: Content(_STAMP.decode(stamp), digest) for path, stamp, digest in rows}

    def put_contents(self, contents: Mapping[str, Content], gone: Iterable[str]) -> None:
        rows = ((path, _encoded(content.stamp), content.digest) for path, content in contents.items())
        self._connection.executemany("INSERT OR REPLACE INTO contents VALUES (?, ?, ?)", rows)
        self._connection.executemany("DELETE FROM contents WHERE path = ?", ((path,) for path in gone))

    def results(self, stage: str) -> dict[str, Result]:
        rows = self._connection.execute("SELECT path, key, value FROM results WHERE stage = ?", (stage,))
        return {path: Result(key, value) for path, key, value in rows}

    def keys(self, stage: str) -> dict[str, bytes]:
        return dict(self._connection.execute("SELECT path, key FROM results WHERE stage = ?", (stage,)))

    def value(self, stage: str, path: str) -> bytes:
        """One result's value. Raises KeyError where there is none."""
        row = self._connection.execute(
            "SELECT value FROM results WHERE stage = ? AND path = ?", (stage, path)
        ).fetchone()
        if row is None:
            raise KeyError(path)
        value: bytes = row[0]
        return value

    def put_results(self, stage: str, results: Mapping[str, Result], gone: Iterable[str]) -> None:
        rows = ((stage, path, result.key, result.value) for path, result in results.items())
        self._connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
        self._connection.executemany(
            "DELETE FROM results WHERE stage = ? AND path = ?", ((stage, path) for path in gone)
        )

    # ---- outputs ----------------------------------------------------------------------

    def recorded(self, folder: str) -> Recorded:
        """What the outputs in a folder were made from, and the files as they were left."""
        numbered = dict(self._numbered(folder))
        queries = {number: query for number, (query, _) in numbered.items()}

        def reads(numbers: bytes) -> tuple[Query, ...]:
            return tuple(queries[number] for number in array("I", numbers))

        outputs: dict[str, tuple[Query, ...]] = {}
        stamps: dict[str, Stamp] = {}
        for path, numbers, stamp in self._connection.execute(
            "SELECT path, reads, stamp FROM outputs WHERE folder = ?", (folder,)
        ):
            outputs[path], stamps[path] = reads(numbers), _STAMP.decode(stamp)
        rows = self._connection.execute("SELECT id, reads FROM fragments WHERE folder = ?", (folder,))
        fragments = {queries[number]: reads(numbers) for number, numbers in rows}
        digests = dict(numbered.values())
        return Recorded(Traces(digests, outputs, fragments), stamps)

    def finished(self, folder: str) -> bytes | None:
        """How the last build into a folder ended."""
        row = self._connection.execute("SELECT value FROM finished WHERE folder = ?", (folder,)).fetchone()
        value: bytes | None = row[0] if row else None
        return value

    def finish(self, folder: str, value: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO finished VALUES (?, ?)", (folder, value))

    def forget(self, folder: str, paths: Iterable[str]) -> None:
        """Drop the traces of outputs that are about to change or vanish, for good: this commits."""
        rows = ((folder, path) for path in paths)
        self._connection.executemany("DELETE FROM outputs WHERE folder = ? AND path = ?", rows)
        self._connection.execute("DELETE FROM finished WHERE folder = ?", (folder,))
        self.commit()

    def record(self, folder: str, before: Recorded, after: Recorded) -> None:
        """Put what a folder's outputs are made from now, where it is other than before."""
        numbers = {query: number for number, (query, _) in self._numbered(folder)}
        free = iter(range(max(numbers.values(), default=-1) + 1, 1 << 32))
        for query in after.traces.digests:
            if query not in numbers:
                numbers[query] = next(free)
        put = self._connection.executemany
        gone = before.traces.digests.keys() - after.traces.digests.keys()
        put("DELETE FROM queries WHERE folder = ? AND id = ?", ((folder, numbers[query]) for query in gone))
        put(
            "INSERT OR REPLACE INTO queries VALUES (?, ?, ?, ?)",
            (
                (folder, numbers[query], _encoded(query), digest)
                for query, digest in after.traces.digests.items()
                if before.traces.digests.get(query) != digest
            ),
        )
        gone = before.traces.fragments.keys() - after.traces.fragments.keys()
        put("DELETE FROM fragments WHERE folder = ? AND id = ?", ((folder, numbers[query]) for query in gone))

        def packed(reads: tuple[Query, ...]) -> bytes:
            return array("I", (numbers[query] for query in reads)).tobytes()

        put(
            "INSERT OR REPLACE INTO fragments VALUES (?, ?, ?)",
            (
                (folder, numbers[query], packed(reads))
                for query, reads in after.traces.fragments.items()
                if before.traces.fragments.get(query) != reads
            ),
        )
        lost = before.traces.outputs.keys() - after.traces.outputs.keys()
        put("DELETE FROM outputs WHERE folder = ? AND path = ?", ((folder, path) for path in lost))
        put(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?)",
            (
                (folder, path, packed(reads), _encoded(after.stamps[path]))
                for path, reads in after.traces.outputs.items()
                if before.traces.outputs.get(path) != reads or before.stamps.get(path) != after.stamps[path]
            ),
        )

    def _numbered(self, folder: str) -> Iterator[tuple[int, tuple[Query, bytes]]]:
        rows = self._connection.execute("SELECT id, query, digest FROM queries WHERE folder = ?", (folder,))
        return ((number, (_QUERY.decode(query), digest)) for number, query, digest in rows)


class SpoiltStore(Exception):
    """The file can be opened, and what is read from it is not what was put there."""


def open_store(file: Path | None, recipe: bytes) -> Store:
    """The store in this file if the same recipe made it, else an empty one; without a file, one for this build.

    A file that cannot be had, and one that another process holds, is passed over.
    """
    if file is not None:
        for _ in range(2):
            with suppress(sqlite3.Error, OSError):
                store = _opened(file, recipe)
                if store is not None:
                    return store
            drop(file)
    return _begun(sqlite3.connect(":memory:"), recipe)


def drop(file: Path) -> None:
    """Remove a store, as far as that can be done."""
    with suppress(OSError):
        for part in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
            part.unlink(missing_ok=True)


def _opened(file: Path, recipe: bytes) -> Store | None:
    """The store in a file, begun if there is none; None where another recipe made it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(file, timeout=10)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if connection.execute("SELECT name FROM sqlite_master").fetchone() is None:
            return _begun(connection, recipe)
        if connection.execute("SELECT digest FROM recipe").fetchall() == [(recipe,)]:
            return Store(connection)
    except sqlite3.Error:
        connection.close()
        raise
    connection.close()
    return None


def _begun(connection: sqlite3.Connection, recipe: bytes) -> Store:
    connection.executescript(SCHEMA)
    connection.execute("INSERT INTO recipe VALUES (?)", (recipe,))
    connection.commit()
    return Store(connection)
