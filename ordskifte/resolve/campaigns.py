"""Which ask a page carries: one pure choice, in this order: page, locale, access, terms, window, priority."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from ordskifte.model.config import Campaign


class Carrier(Struct, frozen=True):
    """What a campaign may ask about the page that would carry it."""

    locale: str
    kind: str
    access: str = "free"
    section: str = ""
    tags: tuple[str, ...] = ()
    has_paywall: bool = False
    is_suppressed: bool = False
    """Whether the page wants no campaign: by its front matter, as sensitive, or because it is where campaigns lead."""


def chosen(campaigns: Iterable[Campaign], carrier: Carrier, now: datetime) -> dict[str, str]:
    """The id of the campaign in each slot that has one; the highest priority wins, then the order of the file."""
    slots: dict[str, Campaign] = {}
    for campaign in campaigns:
        if is_fitting(campaign, carrier) and is_open(campaign, now):
            standing = slots.get(campaign.slot, campaign)
            slots[campaign.slot] = campaign if campaign.priority > standing.priority else standing
    return {slot: campaign.id for slot, campaign in slots.items()}


def is_fitting(campaign: Campaign, carrier: Carrier) -> bool:
    """Whether the campaign is for pages like this one, whatever the time."""
    wanted = (
        (campaign.locales, {carrier.locale}),
        (campaign.kinds, {carrier.kind}),
        (campaign.access, _levels(carrier.access)),
        ((*campaign.sections, *campaign.tags), {carrier.section, *carrier.tags}),
    )
    return (
        not carrier.is_suppressed
        and all(not names or not facts.isdisjoint(names) for names, facts in wanted)
        and set(carrier.tags).isdisjoint(campaign.exclude_tags)
        and (campaign.slot == "front") == (carrier.kind == "front")
        and not (campaign.slot == "sticky" and carrier.has_paywall)
    )


def _levels(access: str) -> set[str]:
    """An article of one plan is a members' article too."""
    return {access} if access == "free" else {access, "members"}


def is_open(campaign: Campaign, now: datetime) -> bool:
    """Whether the moment lies in the window [start, end)."""
    return (campaign.start is None or campaign.start <= now) and (campaign.end is None or now < campaign.end)
