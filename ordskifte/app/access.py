"""`access`: the key of a site, and the grants by which its members read what is sealed."""

import os
import secrets
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click
from msgspec import Struct

from ordskifte.app import console
from ordskifte.app.build import at_option, is_of_nobody, key_file_option, source_option
from ordskifte.app.completion import member_labels
from ordskifte.app.key import KEY, OPTION, given_key, refuse_inside
from ordskifte.app.sources import answered, named_moment, stop
from ordskifte.load import CONFIG, Files
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import in_order
from ordskifte.model.document import ArticleFront
from ordskifte.model.members import MEMBERS, Members
from ordskifte.model.secrets import Secret
from ordskifte.parse.members import parse_members
from ordskifte.parse.text import decoded
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.sources import Parsed, parsed
from ordskifte.pipeline.workers import HERE
from ordskifte.render.grants import code_text
from ordskifte.render.keys import master_key_text, new_master_key
from ordskifte.resolve.access import may_seal
from ordskifte.tools.grants import (
    Grantor,
    Undone,
    codes_text,
    issued,
    labels_of,
    listed,
    members_text,
    renewed,
    revoked,
)
from ordskifte.write import WriteFailed, write_source

_FOLDER = click.Path(dir_okay=False, path_type=Path)


class Known(Struct, frozen=True):
    """A site and its members at one moment."""

    config: Config
    members: Members
    since: str
    """The first month in which something is published for members; the month of now, if that is earlier."""
    month: str


@click.group()
def command() -> None:
    """Keep the key of the site, and the access of its members.

    A member gets a code, once; members.toml has what the code opens, and neither code nor key. Commit that file.
    """


until_option = click.option(
    "--until", required=True, metavar="MONTH", help="The last month whose texts are opened, such as 2027-11."
)
labels_argument = click.argument("labels", nargs=-1, metavar="[LABEL]...", shell_complete=member_labels)


# --------------------------------------------------------------------------------------
# The commands
# --------------------------------------------------------------------------------------


@command.command("key", short_help="Make a new key for a site, and show it.")
def key() -> None:
    """Make a new key for a site, and show it.

    Give it to your deploy as a secret, and keep a copy where you keep passwords. Whoever has it can read everything;
    without it no grant can be renewed.
    """
    console.tell(f"{master_key_text(new_master_key(secrets.token_bytes))}\n")
    kept = f"Builds read it from ${KEY}, or from a file that {OPTION} names."
    console.tell(f"This is the only time that it is shown. {kept}\n", to_errors=True)


@command.command("issue", short_help="Give access to new members, and show their codes.")
@source_option
@labels_argument
@click.option("--plan", help="What they have paid for.  [default: the only plan of the site]")
@until_option
@click.option("--from", "spreadsheet", type=_FOLDER, help="A CSV file with a column `label`, for many at once.")
@click.option("--codes-out", type=_FOLDER, help="A new CSV file for the codes, outside the site's folder.")
@key_file_option
@at_option
def issue(
    source: Path,
    labels: tuple[str, ...],
    plan: str | None,
    until: str,
    spreadsheet: Path | None,
    codes_out: Path | None,
    key_file: Path | None,
    at: str,
) -> None:
    """Give access to new members, and show their codes.

    LABEL is what you call a member by, a number from your list of members, say. The codes are kept nowhere: whoever
    loses one is revoked and issued another.
    """
    site = _read(source, at)
    grantor = _grantor(site, source, key_file)
    if is_of_nobody(site.config.url):
        said = f"Codes open nothing at another address than {site.config.url}: write yours into {CONFIG} before."
        console.tell(f"{said}\n", to_errors=True)
    wanted = (*labels, *(_labels(spreadsheet) if spreadsheet else ()))
    if not wanted:
        raise click.UsageError("Name a label, or a file with --from.")
    try:
        done = issued(site.members, wanted, _plan(site.config, plan), until, grantor, secrets.token_bytes)
    except Undone as problem:
        raise click.ClickException(str(problem)) from None
    # The codes first: members without a code would have to be revoked.
    _give(done.codes, source, codes_out)
    _save(source, done.members)


@command.command("renew", short_help="Let members read on; their codes stay.")
@source_option
@labels_argument
@click.option("--all", "is_all", is_flag=True, help="Every member.")
@click.option(
    "--until",
    default="",
    metavar="MONTH",
    help="The last month whose texts are opened, such as 2027-11.  [default: the one that each has]",
)
@key_file_option
@at_option
def renew(source: Path, labels: tuple[str, ...], is_all: bool, until: str, key_file: Path | None, at: str) -> None:
    """Let members read on, up to another month. Their codes stay as they are.

    Who has access for longer keeps it. What is older than a code, and has become a text for members since, is opened
    then, too; without --until, nothing else is other than it was.
    """
    site = _read(source, at)
    grantor = _grantor(site, source, key_file)
    if not (labels or is_all):
        raise click.UsageError("Name a label, or all with --all.")
    wanted = [member.label for member in site.members] if is_all else labels
    try:
        members = renewed(site.members, wanted, until, grantor)
    except Undone as problem:
        raise click.ClickException(str(problem)) from None
    if not until:
        console.tell("Last months stay as they are; --until names another.\n", to_errors=True)
    elif longer := [member.label for member in members if member.label in wanted and member.until > until]:
        console.tell(f"Access for longer than {until} is kept: {', '.join(longer)}\n", to_errors=True)
    _save(source, members)


