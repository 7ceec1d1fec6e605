"""What a site has for the text editors of those who write it."""

from collections.abc import Mapping


def editor_settings() -> Mapping[str, str]:
    """Files that make an editor complete and check what is typed, by their paths in a site."""
    return {}
