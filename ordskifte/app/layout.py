"""What translators read: what is left to do, and what has changed in an original. Plain words; colour only repeats."""

import json
import re
import shutil
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click
from msgspec import to_builtins

from ordskifte.app.console import counted, visible
from ordskifte.model.translations import Part, Segment, State
from ordskifte.tools.differences import Difference, Run
from ordskifte.tools.progress import Progress
from ordskifte.tools.statuses import DONE, Status

URGENCY = (
    State.STALE,
    State.AGED,
    State.DRAFT,
    State.MACHINE,
    State.UNTRACKED,
    State.ORPHAN,
    State.MISSING,
)
"""The states that ask for someone's work, those first that readers are misled by."""
WIDTH = 96
"""Cells that a line of a text may fill, where the terminal has them."""
MARGIN = 10
"""Cells before the words of a text."""
MOST_LINES = 12
"""Numbers of lines that are told one by one."""
COLOURS = {State.STALE: "red", State.AGED: "yellow", State.DRAFT: "yellow", State.MACHINE: "yellow"}
_MARKED = re.compile(r"\[-.*?-\]|\{\+.*?\+\}", re.DOTALL)


# --------------------------------------------------------------------------------------
# What is left to do
# --------------------------------------------------------------------------------------


def status_text(statuses: Sequence[Status], editions: Iterable[str]) -> str:
    """By language, what there is to do in it; and how many works are in which state."""
    languages = dict.fromkeys((*editions, *sorted({status.locale for status in statuses})))
    parts = [_language(locale, [one for one in statuses if one.locale == locale]) for locale in languages]
    return "".join(f"{part}\n" for part in parts if part) + _sum(statuses)


def _language(locale: str, statuses: Sequence[Status]) -> str:
    open_ = sorted((one for one in statuses if one.state not in DONE), key=_urgency)
    if not open_:
        return ""
    widest = max(len(_name(one)) for one in open_)
    return click.style(f"Into {locale}\n", bold=True) + "".join(_line(one, widest) for one in open_)


def _urgency(status: Status) -> tuple[int, str, str]:
    return URGENCY.index(status.state), status.kind, status.key


def _line(status: Status, widest: int) -> str:
    state = click.style(f"{status.state:<9}", fg=COLOURS.get(status.state))
    left = "" if not status.words else counted(status.words, "word")
    of = f"from {status.of}" if status.of else ""
    return f"  {state}  {_name(status):<{widest}}  {left:>12}  {of}".rstrip() + "\n"


def _name(status: Status) -> str:
    return status.key if status.kind == "article" else f"{status.kind}:{status.key}"


def _sum(statuses: Sequence[Status]) -> str:
    counts = Counter(status.state for status in statuses)
    told = ", ".join(f"{counts[state]} {state}" for state in (State.CURRENT, *URGENCY) if counts[state])
    words = counted(sum(status.words or 0 for status in statuses), "word")
    translations = f"Translations: {told}. {words} to translate or look at." if told else "No translations."
    return f"{counted(counts[State.ORIGINAL], 'original')}. {translations}\n"


def status_json(statuses: Sequence[Status]) -> str:
    """One JSON array; `words` is null where nobody knows."""
    return json.dumps(to_builtins(statuses), indent=2, ensure_ascii=False) + "\n"


# --------------------------------------------------------------------------------------
# The words of the interface
# --------------------------------------------------------------------------------------

_COUNTS = ("translated", "fuzzy", "empty", "wrong", "words left")


def progress_text(found: Sequence[Progress]) -> str:
    """A line for each language: how much of the interface it has, what is in the way, and how many words are left."""
    widest = max((len(one.locale) for one in found), default=0)
    heading = "  ".join((" " * widest, "  done", *_COUNTS))
    lines = [click.style(heading, bold=True), *(_progress(one, widest) for one in found)]
    return "".join(f"{line}\n" for line in (*lines, *_copied(found)))


def _progress(one: Progress, widest: int) -> str:
    counts = (one.translated, one.fuzzy, one.empty, one.wrong, one.words)
    cells = (f"{count:>{len(name)}}" for name, count in zip(_COUNTS, counts, strict=True))
    remark = "" if one.is_edition else "no edition yet"
    return "  ".join((f"{one.locale:<{widest}}", f"{one.percent:>4} %", *cells, remark)).rstrip()


