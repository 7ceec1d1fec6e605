"""`schema`: what front matter, `site.toml`, glossaries and members can say, for editors and for people."""

from collections.abc import Mapping
from pathlib import Path

import click

from ordskifte.app import console
from ordskifte.app.sources import answered, stop
from ordskifte.load import Files
from ordskifte.model.diagnostics import in_order
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.sources import parsed
from ordskifte.pipeline.workers import HERE
from ordskifte.tools.editor_settings import SCHEMAS, editor_settings, is_made, schema_files
from ordskifte.tools.keys import SUBJECTS
from ordskifte.tools.reference import reference
from ordskifte.tools.schemas import Names, names, schema_text
from ordskifte.write import WriteFailed, write_source


@click.command(epilog="Exit code: 0 done, 1 the site cannot be read, 2 the command itself cannot be understood.")
@click.argument("subject", type=click.Choice([*SUBJECTS]), required=False)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it into a file, instead of showing it.",
)
@click.option("--markdown", "is_markdown", is_flag=True, help="All keys of everything as a page for people.")
@click.option(
    "--write",
    "is_for_site",
    is_flag=True,
    help="Give the site what VS Code needs, and tell that of its authors, sections and tags: schemas, an extension for "
    "front matter, and settings where there are none.",
)
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder of the site that --write is for.  [default: the one you are in]",
)
def command(subject: str | None, output: Path | None, is_markdown: bool, is_for_site: bool, source: Path) -> None:
    """Show the JSON Schema of what people write: front matter, site.toml, a glossary or members.toml.

    Editors complete and check what you type by it. It is made of the types that a build reads your files into.
    """
    if [subject is not None, is_markdown, is_for_site].count(True) != 1:
        raise click.UsageError(f"Name one of {', '.join(SUBJECTS)}, or say --markdown or --write.")
    if output and is_for_site:
        raise click.UsageError("--write knows where it writes; leave --output out.")
    if is_for_site:
        files = editor_settings(answered(source, _names))
        kept = [path for path in files if not is_made(path) and (source / path).exists()]
        _write(source, {path: text for path, text in files.items() if path not in kept})
        console.tell("".join(f"{path}: left as it is\n" for path in kept))
        return
    text = schema_text(subject) if subject else reference()
    if output:
        _write(output.parent, {output.name: text})
    else:
        console.tell(text)


def tell_editors(source: Path) -> None:
    """Tell the schemas of a site, where it has them, of the names that it has by now. Raises WriteFailed."""
    if (source / SCHEMAS).is_dir():
        for path, text in schema_files(answered(source, _names)).items():
            write_source(source, path, text.encode())


def _names(files: Files, memo: Memo) -> Names:
    """What the site has names for. Mistakes in its texts are for others to tell."""
    texts = parsed(files, memo, "", HERE)
    if isinstance(texts, tuple):
        stop(files, in_order(texts))
    return names(texts.config, texts.faces.all().values(), files.stamps)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    try:
        for path, text in files.items():
            changed = write_source(folder, path, text.encode())
            console.tell(f"{path}: {'written' if changed else 'unchanged'}\n")
    except WriteFailed as problem:
        raise click.ClickException(f"{problem}.") from None
