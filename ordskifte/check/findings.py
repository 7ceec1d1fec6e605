"""Problems as a site's owners want them told: as grave as they say, and without what they know of already."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.codes import stops_build
from ordskifte.model.config import Grade
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Severity

VERSION = 1


class Known(Struct, frozen=True, order=True, omit_defaults=True):
    """A problem that is known, wherever in its file it stands."""

    file: str
    code: str
    message: str
    count: int = 1
    """How often it is there."""


class Baseline(Struct, frozen=True):
    """The problems that were there when the site began to be checked."""

    version: int
    findings: tuple[Known, ...]


class Findings(Struct, frozen=True):
    """What is to be told, and how it stands to what was known."""

    diagnostics: Diagnostics
    known: int = 0
    """How many problems are not told of, because they were known."""
    gone: tuple[Known, ...] = ()
    """What was known and is there no more."""


def graded(diagnostics: Iterable[Diagnostic], severities: Mapping[str, Grade]) -> Diagnostics:
    """The problems with the severities that the site gives their codes, without those that it turns off."""
    grades = {problem: severities.get(problem.code) for problem in diagnostics}
    return tuple(
        problem if grade is None else replace(problem, severity=Severity(grade.value))
        for problem, grade in grades.items()
        if grade is not Grade.OFF
    )


def baseline(diagnostics: Iterable[Diagnostic]) -> bytes:
    """A baseline in which all of these are known, as JSON in an order that does not depend on theirs."""
    counts = Counter(map(_known, diagnostics))
    findings = tuple(sorted(replace(known, count=count) for known, count in counts.items()))
    return msgspec.json.format(msgspec.json.encode(Baseline(VERSION, findings)), indent=2) + b"\n"


def parse_baseline(content: bytes) -> Baseline:
    """A baseline from its file. Raises ValueError, with a sentence for whoever named it."""
    try:
        found = msgspec.json.decode(content, type=Baseline)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ValueError(f"it is no baseline: {problem}") from None
    if found.version != VERSION:
        raise ValueError(f"it is of version {found.version}, and only {VERSION} is known")
    return found


def against(diagnostics: Diagnostics, baseline: Baseline) -> Findings:
    """The problems that a baseline does not know; of several alike, those that are more than it knows.

    What stops a build is told in any case.
    """
    left = Counter({replace(known, count=1): known.count for known in baseline.findings})
    new = []
    for problem in diagnostics:
        known = _known(problem)
        is_known = left[known] > 0
        if is_known:
            left[known] -= 1
        if not is_known or stops_build(problem):
            new.append(problem)
    gone = tuple(sorted(replace(known, count=count) for known, count in left.items() if count > 0))
    return Findings(tuple(new), len(diagnostics) - len(new), gone)


def fingerprints(diagnostics: Diagnostics) -> tuple[str, ...]:
    """For each problem a name that it keeps while the lines around it come and go; no two have the same."""
    seen: Counter[Known] = Counter()
    names = []
    for problem in diagnostics:
        known = _known(problem)
        seen[known] += 1
        said = "\0".join((known.code, known.file, known.message, str(seen[known])))
        names.append(blake2b(said.encode(), digest_size=16).hexdigest())
    return tuple(names)


def folded(diagnostics: Diagnostics, folder: str) -> Diagnostics:
    """The problems as people read them: one that many files of this folder have stands at the first of them only."""
    seen: Counter[Known] = Counter()
    alike: dict[tuple[object, ...], list[Diagnostic]] = {}
    for problem in diagnostics:
        known = _known(problem)
        seen[known] += 1
        # The second of a page is another than its first.
        like = (problem.code, problem.message, seen[known]) if known.file.startswith(folder) else (problem,)
        alike.setdefault(like, []).append(problem)
    return tuple(_first(problems) for problems in alike.values())


def _first(problems: Sequence[Diagnostic]) -> Diagnostic:
    """The first of problems that are alike, with how many more there are."""
    first, more = problems[0], len(problems) - 1
    return replace(first, hint=f"{first.hint} On this page and {more} more.".lstrip()) if more else first


def _known(problem: Diagnostic) -> Known:
    return Known(problem.span.source, problem.code, problem.known_as or problem.message)
