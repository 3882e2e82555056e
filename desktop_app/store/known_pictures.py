"""What a library has already, asked of its index while others write it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from desktop_app.store.image_row import number_of, number_of_sha256
from desktop_app.store.index_file import index_file
from desktop_app.store.library import SavedImage

_BY_CONTENT = "SELECT folder, name, sha256 FROM images WHERE sha_number = ?"
_BY_UUID = "SELECT uuid FROM images WHERE uuid_number = ?"


class KnownPictures:
    """Looks pictures up by content and UUID: in the index as it is, and among those that were added here.

    Nothing is changed, and nobody has to wait. Where there is no index yet, it knows only what was added. Used in one
    thread at a time.
    """

    def __init__(self, root: Path, cache: Path) -> None:
        self.root = root
        self._file = index_file(cache, root)
        self._contents: dict[str, Path] = {}
        self._uuids: set[str] = set()

    def add(self, saved: SavedImage) -> None:
        """Know a picture that the index may not have yet."""
        self._contents[saved.record.file.sha256] = saved.path
        self._uuids.add(saved.record.uuid)

    def path_of_content(self, sha256: str) -> Path | None:
        """Return where a picture with this SHA-256 stands; one whose file is gone meanwhile counts for nothing."""
        added = self._contents.get(sha256)
        if added is not None and added.is_file():
            return added
        for folder, name, digest in self._rows(_BY_CONTENT, number_of_sha256(sha256)):
            path = self.root / str(folder) / str(name)
            if digest.hex() == sha256 and path.is_file():
                return path
        return None

    def has_uuid(self, uuid: str) -> bool:
        """Say whether a picture has this UUID."""
        return uuid in self._uuids or any(found == uuid for (found,) in self._rows(_BY_UUID, number_of(uuid)))

    def _rows(self, sql: str, number: int) -> list[tuple[Any, ...]]:
        try:
            with closing(sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
                return connection.execute(sql, (number,)).fetchall()
        except sqlite3.Error:
            # Without an index nothing is known: better a picture twice than none.
            return []
