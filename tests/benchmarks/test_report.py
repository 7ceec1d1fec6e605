import pytest

from benchmarks.aims import AIMS, growth, per_article
from benchmarks.report import BEGIN, END, figures, report, table, with_figures
from benchmarks.results import BODY, COLD, OURS, YARDSTICK, Measurement
from tests.benchmarks.measured import HUNDRED_THOUSAND, THOUSAND, results, series, timed


def cells(markdown: str, words: str) -> list[str]:
    """The cells behind the one that says these words."""
    (row,) = (line for line in markdown.splitlines() if line.startswith(f"| {words} |"))
    return row.removeprefix("| ").removesuffix(" |").split(" | ")[1:]


def test_a_row_has_medians_and_ratios_to_hugo() -> None:
    shown = table(results(THOUSAND), THOUSAND)
    assert cells(shown, "") == ["ordskifte 0.1.0", "hugo 0.168.0", "eleventy 3.1.8", "floor 3.11.7"]
    assert cells(shown, "cold build") == ["1.20 s (0.6)", "2.00 s (1)", "6.00 s (3)", "1.00 s (0.5)"]


def test_what_hugo_cannot_do_is_compared_with_what_it_does_instead() -> None:
    shown = table(results(THOUSAND), THOUSAND)
    assert cells(shown, "fresh clone, cache restored") == ["0.60 s (0.3)", "–", "–", "–"]
    assert cells(shown, "nothing changed, right after the cold build") == ["0.50 s (0.25)", "–", "–", "–"]


def test_what_was_fast_but_stale_is_wrong() -> None:
    assert cells(table(results(THOUSAND), THOUSAND), "one body edited") == ["0.50 s (0.25)", "2.00 s (1)", "wrong", "–"]


def test_a_failure_is_told_with_its_words() -> None:
    assert "eleventy, serving: did not serve its site within 60 s.\n" in table(results(THOUSAND), THOUSAND)


def test_processor_time_memory_and_files_have_rows() -> None:
    shown = table(results(THOUSAND), THOUSAND)
    assert cells(shown, "cold build: processor time")[:2] == ["2.40 s (0.6)", "4.00 s (1)"]
    assert cells(shown, "cold build: peak memory, all processes") == ["100 MB (0.25)", "400 MB (1)", "–", "–"]
    assert cells(shown, "files written: nothing changed") == ["0", "2,740", "2,740", "–"]


@pytest.mark.parametrize(
    ("aim", "judged"),
    [
        ("cold build, of Hugo's", "0.60 ✓"),
        ("cold build, of the floor", "1.20 ✓"),
        ("fresh clone with the cache restored, of Hugo's cold build", "0.30 ✓"),
        ("nothing changed, of Hugo's", "0.01 ✓"),
        ("nothing changed: files written", "0 ✓"),
        ("one body edited, of Hugo's", "0.25 ✗"),
        ("one new article, of Hugo's cold build", "–"),
        ("peak memory, of Hugo's", "0.25 ✓"),
        ("body saved → served, of Hugo's server", "0.01 ✓"),
    ],
)
def test_each_aim_is_judged(aim: str, judged: str) -> None:
    assert cells(figures(results(THOUSAND)), aim)[1:] == [judged]


def test_the_aims_of_a_start_are_judged_once() -> None:
    shown = figures(results(THOUSAND))
    assert cells(shown, "`--help`") == ["≤ 0.15 s", "0.10 s ✓"]
    assert cells(shown, "the sample publication, nothing changed") == ["≤ 0.25 s", "0.30 s ✗"]


def test_an_edit_that_never_shows_misses_its_aim() -> None:
    found = series(1000, Measurement(OURS, BODY, 0.01, is_stale=True), *timed(YARDSTICK, BODY, 2.0))
    assert cells(figures(results(found)), "one body edited, of Hugo's")[1:] == ["wrong ✗"]


def test_a_yardstick_that_was_wrong_measures_nothing() -> None:
    found = series(1000, *timed(OURS, BODY, 0.01), Measurement(YARDSTICK, BODY, 2.0, is_stale=True))
    assert cells(figures(results(found)), "one body edited, of Hugo's")[1:] == ["–"]


def test_each_size_and_file_system_has_a_column_of_aims() -> None:
    disk = series(1000, *THOUSAND.measurements, filesystem="ext4")
    shown = figures(results(THOUSAND, disk))
    assert cells(shown, "ours, as a multiple") == ["aim", "1,000 articles, tmpfs", "1,000 articles, ext4"]
    assert len(cells(shown, AIMS[0].words)) == 3


def test_growth_is_time_per_article_from_the_smallest_site_to_the_largest() -> None:
    found = results(THOUSAND, HUNDRED_THOUSAND)
    assert per_article(THOUSAND) == pytest.approx(0.0012)
    assert growth(found) == pytest.approx(1.2)
    shown = report(found)
    assert cells(shown, "1,000") == ["1.20 s", "1.20 ms (1)", "0.02 s", "0.50 s", "100 MB"]
    assert cells(shown, "100,000") == ["144 s", "1.44 ms (1.2)", "1.00 s", "–", "–"]


def test_a_size_that_failed_is_told_and_is_no_growth() -> None:
    failed = series(100_000, Measurement(OURS, COLD, failure="No space left on device"))
    assert growth(results(THOUSAND, failed)) is None
    assert "ordskifte, cold build: No space left on device" in report(results(THOUSAND, failed))


def test_a_single_size_has_no_growth() -> None:
    assert growth(results(THOUSAND)) is None
    assert "Growth" not in report(results(THOUSAND))


def test_a_run_that_was_stopped_at_once_is_still_told() -> None:
    assert "2 cores" in report(results())


def test_ours_alone_is_compared_with_nobody() -> None:
    alone = series(1000, *timed(OURS, COLD, 1.0))
    assert "Hugo" not in report(results(alone))


def test_figures_take_the_place_of_those_before() -> None:
    page = f"# Title\n\n{BEGIN}\n\nold\n{END}\n\nThe end.\n"
    shown = with_figures(page, "new\n")
    assert shown == f"# Title\n\n{BEGIN}\n\nnew\n\n{END}\n\nThe end.\n"
    assert with_figures(shown, "new\n") == shown
