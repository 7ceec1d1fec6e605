"""The ground that rendering stands on: a site with its bodies and words, and where each of its files is published."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import CONFIG, Files, script
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, error
from ordskifte.model.document import Body
from ordskifte.model.fingerprints import digest, fingerprint
from ordskifte.parse.figures import parse_figures
from ordskifte.pipeline.behind import Behind
from ordskifte.pipeline.blobs import Blobs
from ordskifte.pipeline.cards import Drawing, Faces, faces
from ordskifte.pipeline.indexed import forget, indexed, texts
from ordskifte.pipeline.members import locked_out, read_members
from ordskifte.pipeline.memo import Kept, Memo
from ordskifte.pipeline.pictures import Making, Published, published
from ordskifte.pipeline.resolved import Resolved
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.sources import Parsed, freed
from ordskifte.pipeline.vault import Locked, Vault
from ordskifte.pipeline.workers import Workers
from ordskifte.render import members, search
from ordskifte.render.assets import ASSETS, ICONS, STATIC, hashed
from ordskifte.render.queries import Ground

Parts = Mapping[str, bytes]
"""The digest of each part of a ground, by its name."""


class Contents:
    """The files that are published as they are, read where they are rendered."""

    def __init__(self, files: Files, digests: Mapping[str, bytes]) -> None:
        self.torn: set[str] = set()
        """The files that were not as the build had first seen them."""
        self._files = files
        self._digests = digests

    def __call__(self, path: str) -> bytes | Diagnostic:
        content = self._files.read(path)
        if isinstance(content, Diagnostic) or digest(content) != self._digests.get(path):
            self.torn.add(path)
        return content

    def digest(self, path: str) -> bytes:
        """The digest of a file's bytes."""
        return self._digests[path]


def ground(
    files: Files,
    parsed: Parsed,
    memo: Memo,
    resolved: Resolved,
    behind: Behind,
    templates: Mapping[str, bytes],
    options: Options,
    workers: Workers,
) -> tuple[Ground, Parts, Diagnostics]:
    """What rendering stands on, the digests of its parts, and what of it cannot be published.

    `templates` are the digests of the templates; without a key nothing is sealed.
    """
    master = options.master
    site, problems = resolved.site, list[Diagnostic]()
    copies: dict[str, str] = {}

    def address(folder: str, file: str) -> str:
        """The address that a file gets by its content."""
        found = memo.digest(file)
        if isinstance(found, Diagnostic):
            problems.append(found)
            return ""
        path = hashed(folder, file, found)
        copies[path] = file
        return site.config.base_path + path

    shown = _shown(parsed, memo, resolved)
    pictured = published({*site.pictures, *shown.pictures} & files.stamps.keys(), files, memo, workers, site.config)
    copies |= pictured.copies
    problems += pictured.problems
    assets = {
        file.removeprefix(ASSETS): address("assets", file) for file in files.under(ASSETS) if not file.startswith(ICONS)
    }
    scripts: dict[str, bytes] = {}
    wanted = {members.SCRIPT: master and resolved.shown.sealed, search.SCRIPT: site.config.has_search}
    for name in (name for name, is_wanted in wanted.items() if is_wanted):
        path = hashed("assets", name, digest(script(name)))
        scripts[path], assets[name] = script(name), site.config.base_path + path
    icons = {
        PurePosixPath(file).stem: content.decode(errors="replace").strip()
        for file in files.under(ICONS)
        if file.endswith(".svg") and isinstance(content := memo.read(file), bytes)
    }
    copies |= {file.removeprefix(STATIC): file for file in files.under(STATIC)}
    figures, wrong = _figures(files, parsed.config, memo)
    problems += wrong
    contents = {file: memo.digest(file) for file in copies.values()}
    known = {file: found for file, found in contents.items() if isinstance(found, bytes)}
    listed, faults = read_members(files, parsed.config, memo)
    problems += (*faults, *locked_out(listed, resolved.shown.sealed, parsed.config, options))
    grants = {member.file: member.grant for member in listed}
    lettering = faces() if site.config.cards else Faces()
    made = Ground(
        site=site,
        catalogs=parsed.catalogs,
        bodies=shown.bodies,
        anchors=shown.anchors,
        pictures=pictured.pictures,
        assets=assets,
        icons=icons,
        copies=copies,
        content=Contents(files.among(copies.values()), known),
        templates=templates,
        sealed={},
        vault=Locked(),
        grants=grants,
        scripts=scripts,
        figures=figures,
        images=pictured.images,
        making=_making(pictured, files, memo, site.config),
        typefaces=lettering.typefaces,
        drawing=Drawing(lettering, Blobs(memo.store.blobs)),
    )
    plain = ("pictures", "assets", "icons", "copies", "templates", "figures", "images")
    parts = {name: fingerprint(getattr(made, name)) for name in plain}
    parts |= {
        "site": resolved.digest,
        "catalogs": fingerprint({locale: memo.digest(file) for locale, file in parsed.catalog_paths.items()}),
        "bodies": shown.bodies.digest,
        **dict(zip(_body_parts(memo, resolved), shown.bodies.digests.values(), strict=True)),
        "anchors": fingerprint((resolved.digest, shown.freed)),
        "content": fingerprint(known),
        "grants": fingerprint(grants),
        "scripts": fingerprint(tuple(scripts)),
        "typefaces": lettering.mark,
        "drawing": b"",  # What it draws is known by the cards.
        "making": b"",  # What it makes is known by the forms.
        "vault": b"",  # What it makes is known by what is sealed.
    }
    if master and resolved.shown.sealed:
        vault = Vault(master, files, memo, parsed, resolved.shown.sealed, behind, made)
        depends = [parts[name] for name in ("site", "catalogs", "pictures", "anchors")]
        made = replace(made, sealed=vault.parts(fingerprint((*depends, behind.pictures))), vault=vault)
    parts["sealed"] = fingerprint([(*place, part) for place, part in made.sealed.items()])
    if site.config.has_search:
        found = texts(made, fingerprint((parts["site"], parts["catalogs"])), memo)
        index = indexed(found.texts, shown.bodies, resolved.shown.freed, memo, workers)
        made = replace(made, findable=found.texts, words=index)
        parts["findable"] = found.digest
        parts |= {f"words {number}": index.digest(number) for number in index}
    else:
        forget(memo)
        parts["findable"] = b""
    return made, parts, tuple(problems)


