"""How a link to something of the site itself is written."""

from ordskifte.model.document import Kind, Reference

SCHEMES = (*(kind.value for kind in Kind), "section", "tag")
HERE = "here"
"""The scheme of a link to a heading of its own text, which may be in the part of it that is for members."""


def parse_reference(text: str) -> Reference | None:
    """`article:arctic-security#ice` as a Reference; None for an ordinary address."""
    scheme, colon, rest = text.partition(":")
    if not colon or scheme not in SCHEMES:
        return None
    target, _, fragment = rest.partition("#")
    return Reference(scheme, target, fragment)
