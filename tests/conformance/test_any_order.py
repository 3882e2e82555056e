"""No order for any model, however wild, makes a body that the model does not take."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import assume, event, given

from desktop_app.api.wire import left_to_server, request_body
from desktop_app.core.catalogue import ModelProfile, Parameter
from desktop_app.core.errors import RequestInvalid
from desktop_app.core.fitting import Part, fitted
from desktop_app.core.request import COUNT_MAX, SEED_MAX, GenerationRequest
from tests.support.any_order import profiles, requests
from tests.support.conformance import allowed_fields, problems

URI = "data:image/jpeg;base64,/9j/4AAQ"


def body_of(request: GenerationRequest, profile: ModelProfile) -> dict[str, object]:
    return request_body(request, profile, [URI] * len(request.references))


def is_hopeless(request: GenerationRequest, profile: ModelProfile) -> bool:
    """Say whether something of it has no nearest legal value."""
    highest_seed = profile.highest_seed if profile.takes(Parameter.SEED) else SEED_MAX
    return (
        not request.prompt.strip()
        or (request.seed is not None and not 0 <= request.seed <= highest_seed)
        or not 1 <= request.count <= COUNT_MAX
        or (request.width is not None and request.width < 1)
        or len(request.references) > profile.reference_count
    )


@given(requests, profiles)
def test_a_body_holds_only_what_its_model_takes(request_: GenerationRequest, profile: ModelProfile) -> None:
    if is_hopeless(request_, profile):
        event("refused here")
        with pytest.raises(RequestInvalid):
            body_of(request_, profile)
    else:
        event("sent")
        assert problems(body_of(request_, profile), profile) == []


@given(requests, profiles)
def test_a_fitted_order_is_sent_as_it_is(request_: GenerationRequest, profile: ModelProfile) -> None:
    assume(request_.prompt.strip())
    assume(request_.width is None or request_.width > 0)
    fit = fitted(request_, profile)
    assert fitted(fit.request, profile) == type(fit)(fit.request)
    body = body_of(fit.request, profile)
    assert problems(body, profile) == []
    if "width" in body:
        assert (body["width"], body["height"]) == (fit.request.width, fit.request.height)
    for name, value in (("steps", fit.request.steps), ("seed", fit.request.seed)):
        assert body.get(name) == value


@given(requests, profiles)
def test_what_becomes_of_a_part_is_told(request_: GenerationRequest, profile: ModelProfile) -> None:
    assume(request_.width is None or request_.width > 0)
    fit = fitted(request_, profile)
    assert not set(fit.left_out) & set(fit.changed)
    told = {part.value for part in (*fit.left_out, *fit.changed)}
    names = {each.name for each in fields(GenerationRequest)} - {"model", "width", "height"}
    assert {name for name in names if getattr(fit.request, name) != getattr(request_, name)} <= told
    resized = (fit.request.width, fit.request.height) != (request_.width, request_.height)
    assert resized == (Part.SIZE in fit.changed)
    assert fit.request.prompt == request_.prompt


@given(requests, profiles)
def test_what_is_not_sent_is_left_to_the_server(request_: GenerationRequest, profile: ModelProfile) -> None:
    assume(request_.prompt.strip())
    assume(request_.width is None or request_.width > 0)
    body = body_of(fitted(request_, profile).request, profile)
    left = left_to_server(body, profile)
    assert not set(left) & set(body)
    assert len(set(left)) == len(left)
    optional = allowed_fields(profile) - {"model", "prompt", "image_url", "reference_images"}
    assert set(left) | (set(body) & optional) == optional


@given(requests)
def test_single_pictures_have_seeds_in_range(request_: GenerationRequest) -> None:
    assume(request_.seed is not None and 0 <= request_.seed <= SEED_MAX)
    singles = list(request_.singles())
    assert [each.count for each in singles] == [1] * request_.count
    assert all(each.seed is not None and 0 <= each.seed <= SEED_MAX for each in singles)
    assert len({each.seed for each in singles}) == request_.count
