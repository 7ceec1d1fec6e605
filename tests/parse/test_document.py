"""One file in: what its name and its front matter say; and then its body, or as much of it as may be read."""

from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.diagnostics import Span
from ordskifte.model.document import (
    ArticleFront,
    AuthorFront,
    Image,
    Kind,
    PageFront,
    Reference,
    Sealed,
    SeriesFront,
    Source,
    Translation,
)
from ordskifte.model.text import Texts
from ordskifte.parse.document import parse_document, parse_source
from ordskifte.parse.names import Name
from tests.parse.bodies import SOUP

FOLDERS = {Kind.ARTICLE: "articles", Kind.AUTHOR: "authors", Kind.PAGE: "pages", Kind.SERIES: "series"}
MEMBERS = "---\ntitle: Is\n---\nFor alle.\n\n<!-- paywall -->\n\n## Hemmelig\n\n![b](b.jpg)\n"


def source(text: str, kind: Kind = Kind.ARTICLE) -> Source:
    path = f"content/{FOLDERS[kind]}/is/index.nb.md"
    return parse_source(path, Name(kind, "is", "nb"), text, "Europe/Oslo")


def nb(words: str) -> Texts:
    return Texts((("nb", words),))


# --------------------------------------------------------------------------------------
# Sources
# --------------------------------------------------------------------------------------


def test_a_source_says_what_its_name_and_its_front_matter_say() -> None:
    found = source("---\ntitle: Isen\ntags: [sea]\n---\n\nTekst.\n")
    assert found == Source(
        path="content/articles/is/index.nb.md",
        kind=Kind.ARTICLE,
        key="is",
        locale="nb",
        front=ArticleFront(nb("Isen"), tags=("sea",)),
        body="\nTekst.\n",
        body_line=5,
        places={
            "": Span(found.path, 2, 1),
            "title": Span(found.path, 2, 8),
            "tags": Span(found.path, 3, 7),
            "tags.0": Span(found.path, 3, 8),
        },
    )


def test_the_key_of_the_front_matter_goes_before_that_of_the_name() -> None:
    assert source("---\ntitle: Isen\nkey: vann\n---\n").key == "vann"
    assert source("---\ntitle: Isen\nkey: På vann\n---\n").key == "is"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("a.jpg", "content/articles/is/a.jpg"),
        ("./bilder/a.jpg", "content/articles/is/bilder/a.jpg"),
        ("../a.jpg", "content/articles/a.jpg"),
        ("../../../static/a.jpg", "static/a.jpg"),
    ],
)
def test_the_path_of_a_picture_begins_at_the_root(written: str, path: str) -> None:
    front = source(f"---\ntitle: Isen\nimage: {{file: {written}, alt: Is}}\n---\n").front
    assert isinstance(front, ArticleFront)
    assert front.image == Image(path, nb("Is"))


def test_the_path_of_a_photo_begins_at_the_root() -> None:
    front = source("---\nname: Kari\nphoto: {file: kari.jpg}\n---\n", Kind.AUTHOR).front
    assert front == AuthorFront("Kari", photo=Image("content/authors/is/kari.jpg"))


def test_a_translation_may_have_words_for_a_picture_without_its_file() -> None:
    front = source("---\ntitle: Isen\nimage: {alt: Is}\n---\n").front
    assert front == ArticleFront(nb("Isen"), image=Image(alt=nb("Is")))


def test_a_picture_that_cannot_be_shown_is_left_out() -> None:
    found = source("---\ntitle: Isen\nimage: {file: /etc/passwd, alt: Is}\n---\n")
    assert found.front == ArticleFront(nb("Isen"))
    assert [problem.code for problem in found.diagnostics] == ["path-outside"]


def test_language_tags_are_kept_as_the_site_writes_them() -> None:
    found = source("---\ntitle: Isen\nlanguage: no\neditions: [no, en_GB]\ntranslation: {of: nn_NO}\n---\n")
    assert found.front == ArticleFront(
        nb("Isen"), language="nb", editions=("nb", "en-GB"), translation=Translation("nn")
    )


def test_a_source_is_broken_where_its_front_matter_was_not_read_as_it_was_meant() -> None:
    assert source("Text").is_broken
    assert source("---\ntitle: [\n---\n").is_broken
    assert source("---\ntitel: Isen\n---\n").is_broken
    assert not source("---\ntitle: Isen\nslug: På is\nimage: {file: /a.jpg}\n---\n").is_broken
    assert not source("---\ntitle: {no: Isen}\n---\n").is_broken


