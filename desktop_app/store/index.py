"""The index: what the grid and the search need, in one file that can be deleted and is built again."""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from desktop_app.core.record import ImageRecord
from desktop_app.core.record_outline import Outline, outline_of
from desktop_app.store.care_rows import CareRows
from desktop_app.store.cold_build import ColdBuild
from desktop_app.store.image_row import ImageRow, key_of, number_of, row_of
from desktop_app.store.index_file import OpenedIndex, opened, set_aside
from desktop_app.store.index_values import FACT_COLUMNS, IMAGE_COLUMNS, KINDS, PICKS, fact_values, text_values
from desktop_app.store.library import SavedImage
from desktop_app.store.looks import set_look
from desktop_app.store.name_table import NameTable
from desktop_app.store.new_pictures import FoundPicture, NewPictures
from desktop_app.store.search_sql import SearchSql
from desktop_app.store.stacks import stack_for
from desktop_app.store.word_index import WordIndex

_ROW = """
    SELECT i.key, i.uuid, i.folder, i.name, f.width, f.height, i.created_at, i.prompt, f.rating, f.demo, f.kind, f.cost,
        i.job_id, i.model, i.seed, f.pick, i.title, i.tags, i.sha256, l.color, f.stack
    FROM images i CROSS JOIN facts f ON f.key = i.key LEFT JOIN looks l ON l.sha256 = i.sha256
"""
_PAGE = 500
_SAME_KEY_US = 1000


