"""The order of the measuring: round by round and phase by phase, each generator in turn, so that all meet the same
machine.
"""

from collections.abc import Iterator, Sequence
from time import sleep

from msgspec import Struct

from benchmarks.generators import Generator
from benchmarks.meter import OLD_ENOUGH, Failed, cost, peak_memory
from benchmarks.pages import differences
from benchmarks.results import AGAIN, BODY, BUILDS, CLONE, COLD, EDITS, MEMORY, NOTHING, SAVES, TEMPLATE, Measurement
from benchmarks.servers import saves
from benchmarks.workplace import Workplace, written

FEW = (COLD, NOTHING, BODY, TEMPLATE)
FEWEST = (COLD, BODY)
QUICK, SLOW = 5.0, 45.0
"""Seconds of a cold build. Up to QUICK every run is made; up to SLOW one, and a second of the FEW builds; beyond it one
of the FEWEST. Else ten thousand articles would take hours."""


class Plan(Struct, frozen=True):
    """What is measured, and how often."""

    builds: Sequence[str] = BUILDS
    runs: int = 1
    saves: int = 0
    slow: float = SLOW


def measured(places: Sequence[Workplace], plan: Plan) -> Iterator[Measurement]:
    """Everything that is measured, one run after the other; who fails once is left out from then on."""
    sound = list(places)
    cold: dict[str, float] = {}
    for number in range(plan.runs):
        for build in plan.builds:
            for place in tuple(sound):
                if not is_due(place.generator, build, number, cold.get(place.generator.name, 0), plan.slow):
                    continue
                for found in _built(place, build, is_first=number == 0):
                    cold.setdefault(found.generator, found.wall)
                    if found.failure:
                        sound.remove(place)
                    yield found
        if number == 0:
            yield from (_remembered(place) for place in sound)
    for place in sound:
        if place.generator.serve and plan.saves:
            yield from _served(place, plan.saves)


def is_due(generator: Generator, build: str, number: int, cold: float, slow: float = SLOW) -> bool:
    """Whether a build is to be measured in the round of this number, after a cold build of so many seconds."""
    if generator.is_only_cold and build != COLD:
        return False
    if build == CLONE and not generator.caches:
        return False  # It would be a cold build once more.
    if cold > slow:
        return number == 0 and build in FEWEST
    if cold > QUICK:
        return number == 0 or (number == 1 and build in FEW)
    return True


def _built(place: Workplace, build: str, is_first: bool) -> Iterator[Measurement]:
    """A build, and at once after a cold one the next, of which nothing has changed; the last may have failed."""
    try:
        yield _run(place, build)
        if build == COLD:
            if place.generator.caches:
                yield _run(place, AGAIN)
            if is_first:
                _check(place)
    except Failed as failed:
        yield Measurement(place.generator.name, build, failure=str(failed))


def _run(place: Workplace, build: str) -> Measurement:
    generator = place.generator
    command = generator.build
    if build == COLD:
        place.clean()
        command = generator.cold or command
    elif build == NOTHING and generator.caches:
        sleep(OLD_ENOUGH)
        cost(place, command)  # What a build found too young to be trusted, only the next but one passes over.
    elif build == CLONE:
        place.clone()
    edit = place.save(build) if build in EDITS else None
    before = place.stamps()
    spent = cost(place, command)
    files = written(before, place.stamps())
    is_stale = edit is not None and not place.shows(edit)
    return Measurement(generator.name, build, spent.wall, spent.cpu, files=files, is_stale=is_stale)


def _check(place: Workplace) -> None:
    """Raise Failed where the pages are not those that every generator is to make."""
    found = differences(place)
    if found:
        raise Failed(f"made other pages than it should: {'; '.join(found[:5])} ({len(found)} in all)")


def _remembered(place: Workplace) -> Measurement:
    generator = place.generator
    place.clean()
    try:
        return Measurement(generator.name, MEMORY, memory=peak_memory(place, generator.cold or generator.build))
    except Failed as failed:
        return Measurement(generator.name, MEMORY, failure=str(failed))


def _served(place: Workplace, runs: int) -> Iterator[Measurement]:
    try:
        for kind, seconds in saves(place, runs):
            yield Measurement(place.generator.name, SAVES + kind, seconds)
    except Failed as failed:
        yield Measurement(place.generator.name, SAVES, failure=str(failed))
