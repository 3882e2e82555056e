"""What the form makes of the parameters that only some models take."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop_app.core.catalogue import DEMO_MODEL, Availability, Catalogue
from desktop_app.core.fitting import Part, fitted
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.pricing import PriceRule
from desktop_app.core.record import Asked
from desktop_app.core.request import GenerationRequest, Lora, OutputFormat, Reference
from desktop_app.core.sizes import Size
from desktop_app.ui.create import draft_json
from desktop_app.ui.create.form import Form

SCHNELL = "black-forest-labs/FLUX.1-schnell"
KONTEXT = "black-forest-labs/FLUX.1-kontext-pro"
FLUX_2_DEV = "black-forest-labs/FLUX.2-dev"
FLUX_2_PRO = "black-forest-labs/FLUX.2-pro"
GEMINI = "google/gemini-3-pro-image"
GRAIN = Lora("someone/film-grain", 0.8)


@pytest.fixture
def form() -> Form:
    """Return a form in which everything is set that FLUX.2 dev takes."""
    form = Form(known_catalogue(), model=FLUX_2_DEV, prompt="a red fox", seed=7, seed_locked=True)
    form.set_steps(40)
    form.set_guidance(5.5)
    form.output_format = OutputFormat.PNG
    form.loras = (GRAIN,)
    return form


def without(catalogue: Catalogue, *models: str) -> Catalogue:
    """Return the same table, these models being gone from the provider's list."""
    return Catalogue(
        replace(row, availability=Availability.VANISHED if row.id in models else Availability.LISTED)
        for row in catalogue
    )


def test_everything_that_is_set_is_ordered(form: Form) -> None:
    assert form.left_out == ()
    assert form.request() == GenerationRequest(
        "a red fox",
        FLUX_2_DEV,
        1248,
        832,
        steps=40,
        seed=7,
        guidance=5.5,
        output_format=OutputFormat.PNG,
        loras=(GRAIN,),
    )


def test_another_model_names_what_it_leaves_out_and_the_first_takes_it_again(form: Form) -> None:
    before = form.request()

    form.choose_model(GEMINI)
    gone = (Part.STEPS, Part.SEED, Part.GUIDANCE, Part.LORAS)
    assert set(gone) <= set(form.left_out)
    assert (form.request().steps, form.request().guidance, form.request().loras) == (None, None, ())

    form.choose_model(FLUX_2_DEV)
    assert form.left_out == ()
    assert form.request() == before


def test_what_the_model_brought_in_by_references_leaves_out_is_named_too() -> None:
    form = Form(known_catalogue(), model="stabilityai/stable-diffusion-xl-base-1.0", negative_prompt="fog")
    form.set_guidance(9.0)
    form.references = (Reference("0" * 64, "0.png", "image/png", 640, 480),)
    assert form.profile.id == KONTEXT
    named = [form.left_out]
    form.references = ()
    named.append(form.left_out)
    assert named == [(Part.NEGATIVE_PROMPT, Part.GUIDANCE), ()]


def test_a_seed_that_nobody_kept_is_not_missed(form: Form) -> None:
    form.seed_locked = False
    form.choose_model(GEMINI)
    assert Part.SEED not in form.left_out


def test_a_row_without_an_address_is_no_lora(form: Form) -> None:
    form.loras = (Lora(""), GRAIN, Lora("  "))
    assert form.request().loras == (GRAIN,)


def test_guidance_stays_within_what_the_model_takes(form: Form) -> None:
    scale = form.profile.guidance
    assert scale is not None
    form.set_guidance(scale.highest + 90)
    assert form.request().guidance == scale.highest
    form.set_guidance(None)
    assert form.request().guidance is None


def test_a_preset_brings_everything_back(form: Form) -> None:
    preset, before = form.preset("Mine"), form.request()
    other = Form(known_catalogue(), model=SCHNELL, prompt="a red fox", seed=7, seed_locked=True)
    other.negative_prompt, other.count = "fog", 3
    assert not other.matches(preset)

    other.choose_preset(preset)

    assert other.request() == before
    assert other.matches(preset)
    other.set_guidance(2.0)
    assert not other.matches(preset)


def test_what_a_preset_leaves_to_the_model_is_left_to_it(form: Form) -> None:
    plain = Form(known_catalogue(), model=FLUX_2_DEV, prompt="a red fox").preset("Plain")
    form.choose_preset(plain)
    request = form.request()
    assert (request.steps, request.guidance, request.output_format, request.loras) == (None, None, None, ())


