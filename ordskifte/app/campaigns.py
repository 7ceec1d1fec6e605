"""`campaigns`: which asks stand on a page, and why the others do not."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from operator import attrgetter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
from msgspec import Struct

from ordskifte.app import console
from ordskifte.app.build import at_option, source_option
from ordskifte.app.sources import answered, stop
from ordskifte.load import Files
from ordskifte.model.config import Campaign, Config
from ordskifte.model.document import Slot
from ordskifte.model.site import Quiet, Site
from ordskifte.parse.site_toml import SLOTS
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared, made, prepared
from ordskifte.pipeline.results import MomentRefused, Options, Seconds
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.workers import HERE
from ordskifte.render.formats import language_name
from ordskifte.render.queries import Ground, missing_words
from ordskifte.resolve.addresses import numbered
from ordskifte.resolve.campaigns import (
    FRONT,
    INLINE,
    PAYWALL,
    STICKY,
    Carrier,
    Refusal,
    carrier,
    chosen,
    has_slot,
    of_list,
    refusal,
)
from ordskifte.resolve.lists import page_count

_is_error = attrgetter("is_error")

QUIET = {
    Quiet.UNWANTED: "its front matter says `campaigns: false`",
    Quiet.SENSITIVE: "its front matter says `sensitive: true`",
    Quiet.WITHDRAWN: "the article has been withdrawn",
    Quiet.DESTINATION: "it is where campaigns lead",
}


LACKING = {
    FRONT: "this is not the front page",
    PAYWALL: "nothing on this page is for members only",
    STICKY: "nothing sticks to a page that asks for membership already",
}
"""Why a page has no such slot."""


class Known(Struct, frozen=True):
    """A page at a moment, and what is asked there of the site's campaigns."""

    ground: Ground
    url: str
    carrier: Carrier
    source: str
    """The file of its text; empty for a list."""

    @property
    def config(self) -> Config:
        return self.ground.site.config

    @property
    def now(self) -> datetime:
        return self.ground.site.now

    @property
    def has_room(self) -> bool:
        """Whether its text leaves room for a campaign."""
        body = self.ground.bodies.get(self.source)
        return body is not None and any(isinstance(part, Slot) for part in body.parts)


@click.group()
def command() -> None:
    """Say which campaigns stand on a page."""


@command.command("explain", short_help="Say for each slot of a page which campaign stands there, and why.")
@click.argument("url")
@source_option
@at_option
def explain(url: str, source: Path, at: str) -> None:
    """Say for each slot of the page at URL which campaign stands there, and why each of the others does not.

    URL is an address as readers see it, or its path: /en/articles/arctic-security/.
    """
    console.tell(answered(source, partial(_explanation, url, at)))


# --------------------------------------------------------------------------------------
# What is asked
# --------------------------------------------------------------------------------------


def _explanation(url: str, at: str, files: Files, memo: Memo) -> str:
    return "".join(f"{line}\n" for line in _lines(_known(url, at, files, memo)))


