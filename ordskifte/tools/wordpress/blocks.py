"""HTML becomes blocks and runs of words; what the house cannot say is left out or written plainly, and told of.

Read as browsers read it, with Lexbor. Where links lead and which pictures there are is asked of a `World`.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from ordskifte.tools.wordpress.content import Content
from ordskifte.tools.wordpress.leftovers import (
    take_x_block,
    take_x_classic,
    take_x_code,
    take_x_more,
    take_x_page,
    take_x_strange,
)
from ordskifte.tools.wordpress.levels import with_levels
from ordskifte.tools.wordpress.pictures import take_audio, take_figure, take_iframe, take_img, take_x_embed
from ordskifte.tools.wordpress.prose import Block, Definitions, Heading, Listing, Paragraph, Quote, Text
from ordskifte.tools.wordpress.structures import (
    take_aside,
    take_blockquote,
    take_dl,
    take_heading,
    take_hr,
    take_list,
    take_pre,
)
from ordskifte.tools.wordpress.tables import take_table
from ordskifte.tools.wordpress.values import Note, Place
from ordskifte.tools.wordpress.walk import Taker, Walk, World
from ordskifte.tools.wordpress.words import take_a, take_br, take_cite, take_q, take_sub, take_sup

_OWN: Mapping[str, Taker] = {
    "a": take_a,
    "aside": take_aside,
    "audio": take_audio,
    "blockquote": take_blockquote,
    "br": take_br,
    "cite": take_cite,
    "dir": take_list,
    "dl": take_dl,
    "figure": take_figure,
    **{f"h{level}": take_heading for level in range(1, 7)},
    "hr": take_hr,
    "iframe": take_iframe,
    "img": take_img,
    "listing": take_pre,
    "menu": take_list,
    "ol": take_list,
    "pre": take_pre,
    "q": take_q,
    "sub": take_sub,
    "sup": take_sup,
    "table": take_table,
    "ul": take_list,
    "video": take_audio,
    "x-block": take_x_block,
    "x-classic": take_x_classic,
    "x-code": take_x_code,
    "x-embed": take_x_embed,
    "x-more": take_x_more,
    "x-page": take_x_page,
    "x-strange": take_x_strange,
    "xmp": take_pre,
}
"""The elements that are more than a place for words."""


class Converted(Struct, frozen=True):
    text: Text
    notes: tuple[Note, ...]
    """Each is named by its number in the blocks that it is about."""
    ids: frozenset[str]
    """What links can end in."""
    teaser: str
    """The words before the sign for "more", where they are one plain paragraph."""


def converted(
    content: Content,
    place: Place,
    world: World,
    *,
    locale: str,
    wanted: frozenset[str] = frozenset(),
    footnotes: Mapping[str, str] | None = None,
) -> Converted:
    """The blocks of a body, and what is to be told of them.

    `wanted` are the ids that links end in; `footnotes` are those that the block editor keeps beside the text, by id.
    """
    kept, absent = footnotes or {}, frozenset[str]()
    while True:
        walk = Walk(place, world, locale, wanted, kept, _OWN, absent, is_classic=content.is_classic)
        blocks = tuple(with_levels(walk.all(content.html)))
        text = Text(blocks, tuple(sorted(walk.footnotes, key=lambda note: int(note.label))))
        ids = frozenset(_ids((*text.blocks, *(block for note in text.footnotes for block in note.blocks))))
        if walk.fragments <= ids:
            return Converted(text, tuple(walk.notes), ids, walk.teaser)
        # Links to what turned out to stand nowhere become words.
        absent |= walk.fragments - ids


def _ids(blocks: Iterable[Block]) -> Iterator[str]:
    """What links can end in."""
    for block in blocks:
        match block:
            case Paragraph(id=id) | Heading(id=id) if id:
                yield id
            case Quote(blocks=inside):
                yield from _ids(inside)
            case Listing(entries=entries):
                yield from (id for entry in entries for id in _ids(entry))
            case Definitions(entries=terms):
                yield from (id for _, meanings in terms for meaning in meanings for id in _ids(meaning))
            case _:
                pass
