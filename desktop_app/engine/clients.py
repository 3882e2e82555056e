"""The two ways out: to the provider, and to the demo engine; made when first needed, inside the loop."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable

from desktop_app.api.base_url import DEFAULT_BASE_URL, normalised
from desktop_app.api.client import Timeouts, TogetherClient
from desktop_app.core.errors import KeyRejected, SfumatoError
from desktop_app.core.live_list import ListedModel
from desktop_app.engine.events import KeyChecked

ClientFactory = Callable[[str], TogetherClient]
"""Makes a client for a key."""


class Clients:
    """Hands out one client for the provider and one for the demo engine; each keeps its connections for its life.

    A new key means a new client; the one before it lives until `aclose`, because jobs may still be using it.
    """

    def __init__(self, *, live: ClientFactory, demo: Callable[[], TogetherClient], key: str = "") -> None:
        self._make_live = live
        self._make_demo = demo
        self._key = key
        self._live: TogetherClient | None = None
        self._demo: TogetherClient | None = None
        self._retired: list[TogetherClient] = []
        self._key_is_told = asyncio.Event()
        if key:
            self._key_is_told.set()

    def __repr__(self) -> str:
        return f"Clients(key={'set' if self._key else 'none'})"

    @property
    def has_key(self) -> bool:
        """Say whether there is a key, as far as it was told."""
        return bool(self._key)

    @property
    def key_print(self) -> str:
        """What tells this key from others and cannot be turned back into it; empty without a key."""
        return hashlib.sha256(f"sfumato {self._key}".encode()).hexdigest()[:16] if self._key else ""

    def set_key(self, key: str) -> None:
        """Use this key from the next job on; an empty one means: no key."""
        self._key_is_told.set()
        if key == self._key:
            return
        self._key = key
        if self._live is not None:
            self._retired.append(self._live)
            self._live = None

    async def key_told(self) -> None:
        """Wait until it is told which key there is, if any: the keyring is asked only after the engine has started."""
        await self._key_is_told.wait()

    def set_live(self, live: ClientFactory) -> None:
        """Make clients to another base URL from the next job on."""
        self._make_live = live
        if self._live is not None:
            self._retired.append(self._live)
            self._live = None

    def for_job(self, *, demo: bool) -> TogetherClient:
        """Return the client for a job; raise KeyRejected when it needs a key and there is none, RequestInvalid for a
        base URL that is none.
        """
        if not demo and not self._key:
            raise KeyRejected("no key is set")
        return self.for_download(demo=demo)

    def for_download(self, *, demo: bool) -> TogetherClient:
        """Return the client for fetching a picture from a URL, which needs no key; raise RequestInvalid as `for_job`."""
        if not demo:
            return self.live()
        if self._demo is None:
            self._demo = self._make_demo()
        return self._demo

    def live(self) -> TogetherClient:
        """Return the client to the provider, with or without a key; raise RequestInvalid for a base URL that is none."""
        if self._live is None:
            self._live = self._make_live(self._key)
        return self._live

    async def check_key(self, key: str) -> KeyChecked:
        """Ask the provider which image models this key may use; errors are part of the answer."""
        try:
            client = self._make_live(key)
            try:
                return KeyChecked(None, await client.check_key())
            finally:
                await client.aclose()
        except SfumatoError as error:
            return KeyChecked(error)

    async def list_models(self) -> tuple[ListedModel, ...]:
        """Return the image models that the provider lists, once it is told which key there is.

        Raise KeyRejected when there is none, RequestInvalid as `for_job`, and what the client raises.
        """
        await self.key_told()
        return await self.for_job(demo=False).list_models()

    async def aclose(self) -> None:
        """Close every client."""
        open_clients = [*self._retired, *(client for client in (self._live, self._demo) if client is not None)]
        self._retired, self._live, self._demo = [], None, None
        for client in open_clients:
            await client.aclose()


def live_factory(base_url: str, timeouts: Timeouts | None = None) -> ClientFactory:
    """Return what makes clients to this base URL, or to the provider's own when it is empty.

    The URL is looked at when a client is made, so that a wrong one fails the job and not the start of the program.
    """

    def make(key: str) -> TogetherClient:
        return TogetherClient(
            base_url=normalised(base_url or DEFAULT_BASE_URL), key=key, timeouts=timeouts or Timeouts()
        )

    return make
