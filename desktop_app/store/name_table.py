"""Names that many pictures share, each kept once: models, tags and collections."""

from __future__ import annotations

import sqlite3

from desktop_app.core.search_values import folded

ROW_PREFIXES = frozenset({"model", "tag", "collection"})


class NameTable:
    """The names of one kind with their numbers, in the table `<kind>_names`."""

    def __init__(self, connection: sqlite3.Connection, kind: str) -> None:
        if kind not in ROW_PREFIXES:
            raise ValueError(kind)
        self._connection = connection
        self._table = f"{kind}_names"
        self._known: dict[str, int] = {}

    def id_for(self, name: str) -> int:
        """Return the number of a name, which is written down when it is new."""
        known = self._known.get(name)
        if known is not None:
            return known
        found = self._connection.execute(f"SELECT id FROM {self._table} WHERE name = ?", (name,)).fetchone()  # noqa: S608
        if found is None:
            sql = f"INSERT INTO {self._table} (name, folded) VALUES (?, ?) RETURNING id"  # noqa: S608
            found = self._connection.execute(sql, (name, folded(name))).fetchone()
        self._known[name] = found[0]
        return int(found[0])

    def forget_known(self) -> None:
        """Ask the table again: what was written last was taken back."""
        self._known.clear()
