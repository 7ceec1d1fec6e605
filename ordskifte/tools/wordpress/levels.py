"""Headings: each on a level that its place in the text allows."""

from collections.abc import Iterable

from msgspec.structs import replace

from ordskifte.tools.wordpress.prose import Block, Blocks, Heading, Listing, Mark, Paragraph, Quote, Words
from ordskifte.tools.wordpress.runs import with_mark


def with_levels(blocks: Blocks) -> Iterable[Block]:
    """The blocks, with headings from the second level on, and none a level too deep for where it stands."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    shift = 2 - min(levels, default=2)
    before = 1
    for block in blocks:
        if isinstance(block, Heading):
            before = min(block.level + shift, before + 1, 6)
            yield replace(block, level=before)
        elif isinstance(block, Quote):
            yield replace(block, blocks=tuple(_with_levels_inside(block.blocks)))
        elif isinstance(block, Listing):
            yield replace(block, entries=tuple(tuple(_with_levels_inside(entry)) for entry in block.entries))
        else:
            yield block


def _with_levels_inside(blocks: Blocks) -> Iterable[Block]:
    """In quotes and lists a heading is a strong line: it heads nothing of the text around."""
    for block in blocks:
        if isinstance(block, Heading):
            strong = Mark("strong")
            runs = tuple(
                replace(run, marks=with_mark(run.marks, strong)) if isinstance(run, Words) else run
                for run in block.runs
            )
            yield Paragraph(runs, block.id, block.lang, block.notes)
        elif isinstance(block, Quote):
            yield replace(block, blocks=tuple(_with_levels_inside(block.blocks)))
        elif isinstance(block, Listing):
            yield replace(block, entries=tuple(tuple(_with_levels_inside(entry)) for entry in block.entries))
        else:
            yield block
