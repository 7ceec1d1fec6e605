"""The site that all documents make together: resolved anew only when one of their faces, or the time, has changed.

It is kept as it was encoded, its pages in shares of some, and only what somebody asks for is read and decoded: pages
are 24 MB at ten thousand articles, and after a corrected word two are wanted.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from ordskifte.load import Files
from ordskifte.model.diagnostics import Diagnostics
from ordskifte.model.document import CORRECTED, MOVED, WITHDRAWN, CorrectionKind, Face
from ordskifte.model.fingerprints import digest, fingerprint
from ordskifte.model.site import (
    Clock,
    Doubt,
    Entry,
    Introduction,
    ListingId,
    Page,
    PageId,
    Profile,
    Redirect,
    Site,
    Stray,
)
from ordskifte.model.translations import State
from ordskifte.model.urls import LEDGER
from ordskifte.pipeline.memo import Made, Memo, made
from ordskifte.pipeline.sources import Parsed, in_ledger, url_ledger
from ordskifte.pipeline.store import Store
from ordskifte.resolve.access import FREE
from ordskifte.resolve.references import check_pictures
from ordskifte.resolve.site import published_names, resolve

SHARE = 50
"""Pages that are kept together."""
SHARES = "pages"
"""Their name in the store."""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class SealedPage(Struct, frozen=True):
    """An article in an edition, some of which is for members at this moment."""

    locale: str
    key: str
    source: str
    access: str
    month: str
    """In which it was published: `2026-11`."""


class Shown(Struct, frozen=True):
    """What of the documents is on some page."""

    anchors: Mapping[str, tuple[str, ...]]
    """Of each source that is shown, what in it a link may end in."""
    freed: tuple[str, ...]
    """The sources whose sealed text all may read at this moment."""
    labels: tuple[str, ...]
    named: bytes
    """The digest of all that texts can name: works, headings, terms and files, and which of them are published."""
    sealed: tuple[SealedPage, ...] = ()


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
    pages: dict[PageId, int]
    """In which share each lies."""
    shares: tuple[bytes, ...]
    """Their digests."""
    linked: dict[PageId, Raw]
    profiles: dict[tuple[str, str], Raw]
    introductions: dict[tuple[str, str], Introduction]
    lists: dict[ListingId, Raw]
    urls: dict[ListingId, str]
    listing_campaigns: dict[ListingId, dict[str, tuple[str, ...]]]
    redirects: dict[str, Raw]
    gone: dict[str, str]
    strays: tuple[Stray, ...]
    files: dict[str, tuple[str, str]]
    pictures: tuple[str, ...]
    is_preview: bool
    doubts: tuple[Doubt, ...]
    opened: tuple[str, ...]
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


class Shelved(Mapping[PageId, Page]):
    """Pages that lie in the store, share by share, until somebody asks for one."""

    def __init__(self, store: Store, places: Mapping[PageId, int], shares: Sequence[bytes]) -> None:
        self._store = store
        self._places = places
        self._shares = shares
        self._read: dict[int, Packed[PageId, Page]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return Shelved, (self._store, self._places, self._shares)

    def __getitem__(self, key: PageId) -> Page:
        number = self._places[key]
        if number not in self._read:
            said = self._store.result(SHARES, self._shares[number])
            self._read[number] = Packed(msgspec.msgpack.decode(said, type=dict[PageId, Raw]), Page)
        return self._read[number][key]

    def __iter__(self) -> Iterator[PageId]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places


def resolved(parsed: Parsed, states: Mapping[str, State], files: Files, memo: Memo, clock: Clock) -> Resolved:
    """The site at the clock's moment, from the store where nothing that it is made of has changed since."""
    # Of one that has aged readers are told nothing: the site is the same, and need not be resolved again.
    states = {path: State.CURRENT if state is State.AGED else state for path, state in states.items()}
    names = digest("\0".join(files.stamps).encode())
    shows = clock.shows_drafts, clock.shows_future, clock.is_preview
    ledger = memo.digest(LEDGER) if LEDGER in files.stamps else None
    key = fingerprint((parsed.config, parsed.faces.digest, states, names, ledger, shows))
    found = memo.remembered("site", key) or _stored(parsed, memo, key)
    if found is not None and found.holds(clock.now):
        return memo.remember("site", key, found)
    faces = parsed.faces.all()
    urls, faults = url_ledger(files, memo)
    site, misled = resolve(parsed.config, faces.values(), clock, states, urls)
    problems = (*faults, *in_ledger(misled, files, memo), *check_pictures(tuple(faces.values()), files.stamps))
    shown = _shown(site, faces, fingerprint((names, _named(site, faces))))
    found = Resolved(site, shown, problems, fingerprint((key, site.now)))
    shares = tuple(_shares(site.pages))
    memo.shelve(SHARES, shares)
    memo.note("site", key, _packed(found, shares))
    return memo.remember("site", key, found)


