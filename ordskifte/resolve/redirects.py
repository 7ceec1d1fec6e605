"""Old addresses: those that a text says it had, and those that the URL ledger says were published.

A redirect names a work and never an address. So it leads to where the work stands now, in one step, and what it leads
to is always there: no chain and no loop can come of two of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.config import Config
from ordskifte.model.diagnostics import At, Diagnostic, error
from ordskifte.model.document import ArticleFront, Kind
from ordskifte.model.site import Clock, Fate, ListingKind, Redirect, Site, Stray
from ordskifte.model.text import Text
from ordskifte.model.urls import LEDGER, Mark, Published, Urls
from ordskifte.resolve.addresses import from_base
from ordskifte.resolve.pages import pages_of
from ordskifte.resolve.publication import published
from ordskifte.resolve.translations import Work, WorkId

STRAY_CODES = ("url-moved", "url-taken", "url-vanished")
"""The codes of what `redirects accept` can put right."""


class Claim(Struct, frozen=True):
    """That an address shall lead to a page, and who says so."""

    redirect: Redirect
    who: str


def with_redirects(
    site: Site, works: Mapping[WorkId, Work], urls: Urls, clock: Clock, claims: Iterable[tuple[str, str, At]]
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The site with what has become of its old addresses, and what is wrong with them.

    `claims` are the addresses at which something stands, and what it is.
    """
    naming = [
        work for work in works.values() if any(version.face.front.redirect_from for version in work.versions.values())
    ]
    if not naming and not urls:
        return site, ()
    stands = _stands(site)
    live = {url.lower(): who for url, who, _ in claims}
    named = list(_named(naming, clock, stands, site.config))
    compared = _Comparison(site.config, works, clock, stands, live, {claim.redirect.url for claim in named})
    for line in urls:
        compared.take(line)
    wanted = (*named, *compared.claims.values())
    found = replace(
        site,
        redirects={claim.redirect.url: claim.redirect for claim in wanted},
        gone=compared.gone,
        strays=tuple(compared.strays),
    )
    return found, (*_contested(wanted, live), *(_told(stray, works, live, site.config) for stray in compared.strays))


# --------------------------------------------------------------------------------------
# Where each work stands
# --------------------------------------------------------------------------------------


class _Stand(Struct, frozen=True):
    """A work in an edition."""

    locale: str
    url: str
    home: str
    title: Text
    source: str
    is_original: bool = True
    is_unlisted: bool = False


_Stands = Mapping[WorkId, Mapping[str, _Stand]]
"""By edition, in the order of the editions."""


def _stands(site: Site) -> _Stands:
    found: dict[WorkId, dict[str, _Stand]] = {}
    for (locale, kind, key), page in site.pages.items():
        is_original, title = not page.is_translation, page.entry.title
        stand = _Stand(locale, page.url, page.home, title, page.source, is_original, page.is_unlisted)
        found.setdefault((kind, key), {})[locale] = stand
    for (locale, key), profile in site.profiles.items():
        stand = _Stand(locale, profile.url, profile.url, Text(profile.name, locale), profile.source)
        found.setdefault((Kind.AUTHOR.value, key), {})[locale] = stand
    for (locale, kind, id), url in site.urls.items():
        if kind == ListingKind.SERIES:
            introduction = site.introductions.get((locale, id))
            source, title = introduction.source if introduction else "", Text(id, locale)
            found.setdefault((Kind.SERIES.value, id), {})[locale] = _Stand(locale, url, url, title, source)
    return found


def _home(stands: Iterable[_Stand]) -> _Stand | None:
    """The page where a work is most at home: that of its original, else of a translation, else any."""
    return min(stands, key=lambda stand: (stand.url != stand.home, not stand.is_original), default=None)


def _redirect(url: str, id: WorkId, stand: _Stand, at: At) -> Redirect:
    return Redirect(url, id[0], id[1], stand.locale, stand.url, stand.home, stand.title, at, stand.is_unlisted)


# --------------------------------------------------------------------------------------
# What a text says of itself
# --------------------------------------------------------------------------------------


def _named(works: Iterable[Work], clock: Clock, stands: _Stands, config: Config) -> Iterator[Claim]:
    """The redirects of each version that readers may see, to the page where that version is at home."""
    for work in works:
        seen = published(work, clock)
        for version in seen.versions.values() if seen else ():
            source, all_stands = version.face.source, stands.get((work.kind.value, work.key), {}).values()
            own = [stand for stand in all_stands if stand.source == source]
            home = next((stand for stand in own if stand.locale == version.locale), _home(own or all_stands))
            for number, address in enumerate(version.face.front.redirect_from):
                if home:
                    url, at = _url(config, address), At(source, f"redirect_from.{number}")
                    yield Claim(_redirect(url, (work.kind.value, work.key), home, at), f"a redirect of {source}")


def _url(config: Config, address: str) -> str:
    """An old address from the base path, as it would stand for a page: `/2019/is` and `/2019/is/index.html` are one."""
    url = from_base(config, unquote(address))
    folder, _, name = url.rpartition("/")
    if name == "index.html":
        return f"{folder}/"
    return f"{url}/" if name and "." not in name else url


