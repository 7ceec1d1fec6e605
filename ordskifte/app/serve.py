"""`serve`: the site shown on this machine from memory, made again when a file is saved; nothing is written."""

import asyncio
import mimetypes
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from threading import Lock
from time import time_ns
from typing import Any
from urllib.parse import quote

import click
import uvicorn
from markupsafe import Markup
from msgspec import Struct
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ordskifte.app import console
from ordskifte.app.build import at_option, base_url_option, drafts_option, source_option
from ordskifte.app.watch import Watch
from ordskifte.load import Files, load
from ordskifte.model.diagnostics import Diagnostic, Span, error
from ordskifte.model.files import Stamp
from ordskifte.pipeline.results import Made, MomentRefused, Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk

EVENTS = "/.ordskifte/events"
HOST = "127.0.0.1"
POLL = 0.1
"""Seconds between two looks for a new version, for each open page."""

# One of the open pages listens and tells the others: a browser keeps six connections to a host, and a seventh page
# that listened would never come.
SCRIPT = Markup("""<script>
{{
  const channel = new BroadcastChannel("ordskifte");
  const hear = ({{ data }}) => data === "{version}" || location.reload();
  const listen = () => new Promise(() => {{
    new EventSource("{events}").onmessage = (event) => {{
      channel.postMessage(event.data);
      hear(event);
    }};
  }});
  channel.onmessage = hear;
  navigator.locks.request("ordskifte", listen);
}}
</script>""")
OVERLAY = Markup("""<div role="alert" lang="en" dir="ltr" style="position:fixed;inset:auto 0 0 0;max-height:70vh;\
overflow:auto;z-index:9999;background:#1b1e22;color:#f6f2ea;font:15px/1.5 ui-monospace,monospace;padding:1rem 1.5rem;\
border-top:4px solid #b5432a;text-align:start">
<p style="margin:0 0 .5rem"><strong>{heading}</strong></p>{problems}</div>""")
PROBLEM = Markup("""<div style="margin:.75rem 0"><div><strong>{place}</strong>: {severity}: {message} [{code}]</div>
<pre style="margin:.25rem 0;white-space:pre-wrap;color:#9fb4bd">{line}</pre><div>{hint}</div></div>""")
NOT_KEPT = {"Cache-Control": "no-store"}
EMPTY_PAGE = b"<!doctype html><html lang=en><head><title>Ordskifte</title></head><body></body></html>"


class Shown(Struct, frozen=True):
    """What browsers see at one moment: the outputs of the last walk without errors, and what the newest one found."""

    version: str
    newest: Made
    outputs: Mapping[str, bytes]
    base_path: str


class Living:
    """The site as it is now."""

    def __init__(self, root: Path, options: Options, seams: Seams) -> None:
        self._root = root
        self._options = options
        self._seams = seams
        self._stamps: Mapping[str, Stamp] | None = None
        self._lock = Lock()
        self.shown = Shown("", Made((), ()), {}, "/")

    def refresh(self) -> None:
        """Make the site anew if any file is another than before, and tell of it."""
        with self._lock:
            files = load(self._root, exclude=[self._root / "output", self._root / ".cache"])
            if files.stamps == self._stamps:
                return
            self._stamps = files.stamps
            made = self._made(files)
            outputs, base_path = self.shown.outputs, self.shown.base_path
            if not made.has_errors:
                outputs, base_path = {output.path: output.content for output in made.outputs}, made.base_path
            # A version is never that of an earlier run, whose pages may still be open.
            self.shown = Shown(str(time_ns()), made, outputs, base_path)
        console.tell(console.as_text(made.diagnostics, made.lines))
        console.tell(f"{console.noted(made)}\n")

    def _made(self, files: Files) -> Made:
        try:
            return walk(files, self._options, self._seams, lambda _, __: None)
        except MomentRefused as problem:
            return Made((), (error("moment-refused", f"{problem}.", Span("--at")),))


def response(shown: Shown, path: str) -> Response:
    """What stands at a path; pages carry the overlay and the script that reloads them."""
    if path in ("/", shown.base_path.rstrip("/")) and path != shown.base_path:
        return _redirect(shown.base_path, 307)
    name = path.removeprefix(shown.base_path) if path.startswith(shown.base_path) else path
    file = f"{name}index.html" if not name or name.endswith("/") else name
    content = shown.outputs.get(file)
    if content is None and f"{name}/index.html" in shown.outputs:
        return _redirect(f"{path}/", 308)
    if content is None:
        return _page(shown, _not_found(shown.outputs, name), 404)
    if file.endswith(".html"):
        return _page(shown, content, 200)
    media_type = mimetypes.guess_type(file)[0] or "application/octet-stream"
    return Response(content, media_type=media_type, headers=NOT_KEPT)


