"""Many pictures put into the index at once, which are not in it yet: a few statements for hundreds of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core.record import ImageRecord
from desktop_app.store.image_row import key_of
from desktop_app.store.index_values import fact_values, text_values, with_outer_tags
from desktop_app.store.name_table import NameTable
from desktop_app.store.word_index import WordIndex

_TAKEN = "SELECT key FROM images WHERE key IN (SELECT value FROM json_each(?))"
_STACKS = (
    "SELECT images.{0}, facts.stack FROM json_each(?) AS wanted CROSS JOIN images ON images.{0} = wanted.value"
    " CROSS JOIN facts ON facts.key = images.key WHERE images.{0} <> 0"
)


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture of the library: folder as the index names it, file name, how its files looked, and what is known of it."""

    folder: str
    name: str
    stamp: str
    record: ImageRecord


class NewPictures:
    """Writes pictures that are not in the index. `put` belongs into a batch of the index; raises sqlite3.Error."""

    def __init__(
        self, connection: sqlite3.Connection, models: NameTable, tags: NameTable, collections: NameTable
    ) -> None:
        self._connection = connection
        self._words = WordIndex(connection)
        self._models = models
        self._tags = tags
        self._collections = collections

    def put(self, pictures: Iterable[FoundPicture]) -> list[int]:
        """Put pictures in and return their keys, ascending."""
        ordered = sorted((key_of(each.record), number, each) for number, each in enumerate(pictures))
        keys = self._free_keys([key for key, _, _ in ordered])
        found = [each for _, _, each in ordered]
        images = [self._image_values(each, key) for each, key in zip(found, keys, strict=True)]
        if not images:
            return []
        stacks = _Stacks(self._connection, images).joined(images)
        facts = [
            {**fact_values(each.record, key, self._models.id_for(row["model"])), "key": key, "stack": stack}
            for each, key, row, stack in zip(found, keys, images, stacks, strict=True)
        ]
        self._put_rows("images", images)
        self._put_rows("facts", facts)
        self._put_names(found, keys)
        self._words.add(keys)
        return keys

    def _image_values(self, found: FoundPicture, key: int) -> dict[str, Any]:
        asked = found.record.asked
        model_id = self._models.id_for(asked.model if asked is not None else "")
        texts = text_values(found.record, found.name, model_id)
        return {"key": key, "folder": found.folder, "name": found.name, "stamp": found.stamp, **texts}

    def _free_keys(self, wanted: list[int]) -> list[int]:
        """Return a key for each that is not taken, ascending as they are."""
        taken = {key for (key,) in self._connection.execute(_TAKEN, (json.dumps(wanted),))}
        keys: list[int] = []
        last = -1
        for key in wanted:
            free = max(key, last + 1)
            while (free in taken or free != key) and self._is_taken(free):
                free += 1
            keys.append(free)
            last = free
        return keys

    def _is_taken(self, key: int) -> bool:
        return self._connection.execute("SELECT 1 FROM images WHERE key = ?", (key,)).fetchone() is not None

    def _put_rows(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        # The names come from this package alone.
        marks = ",".join("?" * len(rows[0]))
        sql = f"INSERT INTO {table} ({','.join(rows[0])}) VALUES ({marks})"  # noqa: S608
        self._connection.executemany(sql, [tuple(row.values()) for row in rows])

    def _put_names(self, found: Sequence[FoundPicture], keys: Sequence[int]) -> None:
        tags: list[tuple[int, int]] = []
        collections: list[tuple[int, int, float | None]] = []
        for each, key in zip(found, keys, strict=True):
            record = each.record
            if record.tags:
                tags += [(name_id, key) for name_id in {self._tags.id_for(tag) for tag in with_outer_tags(record.tags)}]
            if record.collections:
                ids = {self._collections.id_for(name): record.places.get(name) for name in record.collections}
                collections += [(name_id, key, place) for name_id, place in ids.items()]
        self._connection.executemany("INSERT INTO tags (name_id, key) VALUES (?, ?)", tags)
        self._connection.executemany("INSERT INTO collections (name_id, key, place) VALUES (?, ?, ?)", collections)


class _Stacks:
    """Gives new pictures the stacks that `stacks.stack_for` would give them one after the other."""

    def __init__(self, connection: sqlite3.Connection, images: Sequence[Mapping[str, Any]]) -> None:
        self._connection = connection
        self._merged: dict[int, int] = {}
        uuids = [row["uuid_number"] for row in images]
        parents = [row["parent_number"] for row in images if row["parent_number"]]
        batches = {row["batch_number"] for row in images if row["batch_number"]}
        self._by_uuid = self._known("uuid_number", parents)
        self._by_parent = self._known("parent_number", [*uuids, *parents])
        self._by_batch = self._known("batch_number", list(batches))

    def joined(self, images: Sequence[Mapping[str, Any]]) -> list[int]:
        """Return the stack of each; those that come together are made one."""
        stacks = [self._join(row) for row in images]
        moved = [(self._now(stack), stack) for stack in self._merged]
        self._connection.executemany("UPDATE facts SET stack = ? WHERE stack = ?", moved)
        return [self._now(stack) for stack in stacks]

    def _known(self, column: str, numbers: list[int]) -> dict[int, int]:
        if not numbers:
            return {}
        return dict(self._connection.execute(_STACKS.format(column), (json.dumps(numbers),)))

    def _join(self, row: Mapping[str, Any]) -> int:
        uuid, batch, parent = row["uuid_number"], row["batch_number"], row["parent_number"]
        places = ((self._by_uuid, parent), (self._by_parent, parent), (self._by_batch, batch), (self._by_parent, uuid))
        found = [self._now(known[number]) for known, number in places if number and number in known]
        stack = found[0] if found else int(batch or uuid)
        for other in found[1:]:
            if other != stack:
                self._merged[other] = stack
        self._by_uuid[uuid] = stack
        if parent:
            self._by_parent[parent] = stack
        if batch:
            self._by_batch[batch] = stack
        return stack

    def _now(self, stack: int) -> int:
        while stack in self._merged:
            stack = self._merged[stack]
        return stack
