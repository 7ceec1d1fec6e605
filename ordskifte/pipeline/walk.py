"""The whole walk on one screen: files are parsed, resolved to a site, rendered and written."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from ordskifte.load import Files
from ordskifte.model.answers import Query
from ordskifte.model.clock import parsed_moment
from ordskifte.model.diagnostics import Diagnostics, in_order, placed
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.site import Clock, Output, Target
from ordskifte.pipeline.collisions import collisions
from ordskifte.pipeline.ground import ground
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.results import Built, Failed, Made, MomentRefused, Options, Progress, Seconds, reasons
from ordskifte.pipeline.sources import Parsed, parsed, quoted, untranslated
from ordskifte.pipeline.store import Recorded, Store, open_store
from ordskifte.pipeline.traces import Made as Fresh
from ordskifte.pipeline.traces import merged, standing
from ordskifte.pipeline.unchanged import Moments, finished
from ordskifte.render.assets import COPIES
from ordskifte.render.pages import LISTINGS, PAGES
from ordskifte.render.queries import QUERIES, silent_campaigns
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import RenderFailed, Templates
from ordskifte.render.view import Answers
from ordskifte.resolve.references import check_pictures
from ordskifte.resolve.site import resolve
from ordskifte.write import Output as OutputFolder

RENDERERS = (PAGES, LISTINGS, COPIES)


class Seams(Struct, frozen=True):
    """What a site adds: outputs, and questions that its templates may ask."""

    renderers: tuple[Renderer, ...] = ()
    queries: Mapping[str, Callable[..., object]] = {}


class Prepared(Struct, frozen=True):
    """A site that is resolved and ready to be rendered: what is to be made, and all that it can be made from."""

    targets: tuple[tuple[Target, Renderer], ...]
    answers: Answers
    templates: Templates
    texts: Parsed
    diagnostics: Diagnostics
    moments: Moments


class Rendered(Struct, frozen=True):
    """One output, and the questions that were asked for it."""

    output: Output
    asked: tuple[Query, ...]


def walk(files: Files, options: Options, seams: Seams, progress: Progress) -> Made:
    """The site that these files make at the options' moment, all of it in memory. Raises MomentRefused."""
    seconds = Seconds()
    with open_store(None, recipe=b"") as store:
        prepared = prepare(files, Memo(files, store), options, seams, seconds)
        if not isinstance(prepared, Prepared):
            return _made(files, prepared, None, [], seconds)
        results = list(rendered(prepared, prepared.targets, progress))
    seconds.lap("render")
    failures = [result for result in results if isinstance(result, Failed)]
    outputs = [result.output for result in results if isinstance(result, Rendered)]
    return _made(files, reasons(failures, prepared.diagnostics), prepared, outputs, seconds)


def build(
    files: Files, folder: OutputFolder, store: Store, options: Options, seams: Seams, progress: Progress
) -> Built:
    """The site that these files make, written; with errors the old one stays as it was.

    What the last build into this folder made and nothing has changed is kept. Raises MomentRefused or WriteFailed.
    """
    seconds = Seconds()
    memo = Memo(files, store)
    prepared = prepare(files, memo, options, seams, seconds)
    if not isinstance(prepared, Prepared):
        return Built(_made(files, prepared, None, [], seconds))
    before = store.recorded(folder.name)
    kept = kept_outputs(prepared, before, folder)
    seconds.lap("compare")
    stale = [(target, renderer) for target, renderer in prepared.targets if target.path not in kept]
    asked: dict[str, tuple[Query, ...]] = {}
    failures: list[Failed] = []
    is_sound = not any(problem.is_error for problem in prepared.diagnostics)
    for result in rendered(prepared, stale, progress):
        if isinstance(result, Failed):
            failures.append(result)
        elif is_sound:
            folder.stage(result.output.path, result.output.content)
            asked[result.output.path] = result.asked
    seconds.lap("render")
    made = _made(files, reasons(failures, prepared.diagnostics), prepared, [], seconds)
    memo.save()
    if made.has_errors:
        store.commit()
        return Built(made)
    if memo.is_torn:  # What was made then is remade by the next build.
        asked = {}
    traces = merged(before.traces, kept, Fresh(asked, prepared.answers.fragments, prepared.answers.digest))
    store.forget(folder.name, folder.changing() & before.stamps.keys())
    published = folder.publish()
    stamps = folder.stamps()
    targets = {target.path: fingerprint(target) for target, _ in prepared.targets}
    store.record(folder.name, before, Recorded(traces, stamps, targets))
    if memo.is_settled:
        store.finish(folder.name, finished(files, stamps, options, made, prepared.moments))
    store.commit()
    seconds.lap("write")
    return Built(made, published.written, published.unchanged, published.removed, seconds.laps)


