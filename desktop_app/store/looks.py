"""How pictures look, by the bytes of their files: the average colour, and a number that is alike where pictures are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.store.image_row import number_of

ALIKE_BITS = 10
"""Pictures whose perceptual hashes differ in no more than so many of 64 bits look alike."""

_RUN = 10_000
_PAGE = 2000
_FEW = 64
_SIGN = 1 << 63
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Lookless:
    """Pictures, by path and SHA-256, of which it is not known how they look, and the key to go on from (`None`: none)."""

    pictures: tuple[tuple[str, str], ...]
    next_key: int | None


def set_look(connection: sqlite3.Connection, sha256: str, color: int, phash: int | None) -> None:
    """Keep the colour (0xRRGGBB) and the perceptual hash (64 bits, `None` for none) of the files with these bytes."""
    signed = None if phash is None else ((phash & _MASK) ^ _SIGN) - _SIGN
    sql = "INSERT OR REPLACE INTO looks (sha256, color, phash) VALUES (?, ?, ?)"
    connection.execute(sql, (bytes.fromhex(sha256), color, signed))


def lookless(connection: sqlite3.Connection, root: Path, before: int | None = None) -> Lookless:
    """Return some of the pictures of which it is not known how they look, newest first, from a key downwards."""
    below, values = ("", ()) if before is None else ("WHERE key < ?", (before,))
    page = f"SELECT key, folder, name, sha256 FROM images {below} ORDER BY key DESC LIMIT {_PAGE}"  # noqa: S608
    unknown = (
        f"SELECT key, folder, name, sha256 FROM ({page}) p WHERE length(sha256) > 0"  # noqa: S608
        f" AND NOT EXISTS (SELECT 1 FROM looks l WHERE l.sha256 = p.sha256) LIMIT {_FEW}"
    )
    found = connection.execute(unknown, values).fetchall()
    pictures = {sha256.hex(): str(root / folder / name) for _, folder, name, sha256 in found}
    if len(found) == _FEW:
        next_key = int(found[-1][0])
    else:
        next_key = connection.execute(f"SELECT min(key) FROM ({page})", values).fetchone()[0]  # noqa: S608
    return Lookless(tuple((path, sha256) for sha256, path in pictures.items()), next_key)


def keys_alike(connection: sqlite3.Connection, uuid: str) -> Iterator[list[int]]:
    """Yield the keys of pictures that look like the one with this UUID, itself among them, in short steps."""
    own = (
        "SELECT looks.phash FROM images JOIN looks ON looks.sha256 = images.sha256"
        " WHERE images.uuid_number = ? AND looks.phash IS NOT NULL"
    )
    found = connection.execute(own, (number_of(uuid),)).fetchone()
    if found is None:
        yield [key for (key,) in connection.execute("SELECT key FROM images WHERE uuid_number = ?", (number_of(uuid),))]
        return
    wanted: int = found[0]
    cursor = connection.execute("SELECT sha256, phash FROM looks WHERE phash IS NOT NULL")
    while run := cursor.fetchmany(_RUN):
        alike = [sha256 for sha256, phash in run if ((phash ^ wanted) & _MASK).bit_count() <= ALIKE_BITS]
        yield [key for sha256 in alike for key in _keys_of_bytes(connection, sha256)]


def _keys_of_bytes(connection: sqlite3.Connection, sha256: bytes) -> list[int]:
    number = int.from_bytes(sha256[:7], "big")
    sql = "SELECT key FROM images WHERE sha_number = ? AND sha256 = ?"
    return [key for (key,) in connection.execute(sql, (number, sha256))]
