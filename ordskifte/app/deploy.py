"""`deploy`: the built site to where readers find it, release by release, and back. Exit code: 0 done, 1 not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

import click
import msgspec

from ordskifte.app import console
from ordskifte.app.build import is_of_nobody, output_of, present, site_folder
from ordskifte.app.completion import folders
from ordskifte.app.destinations import (
    DeployFailed,
    Destination,
    DestinationRefused,
    elsewhere,
    folder,
)
from ordskifte.load import CONFIG
from ordskifte.model.clock import parsed_moment
from ordskifte.model.members import MEMBERS
from ordskifte.pipeline.manifest import Manifest, decoded
from ordskifte.tools.releases import Remote, Shelf, before, digest, is_of, name, remote, stamp, superfluous
from ordskifte.write import MARKER, OutputBusy, WriteFailed, held_output, manifest_of

KEPT = 5
PATIENCE = 10
"""Seconds that a build is given to end."""


def _read_destination(_: click.Context, __: click.Parameter, value: str) -> Path | Remote:
    try:
        return remote(value) or Path(value)
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


@click.command(epilog="Exit code: 0 deployed, 1 not deployed, 2 the command itself cannot be understood.")
@click.option(
    "--source",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder that holds site.toml; not needed to go back or to list.  [default: the one you are in]",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the site was built into.  [default: output/ in the source, preview/ for a preview]",
)
@click.option("--preview", is_flag=True, help="Deploy a preview, which is refused otherwise.")
@click.option(
    "--keep",
    type=console.Whole(1),
    default=KEPT,
    show_default=True,
    metavar="NUMBER",
    help="How many releases are kept; what readers see, and saw last, always is.",
)
@click.option("--rollback", "goes_back", is_flag=True, help="Let readers see the release before the current one again.")
@click.option("--list", "is_list", is_flag=True, help="List the releases, and change nothing.")
@click.argument("destination", callback=_read_destination, shell_complete=folders)
def command(
    source: Path,
    output: Path | None,
    preview: bool,
    keep: int,
    goes_back: bool,
    is_list: bool,
    destination: Path | Remote,
) -> None:
    """Deploy the site that was built last to DESTINATION.

    That is a folder, or one on another machine that ssh and rsync reach, as `deploy@example.org:/srv/site`. There,
    `current` is what a web server is to show: a link to the newest of the releases beside it. A release is copied whole
    before readers see any of it, and they are led to it in one step. Files that have not changed are shared with the
    release before, and keep their times.

    What is copied is what the last build left, and nothing else: see `manifest.json`.
    """
    if goes_back and is_list:
        raise click.UsageError("Either --rollback or --list.")
    if not goes_back and not is_list:
        site_folder(source)
    output = output or output_of(source, preview=preview)
    with _failures_told(), _opened(destination, source, output, changes=not is_list) as place:
        shelf = place.shelf()
        if is_list:
            console.tell(_listed(shelf))
        elif goes_back:
            console.tell(_went_back(place, shelf))
        else:
            _deploy(place, shelf, source, output, keep=keep, preview=preview)


# --------------------------------------------------------------------------------------
# What is done
# --------------------------------------------------------------------------------------


def _deploy(place: Destination, shelf: Shelf, source: Path, output: Path, *, keep: int, preview: bool) -> None:
    now = parsed_moment(present(), "UTC").astimezone(UTC)
    with _held(output):
        site = _manifest(output)
        _refuse(site, source, preview=preview)
        if site.next_change and site.next_change <= now:
            due = f"{site.next_change.astimezone(UTC):%Y-%m-%d %H:%M}"
            console.tell(f"This was built before {due} UTC, when something fell due: build again.\n", to_errors=True)
        if is_of_nobody(site.base_url):
            said = (
                f"The pages say that they stand at {site.base_url}: write the address of yours into {CONFIG}, as `url`."
            )
            console.tell(f"{said}\n", to_errors=True)
        mark = digest(site.files)
        seen = shelf.current if shelf.current in shelf.releases else ""
        if is_of(seen, mark):
            console.tell(f"Readers see this build already: {shelf.current}. What was written since is not in it.\n")
            return
        release = name(shelf, mark, now)
        copied = place.put(release, output, site.files, seen)
    place.show(release, shelf.current)
    of = len(site.files)
    console.tell(f"Readers see {release}: {console.counted(of, 'file')}, {copied} new, {of - copied} as they were.\n")
    old = superfluous(Shelf((*shelf.releases, release), release, shelf.current), keep)
    place.remove(old)
    if old:
        console.tell(f"{console.counted(len(old), 'old release')} removed.\n")


def _went_back(place: Destination, shelf: Shelf) -> str:
    release = before(shelf)
    if not release:
        raise DeployFailed("There is no release before the one that readers see.")
    place.show(release, shelf.current)
    forward = "The next deploy leads them forward: build what they are to see, and deploy it."
    return f"Readers see {release} again, and {shelf.current} no more.\n{forward}\n"


def _listed(shelf: Shelf) -> str:
    lines = (
        f"{release}  {stamp(release):%Y-%m-%d %H:%M:%S} UTC  {_remark(shelf, release)}".rstrip()
        for release in reversed(shelf.releases)
    )
    return "".join(f"{line}\n" for line in lines) or "There are no releases.\n"


def _remark(shelf: Shelf, release: str) -> str:
    """What a release is to readers; what they saw before a newer one came needs no words."""
    if release == shelf.current:
        return "current"
    return "rolled back" if release == shelf.previous > shelf.current else ""


# --------------------------------------------------------------------------------------
# What is deployed
# --------------------------------------------------------------------------------------


def _manifest(output: Path) -> Manifest:
    file = manifest_of(output)
    try:
        return decoded(file.read_bytes())
    except FileNotFoundError:
        raise click.UsageError(f"There is no {file}, which a build leaves. Build first.") from None
    except msgspec.DecodeError:
        raise click.UsageError(f"{file} is not the manifest of a build. Build again.") from None


def _refuse(site: Manifest, source: Path, *, preview: bool) -> None:
    """Stop where readers are not to see this."""
    if site.preview and not preview:
        raise click.UsageError("This is a preview, with drafts. If that is what readers are to see, add --preview.")
    if site.sealed is False and (source / MEMBERS).exists():
        raise DeployFailed(
            f"This was built without the key, and {MEMBERS} says that there are members: they would be locked out."
            " Build with --require-key."
        )


@contextmanager
def _held(output: Path) -> Iterator[None]:
    """No build changes the output meanwhile; where it was brought from elsewhere, nobody builds in it."""
    if not (output / MARKER).is_dir():
        yield
        return
    lock = held_output(output.resolve(), PATIENCE)
    try:
        yield
    finally:
        os.close(lock)


# --------------------------------------------------------------------------------------
# Where to
# --------------------------------------------------------------------------------------


@contextmanager
def _opened(destination: Path | Remote, source: Path, output: Path, *, changes: bool) -> Iterator[Destination]:
    if isinstance(destination, Remote):
        with elsewhere(destination, changes=changes) as found:
            yield found
    else:
        with folder(destination, source, output, changes=changes) as place:
            yield place


@contextmanager
def _failures_told() -> Iterator[None]:
    try:
        yield
    except DestinationRefused as problem:
        raise click.UsageError(str(problem)) from None
    except (DeployFailed, OutputBusy, WriteFailed) as problem:
        raise click.ClickException(str(problem)) from None
    except OSError as problem:
        raise click.ClickException(f"{problem.filename or 'The destination'}: {problem.strerror or problem}.") from None
