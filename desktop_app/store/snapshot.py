"""What the grid shows at one moment: the keys of its pictures, and the headings under which they stand."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from operator import neg
from typing import TypeVar

from desktop_app.core.gallery_order import GalleryOrder
from desktop_app.store.stacks import StackCounts

T = TypeVar("T")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Section:
    """Pictures that stand under one heading: those of one day (local time), of one rating, or of one model.

    All three are `None` for the samples. `cost_usd` is told for today alone, else 0. `behind` counts the pictures that are
    out of sight behind the heads of their stacks.
    """

    day: date | None
    count: int
    cost_usd: float = 0.0
    rating: int | None = None
    model: str | None = None
    behind: int = 0


DaySection = Section


@dataclass(frozen=True, slots=True)
class GallerySnapshot:
    """The pictures that are shown, in their order, whose sections follow one another; not to be changed.

    `query` is the search that they answer, `total` the number of pictures in the whole library. There are no sections in
    orders that have no headings; `counts` are those of the sections. `stacks` tells for the head of each stack how many
    pictures it stands for, itself among them; `opened` names for each picture of an opened one its head, behind which they
    stand. Unless `is_whole`, these are the first of more keys that follow.

    Where it is told, `added` is all that has come since the snapshot whose `serial` is one less, of which nothing is gone.
    """

    keys: array[int] = field(default_factory=lambda: array("q"))
    sections: tuple[Section, ...] = ()
    query: str = ""
    total: int = 0
    order: GalleryOrder = field(default_factory=GalleryOrder)
    stacks: Mapping[int, int] = field(default_factory=StackCounts)
    is_whole: bool = True
    opened: Mapping[int, int] = field(default_factory=dict)
    serial: int = field(default=0, compare=False)
    added: tuple[int, ...] | None = field(default=None, compare=False)
    counts: array[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Here, and not where it is asked for: this is made in the thread that reads the library.
        object.__setattr__(self, "counts", array("l", [section.count for section in self.sections]))

    @property
    def is_samples(self) -> bool:
        """Say whether these are the bundled samples and not the library's own pictures."""
        return bool(self.keys) and self.keys[0] < 0

    @property
    def is_by_time(self) -> bool:
        """Say whether the newest stands first, and each picture at its time."""
        return self.order.is_by_time and not self.opened


def day_of(key: int) -> date:
    """Return the local day of a picture's key."""
    return datetime.fromtimestamp(key / 1_000_000).astimezone().date()


@lru_cache(maxsize=20_000)
def first_key_of(day: date) -> int:
    """Return the lowest key that a picture of this local day can have."""
    return int(datetime.combine(day, time.min).astimezone().timestamp() * 1_000_000)


def sections_of(keys: array[int], today: date, cost_today_usd: float) -> tuple[Section, ...]:
    """Return the days of keys that stand newest first."""
    found: list[Section] = []
    start = 0
    while start < len(keys):
        day = day_of(keys[start])
        end = bisect_right(keys, -first_key_of(day), lo=start + 1, key=neg)
        found.append(Section(day, end - start, cost_today_usd if day == today else 0.0))
        start = end
    return tuple(found)


def sections_oldest_first(keys: array[int]) -> tuple[Section, ...]:
    """Return the days of keys that stand oldest first."""
    found: list[Section] = []
    start = 0
    while start < len(keys):
        day = day_of(keys[start])
        end = max(start + 1, bisect_left(keys, first_key_of(day + _DAY), lo=start))
        found.append(Section(day, end - start))
        start = end
    return tuple(found)


def with_one_more(sections: tuple[Section, ...], key: int) -> tuple[Section, ...]:
    """Return the days of keys, newest first, to which one was added."""
    day = day_of(key)
    at = next((place for place, each in enumerate(sections) if each.day is not None and each.day <= day), len(sections))
    if at < len(sections) and sections[at].day == day:
        return (*sections[:at], replace(sections[at], count=sections[at].count + 1), *sections[at + 1 :])
    return (*sections[:at], Section(day, 1), *sections[at:])


def with_cost(sections: tuple[Section, ...], day: date, cost_usd: float) -> tuple[Section, ...]:
    """Return the days with what the pictures of one of them cost."""
    at = next((place for place, each in enumerate(sections) if each.day == day), None)
    if at is None:
        return sections
    return (*sections[:at], replace(sections[at], cost_usd=cost_usd), *sections[at + 1 :])


def runs_of(keys: array[int], value_of: Callable[[int], T]) -> list[tuple[T, int]]:
    """Return the values of keys with how many have each, where those of one value stand together; few keys are asked."""
    found: list[tuple[T, int]] = []
    start = 0
    while start < len(keys):
        value = value_of(keys[start])
        low, high = start + 1, len(keys)
        while low < high:
            middle = (low + high) // 2
            if value_of(keys[middle]) == value:
                low = middle + 1
            else:
                high = middle
        found.append((value, low - start))
        start = low
    return found
