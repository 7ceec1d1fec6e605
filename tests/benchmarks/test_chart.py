from xml.etree import ElementTree

from benchmarks.chart import chart
from benchmarks.results import COLD, OURS, Series
from tests.benchmarks.measured import HUNDRED_THOUSAND, THOUSAND, results, series, timed

SVG = "{http://www.w3.org/2000/svg}"


def picture(*found: Series) -> str:
    drawn = chart(results(*found))
    assert drawn
    return drawn.svg


def test_the_chart_is_an_svg_with_its_figures_as_text() -> None:
    root = ElementTree.fromstring(picture(THOUSAND))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    alternatives = {found.get("id", ""): found.text for found in root if found.get("id")}
    assert root.get("aria-labelledby") == " ".join(alternatives)
    assert alternatives["title"] == "1,000 articles in two editions, tmpfs: time, as a multiple of Hugo’s"
    assert alternatives["desc"] == (
        "Cold build: Ordskifte 0.6 ×, Hugo 1 ×, Eleventy 3 ×. "
        "One article’s text edited, built again: Ordskifte 0.25 ×, Hugo 1 ×. "
        "One article’s text saved, until it is served: Ordskifte 0.01 ×, Hugo 1 ×."
    )


def test_what_is_drawn_is_also_said() -> None:
    drawn = chart(results(THOUSAND))
    assert drawn
    assert drawn.words.startswith("1,000 articles in two editions, tmpfs: time, as a multiple of Hugo’s. Cold build: ")


def test_a_bar_is_as_long_as_its_figure() -> None:
    bars = ElementTree.fromstring(picture(THOUSAND)).findall(f"{SVG}rect")
    ours, hugo, eleventy = (float(bar.get("width", 0)) for bar in bars[:3])
    assert round(ours / eleventy, 2) == 0.2
    assert round(hugo / eleventy, 2) == 0.33


def test_the_largest_site_that_all_have_made_is_shown() -> None:
    more = series(10_000, *THOUSAND.measurements)
    fewer = series(20_000, *timed(OURS, COLD, 1.0), *timed("hugo", COLD, 2.0))
    assert ">10,000 articles" in picture(THOUSAND, more, fewer, HUNDRED_THOUSAND)


def test_there_is_no_chart_without_a_yardstick() -> None:
    assert chart(results(HUNDRED_THOUSAND)) is None
