"""The pictures of a site: looked at once, and made in their forms where those are rendered."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct
from PIL import features
from PIL.Image import Image

from ordskifte.load import Files
from ordskifte.model.answers import PublishedPicture
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import At, Diagnostic, Span, error, warning
from ordskifte.model.fingerprints import digest, fingerprint
from ordskifte.model.pictures import SVG, Variant
from ordskifte.parse import pictures as parse_pictures
from ordskifte.parse.pictures import Flaw, Seen, opened, seen
from ordskifte.parse.svg import cleaned
from ordskifte.pipeline.blobs import Blobs
from ordskifte.pipeline.memo import Made, Memo, made
from ordskifte.pipeline.workers import Workers, at
from ordskifte.render import images
from ordskifte.render.assets import hashed
from ordskifte.render.images import encoded, is_remade, published_at, resized, sources, variants, within

PAGES = 20
"""To look at a picture, or to make one form of it, takes at least as long as so many pages."""
SHARE = 10
"""Pictures that a worker looks at at a time."""

# --------------------------------------------------------------------------------------
# What they are
# --------------------------------------------------------------------------------------


class Looked(Struct, frozen=True):
    path: str
    content: bytes
    """The digest of its bytes."""
    seen: Made


def look(files: Files) -> tuple[Looked, ...]:
    """What a worker sees of some pictures; nothing of those that cannot be read."""
    return tuple(_looks(files))


def _looks(files: Files) -> Iterator[Looked]:
    for path in files.stamps:
        at(path)
        content = files.read(path)
        if isinstance(content, bytes):
            yield Looked(path, digest(content), made(seen(path, content)))


def all_seen(paths: Sequence[str], files: Files, memo: Memo, workers: Workers) -> dict[str, Seen]:
    """What each picture is; those that are new are looked at by the workers."""
    known = {path: memo.digest(path) for path in paths}
    new = [path for path, found in known.items() if isinstance(found, bytes) and not memo.has("picture", path, found)]
    jobs = [files.among(share) for share in workers.shares(new, SHARE)]
    for done in workers.map(look, jobs, len(new) * PAGES):
        for looked in done:
            memo.tell(looked.path, looked.content)
            memo.keep("picture", looked.path, looked.content, looked.seen)
        memo.flush()
    return {path: memo.result("picture", path, Seen, partial(_seen, memo, path)) for path in paths}


def _seen(memo: Memo, path: str) -> Seen:
    content = memo.read(path)
    return seen(path, content) if isinstance(content, bytes) else Seen(Flaw.UNREADABLE)


def flaws(picture: Seen, where: Span | At) -> Iterator[Diagnostic]:
    """What there is to say of a picture to its author."""
    match picture.flaw:
        case Flaw.UNREADABLE:
            hint = "Use JPEG, PNG, WebP, AVIF, GIF or SVG; an SVG needs a width and height or a viewBox."
            yield error("image-unreadable", "This is no picture that a browser shows.", where, hint)
        case Flaw.DAMAGED:
            hint = "Get it once more from where it came from; perhaps only a part of it was copied."
            yield error("image-damaged", "The picture cannot be read to its end.", where, hint)
        case Flaw.LARGE:
            hint = "Save it smaller: 3000 pixels in width are enough for every screen."
            yield error("image-too-large", "The picture says that it has more than 100 million pixels.", where, hint)
        case Flaw.NONE:
            if picture.is_misnamed:
                kind = picture.type.removeprefix("image/").removesuffix("+xml").upper()
                hint = f"Call it .{'jpg' if kind == 'JPEG' else kind.lower()}."
                yield warning("image-suffix", f"The name says otherwise, but this is a {kind} picture.", where, hint)
            if picture.removed:
                names = ", ".join(f"`{name}`" for name in picture.removed)
                hint = "Save it without scripts, and with what it shows in it, to publish it as it is."
                yield warning("image-cleaned", f"The drawing is published without {names}.", where, hint)


# --------------------------------------------------------------------------------------
# How they are published
# --------------------------------------------------------------------------------------


class Published(Struct):
    """The pictures of a site by their files, and what is to be made of them."""

    pictures: dict[str, PublishedPicture]
    copies: dict[str, str]
    """The source of each that is published as it is."""
    images: dict[str, Variant]
    """By their paths."""
    problems: list[Diagnostic]


def published(paths: Iterable[str], files: Files, memo: Memo, workers: Workers, config: Config) -> Published:
    """Where each picture of the site is published, and in which forms."""
    found = Published({}, {}, {}, [])
    looked = all_seen(sorted(paths), files, memo, workers)
    stems: dict[bytes, str] = {}
    for path, picture in looked.items():
        content = memo.digest(path)
        if isinstance(content, Diagnostic):
            found.problems.append(content)
            continue
        found.problems += flaws(picture, Span(path))
        if picture.flaw:
            continue
        if picture.cleaned:
            forms: tuple[Variant, ...] = (Variant(path, content, picture.cleaned, SVG),)
        elif is_remade(picture, config.images):
            mark = fingerprint((content, config.images.quality, _recipe()))
            forms = variants(path, content, mark, picture, config.images)
        else:
            address = hashed("media", path, content)
            found.copies[address] = path
            found.pictures[path] = PublishedPicture(
                config.base_path + address, picture.width, picture.height, picture.type, colour=picture.colour
            )
            continue
        # The same picture under another name, or in another folder, is the same output.
        name = stems.setdefault(content, PurePosixPath(path).stem)
        at_paths = {published_at(name, form): form for form in forms}
        for address, form in at_paths.items():
            found.images.setdefault(address, form)
        addresses = [(form, config.base_path + address) for address, form in at_paths.items()]
        found.pictures[path] = _picture(picture, addresses, config)
    return found


@cache
def _recipe() -> bytes:
    """The digest of what decides how pictures are made: this program's source, and the encoders."""
    made = blake2b(digest_size=16)
    for module in (parse_pictures, images):
        made.update(Path(str(module.__file__)).read_bytes() + b"\0")
    for library in ("pil", "avif", "webp", "jpg", "libjpeg_turbo", "zlib", "littlecms2"):
        made.update(f"{library} {features.version(library)}\0".encode())
    return made.digest()


