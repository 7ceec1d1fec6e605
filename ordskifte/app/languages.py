"""Languages as people name them on the command line."""

from difflib import get_close_matches

import click

from ordskifte.model.catalog import PSEUDO_LOCALE
from ordskifte.model.locales import normalised, primary
from ordskifte.render.formats import languages


def known_locale(tag: str) -> str:
    """The locale that a tag stands for. Raises BadParameter, with the nearest one, where no language is called so."""
    known = languages()
    try:
        locale = normalised(tag)
    except ValueError:
        locale = ""
    if locale == PSEUDO_LOCALE:
        raise click.BadParameter(f"{tag} is no language. `messages pseudo` writes it.")
    if primary(locale) not in known:
        raise click.BadParameter(f"{tag!r} is no language that is known here.{_near(tag.lower(), known)}")
    return locale


def _near(tag: str, known: dict[str, str]) -> str:
    """The language that is called nearly so, in English or by its tag."""
    names = {name.lower(): code for code, name in known.items()}
    near = get_close_matches(tag, names, 1, 0.7) or get_close_matches(tag, known, 1, 0.6)
    if not near:
        return " Write a tag such as nb, en or de-CH."
    code = names.get(near[0], near[0])
    return f" Did you mean {normalised(code)} ({known[code]})?"
