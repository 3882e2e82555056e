"""The sizes that a model offers by itself, in groups of about the same number of pixels. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, ShapeRule, Size, SizeRule

_K_PX = 1024
_NARROW = 1.5
_SHAPES = ((1, 1), (3, 2), (2, 3), (4, 3), (3, 4), (16, 9), (9, 16), (21, 9), (9, 21))


@dataclass(frozen=True, slots=True)
class SizeGroup:
    """Sizes from square to long; `thousands` is the side of a square of as many pixels, in K: 0.5, 1, 2, 4."""

    thousands: float
    sizes: tuple[Size, ...]


@lru_cache(maxsize=64)
def size_groups(rule: SizeRule) -> tuple[SizeGroup, ...]:
    """Return the groups of a menu, of a band of areas at its two ends, or of shapes; none for a grid, which takes all."""
    if isinstance(rule, GridRule):
        return ()
    if isinstance(rule, MenuRule):
        sizes = rule.sizes
    elif isinstance(rule, AreaRule):
        sizes = tuple(_of_area(rule, width / height, area) for area in _ends(rule) for width, height in _SHAPES)
    else:
        sizes = tuple(size for _name, size in rule.shapes)
    groups: dict[float, list[Size]] = {}
    for size in dict.fromkeys(sizes):
        groups.setdefault(thousands(size), []).append(size)
    return tuple(SizeGroup(each, tuple(sorted(groups[each], key=stretch))) for each in sorted(groups))


def thousands(size: Size) -> float:
    """Return the K of a size: the side of a square of as many pixels over 1024, as a whole number or 0.5."""
    side = sqrt(size.width * size.height) / _K_PX
    return float(max(1, round(side))) if side >= 0.75 else 0.5


def stretch(size: Size) -> tuple[float, bool]:
    """Return a key that sorts squares first, then ever longer shapes, lying before upright."""
    longer = log(size.ratio)
    return round(abs(longer), 2), longer < 0


def in_group(rule: SizeRule, wish: Size, group: SizeGroup) -> Size:
    """Return the size of a group whose shape is nearest to a wish; the wish itself where the model has no groups."""
    if isinstance(rule, GridRule | ShapeRule):
        return wish
    return min(group.sizes, key=lambda size: abs(log(size.ratio / wish.ratio)))


def _ends(rule: AreaRule) -> tuple[int, ...]:
    is_narrow = rule.highest_area < rule.lowest_area * _NARROW
    return (rule.highest_area,) if is_narrow else (rule.lowest_area, rule.highest_area)


def _of_area(rule: AreaRule, ratio: float, area: int) -> Size:
    return rule.nearest(Size(max(1, round(sqrt(area * ratio))), max(1, round(sqrt(area / ratio)))))
