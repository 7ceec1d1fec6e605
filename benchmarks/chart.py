"""Bars for the README: how long each generator takes, as a multiple of Hugo's time. Pure.

The colours follow the reader's: they are legible on white and on black, and the ink is the one of the two.
"""

from collections.abc import Iterator
from html import escape
from math import inf

from msgspec import Struct

from benchmarks.results import BODY, COLD, OURS, SAVES, YARDSTICK, Results, Series, ratio

PANELS = {
    COLD: "Cold build",
    BODY: "One article’s text edited, built again",
    SAVES + BODY: "One article’s text saved, until it is served",
}
NAMES = {OURS: "Ordskifte", "hugo": "Hugo", "pelican": "Pelican", "eleventy": "Eleventy", "astro": "Astro"}
WIDTH, LEFT, RIGHT = 640, 88, 62
"""The width of the drawing, of the names at its left and of the figures at its right, in pixels."""
TITLE, HEADING, LINE, BAR = 26, 38, 22, 12
ROOT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title desc" \
font-family="system-ui, -apple-system, sans-serif" font-size="13" fill="currentColor">"""
STYLE = """\
<style>
svg { color: #1f2328 }
.other { fill: #8c959f }
.ours { fill: #bc4a2f }
.ours-text { font-weight: 600 }
.quiet { fill-opacity: .7 }
@media (prefers-color-scheme: dark) { svg { color: #e6edf3 } .other { fill: #6e7681 } .ours { fill: #e0694a } }
</style>"""


class Chart(Struct, frozen=True):
    """A drawing, and the same in words for who does not see it."""

    svg: str
    words: str


def chart(results: Results) -> Chart | None:
    """The chart of the series that compares the most generators, and of those the largest; None without any."""
    compared = [series for series in results.compared if ratio(series.wall(YARDSTICK, COLD), 1)]
    if not compared:
        return None
    series = max(compared, key=lambda each: (len(_times(each, COLD)), each.articles))
    panels = {phase: times for phase in PANELS if (times := _times(series, phase))}
    title = f"{series.articles:,} articles in two editions, {series.filesystem}: time, as a multiple of Hugo’s"
    said = " ".join(_said(PANELS[phase], times) for phase, times in panels.items())
    body: list[str] = []
    height = TITLE
    for phase, times in panels.items():
        body += _panel(PANELS[phase], times, height)
        height += HEADING + LINE * len(times)
    lines = (
        ROOT.format(width=WIDTH, height=height + 6),
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(said)}</desc>',
        STYLE,
        f'<text class="quiet" x="0" y="16">{escape(title)}</text>',
        *body,
        "</svg>\n",
    )
    return Chart("\n".join(lines), f"{title}. {said}")


def _times(series: Series, phase: str) -> dict[str, float]:
    """How many times Hugo's time each generator takes, of those that did it and did it right."""
    yardstick = series.wall(YARDSTICK, phase)
    found = {name: ratio(series.wall(name, phase), yardstick) for name in NAMES}
    return {name: times for name, times in found.items() if times is not None and times != inf}


def _said(title: str, times: dict[str, float]) -> str:
    return f"{title}: {', '.join(f'{NAMES[name]} {_rounded(value)}' for name, value in times.items())}."


def _panel(title: str, times: dict[str, float], top: int) -> Iterator[str]:
    longest = max(times.values())
    yield f'<text x="{LEFT}" y="{top + 26}" font-weight="600">{escape(title)}</text>'
    for number, (name, value) in enumerate(times.items()):
        y = top + HEADING + number * LINE
        width = max(1.5, (WIDTH - LEFT - RIGHT) * value / longest)
        bar, text = ("ours", ' class="ours-text"') if name == OURS else ("other", "")
        yield f'<text{text} x="{LEFT - 8}" y="{y + 11}" text-anchor="end">{NAMES[name]}</text>'
        yield f'<rect class="{bar}" x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2"/>'
        yield f'<text{text} x="{LEFT + width + 6:.1f}" y="{y + 11}">{_rounded(value)}</text>'


def _rounded(value: float) -> str:
    return f"{value:.1f} ×" if value >= 10 else f"{value:.2g} ×"
