"""`serve` as a process, on a small site whose files are really saved."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread
from time import monotonic, sleep
from urllib.parse import urlsplit

from tests.program import environment
from tests.stories import Story

SITE = """
-- content/articles/fog.en.md --
---
title: Fog
date: 2026-05-01
section: debate
---
First words.
-- content/articles/mist.en.md --
---
title: Mist
date: 2026-05-01
section: debate
draft: true
---
Not yet.
-- templates/not-found.html --
<link rel="stylesheet" href="{{ site.asset("site.css") }}"><body>{{ site.locale }}</body>
-- templates/assets/site.css --
p {}
-- static/robots.txt --
User-agent: *
-- static/å/index.html --
<p>Å
"""
FOG = "/en/articles/fog/"
BROKEN = (
    "-- content/articles/fog.en.md --\n---\ntitle: Fog\ndate: 2026-05-01\nsection: <script>alert(1)</script>\n---\n"
)
MENDED = "-- content/articles/fog.en.md --\n---\ntitle: Fog\ndate: 2026-05-01\nsection: debate\n---\nLast words.\n"


class Server:
    """The program at work on a site, and what it has printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.printed: list[str] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        serving = "Serving http://"
        assert eventually(lambda: any(line.startswith(serving) for line in self.printed)), self.printed
        address = urlsplit(next(line for line in self.printed if line.startswith(serving)).split()[1])
        self.port = address.port or 0

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self.printed.append(line)

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
        self._reader.join(20)

    def get(self, path: str) -> tuple[int, str]:
        return got(self.port, path)

    def status(self, target: bytes) -> bytes:
        """The status of a request whose target is sent as it is."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(b"GET %b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % target)
            return connection.makefile("rb").readline().split()[1]

    def shows(self, words: str, path: str = FOG) -> bool:
        return shows(self.port, words, path)


def got(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def shows(port: int, words: str, path: str) -> bool:
    return eventually(lambda: words in got(port, path)[1])


def eventually(is_so: Callable[[], bool]) -> bool:
    """Whether it is so now or within a minute: a machine that has much else to do needs half of one to begin."""
    end = monotonic() + 60
    while monotonic() < end:
        if is_so():
            return True
        sleep(0.05)
    return False


@contextmanager
def serving(site: Story, *arguments: str, before: Sequence[str] = (), **variables: str) -> Iterator[Server]:
    """The program started with these arguments and variables, by way of the command `before`."""
    server = Server(started(site, "--port", "0", *arguments, stdout=subprocess.PIPE, before=before, **variables))
    try:
        yield server
    finally:
        server.end()


def started(
    site: Story, *arguments: str, stdout: int, before: Sequence[str] = (), **variables: str
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*before, sys.executable, "-m", "ordskifte", "serve", *arguments],
        cwd=site.root,
        env=environment(PYTHONUNBUFFERED="1", **variables),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.STDOUT,
        text=True,
    )
