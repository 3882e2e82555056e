"""Every refusal of the provider, by recorded bodies."""

from __future__ import annotations

import asyncio
import json
import time
from email.utils import formatdate
from typing import Any

import pytest

from desktop_app.api.client import TogetherClient
from desktop_app.api.http import Timeouts
from desktop_app.api.refusals import refusal
from desktop_app.core.errors import (
    AccessDenied,
    Billed,
    ContentRefused,
    CreditExhausted,
    KeyRejected,
    ModelUnavailable,
    Overloaded,
    ProviderError,
    RateLimited,
    RequestRefused,
    ServerFailed,
    SharingBlocked,
    is_safe_to_resend,
)
from tests.support.answers import KeptAnswer, order
from tests.support.refusal_texts import AREA, CREDIT, MENU, NO_MODEL, NOT_SERVERLESS, SEED, UNSUPPORTED, WIDTH
from tests.support.server import LoopbackServer, Reply, error_body


def refused(server: LoopbackServer, status: int, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    """Let the server refuse an order and return the error."""
    server.refuse(status, body, headers)

    async def main() -> ProviderError:
        client = TogetherClient(base_url=server.url, key="a-key", timeouts=Timeouts(read_s=2))
        try:
            with pytest.raises(ProviderError) as caught:
                await client.generate(order(), KeptAnswer())
            return caught.value
        finally:
            await client.aclose()

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("status", "message", "code", "expected", "billed"),
    [
        (400, UNSUPPORTED, None, RequestRefused, Billed.NO),
        (400, NO_MODEL, "model_not_available", ModelUnavailable, Billed.NO),
        (400, NOT_SERVERLESS, None, ModelUnavailable, Billed.NO),
        (400, "Start the endpoint.", "dedicated_endpoint_not_running", ModelUnavailable, Billed.NO),
        (400, "No.", "content_policy_violation", ContentRefused, Billed.UNKNOWN),
        (400, "Invalid content detected in the prompt.", None, ContentRefused, Billed.UNKNOWN),
        (401, "Invalid API key provided.", "invalid_api_key", KeyRejected, Billed.NO),
        (402, CREDIT, None, CreditExhausted, Billed.NO),
        (403, "This account cannot use this model.", None, AccessDenied, Billed.NO),
        (403, "Third-party sharing is off.", "third_party_data_sharing_blocked", SharingBlocked, Billed.NO),
        (404, NO_MODEL, "model_not_available", ModelUnavailable, Billed.NO),
        (422, "NSFW content detected.", None, ContentRefused, Billed.UNKNOWN),
        (429, "Slow down.", "dynamic_request_limited", RateLimited, Billed.NO),
        (500, "Internal error.", None, ServerFailed, Billed.UNKNOWN),
        (503, "Overloaded.", None, Overloaded, Billed.NO),
        (504, "Gateway timeout.", None, ServerFailed, Billed.UNKNOWN),
        (413, "Payload too large.", None, ServerFailed, Billed.NO),
    ],
)
def test_each_status_has_its_error(
    server: LoopbackServer, status: int, message: str, code: str | None, expected: type[ProviderError], billed: Billed
) -> None:
    error = refused(server, status, error_body(message, code=code))
    assert type(error) is expected
    assert error.provider_text == message
    assert error.request_id == "oRefused-1"
    assert error.status == status
    assert error.provider_code == (code or "")
    assert error.billed is billed


def test_what_may_be_sent_again(server: LoopbackServer) -> None:
    assert is_safe_to_resend(refused(server, 429))
    assert is_safe_to_resend(refused(server, 503))
    for status in (400, 401, 402, 403, 404, 422, 500, 502, 504):
        assert not is_safe_to_resend(refused(server, status)), status


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (UNSUPPORTED, "image_url"),
        (WIDTH, "width"),
        ("Unsupported use of 'height' parameter.", "height"),
        ("An error has occurred", ""),
        (SEED, "seed"),
        (AREA, "size"),
        (MENU, "size"),
        ("The prompt is odd.", ""),
    ],
)
def test_a_refused_request_names_its_field(server: LoopbackServer, message: str, field: str) -> None:
    error = refused(server, 400, error_body(message))
    assert error.field == field
    # Whether it is a false alarm follows from what was sent, which the words alone do not tell.
    assert not is_safe_to_resend(error)


