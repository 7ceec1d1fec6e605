"""A host for the built site: plain files, with the headers of a careful one."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from ordskifte.render.headers import policy

POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self'",
        "style-src 'self'",
        "script-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""That which pages can live with."""

FOR_MEMBERS = policy()
"""That which sites publish, where members' text is fetched by a script, with its pictures in it."""


class _Careful(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, policy: str, directory: str) -> None:
        self.policy = policy
        super().__init__(*arguments, directory=directory)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def hosted(folder: Path, policy: str = POLICY) -> Iterator[str]:
    """The address, without a slash at its end, under which the folder is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Careful, policy=policy, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
