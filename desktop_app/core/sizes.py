"""Which sizes a model takes, and the nearest legal one to a wish."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

_LARGEST_WISH_PX = 100_000
_SAME_SHAPE = 0.02


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
        """Return the wish when it is listed, else of the sizes of the nearest shape the one of the nearest area.

        Shapes that differ by less than two hundredths are the same: 5096x3392 is no better 3:2 than 1264x848, but dearer.
        """
        if wish in self.sizes:
            return wish
        best = min(abs(_log_ratio(size, wish)) for size in self.sizes)
        alike = [size for size in self.sizes if abs(_log_ratio(size, wish)) <= best + _SAME_SHAPE]
        return min(alike, key=lambda size: (abs(_log_area(size, wish)), abs(_log_ratio(size, wish))))

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
        """Return the wish when it is legal, else a legal size of its shape, scaled into the band of areas."""
        if self.allows(wish):
            return wish
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
        """Return the legal size nearest in shape, then in area; the size itself where the band holds none at all."""
        widest = int(sqrt(self.highest_area * self.highest_ratio)) + 1
        columns = (self._column(width, ratio) for width in range(self.multiple, widest + 1, self.multiple))
        legal = [size for size in columns if size is not None]
        return min(
            legal,
            key=lambda size: (abs(log(size.ratio / ratio)), abs(_log_area(size, near))),
            default=near,
        )

    def _column(self, width: int, ratio: float) -> Size | None:
        """Return the legal size of this width that is nearest to a shape, if there is one."""
        step = self.multiple
        lowest = max(self.lowest_area / width, width / self.highest_ratio, step)
        highest = min(self.highest_area / width, width * self.highest_ratio)
        lowest, highest = -int(-lowest // step) * step, int(highest // step) * step
        if lowest > highest:
            return None
        size = Size(width, int(min(max(self._snap(width / ratio), lowest), highest)))
        return size if self.allows(size) else None


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


def extreme_sizes(rule: SizeRule) -> tuple[Size, Size]:
    """Return the smallest and the largest size of a rule, by area; a band's are as square as they can be."""
    if isinstance(rule, MenuRule | ShapeRule):
        sizes = rule.sizes if isinstance(rule, MenuRule) else tuple(size for _, size in rule.shapes)
        ordered = sorted(sizes, key=lambda size: (size.megapixels, size.width))
        return ordered[0], ordered[-1]
    return rule.nearest(Size(1, 1)), rule.nearest(Size(_LARGEST_WISH_PX, _LARGEST_WISH_PX))


def _log_ratio(one: Size, other: Size) -> float:
    return log(one.ratio / other.ratio)


def _log_area(one: Size, other: Size) -> float:
    return log(one.megapixels / other.megapixels)
