"""Files that are published as they are: the look's assets and pictures under names that hold a hash, and `static/`."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from ordskifte.model.diagnostics import Diagnostic
from ordskifte.model.site import Target
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import RenderFailed, Templates
from ordskifte.render.view import View

ASSETS = "templates/assets/"
ICONS = f"{ASSETS}icons/"
STATIC = "static/"


def hashed(folder: str, path: str, digest: bytes) -> str:
    """Where a file is published: `assets/site.1f3a4d2b9c.css`. Other content, other name: it can be kept for ever."""
    name = PurePosixPath(path)
    stem = re.sub(r"[^a-z0-9-]+", "-", name.stem.lower()).strip("-") or "file"
    return f"{folder}/{stem}.{digest.hex()[:10]}{name.suffix.lower()}"


def _targets(ground: Ground) -> Iterable[Target]:
    locale = ground.site.config.default_locale
    for path, source in ground.copies.items():
        yield Target(path, "copies", locale, (source,))


def _render(target: Target, view: View, _: Templates) -> bytes:
    content = view.ask("content", target.path)
    if isinstance(content, Diagnostic):
        raise RenderFailed(content)
    assert isinstance(content, bytes)
    return content


COPIES = Renderer("copies", _targets, _render)
