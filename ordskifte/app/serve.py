"""`serve`: the site shown on this machine from memory, made again when a file is saved; nothing is written."""

import secrets
import socket
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import Any

import click
import uvicorn

from ordskifte.app import console
from ordskifte.app.build import CACHE, at_option, base_url_option, drafts_option, source_option
from ordskifte.app.host import HOST, application
from ordskifte.app.session import Session
from ordskifte.app.watch import Watch
from ordskifte.pipeline.living import Living
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.render.keys import new_master_key

SWITCH = 0.001
"""Seconds after which a thread that works makes way for another: who asks for a page waits for few of them."""


@click.command()
@source_option
@click.option(
    "--port",
    type=console.Whole(0, 65535),
    default=8000,
    metavar="NUMBER",
    show_default=True,
    help="Where the browser finds it; 0 for any that is free.",
)
@base_url_option
@at_option
@drafts_option
@click.option("--future", is_flag=True, help="With articles whose date is still to come.")
@click.option("--open", "opens", is_flag=True, help="Open it in your browser.")
@click.pass_obj
def command(
    obj: Mapping[str, Any] | None,
    source: Path,
    port: int,
    base_url: str,
    at: str,
    drafts: bool,
    future: bool,
    opens: bool,
) -> None:
    """Show the site in a browser on this machine while you write.

    The page changes when a file is saved. What is wrong with it is shown on the page, and the last site without errors
    stays under it. Nothing is written, and nobody else can see it.
    """
    try:
        bound = listening(port)
    except OSError as problem:
        hint = f"Port {port} cannot be used: {problem.strerror}. Name another with --port, or 0 for any that is free."
        raise click.ClickException(hint) from None
    # By a key that nobody has: what is served is not to be taken for what is published.
    master = new_master_key(secrets.token_bytes)
    options = Options(
        at=at, base_url=base_url, shows_drafts=drafts, shows_future=future, master=master, has_own_key=False
    )
    living = Living(source, options, Seams(obj["renderers"], obj["queries"]) if obj else Seams(), source / CACHE)
    session = Session(living)
    sys.setswitchinterval(SWITCH)

    def is_ending() -> bool:
        return server.should_exit

    server = uvicorn.Server(uvicorn.Config(application(session, is_ending), log_level="error", lifespan="off"))
    watch = Watch(source, session.look, session.rest, _notice)
    watch.start()  # Before the first look, so that no change falls between the two.
    try:
        session.look()
        session.tidy()
        watch.stir()  # For the problems of the pages that nobody asks for.
        address = f"http://{HOST}:{bound.getsockname()[1]}{living.shown.base_path}"
        console.tell(f"Serving {address} (Ctrl-C to stop)\n")
        if opens:
            Thread(target=_open, args=[address], daemon=True).start()
        server.run(sockets=[bound])
    except KeyboardInterrupt:
        pass
    finally:
        watch.stop()


def _notice(words: str) -> None:
    console.tell(f"{words}\n")


def _open(address: str) -> None:
    """Show the address in the browser that BROWSER names, or the system's; some only return when they are closed."""
    if not webbrowser.open(address):
        _notice(f"No browser could be opened. Open {address} yourself.")


def listening(port: int) -> socket.socket:
    """A socket on this machine only. Raises OSError where the port is taken."""
    # With the protocol named, asyncio sends each answer at once: else a page waits 40 ms for the end of its headers.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
        bound.listen()  # Until then another program could have the port too.
    except OSError:
        bound.close()
        raise
    return bound
