"""Runs of words: what is done to their marks, whatever they came from."""

from collections.abc import Iterable

from msgspec.structs import replace

from ordskifte.tools.wordpress.prose import Break, Mark, Marks, NoteMark, Run, Words


def with_mark(marks: Marks, mark: Mark) -> Marks:
    """The marks with one more; words are marked as something once, and the innermost language is theirs."""
    if mark.kind == "lang":
        return (mark, *without_kind(marks, "lang"))
    if any(other.kind == mark.kind or other.kind == "code" for other in marks):
        return marks
    return (*marks, mark)


def without_kind(marks: Marks, kind: str) -> Marks:
    return tuple(mark for mark in marks if mark.kind != kind)


def unmarked(run: Run, kind: str) -> Run:
    return replace(run, marks=without_kind(run.marks, kind)) if isinstance(run, Words) else run


def has_words(run: Run) -> bool:
    return isinstance(run, NoteMark) or (isinstance(run, Words) and bool(run.text.strip()))


def is_blank(run: Run) -> bool:
    return isinstance(run, Words) and not run.text.strip()


def trimmed(runs: list[Run]) -> list[Run]:
    """The runs of a paragraph without white space and ends of lines around them."""
    full = [n for n, run in enumerate(runs) if not isinstance(run, Break) and not is_blank(run)]
    return runs[full[0] : full[-1] + 1] if full else []


def lifted(runs: Iterable[Run]) -> tuple[str, list[Run]]:
    """The language that all of these words are in, if it is one, and the words without it."""
    kept = list(runs)
    langs = {
        next((mark.value for mark in run.marks if mark.kind == "lang"), "")
        for run in kept
        if isinstance(run, Words) and run.text.strip()
    }
    if len(langs) == 1 and "" not in langs:
        return langs.pop(), [unmarked(run, "lang") for run in kept]
    return "", kept
