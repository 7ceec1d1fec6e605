"""The measurements as Markdown. Pure: text comes out, and is put somewhere by others."""

from collections.abc import Iterator
from math import inf

from benchmarks.aims import AIMS, SINGLE_AIMS, per_article
from benchmarks.results import (
    AGAIN,
    ARTICLE,
    BODY,
    BUILDS,
    CLONE,
    COLD,
    MESSAGE,
    NOTHING,
    OURS,
    SAVES,
    TEMPLATE,
    TITLE,
    YARDSTICK,
    Results,
    Series,
    ratio,
)

PHASES = {
    COLD: "cold build",
    CLONE: "fresh clone, cache restored",
    AGAIN: "nothing changed, right after the cold build",
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
NO_WORK_KEPT = {CLONE: COLD, AGAIN: NOTHING}
"""What these are to be compared with: Hugo has no cache, and each of its builds is a cold one."""
TIMED = (COLD, NOTHING, BODY)
"""The phases whose processor time is told."""
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
"""Between them stand the figures in docs/benchmarks.md."""


def report(results: Results) -> str:
    """Everything that was measured: the aims, a table for each size and file system, and the growth."""
    parts = (
        f"Measured on {results.date}: {results.machine}.\n",
        figures(results),
        *(table(results, series) for series in results.compared),
        growth(results),
        *(failure for series in results.series if series not in results.compared for failure in _failures(series)),
    )
    return "\n".join(part for part in parts if part)


def with_figures(document: str, figures: str) -> str:
    """A document with these figures between the two markers, in the place of those that stood there."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert end, f"there is no {BEGIN} … {END}"
    return f"{before}{begin}\n\n{figures}\n{end}{after}"


def figures(results: Results) -> str:
    """Each aim, and whether it is reached."""
    compared = results.compared
    rows = (
        _row(aim.words, f"≤ {aim.most:g}", *(_judged(aim.measured(series), aim.most) for series in compared))
        for aim in AIMS
    )
    single_rows = (
        _row(aim.words, f"≤ {aim.most:g}{aim.unit}", _judged(aim.measured(results), aim.most, aim.unit))
        for aim in SINGLE_AIMS
    )
    tables = (
        _table(("ours, as a multiple", "aim", *map(_name, compared)), rows) if compared else "",
        _table(("ours", "aim", "measured"), single_rows),
    )
    return "\n".join(("### The aims\n", *(each for each in tables if each)))


def table(results: Results, series: Series) -> str:
    """The medians of one series: seconds, and in parentheses the ratio to Hugo's."""
    names = series.generators
    head = ("", *(f"{name} {results.versions.get(name, '')}".strip() for name in names))
    heading = f"### {_name(series)} ({'in memory' if series.is_in_memory else 'on disk'})\n"
    return "\n".join((heading, _table(head, _rows(series, names)), *_failures(series)))


def growth(results: Results) -> str:
    """What ours costs the larger the site is, alone; nothing where there is but one size."""
    grown = results.growth
    if len(grown) < 2:
        return ""
    smallest = per_article(grown[0])
    rows = (
        _row(
            f"{series.articles:,}",
            _seconds(series.wall(OURS, COLD)),
            f"{(per_article(series) or 0) * 1000:.2f} ms{_in_parentheses(ratio(per_article(series), smallest))}",
            _seconds(series.wall(OURS, NOTHING)),
            _seconds(series.wall(OURS, BODY)),
            _megabytes(series.memory(OURS)),
        )
        for series in grown
    )
    head = ("articles", "cold build", "of it an article", "nothing changed", "one body edited", "peak memory")
    return "\n".join((f"### Growth of ours alone, {grown[0].filesystem}\n", _table(head, rows)))


def _rows(series: Series, names: tuple[str, ...]) -> Iterator[str]:
    for phase, words in PHASES.items():
        yardstick = series.wall(YARDSTICK, NO_WORK_KEPT.get(phase, phase))
        times = [series.wall(name, phase) for name in names]
        if any(times):
            yield _row(words, *(_seconds(time, yardstick) for time in times))
    for phase in TIMED:
        yardstick = series.cpu(YARDSTICK, phase)
        yield _row(
            f"{PHASES[phase]}: processor time", *(_seconds(series.cpu(name, phase), yardstick) for name in names)
        )
    peak = series.memory(YARDSTICK)
    yield _row("cold build: peak memory, all processes", *(_megabytes(series.memory(name), peak) for name in names))
    for phase in BUILDS:
        counts = [series.files(name, phase) for name in names]
        if any(count is not None for count in counts):
            yield _row(f"files written: {PHASES[phase]}", *("–" if count is None else f"{count:,}" for count in counts))


def _failures(series: Series) -> Iterator[str]:
    for run in series.measurements:
        if run.failure:
            words = "serving" if run.phase == SAVES else PHASES.get(run.phase, run.phase)
            yield f"{run.generator}, {words}: {run.failure.splitlines()[0]}\n"  # Below stands what it printed.


def _name(series: Series) -> str:
    return f"{series.articles:,} articles, {series.filesystem}"


def _judged(value: float | None, most: float, unit: str = "") -> str:
    if value is None:
        return "–"
    if value == inf:
        return "wrong ✗"
    shown = f"{value:,}" if isinstance(value, int) else _rounded(value)
    return f"{shown}{unit} {'✓' if value <= most else '✗'}"


def _table(head: tuple[str, ...], rows: Iterator[str]) -> str:
    rule = ("---", *("---:" for _ in head[1:]))
    return "\n".join((_row(*head), _row(*rule), *rows)) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _seconds(seconds: float | None, yardstick: float | None = None) -> str:
    if seconds is None:
        return "–"
    return "wrong" if seconds == inf else f"{_rounded(seconds)} s{_in_parentheses(ratio(seconds, yardstick))}"


def _megabytes(peak: int | None, yardstick: int | None = None) -> str:
    return "–" if peak is None else f"{peak / 1e6:.0f} MB{_in_parentheses(ratio(peak, yardstick))}"


def _rounded(value: float) -> str:
    """Three figures at most, and none that says nothing."""
    if value == 0:
        return "0"
    return (
        f"{value:.0f}"
        if value >= 100
        else f"{value:.1f}"
        if value >= 10
        else f"{value:.2f}"
        if value >= 0.1
        else f"{value:.2g}"
    )


def _in_parentheses(times: float | None) -> str:
    return "" if times is None else f" ({times:.2g})"
