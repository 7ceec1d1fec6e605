"""A site checked: all that a build would tell of its sources, and what an output folder says when it is read back.

Each page is rendered once more, in truth mode, and compared with the one that stands there. Pages are read one by one,
and of each only what it says of itself is kept; nothing is written but to the store.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.check import feeds, html, languages, links, metadata, translations
from ordskifte.check.faults import Fault, told, told_at
from ordskifte.check.feeds import Feed, Sitemap
from ordskifte.check.findings import graded
from ordskifte.check.links import Addresses, Anchor
from ordskifte.check.metadata import Said
from ordskifte.check.pages import written
from ordskifte.load import Files
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, in_order
from ordskifte.model.site import Target
from ordskifte.parse.body.seal import above_divider
from ordskifte.parse.text import decoded
from ordskifte.pipeline.catalogs import catalog_findings
from ordskifte.pipeline.guard import Guard
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared, made, prepared
from ordskifte.pipeline.rendering import Rendered, Rendering, Shared, press
from ordskifte.pipeline.results import Failed, Made, Options, Progress, Seconds, reasons
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import Store
from ordskifte.pipeline.workers import HERE, Workers, at
from ordskifte.render.assets import ASSETS, COPIES, ICONS
from ordskifte.render.compiled import FOLDER as TEMPLATES
from ordskifte.render.members import SEALED
from ordskifte.render.pages import LISTINGS, PAGES
from ordskifte.render.search import SEARCH, rows
from ordskifte.render.templates import Templates
from ordskifte.render.truth import Truth, without_marks
from ordskifte.tree import content, tree
from ordskifte.write import SPARED

SHARE = 100
"""Outputs that a worker is given at a time."""


class Checked(Struct, frozen=True):
    made: Made
    """With everything that was found, as grave as the site says, and no outputs."""
    foreign: Mapping[str, int] = {}
    """How many pages of each edition show a text in another language."""
    files: int = 0
    """How many files were read back."""


def checked(
    files: Files,
    root: bytes,
    name: str,
    store: Store,
    options: Options,
    seams: Seams,
    workers: Workers,
    progress: Progress,
) -> Checked:
    """What is wrong with these files, and with the site at `root`, whose outputs are called by `name`, with a slash.

    Raises MomentRefused, WorkFailed, WriteFailed or OSError.
    """
    seconds = Seconds()
    memo = Memo(files, store)
    site = prepared(files, memo, options, seams, workers, seconds)
    if not isinstance(site, Prepared):
        return Checked(made(files, site, (), (), seconds))
    memo.save()
    store.commit()  # Workers read it.
    guard = Guard(site, memo, options.master) if site.sealed else None
    site.rendering.search = guard.search if guard else None
    seen = _seen_by_all(site, root, workers, progress)
    suspects = ((path, content(root, path) or b"") for path in seen.suspects)
    seconds.lap("read")
    pages = site.rendering.plan.ground.site.pages
    said = (
        *reasons(seen.failures, site.diagnostics),
        *translations.behind(pages.values()),
        *catalog_findings(files, site.texts, memo),
        *_told(files, site, root, name, seen),
        *_behind(site, root),
        *(guard.leaks(suspects) if guard else ()),
    )
    ended = made(files, site, said, (), seconds)
    diagnostics = in_order(graded(ended.diagnostics, site.texts.config.severities))
    foreign = {
        locale: sum(page.entry.is_foreign for (of, _, _), page in pages.items() if of == locale)
        for locale in ended.editions
    }
    return Checked(replace(ended, diagnostics=diagnostics), foreign, seen.files)


# --------------------------------------------------------------------------------------
# By workers
# --------------------------------------------------------------------------------------


class Batch(Struct, frozen=True):
    """Some paths of an output folder, with what is made there by the plan, which lies in a file for some."""

    plan: str
    file: str
    root: bytes
    outputs: Sequence[tuple[str, Target | None]]


class Seen(Struct):
    """What was seen in some outputs."""

    files: int = 0
    said: list[Said] = []
    faults: list[Fault] = []
    anchors: list[Anchor] = []
    """What links lead to in other pages."""
    feeds: list[Feed] = []
    sitemaps: list[Sitemap] = []
    failures: list[Failed] = []
    suspects: list[str] = []
    """The outputs in which sealed words may stand."""
    outdated: list[Fault] = []
    """That files are not what these sources make: of interest where nothing else is wrong with the sources."""

    def add(self, other: "Seen") -> None:
        """Take in what was seen in others."""
        self.files += other.files
        self.said += other.said
        self.faults += other.faults
        self.anchors += other.anchors
        self.feeds += other.feeds
        self.sitemaps += other.sitemaps
        self.failures += other.failures
        self.suspects += other.suspects
        self.outdated += other.outdated


class Desk:
    """Where outputs of one plan are read, in one thread."""

    def __init__(self, rendering: Rendering, root: bytes) -> None:
        site = rendering.plan.ground.site
        self._root = root
        self._rendering = rendering
        self._search = rendering.search
        self._truth = Rendering(rendering.plan, Templates(rendering.plan.templates, Truth()))
        self._has_editions = len(site.config.editions) > 1
        self._addresses = Addresses(site.config.url, site.config.base_path, tree(root, SPARED, {}, {}).files)

    def seen(self, outputs: Iterable[tuple[str, Target | None]]) -> Seen:
        """What is to be seen in some outputs."""
        seen = Seen()
        for path, target in outputs:
            at(path)
            there = content(self._root, path)
            if target is not None:
                self._compare(target, there, seen)
            if there is not None:
                seen.files += 1
                if self._search is None or self._search.sources(there, path):  # Where nobody can look, others will.
                    seen.suspects.append(path)
                self._read(path, there, target, seen)
            if target is None:
                seen.outdated.append(_otherwise(path, "Nothing in these sources makes this file."))
        return seen

    def _compare(self, target: Target, there: bytes | None, seen: Seen) -> None:
        """Make an output, a page with the languages of its words, and see whether it is what stands there."""
        if target.path.endswith(".html") and target.renderer != COPIES.name:
            page = self._truth.rendered(target)
            if isinstance(page, Rendered) and _is_of_template(page):
                printed = page.output.content.decode(errors="replace")
                seen.faults += languages.faults(target.path, printed, self._has_editions)
                if without_marks(printed).encode() == there:
                    return
        elif target.renderer == SEARCH.name:
            seen.faults += self._found(target)
        # A template that counts or cuts its own markup sees the marks; so what differs is made without them.
        made = self._rendering.rendered(target)
        if isinstance(made, Failed):
            seen.failures.append(made)
        elif there is None:
            seen.outdated.append(_otherwise(target.path, "This file is not there."))
        elif made.output.content != there:
            seen.outdated.append(_otherwise(target.path, "These sources make another file than this one."))

    def _found(self, target: Target) -> Iterator[Fault]:
        """What is wrong with the languages of what readers are shown when they search."""
        made = self._truth.rendered(target)
        if isinstance(made, Rendered) and (found := rows(made.output.content)):
            page = f'<html lang="{target.locale}"><body>{found}</body></html>'
            yield from languages.faults(target.path, page, self._has_editions)

    def _read(self, path: str, there: bytes, target: Target | None, seen: Seen) -> None:
        """Note what an output says; of what is published as it is, only style sheets are the site's own."""
        if target is not None and target.renderer == COPIES.name:
            if path.endswith(".css"):
                seen.faults += links.style_faults(path, there.decode(errors="replace"), self._addresses)
        elif path.endswith(".html"):
            page = written(path, there)
            is_ours = target is not None and target.renderer in (PAGES.name, LISTINGS.name)
            seen.faults += html.faults(page, target.locale if target and is_ours else "")
            seen.faults += links.faults(page, self._addresses, seen.anchors)
            seen.said.append(metadata.said(page, self._addresses, target is not None and target.renderer == PAGES.name))
        else:
            self._read_list(path, there, seen)

    def _read_list(self, path: str, there: bytes, seen: Seen) -> None:
        match feeds.read(path, there):
            case Fault() as fault:
                seen.faults.append(fault)
            case Feed() as feed:
                seen.faults += feeds.content_faults(feed, self._addresses)
                seen.feeds.append(feeds.without_content(feed))
            case Sitemap() as sitemap:
                seen.sitemaps.append(sitemap)


