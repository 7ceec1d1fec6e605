"""Entries become versions of works: what each is called, in which language, which is the original, where it stands."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from ordskifte.model.config import Config
from ordskifte.model.slugs import is_slug, slug
from ordskifte.resolve.addresses import work_url
from ordskifte.tools.wordpress.index import WORKS, Index
from ordskifte.tools.wordpress.languages import Languages
from ordskifte.tools.wordpress.plain import one_line
from ordskifte.tools.wordpress.terms import free
from ordskifte.tools.wordpress.values import Entry, Note, Place

LEFT_OUT = frozenset(("trash", "auto-draft", "inherit"))
PUBLISHED = frozenset(("publish", "future"))


class Version(Struct, frozen=True):
    """A text that is to be."""

    entry: Entry
    kind: str
    key: str
    locale: str
    slug: str
    path: str
    original: Place
    """The entry of its original; its own, if it is none."""

    @property
    def is_original(self) -> bool:
        return self.original == self.entry.place

    @property
    def is_published(self) -> bool:
        return self.entry.status in PUBLISHED and not self.entry.has_password

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


def versions(
    index: Index, languages: Languages, config: Config, live: Iterable[str]
) -> tuple[dict[Place, Version], list[Note]]:
    """The texts by the places of their entries, and what is to be told of how they are called.

    `live` are addresses at which other things stand.
    """
    naming = _Naming(index, languages, config, live)
    for members in _works(index, languages, naming.notes):
        naming.take(members)
    return naming.versions, naming.notes


def _works(index: Index, languages: Languages, notes: list[Note]) -> list[list[Entry]]:
    """The entries of each work, its original first."""
    works: dict[tuple[str, str], list[Entry]] = {}
    for entry in index.entries:
        if entry.kind not in WORKS or entry.status in LEFT_OUT:
            continue
        tongue = languages.tongues[entry.place]
        id = (entry.kind, tongue.group or f"alone {entry.place.file} {entry.place.line}")
        members = works.setdefault(id, [])
        if any(languages.tongues[other.place].locale == tongue.locale for other in members):
            notes.append(Note("paired-twice", f"“{one_line(entry.title)}”", entry.place))
            works[entry.kind, f"alone {entry.place.file} {entry.place.line}"] = [entry]
        else:
            members.append(entry)

    def rank(entry: Entry) -> tuple[bool, bool, str, bool, int]:
        tongue = languages.tongues[entry.place]
        moment = entry.date_gmt or entry.date or "9999"
        return (
            tongue.is_translation,
            entry.status not in PUBLISHED,
            moment,
            tongue.locale != languages.default,
            entry.id,
        )

    return [sorted(members, key=rank) for members in works.values()]


class _Naming:
    def __init__(self, index: Index, languages: Languages, config: Config, live: Iterable[str]) -> None:
        self.versions: dict[Place, Version] = {}
        self.notes: list[Note] = []
        self._index = index
        self._languages = languages
        self._config = config
        self._keys: dict[str, set[str]] = {kind: set() for kind in WORKS.values()}
        self._addresses = {address.lower() for address in live}

    def take(self, members: list[Entry]) -> None:
        original = members[0]
        kind = WORKS[original.kind]
        key = free(called(original), self._keys[kind])
        has_folder = any(
            self._index.insides[entry.place].has_pictures or entry.said("_thumbnail_id") for entry in members
        )
        for entry in members:
            locale = self._languages.tongues[entry.place].locale
            stem = f"content/{kind}s/{key}" + ("/index" if has_folder else "")
            own = key if entry is original else called(entry)
            slug = self._free_slug(kind, locale, own, entry)
            self.versions[entry.place] = Version(entry, kind, key, locale, slug, f"{stem}.{locale}.md", original.place)

    def _free_slug(self, kind: str, locale: str, wanted: str, entry: Entry) -> str:
        number, slug = 1, wanted
        while any(url.lower() in self._addresses for url in addresses(self._config, kind, locale, slug)):
            number += 1
            slug = f"{wanted}-{number}"
        if slug != wanted:
            self.notes.append(Note("slug", f"{wanted} → {slug}", entry.place))
        self._addresses.update(url.lower() for url in addresses(self._config, kind, locale, slug))
        return slug


def addresses(config: Config, kind: str, locale: str, slug: str) -> list[str]:
    """Where a text with this slug may stand: in the edition of its language, else in any."""
    editions = [locale] if locale in config.editions else list(config.editions)
    return [work_url(config, edition, kind, slug) for edition in editions]


def called(entry: Entry) -> str:
    """What an entry is called in addresses."""
    own = unquote(entry.slug)
    return own if is_slug(own) else slug(own) or slug(one_line(entry.title)) or f"{entry.kind}-{entry.id}"


# --------------------------------------------------------------------------------------
# Days and times
# --------------------------------------------------------------------------------------


def moment(local: str, gmt: str, config: Config) -> str:
    """A time as front matter says it: by the clocks of the site where those agree, else with its distance from UTC.

    Without a time in UTC, the local one is believed to be by the site's clocks.
    """
    if not local:
        return f"{gmt.replace(' ', 'T')}Z" if gmt else ""
    try:
        here = datetime.fromisoformat(local)
        there = datetime.fromisoformat(gmt) if gmt else None
    except ValueError:
        return ""
    written = local.replace(" ", "T").removesuffix(":00")
    if there is None:
        return written if _is_shown(here, config) else f"{written}Z"
    distance = here - there
    by_site = here.replace(tzinfo=config.zone, fold=0).utcoffset()
    if by_site == distance and _is_shown(here, config):
        return written
    if abs(distance.total_seconds()) >= 86_400 or distance.total_seconds() % 60:
        return f"{gmt.replace(' ', 'T')}Z"
    return written + _offset(distance.total_seconds())


def _is_shown(here: datetime, config: Config) -> bool:
    """Whether the site's clocks ever show this."""
    moment = here.replace(tzinfo=config.zone, fold=0)
    return moment.astimezone(UTC).astimezone(config.zone).replace(tzinfo=None) == here


