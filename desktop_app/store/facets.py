"""How many of the pictures found there are of each model, month, rating, tag, size, kind, pick and collection."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from desktop_app.core.search_query import Condition, Field, Is, SearchQuery, parsed
from desktop_app.core.search_values import Shape
from desktop_app.store.index_values import Facet, facet_values, month_name
from desktop_app.store.search_sql import SearchSql

FacetCounts = tuple[tuple[str, int], ...]
"""Values as they stand in a search after the colon, each with how many pictures there are."""

_STEP = 25_000
_MOST = 200
_KINDS = (Is.GENERATED.value, Is.EDIT.value, Is.IMPORTED.value)
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
    models = yield from counted.packed(lambda each: each.field is Field.MODEL)
    months = yield from counted.packed(lambda each: each.field is Field.DATE)
    ratings = yield from counted.packed(lambda each: each.field is Field.RATING)
    sizes = yield from counted.packed(lambda each: each.field is Field.SIZE)
    kinds = yield from counted.packed(lambda each: each.field is Field.IS and each.value in {*_KINDS, Is.DEMO.value})
    picks = yield from counted.packed(lambda each: each.field is Field.IS and each.value in _PICKS)
    tags = yield from counted.named(Field.TAG)
    collections = yield from counted.named(Field.COLLECTION)
    yield Facets(
        text,
        whole.total(),
        models=_most(models, lambda facet: [names.get(facet[1], "")]),
        months=_latest(months, lambda facet: [month_name(facet[0])]),
        ratings=_latest(ratings, lambda facet: [str(facet[4])]),
        tags=tags,
        sizes=_most(sizes, lambda facet: [f"{facet[2]}x{facet[3]}"]),
        shapes=_most(sizes, lambda facet: [_shape(facet).value]),
        kinds=_most(kinds, _kinds),
        picks=_most(picks, lambda facet: _PICKS[facet[5] - 1 : facet[5]] if facet[5] else ()),
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
        return tuple((names[name_id], count) for name_id, count in counts.most_common(_MOST))

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


def _most(counts: _Packed, values_of: Callable[[Facet], Iterable[str]]) -> FacetCounts:
    return tuple(_summed(counts, values_of).most_common(_MOST))


def _latest(counts: _Packed, values_of: Callable[[Facet], Iterable[str]]) -> FacetCounts:
    return tuple(sorted(_summed(counts, values_of).items(), reverse=True))[:_MOST]


def _summed(counts: _Packed, values_of: Callable[[Facet], Iterable[str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for number, count in counts.items():
        for value in values_of(facet_values(number)):
            found[value] += count
    found.pop("", None)
    return found


def _kinds(facet: Facet) -> Iterable[str]:
    kind, demo = facet[6], facet[7]
    yield from _KINDS[kind : kind + 1]
    if demo:
        yield Is.DEMO.value


def _shape(facet: Facet) -> Shape:
    width, height = facet[2], facet[3]
    if width == height:
        return Shape.SQUARE
    return Shape.PORTRAIT if width < height else Shape.LANDSCAPE
