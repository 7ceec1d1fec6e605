"""What a worker makes of targets: outputs, staged, and of each the questions that were asked for it.

All that the outputs are made from is a `Plan`. A worker that was forked off has it in memory; another reads it from a
file that it can see.
"""

import pickle
import secrets
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from ordskifte.check.leaks import Search
from ordskifte.model.answers import Query
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.site import Output, Target
from ordskifte.pipeline.ground import Contents
from ordskifte.pipeline.indexed import Index
from ordskifte.pipeline.manifest import Seal, seal
from ordskifte.pipeline.memo import Kept
from ordskifte.pipeline.pictures import Making
from ordskifte.pipeline.results import Failed, WorkFailed
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.traces import Answer, Asked, Id, Reads, asked, reads
from ordskifte.pipeline.workers import Workers, at
from ordskifte.render import cards, citations, feeds, headers, search, sitemap
from ordskifte.render.assets import COPIES
from ordskifte.render.cards import CARDS
from ordskifte.render.citation_files import CITATIONS
from ordskifte.render.compiled import Compiled
from ordskifte.render.compressed import COMPRESSED, compressed, original
from ordskifte.render.feeds import FEEDS
from ordskifte.render.headers import HEADERS
from ordskifte.render.images import IMAGES
from ordskifte.render.members import GRANTS, SCRIPTS, SEALED
from ordskifte.render.pages import LISTINGS, PAGES
from ordskifte.render.queries import QUERIES, Ground
from ordskifte.render.redirects import REDIRECTS, RULES
from ordskifte.render.search import SEARCH
from ordskifte.render.sitemap import ROBOTS, SITEMAPS
from ordskifte.render.templates import RenderFailed, Templates
from ordskifte.render.view import Answers, Digests, Questions
from ordskifte.write import Staging, WriteFailed

RENDERERS = (
    PAGES,
    LISTINGS,
    CITATIONS,
    REDIRECTS,
    RULES,
    HEADERS,
    COPIES,
    IMAGES,
    CARDS,
    FEEDS,
    SEARCH,
    SITEMAPS,
    ROBOTS,
    SEALED,
    GRANTS,
    SCRIPTS,
)


class Plan(Struct, frozen=True):
    """All that outputs are made from."""

    ground: Ground
    templates: Mapping[str, Compiled]
    seams: Seams


class Rendered(Struct, frozen=True):
    """One output, and the questions that were asked for it."""

    output: Output
    asked: tuple[Query, ...]


class Rendering:
    """A plan at work: its templates, and the answers that have been given."""

    def __init__(self, plan: Plan, templates: Templates | None = None) -> None:
        self.plan = plan
        self.templates = templates or Templates(plan.templates)
        fragments = {"fragment": self.templates.fragment, **feeds.fragments(self.templates)}
        self.answers = Answers(plan.ground, questions(plan.seams), fragments, large(plan.ground))
        self.search: Search | None = None
        """For what is sealed, in all that is made; never where it would have to be sent to."""
        self.renderers = {renderer.name: renderer for renderer in (*RENDERERS, *plan.seams.renderers)}
        self._last: Rendered | Failed | None = None
        """What was made just now, of which the next may be made."""

    def rendered(self, target: Target) -> Rendered | Failed:
        """An output, or why it could not be made."""
        if target.renderer == COMPRESSED:
            return self._compressed(target)
        self._last = self._rendered(target)
        return self._last

    def _compressed(self, target: Target) -> Rendered | Failed:
        """An output of the second wave: the same questions were asked for it as for that which it is made of."""
        of = original(target)
        found = self._last if self._last and _path(self._last) == of.path else self._rendered(of)
        if isinstance(found, Failed):
            return Failed(target.path, found.problem)
        return Rendered(Output(target.path, compressed(found.output.content)), found.asked)

    def _rendered(self, target: Target) -> Rendered | Failed:
        view = self.templates.view(self.answers, target.locale)
        try:
            content = self.renderers[target.renderer].render(target, view, self.templates)
        except RenderFailed as failed:
            return Failed(target.path, failed.diagnostic)
        return Rendered(Output(target.path, content), tuple(view.asked))

    def answer(self, query: Query) -> Answer:
        """What is to be known of an answer; where a fragment can no longer be made, one that it never had."""
        try:
            return Answer(self.answers.digest(query), tuple(sorted(self.answers.parts(query))))
        except RenderFailed:  # Whatever showed this fragment is made again, and then fails where it can be told.
            return Answer(b"", ())


def _path(result: Rendered | Failed) -> str:
    return result.output.path if isinstance(result, Rendered) else result.path


def questions(seams: Seams) -> Questions:
    """All that may be asked, by name: the built-in questions, and those that a site adds."""
    return {
        **QUERIES,
        **feeds.QUERIES,
        **search.QUERIES,
        **sitemap.QUERIES,
        **headers.QUERIES,
        **citations.QUERIES,
        **cards.QUERIES,
        **seams.queries,
    }


def large(ground: Ground) -> Digests:
    """The digests of answers that are large."""
    bodies, contents = ground.bodies, ground.content
    assert isinstance(bodies, Kept)
    assert isinstance(contents, Contents)

    def content(path: str) -> bytes:
        return contents.digest(ground.copies[path])

    def image(path: str) -> bytes:
        return fingerprint(ground.images[path])

    def card_image(_: str, locale: str, kind: str, key: str) -> bytes:
        return fingerprint(cards.card(ground, locale, kind, key))

    def sealed_file(locale: str, key: str) -> bytes:
        return fingerprint(ground.sealed[locale, key])  # Its header tells any other text.

    def search_words(number: int) -> bytes:
        assert isinstance(ground.words, Index)
        return ground.words.digest(number)

    return {
        "body": bodies.digests.__getitem__,
        "card_image": card_image,
        "content": content,
        "image": image,
        "sealed_file": sealed_file,
        "search_words": search_words,
    }


