"""Paths in, names and problems out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.diagnostics import Severity, Span
from ordskifte.model.document import Kind
from ordskifte.model.slugs import is_slug
from ordskifte.parse.names import Name, is_document, named

LOCALES = ("nb", "en")


def told(path: str) -> list[tuple[str, str, str]]:
    """Code, message and hint of each problem."""
    _, problems = named(path, LOCALES)
    assert all(problem.span == Span(path) for problem in problems)
    return [(problem.code, problem.message, problem.hint) for problem in problems]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("content/articles/the-last-ferry.en.md", Name(Kind.ARTICLE, "the-last-ferry", "en")),
        ("content/articles/the-last-ferry/index.en.md", Name(Kind.ARTICLE, "the-last-ferry", "en")),
        ("content/articles/2025/the-last-ferry.en.md", Name(Kind.ARTICLE, "the-last-ferry", "en")),
        ("content/articles/2025/08/the-last-ferry/index.en.md", Name(Kind.ARTICLE, "the-last-ferry", "en")),
        ("content/authors/karl-aaro.nb.md", Name(Kind.AUTHOR, "karl-aaro", "nb")),
        ("content/authors/karl-aaro/index.nb.md", Name(Kind.AUTHOR, "karl-aaro", "nb")),
        ("content/pages/about.en-GB.md", Name(Kind.PAGE, "about", "en-GB")),
        ("content/articles/2025.se.md", Name(Kind.ARTICLE, "2025", "se")),
        ("content/articles/a.zh-Hant-TW.md", Name(Kind.ARTICLE, "a", "zh-Hant-TW")),
    ],
)
def test_a_path_names_a_kind_a_key_and_a_language(path: str, name: Name) -> None:
    assert named(path, LOCALES) == (name, ())


@pytest.mark.parametrize(
    ("tag", "locale"),
    [("no", "nb"), ("nb_NO", "nb"), ("no-NO", "nb"), ("nn-NO", "nn"), ("EN", "en"), ("en_gb", "en-GB")],
)
def test_another_spelling_of_a_language_is_understood_with_a_warning(tag: str, locale: str) -> None:
    name, (problem,) = named(f"content/articles/isen.{tag}.md", LOCALES)
    assert name == Name(Kind.ARTICLE, "isen", locale)
    assert problem.severity is Severity.WARNING
    assert problem.code == "language-alias"
    assert problem.message == f"`{tag}` is read as `{locale}`."
    assert problem.hint == f"Rename it to `isen.{locale}.md`."


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("content/articles/isen.md", "Rename it to `isen.nb.md` or `isen.en.md`."),
        ("content/articles/isen/index.md", "Rename it to `index.nb.md` or `index.en.md`."),
    ],
)
def test_a_name_without_a_language_is_an_error_that_shows_how(path: str, hint: str) -> None:
    assert named(path, LOCALES)[0] is None
    assert told(path) == [("name-locale", "The name does not say which language the text is in.", hint)]


@pytest.mark.parametrize("tag", ["british", "1", "n", "nb-", "på"])
def test_a_tag_that_is_no_language_is_an_error(tag: str) -> None:
    path = f"content/articles/isen.{tag}.md"
    assert named(path, LOCALES)[0] is None
    ((code, message, _),) = told(path)
    assert code == "name-locale"
    assert message == f"`{tag}` is not a language tag; write one such as nb, en or en-GB."


@pytest.mark.parametrize(
    ("written", "possible"),
    [
        ("Isen_Smelter", "isen-smelter"),
        ("hva er en øy", "hva-er-en-oy"),
        ("v1.2", "v1-2"),
        ("på-", "pa"),
        ("con", "con-x"),
    ],
)
def test_a_key_that_is_no_slug_is_an_error_with_the_one_it_could_have(written: str, possible: str) -> None:
    for path, remedy in (
        (f"content/articles/{written}.nb.md", f"Rename the file to `{possible}.nb.md`."),
        (f"content/articles/{written}/index.nb.md", f"Rename the folder to `{possible}`."),
    ):
        assert named(path, LOCALES)[0] == Name(Kind.ARTICLE, possible, "nb")
        message = f"`{written}` is to be a part of an address, and is not made of a–z, 0–9 and single hyphens."
        assert told(path) == [("name-key", message, remedy)]


def test_a_key_without_a_letter_has_no_slug() -> None:
    path = "content/articles/---.nb.md"
    assert named(path, LOCALES)[0] is None
    ((code, _, hint),) = told(path)
    assert (code, hint) == ("name-key", "Give it a name in letters.")


@pytest.mark.parametrize("path", ["content/isen.nb.md", "content/posts/isen.nb.md", "content/Articles/isen.nb.md"])
def test_a_text_outside_the_folders_of_a_kind_is_an_error(path: str) -> None:
    assert named(path, LOCALES)[0] is None
    hint = "Move it to content/articles/, content/authors/, content/pages/ or content/series/."
    assert told(path) == [("name-folder", f"No text has its place in {path.rpartition('/')[0]}/.", hint)]


def test_only_articles_lie_in_deeper_folders() -> None:
    ((code, _, hint),) = told("content/pages/om/redaksjonen.nb.md")
    assert (code, hint) == ("name-depth", "Move it to content/pages/.")
    assert told("content/pages/om/index.nb.md") == []


def test_an_index_without_a_folder_of_its_own_is_an_error() -> None:
    assert named("content/articles/index.nb.md", LOCALES)[0] is None
    ((code, _, _),) = told("content/articles/index.nb.md")
    assert code == "name-index"


@pytest.mark.parametrize("extension", ["MD", "markdown"])
def test_another_ending_for_markdown_is_an_error_and_is_read(extension: str) -> None:
    path = f"content/articles/isen.nb.{extension}"
    assert named(path, LOCALES)[0] == Name(Kind.ARTICLE, "isen", "nb")
    assert told(path) == [
        ("name-extension", f"A text ends in `.md`, not in `.{extension}`.", "Rename it to `isen.nb.md`."),
    ]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    codes = [code for code, _, _ in told("content/pages/om/Vår Historie.MD")]
    assert codes == ["name-extension", "name-depth", "name-key", "name-locale"]


@pytest.mark.parametrize("path", ["content/articles/isen/lead.svg", "content/authors/kari.jpg", "static/isen.nb.md"])
def test_what_is_no_markdown_below_content_is_no_document(path: str) -> None:
    assert not is_document(path)


@given(st.lists(st.text(min_size=1).map(lambda part: part.replace("/", "-")), min_size=1, max_size=4))
def test_any_path_has_a_name_in_slugs_or_a_problem(parts: list[str]) -> None:
    name, problems = named(f"content/articles/{'/'.join(parts)}.md", LOCALES)
    assert is_slug(name.key) if name is not None else problems


@pytest.mark.parametrize("name", ["isen.nb.txt", "isen.nb.md.txt", "isen.en-GB.docx", "isen.nb.MD.TXT"])
def test_a_text_as_another_program_saves_it_is_an_error_and_is_not_read(name: str) -> None:
    path = f"content/articles/{name}"
    assert is_document(path)
    assert named(path, LOCALES)[0] is None
    ((code, message, hint),) = told(path)
    assert (code, message) == ("name-extension", f"A text ends in `.md`, not in `.{name.rpartition('.')[2]}`.")
    assert hint.startswith("Save it as plain text, and call it `isen.")
    assert hint.endswith(".md`.")


@pytest.mark.parametrize("name", ["notes.txt", "isen.pdf", "isen.nb.svg", "v1.2.txt"])
def test_what_names_no_language_is_no_text_of_another_program(name: str) -> None:
    assert not is_document(f"content/articles/{name}")
