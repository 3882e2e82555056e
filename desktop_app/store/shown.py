"""What is shown of the index: its headings, and where a new picture belongs."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from operator import neg

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.store.key_reading import Found, is_stacked, members
from desktop_app.store.order_sql import OrderSql
from desktop_app.store.search_sql import SearchSql
from desktop_app.store.snapshot import Section, runs_of, sections_of, sections_oldest_first


@dataclass(frozen=True, slots=True)
class Shown:
    """The search and the order in which pictures are shown, ready for one moment of the index."""

    connection: sqlite3.Connection
    search: SearchSql
    order: GalleryOrder


def sections_in(keys: array[int], shown: Shown) -> tuple[Section, ...]:
    """Return the headings of keys in the order that is shown, without costs: days, ratings, models, or none."""
    if shown.order.by is SortBy.DATE:
        return sections_oldest_first(keys) if shown.order.is_reversed else sections_of(keys, date.min, 0.0)
    if shown.order.by is SortBy.RATING:
        ratings = runs_of(keys, lambda key: _fact(shown, "rating", key))
        return tuple(Section(None, count, rating=int(rating)) for rating, count in ratings)
    if shown.order.by is SortBy.MODEL:
        names: dict[int, str] = dict(shown.connection.execute("SELECT id, name FROM model_names"))
        models = runs_of(keys, lambda key: _fact(shown, "model", key))
        return tuple(Section(None, count, model=names.get(model, "")) for model, count in models)
    return ()


def with_behind(sections: tuple[Section, ...], found: Found) -> tuple[Section, ...]:
    """Return the headings of heads by date, each with how many pictures stand behind its own."""
    told: list[Section] = []
    start = 0
    for section in sections:
        ends = found.keys[start], found.keys[start + section.count - 1]
        told.append(replace(section, behind=found.stacks.behind(max(ends), min(ends))))
        start += section.count
    return tuple(told)


def with_picture(found: Found, key: int, held: int | None, shown: Shown) -> Found:
    """Return what is shown with a picture that is new in the index, and without the key that it had before, if any."""
    keys = found.keys
    if held is not None:
        _drop(keys, held, shown.order)
    if not shown.search.holds(key, shown.connection):
        return found
    if not is_stacked(shown.order):
        _insert(keys, key, found.is_whole, shown)
        return found
    stack = members(shown.connection, shown.search, key)
    head = stack[0]
    gone = [each for each in stack if _drop(keys, each, shown.order)]
    _insert(keys, head, found.is_whole, shown)
    return Found(
        keys, found.stacks.changed([*gone, *([held] if held is not None else [])], head, len(stack)), found.is_whole
    )


def _insert(keys: array[int], key: int, is_whole: bool, shown: Shown) -> None:
    by_date = shown.order.by is SortBy.DATE and not shown.order.is_reversed
    if by_date:
        at = bisect_left(keys, -key, key=neg)
    else:
        at = OrderSql.of(shown.order, shown.search.collection).place_of(key, keys, shown.connection)
    # What comes after the first page is not known yet: it will be read.
    if at < len(keys) or is_whole:
        keys.insert(at, key)


def _drop(keys: array[int], key: int, order: GalleryOrder) -> bool:
    if order.by is SortBy.DATE and not order.is_reversed:
        at = bisect_left(keys, -key, key=neg)
        if at < len(keys) and keys[at] == key:
            del keys[at]
            return True
        return False
    try:
        keys.remove(key)
    except ValueError:
        return False
    return True


def _fact(shown: Shown, column: str, key: int) -> int:
    sql = f"SELECT {column} FROM facts WHERE key = ?"  # noqa: S608 - one of two columns
    found = shown.connection.execute(sql, (key,)).fetchone()
    return int(found[0]) if found is not None else -1
