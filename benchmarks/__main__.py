"""`python -m benchmarks`: the generators measured in turn, and tables and a chart of what they cost."""

import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CalledProcessError
from tempfile import TemporaryDirectory

import click
import msgspec

from benchmarks.chart import chart
from benchmarks.generators import BY_NAME, HERE, Generator
from benchmarks.report import report, with_figures
from benchmarks.results import BODY, BUILDS, COLD, NOTHING, OURS, Measurement, Results, Series
from benchmarks.rounds import FEW, Plan, measured
from benchmarks.startup import startup
from benchmarks.workplace import Workplace

OUT = HERE / "out"
KEPT = OUT / "results.json"
"""What the last run has found."""
DOCS = HERE.parent / "docs"
GROWTH = (COLD, NOTHING, BODY)


def numbers(_: click.Context, __: click.Parameter, value: str) -> tuple[int, ...]:
    """Numbers between commas."""
    try:
        return tuple(int(number) for number in value.split(",") if number)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not numbers between commas.") from None


def named(_: click.Context, __: click.Parameter, value: str) -> tuple[Generator, ...]:
    """Generators by their names between commas."""
    unknown = [name for name in value.split(",") if name not in BY_NAME]
    if unknown:
        raise click.BadParameter(f"There is no {', '.join(unknown)}; there are {', '.join(BY_NAME)}.")
    return tuple(BY_NAME[name] for name in value.split(","))


@click.command()
@click.option("--articles", "sizes", default="1000,10000", show_default=True, callback=numbers, help="The sizes.")
@click.option("--growth", default="1000,10000,100000", show_default=True, callback=numbers, help="Those of ours alone.")
@click.option(
    "--generators", default=",".join(BY_NAME), show_default=True, callback=named, help="Which, in what order."
)
@click.option("--runs", default=3, show_default=True, help="How often each build is measured; slow ones less often.")
@click.option("--saves", default=3, show_default=True, help="How often each save is measured; 0 for not at all.")
@click.option(
    "--folder",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=("/dev/shm", "/var/tmp"),  # noqa: S108 - in memory and on disk; a folder of its own is made there
    show_default=True,
    help="Where the sites are built: all in the first, and in each other one a few builds of the first size.",
)
@click.option("--last", is_flag=True, help="Measure nothing: tell what was measured the last time.")
@click.option("--docs", is_flag=True, help="Put the figures and the chart into docs/.")
def command(
    sizes: tuple[int, ...],
    growth: tuple[int, ...],
    generators: tuple[Generator, ...],
    runs: int,
    saves: int,
    folders: tuple[Path, ...],
    last: bool,
    docs: bool,
) -> None:
    """Measure what it costs to build and to serve the same magazine with each generator."""
    OUT.mkdir(exist_ok=True)
    if not last:
        bench = Bench(generators, folders[0])
        try:
            bench.start()
            for size in sizes:
                bench.compare(size, folders[0], Plan(BUILDS, runs, saves))
            for folder in folders[1:]:
                bench.compare(sizes[0], folder, Plan(FEW))
            for size in sorted({*growth} - {*sizes}):
                bench.grow(size)
        except KeyboardInterrupt:
            click.echo("Stopped; this is what was measured until then.", err=True)
    results = msgspec.json.decode(KEPT.read_bytes(), type=Results)
    text, drawn = report(results), chart(results)
    (OUT / "report.md").write_text(text)
    if drawn:
        (OUT / "chart.svg").write_text(drawn.svg)
    if docs and drawn:
        page = DOCS / "benchmarks.md"
        page.write_text(with_figures(page.read_text(), f"![{drawn.words}](benchmarks.svg)\n\n{text}"))
        (DOCS / "benchmarks.svg").write_text(drawn.svg)
    click.echo(text)


class Bench:
    """The measuring so far, kept on disk from step to step; it can be stopped at any time."""

    def __init__(self, generators: tuple[Generator, ...], folder: Path) -> None:
        versions = dict(_versions(generators))
        self._generators = tuple(generator for generator in generators if generator.name in versions)
        self._folder = folder
        self._results = Results(datetime.now(UTC).date().isoformat(), machine(), versions, (), {})
        self._keep(self._results)

    def _keep(self, results: Results) -> None:
        self._results = results
        KEPT.write_bytes(msgspec.json.format(msgspec.json.encode(results)))

    def start(self) -> None:
        """How soon our program is there."""
        with TemporaryDirectory(prefix="ordskifte-bench-", dir=self._folder) as folder:
            found = startup(Path(folder))
        self._keep(msgspec.structs.replace(self._results, startup=found))

    def compare(self, articles: int, folder: Path, plan: Plan) -> None:
        """All generators, with sites of so many articles in a folder."""
        self._measure(self._generators, articles, folder, plan)

    def grow(self, articles: int) -> None:
        """Ours alone, with so many articles, however long it takes."""
        ours = tuple(generator for generator in self._generators if generator.name == OURS)
        self._measure(ours, articles, self._folder, Plan(GROWTH, slow=float("inf")))

    def _measure(self, generators: tuple[Generator, ...], articles: int, folder: Path, plan: Plan) -> None:
        kind = file_system(folder)
        found: list[Measurement] = []
        with TemporaryDirectory(prefix="ordskifte-bench-", dir=folder) as root:
            try:
                places = [Workplace(generator, articles, Path(root)) for generator in generators]
                for run in measured(places, plan):
                    click.echo(f"{articles:>6} {kind} {told(run)}", err=True)
                    found.append(run)
            finally:
                series = (*self._results.series, Series(articles, kind, tuple(found)))
                self._keep(msgspec.structs.replace(self._results, series=series))


def _versions(generators: tuple[Generator, ...]) -> Iterator[tuple[str, str]]:
    for generator in generators:
        try:
            yield generator.name, generator.version_found()
        except (OSError, CalledProcessError):
            click.echo(f"{generator.name} is not installed, and is left out.", err=True)


def file_system(folder: Path) -> str:
    """The type of the file system that a folder is on."""
    mounts = (line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines())
    above = [(len(Path(point).parts), kind) for point, kind in mounts if folder.resolve().is_relative_to(point)]
    return max(above)[1]


def machine() -> str:
    """The size of this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {system}"


def told(run: Measurement) -> str:
    """One measurement as a line for whoever waits."""
    said = run.failure or (f"{run.memory / 1e6:.0f} MB" if run.memory else f"{run.wall:.3f} s")
    return f"{run.phase:14} {run.generator:10} {said}{' STALE' if run.is_stale else ''}"


if __name__ == "__main__":
    sys.exit(command())
