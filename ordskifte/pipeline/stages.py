"""What the stages of the walk are given: the tree's texts, parsed one by one, and the ground that rendering needs."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import CONFIG, Files
from ordskifte.model.answers import PublishedPicture
from ordskifte.model.catalog import Catalog
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Places, Span, error
from ordskifte.model.document import Document, Face, Label, Source
from ordskifte.model.locales import normalised
from ordskifte.model.site import Site
from ordskifte.parse.catalogs import Plurals, parse_catalog
from ordskifte.parse.config import parse_config
from ordskifte.parse.document import parse_document, parse_source
from ordskifte.parse.names import is_document, named
from ordskifte.parse.pictures import picture_size
from ordskifte.parse.text import decoded
from ordskifte.render import formats
from ordskifte.render.assets import ASSETS, ICONS, STATIC, hashed
from ordskifte.render.queries import Ground
from ordskifte.render.templates import FOLDER as TEMPLATES
from ordskifte.render.wording import asked, unworded
from ordskifte.resolve.access import FREE, may_seal


class Parsed(Struct, frozen=True):
    """Every source of a site, each parsed by itself."""

    config: Config
    catalogs: Mapping[str, Catalog]
    templates: Mapping[str, str]
    sources: Mapping[str, Source]
    documents: Mapping[str, Document]
    places: Mapping[str, Places]
    diagnostics: Diagnostics

    @property
    def faces(self) -> tuple[Face, ...]:
        return tuple(document.face for document in self.documents.values())


class Texts:
    """The texts of a tree as they are read, and what was wrong with the reading."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.diagnostics: list[Diagnostic] = list(files.diagnostics)

    def text(self, path: str) -> str | None:
        """The decoded text; None where the file cannot be read."""
        content = self._files.read(path)
        if isinstance(content, Diagnostic):
            self.diagnostics.append(content)
            return None
        text, problems = decoded(path, content)
        self.diagnostics += problems
        return text


def parsed(files: Files, base_url: str) -> Parsed | Diagnostics:
    """Everything that the files say; without a usable `site.toml` only what is wrong."""
    texts = Texts(files)
    if CONFIG not in files.stamps:
        hint = "Stand in the folder of a site, or name one with --source."
        return (*texts.diagnostics, error("config-missing", "There is no site.toml here.", Span(CONFIG), hint))
    config, places, problems = parse_config(texts.text(CONFIG) or "")
    if config is None:
        return (*texts.diagnostics, *problems)
    config = based(config, base_url) if base_url else config
    sources = {source.path: source for source in _sources(files, config, texts)}
    sealing = may_seal(sources.values(), config)
    documents = {
        path: parse_document(source, may_seal=path in sealing, preview=sealing.get(path))
        for path, source in sources.items()
    }
    catalogs, catalog_problems = _catalogs(files, texts)
    templates = {
        path.removeprefix(TEMPLATES): texts.text(path) or ""
        for path in files.under(TEMPLATES)
        if not path.startswith(ASSETS)
    }
    return Parsed(
        config=config,
        catalogs=catalogs,
        templates=templates,
        sources=sources,
        documents=documents,
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


def _sources(files: Files, config: Config, texts: Texts) -> Iterable[Source]:
    for path in files.under("content/"):
        if not is_document(path):
            continue
        name, problems = named(path, config.editions)
        texts.diagnostics += problems
        text = texts.text(path) if name else None
        if name and text is not None:
            yield parse_source(path, name, text, config.time_zone)


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
    bodies = (document.body for document in parsed.documents.values())
    labels = {part.msgid for body in bodies for part in body.parts if isinstance(part, Label)}
    # The names of plans are on no page.
    messages = asked(replace(parsed.config, plans={}), parsed.templates, labels)
    return unworded(parsed.config, messages, parsed.catalogs, catalog_paths(files)[0])


def ground(files: Files, parsed: Parsed, site: Site, digests: Mapping[str, bytes]) -> tuple[Ground, Diagnostics]:
    """What rendering stands on: the site with its bodies and words, and where each file is published."""
    problems: list[Diagnostic] = []

    @cache
    def content(path: str) -> bytes:
        found = files.read(path)
        if isinstance(found, Diagnostic):
            problems.append(found)
            return b""
        return found

    shown = _shown(parsed, site)
    copies: dict[str, str] = {}
    pictures: dict[str, PublishedPicture] = {}
    for file in sorted({*site.pictures, *(file for document in shown.values() for file in document.face.images)}):
        if file not in files.stamps:
            continue
        size = picture_size(file, content(file))
        if size is None:
            hint = "Use JPEG, PNG, WebP, AVIF, GIF or SVG; an SVG needs a width and height or a viewBox."
            problems.append(error("image-unreadable", "This is no picture that a browser shows.", Span(file), hint))
            continue
        path = hashed("media", file, content(file))
        copies[path] = file
        pictures[file] = PublishedPicture(site.config.base_path + path, *size)
    assets: dict[str, str] = {}
    for file in files.under(ASSETS):
        if not file.startswith(ICONS):
            path = hashed("assets", file, content(file))
            copies[path] = file
            assets[file.removeprefix(ASSETS)] = site.config.base_path + path
    icons = {
        PurePosixPath(file).stem: content(file).decode(errors="replace").strip()
        for file in files.under(ICONS)
        if file.endswith(".svg")
    }
    copies |= {file.removeprefix(STATIC): file for file in files.under(STATIC)}
    bodies = {path: document.body for path, document in shown.items()}
    made = Ground(site, parsed.catalogs, bodies, pictures, assets, icons, copies, content, digests)
    return made, tuple(problems)


def _shown(parsed: Parsed, site: Site) -> dict[str, Document]:
    """What each source that is on a page says, as far as it may be read now: all of it where the page is free."""
    levels = {profile.source: FREE for profile in site.profiles.values()}
    levels |= {page.source: page.entry.access for page in site.pages.values()}
    return {
        path: _opened(parsed, path) if parsed.documents[path].sealed and level == FREE else parsed.documents[path]
        for path, level in levels.items()
    }


def _opened(parsed: Parsed, path: str) -> Document:
    return parse_document(parsed.sources[path], may_seal=False, preview=None)
