"""The text of a manifest: a line for each file, in order, of which a build changes as many as it must."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.pipeline.manifest import Head, Seal, decoded, encoded, is_ours, line, lines_of, renewed, seal

HEAD = Head(datetime(2026, 6, 1, 10, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), "https://example.org/", False)
TEXT = """\
{"clock":"2026-06-01T10:00:00Z","next_change":"2027-01-01T00:00:00Z","base_url":"https://example.org/","preview":false,\
"sealed":null,"files":[
{"path":"a.css","sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","size":1,"language":""},
{"path":"b.html","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","size":0,"language":"nb"}
]}
"""
LATER = Head(datetime(2026, 6, 2, 10, tzinfo=UTC), HEAD.next_change, HEAD.base_url, HEAD.preview)

PATHS = st.text(st.sampled_from('ab/-."æ\u2028'), min_size=1, max_size=6)
SEALS = st.builds(Seal, st.binary(min_size=32, max_size=32), st.integers(0, 10**9))
FILES = st.dictionaries(PATHS, SEALS, max_size=8)


def lines(files: dict[str, Seal]) -> list[bytes]:
    return sorted(line(path, sealed, "nb") for path, sealed in files.items())


def test_it_is_json_with_a_line_for_each_file() -> None:
    text = encoded(HEAD, [line("a.css", seal(b"x"), ""), line("b.html", seal(b""), "nb")])
    assert text.decode() == TEXT
    assert [file["path"] for file in json.loads(text)["files"]] == ["a.css", "b.html"]


@given(FILES)
def test_what_is_written_is_read_again(files: dict[str, Seal]) -> None:
    text = encoded(HEAD, lines(files))
    read = decoded(text)
    assert (read.clock, read.next_change, read.base_url, read.preview) == (
        HEAD.clock,
        HEAD.next_change,
        HEAD.base_url,
        HEAD.preview,
    )
    assert {file.path: (bytes.fromhex(file.sha256), file.size) for file in read.files} == {
        path: (sealed.sha256, sealed.size) for path, sealed in files.items()
    }
    assert lines_of(text) == lines(files)
    assert is_ours(text)


@given(FILES, FILES, st.sets(PATHS))
def test_changed_line_by_line_it_is_the_one_made_at_once(
    before: dict[str, Seal], made: dict[str, Seal], gone: set[str]
) -> None:
    after = {path: sealed for path, sealed in (before | made).items() if path in made or path not in gone}
    changed = {path: line(path, sealed, "nb") for path, sealed in made.items()}
    assert renewed(lines(before), gone - made.keys(), changed) == lines(after)


@given(FILES, FILES)
def test_it_stays_as_it_was_where_only_the_clock_is_another(before: dict[str, Seal], after: dict[str, Seal]) -> None:
    text = encoded(HEAD, lines(before))
    again = encoded(LATER, lines(after), text)
    assert (again == text) == (before == after)
    assert again in (text, encoded(LATER, lines(after)))


@pytest.mark.parametrize(
    "head",
    [
        Head(LATER.clock, None, HEAD.base_url, HEAD.preview),
        Head(LATER.clock, HEAD.next_change, "https://example.org/x/", HEAD.preview),
        Head(LATER.clock, HEAD.next_change, HEAD.base_url, True),
    ],
)
def test_it_is_another_where_anything_else_is(head: Head) -> None:
    assert encoded(head, [], encoded(HEAD, [])) == encoded(head, [])


@pytest.mark.parametrize("text", ["", "{}", '{"name": "App", "icons": []}', "[1]", "\0", '{"clock": 1}'])
def test_something_else_is_no_manifest(text: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        decoded(text.encode())
    assert encoded(HEAD, [], text.encode()) == encoded(HEAD, [])


def test_what_an_editor_has_made_of_one_is_still_known_as_ours() -> None:
    assert is_ours(json.dumps(json.loads(encoded(HEAD, [])), indent=4).encode())
    assert is_ours(encoded(HEAD, [line("a", seal(b""), "")])[:50])
    assert not is_ours(b'{"name": "App", "clock": "no"}')
