"""Thumbnails for the grid: at once when they are in memory, else soon, the newest wish first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage

from desktop_app.qt.thumbnail_making import made_thumbnail
from desktop_app.store.thumbnail_cache import ThumbnailCache

_MEMORY_BYTES = 192 * 1024**2
_THREADS = 2

_Wish = tuple[str, int]


class ThumbnailLoader(QObject):
    """Keeps thumbnails in memory up to a number of bytes and makes them in two threads. Lives in the GUI thread.

    Signals:
        loaded(str): `image` for this path has more to give now, or the file turned out to be no picture.
    """

    loaded = Signal(str)

    _made = Signal(str, int, object)

    def __init__(self, cache: ThumbnailCache, parent: QObject | None = None, *, bytes_max: int = _MEMORY_BYTES) -> None:
        super().__init__(parent)
        self._cache = cache
        self._bytes_max = bytes_max
        self._bytes = 0
        self._kept: OrderedDict[_Wish, QImage] = OrderedDict()
        self._newest_edge: dict[str, int] = {}
        self._failed: set[str] = set()
        self._lock = threading.Lock()
        self._wishes: OrderedDict[_Wish, None] = OrderedDict()
        self._under_way: set[_Wish] = set()
        self._is_closed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)
        self._made.connect(self._on_made, Qt.ConnectionType.QueuedConnection)

    def image(self, path: str, size_px: float, dpr: float) -> QImage | None:
        """Return the picture with its long side at most `size_px`·`dpr` pixels, upright and in sRGB.

        What is not at hand is made, and `loaded` tells; until then the answer is one of another size, or `None`.
        """
        wish = (path, max(1, round(size_px * dpr)))
        found = self._kept.get(wish)
        if found is not None:
            self._kept.move_to_end(wish)
            return found
        if path not in self._failed:
            self._ask(wish)
        other = self._newest_edge.get(path)
        return None if other is None else self._kept.get((path, other))

    def has_failed(self, path: str) -> bool:
        """Say whether the file could not be read as a picture."""
        return path in self._failed

    def keep_wishes(self, paths: Collection[str]) -> None:
        """Drop what was asked for and is not among these any more."""
        with self._lock:
            for wish in [wish for wish in self._wishes if wish[0] not in paths]:
                del self._wishes[wish]

    def forget(self, path: str) -> None:
        """Have the picture read again: its file has changed."""
        self._failed.discard(path)
        self._newest_edge.pop(path, None)
        for wish in [wish for wish in self._kept if wish[0] == path]:
            self._bytes -= self._kept.pop(wish).sizeInBytes()

    def close(self) -> None:
        """Stop the threads; nothing is told any more."""
        with self._lock:
            self._is_closed = True
            self._wishes.clear()
        self._pool.waitForDone()

    def _ask(self, wish: _Wish) -> None:
        with self._lock:
            if self._is_closed or wish in self._under_way:
                return
            self._wishes[wish] = None
            self._wishes.move_to_end(wish)
        if self._pool.activeThreadCount() < _THREADS:
            self._pool.start(self._work)

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            path, edge_px = wish
            image: QImage | None = None
            try:
                image = made_thumbnail(Path(path), edge_px, self._cache)
            finally:
                self._made.emit(path, edge_px, image)

    def _next(self) -> _Wish | None:
        with self._lock:
            if not self._wishes:
                return None
            wish, _ = self._wishes.popitem(last=True)
            self._under_way.add(wish)
            return wish

    def _on_made(self, path: str, edge_px: int, image: QImage | None) -> None:
        wish = (path, edge_px)
        with self._lock:
            self._under_way.discard(wish)
            if self._is_closed:
                return
        if image is None:
            self._failed.add(path)
        else:
            self._keep(wish, image)
        self.loaded.emit(path)

    def _keep(self, wish: _Wish, image: QImage) -> None:
        held = self._kept.pop(wish, None)
        if held is not None:
            self._bytes -= held.sizeInBytes()
        self._kept[wish] = image
        self._newest_edge[wish[0]] = wish[1]
        self._bytes += image.sizeInBytes()
        while self._bytes > self._bytes_max and len(self._kept) > 1:
            (path, edge_px), dropped = self._kept.popitem(last=False)
            self._bytes -= dropped.sizeInBytes()
            if self._newest_edge.get(path) == edge_px:
                del self._newest_edge[path]
