"""Releases: each deploy of a site in a folder of its own, and which of them readers see. Pure: names, order, what goes.

    DESTINATION/
        .ordskifte-releases                      that it is ours, and the lock of whoever deploys
        current -> releases/20261123T064012Z-…   what readers see
        previous -> releases/…                   what they saw before, for pages that are still open
        releases/
            20261123T064012Z-1f3a4d2b9c5e/       a site, whole, which nobody changes any more
            .new/                                one that is not whole yet
            .old/                                one that is being removed

The order of releases is that of their names.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from msgspec import Struct

from ordskifte.pipeline.manifest import File

MARK, CURRENT, PREVIOUS, RELEASES = ".ordskifte-releases", "current", "previous", "releases"
NEW, OLD = ".new", ".old"

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(?P<stamp>[0-9]{8}T[0-9]{6}Z)-(?P<digest>[0-9a-f]{12})")


class Shelf(Struct, frozen=True):
    """What lies at a destination."""

    releases: tuple[str, ...] = ()
    """The oldest first."""
    current: str = ""
    """What readers see; it may be gone."""
    previous: str = ""


def shelf(names: Iterable[str], current: str, previous: str) -> Shelf:
    """What lies there, from the names in the folder of releases and from where the two links lead."""
    return Shelf(tuple(sorted(filter(_NAME.fullmatch, names))), _named(current), _named(previous))


def _named(link: str) -> str:
    """The release that a link leads to; empty where it leads elsewhere."""
    folder, _, name = link.rpartition("/")
    return name if folder == RELEASES and _NAME.fullmatch(name) else ""


def digest(files: Iterable[File]) -> str:
    """What tells one site from any other."""
    lines = sorted(f"{file.path}\0{file.sha256}\n" for file in files)
    return sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def name(shelf: Shelf, digest: str, now: datetime) -> str:
    """What a new release is called: later than all others, even where a clock goes wrong.

    So no two releases have the same second, and a file that is new in one of them can say so by its time.
    """
    last = stamp(shelf.releases[-1]) + timedelta(seconds=1) if shelf.releases else now
    return f"{max(now, last):{_STAMP}}-{digest}"


def stamp(release: str) -> datetime:
    """When a release was made."""
    return datetime.strptime(release.partition("-")[0], _STAMP).replace(tzinfo=UTC)


def is_of(release: str, digest: str) -> bool:
    """Whether a release is the site of this digest."""
    return release.endswith(f"-{digest}")


def before(shelf: Shelf) -> str:
    """The release to go back to, which is another site than the current one; empty where there is none."""
    mark = shelf.current.rpartition("-")[2]
    older = (release for release in shelf.releases if release < shelf.current)
    return max((release for release in older if not is_of(release, mark)), default="")


def superfluous(shelf: Shelf, keep: int) -> tuple[str, ...]:
    """The releases beyond the newest ones, the oldest first; never one that readers see or saw last."""
    return tuple(release for release in shelf.releases[:-keep] if release not in (shelf.current, shelf.previous))


# --------------------------------------------------------------------------------------
# Where to
# --------------------------------------------------------------------------------------

_REMOTE = re.compile(r"(?P<host>\[[^/]*\]|[^/:]{2,}):(?P<path>.*)", re.DOTALL)
_HOST_ALONE = re.compile(r"[^/]+@[^/]+")
_HOST = re.compile(r"(?!-)([A-Za-z0-9._][A-Za-z0-9._+-]*@)?[A-Za-z0-9][A-Za-z0-9._-]*")


class Remote(Struct, frozen=True):
    """A folder on another machine."""

    host: str
    """As ssh takes it: a name of its configuration, or `user@host`."""
    path: str
    """From the root of that machine, or from the user's home as `./site`."""


def remote(destination: str) -> Remote | None:
    """The folder on another machine that a destination names, as rsync reads it; None where it is one of this machine.

    Raises ValueError, with a sentence, for what names neither.
    """
    named = _REMOTE.fullmatch(destination)
    if named is None:
        if _HOST_ALONE.fullmatch(destination):
            raise ValueError(f"{destination!r} is no folder: write {destination}:/srv/site, or ./{destination}.")
        return None
    host, path = named["host"], named["path"]
    if not _HOST.fullmatch(host):
        raise ValueError(f"{host!r} is no host such as deploy@example.org. A folder with a colon is ./{destination}.")
    if not path or path.startswith(("~", "//")) or any(ord(letter) < 32 for letter in path):
        raise ValueError(f"{path!r} is no folder such as /srv/site, or such as site, in the home of the user there.")
    return Remote(host, path if path.startswith("/") else f"./{path}")