def _copied(found: Iterable[Progress]) -> Iterator[str]:
    """Where translations are not counted, because too many of them are the English."""
    for one in found:
        if one.is_copied:
            yield f"{one.locale}: {counted(one.same, 'translation')} are the English itself, and not counted."


def progress_json(found: Sequence[Progress]) -> str:
    """One JSON array, of the fields of Progress and `percent`."""
    records = [{**to_builtins(one), "percent": one.percent} for one in found]
    return json.dumps(records, indent=2, ensure_ascii=False) + "\n"


# --------------------------------------------------------------------------------------
# What is as in the original
# --------------------------------------------------------------------------------------

NOUNS: Mapping[Part, tuple[str, str]] = {
    Part.TITLE: ("the title", ""),
    Part.STANDFIRST: ("the standfirst", ""),
    Part.ALT: ("the alternative text of the picture", ""),
    Part.CAPTION: ("the caption of the picture", ""),
    **{part: ("a heading", "headings") for part in Part if part.startswith("heading ")},
    Part.PARAGRAPH: ("a paragraph", "paragraphs"),
    Part.ENTRY: ("an entry of a list", "entries of lists"),
    Part.CELL: ("a cell of a table", "cells of tables"),
    Part.QUOTE: ("a quote", "quotes"),
    Part.NOTE: ("a footnote", "footnotes"),
}
"""What one segment is called, and what several are."""


def alike_text(segments: Sequence[Segment]) -> str:
    """What a translation has in the words of its original, with the lines; nothing where there is nothing."""
    if not segments:
        return ""
    counts = Counter(NOUNS[segment.part] for segment in segments)
    found = ", ".join(one if count == 1 else f"{count} {several}" for (one, several), count in counts.items())
    numbers = list(dict.fromkeys(str(segment.line) for segment in segments))
    shown = ", ".join([*numbers[:MOST_LINES], *(["…"] if len(numbers) > MOST_LINES else [])])
    lines = f"line{'s' if len(numbers) > 1 else ''} {shown}"
    return f"As in the original still: {found} ({lines}). If that is not meant, translate it.\n"


# --------------------------------------------------------------------------------------
# What has changed
# --------------------------------------------------------------------------------------


def differences_text(differences: Iterable[Difference], locale: str) -> str:
    """Each change: the words that were, those that are, and those that the translation has for them."""
    width = min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH)
    return "\n".join(_difference(one, locale, width) for one in differences)


def _difference(difference: Difference, locale: str, width: int) -> str:
    then, now = difference.runs
    if difference.then and difference.now:
        rows = [("was", _marked(then, "[-", "-]")), ("is now", _marked(now, "{+", "+}"))]
    else:
        rows = [("was", _plain(then)), ("is now", _plain(now))]
    if difference.translation:
        words = visible(difference.translation.words)
        is_before = difference.then is None
        rows.append((locale, f"… {words[-WIDTH:].partition(' ')[2]}" if is_before and len(words) > WIDTH else words))
    return _heading(difference) + "".join(_row(name, text, width) for name, text in rows if text)


def _heading(difference: Difference) -> str:
    """What was done, and on which lines: "Paragraph changed: line 12, in the translation line 14"."""
    segment = difference.now or difference.then
    assert segment is not None
    done = "removed" if not difference.now else "changed" if difference.then else "added"
    lines = [f"line {difference.now.line}"] if difference.now else []
    if difference.translation:
        behind = "behind " if difference.then is None else ""
        lines.append(f"in the translation {behind}line {difference.translation.line}")
    return click.style(f"{segment.part.capitalize()} {done}: {', '.join(lines)}".rstrip(": "), bold=True) + "\n"


def _plain(runs: Iterable[Run]) -> str:
    return visible("".join(run.words for run in runs))


def _marked(runs: Iterable[Run], begin: str, end: str) -> str:
    """The words, those that have changed between marks; the spaces around them are outside."""
    return "".join(
        re.sub(r"\S.*\S|\S", lambda words: f"{begin}{words[0]}{end}", visible(run.words))
        if run.is_changed
        else visible(run.words)
        for run in runs
    )


def _row(name: str, text: str, width: int) -> str:
    indent = " " * MARGIN
    lines = textwrap.fill(
        text,
        max(width, 2 * MARGIN),
        initial_indent=f"  {name}".ljust(MARGIN),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return _MARKED.sub(lambda found: click.style(found[0], fg="red" if found[0][0] == "[" else "green"), lines) + "\n"
