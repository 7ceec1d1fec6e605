"""What the editors of a site in several languages are behind with. Its pages tell readers; a build tells nobody."""

from collections.abc import Iterable, Iterator

from ordskifte.model.codes import CODES
from ordskifte.model.diagnostics import At, Diagnostic
from ordskifte.model.site import Page
from ordskifte.model.translations import State


def behind(pages: Iterable[Page]) -> Iterator[Diagnostic]:
    """The translations that no longer say what their originals say, each once; little changes are passed over."""
    shown = {page.source: page for page in pages}
    originals = {(page.entry.kind, page.entry.key): page.source for page in shown.values() if not page.is_translation}
    for page in (page for page in shown.values() if page.is_translation):
        if page.state is State.STALE:
            message = f"The original has changed since it was translated to {page.language}."
            hint = f"`translate diff {page.entry.key}` shows what has changed."
            yield _warning("translation-stale", message, At(page.source, "translation"), hint)
        source = originals.get((page.entry.kind, page.entry.key), page.source)
        for note in page.notes:
            if note.text.locale != page.language:
                message = f"The {note.kind.value} of {note.date} has no words in {page.language}."
                hint = f"Add `{page.language}` to its text; until then readers see it in {note.text.locale}."
                yield _warning("correction-untranslated", message, At(source, "corrections"), hint)


def _warning(code: str, message: str, at: At, hint: str) -> Diagnostic:
    return Diagnostic(CODES[code], code, message, at, hint)
