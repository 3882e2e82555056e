"""The base URL of the provider, as settings and environment spell it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from desktop_app.core.errors import RequestInvalid

DEFAULT_BASE_URL = "https://api.together.ai"
"""The provider's own (its OpenAPI description since 2026-04)."""


def normalised(url: str) -> str:
    """Return the URL without blanks, trailing slashes and one `/v1` at its end.

    Paths of calls begin with `/v1` here; some of the provider's own libraries have it in the base URL instead, so both
    spellings are met. Raise RequestInvalid (field `base_url`) for anything but https, or http to this machine.
    """
    text = url.strip().rstrip("/").removesuffix("/v1").rstrip("/")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as cause:
        raise RequestInvalid(f"not a URL: {cause}", field="base_url") from cause
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment:
        raise RequestInvalid("the base URL must begin with https:// and name a host", field="base_url")
    if parts.username or parts.password:
        raise RequestInvalid("the base URL must not hold a user name or a password", field="base_url")
    if parts.scheme == "http" and not is_loopback_host(host):
        raise RequestInvalid("http is for this machine alone; use https", field="base_url")
    return text


def is_loopback_host(host: str) -> bool:
    """Say whether a host, by name or address, is this machine (RFC 6761 section 6.3 for names)."""
    name = host.strip("[]").lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
