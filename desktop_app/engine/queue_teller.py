"""Tells how the queue stands, when that is news, and not more often than a person can read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from desktop_app.core.queue_state import QueueState
from desktop_app.engine.events import Event, QueueChanged

_PAUSE_S = 0.1


class QueueTeller:
    """Emits QueueChanged at most ten times a second, the last state always. Ends by `close`."""

    def __init__(self, state: Callable[[], QueueState], emit: Callable[[Event], None]) -> None:
        self._state = state
        self._emit = emit
        self._told = QueueState()
        self._told_at = float("-inf")
        self._timer: asyncio.TimerHandle | None = None
        self._is_closed = False

    def touch(self) -> None:
        """Take note that something may be different."""
        if self._timer is None and not self._is_closed:
            loop = asyncio.get_running_loop()
            due = self._told_at + _PAUSE_S
            if loop.time() >= due:
                self._tell()
            else:
                self._timer = loop.call_at(due, self._tell)

    def close(self) -> None:
        """Tell what is still to tell, and nothing more."""
        if self._timer is not None:
            self._timer.cancel()
            self._tell()
        self._is_closed = True

    def _tell(self) -> None:
        self._timer = None
        state = self._state()
        if state != self._told:
            self._told, self._told_at = state, asyncio.get_running_loop().time()
            self._emit(QueueChanged(state))
