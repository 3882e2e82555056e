"""A real HTTP server on loopback that speaks the provider's wire and can be told to stall, cut, lie and refuse."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import select
import socket
import struct
import threading
import time
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

import pytest

from tests.support.model_lists import RECORDED_MODELS

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping

GENERATIONS = "/v1/images/generations"
MODELS = "/v1/models"
PICTURES = "/shrt/"
PATIENCE_S = 10.0

DEFAULT_MODELS: tuple[dict[str, Any], ...] = (
    *RECORDED_MODELS,
    {"id": "moonshotai/Kimi-K2", "object": "model", "created": 0, "type": "chat", "display_name": "Kimi K2"},
)


@dataclass
class Received:
    """One request as it came; `closed` is set when the client hung up before its answer was whole."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    closed: threading.Event = field(default_factory=threading.Event)

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What one request gets. Without a body it gets the usual picture or list."""

    status: int = 200
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    stall: threading.Event | float | None = None
    stall_after_bytes: int | None = None
    cut_after_bytes: int | None = None
    claimed_length: int | None = None
    chunked: bool = False
    reset: bool = False


class LoopbackServer:
    """The provider on loopback: `url` is its base URL, `requests` all that it was asked, oldest first.

    Each call of a scripting method arranges one answer for the next request to `path`; without one, requests get real
    pictures of the asked size, as base64 or by URL as asked. With a TLS context it speaks https.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.tls = tls
        self.requests: list[Received] = []
        self.connections = 0
        self.accepted_key: str | None = None
        self.models: list[dict[str, Any]] = list(DEFAULT_MODELS)
        self.pictures: dict[str, bytes] = {}
        self.closing = threading.Event()
        self._scripts: dict[str, deque[Reply]] = defaultdict(deque)
        self._changed = threading.Condition()
        self._server = _Server(self, port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="loopback-server")

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        """The port, which the system chose unless it was given."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server and every connection to it; may be called twice."""
        if self.closing.is_set():
            return
        self.closing.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join(PATIENCE_S)

    # What the next request gets

    def answer(
        self,
        body: bytes | None = None,
        *,
        data: object = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        chunked: bool = False,
        path: str = GENERATIONS,
    ) -> None:
        """Answer with these bytes, or this object as JSON, or (with neither) as usual."""
        if data is not None:
            body = json.dumps(data).encode()
        self.script(Reply(status, body, headers or {}, chunked=chunked), path)

    def refuse(
        self,
        status: int,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        *,
        times: int = 1,
        path: str = GENERATIONS,
    ) -> None:
        """Refuse with a status; without a body by the provider's usual error object."""
        if not isinstance(body, bytes):
            body = json.dumps(error_body(f"Refused with {status}.") if body is None else body).encode()
        for _ in range(times):
            self.script(Reply(status, body, headers or {}), path)

    def stall(self, until: threading.Event | float, *, after_bytes: int | None = None, path: str = GENERATIONS) -> None:
        """Wait for an event or some seconds before the headers, or in the body after so many bytes; then go on."""
        self.script(Reply(stall=until, stall_after_bytes=after_bytes), path)

    def cut(self, after_bytes: int = 100, *, chunked: bool = False, path: str = GENERATIONS) -> None:
        """Close the connection after so many bytes of an otherwise good body."""
        self.script(Reply(cut_after_bytes=after_bytes, chunked=chunked), path)

    def reset(self, *, path: str = GENERATIONS) -> None:
        """Read the request, then end the connection by a reset, without one byte of answer."""
        self.script(Reply(reset=True), path)

    def lie(self, extra_bytes: int = 1000, *, path: str = GENERATIONS) -> None:
        """Claim a longer body than is sent, then close."""
        self.script(Reply(claimed_length=extra_bytes), path)

    def garbage(self, *, path: str = GENERATIONS) -> None:
        """Answer 200 with JSON that breaks off in the middle, in a body that is whole."""
        self.script(Reply(body=b'{"id": "oBroken", "data": [{"index": 0, "b64_json": "/9j/4AAQ'), path)

    def no_picture(self, *, path: str = GENERATIONS) -> None:
        """Answer with good JSON whose base64 holds bytes that are no picture."""
        nothing = base64.b64encode(b"This is not a picture. " * 20).decode()
        self.answer(data=answer_body([{"index": 0, "b64_json": nothing}]), path=path)

    def script(self, reply: Reply, path: str = GENERATIONS) -> None:
        """Put a reply at the end of the row for `path`."""
        self._scripts[path].append(reply)

    # What it was asked

    def wait_for_requests(self, count: int = 1, timeout_s: float = PATIENCE_S) -> list[Received]:
        """Return all requests once there are so many; fail the test when they do not come."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.requests) >= count, timeout_s):
                pytest.fail(f"the server got {len(self.requests)} of {count} requests")
            return list(self.requests)

    def orders(self) -> list[Received]:
        """Return the requests for pictures, oldest first."""
        return [each for each in self.requests if each.path == GENERATIONS]

    def note(self, received: Received) -> Reply:
        """Keep a request and return the reply arranged for it."""
        with self._changed:
            self.requests.append(received)
            self._changed.notify_all()
            row = self._scripts[PICTURES if received.path.startswith(PICTURES) else received.path]
            return row.popleft() if row else Reply()

    def usual(self, received: Received) -> tuple[int, str, bytes]:
        """Return status, media type and body of the answer that an unscripted request gets."""
        if received.path.startswith(PICTURES):
            picture = self.pictures.get(received.path)
            return (200, "image/jpeg", picture) if picture else (404, "text/plain", b"gone")
        if self.accepted_key is not None and received.headers.get("authorization") != f"Bearer {self.accepted_key}":
            return 401, "application/json", json.dumps(error_body(*_BAD_KEY)).encode()
        if received.path == MODELS:
            return 200, "application/json", json.dumps(self.models).encode()
        if received.path == GENERATIONS and received.method == "POST":
            return 200, "application/json", json.dumps(self._generate(received.json)).encode()
        return 404, "application/json", json.dumps(error_body("Not found.")).encode()

    def _generate(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        items = []
        for index in range(int(asked.get("n", 1))):
            picture = real_picture(asked, index)
            if asked.get("response_format") == "base64":
                items.append({"index": index, "b64_json": base64.b64encode(picture).decode(), "type": None})
            else:
                path = PICTURES + hashlib.sha256(picture).hexdigest()[:16]
                self.pictures[path] = picture
                items.append({"index": index, "url": self.url + path})
        return answer_body(items, str(asked.get("model", "")))


_BAD_KEY = (
    "Invalid API key provided. You can find your API key at https://api.together.ai/settings/api-keys.",
    "invalid_request_error",
    "invalid_api_key",
)


def error_body(message: str, kind: str = "invalid_request_error", code: str | None = None) -> dict[str, Any]:
    """Return the provider's error object."""
    return {"id": "oRefused-1", "error": {"message": message, "type": kind, "param": None, "code": code}}


