"""Every source of a tree as a value: the configuration, the catalogs, the templates and each document by itself."""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import CONFIG, Files
from ordskifte.model.catalog import Catalog
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places, Severity, Span, error, placed
from ordskifte.model.document import Body, Document, Face, Source
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.locales import normalised
from ordskifte.model.members import MEMBERS
from ordskifte.model.translations import LEDGERS
from ordskifte.model.urls import LEDGER, Urls
from ordskifte.parse.catalogs import COUNTED, Plurals, parse_catalog
from ordskifte.parse.catalogs import Parsed as ReadCatalog
from ordskifte.parse.config import parse_config
from ordskifte.parse.names import is_document
from ordskifte.parse.text import decoded
from ordskifte.parse.urls import parse_urls
from ordskifte.parse.urls import places as places_in_ledger
from ordskifte.pipeline.memo import STAGES, Kept, Memo, Result
from ordskifte.pipeline.parsing import (
    KINDS,
    Head,
    Marks,
    Parts,
    Reading,
    Sealable,
    Task,
    document_of,
    documents,
    heads,
)
from ordskifte.pipeline.workers import Workers
from ordskifte.render import formats
from ordskifte.render.assets import ASSETS
from ordskifte.render.compiled import FOLDER as TEMPLATES
from ordskifte.render.compiled import Compiled, compiled
from ordskifte.render.wording import asked, unworded
from ordskifte.resolve.access import may_seal

# Looked at again and again while someone writes, and seldom others than before.
_config = lru_cache(maxsize=2)(parse_config)
_catalog = lru_cache(maxsize=32)(parse_catalog)

_CATALOG = re.compile(r"locales/(?P<folder>[^/]+)/LC_MESSAGES/messages\.po")

SHARE = 100
"""Files that a worker is given at a time."""


class Parsed(Struct, frozen=True):
    """Every source of a site, each parsed by itself; most of them known by their digests, and not yet looked at."""

    config: Config
    config_places: Places
    catalogs: Mapping[str, Catalog]
    readings: Mapping[str, ReadCatalog]
    """All entries of each, for translators' tools."""
    catalog_paths: Mapping[str, str]
    """Where each of them lies."""
    templates: Mapping[str, Compiled]
    sources: Kept[Source]
    faces: Kept[Face]
    marks: Kept[Marks]
    sealable: Mapping[str, Sealable]
    """How much of a text may be shown, of those that may not be shown as a whole."""
    bodies: Kept[Body]
    diagnostics: Diagnostics
    """All that is wrong, for those who look after the files; a build has `of_build`."""

    @property
    def of_build(self) -> Diagnostics:
        """The same, but a catalog that no edition uses stops no build, whatever has become of it."""
        used = {locale for edition in self.config.editions.values() for locale in edition.chain}
        paths = {path for locale, path in self.catalog_paths.items() if locale in used}
        return tuple(_as_warning(problem) if _is_unused(problem, paths) else problem for problem in self.diagnostics)

    def guarded(self, place: Span) -> bool:
        """Whether the line of a place may be for members only, as each line of a body may that can be sealed."""
        return place.source in self.sealable and place.line >= self.sources[place.source].body_line

    def places(self, source: str) -> Places:
        """Where the parts of a source stand in it."""
        if source == CONFIG:
            return self.config_places
        return self.marks[source].places if source in self.marks.digests else {}


def _is_unused(problem: Diagnostic, used: Container[str]) -> bool:
    """Whether it is of a catalog that is none of those used; of two in one language, either may be the one meant."""
    source = problem.span.source
    return _CATALOG.fullmatch(source) is not None and source not in used and problem.code != "catalog-twice"


def _as_warning(problem: Diagnostic) -> Diagnostic:
    return replace(problem, severity=Severity.WARNING)


class Texts:
    """The texts of a tree as they are read, and what was wrong with the reading."""

    def __init__(self, files: Files, memo: Memo) -> None:
        self._memo = memo
        self.diagnostics: list[Diagnostic] = list(files.diagnostics)

    def text(self, path: str) -> str | None:
        """The decoded text; None where the file cannot be read."""
        content = self._memo.read(path)
        if isinstance(content, Diagnostic):
            self.diagnostics.append(content)
            return None
        text, problems = decoded(path, content)
        self.diagnostics += problems
        return text


