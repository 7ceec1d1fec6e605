"""The ground that rendering stands on: a site with its bodies and words, and where each of its files is published."""

from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath

from msgspec import Struct

from ordskifte.load import Files
from ordskifte.model.answers import PublishedPicture
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, error
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.site import Site
from ordskifte.parse.document import parse_document
from ordskifte.parse.pictures import picture_size
from ordskifte.pipeline.memo import Bodies, Memo
from ordskifte.pipeline.sources import Parsed, with_body
from ordskifte.render.assets import ASSETS, ICONS, STATIC, hashed
from ordskifte.render.queries import Ground
from ordskifte.render.view import Digests
from ordskifte.resolve.access import FREE


class _Size(Struct, frozen=True):
    """Of a picture in CSS pixels; nothing, of what is no picture."""

    width: int = 0
    height: int = 0


def ground(
    files: Files, parsed: Parsed, memo: Memo, site: Site, templates: Mapping[str, bytes]
) -> tuple[Ground, Digests, Diagnostics]:
    """What rendering stands on, digests of its large answers, and what of it cannot be published.

    `templates` are the digests of the templates.
    """
    problems: list[Diagnostic] = []
    copies: dict[str, str] = {}

    def published(folder: str, file: str) -> str:
        """The address that a file gets by its content."""
        digest = memo.digest(file)
        if isinstance(digest, Diagnostic):
            problems.append(digest)
            return ""
        path = hashed(folder, file, digest)
        copies[path] = file
        return site.config.base_path + path

    shown = _shown(parsed, memo, site)
    pictures: dict[str, PublishedPicture] = {}
    for file in sorted({*site.pictures, *shown.pictures} & files.stamps.keys()):
        size = memo.result("picture", file, None, _Size, partial(_size, memo, file))
        if size.width:
            pictures[file] = PublishedPicture(published("media", file), size.width, size.height)
        else:
            hint = "Use JPEG, PNG, WebP, AVIF, GIF or SVG; an SVG needs a width and height or a viewBox."
            problems.append(error("image-unreadable", "This is no picture that a browser shows.", Span(file), hint))
    assets = {
        file.removeprefix(ASSETS): published("assets", file)
        for file in files.under(ASSETS)
        if not file.startswith(ICONS)
    }
    icons = {
        PurePosixPath(file).stem: content.decode(errors="replace").strip()
        for file in files.under(ICONS)
        if file.endswith(".svg") and isinstance(content := memo.read(file), bytes)
    }
    copies |= {file.removeprefix(STATIC): file for file in files.under(STATIC)}
    made = Ground(
        site=site,
        catalogs=parsed.catalogs,
        bodies=shown.bodies,
        anchors=shown.anchors,
        pictures=pictures,
        assets=assets,
        icons=icons,
        copies=copies,
        content=memo.read,
        templates=templates,
    )
    return made, {"body": shown.bodies.digest, "content": partial(_digest, memo, copies)}, tuple(problems)


def _digest(memo: Memo, copies: Mapping[str, str], path: str) -> bytes:
    """The digest of what is published at a path, or of why that cannot be read."""
    digest = memo.digest(copies[path])
    return digest if isinstance(digest, bytes) else fingerprint(digest)


def _size(memo: Memo, file: str) -> _Size:
    content = memo.read(file)
    return _Size(*(picture_size(file, content) or ())) if isinstance(content, bytes) else _Size()


class _Shown(Struct, frozen=True):
    """What each source that is on a page says, as far as it may be read now."""

    bodies: Bodies
    anchors: dict[str, tuple[str, ...]]
    pictures: set[str]


def _shown(parsed: Parsed, memo: Memo, site: Site) -> _Shown:
    """What is sealed and free now is read from its file again; it is not kept."""
    levels = {profile.source: FREE for profile in site.profiles.values()}
    levels |= {page.source: page.entry.access for page in site.pages.values()}
    shown = _Shown(parsed.bodies.among(levels), {}, set())
    for path, level in levels.items():
        document = parsed.documents[path]
        if document.sealed and level == FREE:
            document = parse_document(with_body(parsed.sources[path], memo), may_seal=False, preview=None)
            shown.bodies.add(path, fingerprint(document.body), document.body)
        shown.anchors[path] = document.face.anchors
        shown.pictures.update(document.face.images)
    return shown
