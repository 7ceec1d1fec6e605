"""What the rules on one body share while it is read: the source, what they have found, and what is wrong where."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import TypeVar

from markdown_it.token import Token
from markdown_it.utils import EnvType

from ordskifte.model.diagnostics import At, Diagnostic, Span, error, warning
from ordskifte.model.document import Heading, Hole, Reference, Source
from ordskifte.model.payments import Purpose

Mentioned = TypeVar("Mentioned")


@dataclass
class Draft:
    source: Source
    may_seal: bool
    preview_paragraphs: int
    before: "Draft | None" = None
    """The public part, where it is the sealed one that is read."""
    definitions: dict[str, list[list[Token]]] = field(default_factory=dict)
    """The footnotes by label, sealed ones too: the opening token of each, then its blocks."""
    cited: tuple[str, ...] = ()
    """The labels of those that the text refers to, in its order."""
    has_slot: bool = False
    """Whether there is room for a campaign."""
    is_sealed: bool = False
    words: int = 0
    """Of the whole text, as white space parts it."""
    ids: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    links: list[Reference] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    """From the root of the site, `/map.pdf`; those of the sealed part only, for no output shows them."""
    images: list[str] = field(default_factory=list)
    payments: list[Purpose] = field(default_factory=list)
    embeds: list[str] = field(default_factory=list)
    places: dict[str, Span] = field(default_factory=dict)
    holes: list[Hole] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @staticmethod
    def of(env: EnvType) -> "Draft":
        draft = env["draft"]
        assert isinstance(draft, Draft)
        return draft

    @property
    def notes_before(self) -> int:
        """How many footnotes the public part has, where it is the sealed one that is read."""
        return len(self.before.cited) if self.before else 0

    @property
    def notes_id(self) -> str:
        """That of the heading over the footnotes: a page that is unlocked may have two of them."""
        return "fn-behind" if self.before else "fn"

    @cached_property
    def _lines(self) -> list[str]:
        return self.source.body.split("\n")

    def place(self, block: Token, at: int = 0) -> Span:
        """Where the character at an offset of a block's content stands in the file."""
        first = block.map[0] if block.map else 0
        rows = self._rows(block, first)
        row = bisect_right(rows, at, key=itemgetter(0)) - 1
        start, indent = rows[row]
        return Span(self.source.path, self.source.body_line + first + row, indent + at - start + 1)

    def _rows(self, block: Token, first: int) -> list[tuple[int, int]]:
        """For each line of a block's content its offset, and how far in its line of the file it begins.

        Indentation, `> ` and the like stand before it there. Kept with the block, which may hold a thousand links.
        """
        if "rows" not in block.meta:
            lines = (block.content or self._lines[first].strip()).split("\n")
            offsets = accumulate((len(line) + 1 for line in lines), initial=0)
            in_file = self._lines[first : first + len(lines)]
            block.meta["rows"] = [
                (offset, max(whole.find(line), 0)) for offset, line, whole in zip(offsets, lines, in_file, strict=False)
            ]
        rows: list[tuple[int, int]] = block.meta["rows"]
        return rows

    def told(self, words: str) -> str:
        """Words of the source as a diagnostic may have them: none of the sealed part, for what is told is kept."""
        return "…" if self.before else words

    def error(self, code: str, message: str, span: Span | At, hint: str = "") -> None:
        self._tell(error(code, message, span, hint))

    def warn(self, code: str, message: str, span: Span, hint: str = "") -> None:
        self._tell(warning(code, message, span, hint))

    def _tell(self, problem: Diagnostic) -> None:
        """Of the sealed part nothing that the public one has been told of, as in a footnote that both refer to."""
        before = self.before.diagnostics if self.before else ()
        if not any((problem.code, problem.span) == (known.code, known.span) for known in before):
            self.diagnostics.append(problem)

    def mention(self, what: str, mentioned: list[Mentioned], name: Mentioned, place: Span) -> None:
        """Take in a name that the text gives of something else; what the public part mentions is its own."""
        if self.before is None or place not in self.before.places.values():
            self.places[f"{what}.{len(mentioned)}"] = place
            mentioned.append(name)

    def hole(self, hole: Hole) -> str:
        """What stands for a hole until the HTML is cut into parts; no text has this character."""
        self.holes.append(hole)
        return f"\0{len(self.holes) - 1}\0"

    def parts(self, html: str) -> tuple[str | Hole, ...]:
        """HTML and holes in turn."""
        pieces = html.split("\0")
        return tuple(self.holes[int(piece)] if n % 2 else piece for n, piece in enumerate(pieces) if piece)
