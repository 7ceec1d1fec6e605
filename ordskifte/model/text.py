"""Words that know their language."""

from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct


class LanguageLost(TypeError):
    """A text was made a bare string, which would forget its language."""


class Text(Struct, frozen=True, array_like=True):
    """Plain words in one language. They are printed where that is the current language, else refused."""

    value: str
    locale: str
    is_fallback: bool = False

    def __str__(self) -> str:
        raise LanguageLost(f"the text {self.value!r} ({self.locale}) would lose its language as a bare string")

    def __bool__(self) -> bool:
        return bool(self.value)


class Saying(Text, frozen=True):
    """Words of the interface. Those of a fallback may be printed where another language is current: an attribute cannot
    mark them, and a missing translation must not take a page down. Elsewhere a template marks them with `|marked`."""


class Html(Struct, frozen=True, array_like=True):
    """Safe HTML whose own language is `locale`; parts in other languages are marked inside it."""

    value: str
    locale: str

    def __str__(self) -> str:
        raise LanguageLost(f"HTML in {self.locale} would lose its language as a bare string")

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def markup(self) -> Markup:
        return Markup(self.value)


class Texts(Struct, frozen=True, array_like=True):
    """The same words in one or more languages, in the order they were given."""

    values: tuple[tuple[str, str], ...]

    def pick(self, locales: Iterable[str]) -> Text:
        """The text in the first of these locales that has one; else the first given, as a fallback."""
        known = dict(self.values)
        wanted = tuple(locales)
        for locale in wanted:
            if locale in known:
                return Text(known[locale], locale, is_fallback=locale != wanted[0])
        locale, value = self.values[0]
        return Text(value, locale, is_fallback=True)


class Message(Struct, frozen=True, array_like=True):
    """Words that are worded in the catalogs: English source text, and a context that tells homonyms apart."""

    msgid: str
    context: str = ""


Wording = Texts | Message
"""Words of `site.toml`: a table by locale, or English for the translators."""
