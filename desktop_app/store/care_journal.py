"""The durable list of changes of care that do not stand in the sidecars yet."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.core.care import CareChange, applied_at
from desktop_app.core.care_json import change_from_json, change_json
from desktop_app.core.errors import StoreError
from desktop_app.store.atomic import make_folder
from desktop_app.store.journal_file import database_errors, open_database
from desktop_app.store.library import SavedImage

_log = logging.getLogger(__name__)

_MIGRATIONS = (
    """
    CREATE TABLE changes (id INTEGER PRIMARY KEY, root TEXT NOT NULL, made_at REAL NOT NULL, change TEXT NOT NULL);
    CREATE TABLE pending (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        change_id INTEGER NOT NULL,
        uuid TEXT NOT NULL,
        place TEXT NOT NULL,
        sha256 BLOB NOT NULL
    );
    CREATE INDEX pending_by_uuid ON pending (uuid);
    CREATE INDEX pending_by_change ON pending (change_id)
    """,
)


@dataclass(frozen=True, slots=True)
class CarePicture:
    """A picture by its UUID, where it stood in the library (with slashes), and the SHA-256 of its file."""

    uuid: str
    place: str
    sha256: bytes


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A change that waits: its number, when it was made (UTC), and what it changes."""

    sequence: int
    made_at: datetime
    change: CareChange


@dataclass(frozen=True, slots=True)
class PendingCare:
    """All that waits for one picture of the library at `root`, in the order in which it was made."""

    root: Path
    picture: CarePicture
    changes: tuple[PendingChange, ...]


class CareJournal:
    """Changes wait in an SQLite file, made by the first use. May be used from several threads.

    Every method raises DiskFull, FolderMissing, FolderReadOnly, WriteFailed or JournalTooNew. What `add` took is on the
    disk when it returns.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._database: sqlite3.Connection | None = None
        self._count = 0
        self._latest = datetime.min.replace(tzinfo=UTC)

    def add(self, root: Path, made_at: datetime, changes: Iterable[tuple[CareChange, CarePicture]]) -> int:
        """Keep the changes of one gesture, all or none; return how many."""
        with self._lock, database_errors(self._path):
            database = self._open()
            database.execute("BEGIN IMMEDIATE")
            # A clock that is set back must not make the last change the older one.
            made_at = self._latest = max(made_at, self._latest)
            try:
                count = _insert(database, root, made_at, changes)
                database.execute("COMMIT")
            except BaseException:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise
            self._count += count
        return count

    def count(self) -> int:
        """Return how many changes wait."""
        with self._lock, database_errors(self._path):
            self._open()
            return self._count

    def is_waiting(self) -> bool:
        """Say whether changes wait, or it cannot be told. Raises nothing."""
        try:
            return self.count() > 0
        except StoreError:
            return True

    def after(self, sequence: int, limit: int) -> tuple[list[PendingCare], int]:
        """Return what waits for the pictures of the next changes after a number, and the number to go on from.

        All that waits for a picture comes with its first change; at the end the list is empty.
        """
        sql = "SELECT sequence, uuid, place FROM pending WHERE sequence > ? ORDER BY sequence LIMIT ?"
        with self._lock, database_errors(self._path):
            found = self._open().execute(sql, (sequence, limit)).fetchall()
            pictures = dict.fromkeys((row["uuid"], row["place"]) for row in found)
            return [each for uuid, place in pictures for each in self._of(uuid, place)], (
                found[-1]["sequence"] if found else sequence
            )

    def remove(self, sequences: Iterable[int]) -> None:
        """Take out changes that stand in the sidecars."""
        gone = [(sequence,) for sequence in sequences]
        with self._lock, database_errors(self._path):
            database = self._open()
            database.execute("BEGIN IMMEDIATE")
            try:
                before = database.total_changes
                database.executemany("DELETE FROM pending WHERE sequence = ?", gone)
                count = database.total_changes - before
                if count == self._count:
                    database.execute("DELETE FROM changes WHERE id NOT IN (SELECT change_id FROM pending)")
                database.execute("COMMIT")
            except BaseException:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise
            self._count = max(0, self._count - count)

    def overlaid(self, root: Path, saved: SavedImage) -> SavedImage:
        """Return a picture of the library at `root` as it will be known when nothing waits any more. Raises nothing."""
        try:
            waiting = self._waiting_for(root, saved)
        except StoreError as error:
            _log.warning("what waits cannot be read: %s", error)
            return saved
        record, now = saved.record, datetime.now(UTC)
        for each in sorted(waiting, key=lambda each: each.sequence):
            record = applied_at(record, each.change, each.made_at, now)
        return saved if record is saved.record else replace(saved, record=record)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            make_folder(self._path.parent, mode=0o700)
            self._database = open_database(self._path, _MIGRATIONS)
            self._count = int(self._database.execute("SELECT count(*) FROM pending").fetchone()[0])
        return self._database

    def _waiting_for(self, root: Path, saved: SavedImage) -> list[PendingChange]:
        with self._lock, database_errors(self._path):
            self._open()
            if not self._count:
                return []
            found = [each for each in self._of(saved.record.uuid, None) if each.root == root]
        # Of a picture that was copied, the change is of the file that it was made at.
        here = [each for each in found if root / each.picture.place == saved.path or not _is_there(each)]
        return [change for each in here for change in each.changes]

    def _of(self, uuid: str, place: str | None) -> list[PendingCare]:
        sql = """
            SELECT p.sequence, p.place, p.sha256, c.root, c.made_at, c.change
            FROM pending p JOIN changes c ON c.id = p.change_id WHERE p.uuid = ? AND p.place = coalesce(?, p.place)
            ORDER BY p.sequence
        """
        found: dict[tuple[str, str], list[PendingChange]] = {}
        pictures: dict[tuple[str, str], CarePicture] = {}
        for row in self._open().execute(sql, (uuid, place)):
            key = row["root"], row["place"]
            pictures[key] = CarePicture(uuid, row["place"], row["sha256"])
            made_at = datetime.fromtimestamp(row["made_at"], UTC)
            change = _read_change(row["change"])
            if change is not None:
                found.setdefault(key, []).append(PendingChange(row["sequence"], made_at, change))
        return [PendingCare(Path(key[0]), pictures[key], tuple(changes)) for key, changes in found.items()]


def _insert(
    database: sqlite3.Connection, root: Path, made_at: datetime, changes: Iterable[tuple[CareChange, CarePicture]]
) -> int:
    ids: dict[CareChange, int] = {}
    rows: list[tuple[int, str, str, bytes]] = []
    for change, picture in changes:
        if change not in ids:
            text = json.dumps(change_json(change), ensure_ascii=False)
            sql = "INSERT INTO changes (root, made_at, change) VALUES (?, ?, ?) RETURNING id"
            ids[change] = database.execute(sql, (str(root), made_at.timestamp(), text)).fetchone()[0]
        rows.append((ids[change], picture.uuid, picture.place, picture.sha256))
    database.executemany("INSERT INTO pending (change_id, uuid, place, sha256) VALUES (?, ?, ?, ?)", rows)
    return len(rows)


def _read_change(text: str) -> CareChange | None:
    try:
        return change_from_json(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        # It stays: a newer version may know what it says.
        _log.warning("a change that cannot be read is left alone: %s", error)
        return None


def _is_there(pending: PendingCare) -> bool:
    return (pending.root / pending.picture.place).exists()
