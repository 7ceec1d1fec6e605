"""The size of a picture, from its first bytes."""

import re
from io import BytesIO

from PIL import Image, UnidentifiedImageError

_SVG = re.compile(rb"<svg\b[^>]*>", re.IGNORECASE)
_LENGTH = re.compile(rb"""\s(width|height)\s*=\s*["']\s*([0-9.]+)\s*(?:px)?\s*["']""")
_VIEW_BOX = re.compile(rb"""\sviewBox\s*=\s*["']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)""")


def picture_size(path: str, content: bytes) -> tuple[int, int] | None:
    """Width and height in CSS pixels; None where this is no picture that a browser shows."""
    return _svg_size(content) if path.lower().endswith(".svg") else _raster_size(content)


def _raster_size(content: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP", "AVIF")) as image:
            return image.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _svg_size(content: bytes) -> tuple[int, int] | None:
    """The root's width and height, else those of its view box (SVG 2 §8.2)."""
    root = _SVG.search(content)
    if root is None:
        return None
    lengths = dict(_LENGTH.findall(root[0]))
    box = _VIEW_BOX.search(root[0])
    numbers = (lengths.get(b"width"), lengths.get(b"height")) if len(lengths) == 2 else box.groups() if box else ()
    try:
        width, height = (round(float(number)) for number in numbers if number)
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None
