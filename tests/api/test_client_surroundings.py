"""The client and its surroundings: the key that is nowhere to be read, certificates, proxies."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.api.client import TogetherClient
from desktop_app.core.errors import (
    ConnectionNotMade,
    NetworkError,
    SfumatoError,
)
from tests.support.answers import KeptAnswer, order
from tests.support.clients import KEY, SHORT, closed_port, generate, run, shown
from tests.support.server import LoopbackServer

if TYPE_CHECKING:
    pass


def test_the_key_is_nowhere_to_be_read(server: LoopbackServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.refuse(401, {"id": "o1", "error": {"message": f"The key {KEY} is not known.", "code": None}})
    server.cut(after_bytes=50)
    server.stall(threading.Event())
    seen = []

    async def use(client: TogetherClient) -> None:
        seen.extend([repr(client), str(client)])
        for _ in range(3):
            with pytest.raises(SfumatoError) as caught:
                await client.generate(order(), KeptAnswer())
            seen.append(shown(caught.value))

    run(server.url, use, timeouts=SHORT)
    assert len(server.requests) == 3
    assert caplog.text
    assert KEY not in caplog.text
    assert all(KEY not in text for text in seen)
    assert "The key [key] is not known." in seen[2]


# The environment


def test_a_certificate_file_that_is_not_there_breaks_nothing(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "missing"))
    assert generate(server.url).body


def test_a_proxy_that_cannot_be_used_is_a_fault_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://name:password@proxy.test")
    with pytest.raises(ConnectionNotMade) as caught:
        generate("https://provider.invalid")
    assert "password" not in shown(caught.value)


def test_no_proxy_is_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch, server: LoopbackServer) -> None:
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{closed_port()}")
    assert generate(server.url).body


def test_a_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch, server: LoopbackServer) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.url)
    with pytest.raises(NetworkError, match="ProxyError"):
        generate("https://provider.invalid")
