"""Asking for the newest version: a short question, and an answer that is not trusted."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.api.releases import newest_version
from desktop_app.core.errors import AnswerUnreadable, ConnectionNotMade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class _Answer(BaseHTTPRequestHandler):
    body, status = b"", 200
    asked: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012 - one list for the one server

    def do_GET(self) -> None:
        self.asked.append((self.path, {name.lower(): text for name, text in self.headers.items()}))
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_arguments: Any) -> None:
        """Write nothing to the terminal."""


@pytest.fixture
def serve() -> Iterator[Callable[[bytes, int], str]]:
    """Answer everything alike, and return the address."""
    server = HTTPServer(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    _Answer.asked.clear()

    def answer(body: bytes, status: int = 200) -> str:
        _Answer.body, _Answer.status = body, status
        return f"http://127.0.0.1:{server.server_port}/sfumato/"

    yield answer
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_version_is_read_and_nothing_is_told(serve: Callable[..., str]) -> None:
    assert newest_version(serve(json.dumps({"version": "1.2.0"}).encode())) == "1.2.0"
    ((path, headers),) = _Answer.asked
    assert path == "/sfumato/latest.json"
    assert headers.keys() <= {"host", "accept", "accept-encoding", "connection", "user-agent"}


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 200), (b"[1]", 200), (b'{"other": 1}', 200), (b'{"version": "1.2.0"}', 404), (b"[" * 200_000, 200)],
)
def test_any_other_answer_is_none(serve: Callable[..., str], body: bytes, status: int) -> None:
    with pytest.raises(AnswerUnreadable):
        newest_version(serve(body, status))


def test_a_server_that_is_away_is_a_fault_of_the_network() -> None:
    with pytest.raises(ConnectionNotMade):
        newest_version("http://127.0.0.1:9")


def test_only_this_machine_may_be_asked_without_encryption() -> None:
    with pytest.raises(ConnectionNotMade, match="https"):
        newest_version("http://example.test/sfumato")
