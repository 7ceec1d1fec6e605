"""The whole walk on one screen: files are parsed, resolved to a site, rendered and written."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

from msgspec.structs import replace

from ordskifte.load import Files
from ordskifte.model.diagnostics import in_order
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.site import Target
from ordskifte.pipeline.blobs import Blobs
from ordskifte.pipeline.cards import kept_as
from ordskifte.pipeline.guard import Guard
from ordskifte.pipeline.inventory import keep_up, known
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.pictures import PAGES as PICTURE
from ordskifte.pipeline.prepared import Prepared, made, prepared
from ordskifte.pipeline.recorded import Record
from ordskifte.pipeline.rendering import Batch, Rendered, Shared, Staged, Tracing, staged
from ordskifte.pipeline.results import Built, Failed, Made, Options, Progress, Seconds, reasons
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import Store, store_in_memory
from ordskifte.pipeline.traces import Standing, Traces, change, standing
from ordskifte.pipeline.unchanged import finished
from ordskifte.pipeline.workers import HERE, Workers
from ordskifte.render.cards import CARDS
from ordskifte.render.compressed import COMPRESSED, original
from ordskifte.render.images import IMAGES
from ordskifte.render.members import SEALED
from ordskifte.render.pages import LISTINGS
from ordskifte.write import Output as OutputFolder
from ordskifte.write import WriteFailed

SHARE = 100
"""Outputs that a worker is given at a time."""


def walk(files: Files, options: Options, seams: Seams) -> Made:
    """The site that these files make at the options' moment, all of it in memory. Raises MomentRefused."""
    seconds = Seconds()
    with store_in_memory() as store:
        memo = Memo(files, store)
        site = prepared(files, memo, options, seams, HERE, seconds)
        if not isinstance(site, Prepared):
            return made(files, site, (), (), seconds)
        results = [site.rendering.rendered(target) for target in site.targets.by_path.values()]
        seconds.lap("render")
        failures = [result for result in results if isinstance(result, Failed)]
        outputs = tuple(result.output for result in results if isinstance(result, Rendered))
        found = ((output.path, output.content) for output in outputs)
        leaks = Guard(site, memo, options.master).leaks(found) if site.sealed and site.is_sound else ()
        return made(files, site, (*reasons(failures, site.diagnostics), *leaks), outputs, seconds)


def build(
    files: Files,
    folder: OutputFolder,
    store: Store,
    options: Options,
    seams: Seams,
    workers: Workers,
    progress: Progress,
) -> Built:
    """The site that these files make, written; with errors the old one stays as it was.

    What the last build into this folder made and nothing has changed is kept. Raises MomentRefused, WorkFailed or
    WriteFailed.
    """
    seconds = Seconds()
    memo = Memo(files, store)
    site = prepared(files, memo, options, seams, workers, seconds)
    if not isinstance(site, Prepared):  # Of the other files nothing has been looked at; what was known of them stays.
        return Built(made(files, site, (), (), seconds))
    memo.save()
    store.commit()  # Workers read it, and parsing is not for nothing if the build is ended here.
    before = Record(store, folder.name)
    stands, trace = _standing(site, before, folder)
    stale = [site.targets.by_path[path] for path in site.targets.by_path if path not in stands.paths]
    guard = Guard(site, memo, options.master) if site.sealed and (stale or site.sealed != before.searched) else None
    site.rendering.search = guard.search if guard else None
    seconds.lap("compare")
    results = tuple(_staged(site, stale, folder, workers, progress))
    seconds.lap("render")
    failing = {failure.path: failure for result in results for failure in result.failures}
    failures = [failing[path] for path in site.targets.by_path if path in failing]  # As if they were made in turn.
    leaks = guard.leaks(_found(guard, before, folder, stands, results, workers)) if guard and site.is_sound else ()
    ended = made(files, site, (*reasons(failures, site.diagnostics), *leaks), (), seconds)
    if ended.has_errors:
        return Built(ended)
    is_torn = memo.is_torn or any(result.torn for result in results)
    new = trace if is_torn else _traces(trace, results)  # What was made of no one tree is remade by the next build.
    listed = known(folder, before)
    was_made, were_made = before.parts, before.all_targets
    before.forget(frozenset(folder.changing() & before.stamps.keys()))
    published = folder.publish()
    stamps = folder.stamps()
    changes = change(before.traced, stands, new)
    before.put_traces(changes, [target.path for target in stale if target.path not in changes.outputs])
    before.put(stamps, _digests(site, before), site.targets.digest, site.parts)
    before.put_folders(folder.folders())
    before.put_searched(site.sealed)
    seals = {path: seal for result in results for path, seal in result.seals.items()}
    unlisted = keep_up(folder, before, listed, site.head, site.targets.by_path, seals, published.removed)
    ended = replace(ended, diagnostics=in_order((*ended.diagnostics, *unlisted)))
    if memo.is_settled and not is_torn and not unlisted:
        before.put_end(finished(files, options, ended, site.moments))
    if site.parts["images"] != was_made.get("images") or site.targets.digest != were_made:
        Blobs(store.blobs).prune(set(_kept(site)))
    memo.save()
    store.commit()
    seconds.lap("write")
    return Built(ended, published.written, published.unchanged, published.removed, seconds.laps)


