"""What is sealed, in the one process that has the key: its text is read again, filled for its edition, and sealed.

Of the text nothing is kept from build to build but the header of its sealed file, which is published, and what was
asked of the site to fill it, which says what it links to and shows: that is kept in a cipher. No worker is sent a
vault: it would have to be written down.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NoReturn

import msgspec
from msgspec import Struct

from ordskifte.load import Files
from ordskifte.model.answers import PublishedPicture, Query, SealedPart
from ordskifte.model.diagnostics import Diagnostic
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.secrets import Secret
from ordskifte.parse.body import ParsedBody
from ordskifte.parse.pictures import Flaw, Seen, seen
from ordskifte.pipeline.behind import Behind
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.pictures import inside
from ordskifte.pipeline.resolved import SealedPage
from ordskifte.pipeline.sources import Parsed
from ordskifte.render.jose import Refused, hidden, revealed
from ordskifte.render.keys import kid, notes_key
from ordskifte.render.members import GRANTS_FOLDER, sealed_path
from ordskifte.render.queries import QUERIES, Ground
from ordskifte.render.sealed import SealedFile, SealedType, Subject, sealed
from ordskifte.render.templates import Templates
from ordskifte.render.view import Answers

Place = tuple[str, str]
"""The locale of an edition and the key of an article."""


class _Noted(Struct, frozen=True):
    """What is kept of one sealed file."""

    mark: bytes
    """Of its text."""
    header: str
    asked: tuple[Query, ...]
    answers: bytes
    """Their digest."""


class _Kept(Struct, frozen=True):
    """What is kept of all sealed files."""

    about: bytes
    files: dict[str, _Noted]


class Locked:
    """In the place of a vault, where there is no key."""

    def __call__(self, place: Place) -> NoReturn:
        raise TypeError("a sealed file is made where the key is")


class Vault:
    """Seals the articles of one site."""

    def __init__(
        self,
        master: Secret,
        files: Files,
        memo: Memo,
        texts: Parsed,
        pages: Collection[SealedPage],
        behind: Behind,
        ground: Ground,
    ) -> None:
        self._master = master
        self._texts = texts
        self._behind = behind
        self._memo = memo
        self._pages = {(page.locale, page.key): page for page in pages}
        self._config = ground.site.config
        self._templates = Templates({})
        pictures = _Pictures(ground, files, memo)
        self._answers = Answers(msgspec.structs.replace(ground, pictures=pictures), QUERIES, {}, {})
        self._sealed: dict[Place, SealedFile] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return Locked, ()

    def __call__(self, place: Place) -> bytes:
        """The sealed file of an article in an edition."""
        return self._file(place).content

    @property
    def sources(self) -> tuple[str, ...]:
        """The files whose text is sealed at this moment."""
        return tuple(sorted({page.source for page in self._pages.values()}))

    def text(self, source: str) -> Secret:
        """The sealed part of a source, as one of its editions shows it."""
        return self.html(next(place for place, page in self._pages.items() if page.source == source))

    def part(self, source: str) -> ParsedBody:
        """The same, as its source says it."""
        return self._behind.part(source)

    @property
    def site(self) -> str:
        """The address that sealed files and grants name."""
        return self._config.url + self._config.base_path

    def parts(self, about: bytes) -> dict[Place, SealedPart]:
        """What pages say of their sealed files; `about` is the digest of all else than texts that those depend on."""
        before = self._kept()
        is_same = before.about == about
        noted = {sealed_path(*place): self._noted(place, before.files, is_same) for place in self._pages}
        now = _Kept(about, noted)
        if now != before:
            self._memo.store.put_note("sealed", hidden(Secret(msgspec.msgpack.encode(now)), notes_key(self._master)))
        grants = f"{self._config.base_path}{GRANTS_FOLDER}/"
        return {
            (locale, key): SealedPart(
                f"{self._config.base_path}{path}", noted[path].header, grants, self.site, self._kids(page)
            )
            for (locale, key), page in self._pages.items()
            if (path := sealed_path(locale, key))
        }

    def html(self, place: Place) -> Secret:
        """The sealed part of an article as an edition shows it."""
        return self._filled(place)[0]

    def _filled(self, place: Place) -> tuple[Secret, tuple[Query, ...]]:
        """The same, and what was asked to fill it."""
        page = self._pages[place]
        view = self._templates.view(self._answers, page.locale)
        html = view.filled(self._behind.part(page.source).body)
        return Secret(html.value.encode()), tuple(view.asked)

    def _kept(self) -> _Kept:
        """What the last build with this key has kept; nothing where that was none."""
        said = self._memo.store.note("sealed")
        try:
            shown = revealed(said, notes_key(self._master)) if said else None
        except Refused:
            shown = None
        return msgspec.msgpack.decode(shown.bare, type=_Kept) if shown else _Kept(b"", {})

    def _noted(self, place: Place, before: Mapping[str, _Noted], is_same: bool) -> _Noted:
        """What is to be kept of a file: the same again, while its text is, and what it asked has the same answers."""
        page = self._pages[place]
        content = self._memo.digest(page.source)
        read = content if isinstance(content, bytes) else b""
        mark = fingerprint((read, page, self._texts.sealable[page.source]))
        known = before.get(sealed_path(*place))
        if known and known.mark == mark and (is_same or known.answers == self._answered(known.asked)):
            return known
        html, asked = self._filled(place)
        self._sealed[place] = self._file_of(place, html)
        return _Noted(mark, self._sealed[place].protected, asked, self._answered(asked))

    def _answered(self, asked: Sequence[Query]) -> bytes:
        return fingerprint([self._answers.digest(query) for query in asked])

    def _file(self, place: Place) -> SealedFile:
        if place not in self._sealed:
            self._sealed[place] = self._file_of(place, self.html(place))
        return self._sealed[place]

    def _file_of(self, place: Place, html: Secret) -> SealedFile:
        page = self._pages[place]
        subject = Subject(self.site, page.key, page.locale)
        return sealed(html, SealedType.ARTICLE, subject, self._kids(page), self._master)

    def _kids(self, page: SealedPage) -> tuple[str, ...]:
        plans = (page.access,) if page.access in self._config.plans else tuple(self._config.plans)
        return tuple(kid(plan, page.month) for plan in plans)


class _Pictures(Mapping[str, PublishedPicture]):
    """The pictures that are published, and all others as addresses that hold them: they are sealed with the text."""

    def __init__(self, ground: Ground, files: Files, memo: Memo) -> None:
        self._public = ground.pictures
        self._config = ground.site.config
        self._inside: dict[str, PublishedPicture] = {}
        self._files = files
        self._memo = memo

    def __getitem__(self, file: str) -> PublishedPicture:
        if file in self._public:
            return self._public[file]
        if file not in self._files.stamps:
            raise KeyError(file)
        if file not in self._inside:
            content = self._memo.read(file)
            found = seen(file, content) if isinstance(content, bytes) else Seen(Flaw.UNREADABLE)
            if found.flaw or isinstance(content, Diagnostic):
                raise KeyError(file)
            self._inside[file] = inside(content, found, self._config)
        return self._inside[file]

    def __iter__(self) -> Iterator[str]:
        return iter(self._public)

    def __len__(self) -> int:
        return len(self._public)
