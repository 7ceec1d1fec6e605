"""The host of `serve` as an ASGI application: what stands at an address, and a stream of news for the pages."""

import asyncio
import mimetypes
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import parse_qs, quote

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ordskifte.app.additions import AS_OF, EVENTS, LISTENER, PROBLEMS, SCRIPT, Additions
from ordskifte.app.session import Session
from ordskifte.model.clock import parsed_moment
from ordskifte.pipeline.living import Living

HOST = "127.0.0.1"
PATIENCE = 0.5
"""Seconds after which a stream sees that it is to end."""
NOT_KEPT = {"Cache-Control": "no-store"}
EMPTY_PAGE = b"<!doctype html><html lang=en><head><title>Ordskifte</title></head><body></body></html>"


def application(session: Session, is_ending: Callable[[], bool]) -> Starlette:
    """The pages as they are asked for, and the news of them, until the end."""
    host = _Host(session, is_ending)
    return Starlette(
        routes=[
            Route(EVENTS, host.events),
            Route(PROBLEMS, host.problems),
            Route(SCRIPT, host.script),
            Route(AS_OF, host.as_of, methods=["POST"]),
            Route("/{path:path}", host.page),
        ],
        # Another name for this machine may be a page on the web that wants to read what is not published yet.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"], www_redirect=False)],
    )


class _Host:
    """What is answered. Starlette calls plain functions in threads, where the rendering of a page holds up nothing."""

    def __init__(self, session: Session, is_ending: Callable[[], bool]) -> None:
        self._session = session
        self._is_ending = is_ending

    def page(self, request: Request) -> Response:
        self._session.wait()
        try:
            return response(self._session, request.scope["path"])
        except Exception as problem:  # noqa: BLE001 - it is shown on the page
            self._session.fail(problem)
            version = self._session.living.shown.version
            return _html(_additions(self._session).to_page(version, "/", None), EMPTY_PAGE, 500)

    def problems(self, _: Request) -> Response:
        return Response(_additions(self._session).problems, media_type="text/html", headers=NOT_KEPT)

    def script(self, _: Request) -> Response:
        return Response(LISTENER, media_type="text/javascript", headers=NOT_KEPT)

    async def events(self, request: Request) -> Response:
        return StreamingResponse(self._news(request), media_type="text/event-stream", headers=NOT_KEPT)

    async def _news(self, request: Request) -> AsyncIterator[str]:
        told: Additions | None = None
        with self._session.bell.listening() as rung:
            while not self._is_ending() and not await request.is_disconnected():
                rung.clear()
                additions = _additions(self._session)
                if told is None or additions.shown is not told.shown or additions.failure != told.failure:
                    told = additions
                    yield f"data: {additions.news}\n\n"
                with suppress(TimeoutError):
                    await asyncio.wait_for(rung.wait(), PATIENCE)

    async def as_of(self, request: Request) -> Response:
        if not _is_own(request):
            return Response("Only a page of this site may ask for that.\n", 403, headers=NOT_KEPT)
        fields = parse_qs((await request.body()).decode(errors="replace"))
        at = datetime.now(UTC).isoformat(timespec="seconds") if "now" in fields else fields.get("at", [""])[0]
        try:
            parsed_moment(at, "UTC")
        except ValueError as problem:
            return Response(f"{problem}.\n", 400, headers=NOT_KEPT)
        await run_in_threadpool(self._session.show_as_of, at)
        return _redirect("/" + fields.get("page", [""])[0].lstrip("/\\"), 303)


def _is_own(request: Request) -> bool:
    """Whether a page of this host asks, as far as browsers say: either header is out of a foreign page's reach."""
    own = f"http://{request.headers.get('host', '')}"
    return request.headers.get("sec-fetch-site") == "same-origin" or request.headers.get("origin") == own


def response(session: Session, path: str) -> Response:
    """What stands at a path; pages carry what `serve` adds to them."""
    living = session.living
    base_path = living.shown.base_path
    if path in ("/", base_path.rstrip("/")) and path != base_path:
        return _redirect(base_path, 307)
    name = path.removeprefix(base_path) if path.startswith(base_path) else path
    file = f"{name}index.html" if not name or name.endswith("/") else name
    version = living.shown.version  # Before the page is made, so that it can only be newer than it says.
    content = living.output(file)
    if content is None and not name.endswith("/") and living.output(f"{name}/index.html") is not None:
        return _redirect(f"{path}/", 308)
    if content is not None and not file.endswith(".html"):
        media_type = mimetypes.guess_type(file)[0] or "application/octet-stream"
        return Response(content, media_type=media_type, headers=NOT_KEPT)
    status = 200
    if content is None:
        status = 404
        file, content = _not_found(living, name)
    return _html(_additions(session).to_page(version, path, living.about(file)), content, status)


def _additions(session: Session) -> Additions:
    return Additions(session.living.shown, session.failure)


def _redirect(path: str, status: int) -> Response:
    return Response(status_code=status, headers={"Location": quote(path), **NOT_KEPT})


def _html(added: Markup, content: bytes, status: int) -> Response:
    end = content.rfind(b"</body>")
    end = len(content) if end < 0 else end
    return Response(content[:end] + added.encode() + content[end:], status, media_type="text/html", headers=NOT_KEPT)


def _not_found(living: Living, name: str) -> tuple[str, bytes]:
    """The page of the nearest edition that says so, and its path."""
    folders = [str(folder) for folder in PurePosixPath(name).parents if folder.name]
    for file in (*(f"{folder}/404.html" for folder in folders), "404.html"):
        content = living.output(file)
        if content is not None:
            return file, content
    return "", EMPTY_PAGE
