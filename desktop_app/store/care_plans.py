"""What a gesture changes: chosen pictures, a tag or a collection everywhere, the order within a collection."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from desktop_app.core.care import CareChange, is_within
from desktop_app.core.collection_order import places_for_move
from desktop_app.store.care_gesture import Plan
from desktop_app.store.care_rows import CareRows

Part = tuple[CareChange, Iterable[int]]


def changing(keys: array[int], change: CareChange) -> Plan:
    """Make one change at these pictures."""

    def plan(_care: CareRows) -> Iterator[Part]:
        yield change, keys

    return plan


def renaming_tag(tag: str, new: str) -> Plan:
    """Give a tag another name in the whole library, those that lie in it too; an empty name takes it away.

    Where the new name is there already, the two are one afterwards.
    """

    def plan(care: CareRows) -> Iterator[Part]:
        found: dict[CareChange, array[int]] = {}
        for rows in care.rows(care.with_tag(tag)):
            for row in rows:
                old = tuple(each for each in row.care.tags if is_within(each, tag))
                added = tuple(dict.fromkeys(new + each[len(tag) :] for each in old)) if new else ()
                found.setdefault(CareChange(removed_tags=old, added_tags=added), array("q")).append(row.key)
        yield from found.items()

    return plan


def renaming_collection(name: str, new: str) -> Plan:
    """Give a collection another name, its order with it; an empty name dissolves it.

    Where the new name is there already, its pictures come first, and these after them in their order.
    """

    def plan(care: CareRows) -> Iterator[Part]:
        if name == new:
            return
        keys = care.in_collection(name)
        if not new:
            yield CareChange(removed_collections=(name,)), keys
            return
        there = care.places_in(new)
        held = set(care.in_collection(new))
        first = max(there.values(), default=0.0) if held else 0.0
        for key, place in _ordered(care, name, keys, first).items():
            places = () if key in there else ((new, place),)
            yield CareChange(removed_collections=(name,), added_collections=(new,), places=places), [key]

    return plan


def moving(name: str, moved: Sequence[int], before: int | None) -> Plan:
    """Put pictures of a collection before another one of it, or at its end; those that are not in it come into it."""

    def plan(care: CareRows) -> Iterator[Part]:
        order, places = care.in_collection(name), care.places_in(name)
        wanted = places_for_move(order, places, list(moved), before)
        for key, place in wanted.items():
            yield CareChange(added_collections=(name,), places=((name, place),)), [key]

    return plan


def _ordered(care: CareRows, name: str, keys: array[int], first: float) -> dict[int, float | None]:
    """Return the places of a collection's pictures, all after `first`; those that have none get none."""
    places = care.places_in(name)
    lowest = min(places.values(), default=0.0)
    # By their own distances: a move between two of them needs the same room as before.
    shift = first - lowest + 1.0 if first else 0.0
    return {key: places[key] + shift if key in places else None for key in keys}
