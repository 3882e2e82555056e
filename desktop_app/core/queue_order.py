"""The order of the queue: what number a job gets that is put elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from desktop_app.core.job import Job

_SMALLEST_GAP = 1e-6


def positions_for(order: Sequence[Job], moved: Collection[str], before: str | None) -> dict[str, float]:
    """Return the new positions for moving jobs, in the order that they have, before another or (`None`) to the end.

    `order` is the queue, first first. Only the moved jobs get new numbers as long as there is room between two; a
    `before` that does not wait any more means the front, since it went before them all.
    """
    going = [job for job in order if job.id in moved]
    staying = [job for job in order if job.id not in moved]
    if not going:
        return {}
    places = [job.id for job in staying]
    at = len(staying) if before is None else places.index(before) if before in places else _after(order, moved, before)
    lowest = staying[at - 1].position if at else None
    highest = staying[at].position if at < len(staying) else None
    if lowest is None and highest is None:
        return {}
    start, step = _spread(lowest, highest, len(going))
    if step >= _SMALLEST_GAP:
        return {job.id: start + step * number for number, job in enumerate(going, 1)}
    first = order[0].position
    return {job.id: first + number for number, job in enumerate([*staying[:at], *going, *staying[at:]])}


def _after(order: Sequence[Job], moved: Collection[str], before: str) -> int:
    """Return the place among those that stay for a `before` that is itself moved; the front for an unknown one."""
    ids = [job.id for job in order]
    return sum(each not in moved for each in ids[: ids.index(before)]) if before in ids else 0


def _spread(lowest: float | None, highest: float | None, count: int) -> tuple[float, float]:
    if highest is None:
        return lowest or 0.0, 1.0
    if lowest is None:
        return highest - count - 1, 1.0
    return lowest, (highest - lowest) / (count + 1)