def parsed(files: Files, memo: Memo, base_url: str, workers: Workers) -> Parsed | Diagnostics:
    """Everything that the files say; without a usable `site.toml` only what is wrong. Raises WorkFailed."""
    texts = Texts(files, memo)
    if CONFIG not in files.stamps:
        hint = "Stand in the folder of a site, or name one with --source."
        return (*texts.diagnostics, error("config-missing", "There is no site.toml here.", Span(CONFIG), hint))
    config, places, problems = _config(texts.text(CONFIG) or "")
    if config is None:
        return (*texts.diagnostics, *problems)
    config = based(config, base_url) if base_url else config
    reader = _Reader(files, config, memo, workers)
    reader.read_heads()
    sealable = _sealable(reader.kept("source"), config, memo)
    reader.read_documents(sealable)
    paths, path_problems = _catalog_paths(files)
    readings = {
        locale: _catalog(path, texts.text(path) or "", locale, plurals(locale)) for locale, path in paths.items()
    }
    templates = {path.removeprefix(TEMPLATES): _template(path, memo) for path in _templates(files)}
    return Parsed(
        config=config,
        config_places=places,
        catalogs={locale: read.catalog for locale, read in readings.items()},
        readings=readings,
        catalog_paths=paths,
        templates={name: read.template for name, read in templates.items()},
        sources=reader.kept("source"),
        faces=reader.kept("face"),
        marks=reader.kept("marks"),
        sealable=sealable,
        bodies=reader.kept("body"),
        diagnostics=(
            *problems,
            *path_problems,
            *(problem for read in readings.values() for problem in read.diagnostics),
            *reader.diagnostics(),
            *(problem for read in templates.values() for problem in read.diagnostics),
            *texts.diagnostics,
        ),
    )


class _Known(Struct):
    """The documents of a tree as this process last knew them."""

    tree: list[str]
    """The paths of all files."""
    paths: list[str]
    """Those of the documents."""
    digests: dict[str, dict[str, bytes]]
    """By the name of a value, those of each document that has it; never changed, but replaced by others."""
    kept: dict[str, Kept[Any]] = {}
    """The values themselves, and the digest of all of them: one and the same as long as the digests are."""
    sealable: Mapping[str, Sealable] | None = None


