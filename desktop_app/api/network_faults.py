"""What httpx raises, mapped once to the tree of errors by how far a call had come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from desktop_app.core.errors import AnswerTimedOut, AnswerUnreadable, ConnectionBroken, ConnectionNotMade

_NOTHING_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


@contextmanager
def mapped_faults() -> Iterator[None]:
    """Turn faults of the network inside the block into NetworkError; all else passes through.

    Name lookup, TLS and proxy count as not connected: nothing of the request was sent. A fault while writing counts as
    broken: what was written may have sufficed.
    """
    try:
        yield
    except _NOTHING_SENT as cause:
        raise ConnectionNotMade(_detail(cause)) from cause
    except httpx.ReadTimeout as cause:
        raise AnswerTimedOut(_detail(cause)) from cause
    except httpx.DecodingError as cause:
        raise AnswerUnreadable(_detail(cause)) from cause
    except httpx.HTTPError as cause:
        raise ConnectionBroken(_detail(cause)) from cause


def _detail(cause: Exception) -> str:
    text = str(cause)
    return f"{type(cause).__name__}: {text}" if text else type(cause).__name__
