"""A newsletter: what has come to an edition since a moment. No words of its own, and no body of a text."""

from datetime import datetime

from msgspec import Struct

from ordskifte.model.locales import Direction, direction
from ordskifte.model.site import DatedNote, Entry, Page


class Noted(Struct, frozen=True):
    """A work with the notes that are new."""

    page: Page
    notes: tuple[DatedNote, ...]
    """The newest first."""


class Letter(Struct, frozen=True):
    """What is new in an edition, each kind of news with the newest first."""

    locale: str
    since: datetime
    until: datetime
    works: tuple[Entry, ...] = ()
    """Those that have been published; where the edition only links to one, its link leads to another edition."""
    translations: tuple[Page, ...] = ()
    """Of older works: those that have come, or have been brought up to date."""
    corrections: tuple[Noted, ...] = ()
    withdrawals: tuple[Page, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.works or self.translations or self.corrections or self.withdrawals)

    @property
    def direction(self) -> Direction:
        """How its language is written. Whoever shows a letter leaves out what the elements around it say."""
        return direction(self.locale)
