"""Requests as each model takes them, and answers in every shape that was met."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from desktop_app.api.wire import left_to_server, parse_answer, recorded_body, request_body
from desktop_app.core.catalogue import ModelProfile, Parameter, ReferenceField
from desktop_app.core.errors import AnswerUnreadable, Billed, RequestInvalid
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.request import SEED_MAX, GenerationRequest, Lora, OutputFormat
from desktop_app.core.sizes import ShapeRule, Size

CATALOGUE = known_catalogue()
PROFILES = [*CATALOGUE, CATALOGUE.profile("somebody/unknown-model")]
JPEG = b"\xff\xd8\xff\xe0 a picture"
FLUX_2_DEV = "black-forest-labs/FLUX.2-dev"
URI = "data:image/png;base64,iVBORw0KGgo="


def full_request(model: str) -> GenerationRequest:
    """A request with everything set, wanting an odd size."""
    return GenerationRequest(
        prompt="a red fox",
        model=model,
        width=1001,
        height=601,
        steps=12,
        seed=5,
        negative_prompt="blur",
        count=3,
        safety_checker=False,
        guidance=6.5,
        prompt_upsampling=False,
        output_format=OutputFormat.PNG,
        loras=(Lora("someone/a-style", 0.8),),
    )


def with_names(profile: ModelProfile) -> Any:
    return pytest.param(profile, id=profile.id)


@pytest.mark.parametrize("profile", [with_names(each) for each in PROFILES])
def test_a_body_has_only_what_its_model_takes(profile: ModelProfile) -> None:
    uris = [URI] * profile.reference_count
    body = request_body(full_request(profile.id), profile, uris)
    sizes = {"aspect_ratio"} if isinstance(profile.size_rule, ShapeRule) else {"width", "height"}
    references = {profile.reference_field.value} if profile.reference_field else set()
    taken = {each.value for each in Parameter if profile.takes(each)}
    assert set(body) == {"model", "prompt"} | sizes | references | taken
    if "width" in body:
        assert profile.size_rule.allows(Size(body["width"], body["height"]))
    json.dumps(body)


@pytest.mark.parametrize("profile", [with_names(each) for each in PROFILES])
def test_a_bare_request_leaves_everything_to_the_server(profile: ModelProfile) -> None:
    request = GenerationRequest("a red fox", profile.id)
    body = request_body(request, profile, [URI] if profile.needs_reference else [])
    assert set(body) <= {"model", "prompt", "response_format", "image_url", "reference_images"}
    left = left_to_server(body, profile)
    assert {each.value for each in Parameter if profile.takes(each)} - {"response_format"} <= set(left)
    assert ("aspect_ratio" in left) == isinstance(profile.size_rule, ShapeRule)


def test_flux_2_takes_a_list_of_references_and_kontext_one_url() -> None:
    flux = CATALOGUE.profile("black-forest-labs/FLUX.2-dev")
    kontext = CATALOGUE.profile("black-forest-labs/FLUX.1-kontext-pro")
    request = GenerationRequest("x", flux.id, width=1344, height=768)
    assert request_body(request, flux, [URI, URI])["reference_images"] == [URI, URI]
    body = request_body(replace(request, model=kontext.id), kontext, [URI])
    assert body["image_url"] == URI
    assert body["aspect_ratio"] == "16:9"
    assert "width" not in body


def test_what_is_the_servers_default_is_named_only_when_asked() -> None:
    dev = CATALOGUE.profile(FLUX_2_DEV)
    assert set(request_body(GenerationRequest("x", dev.id), dev)) == {"model", "prompt", "response_format"}
    body = request_body(full_request(dev.id), dev)
    assert (body["n"], body["disable_safety_checker"], body["seed"], body["steps"]) == (3, True, 5, 12)
    assert (body["guidance_scale"], body["output_format"]) == (6.5, "png")
    assert body["image_loras"] == [{"path": "someone/a-style", "scale": 0.8}]


@pytest.mark.parametrize("wish", [True, False])
def test_the_rewriting_of_the_prompt_is_named_either_way_once_it_is_chosen(wish: bool) -> None:
    pro = CATALOGUE.profile("black-forest-labs/FLUX.2-pro")
    assert request_body(GenerationRequest("x", pro.id, prompt_upsampling=wish), pro)["prompt_upsampling"] is wish
    assert "prompt_upsampling" in left_to_server(request_body(GenerationRequest("x", pro.id), pro), pro)


@pytest.mark.parametrize("parameter", [Parameter.GUIDANCE, Parameter.GUIDANCE_SCALE])
def test_guidance_goes_by_the_name_that_the_model_reads(parameter: Parameter) -> None:
    dev = replace(CATALOGUE.profile(FLUX_2_DEV), parameters=frozenset({parameter}))
    body = request_body(GenerationRequest("x", dev.id, guidance=5.0), dev)
    assert {name: body[name] for name in ("guidance", "guidance_scale") if name in body} == {parameter.value: 5.0}


def test_numbers_are_brought_into_the_limits_of_the_model() -> None:
    dev = CATALOGUE.profile(FLUX_2_DEV)
    loras = (Lora("a/b", 9.0), Lora(" ", 1.0), Lora("c/d", -1.0), Lora("e/f"))
    wild = GenerationRequest("x", dev.id, 9000, 1, steps=500, guidance=99.0, loras=loras)
    body = request_body(wild, dev)
    assert (body["width"], body["height"], body["steps"], body["guidance_scale"]) == (2048, 256, 50, 10.0)
    assert body["image_loras"] == [{"path": "a/b", "scale": 2.0}, {"path": "c/d", "scale": 0.0}]
    assert "guidance_scale" not in request_body(replace(wild, guidance=float("nan")), dev)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"seed": -1}, "seed"),
        ({"seed": SEED_MAX + 1}, "seed"),
        ({"count": 0}, "count"),
        ({"count": 5}, "count"),
        ({"width": 0, "height": 512}, "width"),
        ({"width": 512, "height": -512}, "height"),
    ],
)
def test_what_has_no_nearest_legal_value_is_not_sent(wish: dict[str, Any], field: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        request_body(GenerationRequest("x", FLUX_2_DEV, **wish), CATALOGUE.profile(FLUX_2_DEV))
    assert caught.value.field == field


def test_a_seed_of_zero_is_sent() -> None:
    flux = CATALOGUE.profile("black-forest-labs/FLUX.2-dev")
    assert request_body(GenerationRequest("x", flux.id, seed=0), flux)["seed"] == 0


@pytest.mark.parametrize(
    ("model", "prompt", "uris", "field"),
    [
        ("black-forest-labs/FLUX.2-dev", "  ", [], "prompt"),
        ("black-forest-labs/FLUX.1-schnell", "x", [URI], "references"),
        ("black-forest-labs/FLUX.1-kontext-pro", "x", [URI, URI], "references"),
    ],
)
def test_a_request_that_the_model_cannot_take_is_not_made(model: str, prompt: str, uris: list[str], field: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        request_body(GenerationRequest(prompt, model), CATALOGUE.profile(model), uris)
    assert caught.value.field == field


def test_a_model_that_needs_a_reference() -> None:
    profile = replace(CATALOGUE.profile("black-forest-labs/FLUX.1-kontext-pro"), needs_reference=True)
    with pytest.raises(RequestInvalid):
        request_body(GenerationRequest("x", profile.id), profile)


def test_the_record_of_a_body_holds_no_pictures() -> None:
    body = {"prompt": "data: is a word", "reference_images": [URI, "https://pictures.test/a.png", URI], "seed": 1}
    assert recorded_body(body, ["aa", "bb"]) == {
        "prompt": "data: is a word",
        "reference_images": ["sha256:aa", "https://pictures.test/a.png", "sha256:bb"],
        "seed": 1,
    }
    assert recorded_body({"image_url": URI}, ["cc"]) == {"image_url": "sha256:cc"}
    assert ReferenceField.IMAGE_URL.value == "image_url"


# Answers


def b64(data: bytes = JPEG) -> str:
    return base64.b64encode(data).decode()


def answer(*items: Any, **fields: Any) -> bytes:
    return json.dumps({"id": "o1", "model": "m", "object": "list", "data": list(items), **fields}).encode()


@pytest.mark.parametrize(
    "item",
    [
        {"index": 0, "type": "b64_json", "b64_json": b64()},
        {"index": 0, "type": None, "b64_json": b64(), "timings": {"inference": 0.8}},
        {"b64_json": b64()},
        {"index": None, "b64_json": b64(), "url": None},
        {"index": 0, "b64_json": "data:image/jpeg;base64," + b64()},
        {"index": 0, "b64_json": b64()[:8] + "\n" + b64()[8:]},
        {"index": 0, "type": "url", "b64_json": b64()},
        {"index": 0, "b64_json": b64().rstrip("=")},
        {"index": True, "b64_json": b64()},
        {"index": -1, "b64_json": b64()},
        {"index": 10**30, "b64_json": b64()},
    ],
)
def test_a_picture_in_the_answer(item: dict[str, Any]) -> None:
    read = parse_answer(answer(item))
    assert (read.id, read.model) == ("o1", "m")
    assert [(each.index, each.data, each.url) for each in read.items] == [(0, JPEG, None)]


def test_base64_in_letters_for_urls_is_read() -> None:
    picture = JPEG + bytes(range(256))
    (item,) = parse_answer(answer({"b64_json": base64.urlsafe_b64encode(picture).decode()})).items
    assert item.data == picture


def test_a_picture_by_url() -> None:
    (item,) = parse_answer(answer({"index": 0, "url": "https://api.together.ai/shrt/fFbG3zT1MyXkcYlS"})).items
    assert (item.data, item.url) == (None, "https://api.together.ai/shrt/fFbG3zT1MyXkcYlS")


def test_several_pictures_come_in_order_of_index() -> None:
    read = parse_answer(answer(*({"index": n, "b64_json": b64(b"%d" % n)} for n in (2, 0, 3, 1))))
    assert [item.data for item in read.items] == [b"0", b"1", b"2", b"3"]


def test_what_can_be_read_is_kept_when_its_neighbour_cannot() -> None:
    read = parse_answer(answer({"index": 0, "b64_json": "%%%"}, None, {"index": 2, "b64_json": b64()}, {"index": 3}))
    assert [item.index for item in read.items] == [2]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"<html>welcome to the hotel</html>",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"data": null}',
        answer(),
        answer({"index": 0}),
        answer({"index": 0, "b64_json": ""}),
        answer({"index": 0, "b64_json": "not base64!"}),
        answer({"index": 0, "b64_json": 5}),
        answer("text"),
    ],
)
def test_an_answer_without_a_picture(raw: bytes) -> None:
    with pytest.raises(AnswerUnreadable) as caught:
        parse_answer(raw)
    assert caught.value.billed is Billed.UNKNOWN


def test_an_error_in_an_answer_of_success_is_quoted() -> None:
    with pytest.raises(AnswerUnreadable) as caught:
        parse_answer(b'{"id": "o9", "error": {"message": "Something went wrong."}}')
    assert (caught.value.provider_text, caught.value.request_id) == ("Something went wrong.", "o9")