def _is_of_template(page: Rendered) -> bool:
    """Whether a template has printed a page; what Python prints is not marked."""
    return any(query.name == "template" for query in page.asked)


def _otherwise(path: str, message: str) -> Fault:
    return Fault("output-outdated", message, path, hint="Build again, with the same options.")


class _Desks(threading.local):
    """Those of this thread."""

    def __init__(self) -> None:
        self.known: dict[str, Desk] = {}


_desks = _Desks()


def seen(batch: Batch) -> Seen:
    """What is to be seen in a batch."""
    if batch.plan not in _desks.known:
        _desks.known.clear()
        _desks.known[batch.plan] = Desk(press(batch.plan, batch.file).rendering, batch.root)
    return _desks.known[batch.plan].seen(batch.outputs)


# --------------------------------------------------------------------------------------
# Together
# --------------------------------------------------------------------------------------


def _seen_by_all(site: Prepared, root: bytes, workers: Workers, progress: Progress) -> Seen:
    """What is to be seen in all outputs, those that are there and those that should be."""
    targets = site.targets.by_path
    outputs = [(path, targets.get(path)) for path in sorted({*tree(root, SPARED, {}, {}).files, *targets})]
    together = Seen()
    with Shared(site.rendering, workers) as shared:
        here = [(path, target) for path, target in outputs if target and target.renderer == SEALED.name]
        others = [(path, target) for path, target in outputs if not target or target.renderer != SEALED.name]
        batches = [Batch(shared.name, shared.file, root, share) for share in workers.shares(others, SHARE)]
        own = [Batch(shared.name, shared.file, root, share) for share in HERE.shares(here, SHARE)]
        looks = chain(workers.map(seen, batches, len(others)), HERE.map(seen, own, len(here)))
        done = 0
        for batch, each in zip((*batches, *own), looks, strict=True):
            together.add(each)
            done += len(batch.outputs)
            progress(done, len(outputs))
    return together


