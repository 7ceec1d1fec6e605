"""Measurements that nobody has made, for the reports that are made of them."""

from benchmarks.results import (
    AGAIN,
    BODY,
    CLONE,
    COLD,
    FLOOR,
    HELP,
    MEMORY,
    NOTHING,
    OURS,
    SAMPLE,
    SAVES,
    YARDSTICK,
    Measurement,
    Results,
    Series,
)


def series(articles: int, *measurements: Measurement, filesystem: str = "tmpfs") -> Series:
    return Series(articles, filesystem, measurements)


def results(*found: Series) -> Results:
    versions = {OURS: "0.1.0", YARDSTICK: "0.168.0", "eleventy": "3.1.8", FLOOR: "3.11.7"}
    return Results("2026-11-22", "2 cores", versions, found, {HELP: 0.1, SAMPLE: 0.3})


def timed(generator: str, phase: str, *seconds: float, files: int = 0, memory: int = 0) -> tuple[Measurement, ...]:
    return tuple(Measurement(generator, phase, each, each * 2, memory, files) for each in seconds)


THOUSAND = series(
    1000,
    *timed(OURS, COLD, 1.2, 1.0, 1.4, files=2750),
    *timed(OURS, AGAIN, 0.5),
    *timed(YARDSTICK, COLD, 2.0, files=2740),
    *timed("eleventy", COLD, 6.0, files=2740),
    *timed(FLOOR, COLD, 1.0, files=2740),
    *timed(OURS, NOTHING, 0.02),
    *timed(YARDSTICK, NOTHING, 2.0, files=2740),
    *timed("eleventy", NOTHING, 6.0, files=2740),
    *timed(OURS, BODY, 0.5, files=2),
    *timed(YARDSTICK, BODY, 2.0, files=2740),
    Measurement("eleventy", BODY, 6.0, is_stale=True),
    *timed(OURS, CLONE, 0.6, files=2750),
    Measurement(OURS, MEMORY, memory=100_000_000),
    Measurement(YARDSTICK, MEMORY, memory=400_000_000),
    Measurement(OURS, SAVES + BODY, 0.01),
    Measurement(YARDSTICK, SAVES + BODY, 1.0),
    Measurement("eleventy", SAVES, failure="did not serve its site within 60 s.\nMonitoring for changes."),
)
HUNDRED_THOUSAND = series(100_000, *timed(OURS, COLD, 144.0), *timed(OURS, NOTHING, 1.0))
