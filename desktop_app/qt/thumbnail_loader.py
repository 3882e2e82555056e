"""Thumbnails for the grid: at once when they are in memory, else soon, the newest wish first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QImage

from desktop_app.core.looks import Look
from desktop_app.qt.thumbnail_making import made_thumbnail, seen_look
from desktop_app.store.thumbnail_cache import ThumbnailCache

_MEMORY_BYTES = 192 * 1024**2
_THREADS = 2

_LOOKS_PAUSE_MS = 500

_Wish = tuple[str, int]
_Content = tuple[str, bool]


class ThumbnailLoader(QObject):
    """Keeps thumbnails in memory up to a number of bytes and makes them in two threads. Lives in the GUI thread.

    Signals:
        loaded(str): `image` for this path has more to give now, or the file turned out to be no picture.
        looks_found(dict[str, Look]): how pictures look, by the SHA-256 of their files; told once for a burst.
    """

    loaded = Signal(str)
    looks_found = Signal(object)

    _made = Signal(str, int, object, object)

    def __init__(self, cache: ThumbnailCache, parent: QObject | None = None, *, bytes_max: int = _MEMORY_BYTES) -> None:
        super().__init__(parent)
        self._cache = cache
        self._bytes_max = bytes_max
        self._bytes = 0
        self._kept: OrderedDict[_Wish, QImage] = OrderedDict()
        self._newest_edge: dict[str, int] = {}
        self._failed: set[str] = set()
        self._lock = threading.Lock()
        self._wishes: OrderedDict[_Wish, _Content] = OrderedDict()
        self._under_way: set[_Wish] = set()
        self._is_closed = False
        self._looks: dict[str, Look] = {}
        self._tell_looks_soon = QTimer(self, singleShot=True, interval=_LOOKS_PAUSE_MS)
        self._tell_looks_soon.timeout.connect(self._on_looks_due)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)
        self._made.connect(self._on_made, Qt.ConnectionType.QueuedConnection)

    def image(
        self, path: str, size_px: float, dpr: float, sha256: str = "", *, wants_look: bool = False
    ) -> QImage | None:
        """Return the picture with its long side at most `size_px`·`dpr` pixels, upright and in sRGB.

        What is not at hand is made, and `loaded` tells; until then the answer is one of another size, or `None`. With the
        SHA-256 of its file it is found in the cache wherever the file stands, and `looks_found` tells of a wanted look.
        """
        wish = (path, max(1, round(size_px * dpr)))
        found = self._kept.get(wish)
        if found is not None:
            self._kept.move_to_end(wish)
            return found
        if path not in self._failed:
            self._ask(wish, (sha256, wants_look and bool(sha256)))
        other = self._newest_edge.get(path)
        return None if other is None else self._kept.get((path, other))

    def has_image(self, path: str, size_px: float, dpr: float) -> bool:
        """Say whether there is nothing to wait for: the thumbnail is at hand in this size, or there will be none."""
        return (path, max(1, round(size_px * dpr))) in self._kept or path in self._failed

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
        self._tell_looks_soon.stop()
        self._pool.waitForDone()

    def _ask(self, wish: _Wish, content: _Content) -> None:
        with self._lock:
            if self._is_closed or wish in self._under_way:
                return
            self._wishes[wish] = content
            self._wishes.move_to_end(wish)
        if self._pool.activeThreadCount() < _THREADS:
            self._pool.start(self._work)

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            (path, edge_px), (sha256, wants_look) = wish
            image: QImage | None = None
            looks: dict[str, Look] = {}
            try:
                image = made_thumbnail(Path(path), edge_px, self._cache, sha256)
                if wants_look and image is not None:
                    looks = {sha256: seen_look(image)}
            finally:
                self._made.emit(path, edge_px, image, looks)

    def _next(self) -> tuple[_Wish, _Content] | None:
        with self._lock:
            if not self._wishes:
                return None
            wish, content = self._wishes.popitem(last=True)
            self._under_way.add(wish)
            return wish, content

    def _on_made(self, path: str, edge_px: int, image: QImage | None, looks: dict[str, Look]) -> None:
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
        self._looks |= looks
        if looks and not self._tell_looks_soon.isActive():
            self._tell_looks_soon.start()

    def _on_looks_due(self) -> None:
        looks, self._looks = self._looks, {}
        self.looks_found.emit(looks)

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
