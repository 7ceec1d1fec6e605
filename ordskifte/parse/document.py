"""One Markdown file becomes a Source (name and front matter), and a Source a Document (with its body).

In two steps, because what may be sealed in one version of a work depends on the front matter of all of them.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b
from urllib.parse import unquote

from msgspec.structs import replace

from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, error, warning
from ordskifte.model.document import (
    OWED,
    ArticleFront,
    AuthorFront,
    Document,
    Face,
    Front,
    Image,
    Kind,
    Label,
    PageFront,
    Sealed,
    SeriesFront,
    Source,
)
from ordskifte.model.forms import WEB
from ordskifte.model.invisibles import INVISIBLE, code_points
from ordskifte.model.locales import reading_minutes
from ordskifte.model.slugs import is_slug, slug
from ordskifte.model.text import Texts
from ordskifte.model.translations import is_text_fingerprint
from ordskifte.model.urls import ADDRESS
from ordskifte.parse.body import parse_body
from ordskifte.parse.body.references import beside
from ordskifte.parse.front_matter import parse as parse_front_matter
from ordskifte.parse.front_matter import split
from ordskifte.parse.languages import language
from ordskifte.parse.names import Name
from ordskifte.parse.tables import Malformed


def parse_source(path: str, name: Name, text: str, zone: str) -> Source:
    """What the name and the front matter say. Where the front matter cannot be read, the name and the body, and why."""
    body, body_line = "", 1
    try:
        head, body, body_line = split(path, text)
        front, places, problems = parse_front_matter(path, head, name.kind, name.locale, zone)
    except Malformed as malformed:
        said = (malformed.diagnostic,)
        return Source(path, name.kind, name.key, name.locale, _unread(name), body, body_line, {}, said, is_broken=True)
    front, path_problems = _with_paths_from_root(path, front)
    front, locale_problems = _with_locales(path, front)
    front, owed = _without_owed(path, front)
    return Source(
        path=path,
        kind=name.kind,
        key=front.key if is_slug(front.key) else name.key,
        locale=name.locale,
        front=front,
        body=body,
        body_line=body_line,
        places=places,
        diagnostics=(*problems, *path_problems, *locale_problems, *owed, *_improper(path, name, front)),
        is_broken=any(problem.is_error for problem in problems),
    )


def parse_document(source: Source, *, may_seal: bool, preview: int | None) -> Document:
    """The source with its body parsed, and without what may be sealed.

    Its mistakes are told by who reads it in `parse_sealed`, for what is told here is kept.
    """
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
        payments=parsed.payments,
        embeds=parsed.embeds,
        labels=tuple(sorted({part.msgid for part in parsed.body.parts if isinstance(part, Label)})),
        minutes=reading_minutes(parsed.words, source.locale),
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
        Kind.SERIES: SeriesFront(),
    }
    return fronts[name.kind]


# --------------------------------------------------------------------------------------
# Front matter as the rest of the program wants it
# --------------------------------------------------------------------------------------


def _with_paths_from_root(source: str, front: Front) -> tuple[Front, Diagnostics]:
    if isinstance(front, PageFront | SeriesFront):
        return front, ()
    field = "photo" if isinstance(front, AuthorFront) else "image"
    image: Image | None = getattr(front, field)
    if image is None or not image.file:
        return front, ()
    path, at = beside(source, image.file), At(source, f"{field}.file")
    if "://" in image.file:
        hint = "Save it beside the text, and write its name."
        problem = error("image-remote", "The picture lies on another site.", at, hint)
    elif path is None:
        hint = "Put it beside the text, and write its name."
        problem = error("path-outside", f"`{image.file}` lies outside the site.", at, hint)
    else:
        return replace(front, **{field: replace(image, file=path)}), ()
    return replace(front, **{field: None}), (problem,)


def _without_owed(source: str, front: Front) -> tuple[Front, Diagnostics]:
    """The front matter without the sign for an alternative text that is still to be written."""
    if isinstance(front, PageFront | SeriesFront):
        return front, ()
    field = "photo" if isinstance(front, AuthorFront) else "image"
    image: Image | None = getattr(front, field)
    if image is None or image.alt is None or all(words.strip() != OWED for _, words in image.alt.values):
        return front, ()
    written = tuple((locale, "" if words.strip() == OWED else words) for locale, words in image.alt.values)
    hint = "Write it in the place of `?`: what someone who cannot see the picture should know."
    problem = warning("image-alt-owed", "Nobody has described the picture yet.", At(source, f"{field}.alt"), hint)
    return replace(front, **{field: replace(image, alt=Texts(written))}), (problem,)


def _with_locales(source: str, front: Front) -> tuple[Front, Diagnostics]:
    """The front matter with its language tags in the form that the site keeps them in."""
    if not isinstance(front, ArticleFront):
        return front, ()
    problems: list[Diagnostic] = []

    def locale(tag: str, name: str) -> str:
        known, found = language(tag, At(source, name)) if tag else ("", ())
        problems.extend(found)
        return known

    editions, published, translation = front.editions, front.originally_published, front.translation
    front = replace(
        front,
        language=locale(front.language, "language"),
        editions=editions and tuple(locale(tag, f"editions.{number}") or tag for number, tag in enumerate(editions)),
        translation=translation and replace(translation, of=locale(translation.of, "translation.of") or translation.of),
        originally_published=published
        and replace(published, language=locale(published.language, "originally_published.language")),
    )
    return front, tuple(problems)


# --------------------------------------------------------------------------------------
# What is of the right type and still cannot be
# --------------------------------------------------------------------------------------


def _improper(path: str, name: Name, front: Front) -> Iterator[Diagnostic]:
    yield from _slugs(path, front)
    yield from _invisible(path, front)
    yield from _addresses(path, front)
    if isinstance(front, ArticleFront) and front.language not in ("", name.locale):
        message = f"`language` is {front.language}, but the file's name says {name.locale}."
        hint = f"Name the file `….{front.language}.md`."
        yield error("language-mismatch", message, At(path, "language"), hint)
    source = front.translation.source if isinstance(front, ArticleFront) and front.translation else ""
    if source and not is_text_fingerprint(source):
        hint = "Leave it out; `translate accept` writes it."
        yield error("translation-source", f"`{source}` is no fingerprint.", At(path, "translation.source"), hint)


def _slugs(path: str, front: Front) -> Iterator[Diagnostic]:
    for field in ("key", "slug"):
        value = getattr(front, field)
        if value and not is_slug(value):
            could = slug(value)
            hint = f"It could be `{could}`." if could else "Use a–z, 0–9 and hyphens."
            yield error("slug-wrong", f"`{value}` cannot stand in an address.", At(path, field), hint)


def _invisible(path: str, front: Front) -> Iterator[Diagnostic]:
    if isinstance(front, SeriesFront):
        return
    field, words = ("name", front.name) if isinstance(front, AuthorFront) else ("title", _all_words(front.title))
    if hidden := INVISIBLE.findall(words):
        message = f"The {field} holds invisible characters: {code_points(hidden)}."
        yield warning("text-invisible", message, At(path, field), "Type the words again.")


def _all_words(texts: Texts) -> str:
    return "\n".join(value for _, value in texts.values)


def _addresses(path: str, front: Front) -> Iterator[Diagnostic]:
    urls = []
    if isinstance(front, AuthorFront):
        urls = [(f"links.{number}.url", link.url) for number, link in enumerate(front.links)]
    elif isinstance(front, ArticleFront) and front.originally_published:
        urls = [("originally_published.url", front.originally_published.url)]
    for name, url in urls:
        if url and not re.fullmatch(WEB, url):
            hint = "Write it in full, as https://example.org/."
            yield error("link-scheme", f"`{url}` is not an address on the web.", At(path, name), hint)
    for number, address in enumerate(front.redirect_from):
        if not re.fullmatch(ADDRESS, unquote(address)):
            hint = "Write the path that it had on this site, as /2019/the-old-name/."
            at = At(path, f"redirect_from.{number}")
            yield error("redirect-wrong", f"`{address}` cannot be an old address.", at, hint)
