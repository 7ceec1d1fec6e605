"""A secret is seen by no one who does not ask for it, and written down by nothing."""

import pickle
from traceback import TracebackException

import msgspec
import pytest
from msgspec import Struct

from ordskifte.model.secrets import Secret


class Holder(Struct, frozen=True):
    secret: Secret


KEY = Secret(b"a key that no one may see")


def test_whoever_asks_is_given_it() -> None:
    assert KEY.bare == b"a key that no one may see"


@pytest.mark.parametrize("shown", [repr(KEY), str(KEY), f"{KEY}", f"{Holder(KEY)}", f"{[KEY]!r:}"])
def test_it_is_not_shown(shown: str) -> None:
    assert "Secret(…)" in shown
    assert "key that" not in shown


def test_a_traceback_with_the_values_of_variables_does_not_show_it() -> None:
    def fail(key: Secret) -> None:
        raise ValueError(key)

    with pytest.raises(ValueError) as caught:
        fail(KEY)
    lines = TracebackException.from_exception(caught.value, capture_locals=True).format()
    assert "key that" not in "".join(lines)


def test_it_is_no_part_of_json_msgpack_and_pickles() -> None:
    for write in (msgspec.json.encode, msgspec.msgpack.encode, pickle.dumps):
        with pytest.raises(TypeError):
            write(Holder(KEY))


def test_it_has_no_hash() -> None:
    with pytest.raises(TypeError):
        hash(KEY)


def test_two_are_equal_if_their_bytes_are() -> None:
    assert Secret(b"one") == Secret(b"one")
    assert Secret(b"one") != Secret(b"two")
    assert Secret(b"one") != b"one"
