"""What it costs that some articles are for members: `python -m benchmarks.members`.

The same magazine is built twice: with a tenth of its articles for members, and with all of them free. The tenth has the
words of the corpus in an order of its own, since whole sentences of the corpus stand in all of its articles.
"""

import random
import re
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep

import click
from msgspec.structs import replace

from benchmarks.corpus import Article
from benchmarks.generators import BY_NAME, Generator
from benchmarks.meter import OLD_ENOUGH, cost, peak_memory
from benchmarks.workplace import Workplace

SHARE, AMONG = 10, 5
"""One article of so many is for members: those whose numbers leave this rest."""
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
SHOWN = """
{% set part = site.sealed(entry.key) %}
{% if part %}<i data-sealed="{{ part.url }}" data-header="{{ part.header }}"></i>{% endif %}
"""
"""What the template of articles says of them, beside their text."""
COLD, SETTLED, NOTHING, FREE, SEALED, TITLE = (
    *("cold build", "nothing changed, right after the cold build", "nothing changed"),
    *("one free body edited", "one members' body edited", "one title edited"),
)


def spelled(found: Article, *, is_sealed: bool) -> str:
    """An article for Ordskifte, and for members if it is one of the tenth."""
    written = BY_NAME["ordskifte"].spelled(found)
    if number_of(found) % SHARE != AMONG:
        return written
    first, _, rest = found.body.partition("\n\n")
    rest = shuffled(rest, number_of(found))
    head = written.removesuffix(found.body)
    if is_sealed:
        head = head.replace("extra:", "access: members\nextra:", 1)
        return f"{head}{first}\n\n<!-- paywall -->\n\n{rest}"
    return f"{head}{first}\n\n{rest}"


def number_of(found: Article) -> int:
    return int(found.slug[-5:])


def shuffled(body: str, number: int) -> str:
    """The paragraphs of a body with their words in another order; what is more than a paragraph is left out."""
    chance = random.Random(number)
    paragraphs: list[str] = []
    for block in body.split("\n\n"):
        words = re.findall(r"\w+", block)
        if block[:1].isalpha() and len(words) > 20:
            chance.shuffle(words)
            paragraphs.append(f"{' '.join(words)}.")
    return "\n\n".join(paragraphs) + "\n"


class Magazine:
    """One of the two, in a folder of its own."""

    def __init__(self, articles: int, folder: Path, *, is_sealed: bool) -> None:
        ours = BY_NAME["ordskifte"]
        environment = {**ours.environment, "ORDSKIFTE_ACCESS_KEY": KEY}
        generator: Generator = replace(ours, spelled=partial(spelled, is_sealed=is_sealed), environment=environment)
        self.place = Workplace(generator, articles, folder / ("members" if is_sealed else "free"))
        template = self.place.folder / "templates/article.html"
        template.write_text(template.read_text().replace("<footer", SHOWN + "<footer", 1))
        numbers = articles // 2 // SHARE * SHARE, articles // 2 // SHARE * SHARE + AMONG
        self._free, self._sealed = (self._path(number) for number in numbers)
        self._edits = 0

    def _path(self, number: int) -> Path:
        return next(self.place.folder.glob(f"content/articles/*/*-{number:05d}.en.md"))

    def seconds(self, build: str) -> float:
        """Of processors, for a build of this kind after the one before it."""
        self._edits += 1
        words = f"Never before was this said {self._edits} times in one edition.\n"
        if build == COLD:
            self.place.clean()
        elif build in (FREE, SEALED):
            path = self._free if build == FREE else self._sealed
            path.write_text(f"{path.read_text()}\n{words}")
        elif build == TITLE:
            self._free.write_text(self._free.read_text().replace('title: "', f'title: "{self._edits} ', 1))
        if build != COLD:
            sleep(OLD_ENOUGH)
        return cost(self.place, self.place.generator.build).cpu

    def memory(self) -> int:
        self.place.clean()
        return peak_memory(self.place, self.place.generator.build)


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
    """Measure what it costs to seal a tenth of the articles, and to search all that is written for them."""
    with TemporaryDirectory(prefix="ordskifte-members-", dir=folder) as root:
        both = [Magazine(articles, Path(root), is_sealed=is_sealed) for is_sealed in (True, False)]
        click.echo(
            f"{articles} articles, {runs} runs, seconds of processors\n\n| | members | free | |\n|---|---:|---:|---:|"
        )
        found: dict[str, list[list[float]]] = {}
        for _ in range(runs):
            for build in (COLD, SETTLED, NOTHING, FREE, SEALED, TITLE):
                for place, taken in zip(both, found.setdefault(build, [[], []]), strict=True):
                    taken.append(place.seconds(build))
        for build, (sealed, free) in found.items():
            _tell(build, median(sealed), median(free))
        sealed_memory, free_memory = (place.memory() / 1e6 for place in both)
        _tell("cold build: peak memory", sealed_memory, free_memory, "MB")


def _tell(build: str, sealed: float, free: float, unit: str = "s") -> None:
    digits = 0 if unit == "MB" else 2
    click.echo(f"| {build} | {sealed:.{digits}f} {unit} | {free:.{digits}f} {unit} | {sealed / free:.2f} |")


if __name__ == "__main__":
    command()
