"""A client of the provider, used and closed in a loop of its own."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

from desktop_app.api.client import TogetherClient
from desktop_app.api.http import Timeouts
from tests.support.answers import KeptAnswer, order

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

KEY = "tgp_v1_a-key-that-nobody-else-has"
SHORT = Timeouts(connect_s=0.5, read_s=0.3, write_s=0.5, check_s=0.3)


def run(server_url: str, use: Callable[[TogetherClient], Awaitable[Any]], **options: Any) -> Any:
    """Use a client in a loop of its own, and close it."""

    async def main() -> Any:
        client = TogetherClient(base_url=server_url, key=options.pop("key", KEY), **options)
        try:
            return await use(client)
        finally:
            await client.aclose()

    return asyncio.run(main())


def generate(server_url: str, body: dict[str, Any] | None = None, **options: Any) -> KeptAnswer:
    """Send one order and return what the sink got."""

    async def use(client: TogetherClient) -> KeptAnswer:
        sink = KeptAnswer()
        await client.generate(body or order(), sink)
        return sink

    result = run(server_url, use, **options)
    assert isinstance(result, KeptAnswer)
    return result


def closed_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def shown(error: BaseException) -> str:
    """Return all that an error and what it came from say of themselves."""
    parts = []
    each: BaseException | None = error
    while each is not None:
        parts += [str(each), repr(each), repr(vars(each))]
        each = each.__cause__ or each.__context__
    return "\n".join(parts)
