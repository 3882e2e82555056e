"""What is wished for again and again, and done now and then."""

from __future__ import annotations

import time

SHARE = 0.05
"""So much of the time at most goes into telling of, or looking at, what changes all the time."""

PAUSE_MAX_S = 5.0


class Due:
    """Something wished for again and again that is done no more often than its cost allows, but soon in any case."""

    def __init__(self, pause_s: float) -> None:
        self._pause_s = pause_s
        self._from = 0.0
        self.is_wished = False

    @property
    def left_s(self) -> float:
        """The seconds until it may be done again, 0 when it may be at once."""
        return max(0.0, self._from - time.monotonic())

    @property
    def is_due(self) -> bool:
        """Say whether it is wished for, and may be done."""
        return self.is_wished and not self.left_s

    def begin(self) -> None:
        """Take note that it is being done: what is wished for from now on is another time."""
        self.is_wished = False

    def end(self, took_s: float) -> None:
        """Take note that it was done, at a cost of so many seconds."""
        self._from = time.monotonic() + min(max(self._pause_s, took_s / SHARE), PAUSE_MAX_S)
