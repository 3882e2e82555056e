"""Where a streamed answer goes: to the spool as long as the disk serves, and always to memory."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from desktop_app.api.wire import parse_answer
from desktop_app.core.errors import AnswerError, StoreError
from desktop_app.engine.awaiting import in_thread, unbroken
from desktop_app.store.spool import Spool, SpoolFile

_log = logging.getLogger(__name__)
# What may follow the last brace is a line's end.
_TAIL_BYTES = 16


class SpooledAnswer:
    """The sink of one answer. A disk that fails does not end the answer: it is paid for, and goes on in memory.

    The disk works beside the wire: what comes while it is busy is written together afterwards. `began` is awaited, beside
    the wire too, with the provider's name for the call once the headers are here; `received` is called with the number
    of bytes so far. Ends by `finish`, or by `break_off` where the connection did not come to its end.

    `is_whole` says that every byte is here for certain: from `mark_whole` on, or by what `break_off` found.
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
        self.is_whole = False
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

    def mark_whole(self) -> None:
        """Take note that the last byte was handed over: from here on nothing takes the answer away."""
        self.is_whole = True

    async def break_off(self) -> None:
        """Take note that no more comes. What came is thrown away, unless it is whole: then `finish` ends it.

        A connection may break, or the program end, between the last byte and the word that it was the last: what reads
        as a whole answer is one, since no part of a JSON object is a JSON object.
        """
        await unbroken(self._broken_off())

    async def _broken_off(self) -> None:
        await self._settled()
        if not self.is_whole and self._body[-_TAIL_BYTES:].rstrip().endswith(b"}"):
            self.is_whole = await asyncio.to_thread(is_whole_answer, bytes(self._body))
        if not self.is_whole and self._file is not None:
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


def is_whole_answer(raw: bytes) -> bool:
    """Say whether these bytes are a whole answer that names a picture."""
    try:
        parse_answer(raw)
    except AnswerError:
        return False
    return True
