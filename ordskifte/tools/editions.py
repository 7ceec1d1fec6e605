"""What `site.toml` has to say for a language to become an edition: lines to paste, and words that stand there alone."""

import json
from collections.abc import Collection, Mapping

from ordskifte.model.catalog import PSEUDO_LOCALE
from ordskifte.model.diagnostics import Places
from ordskifte.model.locales import truncations
from ordskifte.render.formats import language_name

ALSO_READ: Mapping[str, tuple[str, ...]] = {
    "nn": ("nb",),
    "nb": ("nn",),
    "se": ("nb", "nn", "sv", "fi"),
    "sma": ("nb", "nn", "sv"),
    "smj": ("nb", "nn", "sv"),
    "smn": ("fi",),
    "sms": ("fi",),
    "fo": ("da",),
    "kl": ("da",),
    "lb": ("de", "fr"),
    "gsw": ("de",),
    "ca": ("es",),
    "eu": ("es", "fr"),
    "gl": ("es", "pt"),
}
"""Languages whose readers all read another one, those first that are nearer (after CLDR's `languageMatching`)."""

WORDS = frozenset(("title", "tagline", "name", "description", "body"))
"""Keys whose tables by locale hold words; those of others hold slugs and addresses."""


def edition_table(locale: str, editions: Collection[str]) -> str:
    """The table of an edition; words that it lacks come from those of the other editions that its readers read."""
    lines = [f"[locales.{locale}]", f"name = {_quoted(_name(locale))}", f"path = {_quoted(locale.lower())}"]
    fallback = [other for other in (*truncations(locale)[1:], *ALSO_READ.get(locale, ())) if other in editions]
    if fallback:
        lines.append(f"fallback = [{', '.join(map(_quoted, fallback))}]")
    return "".join(f"{line}\n" for line in lines)


def tables_without(locale: str, editions: Collection[str], places: Places) -> tuple[str, ...]:
    """The words of `site.toml`, by their names among its places, that it has in a table by locale and not in this one.

    They are in no catalog. A table has words for `pt-BR` if it has some for `pt`.
    """
    own = truncations(locale)
    named = (name for name in places if name.rpartition(".")[2] in WORDS)
    tables = [name for name in named if any(f"{name}.{edition}" in places for edition in editions)]
    return tuple(name for name in tables if not any(f"{name}.{tag}" in places for tag in own))


def _name(locale: str) -> str:
    """The language's name in itself, as it stands in a list of languages."""
    if locale == PSEUDO_LOCALE:
        return "Pseudo"
    name = language_name(locale, locale, tells_bokmal=True)
    return locale if name == locale else name[:1].upper() + name[1:]


def _quoted(words: str) -> str:
    """A basic string of TOML, which escapes as JSON does."""
    return json.dumps(words, ensure_ascii=False)