def answer_body(items: list[dict[str, Any]], model: str = "black-forest-labs/FLUX.2-dev") -> dict[str, Any]:
    """Return the provider's answer of success around these items."""
    return {"id": "oTest-1", "model": model, "object": "list", "data": items}


def real_picture(asked: Mapping[str, Any], index: int = 0, file_format: str = "JPEG") -> bytes:
    """Return a real picture of the asked size whose colours follow from prompt, seed and index."""
    from PIL import Image

    digest = hashlib.sha256(f"{asked.get('prompt')}|{asked.get('seed')}|{index}".encode()).digest()
    size = (int(asked.get("width", 256)), int(asked.get("height", 256)))
    picture = Image.new("RGB", size, tuple(digest[:3]))
    picture.paste(tuple(digest[3:6]), (0, size[1] // 2, size[0], size[1]))
    file = io.BytesIO()
    picture.save(file, file_format)
    return file.getvalue()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, owner: LoopbackServer, port: int) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        if self.owner.tls is not None:
            connection = self.owner.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def process_request(self, request: Any, client_address: Any) -> None:
        self.owner.connections += 1
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Wake every handler that still waits for its client."""
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no fault of the server."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        received = Received(self.command, self.path, headers, self.rfile.read(length))
        reply = self.server.owner.note(received)
        if reply.reset:
            self._reset()
            return
        if reply.stall_after_bytes is None and not self._waited(reply.stall, received):
            return
        try:
            self._send(reply, received)
        except OSError:
            received.closed.set()
            self.close_connection = True

    def _send(self, reply: Reply, received: Received) -> None:
        status, media_type, body = (
            (reply.status, "application/json", reply.body)
            if reply.body is not None
            else self.server.owner.usual(received)
        )
        self.send_response(status if status != 200 else reply.status)
        headers = {"content-type": media_type, "x-request-id": "req-from-header", **reply.headers}
        if reply.chunked:
            headers["transfer-encoding"] = "chunked"
        else:
            headers["content-length"] = str(len(body) + (reply.claimed_length or 0))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self._send_body(reply, body, received)

    def _send_body(self, reply: Reply, body: bytes, received: Received) -> None:
        stop = reply.cut_after_bytes if reply.cut_after_bytes is not None else len(body)
        pause = reply.stall_after_bytes
        if pause is not None:
            self._write(body[:pause], chunked=reply.chunked)
            if not self._waited(reply.stall, received):
                return
            self._write(body[pause:], chunked=reply.chunked)
        else:
            self._write(body[:stop], chunked=reply.chunked)
        if stop < len(body) or reply.claimed_length:
            self.close_connection = True
        elif reply.chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _write(self, data: bytes, *, chunked: bool) -> None:
        for start in range(0, len(data), 65536):
            piece = data[start : start + 65536]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
        self.wfile.flush()

    def _waited(self, until: threading.Event | float | None, received: Received) -> bool:
        """Wait as told; false when the client or the server went away in the meantime."""
        if until is None:
            return True
        deadline = time.monotonic() + (until if isinstance(until, float | int) else 60)
        while time.monotonic() < deadline:
            if isinstance(until, threading.Event) and until.is_set():
                return True
            if self.server.owner.closing.is_set() or self._client_left():
                received.closed.set()
                self.close_connection = True
                return False
        return True

    def _client_left(self) -> bool:
        readable, _, _ = select.select([self.connection], [], [], 0.01)
        try:
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    def _reset(self) -> None:
        self.connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
        )
        self.close_connection = True


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """The provider on loopback, made anew for each test."""
    with LoopbackServer() as running:
        yield running
