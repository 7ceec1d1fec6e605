"""A newsletter of an edition: what is new since a moment, and the words that the site's templates make of it.

Knows nothing of how it is sent, and has no part in a build. It tells titles, standfirsts and notes, which all may read.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from textwrap import wrap

from markupsafe import Markup
from msgspec import Struct

from ordskifte.model.diagnostics import Span, error
from ordskifte.model.document import Kind
from ordskifte.model.letters import Letter, Noted
from ordskifte.model.site import Entry, ListingKind, Page, Site
from ordskifte.model.text import Html, Text
from ordskifte.render.compiled import FOLDER
from ordskifte.render.language import Languages
from ordskifte.render.templates import RenderFailed, Templates
from ordskifte.render.view import Answers

HTML, TEXT = "newsletter.html", "newsletter.txt"
"""The templates. The first line that the second one prints is the subject."""
HINT = "Take both templates of newsletters from a site that `init` begins, and change them as you like."
WIDTH = 78
"""Characters of a line: RFC 5322 §2.1.1 and readers of plain text want no more."""

_EMPTY_LINES = re.compile(r"\n{3,}")
_TAG = re.compile(r"<[^<>]*>")


class Words(Struct, frozen=True):
    """What a letter says."""

    subject: Text
    text: str
    html: str


# --------------------------------------------------------------------------------------
# What is new
# --------------------------------------------------------------------------------------


class _Window(Struct, frozen=True):
    """From the moment since which something is new to that of the site, and the days of both."""

    since: datetime
    first: date
    last: date

    def has(self, moment: datetime | None) -> bool:
        return moment is not None and self.since <= moment

    def has_day(self, day: date | None) -> bool:
        """What says a day and no time is new on the first day too: it is better told twice than never."""
        return day is not None and self.first <= day <= self.last


def letter(site: Site, locale: str, since: datetime) -> Letter:
    """What has come to an edition at this moment or after it, as far as the edition's lists show it."""
    zone = site.config.zone
    window = _Window(since, since.astimezone(zone).date(), site.now.astimezone(zone).date())
    shown = [entry for key in _keys(site, locale, ListingKind.FRONT) if (entry := _entry(site, locale, key))]
    pages = [page for entry in shown if (page := site.pages.get((locale, entry.kind, entry.key)))]
    translations = sorted(
        (page for page in pages if _has_come(site, page, window)), key=lambda page: _arrival(site, page), reverse=True
    )
    told = {page.entry.key for page in translations}
    return Letter(
        locale,
        since,
        site.now,
        tuple(entry for entry in shown if window.has(entry.date) and entry.key not in told),
        tuple(translations),
        tuple(_noted(site, locale, window)),
        tuple(_withdrawn(site, locale, window)),
    )


def _keys(site: Site, locale: str, kind: ListingKind) -> tuple[str, ...]:
    return site.lists.get((locale, kind, ""), ())


def _entry(site: Site, locale: str, key: str) -> Entry | None:
    return site.entry(locale, Kind.ARTICLE, key)


def _has_come(site: Site, page: Page, window: _Window) -> bool:
    """Whether a page shows a translation that is new, and its original is not: else the work is new."""
    original = _originally(site, page)
    is_new_work = window.has(page.entry.date if original is None else original)
    return page.is_translation and not is_new_work and (window.has(page.entry.date) or window.has_day(page.translated))


def _originally(site: Site, page: Page) -> datetime | None:
    """When the original was published; None where no edition shows it."""
    id = (page.entry.kind, page.entry.key)
    versions = (site.pages.get((locale, *id)) for locale in site.config.editions)
    return next((of.entry.date for of in versions if of and of.language == page.original), None)


def _arrival(site: Site, page: Page) -> tuple[date, str]:
    """When a translation came, as far as it says so; the last first."""
    published = page.entry.date.astimezone(site.config.zone).date() if page.entry.date else date.min
    return max(published, page.translated or date.min), page.entry.key


def _noted(site: Site, locale: str, window: _Window) -> Iterator[Noted]:
    for key in _keys(site, locale, ListingKind.CORRECTIONS):
        page = site.pages[locale, Kind.ARTICLE, key]
        notes = tuple(note for note in reversed(page.notes) if window.has_day(note.date))
        if notes:
            yield Noted(page, notes)


def _withdrawn(site: Site, locale: str, window: _Window) -> list[Page]:
    """Articles that have gone. No list has them any more."""
    gone = [
        (page.withdrawal.date, page.entry.key, page)
        for (of, kind, _), page in site.pages.items()
        if of == locale and kind == Kind.ARTICLE and page.withdrawal and not page.is_unlisted
    ]
    return [page for day, _, page in sorted(gone, key=lambda each: each[:2], reverse=True) if window.has_day(day)]


# --------------------------------------------------------------------------------------
# What is said of it
# --------------------------------------------------------------------------------------


class Plain(Languages):
    """For plain text, which cannot say what language it is in: words are printed wherever they stand."""

    def enter(self, locale: str) -> Markup:
        super().enter(locale)
        return Markup()

    def printed(self, value: object) -> object:
        match value:
            case Text():
                return value.value
            case Html():
                return _bare(value.value)
            case Markup():  # What a macro of a page has made.
                return _bare(value)
        return super().printed(value)


def _bare(html: str) -> str:
    return unescape(_TAG.sub("", html))


def words(letter: Letter, templates: Templates, plain: Templates, answers: Answers) -> Words:
    """The letter by the templates of a site, of which `plain` prints text. Raises RenderFailed."""
    for name in (HTML, TEXT):
        if name not in templates:
            raise RenderFailed(error("template-missing", f"There is no {FOLDER}{name}.", Span(FOLDER + name), HINT))
    said = plain.render(TEXT, plain.view(answers, letter.locale), letter.locale, letter=letter).strip()
    subject = Text(next(iter(said.splitlines()), ""), letter.locale)
    html = templates.render(HTML, templates.view(answers, letter.locale), letter=letter, subject=subject)
    return Words(subject, folded(said), f"{html.strip()}\n")


def folded(text: str) -> str:
    """The text in lines of at most WIDTH characters, which break at spaces only, and with one empty line where there
    are several. A word that is longer, as addresses are, has a line of its own.
    """
    lines = [line for row in text.split("\n") for line in _wrapped(row)]
    return _EMPTY_LINES.sub("\n\n", "".join(f"{line}\n" for line in lines))


def _wrapped(row: str) -> list[str]:
    return wrap(row, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
