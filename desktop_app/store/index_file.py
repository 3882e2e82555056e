"""The index's database file: its tables, and a fresh start when it is broken or of another version."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_app.store.index_tables import LATE_INDEXES, TABLES

_VERSION = 5
_CACHE_KIB = 32_000
_PAGE_BYTES = 8192


@dataclass(frozen=True, slots=True)
class OpenedIndex:
    """An open index; `was_broken` says that the file had to be set aside, and this is an empty one."""

    connection: sqlite3.Connection
    was_broken: bool = False


def index_file(cache: Path, root: Path) -> Path:
    """Return the place of the index of the library at `root`, within the cache folder."""
    digest = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    return cache / "index" / f"{digest}.sqlite3"


def opened(file: Path) -> OpenedIndex:
    """Open the index, made anew when there is none, it is broken, or of another version.

    A broken file is kept beside the new one as `….broken`, one of another version is deleted. Where no file can be made
    the index lives in memory.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return _opened_or_replaced(file)
    except (OSError, sqlite3.Error):
        return OpenedIndex(_connected(":memory:"))


def set_aside(file: Path) -> None:
    """Rename a broken index, whose connection must be closed, so that the next is made from nothing."""
    with suppress(FileNotFoundError):
        file.replace(file.with_name(f"{file.name}.broken"))
    for suffix in ("-wal", "-shm"):
        file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)


def delete_index(file: Path) -> None:
    """Delete an index, and what is left of a broken one. A program that has it open goes on with what it has."""
    # The database goes first: what a log without one holds is never read.
    for suffix in ("", "-wal", "-shm", ".broken"):
        file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)


class _OtherVersion(Exception):
    """The file is whole, and its tables are those of another version."""


def _opened_or_replaced(file: Path) -> OpenedIndex:
    try:
        return OpenedIndex(_connected(file))
    except _OtherVersion:
        delete_index(file)
        return OpenedIndex(_connected(file))
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        set_aside(file)
        return OpenedIndex(_connected(file), was_broken=True)


def _connected(file: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, timeout=10)
    try:
        # Counts for a new file: rows with long texts fill larger pages better.
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # What is deleted here can be read in the sidecars: it need not be overwritten.
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != _VERSION:
            _make_tables(connection)
        connection.execute("SELECT key FROM images ORDER BY key DESC LIMIT 1").fetchone()
        connection.execute("SELECT rowid FROM words WHERE words MATCH 'a' LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise _OtherVersion
    late = "".join(f"{sql};" for sql in LATE_INDEXES.values())
    connection.executescript(f"BEGIN; {TABLES} {late} PRAGMA user_version = {_VERSION}; COMMIT;")
