"""Bytes in, the same bytes out, or none."""

from pathlib import Path

import pytest

from ordskifte.pipeline.blobs import Blobs

KEY = "ab12-400.avif"


def file_of(folder: Path) -> Path:
    return folder / "ab" / KEY


def test_what_was_put_is_there(tmp_path: Path) -> None:
    Blobs(tmp_path).put(KEY, b"pixels")
    assert Blobs(tmp_path).get(KEY) == b"pixels"


def test_what_was_never_put_is_not(tmp_path: Path) -> None:
    assert Blobs(tmp_path).get(KEY) is None


def test_without_a_folder_nothing_is_kept() -> None:
    Blobs(None).put(KEY, b"pixels")
    assert Blobs(None).get(KEY) is None


@pytest.mark.parametrize("spoilt", [b"", b"short", b"\0" * 40])
def test_what_is_not_as_it_was_put_is_not_there(tmp_path: Path, spoilt: bytes) -> None:
    Blobs(tmp_path).put(KEY, b"pixels")
    file_of(tmp_path).write_bytes(spoilt)
    assert Blobs(tmp_path).get(KEY) is None


def test_a_file_that_was_cut_short_or_has_a_turned_bit_is_not_there(tmp_path: Path) -> None:
    Blobs(tmp_path).put(KEY, b"pixels")
    whole = file_of(tmp_path).read_bytes()
    for content in (whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), whole + b"x"):
        file_of(tmp_path).write_bytes(content)
        assert Blobs(tmp_path).get(KEY) is None


def test_a_place_that_cannot_be_written_to_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "ab").write_text("a file in the place of a folder")
    Blobs(tmp_path).put(KEY, b"pixels")
    assert Blobs(tmp_path).get(KEY) is None


def test_what_nobody_wants_any_more_is_removed(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    for key in ("ab-wanted", "ab-unwanted"):
        blobs.put(key, b"pixels")
    blobs.prune({"ab-wanted"})
    assert [file.name for file in (tmp_path / "ab").iterdir()] == ["ab-wanted"]
