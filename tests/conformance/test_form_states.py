"""However the form is set, in whatever order, it orders nothing that its model does not take."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.api.wire import request_body
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.fitting import Part, fitted
from desktop_app.core.known_models import DEMO
from desktop_app.core.request import COUNT_MAX, SEED_MAX, OutputFormat
from desktop_app.ui.create.form import Form
from tests.support.any_order import CATALOGUE, REFERENCE, loras, profiles, sizes
from tests.support.conformance import problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

URI = "data:image/png;base64,iVBORw0KGgo="

NAMES = {
    Part.STEPS: "steps",
    Part.SEED: "seed",
    Part.NEGATIVE_PROMPT: "negative_prompt",
    Part.SAFETY_CHECKER: "disable_safety_checker",
    Part.GUIDANCE: "guidance_scale",
    Part.PROMPT_UPSAMPLING: "prompt_upsampling",
    Part.OUTPUT_FORMAT: "output_format",
    Part.LORAS: "image_loras",
}
"""What a model may leave out, by its name on the wire."""

words = st.text(max_size=20)

WISHES: dict[str, SearchStrategy[Any]] = {
    "prompt": words,
    "size": sizes,
    "as_reference": st.booleans(),
    "count": st.integers(1, COUNT_MAX),
    "seed_locked": st.booleans(),
    "negative_prompt": words,
    "safety_checker": st.booleans(),
    "prompt_upsampling": st.sampled_from((None, True, False)),
    "output_format": st.sampled_from((None, *OutputFormat)),
    "loras": loras,
}
"""What is set by itself, and to what."""

SET_OTHERWISE = {"catalogue", "model", "keyed_model", "left_model", "seed", "steps", "guidance", "references"}
"""What `act` sets in its own way."""

actions = st.one_of(
    *(st.tuples(st.just(name), wish) for name, wish in WISHES.items()),
    st.tuples(st.just("model"), st.integers(0, 40)),
    st.tuples(st.just("seed"), st.integers(-9, SEED_MAX + 9)),
    st.tuples(st.just("steps"), st.integers(0, 99)),
    st.tuples(st.just("guidance"), st.none() | st.floats(-5, 50)),
    st.tuples(st.just("catalogue"), st.just(CATALOGUE)),
    st.tuples(st.just("references"), st.integers(0, 9)),
    st.tuples(st.just("demo"), st.booleans()),
)

catalogues = st.one_of(
    st.just(CATALOGUE),
    st.lists(profiles, min_size=1, max_size=4).map(lambda rows: Catalogue((*rows, DEMO))),
)


def nth_model(catalogue: Catalogue, number: int) -> str:
    models = [each.id for each in catalogue]
    return models[number % len(models)]


def act(form: Form, name: str, value: Any) -> None:
    """Do with the form what a person's one action does, or the coming of another list of models."""
    ways: dict[str, Callable[[Any], None]] = {
        "model": lambda number: form.choose_model(nth_model(form.catalogue, number)),
        "seed": form.keep_seed,
        "steps": form.set_steps,
        "guidance": form.set_guidance,
        "catalogue": form.set_catalogue,
        "references": lambda count: setattr(form, "references", (REFERENCE,) * min(count, form.reference_limit)),
        "demo": lambda chosen: form.choose_demo() if chosen else form.leave_demo(),
    }
    ways.get(name, lambda wish: setattr(form, name, wish))(value)


def test_every_field_of_the_form_is_set_here() -> None:
    assert {each.name for each in fields(Form)} == set(WISHES) | SET_OTHERWISE


@given(catalogues, st.lists(actions, max_size=12))
def test_no_state_orders_what_the_model_does_not_take(catalogue: Catalogue, done: list[tuple[str, Any]]) -> None:
    form = Form(catalogue)
    for name, value in (("prompt", "a fox"), *done):
        act(form, name, value)
        if form.problem is not None:
            continue
        request, profile = form.request(), form.profile
        body = request_body(request, profile, [URI] * len(request.references))
        assert problems(body, profile) == []
        assert request.model == profile.id
        assert request.references == form.references[: form.reference_limit]
        assert fitted(request, profile).left_out == ()
        assert not {NAMES[part] for part in form.left_out} & set(body)
        assert all(single.seed is None or 0 <= single.seed <= SEED_MAX for single in request.singles())


@given(catalogues, st.lists(actions, max_size=12))
def test_a_model_left_and_chosen_again_orders_the_same(catalogue: Catalogue, done: list[tuple[str, Any]]) -> None:
    form = Form(catalogue)
    for name, value in done:
        act(form, name, value)
    before, model = form.request(), form.model
    for other in [each.id for each in form.catalogue]:
        form.choose_model(other)
        form.request()
    form.choose_model(model)
    assert form.request() == before
