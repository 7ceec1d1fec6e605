"""What the report says. Its JSON is these values, field for field; its pages are made of nothing else."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from ordskifte.model.diagnostics import Severity
from ordskifte.model.document import Kind
from ordskifte.model.text import Text
from ordskifte.model.translations import State
from ordskifte.tools.differences import Run
from ordskifte.tools.statuses import DONE

FORMAT = "ordskifte-report-1"
"""What a report says it is; another number where a field means another thing."""


# --------------------------------------------------------------------------------------
# Works
# --------------------------------------------------------------------------------------


class Grade(StrEnum):
    """Why something is to be done, the most pressing first."""

    MEND = "mend"
    """Readers see a translation that nobody can vouch for."""
    FINISH = "finish"
    """Someone has begun."""
    BEGIN = "begin"
    """Readers have no translation."""
    LOOK = "look"
    """Readers are well served, and something is open all the same."""

    @property
    def rank(self) -> int:
        """From 0 for the most pressing."""
        return [*Grade].index(self)


class Step(Struct, frozen=True):
    """Something to do, with the command that does it, if one does."""

    words: str
    command: str = ""


class Change(Struct, frozen=True):
    """A part of the original that is not as it was when it was translated."""

    part: str
    """What it is: `title`, `paragraph`, `heading 2`, …"""
    old: tuple[Run, ...]
    """Empty for one that was added."""
    new: tuple[Run, ...]
    """Empty for one that was removed."""
    translation: str
    """What the translation has for it; for one that was added, what it has for the one before."""
    line: int
    """Of the original's file; 0 for one that was removed."""
    translation_line: int
    """0 where it has nothing for it."""

    @property
    def done(self) -> str:
        return "removed" if not self.new else "changed" if self.old else "added"


class Unwritten(Struct, frozen=True):
    """A part of a translation that is still in the words of the original."""

    line: int
    words: str


class Version(Struct, frozen=True):
    """A work in one language, be it there or missing."""

    locale: str
    state: State
    of: str
    """The language that it is, or is to be, translated from."""
    path: str
    """Its file; empty for one that is missing."""
    words: int | None
    """How many are to be translated or looked at; None where that is not known."""
    url: str
    """Where readers find it, or what stands in its place; empty where there is no page."""
    is_withdrawn: bool = False
    steps: tuple[Step, ...] = ()
    changes: tuple[Change, ...] | None = ()
    """None where it is not known which words it was made from."""
    unwritten: tuple[Unwritten, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is to be done; what has been taken back is left in peace."""
        return self.state not in DONE and not self.is_withdrawn


class Work(Struct, frozen=True):
    """A work in all the languages that it has, and in all that it lacks."""

    kind: Kind
    key: str
    title: str
    """Of the original; of a series, its name."""
    language: str
    """Of the title; empty for an author's name, which is in no language."""
    section: str
    """Empty for what is no article."""
    date: datetime | None
    versions: tuple[Version, ...]

    @property
    def is_open(self) -> bool:
        return any(version.is_open for version in self.versions)

    @property
    def heading(self) -> Text | str:
        return Text(self.title, self.language) if self.language else self.title

    @property
    def page(self) -> str:
        """Where in the report it has a page, if it has one."""
        return f"works/{self.kind}-{self.key}.html"

    def version(self, locale: str) -> Version | None:
        return next((version for version in self.versions if version.locale == locale), None)


class Task(Struct, frozen=True):
    """A work that is to be translated into a language, or looked at in it."""

    grade: Grade
    kind: Kind
    key: str
    state: State
    words: int | None


class Section(Struct, frozen=True):
    id: str
    name: str
    language: str
    """Of the name: English, where the site has it."""

    @property
    def heading(self) -> Text:
        return Text(self.name, self.language)


# --------------------------------------------------------------------------------------
# The interface
# --------------------------------------------------------------------------------------


class MessageState(StrEnum):
    """What has become of a message in one language."""

    SOURCE = "source"
    """It is the English that others are made from."""
    TRANSLATED = "translated"
    WRONG = "wrong"
    """Its translation is there, but so wrong that it is not shown."""
    FUZZY = "fuzzy"
    """Its English has changed since, or a translator is in doubt."""
    EMPTY = "empty"
    """It has no translation, or not in every form."""


class Finding(Struct, frozen=True):
    """Something that is wrong, or may be."""

    severity: Severity
    code: str
    message: str
    hint: str
    file: str
    line: int
    """0 for the file as a whole."""


class Worded(Struct, frozen=True):
    """A message in one language."""

    locale: str
    state: MessageState
    forms: tuple[str, ...]
    """As the catalog has them, be they shown or not: one, or one for each plural form."""
    shown: str
    """The language of the words that readers see."""
    old: tuple[Run, ...]
    """Of a fuzzy one, the English that it was made from, where the catalog has that."""
    new: tuple[Run, ...]
    """The English as it is, beside that."""
    notes: tuple[str, ...]
    """What translators have noted in the catalog."""
    file: str
    line: int
    """Where the catalog has it; 0 where it has not."""
    example: str
    """The address of a page that has its words, in the edition of that language if one does; empty where none does."""
    findings: tuple[Finding, ...]

    @property
    def is_open(self) -> bool:
        is_done = self.state in (MessageState.SOURCE, MessageState.TRANSLATED)
        return not is_done or bool(self.findings)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The forms that are filled in."""
        return tuple(Text(form, self.locale) for form in self.forms if form)


class Message(Struct, frozen=True):
    """A text of the interface, and its words in each language that has a catalog or an edition."""

    msgid: str
    plural: str
    context: str
    comments: tuple[str, ...]
    """What those who wrote the English say of it."""
    files: tuple[str, ...]
    """The templates that use it, or `site.toml`."""
    wordings: tuple[Worded, ...]

    def worded(self, locale: str) -> Worded | None:
        return next((worded for worded in self.wordings if worded.locale == locale), None)


# --------------------------------------------------------------------------------------
# All of it
# --------------------------------------------------------------------------------------


class Language(Struct, frozen=True):
    """What there is to say of one language."""

    locale: str
    name: str
    """In English."""
    autonym: str
    """In itself; empty for one without an edition."""
    states: Mapping[State, int]
    """How many works are in which state."""
    words: int
    """How many are to be translated or looked at, as far as that is known."""
    messages: Mapping[MessageState, int]
    """How many messages of the interface are in which state."""
    findings: int
    """How many there are in its catalog."""
    next: tuple[Task, ...]
    """All that is to be done in it, in the order in which it should be."""


class Report(Struct, frozen=True):
    """A site as its translators see it, at one moment."""

    format: str
    title: str
    """Of the publication."""
    title_language: str
    url: str
    at: datetime
    """The moment that it is made for."""
    time_zone: str
    languages: tuple[Language, ...]
    """The editions, in their order, then other languages that texts or catalogs are in."""
    sections: tuple[Section, ...]
    works: tuple[Work, ...]
    """By section, the newest first, then pages, series and authors."""
    messages: tuple[Message, ...]
    findings: tuple[Finding, ...]
    """Those that belong to no message: of a catalog as a whole, of templates, of glossaries."""
    files: tuple[str, ...] = ()
    """Every file that the report was written to, by which it knows its own."""

    @property
    def heading(self) -> Text:
        return Text(self.title, self.title_language)
