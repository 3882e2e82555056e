"""Where a streamed answer goes: to the spool as long as the disk serves, and always to memory."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from desktop_app.core.errors import StoreError
from desktop_app.engine.awaiting import in_thread, unbroken
from desktop_app.store.spool import Spool, SpoolFile

_log = logging.getLogger(__name__)


class SpooledAnswer:
    """The sink of one answer. A disk that fails does not end the answer: it is paid for, and goes on in memory.

    `began` is awaited with the provider's name for the call once the headers are here; `received` is called with the
    number of bytes so far.
    """

    def __init__(
        self, spool: Spool, job_id: str, began: Callable[[str], Awaitable[None]], received: Callable[[int], None]
    ) -> None:
        self._spool = spool
        self._job_id = job_id
        self._began = began
        self._received = received
        self._file: SpoolFile | None = None
        self._body = bytearray()

    async def begin(self, request_id: str) -> None:
        """Take note that an answer of success comes."""
        await self._began(request_id)
        # A file that is made must be known here, or nobody would close and remove it.
        await unbroken(self._open())

    async def write(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._body += chunk
        if self._file is not None:
            try:
                await in_thread(self._file.write, chunk)
            except StoreError as error:
                await self._give_up_disk(error)
        self._received(len(self._body))

    async def finish(self) -> tuple[bytes, bool]:
        """Return the whole answer, and whether it is on disk too."""
        if self._file is not None:
            try:
                await in_thread(self._file.finish)
            except StoreError as error:
                await self._give_up_disk(error)
        return bytes(self._body), self._file is not None

    async def discard(self) -> None:
        """Throw away what came of an answer that did not come whole."""
        if self._file is not None:
            await in_thread(self._file.discard)

    async def _open(self) -> None:
        try:
            self._file = await asyncio.to_thread(self._spool.begin, self._job_id)
        except StoreError as error:
            _log.warning("no spool for job %s: %s", self._job_id, error)

    async def _give_up_disk(self, error: StoreError) -> None:
        _log.warning("the answer of job %s goes on in memory: %s", self._job_id, error)
        file, self._file = self._file, None
        if file is not None:
            await in_thread(file.discard)
