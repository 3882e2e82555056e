"""The arithmetic of the grid's rows: which picture or job stands where, and under which day."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from desktop_app.store.snapshot import GallerySnapshot, day_of, first_key_of

RowId = str | int
"""A job's id, or a picture's key."""


@dataclass(frozen=True, slots=True)
class GallerySection:
    """A run of rows under one heading: `day` is `None` for the samples; `pictures` leaves out the jobs."""

    day: date | None
    rows: int
    pictures: int
    cost_usd: float = 0.0


class GalleryRows:
    """Jobs and what became of them in front, in the order in which they came; behind them all other pictures by time.

    `born` tells for pictures in front of which job they are.
    """

    def __init__(self) -> None:
        self.front: list[RowId] = []
        self.base: array[int] = array("q")
        self.born: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.front) + len(self.base)

    def at(self, row: int) -> RowId:
        """Return what stands in a row."""
        ahead = len(self.front)
        return self.front[row] if row < ahead else self.base[row - ahead]

    def row_of(self, row_id: RowId) -> int | None:
        """Return where a job or picture stands, `None` when it does not."""
        if isinstance(row_id, str) or row_id in self.born:
            return self.front.index(row_id) if row_id in self.front else None
        at = place_of(self.base, row_id)
        return None if at is None else len(self.front) + at

    def place_for_job(self, batch: set[RowId]) -> int:
        """Return the row for a new job: after the last of its batch, else first."""
        return max((row + 1 for row, row_id in enumerate(self.front) if row_id in batch), default=0)

    def base_of(self, keys: array[int]) -> array[int]:
        """Return the keys without those in front."""
        rest = array("q", keys)
        for key in self.born:
            at = place_of(rest, key)
            if at is not None:
                del rest[at]
        return rest

    def release(self) -> None:
        """Let pictures at the end of the front join the others where that moves nothing."""
        while self.front:
            last = self.front[-1]
            is_among_samples = bool(self.base) and self.base[0] < 0
            if isinstance(last, str) or is_among_samples or (self.base and last < self.base[0]):
                return
            self.front.pop()
            del self.born[last]
            self.base.insert(0, last)

    def sections(self, snapshot: GallerySnapshot, today: date) -> list[GallerySection]:
        """Return the headings with their rows, in order."""
        costs = {section.day: section.cost_usd for section in snapshot.sections}
        if self.base and self.base[0] < 0:
            found = [GallerySection(None, len(self.base), len(self.base))]
        else:
            found = self._days(costs)
        if not self.front:
            return found
        pictures = len(self.born)
        rows = len(self.front)
        if found and found[0].day == today:
            same = found.pop(0)
            pictures, rows = pictures + same.pictures, rows + same.rows
        return [GallerySection(today, rows, pictures, costs.get(today, 0.0)), *found]

    def _days(self, costs: dict[date | None, float]) -> list[GallerySection]:
        found: list[GallerySection] = []
        start = 0
        while start < len(self.base):
            day = day_of(self.base[start])
            lowest = _first_key_of(day)
            end = bisect_left(self.base, 1 - lowest, lo=start + 1, key=lambda key: -key)
            found.append(GallerySection(day, end - start, end - start, costs.get(day, 0.0)))
            start = end
        return found


def place_of(keys: array[int], key: int) -> int | None:
    """Return where a key stands among keys in descending order, `None` when it does not."""
    at = bisect_left(keys, -key, key=lambda each: -each)
    return at if at < len(keys) and keys[at] == key else None


_first_key_of = lru_cache(maxsize=10_000)(first_key_of)
