r"""Citations in BibTeX, in UTF-8: for the program of 1985, and for BibLaTeX, which took over its files.

What only BibLaTeX reads (`date`, `langid`, `translator`, `origtitle`, …), the older passes over. `year` and `month`
are for the older; BibLaTeX takes `date` and says that it does.
"""

import re
from collections.abc import Iterator, Mapping

from ordskifte.model.answers import Citation, Name
from ordskifte.model.locales import truncations

# BibTeX counts braces, whatever stands before them; so those of a text are commands. A command in braces of its own
# ends where its letters end, and does not make a word that begins with it a "special character" (btxdoc §4).
_COMMANDS: Mapping[int, str] = {
    ord(sign): f"{{{command}}}"
    for sign, command in {
        "\\": r"\textbackslash",
        "{": r"\textbraceleft",
        "}": r"\textbraceright",
        "~": r"\textasciitilde",
        "^": r"\textasciicircum",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
    }.items()
}
_WORD = re.compile(r"\S+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Macros that every style has."""
_LANGUAGES: Mapping[str, tuple[str, str]] = {
    "da": ("danish", "danish"),
    "de": ("ngerman", "german"),
    "en": ("english", "english"),
    "en-GB": ("british", "english"),
    "en-US": ("american", "english"),
    "es": ("spanish", "spanish"),
    "fi": ("finnish", "finnish"),
    "fr": ("french", "french"),
    "is": ("icelandic", "icelandic"),
    "it": ("italian", "italian"),
    "nb": ("norsk", "norwegian"),
    "nl": ("dutch", "dutch"),
    "nn": ("nynorsk", "norwegian"),
    "pl": ("polish", "polish"),
    "pt": ("portuguese", "portuguese"),
    "ru": ("russian", "russian"),
    "se": ("samin", ""),
    "sv": ("swedish", "swedish"),
    "uk": ("ukrainian", "ukrainian"),
}
"""What Babel, the package, calls a language (`langid`), and what BibLaTeX does (`origlanguage`); others go by tags."""


def written(citation: Citation) -> bytes:
    """The file with this citation."""
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(citation))
    return f"@article{{{citation.id},\n{fields}}}\n".encode()


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    if citation.authors:
        yield "author", _braced(_names(citation.authors))
    yield "title", _braced(_kept(citation.title.value))
    yield "journal", _braced(_escaped(citation.publication.value))
    yield "date", _braced(citation.published.isoformat())
    yield "year", _braced(f"{citation.published.year:04}")
    yield "month", _MONTHS[citation.published.month - 1]
    yield "url", _braced(citation.url)  # As it is; both put it where no sign is a command.
    yield "langid", _braced(_language(citation.language)[0])
    if citation.translators:
        yield "translator", _braced(_names(citation.translators))
    if citation.original:
        yield "origtitle", _braced(_kept(citation.original.value))
        yield "origlanguage", _braced(_language(citation.original.locale)[1])
    if citation.notes:
        yield "note", _braced(_escaped("; ".join(note.value for note in citation.notes)))


def _braced(value: str) -> str:
    return f"{{{value}}}"


def _escaped(words: str) -> str:
    return words.translate(_COMMANDS)


def _kept(title: str) -> str:
    """A title whose capitals no style makes small: which of them are those of names, no program can know."""
    return _WORD.sub(_as_it_is, title)


def _as_it_is(word: re.Match[str]) -> str:
    has_capitals = word[0] != word[0].lower()
    return _braced(_escaped(word[0])) if has_capitals else _escaped(word[0])


def _names(names: tuple[Name, ...]) -> str:
    return " and ".join(map(_name, names))


def _name(name: Name) -> str:
    """One in braces is not taken apart."""
    if not name.given:
        return _braced(_escaped(name.family))
    return f"{_part(name.family)}, {_part(name.given)}"


def _part(part: str) -> str:
    """`and` and commas have a meaning between names, but not in braces."""
    is_plain = "," not in part and "and" not in part.lower().split()
    return _escaped(part) if is_plain else _braced(_escaped(part))


def _language(tag: str) -> tuple[str, str]:
    """What a language is called by the two programs; its tag where it has no name there."""
    of, by = next((_LANGUAGES[each] for each in truncations(tag) if each in _LANGUAGES), ("", ""))
    return of or tag, by or tag
