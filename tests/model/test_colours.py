"""Colours in, numbers out."""

import pytest

from ordskifte.model.colours import channels, contrast


def test_a_colour_is_three_channels() -> None:
    assert channels("#09fAc3") == (9, 250, 195)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#ffffff", "#777777", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.00),
        ("#0a0a0a", "#000000", 1.06),
    ],
)
def test_the_contrast_of_two_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)
