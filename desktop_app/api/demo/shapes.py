"""Outlines: ridges, discs and polygons with smooth edges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

Point = tuple[float, float]
_FINER = 2


class Pen:
    """Draws on a mask in pixels of the picture, at twice its size."""

    def __init__(self, mask: Image.Image) -> None:
        self._draw = ImageDraw.Draw(mask)

    def polygon(self, points: Sequence[Point], value: int = 255) -> None:
        """Fill an outline."""
        self._draw.polygon([(x * _FINER, y * _FINER) for x, y in points], fill=value)

    def ellipse(self, centre: Point, across: float, down: float, value: int = 255) -> None:
        """Fill an ellipse of these half axes."""
        x, y = centre
        self._draw.ellipse(
            ((x - across) * _FINER, (y - down) * _FINER, (x + across) * _FINER, (y + down) * _FINER), fill=value
        )

    def line(self, points: Sequence[Point], width: float, value: int = 255) -> None:
        """Draw a line with round joints."""
        self._draw.line(
            [(x * _FINER, y * _FINER) for x, y in points],
            fill=value,
            width=max(1, round(width * _FINER)),
            joint="curve",
        )

    def box(self, left: float, top: float, right: float, bottom: float, value: int = 255) -> None:
        """Fill an upright rectangle."""
        if right > left and bottom > top:
            x, y = left * _FINER, top * _FINER
            self._draw.rectangle((x, y, max(x, right * _FINER - 1), max(y, bottom * _FINER - 1)), fill=value)


def mask(size: tuple[int, int], draw: Callable[[Pen], None]) -> Image.Image:
    """Return what is drawn as a mask (mode L) with smooth edges."""
    large = Image.new("L", (size[0] * _FINER, size[1] * _FINER))
    draw(Pen(large))
    return large.reduce(_FINER)


def ridge(rng: Random, count: int, cells: float, octaves: int, roughness: float = 0.5) -> list[float]:
    """Return a line of `count` heights, about -1 to 1, with so many bumps across and finer ones on them."""
    heights = [0.0] * count
    weight = 1.0
    for _ in range(octaves):
        knots = [rng.uniform(-1, 1) for _ in range(int(cells) + 4)]
        start = rng.random()
        for index in range(count):
            heights[index] += weight * _between(knots, start + index / max(count - 1, 1) * cells)
        weight *= roughness
        cells *= 2.1
    return heights


def blob(rng: Random, centre: Point, radius: float, wobble: float = 0.02) -> list[Point]:
    """Return the outline of a disc cut by hand."""
    phases = [(n, rng.uniform(0, 2 * pi), rng.uniform(0.4, 1.0) * wobble / n**0.5) for n in (2, 3, 5)]
    outline = []
    for step in range(160):
        angle = 2 * pi * step / 160
        reach = radius * (1 + sum(size * sin(n * angle + phase) for n, phase, size in phases))
        outline.append((centre[0] + reach * cos(angle), centre[1] + reach * sin(angle)))
    return outline


def _between(knots: Sequence[float], place: float) -> float:
    index = min(int(place), len(knots) - 2)
    share = place - index
    eased = share * share * (3 - 2 * share)
    return knots[index] + (knots[index + 1] - knots[index]) * eased
