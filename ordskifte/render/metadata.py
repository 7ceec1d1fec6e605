"""What a page says of itself to machines, in the words of schema.org: JSON-LD for a `<script>` in its head.

It is made from the questions that the page asks anyway, and says nothing that the page does not show: of an article
for members nothing but its head, of a withdrawn one little more than that.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec
from markupsafe import Markup

from ordskifte.model.document import CorrectionKind, Kind
from ordskifte.model.site import Alternate, DatedNote, Entry, Illustration, Listing, ListingKind, Page, Person
from ordskifte.model.text import Text
from ordskifte.render import formats
from ordskifte.render.view import View

Node = dict[str, object]
"""A thing and what is said of it."""
Step = tuple[str, str]
"""A name and an address."""

_UNSAFE: Mapping[str, str] = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
"""What could end a script element, or a line in it, and how JSON may write it instead (RFC 8259 §7)."""
SEALED_CLASS = "sealed"
"""What templates mark the place with where the rest of an article stands for members."""
_ALIASES = ("no", "x-default")
"""Values of `hreflang` for a page that has one of its own already."""
_LISTS: Mapping[ListingKind, str] = {ListingKind.FRONT: "WebSite", ListingKind.AUTHOR: "ProfilePage"}


def structured_data(view: View, page: Page | Listing) -> Markup:
    """What a work's page or a list says of itself, as JSON that is safe in a script element."""
    nodes = _work(view, page) if isinstance(page, Page) else _list(view, page)
    written = msgspec.json.encode({"@context": "https://schema.org", "@graph": list(nodes)}).decode()
    for character, escape in _UNSAFE.items():
        written = written.replace(character, escape)
    return Markup(written)  # noqa: S704 - see above


def _node(kind: str, **said: object) -> Node:
    """A thing of a type of schema.org; what is empty is left unsaid."""
    return {"@type": kind, **{name: value for name, value in said.items() if value not in ("", None, [])}}


# --------------------------------------------------------------------------------------
# Works
# --------------------------------------------------------------------------------------


def _work(view: View, page: Page) -> Iterator[Node]:
    entry = page.entry
    if page.withdrawal:
        yield _article(view, page, creativeWorkStatus="Withdrawn")
        return
    if entry.kind is Kind.ARTICLE:
        said = {**_about(view, page), **_versions(view, page), **_paywalled(page)}
        yield _article(view, page, **said, **_part(view, entry), correction=_corrections(page))
    else:
        yield _node(
            "WebPage",
            url=view.permalink(page.home),
            name=entry.title.value,
            description=_words(entry.standfirst),
            inLanguage=page.language,
            isPartOf=_publication(view, "WebSite"),
        )
    section = view.section(entry.section)
    steps = [(section.name.value, section.url)] if section and section.url else []
    yield _trail(view, (*steps, (entry.title.value, page.home)))


def _article(view: View, page: Page, **said: object) -> Node:
    """What an article is, and who published it when."""
    entry, home = page.entry, view.permalink(page.home)
    own = _node(
        _kind(view, entry),
        mainEntityOfPage=home,
        headline=entry.title.value,
        inLanguage=page.language,
        datePublished=_moment(view, entry.date),
        publisher=_publication(view, "Organization"),
        **{"isPartOf": _publication(view, "WebSite"), **said},
    )
    return {"@id": _id(home), **own}


def _part(view: View, entry: Entry) -> Node:
    """Of which series it is which part."""
    place = view.series_place(entry.key) if entry.series else None
    if place is None:
        return {}
    return {"isPartOf": [_publication(view, "WebSite"), _series(view, place.series.id)], "position": place.part}


def _kind(view: View, entry: Entry) -> str:
    section = view.section(entry.section)
    return "NewsArticle" if section and section.is_news else "Article"


def _about(view: View, page: Page) -> Node:
    """Who wrote an article, what it is about, and what it looks like."""
    entry = page.entry
    section, tags = view.section(entry.section), [view.tag(id) for id in entry.tags]
    return {
        "description": _words(entry.standfirst),
        "author": _people(view, entry.authors),
        "dateModified": _moment(view, entry.updated),
        "articleSection": section and section.name.value,
        "keywords": [tag.name.value for tag in tags if tag],
        "image": _image(view, entry.image) or _card(view, page),
    }


def _versions(view: View, page: Page) -> Node:
    """The real versions in other languages: an original names its translations, a translation its original."""
    others = [each for each in page.alternates if each.url != page.home and each.hreflang not in _ALIASES]
    if not page.is_translation:
        return {"workTranslation": [_version(view, page, other) for other in others]}
    original = next((_version(view, page, other) for other in others if other.hreflang == page.original), None)
    translators = [person for each in page.contributions if each.role == "translator" for person in each.people]
    return {"translationOfWork": original, "translator": _people(view, translators)}


def _version(view: View, page: Page, other: Alternate) -> Node:
    url = view.permalink(other.url)
    return {"@id": _id(url), **_node(_kind(view, page.entry), url=url, inLanguage=other.hreflang)}


