"""Many pictures put into the index at once, which are not in it yet: a few statements for hundreds of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from desktop_app.core.record_outline import Outline
from desktop_app.store.image_row import key_of
from desktop_app.store.index_values import (
    FACT_COLUMNS,
    IMAGE_COLUMNS,
    TextRow,
    fact_values,
    kept_number,
    text_values,
    with_outer_tags,
)
from desktop_app.store.name_table import NameTable
from desktop_app.store.word_index import WordIndex

_TAKEN = "SELECT key FROM images WHERE key IN (SELECT value FROM json_each(?))"
_STACKS = (
    "SELECT images.{0}, facts.stack FROM json_each(?) AS wanted CROSS JOIN images ON images.{0} = wanted.value"
    " CROSS JOIN facts ON facts.key = images.key WHERE images.{0} <> 0"
)


class FoundPicture(NamedTuple):
    """A picture of the library: folder as the index names it, file name, how its files looked, and what is known of it."""

    folder: str
    name: str
    stamp: str
    known: Outline


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
        ordered = sorted((key_of(each.known), number, each) for number, each in enumerate(pictures))
        keys = self._free_keys([key for key, _, _ in ordered])
        found = [each for _, _, each in ordered]
        if not found:
            return []
        texts = [text_values(each.known, each.name, self._models.id_for(each.known.model)) for each in found]
        stacks = _Stacks(self._connection, texts).joined(texts)
        rows = zip(keys, found, texts, stacks, strict=True)
        facts = [
            (*fact_values(each.known, key, self._models.id_for(row.model)), stack) for key, each, row, stack in rows
        ]
        images = [
            (key, each.folder, each.name, each.stamp, *row) for key, each, row in zip(keys, found, texts, strict=True)
        ]
        self._put_rows("images", IMAGE_COLUMNS, images)
        self._put_rows("facts", FACT_COLUMNS, facts)
        self._put_names(found, keys)
        self._words.add(keys)
        return keys

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

    def _put_rows(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        # The names come from this package alone.
        marks = ",".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", rows)  # noqa: S608

    def _put_names(self, found: Sequence[FoundPicture], keys: Sequence[int]) -> None:
        tags: list[tuple[int, int]] = []
        collections: list[tuple[int, int, float | None]] = []
        for each, key in zip(found, keys, strict=True):
            known = each.known
            if known.tags:
                tags += [(name_id, key) for name_id in {self._tags.id_for(tag) for tag in with_outer_tags(known.tags)}]
            if known.collections:
                ids = {
                    self._collections.id_for(name): kept_number(known.places.get(name)) for name in known.collections
                }
                collections += [(name_id, key, place) for name_id, place in ids.items()]
        self._connection.executemany("INSERT INTO tags (name_id, key) VALUES (?, ?)", tags)
        self._connection.executemany("INSERT INTO collections (name_id, key, place) VALUES (?, ?, ?)", collections)


class _Stacks:
    """Gives new pictures the stacks that `stacks.stack_for` would give them one after the other."""

    def __init__(self, connection: sqlite3.Connection, images: Sequence[TextRow]) -> None:
        self._connection = connection
        self._merged: dict[int, int] = {}
        uuids = [row.uuid_number for row in images]
        parents = [row.parent_number for row in images if row.parent_number]
        batches = {row.batch_number for row in images if row.batch_number}
        self._by_uuid = self._known("uuid_number", parents)
        self._by_parent = self._known("parent_number", [*uuids, *parents])
        self._by_batch = self._known("batch_number", list(batches))

    def joined(self, images: Sequence[TextRow]) -> list[int]:
        """Return the stack of each; those that come together are made one."""
        stacks = [self._join(row) for row in images]
        moved = [(self._now(stack), stack) for stack in self._merged]
        self._connection.executemany("UPDATE facts SET stack = ? WHERE stack = ?", moved)
        return [self._now(stack) for stack in stacks]

    def _known(self, column: str, numbers: list[int]) -> dict[int, int]:
        if not numbers:
            return {}
        return dict(self._connection.execute(_STACKS.format(column), (json.dumps(numbers),)))

    def _join(self, row: TextRow) -> int:
        uuid, batch, parent = row.uuid_number, row.batch_number, row.parent_number
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
