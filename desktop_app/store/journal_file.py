"""The journal's SQLite file: opening, schema, and its faults as errors of the tree."""

from __future__ import annotations

import logging
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_app.core.errors import DiskFull, FolderMissing, FolderReadOnly, JournalTooNew, StoreError, WriteFailed
from desktop_app.store.journal_schema import MIGRATIONS

_LOG = logging.getLogger(__name__)

_PATIENCE_S = 10.0

_UNREADABLE = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_FAULTS: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: FolderReadOnly,
    sqlite3.SQLITE_PERM: FolderReadOnly,
    sqlite3.SQLITE_CANTOPEN: FolderMissing,
}


def open_database(path: Path, migrations: Sequence[str] = MIGRATIONS) -> sqlite3.Connection:
    """Open the file, made and brought to the newest schema where needed; raises sqlite3.Error.

    `migrations` is one script per version of the schema.

    Every commit is on the disk when it returns. A file that is no database is set aside under another name; one that a
    newer version of the program wrote is left as it is, by JournalTooNew.
    """
    try:
        return _opened(path, migrations)
    except sqlite3.DatabaseError as cause:
        if _primary_code(cause) not in _UNREADABLE:
            raise
        _LOG.warning("The journal cannot be read and is set aside: %s", cause)
        _set_aside(path)
        return _opened(path, migrations)


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn an error of SQLite in the block into DiskFull, FolderMissing, FolderReadOnly or WriteFailed."""
    try:
        yield
    except sqlite3.Error as cause:
        kind = _FAULTS.get(_primary_code(cause), WriteFailed)
        raise kind(str(cause), path=str(path)) from cause


def _opened(path: Path, migrations: Sequence[str]) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False)
    try:
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        if sys.platform == "darwin":
            database.execute("PRAGMA fullfsync = ON")
        _migrate(database, path, migrations)
    except BaseException:
        database.close()
        raise
    return database


def _migrate(database: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    database.execute("BEGIN IMMEDIATE")
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version > len(migrations):
            # What is not understood could be sent again, or lost.
            raise JournalTooNew(f"version {version}, and {len(migrations)} is known", path=str(path))
        for number, script in enumerate(migrations[version:], version + 1):
            for statement in script.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {number}")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _set_aside(path: Path) -> None:
    """Rename the file and its companions, so that nothing in them is lost."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(path.with_name(f"{path.name}.unreadable-{stamp}{ending}"))


def _primary_code(cause: sqlite3.Error) -> int:
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF
