"""Every name that one source gives of another: does it exist, and is it published?"""

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from ordskifte.model.config import Config, Section, Series, Tag
from ordskifte.model.diagnostics import At, Diagnostic, error, warning
from ordskifte.model.document import ArticleFront, AuthorFront, Face, Image, Kind, Reference
from ordskifte.model.files import PICTURES_TO_FETCH
from ordskifte.model.payments import way, ways
from ordskifte.model.references import HERE, parse_reference
from ordskifte.model.site import Doubt
from ordskifte.model.slugs import slug
from ordskifte.model.text import Texts, Wording
from ordskifte.resolve.translations import Work, WorkId

CONFIG = "site.toml"
FEW = 12
"""How many names a hint may list."""
_BESIDE = "Put the picture beside the text."
_TO_FETCH = f"{_BESIDE} Those of the old site are fetched with {PICTURES_TO_FETCH}, as import-report.md says."
_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
"""What the names of pictures end in."""
_ADDRESSES = ("https://", "mailto:", "tel:", "/")


Told = Callable[[str], str]
"""How a diagnostic may have a name that a text gives: as it stands there, unless the text is sealed."""
Terms = Mapping[str, Section] | Mapping[str, Tag] | Mapping[str, Series]
"""Sections, tags or series by their ids."""
TABLES = {"section": "sections", "tag": "tags", "series": "series"}
"""The tables of site.toml that name them."""


class Known(Struct, frozen=True):
    """All that there is to point at."""

    config: Config
    works: Mapping[WorkId, Sequence[Face]]
    """All versions of each."""
    files: Mapping[str, WorkId]
    """The work that each source belongs to."""
    published: Collection[tuple[str, str]]
    """Kind and name of each work and each term that has a page somewhere."""


def files_of(works: Mapping[WorkId, Work]) -> dict[str, WorkId]:
    """The work that each source belongs to."""
    return {version.face.source: id for id, work in works.items() for version in work.versions.values()}


# --------------------------------------------------------------------------------------
# Links
# --------------------------------------------------------------------------------------


def check_links(known: Known) -> Iterator[Diagnostic | Doubt]:
    """Links that lead nowhere, to a heading that is not there, or from something published to what is not: in bodies
    and in site.toml.
    """
    for faces in known.works.values():
        for face in faces:
            yield from check_text(face, known)
    for url, name in _configured(known.config):
        configured = parse_reference(url)
        if way(url):
            yield from _check_way(url, known.config, At(CONFIG, name))
        elif configured:
            yield from _check(configured, known, At(CONFIG, name), is_seen=True)
        elif not url.startswith(_ADDRESSES) or url.startswith("//"):
            hint = "Write https://…, an address on this site such as /about/, or a reference such as page:about."
            yield error("link-scheme", f"`{url}` is not an address.", At(CONFIG, name), hint)
    yield from _check_actions(known.config)


def check_text(face: Face, known: Known, told: Told = str) -> Iterator[Diagnostic | Doubt]:
    """What is wrong with the links of one text, and with the ways to pay that it shows."""
    is_seen = (face.kind, face.key) in known.published
    for number, reference in enumerate(face.links):
        at = At(face.source, f"link.{number}")
        if reference.scheme == HERE:
            message = f"There is no heading `#{told(reference.fragment)}` in this text."
            yield from _check_anchor(reference, (face,), message, at, told)
        else:
            yield from _check(reference, known, at, is_seen, told)
    yield from _check_payments(face, known.config)
    yield from _check_embeds(face, known.config, told)


def _configured(config: Config) -> Iterator[tuple[str, str]]:
    """Each address of site.toml's menus and actions, and its place."""
    for number, menu in enumerate(config.menus.values()):
        for position, link in enumerate(menu.links):
            yield link.to, f"menu.{number}.links.{position}.to"
    for action in config.actions.values():
        # An address for all editions is one address.
        for url, locale in {url: locale for locale, url in tuple(action.urls.items())[::-1] if url}.items():
            yield url, f"actions.{action.id}.url.{locale}"