class _Reader:
    """The documents of a tree, each read only if it is not as it was."""

    def __init__(self, files: Files, config: Config, memo: Memo, workers: Workers) -> None:
        self._files = files
        self._memo = memo
        self._workers = workers
        self._locales = tuple(config.editions)
        self._zone = config.time_zone
        self._about = fingerprint((self._zone, self._locales))
        self._unreadable: list[Diagnostic] = []
        tree = list(files.stamps)
        known: _Known | None = memo.remembered("documents", self._about)
        if known is None or known.tree != tree:
            paths = [path for path in files.under("content/") if is_document(path)]
            self._known = _Known(tree, paths, {name: {} for name in KINDS})
            self._open = paths
        else:
            self._known = _Known(tree, known.paths, dict(known.digests), dict(known.kept), known.sealable)
            self._open = memo.unknown(known.paths)

    def kept(self, name: str) -> Kept[Any]:
        digests, kept = self._known.digests[name], self._known.kept
        if name not in kept or kept[name].digests is not digests:
            kept[name] = Kept(self._memo.store, name, KINDS[name], digests)
        return kept[name]

    def diagnostics(self) -> Iterable[Diagnostic]:
        """What is wrong with the documents."""
        yield from self._unreadable
        for name in ("told", "said"):
            for told in self.kept(name).values():
                yield from told

    def read_heads(self) -> None:
        changed = [path for path in self._open if self._found("heads", path, self._about) is None]
        jobs = [
            Reading(self._files.among(share), tuple(map(self._former, share)), self._locales, self._zone)
            for share in self._workers.shares(changed, SHARE)
        ]
        for done in self._workers.map(heads, jobs, len(changed)):
            for head in done:
                self._take_head(head)
            self._memo.flush()
        self._take("heads")

    def _found(self, stage: str, path: str, about: bytes) -> Result | None:
        content = self._memo.known(path)
        return self._memo.found(stage, path, content + about) if content is not None else None

    def _former(self, path: str) -> bytes:
        """The bytes that need not be parsed again, if the file still has them."""
        former = self._memo.former(path)
        return former if former and self._memo.has("heads", path, former + self._about) else b""

    def _take_head(self, head: Head) -> None:
        if head.unreadable:
            self._unreadable.append(head.unreadable)
            return
        self._memo.tell(head.path, head.content)
        key = head.content + self._about
        if not (head.is_former and self._memo.found("heads", head.path, key)):
            self._memo.keep("heads", head.path, key, head.source, head.told)

    def read_documents(self, sealable: Mapping[str, Sealable]) -> None:
        if sealable != self._known.sealable:
            self._known.sealable, self._open = sealable, self._known.paths
        sources = self.kept("source")
        keys = {
            path: sources.digests[path] + (fingerprint(sealable[path]) if path in sealable else b"")
            for path in self._open
            if path in sources.digests
        }
        changed = [path for path, key in keys.items() if self._found("documents", path, key) is None]
        jobs = [
            Task(
                self._files.among(share),
                tuple(map(sources.encoded, share)),
                tuple(sealable.get(path, Sealable()) for path in share),
            )
            for share in self._workers.shares(changed, SHARE)
        ]
        for done in self._workers.map(documents, jobs, len(changed)):
            for parts in done:
                self._take_parts(parts, keys)
            self._memo.flush()
        self._take("documents")
        if not self._unreadable:
            self._memo.remember("documents", self._about, self._known)

    def _take_parts(self, parts: Parts, keys: Mapping[str, bytes]) -> None:
        if parts.unreadable:
            self._memo.tear(parts.path)
            self._unreadable.append(parts.unreadable)
            return
        self._memo.tell(parts.path, parts.content)
        key = parts.content + keys[parts.path]
        self._memo.keep("documents", parts.path, key, parts.face, parts.marks, parts.body, parts.told)

    def _take(self, stage: str) -> None:
        """Know what a stage has made of the documents that were open."""
        made = self._memo.made(stage)
        for number, name in enumerate(STAGES[stage]):
            digests = self._known.digests[name]
            now = {path: made[path].digests[number] for path in self._open if path in made}
            found = {path: digest for path, digest in now.items() if digest}
            if all((path in found) == (path in digests) for path in self._open):
                if any(digests[path] != digest for path, digest in found.items()):
                    self._known.digests[name] = digests | found
            else:
                kept = {path: digest for path, digest in digests.items() if path not in now} | found
                self._known.digests[name] = {path: kept[path] for path in self._known.paths if path in kept}


def _sealable(sources: Kept[Source], config: Config, memo: Memo) -> Mapping[str, Sealable]:
    """The sources whose bodies may be sealed."""

    key = fingerprint((sources.digest, config))
    known: Mapping[str, Sealable] | None = memo.remembered("sealable", key)
    if known is not None:
        return known
    noted = memo.noted("sealable", key)
    if noted is not None:
        return memo.remember("sealable", key, msgspec.msgpack.decode(noted, type=dict[str, Sealable]))
    found = may_seal(sources.all().values(), config)
    sealable = {path: Sealable(True, preview) for path, preview in found.items()}
    memo.note("sealable", key, msgspec.msgpack.encode(sealable))
    return memo.remember("sealable", key, sealable)


def based(config: Config, base_url: str) -> Config:
    """The configuration for another address: scheme and host, and the path that the site lies under."""
    parts = urlsplit(base_url)
    path = parts.path.strip("/")
    return replace(config, url=f"{parts.scheme}://{parts.netloc}", base_path=f"/{path}/" if path else "/")


