"""The same order for another model: what goes, what is changed, and that the rest stays as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.catalogue import GuidanceRange, ModelProfile, Parameter, ReferenceField
from desktop_app.core.fitting import Part, fitted
from desktop_app.core.pricing import PriceRule
from desktop_app.core.request import SEED_MAX, GenerationRequest, Lora, OutputFormat, Reference
from desktop_app.core.sizes import GridRule, ShapeRule

REFERENCE = Reference("ab" * 32, "ab.jpg", "image/jpeg", 640, 480)
EVERYTHING = ModelProfile(
    "a/everything",
    "Everything",
    "a",
    PriceRule(),
    frozenset(Parameter),
    GridRule(256, 1024),
    highest_steps=40,
    reference_field=ReferenceField.REFERENCE_IMAGES,
    reference_count=2,
    guidance=GuidanceRange(1.0, 8.0),
    lora_count=2,
)
NOTHING = ModelProfile("a/nothing", "Nothing", "a", PriceRule(), frozenset(), GridRule(256, 1024))
FULL = GenerationRequest(
    prompt="a red fox",
    model="somebody/else",
    width=1024,
    height=768,
    steps=20,
    seed=5,
    negative_prompt="blur",
    count=3,
    safety_checker=False,
    references=(REFERENCE, REFERENCE),
    guidance=4.5,
    prompt_upsampling=False,
    output_format=OutputFormat.PNG,
    loras=(Lora("a/b", 0.5), Lora("c/d")),
    template="a {red|blue} fox",
)


def test_what_a_model_takes_stays_as_it_is() -> None:
    fit = fitted(FULL, EVERYTHING)
    assert fit.request == replace(FULL, model="a/everything")
    assert (fit.left_out, fit.changed) == ((), ())


def test_what_a_model_does_not_take_goes_and_is_named() -> None:
    fit = fitted(FULL, NOTHING)
    bare = GenerationRequest("a red fox", "a/nothing", 1024, 768, count=3, template=FULL.template)
    assert fit.request == bare
    assert fit.left_out == tuple(part for part in Part if part not in {Part.SIZE, Part.COUNT})
    assert fit.changed == ()


def test_a_bare_order_loses_nothing_anywhere() -> None:
    bare = GenerationRequest("a red fox", "somebody/else")
    for profile in (EVERYTHING, NOTHING):
        fit = fitted(bare, profile)
        assert (fit.request, fit.left_out, fit.changed) == (replace(bare, model=profile.id), (), ())


def test_a_seed_keeps_to_the_range_of_its_model() -> None:
    fit = fitted(replace(FULL, seed=70_000), replace(EVERYTHING, highest_seed=65_535))
    assert (fit.request.seed, Part.SEED in fit.changed) == (70_000 - 65_536, True)
    assert fitted(replace(FULL, seed=65_535), replace(EVERYTHING, highest_seed=65_535)).request.seed == 65_535


def test_what_is_out_of_bounds_is_brought_into_them_and_named() -> None:
    loras = (Lora("a/b", 9.0), Lora("c/d", -1.0), Lora("e/f"))
    wild = replace(
        FULL,
        width=1001,
        height=5,
        steps=99,
        seed=SEED_MAX + 9,
        count=9,
        guidance=70.0,
        loras=loras,
        references=(REFERENCE,) * 3,
    )
    fit = fitted(wild, EVERYTHING)
    assert (fit.request.width, fit.request.height) == (1008, 256)
    assert (fit.request.steps, fit.request.seed, fit.request.count) == (40, 8, 4)
    assert fit.request.guidance == 8.0
    assert fit.request.loras == (Lora("a/b", 2.0), Lora("c/d", 0.0))
    assert len(fit.request.references) == 2
    assert fit.changed == (
        Part.SIZE,
        Part.STEPS,
        Part.SEED,
        Part.COUNT,
        Part.GUIDANCE,
        Part.LORAS,
        Part.REFERENCES,
    )
    assert fit.left_out == ()


@pytest.mark.parametrize(("width", "height", "changed"), [(1344, 768, ()), (1920, 1080, (Part.SIZE,))])
def test_a_model_that_takes_shapes_gets_the_size_that_it_makes_of_them(
    width: int, height: int, changed: tuple[Part, ...]
) -> None:
    fit = fitted(replace(FULL, width=width, height=height), replace(EVERYTHING, size_rule=ShapeRule()))
    assert (fit.request.width, fit.request.height) == (1344, 768)
    assert fit.changed == changed


def test_a_size_left_to_the_server_stays_so() -> None:
    fit = fitted(replace(FULL, width=None, height=None), EVERYTHING)
    assert (fit.request.width, fit.request.height) == (None, None)


def test_fitting_twice_changes_nothing_more() -> None:
    for profile in (EVERYTHING, NOTHING):
        once = fitted(replace(FULL, width=3000, height=10, steps=0), profile).request
        again = fitted(once, profile)
        assert (again.request, again.left_out, again.changed) == (once, (), ())
