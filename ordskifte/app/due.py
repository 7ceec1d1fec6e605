"""`due`: what time alone has changed since a moment, and what it changes next. Exit code: 0 something, 1 nothing."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import msgspec

from ordskifte.app import console
from ordskifte.app.build import read_moment, source_option
from ordskifte.app.sources import answered, named_moment
from ordskifte.load import Files
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import in_order
from ordskifte.pipeline.manifest import decoded
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.sources import Parsed, parsed, quoted
from ordskifte.pipeline.workers import HERE
from ordskifte.resolve.publication import Change, Event, Timetable, timetable
from ordskifte.resolve.translations import Work, gather
from ordskifte.write import OUTPUT, manifest_of

UNKNOWN = 2
"""The exit code of a site of which it cannot be told: neither that something is due, nor that nothing is."""

WORDS = {
    Event.PUBLISHED: "{subject} is published",
    Event.ACCESS: "{subject} becomes {access}",
    Event.OPENED: "the campaign {subject} opens",
    Event.ENDED: "the campaign {subject} ends",
    Event.YEAR: "the year {subject} begins",
}


@click.command(
    epilog="Exit code: 0 something fell due, 1 nothing did, 2 it cannot be told: the command cannot be understood, or "
    "site.toml cannot be read."
)
@source_option
@click.option(
    "--since",
    metavar="TIME|MANIFEST",
    help="A moment, or the manifest that a build left, which stands for its moment.  [default: manifest.json of "
    "output/ in the source]",
)
@click.option(
    "--at",
    callback=read_moment,
    metavar="TIME",
    help="The moment until which it is asked.  [default: SOURCE_DATE_EPOCH, else now]",
)
@click.option("--json", "is_json", is_flag=True, help="As one JSON object, for programs.")
def command(source: Path, since: str | None, at: str, is_json: bool) -> None:
    """Tell what time alone has changed since the last build, and what it changes next.

    An article whose date has come, access that changes by a schedule, a campaign that opens or ends, and the new year,
    which stands under every page: each changes the site without an edit. A job that runs every hour asks this, and
    builds the site where something fell due.
    """
    config, works = answered(source, _works)
    began = _since(since, source, config)
    now = named_moment(at, config, "--at")
    found = timetable(works, config, began, now)
    console.tell(_as_json(found, began, now, config.zone) if is_json else _as_text(found, began, config))
    if not found.due:
        raise SystemExit(1)


# --------------------------------------------------------------------------------------
# What is asked
# --------------------------------------------------------------------------------------


def _works(files: Files, memo: Memo) -> tuple[Config, Iterable[Work]]:
    """The configuration and the works. What is wrong with a text is for `build` to tell."""
    texts = parsed(files, memo, "", HERE)
    if not isinstance(texts, Parsed):
        console.tell(console.as_text(in_order(texts), quoted(files, texts)), to_errors=True)
        raise SystemExit(UNKNOWN)
    works, _ = gather(texts.faces.all().values(), tuple(texts.config.editions), {})
    return texts.config, works.values()


def _since(since: str | None, source: Path, config: Config) -> datetime:
    if since is None:
        manifest = manifest_of(source / OUTPUT)
        if not manifest.exists():
            raise click.UsageError(f"There is no {manifest}, which a build leaves. Build first, or name a --since.")
        return _clock(manifest)
    return _clock(Path(since)) if Path(since).is_file() else named_moment(since, config, "--since")


def _clock(manifest: Path) -> datetime:
    try:
        return decoded(manifest.read_bytes()).clock
    except OSError as problem:
        raise click.UsageError(f"{manifest} cannot be read: {problem.strerror}.") from None
    except msgspec.DecodeError:
        raise click.UsageError(f"{manifest} is not the manifest of a build.") from None


# --------------------------------------------------------------------------------------
# What is told
# --------------------------------------------------------------------------------------


def _as_text(found: Timetable, since: datetime, config: Config) -> str:
    zone = config.zone
    began = f"{_shown(since, zone)} ({config.time_zone})"
    due = [f"Since {began}:", *_lines(found.due, zone)] if found.due else [f"Nothing fell due since {began}."]
    coming = ["Next:", *_lines(found.next, zone)] if found.next else ["Time alone changes nothing from here on."]
    return "".join(f"{line}\n" for line in (*due, *coming))


def _lines(changes: Iterable[Change], zone: ZoneInfo) -> Iterable[str]:
    for change in changes:
        words = WORDS[change.event].format(subject=change.subject, access=change.access)
        yield f"  {_shown(change.moment, zone)}  {words}"


def _shown(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def _as_json(found: Timetable, since: datetime, now: datetime, zone: ZoneInfo) -> str:
    def iso(moment: datetime) -> str:
        return moment.astimezone(zone).isoformat()

    def records(changes: Iterable[Change]) -> list[dict[str, str]]:
        return [{**msgspec.to_builtins(change), "moment": iso(change.moment)} for change in changes]

    said = {
        "since": iso(since),
        "at": iso(now),
        "due": records(found.due),
        "next_change": iso(found.next[0].moment) if found.next else None,
        "next": records(found.next),
    }
    return json.dumps(said, indent=2) + "\n"
