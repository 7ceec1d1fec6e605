"""How soon our own program is there: its `--help`, and a build of the sample publication with nothing changed."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile, copytree
from statistics import median
from subprocess import DEVNULL, run
from time import perf_counter, sleep

from benchmarks.generators import HERE, ORDSKIFTE
from benchmarks.meter import OLD_ENOUGH
from benchmarks.results import HELP, SAMPLE

SOURCES = ("content", "data", "locales", "static", "templates")
RUNS = 11


def startup(folder: Path) -> Mapping[str, float]:
    """The median of the seconds of each; the sample publication is copied into a folder. Raises CalledProcessError."""
    copyfile(HERE.parent / "site.toml", folder / "site.toml")
    for source in SOURCES:
        if (HERE.parent / source).is_dir():
            copytree(HERE.parent / source, folder / source)
    _seconds(folder, "build")
    sleep(OLD_ENOUGH)
    return {HELP: _median(folder, "--help"), SAMPLE: _median(folder, "build")}


def _median(folder: Path, argument: str) -> float:
    _seconds(folder, argument)  # The first warms up.
    return median(_seconds(folder, argument) for _ in range(RUNS))


def _seconds(folder: Path, argument: str) -> float:
    start = perf_counter()
    run((*ORDSKIFTE, argument), cwd=folder, stdout=DEVNULL, stderr=DEVNULL, check=True)  # noqa: S603 - it is our own
    return perf_counter() - start
