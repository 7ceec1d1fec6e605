"""`newsletter`: what is new in one edition, as mail: HTML, plain text, and both as a draft for a mail program."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, NoReturn

import click
from msgspec import Struct

from ordskifte.app import console
from ordskifte.app.build import asked, at_option, base_url_option, failures_told, source_option
from ordskifte.app.completion import languages
from ordskifte.app.folders import unpublished
from ordskifte.app.sources import answered, named_moment, stop
from ordskifte.load import Files
from ordskifte.model.clock import parsed_moment
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import Diagnostic, Diagnostics
from ordskifte.model.letters import Letter
from ordskifte.model.locales import normalised, truncations
from ordskifte.pipeline.guard import Guard
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared, made, prepared
from ordskifte.pipeline.results import Options, Seconds
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.workers import HERE
from ordskifte.render.mail import mail
from ordskifte.render.newsletter import HTML, TEXT, Plain, Words, letter, words
from ordskifte.render.templates import RenderFailed, Templates
from ordskifte.write import write_folder

FOLDER = "newsletter"
"""Where in the source letters are written if nobody names a place."""
_is_error = attrgetter("is_error")


class _Asked(Struct, frozen=True):
    """What a letter is asked to be."""

    since: str
    locale: str
    options: Options
    seams: Seams


class _Written(Struct, frozen=True):
    """A letter, its words where there is anything to say, and the edition's own name."""

    letter: Letter
    words: Words | None
    edition: str
    config: Config


def _read_since(_: click.Context, __: click.Parameter, value: str) -> str:
    try:
        parsed_moment(value, "UTC")
    except ValueError as problem:
        raise click.BadParameter(f"{problem}.") from None
    return value


@click.command(
    epilog="Exit code: 0 written, or there is nothing new; 1 there are errors to mend, 2 the command itself cannot be "
    "understood."
)
@source_option
@click.option(
    "--since",
    required=True,
    callback=_read_since,
    metavar="TIME",
    help="Tell of what has come since then, that moment included, such as 2026-05-01 or 2026-05-01T08:00.",
)
@click.option("--locale", required=True, metavar="LOCALE", shell_complete=languages, help="The edition, such as nb.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help=f"The folder that it is written to; never one that is published.  [default: {FOLDER}/ in the source]",
)
@base_url_option
@at_option
@click.pass_obj
def command(
    obj: Mapping[str, Any] | None,
    source: Path,
    since: str,
    locale: str,
    output: Path | None,
    base_url: str,
    at: str,
) -> None:
    """Write a newsletter of what is new in one edition, to be sent by whatever you send letters with.

    It has the new articles, translations that have come, corrections and withdrawals, each with a link to the site.
    What is in another language says so, and so does what is for members. The site's templates newsletter.html and
    newsletter.txt make the words; the third file, .eml, has both, and a mail program opens it as a draft.

    No picture is fetched and no reader is counted. Where there is nothing new, nothing is written.
    """
    place = output or source / FOLDER
    folder = unpublished(place, source, "a newsletter")
    given = obj or {}
    seams = Seams(given.get("renderers", ()), given.get("queries", {}))
    wanted = _Asked(since, locale, asked(at, base_url, drafts=False, preview=False), seams)
    with failures_told():
        found = answered(source, partial(_written, wanted))
        if found.words is None:
            console.tell(f"Nothing is new in {found.edition} since {_shown(found.letter.since, found)}.\n")
            return
        files = _files(found.words, _name(found))
        write_folder(folder, files, ())
    console.tell("".join(f"{place / name}\n" for name in files))
    console.tell(f"Subject: {found.words.subject.value}\n{_contents(found.letter)}\n")
    after = found.letter.until + timedelta(seconds=1)
    console.tell(f"The next letter goes on with --since {after.astimezone(found.config.zone).isoformat()}\n")


# --------------------------------------------------------------------------------------
# What is asked
# --------------------------------------------------------------------------------------


def _written(wanted: _Asked, files: Files, memo: Memo) -> _Written:
    site = prepared(files, memo, wanted.options, wanted.seams, HERE, Seconds())
    if not isinstance(site, Prepared) or not site.is_sound:
        _stop(files, site)
    config, rendering = site.texts.config, site.rendering
    locale = _edition(wanted.locale, config)
    since = named_moment(wanted.since, config, "--since")
    if since > rendering.plan.ground.site.now:
        raise click.BadParameter(f"{wanted.since} has not come yet at the moment of --at.", param_hint="--since")
    found = letter(rendering.plan.ground.site, locale, since)
    name = config.editions[locale].name
    if found.is_empty:
        return _Written(found, None, name, config)
    try:
        said = words(found, rendering.templates, Templates(site.texts.templates, Plain()), rendering.answers)
    except RenderFailed as failed:
        _stop(files, site, failed.diagnostic)
    told = ((HTML, said.html.encode()), (TEXT, said.text.encode()))
    if leaks := tuple(Guard(site, memo, None).leaks(told) if site.sealed else ()):
        _stop(files, site, *leaks)
    return _Written(found, said, name, config)


def _stop(files: Files, site: Prepared | Diagnostics, *problems: Diagnostic) -> NoReturn:
    """Tell of the errors, and end. What a build warns of is for a build to tell."""
    stop(files, tuple(filter(_is_error, made(files, site, problems, (), Seconds()).diagnostics)))


def _edition(tag: str, config: Config) -> str:
    """The edition that a tag names, however it is written. Raises BadParameter, with the nearest one."""
    try:
        locale = normalised(tag)
    except ValueError:
        locale = tag
    if locale in config.editions:
        return locale
    names = {edition.name.lower(): of for of, edition in config.editions.items()} | {of: of for of in config.editions}
    near = [of for of in truncations(locale) if of in config.editions]
    near += [names[name] for name in get_close_matches(tag.lower(), names, 1, 0.6)]
    told = f"Did you mean {near[0]}?" if near else f"There are {', '.join(config.editions)}."
    raise click.BadParameter(f"{tag!r} is no edition of this site. {told}", param_hint="--locale")


# --------------------------------------------------------------------------------------
# What is made
# --------------------------------------------------------------------------------------


def _name(found: _Written) -> str:
    """By the day of the letter, in the site's zone."""
    return f"{found.letter.until.astimezone(found.config.zone):%Y-%m-%d}.{found.letter.locale}"


def _files(said: Words, name: str) -> dict[str, bytes]:
    draft = mail(said.subject, said.text, said.html)
    return {f"{name}.html": said.html.encode(), f"{name}.txt": said.text.encode(), f"{name}.eml": draft}


def _contents(letter: Letter) -> str:
    counts = {
        "article": len(letter.works),
        "translation": len(letter.translations),
        "corrected article": len(letter.corrections),
        "withdrawn article": len(letter.withdrawals),
    }
    return ", ".join(console.counted(count, what) for what, count in counts.items() if count) + "."


def _shown(moment: datetime, found: _Written) -> str:
    return f"{moment.astimezone(found.config.zone):%Y-%m-%d %H:%M} ({found.config.time_zone})"
