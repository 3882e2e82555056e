"""How pictures look that were never shown: found out in the background, with most of the time left to others."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.core.looks import Look
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.tasks import Tasks
from desktop_app.qt.thumbnail_making import look_of_picture
from desktop_app.store.looks import Lookless
from desktop_app.store.thumbnail_cache import ThumbnailCache

_SHARE = 0.25
"""So much of one processor at most goes into it."""


class LookFinder(QObject):
    """Begins when the library was looked at, newest pictures first; made, called and closed in the GUI thread.

    Thumbnails that are kept are looked at; of a picture without one, the picture. None is kept for this alone.

    Signals:
        looks_known(): it is known now how all pictures look, of some of which it was not.
    """

    looks_known = Signal()

    def __init__(self, feed: LibraryFeed, cache: ThumbnailCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._cache = cache
        self._tasks = Tasks(self, threads=1)
        self._is_over = threading.Event()
        self._failed: set[str] = set()
        self._asked: Sequence[tuple[str, str]] = ()
        self._next_key: int | None = None
        self._is_busy = False
        self._is_news = True
        self._has_news = False
        feed.scan_progressed.connect(self._on_progressed)
        feed.scan_finished.connect(self._on_scanned)
        feed.lookless_ready.connect(self._on_lookless)

    def close(self) -> None:
        """Stop soon; what was not looked at is for the next start."""
        self._is_over.set()
        self._tasks.close()

    def _on_progressed(self, changed: int) -> None:
        self._is_news = self._is_news or changed > 0

    def _on_scanned(self) -> None:
        if self._is_news and not self._is_busy and not self._is_over.is_set():
            self._is_news, self._is_busy = False, True
            self._feed.request_lookless()

    def _on_lookless(self, found: Lookless) -> None:
        pictures = [each for each in found.pictures if each[1] not in self._failed]
        if pictures:
            self._asked, self._next_key = pictures, found.next_key
            self._tasks.run(partial(_looked_at, pictures, self._cache, self._is_over), self._on_looked_at)
        else:
            self._go_on(found.next_key)

    def _on_looked_at(self, looks: dict[str, Look]) -> None:
        # What cannot be read now is not tried again before the next start.
        self._failed |= {sha256 for _, sha256 in self._asked} - looks.keys()
        self._feed.set_looks(looks)
        self._has_news = self._has_news or bool(looks)
        self._go_on(self._next_key)

    def _go_on(self, next_key: int | None) -> None:
        self._is_busy = next_key is not None and not self._is_over.is_set()
        if self._is_busy:
            self._feed.request_lookless(next_key)
        elif self._has_news:
            self._has_news = False
            self.looks_known.emit()


def _looked_at(pictures: Sequence[tuple[str, str]], cache: ThumbnailCache, is_over: threading.Event) -> dict[str, Look]:
    looks: dict[str, Look] = {}
    for path, sha256 in pictures:
        started = time.monotonic()
        look = look_of_picture(Path(path), cache, sha256)
        if look is not None:
            looks[sha256] = look
        took_s = time.monotonic() - started
        if is_over.wait(took_s * (1 - _SHARE) / _SHARE):
            break
    return looks
