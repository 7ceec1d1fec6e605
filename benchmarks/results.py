"""What was measured, as values, and what a report asks of them. Pure."""

from collections.abc import Mapping
from math import inf
from statistics import median

from msgspec import Struct

OURS, YARDSTICK, FLOOR = "ordskifte", "hugo", "floor"
EDITS = BODY, TITLE, ARTICLE, TEMPLATE, MESSAGE = ("body", "title", "article", "template", "message")
COLD, AGAIN, NOTHING, CLONE, MEMORY = ("cold", "again", "nothing", "clone", "memory")
BUILDS = (COLD, NOTHING, *EDITS, CLONE)
SAVES = "save-"
"""Before the kind of an edit: from save to served."""
HELP, SAMPLE = "help", "sample"
MEMORY_BACKED = ("tmpfs", "ramfs")


class Measurement(Struct, frozen=True, omit_defaults=True):
    """One run of one generator, or why there is none."""

    generator: str
    phase: str
    wall: float = 0.0
    """Seconds."""
    cpu: float = 0.0
    memory: int = 0
    """Bytes, at the peak."""
    files: int = 0
    """How many were written."""
    is_stale: bool = False
    """The edit is not in the output: what was fast was wrong."""
    failure: str = ""


class Series(Struct, frozen=True):
    """All that was measured of sites of one size on one file system."""

    articles: int
    filesystem: str
    measurements: tuple[Measurement, ...]

    @property
    def is_in_memory(self) -> bool:
        return self.filesystem in MEMORY_BACKED

    @property
    def generators(self) -> tuple[str, ...]:
        """Who was measured, in the order of the measuring."""
        return tuple(dict.fromkeys(found.generator for found in self.measurements))

    def runs(self, generator: str, phase: str) -> tuple[Measurement, ...]:
        """Every run of a generator in a phase."""
        return tuple(run for run in self.measurements if (run.generator, run.phase) == (generator, phase))

    def wall(self, generator: str, phase: str) -> float | None:
        """The median of the seconds; infinite where a run was wrong, None where there was none."""
        runs = self.runs(generator, phase)
        if any(run.failure or run.is_stale for run in runs):
            return inf
        return median(run.wall for run in runs) if runs else None

    def cpu(self, generator: str, phase: str) -> float | None:
        """The median of the seconds of all processors together; None where there was no run."""
        runs = [run.cpu for run in self.runs(generator, phase) if not run.failure]
        return median(runs) if runs else None

    def memory(self, generator: str) -> int | None:
        """The highest peak, in bytes; None where it was not looked at."""
        return max((run.memory for run in self.runs(generator, MEMORY) if not run.failure), default=None)

    def files(self, generator: str, phase: str) -> int | None:
        """The most files that a run has written; None where there was no run."""
        return max((run.files for run in self.runs(generator, phase) if not run.failure), default=None)


class Results(Struct, frozen=True):
    """Everything that one run of the benchmark has found, and where."""

    date: str
    machine: str
    versions: Mapping[str, str]
    series: tuple[Series, ...]
    startup: Mapping[str, float]
    """The seconds of HELP and of SAMPLE."""

    @property
    def compared(self) -> tuple[Series, ...]:
        """The series that show ours beside others."""
        return tuple(series for series in self.series if len(series.generators) > 1)

    @property
    def growth(self) -> tuple[Series, ...]:
        """The series that show how our cost grows, from the smallest site on; all on one file system."""
        kinds = [series.filesystem for series in self.series]
        grown = {series.articles: series for series in self.series if series.filesystem == kinds[0]}
        return tuple(series for _, series in sorted(grown.items()) if series.wall(OURS, COLD) not in (None, inf))


def ratio(value: float | None, yardstick: float | None) -> float | None:
    """How many times the yardstick; None where one of them is not known, or the yardstick was wrong."""
    if value is None or not yardstick or yardstick == inf:
        return None
    return value / yardstick
