"""QR codes (ISO/IEC 18004) as paths. The only door to segno.

Nothing here is left to chance: the same text is always the same squares.
"""

from collections.abc import Iterable
from itertools import groupby

import segno

from ordskifte.model.answers import Symbol

QUIET = 4
"""The light squares around a code by which readers find it (ISO/IEC 18004 §9.1)."""


def qr(text: str) -> Symbol:
    """The code of a text, of which 15 % may be covered or dirty (level M)."""
    code = segno.make_qr(text, error="m", boost_error=False)
    lines = (_line(row, QUIET + number) for number, row in enumerate(code.matrix))
    return Symbol(len(code.matrix) + 2 * QUIET, "".join(lines))


def _line(row: Iterable[int], y: int) -> str:
    """The dark squares of a row, each run of them as one rectangle."""
    written, x = "", QUIET
    for is_dark, squares in groupby(row):
        width = len(tuple(squares))
        written += f"M{x} {y}h{width}v1h-{width}z" if is_dark else ""
        x += width
    return written