@pytest.mark.parametrize(
    ("kind", "front"),
    [
        (Kind.ARTICLE, ArticleFront(nb("is"))),
        (Kind.AUTHOR, AuthorFront("is")),
        (Kind.PAGE, PageFront(nb("is"))),
        (Kind.SERIES, SeriesFront()),
    ],
)
def test_where_the_front_matter_cannot_be_read_the_name_and_the_body_still_speak(kind: Kind, front: object) -> None:
    found = source("---\ntitle: 'Is\n---\nText", kind)
    assert (found.key, found.locale, found.front, found.body, found.body_line) == ("is", "nb", front, "Text", 4)
    assert [problem.code for problem in found.diagnostics] == ["yaml-syntax"]


def test_where_no_one_knows_where_the_front_matter_ends_there_is_no_body() -> None:
    found = source("---\ntitle: Is\n\nText")
    assert (found.body, found.places, found.is_broken) == ("", {}, True)


# --------------------------------------------------------------------------------------
# Documents
# --------------------------------------------------------------------------------------


def test_a_document_shows_its_face_and_keeps_its_body() -> None:
    found = parse_document(
        source("---\ntitle: Isen\n---\n## Vann\n\n[Hav](tag:sea) ![a](a.jpg)\n"), may_seal=False, preview=None
    )
    face = found.face
    assert (face.kind, face.key, face.locale, face.front) == (Kind.ARTICLE, "is", "nb", ArticleFront(nb("Isen")))
    assert [heading.text for heading in face.headings] == ["Vann"]
    assert face.links == (Reference("tag", "sea"),)
    assert face.images == ("content/articles/is/a.jpg",)
    assert (face.minutes, face.is_sealed, found.sealed) == (1, False, None)
    assert found.body.locale == "nb"
    assert found.places["title"] == Span(face.source, 2, 8)
    assert found.places["link.0"] == Span(face.source, 6, 1)
    assert found.places["image.0"] == Span(face.source, 6, 16)


def test_what_may_be_sealed_is_absent_and_only_its_digest_is_kept() -> None:
    written = source(MEMBERS)
    found = parse_document(written, may_seal=True, preview=None)
    assert found.face.is_sealed
    assert found.sealed == Sealed(blake2b(written.body.encode(), digest_size=16).hexdigest(), written.path)
    assert (found.face.headings, found.face.images) == ((), ())
    assert "emmelig" not in repr(found)


def test_what_is_always_free_is_there_whatever_divides_it() -> None:
    found = parse_document(source(MEMBERS), may_seal=False, preview=None)
    assert not found.face.is_sealed
    assert found.sealed is None
    assert [heading.text for heading in found.face.headings] == ["Hemmelig"]


def test_problems_of_front_matter_and_body_are_told_together() -> None:
    found = parse_document(source("---\ntitle: Isen\ntag: x\n---\n# Vann\n"), may_seal=False, preview=None)
    assert [problem.code for problem in found.diagnostics] == ["key-unknown", "markdown-h1"]


def test_of_what_may_be_sealed_not_even_the_mistakes_are_told() -> None:
    """What is wrong quotes what it is wrong in, and is kept from build to build."""
    for access in ("", "access: members\n"):
        text = f"---\ntitle: Isen\ntag: x\n{access}---\n# Hemmelig\n\n[Hemmelig](hemmelig:sted)\n"
        found = parse_document(source(text), may_seal=True, preview=None)
        assert [problem.code for problem in found.diagnostics] == ["key-unknown"]
        assert found.face.is_sealed
        assert "emmelig" not in repr(found)


HEADS = st.sampled_from(
    ["title: Isen", "title: [", "", "name: Kari\ntitle: Is", "title: Is\naccess: members\ndraft: x"]
)


@given(HEADS, SOUP, st.sampled_from(Kind), st.booleans(), st.none() | st.integers(1, 3))
def test_any_text_is_a_document(head: str, body: str, kind: Kind, may_seal: bool, preview: int | None) -> None:
    text = f"---\n{head}\n---\n{body}"
    found = parse_document(source(text, kind), may_seal=may_seal, preview=preview)
    assert found.sealed is None or may_seal
    for problem in found.diagnostics:
        assert not isinstance(problem.span, Span) or 1 <= problem.span.line <= text.count("\n") + 1
