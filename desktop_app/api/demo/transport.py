"""The demo engine as an httpx transport: it answers the provider's wire without a network."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import uuid
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx

from desktop_app.api.client import GENERATIONS_PATH, MODELS_PATH
from desktop_app.api.demo.faults import Break, DemoFaults
from desktop_app.api.demo.order import OrderRefused, PaintOrder, read_order
from desktop_app.core.catalogue import DEMO_MODEL
from desktop_app.core.request import SEED_MAX

DEMO_BASE_URL = "https://demo.invalid"
"""A base URL for the demo engine's client: a name that by RFC 6761 never leads anywhere."""

_PICTURES_PATH = "/shrt/"
_PICTURES_KEPT = 16
_PNG = b"\x89PNG"
_CHUNK_BYTES = 64 * 1024
_REFUSALS = {
    400: ("Invalid value for 'prompt' parameter. The demo engine was told to refuse.", "invalid_request_error", None),
    401: ("Invalid API key provided. The demo engine was told to refuse.", "invalid_request_error", "invalid_api_key"),
    402: ("Credit limit exceeded. The demo engine was told to refuse.", "credit_limit", None),
    404: (
        "Unable to access model. The demo engine was told to refuse.",
        "invalid_request_error",
        "model_not_available",
    ),
    429: ("Too many requests. The demo engine was told to refuse.", "dynamic_request_limited", None),
}


class DemoTransport(httpx.AsyncBaseTransport):
    """Answers orders with painted pictures, and the list of models with the demo engine alone.

    Painting runs in a worker thread. Faults arrive as they would from a network: as a wait, a status, or a broken body.
    """

    def __init__(self, faults: DemoFaults = DemoFaults()) -> None:  # noqa: B008 - frozen
        self._faults = faults
        self._pictures: OrderedDict[str, bytes] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        path = request.url.path
        if request.method == "POST" and path == GENERATIONS_PATH:
            return await self._generate(request)
        if request.method == "GET" and path == MODELS_PATH:
            models = [{"id": DEMO_MODEL, "object": "model", "type": "image", "display_name": "Demo engine"}]
            return httpx.Response(200, json=models)
        picture = self._pictures.get(path)
        if picture is not None:
            kind = "image/png" if picture.startswith(_PNG) else "image/jpeg"
            return httpx.Response(200, headers={"content-type": kind}, content=picture)
        return httpx.Response(404, json=_error("Not found.", "invalid_request_error", None))

    async def _generate(self, request: httpx.Request) -> httpx.Response:
        raw = await request.aread()
        await asyncio.sleep(self._faults.slow_s)
        if self._faults.breaks is Break.TIMEOUT:
            raise httpx.ReadTimeout("the demo engine was told not to answer", request=request)
        if self._faults.refuse is not None:
            return _refusal(self._faults.refuse)
        try:
            order, count, as_base64 = read_order(raw)
            pictures = [await asyncio.to_thread(_painted, _nth(order, index)) for index in range(count)]
        except OrderRefused as refused:
            return httpx.Response(400, json=_error(str(refused), "invalid_request_error", None))
        items = [self._item(request, index, picture, as_base64) for index, picture in enumerate(pictures)]
        body = {"id": f"demo-{uuid.uuid4().hex[:12]}", "model": DEMO_MODEL, "object": "list", "data": items}
        return self._answer(request, json.dumps(body).encode())

    def _item(self, request: httpx.Request, index: int, picture: bytes, as_base64: bool) -> dict[str, Any]:
        if self._faults.breaks is Break.BYTES:
            picture = b"The demo engine was told to send no picture. " * 20
        if as_base64:
            return {"index": index, "b64_json": base64.b64encode(picture).decode("ascii"), "type": None}
        path = _PICTURES_PATH + hashlib.sha256(picture).hexdigest()[:16]
        self._pictures[path] = picture
        while len(self._pictures) > _PICTURES_KEPT:
            self._pictures.popitem(last=False)
        return {"index": index, "url": str(request.url.copy_with(path=path)), "type": "url"}

    def _answer(self, request: httpx.Request, raw: bytes) -> httpx.Response:
        headers = {"content-type": "application/json", "content-length": str(len(raw))}
        breaks = self._faults.breaks
        if breaks is Break.JSON:
            raw = raw[: len(raw) // 2]
            headers["content-length"] = str(len(raw))
        return httpx.Response(200, headers=headers, stream=_Body(raw, request, cut=breaks is Break.CUT))


class _Body(httpx.AsyncByteStream):
    """A body in pieces, like from a network; when cut, its second half never comes."""

    def __init__(self, raw: bytes, request: httpx.Request, *, cut: bool) -> None:
        self._raw = raw
        self._request = request
        self._cut = cut

    async def __aiter__(self) -> AsyncIterator[bytes]:
        end = len(self._raw) // 2 if self._cut else len(self._raw)
        for start in range(0, end, _CHUNK_BYTES):
            yield self._raw[start : min(start + _CHUNK_BYTES, end)]
            await asyncio.sleep(0)
        if self._cut:
            raise httpx.RemoteProtocolError("the demo engine was told to break off", request=self._request)


def _painted(order: PaintOrder) -> bytes:
    from desktop_app.api.demo.painter import paint

    return paint(order)


def _nth(order: PaintOrder, index: int) -> PaintOrder:
    return replace(order, seed=(order.seed + index) % (SEED_MAX + 1))


def _refusal(status: int) -> httpx.Response:
    words = _REFUSALS.get(status, (f"The demo engine was told to refuse with {status}.", "demo", None))
    headers = {"x-ratelimit-reset": "2"} if status == 429 else {}
    return httpx.Response(status, headers=headers, json=_error(*words))


def _error(message: str, kind: str, code: str | None) -> dict[str, Any]:
    fault = {"message": message, "type": kind, "param": None, "code": code}
    return {"id": f"demo-{uuid.uuid4().hex[:12]}", "error": fault}
