import re

from ordskifte.parse.document import parse_source
from ordskifte.parse.names import named
from tests.parse.shown import shown


def told(case: str) -> str:
    first = re.match(r"-- (\S+) --\n", case)
    path, text = (first[1], case[first.end() :]) if first else ("content/articles/is.nb.md", case)
    text += "\n"
    name, _ = named(path, ("nb", "en"))
    assert name
    source = parse_source(path, name, text, "Europe/Oslo")
    return shown(source.diagnostics, path, text, source.places)
