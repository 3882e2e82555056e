"""Asking which version is the newest, where a package manager will bring it: the answer is only told."""

from __future__ import annotations

import json

import httpx

from desktop_app.api.base_url import is_loopback_host
from desktop_app.api.http import USER_AGENT
from desktop_app.api.network_faults import mapped_faults
from desktop_app.api.tls import tls_context
from desktop_app.core.errors import AnswerUnreadable, ConnectionNotMade

_PATIENCE_S = 20.0
_LARGEST_BYTES = 64 * 1024


def newest_version(address: str) -> str:
    """Return what `latest.json` at this address names as the newest version; it may be anything but dangerous.

    Https only, except for this machine itself; nothing of ours is sent along. Blocks. Raises NetworkError, AnswerError.
    """
    url = httpx.URL(f"{address.rstrip('/')}/latest.json")
    if url.scheme != "https" and not is_loopback_host(url.host):
        raise ConnectionNotMade("not https")
    headers = {"user-agent": USER_AGENT}
    is_here = is_loopback_host(url.host)
    with mapped_faults(), httpx.Client(verify=tls_context(), timeout=_PATIENCE_S, trust_env=not is_here) as client:
        body = bytearray()
        with client.stream("GET", url, headers=headers) as answer:
            if answer.status_code != httpx.codes.OK:
                raise AnswerUnreadable(f"status {answer.status_code}")
            for part in answer.iter_bytes():
                body += part
                if len(body) > _LARGEST_BYTES:
                    raise AnswerUnreadable("too long")
    try:
        return str(json.loads(body)["version"])
    except (ValueError, KeyError, TypeError, RecursionError) as cause:
        raise AnswerUnreadable("no version") from cause
