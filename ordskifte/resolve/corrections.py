"""The editors' dated notes: which articles have any, and which notes wait for their translator."""

from collections.abc import Iterable, Iterator

from ordskifte.model.diagnostics import At, Diagnostic, warning
from ordskifte.model.site import ListingId, ListingKind, Page, Site
from ordskifte.resolve.lists import Lists, is_listed


def corrected(pages: Iterable[Page]) -> Lists:
    """The keys of the articles with notes in each edition, those with the newest note first; none where there are none.

    What an edition only links to is noted where it stands.
    """
    noted = [page for page in pages if page.notes and is_listed(page)]
    found: dict[ListingId, list[str]] = {}
    for page in sorted(noted, key=lambda page: (page.notes[-1].date, page.entry.key), reverse=True):
        found.setdefault((page.locale, ListingKind.CORRECTIONS.value, ""), []).append(page.entry.key)
    return {id: tuple(keys) for id, keys in found.items()}


def untranslated(site: Site) -> Iterator[Diagnostic]:
    """A warning for each note that stands on a translation in the words of the original, at the original's notes."""
    pages = {(page.entry.key, page.language): page for page in site.pages.values() if page.notes}
    for (key, language), page in pages.items():
        original = pages.get((key, page.original), page)
        for note in page.notes if page.is_translation else ():
            if note.text.locale != language:
                message = f"The {note.kind} of {note.date} stands on the {language} translation in {note.text.locale}."
                hint = f"Write it in {language}, too: `text: {{{note.text.locale}: …, {language}: …}}`."
                yield warning("correction-untranslated", message, At(original.source, "corrections"), hint)
