"""Messages, their translations, and the placeholders and named links inside them."""

import re
from collections.abc import Mapping

from msgspec import Struct

from ordskifte.model.text import Message

SOURCE_LOCALE = "en"
"""The language of msgids: complete by itself, with or without a catalog."""

DIRECTIVE = re.compile(r"%(?:%|\((\w+)\)s)")
"""`%(name)s`, or `%%` for a literal per cent sign. Any other `%` in a msgid stands for itself."""

PSEUDO_LOCALE = "en-XA"
"""The English made strange and longer by a machine, to see what of a page goes through the catalogs."""

_UNNAMED = re.compile(
    r"""%\(\w*\)[#0+-]*[\d.]*[a-zA-Z]?                  # %(n)d, and %(n) without its s
    | %(\d+\$)?[#0+-]*\d*(\.\d+)?[sdifgrx](?![\w%])   # %s, %d, %.1f, %1$s; but not 100%
    """,
    re.VERBOSE,
)

LINK_NAME = "[a-z][a-z0-9_-]*"
"""The name of an inline link: `<subscribe>subscribe</subscribe>`."""


class Translated(Struct, frozen=True):
    """The words of one message in one language: a single form, or one for each plural form."""

    forms: tuple[str, ...]
    plural: str = ""
    """The English plural that the forms were written for; empty for a message without a number."""


class Catalog(Struct, frozen=True):
    """One locale's usable messages: nothing fuzzy, empty, obsolete, half filled or unsafe."""

    locale: str
    messages: Mapping[Message, Translated]


class Phrase(Struct, frozen=True):
    """The words of a message in the language that has them, before a number and values are put in."""

    forms: tuple[str, ...]
    locale: str
    is_fallback: bool


class Extracted(Struct, frozen=True):
    """One use of a message in a template or in `site.toml`, for the translators."""

    message: Message
    plural: str
    comment: str
    reference: str
    """The path of the file that uses it, without a line, which would change with every edit."""


def placeholders(words: str) -> frozenset[str]:
    """The names that `%(name)s` placeholders ask values for."""
    return frozenset(name for name in DIRECTIVE.findall(words) if name)


def unnamed(words: str) -> str:
    """The first thing in the words that other programs take for a placeholder, and this one does not: `%s`, `%(n)d`.

    Empty where there is none.
    """
    found = _UNNAMED.search(DIRECTIVE.sub(" ", words))
    return found[0] if found else ""


def place(message: Message) -> str:
    """The message's name among the Places of a catalog."""
    return f"{message.context}\N{END OF TRANSMISSION}{message.msgid}" if message.context else message.msgid
