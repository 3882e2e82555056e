"""The rule for pictures by URL, against a real server and addresses of every kind."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from desktop_app.api.addresses import is_forbidden, parse_address
from desktop_app.api.client import TogetherClient
from desktop_app.api.download import LARGEST_PICTURE_BYTES, MOST_REDIRECTS, Downloader
from desktop_app.api.http import USER_AGENT, Timeouts, new_http_client
from desktop_app.api.wire import parse_answer
from desktop_app.core.errors import Billed, DownloadFailed, DownloadForbidden
from tests.support.answers import KeptAnswer, order
from tests.support.certificates import tls_for
from tests.support.server import PICTURES, LoopbackServer, Reply

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = b"\xff\xd8\xff picture"
PUBLIC_BASE = "https://api.together.ai"


def fetch(base_url: str, url: str, **timeouts: float) -> bytes:
    async def main() -> bytes:
        client = TogetherClient(base_url=base_url, key="the-key", timeouts=Timeouts(**timeouts))
        try:
            return await client.download(url)
        finally:
            await client.aclose()

    return asyncio.run(main())


@pytest.fixture
def picture_url(server: LoopbackServer) -> str:
    server.pictures["/shrt/one"] = PICTURE
    return f"{server.url}/shrt/one"


def test_a_picture_by_url_is_fetched_without_key_and_cookies(server: LoopbackServer) -> None:
    server.script(Reply(headers={"set-cookie": "session=1; Path=/"}))

    async def main() -> bytes:
        client = TogetherClient(base_url=server.url, key="the-key")
        try:
            sink = KeptAnswer()
            await client.generate(order(response_format="url"), sink)
            (item,) = parse_answer(sink.body).items
            assert item.url is not None
            return await client.download(item.url)
        finally:
            await client.aclose()

    assert asyncio.run(main()).startswith(b"\xff\xd8\xff")
    headers = server.requests[-1].headers
    assert headers["user-agent"] == USER_AGENT
    assert headers["host"] == f"127.0.0.1:{server.port}"
    assert not {"authorization", "cookie"} & headers.keys()


def test_every_address_of_a_name_is_tried(server: LoopbackServer, picture_url: str) -> None:
    async def resolve(host: str, port: int) -> list[Any]:
        return [parse_address("::1"), parse_address("127.0.0.1")]

    url = picture_url.replace("127.0.0.1", "pictures.localhost")
    assert with_resolver(url, resolve) == PICTURE
    assert server.requests[-1].headers["host"] == f"pictures.localhost:{server.port}"


def with_resolver(url: str, resolve: Any, *, loopback_allowed: bool = True) -> bytes:
    async def main() -> bytes:
        client = new_http_client(Timeouts(connect_s=2), None)
        try:
            downloader = Downloader(lambda: client, loopback_allowed=loopback_allowed, resolve=resolve, total_s=10)
            return await downloader.fetch(url)
        finally:
            await client.aclose()

    return asyncio.run(main())


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/shrt/one",
        "https://127.0.0.1:{port}/shrt/one",
        "https://localhost:{port}/shrt/one",
        "https://LOCALHOST.:{port}/shrt/one",
        "https://[::1]:{port}/shrt/one",
        "https://[::ffff:127.0.0.1]:{port}/shrt/one",
        "https://0.0.0.0:{port}/shrt/one",
    ],
)
def test_this_machine_is_out_of_bounds_for_a_public_provider(
    server: LoopbackServer, picture_url: str, url: str
) -> None:
    with pytest.raises(DownloadForbidden) as caught:
        fetch(PUBLIC_BASE, url.format(port=server.port))
    assert caught.value.billed is Billed.YES
    assert server.requests == []
    assert server.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://pictures.test/a.jpg",
        "http://93.184.215.14/a.jpg",
        "ftp://pictures.test/a.jpg",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "//pictures.test/a.jpg",
        "pictures.test/a.jpg",
        "https:///a.jpg",
        "https://name:password@pictures.test/a.jpg",
        "https://10.1.2.3/a.jpg",
        "https://192.168.1.1/a.jpg",
        "https://172.16.0.1/a.jpg",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/a.jpg",
        "https://224.0.0.1/a.jpg",
        "https://[fe80::1]/a.jpg",
        "https://[fd00::1]/a.jpg",
        "https://[ff02::1]/a.jpg",
        "https://[64:ff9b::a00:1]/a.jpg",
        "https://[2002:a00:1::]/a.jpg",
        "",
        "https://pictures.test:port/a.jpg",
    ],
)
@pytest.mark.parametrize("base_url", [PUBLIC_BASE, "http://127.0.0.1:9"])
def test_urls_that_are_never_fetched(base_url: str, url: str) -> None:
    with pytest.raises(DownloadForbidden) as caught:
        fetch(base_url, url)
    assert caught.value.billed is Billed.YES


@pytest.mark.parametrize(
    "public", ["93.184.215.14", "2606:4700::6810:84e5", "64:ff9b::5db8:d70e", "::ffff:93.184.215.14"]
)
def test_public_addresses(public: str) -> None:
    assert not is_forbidden(parse_address(public))


@pytest.mark.parametrize("private", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "fd00::5", "::1", "0.0.0.0"])
def test_a_name_that_leads_to_a_private_address(private: str) -> None:
    async def resolve(host: str, port: int) -> list[Any]:
        return [parse_address("93.184.215.14"), parse_address(private)]

    with pytest.raises(DownloadForbidden):
        with_resolver("https://pictures.test/a.jpg", resolve, loopback_allowed=False)


def test_a_name_that_leads_nowhere() -> None:
    with pytest.raises(DownloadFailed, match="no address"):
        fetch(PUBLIC_BASE, "https://pictures.invalid/a.jpg")


# Redirects


def redirect(server: LoopbackServer, location: str, status: int = 302) -> None:
    server.answer(b"", status=status, headers={"location": location}, path=PICTURES)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(server: LoopbackServer, picture_url: str, status: int) -> None:
    redirect(server, "/shrt/one", status)
    assert fetch(server.url, f"{server.url}/shrt/moved") == PICTURE
    assert [each.path for each in server.requests] == ["/shrt/moved", "/shrt/one"]


@pytest.mark.parametrize(
    "location",
    ["http://10.0.0.1/a.jpg", "https://169.254.169.254/latest", "http://pictures.test/a.jpg", "file:///etc/passwd"],
)
def test_a_redirect_to_where_nothing_may_be_fetched_from(server: LoopbackServer, location: str) -> None:
    redirect(server, location)
    with pytest.raises(DownloadForbidden):
        fetch(server.url, f"{server.url}/shrt/moved")
    assert len(server.requests) == 1


def test_redirects_have_an_end(server: LoopbackServer) -> None:
    for _ in range(20):
        redirect(server, "/shrt/again")
    with pytest.raises(DownloadFailed, match="redirects"):
        fetch(server.url, f"{server.url}/shrt/again")
    assert len(server.requests) == MOST_REDIRECTS + 1


# Servers that fail


def test_a_picture_that_is_gone(server: LoopbackServer) -> None:
    with pytest.raises(DownloadFailed) as caught:
        fetch(server.url, f"{server.url}/shrt/gone")
    assert caught.value.status == 404


def test_a_claim_of_too_many_bytes_is_not_waited_for(server: LoopbackServer) -> None:
    server.script(Reply(body=b"x", claimed_length=LARGEST_PICTURE_BYTES), PICTURES)
    with pytest.raises(DownloadFailed, match="longer"):
        fetch(server.url, f"{server.url}/shrt/one")


def test_more_bytes_than_a_picture_has(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.api.download.LARGEST_PICTURE_BYTES", 500_000)
    server.answer(b"x" * 2_000_000, chunked=True, path=PICTURES)
    with pytest.raises(DownloadFailed, match="longer"):
        fetch(server.url, f"{server.url}/shrt/one")


def test_a_picture_cut_short(server: LoopbackServer, picture_url: str) -> None:
    server.cut(after_bytes=5, path=PICTURES)
    with pytest.raises(DownloadFailed):
        fetch(server.url, picture_url)


def test_a_download_that_takes_too_long(server: LoopbackServer, picture_url: str) -> None:
    server.stall(threading.Event(), after_bytes=5, path=PICTURES)
    with pytest.raises(DownloadFailed, match="not whole after"):
        fetch(server.url, picture_url, download_s=0.3)
    assert server.requests[0].closed.wait(10)


# TLS asks for the name, though the address is what is connected to


def test_the_name_is_checked_at_the_pinned_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, root = tls_for("pictures.test", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(root))

    async def resolve(host: str, port: int) -> list[Any]:
        return [parse_address("127.0.0.1")]

    with LoopbackServer(context) as server:
        server.pictures["/shrt/one"] = PICTURE
        assert with_resolver(f"https://pictures.test:{server.port}/shrt/one", resolve) == PICTURE
        assert server.requests[0].headers["host"] == f"pictures.test:{server.port}"
        with pytest.raises(DownloadFailed, match="certificate"):
            with_resolver(f"https://another.test:{server.port}/shrt/one", resolve)
        assert len(server.requests) == 1


def test_an_unknown_authority_is_not_trusted(tmp_path: Path) -> None:
    context, _ = tls_for("localhost", tmp_path)
    with LoopbackServer(context) as server, pytest.raises(DownloadFailed, match="certificate"):
        fetch(server.url, f"https://localhost:{server.port}/shrt/one")


def test_a_cookie_is_never_kept(server: LoopbackServer) -> None:
    server.script(Reply(headers={"set-cookie": "a=b; Path=/"}))

    async def main() -> httpx.Cookies:
        client = new_http_client(Timeouts(), None)
        try:
            await client.post(server.url + "/v1/images/generations", json=order())
            return client.cookies
        finally:
            await client.aclose()

    assert not asyncio.run(main())
