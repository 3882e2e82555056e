"""The sections of the filters, made of what was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from desktop_app.core.care import TAG_SEPARATOR
from desktop_app.core.search_query import Condition, Field, SearchQuery
from desktop_app.core.search_values import folded
from desktop_app.qt.filter_model import FilterChoice, FilterSection
from desktop_app.store.facets import FacetCounts, Facets
from desktop_app.ui.filters.filter_words import kind_words, month_words, pick_words, rating_words, section_words

Words = Callable[[str], str]


def filter_sections(
    facets: Facets, query: SearchQuery, saved: Mapping[str, str], model_name: Words
) -> tuple[FilterSection, ...]:
    """Return the sections for these counts; what the search asks for is among them, be there pictures of it or not.

    `saved` are searches by their names, `model_name` names a model.
    """
    collections = sorted(facets.collections, key=lambda each: folded(each[0]))
    return (
        FilterSection("saved", section_words("saved"), _saved(saved)),
        _section("collection", Field.COLLECTION, collections, query),
        _section("rating", Field.RATING, facets.ratings, query, rating_words),
        _section("pick", Field.IS, facets.picks, query, pick_words, {"picked", "rejected"}),
        _section("model", Field.MODEL, facets.models, query, model_name),
        _section("kind", Field.IS, facets.kinds, query, kind_words, {"generated", "edit", "imported", "demo"}),
        FilterSection("tag", section_words("tag"), _tags(facets.tags, query)),
        _section("month", Field.DATE, facets.months, query, month_words),
        _section("size", Field.SIZE, facets.sizes, query, lambda size: size.replace("x", " × ")),
    )


def _saved(saved: Mapping[str, str]) -> tuple[FilterChoice, ...]:
    return tuple(FilterChoice(name, search=saved[name]) for name in sorted(saved, key=folded))


def _section(
    name: str,
    field: Field,
    counts: Iterable[tuple[str, int]],
    query: SearchQuery,
    words: Words = str,
    known: Iterable[str] | None = None,
) -> FilterSection:
    found = list(counts)
    found += [(value, 0) for value in _asked_beside(field, query, {value for value, _ in found}, known)]
    choices = tuple(FilterChoice(words(value), Condition(field, value), count=count) for value, count in found)
    return FilterSection(name, section_words(name), choices)


def _asked_beside(field: Field, query: SearchQuery, there: set[str], known: Iterable[str] | None) -> list[str]:
    """Return the values that a search asks for and of which there are no pictures."""
    counted = {folded(value) for value in there}
    asked = [each.value for each in query.conditions if each.field is field and folded(each.value) not in counted]
    return [value for value in dict.fromkeys(asked) if known is None or value in known]


def _tags(counts: FacetCounts, query: SearchQuery) -> tuple[FilterChoice, ...]:
    """Return the tags below those that hold them, the most frequent first on each level."""
    found = dict(counts) | dict.fromkeys(_asked_beside(Field.TAG, query, {tag for tag, _ in counts}, None), 0)
    rank = {tag: place for place, tag in enumerate(found)}

    def place(tag: str) -> tuple[int, ...]:
        parts = tag.split(TAG_SEPARATOR)
        above = (TAG_SEPARATOR.join(parts[:depth]) for depth in range(1, len(parts) + 1))
        return tuple(rank.get(each, len(rank)) for each in above)

    return tuple(_tag(tag, found) for tag in sorted(found, key=place))


def _tag(tag: str, found: Mapping[str, int]) -> FilterChoice:
    parts = tag.split(TAG_SEPARATOR)
    above = [TAG_SEPARATOR.join(parts[:depth]) for depth in range(1, len(parts))]
    depth = sum(each in found for each in above)
    shown = TAG_SEPARATOR.join(parts[_length(above, found) :])
    return FilterChoice(shown, Condition(Field.TAG, tag), count=found[tag], depth=depth)


def _length(above: list[str], found: Mapping[str, int]) -> int:
    """Return how many parts of a tag stand in the row of the tag above it."""
    there = [place for place, tag in enumerate(above, start=1) if tag in found]
    return there[-1] if there else 0
