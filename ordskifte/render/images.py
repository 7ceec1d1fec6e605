"""Pictures in the forms that are published: in several widths, and in the types that browsers know.

What was in the file beside its pixels (place and time, the camera, a small picture of the whole) is in none of them.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO

from PIL.Image import Image, Resampling

from ordskifte.model.answers import PictureSource
from ordskifte.model.config import Images
from ordskifte.model.diagnostics import Diagnostic
from ordskifte.model.pictures import AVIF, JPEG, PNG, SUFFIXES, SVG, WEBP, Variant
from ordskifte.model.site import Target
from ordskifte.parse.pictures import Seen
from ordskifte.render.assets import hashed
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import RenderFailed, Templates
from ordskifte.render.view import View

BETTER = (AVIF, WEBP)
"""What is smaller than what every browser shows, the smallest first."""
_TALLEST = 16_383
"""Pixels of a side of a WebP."""
_INSIDE = 800
"""Pixels in width of a picture that is sent with a text, where the site has such a width: about 100 kB of a photo."""
_AVIF_LESS = 20
"""AVIF's scale is another: at so much less it looks as WebP does."""
_AVIF_SPEED = 9
"""Of 0 to 10. At 8 it takes four times the time, at 6 twelve times, for photos that are four per cent smaller."""


def is_remade(picture: Seen, wanted: Images) -> bool:
    """Whether a picture is published in other forms than its own. What moves stays as it is."""
    if picture.type == SVG or picture.is_animated or not wanted.widths:
        return False
    form = _form("", b"", b"", picture, WEBP, widths(picture, wanted)[-1], wanted)
    return max(form.width, form.height) <= _TALLEST


def widths(picture: Seen, wanted: Images) -> tuple[int, ...]:
    """How wide a picture is made: never wider than it is, and where it is smaller than wanted, once as it is."""
    most = min(picture.width, wanted.widths[-1])
    return (*(width for width in wanted.widths if width < most), most)


def variants(source: str, content: bytes, mark: bytes, picture: Seen, wanted: Images) -> tuple[Variant, ...]:
    """All forms of a picture, those of one width together; the last is the one that every browser shows."""
    plain = PNG if picture.has_alpha else JPEG
    sizes = widths(picture, wanted)
    forms = (*((type, width) for width in sizes for type in BETTER), (plain, sizes[-1]))
    return tuple(_form(source, content, mark, picture, type, width, wanted) for type, width in forms)


def within(picture: Seen, wanted: Images) -> Variant:
    """The form of a picture that is sent with a text."""
    sizes = widths(picture, wanted)
    return _form(
        "", b"", b"", picture, WEBP, max((width for width in sizes if width <= _INSIDE), default=sizes[0]), wanted
    )


def _form(source: str, content: bytes, mark: bytes, picture: Seen, type: str, width: int, wanted: Images) -> Variant:
    height = max(1, round(picture.height * width / picture.width))
    quality = max(1, wanted.quality - _AVIF_LESS) if type == AVIF else wanted.quality
    return Variant(source, content, mark, type, width, height, quality)


def sources(forms: Iterable[tuple[Variant, str]]) -> tuple[PictureSource, ...]:
    """What a `<picture>` offers of these forms, each with its address."""
    known = tuple(forms)
    return tuple(
        PictureSource(type, ", ".join(f"{url} {form.width}w" for form, url in known if form.type == type))
        for type in BETTER
    )


def resized(picture: Image, form: Variant) -> Image:
    """A picture in the size of one of its forms, and nothing beside its pixels."""
    size = (form.width, form.height)
    made = picture if picture.size == size else picture.resize(size, Resampling.LANCZOS, reducing_gap=3.0)
    made.info = {}
    return made


def encoded(picture: Image, form: Variant) -> bytes:
    """A picture of the right size in one of its forms: the same bytes wherever the encoders are the same."""
    content = BytesIO()
    if form.type == AVIF:
        # With other numbers of threads the bytes are others.
        picture.save(content, "AVIF", quality=form.quality, speed=_AVIF_SPEED, max_threads=1)
    elif form.type == WEBP:
        picture.save(content, "WEBP", quality=form.quality)
    elif form.type == JPEG:
        picture.save(content, "JPEG", quality=form.quality, optimize=True, progressive=True)
    else:
        picture.save(content, "PNG")
    return content.getvalue()


def published_at(stem: str, form: Variant) -> str:
    """The path of a form of a picture that is called so."""
    width = f"-{form.width}" if form.width else ""
    return hashed("media", f"{stem}{width}{SUFFIXES[form.type]}", form.mark)


def _targets(ground: Ground) -> Iterator[Target]:
    locale = ground.site.config.default_locale
    for path, form in ground.images.items():
        yield Target(path, "images", locale, (form.source,))


def _render(target: Target, view: View, _: Templates) -> bytes:
    content = view.ask("image", target.path)
    if isinstance(content, Diagnostic):
        raise RenderFailed(content)
    assert isinstance(content, bytes)
    return content


IMAGES = Renderer("images", _targets, _render)
