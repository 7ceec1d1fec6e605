"""QR codes: the path has the squares of the code, and nothing else."""

import re

import pytest
import segno

from ordskifte.render.qr import QUIET, qr

URL = "https://qr.vipps.no/donations/000000?reference=free-article-nb"


def dark(path: str) -> set[tuple[int, int]]:
    """The squares that a path covers."""
    lines = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path)
    assert "".join(f"M{x} {y}h{width}v1h-{back}z" for x, y, width, back in lines) == path
    assert all(width == back for _, _, width, back in lines)
    return {(int(x) + step, int(y)) for x, y, width, _ in lines for step in range(int(width))}


@pytest.mark.parametrize("text", ["1", URL, "https://example.org/" + "a" * 300, "blåbær"])
def test_the_dark_squares_are_those_of_the_code(text: str) -> None:
    code = segno.make_qr(text, error="m", boost_error=False)
    squares = {(x + QUIET, y + QUIET) for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark}
    assert dark(qr(text).path) == squares


def test_there_is_room_around_it_on_all_sides() -> None:
    symbol = qr(URL)
    squares = dark(symbol.path)
    assert {min(x for x, _ in squares), min(y for _, y in squares)} == {QUIET}
    assert {max(x for x, _ in squares), max(y for _, y in squares)} == {symbol.size - QUIET - 1}


def test_the_same_text_is_always_the_same_code() -> None:
    assert qr(URL) == qr(URL)
