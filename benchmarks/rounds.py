"""The order of the measuring: round by round and phase by phase, each generator in turn, so that all meet the same
machine.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from benchmarks.meter import Failed, cost, peak_memory
from benchmarks.servers import saves
from benchmarks.workplace import EDITS, Workplace, written

COLD, NOTHING, MEMORY = "cold", "nothing", "memory"
BUILDS = (COLD, NOTHING, *EDITS)
SAVES = "save-"
"""Before the kind of an edit: from save to served."""


class Measurement(Struct, frozen=True, omit_defaults=True):
    """One run of one generator, or why there is none."""

    generator: str
    phase: str
    wall: float = 0.0
    """Seconds."""
    cpu: float = 0.0
    memory: int = 0
    """Bytes, at the peak."""
    files: int = 0
    """How many were written."""
    is_stale: bool = False
    """The edit is not in the output: what was fast was wrong."""
    failure: str = ""


def measured(places: Sequence[Workplace], runs: int, serving_runs: int) -> Iterator[Measurement]:
    """Everything that is measured, one run after the other."""
    sound = list(places)
    for run in range(runs):
        for phase in BUILDS:
            for place in [place for place in sound if phase == COLD or place.generator.keeps_work]:
                found = _built(place, phase)
                if found.failure:
                    sound.remove(place)
                yield found
        if run == 0:
            for place in sound:
                place.clean()
                command = place.generator.cold or place.generator.build
                yield Measurement(place.generator.name, MEMORY, memory=peak_memory(place, command))
    for place in sound:
        if place.generator.serve and serving_runs:
            yield from _served(place, serving_runs)


def _built(place: Workplace, phase: str) -> Measurement:
    generator = place.generator
    command = generator.build
    try:
        if phase == COLD:
            place.clean()
            command = generator.cold or command
        elif phase == NOTHING:
            cost(place, command)  # A cold build may fill no cache, or not trust sources that are as young as it is.
        edit = place.save(phase) if phase in EDITS else None
        before = place.stamps()
        spent = cost(place, command)
    except Failed as failed:
        return Measurement(generator.name, phase, failure=str(failed))
    files = written(before, place.stamps())
    is_stale = edit is not None and not place.shows(edit)
    return Measurement(generator.name, phase, spent.wall, spent.cpu, files=files, is_stale=is_stale)


def _served(place: Workplace, runs: int) -> Iterator[Measurement]:
    try:
        for kind, seconds in saves(place, runs):
            yield Measurement(place.generator.name, SAVES + kind, seconds)
    except Failed as failed:
        yield Measurement(place.generator.name, SAVES, failure=str(failed))
