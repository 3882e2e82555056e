"""A search as SQL: where to begin, what must hold, in which order; every value is bound."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop_app.core.gallery_order import GalleryOrder
from desktop_app.core.search_query import Condition, Field, SearchQuery, parsed
from desktop_app.store.order_sql import MODELS, OrderSql
from desktop_app.store.search_conditions import Clause, choice_of, clause_of, ids_of
from desktop_app.store.search_words import match_expression

Statement = tuple[str, tuple[Any, ...]]
"""SQL and the values that are bound to it."""

FACTS = "facts f"

_BY_DATE = GalleryOrder()
_FEW = 3000
_MOST_TERMS = 150
"""Of a whole page pasted into a search so many words are enough; SQLite takes no expression of any depth."""
_INDEXED = {Field.RATING, Field.MODEL, Field.COST}
_NAMED = {Field.TAG: "tag", Field.COLLECTION: "collection"}


@dataclass(frozen=True, slots=True)
class SearchSql:
    """A search made ready for one moment of the index. `start` is the table that gives the keys, by the name `key`.

    `tests` are expressions over `{key}` and `f`; the values of `start` come before theirs.
    """

    start: str
    key: str
    start_values: tuple[Any, ...] = ()
    tests: tuple[Clause, ...] = ()
    collection: int | None = None
    joined: str = ""

    @classmethod
    def of(cls, query: str | SearchQuery, connection: sqlite3.Connection) -> SearchSql:
        """Make a search ready; raises sqlite3.Error."""
        asked = parsed(query) if isinstance(query, str) else query
        models = dict(connection.execute("SELECT folded, id FROM model_names")) if asked.words else {}
        match = match_expression(asked.words[:_MOST_TERMS], models)
        conditions = asked.conditions[:_MOST_TERMS]
        tests = _tests(conditions, connection)
        collection = _first_id(conditions, Field.COLLECTION, connection)
        if match:
            return cls("words", "words.rowid", (match,), (Clause("words MATCH ?"), *tests), collection)
        for field, kind in _NAMED.items():
            name_id = _first_id(conditions, field, connection)
            if name_id is not None:
                start = Clause("s.name_id = ?")
                return cls(f"{kind}s s", "s.key", (name_id,), (start, *tests), collection)
        return cls(FACTS, "f.key", (), tests, collection)

    @property
    def is_everything(self) -> bool:
        """Say whether it finds every picture."""
        return not self.tests and self.start == FACTS

    def keys(self, order: GalleryOrder = _BY_DATE, limit: int | None = None) -> Statement:
        """Return what selects the keys in an order."""
        return self.in_order("{key}", order, limit)

    def in_order(self, columns: str, order: GalleryOrder, limit: int | None = None) -> Statement:
        """Return what selects columns of `f`, or `{key}`, of the pictures found, in an order."""
        by = OrderSql.of(order, self.collection)
        search = self._with_models() if by.needs_models else self
        return search.select(columns, f" ORDER BY {by.sql}", by.values, limit)

    def select(
        self, columns: str, tail: str = "", tail_values: tuple[Any, ...] = (), limit: int | None = None
    ) -> Statement:
        """Return what selects columns of `f`, or `{key}`, of the pictures found; `tail` is what comes after WHERE."""
        where = " AND ".join(f"({test.sql})" for test in self.tests)
        text = f"{f' WHERE {where}' if where else ''}{tail}"
        is_joined = FACTS in self.start or not re.search(r"\bf\.", columns + text)
        start = self.start if is_joined else f"{self.start} CROSS JOIN facts f ON f.key = {self.key}"
        values = (*self.start_values, *(value for test in self.tests for value in test.values), *tail_values)
        if limit is not None:
            text += " LIMIT ?"
            values = (*values, limit)
        sql = f"SELECT {columns} FROM {start}{self.joined}{text}"  # noqa: S608 - names of this package, values are bound
        return sql.replace("{key}", self.key), values

    def joining(self, table: str) -> SearchSql:
        """Return the search with one more table, such as `tags t ON t.key = {key}`."""
        return replace(self, joined=f"{self.joined} CROSS JOIN {table}")

    def narrowed(self, test: Clause) -> SearchSql:
        """Return the search with something more that must hold."""
        return replace(self, tests=(*self.tests, test))

    def narrowed_to_stack(self, key: int) -> SearchSql:
        """Return the search within the stack of one picture."""
        sql = "{key} IN (SELECT s.key FROM facts s WHERE s.stack = (SELECT o.stack FROM facts o WHERE o.key = ?))"
        return self.narrowed(Clause(sql, (key,)))

    def holds(self, key: int, connection: sqlite3.Connection) -> bool:
        """Say whether one picture is found."""
        one = self.narrowed(Clause("{key} = ?", (key,)))
        return connection.execute(*one.select("1", limit=1)).fetchone() is not None

    def _with_models(self) -> SearchSql:
        if self.start == FACTS:
            # Model by model: no sorting.
            return replace(self, start=f"{MODELS} CROSS JOIN {FACTS} ON f.model = m.id")
        start = f"{self.start} CROSS JOIN {FACTS} ON f.key = {self.key}"
        return replace(self, start=f"{start} CROSS JOIN {MODELS} ON m.id = f.model")


def _first_id(conditions: Iterable[Condition], field: Field, connection: sqlite3.Connection) -> int | None:
    """Return the number of the first tag or collection that is asked for, `None` unless the name is of one alone."""
    wanted = [each for each in conditions if each.field is field and not each.is_excluded]
    ids = ids_of(_NAMED[field], wanted[0].value, connection) if wanted else []
    return ids[0] if len(ids) == 1 else None


def _tests(conditions: Sequence[Condition], connection: sqlite3.Connection) -> tuple[Clause, ...]:
    choices: dict[object, list[Condition]] = {}
    for each in conditions:
        if not each.is_excluded:
            choices.setdefault(choice_of(each), []).append(each)
    wanted = [_any_of(choice, connection) for choice in choices.values()]
    excluded = [clause_of(each, connection) for each in conditions if each.is_excluded]
    return (*wanted, *(Clause(f"({each.sql}) IS NOT TRUE", each.values) for each in excluded))


def _any_of(choice: Sequence[Condition], connection: sqlite3.Connection) -> Clause:
    found = [clause_of(each, connection) for each in choice]
    test = Clause(
        " OR ".join(f"({each.sql})" for each in found), tuple(value for each in found for value in each.values)
    )
    is_indexed = choice[0].field in _INDEXED
    if is_indexed and _is_rare(test, connection):
        return Clause(f"{{key}} IN (SELECT f.key FROM facts f WHERE {test.sql})", test.values)  # noqa: S608
    if is_indexed:
        # The newest are wanted first: to go by the index of a common value, and sort, would take long.
        return Clause(test.sql.replace("f.", "+f."), test.values)
    return test


def _is_rare(test: Clause, connection: sqlite3.Connection) -> bool:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM facts f WHERE {test.sql} LIMIT ?)"  # noqa: S608
    return bool(connection.execute(sql, (*test.values, _FEW)).fetchone()[0] < _FEW)
