"""The order by hand within a collection: numbers with room between them, so that a move changes few pictures.

Numbers of two machines that were changed apart come together without a conflict: each picture carries its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

STEP = 1024.0
_GAP_MIN = 1e-6


def places_for_move(
    order: Sequence[int], places: Mapping[int, float], moved: Sequence[int], before: int | None
) -> dict[int, float]:
    """Return the new places that put `moved`, in their order, before a picture, or at the end for `None`.

    `order` are the keys of the collection as they stand, those without a place last; `places` are their places. Only
    those are returned that change: the moved ones, what has no place and must stay before them, and all of the collection
    when there is no more room between two.
    """
    gone = set(moved)
    rest = [key for key in order if key not in gone]
    if before is not None and before in order:
        at = sum(1 for key in order[: order.index(before)] if key not in gone)
    else:
        at = len(rest)
    wanted = [*rest[:at], *moved, *rest[at:]]
    first = at
    # What stands before the moved ones without a place gets one, else it would come after them.
    while first > 0 and rest[first - 1] not in places:
        first -= 1
    run = wanted[first : at + len(moved)]
    low = places[rest[first - 1]] if first else None
    high = places.get(rest[at]) if at < len(rest) else None
    fitted = _between(low, high, len(run))
    if fitted is None:
        return _changed(wanted, [STEP * (number + 1) for number in range(len(wanted))], places)
    return _changed(run, fitted, places)


def _between(low: float | None, high: float | None, count: int) -> list[float] | None:
    """Return so many numbers between two, `None` for no limit; `None` when there is no room."""
    if low is None and high is None:
        return [STEP * (number + 1) for number in range(count)]
    if high is None:
        assert low is not None
        return [low + STEP * (number + 1) for number in range(count)]
    if low is None:
        return [high - STEP * (count - number) for number in range(count)]
    gap = (high - low) / (count + 1)
    return [low + gap * (number + 1) for number in range(count)] if gap > _GAP_MIN else None


def _changed(keys: Collection[int], places: Sequence[float], before: Mapping[int, float]) -> dict[int, float]:
    return {key: place for key, place in zip(keys, places, strict=True) if before.get(key) != place}