def _check_way(url: str, config: Config, at: At) -> Iterator[Diagnostic]:
    known = ways(config.payments)
    if not at.name.startswith("actions."):
        hint = "Let it lead to the page that has the ways to pay."
        yield error("payment-unknown", f"`{url}` can only be the address of an action.", at, hint)
    elif url not in known:
        hint = suggestion(url, known) or f"Known: {', '.join(known) or 'none'}."
        yield error("payment-unknown", f"There is no way to pay `{url}`.", at, hint)


def _check_payments(face: Face, config: Config) -> Iterator[Diagnostic]:
    for number, purpose in enumerate(face.payments):
        if purpose not in config.payments:
            message, hint = f"No way to pay is known for `::: {purpose}`.", f"Add [payments.{purpose}] to site.toml."
            yield error("payment-absent", message, At(face.source, f"payments.{number}"), hint)


def _check_embeds(face: Face, config: Config, told: Told) -> Iterator[Diagnostic]:
    hosts = config.embed_hosts
    for number, host in enumerate(face.embeds):
        if host not in hosts:
            message = f"Nothing from `{told(host)}` may stand in a text."
            near = difflib.get_close_matches(host, hosts, 1)
            added = "add it to `hosts` under [embeds] in site.toml, if readers can trust it."
            hint = f"Did you mean `{near[0]}`? Else {added}" if near else f"A{added[1:]}"
            yield error("embed-host", message, At(face.source, f"embed.{number}"), hint)


def _check_actions(config: Config) -> Iterator[Diagnostic]:
    for action in config.actions.values():
        for locale, url in action.urls.items():
            if not url:
                message = f"The action `{action.id}` has no address in {locale}."
                hint = f'Add `{locale} = "…"` to `url`, or write one for all editions.'
                yield error("key-missing", message, At(CONFIG, f"actions.{action.id}.url"), hint)


def _check(reference: Reference, known: Known, at: At, is_seen: bool, told: Told = str) -> Iterator[Diagnostic | Doubt]:
    """What is wrong with a link; `is_seen` says whether readers see the place that it leads from."""
    scheme, target = reference.scheme, reference.target
    id = known.files.get(target, ("", "")) if scheme == "path" else (scheme, target)
    if id not in known.works and target not in _terms(scheme, known.config):
        yield _unknown(scheme, target, _names(scheme, known), at, _terms(scheme, known.config), told)
        return
    if is_seen and id not in known.published:
        yield _absent(reference, at, told)
    if reference.fragment and id in known.works:
        message = f"`{told(target)}` has no heading `#{told(reference.fragment)}`."
        yield from _check_anchor(reference, known.works[id], message, at, told)


def _terms(scheme: str, config: Config) -> Terms:
    terms: Terms = getattr(config, TABLES[scheme]) if scheme in TABLES else {}
    return terms


def _names(scheme: str, known: Known) -> Collection[str]:
    if scheme == "path":
        return known.files
    return _terms(scheme, known.config) or [key for kind, key in known.works if kind == scheme]


def _absent(reference: Reference, at: At, told: Told) -> Diagnostic:
    name = told(reference.target)
    if reference.scheme in TABLES:
        message = f"The {reference.scheme} `{name}` has no articles yet, so its link is left out."
        return warning("link-unpublished", message, at, "It appears with its first article.")
    message = f"`{name}` is not published yet, so its link is left out."
    return warning("link-unpublished", message, at, "It appears when the target does.")


