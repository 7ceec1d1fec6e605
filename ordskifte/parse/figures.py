"""A file of figures, such as `data/raised.json`, becomes what it says that has been raised.

It is written by a person, or by a program that knows an account; what it does not say, nobody guesses.
"""

import json

from ordskifte.model.diagnostics import Diagnostics, Span, error
from ordskifte.parse.text import decoded

LARGEST = 10**12
"""More is a mistake, whatever the currency; and browsers count without error to some 10**15."""
_HINT = 'Write {"raised": 1200}, a whole number and nothing else.'


def parse_figures(path: str, content: bytes) -> tuple[int | None, Diagnostics]:
    """The amount, and what is wrong with the file; None where it says none."""
    text, problems = decoded(path, content)
    try:
        written = json.loads(text)
    except json.JSONDecodeError as wrong:
        told = error("figures-wrong", f"This is not JSON: {wrong.msg}.", Span(path, wrong.lineno, wrong.colno), _HINT)
        return None, (*problems, told)
    except (RecursionError, ValueError):  # Of ten thousand brackets, or of a number with as many digits.
        return None, (*problems, error("figures-wrong", "This is no file of figures.", Span(path, 1, 1), _HINT))
    raised = written.get("raised") if isinstance(written, dict) and len(written) == 1 else None
    if type(raised) is not int or not 0 <= raised <= LARGEST:
        message = "This does not say what has been raised, in whole numbers."
        return None, (*problems, error("figures-wrong", message, Span(path, 1, 1), _HINT))
    return raised, problems