def _picture(picture: Seen, forms: Sequence[tuple[Variant, str]], config: Config) -> PublishedPicture:
    plain, url = forms[-1]
    if plain.type == SVG:
        return PublishedPicture(url, picture.width, picture.height, SVG)
    return PublishedPicture(
        url, plain.width, plain.height, plain.type, sources(forms), config.images.sizes, picture.colour
    )


# --------------------------------------------------------------------------------------
# How they are made
# --------------------------------------------------------------------------------------


class Making:
    """The bytes of the forms of pictures: as an earlier build left them, or made of the picture's file."""

    def __init__(self, files: Files, blobs: Blobs, widest: int) -> None:
        self.torn: set[str] = set()
        """The files that were not as the build had first seen them."""
        self._blobs = blobs
        self._files = files
        self._widest = widest
        self._opened: tuple[bytes, Image] | None = None
        """What was opened last, by its digest: all forms of a picture are made one after the other."""
        self._resized: tuple[tuple[bytes, int], Image] | None = None
        """The same in the width that was made last, since each is made in more than one type."""

    def __reduce__(self) -> tuple[Any, ...]:
        return Making, (self._files, self._blobs, self._widest)

    def __call__(self, form: Variant) -> bytes | Diagnostic:
        """The bytes of a form, or why they cannot be made."""
        known = self._blobs.get(form.key)
        if known is not None:
            return known
        content = self._files.read(form.source)
        if isinstance(content, Diagnostic) or digest(content) != form.content:
            self.torn.add(form.source)
        if isinstance(content, Diagnostic):
            return content
        made = self._made(content, form)
        if isinstance(made, bytes) and form.source not in self.torn:
            self._blobs.put(form.key, made)
        return made

    def _made(self, content: bytes, form: Variant) -> bytes | Diagnostic:
        if form.source in self.torn and (flaw := seen(form.source, content).flaw):
            return next(flaws(Seen(flaw), Span(form.source)))
        if form.type == SVG:
            clean = cleaned(content)
            return clean.content if clean else content
        return encoded(self._in_size(content, form), form)

    def _in_size(self, content: bytes, form: Variant) -> Image:
        found = digest(content)
        if self._opened is None or self._opened[0] != found:
            self._opened = (found, opened(content, self._widest))
        size = (found, form.width)
        if self._resized is None or self._resized[0] != size:
            self._resized = (size, resized(self._opened[1], form))
        return self._resized[1]


def inside(content: bytes, picture: Seen, config: Config) -> PublishedPicture:
    """A picture as an address that holds it, in one form that is small enough to be sent with a text."""
    wanted, width, height, type, made = config.images, picture.width, picture.height, picture.type, content
    if picture.cleaned and (clean := cleaned(content)):
        made = clean.content
    elif is_remade(picture, wanted):
        form = within(picture, wanted)
        width, height, type = form.width, form.height, form.type
        made = encoded(resized(opened(content, width), form), form)
    return PublishedPicture(f"data:{type};base64,{b64encode(made).decode()}", width, height, type)