def _check_anchor(
    reference: Reference, faces: Sequence[Face], message: str, at: At, told: Told
) -> Iterator[Diagnostic | Doubt]:
    """A heading is there if any version has it; `message` says that none has.

    One of a broken file may be there: no one knows. One of a sealed part may be, of which nothing is known here.
    """
    anchors = [anchor for face in faces for anchor in face.anchors]
    if reference.fragment in anchors or any(face.is_broken for face in faces):
        return
    missing = error("link-anchor", message, at, suggestion(reference.fragment, anchors, "#"))
    sealed = tuple(face.source for face in faces if face.is_sealed)
    if not sealed:
        yield missing
        return
    message = f"The heading `#{told(reference.fragment)}` is in a part for members."
    hint = "Only that part itself can lead to it, by `#heading` alone: link to another heading, or to none."
    yield Doubt(missing, error("link-anchor", message, at, hint), reference.fragment, sealed)


def _unknown(what: str, name: str, names: Collection[str], at: At, terms: Terms, told: Told = str) -> Diagnostic:
    if what == "path":
        return error("link-broken", f"There is no file `{told(name)}`.", at, _near_path(name, names))
    hint, id = suggestion(name, names), slug(name) or "…"
    if what in TABLES:
        meant = called(name, terms)
        if meant and meant != id:
            hint = f"`{told(name)}` is what `{meant}` is called: write `{meant}`."
        listed = f"Known: {', '.join(names)}. A" if 0 < len(names) <= FEW else "A"
        here = "" if id == name else f", and `{told(id)}` here"
        hint = hint or f"{listed} new one needs [{TABLES[what]}.{told(id)}] in site.toml{here}."
    elif what == "edition":
        hint = hint or f"Known: {', '.join(names)}."
    elif what == "author":
        hint = hint or f"An author has a file: write content/authors/{told(id)}.<language>.md, or run `new author`."
    else:
        file = f"content/{what}s/{told(id)}.<language>.md"
        hint = hint or f"Its key is the first part of its file's name: write {file}, or run `new {what}`."
    return error(f"{what}-unknown", f"There is no {what} `{told(name)}`.", at, hint)


def called(name: str, terms: Terms) -> str:
    """The id of the section, the tag or the series that is called so in some edition; empty where none is."""
    wanted = slug(name)
    found = (term.id for term in terms.values() if wanted in {*map(slug, _names_of(term.name)), *term.slugs.values()})
    return next(found, "") if wanted else ""


def _names_of(wording: Wording) -> Iterable[str]:
    return (name for _, name in wording.values) if isinstance(wording, Texts) else (wording.msgid,)


def _elsewhere(file: str, files: Collection[str]) -> str:
    """The hint that names a picture of the same name in another folder."""
    name = PurePosixPath(file).name
    found = next((other for other in files if PurePosixPath(other).name == name), "")
    return f"There is one at {found}. Move it beside the text." if found else ""


def _near_path(path: str, paths: Iterable[str]) -> str:
    """The hint that names the file whose name is nearest, wherever it lies."""
    called = {_called(other): other for other in paths}
    near = difflib.get_close_matches(_called(path), called, 1)
    return f"Did you mean `{called[near[0]]}`?" if near else ""


def _called(path: str) -> str:
    """What a file is called without its extension, a text in a folder of its own by that: `arctic-security.en`."""
    name = PurePosixPath(path)
    return name.parent.name + name.stem.removeprefix("index") if name.stem.startswith("index.") else name.stem


def suggestion(name: str, names: Iterable[str], before: str = "") -> str:
    """The hint that names what is nearest to a name that there is not; empty where nothing is near.

    `Karl Aarø` is near to `karl-aaro`: names are often written as they are said.
    """
    known = list(names)
    near = difflib.get_close_matches(name, known, 1) or difflib.get_close_matches(slug(name), known, 1)
    return f"Did you mean `{before}{near[0]}`?" if near else ""


# --------------------------------------------------------------------------------------
# Front matter
# --------------------------------------------------------------------------------------


