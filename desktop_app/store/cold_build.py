"""What is left for later while an index is filled from nothing: indexes that only searches need, and merging words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from desktop_app.store.index_tables import LATE_INDEXES
from desktop_app.store.word_index import WordIndex

_PAGES_KEPT_BACK = 4000
_USUAL_PAGES = 500


class ColdBuild:
    """The state of one index's file: filled at once, or kept in order with every change. Raises sqlite3.Error.

    The file itself says which: whoever comes after a program that was killed finishes what that began. Searches are right
    all the time; those that want an index which is not there yet look at every picture. `is_at_work` from `begin`, or
    `go_on` where there is anything to go on with, until `finish` is through.
    """

    def __init__(self, connection: sqlite3.Connection, words: WordIndex) -> None:
        self._connection = connection
        self._words = words
        self.is_at_work = False

    def begin(self) -> None:
        """Leave for later what is done faster at once. Belongs into a batch."""
        for name in LATE_INDEXES:
            self._connection.execute(f"DROP INDEX IF EXISTS {name}")
        self._words.begin_bulk()
        self._work()

    def go_on(self) -> None:
        """Go on with what a program began that was killed, if one was."""
        if self._words.is_bulk:
            self._work()

    def finish(self) -> Iterator[None]:
        """Do what was left, in steps of which each is kept."""
        for sql in LATE_INDEXES.values():
            self._connection.execute(sql)
            yield None
        self._words.end_bulk()
        self._connection.execute(f"PRAGMA wal_autocheckpoint = {_USUAL_PAGES}")
        self.is_at_work = False

    def _work(self) -> None:
        # What changes many times goes into the file once (SQLite's documentation of WAL, section 2.1).
        self._connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_KEPT_BACK}")
        self.is_at_work = True
