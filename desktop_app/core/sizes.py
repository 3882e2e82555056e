"""Which sizes a model takes, and the nearest legal one to a wish."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

_LARGEST_WISH_PX = 100_000


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height

    @property
    def megapixels(self) -> float:
        """Millions of pixels, as the provider's price formula counts them (1,000,000)."""
        return self.width * self.height / 1_000_000

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


def parse_size(text: str) -> Size:
    """Read `1024x768` (also with × or spaces); raise ValueError on anything else, and on sides above 100,000 pixels."""
    width, _, height = text.lower().replace("×", "x").replace(" ", "").partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise ValueError(f"no size: {text!r}")
    size = Size(int(width), int(height))
    if max(size.width, size.height) > _LARGEST_WISH_PX:
        raise ValueError(f"too large: {text!r}")
    return size


@dataclass(frozen=True, slots=True)
class GridRule:
    """Any width and height between two bounds, in steps of `multiple` pixels."""

    lowest: int
    highest: int
    multiple: int = 16

    def nearest(self, wish: Size) -> Size:
        """Return the legal size nearest to the wish; one that is too large is made smaller in its own shape."""
        scale = min(1.0, self.highest / wish.width, self.highest / wish.height)
        return Size(self._snap(round(wish.width * scale)), self._snap(round(wish.height * scale)))

    def allows(self, size: Size) -> bool:
        """Say whether the model takes this size."""
        return self.nearest(size) == size

    def _snap(self, pixels: int) -> int:
        lowest = -(-self.lowest // self.multiple) * self.multiple
        highest = self.highest // self.multiple * self.multiple
        nearest = (pixels + self.multiple // 2) // self.multiple * self.multiple
        return min(max(nearest, lowest), highest)


@dataclass(frozen=True, slots=True)
class MenuRule:
    """One of a fixed list of sizes."""

    sizes: tuple[Size, ...]

    def nearest(self, wish: Size) -> Size:
        """Return the listed size with the nearest shape, then the nearest area."""
        return min(
            self.sizes,
            key=lambda size: (
                abs(_log_ratio(size, wish)),
                abs(size.megapixels - wish.megapixels),
            ),
        )

    def allows(self, size: Size) -> bool:
        """Say whether the model takes this size."""
        return size in self.sizes


@dataclass(frozen=True, slots=True)
class AreaRule:
    """An area between two bounds (in pixels), sides in steps, and a limit to the shape."""

    lowest_area: int
    highest_area: int
    multiple: int = 16
    highest_ratio: float = 4.0

    def nearest(self, wish: Size) -> Size:
        """Return a legal size of the wished shape, scaled into the band of areas."""
        ratio = min(max(wish.ratio, 1 / self.highest_ratio), self.highest_ratio)
        area = min(max(wish.width * wish.height, self.lowest_area), self.highest_area)
        width, height = sqrt(area * ratio), sqrt(area / ratio)
        near = Size(self._snap(width), self._snap(height))
        return near if self.allows(near) else self._search(near, ratio)

    def allows(self, size: Size) -> bool:
        """Say whether the model takes this size."""
        on_grid = size.width % self.multiple == 0 and size.height % self.multiple == 0
        in_band = self.lowest_area <= size.width * size.height <= self.highest_area
        in_shape = 1 / self.highest_ratio <= size.ratio <= self.highest_ratio
        return on_grid and in_band and in_shape

    def _snap(self, pixels: float) -> int:
        return max(self.multiple, round(pixels / self.multiple) * self.multiple)

    def _search(self, near: Size, ratio: float) -> Size:
        steps = range(-2, 3)
        around = [
            Size(near.width + dx * self.multiple, near.height + dy * self.multiple) for dx in steps for dy in steps
        ]
        legal = [size for size in around if size.width > 0 and size.height > 0 and self.allows(size)]
        return min(legal, key=lambda size: abs(size.ratio - ratio))


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """The picture follows the reference; without one, or to change it, a shape is named as `W:H`.

    The pixels are the model's choice, about one million whatever the shape (as other programs measured); beside each
    shape stands a size of that many, to count the price by.
    """

    shapes: tuple[tuple[str, Size], ...] = (
        ("1:1", Size(1024, 1024)),
        ("3:2", Size(1248, 832)),
        ("2:3", Size(832, 1248)),
        ("4:3", Size(1184, 864)),
        ("3:4", Size(864, 1184)),
        ("16:9", Size(1344, 768)),
        ("9:16", Size(768, 1344)),
        ("21:9", Size(1568, 672)),
        ("9:21", Size(672, 1568)),
    )

    def nearest(self, wish: Size) -> Size:
        """Return about the size that the picture will have."""
        return self._named(wish)[1]

    def allows(self, size: Size) -> bool:
        """Say whether this is the size of a shape that the model takes."""
        return self.nearest(size) == size

    def shape(self, wish: Size) -> str:
        """Return the named shape nearest to the wish, as the wire wants it (`16:9`)."""
        return self._named(wish)[0]

    def _named(self, wish: Size) -> tuple[str, Size]:
        return min(self.shapes, key=lambda named: abs(_log_ratio(named[1], wish)))


SizeRule = GridRule | MenuRule | AreaRule | ShapeRule


def _log_ratio(one: Size, other: Size) -> float:
    return log(one.ratio / other.ratio)