def _offset(seconds: float) -> str:
    minutes = int(abs(seconds)) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


# --------------------------------------------------------------------------------------
# Addresses of the old site
# --------------------------------------------------------------------------------------


class OldSite(Struct, frozen=True):
    """Where the old site stood."""

    hosts: frozenset[str]
    base: str
    """The path that it lay under; begins and ends with a slash."""
    origin: str = ""
    """Scheme and host."""

    def path(self, address: str) -> str | None:
        """The path of an address of the old site, from its own root, decoded; None for one elsewhere."""
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return None
        if (host and host not in self.hosts) or parts.scheme not in ("", "http", "https"):
            return None
        path = unquote(parts.path)
        if not path.startswith("/") and host:
            path = f"/{path}"
        if not path.startswith(self.base):
            return "/" if f"{path}/" == self.base else None if host else path
        return path[len(self.base) - 1 :]


def old_site(index: Index) -> OldSite:
    hosts: set[str] = set()
    base, origin = "/", ""
    for address in index.channel.addresses:
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.hostname:
            hosts.add(parts.hostname.removeprefix("www."))
            origin = origin or f"{parts.scheme or 'https'}://{parts.netloc}"
            base = base if base != "/" else f"/{parts.path.strip('/')}/".replace("//", "/")
    return OldSite(frozenset(hosts), base, origin)


def old_paths(entry: Entry, old: OldSite) -> list[str]:
    """The paths at which an entry has stood, by what the export says; addresses such as `/?p=12` are no paths."""
    path = old.path(entry.link)
    if not path or path == "/" or "?" in entry.link:
        return []
    paths = [path, re.sub(r"^/index\.php(?=/)", "", path)]
    for former in (value for key, value in entry.meta if key == "_wp_old_slug"):
        own = unquote(entry.slug)
        if own and own != unquote(former):
            paths.append(re.sub(rf"(?<=/){re.escape(own)}(?=/?$)", unquote(former), paths[1]))
    for day in (value for key, value in entry.meta if key == "_wp_old_date"):
        if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", day):
            paths.append(_on_day(paths[1], found, entry))
    return list(dict.fromkeys(path for path in paths if path))


def _on_day(path: str, day: re.Match[str], entry: Entry) -> str:
    """The path with another day in it, where it has that of the entry."""
    year, month, _ = entry.date[:10].split("-") if entry.date else ("", "", "")
    now = f"/{year}/{month}/"
    return path.replace(now, f"/{day[1]}/{day[2]}/", 1) if now in path else ""
