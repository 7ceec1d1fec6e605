"""The forms that a picture is published in."""

from msgspec import Struct

AVIF, WEBP, JPEG, PNG, SVG = "image/avif", "image/webp", "image/jpeg", "image/png", "image/svg+xml"
SUFFIXES = {AVIF: ".avif", WEBP: ".webp", JPEG: ".jpg", PNG: ".png", SVG: ".svg"}
"""Of the types that pictures are made in."""


class Variant(Struct, frozen=True):
    """One form of a picture: all that decides its bytes."""

    source: str
    """The path of its file."""
    content: bytes
    """The digest of that."""
    mark: bytes
    """Of what is made of it: other bytes have another mark, type or width."""
    type: str
    width: int = 0
    """In pixels, as the height; none of a drawing."""
    height: int = 0
    quality: int = 0

    @property
    def key(self) -> str:
        """The name of its bytes, whatever the source is called."""
        return f"{self.mark.hex()}-{self.width}{SUFFIXES[self.type]}"
