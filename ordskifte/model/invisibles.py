"""Characters that nobody sees, where no script needs them: they hide in searches, and turn round what stands beside."""

import re
from collections.abc import Iterable

INVISIBLE = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    "|(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])"
)
"""Zero-width characters and directional marks, but for the joiners inside scripts and emoji that need them."""


def code_points(characters: Iterable[str]) -> str:
    """The characters by name, each once: `U+200B, U+202E`."""
    return ", ".join(sorted({f"U+{ord(character):04X}" for character in characters}))