def _paywalled(page: Page) -> Node:
    """That some of it is for members, and where: https://developers.google.com/search/docs/appearance/structured-data/paywalled-content"""
    if not page.is_sealed:
        return {}
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": f".{SEALED_CLASS}"}
    return {"isAccessibleForFree": False, "hasPart": part}


def _id(home: str) -> str:
    """The name of a text, as against that of its page."""
    return f"{home}#article"


def _corrections(page: Page) -> list[Node]:
    """What was wrong or unclear; an update is neither."""
    return [_correction(note) for note in page.notes if note.kind is not CorrectionKind.UPDATE]


def _correction(note: DatedNote) -> Node:
    date = note.date.isoformat()
    return _node("CorrectionComment", text=note.text.value, inLanguage=note.text.locale, datePublished=date)


# --------------------------------------------------------------------------------------
# Lists
# --------------------------------------------------------------------------------------


def _list(view: View, page: Listing) -> Iterator[Node]:
    name, description = _named(view, page)
    is_front = page.kind is ListingKind.FRONT
    yield _node(
        _LISTS.get(page.kind, "CollectionPage"),
        url=view.permalink(page.url),
        name=name,
        description=description if page.number == 1 else "",
        inLanguage=page.locale,
        mainEntity=_subject(view, page),
        publisher=_publication(view, "Organization") if is_front else None,
        isPartOf=None if is_front else _publication(view, "WebSite"),
    )
    if name and not is_front:
        yield _trail(view, [(name, view.list_url(page.kind, page.id))])


def _named(view: View, page: Listing) -> tuple[str, str]:
    """What a list is called and what is said of it, but for lists whose names only templates know."""
    match page.kind:
        case ListingKind.FRONT:
            return view.title.value, _words(view.tagline)
        case ListingKind.SECTION | ListingKind.TAG:
            term = view.section(page.id) if page.kind is ListingKind.SECTION else view.tag(page.id)
            return (term.name.value, _words(term.description)) if term else ("", "")
        case ListingKind.SERIES:
            series = view.series(page.id)
            return (series.name.value, _words(series.description)) if series else ("", "")
        case ListingKind.AUTHOR:
            profile = view.profile(page.id)
            return profile.name if profile else "", ""
        case ListingKind.YEAR:
            return page.id, ""
        case _:
            return "", ""


def _subject(view: View, page: Listing) -> Node | None:
    """What a list is the page of."""
    if page.kind is ListingKind.SERIES:
        return _series(view, page.id)
    return _author(view, page.id) if page.kind is ListingKind.AUTHOR else None


def _author(view: View, id: str) -> Node | None:
    profile = view.profile(id)
    if profile is None:
        return None
    return _node(
        "Person",
        name=profile.name,
        url=view.permalink(profile.url),
        jobTitle=_words(profile.role),
        image=_image(view, profile.photo),
        sameAs=[url for _, url in profile.links],
    )


# --------------------------------------------------------------------------------------
# Parts of both
# --------------------------------------------------------------------------------------


def _trail(view: View, steps: Sequence[Step]) -> Node:
    """The way from the front page."""
    places = enumerate(((view.title.value, view.home), *steps), 1)
    return _node(
        "BreadcrumbList",
        itemListElement=[
            _node("ListItem", position=position, name=name, item=view.permalink(url))
            for position, (name, url) in places
        ],
    )


def _series(view: View, id: str) -> Node | None:
    term = view.series(id)
    if term is None or not term.url:
        return None
    url = view.permalink(term.url)
    return {"@id": f"{url}#series", **_node("CreativeWorkSeries", name=term.name.value, url=url)}


def _publication(view: View, kind: str) -> Node:
    return _node(kind, name=view.title.value, url=view.permalink(view.home))


def _people(view: View, people: Sequence[Person]) -> list[Node]:
    return [_node("Person", name=person.name, url=view.permalink(person.url)) for person in people]


def _image(view: View, illustration: Illustration | None) -> Node | None:
    picture = view.picture(illustration.file) if illustration else None
    if illustration is None or picture is None:
        return None
    return _node(
        "ImageObject",
        url=view.permalink(picture.url),
        width=_pixels(picture.width),
        height=_pixels(picture.height),
        caption=_words(illustration.caption),
        creditText=_words(illustration.credit),
    )


def _pixels(length: int) -> str:
    """A length as schema.org has lengths: with their unit (https://schema.org/Distance)."""
    return f"{length} px"


def _card(view: View, page: Page) -> Node | None:
    found = view.preview(page)
    if found is None or not found.is_of_work:
        return None
    return _node("ImageObject", url=view.permalink(found.url), width=_pixels(found.width), height=_pixels(found.height))


def _words(text: Text | None) -> str:
    return text.value if text else ""


def _moment(view: View, moment: datetime | None) -> str:
    return formats.isotime(moment, view.formats().zone) if moment else ""
