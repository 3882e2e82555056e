"""The program's own window over a large library: first pictures, searching, memory; run by the bench `library`.

In a process of its own, with a home of its own. It prints what it measures as JSON, one line for each thing.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop_app.app import Opening
from desktop_app.ui.gallery.view import GalleryView


class FirstPictures(QObject):
    """Tells when a paint event of the grid was handled after which a picture of the library stands in it."""

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self.at_s = 0.0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not self.at_s and event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self, self._look)
        return False

    def _look(self) -> None:
        parts = getattr(self._opening.window, "parts", None)
        if not self.at_s and parts is not None and parts.gallery.shows_all_in_sight():
            self.at_s = time.monotonic()


def main() -> None:
    """Open the window, wait for its pictures, and with `work` search for the words that follow."""
    what, words = sys.argv[1], sys.argv[2:]
    app = QApplication([])
    opening = Opening(app, None, os.environ)
    first = FirstPictures(opening)
    app.installEventFilter(first)
    opening.window.resize(1280, 800)
    opening.window.show()
    _wait_until(lambda: first.at_s > 0)
    app.removeEventFilter(first)
    print(json.dumps({"grid_s": first.at_s}), flush=True)
    if what == "work":
        _wait_until(lambda: opening._is_ready)
        if os.environ.get("LIBRARY_UNTIL_SCANNED"):
            assert opening._studio is not None
            scanned: list[bool] = []
            opening._studio._feed.scan_finished.connect(lambda: scanned.append(True))
            _wait_until(lambda: bool(scanned))
        _work(opening, words)
    opening.close()
    opening.window.close_for_good()


def _work(opening: Opening, words: list[str]) -> None:
    gallery = opening.window.parts.gallery
    model = gallery.gallery_model
    _wait_until(lambda: model.snapshot.is_whole)
    _rest(2.0)
    field = opening.window.parts.top_bar.findChild(QLineEdit)
    assert field is not None
    QTest.keySequence(opening.window, QKeySequence("Ctrl+F"))
    times_ms: list[float] = []
    for word in words:
        times_ms += [_typed_ms(gallery, field, word[at], word[: at + 1]) for at in range(len(word))]
        field.selectAll()
        times_ms.append(_typed_ms(gallery, field, "", ""))
    bar = gallery.verticalScrollBar()
    _wait_until(lambda: model.snapshot.is_whole)
    for place in range(20):
        bar.setValue(bar.maximum() * place // 20)
        _rest(0.1)
    print(json.dumps({"search_ms": times_ms, "pictures": model.snapshot.total, "memory_mb": resident_mb()}), flush=True)


def _typed_ms(gallery: GalleryView, field: QLineEdit, key: str, text: str) -> float:
    """Return the milliseconds from a key to the first page of what it finds on the screen; no key deletes what is chosen."""
    started = time.perf_counter()
    if key:
        QTest.keyClicks(field, key)
    else:
        QTest.keyClick(field, Qt.Key.Key_Backspace)
    while gallery.gallery_model.snapshot.query != text or not _is_known(gallery):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    gallery.viewport().repaint()
    took_ms = (time.perf_counter() - started) * 1000
    _rest(0.05)
    return took_ms


def _is_known(gallery: GalleryView) -> bool:
    gallery.executeDelayedItemsLayout()
    rows = (row for run in gallery.rows_in_sight() for row in run)
    return all(gallery.gallery_model.entry(row) is not None for row in rows)


def resident_mb() -> float:
    """Return the memory of this process that is in use, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def _rest(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


def _wait_until(is_so: Callable[[], bool], timeout_s: float = 3600.0) -> None:
    until = time.monotonic() + timeout_s
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError("nothing more happens")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


if __name__ == "__main__":
    main()
