"""What a site adds: the same values as the built-in ones, given to `main` in its build.py."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from ordskifte.render.renderers import Renderer


class Seams(Struct, frozen=True):
    """Outputs, and questions that templates may ask."""

    renderers: tuple[Renderer, ...] = ()
    queries: Mapping[str, Callable[..., object]] = {}