@command.command("revoke", short_help="Take grants off the site.")
@source_option
@click.argument("labels", nargs=-1, required=True, metavar="LABEL...", shell_complete=member_labels)
@at_option
def revoke(source: Path, labels: tuple[str, ...], at: str) -> None:
    """Take the grants of members off the site, with its next build.

    What they have opened stays open to them: a grant that someone has kept is a key to the months that it was for.
    """
    try:
        members = revoked(_read(source, at).members, labels)
    except Undone as problem:
        raise click.ClickException(str(problem)) from None
    _save(source, members)


@command.command("list", short_help="Tell who has access, and until when.")
@source_option
@at_option
def list_(source: Path, at: str) -> None:
    """Tell who has access, to what, and until when."""
    site = _read(source, at)
    if not site.members:
        console.tell("No one has access. `access issue` gives it.\n", to_errors=True)
    console.tell("".join(f"{line}\n" for line in listed(site.members, site.month)))


# --------------------------------------------------------------------------------------
# What is read
# --------------------------------------------------------------------------------------


def _read(source: Path, at: str) -> Known:
    """The site and its members. Stops where one of them cannot be read."""
    return answered(source, partial(_known, source, at))


def _known(source: Path, at: str, files: Files, memo: Memo) -> Known:
    texts = parsed(files, memo, "", HERE)
    if isinstance(texts, tuple):
        stop(files, in_order(texts))
    try:
        content = (source / MEMBERS).read_bytes()
    except FileNotFoundError:
        content = b""
    except OSError as problem:
        raise click.ClickException(f"{MEMBERS} cannot be read: {problem.strerror}.") from None
    text, problems = decoded(MEMBERS, content)
    members, faults = parse_members(MEMBERS, text, tuple(texts.config.plans))
    if problems or faults:
        stop(files, in_order((*problems, *faults)))
    month = f"{named_moment(at, texts.config, '--at').astimezone(texts.config.zone):%Y-%m}"
    return Known(texts.config, members, min((month, *_months_of_sealed(texts))), month)


def _months_of_sealed(texts: Parsed) -> list[str]:
    """The months of the articles that are not always free."""
    sources = texts.sources.all()
    fronts = (sources[path].front for path in may_seal(sources.values(), texts.config))
    dates = (front.date for front in fronts if isinstance(front, ArticleFront))
    return [f"{date.astimezone(texts.config.zone):%Y-%m}" for date in dates if date]


def _plan(config: Config, plan: str | None) -> str:
    if plan is None and len(config.plans) == 1:
        return next(iter(config.plans))
    if plan is None or plan not in config.plans:
        raise click.BadParameter(f"Name one of {', '.join(config.plans)}.", param_hint="--plan")
    return plan


def _labels(spreadsheet: Path) -> tuple[str, ...]:
    try:
        return labels_of(spreadsheet.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        message = f"{spreadsheet} is not in UTF-8: save it as `CSV UTF-8`, as Excel calls it."
        raise click.BadParameter(message, param_hint="--from") from None
    except OSError as problem:
        message = f"{spreadsheet} cannot be read: {problem.strerror}."
        raise click.BadParameter(message, param_hint="--from") from None
    except Undone as problem:
        raise click.BadParameter(f"{spreadsheet}: {problem}", param_hint="--from") from None


def _grantor(site: Known, source: Path, key_file: Path | None) -> Grantor:
    return Grantor(site.config.url + site.config.base_path, _master_key(source, key_file), site.since)


def _master_key(source: Path, key_file: Path | None) -> Secret:
    """The site's key. Stops where there is none; says nothing of what is there in its stead."""
    master = given_key(source, key_file)
    if master is None:
        raise click.ClickException(f"There is no key in ${KEY}. `access key` makes one.")
    return master


# --------------------------------------------------------------------------------------
# What is written
# --------------------------------------------------------------------------------------


def _give(codes: Mapping[str, Secret], source: Path, codes_out: Path | None) -> None:
    """Codes to whoever asked for them, on the console or in a file that nobody else may read."""
    if codes_out is None:
        console.tell("".join(f"{label}  {code_text(code)}\n" for label, code in codes.items()))
        console.tell(
            f"This is the only time that {'it is' if len(codes) == 1 else 'they are'} shown.\n", to_errors=True
        )
        return
    refuse_inside(source, codes_out, "--codes-out")
    try:
        with open(codes_out, "xb", opener=partial(os.open, mode=0o600)) as file:
            file.write(codes_text(codes).bare)
    except FileExistsError:
        raise click.BadParameter(f"{codes_out} is there already.", param_hint="--codes-out") from None
    except OSError as problem:
        message = f"{codes_out} cannot be written: {problem.strerror}."
        raise click.BadParameter(message, param_hint="--codes-out") from None


def _save(source: Path, members: Members) -> None:
    try:
        changed = write_source(source, MEMBERS, members_text(members).encode())
    except WriteFailed as problem:
        raise click.ClickException(str(problem)) from None
    console.tell(f"{MEMBERS}: {'written' if changed else 'unchanged'}\n", to_errors=True)
