"""What earlier builds found out, in one SQLite file. Deleting it only costs time.

Knows rows and bytes, and nothing of what they are worth. A file that cannot be read, that another recipe made, or that
is no store at all is begun anew: nothing in it is ever worth an error. Each row ends in a sum of what it holds, since
SQLite does not see a bit that has turned.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from zlib import crc32

import msgspec
from msgspec import Struct

from ordskifte.model.answers import Query
from ordskifte.model.files import Stamp
from ordskifte.pipeline.traces import Traces

SCHEMA = """
CREATE TABLE recipe (digest BLOB NOT NULL);
CREATE TABLE contents (path TEXT PRIMARY KEY, stamp BLOB, digest BLOB, sum INTEGER) WITHOUT ROWID;
CREATE TABLE results (stage TEXT, path TEXT, key BLOB, value BLOB, sum INTEGER, PRIMARY KEY (stage, path));
CREATE TABLE queries (folder TEXT, id INTEGER, query BLOB, digest BLOB, sum INTEGER, PRIMARY KEY (folder, id))
    WITHOUT ROWID;
CREATE TABLE fragments (folder TEXT, id INTEGER, reads BLOB, sum INTEGER, PRIMARY KEY (folder, id)) WITHOUT ROWID;
CREATE TABLE finished (folder TEXT PRIMARY KEY, value BLOB, sum INTEGER) WITHOUT ROWID;
CREATE TABLE outputs (folder TEXT, path TEXT, reads BLOB, stamp BLOB, target BLOB, sum INTEGER,
    PRIMARY KEY (folder, path)) WITHOUT ROWID;
"""

PATIENCE = 10
"""Seconds that another process is given to end its transaction."""

_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""Where a text is spoilt, sqlite3 may fail to say even that."""
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

    traces: Traces = Traces()
    stamps: Mapping[str, Stamp] = {}
    targets: Mapping[str, bytes] = {}
    """The digest of what each output was to be."""


class SpoiltStore(BaseException):
    """The file can be opened, and what is read from it is not what was put there.

    No Exception, because it may come up while a template is rendered, and those are told to the template's author.
    """


