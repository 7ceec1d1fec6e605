"""Values as TOML, such as a person would type them."""

import json
from collections.abc import Mapping


def quoted(words: str) -> str:
    """A basic string, which escapes as JSON does; but for DEL, which TOML does not take as it is."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", r"\u007f")


def by_locale(words: Mapping[str, str]) -> str:
    """A table of words by language, in one line."""
    return f"{{ {', '.join(f'{locale} = {quoted(text)}' for locale, text in words.items())} }}"
