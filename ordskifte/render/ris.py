"""Citations in RIS, in UTF-8: https://en.wikipedia.org/wiki/RIS_(file_format).

Each line is a tag of two letters, two spaces, a hyphen, a space and a value, and ends with CR LF. The first says the
type and the last that this is the end.
"""

from collections.abc import Iterator

from ordskifte.model.answers import Citation


def written(citation: Citation) -> bytes:
    """The file with this citation."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(citation)).encode()


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "MGZN"
    yield "ID", citation.id
    for name in citation.authors:
        yield "AU", name.inverted
    for name in citation.translators:
        yield "A4", name.inverted
    yield "TI", citation.title.value
    if citation.original:
        yield "OP", citation.original.value
    yield "T2", citation.publication.value
    yield "PY", f"{citation.published.year:04}"
    yield "DA", f"{citation.published:%Y/%m/%d}"
    yield "LA", citation.language
    yield "UR", citation.url
    for note in citation.notes:
        yield "N1", note.value
    yield "ER", ""
