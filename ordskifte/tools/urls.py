"""The URL ledger kept up: what has been published since, and what its editors accept.

Knows what a line of `urls.lock` says; reads and writes no file.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from ordskifte.model.document import Kind
from ordskifte.model.locales import truncations
from ordskifte.model.site import Fate, ListingKind, Site, Stray
from ordskifte.model.urls import Mark, Published, Urls, united

_HEADER = "# The addresses that have been published here. `urls record` writes this file; keep it in git.\n"
_MARKS = {Fate.MOVED: Mark.MOVED, Fate.VANISHED: Mark.GONE}


def formatted(urls: Urls) -> str:
    """The text of `urls.lock`."""
    return _HEADER + "".join(sorted(f"{line}\n" for line in urls))


def live(site: Site) -> Urls:
    """Every address at which a work, an author, a page or a series stands now."""
    pages = (_line(site, kind, key, of, page.url, page.is_shell) for (of, kind, key), page in site.pages.items())
    authors = (
        _line(site, Kind.AUTHOR.value, key, of, profile.url, of not in truncations(profile.language))
        for (of, key), profile in site.profiles.items()
    )
    series = (
        _line(site, Kind.SERIES.value, id, of, url, False)
        for (of, kind, id), url in site.urls.items()
        if kind == ListingKind.SERIES
    )
    return (*pages, *authors, *series)


def recorded(urls: Urls, standing: Urls) -> Urls:
    """The ledger with the addresses at which something stands now."""
    now, taken = set(map(_unmarked, standing)), {line.url for line in standing}
    kept = (line for line in urls if _unmarked(line) not in now)
    return united((*standing, *(line for line in kept if line.mark is not Mark.GONE or line.url not in taken)))


def accepted(urls: Urls, strays: Iterable[Stray]) -> Urls:
    """The ledger in which it is said what has become of these addresses."""
    fates = {stray.published: stray.fate for stray in strays}
    kept = (line for line in urls if fates.get(line) is not Fate.TAKEN)
    return united(replace(line, mark=_MARKS[fates[line]]) if line in fates else line for line in kept)


def _line(site: Site, kind: str, key: str, locale: str, url: str, is_untranslated: bool) -> Published:
    mark = Mark.UNTRANSLATED if is_untranslated else Mark.NONE
    return Published(kind, key, locale, "/" + url.removeprefix(site.config.base_path), mark)


def _unmarked(line: Published) -> Published:
    return replace(line, mark=Mark.NONE)
