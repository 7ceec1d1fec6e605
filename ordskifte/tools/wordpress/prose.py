"""A text as the house writes it, before it is written: blocks of runs of words.

These are the values between HTML and Markdown: what Markdown here cannot say has no place in them.
"""

from msgspec import Struct


class Mark(Struct, frozen=True):
    """What some words are marked as: `strong`, `em`, `del`, `code`, `link`, `lang` or `id`."""

    kind: str
    value: str = ""
    """The address of a link, the language, the id."""


Marks = tuple[Mark, ...]
"""The outermost first."""


class Words(Struct, frozen=True, tag=True):
    text: str
    marks: Marks = ()


class Break(Struct, frozen=True, tag=True):
    """A new line within a paragraph."""


class NoteMark(Struct, frozen=True, tag=True):
    """The mark of a footnote."""

    label: str


class Picture(Struct, frozen=True, tag=True):
    """A picture beside the text; without `alt`, nobody has written one yet."""

    file: str
    alt: str
    marks: Marks = ()
    notes: tuple[int, ...] = ()
    """Numbers of what is to be told of it; blocks have such, too."""


Run = Words | Break | NoteMark | Picture
Runs = tuple[Run, ...]


class Paragraph(Struct, frozen=True, tag=True):
    runs: Runs
    id: str = ""
    lang: str = ""
    notes: tuple[int, ...] = ()


class Heading(Struct, frozen=True, tag=True):
    level: int
    runs: Runs
    id: str = ""
    lang: str = ""
    notes: tuple[int, ...] = ()


class Figure(Struct, frozen=True, tag=True):
    """A picture by itself, with its caption."""

    picture: Picture
    caption: Runs = ()
    credit: str = ""
    notes: tuple[int, ...] = ()


class Embed(Struct, frozen=True, tag=True):
    """What another site shows in a frame, with the words of the link to it."""

    address: str
    title: str
    host: str
    caption: Runs = ()
    notes: tuple[int, ...] = ()


class Code(Struct, frozen=True, tag=True):
    text: str
    language: str = ""
    notes: tuple[int, ...] = ()


class Rule(Struct, frozen=True, tag=True):
    notes: tuple[int, ...] = ()


class Table(Struct, frozen=True, tag=True):
    """Rows of cells, all of one length; the first is the heads."""

    rows: tuple[tuple[Runs, ...], ...]
    alignments: tuple[str, ...]
    """`left`, `right`, `center` or nothing, for each column."""
    lang: str = ""
    notes: tuple[int, ...] = ()


class Listing(Struct, frozen=True, tag=True):
    entries: tuple[tuple["Block", ...], ...]
    start: int | None = None
    """The first number; None where it is not numbered."""
    lang: str = ""
    notes: tuple[int, ...] = ()


class Definitions(Struct, frozen=True, tag=True):
    """Terms, and what each of them means."""

    entries: tuple[tuple[Runs, tuple[tuple["Block", ...], ...]], ...]
    notes: tuple[int, ...] = ()


class Quote(Struct, frozen=True, tag=True):
    """`kind` is `quote`, `pullquote` or `note`."""

    blocks: tuple["Block", ...]
    kind: str = "quote"
    lang: str = ""
    notes: tuple[int, ...] = ()


Block = Paragraph | Heading | Figure | Embed | Code | Rule | Table | Listing | Definitions | Quote
Blocks = tuple[Block, ...]


class Footnote(Struct, frozen=True):
    label: str
    blocks: Blocks


class Text(Struct, frozen=True):
    """A whole body."""

    blocks: Blocks
    footnotes: tuple[Footnote, ...] = ()
