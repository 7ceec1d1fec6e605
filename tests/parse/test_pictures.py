"""Bytes in, sizes and media types out."""

import struct
import zlib
from functools import cache
from io import BytesIO
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.ExifTags import Base

from ordskifte.parse.pictures import LARGEST, Flaw, measured, opened, seen

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")


def picture_size(path: str, content: bytes) -> tuple[int, int] | None:
    found = measured(path, content)
    return (found.width, found.height) if found else None


def media_type(path: str, content: bytes) -> str:
    found = measured(path, content)
    return found.type if found else ""


@cache
def picture(form: str, orientation: int = 1) -> bytes:
    """A red picture, 20 wide and 10 high as it is stored."""
    content, exif = BytesIO(), Image.Exif()
    exif[Base.Orientation] = orientation
    more = {"exif": exif} if orientation > 1 else {}
    Image.new("RGB", (20, 10), "red").save(content, form, **more)
    return content.getvalue()


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG that says it is so large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b""))


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@pytest.mark.parametrize("form", FORMATS)
def test_the_size_of_a_picture_is_in_its_first_bytes(form: str) -> None:
    assert picture_size("a", picture(form)) == (20, 10)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize(
    ("orientation", "size"),
    [(2, (20, 10)), (3, (20, 10)), (4, (20, 10)), (5, (10, 20)), (6, (10, 20)), (7, (10, 20)), (8, (10, 20))],
)
def test_a_picture_is_as_wide_as_a_browser_turns_it(form: str, orientation: int, size: tuple[int, int]) -> None:
    assert picture_size("a", picture(form, orientation)) == size


def test_what_the_file_is_called_decides_nothing_for_a_raster_picture() -> None:
    assert picture_size("a.jpg", picture("PNG")) == (20, 10)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("path", ["a.jpg", "a.jfif", "a.apng", "a"])
def test_nor_of_which_type_it_is(form: str, path: str) -> None:
    assert media_type(path, picture(form)) == f"image/{form.lower()}"


def test_a_jpeg_with_more_than_one_picture_is_a_jpeg() -> None:
    content = BytesIO()
    first, second = (Image.new("RGB", (20, 10), colour) for colour in ("red", "blue"))
    first.save(content, "MPO", save_all=True, append_images=[second])
    assert measured("a.jpg", content.getvalue()) == (20, 10, "image/jpeg")


def test_an_svg_is_known_by_its_name() -> None:
    assert media_type("a.SVG", b'<svg width="10" height="5">') == "image/svg+xml"


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg width="10" height="5">', (10, 5)),
        ("<svg width='10px' height=' 5.9 px '/>", (10, 5)),
        ('<?xml version="1.0"?>\n<!-- a <b> -->\n<svg\n  viewBox="0 0 1 1"\n  width="10"\n  height="5">', (10, 5)),
        ('<svg viewBox="0 0 30 40">', (30, 40)),
        ('<svg viewBox="-1,-1, 30.5,40">', (30, 40)),
        ('<svg width="100%" height="5" viewBox="0 0 30 40">', (30, 40)),
        ('<SVG stroke-width="2" viewBox="0 0 30 40">', (30, 40)),
        ('<g width="1" height="1"><svg width="10" height="5">', (10, 5)),
    ],
)
def test_the_size_of_an_svg_is_that_of_its_root_or_its_view_box(svg: str, size: tuple[int, int]) -> None:
    assert picture_size("a.SVG", svg.encode()) == size


@pytest.mark.parametrize(
    "svg",
    [
        "",
        "<svg>",
        "<svg/>",
        '<svg width="10">',
        '<svg width="0" height="5">',
        '<svg width="10em" height="5em">',
        '<svg viewBox="0 0 0 0">',
        '<svg viewBox="0 0 1">',
        '<svg viewBox="0 0 -3 4">',
        f'<svg width="{"9" * 400}" height="1">',
        f'<svg width="{LARGEST + 1}" height="1">',
        '<svgwidth="10" height="5">',
        "\ufeff<html>",
    ],
)
def test_an_svg_without_a_size_is_no_picture(svg: str) -> None:
    assert picture_size("a.svg", svg.encode()) is None


