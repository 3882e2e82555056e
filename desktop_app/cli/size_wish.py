"""What `--size` may say: pixels, a shape, or whose choice it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from math import sqrt

from desktop_app.core.sizes import Size, parse_size

_USUAL_AREA = 1024 * 1024
_WIDEST_RATIO = 100
_SHAPE = re.compile(r"(\d{1,5}(?:\.\d{1,4})?):(\d{1,5}(?:\.\d{1,4})?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape without pixels, as `16:9`; `ratio` is width over height."""

    name: str
    ratio: float

    @property
    def usual_size(self) -> Size:
        """The size of this shape with about one million pixels, which no model needs to take."""
        return Size(round(sqrt(_USUAL_AREA * self.ratio)), round(sqrt(_USUAL_AREA / self.ratio)))

    def __str__(self) -> str:
        return self.name


class Following(Enum):
    """The wish for a size that is not named: that of the reference, or the model's own choice."""

    REFERENCE = "reference"
    MODEL = "auto"


SizeWish = Size | Shape | Following


def parse_size_wish(text: str) -> SizeWish:
    """Read `1024x768`, `16:9`, `reference` or `auto`; raise ValueError on anything else."""
    wish = text.strip().lower()
    if wish in {each.value for each in Following}:
        return Following(wish)
    match = _SHAPE.fullmatch(wish.replace(" ", ""))
    if match is None:
        return parse_size(text)
    width, height = float(match[1]), float(match[2])
    if not width or not height or max(width / height, height / width) > _WIDEST_RATIO:
        raise ValueError(f"no shape: {text!r}")
    return Shape(match[0], width / height)
