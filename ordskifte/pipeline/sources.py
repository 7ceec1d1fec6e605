"""Every source of a tree as a value: the configuration, the catalogs, the templates and each document by itself."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import CONFIG, Files
from ordskifte.model.catalog import Catalog
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places, Span, error
from ordskifte.model.document import Document, Face, Source
from ordskifte.model.locales import normalised
from ordskifte.parse.catalogs import Plurals, parse_catalog
from ordskifte.parse.config import parse_config
from ordskifte.parse.document import parse_document, parse_source
from ordskifte.parse.front_matter import split
from ordskifte.parse.names import Name, is_document, named
from ordskifte.parse.tables import Malformed
from ordskifte.parse.text import decoded
from ordskifte.pipeline.memo import Bodies, Memo
from ordskifte.render import formats
from ordskifte.render.assets import ASSETS
from ordskifte.render.compiled import FOLDER as TEMPLATES
from ordskifte.render.compiled import Compiled, compiled
from ordskifte.render.wording import asked, unworded
from ordskifte.resolve.access import may_seal


class Parsed(Struct, frozen=True):
    """Every source of a site, each parsed by itself."""

    config: Config
    catalogs: Mapping[str, Catalog]
    templates: Mapping[str, Compiled]
    sources: Mapping[str, Source]
    documents: Mapping[str, Document]
    """Without their bodies, which are in `bodies`."""
    bodies: Bodies
    places: Mapping[str, Places]
    diagnostics: Diagnostics

    @property
    def faces(self) -> tuple[Face, ...]:
        return tuple(document.face for document in self.documents.values())


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


def parsed(files: Files, memo: Memo, base_url: str) -> Parsed | Diagnostics:
    """Everything that the files say; without a usable `site.toml` only what is wrong."""
    texts = Texts(files, memo)
    if CONFIG not in files.stamps:
        hint = "Stand in the folder of a site, or name one with --source."
        return (*texts.diagnostics, error("config-missing", "There is no site.toml here.", Span(CONFIG), hint))
    config, places, problems = parse_config(texts.text(CONFIG) or "")
    if config is None:
        return (*texts.diagnostics, *problems)
    config = based(config, base_url) if base_url else config
    sources = dict(_sources(files, config, texts, memo))
    sealing = may_seal(sources.values(), config)
    documents = {path: _document(source, config, sealing, memo) for path, source in sources.items()}
    catalogs, catalog_problems = _catalogs(files, texts)
    templates = {
        path.removeprefix(TEMPLATES): compiled(path.removeprefix(TEMPLATES), texts.text(path) or "")
        for path in files.under(TEMPLATES)
        if not path.startswith(ASSETS)
    }
    return Parsed(
        config=config,
        catalogs=catalogs,
        templates=templates,
        sources=sources,
        documents=documents,
        bodies=memo.bodies,
        places={CONFIG: places, **{path: document.places for path, document in documents.items()}},
        diagnostics=(
            *problems,
            *catalog_problems,
            *(problem for document in documents.values() for problem in document.diagnostics),
            *texts.diagnostics,
        ),
    )


def based(config: Config, base_url: str) -> Config:
    """The configuration for another address: scheme and host, and the path that the site lies under."""
    parts = urlsplit(base_url)
    path = parts.path.strip("/")
    return replace(config, url=f"{parts.scheme}://{parts.netloc}", base_path=f"/{path}/" if path else "/")


def quoted(files: Files, diagnostics: Diagnostics) -> dict[Span, str]:
    """The line of its source that each diagnostic's place is on."""

    @cache
    def lines(path: str) -> list[str]:
        content = files.read(path) if path in files.stamps else b""
        return decoded(path, content)[0].split("\n") if isinstance(content, bytes) else []

    spans = {diagnostic.span for diagnostic in diagnostics if isinstance(diagnostic.span, Span)}
    return {span: lines(span.source)[span.line - 1] for span in spans if 0 < span.line <= len(lines(span.source))}


def _sources(files: Files, config: Config, texts: Texts, memo: Memo) -> Iterator[tuple[str, Source]]:
    for path in files.under("content/"):
        if not is_document(path):
            continue
        name, problems = named(path, config.editions)
        texts.diagnostics += problems
        if name:
            read = memo.result(
                "source", path, (name, config.time_zone), _Read, partial(_read, path, name, config, memo)
            )
            texts.diagnostics += read.diagnostics
            if read.source:
                yield path, read.source


class _Read(Struct, frozen=True):
    """What the head of a file says, and what was wrong with its bytes. The body, which may be sealed, is not here."""

    source: Source | None
    diagnostics: Diagnostics = ()


def _read(path: str, name: Name, config: Config, memo: Memo) -> _Read:
    content = memo.read(path)
    if isinstance(content, Diagnostic):
        return _Read(None, (content,))
    text, problems = decoded(path, content)
    return _Read(replace(parse_source(path, name, text, config.time_zone), body=""), problems)


def with_body(source: Source, memo: Memo) -> Source:
    """The source with the Markdown of its file; without any where the file has no head or is gone."""
    content = memo.read(source.path)
    with suppress(Malformed):
        if isinstance(content, bytes):
            _, body, line = split(source.path, decoded(source.path, content)[0])
            return replace(source, body=body, body_line=line)
    return source


def _document(source: Source, config: Config, sealing: Mapping[str, int | None], memo: Memo) -> Document:
    may_seal, preview = source.path in sealing, sealing.get(source.path)

    def make() -> Document:
        return parse_document(with_body(source, memo), may_seal=may_seal, preview=preview)

    # The zone, because the dates of the front matter are in the document.
    about = (source.kind, source.key, source.locale, config.time_zone, may_seal, preview)
    return memo.document(source.path, about, make)


def catalog_paths(files: Files) -> tuple[dict[str, str], Diagnostics]:
    """Where the catalog of each locale lies, whatever the spelling of its folder: `nb`, `nb_NO`, `no`."""
    paths: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for path in files.under("locales/"):
        parts = PurePosixPath(path).parts
        if parts[2:] != ("LC_MESSAGES", "messages.po"):
            continue
        try:
            locale = normalised(parts[1])
        except ValueError as problem:
            problems.append(error("language-unknown", f"{problem}.", Span(path)))
            continue
        if paths.setdefault(locale, path) != path:
            message = f"This is a second catalog of `{locale}`; the first is {paths[locale]}."
            problems.append(error("catalog-twice", message, Span(path), "Bring the two together in one file."))
    return paths, tuple(problems)


def _catalogs(files: Files, texts: Texts) -> tuple[dict[str, Catalog], list[Diagnostic]]:
    paths, found = catalog_paths(files)
    catalogs: dict[str, Catalog] = {}
    problems = list(found)
    for locale, path in paths.items():
        read = parse_catalog(path, texts.text(path) or "", locale, plurals(locale))
        catalogs[locale] = read.catalog
        problems += read.diagnostics
    return catalogs, problems


@cache
def plurals(locale: str) -> Plurals:
    """How a locale counts, in the terms of its catalog."""
    return Plurals(formats.plural_count(locale), tuple(formats.plural_form(n, locale) for n in range(1001)))


def untranslated(files: Files, parsed: Parsed) -> Iterator[Diagnostic]:
    """A warning for each edition whose pages have to show words of another."""
    labels = {label for document in parsed.documents.values() for label in document.face.labels}
    # The names of plans are on no page.
    messages = asked(replace(parsed.config, plans={}), parsed.templates.values(), labels)
    return unworded(parsed.config, messages, parsed.catalogs, catalog_paths(files)[0])
