"""Fills an index from nothing, in a process that dies by SIGKILL in the midst of it.

Run as a module with the library's folder, the index's file, how many pictures there are to be in it at least when what
was done is kept, and how many of the indexes that come at the end. Then it does one step more and dies.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from desktop_app.store.index import Index
from desktop_app.store.index_tables import LATE_INDEXES
from desktop_app.store.library import Library
from desktop_app.store.scan import Scan

STEP_S = 0.001


def late_indexes(index: Index) -> set[str]:
    """Return which of the indexes that come at the end there are."""
    return {name for (name,) in index.connection.execute("SELECT name FROM sqlite_master")} & set(LATE_INDEXES)


def main(root: Path, file: Path, count: int, late: int) -> None:
    """Do it all."""
    index = Index(file, root)
    is_kept = False
    for _ in Scan(index, Library(root), step_s=STEP_S).steps():
        if is_kept:
            signal.raise_signal(signal.SIGKILL)
        if index.count() >= count and len(late_indexes(index)) >= late:
            index.commit()
            is_kept = True


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
