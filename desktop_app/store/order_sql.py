"""An order of pictures as SQL, and the place of one picture among keys that stand in it."""

from __future__ import annotations

import sqlite3
from array import array
from dataclasses import dataclass
from typing import Any

from desktop_app.core.gallery_order import GalleryOrder, SortBy

_PRIME = 2_147_483_629
"""A prime of 31 bits: a product of two numbers below it is a whole number in SQLite."""

MODELS = "model_names m"


@dataclass(frozen=True, slots=True)
class OrderTerm:
    """An expression over `{key}`, `f` (facts) and `m` (names of models) with its values. Nothing is less than all else."""

    sql: str
    is_descending: bool = False
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderSql:
    """What pictures are ordered by, the weightiest first."""

    terms: tuple[OrderTerm, ...]

    @classmethod
    def of(cls, order: GalleryOrder, collection: int | None = None) -> OrderSql:
        """Return the terms of an order; that by hand needs the number of the collection, and else is by date."""
        if order.by is SortBy.PLACE and collection is None:
            order = GalleryOrder(SortBy.DATE, order.is_reversed)
        is_reversed = order.is_reversed
        by_date = OrderTerm("{key}", is_descending=True)
        if order.by is SortBy.DATE:
            return cls((OrderTerm("{key}", is_descending=not is_reversed),))
        if order.by is SortBy.SHUFFLE:
            # Each seed multiplies by another number; what is left of that by a prime is scattered evenly.
            factor = 1 + (order.shuffle_seed * 1_103_515_245 + 362_437_069) % (_PRIME - 1)
            return cls((OrderTerm(f"({{key}} % {_PRIME}) * ? % {_PRIME}", is_reversed, (factor,)), by_date))
        if order.by is SortBy.PLACE:
            place = "(SELECT c.place FROM collections c WHERE c.name_id = ? AND c.key = {key})"
            unplaced = OrderTerm(f"{place} IS NULL", values=(collection,))
            return cls((unplaced, OrderTerm(place, is_reversed, (collection,)), by_date))
        if order.by is SortBy.MODEL:
            return cls((OrderTerm("m.folded", is_reversed), OrderTerm("m.id", is_reversed), by_date))
        column = {SortBy.RATING: "f.rating", SortBy.COST: "f.cost", SortBy.SIZE: "f.pixels"}[order.by]
        if order.by is SortBy.COST and is_reversed:
            # What has no known cost comes last either way.
            return cls((OrderTerm("f.cost IS NULL"), OrderTerm(column), by_date))
        return cls((OrderTerm(column, not is_reversed), by_date))

    @property
    def needs_models(self) -> bool:
        """Say whether the names of the models are ordered by."""
        return any(term.sql.startswith("m.") for term in self.terms)

    @property
    def sql(self) -> str:
        """What stands after ORDER BY; its values are `values`."""
        return ", ".join(f"{term.sql} {'DESC' if term.is_descending else 'ASC'}" for term in self.terms)

    @property
    def values(self) -> tuple[Any, ...]:
        """What is bound in `sql`."""
        return tuple(value for term in self.terms for value in term.values)

    def place_of(self, key: int, keys: array[int], connection: sqlite3.Connection) -> int:
        """Return where a picture belongs among others that stand in this order."""
        columns = ", ".join(term.sql for term in self.terms).replace("{key}", "f.key")
        # The names come from this module.
        sql = f"SELECT {columns} FROM facts f CROSS JOIN {MODELS} ON m.id = f.model WHERE f.key = ?"  # noqa: S608

        def weights(of_key: int) -> tuple[Any, ...]:
            return tuple(connection.execute(sql, (*self.values, of_key)).fetchone() or ())

        own = weights(key)
        low, high = 0, len(keys)
        while low < high:
            middle = (low + high) // 2
            if self._is_before(own, weights(keys[middle])):
                high = middle
            else:
                low = middle + 1
        return low

    def _is_before(self, first: tuple[Any, ...], second: tuple[Any, ...]) -> bool:
        for term, one, other in zip(self.terms, first, second, strict=False):
            if one != other:
                is_less = other is not None and (one is None or one < other)
                return is_less is not term.is_descending
        return False
