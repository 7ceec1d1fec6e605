"""YAML becomes a Table: the values of a mapping, the places they stand at, and what is refused.

Read as events from libyaml: scalars stay as they were written until a field says what they are, so that `lang: no` is a
language and `1.10` a version. Anchors, aliases and tags are refused: nothing here needs them, and bombs need them.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct

from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, error
from ordskifte.parse.flat import flat_table
from ordskifte.parse.tables import MAX_DEPTH, Malformed, Scalar, Table, joined

LARGEST = 65_536
"""Characters. The longest front matter of a real article is a tenth of it; more is a text without its `---`."""

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser, or its slower twin where PyYAML was built without it."""

# Line breaks to YAML 1.1, which libyaml reads; neither to YAML 1.2 (§5.4) nor to an editor that counts lines.
_SEPARATOR = re.compile("[\x85\u2028\u2029]")


def parse_yaml(source: str, text: str, first_line: int) -> tuple[Table, Diagnostics]:
    """The mapping that this YAML holds, empty where it holds nothing, and its duplicate keys and invisible line breaks.

    Raises Malformed where the text is not YAML, is no mapping, is too long, or uses what is refused.
    """
    if len(text) > LARGEST:
        message, hint = f"The front matter has more than {LARGEST} characters.", "Is the `---` that ends it missing?"
        raise Malformed(error("front-matter-size", message, Span(source, first_line, 1), hint))
    flat = flat_table(source, text, first_line)
    return (flat, ()) if flat else yaml_table(source, text, first_line)


def yaml_table(source: str, text: str, first_line: int) -> tuple[Table, Diagnostics]:
    """As `parse_yaml`, whatever the text, its length apart."""
    reading = _Reading(source, first_line)
    reading.tell_of_separators(text)
    text = _SEPARATOR.sub(" ", text)
    try:
        values = reading.document(yaml.parse(text, Loader=Loader))
    except yaml.YAMLError as problem:
        raise Malformed(_syntax(problem, text, reading)) from None
    return Table(source, values, reading.places, reading.keys, sign=": "), tuple(reading.diagnostics)


