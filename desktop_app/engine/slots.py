"""So many requests at once, first come, first served; the number may change while jobs run."""

from __future__ import annotations

import asyncio
from collections import deque


class Slots:
    """Places for requests, taken by `async with`. Used inside one loop."""

    def __init__(self, count: int) -> None:
        self._count = max(1, count)
        self._taken = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def set_count(self, count: int) -> None:
        """Allow so many from now on; what runs is not disturbed."""
        self._count = max(1, count)
        self._hand_out()

    async def __aenter__(self) -> None:
        if self._taken < self._count and not self._waiting:
            self._taken += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn in self._waiting:
                self._waiting.remove(turn)
            elif not turn.cancelled():
                self._give_back()
            raise

    async def __aexit__(self, *_exception: object) -> None:
        self._give_back()

    def _give_back(self) -> None:
        self._taken -= 1
        self._hand_out()

    def _hand_out(self) -> None:
        """Let the first in line in; its place is taken on its behalf, so that nobody slips in before it."""
        while self._waiting and self._taken < self._count:
            turn = self._waiting.popleft()
            if not turn.done():
                self._taken += 1
                turn.set_result(None)