def check_front_matter(works: Mapping[WorkId, Work], config: Config) -> Iterator[Diagnostic]:
    """Unknown authors, sections, tags, articles and editions in front matter, and what an original lacks."""
    known: Mapping[str, Collection[str]] = {
        "author": dict.fromkeys(key for kind, key in works if kind == Kind.AUTHOR),
        "article": dict.fromkeys(key for kind, key in works if kind == Kind.ARTICLE),
        "section": config.sections,
        "tag": config.tags,
        "series": config.series,
        "edition": config.editions,
    }
    for work in works.values():
        for version in work.versions.values():
            face = version.face
            if face.kind is Kind.SERIES and face.key not in config.series:
                yield _unknown("series", face.key, config.series, At(face.source, ""), config.series)
            if isinstance(face.front, ArticleFront):
                for what, name, value in _names_in(face.front):
                    if value not in known[what]:
                        yield _unknown(what, value, known[what], At(face.source, name), _terms(what, config))
            if not face.is_broken:
                yield from _incomplete(face, _has_original(face, work))


def _has_original(face: Face, work: Work) -> bool:
    """Whether there is a version that it can inherit from."""
    translation = face.front.translation if isinstance(face.front, ArticleFront) else None
    return translation is not None and translation.of in work.versions


def _names_in(front: ArticleFront) -> Iterator[tuple[str, str, str]]:
    """Each name that the front matter gives: of what, where, and the name."""
    for what, field in (("author", "authors"), ("tag", "tags"), ("article", "related"), ("edition", "editions")):
        for number, value in enumerate(getattr(front, field) or ()):
            yield what, f"{field}.{number}", value
    for role, people in (front.contributors or {}).items():
        for number, value in enumerate(people):
            yield "author", f"contributors.{role}.{number}", value
    if front.section is not None:
        yield "section", "section", front.section
    if front.series:
        yield "series", "series.id", front.series.id
    if front.translation and front.translation.translator:
        yield "author", "translation.translator", front.translation.translator


def _incomplete(face: Face, has_original: bool) -> Iterator[Diagnostic]:
    """What is missing of what a source has to say itself."""
    front, source = face.front, face.source
    if isinstance(front, ArticleFront) and not has_original:
        if front.date is None:
            yield error("key-missing", "`date` is missing.", At(source, ""), "Add `date: YYYY-MM-DD`.")
        if front.section is None:
            yield error("key-missing", "`section` is missing.", At(source, ""), "Add the `section` it belongs to.")
    name, image = _picture(face)
    if image and not image.file and not has_original:
        hint = "Put the picture beside this file and write its name."
        yield error("key-missing", f"`{name}.file` is missing.", At(source, name), hint)
    if image and image.file and image.alt is None:
        hint = "Add `alt: …`: what someone who cannot see the picture should know."
        yield error("image-alt", "The picture has no alternative text.", At(source, name), hint)


def _picture(face: Face) -> tuple[str, Image | None]:
    """The picture of the front matter, and what its key is."""
    front = face.front
    if isinstance(front, ArticleFront):
        return "image", front.image
    return "photo", front.photo if isinstance(front, AuthorFront) else None


def check_pictures(faces: Iterable[Face], files: Collection[str]) -> Iterator[Diagnostic]:
    """Pictures that are named but are not there."""
    for face in faces:
        yield from check_shown(face, files)
        name, image = _picture(face)
        if image and image.file:
            yield from _check_picture(image.file, files, At(face.source, f"{name}.file"))


def check_shown(face: Face, files: Collection[str], told: Told = str) -> Iterator[Diagnostic]:
    """Pictures that a text shows and that are not there."""
    for number, file in enumerate(face.images):
        yield from _check_picture(file, files, At(face.source, f"image.{number}"), told)


def _check_picture(file: str, files: Collection[str], at: At, told: Told = str) -> Iterator[Diagnostic]:
    if file not in files:
        beside = [
            other
            for other in files
            if PurePosixPath(other).parent == PurePosixPath(file).parent and other.lower().endswith(_PICTURES)
        ]
        hint = _near_path(file, beside) or (_elsewhere(file, files) if told is str else "")
        hint = hint or (_TO_FETCH if PICTURES_TO_FETCH in files else _BESIDE)
        yield error("image-missing", f"There is no picture `{told(file)}`.", at, hint)
