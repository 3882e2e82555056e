"""Whether the provider can be reached: lost by a job that found no connection, found again by asking for nothing."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from desktop_app.core.errors import SfumatoError

_log = logging.getLogger(__name__)


class NetworkWatch:
    """Probes with growing waits while there is no network. Used inside one loop; ends by `close`.

    `probe` raises a SfumatoError while nothing answers; `changed` is called when the network is lost or found. Waits
    grow over several losses too, until a real request was answered: a connection that comes and goes is not hammered.
    """

    def __init__(
        self,
        probe: Callable[[], Awaitable[None]],
        changed: Callable[[], None],
        waits_s: Sequence[float],
        jitter: float = 0.25,
    ) -> None:
        self._probe = probe
        self._changed = changed
        self._waits_s = waits_s
        self._jitter = jitter
        self._failures = 0
        self._hurry = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self.is_offline = False
        self.next_probe_at: float | None = None

    def lost(self) -> None:
        """Take note that no connection could be made."""
        if self.is_offline:
            return
        self.is_offline = True
        self._hurry.clear()
        self._watching = asyncio.create_task(self._watch(), name="network watch")
        self._changed()

    def reached(self) -> None:
        """Take note that the provider answered a real request."""
        self._failures = 0
        if self.is_offline:
            self.try_now()

    def try_now(self) -> None:
        """Probe at once, by a person's word."""
        self._hurry.set()

    async def close(self) -> None:
        """Stop probing."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})

    async def _watch(self) -> None:
        while self.is_offline:
            await self._pause()
            try:
                await self._probe()
            except SfumatoError as error:
                _log.info("no network: %s", error.code)
                self._changed()
            else:
                self.is_offline = False
                self.next_probe_at = None
                self._changed()

    async def _pause(self) -> None:
        wait_s = self._waits_s[min(self._failures, len(self._waits_s) - 1)] * (1 + random.uniform(0, self._jitter))
        self._failures += 1
        self.next_probe_at = time.time() + wait_s
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._hurry.wait()
        self._hurry.clear()
