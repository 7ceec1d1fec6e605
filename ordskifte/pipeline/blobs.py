"""Bytes that take long to make, kept from build to build in files that are named by all that they were made from.

Nothing in here is ever worth an error: what cannot be read, or is not what was put there, is made again. Two builds
may write at once, since the same name always holds the same bytes.
"""

import secrets
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from ordskifte.model.fingerprints import digest

_SUM = 16
"""Bytes of the digest in front."""


class Blobs:
    """A folder of such files; without one nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """The bytes of this name, if they are there and whole."""
        if self._folder is None:
            return None
        try:
            said = self._file(self._folder, key).read_bytes()
        except OSError:
            return None
        return said[_SUM:] if digest(said[_SUM:]) == said[:_SUM] else None

    def put(self, key: str, content: bytes) -> None:
        if self._folder is None:
            return
        file = self._file(self._folder, key)
        new = file.with_name(f"{key}.{secrets.token_hex(4)}")
        with suppress(OSError):
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                new.write_bytes(digest(content) + content)
                new.replace(file)
            finally:
                new.unlink(missing_ok=True)

    def prune(self, wanted: Collection[str]) -> None:
        """Remove all others: a picture may be for members from now on."""
        if self._folder is None:
            return
        for file in self._folder.glob("*/*"):
            if file.name not in wanted:
                with suppress(OSError):
                    file.unlink()

    def _file(self, folder: Path, key: str) -> Path:
        return folder / key[:2] / key
