"""The size and the kind of a picture, from its first bytes."""

import re
import warnings
from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

from PIL import Image
from PIL.ExifTags import Base

LARGEST = 1_000_000
"""Pixels of a side. No browser shows more, and a damaged file may claim anything."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
_TYPES: Mapping[str | None, str] = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # A JPEG with more than one picture, as cameras make them; browsers show the first.
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
}
# XML 1.0 §2.3: no `<` stands in a tag.
_SVG = re.compile(rb"<svg\b[^<>]*>", re.IGNORECASE)
_NUMBER = rb"([0-9]{1,9})(?:\.[0-9]*)?"
_LENGTH = re.compile(rb"""\s(width|height)\s*=\s*["']\s*""" + _NUMBER + rb"""\s*(?:px)?\s*["']""")
_VIEW_BOX = re.compile(
    rb"""\sviewBox\s*=\s*["']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+""" + _NUMBER + rb"[\s,]+" + _NUMBER + rb"""\s*["']"""
)


class Measured(NamedTuple):
    """Width and height in CSS pixels, as a browser turns the picture, and its media type."""

    width: int
    height: int
    type: str


def measured(path: str, content: bytes) -> Measured | None:
    """What a picture is, whatever its suffix says of a raster one; None where this is none that a browser shows."""
    found = _svg(content) if path.lower().endswith(".svg") else _raster(content)
    return found if found and 0 < found.width <= LARGEST and 0 < found.height <= LARGEST else None


def _raster(content: bytes) -> Measured | None:
    try:
        # Pillow prints what it thinks of a damaged file.
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(content), formats=_FORMATS) as image:
            # To look for what is not there, Pillow would decode all of it.
            orientation = image.getexif().get(Base.Orientation, 1) if "exif" in image.info else 1
            width, height = image.size
            kind = _TYPES[image.format]
    except Exception:  # noqa: BLE001 - Pillow's readers raise whatever they stumble over
        return None
    return Measured(height, width, kind) if orientation in (5, 6, 7, 8) else Measured(width, height, kind)


def _svg(content: bytes) -> Measured | None:
    size = _svg_size(content)
    return Measured(*size, "image/svg+xml") if size else None


def _svg_size(content: bytes) -> tuple[int, int] | None:
    """The root's width and height, else those of its view box (SVG 2 §8.2)."""
    root = _SVG.search(content)
    if root is None:
        return None
    lengths = dict(_LENGTH.findall(root[0]))
    if len(lengths) == 2:
        return int(lengths[b"width"]), int(lengths[b"height"])
    box = _VIEW_BOX.search(root[0])
    return (int(box[1]), int(box[2])) if box else None
