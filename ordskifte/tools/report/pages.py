"""The report as files: pages for people, their style sheet, and the same as JSON for programs.

Its pages are templates in the dialect of a site's own, so that a title in another language than English cannot be
printed without saying so. Their ground is the report, and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files as resources
from itertools import groupby

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.answers import Formats
from ordskifte.model.catalog import SOURCE_LOCALE, Phrase
from ordskifte.model.document import Kind
from ordskifte.model.glossary import glossary_path
from ordskifte.model.text import Text
from ordskifte.model.translations import State
from ordskifte.render.compiled import compiled
from ordskifte.render.templates import Templates
from ordskifte.render.view import Answers
from ordskifte.tools.report.values import (
    Finding,
    Grade,
    Language,
    Message,
    MessageState,
    Report,
    Task,
    Version,
    Worded,
    Work,
)

JSON = "report.json"
STYLE = "report.css"
INDEX = "index.html"
FIRST = 10
"""Tasks on the first page."""
MOST = 200
"""Tasks of one grade on the page of a language."""
ENDING = 120
"""Characters of a paragraph that another is to come behind."""
SHEET = 300
"""Works on a page that lists them."""
PLURALS: Mapping[Kind, str] = {
    Kind.ARTICLE: "Articles",
    Kind.PAGE: "Pages",
    Kind.SERIES: "Series",
    Kind.AUTHOR: "Authors",
}


def files(report: Report) -> dict[str, bytes]:
    """Every file of the report by its path in the folder of the report."""
    pages = {path: html.encode() for path, html in _pages(report)}
    paths = tuple(sorted((*pages, JSON, STYLE)))
    told = msgspec.json.format(msgspec.json.encode(replace(report, files=paths)), indent=1) + b"\n"
    return {**pages, JSON: told, STYLE: _resource(STYLE).encode()}


def language_page(locale: str) -> str:
    return f"{locale}.html"


def messages_page(locale: str) -> str:
    return f"{locale}-messages.html"


def _pages(report: Report) -> Iterator[tuple[str, str]]:
    press = _Press(report)
    sheets = _sheets(report)
    yield INDEX, press.page(INDEX, "index.html", first=_first(report), count=len(_editions(report)))
    for sheet in sheets:
        yield sheet.path, press.page(sheet.path, "works.html", sheet=sheet, sheets=sheets)
    for language in report.languages:
        path = language_page(language.locale)
        yield path, press.page(path, "language.html", language=language, lists=_lists(language, report))
        if language.messages:
            path = messages_page(language.locale)
            yield path, press.page(path, "messages.html", language=language, interface=_interface(language, report))
    for work in report.works:
        if work.is_open:
            yield work.page, press.page(work.page, "work.html", work=work, versions=_open_first(work))


def _editions(report: Report) -> list[Language]:
    return [language for language in report.languages if language.autonym]


# --------------------------------------------------------------------------------------
# What stands on a page
# --------------------------------------------------------------------------------------


class Row(Struct, frozen=True):
    """A task, and the work that it is about."""

    task: Task
    work: Work
    language: Language


class TaskList(Struct, frozen=True):
    """The tasks of one grade."""

    grade: Grade
    rows: tuple[Row, ...]
    """Those that the page has room for."""
    more: int
    """How many there are beside these."""


class Group(Struct, frozen=True):
    """Works that stand under one heading: those of a section, pages, series, authors."""

    id: str
    heading: Text
    works: tuple[Work, ...]
    languages: tuple[Language, ...]
    """The editions, and what else any of them is in."""


class Sheet(Struct, frozen=True):
    """One of the pages that list all works."""

    path: str
    number: int
    groups: tuple[Group, ...]


class Line(Struct, frozen=True):
    """A message and its words in the language of the page."""

    id: str
    message: Message
    worded: Worded


class Interface(Struct, frozen=True):
    """The messages of one language: those with something to do, and the others."""

    todo: tuple[Line, ...]
    done: tuple[Line, ...]
    findings: tuple[Finding, ...]
    """Of what surrounds them: its catalog as a whole, its glossary, and templates, which all languages share."""


def _rows(tasks: Iterable[Task], language: Language, works: Mapping[tuple[Kind, str], Work]) -> tuple[Row, ...]:
    return tuple(Row(task, works[task.kind, task.key], language) for task in tasks)


def _by_id(report: Report) -> dict[tuple[Kind, str], Work]:
    return {(work.kind, work.key): work for work in report.works}


def _first(report: Report) -> tuple[Row, ...]:
    """What comes first in any language: by grade, then what stands highest in the list of its language."""
    works = _by_id(report)
    rows = [
        (row.task.grade.rank, place, row)
        for language in report.languages
        for place, row in enumerate(_rows(language.next[:FIRST], language, works))
    ]
    return tuple(row for _, _, row in sorted(rows, key=lambda one: one[:2]))[:FIRST]


def _lists(language: Language, report: Report) -> tuple[TaskList, ...]:
    works = _by_id(report)
    graded = groupby(language.next, key=lambda task: task.grade)
    found = [(grade, _rows(tasks, language, works)) for grade, tasks in graded]
    return tuple(TaskList(grade, rows[:MOST], max(len(rows) - MOST, 0)) for grade, rows in found)


def _sheets(report: Report) -> tuple[Sheet, ...]:
    names = {section.id: section.heading for section in report.sections}

    def group(work: Work) -> tuple[str, Text]:
        if work.kind is Kind.ARTICLE and work.section in names:
            return f"section-{work.section}", names[work.section]
        return work.kind.value, Text(PLURALS[work.kind], SOURCE_LOCALE)

    shares = [report.works[at : at + SHEET] for at in range(0, len(report.works), SHEET)] or [()]
    return tuple(
        Sheet(
            "works.html" if number == 1 else f"works-{number}.html",
            number,
            tuple(_group(id, heading, tuple(works), report) for (id, heading), works in groupby(share, key=group)),
        )
        for number, share in enumerate(shares, 1)
    )


def _group(id: str, heading: Text, works: tuple[Work, ...], report: Report) -> Group:
    written = {version.locale for work in works for version in work.versions}
    shown = (language for language in report.languages if language.autonym or language.locale in written)
    return Group(id, heading, works, tuple(shown))


def _interface(language: Language, report: Report) -> Interface:
    lines = [
        Line(f"message-{number}", message, worded)
        for number, message in enumerate(report.messages, 1)
        if (worded := message.worded(language.locale))
    ]
    others = [other.locale for other in report.languages if other.locale != language.locale]
    wordings = (worded for message in report.messages for worded in message.wordings)
    foreign = {worded.file for worded in wordings if worded.line and worded.locale in others}
    foreign |= {glossary_path(locale) for locale in others}
    return Interface(
        todo=tuple(line for line in lines if line.worded.is_open),
        done=tuple(line for line in lines if not line.worded.is_open),
        findings=tuple(finding for finding in report.findings if finding.file not in foreign),
    )


def _open_first(work: Work) -> tuple[Version, ...]:
    return tuple(sorted(work.versions, key=lambda version: not version.is_open))


# --------------------------------------------------------------------------------------
# Templates
# --------------------------------------------------------------------------------------

MEANINGS: Mapping[State, str] = {
    State.ORIGINAL: "It was written in this language.",
    State.CURRENT: "It was made from the original as it is now.",
    State.AGED: "The original has changed in little things only.",
    State.STALE: "The original has changed, and readers are told so.",
    State.DRAFT: "Someone has begun; readers do not see it.",
    State.MACHINE: "A machine made it, and nobody has read it.",
    State.UNTRACKED: "It does not say which words it was made from.",
    State.ORPHAN: "The version that it was translated from is not there.",
    State.MISSING: "There is none; readers see the original.",
}
MESSAGE_MEANINGS: Mapping[MessageState, str] = {
    MessageState.SOURCE: "It is the English itself.",
    MessageState.TRANSLATED: "Readers see it.",
    MessageState.WRONG: "It is there, but wrong; readers see other words until it is mended.",
    MessageState.FUZZY: "Its English has changed, or someone is in doubt; readers see other words until it is settled.",
    MessageState.EMPTY: "It has no translation, or not in every form.",
}


class _Press:
    """The templates of the report at work, for one report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._answers = Answers(report, QUESTIONS, {}, {})
        self._names = {language.locale: language.name for language in report.languages}

    def page(self, path: str, template: str, **values: object) -> str:
        """A page that will stand at this path."""
        templates = _templates()
        return templates.render(
            template,
            templates.view(self._answers, SOURCE_LOCALE),
            "",
            path=path,
            root="../" * path.count("/"),
            report=self._report,
            names=self._names,
            meanings=MEANINGS,
            message_meanings=MESSAGE_MEANINGS,
            text=Text,
            ending=_ending,
            **values,
        )


def _ending(words: str) -> str:
    """The last words of a long text, by which its place is found."""
    return words if len(words) <= ENDING else f"… {words[-ENDING:].partition(' ')[2]}"


def _template(report: Report, name: str) -> bytes:
    """The templates of a report are those of the program."""
    return b""


def _message(report: Report, locale: str, msgid: str, context: str = "", plural: str = "") -> Phrase:
    """A report is in English."""
    return Phrase((msgid, plural) if plural else (msgid,), SOURCE_LOCALE, is_fallback=False)


def _formats(report: Report, locale: str) -> Formats:
    return Formats(SOURCE_LOCALE, "en_GB", report.time_zone)


QUESTIONS: Mapping[str, Callable[..., object]] = {
    "template": _template,
    "message": _message,
    "formats_of": _formats,
}
"""What the templates of a report may ask."""


@cache
def _templates() -> Templates:
    folder = resources("ordskifte.tools.report") / "templates"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".html"))
    return Templates({name: compiled(name, _resource(f"templates/{name}")) for name in names})


def _resource(path: str) -> str:
    return (resources("ordskifte.tools.report") / path).read_text(encoding="utf-8")
