"""`messages`: the POT and the PO files brought into step with the templates and `site.toml`."""

from pathlib import Path

import click

from ordskifte.app import console
from ordskifte.app.build import source_option
from ordskifte.app.sources import source_files
from ordskifte.load import CONFIG, Files
from ordskifte.model.catalog import SOURCE_LOCALE
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, in_order, placed
from ordskifte.parse.catalogs import parse_catalog
from ordskifte.parse.text import decoded
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.sources import Parsed, parsed, plurals, quoted
from ordskifte.pipeline.store import store_in_memory
from ordskifte.pipeline.workers import HERE
from ordskifte.render.formats import plural_header
from ordskifte.render.templates import Templates
from ordskifte.render.wording import asked, catalog_path
from ordskifte.tools.messages import extract, update
from ordskifte.write import WriteFailed, write_source

POT = "locales/messages.pot"


@click.group()
def command() -> None:
    """Gather the words of the interface for translators.

    They stand in the templates and in site.toml, in English. What translators fill in is under locales/.
    """


@command.command("extract", short_help="Write the template of the catalogs, locales/messages.pot.")
@source_option
def extract_command(source: Path) -> None:
    """Write every message of the templates and of site.toml to locales/messages.pot."""
    texts, _ = _read(source)
    _write(source, {POT: extract(asked(texts.config, texts.templates.values()))})


@command.command("update", short_help="Bring the catalog of every language into step with the English.")
@source_option
def update_command(source: Path) -> None:
    """Bring locales/messages.pot and the catalog of every language into step with the English.

    New messages come in empty. A translation whose English has changed is kept and marked fuzzy; one that is no longer
    used is kept at the end of its file. None is lost.
    """
    texts, catalogs = _read(source)
    messages = asked(texts.config, texts.templates.values())
    updated = {POT: extract(messages)}
    for locale, (path, text) in catalogs.items():
        entries = parse_catalog(path, text, locale, plurals(locale)).entries
        updated[path] = update(entries, messages, locale, plural_header(locale))
    _write(source, updated)


def _read(source: Path) -> tuple[Parsed, dict[str, tuple[str, str]]]:
    """The site's sources, and by locale the path and the text of each catalog; an edition without one has an empty one.

    Stops where something else than an article is wrong: what is left out of a text that cannot be read would look like
    a message that is gone.
    """
    files = source_files(source)
    texts = parsed(files, Memo(files, store_in_memory()), "", HERE)
    if isinstance(texts, tuple):
        _tell(files, in_order(texts))
        raise SystemExit(1)
    problems = (*texts.diagnostics, *Templates(texts.templates).broken.values())
    places = {CONFIG: texts.config_places}
    _tell(files, in_order(tuple(placed(problem, places) for problem in problems if _is_of_words(problem))))
    catalogs = {locale: (path, _text(files, path)) for locale, path in texts.catalog_paths.items()}
    for locale in texts.config.editions:
        if locale != SOURCE_LOCALE:
            catalogs.setdefault(locale, (catalog_path(locale), ""))
    return texts, catalogs


def _is_of_words(problem: Diagnostic) -> bool:
    return not problem.span.source.startswith("content/")


def _text(files: Files, path: str) -> str:
    content = files.read(path)
    text, problems = ("", (content,)) if isinstance(content, Diagnostic) else decoded(path, content)
    _tell(files, problems)
    return text


def _tell(files: Files, problems: Diagnostics) -> None:
    """Print the problems, and stop where one of them is an error."""
    console.tell(console.as_text(problems, quoted(files, problems)))
    if any(problem.is_error for problem in problems):
        raise SystemExit(1)


def _write(source: Path, texts: dict[str, str]) -> None:
    try:
        for path, text in texts.items():
            changed = write_source(source, path, text.encode())
            console.tell(f"{path}: {'written' if changed else 'unchanged'}\n")
    except WriteFailed as problem:
        raise click.ClickException(str(problem)) from None