def _shown(site: Site, faces: Mapping[str, Face], named: bytes) -> Shown:
    levels = {profile.source: FREE for profile in site.profiles.values()}
    levels |= {introduction.source: FREE for introduction in site.introductions.values()}
    levels |= {page.source: page.entry.access for page in site.pages.values() if not page.withdrawal}
    return Shown(
        {source: faces[source].anchors for source in levels},
        tuple(source for source, level in levels.items() if level == FREE and faces[source].is_sealed),
        tuple(sorted({label for face in faces.values() for label in face.labels} | _labels(site))),
        named,
        tuple(_sealed(site)),
    )


def _labels(site: Site) -> set[str]:
    """The words of the interface that are wanted where no template asks for them."""
    pages = site.pages.values() if site.config.citations else ()
    wanted = {
        MOVED: bool(site.redirects),
        CORRECTED: any(note.kind is CorrectionKind.CORRECTION for page in pages for note in page.notes),
        WITHDRAWN: any(page.withdrawal for page in pages),
    }
    return {label for label, is_wanted in wanted.items() if is_wanted}


def _named(site: Site, faces: Mapping[str, Face]) -> tuple[object, ...]:
    """All that a link may lead to, as far as it says whether one is well."""
    headings = {source: (face.anchors, face.is_sealed, face.is_broken) for source, face in faces.items()}
    config = site.config
    terms = tuple(config.sections), tuple(config.tags), tuple(config.series), tuple(config.payments), config.embed_hosts
    return site.files, sorted(set(published_names(site))), headings, terms, site.opened


def _sealed(site: Site) -> Iterator[SealedPage]:
    zone = site.config.zone
    for (locale, _, key), page in site.pages.items():
        if page.is_sealed and page.entry.date and not page.withdrawal:
            month = f"{page.entry.date.astimezone(zone):%Y-%m}"
            yield SealedPage(locale, key, page.source, page.entry.access, month)


def _shares(pages: Mapping[PageId, Page]) -> Iterable[Made]:
    """The pages, encoded some at a time."""
    waiting = iter(pages.items())
    while share := dict(islice(waiting, SHARE)):
        yield made(share)


def _packed(found: Resolved, shares: Sequence[Made]) -> bytes:
    site = found.site
    fields = {name: getattr(site, name) for name in _Kept.__struct_fields__ if name in Site.__struct_fields__}
    fields["pages"] = {id: number // SHARE for number, id in enumerate(site.pages)}
    fields["shares"] = [digest for digest, _ in shares]
    return msgspec.msgpack.encode({**fields, "shown": found.shown, "diagnostics": found.diagnostics})


def _stored(parsed: Parsed, memo: Memo, key: bytes) -> Resolved | None:
    noted = memo.noted("site", key)
    if noted is None:
        return None
    kept = msgspec.msgpack.decode(noted, type=_Kept)
    site = Site(
        config=parsed.config,
        now=kept.now,
        pages=Shelved(memo.store, kept.pages, kept.shares),
        linked=Packed(kept.linked, Entry),
        profiles=Packed(kept.profiles, Profile),
        introductions=kept.introductions,
        lists=Packed(kept.lists, tuple[str, ...]),
        urls=kept.urls,
        campaigns={campaign.id: campaign for campaign in parsed.config.campaigns},
        listing_campaigns=kept.listing_campaigns,
        redirects=Packed(kept.redirects, Redirect),
        gone=kept.gone,
        strays=kept.strays,
        files=kept.files,
        pictures=kept.pictures,
        next_change=kept.next_change,
        is_preview=kept.is_preview,
        doubts=kept.doubts,
        opened=kept.opened,
    )
    return Resolved(site, kept.shown, kept.diagnostics, fingerprint((key, kept.now)))
