"""What is to be translated next: a rule that an editor would give, and that can be told in a few sentences.

What misleads readers comes before what is unfinished, that before what is missing, and that before what can wait.
Among these, pages such as "About" come first, series and authors last, for they do not age; articles by how near
their day is, in three steps, since a text is read most while it is new; then by section, in the site's own order; then
the nearest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from ordskifte.model.document import Kind
from ordskifte.model.translations import State
from ordskifte.tools.report.values import Grade, Task, Work

GRADES: Mapping[State, Grade] = {
    State.STALE: Grade.MEND,
    State.MACHINE: Grade.MEND,
    State.DRAFT: Grade.FINISH,
    State.MISSING: Grade.BEGIN,
    State.AGED: Grade.LOOK,
    State.UNTRACKED: Grade.LOOK,
    State.ORPHAN: Grade.LOOK,
}
"""Why each state asks for work; the others ask for none."""
AGES = (30, 365)
"""Days from today, back or ahead, within which an article is new, and then recent."""
KINDS = (Kind.PAGE, Kind.ARTICLE, Kind.SERIES, Kind.AUTHOR)


def tasks(works: Iterable[Work], locale: str, sections: Sequence[str], now: datetime) -> tuple[Task, ...]:
    """All that is to be done in a language, in the order in which it should be, which is the same all day."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)

    def place(work: Work) -> tuple[int, int, int, float, str]:
        section = sections.index(work.section) if work.section in sections else len(sections)
        distance = _days(work.date, today)
        return KINDS.index(work.kind), sum(distance > most for most in AGES), section, distance, work.key

    found = list(_tasks(sorted(works, key=place), locale))
    return tuple(sorted(found, key=lambda task: task.grade.rank))


def _tasks(works: Iterable[Work], locale: str) -> Iterator[Task]:
    for work in works:
        version = work.version(locale)
        if version and version.is_open:
            yield Task(GRADES[version.state], work.kind, work.key, version.state, version.words)


def _days(date: datetime | None, today: datetime) -> float:
    """How far a moment is from the beginning of today; what has none does not age."""
    return abs(today - date) / timedelta(days=1) if date else 0
