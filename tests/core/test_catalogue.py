"""The table of models, and the choice of another one when references force it."""

from __future__ import annotations

import pytest

from desktop_app.core.catalogue import DEFAULT_PREFERENCE, DEMO_MODEL, EDIT_PREFERENCE, Catalogue
from desktop_app.core.known_models import KNOWN_MODELS, known_catalogue
from desktop_app.core.presets import MODEL_PRESETS


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


def test_one_that_takes_them_stays() -> None:
    catalogue = known_catalogue()
    demo = catalogue.profile(DEMO_MODEL)
    assert catalogue.for_references(demo, 4) is demo


def test_nothing_depends_on_one_model() -> None:
    without = Catalogue(profile for profile in KNOWN_MODELS if "schnell" not in profile.id)
    for preset in MODEL_PRESETS:
        assert without.first_of(preset.models).id in without