def prepare(files: Files, memo: Memo, options: Options, seams: Seams, seconds: Seconds) -> Prepared | Diagnostics:
    """The files parsed and resolved at the options' moment; without a usable `site.toml` only what is wrong."""
    texts = parsed(files, memo, options.base_url)
    seconds.lap("parse")
    if isinstance(texts, tuple):
        return texts
    clock = Clock(_moment(options.at, texts.config.time_zone), options.shows_drafts, options.shows_future)
    site, problems = resolve(texts.config, texts.faces, clock)
    problems += (*check_pictures(texts.faces, files.stamps), *untranslated(files, texts))
    templates = Templates(texts.templates)
    stands, digests, file_problems = ground(files, texts, memo, site, templates.digests())
    answers = Answers(stands, {**QUERIES, **seams.queries}, templates.fragment, digests)
    renderers = (*RENDERERS, *seams.renderers)
    targets = tuple((target, renderer) for renderer in renderers for target in renderer.targets(stands))
    problems += (*file_problems, *silent_campaigns(stands), *collisions(targets), *templates.broken.values())
    seconds.lap("resolve")
    moments = Moments(site.now, site.next_change, texts.config.time_zone)
    return Prepared(targets, answers, templates, texts, (*texts.diagnostics, *problems), moments)


def kept_outputs(prepared: Prepared, before: Recorded, folder: OutputFolder) -> set[str]:
    """The outputs that are as they would be made now: to be the same, from the same answers, and not touched since."""
    untouched = [
        target.path
        for target, _ in prepared.targets
        if target.path in before.stamps
        and folder.standing(target.path) == before.stamps[target.path]
        and fingerprint(target) == before.targets[target.path]
    ]

    def digest(query: Query) -> bytes:
        try:
            return prepared.answers.digest(query)
        except RenderFailed:  # Whatever showed this fragment is made again, and then fails where it can be told.
            return b""

    return {path for path in standing(before.traces, untouched, digest) if folder.keep(path)}


def rendered(
    prepared: Prepared, targets: Collection[tuple[Target, Renderer]], progress: Progress
) -> Iterator[Rendered | Failed]:
    """Each of the targets made, or why it could not be."""
    for number, (target, renderer) in enumerate(targets, 1):
        view = prepared.templates.view(prepared.answers, target.locale)
        try:
            content = renderer.render(target, view, prepared.templates)
            yield Rendered(Output(target.path, content), tuple(view.asked))
        except RenderFailed as failed:
            yield Failed(target.path, failed.diagnostic)
        progress(number, len(targets))


def _made(
    files: Files, problems: Diagnostics, prepared: Prepared | None, outputs: list[Output], seconds: Seconds
) -> Made:
    if prepared is None:
        diagnostics = in_order(problems)
        return Made((), diagnostics, quoted(files, diagnostics), seconds=seconds.laps)
    diagnostics = in_order(
        tuple(placed(problem, prepared.texts.places) for problem in (*prepared.diagnostics, *problems))
    )
    config = prepared.texts.config
    return Made(
        tuple(outputs),
        diagnostics,
        quoted(files, diagnostics),
        sum(renderer in (PAGES, LISTINGS) for _, renderer in prepared.targets),
        config.base_path,
        tuple(config.editions),
        seconds.laps,
    )


def _moment(at: str, zone: str) -> datetime:
    try:
        return parsed_moment(at, zone)
    except ValueError as problem:
        raise MomentRefused(str(problem)) from None
