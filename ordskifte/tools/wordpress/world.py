"""Where the links of a text lead on the new site, and which pictures it has: what `blocks` asks."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from ordskifte.tools.wordpress.elements import anchor
from ordskifte.tools.wordpress.index import Inside
from ordskifte.tools.wordpress.media import PICTURES, Media
from ordskifte.tools.wordpress.people import Person
from ordskifte.tools.wordpress.plain import one_line
from ordskifte.tools.wordpress.terms import Topics
from ordskifte.tools.wordpress.values import Place
from ordskifte.tools.wordpress.walk import Linked, Pictured
from ordskifte.tools.wordpress.works import OldSite, Version, old_paths

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = ("http", "https", "mailto", "tel")
_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[/?#].*)?")
_ENDS = re.compile(r"/(?:page/\d+|feed|amp|comment-page-\d+|trackback|embed)/?$")
_NUMBER = re.compile(r"[0-9]{1,18}")


class Towards(Struct, frozen=True):
    """What an address of the old site leads to."""

    reference: str
    versions: tuple[Version, ...] = ()


class Map:
    """The addresses of the old site, and what stands behind each of them now."""

    def __init__(
        self,
        old: OldSite,
        versions: Mapping[Place, Version],
        insides: Mapping[Place, Inside],
        topics: Topics,
        people: Mapping[str, Person],
        media: Media,
    ) -> None:
        self.old = old
        self.media = media
        self._insides = insides
        self._works: dict[tuple[str, str], list[Version]] = {}
        self._ids: dict[int, Version] = {}
        self._paths: dict[str, Version] = {}
        for version in versions.values():
            self._works.setdefault((version.kind, version.key), []).append(version)
            self._ids.setdefault(version.entry.id, version)
            for path in old_paths(version.entry, old):
                self._paths.setdefault(_folded(path), version)
        self._files: dict[str, str] = {}
        for attachment in media.attachments.values():
            for path in old_paths(attachment, old):
                self._files.setdefault(_folded(path), attachment.url)
        self._sections = {slug: topic.id for (_, slug), topic in topics.sections.items()}
        self._tags = {slug: topic.id for (_, slug), topic in topics.tags.items()}
        self._people = {login: person.key for login, person in people.items()}

    def towards(self, address: str) -> Towards | None:
        """What an address leads to; None where it is none of the old site's, or leads to what did not come along."""
        path = self.old.path(address)
        if path is None:
            return None
        query = parse_qs(urlsplit(address).query)
        for name in ("p", "page_id"):
            id = query.get(name, [""])[0]
            if _NUMBER.fullmatch(id) and int(id) in self._ids:
                return self._at(self._ids[int(id)])
        if query and set(query) - {"lang", "replytocom", "amp", "share", "print"} and path == "/":
            return None
        folded = _folded(_ENDS.sub("/", path))
        if folded in self._paths:
            return self._at(self._paths[folded])
        return self._listed(folded)

    def file(self, address: str) -> str:
        """The address of the file that a page of the old site showed; empty for other pages."""
        path = self.old.path(address)
        if path is None:
            return ""
        id = parse_qs(urlsplit(address).query).get("attachment_id", [""])[0]
        if _NUMBER.fullmatch(id) and int(id) in self.media.attachments:
            return self.media.attachments[int(id)].url
        return self._files.get(_folded(path), "")

    def _at(self, version: Version) -> Towards:
        return Towards(f"{version.kind}:{version.key}", tuple(self._works[version.kind, version.key]))

    def _listed(self, path: str) -> Towards | None:
        """A section, a tag or an author; behind the folder of a language, too."""
        parts = [part for part in path.split("/") if part]
        if not parts:
            return Towards("/")
        if len(parts) == 1 and re.fullmatch(r"[a-z]{2}", parts[0]):
            return None
        kind, slug = next(((kind, parts[-1]) for kind in ("category", "tag", "author") if kind in parts[:2]), ("", ""))
        if kind == "author" and slug in self._people:
            return Towards(f"author:{self._people[slug]}")
        if kind == "category" and slug in self._sections:
            return Towards(f"section:{self._sections[slug]}")
        if kind in ("category", "tag") and slug in self._tags:
            return Towards(f"tag:{self._tags[slug]}")
        return None

    def wanted(self) -> dict[Place, frozenset[str]]:
        """The ids in each text that links of any text end in."""
        found: dict[Place, set[str]] = {}
        for version in self._ids.values():
            inside = self._insides[version.entry.place]
            for address in inside.fragments:
                before, _, id = address.partition("#")
                targets = [version] if not before else self._versions(before)
                for target in targets:
                    if id in self._insides[target.entry.place].ids:
                        found.setdefault(target.entry.place, set()).add(id)
        return {place: frozenset(ids) for place, ids in found.items()}

    def _versions(self, address: str) -> Sequence[Version]:
        try:
            towards = self.towards(address)
        except ValueError:
            return ()
        return towards.versions if towards else ()

    def has_id(self, versions: Sequence[Version], id: str) -> bool:
        return any(id in self._insides[version.entry.place].ids for version in versions)


