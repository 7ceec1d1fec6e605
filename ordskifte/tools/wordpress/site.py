"""An export becomes the files of a site: first all is looked at, then each text is made, one at a time."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.config import Config
from ordskifte.model.diagnostics import Span
from ordskifte.model.document import OWED, Kind
from ordskifte.model.site import ListingKind
from ordskifte.model.urls import ADDRESS
from ordskifte.parse.body import parse_body
from ordskifte.parse.config import parse_config
from ordskifte.parse.document import parse_source
from ordskifte.parse.names import Name
from ordskifte.resolve.addresses import listing_url
from ordskifte.tools.wordpress.blocks import Converted, converted
from ordskifte.tools.wordpress.comparison import letters, read_letters
from ordskifte.tools.wordpress.content import content
from ordskifte.tools.wordpress.front import Value, front_matter
from ordskifte.tools.wordpress.index import Index, bodies, index
from ordskifte.tools.wordpress.languages import Languages, languages
from ordskifte.tools.wordpress.markdown import written
from ordskifte.tools.wordpress.media import Media
from ordskifte.tools.wordpress.people import Person, people, writers_of
from ordskifte.tools.wordpress.plain import one_line, standfirst
from ordskifte.tools.wordpress.prose import Text
from ordskifte.tools.wordpress.reading import Reading
from ordskifte.tools.wordpress.settings import site_toml
from ordskifte.tools.wordpress.terms import Filed, Topics, filed, known_terms, topics
from ordskifte.tools.wordpress.terms import Name as TermName
from ordskifte.tools.wordpress.values import Entry, Note, Place, Term
from ordskifte.tools.wordpress.works import (
    PUBLISHED,
    Version,
    addresses,
    moment,
    old_paths,
    old_site,
    versions,
)
from ordskifte.tools.wordpress.world import Map, Surroundings

FOOTER = 6
"""Pages that the foot of each page leads to, at most."""
TITLE = 8
"""Words of a text without a title that stand as one."""


class File(Struct, frozen=True):
    """A text that is to be written."""

    path: str
    text: str
    notes: tuple[Note, ...]
    hosts: tuple[str, ...] = ()
    """Of what it shows of other sites."""


class Plan(Struct, frozen=True):
    """What is to become of an export."""

    index: Index
    languages: Languages
    topics: Topics
    people: Mapping[str, Person]
    config: Config
    new_config: str
    """The whole `site.toml`, where there is none yet."""
    versions: Mapping[Place, Version]
    redirects: Mapping[Place, tuple[str, ...]]
    media: Media
    map: Map
    notes: tuple[Note, ...]


def planned(readings: Sequence[Reading], config: Config | None, uploads: Collection[str] | None) -> Plan:
    """What is to become of the files of an export, on a site that has this configuration, or has none yet.

    `uploads` are the paths of the old site's files that there is a copy of. Raises Refused.
    """
    found = index(readings)
    spoken = languages(found)
    filing = topics(found, spoken)
    persons = people(found)
    is_new = config is None
    if config is None:
        config = _parsed(site_toml(found, spoken, filing))
    live = list(_live(config, persons))
    named, notes = versions(found, spoken, config, live)
    old = old_site(found)
    redirects, taken = _redirects(named, config, live, Map(old, named, {}, filing, persons, Media(found, old, None)))
    media = Media(found, old, uploads)
    new = site_toml(found, spoken, filing, _footer(named)) if is_new else ""
    return Plan(
        index=found,
        languages=spoken,
        topics=filing,
        people=persons,
        config=config,
        new_config=new,
        versions=named,
        redirects=redirects,
        media=media,
        map=Map(old, named, found.insides, filing, persons, media),
        notes=(*found.notes, *spoken.notes, *notes, *taken),
    )


def _parsed(text: str) -> Config:
    config, _, problems = parse_config(text)
    if config is None or problems:
        raise AssertionError(problems)
    return config


def _footer(named: Mapping[Place, Version]) -> list[str]:
    pages = [
        version
        for version in named.values()
        if version.kind == "page"
        and version.is_original
        and version.entry.status == "publish"
        and not version.entry.parent
        and not version.entry.has_password
    ]
    return [page.key for page in sorted(pages, key=lambda page: (page.entry.order, page.entry.id))[:FOOTER]]


# --------------------------------------------------------------------------------------
# Addresses
# --------------------------------------------------------------------------------------


def _live(config: Config, persons: Mapping[str, Person]) -> Iterator[str]:
    """Where lists of the new site stand."""
    for locale in config.editions:
        for kind in (ListingKind.FRONT, ListingKind.AUTHORS, ListingKind.ARCHIVE, ListingKind.CORRECTIONS):
            yield listing_url(config, locale, kind, "")
        yield from (listing_url(config, locale, ListingKind.SECTION, id) for id in config.sections)
        yield from (listing_url(config, locale, ListingKind.TAG, id) for id in config.tags)
        yield from (listing_url(config, locale, ListingKind.AUTHOR, "", person.key) for person in persons.values())


def _redirects(
    named: Mapping[Place, Version], config: Config, live: list[str], map: Map
) -> tuple[dict[Place, tuple[str, ...]], list[Note]]:
    """The old paths of each published text that lead on to it: what stands where it stood needs none."""
    stands = {address.lower() for address in live}
    own: dict[Place, set[str]] = {}
    for place, version in named.items():
        everywhere = {
            address.lower()
            for locale in config.editions
            for address in addresses(config, version.kind, locale, version.slug)
        }
        own[place] = everywhere
        stands |= everywhere
    claimed: dict[str, Place] = {}
    found: dict[Place, tuple[str, ...]] = {}
    notes: list[Note] = []
    for place, version in named.items():
        kept: list[str] = []
        for path in old_paths(version.entry, map.old) if version.is_published else ():
            address = (config.base_path.rstrip("/") + path).lower()
            address = address if address.endswith("/") or "." in address.rpartition("/")[2] else f"{address}/"
            if not re.fullmatch(ADDRESS, path) or address in own[place]:
                continue
            if address in stands or claimed.setdefault(address, place) != place:
                notes.append(Note("redirect", path, version.entry.place, version.path))
            elif path not in kept:
                kept.append(path)
        found[place] = tuple(kept)
    return found, notes


# --------------------------------------------------------------------------------------
# Files
# --------------------------------------------------------------------------------------


def files(plan: Plan, readings: Sequence[Reading]) -> Iterator[File]:
    """The files of authors, then those of texts, in the order of the export. Raises Refused."""
    making = _Making(plan)
    for person in plan.people.values():
        yield making.author(person)
    for entry in bodies(readings):
        if entry.place in plan.versions:
            yield making.text(entry, plan.versions[entry.place])


class _Making:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.terms: Mapping[TermName, Term] = known_terms(plan.index)
        self.wanted = plan.map.wanted()
        self.originals = {version.entry.place: version for version in plan.versions.values()}

    # ---- authors ----------------------------------------------------------------------

    def author(self, person: Person) -> File:
        plan, locale = self.plan, self.plan.languages.default
        path = f"content/authors/{person.key}.{locale}.md"
        place = Place(plan.index.entries[0].place.file if plan.index.entries else "")
        version = Version(Entry(place, "author", 0), "author", person.key, locale, person.key, path, place)
        world = Surroundings(plan.map, version)
        notes: list[Note] = []
        blurb = converted(content(person.blurb, 0), place, world, locale=locale)
        said: dict[str, Value] = {"name": person.name, "sort_as": person.sort_as}
        photo = world.picture("", person.photo) if person.photo else None
        if photo and photo.file:
            said["photo"] = {"file": photo.file, "alt": photo.alt or OWED}
        if website := re.fullmatch(r"https?://([^\s/?#]+)\S*", person.website):
            said["links"] = [{"name": website[1], "url": person.website}]
        if not person.blurb:
            notes.append(Note("blurb", person.name, place))
        return self._file(path, Kind.AUTHOR, person.key, locale, said, blurb, notes)

    # ---- texts ------------------------------------------------------------------------

    def text(self, entry: Entry, version: Version) -> File:
        notes: list[Note] = []
        body = converted(
            content(entry.body, entry.body_line),
            entry.place,
            Surroundings(self.plan.map, version),
            locale=version.locale,
            wanted=self.wanted.get(entry.place, frozenset()),
            footnotes=_footnotes(entry.said("footnotes")),
        )
        said = self._said(entry, version, body, notes)
        if said.get("standfirst") and body.teaser == said["standfirst"] and not one_line(entry.excerpt):
            notes.append(Note("teaser", body.teaser[:60], entry.place))
            body = replace(body, text=Text(body.text.blocks[1:], body.text.footnotes))
        return self._file(version.path, Kind(version.kind), version.key, version.locale, said, body, notes)

    def _said(self, entry: Entry, version: Version, body: Converted, notes: list[Note]) -> dict[str, Value]:
        said: dict[str, Value] = {"title": _title(entry, body, notes)}
        said["standfirst"] = standfirst(entry.excerpt) or body.teaser
        if version.kind == "article":
            said |= self._said_of_article(entry, version, notes)
        if version.slug != version.key:
            said["slug"] = version.slug
        if entry.status not in PUBLISHED or entry.has_password:
            said["draft"] = True
            kind = "password" if entry.has_password else entry.status
            notes.append(Note(kind if kind in _STATES else "unpublished", str(said["title"]), entry.place))
        if entry.is_sticky:
            notes.append(Note("sticky", str(said["title"]), entry.place))
        said["redirect_from"] = list(self.plan.redirects[entry.place])
        return said

    def _said_of_article(self, entry: Entry, version: Version, notes: list[Note]) -> dict[str, Value]:
        said = self._own(entry, version, notes)
        if not version.is_original:
            original = self.originals[version.original]
            inherited = self._own(original.entry, original, [])
            if (entry.date_gmt or entry.date) < (original.entry.date_gmt or original.entry.date):
                del said["date"]  # A translation is not before its original.
            said = {name: value for name, value in said.items() if value != inherited.get(name)}
            said["translation"] = {"of": original.locale}
        image = self._image(version, notes)
        if image:
            said["image"] = image
        return said

    def _own(self, entry: Entry, version: Version, notes: list[Note]) -> dict[str, Value]:
        """What an article says by itself, whether or not it is a translation."""
        plan = self.plan
        date = moment(entry.date, entry.date_gmt, plan.config) or moment(
            entry.modified, entry.modified_gmt, plan.config
        )
        if not date and version.is_original:
            notes.append(Note("no-date", one_line(entry.title), entry.place))
        said: dict[str, Value] = {"date": date}
        if entry.modified[:10] > entry.date[:10] and entry.date and entry.status in PUBLISHED:
            said["updated"] = moment(entry.modified, entry.modified_gmt, plan.config)
        said["authors"] = list(
            dict.fromkeys(plan.people[login].key for login in writers_of(entry) if login in plan.people)
        )
        found = filed(entry, self.terms)
        said["section"] = self._section(found, version, notes)
        said["tags"] = list(dict.fromkeys(plan.topics.tags[name].id for name in found.tags))
        return said

    def _section(self, found: Filed, version: Version, notes: list[Note]) -> str:
        if found.section:
            return self.plan.topics.sections[found.section].id
        if version.is_original:
            notes.append(Note("no-section", one_line(version.entry.title), version.entry.place))
        sections = [*self.plan.config.sections] or [topic.id for topic in self.plan.topics.sections.values()]
        return sections[0] if sections else ""

    def _image(self, version: Version, notes: list[Note]) -> dict[str, str]:
        """The lead picture; in a translation only its words, where the file is the original's."""
        picture = self._lead(version, version)
        if not picture:
            return {}
        if not version.is_original:
            theirs = self._lead(self.originals[version.original], version)
            if theirs.get("file") == picture.get("file"):
                del picture["file"]
                return {name: words for name, words in picture.items() if words != theirs.get(name)}
        if not picture["alt"]:
            notes.append(Note("lead-alt", picture["file"], version.entry.place))
            picture["alt"] = OWED
        return picture

    def _lead(self, version: Version, where: Version) -> dict[str, str]:
        id = version.entry.said("_thumbnail_id").strip()
        if not re.fullmatch(r"[0-9]{1,18}", id):
            return {}
        known = Surroundings(self.plan.map, where).picture("", int(id))
        if not known.file:
            return {}
        caption = one_line(known.caption)
        return {"file": known.file, "alt": known.alt, "caption": caption, "credit": known.credit}

    # ---- whole files ------------------------------------------------------------------

    def _file(
        self,
        path: str,
        kind: Kind,
        key: str,
        locale: str,
        said: Mapping[str, Value],
        body: Converted,
        notes: Sequence[Note],
    ) -> File:
        head = front_matter(said)
        text, lines = written(body.text)
        first = head.count("\n")
        placed = [replace(note, path=path, line=1) for note in notes]
        placed += [
            replace(note, path=path, line=first + lines[number] if number in lines else 0)
            for number, note in enumerate(body.notes)
        ]
        whole = head + text
        source = parse_source(path, Name(kind, key, locale), whole, self.plan.config.time_zone)
        read = parse_body(source, may_seal=False)
        if letters(body.text) != read_letters(read):
            placed.append(Note("words", str(said.get("title", said.get("name"))), _place(body, path), path))
        for problem in (*source.diagnostics, *read.diagnostics):
            if problem.is_error:
                line = problem.span.line if isinstance(problem.span, Span) else 0
                placed.append(Note("error", f"{problem.message} [{problem.code}]", Place(""), path, line))
        return File(path, whole, tuple(placed), read.embeds)


_STATES = frozenset(("private", "pending", "password"))


def _place(body: Converted, path: str) -> Place:
    return body.notes[0].place if body.notes else Place("")


def _title(entry: Entry, body: Converted, notes: list[Note]) -> str:
    title = one_line(entry.title)
    if title:
        return title
    notes.append(Note("no-title", f"{entry.kind} {entry.id}", entry.place))
    return " ".join(standfirst(entry.excerpt or entry.body).split()[:TITLE]) or f"{entry.kind} {entry.id}"


def _footnotes(kept: str) -> dict[str, str]:
    """The notes that the block editor keeps beside a text, by their ids."""
    try:
        said = json.loads(kept) if kept else []
    except (ValueError, RecursionError):
        return {}
    return {
        str(note["id"]): str(note.get("content", ""))
        for note in (said if isinstance(said, list) else ())
        if isinstance(note, dict) and "id" in note
    }
