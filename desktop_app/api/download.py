"""Fetching a picture from a URL that a server named: the URL is data of a stranger, and is treated so."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.request import getproxies, proxy_bypass

import httpx

from desktop_app.api.addresses import Address, is_forbidden, parse_address
from desktop_app.api.base_url import is_loopback_host
from desktop_app.api.network_faults import mapped_faults
from desktop_app.core.errors import AnswerError, DownloadFailed, DownloadForbidden, NetworkError

LARGEST_PICTURE_BYTES = 64 * 1024 * 1024
MOST_REDIRECTS = 5
_MOST_ADDRESSES = 4

Resolve = Callable[[str, int], Awaitable[list[Address]]]


@dataclass(frozen=True, slots=True)
class _Target:
    """A URL that may be fetched, and the addresses that were checked for it; none when a proxy will look them up."""

    url: httpx.URL
    addresses: tuple[Address, ...]


async def resolve_host(host: str, port: int) -> list[Address]:
    """Return the addresses of a host, best first; raise OSError when it has none.

    `localhost` is this machine, whatever its table of hosts says or leaves out (RFC 6761, section 6.3).
    """
    if host == "localhost":
        return [parse_address("127.0.0.1")]
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(parse_address(str(entry[4][0])) for entry in found))


class Downloader:
    """Fetches pictures: https only, from public addresses only, at the address that was checked, with limits.

    When the base URL is this machine itself, this machine is allowed too, by http as well. Nothing of ours is sent along:
    no key, no cookie. `resolve` of `None` means that nothing is resolved, since a transport stands in for the network.
    """

    def __init__(
        self,
        client: Callable[[], httpx.AsyncClient],
        *,
        loopback_allowed: bool,
        resolve: Resolve | None,
        total_s: float,
    ) -> None:
        self._client = client
        self._loopback_allowed = loopback_allowed
        self._resolve = resolve
        self._total_s = total_s

    async def fetch(self, url: str) -> bytes:
        """Return the bytes at the URL; raise DownloadForbidden or DownloadFailed."""
        try:
            async with asyncio.timeout(self._total_s):
                with mapped_faults():
                    return await self._follow(url)
        except TimeoutError as cause:
            raise DownloadFailed(f"not whole after {self._total_s:g} s") from cause
        except (NetworkError, AnswerError) as cause:
            raise DownloadFailed(cause.detail) from cause

    async def _follow(self, url: str) -> bytes:
        for _ in range(MOST_REDIRECTS + 1):
            target = await self._checked(url)
            async with self._opened(target) as response:
                if not response.has_redirect_location:
                    return await _body(response)
                # Joined by hand: the response knows the address that was asked, not the name.
                url = str(target.url.join(response.headers["location"]))
        raise DownloadFailed(f"more than {MOST_REDIRECTS} redirects")

    async def _checked(self, text: str) -> _Target:
        url = self._checked_url(text)
        if self._resolve is None or _has_proxy(url):
            literal = _literal(url.host)
            self._check_addresses((literal,) if literal else ())
            return _Target(url, ())
        try:
            addresses = await self._resolve(url.raw_host.decode("ascii"), url.port or 443)
        except (OSError, ValueError) as cause:
            raise DownloadFailed(f"no address for {url.host}") from cause
        self._check_addresses(tuple(addresses))
        return _Target(url, tuple(addresses[:_MOST_ADDRESSES]))

    def _checked_url(self, text: str) -> httpx.URL:
        try:
            url = httpx.URL(text)
        except httpx.InvalidURL as cause:
            raise DownloadForbidden(f"not a URL: {cause}") from cause
        is_loopback = is_loopback_host(url.host)
        if not url.host or url.userinfo:
            raise DownloadForbidden("the URL names no host, or a user")
        if is_loopback and not self._loopback_allowed:
            raise DownloadForbidden("the URL points to this machine")
        if url.scheme != "https" and not (url.scheme == "http" and is_loopback):
            raise DownloadForbidden(f"{url.scheme or 'no scheme'} is not https")
        return url

    def _check_addresses(self, addresses: tuple[Address, ...]) -> None:
        for address in addresses:
            if is_forbidden(address) and not (address.is_loopback and self._loopback_allowed):
                raise DownloadForbidden(f"{address} is not a public address")

    @asynccontextmanager
    async def _opened(self, target: _Target) -> AsyncIterator[httpx.Response]:
        response = await self._open(target)
        try:
            yield response
        finally:
            await response.aclose()

    async def _open(self, target: _Target) -> httpx.Response:
        if not target.addresses:
            return await self._client().send(self._request(target.url, None), stream=True)
        for address in target.addresses[:-1]:
            try:
                return await self._client().send(self._request(target.url, address), stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._client().send(self._request(target.url, target.addresses[-1]), stream=True)

    def _request(self, url: httpx.URL, address: Address | None) -> httpx.Request:
        # A connection of its own: the next name at the same address must pass the TLS check by itself.
        headers = {"host": url.netloc.decode("ascii"), "accept-encoding": "identity", "connection": "close"}
        if address is None:
            return self._client().build_request("GET", url, headers=headers)
        # Connecting to the checked address leaves no time for the name to change its mind; TLS still asks for the name.
        return self._client().build_request(
            "GET",
            url.copy_with(host=str(address)),
            headers=headers,
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )


async def _body(response: httpx.Response) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise DownloadFailed(f"the server answered {response.status_code}", status=response.status_code)
    if int(response.headers.get("content-length") or 0) > LARGEST_PICTURE_BYTES:
        raise DownloadFailed(f"longer than {LARGEST_PICTURE_BYTES} bytes")
    data = bytearray()
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) > LARGEST_PICTURE_BYTES:
            raise DownloadFailed(f"longer than {LARGEST_PICTURE_BYTES} bytes")
    return bytes(data)


def _literal(host: str) -> Address | None:
    try:
        return parse_address(host)
    except ValueError:
        return None


def _has_proxy(url: httpx.URL) -> bool:
    if is_loopback_host(url.host):
        return False
    proxies = getproxies()
    return bool(proxies.get(url.scheme) or proxies.get("all")) and not proxy_bypass(url.host)
