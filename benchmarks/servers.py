"""From saving a file until the new text is served, by a generator that watches its sources."""

import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from tempfile import TemporaryFile
from time import perf_counter, sleep
from typing import IO

from benchmarks.meter import Failed, ended, is_quiet, started
from benchmarks.workplace import BODY, MESSAGE, TEMPLATE, Workplace

LOOK = 0.004
"""Seconds between two looks at what is served."""
PATIENCE = 60.0
QUIET = 0.6
SERVED = (BODY, TEMPLATE, MESSAGE)


def saves(place: Workplace, runs: int) -> Iterator[tuple[str, float]]:
    """The seconds from save to served of each kind of edit, so many times. Raises Failed."""
    place.clean()
    with TemporaryFile() as log:
        server = Server(place, log)
        try:
            server.wait_for(place.first_pages())
            for kind in (kind for kind in SERVED if kind not in place.generator.unwatched):
                for run in range(runs + 1):
                    server.rest()
                    edit = place.save(kind)
                    start = perf_counter()
                    server.wait_for(edit.pages, edit.mark)
                    if run:  # The first of each kind warms up.
                        yield kind, perf_counter() - start
        finally:
            ended(server.process)


class Server:
    """A generator that serves its site, or keeps its output folder up to date."""

    def __init__(self, place: Workplace, log: IO[bytes]) -> None:
        assert place.generator.serve
        self._place = place
        self._log = log
        self._port = _free_port()
        self.process = started(place, place.generator.serve(self._port), log.fileno())

    def wait_for(self, pages: tuple[str, ...], mark: str = "<") -> None:
        """Return once each of the pages shows the mark. Raises Failed."""
        deadline = perf_counter() + PATIENCE
        while not all(mark in self._page(page) for page in pages):
            if perf_counter() > deadline or self.process.poll() is not None:
                self._log.seek(0)
                said = self._log.read().decode(errors="replace")[-2000:]
                raise Failed(f"{self._place.generator.name} did not serve what was saved. {said}")
            sleep(LOOK)

    def rest(self) -> None:
        """Return once there is no more work going on behind what is served."""
        while not is_quiet(self.process.pid, QUIET):
            pass

    def _page(self, address: str) -> str:
        """A page as it is now; nothing where there is none yet."""
        if not self._place.generator.serves_http:
            return self._place.page(address)
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request("GET", f"/{address}")
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, HTTPException):  # It is not up yet, or the page was replaced while it was sent.
            return ""
        else:
            return text if response.status == 200 else ""
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
