"""Front matter as an editor would type it."""

from collections.abc import Iterator, Mapping, Sequence

from ordskifte.parse.front_matter import FENCE
from ordskifte.tools.translate import typed

Value = str | bool | Sequence[str] | Mapping[str, str] | Sequence[Mapping[str, str]]


def front_matter(said: Mapping[str, Value]) -> str:
    """The head of a text, without what is empty."""
    return "".join(f"{line}\n" for line in (FENCE, *_lines(said), FENCE))


def _lines(said: Mapping[str, Value]) -> Iterator[str]:
    for key, value in said.items():
        match value:
            case bool():
                if value:
                    yield f"{key}: true"
            case str():
                if value:
                    yield f"{key}: {typed(value)}"
            case Mapping():
                if any(value.values()):
                    yield f"{key}:"
                    yield from (f"  {name}: {typed(words)}" for name, words in value.items() if words)
            case _:
                tables = [row for row in value if isinstance(row, Mapping)]
                words = [row for row in value if isinstance(row, str)]
                if tables:
                    yield f"{key}:"
                    yield from (line for table in tables for line in _table(table))
                elif words:
                    yield from _list(key, words)


def _table(table: Mapping[str, str]) -> Iterator[str]:
    """One table of a list."""
    for number, (name, words) in enumerate(table.items()):
        yield f"  {' ' if number else '-'} {name}: {typed(words)}"


def _list(key: str, values: Sequence[str]) -> Iterator[str]:
    """In one line where that is short and plain."""
    line = f"{key}: [{', '.join(values)}]"
    if len(line) <= 100 and all(typed(value) == value and not set(value) & set(",[]{}") for value in values):
        yield line
        return
    yield f"{key}:"
    yield from (f"  - {typed(value)}" for value in values)
