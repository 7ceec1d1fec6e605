"""Which asks a page carries, step by step: page, slot, locale, kind, access, terms, window, priority, order in file.

Knows no words. That an edition lacks those of a campaign is known to `render/queries`, which passes over it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.model.config import Campaign
from ordskifte.model.document import Kind
from ordskifte.model.site import ListingId, ListingKind, Page, Quiet
from ordskifte.resolve.access import FREE

FRONT, INLINE, PAYWALL, STICKY = "front", "article-inline", "paywall", "sticky"
_OF_TEXTS = ("article-end", INLINE)
"""Slots that only what has a text has."""


class Carrier(Struct, frozen=True):
    """What a campaign may ask about the page that would carry it."""

    locale: str
    kind: str
    """Of a work or of a list."""
    access: str = FREE
    section: str = ""
    tags: tuple[str, ...] = ()
    has_paywall: bool = False
    quiet: Quiet = Quiet.NO


class Refusal(StrEnum):
    """Why a campaign does not stand on a page, in the order in which it is asked."""

    QUIET = "quiet"
    """The page carries none at all."""
    SLOT = "slot"
    """The page has no such slot."""
    LOCALE = "locale"
    KIND = "kind"
    ACCESS = "access"
    TERMS = "terms"
    """Neither its section nor one of its tags is wanted."""
    EXCLUDED = "excluded"
    """One of its tags is not wanted."""
    EARLY = "early"
    OVER = "over"


def carrier(page: Page) -> Carrier:
    """What campaigns may ask about a page."""
    entry = page.entry
    return Carrier(page.locale, entry.kind, entry.access, entry.section, entry.tags, page.is_sealed, page.quiet)


def listed_as(locale: str, kind: str, id: str) -> ListingId:
    """The list whose campaigns this one has: those of a section and of a tag have their own, others those of a kind."""
    return locale, kind, id if kind in (ListingKind.SECTION, ListingKind.TAG) else ""


def of_list(locale: str, kind: str, id: str) -> Carrier:
    """What campaigns may ask about a list: that of a section is of the section, and that of a tag has the tag."""
    section = id if kind == ListingKind.SECTION else ""
    return Carrier(locale, kind, section=section, tags=(id,) if kind == ListingKind.TAG else ())


def carrying(page: Page, campaigns: Iterable[Campaign], now: datetime) -> Page:
    """The page with its campaigns."""
    found = chosen(campaigns, carrier(page), now)
    return replace(page, campaigns=found) if found else page


def chosen(campaigns: Iterable[Campaign], carrier: Carrier, now: datetime) -> dict[str, tuple[str, ...]]:
    """The ids of all campaigns that may stand in each slot that has any: by priority, then in the order of the file.

    The first one stands there; if it closes before the site is built again, the next one does.
    """
    slots: dict[str, tuple[str, ...]] = {}
    for campaign in sorted(campaigns, key=lambda campaign: -campaign.priority):
        if refusal(campaign, carrier, now) is None:
            slots[campaign.slot] = (*slots.get(campaign.slot, ()), campaign.id)
    return slots


def refusal(campaign: Campaign, carrier: Carrier, now: datetime) -> Refusal | None:
    """The first reason why a campaign does not stand on a page at a moment, whatever others there are."""
    return next(_refusals(campaign, carrier, now), None)


def _refusals(campaign: Campaign, carrier: Carrier, now: datetime) -> Iterator[Refusal]:
    """All that speaks against it, in the order of choice."""
    if carrier.quiet is not Quiet.NO:
        yield Refusal.QUIET
    if not has_slot(carrier, campaign.slot):
        yield Refusal.SLOT
    if _wants_other(campaign.locales, carrier.locale):
        yield Refusal.LOCALE
    if _wants_other(campaign.kinds, carrier.kind):
        yield Refusal.KIND
    if _wants_other(campaign.access, *_levels(carrier.access)):
        yield Refusal.ACCESS
    if _wants_other((*campaign.sections, *campaign.tags), carrier.section, *carrier.tags):
        yield Refusal.TERMS
    if not set(campaign.exclude_tags).isdisjoint(carrier.tags):
        yield Refusal.EXCLUDED
    if campaign.start is not None and now < campaign.start:
        yield Refusal.EARLY
    if campaign.end is not None and campaign.end <= now:
        yield Refusal.OVER


def has_slot(carrier: Carrier, slot: str) -> bool:
    """Whether a page has the slot. What asks for membership already has nothing that sticks to it."""
    if slot in _OF_TEXTS:
        return carrier.kind in (Kind.ARTICLE, Kind.PAGE)
    if slot == FRONT:
        return carrier.kind == ListingKind.FRONT
    return carrier.has_paywall == (slot == PAYWALL) or slot not in (PAYWALL, STICKY)


def _wants_other(wanted: tuple[str, ...], *facts: str) -> bool:
    """Whether something is wanted, and none of it is a fact."""
    return bool(wanted) and set(wanted).isdisjoint(facts)


def _levels(access: str) -> tuple[str, ...]:
    """An article of one plan is a members' article too."""
    return (access,) if access == FREE else (access, "members")
