"""Faces are gathered into works: which versions a work has, which one is the original, and what they share."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from msgspec import Struct
from msgspec.structs import fields, replace

from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, error, warning
from ordskifte.model.document import ArticleFront, Face, Front, Image, Kind, TranslationStatus

WorkId = tuple[Kind, str]
OWN = {"title", "key", "slug", "language", "translation", "redirect_from", "extra"}
"""What a translation never takes from its original."""


class Version(Struct, frozen=True):
    """A work in one language; in `front` stands also what it inherits."""

    face: Face
    front: Front

    @property
    def locale(self) -> str:
        return self.face.locale


class Work(Struct, frozen=True):
    """What all its language versions are versions of."""

    kind: Kind
    key: str
    original: str
    """The locale of the original; of an author or a page, of the version that stands first."""
    versions: Mapping[str, Version]

    @property
    def first(self) -> Version:
        return self.versions[self.original]


def gather(faces: Iterable[Face], locales: tuple[str, ...]) -> tuple[dict[WorkId, Work], Diagnostics]:
    """The works by kind and key, and what is wrong between their versions. `locales` are the site's, in its order."""
    works: dict[WorkId, Work] = {}
    diagnostics: list[Diagnostic] = []

    def rank(locale: str) -> tuple[int, str]:
        return (locales.index(locale) if locale in locales else len(locales), locale)

    ordered = sorted(faces, key=lambda face: (face.kind, face.key, rank(face.locale), face.source))
    for (kind, key), group in groupby(ordered, key=lambda face: (face.kind, face.key)):
        versions: dict[str, Face] = {}
        for face in group:
            if face.locale in versions:
                diagnostics.append(_twice(face, versions[face.locale]))
            else:
                versions[face.locale] = face
        original, problems = _original(versions) if kind is Kind.ARTICLE else (next(iter(versions)), [])
        diagnostics += problems
        works[kind, key] = Work(kind, key, original, _inheriting(versions, original))
    return works, tuple(diagnostics)


def _twice(face: Face, other: Face) -> Diagnostic:
    message = f"`{face.key}` has the language {face.locale} twice: here and in {other.source}."
    return error("language-duplicate", message, At(face.source, ""), "Give one of them another `key`.")


def _original(versions: Mapping[str, Face]) -> tuple[str, list[Diagnostic]]:
    """The locale of the version that the others come from, and links between them that lead nowhere."""
    problems: list[Diagnostic] = []
    originals = [locale for locale, face in versions.items() if not _of(face)]
    for locale, face in versions.items():
        of = _of(face)
        if of == locale:
            problems.append(_lost(face, f"`{face.key}` cannot be a translation of its own language {of}."))
        elif of and of not in versions:
            problems.append(
                warning(
                    "translation-orphan",
                    f"The {of} version that this is a translation of is not there.",
                    At(face.source, "translation.of"),
                    "It is published as an original until then.",
                )
            )
            originals.append(locale)
    if not originals:
        face = next(iter(versions.values()))
        problems.append(_lost(face, f"The versions of `{face.key}` are translations of each other."))
        return face.locale, problems
    for locale in originals[1:]:
        face = versions[locale]
        if not _of(face) and not face.is_broken:
            message = f"`{face.key}` has two originals: this one ({locale}) and {versions[originals[0]].source}."
            hint = f"Add `translation: {{of: {originals[0]}}}` to the one that is a translation."
            problems.append(warning("translation-unlinked", message, At(face.source, "title"), hint))
    return originals[0], problems


def _lost(face: Face, message: str) -> Diagnostic:
    hint = "`translation.of` names the language of the original."
    return error("translation-cycle", message, At(face.source, "translation.of"), hint)


def _of(face: Face) -> str:
    front = face.front
    return front.translation.of if isinstance(front, ArticleFront) and front.translation else ""


def _inheriting(versions: Mapping[str, Face], original: str) -> dict[str, Version]:
    source = versions[original].front
    inherited: dict[str, Version] = {}
    for locale, face in versions.items():
        front = face.front
        if isinstance(front, ArticleFront) and isinstance(source, ArticleFront) and front.translation:
            front = inherit(front, source)
        inherited[locale] = Version(face, front)
    return inherited


def inherit(front: ArticleFront, original: ArticleFront) -> ArticleFront:
    """The translation's front matter, with what it leaves out taken from the original's."""
    absent = {
        field.name: getattr(original, field.name)
        for field in fields(ArticleFront)
        if field.name not in OWN and getattr(front, field.name) is None
    }
    if front.image and original.image and not front.image.file:
        absent["image"] = _pictured(front.image, original.image)
    if original.draft:
        absent["draft"] = True
    return replace(front, **absent)


def _pictured(image: Image, original: Image) -> Image:
    return Image(
        file=original.file,
        alt=image.alt or original.alt,
        caption=image.caption or original.caption,
        credit=image.credit or original.credit,
        focus=image.focus or original.focus,
    )


def is_draft(version: Version) -> bool:
    """Whether it is not for readers yet: a draft, or a translation that has not been finished."""
    front = version.front
    if isinstance(front, ArticleFront):
        translation = front.translation
        return bool(front.draft) or (translation is not None and translation.status is TranslationStatus.DRAFT)
    return bool(getattr(front, "draft", False))
