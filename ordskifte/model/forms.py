"""What a text may look like, where its type says no more than that it is one.

Readers check it in words of their own, each where it can be known. Schemas and the reference tell of it before that.
"""

from collections.abc import Iterable
from enum import EnumType
from typing import Annotated

from msgspec import Struct

from ordskifte.model.slugs import SLUG

WEB = r"(https?://|mailto:)[^\s]+"
"""An address on the web or of e-mail, as a pattern of `re`."""


class Form(Struct, frozen=True):
    words: str
    """What it is, as one says it: "the id of a section"."""
    pattern: str = ""
    """What all of it must match, in what regular expressions of Python and of JavaScript have in common."""
    choices: tuple[str, ...] = ()
    """All that it may be."""
    kind: EnumType | None = None
    """The type whose members these are, where they are those of one; what each of them is stands there."""
    examples: tuple[str, ...] = ()
    names: str = ""
    """What of a site it names, so that who knows the site knows what there is: `section`."""


def one_of(choices: Iterable[str], words: str = "") -> Form:
    """The form of what is one of these; with few of them, no words are needed."""
    return Form(words, choices=tuple(map(str, choices)), kind=choices if isinstance(choices, EnumType) else None)


Slug = Annotated[str, Form("a–z, 0–9 and single hyphens", SLUG)]
Language = Annotated[str, Form("a language", examples=("nb", "en"))]
EditionTag = Annotated[str, Form("an edition", examples=("nb", "en"), names="edition")]
AuthorKey = Annotated[str, Form("the key of an author", names="author")]
ArticleKey = Annotated[str, Form("the key of an article", names="article")]
SectionId = Annotated[str, Form("the id of a section", names="section")]
TagId = Annotated[str, Form("the id of a tag", names="tag")]
SeriesId = Annotated[str, Form("the id of a series", names="series")]
ActionId = Annotated[str, Form("the id of an action", names="action")]
Level = Annotated[str, Form("`free`, `members` or the id of a plan", examples=("free", "members"), names="access")]
WebAddress = Annotated[str, Form("an address on the web", WEB, examples=("https://example.org/",))]
Address = Annotated[str, Form("an address", examples=("page:about", "/about/", "https://example.org/"))]
OldAddress = Annotated[str, Form("a path on the site", examples=("/2019/the-old-name/",))]
