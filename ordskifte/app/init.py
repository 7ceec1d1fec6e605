"""`init`: a new site in a folder of its own."""

from collections.abc import Mapping
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from ordskifte.app import console
from ordskifte.app.build import read_moment
from ordskifte.app.console import invoked, typed
from ordskifte.app.languages import known_locale
from ordskifte.app.schema import tell_editors
from ordskifte.model.catalog import SOURCE_LOCALE
from ordskifte.model.clock import parsed_moment
from ordskifte.model.locales import primary
from ordskifte.render import formats
from ordskifte.render.wording import catalog_path
from ordskifte.tools.beginnings import one_line
from ordskifte.tools.carried import carried
from ordskifte.tools.origin import FOLDER, NO_ORIGIN, Origin, origin, requirements
from ordskifte.tools.starter import (
    REPOSITORY,
    REQUIREMENTS,
    SAMPLE,
    also_read,
    sample_site,
    starter,
    zone_of,
)
from ordskifte.write import WriteFailed, write_source

HARMLESS = frozenset((".git", ".venv", "venv", ".DS_Store", "desktop.ini", "LICENSE", "LICENSE.md", "LICENSE.txt"))
"""What may lie in a folder that a site is begun in: a site has none of these names, and leaves them alone."""
SHOWN = 4
"""Names that are told of a folder that is not empty."""


