"""Languages as people name them on the command line."""

from difflib import get_close_matches

import click

from ordskifte.model.catalog import PSEUDO_LOCALE
from ordskifte.model.locales import normalised, primary
from ordskifte.render.formats import languages, names_of_languages


def known_locale(tag: str) -> str:
    """The locale that a tag stands for. Raises BadParameter, with the nearest one, where no language is called so."""
    try:
        locale = normalised(tag)
    except ValueError:
        locale = ""
    if locale == PSEUDO_LOCALE:
        raise click.BadParameter(f"{tag} is no language. `messages pseudo` writes it.")
    if primary(locale) not in languages():
        raise click.BadParameter(f"{tag!r} is no language that is known here.{_near(tag.lower())}")
    return locale


def _near(tag: str) -> str:
    """The language that is called nearly so, in English, in itself, or by its tag."""
    names = names_of_languages()
    near = get_close_matches(tag, names, 1, 0.65)
    code = names[near[0]] if near else "".join(get_close_matches(tag, names.values(), 1, 0.75))
    return (
        f" Did you mean {normalised(code)} ({languages()[code]})?" if code else " Write a tag such as nb, en or de-CH."
    )
