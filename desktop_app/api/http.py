"""The httpx client as this program sets it up."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from desktop_app import __version__
from desktop_app.api.tls import tls_context
from desktop_app.core.errors import ConnectionNotMade
from desktop_app.core.settings import PARALLEL_JOBS_MAX

USER_AGENT = f"Sfumato/{__version__}"
"""Never empty: the provider's network answers a blank one with 403 (Together's documentation of image models)."""

_KEPT_OPEN_S = 60.0
_NEVER_PROXIED = ("all://127.0.0.1", "all://localhost", "all://[::1]")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Limits in seconds: to connect, between two bytes of the answer, between two bytes sent, for a whole download."""

    connect_s: float = 10.0
    read_s: float = 300.0
    write_s: float = 60.0
    check_s: float = 20.0
    download_s: float = 120.0


def new_http_client(timeouts: Timeouts, transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    """Return a client without cookies and redirects; proxies of the environment are honoured unless a transport is given.

    Raise ConnectionNotMade when the environment names a proxy that cannot be used.
    """
    # Every job of a full queue keeps its connection for the next one.
    limits = httpx.Limits(
        max_connections=40, max_keepalive_connections=PARALLEL_JOBS_MAX, keepalive_expiry=_KEPT_OPEN_S
    )
    try:
        return httpx.AsyncClient(
            transport=transport,
            verify=tls_context() if transport is None else False,
            trust_env=transport is None,
            headers={"user-agent": USER_AGENT},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            mounts=dict.fromkeys(_NEVER_PROXIED) if transport is None else None,
            timeout=httpx.Timeout(timeouts.read_s, connect=timeouts.connect_s, write=timeouts.write_s),
            limits=limits,
        )
    except (ImportError, ValueError, httpx.InvalidURL) as cause:
        # The text of these may hold the proxy's password.
        raise ConnectionNotMade(f"the proxy of the environment cannot be used: {type(cause).__name__}") from None
