"""A picture in, its forms out."""

import os

import pytest
from PIL import Image

from ordskifte.model.config import Images
from ordskifte.model.pictures import AVIF, JPEG, PNG, WEBP, Variant
from ordskifte.parse.pictures import Seen
from ordskifte.render.images import encoded, resized, variants, widths


def seen(width: int, height: int, *, has_alpha: bool = False) -> Seen:
    return Seen(width=width, height=height, type=JPEG, has_alpha=has_alpha)


def forms(picture: Seen, *sizes: int) -> tuple[Variant, ...]:
    return variants("a.jpg", b"content", b"mark", picture, Images(sizes))


@pytest.mark.parametrize(
    ("width", "made"),
    [(2000, (400, 800)), (800, (400, 800)), (799, (400, 799)), (401, (400, 401)), (400, (400,)), (30, (30,))],
)
def test_a_picture_is_never_made_wider_than_it_is(width: int, made: tuple[int, ...]) -> None:
    assert widths(seen(width, 10), Images((400, 800))) == made


def test_the_forms_of_a_width_are_made_together_and_the_one_for_every_browser_last() -> None:
    told = [(form.type, form.width, form.height) for form in forms(seen(1000, 500), 400, 800)]
    assert told == [(AVIF, 400, 200), (WEBP, 400, 200), (AVIF, 800, 400), (WEBP, 800, 400), (JPEG, 800, 400)]


def test_what_can_be_seen_through_is_a_png_for_every_browser() -> None:
    assert forms(seen(1000, 500, has_alpha=True), 400)[-1].type == PNG


def test_a_line_keeps_a_pixel_of_height() -> None:
    assert {form.height for form in forms(seen(10_000, 1), 400)} == {1}


def test_the_number_of_cores_does_not_show_in_the_bytes() -> None:
    cores = os.sched_getaffinity(0)
    wide, *_ = forms(seen(4000, 2400), 4000)
    picture = Image.effect_noise((4000, 2400), 40).convert("RGB")
    with_all = encoded(picture, wide)
    os.sched_setaffinity(0, {min(cores)})
    try:
        assert encoded(picture, wide) == with_all
    finally:
        os.sched_setaffinity(0, cores)


def test_what_lies_beside_the_pixels_is_in_no_form() -> None:
    picture = Image.new("RGB", (40, 20), "teal")
    picture.info = {"exif": b"Exif\0\0secret", "icc_profile": b"secret", "comment": b"secret"}
    for form in forms(seen(40, 20), 20, 40):
        assert b"secret" not in encoded(resized(picture, form), form)
