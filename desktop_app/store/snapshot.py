"""What the grid shows at one moment: the keys of its pictures, and the days under which they stand."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class DaySection:
    """Pictures of one day, local time; `day` is `None` for the samples. `cost_usd` is told for today alone, else 0."""

    day: date | None
    count: int
    cost_usd: float = 0.0


@dataclass(frozen=True, slots=True)
class GallerySnapshot:
    """The pictures that are shown, newest first, whose sections follow one another; not to be changed.

    `query` is the search that they answer, `total` the number of pictures in the whole library.
    """

    keys: array[int] = field(default_factory=lambda: array("q"))
    sections: tuple[DaySection, ...] = ()
    query: str = ""
    total: int = 0

    @property
    def is_samples(self) -> bool:
        """Say whether these are the bundled samples and not the library's own pictures."""
        return bool(self.keys) and self.keys[0] < 0


def day_of(key: int) -> date:
    """Return the local day of a picture's key."""
    return datetime.fromtimestamp(key / 1_000_000).astimezone().date()


def first_key_of(day: date) -> int:
    """Return the lowest key that a picture of this local day can have."""
    return int(datetime.combine(day, time.min).astimezone().timestamp() * 1_000_000)


def sections_of(keys: array[int], today: date, cost_today_usd: float) -> tuple[DaySection, ...]:
    """Return the days of keys that stand newest first."""
    found: list[DaySection] = []
    start = 0
    while start < len(keys):
        day = day_of(keys[start])
        end = bisect_right(keys, -first_key_of(day), lo=start + 1, key=lambda key: -key)
        found.append(DaySection(day, end - start, cost_today_usd if day == today else 0.0))
        start = end
    return tuple(found)
