"""The measurements as a table. Pure: text comes out, and is put somewhere by others."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from msgspec import Struct

from benchmarks.rounds import COLD, MEMORY, NOTHING, SAVES, Measurement
from benchmarks.workplace import ARTICLE, BODY, MESSAGE, TEMPLATE, TITLE

YARDSTICK = "hugo"
PHASES = {
    COLD: "cold build",
    NOTHING: "nothing changed",
    BODY: "one body edited",
    TITLE: "one title edited",
    ARTICLE: "one new article",
    TEMPLATE: "base template edited",
    MESSAGE: "one message edited",
    SAVES + BODY: "serving: body saved → served",
    SAVES + TEMPLATE: "serving: template saved → served",
    SAVES + MESSAGE: "serving: message saved → served",
}


class Setting(Struct, frozen=True):
    """Where and on what it was measured."""

    articles: int
    filesystem: str
    is_in_memory: bool
    machine: str
    date: str
    versions: Mapping[str, str]


def table(setting: Setting, measurements: Sequence[Measurement]) -> str:
    """The medians as a Markdown table: seconds, and in parentheses the ratio to Hugo's."""
    names = list(dict.fromkeys(found.generator for found in measurements))
    found = _grouped(measurements)
    heading = f"### {setting.articles:,} articles, {setting.filesystem} ({_kind(setting)})"
    head = _row("", *(f"{name} {setting.versions.get(name, '')}".strip() for name in names))
    rule = _row("---", *("---:" for _ in names))
    times = [
        _row(title, *(_seconds(found, name, phase) for name in names))
        for phase, title in PHASES.items()
        if any((name, phase) in found for name in names)
    ]
    costs = [
        _row("cold build: processor time", *(_cpu(found, name) for name in names)),
        _row("cold build: peak memory, all processes", *(_memory(found, name) for name in names)),
    ]
    files = [
        _row(f"files written: {PHASES[phase]}", *(_files(found, name, phase) for name in names))
        for phase in (COLD, NOTHING, BODY, TITLE, ARTICLE, TEMPLATE, MESSAGE)
    ]
    failures = [f"\n{failed.generator}, {failed.phase}: {failed.failure}" for failed in measurements if failed.failure]
    return "\n".join((heading, "", head, rule, *times, *costs, *files, *failures)) + "\n"


def introduction(setting: Setting) -> str:
    """What was measured, and where."""
    return f"Measured on {setting.date}: {setting.machine}.\n"


def wall(measurements: Iterable[Measurement], generator: str, phase: str) -> float | None:
    """The median of the seconds; None where it was not measured, or was wrong."""
    return _wall(_grouped(measurements).get((generator, phase), []))


Grouped = Mapping[tuple[str, str], list[Measurement]]


def _grouped(measurements: Iterable[Measurement]) -> Grouped:
    found: dict[tuple[str, str], list[Measurement]] = {}
    for measurement in measurements:
        found.setdefault((measurement.generator, measurement.phase), []).append(measurement)
    return found


def _wall(runs: Iterable[Measurement]) -> float | None:
    sound = [run.wall for run in runs if not run.failure and not run.is_stale]
    return median(sound) if sound else None


def _kind(setting: Setting) -> str:
    return "in memory" if setting.is_in_memory else "on disk"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _seconds(found: Grouped, name: str, phase: str) -> str:
    runs = found.get((name, phase), [])
    seconds, yardstick = _wall(runs), _wall(found.get((YARDSTICK, phase), []))
    if seconds is None:
        return "stale" if any(run.is_stale for run in runs) else "–"
    return f"{_rounded(seconds)} s{_ratio(seconds, yardstick)}"


def _cpu(found: Grouped, name: str) -> str:
    def seconds(name: str) -> float:
        return median([run.cpu for run in found.get((name, COLD), []) if not run.failure] or [0])

    return f"{_rounded(seconds(name))} s{_ratio(seconds(name), seconds(YARDSTICK))}" if seconds(name) else "–"


def _memory(found: Grouped, name: str) -> str:
    def peak(name: str) -> int:
        return max((run.memory for run in found.get((name, MEMORY), [])), default=0)

    return f"{peak(name) / 1e6:.0f} MB{_ratio(peak(name), peak(YARDSTICK))}" if peak(name) else "–"


def _files(found: Grouped, name: str, phase: str) -> str:
    runs = [run.files for run in found.get((name, phase), []) if not run.failure]
    return str(max(runs)) if runs else "–"


def _rounded(seconds: float) -> str:
    return f"{seconds:.1f}" if seconds >= 10 else f"{seconds:.2f}" if seconds >= 0.1 else f"{seconds:.3f}"


def _ratio(value: float, yardstick: float | None) -> str:
    return f" ({value / yardstick:.2g})" if yardstick else ""
