"""Bars: how long each generator takes, phase by phase, as an SVG that follows the reader's colours. Pure."""

from collections.abc import Iterator, Sequence
from html import escape

from benchmarks.report import PHASES, Setting, wall
from benchmarks.rounds import COLD, NOTHING, SAVES, Measurement
from benchmarks.workplace import BODY, TEMPLATE

SHOWN = (COLD, NOTHING, BODY, TEMPLATE, SAVES + BODY)
WIDTH, LEFT, RIGHT = 720, 110, 90
"""The width of the drawing, of the names at its left and of the seconds at its right, in pixels."""
LINE, BAR, HEADING = 22, 14, 40
OURS, OTHERS = "#b5432a", "#8a9299"
BEGIN = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{title}" \
font-family="system-ui, sans-serif" font-size="13" fill="currentColor">
<style>svg {{ color: #1b1e22 }} @media (prefers-color-scheme: dark) {{ svg {{ color: #f6f2ea }} }}</style>"""
AXIS = '<line x1="{left}" y1="{top}" x2="{left}" y2="{bottom}" stroke="currentColor" stroke-opacity=".4"/>'


def chart(setting: Setting, measurements: Sequence[Measurement]) -> str:
    """The chart; the bars of each phase are drawn to a scale of their own."""
    names = list(dict.fromkeys(found.generator for found in measurements))
    drawn: list[str] = []
    height = 0
    for phase in SHOWN:
        seconds = {name: wall(measurements, name, phase) for name in names}
        known = {name: found for name, found in seconds.items() if found is not None}
        if known:
            drawn += _panel(PHASES[phase], known, height)
            height += HEADING + LINE * len(known)
    title = f"Seconds to build {setting.articles:,} articles in two editions, {setting.filesystem}"
    begin = BEGIN.format(width=WIDTH, height=height + 10, title=escape(title))
    return "\n".join((begin, *drawn, "</svg>\n"))


def _panel(title: str, seconds: dict[str, float], top: int) -> Iterator[str]:
    longest = max(seconds.values())
    yield f'<text x="0" y="{top + 26}" font-weight="600">{escape(title)}</text>'
    first = top + HEADING
    for number, (name, value) in enumerate(sorted(seconds.items(), key=lambda bar: bar[1])):
        y = first + number * LINE
        width = max(1.0, (WIDTH - LEFT - RIGHT) * value / longest)
        colour = OURS if name == "ordskifte" else OTHERS
        yield f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(name)}</text>'
        yield f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{colour}"/>'
        yield f'<text x="{LEFT + width + 6:.1f}" y="{y + 12}">{value:.3g} s</text>'
    yield AXIS.format(left=LEFT, top=first - 4, bottom=first + LINE * len(seconds) - 4)