def read_locales(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    """The languages of a list such as `nb,en`, each once."""
    tags = [tag.strip() for tag in value.split(",") if tag.strip()]
    if not tags:
        raise click.BadParameter("Name a language, such as en.")
    return tuple(dict.fromkeys(map(known_locale, tags)))


def read_name(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not one_line(value):
        raise click.BadParameter("A name has letters.")
    return None if value is None else one_line(value)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", callback=read_name, help="What the publication is called.  [default: as the folder]")
@click.option(
    "--locales",
    callback=read_locales,
    default="nb,en",
    metavar="TAGS",
    help="The languages of its editions, the first at its root.  [default: nb,en]",
)
@click.option("--sample", is_flag=True, help="The whole sample publication, to look at and to try things on.")
@click.option(
    "--at",
    callback=read_moment,
    metavar="TIME",
    help="The day that its first article is of.  [default: SOURCE_DATE_EPOCH, else now]",
)
@click.pass_context
def command(
    ctx: click.Context, folder: Path, name: str | None, locales: tuple[str, ...], sample: bool, at: str
) -> None:
    """Begin a new site in the folder DIR, which is made if need be.

    It has an article, its translation, an author and a page, and is yours: texts, templates and the words of the
    interface. Nothing is overwritten: a folder that holds anything already is left as it is.
    """
    _refuse_choices(ctx, sample=sample)
    _refuse_full(folder)
    program = origin_of_program()
    given = carried_files()
    files = sample_site(given) if sample else starter(given, name or _title(folder), locales, _today(at, locales))
    files |= program_files(program, given)
    try:
        for path, content in files.items():
            write_source(folder, path, content)
        tell_editors(folder)
    except WriteFailed as problem:
        raise click.ClickException(str(problem)) from None
    console.tell(_done(folder, locales, is_sample=sample))
    if not sample:
        console.tell(_wordless(locales, given))
    console.tell(_next(ctx, folder, "en" if sample else locales[0]))
    if program.is_open:
        console.tell(f"Before you push it anywhere: {REQUIREMENTS} says how the program comes along.\n", to_errors=True)


# --------------------------------------------------------------------------------------
# What is refused
# --------------------------------------------------------------------------------------


def _refuse_choices(ctx: click.Context, *, sample: bool) -> None:
    """The sample has a name and languages of its own."""
    chosen = [name for name in ("name", "locales") if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if sample and chosen:
        raise click.UsageError(f"The sample has a name and languages already: leave out --{chosen[0]}, or --sample.")


def _refuse_full(folder: Path) -> None:
    """Stop where something lies in the folder that might be someone's."""
    try:
        there = sorted(path.name for path in folder.iterdir() if path.name not in HARMLESS)
    except FileNotFoundError:
        return
    except OSError as problem:
        raise click.ClickException(f"{folder} cannot be looked into: {problem.strerror}.") from None
    if there:
        more = f" and {len(there) - SHOWN} more" if len(there) > SHOWN else ""
        found = f"{', '.join(there[:SHOWN])}{more}"
        raise click.ClickException(
            f"{folder} is not empty: there is {found}. A site is begun in a folder that is new, or has no more in it"
            " than .git, .venv and LICENSE. It brings a README.md and a .gitignore of its own; move yours away first."
        )


# --------------------------------------------------------------------------------------
# What it is made of
# --------------------------------------------------------------------------------------


def _title(folder: Path) -> str:
    """A name for the publication, made of that of its folder."""
    words = one_line(folder.absolute().name.replace("-", " ").replace("_", " "))
    return words[:1].upper() + words[1:] or "Magazine"


def _today(at: str, locales: tuple[str, ...]) -> date:
    zone = zone_of(locales)
    return parsed_moment(at, zone).astimezone(ZoneInfo(zone)).date()


def carried_files() -> dict[str, bytes]:
    """The files of the sample and what stands around it, by their paths."""
    top = carried(".")
    roots = [carried(path) for path in (*SAMPLE, *REPOSITORY)]
    paths = [path for root in roots for path in ([root] if root.is_file() else sorted(root.rglob("*")))]
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def program_files(program: Origin, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """How the program comes along with a site: what is to be installed, and the program itself where it is a file."""
    files = {REQUIREMENTS: requirements(program, given[REQUIREMENTS].decode()).encode()}
    if program.file:
        wheel = Path(program.file)
        files[f"{FOLDER}/{wheel.name}"] = wheel.read_bytes()
    return files


def origin_of_program() -> Origin:
    """Where this program came from, if that can be given to others."""
    try:
        told = distribution("ordskifte").read_text("direct_url.json")
    except PackageNotFoundError:
        return NO_ORIGIN
    found = origin(told)
    return NO_ORIGIN if found.file and not Path(found.file).is_file() else found


# --------------------------------------------------------------------------------------
# What is told
# --------------------------------------------------------------------------------------


def _done(folder: Path, locales: tuple[str, ...], *, is_sample: bool) -> str:
    place = "This folder" if folder.resolve() == Path.cwd() else folder
    if is_sample:
        return f"{place}: the sample publication.\n"
    return f"{place}: a site {'in' if len(locales) == 1 else 'in the editions'} {', '.join(locales)}.\n"


def _wordless(locales: tuple[str, ...], files: Mapping[str, bytes]) -> str:
    """What to do about editions whose interface is in another language as yet."""
    lacking = [locale for locale in locales if primary(locale) != SOURCE_LOCALE and catalog_path(locale) not in files]
    names = {
        locale: formats.language_name(_spoken(locale, locales, files), SOURCE_LOCALE, tells_bokmal="nn" in locales)
        for locale in lacking
    }
    return "".join(
        f"{catalog_path(locale)} is empty: until it is filled in, the interface of {locale} is in {name}.\n"
        for locale, name in names.items()
    )


def _spoken(locale: str, locales: tuple[str, ...], files: Mapping[str, bytes]) -> str:
    """The language that an edition without words of its own falls back on."""
    return next((near for near in also_read(locale, locales) if catalog_path(near) in files), SOURCE_LOCALE)


def _next(ctx: click.Context, folder: Path, locale: str) -> str:
    """Three lines to type next."""
    program = invoked(ctx)
    lines = (
        *([f"cd {typed(str(folder))}"] if folder.resolve() != Path.cwd() else []),
        f"{program} serve --open",
        f'{program} new article "Your title" --lang {locale}',
    )
    return "Next:\n" + "".join(f"  {line}\n" for line in lines)
