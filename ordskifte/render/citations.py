"""Citations: what is said of a text where others cite it, on its page and in files for their programs.

It is made from the questions that the page asks anyway. Nothing of the text is in it, so that of members' articles may
be known to all. The files are made in `citation_files`. When a reader has seen the text only the reader knows; no
citation says it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from ordskifte.model.answers import Citation, CitationFile, Name
from ordskifte.model.config import CitationFormat
from ordskifte.model.document import CORRECTED, MACHINE_MADE, WITHDRAWN, CorrectionKind
from ordskifte.model.site import Entry, Page, Person
from ordskifte.model.text import Text
from ordskifte.model.translations import State
from ordskifte.render import formats
from ordskifte.render.queries import Ground
from ordskifte.render.view import View

FILES: Mapping[str, CitationFile] = {
    CitationFormat.BIBTEX: CitationFile("BibTeX", "citation.bib", "application/x-bibtex"),
    CitationFormat.RIS: CitationFile("RIS", "citation.ris", "application/x-research-info-systems"),
    CitationFormat.CSL: CitationFile("CSL-JSON", "citation.json", "application/vnd.citationstyles.csl+json"),
}
"""The file of each form, as it lies beside the page of the text."""
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
"""What ends a line in one of the formats, or may stand in none."""


def citation_formats(ground: Ground) -> tuple[str, ...]:
    """The forms in which a citation of each article lies beside it."""
    return ground.site.config.citations


QUERIES: Mapping[str, Callable[..., object]] = {"citation_formats": citation_formats}


def citation(view: View, page: Page) -> Citation | None:
    """How the text of an article's page is cited; what has no date, as a page has none, is not."""
    entry = page.entry
    if entry.date is None:
        return None
    translators = [person for each in page.contributions if each.role == "translator" for person in each.people]
    original, corrected = _original(view, page), _corrected(page)
    return Citation(
        id=f"{entry.key}-{page.language}",
        title=_in_a_line(entry.title),
        authors=_names(view, entry.authors),
        translators=_names(view, translators),
        publication=_in_a_line(view.title),
        published=date.fromisoformat(formats.isodate(entry.date, view.formats().zone)),
        url=view.permalink(page.home),
        original=_in_a_line(original.title) if original else None,
        corrected=corrected,
        withdrawn=page.withdrawal.date if page.withdrawal else None,
        is_by_machine=page.state is State.MACHINE,
        notes=tuple(_notes(view, page, corrected)),
        files=tuple(_beside(page.home, FILES[form]) for form in view.ask("citation_formats")),
    )


def _beside(home: str, file: CitationFile) -> CitationFile:
    return CitationFile(file.name, home + file.url, file.type)


def _original(view: View, page: Page) -> Entry | None:
    """What a translation was made from; None where that has no page, or is not shown around."""
    if not page.is_translation or not page.original_url:
        return None
    editions = [switch.locale for switch in page.switches if switch.language == page.original]
    entries: list[Entry | None] = [view.ask("entry", locale, page.entry.kind, page.entry.key) for locale in editions]
    return next((entry for entry in entries if entry and entry.language == page.original), None)


def _names(view: View, people: Sequence[Person]) -> tuple[Name, ...]:
    return tuple(_name(_in_one(person.name), _sorted_as(view, person)) for person in people)


def _sorted_as(view: View, person: Person) -> str:
    profile = view.profile(person.id)
    return _in_one(profile.sort_as) if profile else ""


def _name(name: str, sort_as: str) -> Name:
    """A name in two parts, if the author index has it so; without a comma there it is a newsroom's, or has one part."""
    family, _, given = sort_as.partition(", ")
    return Name(family, given) if given and f"{given} {family}" == name else Name(name)


def _corrected(page: Page) -> date | None:
    """When the text was last corrected. What a translation still waits for has not been corrected in it."""
    corrections = (note for note in page.notes if note.kind is CorrectionKind.CORRECTION)
    made = (note.date for note in corrections if not page.is_translation or note.text.locale == page.language)
    return max(made, default=None)


def _notes(view: View, page: Page, corrected: date | None) -> Iterator[Text]:
    if page.state is State.MACHINE:
        yield _said(view, MACHINE_MADE)
    if page.withdrawal:
        yield _said(view, WITHDRAWN, page.withdrawal.date)
    elif corrected:
        yield _said(view, CORRECTED, corrected)


def _said(view: View, msgid: str, day: date | None = None) -> Text:
    words = view.said(msgid, {"date": day.isoformat()} if day else {})
    assert isinstance(words, Text)
    return words


def _in_a_line(text: Text) -> Text:
    return Text(_in_one(text.value), text.locale, text.is_fallback)


def _in_one(words: str) -> str:
    return _BREAKS.sub(" ", words).strip()
