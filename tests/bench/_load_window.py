"""The program's own window during many jobs: measures the gaps between the ticks of a timer in its thread.

Run by the bench `load` in a process of its own, with a home and a provider of its own. It prints the gaps as JSON, with
those of a bare window that stood beside it in the same seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.app import Opening
from desktop_app.core.batches import Axis
from desktop_app.core.settings import Settings
from desktop_app.engine.places import settings_path
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.store.folders import user_folders
from desktop_app.store.settings import SettingsFile
from desktop_app.ui.batch.batch_window import BatchWindow
from tests.bench._ticks import Ticks

_LOOK_MS = 250
_REST_S = 2.0


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
    with _bare_window() as bare:
        print(json.dumps(_measured(opening, batch, count, bare)))
    opening.close()
    opening.window.close_for_good()


def _measured(opening: Opening, batch: BatchWindow, count: int, bare: subprocess.Popen[str]) -> dict[str, object]:
    """Return the seconds that the jobs take, and the gaps of both windows without and with them."""
    assert bare.stdin is not None
    model = opening.window.parts.gallery.model()
    assert isinstance(model, GalleryModel)
    ticks = Ticks()
    _rest()
    at_rest = ticks.taken()
    bare.stdin.write("begin\n")
    bare.stdin.flush()
    started = time.monotonic()
    batch.order.click()
    _wait_until(lambda: model.snapshot.total == count)
    took_s, at_work = time.monotonic() - started, ticks.taken()
    beside = json.loads(bare.communicate()[0])
    made = _pictures(user_folders().library)
    if made != count:
        raise RuntimeError(f"{made} of {count} pictures were made")
    return {"took_s": took_s, "at rest": at_rest, "at work": at_work, "bare": beside}


@contextmanager
def _bare_window() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.bench._bare_window"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


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
    """Count the finished pictures in the few folders of days that there are."""
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
