"""What a teaching makes of a row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.catalogue import (
    Aspect,
    Availability,
    GuidanceRange,
    ModelProfile,
    Parameter,
    ReferenceField,
    cautious_profile,
)
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.learning import learnt
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, ShapeRule, Size
from desktop_app.core.teaching import (
    AreaTaught,
    BoundsTaught,
    CreditGone,
    GridTaught,
    MenuTaught,
    ModelGone,
    PolicyHeld,
    ReferencesTaught,
    Teaching,
    UnsupportedTaught,
)

GUESS = replace(cautious_profile("a/b"), parameters=frozenset(Parameter) - {Parameter.GUIDANCE}, lora_count=2)
EDITOR = replace(GUESS, reference_field=ReferenceField.REFERENCE_IMAGES, reference_count=4, needs_reference=True)
AREA = AreaTaught(1265 * 1265, 1440 * 1440, 4.0)
WISHES = [Size(1024, 1024), Size(1920, 1080), Size(500, 4000), Size(10, 10), Size(9000, 9000)]


@pytest.mark.parametrize(
    ("teaching", "rule"),
    [
        (GridTaught("width", 256, 2048, 32), GridRule(256, 2048, 32)),
        (BoundsTaught("height", 300, 1000), GridRule(300, 1000, 16)),
        (AREA, AreaRule(1265 * 1265, 1440 * 1440, 16, 4.0)),
        (MenuTaught((Size(1024, 1024), Size(640, 480))), MenuRule((Size(1024, 1024), Size(640, 480)))),
    ],
)
def test_sizes(teaching: Teaching, rule: object) -> None:
    row = learnt(GUESS, teaching)
    assert row.size_rule == rule
    assert Aspect.SIZES not in row.unsure
    assert row.unsure == GUESS.unsure - {Aspect.SIZES}


@pytest.mark.parametrize(
    "teaching",
    [
        AreaTaught(1000 * 1000, 1000 * 1000, 1.0),
        AreaTaught(1, 2),
        GridTaught("width", 1, 9, 16),
        GridTaught("width", 1, 1, 1),
        GridTaught("width", 20_000, 20_000, 20_000),
        MenuTaught((Size(10, 10),)),
        BoundsTaught("guidance_scale", 0, 0),
        BoundsTaught("guidance_scale", 101, 4e9),
        BoundsTaught("guidance_scale", -9, -1),
    ],
)
def test_a_rule_that_no_model_can_keep_is_not_believed(teaching: Teaching) -> None:
    assert learnt(GUESS, teaching) == GUESS


def test_one_rule_does_not_drive_out_the_other() -> None:
    row = learnt(learnt(GUESS, AREA), GridTaught("width", 512, 2048, 32))
    assert isinstance(row.size_rule, AreaRule)
    for wish in WISHES:
        size = row.size_rule.nearest(wish)
        assert 1265 * 1265 <= size.width * size.height <= 1440 * 1440
        assert all(512 <= side <= 2048 and side % 32 == 0 for side in (size.width, size.height))


def test_steps_guidance_seed_and_count() -> None:
    assert learnt(replace(GUESS, default_steps=28), BoundsTaught("steps", 1, 12)).highest_steps == 12
    assert learnt(replace(GUESS, default_steps=28), BoundsTaught("steps", 1, 12)).default_steps == 12
    assert learnt(GUESS, BoundsTaught("guidance_scale", 2, 3)).guidance == GuidanceRange(2, 3, 3)
    assert learnt(GUESS, BoundsTaught("guidance_scale", -(2.0**32), 2.0**32)).guidance == GuidanceRange(0, 100, 3.5)
    assert learnt(GUESS, BoundsTaught("seed", 0, 65535)).highest_seed == 65535
    assert learnt(GUESS, BoundsTaught("seed", 0, 2**31 - 1)) == GUESS
    assert not learnt(GUESS, BoundsTaught("n", 1, 1)).takes(Parameter.COUNT)
    assert learnt(GUESS, BoundsTaught("n", 1, 4)).takes(Parameter.COUNT)
    assert learnt(GUESS, BoundsTaught("guidance", 2, 3)) == GUESS


def test_what_is_not_taken() -> None:
    for parameter in GUESS.parameters - {Parameter.GUIDANCE_SCALE}:
        row = learnt(GUESS, UnsupportedTaught(parameter.value))
        assert row.parameters == GUESS.parameters - {parameter}
    assert learnt(GUESS, UnsupportedTaught("image_loras")).lora_count == 0
    assert learnt(GUESS, UnsupportedTaught("something")) == GUESS
    assert learnt(GUESS, UnsupportedTaught("width")) == GUESS


def test_of_two_names_the_other_is_tried_once() -> None:
    renamed = learnt(GUESS, UnsupportedTaught("guidance_scale"))
    assert renamed.guidance_parameter is Parameter.GUIDANCE
    assert learnt(renamed, UnsupportedTaught("guidance_scale")) == renamed
    assert learnt(renamed, UnsupportedTaught("guidance")).guidance_parameter is None
    sure = replace(GUESS, unsure=frozenset())
    assert learnt(sure, UnsupportedTaught("guidance_scale")).guidance_parameter is None


def test_references() -> None:
    assert learnt(EDITOR, ReferencesTaught(2)).reference_count == 2
    assert learnt(GUESS, ReferencesTaught(2)) == GUESS
    by_url = replace(EDITOR, reference_field=ReferenceField.IMAGE_URL, reference_count=1)
    assert learnt(by_url, UnsupportedTaught("image_url")).reference_field is ReferenceField.REFERENCE_IMAGES
    assert learnt(EDITOR, UnsupportedTaught("image_url")) == EDITOR
    without = learnt(EDITOR, UnsupportedTaught("reference_images"))
    assert (without.reference_field, without.reference_count, without.needs_reference) == (None, 0, False)


def test_a_shape_that_is_not_taken_becomes_a_size() -> None:
    shaped = replace(GUESS, size_rule=ShapeRule(), unsure=frozenset())
    row = learnt(shaped, UnsupportedTaught("aspect_ratio"))
    assert isinstance(row.size_rule, GridRule)
    assert Aspect.SIZES in row.unsure
    assert learnt(GUESS, UnsupportedTaught("aspect_ratio")) == GUESS


def test_a_model_that_is_gone_is_marked() -> None:
    assert learnt(GUESS, ModelGone()).availability is Availability.REFUSED


@pytest.mark.parametrize("teaching", [PolicyHeld(), CreditGone()])
def test_what_is_not_about_the_model_changes_nothing(teaching: Teaching) -> None:
    assert learnt(GUESS, teaching) == GUESS


PIXELS = st.integers(1, 5000)
FIELDS = st.sampled_from([*(each.value for each in Parameter), "width", "height", "aspect_ratio", "image_url", "odd"])
TEACHINGS = st.one_of(
    st.builds(GridTaught, st.sampled_from(["width", "height"]), PIXELS, PIXELS, st.integers(1, 64)),
    st.builds(lambda name, low, more: BoundsTaught(name, low, low + more), FIELDS, PIXELS, PIXELS),
    st.builds(
        lambda low, more, ratio: AreaTaught(low * low, (low + more) ** 2, ratio), PIXELS, PIXELS, st.floats(1, 8)
    ),
    st.builds(
        lambda sizes: MenuTaught(tuple(sizes)), st.lists(st.builds(Size, PIXELS, PIXELS), min_size=1, max_size=5)
    ),
    st.builds(UnsupportedTaught, FIELDS),
    st.builds(ReferencesTaught, st.integers(1, 10)),
)


@given(st.sampled_from(list(known_catalogue())), st.lists(TEACHINGS, max_size=4), st.sampled_from(WISHES))
def test_every_row_that_was_learnt_can_be_ordered_from(
    profile: ModelProfile, lessons: list[Teaching], wish: Size
) -> None:
    for teaching in lessons:
        profile = learnt(profile, teaching)
        assert learnt(profile, teaching) == profile
    assert profile.size_rule.allows(profile.size_rule.nearest(wish))
    assert profile.highest_steps >= 1
    assert (profile.reference_field is None) == (profile.reference_count == 0)
