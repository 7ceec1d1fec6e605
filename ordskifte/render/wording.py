"""Every message that a site asks its translators for: those of its templates, of `site.toml`, and of bodies."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.load import CONFIG
from ordskifte.model.catalog import SOURCE_LOCALE, Catalog, Extracted
from ordskifte.model.config import Config, Edition
from ordskifte.model.diagnostics import Diagnostic, Span, warning
from ordskifte.model.document import LABELS
from ordskifte.model.locales import primary
from ordskifte.model.text import Message
from ordskifte.render.compiled import Compiled
from ordskifte.render.formats import language_name
from ordskifte.render.messages import lookup


def asked(
    config: Config, templates: Iterable[Compiled], labels: Collection[str] = tuple(LABELS)
) -> tuple[Extracted, ...]:
    """All messages, in no order that matters; of bodies, these labels."""
    return (
        *(message for template in templates for message in template.messages),
        *(Extracted(message, "", "", CONFIG) for message in dict.fromkeys(_messages(config))),
        *(Extracted(Message(label), "", LABELS[label], "content/") for label in labels),
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


def catalog_path(locale: str) -> str:
    """Where the catalog of a locale is put."""
    return f"locales/{locale.replace('-', '_')}/LC_MESSAGES/messages.po"


def unworded(
    config: Config, messages: Iterable[Extracted], catalogs: Mapping[str, Catalog], paths: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """A warning for each edition without words for some messages; English has them all. `paths` are the catalogs'."""
    distinct = {use.message: use.plural for use in messages}
    for locale, edition in config.editions.items():
        if primary(locale) == SOURCE_LOCALE:
            continue
        phrases = [lookup(catalogs, edition.chain, message, plural) for message, plural in distinct.items()]
        shown = [phrase.locale for phrase in phrases if phrase.is_fallback]
        if shown:
            yield _unworded(edition, shown, len(distinct), paths.get(locale, ""), tells_bokmal="nn" in config.editions)


def _unworded(edition: Edition, shown: list[str], count: int, path: str, *, tells_bokmal: bool) -> Diagnostic:
    language, *others = (
        language_name(locale, "en", tells_bokmal=tells_bokmal) for locale in (edition.locale, *sorted(set(shown)))
    )
    lack, their = ("has", "its") if len(shown) == 1 else ("have", "their")
    message = f"{len(shown)} of {count} messages {lack} no {language} words; {their} pages show {' or '.join(others)}."
    if path:
        hint = f"Run `messages update`, and fill in what is empty or fuzzy in {path}."
    else:
        hint = f"Run `messages new {edition.locale}`, and fill in what it writes."
    known_as = f"Some messages have no {language} words."
    span = Span(path or catalog_path(edition.locale))
    return replace(warning("messages-missing", message, span, hint), known_as=known_as)
