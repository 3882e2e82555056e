"""Every size rule gives a legal size for every wish, and leaves a legal wish alone."""

from __future__ import annotations

import pytest

from desktop_app.core.known_models import known_catalogue
from desktop_app.core.presets import SIZE_PRESETS
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, ShapeRule, Size, extreme_sizes, parse_size

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


GEMINI_3_PRO = known_catalogue().profile("google/gemini-3-pro-image").size_rule


@pytest.mark.parametrize(
    ("wish", "size"),
    [
        (Size(1024, 1024), Size(1024, 1024)),
        (Size(1344, 768), Size(1376, 768)),
        (Size(1536, 1024), Size(1264, 848)),
        (Size(2400, 1600), Size(2528, 1696)),
        (Size(6000, 4000), Size(5096, 3392)),
        (Size(3840, 2160), Size(2752, 1536)),
        (Size(400, 3000), Size(768, 1376)),
        (Size(100, 100), Size(1024, 1024)),
    ],
)
def test_a_menu_at_several_resolutions_gives_the_shape_in_about_the_area(wish: Size, size: Size) -> None:
    assert GEMINI_3_PRO.nearest(wish) == size


def test_gemini_has_ten_shapes_at_three_resolutions() -> None:
    assert isinstance(GEMINI_3_PRO, MenuRule)
    areas = [round(size.megapixels) for size in GEMINI_3_PRO.sizes]
    assert [sum(low <= area <= high for area in areas) for low, high in ((1, 1), (4, 5), (16, 17))] == [10, 10, 10]


@pytest.mark.parametrize(
    ("rule", "smallest", "largest"),
    [
        (GridRule(100, 1000, 16), Size(112, 112), Size(992, 992)),
        (MenuRule((Size(1024, 1024), Size(4096, 64), Size(900, 1200))), Size(4096, 64), Size(900, 1200)),
        (AreaRule(3_686_400, 10_404_496), Size(1920, 1920), Size(3216, 3216)),
        (ShapeRule(), Size(864, 1184), Size(1568, 672)),
    ],
)
def test_the_extremes_of_a_rule(
    rule: GridRule | MenuRule | AreaRule | ShapeRule, smallest: Size, largest: Size
) -> None:
    assert extreme_sizes(rule) == (smallest, largest)


def test_a_narrow_band_with_coarse_steps_still_gives_a_legal_size() -> None:
    rule = AreaRule(1_638_400, 1_700_000, 64, 4.0)
    for wish in WISHES:
        assert rule.allows(rule.nearest(wish))


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