class Store:
    """An open store. What is put is kept from the next `commit` on; a kill before it leaves what was."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, _: object) -> None:
        self._connection.close()
        if isinstance(problem, (*_UNREADABLE, msgspec.DecodeError)):
            raise SpoiltStore from problem

    def commit(self) -> None:
        self._connection.commit()

    # ---- sources ----------------------------------------------------------------------

    def contents(self) -> dict[str, Content]:
        rows = self._rows("SELECT * FROM contents")
        return {path: Content(_STAMP.decode(stamp), digest) for path, stamp, digest in rows}

    def put_contents(self, contents: Mapping[str, Content], gone: Iterable[str]) -> None:
        rows = ((path, _encoded(content.stamp), content.digest) for path, content in contents.items())
        self._connection.executemany("INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?)", map(_summed, rows))
        self._connection.executemany("DELETE FROM contents WHERE path = ?", ((path,) for path in gone))

    def results(self, stage: str) -> dict[str, Result]:
        rows = self._rows("SELECT * FROM results WHERE stage = ?", stage)
        return {path: Result(key, value) for _, path, key, value in rows}

    def value(self, stage: str, path: str) -> bytes | None:
        """One result's value."""
        rows = self._rows("SELECT * FROM results WHERE stage = ? AND path = ?", stage, path)
        return next((value for *_, value in rows), None)

    def put_results(self, stage: str, results: Mapping[str, Result], gone: Iterable[str]) -> None:
        rows = ((stage, path, result.key, result.value) for path, result in results.items())
        self._connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", map(_summed, rows))
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
        targets: dict[str, bytes] = {}
        try:
            for _, path, numbers, stamp, target in self._rows("SELECT * FROM outputs WHERE folder = ?", folder):
                outputs[path], stamps[path], targets[path] = reads(numbers), _STAMP.decode(stamp), target
            rows = self._rows("SELECT * FROM fragments WHERE folder = ?", folder)
            fragments = {queries[number]: reads(numbers) for _, number, numbers in rows}
        except KeyError as lost:  # A row of `queries`.
            raise SpoiltStore from lost
        return Recorded(Traces(dict(numbered.values()), outputs, fragments), stamps, targets)

    def finished(self, folder: str) -> bytes | None:
        """How the last build into a folder ended."""
        return next((value for _, value in self._rows("SELECT * FROM finished WHERE folder = ?", folder)), None)

    def finish(self, folder: str, value: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO finished VALUES (?, ?, ?)", _summed((folder, value)))

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
            "INSERT OR REPLACE INTO queries VALUES (?, ?, ?, ?, ?)",
            (
                _summed((folder, numbers[query], _encoded(query), digest))
                for query, digest in after.traces.digests.items()
                if before.traces.digests.get(query) != digest
            ),
        )
        gone = before.traces.fragments.keys() - after.traces.fragments.keys()
        put("DELETE FROM fragments WHERE folder = ? AND id = ?", ((folder, numbers[query]) for query in gone))

        def packed(reads: tuple[Query, ...]) -> bytes:
            return array("I", (numbers[query] for query in reads)).tobytes()

        put(
            "INSERT OR REPLACE INTO fragments VALUES (?, ?, ?, ?)",
            (
                _summed((folder, numbers[query], packed(reads)))
                for query, reads in after.traces.fragments.items()
                if before.traces.fragments.get(query) != reads
            ),
        )
        lost = before.traces.outputs.keys() - after.traces.outputs.keys()
        put("DELETE FROM outputs WHERE folder = ? AND path = ?", ((folder, path) for path in lost))
        put(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?)",
            (
                _summed((folder, path, packed(reads), _encoded(after.stamps[path]), after.targets[path]))
                for path, reads in after.traces.outputs.items()
                if before.traces.outputs.get(path) != reads
                or before.stamps.get(path) != after.stamps[path]
                or before.targets.get(path) != after.targets[path]
            ),
        )

    def _numbered(self, folder: str) -> Iterator[tuple[int, tuple[Query, bytes]]]:
        rows = self._rows("SELECT * FROM queries WHERE folder = ?", folder)
        return ((number, (_QUERY.decode(query), digest)) for _, number, query, digest in rows)

    def _rows(self, question: str, *values: str) -> Iterator[tuple[Any, ...]]:
        """Rows as they were put. Raises SpoiltStore."""
        try:
            for row in self._connection.execute(question, values):
                if row != _summed(row[:-1]):
                    raise SpoiltStore
                yield row[:-1]
        except _UNREADABLE as problem:
            raise SpoiltStore from problem


def _summed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row with a sum of what it holds, in which text and bytes differ, and where one column ends counts."""
    total = 0
    for column in row:
        content = column if type(column) is bytes else repr(column).encode()
        total = crc32(content, total ^ len(content))
    return (*row, total)


def open_store(file: Path | None, recipe: bytes) -> Store:
    """The store in this file if the same recipe made it, else an empty one; without a file, one for this build.

    A file that cannot be had, and one that another process holds, is passed over.
    """
    if file is not None:
        for _ in range(2):
            try:
                store = _opened(file, recipe)
            except (*_UNREADABLE, OSError) as problem:
                if getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                    break
            else:
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
    connection = sqlite3.connect(file, timeout=PATIENCE)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")  # What has become sealed was perhaps not so from the first.
        if _is_empty(connection):
            connection.execute("BEGIN IMMEDIATE")
            if _is_empty(connection):  # Even now, when no other process can begin it.
                return _begun(connection, recipe)
            connection.rollback()
        if connection.execute("SELECT digest FROM recipe").fetchall() == [(recipe,)]:
            return Store(connection)
    except _UNREADABLE:
        connection.close()
        raise
    connection.close()
    return None


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT name FROM sqlite_master").fetchone() is None


def _begun(connection: sqlite3.Connection, recipe: bytes) -> Store:
    for table in SCHEMA.split(";"):  # Not as a script, which would end the transaction first.
        connection.execute(table)
    connection.execute("INSERT INTO recipe VALUES (?)", (recipe,))
    connection.commit()
    return Store(connection)
