"""Language tags as authors write them."""

from ordskifte.model.diagnostics import At, Diagnostics, Span, error, warning
from ordskifte.model.locales import normalised


def language(tag: str, place: Span | At) -> tuple[str, Diagnostics]:
    """The locale that a tag stands for, empty where it stands for none, and what is to be told of how it is written."""
    try:
        locale = normalised(tag)
    except ValueError as problem:
        return "", (error("language-unknown", f"{problem}.", place),)
    if locale != tag:
        return locale, (warning("language-alias", f"`{tag}` is read as `{locale}`.", place, f"Write `{locale}`."),)
    return locale, ()
