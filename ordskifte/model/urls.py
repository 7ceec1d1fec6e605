"""The URL ledger: the addresses that a site has published, and what its editors have said of them since.

Knows nothing of where its works stand now.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

LEDGER = "urls.lock"
"""The file that it is kept in, beside `site.toml`."""
ADDRESS = r"/|(?:/(?!\.(?!well-known))[^/\s\\?#\x00-\x1f\x7f]+)+/?"
"""A path from the root of the site that leads nowhere out of it, nor to a hidden file, as a pattern of `re`."""


class Mark(StrEnum):
    """What is to come of an address when its page stands there no more."""

    NONE = ""
    """Nobody has said: it is an error until somebody does."""
    UNTRANSLATED = "untranslated"
    """It showed a text in another language than its edition's, and leads to wherever the work stands."""
    MOVED = "moved"
    """It leads to the work."""
    GONE = "gone"
    """The work was removed on purpose."""


class Published(Struct, frozen=True):
    """A work, an author, a page or a series that has stood at an address; the address is from the root of the site."""

    kind: str
    key: str
    locale: str
    """Of the edition."""
    url: str
    mark: Mark = Mark.NONE

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.locale} {self.url} {self.mark}".rstrip()


Urls = tuple[Published, ...]

# Where two branches say different things of one address; to lead somewhere is the best of them.
_WEIGHT = {Mark.UNTRANSLATED: 0, Mark.NONE: 1, Mark.GONE: 2, Mark.MOVED: 3}


def united(urls: Iterable[Published]) -> Urls:
    """Each once: after two branches were merged, the same address may be there twice."""
    found: dict[Published, Published] = {}
    for published in urls:
        plain = replace(published, mark=Mark.NONE) if published.mark else published
        known = found.get(plain)
        if known is None or _WEIGHT[known.mark] < _WEIGHT[published.mark]:
            found[plain] = published
    return tuple(found.values())
