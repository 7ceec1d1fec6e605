import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.tools.wordpress.php import table


def test_an_array_is_read_with_its_keys_as_text() -> None:
    said = 'a:4:{s:2:"nb";i:12;s:4:"sync";a:1:{i:0;b:1;}s:1:"x";N;s:1:"y";d:0.5;}'
    assert table(said) == {"nb": 12, "sync": {"0": True}, "x": None, "y": 0.5}


def test_lengths_are_counted_in_bytes() -> None:
    assert table('a:1:{s:3:"på";s:6:"Språk";}') == {"på": "Språk"}
    assert table('a:1:{s:2:"på";s:5:"Språk";}') is None


@pytest.mark.parametrize(
    "said",
    [
        "",
        "nb",
        'O:8:"stdClass":0:{}',
        'a:1:{i:0;O:8:"stdClass":0:{}}',
        'a:1:{i:0;C:3:"Foo":0:{}}',
        "a:1:{i:0;R:1;}",
        "a:2:{i:0;i:1;}",
        "a:1:{i:0;i:1;}x",
        "a:1:{d:0.5;i:1;}",
        's:2:"nb";',
        "a:1:{i:0;" * 40 + "N;" + "}" * 40,
        "a:99999:{",
        "a:0:{}" + " " * 200_000,
    ],
)
def test_nothing_else_is_read(said: str) -> None:
    assert table(said) is None


@given(st.text(alphabet='abis0123456789:;{}"Nd.', max_size=60))
def test_no_text_makes_it_crash(said: str) -> None:
    found = table(said)
    assert found is None or isinstance(found, dict)
