"""The client of Together: one order, the list of models, the check of a key, and a picture by its URL."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Protocol

import httpx

from desktop_app.api.base_url import is_loopback_host, normalised
from desktop_app.api.download import Downloader, resolve_host
from desktop_app.api.http import Timeouts, new_http_client
from desktop_app.api.model_list import parse_model_list
from desktop_app.api.network_faults import mapped_faults
from desktop_app.api.refusals import refusal, request_id_of
from desktop_app.core.errors import (
    AnswerTimedOut,
    AnswerUnreadable,
    Billed,
    KeyRejected,
    NetworkError,
    ProviderError,
    SfumatoError,
)
from desktop_app.core.live_list import ListedModel

__all__ = ["AnswerSink", "Timeouts", "TogetherClient"]

GENERATIONS_PATH = "/v1/images/generations"
MODELS_PATH = "/v1/models"

LARGEST_ANSWER_BYTES = 512 * 1024 * 1024
"""Four pictures of the largest kind, as PNG in base64, and room to spare."""

_LARGEST_LIST_BYTES = 16 * 1024 * 1024
# A list that trickles may take so many times what it may take to begin.
_PARTS_OF_A_LIST = 3
_LARGEST_REFUSAL_BYTES = 64 * 1024
_REFUSAL_BODY_S = 10.0


class AnswerSink(Protocol):
    """Where an answer goes as it arrives."""

    async def begin(self, request_id: str) -> None:
        """Take note that the headers of an answer of success are here; the name may be empty."""

    async def write(self, chunk: bytes) -> None:
        """Take the next bytes of the body."""


class TogetherClient:
    """One connection pool to the provider; belongs to the event loop in which it is first used.

    With a `transport` nothing reaches the network: names are not resolved and no proxy is asked.
    """

    def __init__(
        self,
        *,
        base_url: str,
        key: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        timeouts: Timeouts = Timeouts(),  # noqa: B008 - frozen
    ) -> None:
        self._base_url = normalised(base_url)
        self._key = key.strip()
        self._transport = transport
        self._timeouts = timeouts
        self._http: httpx.AsyncClient | None = None
        self._downloader = Downloader(
            self._client,
            loopback_allowed=is_loopback_host(httpx.URL(self._base_url).host),
            resolve=resolve_host if transport is None else None,
            total_s=timeouts.download_s,
        )

    def __repr__(self) -> str:
        return f"TogetherClient({self._base_url!r})"

    async def generate(self, body: Mapping[str, Any], sink: AnswerSink) -> None:
        """Send one order and hand the body of the answer to `sink` as it comes; returns when it is whole.

        Raise ProviderError, NetworkError or AnswerUnreadable. Never sends twice. Cancelling closes the connection.
        """
        headers = {**self._authorization(), "content-type": "application/json"}
        # Half characters, which no encoding has, become question marks as they do in files.
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        with mapped_faults():
            async with self._client().stream(
                "POST", self._base_url + GENERATIONS_PATH, content=content, headers=headers
            ) as response:
                if not response.is_success:
                    raise await self._refusal(response)
                await sink.begin(request_id_of(response.headers))
                size = 0
                async for chunk in response.aiter_bytes():
                    size += len(chunk)
                    if size > LARGEST_ANSWER_BYTES:
                        raise AnswerUnreadable(f"the answer is longer than {LARGEST_ANSWER_BYTES} bytes")
                    await sink.write(chunk)

    async def check_key(self) -> tuple[str, ...]:
        """Return the ids of the image models that the provider lists for this key; costs nothing.

        Raise ProviderError, NetworkError or AnswerUnreadable, none of them billed.
        """
        return tuple(model.id for model in await self.list_models())

    async def list_models(self) -> tuple[ListedModel, ...]:
        """Return the image models that the provider lists for this key, with their prices; costs nothing.

        Raise ProviderError, NetworkError or AnswerUnreadable, none of them billed.
        """
        with _nothing_billed(), mapped_faults():
            try:
                async with asyncio.timeout(_PARTS_OF_A_LIST * self._timeouts.check_s):
                    return parse_model_list(await self._raw_list())
            except TimeoutError as cause:
                raise AnswerTimedOut("the list of models did not come to its end") from cause

    async def warm_up(self) -> None:
        """Open the connection before it is needed, without the key; faults are left to the call that matters."""
        with suppress(NetworkError):
            await self.probe()

    async def probe(self) -> None:
        """Ask for nothing, without the key, to see whether anybody answers; costs nothing. Raise NetworkError."""
        with _nothing_billed(), mapped_faults():
            await self._client().head(self._base_url, timeout=self._timeouts.connect_s)

    async def download(self, url: str) -> bytes:
        """Return the picture at a URL that an answer named; raise DownloadError."""
        return await self._downloader.fetch(url)

    async def aclose(self) -> None:
        """Close every connection."""
        if self._http is not None:
            await self._http.aclose()

    async def _raw_list(self) -> bytes:
        timeout = httpx.Timeout(self._timeouts.check_s, connect=self._timeouts.connect_s)
        async with self._client().stream(
            "GET", self._base_url + MODELS_PATH, headers=self._authorization(), timeout=timeout
        ) as response:
            if not response.is_success:
                raise await self._refusal(response)
            return await _read_at_most(response, _LARGEST_LIST_BYTES)

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = new_http_client(self._timeouts, self._transport)
        return self._http

    def _authorization(self) -> dict[str, str]:
        if not self._key:
            return {}
        if not (self._key.isascii() and self._key.isprintable()) or " " in self._key:
            # Refused here, since the fault that it would cause later has the key in its text.
            raise KeyRejected("the key holds characters that no key has")
        return {"authorization": f"Bearer {self._key}"}

    async def _refusal(self, response: httpx.Response) -> ProviderError:
        raw = await _read_refusal(response)
        error = refusal(response.status_code, response.headers, raw)
        if self._key:
            error.provider_text = error.provider_text.replace(self._key, "[key]")
            error.args = (error.detail,)
        return error


async def _read_at_most(response: httpx.Response, limit: int) -> bytes:
    raw = bytearray()
    async for chunk in response.aiter_bytes():
        raw += chunk
        if len(raw) > limit:
            raise AnswerUnreadable(f"the answer is longer than {limit} bytes")
    return bytes(raw)


async def _read_refusal(response: httpx.Response) -> bytes:
    """Return the body of a refusal as far as it comes: the status alone says enough."""
    raw = bytearray()
    with suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(_REFUSAL_BODY_S):
            async for chunk in response.aiter_bytes():
                raw += chunk
                if len(raw) > _LARGEST_REFUSAL_BYTES:
                    break
    return bytes(raw[:_LARGEST_REFUSAL_BYTES])


@contextmanager
def _nothing_billed() -> Iterator[None]:
    try:
        yield
    except SfumatoError as error:
        error.billed = Billed.NO
        raise