def test_all_of_a_picture_is_taken_over_with_the_prompt_as_it_was_written(form: Form) -> None:
    form.fill(
        Asked(
            "a red fox",
            FLUX_2_DEV,
            1024,
            1024,
            seed=3,
            guidance=2.5,
            prompt_upsampling=False,
            output_format="jpeg",
            loras=(Lora("a/b", 1.5),),
            template="a {red|grey} fox",
        )
    )
    request = form.request()
    assert (form.prompt, request.seed, form.seed_locked) == ("a {red|grey} fox", 3, True)
    assert (request.steps, request.guidance, request.loras) == (None, 2.5, (Lora("a/b", 1.5),))
    assert (form.output_format, form.prompt_upsampling) == (OutputFormat.JPEG, False)


def test_a_draft_keeps_every_parameter(form: Form) -> None:
    form.prompt_upsampling, form.loras = False, (GRAIN, Lora(""))
    data = draft_json.to_json(form)
    other = Form(known_catalogue())
    draft_json.fill(other, data)
    assert draft_json.to_json(other) == data
    assert other.request() == form.request()


@pytest.mark.parametrize(
    "junk",
    [
        {"guidance": [1], "prompt_upsampling": "yes", "output_format": "gif", "loras": {"path": "a/b"}},
        {"guidance": {FLUX_2_DEV: True, SCHNELL: "4", KONTEXT: -1, GEMINI: float("nan")}, "loras": [1, {"scale": 1}]},
        {"loras": [{"path": "a/b", "scale": 9}, {"path": "a/b", "scale": "x"}, {"path": "a/b", "scale": float("nan")}]},
    ],
)
def test_parameters_of_junk_are_left_to_the_model(junk: dict[str, object]) -> None:
    form = Form(known_catalogue(), prompt="a fox", model=FLUX_2_DEV)
    before = draft_json.to_json(form)
    draft_json.fill(form, junk)
    assert draft_json.to_json(form) == before


def test_references_and_the_day_of_the_list_count_in_the_price(form: Form) -> None:
    row = form.profile
    dear = replace(row, price=PriceRule(usd_per_image=0.5, usd_per_reference=0.25))
    form.set_catalogue(Catalogue((dear,)))
    form.references = (Reference("0" * 64, "0.png", "image/png", 640, 480),) * 2
    form.count = 2
    price = form.price
    assert price is not None
    assert price.basis is not None
    assert (price.cost_usd, price.basis.references, price.basis.table_date) == (2.0, 2, row.price_date)


def test_the_usual_model_gives_way_when_it_is_not_listed_any_more() -> None:
    form = Form(known_catalogue())
    form.choose_demo()
    form.set_catalogue(without(known_catalogue(), FLUX_2_DEV))
    assert (form.model, form.keyed_model) == (DEMO_MODEL, FLUX_2_PRO)
    form.leave_demo()
    assert form.model == FLUX_2_PRO


def test_a_model_that_was_chosen_stays_whatever_becomes_of_it() -> None:
    form = Form(known_catalogue(), model=SCHNELL, size=Size(1024, 1024))
    form.set_catalogue(without(known_catalogue(), SCHNELL))
    assert form.model == SCHNELL
    refused = (
        replace(row, availability=Availability.REFUSED) if row.id == FLUX_2_DEV else row for row in known_catalogue()
    )
    form.choose_model(FLUX_2_DEV)
    form.set_catalogue(Catalogue(refused))
    assert form.model == FLUX_2_DEV


def test_drawn_seeds_differ_where_a_model_takes_small_ones_only(form: Form) -> None:
    form.set_catalogue(Catalogue(replace(row, highest_seed=65_535) for row in known_catalogue()))
    form.seed_locked = False
    sent = set()
    for seed in (2_147_483_647, 1_414_615_919, 70_000, 65_535):
        form.seed = seed
        sent.add(form.request().seed)
    assert sent == {65_535, 1_414_615_919 % 65_536, 70_000 - 65_536}


@pytest.mark.parametrize("model", [FLUX_2_DEV, GEMINI, KONTEXT, "ByteDance/Seedream-5.0-lite"])
@pytest.mark.parametrize(
    "odd",
    [
        {"output_format": "webp"},
        {"width": -5, "height": 7},
        {"width": 10**400, "height": 7},
        {"width": 0, "height": 7},
        {"steps": -4},
        {"guidance": float("nan")},
        {"seed": 10**30},
        {"loras": (Lora("a/b", float("inf")), Lora(""))},
    ],
)
def test_a_record_that_makes_no_sense_leaves_a_form_that_can_be_ordered(model: str, odd: dict[str, Any]) -> None:
    form = Form(known_catalogue())
    form.fill(Asked(**{"prompt": "a fox", "model": model, "width": 1024, "height": 1024, **odd}))
    request = form.request()
    assert form.profile.id == request.model == model
    assert request == fitted(request, form.profile).request
    assert form.sent_size is not None