class Index:
    """The pictures of one library in order of time. Made, used and closed in one thread; one writer at a time.

    Methods raise sqlite3.Error when the cache folder fails; a file found broken at the start is replaced, and where none
    can be kept the index lives in memory. `connection` is for reading; `care` is what a person says of the pictures,
    `cold_build` what is left for later while the index is filled.
    """

    def __init__(self, file: Path, root: Path) -> None:
        self.root = root
        self._file = file
        self._folder = ("", "")
        self._use(opened(file))

    def _use(self, index: OpenedIndex) -> None:
        self.connection = index.connection
        self.was_broken = index.was_broken
        self._models, self._tags, self._collections = (
            NameTable(index.connection, kind) for kind in ("model", "tag", "collection")
        )
        self.care = CareRows(index.connection, self._tags, self._collections)
        self._words = WordIndex(index.connection)
        self.cold_build = ColdBuild(index.connection, self._words)
        self._new = NewPictures(index.connection, self._models, self._tags, self._collections)

    def keys(self, query: str = "") -> array[int]:
        """Return the keys of all pictures that a search finds, newest first."""
        sql, values = SearchSql.of(query, self.connection).keys()
        return array("q", chain.from_iterable(self.connection.execute(sql, values)))

    def matches(self, key: int, query: str) -> bool:
        """Say whether one picture is among those of the search."""
        return SearchSql.of(query, self.connection).holds(key, self.connection)

    def rows(self, keys: Iterable[int]) -> list[ImageRow]:
        """Return the pictures with these keys, newest first; what is not there is left out."""
        wanted = list(keys)
        found: list[ImageRow] = []
        for start in range(0, len(wanted), _PAGE):
            page = wanted[start : start + _PAGE]
            marks = ",".join("?" * len(page))
            found += map(self._row, self.connection.execute(f"{_ROW} WHERE i.key IN ({marks})", page))
        return sorted(found, key=lambda row: -row.key)

    def key_at(self, path: Path) -> int | None:
        """Return the key of the picture in this file, `None` when it is not in the index."""
        return self._key_in(*self._place(path))

    def keys_of(self, uuid: str) -> list[int]:
        """Return the keys of the picture with this UUID, newest first: more than one where its file was copied."""
        sql = "SELECT key FROM images WHERE uuid_number = ? ORDER BY key DESC"
        return [key for (key,) in self.connection.execute(sql, (number_of(uuid),))]

    def cost_since(self, key: int) -> float:
        """Return what the pictures from this key on cost together, in US dollars."""
        sql = "SELECT coalesce(sum(cost), 0) FROM facts WHERE key >= ?"
        return float(self.connection.execute(sql, (key,)).fetchone()[0])

    def upsert(self, saved: SavedImage, stamp: str) -> ImageRow:
        """Put a picture in, or what is new of it; a picture that keeps its moment keeps its key."""
        return self.upsert_all([(saved, stamp)])[0]

    def upsert_all(self, pictures: Iterable[tuple[SavedImage, str]]) -> list[ImageRow]:
        """Put pictures in, or what is new of them, written at once; return their rows in the order of time."""
        # The index of words writes itself to disk whenever a key comes that is lower than the one before.
        in_order = sorted(pictures, key=lambda each: key_of(each[0].record))
        with self.batch():
            return [self._upsert(saved, stamp) for saved, stamp in in_order]

    def put_found(self, pictures: Iterable[FoundPicture]) -> list[int]:
        """Put many pictures in, or what is new of them, written at once; return their keys."""
        by_folder: dict[str, list[FoundPicture]] = {}
        for each in pictures:
            by_folder.setdefault(each.folder, []).append(each)
        with self.batch():
            held = {folder: self._held(folder, found) for folder, found in by_folder.items()}
            every = list(chain.from_iterable(by_folder.values()))
            old = [each for each in every if each.name in held[each.folder]]
            new = [each for each in every if each.name not in held[each.folder]] if old else every
            keys = self._new.put(new)
            changed = [self._put_one(each)[0] for each in sorted(old, key=lambda each: key_of(each.known))]
            return keys + changed if old else keys

    def set_care(self, key: int, record: ImageRecord, stamp: str) -> ImageRow | None:
        """Put in what a person now says of a picture, whose file stays as it is; `None` when it is not in the index."""
        found = self.connection.execute("SELECT folder, name FROM images WHERE key = ?", (key,)).fetchone()
        if found is None:
            return None
        folder, name = found
        with self.batch():
            self._write(key, FoundPicture(folder, name, stamp, outline_of(record)))
        return self.rows([key])[0]

    def relocate(self, before: Path, saved: SavedImage, stamp: str) -> int | None:
        """Note that a picture stands elsewhere now and is the same; return its key, `None` when it was not in the index."""
        key = self.key_at(before)
        if key is None:
            return self.key_at(saved.path)
        folder, name = self._place(saved.path)
        with self.batch():
            # A look at the disk may have met it there already.
            sql = "DELETE FROM images WHERE folder = ? AND name = ? AND key <> ?"
            self.connection.execute(sql, (folder, name, key))
            self._write(key, saved.record, {"folder": folder, "name": name, "stamp": stamp})
        return key

    def set_places(self, collection: str, keys: Sequence[int]) -> None:
        """Put the pictures of a collection in this order by hand; those that are not named come after them by date."""
        name_id = self._collections.id_for(collection)
        with self.batch():
            self.connection.execute("UPDATE collections SET place = NULL WHERE name_id = ?", (name_id,))
            sql = "UPDATE collections SET place = ? WHERE name_id = ? AND key = ?"
            self.connection.executemany(sql, ((float(place), name_id, key) for place, key in enumerate(keys)))

    def set_look(self, sha256: str, color: int, phash: int | None) -> None:
        """Keep the average colour (0xRRGGBB) and the perceptual hash (64 bits) of the files with these bytes."""
        set_look(self.connection, sha256, color, phash)

    def forget(self, folder: str, names: Iterable[str]) -> None:
        """Take out pictures that are no longer in the folder."""
        with self.batch():
            self.connection.executemany(
                "DELETE FROM images WHERE folder = ? AND name = ?", [(folder, name) for name in names]
            )

    def stamps_in(self, folder: str) -> dict[str, str]:
        """Return for each picture of one folder, by file name, how its files looked when they were read."""
        return dict(self.connection.execute("SELECT name, stamp FROM images WHERE folder = ?", (folder,)).fetchall())

    def folders(self) -> dict[str, int]:
        """Return the folders that were read, with the time of their last change when they were (nanoseconds)."""
        return dict(self.connection.execute("SELECT folder, modified_ns FROM folders").fetchall())

    def folders_in(self, parent: str) -> list[str]:
        """Return the known folders that lie directly in another."""
        found = self.connection.execute("SELECT folder FROM folders WHERE parent = ?", (parent,))
        return [folder for (folder,) in found]

    def set_folder(self, folder: str, modified_ns: int) -> None:
        """Keep that a folder was read as it stood at that time; 0 has it read again next time."""
        parent = "" if folder in {"", "."} else str(PurePosixPath(folder).parent)
        sql = "INSERT OR REPLACE INTO folders (folder, parent, modified_ns) VALUES (?, ?, ?)"
        self.connection.execute(sql, (folder, parent, modified_ns))

    def forget_folder(self, folder: str) -> None:
        """Take out a folder that is gone, with everything below it."""
        below = f"{_escaped(folder)}/%"
        with self.batch():
            for table in ("images", "folders"):
                sql = f"DELETE FROM {table} WHERE folder = ? OR folder LIKE ? ESCAPE '\\'"  # noqa: S608 - two names
                self.connection.execute(sql, (folder, below))

    def count(self) -> int:
        """Return how many pictures there are."""
        return int(self.connection.execute("SELECT count(*) FROM facts").fetchone()[0])

    def is_empty(self) -> bool:
        """Say whether there is no picture."""
        return self.connection.execute("SELECT 1 FROM images LIMIT 1").fetchone() is None

    def begin(self) -> None:
        """Begin to write what `commit` keeps; batches until then are part of it."""
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Keep what was written since `begin`."""
        if self.connection.in_transaction:
            self.connection.commit()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Write all of the block at once; blocks may stand within blocks."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.rollback()
            for names in (self._models, self._tags, self._collections):
                names.forget_known()
            raise
        self.connection.commit()

    def start_anew(self, *, is_set_aside: bool = True) -> None:
        """Set the file aside, which was found broken while at work, and begin with an empty one; or open it once more."""
        self.connection.close()
        if is_set_aside:
            set_aside(self._file)
        self._use(opened(self._file))
        self.was_broken = True

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def _place(self, path: Path) -> tuple[str, str]:
        folder, name = os.path.split(path)
        # Pictures of one folder come one after the other.
        if folder != self._folder[0]:
            self._folder = (folder, relative_folder(self.root, path.parent))
        return self._folder[1], name

    def _held(self, folder: str, found: Sequence[FoundPicture]) -> set[str]:
        sql = "SELECT name FROM images WHERE folder = ? AND name IN (SELECT value FROM json_each(?))"
        names = json.dumps([each.name for each in found])
        return {name for (name,) in self.connection.execute(sql, (folder, names))}

    def _key_in(self, folder: str, name: str) -> int | None:
        sql = "SELECT key FROM images WHERE folder = ? AND name = ?"
        found = self.connection.execute(sql, (folder, name)).fetchone()
        return None if found is None else int(found[0])

    def _key_for(self, known: Outline, held: int | None) -> int:
        wanted = key_of(known)
        if held is not None and wanted <= held < wanted + _SAME_KEY_US:
            return held
        while self.connection.execute("SELECT 1 FROM images WHERE key = ?", (wanted,)).fetchone():
            wanted += 1
        return wanted

    def _upsert(self, saved: SavedImage, stamp: str) -> ImageRow:
        key, stack = self._put_one(FoundPicture(*self._place(saved.path), stamp, outline_of(saved.record)))
        return row_of(saved.record, str(saved.path), key, stack=str(stack), color=self._color_of(saved.record))

    def _put_one(self, found: FoundPicture) -> tuple[int, int]:
        """Put a picture in, or what is new of it; return its key and its stack."""
        held = self._key_in(found.folder, found.name)
        key = self._key_for(found.known, held)
        if held not in {None, key}:
            self.connection.execute("DELETE FROM images WHERE key = ?", (held,))
        stack = self._write(key, found)
        if held != key:
            self._words.add([key])
        return key, stack

    def _write(self, key: int, found: FoundPicture) -> int:
        known = found.known
        model_id = self._models.id_for(known.model)
        texts = text_values(known, found.name, model_id)
        stack = stack_for(self.connection, key, texts)
        self._put("images", IMAGE_COLUMNS, (key, found.folder, found.name, found.stamp, *texts))
        self._put("facts", FACT_COLUMNS, (*fact_values(known, key, model_id), stack))
        self.care.put_tags(key, known.tags)
        self.care.put_collections(key, known.collections, known.places)
        return stack

    def _put(self, table: str, columns: tuple[str, ...], values: tuple[Any, ...]) -> None:
        self.connection.execute(_putting(table, columns), values)

    def _color_of(self, record: ImageRecord) -> int:
        try:
            digest = bytes.fromhex(record.file.sha256)
        except ValueError:
            return -1
        found = self.connection.execute("SELECT color FROM looks WHERE sha256 = ?", (digest,)).fetchone()
        return -1 if found is None else int(found[0])

    def _row(self, values: Sequence[Any]) -> ImageRow:
        key, uuid, folder, name, width, height, created_at, prompt, rating, demo, kind, cost_usd, job_id, *more = values
        model, seed, pick, title, tags, sha256, color, stack = more
        path = os.path.join(self.root, folder, name) if folder != "." else os.path.join(self.root, name)  # noqa: PTH118
        return ImageRow(
            key,
            uuid,
            path,
            width,
            height,
            created_at,
            prompt,
            rating,
            bool(demo),
            KINDS[kind],
            cost_usd,
            job_id,
            model,
            seed,
            PICKS[pick],
            title,
            tuple(tags.split("\n")) if tags else (),
            sha256.hex(),
            -1 if color is None else color,
            str(stack),
        )


@cache
def _putting(table: str, columns: tuple[str, ...]) -> str:
    """Return what puts a row in or changes it; the names come from this package alone."""
    marks = ",".join("?" * len(columns))
    changes = ",".join(f"{name} = excluded.{name}" for name in columns if name != "key")
    return f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks}) ON CONFLICT (key) DO UPDATE SET {changes}"  # noqa: S608


def relative_folder(root: Path, folder: Path) -> str:
    """Return a folder as the index names it: relative to the library, with slashes, the library itself as `.`."""
    return folder.relative_to(root).as_posix()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
