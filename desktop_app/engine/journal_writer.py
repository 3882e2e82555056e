"""Writes to the journal from the loop: what comes at the same time goes to the disk in one step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

from desktop_app.store.journal import Journal

T = TypeVar("T")


class JournalWriter:
    """Hands work for the journal to a thread of its own, in the order in which it came.

    Every commit waits for the disk. Work that comes while one is under way waits for the next, together: sixteen jobs
    that move at once cost hardly more than one. Used inside one loop; ends by `close`.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sfumato-journal")
        self._waiting: list[tuple[Callable[[], object], asyncio.Future[Any]]] = []
        self._draining: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[], T]) -> T:
        """Do this in the journal's thread and return what it returns, once it lasts; raise what it raises."""
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain())
        return cast(T, await done)

    async def close(self) -> None:
        """Wait for what is under way and end the thread."""
        if self._draining is not None:
            await self._draining
        self._thread.shutdown()

    async def _drain(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._write(batch)
        finally:
            self._draining = None

    async def _write(self, batch: list[tuple[Callable[[], object], asyncio.Future[Any]]]) -> None:
        works = [work for work, _ in batch]
        loop = asyncio.get_running_loop()
        try:
            outcomes = await loop.run_in_executor(self._thread, self._journal.together, works)
        except Exception as error:  # noqa: BLE001 - nobody may wait for ever
            outcomes = [error] * len(batch)
        for (_, done), outcome in zip(batch, outcomes, strict=True):
            if done.done():
                continue
            if isinstance(outcome, Exception):
                done.set_exception(outcome)
            else:
                done.set_result(outcome)
