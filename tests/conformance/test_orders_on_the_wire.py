"""Each model's smallest and largest legal order, sent to a provider that refuses what schema or row does not allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.api.wire import AnswerItem, parse_answer, request_body
from desktop_app.core.errors import RequestRefused
from desktop_app.core.fitting import fitted
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.request import COUNT_MAX, SEED_MAX, GenerationRequest, Lora, OutputFormat
from desktop_app.core.sizes import extreme_sizes
from tests.support.answers import KeptAnswer
from tests.support.any_order import REFERENCE
from tests.support.clients import generate, run
from tests.support.conformance import ConformingServer, allowed_fields, request_validator

if TYPE_CHECKING:
    from desktop_app.api.client import TogetherClient
    from desktop_app.core.catalogue import ModelProfile

CATALOGUE = known_catalogue()
PROFILES = [*CATALOGUE, CATALOGUE.profile("somebody/new-model")]
URI = "data:image/png;base64,iVBORw0KGgo="

each_model = pytest.mark.parametrize("profile", [pytest.param(each, id=each.id) for each in PROFILES])
each_order = pytest.mark.parametrize("largest", [False, True], ids=["smallest", "largest"])


def legal_order(profile: ModelProfile, *, largest: bool) -> GenerationRequest:
    """Return the order with every parameter that the model takes at its one end or the other."""
    size = extreme_sizes(profile.size_rule)[largest]
    scale = profile.guidance
    everything = GenerationRequest(
        prompt="a red fox in the snow " * (200 if largest else 1),
        model=profile.id,
        width=size.width,
        height=size.height,
        steps=profile.highest_steps if largest else 1,
        seed=SEED_MAX if largest else 0,
        negative_prompt="blur",
        count=COUNT_MAX if largest else 1,
        safety_checker=not largest,
        references=(REFERENCE,) * (profile.reference_count if largest else 0),
        guidance=None if scale is None else scale.highest if largest else scale.lowest,
        prompt_upsampling=largest,
        output_format=OutputFormat.PNG if largest else OutputFormat.JPEG,
        loras=tuple(Lora(f"a/b{n}", 2.0 if largest else 0.0) for n in range(profile.lora_count if largest else 1)),
    )
    return fitted(everything, profile).request


def sent(profile: ModelProfile, *, largest: bool) -> dict[str, Any]:
    order = legal_order(profile, largest=largest)
    return request_body(order, profile, [URI] * len(order.references))


@each_model
@each_order
def test_the_extreme_sizes_are_ordered_as_they_are(profile: ModelProfile, largest: bool) -> None:
    order = legal_order(profile, largest=largest)
    size = extreme_sizes(profile.size_rule)[largest]
    assert (order.width, order.height) == (size.width, size.height)


@each_model
def test_the_largest_order_has_all_that_the_model_takes(profile: ModelProfile) -> None:
    assert set(sent(profile, largest=True)) == allowed_fields(profile)


@each_model
@each_order
def test_the_provider_takes_it_and_its_answer_is_read_in_both_forms(profile: ModelProfile, largest: bool) -> None:
    body = sent(profile, largest=largest)

    async def use(client: TogetherClient) -> list[AnswerItem]:
        items: list[AnswerItem] = []
        for server.response_form in ("base64", "url"):
            sink = KeptAnswer()
            await client.generate(body, sink)
            items += parse_answer(sink.body).items
        return [each if each.url is None else AnswerItem(each.index, await client.download(each.url)) for each in items]

    with ConformingServer(profile) as server:
        items = run(server.url, use)
    assert [each.index for each in items] == list(range(body.get("n", 1))) * 2
    assert all(each.data.startswith(b"\xff\xd8\xff") for each in items)


@pytest.mark.parametrize(
    "change",
    [
        {"steps": 4},
        {"width": 257},
        {"width": 4096},
        {"seed": -1},
        {"seed": 2_147_483_648},
        {"seed": 0.5},
        {"n": 5},
        {"reference_images": [URI] * 5},
        {"reference_images": ["/home/someone/fox.png"]},
        {"image_url": URI},
        {"output_format": "webp"},
        {"aspect_ratio": "16:9"},
        {"prompt": " "},
        {"unheard_of": 1},
    ],
    ids=str,
)
def test_what_the_model_does_not_take_is_refused(change: dict[str, Any]) -> None:
    profile = CATALOGUE.profile("black-forest-labs/FLUX.2-pro")
    with ConformingServer(profile) as server, pytest.raises(RequestRefused):
        generate(server.url, {**sent(profile, largest=False), **change})


def test_the_schema_is_one() -> None:
    validator = request_validator()
    validator.check_schema(validator.schema)
