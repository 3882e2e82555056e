"""The keys of a search: the first page at once, all of them in short steps."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.store.search_sql import SearchSql
from desktop_app.store.stacks import StackCounts

FIRST_PAGE = 500
_STEP = 25_000
_INSTRUCTIONS = 20_000


class SearchOutdated(Exception):
    """Something else is searched for by now."""


@dataclass(frozen=True, slots=True)
class Found:
    """Keys in their order, and how many pictures stand behind those that are heads of stacks."""

    keys: array[int] = field(default_factory=lambda: array("q"))
    stacks: StackCounts = field(default_factory=StackCounts)
    is_whole: bool = True


@contextmanager
def given_up(connection: sqlite3.Connection, is_outdated: Callable[[], bool] | None) -> Iterator[None]:
    """Stop what is read in the block once it is outdated: SearchOutdated is raised."""
    if is_outdated is None:
        yield
        return
    connection.set_progress_handler(is_outdated, _INSTRUCTIONS)
    try:
        yield
    except sqlite3.OperationalError as cause:
        if not is_outdated():
            raise
        raise SearchOutdated("another search came") from cause
    finally:
        connection.set_progress_handler(None, 0)


def is_stacked(order: GalleryOrder) -> bool:
    """Say whether an order puts pictures into stacks: that by date can."""
    return order.is_stacked and order.by is SortBy.DATE


def first_page(connection: sqlite3.Connection, search: SearchSql, order: GalleryOrder) -> Found:
    """Return the first pictures. Counts of stacks are of what was seen of them so far."""
    if is_stacked(order):
        return _first_heads(connection, search, order)
    cursor = connection.execute(*search.keys(order, FIRST_PAGE + 1))
    keys = array("q", chain.from_iterable(cursor))
    is_whole = len(keys) <= FIRST_PAGE
    return Found(keys[:FIRST_PAGE], is_whole=is_whole)


class KeyReading:
    """Reads all keys of a search; what is written meanwhile is seen or not: then begin anew."""

    def __init__(self, connection: sqlite3.Connection, search: SearchSql, order: GalleryOrder) -> None:
        self._connection = connection
        self._is_stacked = is_stacked(order)
        self._statement = _heads(search, order) if self._is_stacked else search.keys(order)
        self._cursor: sqlite3.Cursor | None = None
        self._keys = array("q")
        self._heads, self._counts = array("q"), array("l")
        self._is_ascending = order.is_reversed

    def step(self) -> Found | None:
        """Read some more; return all once they are read, `None` before."""
        if self._cursor is None:
            self._cursor = self._connection.execute(*self._statement)
        before = len(self._keys)
        if self._is_stacked:
            self._take_heads(self._cursor.fetchmany(_STEP))
        else:
            self._keys.extend(chain.from_iterable(islice(self._cursor, _STEP)))
        if len(self._keys) - before == _STEP:
            return None
        return Found(self._keys, self._counted())

    def _take_heads(self, rows: list[tuple[int, int]]) -> None:
        self._keys.extend(head for head, _ in rows)
        for head, count in rows:
            if count > 1:
                self._heads.append(head)
                self._counts.append(count)

    def _counted(self) -> StackCounts:
        if self._is_ascending:
            self._heads.reverse()
            self._counts.reverse()
        return StackCounts(self._heads, self._counts)


def members(connection: sqlite3.Connection, search: SearchSql, key: int) -> array[int]:
    """Return the keys of the pictures found that stand in one stack with a picture, newest first."""
    one = search.narrowed_to_stack(key)
    return array("q", chain.from_iterable(connection.execute(*one.keys())))


def _heads(search: SearchSql, order: GalleryOrder) -> tuple[str, tuple[object, ...]]:
    way = "ASC" if order.is_reversed else "DESC"
    return search.select("max({key}) AS head, count(*)", f" GROUP BY f.stack ORDER BY head {way}")


def _first_heads(connection: sqlite3.Connection, search: SearchSql, order: GalleryOrder) -> Found:
    if order.is_reversed:
        # The oldest stack is not where the oldest picture is: all have to be known.
        reading = KeyReading(connection, search, order)
        while (found := reading.step()) is None:
            pass
        return found
    head_of: dict[int, int] = {}
    counts: dict[int, int] = {}
    is_whole = True
    for key, stack in connection.execute(*search.in_order("{key}, f.stack", order)):
        if stack not in head_of and len(head_of) == FIRST_PAGE:
            is_whole = False
            break
        head = head_of.setdefault(stack, key)
        counts[head] = counts.get(head, 0) + 1
    many = [head for head, count in counts.items() if count > 1]
    stacks = StackCounts(array("q", many), array("l", (counts[head] for head in many)))
    return Found(array("q", head_of.values()), stacks, is_whole)
