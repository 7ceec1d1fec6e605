"""`serve`: the site shown on this machine from memory, made again when a file is saved; nothing is written."""

import asyncio
import mimetypes
import socket
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote

import click
import uvicorn
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ordskifte.app import console
from ordskifte.app.build import Folder, read_moment, read_url, seams
from ordskifte.app.watch import Watch
from ordskifte.load import load
from ordskifte.model.diagnostics import Span
from ordskifte.model.files import Stamp
from ordskifte.pipeline.walk import Made, Options, Seams, walk

EVENTS = "/.ordskifte/events"
HOST = "127.0.0.1"
POLL = 0.1
"""Seconds between two looks for a new version, for each open page."""

SCRIPT = Markup("""<script>
new EventSource("{events}").onmessage = (event) => {{
  if (event.data !== "{version}") location.reload();
}};
</script>""")
OVERLAY = Markup("""<div role="alert" style="position:fixed;inset:auto 0 0 0;max-height:70vh;overflow:auto;z-index:9999;
background:#1b1e22;color:#f6f2ea;font:15px/1.5 ui-monospace,monospace;padding:1rem 1.5rem;border-top:4px solid #b5432a">
<p style="margin:0 0 .5rem"><strong>{heading}</strong></p>{problems}</div>""")
PROBLEM = Markup("""<div style="margin:.75rem 0"><div><strong>{place}</strong>: {severity}: {message} [{code}]</div>
<pre style="margin:.25rem 0;white-space:pre-wrap;color:#9fb4bd">{line}</pre><div>{hint}</div></div>""")
NOT_KEPT = {"Cache-Control": "no-store"}
EMPTY_PAGE = b"<!doctype html><html><head><title>Ordskifte</title></head><body></body></html>"


class Living:
    """The site as it is now: the outputs of the last walk without errors, and the problems of the newest."""

    def __init__(self, root: Path, options: Options, seams: Seams) -> None:
        self._root = root
        self._options = options
        self._seams = seams
        self._stamps: Mapping[str, Stamp] | None = None
        self._outputs: Mapping[str, bytes] = {}
        self._made = Made((), ())
        self._lock = Lock()
        self.version = 0
        self.base_path = "/"

    def refresh(self) -> None:
        """Make the site anew if any file is another than before, and tell of it."""
        with self._lock:
            files = load(self._root, exclude=[self._root / "output", self._root / ".cache"])
            if files.stamps == self._stamps:
                return
            self._stamps = files.stamps
            self._made = walk(files, self._options, self._seams, lambda _, __: None)
            if not self._made.has_errors:
                self._outputs = {output.path: output.content for output in self._made.outputs}
                self.base_path = self._made.base_path
            self.version += 1
        console.tell(console.as_text(self._made.diagnostics, self._made.lines))
        console.tell(f"{console.noted(self._made)}\n")

    def response(self, path: str) -> Response:
        """What stands at a path below the base path; pages carry the overlay and the script that reloads them."""
        name = f"{path}index.html" if not path or path.endswith("/") else path
        content, status = self._outputs.get(name), 200
        if content is None and f"{path}/index.html" in self._outputs:
            return Response(status_code=308, headers={"Location": f"{path.rpartition('/')[2]}/"})
        if content is None:
            content, status = self._not_found(path), 404
        if not name.endswith(".html") and status == 200:
            media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return Response(content, media_type=media_type, headers=NOT_KEPT)
        return Response(self._living(content), status, media_type="text/html", headers=NOT_KEPT)

    def _not_found(self, path: str) -> bytes:
        """The page of the nearest edition that says so."""
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            page = self._outputs.get(f"{folder}/404.html" if folder else "404.html")
            if page is not None:
                return page
        return self._outputs.get("404.html", EMPTY_PAGE)

    def _living(self, content: bytes) -> bytes:
        added = SCRIPT.format(events=EVENTS, version=self.version) + overlay(self._made)
        before, end, after = content.rpartition(b"</body>")
        return before + added.encode() + end + after


def overlay(made: Made) -> Markup:
    """The newest walk's errors, over the page; nothing if there are none."""
    if not made.has_errors:
        return Markup()
    problems = Markup().join(
        PROBLEM.format(
            place=console.place(problem),
            severity=problem.severity.value,
            message=problem.message,
            code=problem.code,
            line=made.lines.get(problem.span, "") if isinstance(problem.span, Span) else "",
            hint=problem.hint,
        )
        for problem in made.diagnostics
    )
    return OVERLAY.format(heading=f"{console.noted(made)} This is the last site without errors.", problems=problems)


def application(living: Living, base_path: str) -> Starlette:
    """The ASGI application: pages from memory, and a stream that tells a page when to reload."""

    async def events(request: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            told = -1
            while not await request.is_disconnected():
                if living.version != told:
                    told = living.version
                    yield f"data: {told}\n\n"
                await asyncio.sleep(POLL)

        return StreamingResponse(stream(), media_type="text/event-stream", headers=NOT_KEPT)

    async def page(request: Request) -> Response:
        path = request.url.path
        if not path.startswith(base_path):
            return Response(status_code=307, headers={"Location": base_path})
        return living.response(unquote(path.removeprefix(base_path)))

    return Starlette(
        routes=[Route(EVENTS, events), Route("/{path:path}", page, methods=["GET", "HEAD"])],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"])],
    )


@click.command()
@click.option("--source", type=Folder, default=Path(), help="The folder of the site.  [default: this one]")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--base-url", callback=read_url, default="", help="Another address than site.toml's, with its path.")
@click.option("--at", callback=read_moment, metavar="TIME", help="Show the site as at this moment.")
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.pass_obj
def command(obj: Mapping[str, Any] | None, source: Path, port: int, base_url: str, at: str, drafts: bool) -> None:
    """Show the site on this machine, and again when a file is saved. Nothing is written."""
    if not source.is_dir():
        raise click.UsageError(f"There is no folder {source}.")
    try:
        bound = bind(port)
    except OSError as problem:
        hint = f"Port {port} cannot be used: {problem.strerror}. Name another with --port, or 0 for any."
        raise click.ClickException(hint) from None
    living = Living(source, Options(at=at, base_url=base_url, shows_drafts=drafts), seams(obj))
    living.refresh()
    watch = Watch(source, living.refresh)
    watch.start()
    base_path = living.base_path
    console.tell(f"Serving http://{HOST}:{bound.getsockname()[1]}{base_path} (Ctrl-C to stop)\n")
    config = uvicorn.Config(application(living, base_path), log_level="error", timeout_graceful_shutdown=1)
    try:
        uvicorn.Server(config).run(sockets=[bound])
    except KeyboardInterrupt:
        pass
    finally:
        watch.stop()


def bind(port: int) -> socket.socket:
    """A socket on this machine only. Raises OSError where the port is taken."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((HOST, port))
    return bound
