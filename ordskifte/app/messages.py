"""`messages`: the POT and the PO files brought into step with the templates and `site.toml`."""

from pathlib import Path

import click

from ordskifte.app import console
from ordskifte.app.build import Folder
from ordskifte.load import load
from ordskifte.model.diagnostics import in_order
from ordskifte.parse.catalogs import parse_catalog
from ordskifte.pipeline.stages import Parsed, parsed, plurals, quoted
from ordskifte.render.formats import plural_header
from ordskifte.tools.messages import extract, update
from ordskifte.tools.wording import asked
from ordskifte.write import write_source

POT = "locales/messages.pot"

source_option = click.option(
    "--source", type=Folder, default=Path(), help="The folder of the site.  [default: this one]"
)


@click.group()
def command() -> None:
    """The words of the interface, for translators."""


@command.command("extract")
@source_option
def extract_command(source: Path) -> None:
    """Gather every message of the templates and site.toml into locales/messages.pot."""
    texts, _ = _read(source)
    _write(source, POT, extract(asked(texts.config, texts.templates)))


@command.command("update")
@source_option
def update_command(source: Path) -> None:
    """Bring locales/messages.pot and the catalog of every edition into step; no translation is lost."""
    texts, catalogs = _read(source)
    messages = asked(texts.config, texts.templates)
    _write(source, POT, extract(messages))
    for locale in texts.config.editions:
        path = f"locales/{locale.replace('-', '_')}/LC_MESSAGES/messages.po"
        if path not in catalogs and locale == "en":
            continue
        found = parse_catalog(path, catalogs.get(path, ""), locale, plurals(locale))
        if any(problem.is_error for problem in found.diagnostics):
            console.tell(console.as_text(found.diagnostics, {}))
            raise SystemExit(1)
        _write(source, path, update(found.entries, messages, locale, plural_header(locale)))


def _read(source: Path) -> tuple[Parsed, dict[str, str]]:
    """The site's sources, and the text of each catalog."""
    files = load(source, exclude=[source / "output"])
    texts = parsed(files, "")
    if isinstance(texts, tuple):
        console.tell(console.as_text(in_order(texts), quoted(files, texts)))
        raise SystemExit(1)
    catalogs = {path: files.read(path) for path in files.under("locales/") if path.endswith(".po")}
    return texts, {path: content.decode() for path, content in catalogs.items() if isinstance(content, bytes)}


def _write(source: Path, path: str, text: str) -> None:
    changed = write_source(source, path, text.encode())
    console.tell(f"{path}: {'written' if changed else 'unchanged'}\n")
