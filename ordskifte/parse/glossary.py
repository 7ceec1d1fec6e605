"""`locales/glossary.<locale>.toml` becomes the Glossary of a locale, with what is wrong in it.

It knows what a glossary can say; not which words stand in a catalog.
"""

from collections.abc import Iterator

from msgspec import Struct

from ordskifte.model.diagnostics import Diagnostic, Diagnostics, error
from ordskifte.model.glossary import Glossary, Term
from ordskifte.parse.tables import Malformed, Table, noun
from ordskifte.parse.toml import parse_toml


class GlossaryToml(Struct):
    term: tuple[Term, ...] = ()
    """Each is a word, or a few. A term wants `preferred`, `forbidden` or both."""


def parse_glossary(path: str, text: str) -> tuple[Glossary, Diagnostics]:
    """The terms of a glossary that say something, and every mistake in it; no terms where it is no TOML at all."""
    try:
        table = parse_toml(path, text)
    except Malformed as problem:
        return Glossary(), (problem.diagnostic,)
    written, problems = noun(GlossaryToml, table, locale="", zone="UTC")
    terms = tuple(_without_blanks(term) for term in written.term)
    faults = tuple(fault for number in range(len(terms)) for fault in _faults(written.term, number, table))
    return Glossary(tuple(term for term in terms if term.preferred or term.forbidden)), (*problems, *faults)


def _without_blanks(term: Term) -> Term:
    """The term without words that would be found everywhere, or that stand for no English."""
    source = " ".join(term.source.split())
    preferred = tuple(word.strip() for word in term.preferred if word.strip()) if source else ()
    return Term(source, preferred, tuple(word.strip() for word in term.forbidden if word.strip()), term.note.strip())


def _faults(terms: tuple[Term, ...], number: int, table: Table) -> Iterator[Diagnostic]:
    term, name = terms[number], f"term.{number}"
    place = table.places[name]
    if {f"{name}.preferred", f"{name}.forbidden"}.isdisjoint(table.places):
        yield error("key-missing", f"`{name}` wants no words.", place, "Add `preferred`, `forbidden` or both.")
    if term.preferred and not term.source.strip():
        message = f"`{name}` does not say which English word it is about."
        yield error("key-missing", message, place, "Add `source`.")
    for key, words in (("preferred", term.preferred), ("forbidden", term.forbidden)):
        for position, word in enumerate(words):
            if not word.strip():
                place_of_word = table.places[f"{name}.{key}.{position}"]
                yield error("value-empty", f"`{name}.{key}` has an empty word.", place_of_word)
    for word in sorted({*term.preferred} & {*term.forbidden}):
        place_of_word = table.places[f"{name}.forbidden.{term.forbidden.index(word)}"]
        yield error("value-wrong", f"“{word}” is preferred and forbidden.", place_of_word)
    if term.source.strip() and any(_is_same(term, other) for other in terms[:number]):
        message = f"“{term.source}” is there twice."
        yield error("key-duplicate", message, table.places[f"{name}.source"], "Bring the two together in one.")


def _is_same(term: Term, other: Term) -> bool:
    return term.source.casefold().split() == other.source.casefold().split()
