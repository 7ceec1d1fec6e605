"""What a picture is: its size, its kind, its colour, and what is wrong with it."""

import re
import warnings
from collections.abc import Mapping
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple

from msgspec import Struct
from PIL import Image, ImageCms, ImageOps
from PIL.ExifTags import Base

from ordskifte.model.fingerprints import digest
from ordskifte.model.pictures import SVG
from ordskifte.parse.svg import cleaned

LARGEST = 1_000_000
"""Pixels of a side. No browser shows more, and a damaged file may claim anything."""
MOST = 100_000_000
"""Pixels of a picture. A camera's largest has so many; unpacked they are 300 MB."""
THUMB = 64
"""Pixels of the side of the small picture that a colour is told from."""
SHADES = 6
"""How many colours a picture is taken to have when the most frequent is looked for."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
_TYPES: Mapping[str | None, str] = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # A JPEG with more than one picture, as cameras make them; browsers show the first.
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
}
_SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "image/png": (".png", ".apng"),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/avif": (".avif",),
    SVG: (".svg",),
}
# XML 1.0 §2.3: no `<` stands in a tag.
_SVG = re.compile(rb"<svg\b[^<>]*>", re.IGNORECASE)
_NUMBER = rb"([0-9]{1,9})(?:\.[0-9]*)?"
_LENGTH = re.compile(rb"""\s(width|height)\s*=\s*["']\s*""" + _NUMBER + rb"""\s*(?:px)?\s*["']""")
_VIEW_BOX = re.compile(
    rb"""\sviewBox\s*=\s*["']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+""" + _NUMBER + rb"[\s,]+" + _NUMBER + rb"""\s*["']"""
)


class Flaw(StrEnum):
    """Why a picture cannot be published."""

    NONE = ""
    UNREADABLE = "unreadable"
    """It is none that a browser shows."""
    DAMAGED = "damaged"
    """It begins as one, and cannot be read to its end."""
    LARGE = "large"
    """It says that it has more pixels than anyone can show."""


class Seen(Struct, frozen=True):
    """What a picture is, in CSS pixels, as a browser turns it; of one with a flaw nothing else is known."""

    flaw: Flaw = Flaw.NONE
    width: int = 0
    height: int = 0
    type: str = ""
    colour: str = ""
    """The most frequent, as three hexadecimal digits; none where something can be seen through it."""
    has_alpha: bool = False
    is_animated: bool = False
    is_misnamed: bool = False
    """Whether its name says that it is of another type."""
    removed: tuple[str, ...] = ()
    """What an SVG has that is not published, and those who look at it may miss."""
    cleaned: bytes = b""
    """The digest of an SVG without that, where it is another then."""


class Measured(NamedTuple):
    """Width and height in CSS pixels, as a browser turns the picture, and its media type."""

    width: int
    height: int
    type: str


def seen(path: str, content: bytes) -> Seen:
    """What a picture is, read to its end; whatever its suffix says of a raster one."""
    found = measured(path, content)
    if found is None:
        return Seen(Flaw.LARGE if _is_bomb(content) else Flaw.UNREADABLE)
    if found.width * found.height > MOST and found.type != SVG:
        return Seen(Flaw.LARGE)
    if found.type == SVG:
        clean = cleaned(content)
        if clean is None:
            return Seen(Flaw.DAMAGED)
        other = digest(clean.content) if clean.content != content else b""
        return Seen(Flaw.NONE, *found, removed=clean.removed, cleaned=other)
    return _looked_at(path, content, found)


def measured(path: str, content: bytes) -> Measured | None:
    """What a picture says that it is in its first bytes; None where this is none that a browser shows."""
    found = _svg(content) if path.lower().endswith(".svg") else _raster(content)
    return found if found and 0 < found.width <= LARGEST and 0 < found.height <= LARGEST else None


def opened(content: bytes, width: int = 0) -> Image.Image:
    """The pixels of a raster picture as they are to be seen: turned, in sRGB, with eight bits, and nothing beside.

    Where only so many pixels in width are wanted, it may come smaller than it is, but no smaller than that. Raises
    whatever Pillow's readers stumble over.
    """
    with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(content), formats=_FORMATS) as image:
        if width:  # A JPEG is unpacked at half or a quarter of its size, which takes half the time.
            image.draft(None, (width, width))
        image.load()
        turned = ImageOps.exif_transpose(image)
        made = _in_rgb(turned)
    made.info = {}
    return made


def _looked_at(path: str, content: bytes, found: Measured) -> Seen:
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(content), formats=_FORMATS) as image:
            is_animated = image.format != "MPO" and bool(getattr(image, "is_animated", False))
        picture = opened(content, THUMB)
    except Exception:  # noqa: BLE001 - Pillow's readers raise whatever they stumble over
        return Seen(Flaw.DAMAGED)
    has_alpha = picture.mode == "RGBA"
    return Seen(
        Flaw.NONE,
        *found,
        colour="" if has_alpha else _colour(picture),
        has_alpha=has_alpha,
        is_animated=is_animated,
        is_misnamed=PurePosixPath(path).suffix.lower() not in _SUFFIXES[found.type],
    )


def _in_rgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB; with transparency only where something can be seen through it."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        # Pillow keeps sixteen bits of grey, and would cut off what is above 255.
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L").convert("RGB")
    has_alpha = image.has_transparency_data
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        image = _in_srgb(image, profile)
    if not has_alpha:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    return layered.convert("RGB") if layered.getchannel("A").getextrema() == (255, 255) else layered


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The same colours without the profile; as they are, where that cannot be read."""
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=wanted)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return made or image


def _colour(picture: Image.Image) -> str:
    thumb = picture.resize((THUMB, THUMB), Image.Resampling.BOX).quantize(SHADES)
    counts = thumb.histogram()
    index = counts.index(max(counts))
    palette = thumb.getpalette() or []
    return "".join(f"{round(channel / 17):x}" for channel in palette[index * 3 : index * 3 + 3])


def _is_bomb(content: bytes) -> bool:
    """Whether Pillow refuses to open it because of the pixels that it claims to have."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(content), formats=_FORMATS) as image:
            return max(image.size) > LARGEST
    except Image.DecompressionBombError:
        return True
    except Exception:  # noqa: BLE001 - Pillow's readers raise whatever they stumble over
        return False


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
    return Measured(*size, SVG) if size else None


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
