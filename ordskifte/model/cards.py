"""What a social card shows: the picture that stands where someone shares a link."""

from msgspec import Struct

from ordskifte.model.config import Cards
from ordskifte.model.text import Text

WIDTH, HEIGHT = 1200, 630
"""Pixels: what all networks show whole (1.91:1)."""


class Card(Struct, frozen=True):
    """All that a card is made of. It is public, whoever may read the work."""

    title: Text
    colours: Cards
    publication: Text | None = None
    """Above the title; none where that is the publication's name already."""
    section: Text | None = None
    names: Text | None = None
    """The authors as a list, in the edition's words."""
    date: Text | None = None

    @property
    def texts(self) -> tuple[Text, ...]:
        """All its words."""
        return tuple(filter(None, (self.publication, self.section, self.title, self.names, self.date)))