# --------------------------------------------------------------------------------------
# By workers
# --------------------------------------------------------------------------------------


class Batch(Struct, frozen=True):
    """Some targets of a plan, which lies in a file for those who do not have it."""

    plan: str
    file: str
    targets: Sequence[Target]
    staging: Staging | None
    """Where to; nowhere, if outputs are only made to find out what is wrong with them."""


class Staged(Struct, frozen=True):
    """What became of a batch."""

    reads: Mapping[str, Reads] = {}
    """By the paths of the outputs that were made."""
    new: tuple[str, ...] = ()
    """Those of them that are other than what stands."""
    seals: Mapping[str, Seal] = {}
    questions: Mapping[Id, Asked] = {}
    """Those that this worker has not told of before."""
    fragments: Mapping[Id, Reads] = {}
    failures: tuple[Failed, ...] = ()
    suspects: tuple[str, ...] | None = None
    """The outputs in which sealed words were found; None where nobody could look."""
    torn: frozenset[str] = frozenset()
    """Files that were not what they had been when the build began."""
    unwritten: tuple[str, str] | None = None
    """A path that could not be written, and why; the rest was not made."""


class Press:
    """The rendering of one plan in one thread, and what it has told of already."""

    def __init__(self, rendering: Rendering) -> None:
        self.rendering = rendering
        self._ids: dict[Query, Id] = {}

    def staged(self, batch: Batch) -> Staged:
        made: dict[str, Reads] = {}
        new: list[str] = []
        seals: dict[str, Seal] = {}
        failures: list[Failed] = []
        trace = Tracing(self.rendering, self._ids)
        search = self.rendering.search
        suspects: list[str] = []
        unwritten = None
        for target in batch.targets:
            at(target.path)
            result = self.rendering.rendered(target)
            if isinstance(result, Failed):
                failures.append(result)
            elif batch.staging is not None:
                if search and search.sources(result.output.content, target.path):
                    suspects.append(target.path)
                try:
                    if batch.staging.stage(target.path, result.output.content):
                        new.append(target.path)
                except WriteFailed as failed:
                    unwritten = (failed.path, failed.reason)
                    break
                made[target.path] = trace.reads(result.asked)
                seals[target.path] = seal(result.output.content)
        ground = self.rendering.plan.ground
        doors = [door for door in (ground.content, ground.making) if isinstance(door, Contents | Making)]
        torn = frozenset[str]().union(*(door.torn for door in doors))
        searched = tuple(suspects) if search else None
        told = trace.questions, trace.fragments, tuple(failures)
        return Staged(made, tuple(new), seals, *told, searched, torn, unwritten)


class Tracing:
    """Turns questions into traces; `questions` and `fragments` are those that have come up since it was made."""

    def __init__(self, rendering: Rendering, ids: dict[Query, Id]) -> None:
        self.questions: dict[Id, Asked] = {}
        self.fragments: dict[Id, Reads] = {}
        self._rendering = rendering
        self._ids = ids

    def reads(self, queries: Sequence[Query]) -> Reads:
        return reads(map(self._id, queries))

    def _id(self, query: Query) -> Id:
        known = self._ids.get(query)
        if known is not None:
            return known
        id, question = asked(query, self._rendering.answer(query))
        self._ids[query] = id
        self.questions[id] = question
        if query in self._rendering.answers.fragments:
            self.fragments[id] = self.reads(self._rendering.answers.fragments[query])
        return id


class _Presses(threading.local):
    """Those of this thread; Jinja's environments cannot be shared."""

    def __init__(self) -> None:
        self.known: dict[str, Press] = {}


_presses = _Presses()


def staged(batch: Batch) -> Staged:
    """The outputs of a batch, made and staged."""
    return press(batch.plan, batch.file).staged(batch)


def press(name: str, file: str) -> Press:
    """What renders the plan of this name here; the file has it for those who do not know it yet."""
    if name not in _presses.known:
        plan: Any = pickle.loads(Path(file).read_bytes())  # noqa: S301 - the build that waits for us wrote it
        _presses.known.clear()
        _presses.known[name] = Press(Rendering(plan))
    return _presses.known[name]


def _packed(plan: Plan) -> bytes:
    try:
        return pickle.dumps(plan)
    except (AttributeError, TypeError, pickle.PicklingError) as problem:
        reason = f"A renderer or query of this site cannot be sent to the workers ({problem})"
        raise WorkFailed("", reason) from problem


class Shared:
    """A rendering under a name, known to this thread and to the processes that are forked off it.

    Where others may have to make it again, its plan lies in a file.
    """

    def __init__(self, rendering: Rendering, workers: Workers) -> None:
        self.name = secrets.token_hex(8)
        self.file = ""
        self._press = Press(rendering)
        self._scratch = None if workers.is_forking else workers.scratch

    def __enter__(self) -> Self:
        if self._scratch is not None:
            file = self._scratch / f"plan-{self.name}"
            try:
                file.write_bytes(_packed(self._press.rendering.plan))
            except OSError as problem:
                raise WriteFailed(str(file), problem.strerror or str(problem)) from problem
            self.file = str(file)
        _presses.known[self.name] = self._press
        return self

    def __exit__(self, *_: object) -> None:
        del _presses.known[self.name]