def _known(url: str, at: str, files: Files, memo: Memo) -> Known:
    try:
        found = prepared(files, memo, Options(at), Seams(), HERE, Seconds())
    except MomentRefused as problem:
        raise click.BadParameter(f"{problem}.", param_hint="--at") from None
    if not isinstance(found, Prepared) or not found.is_sound:
        stop(files, tuple(filter(_is_error, made(files, found, (), (), Seconds()).diagnostics)))
    ground = found.rendering.plan.ground
    path = _path(url, ground.site.config)
    for page in ground.site.pages.values():
        if page.url == path:
            return Known(ground, path, carrier(page), page.source)
    lists = _lists(ground.site)
    if path in lists:
        return Known(ground, path, lists[path], "")
    near = get_close_matches(path, [*(page.url for page in ground.site.pages.values()), *lists], 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise click.UsageError(f"Nothing stands at {path} at this moment.{hint}")


def _path(url: str, config: Config) -> str:
    """The path of an address from the root of its host, as the site writes it."""
    path = unquote(urlsplit(url.removeprefix(config.url)).path).removesuffix("index.html")
    return path if path.startswith("/") else f"/{path}"


def _lists(site: Site) -> dict[str, Carrier]:
    """What campaigns may ask about each page of each list, by its address."""
    return {
        numbered(site.config, locale, first, number): of_list(locale, kind, id)
        for (locale, kind, id), first in site.urls.items()
        for number in range(1, page_count(site.config, kind, len(site.lists.get((locale, kind, id), ()))) + 1)
    }


# --------------------------------------------------------------------------------------
# What is told
# --------------------------------------------------------------------------------------


def _lines(known: Known) -> Iterator[str]:
    yield f"{known.url}: {_described(known.carrier)}"
    yield f"at {_shown(known.now, known.config)} ({known.config.time_zone})"
    if known.carrier.quiet is not Quiet.NO:
        yield f"No campaign stands on this page: {QUIET[known.carrier.quiet]}."
        return
    if not known.config.campaigns:
        yield "The site has no campaigns."
    slots = chosen(known.config.campaigns, known.carrier, known.now)
    for slot in SLOTS:
        campaigns = [campaign for campaign in known.config.campaigns if campaign.slot == slot]
        if campaigns:
            yield from _of_slot(known, slot, campaigns, slots.get(slot, ()))


def _of_slot(known: Known, slot: str, campaigns: Sequence[Campaign], ids: tuple[str, ...]) -> Iterator[str]:
    """The slot with the campaign that stands there, and each campaign for it in the order of the file."""
    if not has_slot(known.carrier, slot):
        yield ""
        yield f"{slot}: none; {LACKING.get(slot, 'only articles and pages have this slot')}"
        return
    able = [id for id in ids if not _unable(known, id)]
    yield ""
    yield f"{slot}: {able[0] if able else 'none'}"
    for campaign in campaigns:
        yield f"  {campaign.id}: {_fate(known, campaign, able)}"


def _fate(known: Known, campaign: Campaign, able: list[str]) -> str:
    reason = refusal(campaign, known.carrier, known.now)
    if reason:
        return _refused(reason, campaign, known)
    unable = _unable(known, campaign.id)
    if unable:
        return unable
    place = able.index(campaign.id)
    if place == 0:
        return _standing(known, campaign, able)
    best = _named(known, able[0])
    if best.priority > campaign.priority:
        return f"gives way to {best.id}, whose priority is {best.priority}, and its own {campaign.priority}"
    return f"gives way to {best.id}, which stands before it in the file"


def _standing(known: Known, campaign: Campaign, able: list[str]) -> str:
    until = f" until {_shown(campaign.end, known.config)}" if campaign.end else ""
    if campaign.slot == STICKY:
        return f"stands here{until}, where scripts run, for readers who have not put it away"
    if not until:
        return "stands here"
    lasting = next((id for id in able if _named(known, id).end is None), "nothing")
    return f"stands here{until}; where no scripts run, {lasting} stands in its place"


def _unable(known: Known, id: str) -> str:
    """Why a campaign that is for this page and open cannot be shown on it; empty if it can."""
    campaign, locale = _named(known, id), known.carrier.locale
    missing = missing_words(known.ground, locale, campaign)
    if missing:
        tells_bokmal = "nn" in known.ground.site.config.editions
        return f"has no {language_name(locale, 'en', tells_bokmal=tells_bokmal)} {missing}"
    return "" if known.has_room or campaign.slot != INLINE else "finds no room: the text has no `::: campaign`"


def _named(known: Known, id: str) -> Campaign:
    return next(campaign for campaign in known.config.campaigns if campaign.id == id)


def _refused(reason: Refusal, campaign: Campaign, known: Known) -> str:
    carrier = known.carrier
    match reason:
        case Refusal.QUIET | Refusal.SLOT:
            raise AssertionError("of such a page no campaign is spoken of")
        case Refusal.LOCALE:
            return f"is for the editions {_listed(campaign.locales)}"
        case Refusal.KIND:
            return f"is for pages of the kind {_listed(campaign.kinds)}"
        case Refusal.ACCESS:
            return f"is for articles with the access {_listed(campaign.access)}"
        case Refusal.TERMS:
            wanted = {"section": campaign.sections, "tag": campaign.tags}
            return f"is for the {' or the '.join(f'{name} {_listed(ids)}' for name, ids in wanted.items() if ids)}"
        case Refusal.EXCLUDED:
            found = [tag for tag in carrier.tags if tag in campaign.exclude_tags]
            return f"is not for the tag {_listed(found)}"
        case Refusal.EARLY:
            assert campaign.start
            return f"opens on {_shown(campaign.start, known.config)}"
        case Refusal.OVER:
            assert campaign.end
            return f"closed on {_shown(campaign.end, known.config)}"


def _described(carrier: Carrier) -> str:
    facts = [carrier.kind, carrier.locale, carrier.access]
    facts += [f"section {carrier.section}"] if carrier.section else []
    facts += [f"tags {', '.join(carrier.tags)}"] if carrier.tags else []
    facts += ["with a paywall"] if carrier.has_paywall else []
    return ", ".join(facts)


def _listed(names: Sequence[str]) -> str:
    return " or ".join(names)


def _shown(moment: datetime, config: Config) -> str:
    """By the site's clocks; with the offset, since an hour of October comes twice."""
    shown = moment.astimezone(config.zone)
    return f"{shown:%Y-%m-%d %H:%M:%S}".removesuffix(":00") + f" {shown:%Z}"
