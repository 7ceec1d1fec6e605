"""What the wheel carries beside the program, such as the sample publication: where it lies."""

from pathlib import Path

_PROGRAM = Path(__file__).resolve().parents[1]
_IN_WHEEL = _PROGRAM / "carried"


def carried(path: str) -> Path:
    """A file or folder by its path in the repository; in a checkout it lies where it is edited."""
    return (_IN_WHEEL if _IN_WHEEL.is_dir() else _PROGRAM.parent) / path
