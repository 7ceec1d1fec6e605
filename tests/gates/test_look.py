"""The contact sheet: each of its pictures is there, and is of a whole page."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.look import HEIGHT, SHOTS, sheet, take

pytestmark = pytest.mark.gate


def test_a_picture_is_of_a_whole_page(browser: Browser, published: str, tmp_path: Path) -> None:
    front, *_, series = SHOTS
    take(browser, published, tmp_path, (front, series))
    for shot in (front, series):
        picture = Image.open(tmp_path / shot.file)
        assert picture.width == shot.width
        assert picture.height > HEIGHT
        corner = picture.convert("L").tobytes()[500 * picture.width]
        assert (corner < 64) == (shot.scheme == "dark")


def test_the_sheet_shows_six_types_in_two_editions_at_two_widths_in_two_schemes() -> None:
    page = sheet(SHOTS)
    assert len({shot.file for shot in SHOTS}) == 6 * 2 * 2 * 2
    assert all(f'<img src="{shot.file}"' in page for shot in SHOTS)