def quoted(files: Files, diagnostics: Diagnostics, is_guarded: Callable[[Span], bool] | None = None) -> dict[Span, str]:
    """The line of its source that each diagnostic's place is on, unless that is guarded.

    Of a ledger none, for it may be for members only, and of the members none, for there may be a code by mistake.
    """

    @cache
    def lines(path: str) -> list[str]:
        content = files.read(path) if path in files.stamps else b""
        return decoded(path, content)[0].split("\n") if isinstance(content, bytes) else []

    spans = {diagnostic.span for diagnostic in diagnostics if isinstance(diagnostic.span, Span)}
    shown = [span for span in spans if not span.source.startswith((LEDGERS, MEMBERS))]
    shown = [span for span in shown if not (is_guarded and is_guarded(span))]
    return {span: lines(span.source)[span.line - 1] for span in shown if 0 < span.line <= len(lines(span.source))}


def freed(path: str, parsed: Parsed, memo: Memo) -> Document | None:
    """A document whose text may be read by all, read again in full; None where its file cannot be read."""
    content = memo.read(path)
    return document_of(parsed.sources[path], content, Sealable()) if isinstance(content, bytes) else None


def url_ledger(files: Files, memo: Memo) -> tuple[Urls, Diagnostics]:
    """The addresses that have been published, and what is wrong with the ledger that says so."""
    text, problems = _ledger(files, memo)
    urls, faults = parse_urls(text)
    return urls, (*problems, *faults)


def in_ledger(problems: Diagnostics, files: Files, memo: Memo) -> Diagnostics:
    """The problems, those of the ledger in their places."""
    if not any(problem.span.source == LEDGER for problem in problems):
        return problems
    places = {LEDGER: places_in_ledger(_ledger(files, memo)[0])}
    return tuple(placed(problem, places) if problem.span.source == LEDGER else problem for problem in problems)


def _ledger(files: Files, memo: Memo) -> tuple[str, Diagnostics]:
    content = memo.read(LEDGER) if LEDGER in files.stamps else b""
    return ("", (content,)) if isinstance(content, Diagnostic) else decoded(LEDGER, content)


class _Template(Struct, frozen=True):
    """A template, and what was wrong with its bytes."""

    template: Compiled
    diagnostics: Diagnostics


def _templates(files: Files) -> Iterable[str]:
    return (path for path in files.under(TEMPLATES) if not path.startswith(ASSETS))


def _template(path: str, memo: Memo) -> _Template:
    def make() -> _Template:
        content = memo.read(path)
        text, problems = decoded(path, content) if isinstance(content, bytes) else ("", (content,))
        return _Template(compiled(path.removeprefix(TEMPLATES), text), problems)

    return memo.result("template", path, _Template, make)


def _catalog_paths(files: Files) -> tuple[dict[str, str], Diagnostics]:
    """Where the catalog of each locale lies, whatever the spelling of its folder: `nb`, `nb_NO`, `no`."""
    paths: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for path in files.under("locales/"):
        if path.startswith(LEDGERS):  # There may be thousands.
            continue
        catalog = _CATALOG.fullmatch(path)
        if catalog is None:
            continue
        try:
            locale = normalised(catalog["folder"])
        except ValueError as problem:
            problems.append(error("language-unknown", f"{problem}.", Span(path)))
            continue
        if paths.setdefault(locale, path) != path:
            message = f"This is a second catalog of `{locale}`; the first is {paths[locale]}."
            problems.append(error("catalog-twice", message, Span(path), "Bring the two together in one file."))
    return paths, tuple(problems)


@cache
def plurals(locale: str) -> Plurals:
    """How a locale counts, in the terms of its catalog."""
    forms = tuple(formats.plural_form(n, locale) for n in COUNTED)
    return Plurals(formats.plural_count(locale), forms, formats.plural_header(locale))


def untranslated(parsed: Parsed, labels: Iterable[str]) -> Iterable[Diagnostic]:
    """A warning for each edition whose pages have to show words of another; `labels` are those that bodies hold."""
    # The names of plans are on no page.
    messages = asked(replace(parsed.config, plans={}), parsed.templates.values(), tuple(labels))
    return unworded(parsed.config, messages, parsed.catalogs, parsed.catalog_paths)
