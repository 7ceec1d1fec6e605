"""Faces are gathered into works: which versions a work has, which of them are originals, and what they inherit."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, error, warning
from ordskifte.model.document import ArticleFront, Correction, Face, Front, Image, Kind, TranslationStatus
from ordskifte.model.translations import State

WorkId = tuple[str, str]
"""Kind and key."""
OWN = {"title", "key", "slug", "language", "updated", "translation", "redirect_from", "extra"}
"""What a translation never takes from its original."""
INHERITED = tuple(name for name in ArticleFront.__struct_fields__ if name not in OWN)


class Version(Struct, frozen=True):
    """A work in one language; in `front` stands also what it inherits."""

    face: Face
    front: Front
    original: str
    """The locale of the version that it is a translation of, at first hand or at second; its own if it is none."""
    state: State = State.ORIGINAL

    @property
    def locale(self) -> str:
        return self.face.locale

    @property
    def is_original(self) -> bool:
        return self.original == self.locale


class Work(Struct, frozen=True):
    """What all its language versions are versions of."""

    kind: Kind
    key: str
    original: str
    """The locale of the original; where there are several, of an author or a page, of the one that stands first."""
    versions: Mapping[str, Version]

    @property
    def first(self) -> Version:
        return self.versions[self.original]


def gather(
    faces: Iterable[Face], locales: tuple[str, ...], states: Mapping[str, State]
) -> tuple[dict[WorkId, Work], Diagnostics]:
    """The works by kind and key, and what is wrong between their versions. `locales` are the site's, in its order.

    `states` tell, by source, of the translations that say what they were made from, whether that has changed since.
    """
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
        originals = {locale: _original(face, versions) for locale, face in versions.items()}
        # A version that claims to be a translation of one that is missing is an original only if there is no other.
        alone = sorted((of for locale, of in originals.items() if of == locale), key=lambda of: bool(_of(versions[of])))
        works[kind, key] = Work(kind, key, alone[0], _inheriting(versions, originals, states))
        diagnostics += _misled(versions)
        if kind is Kind.ARTICLE:
            diagnostics += _unlinked(versions, alone)
    return works, tuple(diagnostics)


def _of(face: Face) -> str:
    """The locale that the face says it is a translation of."""
    front = face.front
    return front.translation.of if isinstance(front, ArticleFront) and front.translation else ""


def _original(face: Face, versions: Mapping[str, Face]) -> str:
    """The locale that a face's translations lead back to; its own where they lead round to itself."""
    passed = [face.locale]
    while (of := _of(versions[passed[-1]])) in versions:
        if of in passed:
            return face.locale
        passed.append(of)
    return passed[-1]


# --------------------------------------------------------------------------------------
# Links between versions that are wrong
# --------------------------------------------------------------------------------------


def _twice(face: Face, other: Face) -> Diagnostic:
    message = f"`{face.key}` has the language {face.locale} twice: here and in {other.source}."
    return error("language-duplicate", message, At(face.source, ""), "Give one of them another `key`.")


def _misled(versions: Mapping[str, Face]) -> Iterable[Diagnostic]:
    """Translations of what is not there, and of themselves."""
    for locale, face in versions.items():
        of, at = _of(face), At(face.source, "translation.of")
        if of == locale:
            message = f"`{face.key}` cannot be a translation of its own language {of}."
            yield error("translation-cycle", message, at, "`translation.of` names the language of the original.")
        elif of and of not in versions:
            message = f"The {of} version that this is a translation of is not there."
            yield warning("translation-orphan", message, at, "It is published as an original until then.")
        elif of and _original(face, versions) == locale:
            message = f"The versions of `{face.key}` are translations of each other."
            yield error("translation-cycle", message, at, "Leave `translation` out of the original.")


def _unlinked(versions: Mapping[str, Face], originals: list[str]) -> Iterable[Diagnostic]:
    """Articles that are each said to be the original."""
    for locale in originals[1:]:
        face = versions[locale]
        if not _of(face) and not face.is_broken:
            message = f"`{face.key}` has two originals: this one ({locale}) and {versions[originals[0]].source}."
            here, there = (f"`translation: {{of: {of}}}`" for of in (originals[0], locale))
            hint = f"If this is the translation, add {here} here; if the other is, {there} there."
            yield warning("translation-unlinked", message, At(face.source, "title"), hint)


# --------------------------------------------------------------------------------------
# What a translation takes from its original
# --------------------------------------------------------------------------------------


def _inheriting(
    versions: Mapping[str, Face], originals: Mapping[str, str], states: Mapping[str, State]
) -> dict[str, Version]:
    inherited: dict[str, Version] = {}
    for locale, face in versions.items():
        front, original = face.front, versions[originals[locale]].front
        if originals[locale] != locale and isinstance(front, ArticleFront) and isinstance(original, ArticleFront):
            front = inherit(front, original)
        inherited[locale] = Version(face, front, originals[locale], _state(face, originals[locale], states))
    return inherited


def _state(face: Face, original: str, states: Mapping[str, State]) -> State:
    translation = face.front.translation if isinstance(face.front, ArticleFront) else None
    if translation is None:
        return State.ORIGINAL
    if original == face.locale:
        return State.ORPHAN
    if translation.status is not TranslationStatus.REVIEWED:
        return State(translation.status.value)
    return states.get(face.source, State.UNTRACKED)


def inherit(front: ArticleFront, original: ArticleFront) -> ArticleFront:
    """The translation's front matter, with what it leaves out taken from the original's."""
    absent = {name: getattr(original, name) for name in INHERITED if getattr(front, name) is None}
    if front.image and original.image and not front.image.file:
        absent["image"] = _pictured(front.image, original.image)
    if front.corrections and original.corrections:
        absent["corrections"] = _corrected(front.corrections, original.corrections)
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


def _corrected(own: tuple[Correction, ...], originals: tuple[Correction, ...]) -> tuple[Correction, ...]:
    """A correction of the original never waits for its translator, and those of the translation are its own."""
    return tuple(dict.fromkeys((*originals, *own)))


def is_draft(version: Version) -> bool:
    """Whether it is not for readers yet: a draft, or a translation that has not been finished."""
    front = version.front
    if isinstance(front, ArticleFront):
        translation = front.translation
        return bool(front.draft) or (translation is not None and translation.status is TranslationStatus.DRAFT)
    return bool(getattr(front, "draft", False))
