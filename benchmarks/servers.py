"""From saving a file until the new text is served, by a generator that watches its sources."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from tempfile import TemporaryFile
from time import monotonic, perf_counter, sleep
from typing import IO

from benchmarks.meter import Failed, ended, is_quiet, started
from benchmarks.results import BODY, MESSAGE, TEMPLATE
from benchmarks.workplace import Workplace

LOOK = 0.001
"""Seconds between two looks at what is served."""
PATIENCE = 60.0
"""Seconds until a server that is not up, or does not serve what was saved, is left out."""
QUIET = 0.6
SERVED = (BODY, TEMPLATE, MESSAGE)
WHOLE = "</html>"
"""What a page that is not half written ends with."""


def saves(place: Workplace, runs: int) -> Iterator[tuple[str, float]]:
    """The seconds from save to served of each kind of edit, so many times. Raises Failed."""
    place.clean()
    with TemporaryFile() as log:
        server = Server(place, log)
        try:
            server.wait_for(place.first_pages())
            for kind in (kind for kind in SERVED if kind not in place.generator.unwatched):
                with suppress(Failed):  # The first of each kind warms up, and a watcher may not be awake to see it.
                    server.seconds_to_serve(kind)
                for _ in range(runs):
                    yield kind, server.seconds_to_serve(kind)
        finally:
            server.close()


class Server:
    """A generator that serves its site, or keeps its output folder up to date."""

    def __init__(self, place: Workplace, log: IO[bytes]) -> None:
        assert place.generator.serve
        self._place = place
        self._log = log
        port = _free_port()
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._process = started(place, place.generator.serve(port), log.fileno())

    def wait_for(self, pages: tuple[str, ...], mark: str = "") -> None:
        """Return once each of the pages is served whole, and shows the mark. Raises Failed."""
        deadline = monotonic() + PATIENCE
        while not all(is_shown(self._page(page), mark) for page in pages):
            if monotonic() > deadline or self._process.poll() is not None:
                self._log.seek(0)
                said = self._log.read().decode(errors="replace")[-2000:]
                what = "what was saved" if mark else "its site"
                raise Failed(f"did not serve {what} within {PATIENCE:g} s.\n{said}".strip())
            sleep(LOOK)

    def seconds_to_serve(self, kind: str) -> float:
        """From a save of this kind until every page that it changes is served whole. Raises Failed."""
        self.rest()
        self.wait_for(self._place.first_pages())  # Whoever saves has just looked at the page.
        edit = self._place.save(kind)
        start = perf_counter()
        self.wait_for(edit.pages, edit.mark)
        return perf_counter() - start

    def rest(self) -> None:
        """Return once there is no more work going on behind what is served, or is not going to end."""
        deadline = monotonic() + PATIENCE
        while not is_quiet(self._process.pid, QUIET) and monotonic() < deadline:
            pass

    def close(self) -> None:
        """Leave nothing running."""
        self._connection.close()
        ended(self._process)

    def _page(self, address: str) -> str:
        """A page as it is now; nothing where there is none yet. The connection is kept from look to look."""
        if not self._place.generator.serves_http:
            return self._place.page(address)
        try:
            self._connection.request("GET", f"/{address}")
            response = self._connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, HTTPException):  # It is not up yet, has closed the connection, or is replacing the page.
            self._connection.close()
            return ""
        return text if response.status == 200 else ""


def is_shown(page: str, mark: str) -> bool:
    """Whether a page is whole, and shows a mark."""
    return mark in page and WHOLE in page


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
