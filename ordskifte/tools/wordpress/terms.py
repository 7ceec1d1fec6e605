"""Categories and tags become sections and tags of the site, those that are translations of each other one of them.

The section of a text is its first category, or the one that a plugin for search engines says is the main one; its
other categories are tags.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote

from msgspec import Struct

from ordskifte.model.slugs import is_slug, slug
from ordskifte.tools.toml import by_locale
from ordskifte.tools.wordpress.index import WORKS, Index
from ordskifte.tools.wordpress.languages import Languages
from ordskifte.tools.wordpress.plain import one_line
from ordskifte.tools.wordpress.values import Entry, Label, Term

NO_CATEGORY = frozenset(
    (
        *("uncategorized", "uncategorised", "ukategorisert", "ukategoriseret", "okategoriserade", "allgemein"),
        *("non-classe", "sin-categoria", "senza-categoria", "geen-categorie"),
    )
)
"""What WordPress calls the category of texts that have none."""
PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
TAXONOMIES = ("category", "post_tag")

Name = tuple[str, str]
"""Taxonomy and slug of a term of the export."""


class Topic(Struct, frozen=True):
    """A section or a tag that is to be."""

    id: str
    names: Mapping[str, str]
    slugs: Mapping[str, str]
    descriptions: Mapping[str, str]


class Topics(Struct, frozen=True):
    sections: Mapping[Name, Topic]
    """By the terms of the export that it comes from."""
    tags: Mapping[Name, Topic]


class Filed(Struct, frozen=True):
    """Where a text belongs, and what it is about."""

    section: Name | None
    tags: tuple[Name, ...]


def filed(entry: Entry, index: Mapping[Name, Term]) -> Filed:
    """The terms of an entry."""
    categories = [_name(label) for label in entry.labelled("category")]
    own = [name for name in categories if not _is_none(name)]
    main = next((entry.said(key) for key in PRIMARY if entry.said(key)), "")
    primary = next((name for name in own if name in index and str(index[name].id) == main), None)
    section = primary or next(iter(own or categories), None)
    tags = [name for name in own if name != section] + [_name(label) for label in entry.labelled("post_tag")]
    return Filed(section, tuple(dict.fromkeys(tags)))


def _name(label: Label) -> Name:
    return label.taxonomy, label.slug or slug(label.name)


def _is_none(name: Name) -> bool:
    return re.sub(r"-[a-z]{2}$", "", name[1]) in NO_CATEGORY or name[1] in NO_CATEGORY


def known_terms(index: Index) -> dict[Name, Term]:
    """The terms by taxonomy and slug, with those that are only named by entries."""
    known = {(term.taxonomy, term.slug): term for term in index.channel.terms if term.taxonomy in TAXONOMIES}
    for entry in index.entries:
        for label in entry.labels:
            if label.taxonomy in TAXONOMIES:
                known.setdefault(_name(label), Term(label.taxonomy, 0, _name(label)[1], label.name))
    return known


def topics(index: Index, languages: Languages) -> Topics:
    """The sections and tags that texts need, in the order in which the export names them."""
    known = known_terms(index)
    sections: dict[Name, set[str]] = {}
    tags: dict[Name, set[str]] = {}
    for entry in index.entries:
        if WORKS.get(entry.kind) == "article" and entry.status not in ("trash", "auto-draft"):
            locale, found = languages.tongues[entry.place].locale, filed(entry, known)
            if found.section:
                sections.setdefault(found.section, set()).add(locale)
            for name in found.tags:
                tags.setdefault(name, set()).add(locale)
    order = {name: number for number, name in enumerate(known)}
    return Topics(
        _united(sorted(sections, key=lambda name: (_is_none(name), order[name])), sections, known, languages),
        _united(sorted(tags, key=order.__getitem__), tags, known, languages),
    )


def _united(
    names: Iterable[Name], used: Mapping[Name, set[str]], known: Mapping[Name, Term], languages: Languages
) -> dict[Name, Topic]:
    groups: dict[str, list[Name]] = {}
    for name in names:
        # A tag and a category that are called alike are about the same; their slugs may differ.
        called = f"{_locale(name, used, known, languages)} {one_line(known[name].name).casefold()}"
        shared = languages.of_terms.get(known[name].id, ("", ""))[1] or f"alone {called}"
        groups.setdefault(shared, []).append(name)
    taken: set[str] = set()
    found: dict[Name, Topic] = {}
    for members in groups.values():
        topic = _topic([(_locale(name, used, known, languages), known[name]) for name in members], languages, taken)
        found |= dict.fromkeys(members, topic)
    return found


def _locale(name: Name, used: Mapping[Name, set[str]], known: Mapping[Name, Term], languages: Languages) -> str:
    said = languages.of_terms.get(known[name].id, ("", ""))[0]
    return said or (next(iter(used[name])) if len(used[name]) == 1 else languages.default)


def _topic(members: list[tuple[str, Term]], languages: Languages, taken: set[str]) -> Topic:
    rank = {locale: number for number, locale in enumerate(languages.locales)}
    ranked = sorted(members, key=lambda member: (rank.get(member[0], len(rank)), member[0], member[1].slug))
    by_language: dict[str, Term] = {}
    for locale, term in ranked:
        by_language.setdefault(locale, term)
    id = free(_slug(ranked[0][1]), taken)
    return Topic(
        id,
        {locale: one_line(term.name) or term.slug for locale, term in by_language.items()},
        {locale: own for locale, term in by_language.items() if (own := _slug(term)) != id},
        {locale: words for locale, term in by_language.items() if (words := one_line(term.description))},
    )


def _slug(term: Term) -> str:
    own = unquote(term.slug)
    return own if is_slug(own) else slug(own) or slug(term.name) or f"{term.taxonomy.replace('_', '-')}-{term.id}"


def free(name: str, taken: set[str]) -> str:
    """The name, or the first of `name-2`, `name-3`, … that is not taken; it is from now on."""
    number, numbered = 1, name
    while numbered in taken:
        number += 1
        numbered = f"{name}-{number}"
    taken.add(numbered)
    return numbered


def toml(topics: Topics, there: Collection[str] = ()) -> str:
    """The tables of these sections and tags for `site.toml`, but for those that are there already."""
    tables = [
        "\n".join(_table(kind, topic))
        for kind, found in (("sections", topics.sections), ("tags", topics.tags))
        for topic in {topic.id: topic for topic in found.values()}.values()
        if f"{kind}.{topic.id}" not in there
    ]
    return "".join(f"{table}\n\n" for table in tables)


def _table(kind: str, topic: Topic) -> Iterator[str]:
    yield f"[{kind}.{topic.id}]"
    yield f"name = {by_locale(topic.names)}"
    if topic.slugs:
        yield f"slug = {by_locale(topic.slugs)}"
    if topic.descriptions:
        yield f"description = {by_locale(topic.descriptions)}"