class _Reading:
    """One text on its way to a Table."""

    def __init__(self, source: str, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.places: dict[str, Span] = {}
        self.keys: dict[str, Span] = {}
        self.diagnostics: list[Diagnostic] = []

    def span(self, mark: Any) -> Span:
        return Span(self.source, self.first_line + mark.line, mark.column + 1)

    def span_at(self, text: str, offset: int) -> Span:
        line, column = text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)
        return Span(self.source, self.first_line + line, column)

    def tell_of_separators(self, text: str) -> None:
        found = _SEPARATOR.search(text)
        if found:
            message = f"There is an invisible line break here, U+{ord(found[0]):04X}."
            span = self.span_at(text, found.start())
            self.diagnostics.append(error("control-character", message, span, "Put a space in its place."))

    # ---- events -----------------------------------------------------------------------

    def document(self, events: Iterator[Any]) -> dict[str, object]:
        values: dict[str, object] = {}
        for event in events:
            if not isinstance(event, yaml.NodeEvent):
                continue
            span = self.span(event.start_mark)
            if "" in self.places:
                hint = "Front matter is one list of keys, ended by a line `---`."
                raise Malformed(error("front-matter-shape", "Another list of keys begins here.", span, hint))
            value = self.node(event, events, "", 0)
            if isinstance(value, dict):
                values = value
            elif not isinstance(value, Scalar) or not value.is_null:
                hint = "Write one `key: value` on each line."
                raise Malformed(error("front-matter-shape", "This is not a list of keys.", span, hint))
        return values

    def node(self, event: Any, events: Iterator[Any], name: str, depth: int) -> object:
        self.places[name] = self.span(event.start_mark)
        self.refuse_extras(event)
        if depth > MAX_DEPTH:
            raise Malformed(error("yaml-depth", "This is nested too deeply.", self.span(event.start_mark)))
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, is_plain=not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, name, depth)
        return self.mapping(events, name, depth)

    def sequence(self, events: Iterator[Any], name: str, depth: int) -> list[object]:
        values: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self.node(event, events, joined(name, len(values)), depth + 1))
        return values

    def mapping(self, events: Iterator[Any], name: str, depth: int) -> dict[str, object]:
        values: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            span = self.span(event.start_mark)
            self.refuse_extras(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise Malformed(error("front-matter-shape", "A key must be a plain word.", span))
            path = joined(name, event.value)
            if event.value in values:
                message = f"`{path}` is given twice; first on line {self.keys[path].line}."
                self.diagnostics.append(error("key-duplicate", message, span, "Keep one of them."))
            self.keys[path] = span
            values[event.value] = self.node(next(events), events, path, depth + 1)
        return values

    def refuse_extras(self, event: Any) -> None:
        span = self.span(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            message = "Anchors (`&`) and aliases (`*`) are not used here."
            hint = "Write the value out, or put it in quotes if it begins with & or *."
            raise Malformed(error("yaml-alias", message, span, hint))
        if event.tag:
            message = f"The tag `{event.tag.replace('tag:yaml.org,2002:', '!!')}` is not used here."
            hint = "Put the value in quotes if it begins with an exclamation mark."
            raise Malformed(error("yaml-tag", message, span, hint))


# --------------------------------------------------------------------------------------
# What libyaml says, in words for an editor
# --------------------------------------------------------------------------------------


class _Mistake(Struct, frozen=True):
    """A mistake as libyaml tells it, and as an editor is told of it."""

    said: str
    """A pattern of libyaml's words."""
    message: str
    hint: str = ""
    before: str = ""
    """A pattern of what stands before it on its line."""
    after: str = ""
    """A pattern of what stands there."""


_CURLY = re.compile("[“„»«](.*)[”“«»]")
"""A value in the quotation marks of a word processor, which are letters to YAML."""
_BEGINNING = "cannot start any token|alphabetic or numeric character|comment or line break|tag handle|node content"
"""What is said of a value that begins with a character that means something."""
_INDICATOR = "A value without quotes cannot begin with “{first}”."
_COLON = "There is a colon in a value without quotes."
_QUOTE = "Put the value in quotes: {quoted}"
_ENDED = "The value has ended before this."
_MISTAKES = (
    _Mistake("", "This line is indented with a tab.", "Indent it with spaces.", after=r"\t"),
    _Mistake("mapping values", _COLON, _QUOTE, before=": "),
    _Mistake(
        "mapping values", "There cannot be a key here.", "Indent all keys alike, and quote values that hold a colon."
    ),
    _Mistake("expected ','", _COLON, "Put the value in quotes.", after=":"),
    _Mistake("or ']'", "There is a comma or `]` missing.", "Put a value that holds one of , : [ ] in quotes."),
    _Mistake("or '}'", "There is a comma or `}}` missing.", "Put a value that holds one of , : {{ }} in quotes."),
    _Mistake(
        "expected key",
        _ENDED,
        "A quotation mark is missing, or one stands inside the value: write “…” there, or leave out the outer ones.",
        before="""['"]\\s*$""",
    ),
    _Mistake("expected key", _ENDED, "Put the whole value in quotes.", before=r"\S"),
    _Mistake("expected key", "This line is indented otherwise than those above."),
    _Mistake(_BEGINNING, _INDICATOR, _QUOTE, before=r"^[^:\[{]*:\s*$"),
    _Mistake(_BEGINNING, _INDICATOR, "Put the value in quotes.", after=r"[^,\]}]"),
    _Mistake(_BEGINNING, "There is a value missing here.", "Put a value that begins with one of , ] }} in quotes."),
    _Mistake(
        "block sequence entries",
        "A list cannot begin on the line of its key.",
        "Write [one, two], or each value behind `- ` on a line of its own.",
    ),
    _Mistake("'-' indicator", "A line of this list does not begin with `- `."),
    _Mistake(
        "escape|hexdecimal",
        "In double quotes a backslash means something.",
        r"Write \\ for a backslash, or use single quotation marks.",
    ),
    _Mistake("document start", "This stands outside of the list of keys.", "Write one `key: value` on each line."),
    _Mistake("", "The front matter cannot be read: {said}."),
)
"""The first that fits is told."""


def _syntax(problem: yaml.YAMLError, text: str, reading: _Reading) -> Diagnostic:
    """The mistake where it lies, which is not always where libyaml stopped."""
    said = str(getattr(problem, "problem", None) or problem)
    stopped, began = getattr(problem, "problem_mark", None), getattr(problem, "context_mark", None)
    if stopped is None:
        return error("yaml-syntax", f"The front matter cannot be read: {said}.", Span(reading.source, 1))
    if began and "end of stream" in said:
        return error("yaml-syntax", "The quotation mark that opens here is not closed.", reading.span(began))
    if began and "expected ','" in said and began.line < stopped.line:
        return error("yaml-syntax", "The bracket that opens here is not closed.", reading.span(began))
    if began and "expected ':'" in said:
        hint = "A value that goes on over several lines is indented; the text begins below the second `---`."
        return error("yaml-syntax", "This line is no `key: value`.", reading.span(began), hint)
    if "node content" in said and stopped.index >= len(text.rstrip()):
        opening = max(text.rfind("["), text.rfind("{"))
        return error("yaml-syntax", "The bracket that opens here is not closed.", reading.span_at(text, opening))
    place = began if began and re.search(_BEGINNING, said) else stopped
    line = f"{text}\n".split("\n")[place.line]
    message, hint = _told(said, line[: place.column], line[place.column :])
    return error("yaml-syntax", message, reading.span(place), hint)


def _told(said: str, before: str, after: str) -> tuple[str, str]:
    """The sentence and the hint for what is said of a place, by what stands before and behind it on its line."""
    mistake = next(
        mistake
        for mistake in _MISTAKES
        if re.search(mistake.said, said) and re.search(mistake.before, before) and re.match(mistake.after, after)
    )
    key, _, value = (before + after).partition(":")
    escaped = _CURLY.sub(r"\1", value.strip()).replace("\\", "\\\\").replace('"', '\\"')
    words = {"said": said, "first": after[:1], "quoted": f'{key.strip()}: "{escaped}"'}
    return mistake.message.format_map(words), mistake.hint.format_map(words)
