"""Series: articles that are parts of one whole, in the order that their authors give them."""

from collections.abc import Iterable, Iterator, Mapping

from ordskifte.model.config import Config
from ordskifte.model.diagnostics import At, Diagnostic, error, warning
from ordskifte.model.document import ArticleFront, Kind
from ordskifte.model.site import Entry, Introduction, ListingKind, Page
from ordskifte.resolve.lists import Lists, is_listed, order
from ordskifte.resolve.pages import best
from ordskifte.resolve.translations import Work, WorkId


def in_series(pages: Iterable[Page], config: Config) -> Lists:
    """The keys of the articles of each series in each edition, by part, then the older first."""
    found: dict[tuple[str, str, str], list[Entry]] = {}
    for page in pages:
        entry = page.entry
        if entry.series and entry.series.id in config.series and is_listed(page):
            found.setdefault((entry.locale, ListingKind.SERIES.value, entry.series.id), []).append(entry)
    return {id: tuple(entry.key for entry in sorted(entries, key=_place)) for id, entries in found.items()}


def _place(entry: Entry) -> tuple[int, object]:
    return entry.series.part if entry.series else 0, order(entry)


def introductions(works: Iterable[Work], config: Config) -> dict[tuple[str, str], Introduction]:
    """The introduction of each series in each edition: in its language, else in the default edition's."""
    found = {}
    for work in works:
        if work.kind is Kind.SERIES:
            for locale, edition in config.editions.items():
                version = best(work, (*edition.chain, config.default_locale))
                found[locale, work.key] = Introduction(version.face.source, version.locale)
    return found


# --------------------------------------------------------------------------------------
# What is wrong with their numbers
# --------------------------------------------------------------------------------------


def check_series(works: Mapping[WorkId, Work], config: Config) -> Iterator[Diagnostic]:
    """Parts that are there twice, and parts that nobody has begun.

    Drafts and what is still to come count: they are begun. So nothing is missed where a text cannot be read.
    """
    series: dict[str, dict[int, list[Work]]] = {}
    for work in works.values():
        front = work.first.front
        if isinstance(front, ArticleFront) and front.series and front.series.id in config.series:
            series.setdefault(front.series.id, {}).setdefault(front.series.part, []).append(work)
    is_whole = not any(version.face.is_broken for work in works.values() for version in work.versions.values())
    for id, parts in series.items():
        for part, claimants in sorted(parts.items()):
            if len(claimants) > 1:
                yield _twice(id, part, claimants)
        if is_whole:
            yield from _gaps(id, parts)


def _twice(id: str, part: int, works: list[Work]) -> Diagnostic:
    first, second, *_ = sorted(work.key for work in works)
    at = At(next(work for work in works if work.key == second).first.face.source, "series.part")
    message = f"Part {part} of the series `{id}` is there already: it is `{first}`."
    return error("series-part-twice", message, at, "Give one of them another number.")


def _gaps(id: str, parts: Mapping[int, list[Work]]) -> Iterator[Diagnostic]:
    before = 0
    for part in sorted(parts):
        missing = range(before + 1, part)
        if missing:
            named = f"part {missing[0]}" if len(missing) == 1 else f"parts {missing[0]} to {missing[-1]}"
            at = At(parts[part][0].first.face.source, "series.part")
            message = f"The series `{id}` has a part {part}, but no {named}."
            yield warning("series-part-missing", message, at, "A draft counts, and so does what is dated later.")
        before = part
