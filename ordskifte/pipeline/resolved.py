"""The site that all documents make together: resolved anew only when one of their faces, or the time, has changed.

It is kept as it was encoded, and of that only those pages are decoded that somebody asks for.
"""

from collections.abc import Hashable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from ordskifte.load import Files
from ordskifte.model.diagnostics import Diagnostics, placed
from ordskifte.model.document import MOVED, Face
from ordskifte.model.fingerprints import digest, fingerprint
from ordskifte.model.site import Clock, Entry, ListingId, Page, PageId, Profile, Redirect, Site, Stray
from ordskifte.model.urls import LEDGER
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.sources import Parsed, url_ledger
from ordskifte.resolve.access import FREE
from ordskifte.resolve.references import check_pictures
from ordskifte.resolve.site import resolve

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Shown(Struct, frozen=True):
    """What of the documents is on some page."""

    anchors: Mapping[str, tuple[str, ...]]
    """Of each source that is shown, what in it a link may end in."""
    freed: tuple[str, ...]
    """The sources whose sealed text all may read at this moment."""
    labels: tuple[str, ...]


class Resolved(Struct, frozen=True):
    site: Site
    shown: Shown
    diagnostics: Diagnostics
    digest: bytes
    """That of all that it was made from."""

    def holds(self, moment: datetime) -> bool:
        """Whether nothing changes between its moment and another one."""
        site = self.site
        return site.now <= moment and (site.next_change is None or moment < site.next_change)


class _Kept(Struct, frozen=True):
    """A resolved site as it is stored, but for its configuration."""

    now: datetime
    next_change: datetime | None
    pages: dict[PageId, Raw]
    linked: dict[PageId, Raw]
    profiles: dict[tuple[str, str], Raw]
    lists: dict[ListingId, tuple[str, ...]]
    urls: dict[ListingId, str]
    listing_campaigns: dict[tuple[str, str], dict[str, str]]
    redirects: dict[str, Redirect]
    gone: dict[str, str]
    strays: tuple[Stray, ...]
    files: dict[str, tuple[str, str]]
    pictures: tuple[str, ...]
    shown: Shown
    diagnostics: Diagnostics


class Packed(Mapping[Key, Value]):
    """A mapping whose values are decoded when they are asked for."""

    def __init__(self, packed: Mapping[Key, Raw], kind: Any) -> None:
        self._packed = packed
        self._kind = kind
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._known: dict[Key, Value] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return Packed, (self._packed, self._kind)

    def __getitem__(self, key: Key) -> Value:
        if key not in self._known:
            self._known[key] = self._decoder.decode(self._packed[key])
        return self._known[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, key: object) -> bool:
        return key in self._packed


def resolved(parsed: Parsed, files: Files, memo: Memo, clock: Clock) -> Resolved:
    """The site at the clock's moment, from the store where nothing that it is made of has changed since."""
    names = digest("\0".join(files.stamps).encode())
    ledger = memo.digest(LEDGER) if LEDGER in files.stamps else None
    key = fingerprint((parsed.config, parsed.faces.digest, names, ledger, clock.shows_drafts, clock.shows_future))
    found = memo.remembered("site", key) or _stored(parsed, memo, key)
    if found is not None and found.holds(clock.now):
        return memo.remember("site", key, found)
    faces = parsed.faces.all()
    urls, places, faults = url_ledger(files, memo)
    site, problems = resolve(parsed.config, faces.values(), clock, {}, urls)
    placed_problems = (
        placed(problem, {LEDGER: places}) if problem.span.source == LEDGER else problem for problem in problems
    )
    problems = (*faults, *placed_problems, *check_pictures(tuple(faces.values()), files.stamps))
    made = Resolved(site, _shown(site, faces), problems, fingerprint((key, site.now)))
    memo.note("site", key, _packed(made))
    return memo.remember("site", key, made)


def _shown(site: Site, faces: Mapping[str, Face]) -> Shown:
    levels = {profile.source: FREE for profile in site.profiles.values()}
    levels |= {page.source: page.entry.access for page in site.pages.values() if not page.withdrawal}
    return Shown(
        {source: faces[source].anchors for source in levels},
        tuple(source for source, level in levels.items() if level == FREE and faces[source].is_sealed),
        tuple(
            sorted({label for face in faces.values() for label in face.labels} | ({MOVED} if site.redirects else set()))
        ),
    )


def _packed(made: Resolved) -> bytes:
    site = made.site
    fields = {name: getattr(site, name) for name in _Kept.__struct_fields__ if name in Site.__struct_fields__}
    return msgspec.msgpack.encode({**fields, "shown": made.shown, "diagnostics": made.diagnostics})


def _stored(parsed: Parsed, memo: Memo, key: bytes) -> Resolved | None:
    noted = memo.noted("site", key)
    if noted is None:
        return None
    kept = msgspec.msgpack.decode(noted, type=_Kept)
    site = Site(
        config=parsed.config,
        now=kept.now,
        pages=Packed(kept.pages, Page),
        linked=Packed(kept.linked, Entry),
        profiles=Packed(kept.profiles, Profile),
        lists=kept.lists,
        urls=kept.urls,
        campaigns={campaign.id: campaign for campaign in parsed.config.campaigns},
        listing_campaigns=kept.listing_campaigns,
        redirects=kept.redirects,
        gone=kept.gone,
        strays=kept.strays,
        files=kept.files,
        pictures=kept.pictures,
        next_change=kept.next_change,
    )
    return Resolved(site, kept.shown, kept.diagnostics, fingerprint((key, kept.now)))
