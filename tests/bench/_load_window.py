"""The program's own window during many jobs: measures the gaps between the ticks of a timer in its thread.

Run by the bench `load` in a process of its own, with a home and a provider of its own. It prints the gaps as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.app import Opening
from desktop_app.core.batches import Axis
from desktop_app.core.settings import Settings
from desktop_app.engine.places import settings_path
from desktop_app.store.folders import user_folders
from desktop_app.store.settings import SettingsFile
from desktop_app.ui.batch.batch_window import BatchWindow

_TICK_MS = 4
_LOOK_MS = 250
_REST_S = 2.0


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


def main(count: int, parallel: int) -> None:
    """Order so many pictures by the batch window, wait for all of them, and print what was measured."""
    settings = Settings(parallel_jobs=parallel, pace_s=0.0, notify_when_done=False)
    SettingsFile(settings_path(user_folders())).save(settings)
    app = QApplication([])
    opening = Opening(app, None, os.environ)
    opening.window.resize(1280, 800)
    opening.window.show()
    _wait_until(lambda: hasattr(opening.window, "parts"))
    _rest()
    QTest.keyClicks(opening.window.prompt.editor, "hills at dusk")
    batch = _batch_window(opening, count)
    ticks = Ticks()
    _rest()
    found: dict[str, object] = {"at rest": ticks.taken()}
    library = user_folders().library
    started = time.monotonic()
    batch.order.click()
    _wait_until(lambda: _pictures(library) == count)
    found |= {"took_s": time.monotonic() - started, "at work": ticks.taken()}
    print(json.dumps(found))
    opening.close()
    opening.window.close_for_good()


def _batch_window(opening: Opening, count: int) -> BatchWindow:
    opening.window.parts.create.batch_requested.emit()
    (batch,) = opening.window.findChildren(BatchWindow)
    batch.grid.columns.set_text(Axis.SEED, f"1-{count}")
    batch.grid.rows.kind.buttons[None].click()
    if batch.sheet.isChecked():
        batch.sheet.click()
    _wait_until(lambda: batch.is_settled and batch.order.isEnabled())
    return batch


def _pictures(library: Path) -> int:
    """Count the finished pictures, in the few folders of days that there are, without reading one."""
    return sum(entry.name.endswith(".jpg.json") for folder in library.glob("*/*/") for entry in os.scandir(folder))


def _rest() -> None:
    until = time.monotonic() + _REST_S
    _wait_until(lambda: time.monotonic() > until)


def _wait_until(is_true: Callable[[], bool], timeout_s: float = 300.0) -> None:
    """Let the window go on until something is so; it looks seldom, so as not to be measured itself."""
    loop = QEventLoop()
    until = time.monotonic() + timeout_s

    def look() -> None:
        if is_true() or time.monotonic() > until:
            loop.quit()

    timer = QTimer(interval=_LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    if time.monotonic() > until:
        raise RuntimeError("it did not come to its end in time")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
