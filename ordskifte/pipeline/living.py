"""The site while someone writes it: taken in anew after each change, and rendered page by page as pages are asked for.

Knows nothing of browsers, and nothing is written. All methods may be called from any thread.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from time import sleep, time_ns
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import Files, load, reloaded
from ordskifte.model.answers import Query
from ordskifte.model.catalog import Phrase
from ordskifte.model.diagnostics import Diagnostics, Span, error, in_order
from ordskifte.model.files import Stamp
from ordskifte.model.site import Page, Target
from ordskifte.model.translations import State
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared, made, prepared
from ordskifte.pipeline.recipe import recipe
from ordskifte.pipeline.rendering import Rendered, Tracing
from ordskifte.pipeline.results import Failed, Made, MomentRefused, Options, Seconds, reasons
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.sources import quoted
from ordskifte.pipeline.store import store_in_memory
from ordskifte.pipeline.traces import Traces, change, changed, standing
from ordskifte.pipeline.workers import HERE
from ordskifte.render.assets import ASSETS, COPIES
from ordskifte.render.cards import CARDS
from ordskifte.render.images import IMAGES
from ordskifte.render.pages import PAGES
from ordskifte.write import OUTPUT

BREATH = 0.001
"""Seconds between two pages that nobody has asked for, in which one that somebody asks for gets its turn."""


class Shown(Struct, frozen=True):
    """What there is to see at one moment."""

    version: str
    """Another one whenever pages may be others than before; never that of an earlier run."""
    made: Made
    """What the newest look found, without outputs. With errors in sources, the pages are of an older one."""
    base_path: str = "/"
    """What the addresses of these pages begin with."""
    styles: Mapping[str, str] = {}
    """The style sheets that are others than in the versions of `since`: their addresses then, and now."""
    since: tuple[str, ...] = ()
    """The versions whose pages differ from these in nothing but the addresses of style sheets."""

    @property
    def has_errors(self) -> bool:
        return self.made.has_errors


class Missing(Struct, frozen=True):
    """A message that a page shows in another language than that of its interface."""

    msgid: str
    language: str


class About(Struct, frozen=True):
    """What there is to say of a page beside what it shows."""

    interface: str
    """The language of the interface."""
    text: str
    """The language of the text; that of the interface where the page is a list."""
    state: State
    """What has become of the text, if it is a translation; of a list, that it is none."""
    missing: tuple[Missing, ...]
    moment: datetime
    """The moment that the site is shown as of, by the clocks of the site."""
    zone: str
    """Where those are: "Europe/Oslo"."""


class _Page(Struct, frozen=True):
    """An output as it is shown, and what there is to say of it; nothing, of a file that is published as it is."""

    content: bytes
    about: About | None


class _Standing:
    """A site that is ready to be rendered, and what has been rendered of it."""

    def __init__(self, files: Files, options: Options, prepared: Prepared) -> None:
        self.files = files
        self.options = options
        self.prepared = prepared
        self.rendering = prepared.rendering
        self.targets = prepared.targets.by_path
        self.failures: dict[str, Failed] = {}
        self._rendered: dict[str, Rendered] = {}

    @property
    def is_sound(self) -> bool:
        """Whether the sources are without errors, whatever comes of rendering."""
        return self.prepared.is_sound

    def result(self, path: str) -> Rendered | Failed | None:
        """The output at a path, or why it cannot be made; None where there is none."""
        known = self._rendered.get(path) or self.failures.get(path)
        if known is not None or path not in self.targets:
            return known
        result = self.rendering.rendered(self.targets[path])
        if isinstance(result, Failed):
            self.failures[path] = result
        return result

    def keep(self, path: str, result: Rendered) -> None:
        """Hold an output that somebody looks at; a picture or film is read from its file again."""
        if not self.is_copy(path):
            self._rendered[path] = result

    def page(self, path: str) -> _Page | None:
        """The output at a path, if there is one and it can be made."""
        result = self.result(path)
        if not isinstance(result, Rendered):
            return None
        self.keep(path, result)
        return _Page(result.output.content, None if self.is_copy(path) else self._about(path, result.asked))

    def is_copy(self, path: str) -> bool:
        return path in self.targets and self.targets[path].renderer in (CARDS.name, COPIES.name, IMAGES.name)

    def asset(self, path: str) -> str | None:
        """The address that a file under templates/assets/ has."""
        url: str | None = self.rendering.answers.answer(Query("asset", (path.removeprefix(ASSETS),)))
        return url

    def _about(self, path: str, asked: Collection[Query]) -> About:
        target = self.targets[path]
        moments = self.prepared.moments
        missing = tuple(dict.fromkeys(self._missing(asked, set())))
        moment = moments.now.astimezone(ZoneInfo(moments.zone))
        page = self._shown(target)
        text, state = (page.language, self._state(page)) if page else (target.locale, State.ORIGINAL)
        return About(target.locale, text, state, missing, moment, moments.zone)

    def _state(self, page: Page) -> State:
        return self.prepared.states[page.source] if page.state is State.CURRENT else page.state

    def _shown(self, target: Target) -> Page | None:
        """The work in an edition that an output shows, if it shows one."""
        if target.renderer != PAGES.name:
            return None
        page: Page = self.rendering.answers.answer(Query("page", (target.locale, *target.subject)))
        return page

    def _missing(self, asked: Collection[Query], seen: set[Query]) -> Iterator[Missing]:
        """The messages among these questions, and among those of the fragments among them, that have fallen back."""
        for query in asked:
            if query in seen:
                continue
            seen.add(query)
            if query in self.rendering.answers.fragments:
                yield from self._missing(self.rendering.answers.fragments[query], seen)
            elif query.name == "message":
                phrase: Phrase = self.rendering.answers.answer(query)
                if phrase.is_fallback:
                    yield Missing(str(query.arguments[1]), phrase.locale)


class Living:
    """A site that follows its files."""

    def __init__(self, root: Path, options: Options, seams: Seams, cache: Path | None = None) -> None:
        """`cache` is the store of the builds, which saves parsing; it is read, and left alone from then on."""
        self._root = root
        self._store = store_in_memory(cache, recipe() if cache else b"")
        self._memo: Memo | None = None
        self._options = options
        self._seams = seams
        self._looking = Lock()
        self._seen: tuple[object, ...] = ()
        self._files: Files | None = None
        # Templates are rendered one at a time; what follows is changed by whoever renders.
        self._rendering = Lock()
        self._newest: _Standing | None = None
        """What the last look found, if that can be rendered at all."""
        self._current: _Standing | None = None
        """The last one whose sources had no errors: what is shown."""
        self._whole: _Standing | None = None
        """The last one of which every output could be made."""
        self._seen_pages: dict[str, _Page] = {}
        """Each page that someone has asked for, as it last could be made."""
        self._waiting: list[str] | None = None
        """What `finish` has not come to yet, the next one last; None where it has not begun."""
        self._traces = Traces()
        """What the outputs were made from that are known to be without problems."""
        self._targets: dict[str, Target] = {}
        """What those were to be."""
        self._told_by: Mapping[str, Target] = {}
        """The targets of the site that `finish` looked at last."""
        self._parts: Mapping[str, bytes] = {}
        """The digests of the parts of the ground that those were made on."""
        self.shown = Shown("", Made((), ()))
        self.changed: tuple[str, ...] = ()
        """The paths of what the last look found to be other, new or gone; none at the first."""

    def as_of(self, at: str) -> None:
        """Let the next look be at another moment, as `Options.at` has it."""
        self._options = replace(self._options, at=at)

    def refresh(self, hints: Collection[str] | None = None) -> bool:
        """Look at the tree and take in what has changed; True if something has.

        Where hints are given, nothing has changed but at or below these paths from the root.
        """
        with self._looking:
            options = self._options  # Someone may ask for another moment while this look is at work.
            exclude = [self._root / OUTPUT, self._root / ".cache"]
            files = reloaded(self._files, hints, exclude) if self._files and hints else load(self._root, exclude)
            seen = (files.stamps, files.diagnostics, options)
            if seen == self._seen and not self._may_differ(files, hints):
                return False
            self.changed = tuple(sorted(_changed(self._files.stamps, files.stamps))) if self._files else ()
            self._seen, self._files = seen, files
            found = self._prepared(files, options)
            with self._rendering:
                self._take(files, options, found)
            return True

    def _may_differ(self, files: Files, hints: Collection[str] | None) -> bool:
        """Whether one of these files may have been changed twice in a moment, so that its stamp does not tell."""
        known = self._memo
        return known is not None and any(path in files.stamps and known.known(path) is None for path in hints or ())

    def output(self, path: str) -> bytes | None:
        """The output at a path, rendered now if need be; None where there is none.

        One that cannot be made is the last that could; why is in `shown`.
        """
        page = self._page(path)
        return page.content if page else None

    def about(self, path: str) -> About | None:
        """What there is to say of the output at a path; None where there is no page."""
        page = self._page(path)
        return page.about if page else None

    def finish(self, is_disturbed: Callable[[], bool]) -> None:
        """Render the rest to find its problems, until that is done or something else is more urgent."""
        while not is_disturbed():
            with self._rendering:
                if self._newest is None:
                    return
                if self._waiting is None:
                    self._waiting = self._unknown(self._newest)
                if self._waiting:
                    self._try(self._newest, self._waiting.pop())
                if not self._waiting:
                    self._tell_failures()
                    if self._newest is self._current and not self._newest.failures:
                        self._whole = self._newest
                    return
            sleep(BREATH)

    def _unknown(self, newest: _Standing) -> list[str]:
        """The outputs that may have problems: all but those that are as they were when they had none."""
        parts = newest.prepared.parts
        altered = [name for name in {**parts, **self._parts} if self._parts.get(name) != parts.get(name)]
        paths: Collection[str] = self._targets.keys()
        if newest.targets is not self._told_by:
            paths = [path for path, target in self._targets.items() if newest.targets.get(path) == target]
            self._told_by = newest.targets
        stands = standing(self._traces, paths, altered, newest.rendering.answer)
        self._traces = changed(self._traces, change(self._traces.outputs, stands, Traces()))
        self._parts = parts
        for path in self._targets.keys() - stands.paths:
            del self._targets[path]
        others = (path for path, target in newest.targets.items() if target.renderer not in (CARDS.name, IMAGES.name))
        return [path for path in reversed(tuple(others)) if path not in stands.paths]

    def _try(self, newest: _Standing, path: str) -> None:
        """Find out whether an output can be made, and remember from what."""
        result = newest.result(path)
        if isinstance(result, Rendered):
            trace = Tracing(newest.rendering, {})
            reads = trace.reads(result.asked)
            self._traces.questions.update(trace.questions)
            self._traces.fragments.update(trace.fragments)
            self._traces.outputs[path] = reads
            self._targets[path] = newest.targets[path]

    def _prepared(self, files: Files, options: Options) -> Prepared | Diagnostics:
        self._memo = self._memo.over(files) if self._memo else Memo(files, self._store)
        try:
            return prepared(files, self._memo, options, self._seams, HERE, Seconds())
        except MomentRefused as problem:
            return (error("moment-refused", f"{problem}.", Span("--at")),)

    def _take(self, files: Files, options: Options, found: Prepared | Diagnostics) -> None:
        if not isinstance(found, Prepared):
            self._newest = None
            diagnostics = in_order(found)
            self.shown = replace(self.shown, made=Made((), diagnostics, quoted(files, diagnostics)))
            return
        self._newest, self._waiting = _Standing(files, options, found), None
        made = _made(self._newest)
        if not self._newest.is_sound:
            self.shown = replace(self.shown, made=made)
            return
        self.shown = self._shown(self._newest, made)
        self._current = self._newest

    def _shown(self, standing: _Standing, made: Made) -> Shown:
        # A version is never that of an earlier run, whose pages may still be open.
        version = str(time_ns())
        restyled = _restyled(self._current, standing) if self._current else None
        if restyled is None:
            return Shown(version, made, made.base_path)
        before = {old: restyled.get(new, new) for old, new in self.shown.styles.items()}
        since = (*self.shown.since, self.shown.version)
        return Shown(version, made, made.base_path, {**before, **restyled}, since)

    def _page(self, path: str) -> _Page | None:
        with self._rendering:
            if self._current is None:
                return None
            page = self._current.page(path)
            if page is not None and page.about is not None:
                self._seen_pages[path] = page
            if page is None and path in self._current.failures:
                self._tell_failures()
                page = self._seen_pages.get(path) or (self._whole.page(path) if self._whole else None)
            # A page of the last whole site wants the style sheets and pictures that it was made for.
            if page is None and self._whole is not None and self._whole.is_copy(path):
                page = self._whole.page(path)
            return page

    def _tell_failures(self) -> None:
        if self._newest is not None:
            made = _made(self._newest)
            if made.diagnostics != self.shown.made.diagnostics:
                self.shown = replace(self.shown, made=made)


def _restyled(before: _Standing, now: _Standing) -> dict[str, str] | None:
    """The old and new addresses of the style sheets between two sites; None where they differ in anything else."""
    changed = _changed(before.files.stamps, now.files.stamps)
    is_style = all(path.startswith(ASSETS) and path.endswith(".css") for path in changed)
    if not is_style or before.options != now.options:
        return None
    addresses = [(before.asset(path), now.asset(path)) for path in changed]
    restyled = {old: new for old, new in addresses if old and new}
    return restyled if len(restyled) == len(changed) else None


def _changed(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> list[str]:
    """The files that have another stamp, have come or are gone."""
    gone = [path for path in before if path not in now]
    return gone + [path for path, stamp in now.items() if path not in before or before[path] != stamp]


def _made(standing: _Standing) -> Made:
    """What is known of a site by now."""
    failed = standing.failures
    failures = [failed[path] for path in standing.targets if path in failed] if failed else []
    return made(standing.files, standing.prepared, reasons(failures, standing.prepared.diagnostics), (), Seconds())
