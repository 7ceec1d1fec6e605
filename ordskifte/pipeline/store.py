"""What earlier builds found out, in one SQLite file. Deleting it only costs time.

Knows names and bytes, and nothing of what they are worth. A file that cannot be read, that another recipe made, or that
is no store at all is begun anew: nothing in it is ever worth an error. A note ends in a sum of what it says, since
SQLite does not see a bit that has turned; a result is found by its digest.
"""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from zlib import crc32

import msgspec

from ordskifte.model.fingerprints import digest

SCHEMA = """
CREATE TABLE recipe (digest BLOB NOT NULL);
CREATE TABLE notes (name TEXT PRIMARY KEY, said BLOB, sum INTEGER);
CREATE TABLE results (stage TEXT, digest BLOB, value BLOB, PRIMARY KEY (stage, digest));
"""

BLOBS = "blobs"
"""The folder beside the file."""

PATIENCE = 10
"""Seconds that another process is given to end its transaction."""

PAGE = 1 << 15
"""Bytes that are written at a time: the text of an article is several thousand, and is not to be cut in pieces."""

MAPPED = 1 << 30
"""Bytes of the file that may be read where the system has them, without a copy."""

_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""Where a text is spoilt, sqlite3 may fail to say even that."""


class SpoiltStore(BaseException):
    """The file can be opened, and what is read from it is not what was put there.

    No Exception, because it may come up while a template is rendered, and those are told to the template's author.
    """


class Store:
    """An open store. What is put is kept from the next `commit` on; a kill before it leaves what was.

    A process that was forked off reads what had been committed by then through a connection of its own.
    """

    def __init__(
        self, connection: sqlite3.Connection, file: Path | None, folder: Any = None, blobs: Path | None = None
    ) -> None:
        self.file = file
        """Where other processes find it; None of one that lies in memory."""
        self.blobs = blobs or (file.absolute().with_name(BLOBS) if file else None)
        """The folder beside it for what takes long to make; None where nothing is to be left."""
        self._folder = folder
        self._connection = connection
        self._process = os.getpid()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, _: object) -> None:
        # While others read, closing leaves the log of what has changed, with what has become sealed in it.
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        if self._folder is not None:
            self._folder.cleanup()
        if isinstance(problem, (*_UNREADABLE, msgspec.DecodeError)):
            raise SpoiltStore from problem

    def __reduce__(self) -> tuple[Any, ...]:
        assert self.file is not None
        return reader, (self.file.absolute(),)  # Whoever reads it may stand elsewhere.

    def commit(self) -> None:
        self._connection.commit()

    # ---- notes ------------------------------------------------------------------------

    def note(self, name: str) -> bytes | None:
        """What was noted under a name."""
        for row, total in self._rows("SELECT rowid, sum FROM notes WHERE name = ?", name):
            try:
                with self._connection.blobopen("notes", "said", row, readonly=True) as blob:
                    said = blob.read()  # A long one is copied once, and not three times.
            except _UNREADABLE as problem:
                raise SpoiltStore from problem
            if total != _sum(name, said):
                raise SpoiltStore
            return said
        return None

    def put_note(self, name: str, said: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (name, said, _sum(name, said)))

    def drop_note(self, name: str) -> None:
        self._connection.execute("DELETE FROM notes WHERE name = ?", (name,))

    # ---- results ----------------------------------------------------------------------

    def result(self, stage: str, expected: bytes) -> bytes:
        """What a stage has made, by its digest. Raises SpoiltStore where that is not there."""
        rows = self._rows("SELECT value FROM results WHERE stage = ? AND digest = ?", stage, expected)
        value = rows[0][0] if rows else None
        if type(value) is not bytes or digest(value) != expected:
            raise SpoiltStore
        return value

    def results(self, stage: str) -> dict[bytes, bytes]:
        """All that a stage has made, by digest. Raises SpoiltStore."""
        results = dict(self._rows("SELECT digest, value FROM results WHERE stage = ?", stage))
        if any(type(value) is not bytes or digest(value) != expected for expected, value in results.items()):
            raise SpoiltStore
        return results

    def digests(self, stage: str) -> set[bytes]:
        """Those of all that a stage has made."""
        return {digest for (digest,) in self._rows("SELECT digest FROM results WHERE stage = ?", stage)}

    def put_results(self, stage: str, results: Iterable[tuple[bytes, bytes]]) -> None:
        """Put what a stage has made, each value with its digest."""
        rows = ((stage, digest, value) for digest, value in results)
        self._connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", rows)

    def drop_results(self, stage: str, digests: Iterable[bytes]) -> None:
        rows = ((stage, digest) for digest in digests)
        self._connection.executemany("DELETE FROM results WHERE stage = ? AND digest = ?", rows)

    def _rows(self, question: str, *values: str | bytes) -> list[tuple[Any, ...]]:
        """Rows as they lie there. Raises SpoiltStore."""
        if self._process != os.getpid():  # A connection must not be shared with the process that we were forked from.
            assert self.file is not None
            self._connection, self._process = _connected(self.file), os.getpid()
        try:
            return self._connection.execute(question, values).fetchall()
        except _UNREADABLE as problem:
            raise SpoiltStore from problem


def _sum(name: str, said: bytes) -> int:
    return crc32(said, crc32(name.encode()))


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
    return _passing(recipe)


def store_in_memory(file: Path | None = None, recipe: bytes = b"") -> Store:
    """One that no other process can read, and that leaves nothing, begun with what is in a file if that is good."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    if file is not None and file.exists():
        with suppress(*_UNREADABLE, SpoiltStore), closing(_connected(file)) as other:
            other.backup(connection)
            if connection.execute("SELECT digest FROM recipe").fetchall() == [(recipe,)]:
                return Store(connection, None, blobs=file.absolute().with_name(BLOBS))
        connection.close()
        connection = sqlite3.connect(":memory:", check_same_thread=False)
    _begin(connection, recipe)
    return Store(connection, None)


