"""The look of a picture in a few bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.looks import Look, difference_hash, look_of, unlikeness

GREYS = st.binary(min_size=72, max_size=72)


def test_a_look_has_the_average_colour() -> None:
    assert look_of((0x12, 0x34, 0x56), bytes(72)) == Look(0x123456, 0)


def test_a_picture_that_darkens_everywhere_has_every_bit() -> None:
    assert difference_hash(bytes(range(9, 0, -1)) * 8) == -1


@given(GREYS)
def test_a_hash_fits_a_signed_number_of_64_bits(grey: bytes) -> None:
    assert -(2**63) <= difference_hash(grey) < 2**63


@given(GREYS, GREYS)
def test_unlikeness_is_the_number_of_other_bits(one: bytes, other: bytes) -> None:
    told = unlikeness(difference_hash(one), difference_hash(other))
    counted = sum((one[at] > one[at + 1]) != (other[at] > other[at + 1]) for at in range(71) if at % 9 != 8)
    assert told == counted


def test_another_number_of_pixels_is_refused() -> None:
    with pytest.raises(ValueError, match="71 bytes"):
        difference_hash(bytes(71))
