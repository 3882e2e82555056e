"""Python's search for unreachable cycles, in the GUI thread alone."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 1000
_OLDEST = 2


class GarbageCollection(QObject):
    """Collects what Python would collect by itself, but here, between two events.

    Python collects in whichever thread happens to allocate; a widget that goes in another thread than the GUI's ends the
    program. What is there already is never looked at again, so that a look stays short.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds."""
        due = [each for each in range(_OLDEST + 1) if gc.get_count()[each] > self._thresholds[each]]
        if due:
            gc.collect(due[-1])

    def close(self) -> None:
        """Leave collecting to Python again."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
