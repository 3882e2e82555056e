"""How many of the pictures found there are of each model, month, rating, tag, size, kind, pick and collection."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from desktop_app.core.search_query import Condition, Field, Is, SearchQuery, parsed
from desktop_app.core.search_values import Shape
from desktop_app.store.index_values import FacetPart, month_name, size_pixels
from desktop_app.store.search_sql import SearchSql

FacetCounts = tuple[tuple[str, int], ...]
"""Values as they stand in a search after the colon, each with how many pictures there are."""

_STEP = 25_000
_MOST = 200
_KINDS = (Is.GENERATED.value, Is.EDIT.value, Is.IMPORTED.value, "")
"""By the numbers of the index; the last is that of samples, which are not counted."""

_PICKS = (Is.PICKED.value, Is.REJECTED.value)
_BY_NAME = {Field.TAG: "tag", Field.COLLECTION: "collection"}


@dataclass(frozen=True, slots=True)
class Facets:
    """The counts for one search (`query`), each made as if its own field was not searched for; `total` is for all of it.

    Tags and collections, of which a picture can have several, are counted among the pictures that have all those asked
    for. Months and ratings come from the latest and best, the others from the most frequent, at most 200 of each.
    Months are for `date:`, kinds and picks for `is:`, shapes for `size:`.
    """

    query: str = ""
    total: int = 0
    models: FacetCounts = ()
    months: FacetCounts = ()
    ratings: FacetCounts = ()
    tags: FacetCounts = ()
    sizes: FacetCounts = ()
    shapes: FacetCounts = ()
    kinds: FacetCounts = ()
    picks: FacetCounts = ()
    collections: FacetCounts = ()


_Packed = Counter[int]
_Own = Callable[[Condition], bool]


def facet_steps(connection: sqlite3.Connection, text: str) -> Iterator[Facets | None]:
    """Count in short steps; yield `None` while there is more to do, and the facets at the end. Raises sqlite3.Error."""
    query = parsed(text)
    counted = _Counting(connection, query)
    names = dict(connection.execute("SELECT id, name FROM model_names"))
    whole = yield from counted.packed(lambda _each: False)
    models = yield from counted.part(FacetPart.MODEL, lambda each: each.field is Field.MODEL)
    months = yield from counted.part(FacetPart.MONTH, lambda each: each.field is Field.DATE)
    ratings = yield from counted.part(FacetPart.RATING, lambda each: each.field is Field.RATING)
    sizes = yield from counted.part(FacetPart.SIZE, lambda each: each.field is Field.SIZE)
    kinds = yield from counted.part(FacetPart.KIND, _is_kind)
    demo = yield from counted.part(FacetPart.DEMO, _is_kind)
    picks = yield from counted.part(FacetPart.PICK, lambda each: each.field is Field.IS and each.value in _PICKS)
    tags = yield from counted.named(Field.TAG)
    collections = yield from counted.named(Field.COLLECTION)
    yield Facets(
        text,
        whole.total(),
        models=_most((names.get(model, ""), count) for model, count in models.items()),
        months=tuple((month_name(month), count) for month, count in sorted(months.items(), reverse=True)[:_MOST]),
        ratings=tuple((str(rating), count) for rating, count in sorted(ratings.items(), reverse=True)),
        tags=tags,
        sizes=_most((_size(size), count) for size, count in sizes.items()),
        shapes=_most((_shape(size), count) for size, count in sizes.items()),
        kinds=_most([*((_KINDS[kind], count) for kind, count in kinds.items()), (Is.DEMO.value, demo[1])]),
        picks=_most((_PICKS[pick - 1], count) for pick, count in picks.items() if pick),
        collections=collections,
    )


class _Counting:
    """Counts under a search with some of its conditions left out; the same is counted once."""

    def __init__(self, connection: sqlite3.Connection, query: SearchQuery) -> None:
        self._connection = connection
        self._query = query
        self._known: dict[SearchQuery, _Packed] = {}

    def packed(self, is_own: _Own) -> Generator[None, None, _Packed]:
        """Count what is packed into one number, without the conditions that are a facet's own."""
        query = self._without(is_own)
        if query not in self._known:
            self._known[query] = yield from self._count_packed(SearchSql.of(query, self._connection))
        return self._known[query]

    def part(self, part: FacetPart, is_own: _Own) -> Generator[None, None, Counter[int]]:
        """Count one part, without the conditions that are its own."""
        packed = yield from self.packed(is_own)
        shift, mask = part.shift, part.mask
        found: Counter[int] = Counter()
        for facet, count in packed.items():
            found[facet >> shift & mask] += count
        yield None
        return found

    def named(self, field: Field) -> Generator[None, None, FacetCounts]:
        """Count tags or collections, the most frequent first."""
        query = self._without(lambda each: each.field is field and each.is_excluded)
        search = SearchSql.of(query, self._connection)
        kind = _BY_NAME[field]
        if search.is_everything:
            sql = f"SELECT name_id, count(*) FROM {kind}s GROUP BY name_id"  # noqa: S608 - a name from this module
            counts = Counter(dict(self._connection.execute(sql)))
        else:
            counts = yield from self._count(*search.joining(f"{kind}s g ON g.key = {{key}}").select("g.name_id"))
        names = dict(self._connection.execute(f"SELECT id, name FROM {kind}_names"))  # noqa: S608
        return _most((names[name_id], count) for name_id, count in counts.items())

    def _without(self, is_own: _Own) -> SearchQuery:
        terms = self._query.terms
        return replace(self._query, terms=tuple(t for t in terms if not (isinstance(t, Condition) and is_own(t))))

    def _count_packed(self, search: SearchSql) -> Generator[None, None, _Packed]:
        if search.is_everything:
            return Counter(dict(self._connection.execute("SELECT facet, count(*) FROM facts GROUP BY facet")))
        return (yield from self._count(*search.select("f.facet")))

    def _count(self, sql: str, values: tuple[object, ...]) -> Generator[None, None, _Packed]:
        cursor = self._connection.execute(sql, values)
        counts: _Packed = Counter()
        while run := list(chain.from_iterable(islice(cursor, _STEP))):
            counts.update(run)
            yield None
        return counts


def _most(counted: Iterable[tuple[str, int]]) -> FacetCounts:
    found: Counter[str] = Counter()
    for value, count in counted:
        found[value] += count
    told = [(value, count) for value, count in found.items() if value and count]
    return tuple(sorted(told, key=lambda each: (-each[1], each[0]))[:_MOST])


def _is_kind(condition: Condition) -> bool:
    return condition.field is Field.IS and condition.value in {*_KINDS, Is.DEMO.value}


def _size(number: int) -> str:
    width, height = size_pixels(number)
    return f"{width}x{height}"


def _shape(number: int) -> str:
    width, height = size_pixels(number)
    shape = Shape.PORTRAIT if width < height else Shape.LANDSCAPE
    return str((Shape.SQUARE if width == height else shape).value)
