"""`import`: the texts of another system become those of a site. Nothing that is there is written over."""

import os
import shutil
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import click

from ordskifte.app import console
from ordskifte.app.init import HARMLESS, carried_files, origin_of_program, program_files
from ordskifte.app.schema import tell_editors
from ordskifte.load import CONFIG
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import Diagnostics
from ordskifte.parse.config import parse_config
from ordskifte.parse.text import decoded
from ordskifte.tools.starter import starter
from ordskifte.tools.wordpress import report as told
from ordskifte.tools.wordpress.kinds import KINDS
from ordskifte.tools.wordpress.media import Asset
from ordskifte.tools.wordpress.reading import Reading, Refused
from ordskifte.tools.wordpress.site import Plan, files, planned
from ordskifte.tools.wordpress.terms import toml
from ordskifte.tools.wordpress.values import Note, Place
from ordskifte.write import WriteFailed, write_source

CHUNK = 1 << 18
"""Bytes that are read of an export at a time."""
SHOWN = 8
"""Names that are told where nothing is new."""
REPORT, FETCH = "import-report", "import-pictures"


@click.group()
def command() -> None:
    """Bring texts from another system into a site.

    Nothing that is there is written over, and nothing is fetched from anywhere: a report says what is left to do.
    """


@command.command("wordpress", short_help="Bring the texts of an export of WordPress into a site.")
@click.argument(
    "exports",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--into",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of the site; a new or empty one becomes a site.  [default: this folder]",
)
@click.option(
    "--media",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="A copy of the old site's folder wp-content/uploads, to take pictures from.",
)
def wordpress(exports: tuple[Path, ...], into: Path, media: Path | None) -> None:
    """Bring the texts of an export of WordPress into a site: posts, pages, authors, sections, tags and pictures.

    FILE comes from WordPress under Tools, Export, All content. Where it came as several files, name them all.
    Translations by Polylang stand together, and so do those by WPML if its add-on for exports was used. Links, and old
    addresses, lead to where the texts stand now.

    Nothing that is there is written over; import-report.md says what is left for you to do.
    """
    config = _config(into)
    readings = [Reading(path.name, partial(_chunks, path)) for path in exports]
    try:
        plan = planned(readings, config, None if media is None else frozenset(_uploads(media)))
        _Import(into, media, plan).run(readings, [path.name for path in exports])
    except Refused as refused:
        console.tell(console.as_text((refused.diagnostic,), {}))
        raise SystemExit(1) from None
    except WriteFailed as problem:
        raise click.ClickException(str(problem)) from None


# --------------------------------------------------------------------------------------
# What it is made of
# --------------------------------------------------------------------------------------


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as problem:
        raise click.ClickException(f"{path} cannot be read: {problem.strerror}.") from None


