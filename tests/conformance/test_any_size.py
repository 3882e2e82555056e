"""Every rule answers every wish with a legal size, and leaves legal wishes alone."""

from __future__ import annotations

from math import log

from hypothesis import given

from desktop_app.core.sizes import AreaRule, MenuRule, Size, SizeRule, extreme_sizes
from tests.support.any_order import size_rules, sizes


@given(size_rules, sizes)
def test_the_nearest_size_is_legal_and_stays(rule: SizeRule, wish: Size) -> None:
    near = rule.nearest(wish)
    assert rule.allows(near)
    assert rule.nearest(near) == near
    assert rule.allows(wish) == (near == wish)


@given(size_rules, sizes)
def test_no_legal_size_is_beyond_the_extremes(rule: SizeRule, wish: Size) -> None:
    smallest, largest = extreme_sizes(rule)
    assert rule.allows(smallest)
    assert rule.allows(largest)
    assert smallest.megapixels <= largest.megapixels
    if not isinstance(rule, AreaRule):
        assert smallest.megapixels <= rule.nearest(wish).megapixels <= largest.megapixels


@given(size_rules, sizes)
def test_a_menu_gives_no_shape_for_a_size(rule: SizeRule, wish: Size) -> None:
    if isinstance(rule, MenuRule):
        best = min(abs(log(size.ratio / wish.ratio)) for size in rule.sizes)
        assert abs(log(rule.nearest(wish).ratio / wish.ratio)) <= best + 0.021
