"""A renderer makes one kind of output: a name, its targets, and a function from target and View to bytes.

The built-in ones come in by the same door as a site's own.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from ordskifte.model.site import Target
from ordskifte.render.queries import Ground
from ordskifte.render.templates import Templates
from ordskifte.render.view import View


class Renderer(Struct, frozen=True):
    name: str
    targets: Callable[[Ground], Iterable[Target]]
    render: Callable[[Target, View, Templates], bytes]