def _uploads(folder: Path) -> Iterator[str]:
    """The paths of all files in a folder, from there; what links lead to is none of them."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = (Path(place) / name).relative_to(folder).as_posix()
            yield unicodedata.normalize("NFC", path)


def _config(into: Path) -> Config | None:
    """The configuration of the site; None where there is none yet. Stops where nothing can be imported into."""
    path = into / CONFIG
    if not path.exists():
        there = sorted(file.name for file in into.iterdir() if file.name not in HARMLESS) if into.is_dir() else []
        if there:
            message = f"{into} holds no {CONFIG}, and is not empty: there is {there[0]}."
            raise click.ClickException(f"{message} Name the folder of a site with --into, or a new one.")
        return None
    text, problems = decoded(CONFIG, path.read_bytes())
    config, _, wrong = parse_config(text)
    errors = tuple(problem for problem in (*problems, *wrong) if problem.is_error)
    if config is None or errors:
        _stop(errors)
    return config


def _stop(problems: Diagnostics) -> None:
    console.tell(console.as_text(problems, {}))
    raise SystemExit(1)


# --------------------------------------------------------------------------------------
# What is written
# --------------------------------------------------------------------------------------


class _Import:
    def __init__(self, into: Path, media: Path | None, plan: Plan) -> None:
        self.into = into
        self.media = media
        self.plan = plan
        self.written: list[str] = []
        self.there: list[str] = []
        self.notes: list[Note] = [*plan.notes]

    def run(self, readings: list[Reading], names: list[str]) -> None:
        if self.plan.new_config:
            self.begin()
        is_longer = not self.plan.new_config and self.extend()
        hosts: set[str] = set()
        for file in files(self.plan, readings):
            if self.write(file.path, file.text.encode()):
                self.notes += file.notes
                hosts.update(file.hosts)
        is_longer |= self.allow(hosts - {*self.plan.config.embed_hosts})
        tell_editors(self.into)
        assets = tuple(self.plan.media.assets[path] for path in sorted(self.plan.media.assets))
        copied = [asset for asset in assets if self.copy(asset)]
        self.notes += [Note("exists", "", Place(""), path) for path in self.there]
        came = told.Came(tuple(self.written), tuple(self.there), assets, tuple(self.notes))
        reports = sorted(self.into.glob(f"{REPORT}*.md"))
        if self.written or copied or is_longer or not reports:
            self.tell(came, names)
        else:
            self.tell_of_nothing_new(reports)

    def write(self, path: str, content: bytes) -> bool:
        """Whether the file was not there, and is now."""
        if os.path.lexists(self.into / path):
            self.there.append(path)
            return False
        write_source(self.into, path, content)
        self.written.append(path)
        return True

    def begin(self) -> None:
        """A site to put the texts into, with templates, catalogs and a configuration of its own."""
        locales = self.plan.languages.locales
        title = self.plan.index.channel.title
        given = carried_files()
        # The day is that of the starter's own article, which is left out.
        made = starter(given, title, locales, date.min) | program_files(origin_of_program(), given)
        for path, content in made.items():
            if not path.startswith("content/") and not path.startswith("locales/ledger/") and path != CONFIG:
                self.write(path, content)
        self.write(CONFIG, self.plan.new_config.encode())
        self.written.clear()

    def extend(self) -> bool:
        """Adds the sections and tags that `site.toml` lacks, at its end; whether there were any."""
        config = self.plan.config
        there = {*(f"sections.{id}" for id in config.sections), *(f"tags.{id}" for id in config.tags)}
        lacking = toml(self.plan.topics, there)
        return bool(lacking) and self.add(f"# From WordPress.\n\n{lacking.rstrip()}\n")

    def allow(self, hosts: Collection[str]) -> bool:
        """Lets what these hosts show stand in texts; whether that was not so."""
        listed = "".join(f'  "{host}",\n' for host in sorted(hosts))
        table = f"# What may be shown of other sites, when readers click.\n[embeds]\nhosts = [\n{listed}]\n"
        return bool(hosts) and self.add(table)

    def add(self, lacking: str) -> bool:
        """Puts tables at the end of `site.toml`, or tells a person of them where that says something else then."""
        text = decoded(CONFIG, (self.into / CONFIG).read_bytes())[0]
        longer = f"{text.rstrip()}\n\n{lacking}"
        found, _, problems = parse_config(longer)
        if found is None or any(problem.is_error for problem in problems):
            self.notes.append(Note("config", lacking, Place("")))
            return False
        return write_source(self.into, CONFIG, longer.encode())

    def copy(self, asset: Asset) -> bool:
        """Puts a file of the old site where its text looks for it; whether it was not there, and is now."""
        target = self.into / asset.path
        if not asset.found or self.media is None or os.path.lexists(target):
            return False
        source = self.media / asset.found
        if not source.resolve().is_relative_to(self.media.resolve()) or not source.is_file():
            return False
        part = target.with_name(f".{target.name}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, part)
            part.replace(target)
        except OSError as problem:
            part.unlink(missing_ok=True)
            raise click.ClickException(f"{asset.path} cannot be written: {problem.strerror}.") from None
        if asset.path.endswith(".svg"):
            self.notes.append(Note("svg", "", Place(""), asset.path))
        return True

    # ---- what is told -----------------------------------------------------------------

    def tell(self, came: told.Came, names: list[str]) -> None:
        report, fetch = self.free_names()
        write_source(self.into, report, told.report(self.plan, came, names, fetch).encode())
        missing = told.fetching(asset for asset in came.assets if not os.path.lexists(self.into / asset.path))
        if missing:
            write_source(self.into, fetch, missing.encode())
        console.tell(f"{self.into}: {', '.join(told.counts(self.plan, came)) or 'nothing new'}.\n")
        if came.there:
            console.tell(f"{console.counted(len(came.there), 'file')} were there already, and have been left.\n")
        for kind, notes in told.by_kind(came.notes).items():
            if KINDS[kind].is_work:
                console.tell(f"{len(notes):>6}  {KINDS[kind].title}\n")
        console.tell(f"What to do about each stands in {self.into / report}.\n")

    def tell_of_nothing_new(self, reports: list[Path]) -> None:
        """What was told before is not told again."""
        there = [*self.there[:SHOWN], *([f"and {len(self.there) - SHOWN} more"] if len(self.there) > SHOWN else [])]
        count = console.counted(len(self.there), "file")
        console.tell(f"{self.into}: nothing is new. {count} were there already, and have been left:\n")
        console.tell("".join(f"  {name}\n" for name in there))
        console.tell(f"What there was to do about them stands in {' and '.join(map(str, reports))}.\n")

    def free_names(self) -> tuple[str, str]:
        """The names of the two reports: those of an earlier import stay, with what has been noted in them."""
        number, behind = 1, ""
        while any(
            os.path.lexists(self.into / f"{name}{behind}{end}") for name, end in ((REPORT, ".md"), (FETCH, ".txt"))
        ):
            number += 1
            behind = f"-{number}"
        return f"{REPORT}{behind}.md", f"{FETCH}{behind}.txt"
