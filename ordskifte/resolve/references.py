"""Every name that one source gives of another: does it exist, and is it published?"""

import difflib
from collections.abc import Collection, Iterable, Mapping

from ordskifte.model.config import Config
from ordskifte.model.diagnostics import At, Diagnostic, error, warning
from ordskifte.model.document import ArticleFront, AuthorFront, Face, Kind, Reference
from ordskifte.resolve.translations import Work, WorkId


def targets(works: Mapping[WorkId, Work]) -> dict[str, WorkId]:
    """The work that each source belongs to."""
    return {version.face.source: id for id, work in works.items() for version in work.versions.values()}


def work_of(reference: Reference, files: Mapping[str, WorkId]) -> WorkId | None:
    """The work that a link points to; None for a section, a tag, or a path that is no source."""
    if reference.scheme == "path":
        return files.get(reference.target)
    if reference.scheme in tuple(Kind):
        return Kind(reference.scheme), reference.target
    return None


def check_links(
    works: Mapping[WorkId, Work], published: Collection[WorkId], files: Mapping[str, WorkId], config: Config
) -> list[Diagnostic]:
    """Links in bodies that lead nowhere, to nothing published, or to a heading that is not there."""
    problems: list[Diagnostic] = []
    for work in works.values():
        for version in work.versions.values():
            for number, reference in enumerate(version.face.links):
                at = At(version.face.source, f"link.{number}")
                id = work_of(reference, files)
                if id is not None and id in works:
                    problems += _check_target(works[id], id, reference, published, at)
                elif reference.scheme not in ("section", "tag"):
                    problems.append(_unknown(reference.scheme, reference.target, _names(reference.scheme, works), at))
                elif reference.target not in (terms := _terms(reference.scheme, config)):
                    problems.append(_unknown(reference.scheme, reference.target, terms, at))
    return problems


def _check_target(
    work: Work, id: WorkId, reference: Reference, published: Collection[WorkId], at: At
) -> Iterable[Diagnostic]:
    if id not in published:
        message = f"`{reference.target}` is not published yet, so its link is left out."
        yield warning("link-unpublished", message, at, "It appears when the target does.")
    anchors = {anchor for version in work.versions.values() for anchor in version.face.anchors}
    if reference.fragment and reference.fragment not in anchors:
        near = difflib.get_close_matches(reference.fragment, anchors, 1)
        hint = f"Did you mean `#{near[0]}`?" if near else ""
        yield error("link-anchor", f"`{reference.target}` has no heading `#{reference.fragment}`.", at, hint)


def _terms(scheme: str, config: Config) -> Collection[str]:
    return config.sections if scheme == "section" else config.tags


def _names(scheme: str, works: Mapping[WorkId, Work]) -> Collection[str]:
    if scheme == "path":
        return [version.face.source for work in works.values() for version in work.versions.values()]
    return [key for kind, key in works if kind == scheme]


def _unknown(what: str, name: str, known: Collection[str], at: At) -> Diagnostic:
    near = difflib.get_close_matches(name, known, 1, 0.6)
    hint = f"Did you mean `{near[0]}`?" if near else ""
    if what == "path":
        return error("link-broken", f"There is no file `{name}`.", at, hint)
    if what in ("section", "tag"):
        hint = hint or f"Add [{what}s.{name}] to site.toml."
    elif what == "author":
        hint = hint or f"Write content/authors/{name}.<language>.md."
    return error(f"{what}-unknown", f"There is no {what} `{name}`.", at, hint)


def check_front_matter(works: Mapping[WorkId, Work], config: Config) -> list[Diagnostic]:
    """Unknown authors, sections, tags, articles and editions in front matter, and what an original lacks."""
    problems: list[Diagnostic] = []
    authors = [key for kind, key in works if kind is Kind.AUTHOR]
    articles = [key for kind, key in works if kind is Kind.ARTICLE]
    for work in works.values():
        for version in work.versions.values():
            front, source = version.face.front, version.face.source
            if isinstance(front, ArticleFront):
                for what, name, value in _names_in(front):
                    known: Mapping[str, Collection[str]] = {
                        "author": authors,
                        "article": articles,
                        "section": config.sections,
                        "tag": config.tags,
                        "series": config.series,
                        "edition": config.editions,
                    }
                    if value not in known[what]:
                        problems.append(_unknown(what, value, known[what], At(source, name)))
                if not front.translation and not version.face.is_broken:
                    problems += _incomplete(front, source)
            if not version.face.is_broken:
                problems += _without_alt(version.face)
    return problems


def _names_in(front: ArticleFront) -> Iterable[tuple[str, str, str]]:
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


def _incomplete(front: ArticleFront, source: str) -> Iterable[Diagnostic]:
    if front.date is None:
        yield error("key-missing", "`date` is missing.", At(source, ""), "Add `date: YYYY-MM-DD`.")
    if front.section is None:
        yield error("key-missing", "`section` is missing.", At(source, ""), "Add the `section` it belongs to.")


def _without_alt(face: Face) -> Iterable[Diagnostic]:
    front = face.front
    name, image = ("image", front.image) if isinstance(front, ArticleFront) else ("photo", None)
    if isinstance(front, AuthorFront):
        image = front.photo
    is_own = not (isinstance(front, ArticleFront) and front.translation)
    if image and not image.file and is_own:
        hint = "Put the picture beside this file and write its name."
        yield error("key-missing", f"`{name}.file` is missing.", At(face.source, name), hint)
    if image and image.file and image.alt is None:
        hint = "Add `alt: …`: what someone who cannot see the picture should know."
        yield error("image-alt", "The picture has no alternative text.", At(face.source, name), hint)


def check_pictures(faces: Iterable[Face], files: Collection[str]) -> list[Diagnostic]:
    """Pictures that are named but are not there."""
    problems: list[Diagnostic] = []
    for face in faces:
        named = [(f"image.{number}", file) for number, file in enumerate(face.images)]
        front = face.front
        if isinstance(front, ArticleFront) and front.image and front.image.file:
            named.append(("image.file", front.image.file))
        if isinstance(front, AuthorFront) and front.photo and front.photo.file:
            named.append(("photo.file", front.photo.file))
        for name, file in named:
            if file not in files:
                near = difflib.get_close_matches(file, files, 1)
                hint = f"Did you mean `{near[0]}`?" if near else "Put the picture beside the article."
                problems.append(error("image-missing", f"There is no picture `{file}`.", At(face.source, name), hint))
    return problems
