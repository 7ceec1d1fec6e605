"""The decision table: what each edition shows of a work, and what that page says of itself.

One pure function, `places`, from what there is of a work to a row for each edition. Whatever a page tells search
engines, feed readers and readers of its text's language and of its other versions follows from its row.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from ordskifte.model.config import Untranslated
from ordskifte.model.locales import truncations
from ordskifte.model.site import Notice
from ordskifte.model.translations import REAL, State

NOINDEX = "noindex,follow"
HIDDEN = "noindex,nofollow"


class Versions(Struct, frozen=True):
    """What there is of a work that readers may see, and what its editors want done with it."""

    original: str
    """The language of the original."""
    states: Mapping[str, State]
    """By language; no version that is missing."""
    wanted: tuple[str, ...] = ()
    """The editions that may show it; all, if none is named."""
    untranslated: Untranslated = Untranslated.SHELL
    unlisted: frozenset[str] = frozenset()
    """The languages of versions that are for those who have their address."""
    withdrawn: frozenset[str] = frozenset()
    """The languages of versions that are withdrawn; all, where the original is."""

    def is_hidden(self, language: str) -> bool:
        return language in self.unlisted or language in self.withdrawn

    def is_real(self, language: str) -> bool:
        """Whether readers and search engines are sent to this version as the work in that language."""
        return self.states.get(language) in REAL and not self.is_hidden(language)


class Place(Struct, frozen=True):
    """A row of the table: a work in one edition."""

    locale: str
    language: str
    """Of the text."""
    home: str
    """The edition whose page is canonical for the text."""
    has_page: bool = True
    """Whether there is a page; if not, the edition's lists lead to the home page."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Values of `hreflang`, and the edition whose page each leads to."""
    robots: str = ""
    is_indexed: bool = False
    """Whether it stands in the sitemap and in the feeds of its edition."""
    notice: Notice = Notice.NONE


Chains = Mapping[str, tuple[str, ...]]
"""By edition, in the site's order: the languages in which it shows a text, the best first."""


def places(versions: Versions, chains: Chains, default: str) -> dict[str, Place]:
    """The row of each edition that has a page of the work or lists it, in the site's order; `default` is an edition."""
    texts = _texts(versions, chains)
    homes = {language: _home(language, texts, default) for language in texts.values()}
    members = _members(versions, homes, default)
    return {
        locale: _place(versions, locale, language, homes[language], members)
        for locale, language in texts.items()
        if locale == homes[language] or versions.untranslated in _shown_abroad(versions, language)
    }


def _shown_abroad(versions: Versions, language: str) -> tuple[Untranslated, ...]:
    """The policies under which an edition that is not the home shows a text, or lists it; no list has a hidden one."""
    if versions.is_hidden(language):
        return (Untranslated.SHELL,)
    return (Untranslated.SHELL, Untranslated.LINK)


# --------------------------------------------------------------------------------------
# Which text stands where
# --------------------------------------------------------------------------------------


def _texts(versions: Versions, chains: Chains) -> dict[str, str]:
    """The language of the text that each edition shows."""
    wanted = {locale: chain for locale, chain in chains.items() if locale in (versions.wanted or chains)}
    return {locale: _own(locale, versions) or _lent(chain, versions) for locale, chain in wanted.items()}


def _own(locale: str, versions: Versions) -> str:
    """The version in an edition's own language, be it British English for an edition in English; else nothing."""
    within = (language for language in (versions.original, *versions.states) if locale in truncations(language))
    return locale if locale in versions.states else next(within, "")


def _lent(chain: tuple[str, ...], versions: Versions) -> str:
    """What an edition without a version of its own shows: a real one that it falls back on, else the original."""
    return next((language for language in chain if versions.is_real(language)), versions.original)


def _home(language: str, texts: Mapping[str, str], default: str) -> str:
    """The edition whose page is canonical for a text: its own language's, else the default one, else the first."""
    showing = [locale for locale, of in texts.items() if of == language]
    return next((locale for locale in (*truncations(language), default) if locale in showing), showing[0])


# --------------------------------------------------------------------------------------
# What its page says of itself
# --------------------------------------------------------------------------------------


def _place(versions: Versions, locale: str, language: str, home: str, members: tuple[tuple[str, str], ...]) -> Place:
    state = versions.states[language]
    if versions.is_hidden(language):
        robots = HIDDEN if language in versions.unlisted else NOINDEX
        notice = Notice.WITHDRAWN if language in versions.withdrawn else Notice.NONE
        return Place(locale, language, locale, robots=robots, notice=notice)
    if locale != home:
        return Place(locale, language, home, versions.untranslated is Untranslated.SHELL, notice=Notice.SHELL)
    if state not in REAL:
        notice = Notice.MACHINE if state is State.MACHINE else Notice.NONE
        return Place(locale, language, home, robots=NOINDEX, notice=notice)
    return Place(locale, language, home, alternates=members, is_indexed=True, notice=_NOTICES.get(state, Notice.NONE))


_NOTICES: Mapping[State, Notice] = {
    State.CURRENT: Notice.TRANSLATED,
    State.AGED: Notice.TRANSLATED,
    State.UNTRACKED: Notice.TRANSLATED,
    State.STALE: Notice.STALE,
}


def _members(versions: Versions, homes: Mapping[str, str], default: str) -> tuple[tuple[str, str], ...]:
    """The values of `hreflang` with the edition that each leads to, the same on every page that is one of them.

    None where there is one real version only.
    """
    real = {language: home for language, home in homes.items() if versions.is_real(language)}
    if len(real) < 2:
        return ()
    is_default_real = any(home == default and default in truncations(language) for language, home in real.items())
    first = default if is_default_real else real.get(versions.original) or next(iter(real.values()))
    return tuple((_with_alias(real) | {"x-default": first}).items())


def _with_alias(members: Mapping[str, str]) -> dict[str, str]:
    """With Bokmål under its old name too, for what knows one Norwegian only."""
    return {**members, "no": members["nb"]} if "nb" in members and "no" not in members else dict(members)


def of_list(editions: Iterable[str], default: str) -> tuple[tuple[str, str], ...]:
    """The values of `hreflang` of a list that these editions have, and the edition that each leads to.

    None where one edition has it. It is in the language of each; `x-default` is the default edition's, else the first.
    """
    members = {locale: locale for locale in editions}
    if len(members) < 2:
        return ()
    first = default if default in members else next(iter(members))
    return tuple((_with_alias(members) | {"x-default": first}).items())
