"""One Markdown file becomes a Source (name and front matter), and a Source a Document (with its body).

In two steps, because what may be sealed in one version of a work depends on the front matter of all of them.
"""

import posixpath
import unicodedata
from hashlib import blake2b

from msgspec.structs import replace

from ordskifte.model.diagnostics import At, Diagnostic, error, warning
from ordskifte.model.document import (
    ArticleFront,
    AuthorFront,
    Document,
    Face,
    Front,
    Image,
    Kind,
    PageFront,
    Sealed,
    Source,
)
from ordskifte.model.locales import normalised
from ordskifte.model.slugs import is_slug, slug
from ordskifte.model.text import Texts
from ordskifte.parse.body import parse_body
from ordskifte.parse.front_matter import parse as parse_front_matter
from ordskifte.parse.front_matter import split
from ordskifte.parse.names import Name
from ordskifte.parse.tables import Malformed


def parse_source(path: str, name: Name, text: str, zone: str) -> Source:
    """What the name and the front matter say. A file that cannot be read at all says only its name, and why."""
    try:
        head, body, body_line = split(path, text)
        front, places, problems = parse_front_matter(path, head, name.kind, name.locale, zone)
    except Malformed as malformed:
        nothing = Source(path, name.kind, name.key, name.locale, _unread(name), "", 1, {}, is_broken=True)
        return replace(nothing, diagnostics=(malformed.diagnostic,))
    front, image_problems = _with_paths_from_root(path, front)
    return Source(
        path=path,
        kind=name.kind,
        key=front.key if is_slug(front.key) else name.key,
        locale=name.locale,
        front=front,
        body=body,
        body_line=body_line,
        places=places,
        diagnostics=(*problems, *image_problems, *_improper(path, name, front)),
        is_broken=any(problem.is_error for problem in problems),
    )


def parse_document(source: Source, *, may_seal: bool, preview: int | None) -> Document:
    """The source with its body parsed, and without what may be sealed."""
    parsed = parse_body(source, may_seal=may_seal, preview_paragraphs=preview)
    face = Face(
        source=source.path,
        kind=source.kind,
        key=source.key,
        locale=source.locale,
        front=source.front,
        headings=parsed.headings,
        anchors=parsed.anchors,
        links=parsed.links,
        images=parsed.images,
        words=parsed.words,
        is_sealed=parsed.is_sealed,
        is_broken=source.is_broken,
    )
    return Document(
        face=face,
        body=parsed.body,
        places={**source.places, **parsed.places},
        sealed=Sealed(blake2b(source.body.encode(), digest_size=16).hexdigest(), source.path)
        if parsed.is_sealed
        else None,
        diagnostics=(*source.diagnostics, *parsed.diagnostics),
    )


def _unread(name: Name) -> Front:
    title = Texts(((name.locale, name.key),))
    fronts: dict[Kind, Front] = {
        Kind.ARTICLE: ArticleFront(title),
        Kind.AUTHOR: AuthorFront(name.key),
        Kind.PAGE: PageFront(title),
    }
    return fronts[name.kind]


def beside(source: str, file: str) -> str | None:
    """The path from the root of a file named in a source; None where it leaves the root."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), file))
    return None if path.startswith(("../", "/")) or path == ".." or "\\" in file else path


def _with_paths_from_root(source: str, front: Front) -> tuple[Front, tuple[Diagnostic, ...]]:
    if isinstance(front, PageFront):
        return front, ()
    field = "photo" if isinstance(front, AuthorFront) else "image"
    image: Image | None = getattr(front, field)
    if image is None or not image.file:
        return front, ()
    path = beside(source, image.file)
    if path is None:
        hint = "Put the picture beside the article and write its name."
        problem = error("path-outside", f"`{image.file}` lies outside the site.", At(source, f"{field}.file"), hint)
        return replace(front, **{field: None}), (problem,)
    return replace(front, **{field: replace(image, file=path)}), ()


def _improper(path: str, name: Name, front: Front) -> list[Diagnostic]:
    """What is of the right type and still cannot be."""
    problems: list[Diagnostic] = []
    for field in ("key", "slug"):
        value = getattr(front, field)
        if value and not is_slug(value):
            could = slug(value)
            hint = f"It could be `{could}`." if could else "Use a–z, 0–9 and hyphens."
            problems.append(error("slug-wrong", f"`{value}` cannot stand in an address.", At(path, field), hint))
    if isinstance(front, ArticleFront) and front.language:
        problems += _other_language(path, name, front.language)
    for field in ("title", "name"):
        words = getattr(front, field, None)
        for _, value in words.values if isinstance(words, Texts) else (("", words),) if words is not None else ():
            hidden = sorted({f"U+{ord(c):04X}" for c in value if unicodedata.category(c) == "Cf" and c != "\u00ad"})
            if hidden:
                message = f"The {field} holds invisible characters: {', '.join(hidden)}."
                problems.append(warning("text-invisible", message, At(path, field), "Type the words again."))
            if not value.strip():
                problems.append(error("value-empty", f"`{field}` is empty.", At(path, field)))
    return problems


def _other_language(path: str, name: Name, language: str) -> list[Diagnostic]:
    try:
        locale = normalised(language)
    except ValueError as problem:
        return [error("language-unknown", f"{problem}.", At(path, "language"))]
    if locale == name.locale:
        return []
    message = f"`language` is {locale}, but the file's name says {name.locale}."
    return [error("language-mismatch", message, At(path, "language"), f"Name the file `….{locale}.md`.")]
