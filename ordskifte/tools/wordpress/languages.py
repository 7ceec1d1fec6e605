"""Which language each entry is in, and which are versions of one work: what Polylang and WPML leave in an export.

Polylang keeps both as terms, so that every export has them. WPML keeps them in tables of its own; only its add-on for
exports writes them into entries.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from ordskifte.model.locales import normalised
from ordskifte.tools.wordpress.index import WORKS, Index
from ordskifte.tools.wordpress.php import table
from ordskifte.tools.wordpress.values import Entry, Note, Place, Term

FALLBACK = "en"
CODE = "_wpml_import_language_code"
SOURCE = "_wpml_import_source_language_code"
GROUP = "_wpml_import_translation_group"
DUPLICATE = "_icl_lang_duplicate_of"


class Tongue(Struct, frozen=True):
    """The language of an entry, and what it shares with its translations."""

    locale: str
    group: str = ""
    is_translation: bool = False
    """Whether it is known not to be the original."""


class Languages(Struct, frozen=True):
    default: str
    locales: tuple[str, ...]
    """Those of texts, the default first, then the most frequent."""
    tongues: Mapping[Place, Tongue]
    of_terms: Mapping[int, tuple[str, str]]
    """By the id of a term: its locale, and what it shares with its translations."""
    notes: tuple[Note, ...]


def languages(index: Index) -> Languages:
    """The languages of an export."""
    notes: list[Note] = []
    site = _locale(index.channel.language) or FALLBACK
    known = dict(_polylang_locales(index.channel.terms))
    groups = dict(_groups(index.channel.terms, "post_translations"))
    tongues: dict[Place, Tongue] = {}
    unpaired = 0
    for entry in index.entries:
        if entry.kind in WORKS:
            tongue = _polylang(entry, known, groups) or _wpml(entry)
            if tongue is None and index.has_wpml:
                unpaired += 1
                tongue = Tongue(_from_address(entry.link) or site)
            tongues[entry.place] = tongue or Tongue(site)
    _join_copies(index, tongues)
    used = Counter(tongue.locale for tongue in tongues.values())
    default = (
        site
        if site in used or not used
        else next(
            (locale for locale in used if locale.partition("-")[0] == site.partition("-")[0]), used.most_common(1)[0][0]
        )
    )
    if unpaired:
        words = f"{unpaired} texts say neither their language nor what they are translations of"
        notes.append(Note("wpml", words, Place(index.entries[0].place.file)))
    order = sorted(used, key=lambda locale: (locale != default, -used[locale], locale))
    return Languages(default, tuple(order or [default]), tongues, dict(_of_terms(index.channel.terms)), tuple(notes))


def _join_copies(index: Index, tongues: dict[Place, Tongue]) -> None:
    """Gives what WPML has copied the group of its copies."""
    groups = {tongue.group for tongue in tongues.values()}
    for entry in index.entries:
        tongue = tongues.get(entry.place)
        if tongue and not tongue.group and f"copy {entry.id}" in groups:
            tongues[entry.place] = Tongue(tongue.locale, f"copy {entry.id}")


def _locale(tag: str) -> str:
    """The locale that a tag of WordPress stands for: `nb-NO` is nb, `en-US` is en, `pt-BR` keeps its country."""
    tag = re.sub(r"[-_](formal|informal)$", "", tag.strip(), flags=re.IGNORECASE)
    try:
        locale = normalised(tag)
    except ValueError:
        return ""
    language, _, region = locale.partition("-")
    return language if region in _HOMES.get(language, (language.upper(),)) else locale


_HOMES: Mapping[str, tuple[str, ...]] = {
    "en": ("US", "GB"),
    "sv": ("SE",),
    "da": ("DK",),
    "cs": ("CZ",),
    "el": ("GR",),
    "et": ("EE",),
    "ja": ("JP",),
    "ko": ("KR",),
    "uk": ("UA",),
    "se": ("NO",),
    "he": ("IL",),
    "fa": ("IR",),
    "sl": ("SI",),
    "vi": ("VN",),
}
"""The country that need not be said, where it is not called as the language is."""


# --------------------------------------------------------------------------------------
# Polylang
# --------------------------------------------------------------------------------------


def _polylang_locales(terms: tuple[Term, ...]) -> Iterator[tuple[str, str]]:
    """The locale of each language that Polylang knows, by its slug."""
    for term in terms:
        if term.taxonomy == "language":
            said = (table(term.description) or {}).get("locale")
            locale = (_locale(said) if isinstance(said, str) else "") or _locale(term.slug)
            if locale:
                yield term.slug, locale


def _groups(terms: tuple[Term, ...], taxonomy: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """The slug of the language and the group of each thing, by its id, as a term lists them."""
    for term in terms:
        if term.taxonomy == taxonomy:
            for slug, id in (table(term.description) or {}).items():
                if isinstance(id, int) and not isinstance(id, bool) and id > 0:
                    yield id, (slug, term.slug)
                elif isinstance(id, str) and re.fullmatch(r"[0-9]{1,18}", id):
                    yield int(id), (slug, term.slug)


def _polylang(entry: Entry, known: Mapping[str, str], groups: Mapping[int, tuple[str, str]]) -> Tongue | None:
    label = next(iter(entry.labelled("language")), None)
    slug = label.slug if label else groups[entry.id][0] if entry.id in groups else ""
    locale = known.get(slug) or _locale(slug)
    if not locale:
        return None
    shared = next(iter(entry.labelled("post_translations")), None)
    group = shared.slug if shared else groups[entry.id][1] if entry.id in groups else ""
    return Tongue(locale, f"polylang {group}" if group else "")


# --------------------------------------------------------------------------------------
# WPML
# --------------------------------------------------------------------------------------


def _wpml(entry: Entry) -> Tongue | None:
    locale = _locale(entry.said(CODE))
    duplicate = entry.said(DUPLICATE)
    if locale:
        group = entry.said(GROUP)
        return Tongue(locale, f"wpml {group}" if group else "", bool(entry.said(SOURCE).strip()))
    if re.fullmatch(r"[0-9]{1,18}", duplicate) and (found := _from_address(entry.link)):
        return Tongue(found, f"copy {duplicate}", is_translation=True)
    return None


def _from_address(link: str) -> str:
    """The language that an address says: `/en/…` or `?lang=en`."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    said = parse_qs(parts.query).get("lang", [""])[0] or parts.path.strip("/").partition("/")[0]
    return _locale(said) if re.fullmatch(r"[a-z]{2}(-[a-z]{2,4})?", said) else ""


# --------------------------------------------------------------------------------------
# Terms
# --------------------------------------------------------------------------------------


def _of_terms(terms: tuple[Term, ...]) -> Iterator[tuple[int, tuple[str, str]]]:
    known = dict(_polylang_locales(terms))
    for id, (slug, group) in _groups(terms, "term_translations"):
        if locale := known.get(slug) or _locale(slug):
            yield id, (locale, f"polylang {group}")
    for term in terms:
        said = dict(term.meta)
        if locale := _locale(said.get(CODE, "")):
            yield term.id, (locale, f"wpml {said[GROUP]}" if said.get(GROUP) else "")