def _faults(site: Prepared, root: bytes, seen: Seen) -> Iterator[Fault]:
    """Everything that is wrong with the outputs, each by itself and together."""
    config = site.texts.config
    yield from seen.faults
    if site.is_sound and not seen.failures:  # With errors no build would leave anything.
        yield from seen.outdated
    addresses = Addresses(config.url, config.base_path, tree(root, SPARED, {}, {}).files)
    for to, anchors in groupby(sorted(seen.anchors, key=_aim), key=_aim):
        yield from links.anchor_faults(anchors, written(to, content(root, to) or b"").ids)
    if site.head.preview:
        yield from metadata.preview_faults(seen.said)
        return
    yield from metadata.faults(seen.said, {sitemap.path: sitemap.addresses for sitemap in seen.sitemaps})
    yield from feeds.part_faults(seen.sitemaps, addresses)
    pages = {page.address: page for page in seen.said}
    for feed in seen.feeds:
        yield from feeds.faults(feed, pages, addresses)


def _aim(anchor: Anchor) -> str:
    return anchor.to


def _told(files: Files, site: Prepared, root: bytes, name: str, seen: Seen) -> Iterator[Diagnostic]:
    """Everything that is wrong with the outputs, as problems."""
    faults = list(_faults(site, root, seen))
    texts = {path: _source(files, path) for path in files.under(TEMPLATES)} if faults else {}
    templates = {path: text for path, text in texts.items() if not path.startswith(ASSETS) or path.startswith(ICONS)}
    paths = {path for fault in faults for path in (fault.path, fault.page)}
    shown = {path: site.targets.by_path.get(path) for path in paths}
    sources = {path: source for path, target in shown.items() if (source := _shown(site, target))}

    def public(source: str) -> str:
        """What of a text is for everyone in any case."""
        text = _source(files, source)
        return above_divider(text) if source in site.texts.sealable else text

    return told(faults, name, lambda path: _output(root, path), templates, sources, public)


def _behind(site: Prepared, root: bytes) -> Iterator[Diagnostic]:
    """What would be found in pages if the parts for members stood there."""
    if site.vault is None:
        return
    config = site.texts.config
    addresses = Addresses(config.url, config.base_path, tree(root, SPARED, {}, {}).files)
    for source in site.vault.sources:
        part = site.vault.part(source)
        above = [1, *(heading.level for heading in site.texts.faces[source].headings)]
        levels = above[-1], *(heading.level for heading in part.headings)
        for number, fault in html.heading_faults(levels, source):
            yield told_at(fault, part.places[f"heading.{number}"])
        rooted = [config.base_path + address.removeprefix("/") for address in part.addresses]
        for number, fault in links.address_faults(rooted, addresses):
            yield told_at(fault, part.places[f"address.{number}"])


def _source(files: Files, path: str) -> str:
    text = files.read(path)
    return decoded(path, text)[0] if isinstance(text, bytes) else ""


def _output(root: bytes, path: str) -> str:
    return (content(root, path) or b"").decode(errors="replace")


def _shown(site: Prepared, target: Target | None) -> str:
    """The file whose text an output shows, if it is the page of a work."""
    if target is None or target.renderer != PAGES.name:
        return ""
    kind, key = (str(part) for part in target.subject)
    return site.rendering.plan.ground.site.pages[target.locale, kind, key].source


def output_lines(root: bytes, name: str, diagnostics: Diagnostics) -> Mapping[Span, str]:
    """The lines of outputs that problems in their order are on."""
    lines: dict[Span, str] = {}
    for source, problems in groupby(diagnostics, key=_source_of):
        if source.startswith(name):
            text = _output(root, source.removeprefix(name)).split("\n")
            spans = (problem.span for problem in problems)
            lines |= {span: text[span.line - 1] for span in spans if isinstance(span, Span) and span.line}
    return lines


def _source_of(problem: Diagnostic) -> str:
    return problem.span.source
