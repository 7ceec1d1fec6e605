"""`python -m benchmarks`: the generators measured in turn, and a table and a chart of what they cost."""

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CalledProcessError
from tempfile import mkdtemp

import click
import msgspec

from benchmarks.chart import chart
from benchmarks.generators import BY_NAME, HERE, Generator
from benchmarks.report import Setting, introduction, table
from benchmarks.rounds import Measurement, measured
from benchmarks.workplace import Workplace

MEMORY_BACKED = ("tmpfs", "ramfs")


def versions(generators: tuple[Generator, ...]) -> dict[str, str]:
    """The version of each generator that is installed."""
    found: dict[str, str] = {}
    for generator in generators:
        try:
            found[generator.name] = generator.version_found()
        except (OSError, CalledProcessError):
            click.echo(f"{generator.name} is not installed, and is left out.", err=True)
    return found


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


def told(setting: Setting, found: Measurement) -> str:
    """One measurement as a line for whoever waits."""
    said = found.failure or f"{found.wall:.3f} s" if not found.memory else f"{found.memory / 1e6:.0f} MB"
    return f"{setting.filesystem} {found.phase:14} {found.generator:10} {said}{' STALE' if found.is_stale else ''}"


@click.command()
@click.option("--articles", default=1000, show_default=True)
@click.option("--generators", default=",".join(BY_NAME), show_default=True, help="Which of them, and in what order.")
@click.option("--runs", default=3, show_default=True, help="How often each build is measured.")
@click.option("--serving-runs", default=3, show_default=True, help="How often each save is measured; 0 for not at all.")
@click.option(
    "--folder",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=("/dev/shm", "/var/tmp"),  # noqa: S108
    show_default=True,
    help="Where the sites are built; one folder for each file system.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=HERE / "out",
    help="Where the table, the chart and the single measurements go.  [default: benchmarks/out]",
)
def command(articles: int, generators: str, runs: int, serving_runs: int, folders: tuple[Path, ...], out: Path) -> None:
    """Measure what it costs to build and to serve the same magazine with each generator."""
    wanted = tuple(BY_NAME[name] for name in generators.split(",") if name in BY_NAME)
    found = versions(wanted)
    out.mkdir(parents=True, exist_ok=True)
    tables: list[str] = []
    for folder in folders:
        kind = file_system(folder)
        date = datetime.now(UTC).date().isoformat()
        setting = Setting(articles, kind, kind in MEMORY_BACKED, machine(), date, found)
        measurements = _measured(setting, folder, runs, serving_runs)
        name = f"{articles}-{kind}"
        (out / f"{name}.svg").write_text(chart(setting, measurements))
        (out / f"{name}.json").write_bytes(msgspec.json.encode((setting, measurements)))
        tables += (introduction(setting), table(setting, measurements))
    text = "\n".join(tables)
    (out / f"{articles}.md").write_text(text)
    click.echo(text)


def _measured(setting: Setting, folder: Path, runs: int, serving_runs: int) -> list[Measurement]:
    root = Path(mkdtemp(prefix="ordskifte-bench-", dir=folder))
    places = [Workplace(BY_NAME[name], setting.articles, root) for name in setting.versions]
    measurements: list[Measurement] = []
    try:
        for found in measured(places, runs, serving_runs):
            click.echo(told(setting, found), err=True)
            measurements.append(found)
    except KeyboardInterrupt:
        click.echo("Stopped; this is what was measured until then.", err=True)
    finally:
        for place in places:
            place.remove()
        root.rmdir()
    return measurements


if __name__ == "__main__":
    sys.exit(command())
