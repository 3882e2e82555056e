"""The demo engine through the real client: its wire, its faults, and that nothing leaves the machine."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image

from desktop_app.api.client import TogetherClient
from desktop_app.api.demo.faults import Break, DemoFaults
from desktop_app.api.demo.order import read_order
from desktop_app.api.demo.transport import DEMO_BASE_URL, DemoTransport
from desktop_app.api.wire import Answer, parse_answer, request_body
from desktop_app.core.catalogue import DEMO_MODEL, Parameter
from desktop_app.core.errors import (
    AccessDenied,
    AnswerTimedOut,
    AnswerUnreadable,
    ConnectionBroken,
    CreditExhausted,
    DownloadFailed,
    KeyRejected,
    ModelUnavailable,
    RateLimited,
    RequestRefused,
    ServerFailed,
    SfumatoError,
)
from desktop_app.core.image_format import ImageFormat, sniff
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.request import GenerationRequest
from tests.support.answers import KeptAnswer, order

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from desktop_app.core.catalogue import ModelProfile


def run(use: Callable[[TogetherClient], Awaitable[Any]], faults: DemoFaults | None = None) -> Any:
    async def main() -> Any:
        client = TogetherClient(base_url=DEMO_BASE_URL, transport=DemoTransport(faults or DemoFaults()))
        try:
            return await use(client)
        finally:
            await client.aclose()

    return asyncio.run(main())


def ask(body: dict[str, Any] | None = None, faults: DemoFaults | None = None) -> Answer:
    async def use(client: TogetherClient) -> bytes:
        sink = KeptAnswer()
        await client.generate(body or order(), sink)
        return sink.body

    return parse_answer(run(use, faults))


def picture_of(answer: Answer) -> Image.Image:
    data = answer.items[0].data
    assert data is not None
    return Image.open(io.BytesIO(data))


def test_an_order_brings_a_painted_picture_of_its_size() -> None:
    answer = ask(order(width=320, height=192))
    assert answer.model == DEMO_MODEL
    assert sniff(answer.items[0].data or b"") is ImageFormat.JPEG
    assert picture_of(answer).size == (320, 192)


def test_png_when_asked() -> None:
    assert sniff(ask(order(output_format="png")).items[0].data or b"") is ImageFormat.PNG


def test_a_png_by_url_is_served_as_one() -> None:
    async def use(client: TogetherClient) -> bytes:
        sink = KeptAnswer()
        await client.generate(order(response_format="url", output_format="png"), sink)
        return await client.download(parse_answer(sink.body).items[0].url or "")

    assert sniff(run(use)) is ImageFormat.PNG


def test_what_the_demo_engine_does_not_heed_changes_nothing() -> None:
    unheeded = {
        "guidance_scale": 7.5,
        "prompt_upsampling": False,
        "image_loras": [{"path": "someone/a-style", "scale": 0.8}],
        "disable_safety_checker": True,
    }
    assert ask(order(**unheeded)).items[0].data == ask(order()).items[0].data


def test_several_pictures_are_several() -> None:
    items = ask(order(n=3)).items
    assert [item.index for item in items] == [0, 1, 2]
    assert len({item.data for item in items}) == 3


def test_the_second_of_several_is_the_first_of_the_next_seed() -> None:
    assert ask(order(n=2, seed=7)).items[1].data == ask(order(seed=8)).items[0].data


def test_pictures_by_url_are_served_by_the_transport() -> None:
    async def use(client: TogetherClient) -> bytes:
        sink = KeptAnswer()
        await client.generate(order(response_format="url"), sink)
        (item,) = parse_answer(sink.body).items
        assert item.url is not None
        assert item.url.startswith(DEMO_BASE_URL)
        return await client.download(item.url)

    assert run(use) == ask(order()).items[0].data


def test_a_url_that_was_never_given_is_not_served() -> None:
    async def use(client: TogetherClient) -> bytes:
        return await client.download(f"{DEMO_BASE_URL}/shrt/nothing")

    with pytest.raises(DownloadFailed):
        run(use)


def test_the_list_of_models_is_the_demo_engine() -> None:
    async def use(client: TogetherClient) -> tuple[str, ...]:
        await client.warm_up()
        return await client.check_key()

    assert run(use) == (DEMO_MODEL,)


def uri_of(size: tuple[int, int]) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


@pytest.mark.parametrize("size", [(None, None), (1, 1), (1024, 1024), (9000, 9000), (9000, 300), (300, 9000)])
@pytest.mark.parametrize("profile", list(known_catalogue()), ids=lambda profile: profile.id)
def test_every_model_of_the_catalogue_can_be_tried(profile: ModelProfile, size: tuple[int | None, int | None]) -> None:
    request = GenerationRequest("a fox in the snow", profile.id, *size, seed=3, steps=5)
    body = request_body(request, profile, [uri_of((160, 96))] * profile.reference_count)
    read, count, as_base64 = read_order(json.dumps(body).encode())
    assert (read.prompt, count, as_base64) == ("a fox in the snow", 1, True)
    assert read.seed == (3 if profile.takes(Parameter.SEED) else 0)
    assert len(read.references) == profile.reference_count
    assert (read.size is None) == (size == (None, None))


@pytest.mark.parametrize("field", ["image_url", "reference_images"])
def test_a_reference_is_edited_in_its_own_shape(field: str) -> None:
    body = {"model": "m", "prompt": "make it dusk", "response_format": "base64"}
    uri = uri_of((160, 96))
    assert picture_of(ask({**body, field: uri if field == "image_url" else [uri]})).size == (160, 96)


def test_kontext_names_a_shape_instead_of_a_size() -> None:
    wide = picture_of(ask({"model": "m", "prompt": "x", "aspect_ratio": "16:9", "response_format": "base64"}))
    assert wide.size == (1360, 768)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"prompt": " "}, "prompt"),
        ({"model": ""}, "model"),
        ({"width": 50_000}, "width"),
        ({"width": 8192, "height": 8192}, "size"),
        ({"height": "tall"}, "height"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**31}, "seed"),
        ({"n": 9}, "n"),
        ({"steps": True}, "steps"),
        ({"aspect_ratio": "wide", "width": None}, "aspect_ratio"),
        ({"aspect_ratio": "1000:1", "width": None}, "aspect_ratio"),
        ({"reference_images": "one"}, "reference_images"),
        ({"reference_images": ["https://pictures.test/a.png"]}, ""),
        ({"image_url": "data:image/png;base64,AAAA"}, ""),
        ({"image_url": "data:image/png;base64,%%"}, ""),
        ({"image_url": 5}, ""),
    ],
)
def test_a_wrong_order_is_refused_as_the_provider_would(change: dict[str, Any], field: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        ask(order(**change))
    assert caught.value.field == field
    assert caught.value.provider_text


def test_a_decompression_bomb_is_refused() -> None:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    uri = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
    with pytest.raises(RequestRefused):
        ask(order(image_url=uri))


def test_what_is_no_json_is_refused() -> None:
    async def main() -> httpx.Response:
        async with httpx.AsyncClient(transport=DemoTransport(), base_url=DEMO_BASE_URL) as client:
            return await client.post("/v1/images/generations", content=b"{")

    assert asyncio.run(main()).status_code == 400


# Faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", DemoFaults()),
        ("slow=5,refuse=402,break=cut", DemoFaults(5.0, 402, Break.CUT)),
        (" slow = 0.5 , break = bytes ", DemoFaults(0.5, None, Break.BYTES)),
        ("refuse=503", DemoFaults(refuse=503)),
    ],
)
def test_faults_in_words(text: str, faults: DemoFaults) -> None:
    assert DemoFaults.from_text(text) == faults


@pytest.mark.parametrize(
    "text", ["fast=1", "slow=much", "slow=-1", "slow=inf", "slow=nan", "refuse=200", "refuse=x", "break=glass", "slow"]
)
def test_words_that_are_no_faults(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is the caller's to show
        DemoFaults.from_text(text)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, RequestRefused),
        (401, KeyRejected),
        (402, CreditExhausted),
        (403, AccessDenied),
        (404, ModelUnavailable),
        (429, RateLimited),
        (500, ServerFailed),
    ],
)
def test_it_can_refuse(status: int, expected: type[SfumatoError]) -> None:
    with pytest.raises(expected) as caught:
        ask(faults=DemoFaults(refuse=status))
    assert "told to refuse" in caught.value.provider_text
    if isinstance(caught.value, RateLimited):
        assert caught.value.retry_after_s == 2


@pytest.mark.parametrize(
    ("how", "expected"),
    [(Break.CUT, ConnectionBroken), (Break.JSON, AnswerUnreadable), (Break.TIMEOUT, AnswerTimedOut)],
)
def test_it_can_break(how: Break, expected: type[SfumatoError]) -> None:
    with pytest.raises(expected):
        ask(faults=DemoFaults(breaks=how))


def test_it_can_send_bytes_that_are_no_picture() -> None:
    data = ask(faults=DemoFaults(breaks=Break.BYTES)).items[0].data
    assert data
    assert sniff(data) is None


def test_a_slow_order_can_be_cancelled() -> None:
    async def use(client: TogetherClient) -> None:
        task = asyncio.create_task(client.generate(order(), KeptAnswer()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(use, DemoFaults(slow_s=600))


def test_slow_means_slow() -> None:
    async def use(client: TogetherClient) -> float:
        loop = asyncio.get_running_loop()
        before = loop.time()
        await client.generate(order(width=64, height=64), KeptAnswer())
        return loop.time() - before

    assert run(use, DemoFaults(slow_s=0.2)) >= 0.2


def test_the_answer_has_the_shape_of_the_wire() -> None:
    async def use(client: TogetherClient) -> Any:
        sink = KeptAnswer()
        await client.generate(order(), sink)
        return json.loads(sink.body)

    body = run(use)
    assert set(body) == {"id", "model", "object", "data"}
    assert set(body["data"][0]) == {"index", "b64_json", "type"}