@pytest.mark.parametrize("said", [["model"], {"a": 1}, 5, None])
def test_odd_codes_and_names_of_fields_are_none(said: object) -> None:
    raw = json.dumps({"error": {"message": "No.", "code": said, "param": said}}).encode()
    error = refusal(400, {}, raw)
    assert isinstance(error, RequestRefused)
    assert (error.provider_code, error.field) == ("", "")


def test_the_provider_may_name_the_field_itself(server: LoopbackServer) -> None:
    body = error_body("No.")
    body["error"]["param"] = "steps"
    assert refused(server, 400, body).field == "steps"


def test_the_request_id_of_the_headers_serves_where_the_body_has_none(server: LoopbackServer) -> None:
    assert refused(server, 500, {"error": {"message": "Unauthorized"}}).request_id == "req-from-header"
    assert refusal(500, {"cf-ray": "a046745b3835a2b4-SEA"}, b"").request_id == "a046745b3835a2b4-SEA"
    assert refusal(500, {}, b"").request_id == ""
    assert refusal(500, {}, b'{"id": "o\\u001b[31m", "error": {}}').request_id == "o [31m"
    assert len(refusal(500, {"x-request-id": "x" * 5000}, b"").request_id) == 200


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({}, None),
        ({"x-ratelimit-reset": "3"}, 3.0),
        ({"x-ratelimit-reset": "0.5", "retry-after": "60"}, 0.5),
        ({"x-ratelimit-reset": "soon", "retry-after": "7"}, 7.0),
        ({"x-ratelimit-reset": "12s"}, 12.0),
        ({"x-ratelimit-reset": "-4"}, 0.0),
        ({"x-ratelimit-reset": "nan"}, None),
        ({"x-ratelimit-reset": "999999"}, 3600.0),
    ],
)
def test_how_long_to_wait(server: LoopbackServer, headers: dict[str, str], wait_s: float | None) -> None:
    assert refused(server, 429, None, headers).retry_after_s == wait_s


def test_a_wait_may_be_a_moment() -> None:
    at = time.time() + 30
    for headers in ({"retry-after": formatdate(at, usegmt=True)}, {"x-ratelimit-reset": str(at)}):
        error = refusal(429, headers, b"")
        assert isinstance(error, RateLimited)
        assert error.retry_after_s is not None
        assert 25 < error.retry_after_s <= 31


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b'{"error": "plain words"}', "plain words"),
        (b'{"message": "from a gateway"}', "from a gateway"),
        (b'{"detail": "from another"}', "from another"),
        (b"upstream connect error", "upstream connect error"),
        (b"<html><head><title>502 Bad Gateway</title></head></html>", "502 Bad Gateway"),
        (b"<html>nothing</html>", ""),
        (b'{"error": {"message": 5}}', ""),
        (b'{"error"', ""),
        (b"", ""),
        (b"\xff\xfe odd\x00bytes", "�� odd bytes"),
        ("\x1b[31mred \x9b31mred".encode(), "[31mred  31mred"),
        (b"[" * 100_000, ""),
        (b"x" * 50_000, "x" * 2000),
    ],
)
def test_the_providers_words_wherever_they_are(raw: bytes, text: str) -> None:
    assert refusal(502, {}, raw).provider_text == text


def test_a_refusal_whose_body_breaks_off_is_still_that_refusal(server: LoopbackServer) -> None:
    body = json.dumps(error_body("Slow down.")).encode()
    server.script(Reply(402, body, cut_after_bytes=20))

    async def main() -> None:
        client = TogetherClient(base_url=server.url, key="a-key")
        try:
            with pytest.raises(CreditExhausted):
                await client.generate(order(), KeptAnswer())
        finally:
            await client.aclose()

    asyncio.run(main())