def _contested(claims: Iterable[Claim], live: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Redirects from where something stands, and two from one address."""
    first: dict[str, Claim] = {}
    for claim in claims:
        url, at = claim.redirect.url, claim.redirect.at
        other = first.setdefault(url.lower(), claim)
        if url.lower() == claim.redirect.to.lower():
            message = f"The address {url} would lead to itself: it is where this page stands."
            yield error("redirect-loop", message, at, "Delete it from `redirect_from`.")
        elif url.lower() in live or (other.redirect.url, other.who) != (url, claim.who):
            names = [live[url.lower()]] if url.lower() in live else []
            names += [each.who for each in ((other, claim) if other is not claim else (claim,))]
            message = f"The address {url} is claimed by {len(names)}: {', '.join(names)}."
            yield error("url-twice", message, at, "Keep it in one place, or give the page there another `slug`.")


# --------------------------------------------------------------------------------------
# What the ledger says
# --------------------------------------------------------------------------------------


class _Comparison:
    """The addresses that were published, beside those where something stands now."""

    def __init__(
        self,
        config: Config,
        works: Mapping[WorkId, Work],
        clock: Clock,
        stands: _Stands,
        live: Mapping[str, str],
        named: set[str],
    ) -> None:
        self.claims: dict[tuple[str, WorkId], Claim] = {}
        """By the address and the work that it is to lead to."""
        self.gone: dict[str, str] = {}
        self.strays: list[Stray] = []
        self._config = config
        self._works = works
        self._clock = clock
        self._stands = stands
        self._live = live
        self._named = named

    def take(self, line: Published) -> None:
        id, url = (line.kind, line.key), from_base(self._config, line.url)
        stands = self._stands.get(id, {})
        here = stands.get(line.locale)
        if (here and here.url == url) or url in self._named:
            return
        target, is_taken = here or _home(stands.values()), url.lower() in self._live
        if line.mark is Mark.GONE:
            if not is_taken:
                self.gone[url] = line.locale if line.locale in self._config.editions else self._config.default_locale
        elif target is None:
            if not is_taken and not self._is_left_open(line, url):
                self.strays.append(Stray(line, Fate.VANISHED))
        elif line.mark is Mark.NONE or is_taken:
            if not self._is_left_open(line, url):
                self.strays.append(Stray(line, Fate.TAKEN if is_taken else Fate.MOVED, target.url))
        else:
            if (url, id) in self.claims:  # It stood there in another edition too.
                target = _home(stands.values()) or target
            self.claims[url, id] = Claim(_redirect(url, id, target, At(LEDGER, str(line))), f"`{line}`")

    def _is_left_open(self, line: Published, url: str) -> bool:
        """Whether nothing can be said: a version of the work cannot be read, or the page is not yet due."""
        if line.kind == Kind.SERIES:
            return any(self._is_part_to_come(work, line.key) for work in self._works.values())
        work = self._works.get((line.kind, line.key))
        if work is None:
            return False
        if any(version.face.is_broken for version in work.versions.values()):
            return True
        awaited = published(work, replace(self._clock, shows_future=True))
        if awaited is None or published(work, self._clock) is None:
            return awaited is not None
        return any(
            has_page and (page.locale, page.url) == (line.locale, url)
            for page, has_page in pages_of(awaited, self._config, self._clock.now, {})
        )

    def _is_part_to_come(self, work: Work, series: str) -> bool:
        """Whether a work is a part of a series that is not yet due, or may be one, since it cannot be read."""
        front = work.first.front
        if work.kind is Kind.ARTICLE and any(version.face.is_broken for version in work.versions.values()):
            return True
        if not isinstance(front, ArticleFront) or front.series is None or front.series.id != series:
            return False
        awaited = published(work, replace(self._clock, shows_future=True))
        return awaited is not None and published(work, self._clock) is None


def _told(stray: Stray, works: Mapping[WorkId, Work], live: Mapping[str, str], config: Config) -> Diagnostic:
    line = stray.published
    at, work, accept = At(LEDGER, str(line)), f"the {line.kind} `{line.key}`", f"run `redirects accept {line.url}`"
    if stray.fate is Fate.MOVED:
        message = f"The address {line.url} has been published and would lead nowhere: {work} now stands at {stray.to}."
        hint = f"To have it lead there, {accept}; or give {work} the `slug` that it had."
        return error("url-moved", message, at, hint)
    if stray.fate is Fate.TAKEN:
        holder = live[from_base(config, line.url).lower()]
        message = (
            f"The address {line.url} was that of {work}, which now stands at {stray.to}, and is now that of {holder}."
        )
        hint = f"Give one of them another `slug`; or, if its readers shall find the new one there, {accept}."
        return error("url-taken", message, at, hint)
    how = "is no longer published" if (line.kind, line.key) in works else "is not there any more"
    message = f"The address {line.url} has been published and would lead nowhere: {work} {how}."
    hint = f"If that is meant, {accept}; or name the address in the `redirect_from` of what has taken its place."
    return error("url-vanished", message, at, hint)
