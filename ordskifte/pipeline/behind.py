"""The parts of texts that are for members: read from their files when they are asked for, and written down nowhere.

What is wrong with them is told in sentences that have no word of them. Of a part with which nothing is wrong the digest
of its file is kept, so that it need not be read again; another is read in each build.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NoReturn

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import Files
from ordskifte.model.diagnostics import At, Diagnostic, placed
from ordskifte.model.document import Face
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.site import Doubt
from ordskifte.parse.body import ParsedBody, parse_sealed
from ordskifte.parse.pictures import seen
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.parsing import with_body
from ordskifte.pipeline.pictures import flaws
from ordskifte.pipeline.resolved import Resolved
from ordskifte.pipeline.sources import Parsed
from ordskifte.resolve.references import Known, check_shown, check_text
from ordskifte.resolve.site import published_names
from ordskifte.resolve.translations import WorkId

_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


class _Sound(Struct, frozen=True):
    """The sources whose parts for members nothing was wrong with."""

    about: bytes = b""
    """Of all else that was judged by."""
    contents: dict[str, bytes] = {}
    """The digests of their files."""


class Behind:
    """The parts for members of one tree's texts."""

    def __init__(self, files: Files, memo: Memo, texts: Parsed, found: Resolved) -> None:
        self._files = files
        self._memo = memo
        self._texts = texts
        self._found = found
        self._read: dict[str, ParsedBody] = {}

    def __reduce__(self) -> NoReturn:
        raise TypeError("text for members is not written down")

    def part(self, source: str) -> ParsedBody:
        """That of a source; an empty one where its file is gone, so that the build is of no one tree."""
        if source not in self._read:
            content = self._memo.read(source)
            written = with_body(self._texts.sources[source], content if isinstance(content, bytes) else b"")
            self._read[source] = parse_sealed(written, preview_paragraphs=self._texts.sealable[source].preview)
        return self._read[source]

    def problems(self) -> Iterator[Diagnostic]:
        """What is wrong with all parts that may be sealed at some moment, and with links that may lead into them."""
        yield from self._judged(self._found.site.doubts)
        if not self._texts.sealable:
            return
        about = fingerprint((self._found.shown.named, self.pictures, self._texts.sealable))
        said = self._memo.store.note("sound")
        before = msgspec.msgpack.decode(said, type=_Sound) if said else _Sound()
        known = before.contents if before.about == about else {}
        sound = dict[str, bytes]()
        for source in self._texts.sealable:
            content = self._content(source)
            if content and known.get(source) != content:
                wrong = tuple(self._wrong(source))
                yield from self._judged(wrong)
                content = b"" if wrong else self._content(source)  # That which was read.
            if content:
                sound[source] = content
        if _Sound(about, sound) != before:
            self._memo.store.put_note("sound", msgspec.msgpack.encode(_Sound(about, sound)))

    @cached_property
    def pictures(self) -> bytes:
        """The digest of all pictures there are: which of them a sealed text shows, nobody may know."""
        found = {path: self._memo.digest(path) for path in self._files.stamps if path.lower().endswith(_PICTURES)}
        return fingerprint({path: digest for path, digest in found.items() if isinstance(digest, bytes)})

    def _content(self, source: str) -> bytes:
        """The digest of a text's file; nothing where that cannot be read."""
        found = self._memo.digest(source) if source in self._texts.faces.digests else b""
        return found if isinstance(found, bytes) else b""

    def _wrong(self, source: str) -> Iterator[Diagnostic | Doubt]:
        part, written = self.part(source), self._texts.sources[source]
        face = Face(
            source=source,
            kind=written.kind,
            key=written.key,
            locale=written.locale,
            front=written.front,
            links=part.links,
            images=part.images,
            payments=part.payments,
            embeds=part.embeds,
        )
        yield from part.diagnostics
        named = (*check_text(face, self._known, _untold), *check_shown(face, self._files.stamps, _untold))
        for problem in (*named, *self._unreadable(face)):
            yield _placed(problem, part)

    def _unreadable(self, face: Face) -> Iterator[Diagnostic]:
        """At the text, since a picture that only members see is not told of."""
        for number, file in enumerate(face.images):
            content = self._memo.read(file) if file in self._files.stamps else None
            if isinstance(content, bytes):
                picture = seen(file, content)
                named = tuple(dict.fromkeys(map(_untold, picture.removed)))
                yield from flaws(replace(picture, removed=named), At(face.source, f"image.{number}"))

    def _judged(self, found: tuple[Diagnostic | Doubt, ...]) -> Iterator[Diagnostic]:
        """The problems, and of the doubts what is true: a heading is there for all, for members, or not at all."""
        for problem in found:
            if isinstance(problem, Diagnostic):
                yield problem
                continue
            having = {source for source in problem.sources if problem.anchor in self.part(source).anchors}
            if not having:
                yield problem.missing
            elif having.isdisjoint(self._found.site.opened):
                yield problem.sealed

    @cached_property
    def _known(self) -> Known:
        """All that there is to point at, for those who look at few texts."""
        site = self._found.site
        works: dict[WorkId, list[Face]] = {}
        for source, id in site.files.items():
            works.setdefault(id, []).append(self._texts.faces[source])
        return Known(site.config, works, site.files, set(published_names(site)))


def _untold(_: str) -> str:
    """In the place of a word of a part for members."""
    return "…"


def _placed(problem: Diagnostic | Doubt, part: ParsedBody) -> Diagnostic | Doubt:
    if isinstance(problem, Diagnostic):
        return placed(problem, {problem.span.source: part.places})
    places = {problem.missing.span.source: part.places}
    return replace(problem, missing=placed(problem.missing, places), sealed=placed(problem.sealed, places))
