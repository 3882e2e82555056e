"""Every size rule gives a legal size for every wish, and leaves a legal wish alone."""

from __future__ import annotations

import pytest

from desktop_app.core.known_models import known_catalogue
from desktop_app.core.presets import SIZE_PRESETS
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, ShapeRule, Size, parse_size

WISHES = [Size(width, height) for width in (1, 255, 700, 1024, 1337, 4000) for height in (3, 512, 1000, 5000)]


@pytest.mark.parametrize("model", [profile.id for profile in known_catalogue()])
@pytest.mark.parametrize("wish", WISHES, ids=str)
def test_nearest_is_legal_and_stays(model: str, wish: Size) -> None:
    rule = known_catalogue().profile(model).size_rule
    near = rule.nearest(wish)
    assert rule.allows(near)
    assert rule.nearest(near) == near


def test_grid_snaps_each_side_into_its_bounds() -> None:
    assert GridRule(256, 2048).nearest(Size(1000, 1500)) == Size(1008, 1504)
    assert GridRule(100, 1000, 16).nearest(Size(1, 5000)) == Size(112, 992)


def test_grid_keeps_the_shape_of_what_is_too_large() -> None:
    assert GridRule(256, 2048).nearest(Size(6000, 4000)) == Size(2048, 1360)


def test_menu_prefers_the_shape_over_the_area() -> None:
    rule = MenuRule((Size(1024, 1024), Size(1344, 768), Size(768, 1344)))
    assert rule.nearest(Size(640, 360)) == Size(1344, 768)


def test_area_keeps_the_shape_within_the_band() -> None:
    rule = AreaRule(3_686_400, 10_404_496)
    near = rule.nearest(Size(1536, 1024))
    assert near.ratio == pytest.approx(1.5, rel=0.02)
    assert rule.allows(near)


def test_shape_is_named_by_the_nearest_ratio() -> None:
    rule = ShapeRule()
    named = [rule.shape(preset.size) for preset in SIZE_PRESETS]
    assert named == ["1:1", "16:9", "9:16", "3:2", "2:3", "4:3", "3:4"]


def test_a_model_that_takes_shapes_makes_a_megapixel_of_each() -> None:
    for wish in WISHES:
        assert 0.95 < ShapeRule().nearest(wish).megapixels < 1.1


@pytest.mark.parametrize(("text", "size"), [("1024x768", Size(1024, 768)), (" 640 × 480 ", Size(640, 480))])
def test_sizes_are_read(text: str, size: Size) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "1024", "x", "0x5", "-3x4", "axb", "9" * 400 + "x7", "7x100001"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no size|too large"):
        parse_size(text)
