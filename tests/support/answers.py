"""A sink that keeps what it is given, and the order that most tests send."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

from tests.support.server import answer_body, real_picture


def order(**fields: Any) -> dict[str, Any]:
    """Return a body for FLUX.2 dev, with these fields on top."""
    return {
        "model": "black-forest-labs/FLUX.2-dev",
        "prompt": "a red fox in the snow",
        "width": 256,
        "height": 256,
        "seed": 7,
        "response_format": "base64",
        **fields,
    }


def whole_answer() -> bytes:
    """Return the bytes of a good answer that holds one real picture."""
    return json.dumps(answer_body([{"index": 0, "b64_json": base64.b64encode(real_picture({})).decode()}])).encode()


class KeptAnswer:
    """What a client handed over: `request_ids` by begin, `body` by write; `begun` and `arrived` can be waited for."""

    def __init__(self) -> None:
        self.request_ids: list[str] = []
        self.body = b""
        self.begun = asyncio.Event()
        self.arrived = asyncio.Event()

    async def begin(self, request_id: str) -> None:
        self.request_ids.append(request_id)
        self.begun.set()

    async def write(self, chunk: bytes) -> None:
        self.body += chunk
        self.arrived.set()
