"""Every message that a site asks its translators for: those of its templates, of `site.toml`, and of bodies."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ordskifte.load import CONFIG
from ordskifte.model.catalog import Extracted
from ordskifte.model.config import Config
from ordskifte.model.document import LABELS
from ordskifte.model.text import Message
from ordskifte.render.templates import extracted


def asked(config: Config, templates: Mapping[str, str]) -> tuple[Extracted, ...]:
    """All messages, in no order that matters."""
    return (
        *(message for name, source in templates.items() for message in extracted(name, source)),
        *(Extracted(message, "", "", CONFIG) for message in dict.fromkeys(_messages(config))),
        *(Extracted(Message(msgid), "", comment, "content/") for msgid, comment in LABELS.items()),
    )


def _messages(value: object) -> Iterator[Message]:
    """The messages in a value of the configuration, however deep."""
    if isinstance(value, Message):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _messages(getattr(value, name))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _messages(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _messages(part)
