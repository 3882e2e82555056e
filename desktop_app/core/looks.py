"""How a picture looks in a few bytes: its average colour, and a hash that is near for pictures that look alike."""

from __future__ import annotations

from dataclasses import dataclass

GREY_WIDTH, GREY_HEIGHT = 9, 8
"""The size of the small grey picture that the hash is made of."""

ALIKE_BITS = 10
"""Hashes of pictures that look alike differ in at most so many of their 64 bits."""

_SIGN = 1 << 63


@dataclass(frozen=True, slots=True)
class Look:
    """The average colour as 0xRRGGBB, and the difference hash as a signed number of 64 bits, as databases keep numbers."""

    color: int
    phash: int


def look_of(rgb: tuple[int, int, int], grey: bytes) -> Look:
    """Return the look of a picture with this average, made `GREY_WIDTH` by `GREY_HEIGHT` bytes of grey, row by row.

    Raises ValueError for another number of bytes.
    """
    red, green, blue = rgb
    return Look(red << 16 | green << 8 | blue, difference_hash(grey))


def difference_hash(grey: bytes) -> int:
    """Return 64 bits, each saying whether a pixel is brighter than the one to its right; raises ValueError as `look_of`."""
    if len(grey) != GREY_WIDTH * GREY_HEIGHT:
        raise ValueError(f"{len(grey)} bytes are no {GREY_WIDTH} by {GREY_HEIGHT} pixels")
    bits = 0
    for start in range(0, len(grey), GREY_WIDTH):
        for at in range(start, start + GREY_WIDTH - 1):
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return bits - (1 << 64) if bits & _SIGN else bits


def unlikeness(one: int, other: int) -> int:
    """Return in how many bits two hashes differ, 0 to 64."""
    return ((one ^ other) & ((1 << 64) - 1)).bit_count()
