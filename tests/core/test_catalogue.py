"""The table of models, and the choice of another one when references force it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.catalogue import (
    DEFAULT_PREFERENCE,
    DEMO_MODEL,
    EDIT_PREFERENCE,
    GUIDANCE_PARAMETERS,
    Aspect,
    Availability,
    Catalogue,
    ModelProfile,
    Parameter,
    ReferenceField,
)
from desktop_app.core.known_models import KNOWN_MODELS, known_catalogue
from desktop_app.core.presets import MODEL_PRESETS
from tests.support.model_lists import RECORDED_MODELS

each_row = pytest.mark.parametrize("row", [pytest.param(each, id=each.id) for each in known_catalogue()])


def row_of(model: str) -> ModelProfile:
    assert model in known_catalogue()
    return known_catalogue().profile(model)


def test_the_table_holds_every_model_of_the_recorded_list() -> None:
    assert sorted(each.id for each in KNOWN_MODELS) == sorted(each["id"] for each in RECORDED_MODELS)


@each_row
def test_a_row_agrees_with_itself(row: ModelProfile) -> None:
    assert sum(row.takes(each) for each in GUIDANCE_PARAMETERS) == (row.guidance is not None)
    assert row.takes(Parameter.LORAS) == (row.lora_count > 0)
    assert row.takes(Parameter.STEPS) == (row.default_steps > 0)
    assert row.default_steps <= row.highest_steps
    assert row.price.default_steps in {0, row.default_steps} or not row.takes(Parameter.STEPS)
    if row.guidance is not None:
        assert row.guidance.lowest <= row.guidance.usual <= row.guidance.highest
    if row.reference_field is ReferenceField.IMAGE_URL:
        assert row.reference_count == 1


@each_row
def test_the_answer_comes_as_it_is_asked_for(row: ModelProfile) -> None:
    assert row.takes(Parameter.RESPONSE_FORMAT)


@each_row
def test_a_from_price_is_doubtful(row: ModelProfile) -> None:
    assert not row.price.is_lowest or Aspect.PRICE in row.unsure


@pytest.mark.parametrize(
    ("parameter", "models"),
    [
        (Parameter.LORAS, {"FLUX.2-dev"}),
        (Parameter.PROMPT_UPSAMPLING, {"FLUX.2-pro"}),
        (Parameter.GUIDANCE_SCALE, {"FLUX.2-dev", "FLUX.2-flex", "stable-diffusion-xl-base-1.0"}),
        (Parameter.NEGATIVE_PROMPT, {"FLUX.1.1-pro", "stable-diffusion-xl-base-1.0"}),
        (
            Parameter.STEPS,
            {
                "FLUX.1-schnell",
                "FLUX.2-dev",
                "FLUX.2-flex",
                "FLUX.1-kontext-pro",
                "FLUX.1-kontext-max",
                "stable-diffusion-xl-base-1.0",
            },
        ),
    ],
)
def test_what_few_models_take(parameter: Parameter, models: set[str]) -> None:
    assert {row.id.rpartition("/")[2] for row in KNOWN_MODELS if row.takes(parameter)} == models


def test_every_flux_takes_a_format_a_seed_and_several_pictures() -> None:
    flux = [row for row in KNOWN_MODELS if row.id.startswith("black-forest-labs/")]
    assert len(flux) == 8
    for parameter in (Parameter.OUTPUT_FORMAT, Parameter.SEED, Parameter.COUNT, Parameter.SAFETY_CHECKER):
        assert all(row.takes(parameter) for row in flux)


def test_the_demo_engine_is_offered_only_what_it_heeds() -> None:
    demo = row_of(DEMO_MODEL)
    assert not demo.takes(Parameter.SAFETY_CHECKER)
    assert demo.takes(Parameter.OUTPUT_FORMAT)
    assert demo.certain


def test_ids_are_unique() -> None:
    assert len({profile.id for profile in KNOWN_MODELS}) == len(KNOWN_MODELS)


@pytest.mark.parametrize("model", [*DEFAULT_PREFERENCE, *EDIT_PREFERENCE])
def test_preferences_are_in_the_table(model: str) -> None:
    assert model in known_catalogue()


def test_presets_name_models_of_the_table() -> None:
    catalogue = known_catalogue()
    assert all(model in catalogue for preset in MODEL_PRESETS for model in preset.models)


def test_a_reference_field_and_its_count_go_together() -> None:
    for profile in known_catalogue():
        assert (profile.reference_field is None) == (profile.reference_count == 0)


def test_a_model_without_references_is_exchanged_for_an_editor() -> None:
    catalogue = known_catalogue()
    schnell = catalogue.profile("black-forest-labs/FLUX.1-schnell")
    assert catalogue.for_references(schnell, 1).id == "black-forest-labs/FLUX.1-kontext-pro"
    assert catalogue.for_references(schnell, 3).id == "black-forest-labs/FLUX.2-pro"
    assert catalogue.for_references(schnell, 0) is schnell


def test_no_reference_is_dropped_for_the_sake_of_a_model_that_can_be_used() -> None:
    few, many = row_of("google/flash-image-2.5"), row_of("black-forest-labs/FLUX.2-pro")
    catalogue = Catalogue((few, replace(many, availability=Availability.REFUSED)))
    assert catalogue.for_references(few, 4).id == many.id
    assert catalogue.for_references(few, 3) is few


def test_no_picture_without_ai_is_made_in_the_place_of_one_that_was_ordered() -> None:
    plain, editor = row_of("google/imagen-4.0-fast"), row_of("black-forest-labs/FLUX.2-pro")
    gone = replace(editor, availability=Availability.VANISHED)
    catalogue = Catalogue((plain, gone, row_of(DEMO_MODEL)))
    assert catalogue.for_references(plain, 1) is gone


def test_one_that_takes_them_stays() -> None:
    catalogue = known_catalogue()
    demo = catalogue.profile(DEMO_MODEL)
    assert catalogue.for_references(demo, 4) is demo


def test_nothing_depends_on_one_model() -> None:
    without = Catalogue(profile for profile in KNOWN_MODELS if "schnell" not in profile.id)
    for preset in MODEL_PRESETS:
        assert without.first_of(preset.models).id in without
