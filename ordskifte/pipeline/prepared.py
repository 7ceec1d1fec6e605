"""A site that is resolved and ready to be rendered: what is to be made, and all that it can be made from."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from secrets import token_bytes
from typing import Any

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from ordskifte.load import CONFIG, Files
from ordskifte.model.clock import parsed_moment
from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, Severity, Span, in_order, placed, warning
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.secrets import Secret
from ordskifte.model.site import Clock, Output, Target
from ordskifte.model.translations import State
from ordskifte.pipeline.behind import Behind
from ordskifte.pipeline.cards import unset
from ordskifte.pipeline.collisions import collisions
from ordskifte.pipeline.ground import Parts, ground
from ordskifte.pipeline.manifest import Head
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.rendering import RENDERERS, Plan, Rendering
from ordskifte.pipeline.resolved import Packed, Resolved, resolved
from ordskifte.pipeline.results import Made, MomentRefused, Options, Seconds
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.sources import Parsed, in_ledger, parsed, quoted, untranslated
from ordskifte.pipeline.translations import translations
from ordskifte.pipeline.unchanged import Moments
from ordskifte.pipeline.vault import Vault
from ordskifte.pipeline.workers import Workers
from ordskifte.render.compressed import with_compressed
from ordskifte.render.pages import LISTINGS, PAGES
from ordskifte.render.queries import Ground, silent_campaigns
from ordskifte.render.redirects import pageless, unwritten
from ordskifte.render.templates import Templates
from ordskifte.render.view import Observed


class Targets(Struct, frozen=True):
    """What is to be made, by path, and the digests of the parts of the ground that this was told from."""

    parts: dict[str, bytes]
    by_path: Mapping[str, Target]
    digest: bytes
    pages: int
    diagnostics: Diagnostics


class Prepared(Struct, frozen=True):
    rendering: Rendering
    targets: Targets
    parts: Parts
    """The digests of the parts of the ground."""
    texts: Parsed
    states: Mapping[str, State]
    """Of each translation that says what it was made from; to the site itself one that has aged is current."""
    diagnostics: Diagnostics
    moments: Moments
    head: Head
    """What the manifest is to say of the output as a whole."""
    vault: Vault | None
    """What reads the texts that are sealed at this moment, where there are any."""
    sealed: Mapping[str, bytes]
    """By their sources, what tells one state of each of them from any other."""

    @property
    def is_sound(self) -> bool:
        return not any(problem.is_error for problem in self.diagnostics)


def prepared(
    files: Files, memo: Memo, options: Options, seams: Seams, workers: Workers, seconds: Seconds
) -> Prepared | Diagnostics:
    """The files parsed and resolved at the options' moment; without a usable `site.toml` only what is wrong.

    Raises MomentRefused or WorkFailed.
    """
    texts = parsed(files, memo, options.base_url, workers)
    seconds.lap("parse")
    if isinstance(texts, tuple):
        return texts
    now = _moment(options.at, texts.config.time_zone)
    clock = Clock(now, options.shows_drafts, options.shows_future, options.is_preview)
    standing = translations(files, texts, memo, workers)
    found = resolved(texts, standing.states, files, memo, clock)
    templates = Templates(texts.templates)
    behind = Behind(files, memo, texts, found)
    stands, parts, file_problems = ground(files, texts, memo, found, behind, templates.digests(), options, workers)
    targets = _targets(stands, parts, seams, memo)
    diagnostics = (
        *texts.of_build,
        *standing.diagnostics,
        *found.diagnostics,
        *behind.problems(),
        *untranslated(texts, found.shown.labels),
        *file_problems,
        *silent_campaigns(stands),
        *_unsealed(found, options),
        *in_ledger(targets.diagnostics, files, memo),
        *templates.broken.values(),
    )
    seconds.lap("resolve")
    site = found.site
    moments = Moments(clock.now, site.next_change, texts.config.time_zone)
    sealed = options.master is not None if found.shown.sealed else None
    head = Head(clock.now, site.next_change, site.config.url + site.config.base_path, options.is_preview, sealed)
    rendering = Rendering(Plan(stands, texts.templates, seams), templates)
    vault = _vault(files, memo, texts, found, behind, stands, options)
    return Prepared(
        rendering, targets, parts, texts, standing.states, diagnostics, moments, head, vault, _marks(vault, texts, memo)
    )


class _Kept(Struct, frozen=True):
    """Targets as they are stored."""

    parts: dict[str, bytes]
    by_path: dict[str, Raw]
    digest: bytes
    pages: int
    diagnostics: Diagnostics


def _targets(ground: Ground, parts: Parts, seams: Seams, memo: Memo) -> Targets:
    names = fingerprint([renderer.name for renderer in seams.renderers])
    found = memo.remembered("targets", names) or _stored(memo, names)
    if found is not None and all(parts[name] == digest for name, digest in found.parts.items()):
        return memo.remember("targets", names, found)
    observed: Any = Observed(ground)
    first = [
        target if renderer in RENDERERS else replace(target, renderer=renderer.name)
        for renderer in (*RENDERERS, *seams.renderers)
        for target in renderer.targets(observed)
    ]
    found = [*with_compressed(first, observed.site.config.precompress, observed.copies)]
    made = Targets(
        {name: parts[name] for name in sorted(observed.read)},
        {target.path: target for target in found},
        fingerprint(found),
        sum(target.renderer in (PAGES.name, LISTINGS.name) for target in found),
        (*collisions((*found, *pageless(observed)), observed.site.redirects), *unwritten(observed), *unset(observed)),
    )
    memo.note("targets", names, msgspec.msgpack.encode(made))
    return memo.remember("targets", names, made)


def _stored(memo: Memo, names: bytes) -> Targets | None:
    noted = memo.noted("targets", names)
    if noted is None:
        return None
    kept = msgspec.msgpack.decode(noted, type=_Kept)
    return Targets(kept.parts, Packed(kept.by_path, Target), kept.digest, kept.pages, kept.diagnostics)


def made(
    files: Files,
    prepared: Prepared | Diagnostics,
    problems: Iterable[Diagnostic],
    outputs: tuple[Output, ...],
    seconds: Seconds,
) -> Made:
    """What came of it, with every problem in its place."""
    if not isinstance(prepared, Prepared):
        diagnostics = in_order(prepared)
        return Made((), diagnostics, quoted(files, diagnostics), seconds=seconds.laps)
    texts = prepared.texts
    told = (*prepared.diagnostics, *problems)
    places = {
        problem.span.source: texts.places(problem.span.source) for problem in told if isinstance(problem.span, At)
    }
    diagnostics = in_order(tuple(placed(problem, places) for problem in told))
    return Made(
        outputs,
        diagnostics,
        quoted(files, diagnostics, texts.guarded),
        prepared.targets.pages,
        texts.config.base_path,
        tuple(texts.config.editions),
        seconds.laps,
    )


def _vault(
    files: Files, memo: Memo, texts: Parsed, found: Resolved, behind: Behind, ground: Ground, options: Options
) -> Vault | None:
    """What reads sealed texts; without a key by one that nobody has, so that they can be searched for at least."""
    if isinstance(ground.vault, Vault) or not found.shown.sealed:
        return ground.vault if isinstance(ground.vault, Vault) else None
    return Vault(Secret(token_bytes(32)), files, memo, texts, found.shown.sealed, behind, ground)


def _marks(vault: Vault | None, texts: Parsed, memo: Memo) -> dict[str, bytes]:
    """Made of the digest of a file, which the store has anyway."""
    found = {source: memo.digest(source) for source in vault.sources} if vault else {}
    known = {source: digest for source, digest in found.items() if isinstance(digest, bytes)}
    return {source: fingerprint((digest, texts.sealable[source].preview)) for source, digest in known.items()}


def _unsealed(found: Resolved, options: Options) -> Iterator[Diagnostic]:
    """That there is no key to seal by; an error where there has to be one."""
    works = {page.key for page in found.shown.sealed}
    if works and options.master is None:
        shown = f"{len(works)} articles are" if len(works) > 1 else f"`{min(works)}` is"
        message = f"There is no key, so that {shown} shown as a preview, and members cannot read on."
        hint = "Set ORDSKIFTE_ACCESS_KEY, or name a file with --key-file; `access key` makes a key."
        problem = warning("access-no-key", message, Span(CONFIG), hint)
        yield replace(problem, severity=Severity.ERROR) if options.requires_key else problem


def _moment(at: str, zone: str) -> datetime:
    try:
        return parsed_moment(at, zone)
    except ValueError as problem:
        raise MomentRefused(str(problem)) from None
