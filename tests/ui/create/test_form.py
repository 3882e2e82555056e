"""What the form makes of a person's wishes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.catalogue import DEMO_MODEL, Catalogue
from desktop_app.core.known_models import DEMO, KNOWN_MODELS, known_catalogue
from desktop_app.core.presets import MODEL_PRESETS, ModelPreset
from desktop_app.core.record import Asked
from desktop_app.core.request import Lora, Reference
from desktop_app.core.sizes import Size
from desktop_app.ui.create import draft_json
from desktop_app.ui.create.form import Form, Problem

SCHNELL = "black-forest-labs/FLUX.1-schnell"
KONTEXT = "black-forest-labs/FLUX.1-kontext-pro"
FLUX_2_PRO = "black-forest-labs/FLUX.2-pro"
FLUX_2_DEV = "black-forest-labs/FLUX.2-dev"


def reference(number: int) -> Reference:
    return Reference(f"{number:064d}", f"{number}.png", "image/png", 640, 480, f"{number}.png")


@pytest.fixture
def form() -> Form:
    return Form(known_catalogue(), prompt="a red fox")


def test_references_bring_in_a_model_that_takes_them_and_take_it_away_again(form: Form) -> None:
    form.model = SCHNELL
    form.references = (reference(1),)
    assert (form.profile.id, form.is_exchanged) == (KONTEXT, True)
    form.references = (reference(1), reference(2))
    assert form.profile.id == FLUX_2_PRO
    form.references = ()
    assert (form.profile.id, form.is_exchanged) == (SCHNELL, False)


def test_kontext_follows_the_reference_until_another_size_is_chosen(form: Form) -> None:
    form.model = KONTEXT
    assert form.sent_size == Size(1248, 832)
    assert form.shape == "3:2"
    form.references = (reference(1),)
    request = form.request()
    assert (request.width, request.height) == (None, None)
    form.as_reference = False
    assert form.request().width == 1248


def test_a_size_that_is_too_large_keeps_its_shape(form: Form) -> None:
    form.model, form.size = SCHNELL, Size(3584, 1792)
    size = form.sent_size
    assert size == Size(1792, 896)
    assert form.profile.size_rule.allows(size)


def test_the_request_holds_only_what_the_model_takes(form: Form) -> None:
    form.negative_prompt, form.safety_checker = "blur", False
    form.model = "google/flash-image-2.5"
    request = form.request()
    assert (request.steps, request.negative_prompt, request.safety_checker) == (None, "", True)
    form.model = "black-forest-labs/FLUX.1.1-pro"
    request = form.request()
    assert (request.steps, request.negative_prompt, request.safety_checker) == (None, "blur", False)


def test_steps_belong_to_their_model(form: Form) -> None:
    form.set_steps(40)
    assert form.request().steps == 40
    form.model = SCHNELL
    assert (form.request().steps, form.shown_steps) == (None, 4)
    form.model = FLUX_2_DEV
    assert form.request().steps == 40
    form.set_steps(28)
    assert (form.steps, form.request().steps, form.shown_steps) == ({}, None, 28)


def test_the_price_follows_size_steps_and_count(form: Form) -> None:
    form.model, form.size = SCHNELL, Size(1024, 1024)
    assert form.price is not None
    assert form.price.cost_usd == pytest.approx(0.0028311552)
    form.count = 3
    form.set_steps(8)
    assert form.price is not None
    assert form.price.cost_usd == pytest.approx(0.0028311552 * 3 * 2)


def test_presets_name_the_model_in_force(form: Form) -> None:
    quick, best, edit = MODEL_PRESETS
    form.choose_preset(quick)
    assert (form.model, form.matches(quick), form.matches(best)) == (SCHNELL, True, False)
    form.references = (reference(1),)
    assert form.matches(edit)
    fine = ModelPreset("Fine", (SCHNELL,), steps=8)
    form.references = ()
    assert not form.matches(fine)
    form.choose_preset(fine)
    assert form.matches(fine)
    assert form.request().steps == 8
    assert not form.matches(ModelPreset("Gone", ("nobody/nothing",)))


def test_the_demo_engine_gives_way_to_the_model_of_before(form: Form) -> None:
    form.model = SCHNELL
    form.choose_demo()
    form.choose_demo()
    assert form.model == DEMO_MODEL
    form.leave_demo()
    assert form.model == SCHNELL


def test_a_blank_prompt_and_a_missing_reference_are_problems() -> None:
    needy = replace(KNOWN_MODELS[0], id="a/needy", needs_reference=True)
    form = Form(Catalogue((needy, DEMO)), prompt=" \n")
    problems = [form.problem]
    form.prompt = "a fox"
    problems.append(form.problem)
    form.references = (reference(1),)
    problems.append(form.problem)
    assert problems == [Problem.NO_PROMPT, Problem.NO_REFERENCE, None]


def test_everything_of_a_picture_is_taken_over(form: Form) -> None:
    form.count = 4
    form.fill(Asked("hills", SCHNELL, 768, 1344, steps=6, seed=77, negative_prompt="fog", safety_checker=False))
    order = {name: value for name, value in form.request().to_json().items() if value not in (None, [], "", ())}
    assert order == {
        "prompt": "hills",
        "model": SCHNELL,
        "width": 768,
        "height": 1344,
        "steps": 6,
        "seed": 77,
        "count": 1,
        "safety_checker": False,
    }
    assert form.seed_locked


def test_a_draft_comes_back_whole(form: Form) -> None:
    form.model, form.size, form.count = SCHNELL, Size(864, 1184), 3
    form.keep_seed(5)
    form.set_steps(9)
    form.references = (reference(1), reference(2))
    data = draft_json.to_json(form)
    other = Form(known_catalogue())
    draft_json.fill(other, data)
    other.references = tuple(draft_json.references(data))
    assert draft_json.to_json(other) == data
    assert other.request() == form.request()


@pytest.mark.parametrize(
    "junk",
    [
        {"prompt": 3, "model": None, "width": "x", "height": -1, "count": 9, "seed": -5, "steps": [1]},
        {"width": True, "seed_locked": "yes", "steps": {"a/b": "many"}, "references": {"a": 1}},
        {"references": [{"sha256": "x"}, None, 7]},
    ],
)
def test_a_draft_of_junk_changes_nothing(form: Form, junk: dict[str, object]) -> None:
    before = draft_json.to_json(form)
    draft_json.fill(form, junk)
    assert draft_json.to_json(form) == before
    assert draft_json.references(junk) == []


def test_a_lora_whose_address_cannot_work_is_not_ordered(form: Form) -> None:
    form.loras = (Lora("owner/ink-wash", 0.8), Lora("https://huggingface.co/owner/ink/blob/main/ink.safetensors"))
    assert form.problem is Problem.LORA_ADDRESS
    form.choose_model(SCHNELL)
    assert form.problem is None, "it is not sent to a model that takes none"
