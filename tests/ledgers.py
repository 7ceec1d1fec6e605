"""Originals as their translations know them."""

from ordskifte.model.document import Kind
from ordskifte.model.translations import text_fingerprint
from ordskifte.parse.document import parse_source
from ordskifte.parse.ledger import ledger_text
from ordskifte.parse.names import Name
from ordskifte.parse.segments import segments


def recorded(text: str, locale: str = "nb") -> tuple[str, str]:
    """The fingerprint of an article's text, and the ledger of a translation that is made from it."""
    source = parse_source("content/articles/a.md", Name(Kind.ARTICLE, "a", locale), text, "Europe/Oslo")
    fingerprint = text_fingerprint(segments(source))
    return fingerprint, ledger_text({fingerprint: segments(source)})
