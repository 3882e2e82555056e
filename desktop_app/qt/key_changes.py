"""What is different between two lists of keys that stand in descending order, and runs of rows."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_RUNS_MAX = 64


class Change(NamedTuple):
    """Rows `start` to `end` (not included) of the old list give way to `added`."""

    start: int
    end: int
    added: array[int]


def runs_of(rows: Iterable[int | None]) -> list[range]:
    """Return the rows as runs in ascending order; `None` stands for no row."""
    runs: list[range] = []
    for row in sorted({row for row in rows if row is not None}):
        if runs and row == runs[-1].stop:
            runs[-1] = range(runs[-1].start, row + 1)
        else:
            runs.append(range(row, row + 1))
    return runs


def changes(old: array[int], new: array[int], *, are_ordered: bool = True) -> list[Change]:
    """Return what makes the new list of the old one, the last change first, so that each leaves the numbers before it.

    Very many changes are told as one that spans them all, and so are several where keys do not stand in descending order.
    """
    if old == new:
        return []
    head = _common_head(old, new)
    tail = _common_tail(old, new, head)
    end_old, end_new = len(old) - tail, len(new) - tail
    whole = Change(head, end_old, new[head:end_new])
    if head in {end_old, end_new} or not are_ordered:
        return [whole]
    runs: list[Change] = []
    for run in _runs(old, new, (head, end_old), (head, end_new)):
        runs.append(run)
        if len(runs) > _RUNS_MAX:
            return [whole]
    return runs[::-1]


def _common_head(old: array[int], new: array[int]) -> int:
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_tail(old: array[int], new: array[int], head: int) -> int:
    low, high = 0, min(len(old), len(new)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _runs(
    old: array[int], new: array[int], bounds_old: tuple[int, int], bounds_new: tuple[int, int]
) -> Iterator[Change]:
    at_old, end_old = bounds_old
    at_new, end_new = bounds_new
    while at_old < end_old or at_new < end_new:
        start_old, start_new = at_old, at_new
        while at_old < end_old and (at_new == end_new or old[at_old] > new[at_new]):
            at_old += 1
        while at_new < end_new and (at_old == end_old or new[at_new] > old[at_old]):
            at_new += 1
        if at_old > start_old or at_new > start_new:
            yield Change(start_old, at_old, new[start_new:at_new])
        while at_old < end_old and at_new < end_new and old[at_old] == new[at_new]:
            at_old += 1
            at_new += 1
