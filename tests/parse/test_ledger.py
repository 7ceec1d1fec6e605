import pytest

from ordskifte.model.diagnostics import Span
from ordskifte.model.translations import Ledger, Part, Segment, text_fingerprint
from ordskifte.parse.ledger import ledger_text, parse_ledger

PATH = "locales/ledger/ferry.json"
FERRY = (Segment(Part.TITLE, "Ferja: «hjem»"), Segment(Part.PARAGRAPH, 'Den går\\ klokka "seks".'))
TRAIN = (Segment(Part.TITLE, "Toget"),)
LEDGER: Ledger = {text_fingerprint(version): version for version in (FERRY, TRAIN)}


def problems(content: bytes) -> list[tuple[str, Span]]:
    return [(problem.code, problem.span) for problem in parse_ledger(PATH, content)[1]]  # type: ignore[misc]


def test_a_ledger_has_a_line_for_each_segment() -> None:
    assert ledger_text({text_fingerprint(FERRY): FERRY}) == (
        '{\n  "v1:98d5a7efa3a356fa": [\n    "title: Ferja: «hjem»",\n'
        '    "paragraph: Den går\\\\ klokka \\"seks\\"."\n  ]\n}\n'
    )


def test_what_is_written_is_read_again() -> None:
    assert parse_ledger(PATH, ledger_text(LEDGER).encode()) == (LEDGER, ())


def test_the_same_versions_give_the_same_bytes() -> None:
    assert ledger_text(LEDGER) == ledger_text(dict(reversed([*LEDGER.items()])))


def test_an_empty_ledger_is_one() -> None:
    assert parse_ledger(PATH, ledger_text({}).encode()) == ({}, ())


def test_windows_line_ends_and_a_byte_order_mark_are_accepted() -> None:
    content = b"\xef\xbb\xbf" + ledger_text(LEDGER).replace("\n", "\r\n").encode()
    assert parse_ledger(PATH, content) == (LEDGER, ())


def test_a_version_that_someone_has_written_in_is_told_where_it_stands_and_left_out() -> None:
    said = ledger_text(LEDGER).replace("Toget", "Bussen")
    read, told = parse_ledger(PATH, said.encode())
    assert read == {text_fingerprint(FERRY): FERRY}
    line = said.split("\n").index(f'  "{text_fingerprint(TRAIN)}": [') + 1
    assert [(problem.code, problem.span) for problem in told] == [("ledger-altered", Span(PATH, line))]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 0),
        (b"{", 0),
        (b"[]", 0),
        (b'{"v1:3b2c2d9d5ef1a1d5": "title: A"}', 0),
        (b'{"v1:3b2c2d9d5ef1a1d5": ["A"]}', 1),
        (b'{"v1:3b2c2d9d5ef1a1d5": ["odd: A"]}', 1),
        (b'{"v1:3b2c2d9d5ef1a1d5": [\n"title: A",\n"odd: A"]}', 3),
        (b'{"v1:3b2c2d9d5ef1a1d5": [\n"title: A",\n"odd\\u003a A"]}', 0),
        (b'{"v1:3b2c2d9d5ef1a1d5": [1]}', 0),
        (b'{\n<<<<<<< ours\n  "v1:3b2c2d9d5ef1a1d5": []\n}', 2),
        (b"[" * 100_000, 0),
    ],
)
def test_what_is_no_ledger_is_told_and_holds_nothing(content: bytes, line: int) -> None:
    read, told = parse_ledger(PATH, content)
    assert read == {}
    assert [(problem.code, problem.span) for problem in told] == [("ledger-syntax", Span(PATH, line))]


def test_what_is_not_utf_8_is_told() -> None:
    assert [code for code, _ in problems(ledger_text(LEDGER).encode("latin-1"))] == ["encoding", "ledger-altered"]


def test_a_name_that_is_written_with_escapes_is_told_too() -> None:
    assert problems(b'{\n"v1\\u003a3b2c2d9d5ef1a1d5": []}') == [("ledger-altered", Span(PATH))]


@pytest.mark.parametrize(
    "content",
    [
        b'{"v1:3b2c2d9d5ef1a1d5": ["Secret: secret."]}',
        b'{"v1:3b2c2d9d5ef1a1d5": ["paragraph: Secret."]}',
        b'{"paragraph: Secret.": []}',
        b'{"paragraph: Secret.": "Secret."}',
        b'{"v1:3b2c2d9d5ef1a1d5": ["paragraph: Secret." Secret]}',
        b'{"v1:3b2c2d9d5ef1a1d5": ["paragraph: Secret \xe5."]}',
    ],
)
def test_no_words_of_a_ledger_are_told(content: bytes) -> None:
    _, told = parse_ledger(PATH, content)
    assert told
    assert "secret" not in repr(told).lower()
