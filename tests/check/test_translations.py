"""What the editors are behind with."""

from datetime import date
from typing import Any

from ordskifte.check.translations import behind
from ordskifte.model.document import CorrectionKind, Kind
from ordskifte.model.site import DatedNote, Entry, Page
from ordskifte.model.text import Text
from ordskifte.model.translations import State


def page(locale: str, language: str, **fields: Any) -> Page:
    entry = Entry(Kind.ARTICLE, "isen", locale, language, f"/{locale}/isen/", Text("Isen", language))
    return Page(entry, f"content/articles/isen.{language}.md", "nb", entry.url, (), **fields)


def told(*pages: Page) -> list[str]:
    return [f"{problem.span.source}: {problem.code}" for problem in behind(pages)]


def test_a_translation_that_is_stale_is_told_of_once() -> None:
    stale = page("en", "en", state=State.STALE)
    assert told(stale, page("fr", "en", state=State.STALE)) == ["content/articles/isen.en.md: translation-stale"]


def test_little_changes_and_unknown_ones_are_passed_over() -> None:
    states = (State.AGED, State.CURRENT, State.UNTRACKED, State.MACHINE)
    assert told(*(page("en", "en", state=state) for state in states), page("en", "nb")) == []


def test_a_correction_without_words_in_the_language_is_told_of() -> None:
    notes = tuple(DatedNote(date(2026, 1, 2), CorrectionKind.CORRECTION, Text("x", locale)) for locale in ("nb", "en"))
    translation = page("en", "en", notes=notes)
    assert told(page("nb", "nb"), translation) == ["content/articles/isen.nb.md: correction-untranslated"]
    assert told(translation) == ["content/articles/isen.en.md: correction-untranslated"]
    assert told(page("en", "nb", notes=notes[:1])) == []
