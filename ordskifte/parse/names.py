"""A path becomes a name: what kind of thing a Markdown file holds, its key, and its language.

Knows where documents lie and how they are called; not what is in them.
"""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, error, warning
from ordskifte.model.document import Kind
from ordskifte.model.locales import normalised
from ordskifte.model.slugs import is_slug, slug

FOLDERS: Mapping[str, Kind] = {
    "articles": Kind.ARTICLE,
    "authors": Kind.AUTHOR,
    "pages": Kind.PAGE,
    "series": Kind.SERIES,
}
_MARKDOWN = (".md", ".markdown")


class Name(Struct, frozen=True):
    kind: Kind
    key: str
    locale: str


_OF_OTHERS = re.compile(r".*\.(md|[a-z]{2,3}(-[a-z]+)?)\.(txt|text|rtf|html?|docx?|odt|pages)", re.IGNORECASE)
"""A text as other programs save it: `the-bench.en.txt`, `the-bench.en.md.txt`. What names no language is no text."""


def is_document(path: str) -> bool:
    """Whether a file holds a text, or is meant to; what else lies under `content/` belongs to one."""
    return path.startswith("content/") and (path.lower().endswith(_MARKDOWN) or bool(_OF_OTHERS.fullmatch(path)))


def named(path: str, locales: Iterable[str]) -> tuple[Name | None, Diagnostics]:
    """The name of a document, None when its kind, key or language cannot be told, and what is wrong with it.

    Names are `<key>.<locale>.md` or `<key>/index.<locale>.md`. Articles may lie deeper (`articles/2025/`), which says
    nothing of them. A key that is no slug is read as the slug it could have. `locales` are what the hints propose.
    """
    _, *folders, file = path.split("/")
    if not folders or folders[0] not in FOLDERS:
        return None, (_misplaced(path),)
    home, *between = folders
    stem, _, extension = file.rpartition(".")
    head, _, tag = stem.rpartition(".") if "." in stem else (stem, "", "")
    own_folder = between.pop() if head == "index" and between else ""

    problems: list[Diagnostic] = []
    if _OF_OTHERS.fullmatch(path):
        return None, (_of_another_program(path, stem, extension),)
    if extension != "md":
        hint = f"Rename it to `{stem}.md`."
        problems.append(error("name-extension", f"A text ends in `.md`, not in `.{extension}`.", Span(path), hint))
    if between and FOLDERS[home] is not Kind.ARTICLE:
        hint = f"Move it to content/{home}/."
        problems.append(error("name-depth", "Only articles can lie in folders inside their own.", Span(path), hint))
    key = _key(path, own_folder or head, problems)
    locale = _locale(path, head, tag, locales, problems)
    return (Name(FOLDERS[home], key, locale) if key and locale else None), tuple(problems)


def _misplaced(path: str) -> Diagnostic:
    places = [f"content/{folder}/" for folder in FOLDERS]
    hint = f"Move it to {', '.join(places[:-1])} or {places[-1]}."
    folder = path.rpartition("/")[0]
    return error("name-folder", f"No text has its place in {folder}/.", Span(path), hint)


def _of_another_program(path: str, stem: str, extension: str) -> Diagnostic:
    hint = f"Save it as plain text, and call it `{stem.removesuffix('.md')}.md`."
    return error("name-extension", f"A text ends in `.md`, not in `.{extension}`.", Span(path), hint)


def _key(path: str, written: str, problems: list[Diagnostic]) -> str:
    if written == "index":
        message, hint = "A file called `index` takes its key from a folder of its own.", "Give it a name, or a folder."
        problems.append(error("name-index", message, Span(path), hint))
        return ""
    if is_slug(written):
        return written
    possible = slug(written)
    file = path.rpartition("/")[2]
    is_folder = not file.startswith(written)  # That is the key of what lies in a folder of its own.
    whole = f"folder to `{possible}`" if is_folder else f"file to `{possible}{file.removeprefix(written)}`"
    hint = f"Rename the {whole}." if possible else "Give it a name in letters."
    message = f"`{written}` is to be a part of an address, and is not made of a–z, 0–9 and single hyphens."
    problems.append(error("name-key", message, Span(path), hint))
    return possible


def _locale(path: str, head: str, tag: str, locales: Iterable[str], problems: list[Diagnostic]) -> str:
    if not tag:
        hint = f"Rename it to {' or '.join(f'`{head}.{locale}.md`' for locale in locales)}."
        problems.append(error("name-locale", "The name does not say which language the text is in.", Span(path), hint))
        return ""
    try:
        locale = normalised(tag)
    except ValueError as wrong:
        problems.append(error("name-locale", f"{wrong}.", Span(path)))
        return ""
    if locale != tag:
        hint = f"Rename it to `{head}.{locale}.md`."
        problems.append(warning("language-alias", f"`{tag}` is read as `{locale}`.", Span(path), hint))
    return locale