@pytest.mark.parametrize("form", FORMATS)
def test_a_picture_that_was_cut_short_has_its_size_or_is_none(form: str) -> None:
    whole = picture(form)
    assert {picture_size("a", whole[:length]) for length in range(len(whole))} <= {None, (20, 10)}


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"BM", b"%PDF-1.7"]
)
def test_what_is_no_picture_has_no_size(content: bytes) -> None:
    assert picture_size("a.jpg", content) is None


def test_a_picture_in_a_form_that_no_browser_shows_is_none() -> None:
    content = BytesIO()
    Image.new("RGB", (20, 10)).save(content, "TIFF")
    assert picture_size("a.jpg", content.getvalue()) is None


def test_a_bomb_is_no_picture_and_is_never_unpacked() -> None:
    began = process_time()
    assert picture_size("a.png", png(100_000, 100_000)) is None
    assert picture_size("a.png", png(LARGEST + 1, 1)) is None
    assert picture_size("a.png", png(10_000, 10_000)) == (10_000, 10_000)
    assert process_time() - began < 1


EDITS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12)


@settings(max_examples=300)
@given(st.sampled_from(FORMATS), st.sampled_from([1, 6]), EDITS, st.floats(0.1, 1))
def test_a_damaged_picture_has_a_size_or_none(
    form: str, orientation: int, edits: list[tuple[float, int]], kept: float
) -> None:
    content = bytearray(picture(form, orientation if form != "GIF" else 1))
    for place, byte in edits:
        content[int(place * len(content))] = byte
    size = picture_size("a", bytes(content[: int(kept * len(content))]))
    assert size is None or all(0 < side <= LARGEST for side in size)


@given(st.binary() | st.text("<svg widtheo=\"'0123456789.vB->", max_size=80).map(lambda text: f"<svg {text}>".encode()))
def test_any_bytes_have_a_size_or_none(content: bytes) -> None:
    for path in ("a.svg", "a.png"):
        size = picture_size(path, content)
        assert size is None or all(0 < side <= LARGEST for side in size)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg " * 300_000,
        b"<svg" + b" " * 1_000_000,
        b'<svg viewBox="' + b"1" * 1_000_000 + b'">',
        b'<svg width="' * 100_000,
    ],
    ids=len,
)
def test_a_large_svg_is_read_in_bounded_time(content: bytes) -> None:
    began = process_time()
    assert picture_size("a.svg", content) is None
    assert process_time() - began < 2


# ---- Read to the end -----------------------------------------------------------------


