"""A search of a library from outside the window: the index brought up to date first, then asked."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop_app.core.errors import FolderMissing, WriteFailed
from desktop_app.core.gallery_order import GalleryOrder
from desktop_app.store.gallery_source import GallerySource
from desktop_app.store.image_row import ImageRow
from desktop_app.store.index_file import index_file
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.scan import SETTLING_S

_PAGE = 500
_PATIENCE_S = 1.0


class LibrarySearch:
    """The library at `root`, to be searched in the thread that made it.

    `is_current` says whether the index is as the disk is; it is not when another program writes into it just now.
    `is_away` says that the library's folder or drive is not there; what was known of it is found all the same.
    """

    def __init__(self, source: GallerySource) -> None:
        self._source = source
        self.is_current = True
        self.is_away = False

    def catch_up(self, on_progress: Callable[[int], None]) -> None:
        """Bring the index up to date; `on_progress` hears how many pictures were read so far. Raises sqlite3.Error."""
        self._source.set_patience(_PATIENCE_S)
        try:
            self._scan(on_progress)
            if self._source.is_early:
                # What was just being saved when it was looked at is whole now.
                time.sleep(SETTLING_S)
                self._scan(on_progress)
        except FolderMissing:
            self.is_away = True
        except sqlite3.OperationalError:
            self.is_current = False

    def rows(self, text: str, order: GalleryOrder, limit: int | None = None) -> Iterator[ImageRow]:
        """Yield the pictures that a search finds, in an order, no more than `limit`. Raises sqlite3.Error."""
        self._source.search(text, order)
        keys = self._source.snapshot().keys[:limit]
        for start in range(0, len(keys), _PAGE):
            page = keys[start : start + _PAGE]
            rows = {row.key: row for row in self._source.rows(page)}
            yield from (rows[key] for key in page if key in rows)

    def _scan(self, on_progress: Callable[[int], None]) -> None:
        self.is_current = self._source.is_writer
        for step in self._source.scan() if self.is_current else ():
            on_progress(step.changed)


@contextmanager
def library_search(root: Path, cache: Path, known: KnownFolders) -> Iterator[LibrarySearch]:
    """Open a library's index for a search; raise WriteFailed when the cache folder fails in the block."""
    try:
        with closing(GallerySource(root, cache, known)) as source:
            yield LibrarySearch(source)
    except sqlite3.Error as cause:
        raise WriteFailed(str(cause), path=str(index_file(cache, root))) from cause
