"""What the fields of a search ask of the tables: one expression in SQL for each value, its values always bound."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core.period import today
from desktop_app.core.search_query import Condition, Field, Has, Is
from desktop_app.core.search_values import Pixels, Shape, Span, folded, is_span_of_days, period_of, size_of, span_of
from desktop_app.store import index_values
from desktop_app.store.image_row import number_of, number_of_prompt
from desktop_app.store.looks import keys_alike


@dataclass(frozen=True, slots=True)
class Clause:
    """An expression over `f` (facts) and `{key}`, which stands for the key of the picture, with its values."""

    sql: str
    values: tuple[Any, ...] = ()


NEVER = Clause("0")

_ALL_OF = {Field.TAG, Field.COLLECTION, Field.HAS}
_PICKS = {Is.PICKED: 1, Is.REJECTED: 2}
_KINDS = {Is.GENERATED: 0, Is.EDIT: 1, Is.IMPORTED: 2}
_HAS = {
    Has.REFERENCE: index_values.HAS_REFERENCE,
    Has.NOTE: index_values.HAS_NOTE,
    Has.TITLE: index_values.HAS_TITLE,
    Has.TAG: index_values.HAS_TAG,
    Has.COLLECTION: index_values.HAS_COLLECTION,
    Has.NEGATIVE: index_values.HAS_NEGATIVE,
}
_DUPLICATE = """{key} IN (
    SELECT key FROM images WHERE sha_number <> 0 AND sha_number IN (
        SELECT sha_number FROM images WHERE sha_number <> 0 GROUP BY sha_number HAVING count(*) > 1
    )
)"""
_SHAPES = {
    Shape.SQUARE: "f.width = f.height",
    Shape.PORTRAIT: "f.width < f.height",
    Shape.LANDSCAPE: "f.width > f.height",
}
_DIGITS = 14
_SECOND = 1_000_000


def choice_of(condition: Condition) -> object:
    """Return what a condition is a choice within: of several with the same one has to hold. What narrows is alone."""
    if condition.field in _ALL_OF or _narrows(condition):
        return condition
    if condition.field is Field.IS:
        value = Is(condition.value)
        group = next((group for group in (_PICKS, _KINDS) if value in group), None)
        return condition if group is None else tuple(group)
    return condition.field


def _narrows(condition: Condition) -> bool:
    if condition.field is Field.DATE:
        return is_span_of_days(condition.value)
    if condition.field is Field.SIZE:
        size = size_of(condition.value)
        return isinstance(size, Span) and not size.is_one
    if condition.field in {Field.RATING, Field.SEED, Field.COST}:
        span = span_of(condition.value)
        return span is not None and not span.is_one
    return False


def clause_of(condition: Condition, connection: sqlite3.Connection) -> Clause:
    """Return what a condition asks, whether or not it is excluded; what says nothing holds for no picture."""
    return _TESTS[condition.field](condition.value, connection)


def ids_of(kind: str, value: str, connection: sqlite3.Connection) -> list[int]:
    """Return the numbers of the tags or collections of this name, whatever its case and accents."""
    sql = f"SELECT id FROM {kind}_names WHERE folded = ?"  # noqa: S608 - a name from this module
    return [name_id for (name_id,) in connection.execute(sql, (folded(value),))]


def _model(value: str, connection: sqlite3.Connection) -> Clause:
    wanted = folded(value)
    names = connection.execute("SELECT id, folded FROM model_names").fetchall()
    ids = [each for each, name in names if name == wanted] or [each for each, name in names if wanted in name]
    return Clause(f"f.model IN ({_marks(ids)})", tuple(ids)) if ids else NEVER


def _named(kind: str) -> Callable[[str, sqlite3.Connection], Clause]:
    def clause(value: str, connection: sqlite3.Connection) -> Clause:
        ids = ids_of(kind, value, connection)
        sql = f"EXISTS (SELECT 1 FROM {kind}s n WHERE n.name_id IN ({_marks(ids)}) AND n.key = {{key}})"  # noqa: S608
        return Clause(sql, tuple(ids)) if ids else NEVER

    return clause


def _spanned(column: str) -> Callable[[str, sqlite3.Connection], Clause]:
    def clause(value: str, _connection: sqlite3.Connection) -> Clause:
        return _in_span(column, span_of(value))

    return clause


def _in_span(column: str, span: Span | None) -> Clause:
    if span is None:
        return NEVER
    if span.is_one:
        return Clause(f"{column} = ?", (span.low,))
    bounds = [(">" if span.is_low_open else ">=", span.low), ("<" if span.is_high_open else "<=", span.high)]
    there = [(sign, value) for sign, value in bounds if value is not None]
    return Clause(" AND ".join(f"{column} {sign} ?" for sign, _ in there), tuple(value for _, value in there))


def _size(value: str, _connection: sqlite3.Connection) -> Clause:
    size = size_of(value)
    if isinstance(size, Pixels):
        return Clause("f.width = ? AND f.height = ?", (size.width, size.height))
    if isinstance(size, Shape):
        return Clause(_SHAPES[size])
    return _in_span("max(f.width, f.height)", size)


def _date(value: str, _connection: sqlite3.Connection) -> Clause:
    period = period_of(value, today())
    if period is None:
        return NEVER
    bounds = [("{key} >= ?", period.since), ("{key} < ?", period.until)]
    there = [(sql, int(moment * _SECOND)) for sql, moment in bounds if abs(moment) != float("inf")]
    return Clause(" AND ".join(sql for sql, _ in there), tuple(moment for _, moment in there))


def _is(value: str, _connection: sqlite3.Connection) -> Clause:
    asked = Is(value)
    if asked in _PICKS:
        return Clause("f.pick <> 0 AND f.pick = ?", (_PICKS[asked],))
    if asked in _KINDS:
        return Clause("f.kind = ?", (_KINDS[asked],))
    return {Is.DEMO: Clause("f.demo = 1"), Is.RATED: Clause("f.rating > 0"), Is.DUPLICATE: Clause(_DUPLICATE)}[asked]


def _has(value: str, _connection: sqlite3.Connection) -> Clause:
    return Clause("f.has & ? <> 0", (_HAS[Has(value)],))


def _of_image(condition: str, number: Callable[[str], Any]) -> Callable[[str, sqlite3.Connection], Clause]:
    def clause(value: str, _connection: sqlite3.Connection) -> Clause:
        return Clause(f"{{key}} IN (SELECT key FROM images WHERE {condition})", (number(value),))  # noqa: S608

    return clause


def _seed(value: str, _connection: sqlite3.Connection) -> Clause:
    seeds = _in_span("seed", span_of(value))
    return Clause(f"{{key}} IN (SELECT key FROM images WHERE seed IS NOT NULL AND {seeds.sql})", seeds.values)  # noqa: S608


def _sha(value: str, _connection: sqlite3.Connection) -> Clause:
    digits = value.casefold()
    low, high = (int(digits[:_DIGITS].ljust(_DIGITS, filler), 16) for filler in "0f")
    sql = (
        "{key} IN (SELECT key FROM images WHERE sha_number <> 0 AND sha_number BETWEEN ? AND ?"
        " AND substr(lower(hex(sha256)), 1, ?) = ?)"
    )
    return Clause(sql, (low, high, len(digits), digits))


def _similar(value: str, connection: sqlite3.Connection) -> Clause:
    keys = [key for run in keys_alike(connection, value) for key in run]
    return Clause("{key} IN (SELECT value FROM json_each(?))", (json.dumps(keys),))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


_TESTS: Mapping[Field, Callable[[str, sqlite3.Connection], Clause]] = {
    Field.MODEL: _model,
    Field.RATING: _spanned("f.rating"),
    Field.TAG: _named("tag"),
    Field.SEED: _seed,
    Field.SIZE: _size,
    Field.DATE: _date,
    Field.IS: _is,
    Field.HAS: _has,
    Field.COST: _spanned("f.cost"),
    Field.COLLECTION: _named("collection"),
    Field.JOB: _of_image("job_id = ?", str),
    Field.BATCH: _of_image("batch_number <> 0 AND batch_number = ?", number_of),
    Field.PROMPT: _of_image("prompt_number <> 0 AND prompt_number = ?", number_of_prompt),
    Field.SHA: _sha,
    Field.SIMILAR: _similar,
}
