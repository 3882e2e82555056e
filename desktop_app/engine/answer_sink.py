"""Where a streamed answer goes: to the spool as long as the disk serves, and always to memory."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from desktop_app.core.errors import StoreError
from desktop_app.engine.awaiting import in_thread, unbroken
from desktop_app.store.spool import Spool, SpoolFile

_log = logging.getLogger(__name__)


class SpooledAnswer:
    """The sink of one answer. A disk that fails does not end the answer: it is paid for, and goes on in memory.

    The disk works beside the wire: what comes while it is busy is written together afterwards. `began` is awaited, beside
    the wire too, with the provider's name for the call once the headers are here; `received` is called with the number
    of bytes so far. Ends by `finish` or `discard`.
    """

    def __init__(
        self,
        spool: Spool,
        job_id: str,
        began: Callable[[str], Coroutine[Any, Any, None]],
        received: Callable[[int], None],
    ) -> None:
        self._spool = spool
        self._job_id = job_id
        self._began = began
        self._received = received
        self._file: SpoolFile | None = None
        self._is_on_disk = True
        self._body = bytearray()
        self._written = 0
        self._beginning: asyncio.Task[None] | None = None
        self._writing: asyncio.Task[None] | None = None

    async def begin(self, request_id: str) -> None:
        """Take note that an answer of success comes."""
        self._beginning = asyncio.create_task(self._began(request_id))
        self._write_soon()

    async def write(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._body += chunk
        self._write_soon()
        self._received(len(self._body))

    async def finish(self) -> tuple[bytes, bool]:
        """Return the whole answer, and whether it is on disk too."""
        await self._settled()
        if self._is_on_disk:
            try:
                await in_thread(self._finish_file)
            except StoreError as error:
                await self._give_up_disk(error)
        return bytes(self._body), self._is_on_disk

    async def discard(self) -> None:
        """Throw away what came of an answer that did not come whole."""
        await unbroken(self._discarded())

    async def _discarded(self) -> None:
        await self._settled()
        if self._file is not None:
            await asyncio.to_thread(self._file.discard)

    def _write_soon(self) -> None:
        if self._is_on_disk and (self._writing is None or self._writing.done()):
            self._writing = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        """Write until the disk has all that has come; open the file first."""
        try:
            while self._file is None or self._written < len(self._body):
                chunk = bytes(memoryview(self._body)[self._written :])
                self._written = len(self._body)
                await asyncio.to_thread(self._write_file, chunk)
        except StoreError as error:
            await self._give_up_disk(error)

    async def _settled(self) -> None:
        """Wait for what is under way beside the wire: a file that is made must be known, or nobody would remove it."""
        for task in (self._beginning, self._writing):
            if task is not None:
                await asyncio.wait({task})
                task.result()

    async def _give_up_disk(self, error: StoreError) -> None:
        _log.warning("the answer of job %s goes on in memory: %s", self._job_id, error)
        self._is_on_disk = False
        file, self._file = self._file, None
        if file is not None:
            await in_thread(file.discard)

    # In a thread

    def _write_file(self, chunk: bytes) -> None:
        if self._file is None:
            self._file = self._spool.begin(self._job_id)
        if chunk:
            self._file.write(chunk)

    def _finish_file(self) -> None:
        if self._file is None:
            self._file = self._spool.begin(self._job_id)
        self._file.finish()
