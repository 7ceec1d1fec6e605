"""The whole walk on one screen: files are parsed, resolved to a site, rendered and written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from time import perf_counter

from msgspec import Struct

from ordskifte.load import Files, load
from ordskifte.model.clock import parsed_moment
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, error, in_order, placed
from ordskifte.model.site import Clock, Output, Target
from ordskifte.pipeline.stages import ground, parsed, quoted, untranslated
from ordskifte.render.assets import COPIES
from ordskifte.render.pages import LISTINGS, PAGES
from ordskifte.render.queries import QUERIES, silent_campaigns
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import TemplateFailed, Templates
from ordskifte.render.view import Answers
from ordskifte.resolve.references import check_pictures
from ordskifte.resolve.site import resolve
from ordskifte.write import open_output

RENDERERS = (PAGES, LISTINGS, COPIES)
Progress = Callable[[int, int], None]
"""Told how many outputs have been made, of how many."""


class MomentRefused(Exception):
    """The moment of the options is none in the site's zone, and why."""


class Options(Struct, frozen=True):
    """What a build is asked for."""

    at: str
    """The moment it is made for, as `parsed_moment` reads it; without a zone, in the site's."""
    base_url: str = ""
    shows_drafts: bool = False
    shows_future: bool = False


class Seams(Struct, frozen=True):
    """What a site adds: outputs, and questions that its templates may ask."""

    renderers: tuple[Renderer, ...] = ()
    queries: Mapping[str, Callable[..., object]] = {}


class Made(Struct, frozen=True):
    """Every output of a site, and everything that was noticed on the way. With errors there are no outputs to trust."""

    outputs: tuple[Output, ...]
    diagnostics: Diagnostics
    lines: Mapping[Span, str] = {}
    """The line of its source that each place is on."""
    pages: int = 0
    base_path: str = "/"
    editions: tuple[str, ...] = ()
    seconds: Mapping[str, float] = {}

    @property
    def has_errors(self) -> bool:
        return any(diagnostic.is_error for diagnostic in self.diagnostics)


class Built(Struct, frozen=True):
    """What a build did to the output folder."""

    made: Made
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    seconds: Mapping[str, float] = {}


def walk(files: Files, options: Options, seams: Seams, progress: Progress) -> Made:
    """The site that these files make at the options' moment. Raises MomentRefused."""
    seconds = Seconds()
    texts = parsed(files, options.base_url)
    seconds.lap("parse")
    if isinstance(texts, tuple):
        return Made((), in_order(texts), quoted(files, texts), seconds=seconds.laps)
    clock = Clock(_moment(options.at, texts.config.time_zone), options.shows_drafts, options.shows_future)
    site, problems = resolve(texts.config, texts.faces, clock)
    problems += (*check_pictures(texts.faces, files.stamps), *untranslated(files, texts))
    seconds.lap("resolve")
    templates = Templates(texts.templates)
    stands, file_problems = ground(files, texts, site, templates.digests())
    answers = Answers(stands, {**QUERIES, **seams.queries}, templates.fragment)
    renderers = (*RENDERERS, *seams.renderers)
    targets = [(target, renderer) for renderer in renderers for target in renderer.targets(stands)]
    outputs: list[Output] = []
    problems += (*file_problems, *silent_campaigns(stands), *_collisions(targets))
    found = [*texts.diagnostics, *problems, *templates.broken.values()]
    for number, result in enumerate(_rendered(targets, answers, templates), 1):
        if isinstance(result, Output):
            outputs.append(result)
        else:
            found.append(result)
        progress(number, len(targets))
    seconds.lap("render")
    diagnostics = in_order(tuple(placed(problem, texts.places) for problem in found))
    pages = sum(renderer in (PAGES, LISTINGS) for _, renderer in targets)
    lines = quoted(files, diagnostics)
    return Made(
        tuple(outputs), diagnostics, lines, pages, texts.config.base_path, tuple(texts.config.editions), seconds.laps
    )


def build(root: Path, output: Path, options: Options, seams: Seams, progress: Progress, force: bool) -> Built:
    """The site under a root made and written; with errors the old one stays as it was.

    Raises MomentRefused, OutputRefused, OutputBusy or WriteFailed.
    """
    seconds = Seconds()
    with open_output(output, root, force, wait=10) as folder:
        files = load(root, exclude=[output])
        seconds.lap("load")
        made = walk(files, options, seams, progress)
        seconds.lap("walk")
        if made.has_errors:
            return Built(made)
        for whole in made.outputs:
            folder.stage(whole.path, whole.content)
        published = folder.publish()
        seconds.lap("write")
    laps = {"load": seconds.laps["load"], **made.seconds, "write": seconds.laps["write"]}
    return Built(made, published.written, published.unchanged, published.removed, laps)


def _moment(at: str, zone: str) -> datetime:
    try:
        return parsed_moment(at, zone)
    except ValueError as problem:
        raise MomentRefused(str(problem)) from None


def _rendered(
    targets: Iterable[tuple[Target, Renderer]], answers: Answers, templates: Templates
) -> Iterator[Output | Diagnostic]:
    """Each output, or why it could not be made."""
    for target, renderer in targets:
        view = templates.view(answers, target.locale)
        try:
            yield Output(target.path, renderer.render(target, view, templates))
        except TemplateFailed as failed:
            yield failed.diagnostic


def _collisions(targets: Iterable[tuple[Target, Renderer]]) -> Iterator[Diagnostic]:
    """Two outputs that would be one file; addresses that sources claim twice have been told by resolve."""
    taken: dict[str, str] = {}
    for target, renderer in targets:
        first = taken.setdefault(target.path.lower(), renderer.name)
        if first != renderer.name:
            message = f"Two outputs would be {target.path}: one of {first}, one of {renderer.name}."
            place = str(target.subject[0]) if renderer is COPIES else target.path
            yield error("output-twice", message, Span(place), "Rename one of them.")


class Seconds:
    """How long each stage took."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.laps[stage] = now - self._last
        self._last = now