def reader(file: Path) -> Store:
    """A store that another process has made, to read from. Raises SpoiltStore where it is gone."""
    return Store(_connected(file), file)


def drop(file: Path) -> None:
    """Remove a store, as far as that can be done."""
    with suppress(OSError):
        for part in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
            part.unlink(missing_ok=True)


def _passing(recipe: bytes) -> Store:
    """A store for this build alone, in a file that its workers can read. Raises SpoiltStore on a full disk."""
    folder = TemporaryDirectory(prefix="ordskifte-")
    file = Path(folder.name, "store.sqlite")
    connection = sqlite3.connect(file, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        _begin(connection, recipe)
    except sqlite3.Error as problem:
        connection.close()
        folder.cleanup()
        raise SpoiltStore from problem
    return Store(connection, file, folder)


def _connected(file: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    except _UNREADABLE as problem:
        raise SpoiltStore from problem


def _opened(file: Path, recipe: bytes) -> Store | None:
    """The store in a file, begun if there is none; None where another recipe made it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(file, timeout=PATIENCE, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA mmap_size = {MAPPED}")
        connection.execute("PRAGMA secure_delete = ON")  # What has become sealed was perhaps not so from the first.
        if _is_empty(connection):
            connection.execute("BEGIN IMMEDIATE")
            if _is_empty(connection):  # Even now, when no other process can begin it.
                _begin(connection, recipe)
                return Store(connection, file)
            connection.rollback()
        if connection.execute("SELECT digest FROM recipe").fetchall() == [(recipe,)]:
            return Store(connection, file)
    except _UNREADABLE:
        connection.close()
        raise
    connection.close()
    return None


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT name FROM sqlite_master").fetchone() is None


def _begin(connection: sqlite3.Connection, recipe: bytes) -> None:
    for table in SCHEMA.split(";"):  # Not as a script, which would end the transaction first.
        connection.execute(table)
    connection.execute("INSERT INTO recipe VALUES (?)", (recipe,))
    connection.commit()