def _redirect(path: str, status: int) -> Response:
    return Response(status_code=status, headers={"Location": quote(path), **NOT_KEPT})


def _page(shown: Shown, content: bytes, status: int) -> Response:
    added = SCRIPT.format(events=EVENTS, version=shown.version) + overlay(shown.newest)
    end = content.rfind(b"</body>")
    end = len(content) if end < 0 else end
    return Response(content[:end] + added.encode() + content[end:], status, media_type="text/html", headers=NOT_KEPT)


def _not_found(outputs: Mapping[str, bytes], name: str) -> bytes:
    """The page of the nearest edition that says so."""
    while name:
        name = name.rpartition("/")[0]
        page = outputs.get(f"{name}/404.html" if name else "404.html")
        if page is not None:
            return page
    return outputs.get("404.html", EMPTY_PAGE)


def overlay(made: Made) -> Markup:
    """What is wrong, over the page; nothing where there are no errors."""
    if not made.has_errors:
        return Markup()
    problems = Markup().join(_problem(problem, made.lines) for problem in made.diagnostics)
    return OVERLAY.format(heading=f"{console.noted(made)} This is the last site without errors.", problems=problems)


def _problem(problem: Diagnostic, lines: Mapping[Span, str]) -> Markup:
    return PROBLEM.format(
        place=console.place(problem),
        severity=problem.severity.value,
        message=problem.message,
        code=problem.code,
        line=lines.get(problem.span, "") if isinstance(problem.span, Span) else "",
        hint=problem.hint,
    )


def application(living: Living, is_ending: Callable[[], bool]) -> Starlette:
    """The ASGI application: pages from memory, and a stream that tells a page when to reload, until the end."""

    async def events(request: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            told = ""
            while not is_ending() and not await request.is_disconnected():
                if living.shown.version != told:
                    told = living.shown.version
                    yield f"data: {told}\n\n"
                await asyncio.sleep(POLL)

        return StreamingResponse(stream(), media_type="text/event-stream", headers=NOT_KEPT)

    async def page(request: Request) -> Response:
        return response(living.shown, request.scope["path"])

    return Starlette(
        routes=[Route(EVENTS, events), Route("/{path:path}", page)],
        # Another name for this machine may be a page on the web that wants to read what is not published yet.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"], www_redirect=False)],
    )


@click.command()
@source_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    metavar="NUMBER",
    show_default=True,
    help="Where the browser finds it; 0 for any that is free.",
)
@base_url_option
@at_option
@drafts_option
@click.pass_obj
def command(obj: Mapping[str, Any] | None, source: Path, port: int, base_url: str, at: str, drafts: bool) -> None:
    """Show the site in a browser on this machine while you write.

    The page changes when a file is saved. What is wrong with it is shown on the page, and the last site without errors
    stays under it. Nothing is written, and nobody else can see it.
    """
    try:
        bound = listening(port)
    except OSError as problem:
        hint = f"Port {port} cannot be used: {problem.strerror}. Name another with --port, or 0 for any that is free."
        raise click.ClickException(hint) from None
    living = Living(
        source,
        Options(at=at, base_url=base_url, shows_drafts=drafts),
        Seams(obj["renderers"], obj["queries"]) if obj else Seams(),
    )

    def is_ending() -> bool:
        return server.should_exit

    server = uvicorn.Server(uvicorn.Config(application(living, is_ending), log_level="error", lifespan="off"))
    watch = Watch(source, living.refresh)
    watch.start()  # Before the first look, so that no change falls between the two.
    try:
        living.refresh()
        console.tell(f"Serving http://{HOST}:{bound.getsockname()[1]}{living.shown.base_path} (Ctrl-C to stop)\n")
        server.run(sockets=[bound])
    except KeyboardInterrupt:
        pass
    finally:
        watch.stop()


def listening(port: int) -> socket.socket:
    """A socket on this machine only. Raises OSError where the port is taken."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
        bound.listen()  # Until then another program could have the port too.
    except OSError:
        bound.close()
        raise
    return bound
