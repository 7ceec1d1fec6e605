"""A message becomes words in the best language that has them, with a number, values and links put in.

Knows the fallback from language to language; not which edition asks, nor how numbers and dates are written.
"""

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from ordskifte.model.catalog import (
    DIRECTIVE,
    LINK_NAME,
    SOURCE_LOCALE,
    Catalog,
    Phrase,
    Translated,
    placeholders,
)
from ordskifte.model.text import Html, Message, Text
from ordskifte.render.language import marks

_LINK = re.compile(f"&lt;({LINK_NAME})&gt;(.*?)&lt;/\\1&gt;", re.DOTALL)


class MissingValue(LookupError):
    """A template asks for a message and leaves out a value that its words need."""


def lookup(catalogs: Mapping[str, Catalog], chain: tuple[str, ...], message: Message, plural: str = "") -> Phrase:
    """The words of the first locale of the chain that has the message; English always has, in the msgid itself."""
    requested = chain[0]
    for locale in chain:
        found = catalogs[locale].messages.get(message) if locale in catalogs else None
        if found and _is_made_for(found, message, plural):
            return Phrase(found.forms, locale, is_fallback=locale != requested)
        if locale == SOURCE_LOCALE:
            break
    forms = (message.msgid, plural) if plural else (message.msgid,)
    return Phrase(forms, SOURCE_LOCALE, is_fallback=requested != SOURCE_LOCALE)


def worded(
    phrase: Phrase, n: int | None, values: Mapping[str, object], plural_form: Callable[[int, str], int]
) -> Text | Html:
    """The phrase with its placeholders filled, in the form that n takes in the phrase's own language.

    HTML and texts in other languages make HTML of the whole, in which they are marked; else it is a Text. Raises
    MissingValue.
    """
    form = phrase.forms[0 if n is None or len(phrase.forms) == 1 else plural_form(n, phrase.locale)]
    if any(_is_marked(value, phrase.locale) for value in values.values()):
        html = {name: _embedded(value, phrase.locale) for name, value in values.items()}
        return Html(_filled(escape(form), html), phrase.locale)
    plain = {name: value.value if isinstance(value, Text) else str(value) for name, value in values.items()}
    return Text(_filled(form, plain), phrase.locale, phrase.is_fallback)


def linked(words: Text | Html, urls: Mapping[str, str]) -> Html:
    """The words with each named link, `<subscribe>subscribe</subscribe>`, leading to its address.

    A name without an address leaves its words without a link.
    """

    def link(found: re.Match[str]) -> str:
        name, inner = found.groups()
        return f'<a href="{escape(urls[name])}">{inner}</a>' if name in urls else inner

    html = words.value if isinstance(words, Html) else escape(words.value)
    return Html(_LINK.sub(link, html), words.locale)


def _is_made_for(found: Translated, message: Message, plural: str) -> bool:
    """Whether the translation was made for these words: the same plural, or no number and none asked for."""
    if plural or not found.plural:
        return found.plural == plural
    return placeholders(found.forms[0]) <= placeholders(message.msgid)


def _filled(form: str, values: Mapping[str, str]) -> str:
    def value(directive: re.Match[str]) -> str:
        name = directive[1]
        if name and name not in values:
            raise MissingValue(f"the message {form!r} needs a value for %({name})s")
        return values[name] if name else "%"

    return DIRECTIVE.sub(value, form)


def _is_marked(value: object, locale: str) -> bool:
    return isinstance(value, Markup | Html) or (isinstance(value, Text) and value.locale != locale)


def _embedded(value: object, locale: str) -> str:
    """The value as HTML inside a phrase of this locale."""
    words = value.value if isinstance(value, Text | Html) else value
    html = str(words if isinstance(value, Html) else escape(words))
    # `linked` must not take a `<subscribe>` of the value for one of the phrase.
    html = html.replace("&lt;", "&#60;")
    attributes = marks(value.locale, locale) if isinstance(value, Text | Html) and value else ""
    return f"<span{attributes}>{html}</span>" if attributes else html
