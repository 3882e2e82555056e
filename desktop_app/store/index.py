"""The index: what the grid and the search need, in one file that can be deleted and is built again."""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from desktop_app.core.record import ImageRecord, Kind
from desktop_app.store.image_row import ImageRow, key_of, row_of
from desktop_app.store.index_file import opened, set_aside
from desktop_app.store.library import SavedImage

_ROW = "key, uuid, folder, name, width, height, created_at, prompt, rating, demo, kind, cost_usd, job_id"
_PAGE = 500
_SAME_KEY_US = 1000


class Index:
    """The pictures of one library in order of time. Made, used and closed in one thread; one writer at a time.

    Methods raise sqlite3.Error when the cache folder fails; a file found broken at the start is replaced, and where none
    can be kept the index lives in memory.
    """

    def __init__(self, file: Path, root: Path) -> None:
        self.root = root
        self._file = file
        self._connection = opened(file)

    def keys(self, query: str = "") -> array[int]:
        """Return the keys of all pictures that hold every word of the query, newest first."""
        match = match_expression(query)
        if not match:
            found = self._connection.execute("SELECT key FROM images WHERE shown = 1 ORDER BY key DESC")
        else:
            sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC"
            found = self._connection.execute(sql, (match,))
        return array("q", [key for (key,) in found])

    def matches(self, key: int, query: str) -> bool:
        """Say whether one picture is among those of the query."""
        match = match_expression(query)
        if not match:
            return True
        sql = "SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?"
        return self._connection.execute(sql, (match, key)).fetchone() is not None

    def rows(self, keys: Iterable[int]) -> list[ImageRow]:
        """Return the pictures with these keys, newest first; what is not there is left out."""
        wanted = list(keys)
        found: list[ImageRow] = []
        for start in range(0, len(wanted), _PAGE):
            page = wanted[start : start + _PAGE]
            marks = ",".join("?" * len(page))
            sql = f"SELECT {_ROW} FROM images WHERE key IN ({marks})"  # noqa: S608 - nothing but question marks
            found += [self._row(values) for values in self._connection.execute(sql, page)]
        return sorted(found, key=lambda row: -row.key)

    def key_at(self, path: Path) -> int | None:
        """Return the key of the picture in this file, `None` when it is not in the index."""
        folder, name = self._place(path)
        sql = "SELECT key FROM images WHERE folder = ? AND name = ?"
        found = self._connection.execute(sql, (folder, name)).fetchone()
        return None if found is None else int(found[0])

    def cost_since(self, key: int) -> float:
        """Return what the pictures from this key on cost together, in US dollars."""
        sql = "SELECT coalesce(sum(cost_usd), 0) FROM images WHERE key >= ?"
        return float(self._connection.execute(sql, (key,)).fetchone()[0])

    def upsert(self, saved: SavedImage, stamp: str) -> ImageRow:
        """Put a picture in, or what is new of it; a picture that keeps its moment keeps its key."""
        folder, name = self._place(saved.path)
        key = self._key_for(saved.record, folder, name)
        row = row_of(saved.record, str(saved.path), key)
        with self.batch():
            self._connection.execute("DELETE FROM images WHERE folder = ? AND name = ?", (folder, name))
            self._insert(row, saved.record, {"folder": folder, "name": name, "stamp": stamp})
        return row

    def forget(self, folder: str, names: Iterable[str]) -> None:
        """Take out pictures that are no longer in the folder."""
        with self.batch():
            self._connection.executemany(
                "DELETE FROM images WHERE folder = ? AND name = ?", [(folder, name) for name in names]
            )

    def stamps_in(self, folder: str) -> dict[str, str]:
        """Return for each picture of one folder, by file name, how its files looked when they were read."""
        return dict(self._connection.execute("SELECT name, stamp FROM images WHERE folder = ?", (folder,)).fetchall())

    def folders(self) -> dict[str, int]:
        """Return the folders that were read, with the time of their last change when they were (nanoseconds)."""
        return dict(self._connection.execute("SELECT folder, modified_ns FROM folders").fetchall())

    def folders_in(self, parent: str) -> list[str]:
        """Return the known folders that lie directly in another."""
        found = self._connection.execute("SELECT folder FROM folders WHERE parent = ?", (parent,))
        return [folder for (folder,) in found]

    def set_folder(self, folder: str, modified_ns: int) -> None:
        """Keep that a folder was read as it stood at that time; 0 has it read again next time."""
        parent = "" if folder in {"", "."} else str(PurePosixPath(folder).parent)
        sql = "INSERT OR REPLACE INTO folders (folder, parent, modified_ns) VALUES (?, ?, ?)"
        self._connection.execute(sql, (folder, parent, modified_ns))

    def forget_folder(self, folder: str) -> None:
        """Take out a folder that is gone, with everything below it."""
        below = f"{_escaped(folder)}/%"
        with self.batch():
            for table in ("images", "folders"):
                sql = f"DELETE FROM {table} WHERE folder = ? OR folder LIKE ? ESCAPE '\\'"  # noqa: S608 - two names
                self._connection.execute(sql, (folder, below))

    def count(self) -> int:
        """Return how many pictures there are."""
        return int(self._connection.execute("SELECT count(*) FROM images WHERE shown = 1").fetchone()[0])

    def is_empty(self) -> bool:
        """Say whether there is no picture."""
        return self._connection.execute("SELECT 1 FROM images LIMIT 1").fetchone() is None

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Write all of the block at once; blocks may stand within blocks."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def start_anew(self) -> None:
        """Set the file aside, which was found broken while at work, and begin with an empty one."""
        self._connection.close()
        set_aside(self._file)
        self._connection = opened(self._file)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _place(self, path: Path) -> tuple[str, str]:
        return relative_folder(self.root, path.parent), path.name

    def _key_for(self, record: ImageRecord, folder: str, name: str) -> int:
        wanted = key_of(record)
        sql = "SELECT key FROM images WHERE folder = ? AND name = ?"
        held = self._connection.execute(sql, (folder, name)).fetchone()
        if held is not None and wanted <= held[0] < wanted + _SAME_KEY_US:
            return int(held[0])
        while self._connection.execute("SELECT 1 FROM images WHERE key = ?", (wanted,)).fetchone():
            wanted += 1
        return wanted

    def _insert(self, row: ImageRow, record: ImageRecord, place: Mapping[str, str]) -> None:
        values: dict[str, Any] = {
            **place,
            "key": row.key,
            "uuid": row.uuid,
            "width": row.width,
            "height": row.height,
            "created_at": row.created_at,
            "prompt": row.prompt,
            "model": record.asked.model if record.asked is not None else "",
            "title": record.title,
            "tags": " ".join(record.tags),
            "note": record.note,
            "rating": row.rating,
            "demo": int(row.demo),
            "kind": row.kind.value,
            "cost_usd": row.cost_usd,
            "job_id": row.job_id,
        }
        marks = ",".join(f":{name}" for name in values)
        sql = f"INSERT INTO images ({','.join(values)}) VALUES ({marks})"  # noqa: S608 - names from the lines above
        self._connection.execute(sql, values)

    def _row(self, values: Sequence[Any]) -> ImageRow:
        key, uuid, folder, name, width, height, created_at, prompt, rating, demo, kind, cost_usd, job_id = values
        path = os.path.join(self.root, folder, name) if folder != "." else os.path.join(self.root, name)  # noqa: PTH118
        return ImageRow(
            key, uuid, path, width, height, created_at, prompt, rating, bool(demo), Kind(kind), cost_usd, job_id
        )


def relative_folder(root: Path, folder: Path) -> str:
    """Return a folder as the index names it: relative to the library, with slashes, the library itself as `.`."""
    return folder.relative_to(root).as_posix()


def match_expression(query: str) -> str:
    """Return a search as FTS5 wants it: every word, in any order, the beginning of a word being enough."""
    words = re.findall(r"\w+", query)
    return " ".join(f'"{word}"*' for word in words)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
