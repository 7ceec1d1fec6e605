"""How a version of a work stands to its original."""

from enum import StrEnum


class State(StrEnum):
    """What has become of a translation, or that there is nothing to translate."""

    ORIGINAL = "original"
    CURRENT = "current"
    """Made from the original as it is now."""
    AGED = "aged"
    """The original has changed since, in little things only."""
    STALE = "stale"
    """The original has changed since."""
    UNTRACKED = "untracked"
    """It does not say which words of the original it was made from."""
    MACHINE = "machine"
    """Made by a machine, and read by nobody."""
    DRAFT = "draft"
    ORPHAN = "orphan"
    """The version that it is a translation of is not there; it is published as an original."""
    MISSING = "missing"


REAL = frozenset({State.ORIGINAL, State.CURRENT, State.AGED, State.STALE, State.UNTRACKED, State.ORPHAN})
"""Versions that readers and search engines are sent to as the work in that language."""
