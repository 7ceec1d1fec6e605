import pytest

from benchmarks.generators import BY_NAME
from benchmarks.results import BODY, BUILDS, CLONE, COLD, NOTHING, TITLE
from benchmarks.rounds import FEW, is_due


def due(name: str, number: int, cold: float) -> list[str]:
    return [build for build in BUILDS if is_due(BY_NAME[name], build, number, cold)]


@pytest.mark.parametrize(("cold", "rounds"), [(2.0, 3), (25.0, 2), (60.0, 1)])
def test_the_slower_a_generator_the_fewer_its_runs(cold: float, rounds: int) -> None:
    assert [number for number in range(3) if due("hugo", number, cold)] == [*range(rounds)]


def test_a_second_run_of_a_generator_that_takes_its_time_is_of_few_builds() -> None:
    assert {*due("hugo", 1, 25)} == {*FEW}
    assert {*FEW} < {*due("hugo", 0, 25)}


def test_a_very_slow_generator_makes_the_fewest_builds() -> None:
    assert due("eleventy", 0, 145) == [COLD, BODY]
    assert {NOTHING, TITLE} <= {*due("eleventy", 0, 5)}


def test_only_who_has_a_cache_gets_it_restored() -> None:
    assert [name for name in BY_NAME if CLONE in due(name, 0, 1)] == ["ordskifte", "pelican", "astro"]


def test_of_the_floor_only_cold_builds_are_measured() -> None:
    assert due("floor", 0, 1) == [COLD]
