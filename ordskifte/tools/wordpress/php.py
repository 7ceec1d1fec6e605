"""Values as PHP's `serialize` writes them, where plugins keep lists of theirs. Nothing is ever made of a class."""

import re

Php = str | int | float | bool | None | dict[str, "Php"]

LONGEST = 100_000
DEEPEST = 5
_SCALAR = re.compile(rb"N;|b:([01]);|i:(-?\d{1,18});|d:(-?[0-9.eE+-]{1,40});")
_STRING = re.compile(rb's:(\d{1,6}):"')
_ARRAY = re.compile(rb"a:(\d{1,5}):\{")


def table(text: str) -> dict[str, Php] | None:
    """The array that a text holds, its keys as text; None for anything else: objects, references, a damaged one.

    Lengths are counted in bytes of UTF-8, as PHP counts them.
    """
    raw = text.encode()
    if len(raw) > LONGEST:
        return None
    try:
        value, end = _value(raw, 0, 0)
    except ValueError:
        return None
    return value if isinstance(value, dict) and end == len(raw) else None


def _value(raw: bytes, at: int, depth: int) -> tuple[Php, int]:
    """The value that begins here, and where it ends. Raises ValueError."""
    if scalar := _SCALAR.match(raw, at):
        return _scalar(scalar), scalar.end()
    if string := _STRING.match(raw, at):
        end = string.end() + int(string[1])
        if raw[end : end + 2] != b'";':
            raise ValueError(at)
        return raw[string.end() : end].decode(), end + 2
    array = _ARRAY.match(raw, at)
    if array is None or depth == DEEPEST:
        raise ValueError(at)
    return _array(raw, array.end(), int(array[1]), depth + 1)


def _scalar(found: re.Match[bytes]) -> Php:
    truth, whole, number = found.groups()
    if truth is not None:
        return truth == b"1"
    if whole is not None:
        return int(whole)
    return None if number is None else float(number)


def _array(raw: bytes, at: int, count: int, depth: int) -> tuple[dict[str, Php], int]:
    values: dict[str, Php] = {}
    for _ in range(count):
        key, at = _value(raw, at, depth)
        if not isinstance(key, str | int):
            raise ValueError(at)  # noqa: TRY004 - it is a text that is wrong
        values[str(key)], at = _value(raw, at, depth)
    if raw[at : at + 1] != b"}":
        raise ValueError(at)
    return values, at + 1
