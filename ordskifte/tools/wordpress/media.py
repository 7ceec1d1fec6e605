"""Files of the old site: which of them a text needs, what each is called here, and where it lies in a copy of them.

All names are from many hands: no path leads out of the folder that it is meant for, and only files that do nothing by
themselves are published.
"""

import re
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from ordskifte.model.slugs import slug
from ordskifte.tools.wordpress.index import Index
from ordskifte.tools.wordpress.terms import free
from ordskifte.tools.wordpress.values import Entry
from ordskifte.tools.wordpress.works import OldSite

PICTURES = ("jpg", "jpeg", "png", "webp", "avif", "gif", "svg")
DOCUMENTS = (
    *("pdf", "epub", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "zip"),
    *("mp3", "m4a", "ogg", "oga", "wav", "flac", "mp4", "m4v", "webm", "ogv", "mov", "srt", "vtt"),
)
"""What may be published as it is; a page or a script of someone else's would speak for the site."""

_UPLOADS = re.compile(r"(?:^|/)wp-content/uploads/(.+)$")
_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[A-Za-z0-9]+$)")
_SCALED = re.compile(r"-(?:scaled|rotated|e\d{10,})(?=\.[A-Za-z0-9]+$)")
_UNFIT = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')


class Asset(Struct, frozen=True, order=True):
    """A file that a text needs."""

    path: str
    """Where it is to lie, from the root of the site."""
    source: str
    """Its address on the old site."""
    found: str = ""
    """Where it lies in the copy of the old site's files; empty where it does not."""


class Media:
    """The files of the old site, by their addresses and by their numbers."""

    def __init__(self, index: Index, old: OldSite, uploads: Collection[str] | None) -> None:
        self.assets: dict[str, Asset] = {}
        """By where they are to lie."""
        self.attachments = {entry.id: entry for entry in index.entries if entry.kind == "attachment"}
        self._old = old
        self._uploads = uploads
        self._by_upload: dict[str, Entry] = {}
        for entry in self.attachments.values():
            upload = self.upload(entry.url) or entry.said("_wp_attached_file")
            if upload:
                self._by_upload.setdefault(_bare(upload), entry)
        self._names: dict[tuple[str, str], str] = {}
        self._taken: dict[str, set[str]] = {}

    def upload(self, address: str) -> str:
        """The path of an address from the folder of uploads; empty where it is not in there."""
        try:
            parts = urlsplit(address.strip())
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return ""
        path = unquote(parts.path)
        if re.fullmatch(r"i\d\.wp\.com", host):
            host, _, path = path.lstrip("/").partition("/")
            host, path = host.removeprefix("www."), f"/{path}"
        if re.fullmatch(r"[\w-]+\.files\.wordpress\.com", host) and f"{host.partition('.')[0]}.wordpress.com" in (
            self._old.hosts
        ):
            return path.lstrip("/")
        found = _UPLOADS.search(path)
        return found[1] if found and (not host or host in self._old.hosts) else ""

    def attachment(self, address: str, id: int = 0) -> Entry | None:
        """What the export says of a file, whatever the size that it is asked for in."""
        upload = self.upload(address)
        named = self._by_upload.get(_bare(upload)) if upload else None
        return named or self.attachments.get(id)

    def picture(self, folder: str, address: str) -> str:
        """The name of a picture beside the texts of a folder; empty where it is none that can be shown."""
        upload = self.upload(address) or urlsplit(address).path.rpartition("/")[2]
        stem, _, suffix = upload.rpartition("/")[2].rpartition(".")
        if suffix.lower() not in PICTURES:
            return ""
        bare = _bare(upload)
        if (folder, bare) not in self._names:
            taken = self._taken.setdefault(folder, set())
            wanted = slug(_bare(f"{stem}.{suffix}").rpartition(".")[0]) or "picture"
            name = f"{free(wanted, taken)}.{suffix.lower()}"
            self._names[folder, bare] = name
            path = f"{folder}/{name}"
            self.assets[path] = Asset(path, self.whole(address), self._found(upload))
        return self._names[folder, bare]

    def document(self, address: str) -> str:
        """The address of a file that is published as it is, from the root of the site, as it was; empty for others."""
        upload = self.upload(address)
        if not is_safe(upload) or upload.rpartition(".")[2].lower() not in (*DOCUMENTS, *PICTURES):
            return ""
        path = f"static/wp-content/uploads/{upload}"
        self.assets.setdefault(path, Asset(path, self.whole(address), self._found(upload)))
        return f"/wp-content/uploads/{upload}"

    def whole(self, address: str) -> str:
        """The address of a file in its first size."""
        bare, mark, query = address.partition("?")
        bare = _SIZE.sub("", bare)
        if bare.startswith("//"):
            bare = f"https:{bare}"
        elif not re.match(r"https?://", bare):
            bare = f"{self._old.origin}/{bare.lstrip('/')}"
        return bare if _UPLOADS.search(bare) else f"{bare}{mark}{query}"

    def _found(self, upload: str) -> str:
        """The best copy that there is: the file itself, else as WordPress made it smaller."""
        if self._uploads is None or not is_safe(upload):
            return ""
        stem, dot, suffix = _SIZE.sub("", upload).rpartition(".")
        whole = _SCALED.sub("", f"{stem}{dot}{suffix}")
        tries = (whole, f"{stem}{dot}{suffix}", f"{stem}-scaled{dot}{suffix}", upload)
        return next((path for path in tries if path in self._uploads), "")


def _bare(upload: str) -> str:
    """A file's path without what WordPress writes behind it for its sizes."""
    return _SCALED.sub("", _SIZE.sub("", upload))


def is_safe(path: str) -> bool:
    """Whether a path stays below the folder it is put in, with names that any disk takes."""
    parts = path.split("/")
    return (
        bool(path)
        and len(path) < 400
        and all(
            part and not part.startswith(".") and part[-1] not in ". " and len(part.encode()) < 200 for part in parts
        )
        and not _UNFIT.search(path)
    )