def saved(image: Image.Image, form: str, **how: object) -> bytes:
    content = BytesIO()
    image.save(content, form, **how)
    return content.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_a_picture_that_was_cut_short_is_damaged_though_its_size_is_known(form: str) -> None:
    whole = saved(Image.effect_noise((90, 60), 90).convert("RGB"), form)
    assert seen("a", whole).flaw is Flaw.NONE
    assert seen("a", whole[: len(whole) * 2 // 3]).flaw is not Flaw.NONE


def test_a_picture_whose_pixels_are_spoilt_is_damaged() -> None:
    whole = bytearray(picture("PNG"))
    at = whole.index(b"IDAT") + 6
    whole[at] ^= 255
    assert seen("a.png", bytes(whole)).flaw is Flaw.DAMAGED


def test_a_drawing_that_is_no_xml_is_damaged() -> None:
    assert seen("a.svg", b'<svg width="1" height="1">').flaw is Flaw.DAMAGED


@pytest.mark.parametrize("side", [10_001, 100_000, LARGEST + 1])
def test_a_bomb_is_too_large_and_is_never_unpacked(side: int) -> None:
    began = process_time()
    assert seen("a.png", png(side, 100_000 if side > 100_000 else 10_000)).flaw is Flaw.LARGE
    assert process_time() - began < 1


@pytest.mark.parametrize(("path", "is_misnamed"), [("a.jpg", True), ("a", True), ("a.PNG", False)])
def test_a_name_that_says_another_type_is_seen(path: str, is_misnamed: bool) -> None:
    assert seen(path, picture("PNG")).is_misnamed is is_misnamed


def test_the_colour_of_a_picture_is_its_most_frequent_one() -> None:
    image = Image.new("RGB", (30, 10), "#3366cc")
    image.paste("#ffffff", (0, 0, 12, 10))
    assert seen("a.png", saved(image, "PNG")).colour == "36c"


def test_what_can_be_seen_through_has_no_colour() -> None:
    shown = seen("a.png", saved(Image.new("RGBA", (3, 3), "#ff000080"), "PNG"))
    assert (shown.colour, shown.has_alpha) == ("", True)


def test_transparency_that_shows_nothing_is_none() -> None:
    shown = seen("a.png", saved(Image.new("RGBA", (3, 3), "#ff0000"), "PNG"))
    assert (shown.colour, shown.has_alpha) == ("f00", False)


def test_a_transparent_colour_of_a_palette_is_transparency() -> None:
    image = Image.new("P", (2, 1), 1)
    image.putpalette([0, 0, 0, 255, 0, 0])
    assert seen("a.gif", saved(image, "GIF", transparency=1)).has_alpha


def test_a_picture_that_moves_is_told_from_one_that_does_not() -> None:
    first, second = Image.new("RGB", (2, 2), "red"), Image.new("RGB", (2, 2), "blue")
    assert seen("a.gif", saved(first, "GIF", save_all=True, append_images=[second])).is_animated
    assert not seen("a.jpg", saved(first, "MPO", save_all=True, append_images=[second])).is_animated


# ---- The pixels ----------------------------------------------------------------------


def colours(content: bytes) -> list[tuple[int, ...]]:
    """Those of the corners, as they are to be seen, to the next sixteenth."""
    shown = opened(content)
    places = ((0, 0), (shown.width - 1, shown.height - 1))
    return [tuple(channel // 16 for channel in shown.getpixel(place)) for place in places]  # type: ignore[union-attr]


def test_a_picture_is_turned_as_the_camera_was_held() -> None:
    image, exif = Image.new("RGB", (20, 10), "red"), Image.Exif()
    image.paste("blue", (10, 0, 20, 10))
    exif[Base.Orientation] = 6
    shown = opened(saved(image, "PNG", exif=exif))
    assert shown.size == (10, 20)
    assert [shown.getpixel((0, 0)), shown.getpixel((0, 19))] == [(255, 0, 0), (0, 0, 255)]


def test_nothing_but_pixels_is_kept_of_a_picture() -> None:
    exif = Image.Exif()
    exif[Base.Make] = "Camera"
    assert opened(saved(Image.new("RGB", (2, 2)), "JPEG", exif=exif, comment=b"At home")).info == {}


def test_a_picture_for_print_is_shown_in_the_colours_of_screens() -> None:
    assert colours(saved(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG", quality=95)) == [(15, 0, 0)] * 2


def test_sixteen_bits_of_grey_become_eight() -> None:
    image = Image.new("I;16", (2, 1))
    image.putpixel((0, 0), 0x8000)
    image.putpixel((1, 0), 0xFFFF)
    assert colours(saved(image, "PNG")) == [(8, 8, 8), (15, 15, 15)]


def test_the_colours_of_a_profile_are_kept_without_it() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    image = Image.new("RGB", (2, 2), "#336699")
    assert colours(saved(image, "PNG", icc_profile=b"no profile")) == [(3, 6, 9)] * 2
    assert colours(saved(image, "PNG", icc_profile=profile.tobytes())) == [(3, 6, 9)] * 2
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    assert colours(saved(image, "PNG", icc_profile=srgb.tobytes())) == [(3, 6, 9)] * 2


def test_a_large_photo_is_opened_no_smaller_than_it_is_wanted() -> None:
    content = saved(Image.new("RGB", (800, 400), "red"), "JPEG")
    assert opened(content, 90).size == (200, 100)
    assert opened(content, 401).size == (800, 400)
