"""What a search costs a site: `python -m benchmarks.search`. The same magazine is built with it and without."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep

import click

from benchmarks.generators import BY_NAME
from benchmarks.meter import OLD_ENOUGH, cost, peak_memory
from benchmarks.results import ARTICLE, BODY, COLD, NOTHING, TITLE
from benchmarks.workplace import Workplace

BUILDS = (COLD, NOTHING, BODY, TITLE, ARTICLE)
PAGE = """\
{% extends "list.html" %}
{% block main %}
<form id="search" data-index="{{ site.search() }}" hidden><input name="q"></form>
<script type="module" src="{{ site.asset("search.js") }}"></script>
{% endblock %}
"""
FOUND = """\
{% if arguments[0] == "author" %}
{% set profile = site.profile(arguments[1]) %}
<a href="{{ profile.url }}">{{ profile.name }}</a>
{% else %}
{{ site.fragment("teaser", arguments[1]) }}
{% endif %}
"""


def magazine(articles: int, folder: Path, *, has_search: bool) -> Workplace:
    """One of the two, in a folder of its own."""
    place = Workplace(BY_NAME["ordskifte"], articles, folder / ("with" if has_search else "without"))
    if has_search:
        config = place.folder / "site.toml"
        config.write_text(f"{config.read_text()}\n[build]\nsearch = true\n")
        (place.folder / "templates/search.html").write_text(PAGE)
        (place.folder / "templates/fragments/found.html").write_text(FOUND)
    return place


def seconds(place: Workplace, build: str) -> float:
    """Of processors, for a build of this kind after the one before it."""
    if build == COLD:
        place.clean()
    else:
        if build != NOTHING:
            place.save(build)
        sleep(OLD_ENOUGH)
    return cost(place, place.generator.build).cpu


@click.command()
@click.option("--articles", default=10_000, show_default=True, help="How many there are.")
@click.option("--runs", default=3, show_default=True, help="How often each build is measured, the two in turn.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default="/dev/shm",  # noqa: S108 - in memory; a folder of its own is made there
    show_default=True,
    help="Where the sites are built.",
)
def command(articles: int, runs: int, folder: Path) -> None:
    """Measure what an index of all words costs, in a cold build and after an edit."""
    with TemporaryDirectory(prefix="ordskifte-search-", dir=folder) as root:
        both = [magazine(articles, Path(root), has_search=has_search) for has_search in (True, False)]
        found: dict[str, list[list[float]]] = {}
        for _ in range(runs):
            for build in BUILDS:
                for place, taken in zip(both, found.setdefault(build, [[], []]), strict=True):
                    taken.append(seconds(place, build))
        click.echo(
            f"{articles} articles, {runs} runs, seconds of processors\n\n| | search | none | |\n|---|---:|---:|---:|"
        )
        for build, (with_one, without) in found.items():
            _tell(build, median(with_one), median(without), "s", 2)
        for place in both:
            place.clean()
        memory, least = (peak_memory(place, place.generator.build) / 1e6 for place in both)
        _tell("cold build: peak memory", memory, least, "MB", 0)
        index = [path.stat().st_size for path in (both[0].output / "search-index").rglob("*.json")]
        click.echo(f"\nThe index: {len(index)} files, {sum(index) / 1e6:.1f} MB")


def _tell(build: str, with_one: float, without: float, unit: str, digits: int) -> None:
    click.echo(f"| {build} | {with_one:.{digits}f} {unit} | {without:.{digits}f} {unit} | {with_one / without:.2f} |")


if __name__ == "__main__":
    command()
