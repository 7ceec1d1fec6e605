"""TOML becomes a Table: tomllib knows the values, tree-sitter the places they stand at."""

import tomllib

import tree_sitter
import tree_sitter_toml

from ordskifte.model.diagnostics import Diagnostic, Span, error
from ordskifte.parse.tables import MAX_DEPTH, Malformed, Table

Path = tuple[str, ...]

MAX_DIGITS = 100
"""Of a number. Python refuses to read some thousands, and no one means so many."""

_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
_KEYS = ("bare_key", "quoted_key", "dotted_key")
_HINTS = {
    "Invalid value": "Text stands in quotes.",
    "Expected newline": "Text stands in quotes, and so does a number with spaces in it or zeros before it.",
    "Invalid date": "Write a day that exists, as 2026-01-13, or 2026-01-13T08:00:00.",
    "Illegal character '\\n'": "Close the string on its line.",
    "Unclosed array": "Write a comma between the values, and `]` behind the last.",
    "Unescaped '\\'": r"Write \\ for a backslash, or use single quotation marks.",
}
"""What to do, by the beginning of what tomllib says."""


def parse_toml(source: str, text: str) -> Table:
    """The values of this TOML and their places.

    Raises Malformed where the text is not TOML, gives a key twice, or is nested too deeply.
    """
    places = _Places(source, text.encode())
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise Malformed(places.twice or _syntax(source, text, str(problem))) from None
    except RecursionError:
        raise Malformed(_too_deep(Span(source, 1, 1))) from None
    return Table(source, values, places.places, places.keys, sign=" = ")


def _syntax(source: str, text: str, said: str) -> Diagnostic:
    """The mistake where tomllib says it is: `… (at line 3, column 8)` or `… (at end of document)`."""
    what, _, where = said.rpartition(" (at ")
    if where.startswith("line"):
        line, column = (int(word) for word in where.rstrip(")").removeprefix("line ").split(", column "))
    else:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    hint = next((hint for beginning, hint in _HINTS.items() if what.startswith(beginning)), "")
    return error("toml-syntax", f"This is not TOML: {what[:1].lower()}{what[1:]}.", Span(source, line, column), hint)


def _too_deep(span: Span) -> Diagnostic:
    return error("toml-depth", "This is nested too deeply.", span)


class _Places:
    """Where all keys and values of a text stand, as far as it is TOML, and the first key that is given twice."""

    def __init__(self, source: str, content: bytes) -> None:
        self.source = source
        self.lines = content.split(b"\n")
        self.places: dict[str, Span] = {}
        self.keys: dict[str, Span] = {}
        self.twice: Diagnostic | None = None
        self.given: dict[Path, Span] = {}
        self.last: dict[Path, int] = {}
        """The number of the last element of each array of tables."""
        for node in _PARSER.parse(content).root_node.named_children:
            if node.type == "pair":
                self.pair(node, ())
            elif node.type in ("table", "table_array_element"):
                self.table(node)

    def table(self, node: tree_sitter.Node) -> None:
        header = next((child for child in node.named_children if child.type in _KEYS), None)
        if header is None:
            return
        path = self.key(header, ())
        if node.type == "table_array_element":
            self.given.setdefault(path, self.span(header))
            self.last[path] = self.last.get(path, -1) + 1
            path = (*path, str(self.last[path]))
        else:
            self.give(path, header)
        self.places[".".join(path)] = self.span(header)
        for child in node.named_children:
            if child.type == "pair":
                self.pair(child, path)

    def pair(self, node: tree_sitter.Node, path: Path) -> None:
        key, *rest = node.named_children
        path = self.key(key, path)
        self.give(path, key)
        if rest:
            self.value(rest[0], path)

    def value(self, node: tree_sitter.Node, path: Path) -> None:
        self.places[".".join(path)] = self.span(node)
        if node.type == "integer" and len(node.text or b"") > MAX_DIGITS:
            raise Malformed(error("toml-syntax", "This number has too many digits.", self.span(node)))
        if node.type == "inline_table":
            for pair in node.named_children:
                if pair.type == "pair":
                    self.pair(pair, path)
        elif node.type == "array":
            if len(path) >= MAX_DEPTH:
                raise Malformed(_too_deep(self.span(node)))
            for number, child in enumerate(child for child in node.named_children if child.type != "comment"):
                self.value(child, (*path, str(number)))

    def key(self, node: tree_sitter.Node, path: Path) -> Path:
        """The path that a key names below another; in an array of tables it names the last one's."""
        parts = _parts(node)
        if len(path) + len(parts) > MAX_DEPTH:
            raise Malformed(_too_deep(self.span(node)))
        for part in parts:
            if path in self.last:
                path = (*path, str(self.last[path]))
            path = (*path, _word(part))
            self.keys.setdefault(".".join(path), self.span(part))
            self.places.setdefault(".".join(path), self.span(part))
        return path

    def give(self, path: Path, key: tree_sitter.Node) -> None:
        span = self.span(key)
        first = self.given.setdefault(path, span)
        if first is not span and self.twice is None:
            message = f"`{'.'.join(path)}` is given twice; first on line {first.line}."
            self.twice = error("key-duplicate", message, span, "Keep one of them.")

    def span(self, node: tree_sitter.Node) -> Span:
        row, column = node.start_point
        return Span(self.source, row + 1, len(self.lines[row][:column].decode(errors="replace")) + 1)


def _parts(key: tree_sitter.Node) -> list[tree_sitter.Node]:
    """The words of a dotted key, in order; its syntax tree may be deeper than Python's stack."""
    parts: list[tree_sitter.Node] = []
    waiting = [key]
    while waiting:
        node = waiting.pop()
        if node.type == "dotted_key":
            waiting += node.named_children
        else:
            parts.append(node)
    return parts[::-1]


def _word(key: tree_sitter.Node) -> str:
    """The name that a bare or quoted key stands for."""
    written = (key.text or b"").decode()
    if key.type == "bare_key":
        return written
    try:
        return next(iter(tomllib.loads(f"{written} = 0")), written)
    except tomllib.TOMLDecodeError:
        return written
