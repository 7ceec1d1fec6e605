"""Citations in CSL-JSON, the data of the Citation Style Language 1.0.2: https://docs.citationstyles.org/."""

import msgspec
from msgspec import Struct, field

from ordskifte.model.answers import Citation, Name


class _Name(Struct, omit_defaults=True):
    family: str = ""
    given: str = ""
    literal: str = ""


class _Date(Struct):
    parts: list[list[int]] = field(name="date-parts")


class _Reference(Struct, omit_defaults=True):
    id: str
    type: str
    title: str
    publication: str = field(name="container-title")
    issued: _Date
    language: str
    url: str = field(name="URL")
    author: list[_Name] = []
    translator: list[_Name] = []
    original: str = field(name="original-title", default="")
    note: str = ""


def written(citation: Citation) -> bytes:
    """The file with this citation."""
    made = _Reference(
        id=citation.id,
        type="article-magazine",
        title=citation.title.value,
        publication=citation.publication.value,
        issued=_Date([[citation.published.year, citation.published.month, citation.published.day]]),
        language=citation.language,
        url=citation.url,
        author=[*map(_name, citation.authors)],
        translator=[*map(_name, citation.translators)],
        original=citation.original.value if citation.original else "",
        note="; ".join(note.value for note in citation.notes),
    )
    return msgspec.json.format(msgspec.json.encode([made]), indent=2) + b"\n"


def _name(name: Name) -> _Name:
    return _Name(family=name.family, given=name.given) if name.given else _Name(literal=name.family)
