"""The gaps between the ticks of a timer in a window's thread."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

_TICK_MS = 4


class Ticks(QObject):
    """A timer whose ticks are late when the window's thread is busy."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def taken(self) -> list[float]:
        """Return the gaps since the last call, in milliseconds."""
        taken, self.gaps_ms = self.gaps_ms, []
        return taken

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.gaps_ms.append((now - self._last) * 1000)
        self._last = now