def _making(pictured: Published, files: Files, memo: Memo, config: Config) -> Making:
    of = files.among({form.source for form in pictured.images.values()})
    return Making(of, Blobs(memo.store.blobs), max(config.images.widths, default=0))


def _bodies(parsed: Parsed, memo: Memo, resolved: Resolved) -> Kept[Body]:
    """Those of the sources that are on some page; the same again, with its digest, while no document is another."""
    known: tuple[Kept[Body], Kept[Body]] | None = memo.remembered("bodies", resolved.digest)
    if known is not None and known[0] is parsed.bodies:
        return known[1]
    bodies = parsed.bodies.among(resolved.shown.anchors)
    if not resolved.shown.freed:  # Else others are put with them.
        memo.remember("bodies", resolved.digest, (parsed.bodies, bodies))
    return bodies


def _body_parts(memo: Memo, resolved: Resolved) -> Sequence[str]:
    """The names of the parts that bodies are. To make them takes longer than all else that a look does to bodies."""
    known: Sequence[str] | None = memo.remembered("body parts", resolved.digest)
    return known or memo.remember("body parts", resolved.digest, [f"bodies {path}" for path in resolved.shown.anchors])


def _figures(files: Files, config: Config, memo: Memo) -> tuple[dict[str, int], list[Diagnostic]]:
    """What has been raised, by the file that says so, and which files do not."""
    figures, problems = dict[str, int](), list[Diagnostic]()
    for number, campaign in enumerate(config.campaigns):
        file = campaign.goal.raised_file if campaign.goal else ""
        if not file or file in figures:
            continue
        if file not in files.stamps:
            at = At(CONFIG, f"campaign.{number}.goal.raised_file")
            hint = 'It holds what has been raised, as {"raised": 1200}.'
            problems.append(error("figures-missing", f"There is no file {file}.", at, hint))
            continue
        content = memo.read(file)
        raised, wrong = (None, (content,)) if isinstance(content, Diagnostic) else parse_figures(file, content)
        problems += wrong
        if raised is not None:
            figures[file] = raised
    return figures, problems


class _Shown(Struct):
    """What each source that is on a page says, as far as it may be read now."""

    bodies: Kept[Body]
    anchors: Mapping[str, tuple[str, ...]]
    pictures: set[str]
    freed: list[bytes]


def _shown(parsed: Parsed, memo: Memo, resolved: Resolved) -> _Shown:
    """What is sealed and free now is read from its file again; it is not kept."""
    shown = _Shown(_bodies(parsed, memo, resolved), resolved.shown.anchors, set(), [])
    for path in resolved.shown.freed:
        document = freed(path, parsed, memo)
        if document is not None:
            shown.bodies.add(path, fingerprint(document.body), document.body)
            shown.anchors = {**shown.anchors, path: document.face.anchors}
            shown.pictures.update(document.face.images)
            shown.freed.append(fingerprint(document.face))
    return shown
