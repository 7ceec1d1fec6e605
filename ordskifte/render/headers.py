"""What hosts are told to send with each file: `_headers`, which Netlify, Cloudflare Pages and others read.

Its form: https://docs.netlify.com/routing/headers/ and https://developers.cloudflare.com/pages/configuration/headers/.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from ordskifte.model.config import Config
from ordskifte.model.site import Target
from ordskifte.render.assets import STATIC
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View

HEADERS_FILE = "_headers"
"""A site that publishes such a file of its own keeps it."""
HASHED = ("assets", "media")
"""The folders of files whose names hold a hash."""
FOR_EVER = "public, max-age=31536000, immutable"
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")


def policy(forms: Collection[str] = (), framed: Sequence[str] = ()) -> str:
    """The Content-Security-Policy of a site whose forms are sent to these places, and that shows what these host."""
    sent_to = " ".join(sorted(forms)) or "'none'"
    allowed = (
        "default-src 'none'",
        "img-src 'self' data:",  # The pictures of a text for members are sealed with it.
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",  # By which what is sealed is fetched.
        *((f"frame-src {' '.join(f'https://{host}' for host in framed)}",) if framed else ()),
        "base-uri 'none'",
        f"form-action {sent_to}",
        "frame-ancestors 'none'",
    )
    return "; ".join(allowed)


def _forms(config: Config) -> Iterator[str]:
    """Where the forms of campaigns are sent to, as a policy has it."""
    for action in config.actions.values():
        for url in action.urls.values() if action.field else ():
            parts = urlsplit(url)
            if not parts.netloc:
                yield "'self'"
            elif _HOST.fullmatch(parts.netloc):
                yield f"{parts.scheme}://{parts.netloc}"


def header_rules(ground: Ground) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Patterns of addresses, and the headers of what stands there.

    A folder in which the site publishes files of its own too is not said to be for ever.
    """
    config = ground.site.config
    own = {path.partition("/")[0] for path, source in ground.copies.items() if source.startswith(STATIC)}
    kept = ((f"{config.base_path}{name}/*", (f"Cache-Control: {FOR_EVER}",)) for name in HASHED if name not in own)
    careful = (
        f"Content-Security-Policy: {policy(set(_forms(config)), config.embed_hosts)}",
        "X-Content-Type-Options: nosniff",
    )
    return (("/*", careful), *kept)


QUERIES: Mapping[str, Callable[..., object]] = {"header_rules": header_rules}


def _targets(ground: Ground) -> Iterable[Target]:
    if HEADERS_FILE not in ground.copies:
        yield Target(HEADERS_FILE, "headers", ground.site.config.default_locale, ())


def _render(_: Target, view: View, __: Templates) -> bytes:
    rules: tuple[tuple[str, tuple[str, ...]], ...] = view.ask("header_rules")
    lines = (line for pattern, headers in rules for line in (pattern, *(f"  {header}" for header in headers)))
    return "".join(f"{line}\n" for line in lines).encode()


HEADERS = Renderer("headers", _targets, _render)
