"""The index of words over `images`: what is put in, and how many pieces it is kept in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

_COLUMNS = "prompt, negative_prompt, title, tags, note, other_words, unspaced"
_USUAL_MERGE = 4


class WordIndex:
    """The words of one index's pictures. What belongs into a batch of the index raises sqlite3.Error, as all does here.

    Words of rows that change or go are taken out by triggers. Those of new rows are put in by `add`: a trigger for each
    row costs as much as the row.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, keys: Sequence[int]) -> None:
        """Put the words of new rows in."""
        wanted = "key IN (SELECT value FROM json_each(?)) ORDER BY key"
        sql = f"INSERT INTO words (rowid, {_COLUMNS}) SELECT key, {_COLUMNS} FROM images WHERE {wanted}"  # noqa: S608
        self._connection.execute(sql, (json.dumps(keys),))

    @property
    def is_bulk(self) -> bool:
        """Say whether many pictures are being put in, or were when a program ended."""
        found = self._connection.execute("SELECT v FROM words_config WHERE k = 'automerge'").fetchone()
        return found is not None and found[0] != _USUAL_MERGE

    def begin_bulk(self) -> None:
        """Put pieces together only when there are very many: thousands of pictures come."""
        self._merge_at(0)

    def end_bulk(self) -> None:
        """Put pieces together as usual, little by little with what is written later."""
        self._merge_at(_USUAL_MERGE)

    def _merge_at(self, pieces: int) -> None:
        # SQLite's documentation of FTS5, section 6.8.
        self._connection.execute("INSERT INTO words (words, rank) VALUES ('automerge', ?)", (pieces,))
