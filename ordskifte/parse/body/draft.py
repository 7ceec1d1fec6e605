"""What the rules on one body share while it is read: the source, what they have found, and what is wrong where."""

from dataclasses import dataclass, field
from functools import cached_property

from markdown_it.token import Token
from markdown_it.utils import EnvType

from ordskifte.model.diagnostics import Diagnostic, Span, error, warning
from ordskifte.model.document import Heading, Hole, Reference, Source


@dataclass
class Draft:
    source: Source
    may_seal: bool
    preview_paragraphs: int
    definitions: dict[str, list[list[Token]]] = field(default_factory=dict)
    """The footnotes by label, sealed ones too: the opening token of each, then its blocks."""
    is_sealed: bool = False
    words: int = 0
    ids: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    links: list[Reference] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    places: dict[str, Span] = field(default_factory=dict)
    holes: list[Hole] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @staticmethod
    def of(env: EnvType) -> "Draft":
        draft = env["draft"]
        assert isinstance(draft, Draft)
        return draft

    @cached_property
    def _lines(self) -> list[str]:
        return self.source.body.split("\n")

    def place(self, block: Token, at: int | None = None) -> Span:
        """Where a block begins in the file; or, with an offset in its content, where that character stands."""
        first = block.map[0] if block.map else 0
        if at is None:
            line = self._lines[first]
            return self._span(first, len(line) - len(line.lstrip()))
        row = block.content.count("\n", 0, at)
        start = block.content.rfind("\n", 0, at) + 1
        words = block.content[start:].partition("\n")[0]
        # Indentation, `> ` and the like stand before the words, but not in the content.
        indent = max(self._lines[first + row].find(words), 0)
        return self._span(first + row, indent + at - start)

    def _span(self, row: int, indent: int) -> Span:
        return Span(self.source.path, self.source.body_line + row, indent + 1)

    def error(self, code: str, message: str, span: Span, hint: str = "") -> None:
        self.diagnostics.append(error(code, message, span, hint))

    def warn(self, code: str, message: str, span: Span, hint: str = "") -> None:
        self.diagnostics.append(warning(code, message, span, hint))

    def hole(self, hole: Hole) -> str:
        """What stands for a hole until the HTML is cut into parts; no text has this character."""
        self.holes.append(hole)
        return f"\0{len(self.holes) - 1}\0"

    def parts(self, html: str) -> tuple[str | Hole, ...]:
        """HTML and holes in turn."""
        pieces = html.split("\0")
        return tuple(self.holes[int(piece)] if n % 2 else piece for n, piece in enumerate(pieces) if piece)
