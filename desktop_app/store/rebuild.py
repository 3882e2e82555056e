"""The index of a library, deleted and made again from what stands beside the pictures."""

from __future__ import annotations

import gc
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from desktop_app.core.errors import FolderMissing, StoreError, WriteFailed
from desktop_app.store.atomic import disk_errors
from desktop_app.store.index import Index
from desktop_app.store.index_file import delete_index, index_file
from desktop_app.store.index_lock import IndexLock
from desktop_app.store.library import Library
from desktop_app.store.scan import SETTLING_S, Scan

_PATIENCE_S = 5.0


class IndexBusy(StoreError):
    """Another program, such as the window, brings the index up to date."""


def rebuild_index(cache: Path, library: Library, patience_s: float = _PATIENCE_S) -> int:
    """Delete the library's index in the cache folder and read every sidecar anew; return how many pictures there are.

    A library that is away keeps its index, and so does one whose index another program brings up to date just now: IndexBusy
    is raised. Raises FolderMissing, or another StoreError when the cache folder fails.
    """
    if not library.is_ready():
        raise FolderMissing("the library's folder or its drive is away", path=str(library.root))
    file = index_file(cache, library.root)
    lock = IndexLock(file)
    if not lock.take(patience_s):
        raise IndexBusy("another program has the index open", path=str(file))
    was_collecting = gc.isenabled()
    # Nothing that is made here goes round in circles, and looking for that takes as long as reading.
    gc.disable()
    try:
        return _made_anew(file, library)
    finally:
        if was_collecting:
            gc.enable()
        lock.release()


def _made_anew(file: Path, library: Library) -> int:
    with disk_errors(file):
        delete_index(file)
    try:
        with closing(Index(file, library.root)) as index:
            if not file.exists():
                raise WriteFailed("the index cannot be written", path=str(file))
            if _read_all(index, library):
                # What was just being saved when it was looked at is whole now.
                time.sleep(SETTLING_S)
                _read_all(index, library)
            return index.count()
    except sqlite3.Error as cause:
        raise WriteFailed(str(cause), path=str(file)) from cause


def _read_all(index: Index, library: Library) -> bool:
    """Look at the whole library; say whether something was left alone because it is still being written."""
    scan = Scan(index, library)
    for _ in scan.steps():
        pass
    return scan.is_early
