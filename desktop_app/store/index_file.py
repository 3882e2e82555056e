"""The index's database file: its tables, and a fresh start when it is broken or of another version."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

_VERSION = 1

_TABLES = """
CREATE TABLE images (
    key INTEGER PRIMARY KEY,
    shown INTEGER NOT NULL DEFAULT 1,
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    stamp TEXT NOT NULL,
    uuid TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    prompt TEXT NOT NULL,
    model TEXT NOT NULL,
    title TEXT NOT NULL,
    tags TEXT NOT NULL,
    note TEXT NOT NULL,
    rating INTEGER NOT NULL,
    demo INTEGER NOT NULL,
    kind TEXT NOT NULL,
    cost_usd REAL,
    job_id TEXT NOT NULL,
    UNIQUE (folder, name)
);
-- Holds nothing but the keys, in their order: all of them are read without touching a prompt.
CREATE INDEX images_in_order ON images (shown, key);
CREATE INDEX images_by_uuid ON images (uuid);
CREATE TABLE folders (folder TEXT PRIMARY KEY, parent TEXT NOT NULL, modified_ns INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
    prompt, model, title, tags, note, name,
    content='images', content_rowid='key', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER words_added AFTER INSERT ON images BEGIN
    INSERT INTO words (rowid, prompt, model, title, tags, note, name)
    VALUES (new.key, new.prompt, new.model, new.title, new.tags, new.note, new.name);
END;
CREATE TRIGGER words_removed AFTER DELETE ON images BEGIN
    INSERT INTO words (words, rowid, prompt, model, title, tags, note, name)
    VALUES ('delete', old.key, old.prompt, old.model, old.title, old.tags, old.note, old.name);
END;
"""


def index_file(cache: Path, root: Path) -> Path:
    """Return the place of the index of the library at `root`, within the cache folder."""
    digest = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    return cache / "index" / f"{digest}.sqlite3"


def opened(file: Path) -> sqlite3.Connection:
    """Open the index, made anew when there is none, it is broken, or of another version.

    A broken file is kept beside the new one as `….broken`. Where no file can be made the index lives in memory.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return _opened_or_replaced(file)
    except (OSError, sqlite3.Error):
        return _connected(":memory:")


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


def _opened_or_replaced(file: Path) -> sqlite3.Connection:
    try:
        return _connected(file)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        set_aside(file)
        return _connected(file)


def _connected(file: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, timeout=10)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
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
        raise sqlite3.DatabaseError("tables of another version")
    connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
