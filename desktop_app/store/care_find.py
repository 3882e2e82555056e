"""Finds the picture for which a change waits: where it stood, where it was moved to, or in the trash."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from desktop_app.store.care_journal import CarePicture
from desktop_app.store.image_row import number_of
from desktop_app.store.index_file import index_file
from desktop_app.store.library import Library
from desktop_app.store.sidecar import read_sidecar, sidecar_path
from desktop_app.store.trash import Trash


class PictureFinder:
    """Looks into one library, for as long as one pass through what waits. The index is asked, never changed."""

    def __init__(self, library: Library, cache: Path) -> None:
        self._library = library
        self._index = index_file(cache, library.root)
        self._trashed: dict[str, list[Path]] | None = None

    def places(self, picture: CarePicture) -> Iterator[Path]:
        """Yield where the picture may be, the likeliest first; whether it is that one is for the reader to see."""
        there = self._library.root / picture.place
        if there.exists():
            yield there
        yield from (path for path in self._moved_to(picture) if path != there)
        # One whose sidecar is still on its way there is looked for again later.
        in_trash = self._in_trash(picture.uuid)
        yield from (path for path in in_trash if sidecar_path(path).exists() or not sidecar_path(there).exists())
        if not there.exists() and not in_trash:
            yield from _left_alone(there, picture.uuid)

    def _moved_to(self, picture: CarePicture) -> list[Path]:
        if not self._index.exists():
            return []
        sql = "SELECT folder, name FROM images WHERE uuid_number = ? AND uuid = ? ORDER BY sha256 = ? DESC, key DESC"
        values = number_of(picture.uuid), picture.uuid, picture.sha256
        try:
            with closing(sqlite3.connect(f"{self._index.as_uri()}?mode=ro", uri=True, timeout=2.0)) as index:
                rows = index.execute(sql, values).fetchall()
        except sqlite3.Error:
            return []
        paths = [self._library.root / folder / name for folder, name in rows]
        return [path for path in paths if path.exists()]

    def _in_trash(self, uuid: str) -> list[Path]:
        if self._trashed is None:
            self._trashed = {}
            for entry in Trash(self._library).entries():
                self._trashed.setdefault(entry.uuid, []).append(entry.path)
        return self._trashed.get(uuid, [])


def _left_alone(path: Path, uuid: str) -> list[Path]:
    """Return the place of a sidecar whose picture is gone: whoever moved that may bring the sidecar later."""
    if not sidecar_path(path).exists():
        return []
    record = read_sidecar(path)
    return [path] if record is not None and record.uuid == uuid else []
