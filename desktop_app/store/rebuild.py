"""The index of a library, deleted and made again from what stands beside the pictures."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from desktop_app.core.errors import FolderMissing, WriteFailed
from desktop_app.store.atomic import disk_errors
from desktop_app.store.index import Index
from desktop_app.store.index_file import delete_index, index_file
from desktop_app.store.library import Library
from desktop_app.store.scan import SETTLING_S, Scan


def rebuild_index(cache: Path, library: Library) -> int:
    """Delete the library's index in the cache folder and read every sidecar anew; return how many pictures there are.

    A library that is away keeps its index. Raises FolderMissing, or another StoreError when the cache folder fails.
    """
    if not library.is_ready():
        raise FolderMissing("the library's folder or its drive is away", path=str(library.root))
    file = index_file(cache, library.root)
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
