"""The figures that are aimed at, each beside what was measured. Pure."""

from collections.abc import Callable

from msgspec import Struct

from benchmarks.results import (
    ARTICLE,
    BODY,
    CLONE,
    COLD,
    FLOOR,
    HELP,
    MESSAGE,
    NOTHING,
    OURS,
    SAMPLE,
    SAVES,
    TEMPLATE,
    YARDSTICK,
    Results,
    Series,
    ratio,
)


class Aim(Struct, frozen=True):
    """A figure of ours that is to be at most so large, in every series where it was measured."""

    words: str
    most: float
    measured: Callable[[Series], float | None]


class SingleAim(Struct, frozen=True):
    """A figure of which there is one in all."""

    words: str
    most: float
    unit: str
    measured: Callable[[Results], float | None]


def _times(phase: str, against: str = YARDSTICK, in_phase: str = "") -> Callable[[Series], float | None]:
    """Our time as a multiple of another generator's, in the same phase or in one of its own."""
    return lambda series: ratio(series.wall(OURS, phase), series.wall(against, in_phase or phase))


def growth(results: Results) -> float | None:
    """What an article costs in the largest site, as a multiple of what it costs in the smallest."""
    grown = results.growth
    if len(grown) < 2:
        return None
    return ratio(per_article(grown[-1]), per_article(grown[0]))


def per_article(series: Series) -> float | None:
    """The seconds that a cold build of ours takes for one article."""
    seconds = series.wall(OURS, COLD)
    return None if seconds is None else seconds / series.articles


AIMS = (
    Aim("cold build, of Hugo's", 0.6, _times(COLD)),
    Aim("cold build, of the floor", 1.3, _times(COLD, FLOOR)),
    Aim("fresh clone with the cache restored, of Hugo's cold build", 0.35, _times(CLONE, in_phase=COLD)),
    Aim("nothing changed, of Hugo's", 0.02, _times(NOTHING)),
    Aim("nothing changed: files written", 0, lambda series: series.files(OURS, NOTHING)),
    Aim("one body edited, of Hugo's", 0.04, _times(BODY)),
    Aim("one new article, of Hugo's cold build", 0.3, _times(ARTICLE, in_phase=COLD)),
    Aim("base template edited, of Hugo's cold build", 0.4, _times(TEMPLATE, in_phase=COLD)),
    Aim("peak memory, of Hugo's", 0.35, lambda series: ratio(series.memory(OURS), series.memory(YARDSTICK))),
    Aim("body saved → served, of Hugo's server", 0.02, _times(SAVES + BODY)),
    Aim("base template saved → served, of Hugo's server", 0.05, _times(SAVES + TEMPLATE)),
    Aim("message saved → served, of Hugo's server", 0.05, _times(SAVES + MESSAGE)),
)
SINGLE_AIMS = (
    SingleAim("an article of the largest site, of one of the smallest", 1.2, "", growth),
    SingleAim("`--help`", 0.15, " s", lambda results: results.startup.get(HELP)),
    SingleAim("the sample publication, nothing changed", 0.25, " s", lambda results: results.startup.get(SAMPLE)),
)