def _folded(path: str) -> str:
    return re.sub(r"^/index\.php(?=/)", "", path).rstrip("/").lower() or "/"


class Surroundings:
    """The world of one text."""

    def __init__(self, map: Map, version: Version) -> None:
        self._map = map
        self._version = version

    def link(self, address: str) -> Linked:
        try:
            return self._link(address)
        except ValueError:
            return Linked("", "link-wrong")

    def _link(self, address: str) -> Linked:
        # Browsers pass over white space in a scheme, and those who want to hide one know it.
        bare = re.sub(r"[\x00-\x20]+", "", address)
        scheme = _SCHEME.match(bare)
        if bare.startswith("#"):
            return self._fragment(bare[1:], (self._version,), "")
        if scheme and scheme[1].lower() not in _WEB:
            is_port = _HOST.fullmatch(scheme[1]) is not None
            return Linked(f"https://{bare}", "link-wrong") if is_port else Linked("", "link-unsafe")
        if scheme and scheme[1].lower() in ("mailto", "tel"):
            return Linked(bare)
        if scheme and not urlsplit(bare).hostname:
            return Linked("", "link-wrong")
        if bare.startswith("//"):
            bare = f"https:{bare}"
        return self._web(bare)

    def _web(self, address: str) -> Linked:
        map, (before, _, id) = self._map, address.partition("#")
        upload = map.media.upload(before)
        if upload:
            return self._file(before, upload)
        if shown := map.file(before):
            return self._file(shown, map.media.upload(shown))
        towards = map.towards(before)
        if towards and towards.versions:
            return self._fragment(id, towards.versions, towards.reference)
        if towards:
            return Linked(towards.reference)
        if map.old.path(before) is not None:
            return self._astray(address)
        return Linked(address)

    def _astray(self, address: str) -> Linked:
        """An address of the old site at which nothing stands any more, or none at all."""
        if _SCHEME.match(address):
            return Linked(address, "link-old")
        if _HOST.fullmatch(address) and not address.lower().endswith((".html", ".htm", ".php", *PICTURES)):
            return Linked(f"https://{address}", "link-wrong")
        host = min(self._map.old.hosts, default="")
        if address.startswith("/") and host:
            return Linked(f"https://{host}{address}", "link-old")
        return Linked("", "link-wrong")

    def _fragment(self, id: str, versions: tuple[Version, ...], reference: str) -> Linked:
        if not id:
            return Linked(reference, "" if reference else "link-fragment")
        if not self._map.has_id(versions, id) or not anchor(id):
            return Linked(reference, "" if id.startswith(("more-", "comment", "respond")) else "link-fragment")
        return Linked(f"{reference}#{anchor(id)}")

    def _file(self, address: str, upload: str) -> Linked:
        if upload.rpartition(".")[2].lower() in PICTURES:
            # WordPress links a picture to itself in full size; it stands there already.
            return Linked("")
        published = self._map.media.document(address)
        return Linked(published) if published else Linked(self._map.media.whole(address), "file")

    # ---- pictures ---------------------------------------------------------------------

    def picture(self, source: str, id: int) -> Pictured:
        try:
            return self._picture(source, id)
        except ValueError:
            return Pictured("", kind="picture-wrong")

    def _picture(self, source: str, id: int) -> Pictured:
        media = self._map.media
        attachment = media.attachment(source, id)
        address = (attachment.url if attachment else "") or source
        if not address:
            return Pictured("", kind="picture-wrong")
        if not media.upload(address):
            return Pictured("", kind="picture-remote")
        name = media.picture(self._version.folder, address)
        if not name:
            return Pictured("", kind="picture-wrong")
        if attachment is None:
            return Pictured(name)
        return Pictured(
            name,
            one_line(attachment.said("_wp_attachment_image_alt")),
            attachment.excerpt,
            one_line(attachment.said("_media_credit")),
        )

    def gallery(self, said: Mapping[str, str]) -> Sequence[int]:
        """The attachments of a gallery: those it names, else all of the entry's own."""
        named = said.get("ids") or said.get("include") or ""
        numbers = [int(number) for number in _NUMBER.findall(named)]
        if numbers:
            return [number for number in numbers if number in self._map.media.attachments]
        without = set(map(int, _NUMBER.findall(said.get("exclude", ""))))
        own = [
            entry
            for entry in self._map.media.attachments.values()
            if entry.parent == self._version.entry.id and entry.id not in without
        ]
        return [entry.id for entry in sorted(own, key=lambda entry: (entry.order, entry.id)) if _is_picture(entry.url)]

    def media(self, source: str, id: int) -> Linked:
        attachment = self._map.media.attachment(source, id)
        address = source or (attachment.url if attachment else "")
        return self.link(address) if address else Linked("")


def _is_picture(url: str) -> bool:
    return url.rpartition(".")[2].lower() in PICTURES