def _standing(site: Prepared, before: Record, folder: OutputFolder) -> tuple[Standing, Traces]:
    """The outputs that are as they would be made now: to be the same, from the same answers, and not touched since."""
    by_path, untraced = site.targets.by_path, before.untraced
    untouched = [path for path in folder.untouched(before.stamps) if path not in untraced and path in by_path]
    if site.targets.digest != before.all_targets:
        untouched = [path for path in untouched if fingerprint(by_path[path]) == before.targets[path]]
    altered = [name for name in {**site.parts, **before.parts} if before.parts.get(name) != site.parts.get(name)]
    doubtful = before.doubtful(altered)
    if doubtful is None:
        stands = standing(before.traces, untouched, altered, site.rendering.answer)
    else:
        stands = Standing(set(untouched) - doubtful)
    folder.keep(stands.paths)
    trace = Tracing(site.rendering, {})
    for query in site.rendering.answers.fragments:
        trace.reads((query,))
    return stands, Traces(trace.questions, {}, trace.fragments)


def _staged(
    site: Prepared, stale: Sequence[Target], folder: OutputFolder, workers: Workers, progress: Progress
) -> Iterator[Staged]:
    """What becomes of outputs that must be made, share by share; with errors they are made and not kept."""
    staging = folder.staging if site.is_sound else None
    with Shared(site.rendering, workers) as shared:
        here, images, lists, others = _by_maker(stale, SEALED.name, IMAGES.name, LISTINGS.name)
        # The key is with this process alone, so what is sealed is made here.
        # A picture is opened once for all its forms. It takes so long that what is quick comes behind it. The lists of
        # an edition show the same articles: who makes them all makes what stands for an article once. A text is read
        # once for all editions.
        lists.sort(key=lambda target: target.locale)
        others.sort(key=_work)
        shares = [*_by_picture(images), *workers.portions(lists, SHARE), *workers.shares(others, SHARE)]
        batches = [Batch(shared.name, shared.file, share, staging) for share in shares]
        own = [Batch(shared.name, shared.file, share, staging) for share in HERE.shares(here, SHARE)]
        made = chain(
            workers.map(staged, batches, len(lists) + len(others) + len(images) * PICTURE),
            HERE.map(staged, own, len(here)),
        )
        done = 0
        for result, batch in zip(made, (*batches, *own), strict=True):
            if result.unwritten:
                raise WriteFailed(*result.unwritten)
            new = set(result.new)
            for path in result.reads:
                folder.take(path, path in new)
            done += len(batch.targets)
            progress(done, len(stale))
            yield result


def _by_maker(targets: Iterable[Target], *renderers: str) -> tuple[list[Target], ...]:
    """The targets of each of these renderers, then all the others; what is compressed is with what it is made of."""
    found: dict[str, list[Target]] = {name: [] for name in (*renderers, "")}
    for target in targets:
        maker = _uncompressed(target).renderer
        found[maker if maker in renderers else ""].append(target)
    return tuple(found.values())


def _work(target: Target) -> tuple[str, ...]:
    """What an output is of, in whichever edition."""
    return tuple(map(str, _uncompressed(target).subject))


def _uncompressed(target: Target) -> Target:
    return original(target) if target.renderer == COMPRESSED else target


def _kept(site: Prepared) -> Iterator[str]:
    """The names of what later builds need not make again; what no page shows any more is forgotten."""
    yield from (form.key for form in site.rendering.plan.ground.images.values())
    yield from (kept_as(target.path) for target in site.targets.by_path.values() if target.renderer == CARDS.name)


def _by_picture(images: Iterable[Target]) -> Iterator[Sequence[Target]]:
    """The forms of each picture."""
    for _, forms in groupby(images, lambda target: target.subject):
        yield tuple(forms)


def _found(
    guard: Guard, before: Record, folder: OutputFolder, stands: Standing, results: Iterable[Staged], workers: Workers
) -> Iterator[tuple[str, bytes]]:
    """The outputs in which sealed words may be, with their bytes: made now, or left by an earlier build."""
    for result in results:
        for path in result.reads if result.suspects is None else result.suspects:
            yield path, folder.coming(path)
    for path in guard.standing(before.searched, folder.staging.root, sorted(stands.paths), workers):
        yield path, folder.content(path)


def _traces(trace: Traces, results: Iterable[Staged]) -> Traces:
    """What all workers found out together."""
    questions, outputs, fragments = dict(trace.questions), dict(trace.outputs), dict(trace.fragments)
    for result in results:
        questions |= result.questions
        outputs |= result.reads
        fragments |= result.fragments
    return Traces(questions, outputs, fragments)


def _digests(site: Prepared, before: Record) -> dict[str, bytes]:
    """The digest of what each output is to be."""
    if site.targets.digest == before.all_targets:
        return before.targets
    return {path: fingerprint(target) for path, target in site.targets.by_path.items()}
