"""Which pictures belong together: those of one order, and those that are edits of one another."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from operator import neg

from desktop_app.store.index_values import TextRow


def stack_for(connection: sqlite3.Connection, key: int, values: TextRow) -> int:
    """Return the number of the stack that a picture joins; stacks that it joins together become one.

    `values` are those of its row in `images`, which need not be there yet: parents and children may come in any order.
    """
    uuid, batch, parent = values.uuid_number, values.batch_number, values.parent_number
    found: list[int] = []
    if parent:
        found += _stacks(connection, "uuid_number = ?", parent, key)
        found += _stacks(connection, "parent_number = ? AND parent_number <> 0", parent, key)
    if batch:
        found += _stacks(connection, "batch_number = ? AND batch_number <> 0", batch, key)
    if uuid:
        found += _stacks(connection, "parent_number = ? AND parent_number <> 0", uuid, key)
    if not found:
        return int(batch or uuid)
    first, *others = dict.fromkeys(found)
    for other in others:
        connection.execute("UPDATE facts SET stack = ? WHERE stack = ?", (first, other))
    return first


def _stacks(connection: sqlite3.Connection, condition: str, number: int, key: int) -> list[int]:
    found = "SELECT facts.stack FROM images CROSS JOIN facts ON facts.key = images.key WHERE"
    sql = f"{found} images.{condition} AND images.key <> ? LIMIT 1"
    return [stack for (stack,) in connection.execute(sql, (number, key))]


class StackCounts(Mapping[int, int]):
    """How many pictures stand behind each head, by the head's key; pictures alone are left out. Not to be changed."""

    def __init__(self, heads: array[int] | None = None, counts: array[int] | None = None) -> None:
        self._heads = heads if heads is not None else array("q")
        self._counts = counts if counts is not None else array("l")

    def __getitem__(self, head: int) -> int:
        at = self._place(head)
        if at < len(self._heads) and self._heads[at] == head:
            return self._counts[at]
        raise KeyError(head)

    def __iter__(self) -> Iterator[int]:
        return iter(self._heads)

    def __len__(self) -> int:
        return len(self._heads)

    def behind(self, newest: int, oldest: int) -> int:
        """Return how many pictures stand behind heads from one key down to another, which is one of them itself."""
        first, last = self._place(newest), self._place(oldest - 1)
        return sum(self._counts[first:last]) - (last - first)

    def changed(self, gone: list[int], head: int, count: int) -> StackCounts:
        """Return the counts without some heads, and with another; the head may be among those that go."""
        heads, counts = self._heads[:], self._counts[:]
        result = StackCounts(heads, counts)
        for key in gone:
            at = result._place(key)
            if at < len(heads) and heads[at] == key:
                del heads[at], counts[at]
        if count > 1:
            at = result._place(head)
            heads.insert(at, head)
            counts.insert(at, count)
        return result

    def _place(self, head: int) -> int:
        return bisect_left(self._heads, -head, key=neg)
