"""What a worker makes of files: of each a head, and later a document, encoded as they will be kept.

In two rounds, because what may be sealed in one article depends on the front matter of others. A file is read once in
each round, and whoever sent the job is told what bytes that were.
"""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import Files
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places
from ordskifte.model.document import Body, Document, Face, Sealed, Source
from ordskifte.model.fingerprints import digest
from ordskifte.parse.document import parse_document, parse_source
from ordskifte.parse.front_matter import split
from ordskifte.parse.names import named
from ordskifte.parse.tables import Malformed
from ordskifte.parse.text import decoded
from ordskifte.pipeline.memo import Made, made
from ordskifte.pipeline.workers import at


class Reading(Struct, frozen=True, array_like=True):
    """Some files, and what they were when the store last saw them."""

    files: Files
    former: tuple[bytes, ...]
    locales: tuple[str, ...]
    zone: str


class Head(Struct, frozen=True, array_like=True):
    """What is known of a file before its body is read: `content` is the digest of its bytes."""

    path: str
    content: bytes = b""
    is_former: bool = False
    """Whether it has the bytes that it had; nothing has been made of it then."""
    source: Made | None = None
    """The Source without its body, if the file has a usable name."""
    told: Made | None = None
    """The Diagnostics, if there are any."""
    unreadable: Diagnostic | None = None


class Sealable(Struct, frozen=True, array_like=True):
    """How much of a text may be shown, if not all of it."""

    may_seal: bool = False
    preview: int | None = None
    """Paragraphs."""


class Task(Struct, frozen=True, array_like=True):
    """Some files whose bodies are to be read, with their encoded sources."""

    files: Files
    sources: tuple[bytes, ...]
    sealable: tuple[Sealable, ...]


class Marks(Struct, frozen=True, array_like=True):
    """Where the parts of a document stand in its file, and that some of it is sealed."""

    places: Places
    sealed: Sealed | None


class Parts(Struct, frozen=True, array_like=True):
    """The parts of a document: `content` is the digest of the bytes that it was made from."""

    path: str
    content: bytes = b""
    face: Made | None = None
    marks: Made | None = None
    body: Made | None = None
    told: Made | None = None
    unreadable: Diagnostic | None = None


def heads(job: Reading) -> tuple[Head, ...]:
    """The head of each file of a job."""
    return tuple(_head(job, path, former) for path, former in zip(job.files.stamps, job.former, strict=True))


def _head(job: Reading, path: str, former: bytes) -> Head:
    at(path)
    content = job.files.read(path)
    if isinstance(content, Diagnostic):
        return Head(path, unreadable=content)
    found = digest(content)
    if found == former:
        return Head(path, found, is_former=True)
    name, told = named(path, job.locales)
    if name is None:
        return Head(path, found, told=_some(told))
    text, problems = decoded(path, content)
    source = replace(parse_source(path, name, text, job.zone), body="")
    return Head(path, found, source=made(source), told=_some((*told, *problems)))


def documents(job: Task) -> tuple[Parts, ...]:
    """The parts of each document of a job."""
    decoder = msgspec.msgpack.Decoder(Source)
    jobs = zip(job.files.stamps, job.sources, job.sealable, strict=True)
    return tuple(_parts(job.files, path, decoder.decode(source), sealable) for path, source, sealable in jobs)


def _parts(files: Files, path: str, source: Source, sealable: Sealable) -> Parts:
    at(path)
    content = files.read(path)
    if isinstance(content, Diagnostic):
        return Parts(path, unreadable=content)
    document = document_of(source, content, sealable)
    marks = Marks(document.places, document.sealed)
    return Parts(
        path,
        digest(content),
        made(document.face),
        made(marks),
        made(document.body),
        _some(document.diagnostics),
    )


def document_of(source: Source, content: bytes, sealable: Sealable) -> Document:
    """The document that a source makes with the body that its file has."""
    return parse_document(with_body(source, content), may_seal=sealable.may_seal, preview=sealable.preview)


def with_body(source: Source, content: bytes) -> Source:
    """The source with the body that its file has; without one where the file has no head."""
    text, _ = decoded(source.path, content)
    try:
        _, body, line = split(source.path, text)
    except Malformed:
        body, line = "", source.body_line
    return replace(source, body=body, body_line=line)


def _some(diagnostics: Diagnostics) -> Made | None:
    return made(diagnostics) if diagnostics else None


KINDS = {"source": Source, "told": Diagnostics, "face": Face, "marks": Marks, "body": Body, "said": Diagnostics}
"""The values that are kept of each file, by the names that they have in the store."""
