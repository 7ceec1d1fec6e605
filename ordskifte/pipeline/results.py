"""What a build is asked for, and what comes of it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from time import perf_counter

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, Span
from ordskifte.model.secrets import Secret
from ordskifte.model.site import Output

Progress = Callable[[int, int], None]
"""Told how many outputs have been made, of how many."""


class MomentRefused(Exception):
    """The moment of the options is none in the site's zone, and why."""


class WorkFailed(Exception):
    """A job could not be done, and that is nobody's mistake but ours; `at` names what was being made."""

    def __init__(self, at: str, reason: str, trace: str = "") -> None:
        super().__init__(at, reason, trace)
        self.at = at
        self.reason = reason
        self.trace = trace

    def __str__(self) -> str:
        return f"{self.reason}, while this was made: {self.at}" if self.at else self.reason


class Options(Struct, frozen=True):
    """What a build is asked for."""

    at: str
    """The moment it is made for, as `parsed_moment` reads it; without a zone, in the site's."""
    base_url: str = ""
    shows_drafts: bool = False
    shows_future: bool = False
    is_preview: bool = False
    master: Secret | None = None
    """The key that text for members is sealed by; without it there are previews only."""
    has_own_key: bool = True
    """Whether that is the site's own, and none that is made to be thrown away, as `serve` does."""
    requires_key: bool = False
    """Whether it is an error to have none where there is something to seal, or one that members' codes are not of."""


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


class Failed(Struct, frozen=True):
    """An output that could not be made, and why."""

    path: str
    problem: Diagnostic


def reasons(failures: Iterable[Failed], known: Collection[Diagnostic]) -> Diagnostics:
    """Why outputs could not be made, as far as it is not known: each reason once, with what it kept from being made."""
    paths: dict[Diagnostic, list[str]] = {}
    for failure in failures:
        paths.setdefault(failure.problem, []).append(failure.path)
    return tuple(_with_outputs(problem, *stopped) for problem, stopped in paths.items() if problem not in known)


def _with_outputs(problem: Diagnostic, first: str, *others: str) -> Diagnostic:
    """The problem of a template, with the outputs that were being made; one of a source has its own place."""
    if isinstance(problem.span, At):
        return problem
    stopped = f"Not made: {first} and {len(others)} more." if others else f"Not made: {first}."
    return replace(problem, hint=f"{problem.hint} {stopped}".strip())


class Seconds:
    """How long each stage took."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.laps[stage] = now - self._last
        self._last = now
