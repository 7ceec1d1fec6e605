"""Tables, and what is none: those that only say where things stand."""

from selectolax.lexbor import LexborNode

from ordskifte.tools.wordpress.elements import WIDEST, alignment, has_heads, is_own, is_rich, span
from ordskifte.tools.wordpress.prose import Blocks, Marks, Runs, Table
from ordskifte.tools.wordpress.walk import Flow, Walk


def take_table(walk: Walk, node: LexborNode, flow: Flow, marks: Marks, depth: int) -> None:
    walk.close(flow)
    rows = [row for row in node.css("tr") if is_own(row, node)]
    cells = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in rows]
    filled = [(row, [walk.inside(cell, marks, depth) for cell in row]) for row in cells if row]
    captions = [child for child in node.iter() if child.tag == "caption"]
    for caption in captions:
        walk.take_children(caption, flow, marks, depth)
        walk.close(flow)
    if not filled:
        return
    width = max(sum(span(cell) for cell in row) for row, _ in filled)
    if width > WIDEST or width == 1 or any(is_rich(inside) for _, row in filled for inside in row):
        # Tables that only place things, and cells with lists or pictures: their parts, one below the other.
        walk.note("table", "laid out as text")
        for _, row in filled:
            for inside in row:
                for block in inside:
                    walk.place(flow, block)
        return
    placed_table(walk, filled, width, flow, has_heads=has_heads(filled[0][0], node))


def placed_table(
    walk: Walk, filled: list[tuple[list[LexborNode], list[Blocks]]], width: int, flow: Flow, *, has_heads: bool
) -> None:
    if not has_heads:
        walk.note("table", "the first row is taken for the heads of the columns")
    if any(span(cell) > 1 or (cell.attributes.get("rowspan") or "1") != "1" for row, _ in filled for cell in row):
        walk.note("table", "cells that span others stand in the first of them")
    rows: list[tuple[Runs, ...]] = []
    for cells, insides in filled:
        row: list[Runs] = []
        for cell, inside in zip(cells, insides, strict=True):
            row += [walk.joined(inside)[0], *[()] * (span(cell) - 1)]
        rows.append((*row, *[()] * (width - len(row))))
    alignments = [alignment(cell) for cell in filled[-1][0] for _ in range(span(cell))]
    walk.place(flow, Table(tuple(rows), (*alignments, *[""] * width)[:width]))
