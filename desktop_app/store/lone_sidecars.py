"""Sidecars beside which no picture stands: brought to where the picture was moved, or made one with the other's."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from desktop_app.core.care_merge import merged
from desktop_app.core.errors import StoreError
from desktop_app.core.record import ImageRecord
from desktop_app.store.file_facts import with_facts_of
from desktop_app.store.folder_listing import FolderListing, age_s
from desktop_app.store.image_row import number_of, number_of_sha256
from desktop_app.store.sidecar import read_sidecar, sidecar_path, write_sidecar

SIDECAR_SETTLING_S = 60.0
"""So long a sidecar alone is left where it is: a synchroniser may bring it before its picture."""

_SETTLING_S = 0.7
_CONFLICT = re.compile(
    r"\.sync-conflict-\d{8}-\d{6}(-[A-Z0-9]+)?"  # Syncthing
    r"| ?\([^()]*conflicted copy[^()]*\)"  # Dropbox, Nextcloud, ownCloud
    r"|_conflict-\d{8}-\d{6}",  # ownCloud before 2.5
    re.IGNORECASE,
)
_log = logging.getLogger(__name__)


class LoneSidecars:
    """The lone sidecars of one library. What is known of them stands in the index. Raises sqlite3.Error alone."""

    def __init__(self, connection: sqlite3.Connection, root: Path, now: Callable[[], float] = time.time) -> None:
        self._connection = connection
        self._root = root
        self._now = now
        self._young: set[str] = set()

    def look(self, folder: str, listing: FolderListing) -> set[str]:
        """Take note of a folder's lone sidecars; return the folders where pictures got theirs."""
        self._connection.execute("DELETE FROM lone_sidecars WHERE folder = ?", (folder,))
        touched: set[str] = set()
        for name in listing.lone_sidecars():
            if age_s(listing.files[name], self._now()) < SIDECAR_SETTLING_S:
                self._young.add(folder)
                continue
            sidecar = self._root / folder / name
            record = read_sidecar(_picture_of(sidecar))
            if record is None:
                continue
            other = _CONFLICT.sub("", name)
            if other != name and other.removesuffix(".json") in listing.files:
                touched |= {folder} if _made_one(sidecar, sidecar.with_name(other), record) else set()
                continue
            place = self._picture_without(record)
            if place is not None and self._brought(sidecar, place, record) is not None:
                touched.add(place.parent.relative_to(self._root).as_posix())
                continue
            values = (folder, name, number_of(record.uuid), number_of_sha256(record.file.sha256))
            self._connection.execute("INSERT INTO lone_sidecars VALUES (?, ?, ?, ?)", values)
        return touched

    def has_young(self, folder: str) -> bool:
        """Say whether a folder has a lone sidecar that was left alone so far: look again."""
        return folder in self._young

    def brought_to(self, path: Path, record: ImageRecord) -> ImageRecord | None:
        """Bring a picture without a sidecar the one that was left alone, and return what that says; `None` for none.

        `record` is what the picture's own file tells: UUID where one is written in it, and SHA-256.
        """
        for sidecar in self._candidates(record):
            found = read_sidecar(_picture_of(sidecar))
            if found is not None and _is_of(found, record) and not _picture_of(sidecar).exists():
                return self._brought(sidecar, path, found)
        return None

    def _candidates(self, record: ImageRecord) -> Iterator[Path]:
        sql = "SELECT folder, name FROM lone_sidecars WHERE uuid_number = ? OR (sha_number = ? AND sha_number <> 0)"
        numbers = number_of(record.uuid), number_of_sha256(record.file.sha256)
        for folder, name in self._connection.execute(sql, numbers).fetchall():
            yield self._root / folder / name

    def _picture_without(self, record: ImageRecord) -> Path | None:
        """Return where the picture of a sidecar stands without one, if it does."""
        sql = "SELECT folder, name FROM images WHERE uuid_number = ? OR (sha_number = ? AND sha_number <> 0)"
        numbers = number_of(record.uuid), number_of_sha256(record.file.sha256)
        for folder, name in self._connection.execute(sql, numbers).fetchall():
            path: Path = self._root / folder / name
            try:
                is_still = age_s(path.stat(), self._now()) >= _SETTLING_S
            except OSError:
                continue
            if is_still and not sidecar_path(path).exists():
                return path
        return None

    def _brought(self, sidecar: Path, path: Path, record: ImageRecord) -> ImageRecord | None:
        place = sidecar_path(path)
        try:
            if os.path.lexists(place):
                return None
            sidecar.rename(place)
            named = record.with_file(replace(record.file, name=path.name))
            write_sidecar(path, named)
        except (OSError, StoreError) as error:
            # On a disk that takes nothing the picture has what is known of it all the same.
            _log.info("a sidecar stays where it is: %s", error)
            return record
        picture = (sidecar.parent.relative_to(self._root).as_posix(), sidecar.name)
        self._connection.execute("DELETE FROM lone_sidecars WHERE folder = ? AND name = ?", picture)
        return with_facts_of(path, named)


def _made_one(copy: Path, sidecar: Path, theirs: ImageRecord) -> bool:
    """Put what is newer in a synchroniser's copy of a sidecar into the sidecar; both stay where that is not clear."""
    picture = _picture_of(sidecar)
    ours = read_sidecar(picture)
    if ours is None:
        return False
    both = merged(ours, theirs)
    if both is None:
        return False
    try:
        if both != ours:
            write_sidecar(picture, both)
        copy.unlink()
    except (OSError, StoreError) as error:
        _log.info("two sidecars of one picture stay: %s", error)
        return False
    return True


def _is_of(sidecar: ImageRecord, picture: ImageRecord) -> bool:
    is_same_file = bool(picture.file.sha256) and sidecar.file.sha256 == picture.file.sha256
    return sidecar.uuid == picture.uuid or is_same_file


def _picture_of(sidecar: Path) -> Path:
    return sidecar.with_name(sidecar.name.removesuffix(".json"))
